/**
 * 区划和界线指标 (divisions.md 6): DIV-01 changes completed in time, DIV-04 the round of joint inspections, DIV-05 markers, DIV-08 平安边界, and its score as one
 * figure, for whoever assesses counties. A line has two sides and stands in the figures of both.
 */
import { type Sql, sql } from '../../../database/sql.ts';
import { defineIndicators, type Span } from '../../../kernel/indicator/server.ts';
import { grades, markerStates, readers } from './terms.ts';

const board = { key: 'boundaries', zh: '区划和界线', to: '/boundary-indicators', readers } as const;

const namesOf = (names: Readonly<Record<string, string>>, code: Sql): Sql =>
  sql`(${Object.values(names)}::text[])[array_position(${Object.keys(names)}::text[], ${code})]`;
/** Both sides of each line; one outside the city lies in no span. */
const sides = sql`(select l.id, l.name, l.level, l.length_metres, l.last_finished_on, s.division from boundary_line l
  cross join lateral (values (l.division), (l.other_division)) as s (division))`;
const yearOf = (span: Span): number => Number(span.from.slice(0, 4));
const metres = (column: Sql): Sql => sql`round(${column} / 1000.0, 1)`;
const assumed = '区划地名领域统计口径（待确认）';

/** “每5年联合检查一次”: due by the end of the fifth year after the last round; what was finished this year counts whole. */
const rounds = (span: Span): Sql => sql`select r.id || r.division as id, r.division, r.done as num, r.whole as den, r.name,
    case when r.finished_on is not null then '本轮' || r.finished_on || '查完，' || ${metres(sql`r.whole`)} || '公里'
      else '应于' || r.due || '年底前完成，' || case when r.whole = 0 then '协议长度还没有补录' else ${metres(sql`r.whole`)} || '公里，查完' || ${metres(sql`r.done`)} || '公里' end end as says,
    'boundary-line' as link, r.id as link_id
  from (select l.id::text as id, l.division, l.name, extract(year from l.last_finished_on)::int + 5 as due, f.finished_on,
      coalesce(f.planned_metres, o.planned_metres, l.length_metres, 0)::bigint as whole, coalesce(f.planned_metres, o.done_metres, 0)::bigint as done
    from ${sides} l
    left join lateral (select i.planned_metres, i.finished_on from joint_inspection i where i.line_id = l.id and not i.special and i.filed_on is not null
      and extract(year from i.finished_on) = ${yearOf(span)} order by i.round desc limit 1) f on true
    left join lateral (select i.planned_metres, i.done_metres from joint_inspection i where i.line_id = l.id and not i.special and i.filed_on is null limit 1) o on true
    where l.last_finished_on is not null) r
  where r.finished_on is not null or r.due <= ${yearOf(span)}`;

const assessed = (span: Span): Sql =>
  sql`${sides} l left join boundary_assessment a on a.line_id = l.id and a.year = ${yearOf(span)}`;
const scoreSays = sql`a.score || '分，' || ${namesOf(grades, sql`a.grade`)}`;

defineIndicators(
  board,
  {
    key: 'division-changes-on-time',
    zh: '区划变更按期完成率',
    definition: '期限内完成的 ÷ 本年完成的和到期没有完成的（批准起12个月，经同意再延6个月）',
    kind: 'rate',
    period: 'year',
    target: 'DIVISION-CHANGES-ON-TIME',
    source: '行政区划管理条例第十五条',
    rows: async (
      _tx,
      span,
    ) => sql`select d.id::text as id, d.division, case when d.completed_on <= d.complete_by then 1 else 0 end as num, 1 as den, d.title as name,
        '应于' || d.complete_by || '前完成，' || coalesce(d.completed_on || '完成', '还没有完成') as says, 'division-change' as link, d.id::text as link_id
      from division_dossier d where d.complete_by is not null and d.state in ('approved', 'completed')
        and (d.completed_on between ${span.from} and ${span.to} or (d.completed_on is null and d.complete_by < ${span.to}::date) or (d.completed_on > ${span.to}::date and d.complete_by between ${span.from} and ${span.to}))`,
  },
  {
    key: 'boundary-inspected',
    zh: '界线联检完成率',
    definition: '本轮已经检查的公里数 ÷ 到今年年底应当检查的公里数（按界线长度计，两侧各算一次；上一轮日期没有补录的不算）',
    kind: 'rate',
    period: 'year',
    target: 'BOUNDARY-INSPECTED',
    source: '行政区域界线管理条例第十二条',
    rows: async (_tx, span) => rounds(span),
  },
  {
    key: 'boundary-markers-good',
    zh: '界桩完好率',
    definition: '完好的界桩 ÷ 台账里的界桩（由管护的一侧算）',
    kind: 'rate',
    period: 'now',
    target: 'BOUNDARY-MARKERS-GOOD',
    source: assumed,
    rows: async () => sql`select m.id::text as id, m.division, case when m.state = 'good' then 1 else 0 end as num, 1 as den, l.name || m.no || '号界桩' as name,
        ${namesOf(markerStates, sql`m.state`)} || coalesce('，' || m.visited_on || '巡查', '，还没有巡查过') as says, 'boundary-line' as link, l.id::text as link_id
      from boundary_marker m join boundary_line l on l.id = m.line_id`,
  },
  {
    key: 'boundary-peaceful',
    zh: '平安边界合格率',
    definition: '当年考核75分以上、没有一票否决的 ÷ 县级界线和当年考核过的其他界线（两侧各算一次；还没有考核的不算合格）',
    kind: 'rate',
    period: 'year',
    target: 'BOUNDARY-PEACEFUL',
    source: assumed,
    rows: async (
      _tx,
      span,
    ) => sql`select l.id::text || l.division as id, l.division, case when a.grade in ('excellent', 'passed') then 1 else 0 end as num, 1 as den, l.name,
        coalesce(${scoreSays}, '今年还没有考核') as says, 'boundary-line' as link, l.id::text as link_id
      from ${assessed(span)} where l.level = 'county' or a.line_id is not null`,
  },
  {
    key: 'boundary-score',
    zh: '平安边界得分',
    definition: '当年各条界线考核得分 ÷ 满分（每条100分，两侧各算一次；一票否决的为0分；没有考核的不算）',
    kind: 'rate',
    period: 'year',
    target: 'BOUNDARY-SCORE',
    source: assumed,
    rows: async (
      _tx,
      span,
    ) => sql`select l.id::text || l.division as id, l.division, case when a.grade = 'vetoed' then 0 else round(a.score::numeric * 100)::bigint end as num, 10000 as den, l.name,
        ${scoreSays} as says, 'boundary-line' as link, l.id::text as link_id
      from ${assessed(span)} where a.line_id is not null`,
  },
);
