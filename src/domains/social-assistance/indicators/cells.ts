/** What the report forms ask of social assistance (社会救助月报): counted from the same awards, lines and cases as the work itself. */
import { type Sql, sql } from '../../../database/sql.ts';
import { plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Cell, defineCells, type Span } from '../../../kernel/indicator/server.ts';
import { receivingSums } from '../../../kernel/payment/server.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';

type UrbanRural = 'urban' | 'rural';
const zh: Readonly<Record<UrbanRural, string>> = { urban: '城市', rural: '农村' };

/** Families with 低保 in a month. */
const families = (month: YearMonth, where: Sql): Sql =>
  sql`select e.id::text as id, e.division, 1 as num, 1 as den, p.name, '从' || e.from_month || '起享受' as says, 'household' as link, e.household_id::text as link_id
    from entitlement e join household h on h.id = e.household_id left join person p on p.id = e.person_id
    where e.programme = 'dibao' and ${where} and e.months @> month_no(${month})`;

const members = (month: YearMonth, where: Sql): Sql =>
  sql`select m.person_id::text as id, e.division, 1 as num, 1 as den, p.name, '从' || m.from_month || '起享受' as says, 'person' as link, m.person_id::text as link_id
    from entitlement e join household h on h.id = e.household_id join entitlement_member m on m.entitlement_id = e.id and m.months @> month_no(${month})
    left join person p on p.id = m.person_id where e.programme = 'dibao' and ${where} and e.months @> month_no(${month})`;

const paid = (span: Span, where: UrbanRural): Sql =>
  sql`select l.id::text as id, l.division, l.amount_fen as num, l.amount_fen as den, p.name,
      l.month || '，' || l.paid_on || '到账' || to_char(l.amount_fen / 100.0, 'FM999999990.00') || '元' as says, 'household' as link, l.household_id::text as link_id
    from payment_line l join household h on h.id = l.household_id left join person p on p.id = l.person_id
    where l.programme = 'dibao' and l.state = 'paid' and l.month between ${span.fromMonth} and ${span.toMonth} and h.urban_rural = ${where}`;

const supported = (span: Span, where: Sql): Sql =>
  sql`select t.id::text as id, t.division, 1 as num, 1 as den, p.name,
      case t.mode when 'institution' then '集中供养' else '分散供养' end || case t.grade when 'full' then '，全护理' when 'half' then '，半护理' else '' end as says,
      'person' as link, t.person_id::text as link_id
    from tekun_profile t left join person p on p.id = t.person_id
    where t.from_month <= ${span.toMonth} and (t.state <> 'ended' or t.last_month >= ${span.toMonth}) and ${where}`;

const aided = (from: string, to: string): Sql =>
  sql`select a.case_id::text as id, a.division, a.persons::bigint as num, 1 as den, c.applicant_name as name,
      case a.type when 'emergency' then '急难型，' else '支出型，' end || a.persons || '人，' || a.decided_on || '决定' as says, 'case' as link, a.case_id::text as link_id
    from temporary_aid a join service_case c on c.id = a.case_id where a.decided_on between ${from} and ${to} and a.amount_fen is not null`;

const kept =
  (urbanRural: UrbanRural, of: 'households' | 'persons') =>
  (tx: Tx, span: Span): Promise<Sql | null> =>
    receivingSums(tx, { programme: 'dibao', month: span.toMonth, urbanRural, of });

const dibao = (where: UrbanRural, keys: readonly [households: string, persons: string, money: string]): Cell[] => [
  {
    key: keys[0],
    definition: `期末当月享受${zh[where]}低保的家庭`,
    of: 'count',
    rows: async (_, span) => families(span.toMonth, sql`h.urban_rural = ${where}`),
    sums: kept(where, 'households'),
  },
  {
    key: keys[1],
    definition: `期末当月享受${zh[where]}低保的家庭成员`,
    of: 'count',
    rows: async (_, span) => members(span.toMonth, sql`h.urban_rural = ${where}`),
    sums: kept(where, 'persons'),
  },
  {
    key: keys[2],
    definition: `属于本期各月、已经到账的${zh[where]}低保发放明细`,
    of: 'fen',
    rows: async (_, span) => paid(span, where),
  },
];

const before = (span: Span): YearMonth => plusMonths(span.fromMonth, -1);

defineCells(
  ...dibao('urban', ['c101', 'c103', 'c105']),
  ...dibao('rural', ['c102', 'c104', 'c106']),
  {
    key: 'c109',
    definition: '期末当月享受低保的女性家庭成员',
    of: 'count',
    rows: async (_, span) => members(span.toMonth, sql`p.sex = 'female'`),
  },
  {
    key: 'c110',
    definition: '期末当月享受低保的男性家庭成员',
    of: 'count',
    rows: async (_, span) => members(span.toMonth, sql`p.sex = 'male'`),
  },
  {
    key: 'c114',
    definition: '上期期末当月享受低保的家庭',
    of: 'count',
    rows: async (_, span) => families(before(span), sql`true`),
  },
  {
    key: 'c115',
    definition: '期末当月享受低保、上期期末没有享受的家庭',
    of: 'count',
    rows: async (_, span) => families(span.toMonth, sql`not e.months @> month_no(${before(span)})`),
  },
  {
    key: 'c116',
    definition: '上期期末享受低保、期末当月不再享受的家庭',
    of: 'count',
    rows: async (_, span) => families(before(span), sql`not e.months @> month_no(${span.toMonth})`),
  },
  {
    key: 'c111',
    definition: '期末当月在供养服务机构集中供养的特困人员（供养方式按现在登记的）',
    of: 'count',
    rows: async (_, span) => supported(span, sql`t.mode = 'institution'`),
  },
  {
    key: 'c112',
    definition: '期末当月分散供养的特困人员（供养方式按现在登记的）',
    of: 'count',
    rows: async (_, span) => supported(span, sql`t.mode <> 'institution'`),
  },
  {
    key: 'c113',
    definition: '集中供养的特困人员中半护理和全护理的',
    of: 'count',
    rows: async (_, span) => supported(span, sql`t.mode = 'institution' and t.grade in ('half', 'full')`),
  },
  {
    key: 'c121',
    definition: '本期作出决定的临时救助，按救助的人数计人次',
    of: 'count',
    rows: async (_, span) => aided(span.from, span.to),
  },
  {
    key: 'c122',
    definition: '属于本期各月、已经到账的临时救助，加本期从备用金支出的',
    of: 'fen',
    rows: async (
      _,
      span,
    ) => sql`select l.id::text as id, l.division, l.amount_fen as num, l.amount_fen as den, p.name, l.month || '，' || l.paid_on || '到账' as says,
          'person' as link, l.person_id::text as link_id
        from payment_line l left join person p on p.id = l.person_id
        where l.programme = 'temporary-aid' and l.state = 'paid' and l.month between ${span.fromMonth} and ${span.toMonth}
      union all select o.id::text, o.township, o.amount_fen, o.amount_fen, p.name, o.day || '从备用金支出', 'case', o.case_id::text
        from reserve_outlay o left join person p on p.id = o.person_id where o.day between ${span.from} and ${span.to}`,
  },
  {
    key: 'c123',
    definition: '本年到期末作出决定的临时救助，按救助的人数计人次',
    of: 'count',
    rows: async (_, span) => aided(`${span.to.slice(0, 4)}-01-01`, span.to),
  },
);
