/** 逾期的任务 are told once to the unit that owns them and to its leader; a new due date begins anew. Whoever has reported it done, and waits for the check, is left in peace. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { dayNumber } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { brief, clerkOf, leaderOf } from './enter.ts';
import { findTasks } from './store.ts';

defineTemplates({
  'plan-task.overdue': { title: '规划任务逾期', text: '规划任务“{task}”应于{date}前完成，已逾期{days}日。' },
});

const MOST = 2000;

const lateTasks = (tx: Tx) =>
  findTasks(
    tx,
    sql`t.state in ('waiting', 'going') and t.due_on < ${tx.today} and t.told_on is null
      and not exists (select from plan_task_report r where r.task_id = t.id and r.state = 'waiting' and r.claim = 'done')`,
    MOST,
  );

export const watchTasks = whenDue(lateTasks, (context) =>
  context.write(systemActor('plan-tasks', context.city), async (tx) => {
    const late = await lateTasks(tx);
    for (const { text, division, dueOn } of late)
      for (const performer of [clerkOf(tx, division), leaderOf(tx, division)] as const)
        await notify(tx, {
          to: { performer, division },
          template: 'plan-task.overdue',
          params: { task: brief(text), date: dueOn, days: dayNumber(tx.today) - dayNumber(dueOn) },
        });
    await tx.run(sql`update plan_task set told_on = ${tx.today} where id = any(${late.map(({ id }) => id)}::uuid[])`);
  }),
);
