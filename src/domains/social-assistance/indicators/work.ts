/** Indicators of section 6 that count the work itself: in time, checked, paid, warned. */
import { sql } from '../../../database/sql.ts';
import { plusDays, startOf } from '../../../kernel/calendar/index.ts';
import { defineIndicators } from '../../../kernel/indicator/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { assistanceBoard } from './terms.ts';

const OWN = '社会救助领域统计口径（待确认）';

defineIndicators(
  assistanceBoard,
  {
    key: 'dibao-on-time',
    zh: '低保按时办结率',
    definition: '本期作出决定的低保申请中，在法定时限内作出的 ÷ 本期作出决定的低保申请',
    kind: 'rate',
    period: 'month',
    target: 'IND-DIBAO-ON-TIME',
    source: OWN,
    rows: async (
      _,
      span,
    ) => sql`select c.id::text as id, c.division, ((c.closed_at at time zone 'Asia/Shanghai')::date <= c.total_due_on)::int as num, 1 as den, c.applicant_name as name,
        (c.closed_at at time zone 'Asia/Shanghai')::date || '办结，时限' || c.total_due_on as says, 'case' as link, c.id::text as link_id
      from service_case c where c.item_id = 'SA-01' and c.outcome in ('granted', 'refused') and c.total_due_on is not null
        and c.closed_at >= ${startOf(span.from)} and c.closed_at < ${startOf(plusDays(span.to, 1))}`,
  },
  {
    key: 'days-to-money',
    zh: '低保从申请到领到钱',
    definition: '本期第一次领到低保的家庭，从提交申请到第一笔到账的天数之和 ÷ 户数',
    kind: 'times',
    better: 'lower',
    unit: '天',
    period: 'quarter',
    source: OWN,
    rows: async (
      _,
      span,
    ) => sql`select e.id::text as id, e.division, (f.paid_on - (c.submitted_at at time zone 'Asia/Shanghai')::date) as num, 1 as den, c.applicant_name as name,
        (c.submitted_at at time zone 'Asia/Shanghai')::date || '提交，' || f.paid_on || '到账' as says, 'case' as link, c.id::text as link_id
      from entitlement e join entitlement_version v on v.entitlement_id = e.id and v.no = 1 join decision d on d.id = v.decision_id
      join service_case c on c.id = d.case_id and c.item_id = 'SA-01'
      join lateral (select min(l.paid_on) as paid_on from payment_line l where l.entitlement_id = e.id and l.state in ('paid', 'recovered')) f
        on f.paid_on between ${span.from} and ${span.to}
      where e.programme = 'dibao'`,
  },
  {
    key: 'call-back-satisfied',
    zh: '回访满意率',
    definition: '本期回访后办结、本人作了评价的工单中，基本满意及以上的 ÷ 作了评价的；不愿评的不计',
    kind: 'rate',
    period: 'quarter',
    target: 'IND-SATISFIED',
    source: OWN,
    rows: async (_, span) => sql`select t.id::text as id, t.division, (t.rating >= 3)::int as num, 1 as den, '工单' as name,
        (t.called_back_at at time zone 'Asia/Shanghai')::date || '回访，评' || t.rating || '分（满分5分）' as says, null::text as link, null::text as link_id
      from ticket t where t.rating is not null and t.called_back_at >= ${startOf(span.from)} and t.called_back_at < ${startOf(plusDays(span.to, 1))}`,
  },
  {
    key: 'check-rate',
    zh: '核对率',
    definition: '本期作出决定、须核对家庭经济状况的申请中，有核对报告的 ÷ 须核对的',
    kind: 'rate',
    period: 'month',
    target: 'IND-CHECK-RATE',
    source: OWN,
    rows: async (
      _,
      span,
    ) => sql`select c.id::text as id, c.division, (exists (select from verification_request v where v.case_id = c.id and v.reported_at is not null))::int as num, 1 as den,
        c.applicant_name as name, (c.closed_at at time zone 'Asia/Shanghai')::date || '决定' as says, 'case' as link, c.id::text as link_id
      from service_case c where c.item_id in ('SA-01', 'SA-03', 'SA-05', 'SA-06') and c.outcome in ('granted', 'refused')
        and c.closed_at >= ${startOf(span.from)} and c.closed_at < ${startOf(plusDays(span.to, 1))}`,
  },
  {
    key: 'warning-closed',
    zh: '预警处置率',
    definition: '本期到期的预警中，在期限内销号的 ÷ 本期到期的预警',
    kind: 'rate',
    period: 'month',
    target: 'IND-WARNING',
    source: OWN,
    rows: async (
      tx,
      span,
    ) => sql`select c.id::text as id, c.division, (c.closed_at is not null and c.closed_at <= c.due_at)::int as num, 1 as den, coalesce(p.name, '未留姓名') as name,
        '期限' || (c.due_at at time zone 'Asia/Shanghai')::date || case when c.closed_at is null then '，还没有销号' else '，' || (c.closed_at at time zone 'Asia/Shanghai')::date || '销号' end as says,
        'clue' as link, c.id::text as link_id
      from clue c left join person p on p.id = c.person_id where c.direction <> 'none'
        and c.due_at >= ${startOf(span.from)} and c.due_at < ${startOf(plusDays(span.to, 1))}
        and (c.closed_at is not null or c.due_at <= ${tx.now})`,
  },
  {
    key: 'paid-rate',
    zh: '发放成功率',
    definition: '本期送银行并有结果的发放明细中，到账的 ÷ 有结果的',
    kind: 'rate',
    period: 'month',
    target: 'IND-PAID',
    source: OWN,
    rows: async (
      _,
      span,
    ) => sql`select l.id::text as id, l.division, (l.state in ('paid', 'recovered'))::int as num, 1 as den, p.name,
        l.month || case when l.state in ('paid', 'recovered') then '，到账' else '，退回' end as says, 'person' as link, l.person_id::text as link_id
      from payment_line l left join person p on p.id = l.person_id
      where l.month between ${span.fromMonth} and ${span.toMonth} and l.state in ('paid', 'recovered', 'returned', 'corrected', 'reissued')`,
  },
  {
    key: 'reissue-rate',
    zh: '退票重发率',
    definition: '本期退回的款项中，在5个工作日内重发的 ÷ 本期退回的',
    kind: 'rate',
    period: 'month',
    target: 'IND-REISSUE',
    source: OWN,
    rows: async (
      _,
      span,
    ) => sql`select r.line_id::text as id, r.division, (n.id is not null and b.sent_on <= r.due_on)::int as num, 1 as den, p.name,
        r.reason || '，应于' || r.due_on || '前重发' as says, 'person' as link, r.person_id::text as link_id
      from returned_payment r left join person p on p.id = r.person_id left join payment_line n on n.id = r.reissue_line_id and n.state not in ('pending', 'on-hold', 'ended')
      left join lateral (select (e.at at time zone 'Asia/Shanghai')::date as sent_on from payment_batch_event e where e.batch_id = n.batch_id and e.action = 'sendToBank' limit 1) b on true
      where r.returned_on between ${span.from} and ${span.to}`,
  },
  {
    key: 'aid-24h',
    zh: '急难24小时救助率',
    definition: '本期报告的急难个案中，在规定小时内给予首次救助的 ÷ 本期报告的急难个案',
    kind: 'rate',
    period: 'month',
    target: 'IND-AID-24H',
    source: OWN,
    rows: async (tx, span) => {
      const hours = await wholeParameter(tx, 'TA-FIRST-HELP-HOURS', span.division, span.to);
      return sql`select a.case_id::text as id, a.division, (a.first_help_at is not null and a.first_help_at <= a.reported_at + make_interval(hours => ${hours.ok ? hours.value : 24}))::int as num, 1 as den,
          c.applicant_name as name, case when a.first_help_at is null then '还没有首次救助' else '首次救助用时' || ceil(extract(epoch from a.first_help_at - a.reported_at) / 3600)::int || '小时' end as says,
          'case' as link, a.case_id::text as link_id
        from temporary_aid a join service_case c on c.id = a.case_id
        where a.type = 'emergency' and a.reported_at >= ${startOf(span.from)} and a.reported_at < ${startOf(plusDays(span.to, 1))}`;
    },
  },
  {
    key: 'report-answered',
    zh: '举报按期答复率',
    definition: '本期到期的救助、补助投诉举报中，在期限内答复的 ÷ 本期到期的',
    kind: 'rate',
    period: 'month',
    target: 'IND-REPORT',
    source: OWN,
    rows: async (
      tx,
      span,
    ) => sql`select t.id::text as id, t.division, (a.at is not null and a.at <= t.answer_by)::int as num, 1 as den, '投诉举报' as name,
        '期限' || (t.answer_by at time zone 'Asia/Shanghai')::date || case when a.at is null then '，还没有答复' else '，' || (a.at at time zone 'Asia/Shanghai')::date || '答复' end as says,
        null as link, null as link_id
      from ticket t left join lateral (select min(e.at) as at from ticket_event e where e.ticket_id = t.id and e.action = 'answer') a on true
      where t.kind = 'complaint' and t.category in ('hardship', 'assistance', 'payment')
        and t.answer_by >= ${startOf(span.from)} and t.answer_by < ${startOf(plusDays(span.to, 1))} and (a.at is not null or t.answer_by <= ${tx.now})`,
  },
);
