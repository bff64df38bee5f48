/** What was signed of some tasks: every line, a corrected one struck through before the one that corrects it. */
import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { plainDateOf, shortDate, timeOfDay } from '../../../../kernel/calendar/index.ts';
import { Tag } from '../../../../web/components/marks.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { type ApiError, api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import type { RecordLine, TaskView } from '../../care/content.ts';

const dayTime = (at: string): string => `${shortDate(plainDateOf(at))}${timeOfDay(at)}`;

export const Records = ({ tasks }: { tasks: readonly TaskView[] }) => (
  <ul className="record-list">
    {tasks.map((task) => (
      <li key={task.id}>
        <p className="tick-what">
          <b className="num">{timeOfDay(task.dueAt)}</b> {task.what}
          {task.state === 'missed' && <Tag tone="bad">没有签</Tag>}
        </p>
        {task.lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
        {task.lines.length > 0 && <Correct task={task} />}
      </li>
    ))}
  </ul>
);

const Line = ({ line }: { line: RecordLine }) => (
  <p className={line.corrected ? 'record-line corrected' : 'record-line'}>
    <Tag tone={line.tone}>{line.resultZh}</Tag>
    {timeOfDay(line.doneAt)}做，{line.by}
    {line.enteredAt && `，${dayTime(line.enteredAt)}补记`}
    {line.says && `：${line.says}`} {line.late && <Tag tone="warn">不在时间里</Tag>}
    {line.bulk && <Tag tone="bad">集中补签</Tag>}
    {line.corrected && <Tag>已更正</Tag>}
  </p>
);

/** 更正 writes another line: the one that was wrong stays. */
function Correct({ task }: { task: TaskView }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [requestId] = useState(newRequestId);
  if (!open)
    return (
      <Button size="small" aria-label={`更正${timeOfDay(task.dueAt)}${task.what}`} onClick={() => setOpen(true)}>
        更正
      </Button>
    );
  const send = (result: 'done' | 'refused') =>
    api.post(`/api/care-tasks/${task.id}/correction`, { result, reason, requestId }).then(
      () => {
        setOpen(false);
        return queries.invalidateQueries();
      },
      (error: unknown) => setTrouble(apiErrorOf(error)),
    );
  return (
    <div className="sign">
      {trouble && <Refused error={trouble} />}
      <label htmlFor={`c-${task.id}`}>哪里写错了（原来的一行留着）</label>
      <Input id={`c-${task.id}`} value={reason} onChange={(e) => setReason(e.target.value)} />
      <p className="tick-hands">
        <Button onClick={() => void send('done')}>应该是：已做</Button>
        <Button onClick={() => void send('refused')}>应该是：老人不要</Button>
        <Button onClick={() => setOpen(false)}>不更正</Button>
      </p>
    </div>
  );
}
