/** 工单满意率 (I-18): of the orders that were rated those with three stars and more; and how many were rated at all. Nobody is named. */
import { type Sql, sql } from '../../../database/sql.ts';
import { plusDays, startOf } from '../../../kernel/calendar/index.ts';
import { defineIndicators, type Span } from '../../../kernel/indicator/server.ts';
import { elderlyBoard, OWN } from './board.ts';

const SATISFIED = 3;
const instant = (day: Span['from']): string => startOf(day).toISOString();
const rows = (
  span: Span,
  of: { when: Sql; only: Sql; met: Sql },
): Sql => sql`select o.id, o.division, (case when ${of.met} then 1 else 0 end) as num, 1 as den,
    '工单' || o.no as name, case when o.stars is null then '没有评价' else o.stars || '星' end as says, 'home-care-order' as link, o.id::text as link_id
  from home_care_order o where ${of.when} >= ${instant(span.from)} and ${of.when} < ${instant(plusDays(span.to, 1))} and ${of.only} and o.division >= ${span.lo} and o.division < ${span.hi}`;

defineIndicators(
  elderlyBoard,
  {
    key: 'orders-satisfied',
    zh: '居家服务工单满意率',
    definition: '评了3星以上的工单 ÷ 本月评价过的工单',
    kind: 'rate',
    period: 'month',
    target: 'FIG-SATISFIED',
    source: OWN,
    rows: async (_tx, span) =>
      rows(span, { when: sql`o.evaluated_at`, only: sql`o.stars is not null`, met: sql`o.stars >= ${SATISFIED}` }),
  },
  {
    key: 'orders-evaluated',
    zh: '居家服务工单评价率',
    definition: '评价过的工单 ÷ 本月核实过的工单',
    kind: 'rate',
    period: 'month',
    source: OWN,
    rows: async (_tx, span) =>
      rows(span, { when: sql`o.verified_at`, only: sql`o.state <> 'not-paid'`, met: sql`o.stars is not null` }),
  },
);
