/** 演示时钟: moves the business day on and says what the day did. Only in the demonstration. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Popover } from 'antd';
import { useState } from 'react';
import { isPlainDate, type PlainDate } from '../../kernel/schema/index.ts';
import type { Session } from '../components/session.tsx';
import { api, apiErrorOf } from '../shared/api.ts';
import { longDate, weekdayName } from '../shared/format.ts';

export function DemoClock({ session }: { session: Session }) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [day, setDay] = useState('');
  const [picking, setPicking] = useState(false);
  const [last, setLast] = useState('');
  const move = useMutation({
    mutationFn: (to: string) => api.post<{ today: PlainDate; ran: number }>('/api/demo/clock', { to }),
    onSuccess: async ({ ran }) => {
      setPicking(false);
      setLast(`走过${ran}天，到期的工作都已办好`);
      await queries.invalidateQueries();
    },
    onError: (error) => message.error(apiErrorOf(error).message),
  });
  const running = move.isPending;
  return (
    <section className="demo-clock" aria-label="演示时钟">
      <b>演示时钟</b>
      <span className="num">
        {longDate(session.today)} <span className="weekday">{weekdayName(session.today)}</span>
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
              if (isPlainDate(day) && day > session.today) move.mutate(day);
            }}
          >
            <label htmlFor="demo-day">走到哪一天</label>
            <Input
              id="demo-day"
              inputMode="numeric"
              placeholder={session.today}
              value={day}
              onChange={(e) => setDay(e.target.value.trim())}
            />
            <Button htmlType="submit" type="primary" disabled={running || !isPlainDate(day) || day <= session.today}>
              走到这一天
            </Button>
            <p className="quiet">写成 {session.today} 的样子；时钟只能往前走。</p>
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
