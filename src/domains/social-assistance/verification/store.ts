/** All SQL of the economic-status check. What is sensitive is sealed here and opened here. */
import { insertValues, type Sql, setValues, sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { FamilyFacts } from '../family/facts.ts';
import type { dispositions } from '../family/terms.ts';
import type { Discrepancy } from './findings.ts';
import type { Report, ReportLine } from './report.ts';
import type { Statement } from './statement.ts';
import type { VerificationState } from './states.ts';

/** A person whose circumstances are checked; `ref` is the member's number in the facts. */
export interface VerificationMember {
  readonly ref: string;
  readonly personId: string;
  readonly name: string;
  readonly idNumber: string;
}

export interface Verification {
  readonly id: string;
  readonly caseId: string;
  readonly run: number;
  readonly round: number;
  readonly division: DivisionCode;
  readonly applicantId: string | null;
  readonly state: VerificationState;
  readonly requestedAt: string;
  readonly startDue: PlainDate;
  readonly startedAt: string | null;
  readonly reportNo: string | null;
  readonly reportedAt: string | null;
  readonly validTo: PlainDate | null;
  readonly complete: boolean | null;
  readonly objectedAt: string | null;
  readonly reviewDue: PlainDate | null;
  /** Until when the applicant may explain what the report found; null where it found nothing. */
  readonly explainUntil: PlainDate | null;
  readonly archivedAt: string | null;
  /** The report as a paper; null until it is issued. */
  readonly reportPaper: string | null;
  readonly declared: FamilyFacts;
  readonly members: readonly VerificationMember[];
  readonly report: Report | null;
  readonly objection: string | null;
}

type Sealed = 'declared' | 'members' | 'report' | 'objection';
type Row = Omit<Verification, Sealed> & { declared: Buffer; members: Buffer; report: Buffer | null; objection: Buffer | null };

const COLUMNS = sql`id, case_id, run, round, division, applicant_id, state, requested_at, start_due, started_at, report_no, reported_at,
  valid_to, complete, objected_at, review_due, explain_until, archived_at, report_paper, declared, members, report, objection`;
const place = (field: Sealed, id: string): string => `verification_request.${field}:${id}`;

function open(tx: Tx, row: Row): Verification {
  return {
    ...row,
    declared: tx.keys.openJson(row.declared, place('declared', row.id)),
    members: tx.keys.openJson(row.members, place('members', row.id)),
    report: row.report && tx.keys.openJson(row.report, place('report', row.id)),
    objection: row.objection && tx.keys.open(row.objection, place('objection', row.id)),
  };
}

/** The latest run of a case. */
export async function findVerification(tx: Tx, caseId: string): Promise<Verification | null> {
  const row = await tx.maybe<Row>(
    sql`select ${COLUMNS} from verification_request where case_id = ${caseId} order by run desc limit 1`,
  );
  return row && open(tx, row);
}

/** What the check of a case has from a source about a person; null where the source did not answer then. */
export async function lineOfCheck(tx: Tx, of: { caseId: string; personId: string; source: string }): Promise<ReportLine | null> {
  const verification = await findVerification(tx, of.caseId);
  const member = verification?.members.find((m) => m.personId === of.personId);
  return verification?.report?.lines.find((l) => l.member === member?.ref && l.source === of.source && l.asOf !== null) ?? null;
}

/** The same, held until the transaction ends. */
export async function lockVerification(tx: Tx, caseId: string): Promise<Verification | null> {
  const row = await tx.maybe<Row>(
    sql`select ${COLUMNS} from verification_request where case_id = ${caseId} order by run desc limit 1 for update`,
  );
  return row && open(tx, row);
}

/** Runs that a filter finds, locked, in the order of their ids. */
export async function findVerifications(tx: Tx, where: Sql, limit: number): Promise<Verification[]> {
  const rows = await tx.rows<Row>(
    sql`select ${COLUMNS} from verification_request where ${where} order by id limit ${limit} for update skip locked`,
  );
  return rows.map((row) => open(tx, row));
}

/** Progress without anything sensitive: for the applicant and for lists. */
export const findProgress = (tx: Tx, caseId: string): Promise<Omit<Verification, Sealed> | null> =>
  tx.maybe(sql`select id, case_id, run, round, division, applicant_id, state, requested_at, start_due, started_at, report_no, reported_at,
    valid_to, complete, objected_at, review_due, explain_until, archived_at, report_paper from verification_request where case_id = ${caseId} order by run desc limit 1`);

export interface NewVerification {
  caseId: string;
  run: number;
  division: DivisionCode;
  applicantId: string | null;
  startDue: PlainDate;
  declared: FamilyFacts;
  members: readonly VerificationMember[];
}

export async function insertVerification(tx: Tx, given: NewVerification): Promise<string> {
  const id = newId();
  await tx.run(
    sql`insert into verification_request ${insertValues({
      id,
      caseId: given.caseId,
      run: given.run,
      division: given.division,
      applicantId: given.applicantId,
      state: 'requested' satisfies VerificationState,
      requestedAt: tx.now,
      requestedBy: tx.actor.id,
      startDue: given.startDue,
      declared: tx.keys.sealJson(given.declared, place('declared', id)),
      members: tx.keys.sealJson(given.members, place('members', id)),
    })}`,
  );
  return id;
}

export type Changes = Partial<
  Pick<
    Verification,
    | 'state'
    | 'round'
    | 'startDue'
    | 'startedAt'
    | 'reportNo'
    | 'reportedAt'
    | 'validTo'
    | 'complete'
    | 'objectedAt'
    | 'reviewDue'
    | 'explainUntil'
    | 'archivedAt'
    | 'reportPaper'
    | 'declared'
    | 'members'
    | 'report'
    | 'objection'
  > & { requestedAt: string; requestedBy: string; startedBy: string; reportedBy: string; rawDestroyedOn: PlainDate }
>;

export async function updateVerification(tx: Tx, id: string, changes: Changes): Promise<void> {
  const { declared, members, report, objection, ...plain } = changes;
  await tx.run(
    sql`update verification_request set ${setValues({
      ...plain,
      ...(declared ? { declared: tx.keys.sealJson(declared, place('declared', id)) } : {}),
      ...(members ? { members: tx.keys.sealJson(members, place('members', id)) } : {}),
      ...(report ? { report: tx.keys.sealJson(report, place('report', id)) } : {}),
      ...(objection ? { objection: tx.keys.seal(objection, place('objection', id)) } : {}),
    })} where id = ${id}`,
  );
}

/** An attempt at a query was made: 查询中, and 部分反馈 once something has been answered. Later states stay. */
export const noteAttempt = (tx: Tx, id: string, answered: boolean): Promise<number> =>
  tx.run(
    answered
      ? sql`update verification_request set state = 'partly-answered' where id = ${id} and state in ('started', 'querying')`
      : sql`update verification_request set state = 'querying' where id = ${id} and state = 'started'`,
  );

export const nextReportNo = async (tx: Tx, division: DivisionCode): Promise<string> => {
  const { no } = await tx.one<{ no: number }>(sql`select nextval('verification_report_no') as no`);
  return `HD${division.slice(0, 6)}${tx.today.slice(0, 4)}${String(no).padStart(6, '0')}`;
};

export type Disposition = keyof typeof dispositions;

export interface StoredDiscrepancy {
  readonly id: string;
  readonly verificationId: string;
  readonly detail: Discrepancy;
  readonly disposition: Disposition | null;
  readonly reason: string | null;
  readonly evidence: readonly string[];
  readonly disposedAt: string | null;
  readonly disposedBy: string | null;
}

type DiscrepancyRow = Omit<StoredDiscrepancy, 'detail' | 'reason'> & { detail: Buffer; reason: Buffer | null };
const DISCREPANCY = sql`id, verification_id, detail, disposition, reason, evidence, disposed_at, disposed_by`;
const detailPlace = (id: string): string => `verification_discrepancy.detail:${id}`;
const reasonPlace = (id: string): string => `verification_discrepancy.reason:${id}`;

const openDiscrepancy = (tx: Tx, row: DiscrepancyRow): StoredDiscrepancy => ({
  ...row,
  detail: tx.keys.openJson(row.detail, detailPlace(row.id)),
  reason: row.reason && tx.keys.open(row.reason, reasonPlace(row.id)),
});

/** The discrepancies of the present round, in the order found. */
export async function discrepanciesOf(tx: Tx, at: { id: string; round: number }): Promise<StoredDiscrepancy[]> {
  const rows = await tx.rows<DiscrepancyRow>(sql`select ${DISCREPANCY} from verification_discrepancy
    where verification_id = ${at.id} and round = ${at.round} order by seq limit 500`);
  return rows.map((row) => openDiscrepancy(tx, row));
}

export async function insertDiscrepancies(
  tx: Tx,
  at: { id: string; round: number; division: DivisionCode; firstSeq: number },
  found: readonly Discrepancy[],
): Promise<void> {
  for (const [i, detail] of found.entries()) {
    const id = newId();
    await tx.run(sql`insert into verification_discrepancy (id, verification_id, round, seq, division, detail)
      values (${id}, ${at.id}, ${at.round}, ${at.firstSeq + i}, ${at.division}, ${tx.keys.sealJson(detail, detailPlace(id))})`);
  }
}

/** The discrepancy with the case that it belongs to. */
export const caseOfDiscrepancy = (tx: Tx, id: string): Promise<{ caseId: string } | null> =>
  tx.maybe(
    sql`select v.case_id from verification_discrepancy d join verification_request v on v.id = d.verification_id where d.id = ${id}`,
  );

/** Records the disposition of a discrepancy that has none. */
export async function saveDisposition(
  tx: Tx,
  given: { id: string; disposition: Disposition; reason: string; evidence: readonly string[] },
): Promise<StoredDiscrepancy> {
  const row = await tx.one<DiscrepancyRow>(sql`update verification_discrepancy set disposition = ${given.disposition},
      reason = ${tx.keys.seal(given.reason, reasonPlace(given.id))}, evidence = ${[...given.evidence]}, disposed_at = ${tx.now}, disposed_by = ${tx.actor.id}
    where id = ${given.id} and disposition is null returning ${DISCREPANCY}`);
  return openDiscrepancy(tx, row);
}

const statementPlace = (id: string): string => `verification_statement.text:${id}`;

/** What was said to the differences, in whatever round, in the order said; at most a hundred. */
export async function statementsOf(tx: Tx, verificationId: string): Promise<Statement[]> {
  const rows = await tx.rows<Omit<Statement, 'text'> & { text: Buffer }>(sql`select id, kind, text, papers, stated_on as "on"
    from verification_statement where verification_id = ${verificationId} order by stated_at, id limit 100`);
  return rows.map((row) => ({ ...row, text: tx.keys.open(row.text, statementPlace(row.id)) }));
}

export async function insertStatement(
  tx: Tx,
  at: Pick<Verification, 'id' | 'round' | 'division' | 'applicantId'>,
  said: Pick<Statement, 'kind' | 'text' | 'papers'>,
): Promise<void> {
  const id = newId();
  await tx.run(
    sql`insert into verification_statement ${insertValues({
      id,
      verificationId: at.id,
      round: at.round,
      division: at.division,
      applicantId: at.applicantId,
      kind: said.kind,
      text: tx.keys.seal(said.text, statementPlace(id)),
      papers: [...said.papers],
      statedOn: tx.today,
      statedAt: tx.now,
      statedBy: tx.actor.id,
    })}`,
  );
}
