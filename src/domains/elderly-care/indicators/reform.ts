/** Indicators that are counted from registers (I-23, I-24, EC-074, EC-078, EC-118), and of errors in what is paid (I-19). */
import { sql } from '../../../database/sql.ts';
import { CITY_PLAN, defineIndicators, givenRows, unitRows } from '../../../kernel/indicator/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { PROGRAMME as ALLOWANCE } from '../allowance/rules.ts';
import { siteForms } from '../facilities/terms.ts';
import { MONTH_PROGRAMME } from '../family-bed/terms.ts';
import { RESPITE_PROGRAMME } from '../respite/terms.ts';
import { allKinds, kinds } from '../subsidies/terms.ts';
import { elderlyBoard, OWN } from './board.ts';

/** What is paid to older people month by month. */
const benefits = [ALLOWANCE, ...allKinds.map((kind) => kinds[kind].programme), MONTH_PROGRAMME, RESPITE_PROGRAMME];

const formName = sql`(${Object.values(siteForms)}::text[])[array_position(${Object.keys(siteForms)}::text[], s.form)]`;
const running = sql`s.state in ('trial', 'operating')`;

defineIndicators(
  elderlyBoard,
  {
    key: 'ten-things',
    zh: '十件实事完成率',
    definition: '本年已经办成、另一位核过的 ÷ 规定的件数；没有登记的也算一件没有办成',
    kind: 'units',
    period: 'year',
    target: 'FIG-TEN-THINGS',
    source: CITY_PLAN,
    plan: 'T14-eld-ten',
    rows: async (tx, span) => {
      const wanted = await wholeParameter(tx, 'EC-TENTHS', tx.city, span.to);
      if (!wanted.ok) return givenRows([]);
      return sql`select n.no::text as id, ${tx.city}::text as division, (e.state is not distinct from 'done')::int as num, 1 as den,
          coalesce(e.title, '第' || n.no || '件') as name,
          case when e.state is null then '还没有登记' when e.state = 'done' then '已办成：' || (e.content ->> 'result') else (e.content ->> 'owner') || '，' || (e.content ->> 'due') || '以前' end as says,
          case when e.id is null then null else 'register' end as link, 'care-ten-things/' || e.id as link_id
        from generate_series(1, ${wanted.value}::int) as n (no)
        left join register_entry e on e.register = 'care-ten-things' and e.one = ${`${span.from.slice(0, 4)} `} || n.no`;
    },
  },
  {
    key: 'matching-standard',
    zh: '社区养老服务配套设施达标率',
    definition: '现场核过、面积和消防都达标的社区 ÷ 全部社区；没有核过的算没有达标',
    kind: 'rate',
    period: 'year',
    target: 'FIG-SITE-ALL',
    source: CITY_PLAN,
    plan: 'T14-eld-matching',
    rows: async (tx, span) => {
      const entry = sql`from register_entry e where e.register = 'care-matching' and e.one = u.code and e.content ->> 'checkedOn' <= ${span.to}`;
      return unitRows(tx, span, {
        level: 'village',
        met: sql`exists (select ${entry} and e.state = 'met')`,
        has: sql`(select (e.content ->> 'checkedOn') || '核，' || (e.content ->> 'areaM2') || '平方米' ${entry})`,
        lacks: sql`coalesce((select e.content ->> 'short' ${entry}), '还没有核')`,
        link: 'register',
        linkId: sql`(select 'care-matching/' || e.id ${entry})`,
        only: (unit) => unit.kind === '社区',
      });
    },
  },
  {
    key: 'site-forms',
    zh: '四种形态的设施',
    definition: '试运营、运营的设施里登记了形态的：辐射式、嵌入式、小微式、互助式',
    kind: 'count',
    unit: '处',
    period: 'now',
    source: CITY_PLAN,
    rows: async () => sql`select s.id::text as id, s.division, 1 as num, 1 as den, s.name, ${formName} as says, 'site' as link, s.id::text as link_id
      from care_site s where s.form is not null and ${running}`,
  },
  {
    key: 'sites-in-plans',
    zh: '规划中的设施纳入规划率',
    definition: '规划、立项、在建的设施里，至少写进一个规划（文号、地块、面积）的 ÷ 规划、立项、在建的设施',
    kind: 'rate',
    period: 'now',
    target: 'FIG-SITE-ALL',
    source: '咸宁市养老服务业发展“十三五”规划',
    rows: async () => sql`select s.id::text as id, s.division, (r.n > 0)::int as num, 1 as den, s.name, case when r.n > 0 then r.names else '没有纳入规划' end as says,
        'site' as link, s.id::text as link_id
      from care_site s cross join lateral (select count(*)::int as n, string_agg(e.content ->> 'no', '、' order by e.title) as names from register_entry e
        where e.register = 'care-plan-inclusion' and e.about = s.id::text and e.state = 'entered') r
      where s.state in ('planned', 'approved', 'building')`,
  },
  {
    key: 'sites-by-chains',
    zh: '连锁运营的设施',
    definition: '有运营合同、运营方同时运营两处以上的设施 ÷ 有运营合同的设施',
    kind: 'rate',
    period: 'now',
    source: CITY_PLAN,
    rows: async () => sql`select e.id::text as id, s.division, (count(*) over (partition by e.content ->> 'operatorCode') > 1)::int as num, 1 as den, s.name,
        (e.content ->> 'operator') || '，运营' || count(*) over (partition by e.content ->> 'operatorCode') || '处' as says, 'register' as link, 'care-site-operator/' || e.id as link_id
      from register_entry e join care_site s on s.id::text = e.about where e.register = 'care-site-operator' and e.state = 'running'`,
  },
  {
    key: 'benefit-errors',
    zh: '待遇差错率',
    definition: '本月发的津贴、补贴里，后来确认多发或者少发的 ÷ 本月发的笔数；待确认的不算',
    kind: 'rate',
    better: 'lower',
    period: 'month',
    target: 'FIG-BENEFIT-ERRORS',
    source: OWN,
    rows: async (
      _,
      span,
    ) => sql`select l.id::text as id, l.division, (d.says is not null)::int as num, 1 as den, p.name, coalesce(d.says, '没有差错') as says,
        'person' as link, l.person_id::text as link_id
      from payment_line l join person p on p.id = l.person_id
        left join lateral (select string_agg(case m.direction when 'recovery' then '多发' else '少发' end || round(m.amount_fen / 100.0, 2) || '元', '，' order by m.direction) as says
          from payment_adjustment a join payment_adjustment_month m on m.adjustment_id = a.id and m.month = l.month
          where a.entitlement_id = l.entitlement_id and a.state = 'confirmed') d on true
      where l.programme = any(${[...benefits]}::text[]) and l.month between ${span.fromMonth} and ${span.toMonth} and l.kind = 'regular' and l.state in ('paid', 'recovered')`,
  },
);
