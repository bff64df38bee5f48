/** 演示时钟: moves the business day on and says what the day did. Only in the demonstration. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Popover } from 'antd';
import { useState } from 'react';
import { api, apiErrorOf } from '../shared/api.ts';
import { longDate, weekdayName } from '../shared/format.ts';
import type { Session } from './session.tsx';

/** What ran: a list of sentences, or counts by job. */
type Ran = readonly string[] | Readonly<Record<string, number>> | number | null | undefined;

function said(ran: Ran): string {
  if (Array.isArray(ran)) return ran.join('；');
  if (typeof ran === 'number') return `办了${ran}项到期工作`;
  return Object.entries(ran ?? {})
    .filter(([, count]) => count > 0)
    .map(([job, count]) => `${job} ${count}`)
    .join('；');
}

export function DemoClock({ session }: { session: Session }) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [day, setDay] = useState('');
  const [picking, setPicking] = useState(false);
  const [last, setLast] = useState('');
  const move = useMutation({
    mutationFn: (to: string) => api.post<{ today: string; ran: Ran }>('/api/demo/clock', { to }),
    onSuccess: async ({ ran }) => {
      setPicking(false);
      setLast(said(ran) || '没有到期的工作');
      await queries.invalidateQueries();
    },
    onError: (error) => message.error(apiErrorOf(error).message),
  });
  const running = move.isPending;
  return (
    <section className="demo-clock" aria-label="演示时钟">
      <b>演示时钟</b>
      <span className="num">
        {longDate(session.today)} {weekdayName(session.today)}
      </span>
      <Button size="small" disabled={running} onClick={() => move.mutate('next-day')}>
        下一天
      </Button>
      <Button size="small" disabled={running} onClick={() => move.mutate('next-due')}>
        到下一个期限
      </Button>
      <Popover
        open={picking}
        onOpenChange={setPicking}
        trigger="click"
        placement="bottomLeft"
        content={
          <form
            className="pick-day"
            onSubmit={(e) => {
              e.preventDefault();
              if (day > session.today) move.mutate(day);
            }}
          >
            <label htmlFor="demo-day">走到哪一天</label>
            <Input id="demo-day" type="date" min={session.today} value={day} onChange={(e) => setDay(e.target.value)} />
            <Button htmlType="submit" type="primary" disabled={running || day <= session.today}>
              走到这一天
            </Button>
            <p className="quiet">时钟只能往前走。</p>
          </form>
        }
      >
        <Button size="small" disabled={running}>
          选日期
        </Button>
      </Popover>
      <span className="demo-said" role="status">
        {running ? '正在逐日办理到期的工作……' : last && `刚才：${last}`}
      </span>
    </section>
  );
}
