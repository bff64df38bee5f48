/** 规划任务按期率 (planning 6): of the tasks that stood on the day, those done by their due date or not due yet; each opens the tasks that it counts. */
import { sql } from '../../../database/sql.ts';
import { defineIndicators } from '../../../kernel/indicator/server.ts';
import { taskReaders } from './terms.ts';

const board = { key: 'plan-tasks', zh: '规划任务', to: '/plan/tasks/indicators', readers: taskReaders } as const;
/** The day, in the city, of an instant. */
const dayOf = (at: 'entered_at' | 'decided_at') =>
  sql`(${at === 'entered_at' ? sql`t.entered_at` : sql`c.decided_at`} at time zone 'Asia/Shanghai')::date`;

defineIndicators(board, {
  key: 'plan-tasks-on-schedule',
  zh: '规划任务按期率',
  definition: '到期末按期完成的，加没有到期的 ÷ 登记的任务（不再执行的不算；完成以核过的进展为准；调整过的期限按调整以后的）',
  kind: 'rate',
  period: 'quarter',
  target: 'PLAN-TASKS-ON-SCHEDULE',
  source: '规划统计领域统计口径（待确认）',
  rows: async (_, span) => sql`select t.id::text as id, t.division,
      case when case when t.done_on <= ${span.to} then t.done_on <= t.due_on else t.due_on >= ${span.to} end then 1 else 0 end as num, 1 as den,
      left(t.text, 40) as name, '期限' || t.due_on || case when t.done_on <= ${span.to} then '，' || t.done_on || '完成' when t.due_on < ${span.to} then '，逾期没有完成' else '，没有到期' end as says,
      'plan-task' as link, t.id::text as link_id
    from plan_task t where t.kind = 'task' and ${dayOf('entered_at')} <= ${span.to}
      and not exists (select from plan_task_change c where c.task_id = t.id and c.kind = 'end' and c.state = 'adopted' and ${dayOf('decided_at')} <= ${span.to})`,
});
