/** 项目总览: planned and actual dates side by side, money by source and stage, what begins and ends in a year, and all of it as a spreadsheet. */
import type { Readable } from 'node:stream';
import { type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { type Column, type SheetRow, writeSheet } from '../../../kernel/sheet/server.ts';
import { current, exportedProjects, filterSql, type ProjectFilter } from '../projects/library.ts';
import { planOfProjects } from '../projects/tables.ts';
import type { GanttRow, MoneyByStage, YearOfPlan } from './content.ts';
import { type Source, type Stage, sides, sourceOrder, sources, stageOrder, stages, stepOf } from './terms.ts';

/** The day on which a project last came to a stage, by its history; a correction of the day is a later step. */
const cameTo = (stage: Stage): Sql =>
  sql`(select s.stepped_on from project_step s where s.project_id = p.id and s.kind = 'stage' and s.to_state = ${stage} order by s.recorded_at desc, s.id desc limit 1)`;
/** Whether it has come as far as a stage; who skipped one is past it all the same. */
const isAt = (stage: Stage): Sql => sql`array_position(${stageOrder}::text[], p.stage) > ${stepOf(stage)}`;
/** 开工: the day of the stage, or of the first one after it where it was skipped; none where the project went back before it. */
const actual = (stage: Stage): Sql =>
  sql`case when ${isAt(stage)} then coalesce(${cameTo(stage)}, (select min(s.stepped_on) from project_step s where s.project_id = p.id and s.kind = 'stage'
    and array_position(${stageOrder}::text[], s.to_state) > ${stepOf(stage)})) end`;

/** Not finished by the planned day, or finished after it; not begun by the planned day. */
const isLate = (
  row: Pick<GanttRow, 'plannedStartOn' | 'plannedFinishOn' | 'startedOn' | 'completedOn'>,
  today: PlainDate,
): boolean =>
  (row.plannedFinishOn !== null && (row.completedOn ?? today) > row.plannedFinishOn) ||
  (row.plannedStartOn !== null && row.startedOn === null && today > row.plannedStartOn);

const PAGE = 50;

/** Projects with a date, planned or actual, in the order of the table; what runs is measured to today. */
export async function gantt(tx: Tx, filter: ProjectFilter, after: number): Promise<{ rows: GanttRow[]; next: string | null }> {
  const plan = await planOfProjects(tx);
  if (!plan) return { rows: [], next: null };
  const found = await tx.rows<{
    id: string;
    rowNo: number;
    name: string;
    division: DivisionCode;
    stage: Stage;
    side: keyof typeof sides;
    plannedStartOn: PlainDate | null;
    plannedFinishOn: PlainDate | null;
    startedOn: PlainDate | null;
    completedOn: PlainDate | null;
    usedOn: PlainDate | null;
  }>(sql`select * from (select p.id, p.row_no, p.name, p.division, p.stage, p.side, p.planned_start_on, p.planned_finish_on, ${actual('started')} as started_on,
      ${actual('completed')} as completed_on, ${actual('in-use')} as used_on
    from project p where ${current(plan.code)} and ${filterSql(filter)} and p.row_no > ${after}) g
    where planned_start_on is not null or started_on is not null order by row_no limit ${PAGE + 1}`);
  const rows = found.slice(0, PAGE).map(
    (row): GanttRow => ({
      ...row,
      divisionName: tx.divisions.fullName(row.division),
      stageZh: stages[row.stage],
      sideZh: row.side === 'none' ? null : sides[row.side],
      late: row.side !== 'cancelled' && row.side !== 'merged' && isLate(row, tx.today),
    }),
  );
  return { rows, next: found.length > PAGE ? String(rows.at(-1)!.rowNo) : null };
}

/** Sums by stage and by source, of everything that the filter finds; how much of it was cancelled or merged is said beside it. */
export async function moneyByStage(tx: Tx, filter: ProjectFilter): Promise<MoneyByStage> {
  const plan = await planOfProjects(tx);
  if (!plan) return { stages: [], sources: [], left: { rows: 0, investmentFen: 0 } };
  const of = sql`${current(plan.code)} and ${filterSql(filter)}`;
  const byStage = await tx.rows<{ stage: Stage; rows: number; units: number; investmentFen: Fen; investedFen: Fen }>(
    sql`select p.stage, count(*)::int as rows, sum(p.units)::int as units, sum(coalesce(p.adjusted_fen, p.investment_fen))::bigint as investment_fen, sum(p.invested_fen)::bigint as invested_fen
      from project p where ${of} group by p.stage limit 20`,
  );
  const cells = await tx.rows<{ source: Source; stage: Stage; rows: number; plannedFen: Fen; arrivedFen: Fen; paidFen: Fen }>(
    sql`select f.source, p.stage, count(*)::int as rows, sum(f.planned_fen)::bigint as planned_fen, sum(f.arrived_fen)::bigint as arrived_fen, sum(f.paid_fen)::bigint as paid_fen
      from project p join project_funding f on f.project_id = p.id where ${of} group by f.source, p.stage limit 200`,
  );
  const left = await tx.one<{ rows: number; investmentFen: Fen }>(
    sql`select count(*)::int as rows, coalesce(sum(p.investment_fen), 0)::bigint as investment_fen from project p where ${of} and p.side in ('cancelled', 'merged')`,
  );
  const sums = (rows: readonly { rows: number; plannedFen: Fen; arrivedFen: Fen; paidFen: Fen }[]) => ({
    rows: rows.reduce((sum, row) => sum + row.rows, 0),
    plannedFen: rows.reduce((sum, row) => sum + row.plannedFen, 0),
    arrivedFen: rows.reduce((sum, row) => sum + row.arrivedFen, 0),
    paidFen: rows.reduce((sum, row) => sum + row.paidFen, 0),
  });
  return {
    stages: stageOrder.map((stage) => ({
      zh: stages[stage],
      ...(byStage.find((row) => row.stage === stage) ?? { stage, rows: 0, units: 0, investmentFen: 0, investedFen: 0 }),
    })),
    sources: sourceOrder
      .map((source) => {
        const own = cells.filter((cell) => cell.source === source);
        return { source, zh: sources[source], ...sums(own), byStage: own.map(({ source: _, ...cell }) => cell) };
      })
      .filter((row) => row.rows > 0),
    left,
  };
}

/** 年度计划: by year what begins and ends as planned and as it came, with its investment, and what was done in the year. */
export async function yearsOfPlan(tx: Tx, filter: ProjectFilter): Promise<YearOfPlan[]> {
  const plan = await planOfProjects(tx);
  if (!plan) return [];
  const rows = await tx.rows<Omit<YearOfPlan, 'doneFen'>>(sql`with dated as (
      select coalesce(p.adjusted_fen, p.investment_fen) as fen, extract(year from p.planned_start_on)::int as to_start, extract(year from p.planned_finish_on)::int as to_finish,
        extract(year from ${actual('started')})::int as started, extract(year from ${actual('completed')})::int as finished
      from project p where ${current(plan.code)} and ${filterSql(filter)} and p.side not in ('cancelled', 'merged'))
    select y.year, count(*) filter (where d.to_start = y.year)::int as to_start, coalesce(sum(d.fen) filter (where d.to_start = y.year), 0)::bigint as to_start_fen,
      count(*) filter (where d.started = y.year)::int as started, count(*) filter (where d.to_finish = y.year)::int as to_finish,
      coalesce(sum(d.fen) filter (where d.to_finish = y.year), 0)::bigint as to_finish_fen, count(*) filter (where d.finished = y.year)::int as finished
    from (select distinct v.year from dated, lateral (values (to_start), (to_finish), (started), (finished)) v(year) where v.year is not null) y cross join dated d
    group by y.year order by y.year limit 60`);
  // 当年完成：年底的累计减去上年底的累计
  const done = await tx.rows<{
    year: number;
    fen: Fen;
  }>(sql`select left(r.month, 4)::int as year, sum(r.invested_fen - coalesce(b.invested_fen, 0))::bigint as fen
    from project p join lateral (select distinct on (left(r.month, 4)) r.month, r.invested_fen from project_report r where r.project_id = p.id and r.state = 'counted'
        order by left(r.month, 4), r.month desc) r on true
      left join lateral (select e.invested_fen from project_report e where e.project_id = p.id and e.state = 'counted' and e.month < left(r.month, 4) order by e.month desc limit 1) b on true
    where ${current(plan.code)} and ${filterSql(filter)} group by 1 order by 1 limit 60`);
  const years = [...new Set([...rows.map((row) => row.year), ...done.map((row) => row.year)])].toSorted();
  const none = { toStart: 0, toStartFen: 0, started: 0, toFinish: 0, toFinishFen: 0, finished: 0 };
  return years.map((year) => ({
    ...none,
    ...rows.find((row) => row.year === year),
    year,
    doneFen: done.find((row) => row.year === year)?.fen ?? 0,
  }));
}

const columns: readonly Column[] = [
  { key: 'rowNo', title: '行次', kind: 'integer' },
  { key: 'printed', title: '印发', kind: 'text' },
  { key: 'category', title: '大类', kind: 'text' },
  { key: 'subcategory', title: '小类', kind: 'text' },
  { key: 'serialNo', title: '序号', kind: 'integer' },
  { key: 'name', title: '名称', kind: 'printed' },
  { key: 'location', title: '建设地点', kind: 'printed' },
  { key: 'investmentFen', title: '印出的投资（元）', kind: 'amount' },
  { key: 'implementer', title: '实施单位', kind: 'printed' },
  { key: 'level', title: '级别', kind: 'text' },
  { key: 'units', title: '个数', kind: 'integer' },
  { key: 'place', title: '所在', kind: 'text' },
  { key: 'division', title: '区划代码', kind: 'code' },
  { key: 'stage', title: '阶段', kind: 'text' },
  { key: 'side', title: '状态', kind: 'text' },
  { key: 'reportedMonth', title: '报到', kind: 'month' },
  { key: 'workingFen', title: '现在的投资（元）', kind: 'amount' },
  { key: 'plannedFen', title: '计划资金（元）', kind: 'amount' },
  { key: 'arrivedFen', title: '累计到账（元）', kind: 'amount' },
  { key: 'paidFen', title: '累计支付（元）', kind: 'amount' },
  { key: 'investedFen', title: '累计完成投资（元）', kind: 'amount' },
  { key: 'alarms', title: '提醒', kind: 'text' },
];

/** Everything that a filter finds, as a spreadsheet; projects are public, no person stands in it. */
export async function projectSheet(tx: Tx, filter: ProjectFilter): Promise<Readable> {
  const projects = await exportedProjects(tx, filter);
  const money = await tx.rows<{
    projectId: string;
    plannedFen: Fen;
    arrivedFen: Fen;
    paidFen: Fen;
  }>(sql`select project_id, sum(planned_fen)::bigint as planned_fen,
      sum(arrived_fen)::bigint as arrived_fen, sum(paid_fen)::bigint as paid_fen from project_funding group by project_id`);
  const byProject = new Map(money.map((row) => [row.projectId, row]));
  return writeSheet({
    name: '规划项目',
    columns,
    rows: projects.map((p): SheetRow => {
      const { plannedFen = null, arrivedFen = null, paidFen = null } = byProject.get(p.id) ?? {};
      return {
        rowNo: p.printed ? p.rowNo : null,
        printed: p.printed ? '' : '未列入印发表',
        category: p.category,
        subcategory: p.subcategory,
        serialNo: p.serialNo,
        name: p.name,
        location: p.location,
        investmentFen: p.printed ? p.investmentFen : null,
        implementer: p.implementer,
        level: p.levelZh,
        units: p.units,
        place: p.divisionName,
        division: p.division,
        stage: p.stageZh,
        side: p.side === 'none' ? '' : p.sideZh,
        reportedMonth: p.reportedMonth,
        workingFen: p.workingFen,
        plannedFen,
        arrivedFen,
        paidFen,
        investedFen: p.investedFen,
        alarms: p.alarmsZh.join('、'),
      };
    }),
  });
}
