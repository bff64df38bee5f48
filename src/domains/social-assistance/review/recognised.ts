/**
 * 认定的复核 (4.4: an edge family is looked at every year): the category is computed again by what is known now. It stays what it was, it ends, or the
 * family belongs under something higher — then that application is opened from the file, and the recognition stands until it is decided.
 */
import { addMonths, firstDayOf, longDate, monthAfter, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { issueDocument } from '../../../kernel/document/server.ts';
import { saveDecision, wholeParameter } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { type FamilyCategory, recognitionNames } from '../classification/categories.ts';
import type { AssistanceDecision } from '../classification/classify.ts';
import { decidingOffice, entrusted } from '../delegation/entrusted.ts';
import { DIBAO_BY_TOWNSHIP } from '../delegation/terms.ts';
import { reconsiderationBody } from '../procedure/letters.ts';
import type { Recognition } from '../recognition/content.ts';
import {
  coverRecognised,
  endRecognition,
  entitledAmong,
  postponeReview,
  renewRecognition,
  tell as tellRecognised,
} from '../recognition/store.ts';
import { countedIn } from './facts.ts';
import type { Hearing } from './inputs.ts';
import { reviewDocuments, withdrawalLetter } from './letters.ts';
import { tellFamily } from './payee.ts';
import { familyNames, openForRecognised } from './reclassified.ts';
import { hearingOf, type RecognisedAnswer, type RecognisedState, sayResult } from './result.ts';
import { closeReview, confirmMove } from './store.ts';
import { type ReviewChange, reviewChanges, reviewKinds } from './terms.ts';

/** The last day of a recognition that is withdrawn today: it ends with the month, as money does. */
const lastDay = (recognition: Recognition, today: PlainDate): PlainDate =>
  [plusDays(firstDayOf(monthAfter(today)), -1), recognition.validTo ?? '9999-12-31'].sort()[0]!;

/** Nothing has changed: only the next look at it is planned. */
export async function keepRecognition(tx: Tx, recognition: Recognition): Promise<Result<null>> {
  const planned = await planRecognition(tx, recognition);
  if (!planned.ok) return planned;
  await postponeReview(tx, recognition.id, planned.value);
  return ok(null);
}

/** The family comes under something else now: an application for that is opened. */
export const goesOn = (recognition: Recognition, category: AssistanceDecision['category']): category is FamilyCategory =>
  category !== null && category !== 'none' && category !== recognition.kind;

/** The next yearly look at an edge family; a rigid one is renewed by an application before its last day. */
async function planRecognition(tx: Tx, recognition: Recognition): Promise<Result<PlainDate | null, 'PARAM_MISSING'>> {
  if (recognition.kind !== 'edge') return ok(null);
  const months = await wholeParameter(tx, 'EDGE-REVIEW-MONTHS', recognition.division, tx.today);
  return months.ok ? ok(addMonths(tx.today, months.value)) : months;
}

/** Who is covered from now on: those who are counted and are not paid by 低保 or 特困 themselves. */
async function covered(tx: Tx, state: RecognisedState, decision: AssistanceDecision) {
  const counted = countedIn(decision, state.origin.family);
  const paid = new Set((await entitledAmong(tx, counted)).map((e) => e.personId));
  return counted.filter((id) => !paid.has(id));
}

/** Everything that the decision brings about, in its transaction. */
export async function settleRecognised(
  tx: Tx,
  kase: Case,
  of: { state: RecognisedState; answer: RecognisedAnswer; change: ReviewChange },
): Promise<Result<{ decisionId: string; childId?: string }>> {
  const { state, answer, change } = of;
  const { recognition } = state;
  const { decision } = answer;
  const decisionId = await saveDecision(tx, {
    caseId: kase.id,
    kind: 'final',
    division: kase.division,
    personId: kase.applicantPersonId,
    decision,
    facts: state.facts,
    factIds: state.factIds,
  });
  await closeReview(tx, kase.id, change);
  if (state.review.kind === 'move') await confirmMove(tx, kase.id);
  const planned = await planRecognition(tx, recognition);
  if (!planned.ok) return planned;
  if (change === 'unchanged')
    await renewRecognition(tx, recognition, {
      decisionId,
      memberIds: await covered(tx, state, decision),
      reviewDue: planned.value,
    });
  // 办成以前认定有效，走了的人不再占着它
  if (change === 'reclassify') {
    await postponeReview(tx, recognition.id, planned.value);
    const memberIds = await covered(tx, state, decision);
    await coverRecognised(tx, recognition, memberIds);
    await tellRecognised(tx, recognition, { fromState: 'active', toState: 'active', memberIds });
  }
  if (change === 'absorbed') await endRecognition(tx, recognition, { lastDay: tx.today, reason: reviewChanges.absorbed });
  if (change === 'withdraw') {
    await endRecognition(tx, recognition, { lastDay: lastDay(recognition, tx.today), reason: '复核：不再符合条件' });
    const letter = await issueWithdrawal(tx, kase, of);
    if (!letter.ok) return letter;
  }
  const { category } = decision;
  const next = change !== 'absorbed' && goesOn(recognition, category) ? category : null;
  const child = next ? await openForRecognised(tx, kase, state, next) : null;
  if (child && !child.ok) return child;
  const result = sayResult({ change, amounts: [], lastMonth: answer.lastMonth });
  await tellFamily(tx, kase, {
    template: child?.value ? 'review.reclassified' : 'review.decided',
    params: { result, what: recognitionNames[recognition.kind], ...(next && child?.value ? { to: familyNames[next] } : {}) },
  });
  return ok({ decisionId, ...(child?.value?.childId ? { childId: child.value.childId } : {}) });
}

async function issueWithdrawal(
  tx: Tx,
  kase: Case,
  { state, answer }: { state: RecognisedState; answer: RecognisedAnswer },
): Promise<Result<unknown>> {
  const division = decidingOffice(kase);
  const office = tx.office(division);
  const heard = hearingOf(state.events);
  return issueDocument(tx, {
    kind: reviewDocuments.withdraw,
    issuer: { division, name: office.name },
    letter: await entrusted(
      tx,
      kase,
      DIBAO_BY_TOWNSHIP,
      withdrawalLetter({
        familyName: kase.applicantName,
        kind: recognitionNames[state.recognition.kind],
        ground: reviewKinds[state.review.kind],
        until: longDate(lastDay(state.recognition, tx.today)),
        clauses: answer.decision.clauses.filter((c) => c.verdict === 'unmet'),
        heardOn: heard ? (heard.data!.hearing as Hearing).heldOn : null,
        contact: { office: office.name, telephone: office.telephone },
        reconsiderationBody: reconsiderationBody(tx, kase),
      }),
    ),
    signer: tx.actor.name,
    caseId: kase.id,
    personId: kase.applicantPersonId,
    division: kase.division,
  });
}
