/** The library of projects: lists with their sums, one project beside the row as printed, and what a person confirms of it. */
import { z } from 'zod';
import { and, containing, type Sql, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope, scopeRange } from '../../../kernel/division/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { Division, type DivisionCode, type Fen, type YearMonth } from '../../../kernel/schema/index.ts';
import { type Alarm, alarms, type Side, type Source, type Stage, sides, stages } from '../progress/terms.ts';
import { refreshAlarms } from '../progress/watch.ts';
import { type ProjectLevel, projectLevels } from './place.ts';
import { planOfProjects } from './tables.ts';

export const placeStates = { found: '自动认出', open: '待确认', confirmed: '已确认' } as const;
export type PlaceState = keyof typeof placeStates;

export interface ProjectFilter {
  /** Words of the name, the place or the body that carries it out. */
  readonly q?: string | undefined;
  readonly category?: string | undefined;
  readonly division?: DivisionCode | undefined;
  /** Of the division itself, nothing below it: what was not placed more closely. */
  readonly exact?: '1' | undefined;
  /** What waits for a person: the place or the number of units. */
  readonly open?: 'place' | 'units' | 'county' | undefined;
  readonly stage?: Stage | undefined;
  readonly side?: Exclude<Side, 'none'> | undefined;
  readonly alarm?: Alarm | undefined;
  /** Reported by a township, and not checked by the county. */
  readonly unchecked?: '1' | undefined;
  /** With a plan of money from this source. */
  readonly source?: Source | undefined;
  /** Planned to begin, or to be finished, in a year. */
  readonly starts?: number | undefined;
  readonly finishes?: number | undefined;
  /** Worked on, and not in the current table any more. */
  readonly dropped?: '1' | undefined;
  /** 未列入印发表: entered by an officer. */
  readonly entered?: '1' | undefined;
}

interface Row {
  id: string;
  /** In the order of the list; of a project that no table prints, behind the printed ones. */
  rowNo: number;
  printed: boolean;
  category: string;
  subcategory: string;
  serialNo: number | null;
  name: string;
  location: string;
  implementer: string;
  investmentFen: Fen;
  level: ProjectLevel;
  division: DivisionCode;
  placeState: PlaceState;
  placeCandidates: DivisionCode[];
  units: number;
  unitsProposed: number | null;
  version: number;
  stage: Stage;
  side: Side;
  reportedMonth: YearMonth | null;
  investedFen: Fen;
  /** What it is reckoned with since it was adjusted. */
  workingFen: Fen;
  alarms: Alarm[];
}
export interface ProjectView extends Row {
  stageZh: string;
  sideZh: string;
  alarmsZh: string[];
  levelZh: string;
  divisionName: string;
  placeStateZh: string;
  candidateNames: { code: DivisionCode; name: string }[];
}

const columns = sql`p.id, p.row_no, p.table_id is not null as printed, p.category, p.subcategory, p.serial_no, p.name, p.location, p.implementer, p.investment_fen, p.level, p.division, p.place_state,
  p.place_candidates, p.units, p.units_proposed, p.version, p.stage, p.side, p.reported_month, p.invested_fen, coalesce(p.adjusted_fen, p.investment_fen) as working_fen, p.alarms`;

/** The projects of the current table; `p` is the project. */
export const printed = (plan: string): Sql =>
  sql`p.table_id = (select t.id from project_table t where t.plan = ${plan} and t.kind = 'detail' and t.state = 'current')`;
/** The library: the projects of the current table, and those that were entered beside it. */
export const current = (plan: string): Sql => sql`(${printed(plan)} or (p.table_id is null and p.plan = ${plan}))`;
export const dropped = (plan: string): Sql =>
  sql`p.plan = ${plan} and (p.updated_on is not null or p.side <> 'none') and p.table_id is not null and not ${printed(plan)}`;
const listed = (plan: string, filter: ProjectFilter): Sql =>
  sql`${filter.dropped ? dropped(plan) : current(plan)} and ${filterSql(filter)}`;

/** `p` is the project. */
export function filterSql({
  q,
  category,
  division,
  exact,
  open,
  stage,
  side,
  alarm,
  unchecked,
  source,
  starts,
  finishes,
  entered,
}: ProjectFilter): Sql {
  const parts: Sql[] = [];
  if (stage) parts.push(sql`p.stage = ${stage}`);
  if (side) parts.push(sql`p.side = ${side}`);
  if (alarm) parts.push(sql`p.alarms @> ${[alarm]}::text[]`);
  if (source) parts.push(sql`exists (select from project_funding f where f.project_id = p.id and f.source = ${source})`);
  // 取消、合并的不在年度计划里
  if (starts) parts.push(sql`extract(year from p.planned_start_on) = ${starts} and p.side not in ('cancelled', 'merged')`);
  if (finishes) parts.push(sql`extract(year from p.planned_finish_on) = ${finishes} and p.side not in ('cancelled', 'merged')`);
  if (unchecked) parts.push(sql`exists (select from project_report r where r.project_id = p.id and r.state = 'waiting')`);
  if (entered) parts.push(sql`p.table_id is null`);
  if (q)
    parts.push(sql`(p.name like ${containing(q)} or p.location like ${containing(q)} or p.implementer like ${containing(q)})`);
  if (category) parts.push(sql`(p.category = ${category} or p.subcategory = ${category})`);
  if (division && exact) parts.push(sql`p.division = ${division}`);
  else if (division) {
    const { lo, hi } = scopeRange(division);
    parts.push(sql`p.division >= ${lo} and p.division < ${hi}`);
  }
  if (open === 'place') parts.push(sql`p.place_state = 'open'`);
  if (open === 'units') parts.push(sql`p.units_proposed is not null`);
  // 只认到县，单个的设施
  if (open === 'county') parts.push(sql`p.division like '______000000' and p.units = 1 and p.place_state <> 'confirmed'`);
  return and(parts);
}

const viewOf = (tx: Tx, row: Row): ProjectView => ({
  ...row,
  levelZh: projectLevels[row.level],
  divisionName: tx.divisions.fullName(row.division),
  placeStateZh: placeStates[row.placeState],
  stageZh: stages[row.stage],
  sideZh: sides[row.side],
  alarmsZh: row.alarms.map((alarm) => alarms[alarm]),
  candidateNames: row.placeCandidates.map((code) => ({ code, name: tx.divisions.fullName(code) })),
});

export interface ProjectSums {
  rows: number;
  units: number;
  investmentFen: Fen;
}
export const sums = sql`count(*)::int as rows, coalesce(sum(p.units), 0)::int as units, coalesce(sum(p.investment_fen), 0)::bigint as investment_fen`;

const PAGE = 50;

/** A page of the library with the sums of everything that the filter finds; `after` is the number of the last row seen. */
export async function listProjects(tx: Tx, filter: ProjectFilter, after: number) {
  const plan = await planOfProjects(tx);
  if (!plan) return { plan: null, sums: { rows: 0, units: 0, investmentFen: 0 }, rows: [], next: null };
  const where = listed(plan.code, filter);
  const found = await tx.rows<Row>(
    sql`select ${columns} from project p where ${where} and p.row_no > ${after} order by p.row_no limit ${PAGE + 1}`,
  );
  const rows = found.slice(0, PAGE);
  return {
    plan: { code: plan.code, name: plan.name },
    sums: await tx.one<ProjectSums>(sql`select ${sums} from project p where ${where}`),
    rows: rows.map((row) => viewOf(tx, row)),
    next: found.length > PAGE ? String(rows.at(-1)!.rowNo) : null,
  };
}

/** One project; not found where it is not of the current table or outside the scope. */
export async function getProject(tx: Tx, id: string): Promise<Result<ProjectView, 'NOT_FOUND'>> {
  const row = await tx.maybe<Row>(sql`select ${columns} from project p where p.id = ${id}`);
  return row ? ok(viewOf(tx, row)) : fail('NOT_FOUND');
}

export const Confirmation = z.strictObject({
  division: Division.meta({ label: '在哪里', widget: 'division' }),
  units: z.int('请填写整数').min(1, '至少1个').max(100_000).meta({ label: '几个项目', unit: '个' }),
});

/** The place and the units as a person says them; the printed row stays as it is. */
export async function confirmProject(
  tx: Tx,
  of: { id: string; version: number; division: DivisionCode; units: number },
): Promise<Result<ProjectView, 'NOT_FOUND' | 'PROJECT_VERSION' | 'PROJECT_PLACE_OUTSIDE' | 'PARAM_MISSING'>> {
  const before = await tx.maybe<Row & { changedName: string }>(
    sql`select ${columns}, p.changed_name from project p where p.id = ${of.id} for update`,
  );
  if (!before) return fail('NOT_FOUND');
  if (before.version !== of.version) return fail('PROJECT_VERSION', { name: before.changedName });
  const allowed = tx.actor.division ?? tx.city;
  if (!tx.divisions.get(of.division) || !inScope(of.division, tx.city) || !inScope(of.division, allowed))
    return fail('PROJECT_PLACE_OUTSIDE');
  await tx.run(sql`update project set division = ${of.division}, place_state = 'confirmed', place_candidates = '{}', units = ${of.units}, units_proposed = null,
    version = version + 1, changed_at = ${tx.now}, changed_name = ${tx.actor.name} where id = ${of.id}`);
  await recordAudit(tx, {
    action: 'project.confirmed',
    subject: { kind: 'project', id: of.id },
    division: of.division,
    detail: { from: before.division, to: of.division, unitsBefore: before.units, units: of.units },
  });
  const watched = await refreshAlarms(tx, sql`p.id = ${of.id}`);
  return watched.ok ? getProject(tx, of.id) : watched;
}

const EXPORT_MAX = 200_000;
/** Everything that a filter finds, for a file: projects are public, no person stands in them. */
export async function exportedProjects(tx: Tx, filter: ProjectFilter): Promise<ProjectView[]> {
  const plan = await planOfProjects(tx);
  if (!plan) return [];
  const rows = await tx.rows<Row>(
    sql`select ${columns} from project p where ${listed(plan.code, filter)} order by p.row_no limit ${EXPORT_MAX}`,
  );
  return rows.map((row) => viewOf(tx, row));
}
