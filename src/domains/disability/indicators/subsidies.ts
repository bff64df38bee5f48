/** Indicators of section 6 on the two subsidies. */
import { sql } from '../../../database/sql.ts';
import { plusDays, startOf } from '../../../kernel/calendar/index.ts';
import { CITY_PLAN, defineIndicators } from '../../../kernel/indicator/server.ts';
import { disabilityBoard, OWN } from './board.ts';

defineIndicators(
  disabilityBoard,
  {
    key: 'subsidy-covered',
    zh: '两项补贴应补尽补率',
    definition: '在领人次 ÷（在领人次＋数据比对符合而还没有申请的人次）',
    kind: 'rate',
    period: 'now',
    target: 'FIG-COVERED',
    source: OWN,
    rows: async () => sql`select x.id::text as id, x.division, x.drawn as num, 1 as den, p.name,
        case x.kind when 'living' then '生活补贴，' else '护理补贴，' end || x.since || case x.drawn when 1 then '起领' else '已邀约，还没有申请' end as says,
        'person' as link, x.person_id::text as link_id
      from (select entitlement_id as id, person_id, kind, division, 1 as drawn, from_month as since from subsidy_award where state <> 'ended'
        union all select id, person_id, kind, division, 0, sent_on::text from subsidy_invitation where state = 'open') x left join person p on p.id = x.person_id`,
  },
  {
    key: 'subsidy-on-time',
    zh: '两项补贴按时办结率',
    definition: '期限内办结的件数 ÷ 本月办结的件数',
    kind: 'rate',
    period: 'month',
    target: 'FIG-ON-TIME',
    source: OWN,
    rows: async (
      _,
      span,
    ) => sql`select c.id::text as id, c.division, (c.total_due_on is null or (c.closed_at at time zone 'Asia/Shanghai')::date <= c.total_due_on)::int as num, 1 as den,
        c.applicant_name as name, (c.closed_at at time zone 'Asia/Shanghai')::date || '办结' || coalesce('，期限' || c.total_due_on, '') as says, 'case' as link, c.id::text as link_id
      from service_case c where c.flow = 'disability-subsidy' and c.outcome in ('granted', 'refused')
        and c.closed_at >= ${startOf(span.from)} and c.closed_at < ${startOf(plusDays(span.to, 1))}`,
  },
  {
    // 一个乡镇一个月一种补贴一行：一年的明细太多，逐笔的在发放数据里打开。
    key: 'subsidy-paid',
    zh: '两项补贴发放',
    definition: '本年已到账的人次和金额；“十三五”累计26.7万人次、1.7亿元',
    kind: 'sum',
    unit: '人次',
    period: 'year',
    source: CITY_PLAN,
    rows: async (
      _,
      span,
    ) => sql`select l.month || l.programme || l.township as id, l.township as division, l.fen as num, l.times as den,
        l.month || case l.programme when 'disability-living' then ' 生活补贴' else ' 护理补贴' end as name,
        l.times || '人次，' || to_char(l.fen / 100.0, 'FM999999999990.00') || '元' as says, 'lines' as link, l.month || ' ' || l.township || ' ' || l.programme as link_id
      from (select month, programme, rpad(left(division, 9), 12, '0') as township, count(*) as times, sum(amount_fen)::bigint as fen from payment_line
        where state = 'paid' and month between ${span.fromMonth} and ${span.toMonth} and programme in ('disability-living', 'disability-nursing') group by 1, 2, 3) l`,
  },
);
