/** What is kept of a project's course: read under the lock of its row, written in the transaction of the change. */
import { join, type Sql, sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { FundingRow, ProjectRow, ReportRow, StepRow } from './content.ts';
import type { Moved, Sums } from './rules.ts';
import type { StepKind } from './terms.ts';

const columns = sql`p.id, p.plan, p.table_id, p.row_no, p.category, p.subcategory, p.name, p.location, p.implementer, p.level, p.division, p.units,
  p.investment_fen as printed_fen, coalesce(p.adjusted_fen, p.investment_fen) as investment_fen, p.adjusted_fen, p.invested_fen, p.stage, p.stage_on, p.side, p.merged_project,
  p.feasibility_fen, p.feasibility_no, p.design_fen, p.design_no, p.reported_back_no, p.planned_start_on, p.planned_finish_on, p.entered_on, p.reported_month,
  p.updated_on, p.alarms, p.version, p.changed_name`;

export const readProject = (tx: Tx, id: string): Promise<ProjectRow | null> =>
  tx.maybe<ProjectRow>(sql`select ${columns} from project p where p.id = ${id}`);
export const lockProject = (tx: Tx, id: string): Promise<ProjectRow | null> =>
  tx.maybe<ProjectRow>(sql`select ${columns} from project p where p.id = ${id} for update`);

/** Changes the row of a project that is locked; who changed it last is named to whoever comes too late. */
export const changeProject = (tx: Tx, id: string, ...set: readonly Sql[]): Promise<number> =>
  tx.run(
    sql`update project set ${join([...set, sql`version = version + 1, changed_at = ${tx.now}, changed_name = ${tx.actor.name}`], sql`, `)} where id = ${id}`,
  );

export const fundingOf = (tx: Tx, id: string): Promise<FundingRow[]> =>
  tx.rows<FundingRow>(
    sql`select source, planned_fen, arrived_fen, paid_fen from project_funding where project_id = ${id} order by source limit 20`,
  );

export const stepsOf = (tx: Tx, id: string): Promise<StepRow[]> =>
  tx.rows<StepRow>(sql`select id, kind, from_state, to_state, stepped_on, reason, document_no, before_fen, after_fen, recorded_at, recorded_name
    from project_step where project_id = ${id} order by recorded_at, id limit 500`);

export interface NewStep {
  kind: StepKind;
  from?: string | null;
  to: string;
  on: PlainDate;
  reason: string;
  documentNo?: string | null;
  beforeFen?: Fen | null;
  afterFen?: Fen | null;
}
export const addStep = (tx: Tx, project: Pick<ProjectRow, 'id' | 'division'>, step: NewStep): Promise<number> =>
  tx.run(sql`insert into project_step (id, project_id, division, kind, from_state, to_state, stepped_on, reason, document_no, before_fen, after_fen, recorded_at, recorded_by, recorded_name)
    values (${newId()}, ${project.id}, ${project.division}, ${step.kind}, ${step.from ?? null}, ${step.to}, ${step.on}, ${step.reason}, ${step.documentNo ?? null},
      ${step.beforeFen ?? null}, ${step.afterFen ?? null}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);

const reportColumns = sql`r.id, r.project_id, r.month, r.version, r.state, r.stage, r.stage_on, r.reason, r.invested_fen, r.done, r.problem, r.correction, r.reported_at,
  r.reported_by, r.reported_name, r.checked_at, r.checked_name, r.check_note, coalesce((select jsonb_agg(jsonb_build_object('source', m.source, 'arrivedFen', m.arrived_fen,
    'paidFen', m.paid_fen) order by m.source) from project_report_money m where m.report_id = r.id), '[]') as money`;

/** Newest month first, of a month the newest version first. */
export const reportsOf = (tx: Tx, id: string): Promise<ReportRow[]> =>
  tx.rows<ReportRow>(
    sql`select ${reportColumns} from project_report r where r.project_id = ${id} order by r.month desc, r.version desc limit 500`,
  );
export const reportsOfMonth = (tx: Tx, id: string, month: YearMonth): Promise<ReportRow[]> =>
  tx.rows<ReportRow>(
    sql`select ${reportColumns} from project_report r where r.project_id = ${id} and r.month = ${month} order by r.version desc limit 100`,
  );
export const readReport = (tx: Tx, id: string): Promise<ReportRow | null> =>
  tx.maybe<ReportRow>(sql`select ${reportColumns} from project_report r where r.id = ${id}`);

export const movedOf = (rows: ReportRow['money']): Moved[] =>
  rows.map(({ source, arrivedFen, paidFen }) => ({ source, arrived: arrivedFen, paid: paidFen }));
const sumsOf = (row: ReportRow | null): Sums | null => row && { ...row, money: movedOf(row.money) };

/** The counted reports on both sides of a month. */
export async function besides(tx: Tx, id: string, month: YearMonth): Promise<{ before: Sums | null; after: Sums | null }> {
  const next = (where: Sql) =>
    tx.maybe<ReportRow>(
      sql`select ${reportColumns} from project_report r where r.project_id = ${id} and r.state = 'counted' and ${where} limit 1`,
    );
  return {
    before: sumsOf(
      await next(
        sql`r.month = (select max(o.month) from project_report o where o.project_id = ${id} and o.state = 'counted' and o.month < ${month})`,
      ),
    ),
    after: sumsOf(
      await next(
        sql`r.month = (select min(o.month) from project_report o where o.project_id = ${id} and o.state = 'counted' and o.month > ${month})`,
      ),
    ),
  };
}
