/** Purchased services as a list: what a provider has to do today, and what a contract's services came to. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Column, KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Moment, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { RowActions } from '../../../../web/components/RecordParts.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { whereNow } from '../../../../web/shared/whereNow.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { type Doable, type TaskRow, type TaskState, taskStates } from '../../purchase/terms.ts';

const LIST = '/api/purchases/tasks';
/** Whoever only carries the services out sees no contracts. */
const CONTRACTS = 'GET /api/purchases/contracts';
const tones: Readonly<Record<TaskState, 'plain' | 'good' | 'bad' | 'now'>> = {
  planned: 'plain',
  reported: 'now',
  accepted: 'good',
  refused: 'bad',
  withdrawn: 'plain',
};

/** Who accepts what looks doubtful says how it was found to be true. */
const fieldsOf = ({ task, action }: { task: TaskRow; action: Doable }) =>
  action.action === 'accept' && task.flags.length > 0
    ? action.fields.map((field) => ({ ...field, required: true }))
    : action.fields;

export function TaskTable({ contractId, state, flagged }: { contractId?: string; state?: string; flagged?: string }) {
  const session = useSession();
  const queries = useQueryClient();
  const [doing, setDoing] = useState<{ task: TaskRow; action: Doable; initial: Record<string, unknown> } | null>(null);
  const list = useKeyset<TaskRow>(LIST, { contractId, state, flagged });
  const start = async (task: TaskRow, action: Doable) =>
    setDoing({
      task,
      action,
      initial: action.action === 'report' ? { on: task.plannedOn, worker: session.actor.name, ...(await whereNow()) } : {},
    });
  return (
    <>
      <KeysetTable
        caption="购买服务任务"
        list={list}
        rowKey={(task) => task.id}
        empty="没有这样的服务。"
        columns={columns((task, action) => void start(task, action), !may(session, CONTRACTS))}
        tone={(task) => (task.flags.length > 0 ? 'row-warn' : undefined)}
      />
      {doing && (
        <FormDrawer
          title={`${doing.action.zh}：${doing.task.personName}`}
          causes={doing.action.causes}
          fields={fieldsOf(doing)}
          initial={doing.initial}
          division={homeDivision(session)}
          button={doing.action.zh}
          danger={doing.action.danger}
          send={(input, requestId) =>
            api.post(`${LIST}/${doing.task.id}/actions`, {
              action: doing.action.action,
              requestId,
              input,
            })
          }
          onDone={() => queries.invalidateQueries()}
          onClose={() => setDoing(null)}
        />
      )}
    </>
  );
}

const reasons: Partial<Record<TaskState, string>> = { accepted: '核实', refused: '不合格', withdrawn: '撤回' };
const Reason = ({ task }: { task: TaskRow }) =>
  task.reason && (
    <span className="quiet">
      {reasons[task.state] ?? '说明'}：{task.reason}
    </span>
  );

const columns = (start: (task: TaskRow, action: Doable) => void, provider: boolean): Column<TaskRow>[] => [
  {
    key: 'person',
    title: '服务对象',
    kind: 'main',
    render: (task) => (
      <>
        <PersonName id={task.personId} name={task.personName} />
        {task.flags.map((f) => (
          <Tag key={f.flag} tone="warn">
            {f.zh}
          </Tag>
        ))}
      </>
    ),
  },
  { key: 'place', title: '地点', render: (task) => <DivisionName name={task.place} /> },
  { key: 'item', title: '服务', render: (task) => task.itemName },
  { key: 'plannedOn', title: '计划日期', render: (task) => <Day on={task.plannedOn} /> },
  { key: 'state', title: '状态', render: (task) => <Tag tone={tones[task.state]}>{task.stateZh}</Tag> },
  {
    key: 'evidence',
    title: '凭证',
    kind: 'wide',
    render: (task) =>
      task.beganAt ? (
        <>
          <span className="line">
            <span>
              {task.worker} <Moment at={task.beganAt} /> {task.minutes}分钟
            </span>
            {task.photo && (
              <a href={`/api/files/${task.photo}`} target="_blank" rel="noreferrer">
                照片
              </a>
            )}
            {task.confirmedZh ? (
              <Tag tone="good">{task.confirmedZh}</Tag>
            ) : (
              task.state === 'reported' && <Tag tone="warn">待本人确认</Tag>
            )}
            {task.signature && (
              <a href={`/api/files/${task.signature}`} target="_blank" rel="noreferrer">
                签字
              </a>
            )}
          </span>
          <span className="quiet">
            {task.where}。{task.note}
          </span>
          <Reason task={task} />
        </>
      ) : (
        <>
          {task.state !== 'withdrawn' && <span className="quiet">还没有服务</span>}
          <Reason task={task} />
        </>
      ),
  },
  ...(provider
    ? []
    : [
        {
          key: 'callBack',
          title: '回访',
          render: (task: TaskRow) => (
            <>
              {task.drawn && (task.callBackZh ?? <Tag tone="now">抽中，待回访</Tag>)}
              {task.corrected.map((c) => (
                <div key={c.id} className="quiet">
                  原记“{c.zh}”（{c.byName}），更正：{c.reason}
                </div>
              ))}
            </>
          ),
        },
      ]),
  {
    key: 'do',
    title: '办理',
    kind: 'actions',
    render: (task) => (
      <span className="line">
        {task.settled && <Tag tone="good">已结算</Tag>}
        <RowActions actions={task.actions} onAct={(action) => start(task, action)} />
      </span>
    ),
  },
];

export function ServiceTasks() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const provider = !may(session, CONTRACTS);
  const state = search.state ?? (provider ? 'planned' : 'reported');
  return (
    <Page
      title={provider ? '要做的服务' : '服务验收'}
      lead={
        provider
          ? '服务完当天填报：时间、地点，请受助人签字；不能签字的附现场照片。姓名按规定遮盖。'
          : '承接机构报来的服务在这里验收：没有本人签字的，先打电话或上门向本人确认；有疑点的先核实。'
      }
    >
      <div className="filters">
        <Chips
          label="状态"
          options={Object.entries(taskStates).map(([value, label]) => ({ value, label }))}
          value={state}
          onChange={(value) => change({ state: value })}
        />
        {!provider && (
          <Chips
            label="疑点"
            options={[
              { value: '', label: '全部' },
              { value: 'yes', label: '只看有疑点的' },
            ]}
            value={search.flagged ?? ''}
            onChange={(value) => change({ flagged: value })}
          />
        )}
      </div>
      <div className="sheet">
        <TaskTable state={state} {...(search.flagged ? { flagged: search.flagged } : {})} />
      </div>
    </Page>
  );
}
