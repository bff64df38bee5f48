/** Supervision queries over what was paid (8.3). Each row is one thing to look into; `id` is its subject. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { SupervisionQuery } from './queries.ts';

/** 残疾人两项补贴, as they are called on the payment lines. */
const SUBSIDIES = ['disability-living', 'disability-nursing'];

/** 代管协议 `g` is in force today. */
const agreed = ({ today }: Tx) => sql`g.ended_on is null and g.valid_from <= ${today} and g.valid_to >= ${today}`;

export const moneyQueries: readonly SupervisionQuery[] = [
  {
    key: 'paid-after-death',
    zh: '死亡后发放',
    says: () => '人已登记去世，去世次月以后的救助金仍然到账，还没有追回。',
    rows: () => sql`select l.id::text as id, l.division, 1 as num, 1 as den, p.name, p.died_on || '去世，' || l.month || '仍到账' as says, 'person' as link, p.id::text as link_id
      from person p join payment_line l on l.person_id = p.id
      where p.life_state = 'dead' and l.state = 'paid' and l.kind in ('regular', 'reissue') and l.month > to_char(p.died_on, 'YYYY-MM')`,
  },
  {
    key: 'prisoner-paid',
    zh: '服刑人员领取救助金',
    says: () => '司法行政部门报告收监或强制隔离戒毒后，仍按计入的成员发放。',
    rows: () => sql`select s.event_id::text as id, s.division, 1 as num, 1 as den, p.name, s.as_of || '起收监或强制戒毒，' || l.month || '仍计入发放' as says, 'person' as link, p.id::text as link_id
      from assistance_signal s join person p on p.id = s.person_id
      join lateral (select l.month from entitlement_member m join payment_line l on l.entitlement_id = m.entitlement_id and m.months @> month_no(l.month)
        where m.person_id = s.person_id and l.state = 'paid' and l.month > to_char(s.as_of, 'YYYY-MM')
          and not exists (select from assistance_signal e where e.person_id = s.person_id and e.kind = 'custody.ended' and e.as_of >= s.as_of and to_char(e.as_of, 'YYYY-MM') <= l.month)
        order by l.month desc limit 1) l on true
      where s.kind = 'custody.started'`,
  },
  {
    key: 'dibao-and-tekun',
    zh: '同时享受低保和特困',
    says: () => '同一人同一月份既作为低保家庭成员、又作为特困人员到账。',
    rows: () => sql`select distinct on (l.person_id, l.month) l.id::text as id, l.division, 1 as num, 1 as den, p.name, l.month || '低保和特困都已到账' as says, 'person' as link, l.person_id::text as link_id
      from payment_line l join entitlement_member m on m.person_id = l.person_id and m.months @> month_no(l.month)
      join payment_line d on d.entitlement_id = m.entitlement_id and d.month = l.month and d.programme = 'dibao' and d.state = 'paid'
      left join person p on p.id = l.person_id where l.programme = 'tekun' and l.state = 'paid' order by l.person_id, l.month, l.id`,
  },
  {
    key: 'tekun-and-subsidy',
    zh: '特困人员同时领取残疾人两项补贴',
    says: () => '同一人同一月份特困和残疾人两项补贴都已到账（国发〔2015〕52号：不能同时享受）。',
    rows: () => sql`select d.id::text as id, d.division, 1 as num, 1 as den, p.name, d.month || '特困和' || case d.programme when 'disability-living' then '生活补贴' else '护理补贴' end || '都已到账' as says,
        'person' as link, d.person_id::text as link_id
      from payment_line l join payment_line d on d.person_id = l.person_id and d.month = l.month and d.programme = any(${SUBSIDIES}) and d.state = 'paid'
      left join person p on p.id = l.person_id where l.programme = 'tekun' and l.state = 'paid'`,
  },
  {
    key: 'one-account',
    zh: '多户共用一个账户',
    onOpening: true,
    says: ({ accounts }) => `最近一次到账中，${accounts}户以上互不相干、没有代管协议的家庭用同一个银行账户收款。`,
    rows: ({
      tx,
      limits,
    }) => sql`select encode(l.account_digest, 'hex') as id, min(l.division) as division, 1 as num, 1 as den, '尾号' || min(l.account_last4) as name,
        count(distinct coalesce(l.household_id, l.person_id)) || '户（人）用同一账户收款' || case when count(g.id) > 0 then '，其中' || count(distinct g.person_id) || '人有代管协议' else '' end as says, 'person' as link, min(l.person_id::text) as link_id
      from payment_line l left join passbook_agreement g on g.person_id = l.person_id and ${agreed(tx)}
      where l.state in ('paid', 'sent', 'pending') and l.account_digest is not null and l.month >= to_char(${tx.today}::date - interval '2 months', 'YYYY-MM')
      group by l.account_digest having count(distinct coalesce(l.household_id, l.person_id)) filter (where g.id is null) >= ${limits.accounts}`,
  },
  {
    key: 'cadre-account',
    zh: '干部账户收款',
    onOpening: true,
    says: () => '救助金进了在职工作人员本人的账户，而他（她）不是受助人本人，也没有登记过、现在有效的代管协议。',
    rows: ({ tx }) => sql`select distinct on (l.person_id, a.person_id) l.id::text as id, l.division, 1 as num, 1 as den, p.name,
        l.month || '的救助金进了工作人员“' || u.name || '”的账户' || coalesce('，代管协议已于' || (select max(coalesce(x.ended_on, x.valid_to)) from passbook_agreement x
          where x.person_id = l.person_id and x.keeper_person_id = u.own_person_id) || '到期或者结束', '') as says, 'person' as link, l.person_id::text as link_id
      from staff_user u join payout_account a on a.person_id = u.own_person_id join payment_line l on l.account_digest = a.account_digest and l.person_id <> u.own_person_id
      left join person p on p.id = l.person_id
      where u.active and not exists (select from passbook_agreement g where g.person_id = l.person_id and g.keeper_person_id = u.own_person_id and ${agreed(tx)})
        and l.state in ('paid', 'sent') and l.month >= to_char(${tx.today}::date - interval '12 months', 'YYYY-MM') order by l.person_id, a.person_id, l.month desc`,
  },
  {
    key: 'passbook-expired',
    zh: '代管协议到期没有收回',
    says: () => '存折代管协议已经到期，没有登记续签，也没有登记把存折交还本人。',
    rows: ({ tx }) => sql`select g.id::text as id, g.division, 1 as num, 1 as den, coalesce(p.name, '（不在您的范围内）') as name,
        '由' || g.keeper_name || '代管，' || g.valid_to || '到期' as says, 'person' as link, g.person_id::text as link_id
      from passbook_agreement g left join person p on p.id = g.person_id where g.ended_on is null and g.valid_to < ${tx.today}`,
  },
  {
    key: 'unchanged-amount',
    zh: '金额长期不变',
    says: ({ unchangedMonths }) => `低保、特困金额超过${unchangedMonths}个月没有变过，也没有复核过。`,
    rows: ({
      tx,
      limits,
    }) => sql`select e.id::text as id, e.division, 1 as num, 1 as den, p.name, '自' || v.from_month || '起没有变过' as says, 'household' as link, e.household_id::text as link_id
      from entitlement e join lateral (select from_month, known_since from entitlement_version v where v.entitlement_id = e.id order by v.no desc limit 1) v on true
      left join person p on p.id = e.person_id
      where e.programme in ('dibao', 'tekun') and e.state = 'active' and v.known_since < ${tx.now}::timestamptz - make_interval(months => ${limits.unchangedMonths})
        and not exists (select from benefit_review r where r.entitlement_id = e.id and r.decided_on >= ${tx.today}::date - make_interval(months => ${limits.unchangedMonths}))`,
  },
  {
    key: 'idle-reserve',
    zh: '备用金闲置',
    says: ({ idleMonths }) => `乡镇备用金有余额，但${idleMonths}个月以上没有支出。`,
    rows: ({
      tx,
      limits,
    }) => sql`select a.id::text as id, a.division, 1 as num, 1 as den, a.name, '余额' || round(a.balance / 100.0, 2) || '元，' ||
        coalesce('上次支出' || o.last_day, '从未支出') as says, null::text as link, null::text as link_id
      from ledger_account a left join lateral (select max(p.day) as last_day from ledger_posting p where p.account_id = a.id and p.amount < 0) o on true
      where a.kind = 'reserve' and a.balance > 0 and coalesce(o.last_day, (a.opened_at at time zone 'Asia/Shanghai')::date) < ${tx.today}::date - make_interval(months => ${limits.idleMonths})`,
  },
  {
    key: 'round-cash',
    zh: '备用金整数支出',
    says: ({ roundTimes, roundFen }) =>
      `同一乡镇一个月里，由同样两名经办人支出的备用金有${roundTimes}笔以上都是${roundFen / 100}元的整数倍，须核对收据笔迹。`,
    rows: ({ limits }) => sql`select o.id::text as id, o.township as division, 1 as num, 1 as den, c.applicant_name as name,
        o.day || '支出' || round(o.amount_fen / 100.0, 2) || '元，经办' || o.first_name || '、' || o.second_name as says, 'case' as link, o.case_id::text as link_id
      from reserve_outlay o join service_case c on c.id = o.case_id
      where o.amount_fen % ${limits.roundFen} = 0 and (select count(*) from reserve_outlay s where s.township = o.township and date_trunc('month', s.day) = date_trunc('month', o.day)
        and s.first_by = o.first_by and s.second_by = o.second_by and s.amount_fen % ${limits.roundFen} = 0) >= ${limits.roundTimes}`,
  },
];
