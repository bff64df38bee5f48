/** I-10 and its neighbours (left-behind-care 6): the rate of the month, first visits in time, needs in time; each opens the people whom it counts. */
import { sql } from '../../../database/sql.ts';
import { plusDays, startOf } from '../../../kernel/calendar/index.ts';
import { defineIndicators } from '../../../kernel/indicator/server.ts';
import { elderlyBoard } from '../indicators/board.ts';
import { monthRows } from './board.ts';
import { reviewedSince } from './review.ts';
import { KIND, needs } from './terms.ts';

const NORM = '民发〔2022〕73号';
const needZh = sql`(${JSON.stringify(needs)}::jsonb) ->> n.code`;

defineIndicators(
  elderlyBoard,
  {
    key: 'elder-visit-rate',
    zh: '特殊困难老年人月探访率',
    definition: '月初和月末都在册、没有整月暂离的特殊困难老年人中，当月有一次以上有效探访的 ÷ 这些人',
    kind: 'rate',
    period: 'month',
    target: 'FIG-VISIT',
    source: NORM,
    rows: async (_, span) => sql`select m.id::text as id, m.division, m.visited::int as num, 1 as den, p.name,
        case when m.visited then '本月见到' else '本月还没有见到' end as says, 'person' as link, m.person_id::text as link_id
      from (${monthRows(span)}) m join person p on p.id = m.person_id`,
  },
  {
    key: 'elder-first-visit',
    zh: '第一次探访按时率',
    definition: '本月到期的第一次探访中，按时走访的 ÷ 本月到期的第一次探访',
    kind: 'rate',
    period: 'month',
    target: 'FIG-VISIT',
    source: NORM,
    rows: async (_, span) => sql`select d.id::text as id, d.division, (d.state = 'met')::int as num, 1 as den, p.name,
        (d.due_at at time zone 'Asia/Shanghai')::date || case when d.state = 'met' then '前走到' else '到期没有走到' end as says, 'person' as link, d.person_id::text as link_id
      from task_duty d join person p on p.id = d.person_id
      where d.kind = ${KIND} and d.cause = 'first' and d.state in ('met', 'overdue', 'late') and d.due_at > ${startOf(span.from)} and d.due_at <= ${startOf(plusDays(span.to, 1))}
        and d.division >= ${span.lo} and d.division < ${span.hi}`,
  },
  {
    key: 'elder-need-on-time',
    zh: '探访发现的需求按时办结率',
    definition: '本月办结和本月到期还没有办结的需求中，按时办结的 ÷ 这些需求',
    kind: 'rate',
    period: 'month',
    source: NORM,
    rows: async (
      _,
      span,
    ) => sql`select n.id::text as id, n.division, (n.state = 'closed' and n.closed_on <= n.due_on)::int as num, 1 as den, p.name,
        ${needZh} || '，' || n.due_on || case when n.state = 'closed' then '前，' || n.closed_on || '办结' else '到期没有办结' end as says, 'person' as link, n.person_id::text as link_id
      from care_need n join person p on p.id = n.person_id
      where n.division >= ${span.lo} and n.division < ${span.hi}
        and (n.closed_on between ${span.from} and ${span.to} or (n.state <> 'closed' and n.due_on between ${span.from} and ${span.to} and n.due_on < ${span.to}))`,
  },
  {
    key: 'elder-ledger-review',
    zh: '探访台账年度复核率（LB-K14）',
    definition: '月末在册满一年的探访对象中，近一年复核过的 ÷ 这些人；在册不满一年的不计',
    kind: 'rate',
    period: 'month',
    target: 'FIG-VISIT',
    source: NORM,
    rows: async (tx, span) => {
      const since = await reviewedSince(tx, span.to);
      return sql`select t.id::text as id, t.division, (s.reviewed_on is not null and s.reviewed_on >= ${since})::int as num, 1 as den, p.name,
        coalesce(s.reviewed_on || '复核', '还没有复核过') as says, 'person' as link, t.person_id::text as link_id
      from task_plan t join person p on p.id = t.person_id left join visit_standing s on s.person_id = t.person_id
      where t.kind = ${KIND} and t.active_on < ${since} and (t.ended_on is null or t.ended_on > ${span.to}) and t.division >= ${span.lo} and t.division < ${span.hi}`;
    },
  },
);
