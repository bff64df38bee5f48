/** 家庭经济状况核对 (4.12): what people do, one function each. All run in the caller's transaction; refusals are values. */
import { isOneOf, type Performer } from '../../../kernel/access/index.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { type AnsweredQuery, type Query, queriesOf, readAnswers, retryQueries } from '../../../kernel/exchange/server.ts';
import { parametersOf, wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { dispositions } from '../family/terms.ts';
import { type AskError, askAll, notAsked, referenceOf, withoutConsent } from './asking.ts';
import './errors.ts';
import { type Discrepancy, type Finding, findDiscrepancies } from './findings.ts';
import { hintsOf } from './hints.ts';
import type { Report, ReportLine } from './report.ts';
import { sourceOwner, type VerificationSource } from './sources.ts';
import {
  type CheckResult,
  checkers,
  disposers,
  VERIFICATION_PURPOSE,
  type VerificationState,
  verificationStates,
} from './states.ts';
import {
  caseOfDiscrepancy,
  type Disposition,
  discrepanciesOf,
  insertDiscrepancies,
  insertVerification,
  lockVerification,
  nextReportNo,
  noteAttempt,
  type StoredDiscrepancy,
  saveDisposition,
  updateVerification,
  type Verification,
  type VerificationMember,
} from './store.ts';

const REASON_MAX = 500;
export const reasonOf = (text: string): string | null => {
  const reason = text.trim();
  return reason.length > 0 && reason.length <= REASON_MAX ? reason : null;
};

export const wrongState = (state: VerificationState) => fail('VERIFICATION_STATE', { state: verificationStates[state] });

/** The verification of a case, locked, if the actor may act and it stands in one of the states. */
export async function forAction(
  tx: Tx,
  at: { caseId: string; performers: readonly Performer[]; states: readonly VerificationState[] },
): Promise<Result<Verification, 'NOT_PERMITTED' | 'NOT_FOUND' | 'VERIFICATION_STATE'>> {
  if (!isOneOf(tx.actor, at.performers)) return fail('NOT_PERMITTED');
  const verification = await lockVerification(tx, at.caseId);
  if (!verification) return fail('NOT_FOUND');
  return at.states.includes(verification.state) ? ok(verification) : wrongState(verification.state);
}

export const audit = (tx: Tx, action: AuditAction, verification: Pick<Verification, 'id' | 'caseId' | 'division' | 'members'>) =>
  recordAudit(tx, {
    action,
    subject: { kind: 'verification', id: verification.id },
    personIds: verification.members.map((member) => member.personId),
    caseId: verification.caseId,
    division: verification.division,
    purpose: VERIFICATION_PURPOSE,
  });

export interface RequestVerification {
  caseId: string;
  division: DivisionCode;
  /** Sees the progress and may object. */
  applicantId?: string | null;
  /** Everybody who is asked about; each needs a consent (a minor's by the guardian). */
  members: readonly VerificationMember[];
  /** What the family declared: the facts before any check. */
  declared: FamilyFacts;
}

/**
 * 提请核对. Refused while a member's consent is missing. A verification that fell back to 待授权 goes on; an archived one leaves room for
 * the next run. Whether the actor may act on the case is the caller's to check.
 */
export async function requestVerification(
  tx: Tx,
  given: RequestVerification,
): Promise<Result<{ verificationId: string }, 'CONSENT_MISSING' | 'VERIFICATION_OPEN' | 'PARAM_MISSING'>> {
  const { caseId, division, members, declared } = given;
  const last = await lockVerification(tx, caseId);
  if (last && last.state !== 'archived' && last.state !== 'awaiting-consent')
    return fail('VERIFICATION_OPEN', { state: verificationStates[last.state] });
  const missing = await withoutConsent(tx, { caseId, members });
  if (missing.length > 0) return fail('CONSENT_MISSING', { names: missing.join('、') });
  const days = await wholeParameter(tx, 'DIBAO-LIMIT-CHECK-START', division, tx.today);
  if (!days.ok) return days;
  const startDue = tx.calendar.addWorkdays(tx.today, days.value, division);
  let id = last?.id;
  if (last?.state === 'awaiting-consent') {
    // A new round: queries that ended with the old consent stay on record as they are.
    const round = last.round + 1;
    await updateVerification(tx, last.id, {
      state: 'requested',
      round,
      requestedAt: tx.now,
      requestedBy: tx.actor.id,
      startDue,
      declared,
      members,
    });
  } else {
    const applicantId = given.applicantId ?? null;
    id = await insertVerification(tx, { caseId, run: (last?.run ?? 0) + 1, division, applicantId, startDue, declared, members });
  }
  await audit(tx, 'verification.requested', { id: id!, caseId, division, members });
  return ok({ verificationId: id! });
}

export type StartError = 'NOT_PERMITTED' | 'NOT_FOUND' | 'VERIFICATION_STATE' | AskError;

/** 启动核对 (≤ 3 working days after the request): one query for each member and source, within the consents. */
export async function startVerification(
  tx: Tx,
  { caseId }: { caseId: string },
): Promise<Result<{ queries: number }, StartError>> {
  const found = await forAction(tx, { caseId, performers: checkers, states: ['requested'] });
  if (!found.ok) return found;
  const verification = found.value;
  const asked = await askAll(tx, verification);
  if (!asked.ok) return asked;
  await updateVerification(tx, verification.id, { state: 'started', startedAt: tx.now, startedBy: tx.actor.id });
  await audit(tx, 'verification.started', verification);
  await emit(tx, {
    type: 'verification.requested',
    subject: { kind: 'verification', id: verification.id },
    division: verification.division,
    payload: {
      verificationId: verification.id,
      caseId,
      personIds: verification.members.map((member) => member.personId),
      scope: await scopeOf(tx, verification),
    },
    correlationId: caseId,
  });
  return ok({ queries: asked.value });
}

/** What the departments are asked about, as the event tells it: codes of sources. */
const scopeOf = async (tx: Tx, of: Verification): Promise<string[]> => [
  ...new Set((await queriesOf(tx, referenceOf(of))).map((query) => query.source)),
];

/** Hook of the exchange (`settled`): the verification's state follows what the departments do. Other references are not its business. */
export async function collect(tx: Tx, queries: readonly Query[]): Promise<void> {
  const answered = new Map<string, boolean>();
  for (const { reference, state } of queries) {
    const [kind, id] = reference.split(':');
    if (kind === 'verification' && id) answered.set(id, state === 'answered' || (answered.get(id) ?? false));
  }
  for (const [id, any] of answered) await noteAttempt(tx, id, any);
}

/** Asks again those sources that were given up, as when a department is back. */
export async function retryVerification(
  tx: Tx,
  { caseId }: { caseId: string },
): Promise<Result<{ queries: number }, 'NOT_PERMITTED' | 'NOT_FOUND' | 'VERIFICATION_STATE'>> {
  const found = await forAction(tx, {
    caseId,
    performers: checkers,
    states: ['started', 'querying', 'partly-answered', 'reported', 'rechecking'],
  });
  if (!found.ok) return found;
  const queries = await retryQueries(tx, { reference: referenceOf(found.value) });
  await audit(tx, 'verification.retried', found.value);
  return ok({ queries });
}

const sourceOf = (query: Query): VerificationSource => query.source as VerificationSource;

function findingsOf(verification: Verification, answers: readonly AnsweredQuery[]): Finding[] {
  return answers.flatMap((query) => {
    const member = verification.members.find((m) => m.personId === query.personId);
    if (!member || !query.answer || !query.answerAsOf) return [];
    return [{ member: member.ref, source: sourceOf(query), asOf: query.answerAsOf, items: query.answer.items }];
  });
}

/** 一致、不一致、未反馈 or 异常: a department that answered nonsense is 异常, never 一致. */
function lineOf(member: VerificationMember, query: AnsweredQuery, found: readonly Discrepancy[]): ReportLine {
  const source = sourceOf(query);
  const about = (d: Discrepancy) =>
    d.source === source && (d.member === member.ref || d.items.some((item) => item.owner === member.ref));
  const nonsense = query.error === 'wrong-person' || query.error === 'malformed' || query.error === 'foreign';
  const result: CheckResult = query.answer
    ? found.some(about)
      ? 'inconsistent'
      : 'consistent'
    : nonsense
      ? 'abnormal'
      : 'unanswered';
  const { addressee, way, answerAsOf: asOf } = query;
  return { member: member.ref, source, addressee, way, result, asOf, items: query.answer?.items ?? [] };
}

export type ReportError =
  | 'NOT_PERMITTED'
  | 'NOT_FOUND'
  | 'VERIFICATION_STATE'
  | 'SOURCES_UNANSWERED'
  | 'REASON_REQUIRED'
  | 'PARAM_MISSING';

/**
 * 出具报告. Sources that have not answered need a recorded reason and stay named in the report, so that the rule sees 待查明 and not a pass.
 * An incomplete report may be issued again when the rest has answered; dispositions already made stay.
 */
export async function issueReport(
  tx: Tx,
  { caseId, proceedReason }: { caseId: string; proceedReason?: string },
): Promise<Result<{ reportNo: string; discrepancyCount: number; unanswered: readonly string[] }, ReportError>> {
  const found = await forAction(tx, {
    caseId,
    performers: checkers,
    states: ['started', 'querying', 'partly-answered', 'reported', 'rechecking'],
  });
  if (!found.ok) return found;
  const verification = found.value;
  if (verification.state === 'reported' && verification.complete) return wrongState('reported');
  const answers = await readAnswers(tx, { reference: referenceOf(verification), purpose: VERIFICATION_PURPOSE });
  const silent = answers.filter((query) => !query.answer).map((query) => sourceOwner(query.source));
  const unanswered = [...new Set(silent)];
  const reason = proceedReason === undefined ? null : reasonOf(proceedReason);
  if (proceedReason !== undefined && reason === null) return fail('REASON_REQUIRED');
  if (unanswered.length > 0 && reason === null) return fail('SOURCES_UNANSWERED', { sources: unanswered.join('、') });

  const findings = findingsOf(verification, answers);
  const compared = findDiscrepancies(verification.declared, findings, await parametersOf(tx), tx.today);
  if (!compared.ok) return compared;
  const months = await wholeParameter(tx, 'CHECK-VALID-MONTHS', verification.division, tx.today);
  if (!months.ok) return months;

  const known = await discrepanciesOf(tx, verification);
  const seen = new Set(known.map((d) => JSON.stringify(d.detail)));
  const fresh = compared.value.filter((d) => !seen.has(JSON.stringify(d)));
  await insertDiscrepancies(tx, { ...verification, firstSeq: known.length + 1 }, fresh);

  const report: Report = {
    lines: answers.flatMap((query) => {
      const member = verification.members.find((m) => m.personId === query.personId);
      return member ? [lineOf(member, query, compared.value)] : [];
    }),
    unanswered,
    proceedReason: unanswered.length > 0 ? reason : null,
    notAsked: await notAsked(tx, verification, answers),
    hints: hintsOf(verification.declared, findings),
  };
  const reportNo = await nextReportNo(tx, verification.division);
  await updateVerification(tx, verification.id, {
    state: 'reported',
    report,
    reportNo,
    reportedAt: tx.now,
    reportedBy: tx.actor.id,
    validTo: addMonths(tx.today, months.value),
    complete: unanswered.length === 0,
  });
  await audit(tx, 'verification.reported', verification);
  const discrepancyCount = known.length + fresh.length;
  await emit(tx, {
    type: 'verification.completed',
    subject: { kind: 'verification', id: verification.id },
    division: verification.division,
    payload: { verificationId: verification.id, caseId, discrepancyCount, completedAt: tx.now },
    correlationId: caseId,
  });
  return ok({ reportNo, discrepancyCount, unanswered });
}

export interface DisposeDiscrepancy {
  id: string;
  disposition: Disposition;
  reason: string;
  /** Uploaded files. */
  evidence?: readonly string[];
}

/** 处置差异: 属实调整、申诉成立、数据错误 or 豁免, with a reason, once. */
export async function disposeDiscrepancy(
  tx: Tx,
  given: DisposeDiscrepancy,
): Promise<
  Result<StoredDiscrepancy, 'NOT_PERMITTED' | 'NOT_FOUND' | 'VERIFICATION_STATE' | 'REASON_REQUIRED' | 'DISCREPANCY_DISPOSED'>
> {
  if (!isOneOf(tx.actor, disposers)) return fail('NOT_PERMITTED');
  const belongs = await caseOfDiscrepancy(tx, given.id);
  if (!belongs) return fail('NOT_FOUND');
  const found = await forAction(tx, { caseId: belongs.caseId, performers: disposers, states: ['reported', 'disputed'] });
  if (!found.ok) return found;
  const reason = reasonOf(given.reason);
  if (!reason) return fail('REASON_REQUIRED');
  const current = (await discrepanciesOf(tx, found.value)).find((d) => d.id === given.id);
  if (!current) return fail('NOT_FOUND'); // of a round that a recheck has replaced
  if (current.disposition) return fail('DISCREPANCY_DISPOSED', { disposition: dispositions[current.disposition] });
  const disposed = await saveDisposition(tx, { ...given, reason, evidence: given.evidence ?? [] });
  await recordAudit(tx, {
    action: 'verification.discrepancy.disposed',
    subject: { kind: 'verification-discrepancy', id: given.id },
    personIds: found.value.members.filter((m) => m.ref === current.detail.member).map((m) => m.personId),
    caseId: belongs.caseId,
    division: found.value.division,
    purpose: VERIFICATION_PURPOSE,
    detail: { disposition: given.disposition },
  });
  return ok(disposed);
}

/** How many sources have answered, of how many. */
export async function answeredOf(tx: Tx, at: Pick<Verification, 'id' | 'round'>): Promise<{ answered: number; asked: number }> {
  const queries = await queriesOf(tx, referenceOf(at));
  return { answered: queries.filter((query) => query.state === 'answered').length, asked: queries.length };
}
