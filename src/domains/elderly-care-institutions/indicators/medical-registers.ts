/** I-36b, I-46: medical institutions with a confirmed green channel; demonstration institutions of the city and in its counties. From the registers of 医养. */
import { type Sql, sql } from '../../../database/sql.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import { defineIndicators } from '../../../kernel/indicator/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { DEMONSTRATION } from '../registers/demonstrations.ts';
import { institutionBoard } from './board.ts';

const PLAN_13 = '咸宁市养老服务业发展“十三五”规划';

/** Of the record `e`, the last of these steps by the end of a day, as `s`. */
const lastStep = (actions: readonly string[], day: PlainDate): Sql =>
  sql`left join lateral (select r.action, r.on_date from register_step r where r.entry_id = e.id and r.action = any(${[...actions]}::text[])
    and r.on_date <= ${day} order by r.no desc limit 1) s on true`;

/** Named by the end of a day, and not revoked by then. */
const namedBy = (day: PlainDate): Sql => sql`from register_entry e ${lastStep(['name', 'revoke'], day)}
  where e.register = ${DEMONSTRATION} and s.action = 'name'`;

defineIndicators(
  institutionBoard,
  {
    key: 'green-channel',
    zh: '医疗机构老年绿色通道率',
    definition: '一年以内确认过有老年绿色通道的医疗机构 ÷ 登记的医疗机构（停业的不算）',
    kind: 'units',
    period: 'now',
    target: 'FIG-CARE-GREEN',
    source: '咸宁市民政事业发展“十四五”规划',
    async rows(tx, span) {
      const months = await wholeParameter(tx, 'CARE-GREEN-MONTHS', tx.city, span.to);
      // 没有设期限的，确认一次管一年
      const since = addMonths(span.to, months.ok ? -months.value : -12);
      return sql`select e.id::text as id, e.division, coalesce(s.action = 'confirm' and s.on_date > ${since}, false)::int as num, 1 as den, e.title as name,
          case when s.action is null then '还没有确认' when s.action = 'deny' then s.on_date || '登记没有绿色通道'
            when s.on_date > ${since} then s.on_date || '确认' else s.on_date || '确认，已经过期' end as says,
          'register' as link, e.register || '/' || e.id as link_id
        from register_entry e ${lastStep(['confirm', 'deny', 'close'], span.to)}
        where e.register = 'care-green-channel' and (e.created_at at time zone 'Asia/Shanghai')::date <= ${span.to} and s.action is distinct from 'close'`;
    },
  },
  {
    key: 'medical-demonstration-counties',
    zh: '医养示范机构覆盖县（市、区）',
    definition: '有命名的县级医养示范机构（没有撤销）的县（市、区） ÷ 县（市、区）',
    kind: 'units',
    period: 'now',
    target: 'FIG-CARE-DEMO',
    source: PLAN_13,
    async rows(tx, span) {
      const counties = tx.divisions.all.filter(({ level, code }) => level === 'county' && code >= span.lo && code < span.hi);
      return sql`select c.code as id, c.code as division, (n.id is not null)::int as num, 1 as den, c.name, coalesce(n.says, '还没有命名的') as says,
          case when n.id is null then null else 'register' end as link, n.link_id
        from unnest(${counties.map(({ code }) => code)}::text[], ${counties.map(({ name }) => name)}::text[]) as c(code, name)
        left join lateral (select e.id, e.title || '，' || s.on_date || '命名' as says, e.register || '/' || e.id as link_id
          ${namedBy(span.to)} and e.division = c.code order by s.on_date limit 1) n on true`;
    },
  },
  {
    key: 'medical-demonstration-city',
    zh: '市级医养示范机构',
    definition: '命名的市级医养示范机构（没有撤销）',
    kind: 'count',
    unit: '家',
    period: 'now',
    target: 'FIG-CARE-DEMO-CITY',
    source: PLAN_13,
    rows: async (
      tx,
      span,
    ) => sql`select e.id::text as id, e.division, 1 as num, 1 as den, e.title as name, s.on_date || '命名' as says, 'register' as link,
          e.register || '/' || e.id as link_id
        ${namedBy(span.to)} and e.division = ${tx.city}`,
  },
);
