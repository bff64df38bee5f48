/** What others see of a verification: the case page, the applicant's progress, and the facts for the determination. */
import { isOneOf } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentShown, type ShownDocument } from '../../../kernel/document/server.ts';
import { type AnswerWay, type Query, type QueryFault, type QueryState, queriesOf } from '../../../kernel/exchange/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { FormField, PlainDate } from '../../../kernel/schema/index.ts';
import type { FamilyFacts } from '../family/facts.ts';
import type { SupportersView } from '../supporters/content.ts';
import { withSupporters } from '../supporters/result.ts';
import { supporterEvidence, supportersView } from '../supporters/views.ts';
import { answeredOf } from './actions.ts';
import { referenceOf } from './asking.ts';
import type { AuxiliaryView } from './auxiliary.ts';
import { mismatchesOf, statementFields } from './explaining.ts';
import { adjust } from './findings.ts';
import type { Report } from './report.ts';
import { sourceOwner, type VerificationSource } from './sources.ts';
import { spendingOf } from './spending.ts';
import type { Mismatches, Statement } from './statement.ts';
import { readers, VERIFICATION_PURPOSE, type VerificationState, verificationStates } from './states.ts';
import {
  discrepanciesOf,
  findProgress,
  findVerification,
  type StoredDiscrepancy,
  statementsOf,
  type VerificationMember,
} from './store.ts';

export interface VerificationProgress {
  readonly verificationId: string;
  readonly state: VerificationState;
  readonly stateName: string;
  readonly requestedAt: string;
  readonly startDue: PlainDate;
  readonly startedAt: string | null;
  readonly reportNo: string | null;
  readonly reportedAt: string | null;
  readonly validTo: PlainDate | null;
  readonly reviewDue: PlainDate | null;
  /** Answers of departments; for the applicant null, who sees the state only. */
  readonly answers: { readonly answered: number; readonly asked: number } | null;
}

/** Where the check stands, without what it found: for the applicant and for lists. Null when there is none or it is out of sight. */
export async function verificationProgress(tx: Tx, caseId: string): Promise<VerificationProgress | null> {
  const row = await findProgress(tx, caseId);
  if (!row) return null;
  return {
    verificationId: row.id,
    state: row.state,
    stateName: verificationStates[row.state],
    requestedAt: row.requestedAt,
    startDue: row.startDue,
    startedAt: row.startedAt,
    reportNo: row.reportNo,
    reportedAt: row.reportedAt,
    validTo: row.validTo,
    reviewDue: row.reviewDue,
    answers: tx.actor.kind === 'resident' ? null : await answeredOf(tx, row),
  };
}

/** The check as a case page shows it: officers see all of it, the applicant where it stands and what concerns the own family. */
export async function verificationShown(
  tx: Tx,
  caseId: string,
): Promise<VerificationView | (VerificationProgress & { mismatches: Mismatches | null }) | null> {
  if (tx.actor.kind !== 'resident') {
    const seen = await verificationOf(tx, caseId);
    return seen.ok ? seen.value : null;
  }
  const progress = await verificationProgress(tx, caseId);
  return progress && { ...progress, mismatches: await mismatchesOf(tx, caseId) };
}

/** Asked again and again while departments answer: it tells of nobody, so it leaves no trace in the log of who looked. */
export async function answersProgress(tx: Tx, caseId: string): Promise<Result<{ answered: number; asked: number }, 'NOT_FOUND'>> {
  const row = await findProgress(tx, caseId);
  return row ? ok(await answeredOf(tx, row)) : fail('NOT_FOUND');
}

/** One query as the case page shows it. */
export interface QueryLine {
  readonly id: string;
  readonly member: string;
  readonly source: VerificationSource;
  readonly sourceName: string;
  readonly state: QueryState;
  readonly fault: QueryFault | null;
  readonly attempts: number;
  /** When it is asked again by itself; null: not any more. */
  readonly nextAt: string | null;
  readonly askedAt: string;
  readonly answeredAt: string | null;
  readonly asOf: PlainDate | null;
  readonly way: AnswerWay;
  readonly addressee: string;
  readonly dueOn: PlainDate | null;
  readonly letterId: string | null;
  readonly destroyedOn: PlainDate | null;
}

export interface VerificationView extends VerificationProgress {
  /** Without identity numbers. */
  readonly members: readonly Omit<VerificationMember, 'idNumber'>[];
  readonly queries: readonly QueryLine[];
  readonly report: Report | null;
  readonly reportPaper: ShownDocument | null;
  readonly discrepancies: readonly StoredDiscrepancy[];
  readonly explainUntil: PlainDate | null;
  readonly statements: readonly Statement[];
  /** What the clerk may take down for the applicant; null when nothing may be said any more. */
  readonly statementFields: readonly FormField[] | null;
  readonly objection: string | null;
  readonly auxiliary: AuxiliaryView;
  readonly supporters: SupportersView;
}

const lineOf = (members: readonly VerificationMember[], query: Query): QueryLine => ({
  id: query.id,
  member: members.find((m) => m.personId === query.personId)?.ref ?? '',
  source: query.source as VerificationSource,
  sourceName: query.addressee || sourceOwner(query.source),
  way: query.way,
  addressee: query.addressee,
  dueOn: query.dueOn,
  letterId: query.letterId,
  destroyedOn: query.destroyedOn,
  state: query.state,
  fault: query.error,
  attempts: query.attempts,
  nextAt: query.nextAt,
  askedAt: query.askedAt,
  answeredAt: query.answeredAt,
  asOf: query.answerAsOf,
});

/** The whole check for the case page: township of the case, checking centre, county. Every member gets an audit row, so it needs a write transaction. */
export async function verificationOf(tx: Tx, caseId: string): Promise<Result<VerificationView, 'NOT_FOUND'>> {
  const verification = isOneOf(tx.actor, readers) ? await findVerification(tx, caseId) : null;
  const progress = verification && (await verificationProgress(tx, caseId));
  if (!verification || !progress) return fail('NOT_FOUND');
  const queries = await queriesOf(tx, referenceOf(verification));
  await recordAudit(tx, {
    action: 'verification.viewed',
    subject: { kind: 'verification', id: verification.id },
    personIds: verification.members.map((member) => member.personId),
    caseId,
    division: verification.division,
    purpose: VERIFICATION_PURPOSE,
  });
  return ok({
    ...progress,
    members: verification.members.map(({ idNumber: _, ...member }) => member),
    queries: queries.map((query) => lineOf(verification.members, query)),
    report: verification.report,
    reportPaper: verification.reportPaper === null ? null : await documentShown(tx, verification.reportPaper),
    discrepancies: await discrepanciesOf(tx, verification),
    explainUntil: verification.explainUntil,
    statements: await statementsOf(tx, verification.id),
    statementFields: statementFields(verification.state),
    objection: verification.objection,
    auxiliary: await spendingOf(tx, verification),
    supporters: await supportersView(tx, verification),
  });
}

/** What the applicant said to the differences: for whoever disposes of them. */
export const statementsSaid = async (tx: Tx, caseId: string): Promise<Statement[]> => {
  const verification = isOneOf(tx.actor, readers) ? await findVerification(tx, caseId) : null;
  return verification ? statementsOf(tx, verification.id) : [];
};

/** Differences of the present report without a disposition: for guards and choices of an action, in any transaction. Opening the check itself is `verificationOf`. */
export async function openDiscrepancies(tx: Tx, caseId: string): Promise<{ id: string; text: string }[]> {
  const verification = isOneOf(tx.actor, readers) ? await findVerification(tx, caseId) : null;
  if (!verification?.report) return [];
  const found = await discrepanciesOf(tx, verification);
  return found.filter((d) => d.disposition === null).map((d) => ({ id: d.id, text: d.detail.text }));
}

/**
 * The facts for the determination: declared ones, with what was found in the place of those that are 属实调整, and how the check stands. Until
 * the report is out the check counts as 查询中, and with unanswered sources as 部分反馈: the rule then says 待查明. Null without a verification.
 */
export async function verifiedFacts(tx: Tx, caseId: string): Promise<FamilyFacts | null> {
  const verification = await findVerification(tx, caseId);
  if (!verification) return null;
  const { declared, report, state, validTo } = verification;
  const evidence = await supporterEvidence(tx, caseId);
  const settled = report !== null && (state === 'reported' || state === 'archived');
  if (!settled)
    return withSupporters(
      { ...declared, check: { status: 'querying', validTo: null, unanswered: [], proceedReason: null }, discrepancies: [] },
      evidence,
    );
  const found = await discrepanciesOf(tx, verification);
  const facts = found.filter((d) => d.disposition === 'adjusted').reduce((all, d) => adjust(all, d.detail), declared);
  const { unanswered, proceedReason } = report;
  const verified: FamilyFacts = {
    ...facts,
    check: { status: unanswered.length > 0 ? 'partial' : 'complete', validTo, unanswered: [...unanswered], proceedReason },
    discrepancies: found.map(({ detail, disposition }) => ({
      kind: detail.kind,
      member: detail.member,
      source: sourceOwner(detail.source),
      disposition,
    })),
  };
  return withSupporters(verified, evidence);
}
