/** Indicators of section 6 that count people and money: standards, 特困 in institutions, temporary aid, deaths. */
import { type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { CITY_PLAN, defineIndicators, type Span } from '../../../kernel/indicator/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { assistanceBoard } from './terms.ts';

/** The counties of a span with a standard on its last day; a county without one is left out, never counted as nothing. */
async function standards(tx: Tx, span: Span, key: string, times: number): Promise<Sql> {
  const parameters = await parametersOf(tx);
  const counties = tx.divisions.all.filter((d) => d.level === 'county' && d.code >= span.lo.slice(0, 6) && d.code < span.hi);
  const known = counties.flatMap((c) => {
    const found = parameters.on(key, c.code, span.to);
    return found.ok ? [{ county: c.code.slice(0, 6), fen: Number(found.value.value) * times }] : [];
  });
  return sql`unnest(${known.map((k) => k.county)}::text[], ${known.map((k) => k.fen)}::bigint[]) as v (county, fen)`;
}

const dibaoStandard = (where: 'urban' | 'rural', key: string) => async (tx: Tx, span: Span) =>
  sql`select e.id::text as id, e.division, v.fen * n.persons as num, n.persons::bigint as den, p.name, n.persons || '人' as says, 'household' as link, e.household_id::text as link_id
    from entitlement e join household h on h.id = e.household_id and h.urban_rural = ${where}
    join ${await standards(tx, span, key, 1)} on v.county = left(e.division, 6)
    join lateral (select count(*)::int as persons from entitlement_member m where m.entitlement_id = e.id and m.months @> month_no(${span.toMonth})) n on n.persons > 0
    left join person p on p.id = e.person_id
    where e.programme = 'dibao' and e.months @> month_no(${span.toMonth})`;

defineIndicators(
  assistanceBoard,
  {
    key: 'people-helped',
    zh: '低保、特困在享受人数',
    definition: '本月在享受低保的家庭成员和特困人员，一人只计一次',
    kind: 'count',
    unit: '人',
    period: 'now',
    source: '按在享受的待遇直接数',
    rows: async (_, span) => sql`select distinct on (m.person_id) m.person_id::text as id, e.division, 1 as num, 1 as den, p.name,
        case e.programme when 'tekun' then '特困供养' else '低保' end || '，从' || e.from_month || '起' as says, 'person' as link, m.person_id::text as link_id
      from entitlement e join entitlement_member m on m.entitlement_id = e.id and m.months @> month_no(${span.toMonth}) left join person p on p.id = m.person_id
      where e.programme in ('dibao', 'tekun') and e.months @> month_no(${span.toMonth}) order by m.person_id, e.programme`,
  },
  {
    key: 'tekun-supported',
    zh: '在供养的特困人员',
    definition: '现在在供养的特困人员，集中供养和分散供养都在内',
    kind: 'count',
    unit: '人',
    period: 'now',
    source: '按在供养的人员直接数',
    rows: async () => sql`select t.id::text as id, t.division, 1 as num, 1 as den, p.name,
        case t.mode when 'institution' then '集中供养' else '分散供养' end || case t.grade when 'full' then '，全护理' when 'half' then '，半护理' else '' end as says,
        'person' as link, t.person_id::text as link_id
      from tekun_profile t left join person p on p.id = t.person_id where t.state <> 'ended'`,
  },
  {
    key: 'dibao-standard-urban',
    zh: '城市低保平均标准',
    definition: '各县城市低保月标准按享受人数加权：Σ（标准 × 人数）÷ Σ人数',
    kind: 'average',
    period: 'year',
    source: CITY_PLAN,
    rows: dibaoStandard('urban', 'DB-STD-U'),
  },
  {
    key: 'dibao-standard-rural',
    zh: '农村低保平均标准',
    definition: '各县农村低保月标准按享受人数加权：Σ（标准 × 人数）÷ Σ人数',
    kind: 'average',
    period: 'year',
    source: CITY_PLAN,
    rows: dibaoStandard('rural', 'DB-STD-R'),
  },
  {
    key: 'tekun-standard-rural',
    zh: '农村特困供养标准（年）',
    definition: '农村特困人员基本生活标准（月标准 × 12）按供养人数加权',
    kind: 'average',
    period: 'year',
    source: CITY_PLAN,
    rows: async (
      tx,
      span,
    ) => sql`select t.id::text as id, t.division, v.fen as num, 1::bigint as den, p.name, '农村' as says, 'person' as link, t.person_id::text as link_id
      from tekun_profile t join ${await standards(tx, span, 'TK-BASE-R', 12)} on v.county = left(t.division, 6) left join person p on p.id = t.person_id
      where t.state <> 'ended' and t.urban_rural = 'rural'`,
  },
  {
    key: 'tekun-institution',
    zh: '生活不能自理特困人员集中供养率',
    definition: '半护理和全护理的特困人员中，在供养服务机构集中供养的 ÷ 半护理和全护理的全部人员',
    kind: 'rate',
    period: 'quarter',
    target: 'IND-TEKUN-INSTITUTION',
    source: `${CITY_PLAN}（约束性指标）`,
    plan: 'IND14-05',
    rows: async () => sql`select t.id::text as id, t.division, (t.mode = 'institution')::int as num, 1 as den, p.name,
        case t.grade when 'full' then '全护理' else '半护理' end || case t.mode when 'institution' then '，集中供养' else '，分散供养' end as says, 'person' as link, t.person_id::text as link_id
      from tekun_profile t left join person p on p.id = t.person_id where t.state <> 'ended' and t.grade in ('half', 'full')`,
  },
  {
    key: 'tekun-wish',
    zh: '有意愿集中供养率',
    definition: '表示愿意集中供养的特困人员中，已经入住的 ÷ 表示愿意的（后来改变意愿的不计）',
    kind: 'rate',
    period: 'quarter',
    target: 'IND-TEKUN-WISH',
    source: `${CITY_PLAN}（愿进全进）`,
    rows: async () => sql`select w.id::text as id, w.division, (w.settled_how is not distinct from 'admitted')::int as num, 1 as den, p.name,
        w.recorded_on || case when w.settled_how = 'admitted' then '表示愿意，已入住' else '表示愿意，等候入住' end as says, 'person' as link, w.person_id::text as link_id
      from tekun_wish w left join person p on p.id = w.person_id where w.wish = 'institution' and (w.settled_how is null or w.settled_how = 'admitted')`,
  },
  {
    key: 'aid-average',
    zh: '临时救助人均水平',
    definition: '已决定的临时救助金额 ÷ 救助人次',
    kind: 'average',
    period: 'year',
    source: CITY_PLAN,
    rows: async (
      _,
      span,
    ) => sql`select a.case_id::text as id, a.division, a.amount_fen as num, a.persons::bigint as den, c.applicant_name as name,
        case a.type when 'emergency' then '急难型，' else '支出型，' end || a.persons || '人，' || a.decided_on as says, 'case' as link, a.case_id::text as link_id
      from temporary_aid a join service_case c on c.id = a.case_id where a.decided_on between ${span.from} and ${span.to} and a.amount_fen is not null`,
  },
  {
    key: 'death-stop',
    zh: '死亡停发及时率',
    definition: '本期去世的享受待遇人员中，去世以后没有发到第二个月的 ÷ 本期去世的享受待遇人员',
    kind: 'rate',
    period: 'month',
    target: 'IND-DEATH-STOP',
    source: '社会救助领域统计口径（待确认）',
    rows: async (_, span) => sql`select d.id::text as id, d.division, (d.paid < 2)::int as num, 1 as den, d.name,
        d.died_on || '去世，之后发放' || d.paid || '次' as says, 'person' as link, d.id::text as link_id
      from (select p.id, m.division, p.name, p.died_on,
          (select count(*)::int from payment_line l where l.entitlement_id = m.entitlement_id and l.state in ('paid', 'recovered') and l.covers is null
            and l.month > to_char(p.died_on, 'YYYY-MM') and m.months @> month_no(l.month)) as paid
        from person p join entitlement_member m on m.person_id = p.id and m.months @> month_no(to_char(p.died_on, 'YYYY-MM'))
        where p.life_state = 'dead' and p.died_on between ${span.from} and ${span.to}) d`,
  },
);
