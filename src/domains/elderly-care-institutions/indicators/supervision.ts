/** Indicators of supervision (I-34, I-37, I-38, I-39): dangers, on-site checks, publication, grades. */
import { sql } from '../../../database/sql.ts';
import { CITY_PLAN, defineIndicators, type Span } from '../../../kernel/indicator/server.ts';
import { careHomes } from '../supervision/kind.ts';
import { homeRows, institutionBoard, isRecorded, kindName, OWN } from './board.ts';

/** Dangers found in the year up to the day; one closed later was open then. */
const dangers = (span: Span, given: { num: ReturnType<typeof sql>; where: ReturnType<typeof sql> }) =>
  sql`select d.id::text as id, d.division, (${given.num})::int as num, 1 as den, d.object_name as name,
      d.no || '，' || d.place || '，' || d.found_on || '发现，' || coalesce('应于' || d.due_on || '前整改，', '') || coalesce(d.closed_on || '销号', '还没有销号') as says,
      'danger' as link, d.id::text as link_id
    from hidden_danger d where d.kind = ${careHomes.kind} and d.found_on between ${span.from} and ${span.to} and ${given.where}`;

defineIndicators(
  institutionBoard,
  {
    key: 'dangers-closed',
    zh: '隐患整改率',
    definition: '本年发现的隐患中已经销号的 ÷ 本年发现的隐患',
    kind: 'rate',
    period: 'year',
    target: 'FIG-CARE-DANGERS',
    source: CITY_PLAN,
    rows: async (_, span) => dangers(span, { num: sql`coalesce(d.closed_on <= ${span.to}, false)`, where: sql`true` }),
  },
  {
    key: 'dangers-on-time',
    zh: '隐患按期整改率',
    definition: '在期限内申请销号并且销了号的 ÷ 本年发现、已经销号或者过了期限的隐患',
    kind: 'rate',
    period: 'year',
    target: 'FIG-CARE-DANGERS',
    source: OWN,
    rows: async (_, span) =>
      dangers(span, {
        num: sql`coalesce(d.closed_on <= ${span.to} and d.done_on <= d.due_on, false)`,
        where: sql`(d.closed_on <= ${span.to} or d.due_on < ${span.to})`,
      }),
  },
  {
    key: 'checked',
    zh: '现场检查覆盖率',
    definition: '本年至少到现场检查过一次的备案机构 ÷ 备案机构',
    kind: 'units',
    period: 'year',
    target: 'FIG-CARE-CHECKED',
    source: '《养老机构管理办法》（民政部令第66号）',
    rows: async (_, span) =>
      homeRows({
        num: sql`case when t.last is null then 0 else 1 end`,
        den: sql`1`,
        says: sql`${kindName} || '，' || coalesce('最近一次' || t.last, '本年还没有到现场检查')`,
        from: sql`cross join lateral (select max((t.finished_at at time zone 'Asia/Shanghai')::date) as last from inspection_task t
          where t.kind = ${careHomes.kind} and t.object_id = i.id and (t.finished_at at time zone 'Asia/Shanghai')::date between ${span.from} and ${span.to}) t`,
        where: isRecorded,
      }),
  },
  {
    key: 'checks-published',
    zh: '抽查结果公示及时率',
    definition: '在20个工作日内公示的检查 ÷ 本年办结的检查（没有到期、也没有公示的不算）',
    kind: 'rate',
    period: 'year',
    target: 'FIG-CARE-PUBLISHED',
    source: '国发〔2019〕5号',
    rows: async (
      _,
      span,
    ) => sql`select t.id::text as id, t.division, coalesce(t.published_on <= t.publish_by, false)::int as num, 1 as den, t.object_name as name,
        t.no || '，应于' || t.publish_by || '前公示，' || coalesce(t.published_on || '公示', '还没有公示') as says, 'inspection' as link, t.id::text as link_id
      from inspection_task t where t.kind = ${careHomes.kind} and (t.finished_at at time zone 'Asia/Shanghai')::date between ${span.from} and ${span.to}
        and (t.published_on is not null or t.publish_by < ${span.to})`,
  },
  {
    key: 'tekun-homes-graded',
    zh: '特困机构等级达标率',
    definition: '县级的达到三级、区域性的达到二级、农村福利院和中心福利院达到一级的 ÷ 备案的这几类机构',
    kind: 'units',
    period: 'now',
    target: 'FIG-CARE-GRADED',
    source: CITY_PLAN,
    rows: async (_, span) =>
      homeRows({
        num: sql`case when g.level >= w.wanted then 1 else 0 end`,
        den: sql`1`,
        says: sql`${kindName} || '，应达到' || w.wanted || '级，' || case when g.level > 0 then '现在' || g.level || '级' else '还没有等级' end`,
        from: sql`join (values ('county-tekun-home', 3), ('regional-tekun-centre', 2), ('central-welfare-home', 1), ('rural-welfare-home', 1)) as w (kind, wanted) on w.kind = i.kind
          cross join lateral (select coalesce(max(g.level), 0) as level from care_grade g where g.institution_id = i.id and g.issued_on <= ${span.to} and g.valid_to >= ${span.to}
            and (g.ended_on is null or g.ended_on > ${span.to})) g`,
        where: isRecorded,
      }),
  },
);
