/** 异议、复核、归档、撤回授权: how a verification is disputed and ends. */

import type { Actor } from '../../../kernel/access/index.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { cancelQueries, revokeConsent, seesConsent } from '../../../kernel/exchange/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { getCase, officeOf } from '../../../kernel/service/server.ts';
import { audit, forAction, issueReport, type ReportError, reasonOf, type StartError, wrongState } from './actions.ts';
import { askAll, referenceOf } from './asking.ts';
import { issueReportPaper } from './report-paper.ts';
import { checkers, disposers, type VerificationState } from './states.ts';
import { discrepanciesOf, lockVerification, updateVerification } from './store.ts';

/** 提出异议 to the report: by the applicant, or by the clerk who takes it down. */
export async function objectToReport(
  tx: Tx,
  { caseId, reason: text }: { caseId: string; reason: string },
): Promise<Result<null, 'NOT_PERMITTED' | 'NOT_FOUND' | 'VERIFICATION_STATE' | 'REASON_REQUIRED' | 'PARAM_MISSING'>> {
  const found = await forAction(tx, { caseId, performers: ['resident', ...disposers], states: ['reported'] });
  if (!found.ok) return found;
  const reason = reasonOf(text);
  if (!reason) return fail('REASON_REQUIRED');
  const days = await wholeParameter(tx, 'DIBAO-LIMIT-RECHECK', found.value.division, tx.today);
  if (!days.ok) return days;
  const reviewDue = tx.calendar.addWorkdays(tx.today, days.value, found.value.division);
  await updateVerification(tx, found.value.id, { state: 'disputed', objection: reason, objectedAt: tx.now, reviewDue });
  await audit(tx, 'verification.disputed', found.value);
  return ok(null);
}

/** 复核: all sources are asked again; the report issued next replaces the disputed one, and its differences are disposed of anew. */
export async function recheckVerification(
  tx: Tx,
  { caseId }: { caseId: string },
): Promise<Result<{ queries: number }, StartError>> {
  const found = await forAction(tx, { caseId, performers: checkers, states: ['disputed'] });
  if (!found.ok) return found;
  const next = { ...found.value, round: found.value.round + 1 };
  const asked = await askAll(tx, next);
  if (!asked.ok) return asked;
  await cancelQueries(tx, { reference: referenceOf(found.value) });
  await updateVerification(tx, next.id, { state: 'rechecking', round: next.round });
  await audit(tx, 'verification.rechecking', next);
  return ok({ queries: asked.value });
}

/** 复核结果: the report of the re-check, told to the applicant with a new day to explain what is still different. */
export async function reportRecheck(
  tx: Tx,
  { caseId, proceedReason }: { caseId: string; proceedReason?: string | undefined },
): Promise<Result<{ reportNo: string }, ReportError | 'ALREADY_REVOKED' | 'GLYPH_MISSING'>> {
  const found = await forAction(tx, { caseId, performers: checkers, states: ['rechecking'] });
  if (!found.ok) return found;
  const { id, division, applicantId } = found.value;
  const issued = await issueReport(tx, { caseId, ...(proceedReason ? { proceedReason } : {}) });
  if (!issued.ok) return issued;
  const { reportNo, discrepancyCount: n } = issued.value;
  const days = await wholeParameter(tx, 'DIBAO-LIMIT-CHECK-OBJECTION', division, tx.today);
  if (!days.ok) return days;
  const explainUntil = n > 0 ? tx.calendar.addWorkdays(tx.today, days.value, division) : null;
  await updateVerification(tx, id, { explainUntil });
  const kase = await getCase(tx, caseId);
  if (!kase.ok) return kase;
  const paper = await issueReportPaper(tx, kase.value);
  if (!paper.ok) return paper;
  const { applicantName: name } = kase.value;
  if (applicantId)
    await notify(tx, {
      to: { personId: applicantId },
      template: 'assistance.rechecked',
      params: {
        result: explainUntil
          ? `仍有${n}项信息与申报不一致，到${longDate(explainUntil)}为止可以再说明`
          : '没有与申报不一致的信息了',
        tel: tx.office(officeOf('township-clerk', division)).telephone,
      },
      caseId,
    });
  await notify(tx, {
    to: { performer: 'township-clerk', division: officeOf('township-clerk', division) },
    template: 'assistance.recheck-done',
    params: { name, n },
    caseId,
  });
  return ok({ reportNo });
}

/** 归档, when every difference has its disposition: with the decision of the case. */
export async function archiveVerification(
  tx: Tx,
  { caseId }: { caseId: string },
): Promise<Result<null, 'NOT_FOUND' | 'VERIFICATION_STATE' | 'DISCREPANCY_OPEN'>> {
  const verification = await lockVerification(tx, caseId);
  if (!verification) return fail('NOT_FOUND');
  if (verification.state !== 'reported') return wrongState(verification.state);
  const open = (await discrepanciesOf(tx, verification)).filter((d) => d.disposition === null).length;
  if (open > 0) return fail('DISCREPANCY_OPEN', { count: open });
  await cancelQueries(tx, { reference: referenceOf(verification) });
  await updateVerification(tx, verification.id, { state: 'archived', archivedAt: tx.now });
  await audit(tx, 'verification.archived', verification);
  return ok(null);
}

/**
 * 撤回授权, by whoever may see the consent: the person, the guardian, whoever took it down. What is not answered yet is given up, and a verification
 * without a report falls back to 待授权, whoever's application it belongs to: that part is done with the sight of the city.
 */
export async function withdrawOwnConsent(
  context: Context,
  actor: Actor,
  { consentId }: { consentId: string },
): Promise<Result<null, 'NOT_FOUND' | 'CONSENT_ENDED'>> {
  const inSight = await context.read(actor, (tx) => seesConsent(tx, consentId));
  if (!inSight) return fail('NOT_FOUND');
  return context.write({ ...actor, ...scopeRange(context.city) }, (tx) => withdrawConsent(tx, { consentId }));
}

/** The same in a transaction that sees the consent and the verification. */
export async function withdrawConsent(
  tx: Tx,
  { consentId }: { consentId: string },
): Promise<Result<null, 'NOT_FOUND' | 'CONSENT_ENDED'>> {
  const revoked = await revokeConsent(tx, { consentId });
  if (!revoked.ok) return revoked;
  const { caseId, personId } = revoked.value;
  const verification = caseId ? await lockVerification(tx, caseId) : null;
  const unfinished: readonly VerificationState[] = ['requested', 'started', 'querying', 'partly-answered'];
  if (verification?.members.some((m) => m.personId === personId) && unfinished.includes(verification.state))
    await updateVerification(tx, verification.id, { state: 'awaiting-consent' });
  return ok(null);
}
