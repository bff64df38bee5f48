/** The printed tables as they are kept: read back for a reconciliation, stored as a whole. What is in the library of projects follows the newest detail table. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { locate } from './place.ts';
import {
  type DetailRow,
  isProject,
  type PrintedLevel,
  type ProjectRow,
  type SummaryRow,
  type TableKind,
  tableNames,
} from './printed.ts';
import type { PlanText } from './reconcile.ts';
import { unitsOf } from './units.ts';

export interface Plan {
  code: string;
  name: string;
  fromDate: PlainDate;
  toDate: PlainDate;
  text: PlanText | null;
}

interface PlanRow extends Omit<Plan, 'text'> {
  projectTypes: number | null;
  projectCount: number | null;
  projectInvestmentFen: Fen | null;
  projectPrecisionFen: Fen | null;
}

/** The plan whose projects are kept: the latest one whose text speaks of projects; null in a city without one. */
export async function planOfProjects(tx: Tx): Promise<Plan | null> {
  const row =
    await tx.maybe<PlanRow>(sql`select code, name, from_date, to_date, project_types, project_count, project_investment_fen, project_precision_fen
    from plan where project_types is not null order by from_date desc limit 1`);
  if (!row) return null;
  const { code, name, fromDate, toDate, projectTypes, projectCount, projectInvestmentFen, projectPrecisionFen } = row;
  const text =
    projectTypes !== null && projectCount !== null && projectInvestmentFen !== null && projectPrecisionFen !== null
      ? { types: projectTypes, count: projectCount, investmentFen: projectInvestmentFen, precisionFen: projectPrecisionFen }
      : null;
  return { code, name, fromDate, toDate, text };
}

export interface StoredTable {
  id: string;
  kind: TableKind;
  importedAt: string;
  importedName: string;
  rows: number;
}

export const currentTables = (tx: Tx, plan: string): Promise<StoredTable[]> =>
  tx.rows<StoredTable>(sql`select t.id, t.kind, t.imported_at, t.imported_name, (select count(*)::int from project_table_row r where r.table_id = t.id) as rows
    from project_table t where t.plan = ${plan} and t.state = 'current' order by t.kind desc limit 2`);

interface StoredRow {
  rowNo: number;
  level: PrintedLevel;
  category: string;
  subcategory: string;
  serialNo: number | null;
  name: string;
  location: string;
  implementer: string;
  count: number | null;
  investmentFen: Fen;
}

const MOST_ROWS = 200_000;

async function rowsOf(tx: Tx, plan: string, kind: TableKind): Promise<DetailRow[] | null> {
  const table = await tx.maybe<{ id: string }>(
    sql`select id from project_table where plan = ${plan} and kind = ${kind} and state = 'current'`,
  );
  if (!table) return null;
  const rows =
    await tx.rows<StoredRow>(sql`select row_no, level, category, subcategory, serial_no, name, location, implementer, count, investment_fen
    from project_table_row where table_id = ${table.id} order by row_no limit ${MOST_ROWS}`);
  return rows.map(
    ({ level, serialNo, count, location, implementer, ...row }): DetailRow =>
      level === 'project' ? { ...row, level, serialNo: serialNo!, location, implementer } : { ...row, level, count },
  );
}

/** Both tables as printed; null while one of them is not there. */
export async function printedTables(tx: Tx, plan: string): Promise<{ summary: SummaryRow[]; detail: DetailRow[] } | null> {
  const [summary, detail] = [await rowsOf(tx, plan, 'summary'), await rowsOf(tx, plan, 'detail')];
  return summary && detail ? { summary: summary as SummaryRow[], detail } : null;
}

/** How many projects each row of the current detail table stands for: as confirmed, else as its name says. Of the places that the actor sees. */
export async function unitsByRow(tx: Tx, plan: string): Promise<ReadonlyMap<number, number>> {
  const rows = await tx.rows<{ rowNo: number; units: number }>(sql`select p.row_no, p.units from project p
    join project_table t on t.id = p.table_id and t.state = 'current' where t.plan = ${plan} and t.kind = 'detail' order by p.row_no limit ${MOST_ROWS}`);
  return new Map(rows.map((row) => [row.rowNo, row.units]));
}

/** Opens a table for rows that follow, unless it is open already; the one before it stays, but is not the current one any more. */
export async function openTable(
  tx: Tx,
  of: { id: string; kind: TableKind; content: string },
): Promise<Result<{ plan: string }, 'PLAN_MISSING' | 'PROJECT_TABLE_TWICE'>> {
  const plan = await planOfProjects(tx);
  if (!plan) return fail('PLAN_MISSING');
  const known = await tx.maybe<{ id: string }>(sql`select id from project_table where id = ${of.id}`);
  if (known) return ok({ plan: plan.code });
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`project-table:${plan.code}:${of.kind}`}, 0))`);
  const same = await tx.maybe<{ id: string }>(sql`select id from project_table
    where plan = ${plan.code} and kind = ${of.kind} and content = ${of.content} and state = 'current'`);
  if (same) return fail('PROJECT_TABLE_TWICE', { table: tableNames[of.kind] });
  await tx.run(
    sql`update project_table set state = 'replaced' where plan = ${plan.code} and kind = ${of.kind} and state = 'current'`,
  );
  await tx.run(sql`insert into project_table (id, plan, kind, division, content, imported_at, imported_by, imported_name)
    values (${of.id}, ${plan.code}, ${of.kind}, ${tx.city}, ${of.content}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  await recordAudit(tx, {
    action: 'project-table.imported',
    subject: { kind: 'project-table', id: of.id },
    division: tx.city,
    detail: { kind: of.kind, plan: plan.code },
  });
  return ok({ plan: plan.code });
}

/** Adds rows to an open table, and of a detail table its projects to the library. */
export async function addRows(tx: Tx, of: { tableId: string; plan: string }, rows: readonly DetailRow[]): Promise<void> {
  const project = <T>(row: DetailRow, value: (p: ProjectRow) => T, otherwise: T): T => (isProject(row) ? value(row) : otherwise);
  await tx.run(sql`insert into project_table_row (table_id, row_no, division, level, category, subcategory, serial_no, name, location, implementer, count, investment_fen)
    select ${of.tableId}, r.row_no, ${tx.city}, r.level, r.category, r.subcategory, r.serial_no, r.name, r.location, r.implementer, r.count, r.investment_fen
    from unnest(${rows.map((r) => r.rowNo)}::int[], ${rows.map((r) => r.level)}::text[], ${rows.map((r) => r.category)}::text[], ${rows.map((r) => r.subcategory)}::text[],
      ${rows.map((r) => project(r, (p): number | null => p.serialNo, null))}::int[], ${rows.map((r) => r.name)}::text[],
      ${rows.map((r) => project(r, (p) => p.location, ''))}::text[], ${rows.map((r) => project(r, (p) => p.implementer, ''))}::text[],
      ${rows.map((r) => (isProject(r) ? null : r.count))}::int[], ${rows.map((r) => r.investmentFen)}::bigint[])
      r(row_no, level, category, subcategory, serial_no, name, location, implementer, count, investment_fen)`);
  const projects = rows.filter(isProject);
  if (projects.length > 0) await addProjects(tx, of, projects);
}

/**
 * The same place in the table with the same name is the same project: it keeps its id, what a person has confirmed of it, and its whole course. Where a new table prints another
 * amount for a project whose money is planned, the amount planned for goes on until somebody adjusts it.
 */
async function addProjects(tx: Tx, of: { tableId: string; plan: string }, rows: readonly ProjectRow[]): Promise<void> {
  const read = rows.map((row) => ({ row, place: locate(tx.divisions, tx.city, row), units: unitsOf(row.name) }));
  const ids = read.map(() => newId());
  const given = sql`unnest(${ids}::uuid[], ${rows.map((r) => r.rowNo)}::int[], ${rows.map((r) => r.category)}::text[], ${rows.map((r) => r.subcategory)}::text[],
      ${rows.map((r) => r.serialNo)}::int[], ${rows.map((r) => r.name)}::text[], ${rows.map((r) => r.location)}::text[], ${rows.map((r) => r.implementer)}::text[],
      ${rows.map((r) => r.investmentFen)}::bigint[], ${read.map(({ place }) => place.level)}::text[], ${read.map(({ place }) => place.division)}::text[],
      ${read.map(({ place }) => (place.sure ? 'found' : 'open'))}::text[], ${read.map(({ place }) => `{${place.candidates.join(',')}}`)}::text[],
      ${read.map(({ units }) => units.units)}::int[], ${read.map(({ units }) => units.proposed)}::int[])
      r(id, row_no, category, subcategory, serial_no, name, location, implementer, investment_fen, level, division, place_state, candidates, units, proposed)
    left join lateral (select o.id from project o join project_table t on t.id = o.table_id
      where o.plan = ${of.plan} and o.category = r.category and o.subcategory = r.subcategory and o.serial_no = r.serial_no and o.name = r.name
      order by t.imported_at desc limit 1) k on true`;
  const known = await tx.rows<{
    id: string;
  }>(sql`update project p set table_id = ${of.tableId}, row_no = r.row_no, location = r.location, implementer = r.implementer,
      level = r.level, version = p.version + 1, changed_at = ${tx.now}, changed_name = ${tx.actor.name},
      adjusted_fen = case when p.adjusted_fen is null and p.investment_fen <> r.investment_fen and exists (select from project_funding f where f.project_id = p.id)
        then p.investment_fen else p.adjusted_fen end, investment_fen = r.investment_fen,
      division = case when p.place_state = 'confirmed' then p.division else r.division end,
      place_state = case when p.place_state = 'confirmed' then 'confirmed' else r.place_state end,
      place_candidates = case when p.place_state = 'confirmed' then '{}' else r.candidates::text[] end,
      units = case when p.units_proposed is null then p.units else r.units end,
      units_proposed = case when p.units_proposed is null then null else r.proposed end
    from ${given} where p.id = k.id returning r.id`);
  const met = known.map(({ id }) => id);
  await tx.run(sql`insert into project (id, plan, table_id, row_no, category, subcategory, serial_no, name, location, implementer, investment_fen, level, division,
      place_state, place_candidates, units, units_proposed, entered_on, changed_at, changed_name)
    select r.id, ${of.plan}, ${of.tableId}, r.row_no, r.category, r.subcategory, r.serial_no, r.name, r.location, r.implementer, r.investment_fen, r.level, r.division,
      r.place_state, r.candidates::text[], r.units, r.proposed, ${tx.today}, ${tx.now}, ${tx.actor.name}
    from ${given} where r.id <> all(${met}::uuid[])`);
}
