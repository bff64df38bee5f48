/** Indicators of beds that were built in the time of the 13th plan (I-25, I-26): each building is a record of the register 床位建设 that another hand has looked at. */
import { type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { defineIndicators, givenRows, type Span } from '../../../kernel/indicator/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { institutionBoard } from './board.ts';

const source = '咸宁市养老服务业发展“十三五”规划';

/** The buildings that were finished within the plan and by the end of the span; `each`: beds that one adds. */
async function built(tx: Tx, span: Span, given: { each: Sql; where: Sql }): Promise<Sql> {
  const from = await wholeParameter(tx, 'FIG-BUILT-FROM', tx.city, span.to);
  const to = await wholeParameter(tx, 'FIG-BUILT-TO', tx.city, span.to);
  if (!from.ok || !to.ok) return givenRows([]);
  return sql`select e.id::text as id, e.content ->> 'place' as division, ${given.each} as num, 1 as den, e.title as name,
      (e.content ->> 'on') || '，' || (e.content ->> 'basis') as says, 'register' as link, 'care-bed-building/' || e.id as link_id
    from register_entry e where e.register = 'care-bed-building' and e.state = 'counted' and ${given.where}
      and e.content ->> 'on' between ${`${from.value}-01-01`} and ${`${to.value}-12-31`} and e.content ->> 'on' <= ${span.to}`;
}
const beds = sql`(e.content ->> 'beds')::int`;

defineIndicators(
  institutionBoard,
  {
    key: 'beds-built',
    plan: 'T13-eld-new-beds',
    zh: '“十三五”新建、改扩建床位',
    definition: '2016—2020年新建、改建、扩建完成的养老机构床位和社区日间照料床位，一张床只算一次；以“床位建设”台账核过的为准',
    kind: 'count',
    unit: '张',
    period: 'now',
    target: 'FIG-BEDS-BUILT',
    source,
    rows: (tx, span) =>
      built(tx, span, { each: sql`${beds} - (e.content ->> 'again')::int`, where: sql`e.content ->> 'event' <> 'lost'` }),
  },
  {
    key: 'beds-grown',
    zh: '“十三五”机构床位净增',
    definition: '2020年末机构床位 − 2015年末机构床位：新建、扩建的 − 停用的；改建的不增不减，社区床位不算',
    kind: 'count',
    unit: '张',
    period: 'now',
    target: 'FIG-BEDS-GROWN',
    source,
    rows: (tx, span) =>
      built(tx, span, {
        each: sql`case when e.content ->> 'event' = 'lost' then -${beds} else ${beds} end`,
        where: sql`e.content ->> 'kind' = 'institution' and e.content ->> 'event' <> 'rebuilt'`,
      }),
  },
);
