/** What the tabs and the map count: by category, stage and alarm, by county and township. Every number opens its rows. */
import { type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { type Alarm, alarmOrder, alarms, type Stage, stageOrder, stages } from '../progress/terms.ts';
import { current, dropped, filterSql, type ProjectFilter, type ProjectSums, sums } from './library.ts';
import { planOfProjects } from './tables.ts';

/** By county, and in each by township; `whole`: with everything below, else what is placed at the unit above and no closer. */
async function placesOf(tx: Tx, of: Sql) {
  const townships = await tx.rows<ProjectSums & { place: DivisionCode }>(
    sql`select substr(p.division, 1, 9) || '000' as place, ${sums} from project p where ${of} group by 1 order by 1 limit 2000`,
  );
  const counties = [...Map.groupBy(townships, (t) => `${t.place.slice(0, 6)}000000` as DivisionCode)].map(([place, list]) => ({
    place,
    rows: list.reduce((sum, t) => sum + t.rows, 0),
    units: list.reduce((sum, t) => sum + t.units, 0),
    investmentFen: list.reduce((sum, t) => sum + t.investmentFen, 0),
  }));
  const named = (rows: readonly (ProjectSums & { place: DivisionCode })[], above: DivisionCode) =>
    rows.map((row) => ({ ...row, name: tx.divisions.get(row.place)?.name ?? row.place, whole: row.place !== above }));
  return named(counties, tx.city).map((county) => ({
    ...county,
    townships: named(
      townships.filter((t) => t.place.startsWith(county.place.slice(0, 6))),
      county.place,
    ),
  }));
}

/** What a filter finds, on the map. */
export async function projectPlaces(tx: Tx, filter: ProjectFilter) {
  const plan = await planOfProjects(tx);
  return { places: plan ? await placesOf(tx, sql`${current(plan.code)} and ${filterSql(filter)}`) : [] };
}

/** 提醒 of the projects of a place, the gravest first; each opens its rows. */
export async function projectAlarms(tx: Tx, division: DivisionCode): Promise<{ alarm: Alarm; zh: string; rows: number }[]> {
  const plan = await planOfProjects(tx);
  if (!plan) return [];
  const found = await tx.rows<{ alarm: Alarm; rows: number }>(
    sql`select a as alarm, count(*)::int as rows from project p, unnest(p.alarms) a where ${current(plan.code)} and ${filterSql({ division })} group by a limit 20`,
  );
  return alarmOrder.flatMap((alarm) => found.filter((row) => row.alarm === alarm).map((row) => ({ ...row, zh: alarms[alarm] })));
}

/** By category and subcategory, and by county and township: what the tabs and the map show. Every number opens its rows. */
export async function projectFigures(tx: Tx) {
  const plan = await planOfProjects(tx);
  if (!plan)
    return {
      categories: [],
      places: [],
      open: { place: 0, units: 0, county: 0, unchecked: 0, dropped: 0, entered: 0 },
      stages: [],
      alarms: [],
    };
  const of = current(plan.code);
  const categories = await tx.rows<ProjectSums & { category: string }>(
    sql`select p.category, ${sums} from project p where ${of} group by p.category order by min(p.row_no) limit 100`,
  );
  const open = await tx.one<{
    place: number;
    units: number;
    county: number;
    unchecked: number;
    dropped: number;
    entered: number;
  }>(sql`select
      count(*) filter (where ${filterSql({ open: 'place' })})::int as place,
      count(*) filter (where ${filterSql({ open: 'units' })})::int as units,
      count(*) filter (where ${filterSql({ open: 'county' })})::int as county,
      count(*) filter (where ${filterSql({ unchecked: '1' })})::int as unchecked,
      count(*) filter (where ${filterSql({ entered: '1' })})::int as entered,
      (select count(*)::int from project p where ${dropped(plan.code)}) as dropped
    from project p where ${of}`);
  const byStage = await tx.rows<ProjectSums & { stage: Stage }>(
    sql`select p.stage, ${sums} from project p where ${of} group by p.stage limit 20`,
  );
  return {
    categories,
    places: await placesOf(tx, of),
    open,
    stages: stageOrder.map((stage) => ({
      zh: stages[stage],
      ...(byStage.find((row) => row.stage === stage) ?? { stage, rows: 0, units: 0, investmentFen: 0 }),
    })),
    alarms: await projectAlarms(tx, tx.city),
  };
}
