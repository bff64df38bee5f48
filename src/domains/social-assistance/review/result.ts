/** The computed answer of a review case: facts as they stand, the rule of the day, what is paid now. */

import { firstDayOf, longMonth, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { dueFor, type EntitlementView, getEntitlement } from '../../../kernel/payment/server.ts';
import { getDecision, parametersOf, yuanDigits } from '../../../kernel/policy/server.ts';
import { type PassedRaise, passedRaise, raisedBy } from '../../../kernel/rehearsal/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, YearMonth } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents, type StoredEvent } from '../../../kernel/service/server.ts';
import { type AssistanceDecision, classificationRules } from '../classification/classify.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { placeOf } from '../family/facts-of-case.ts';
import { countMembers } from '../family/household.ts';
import { withDeathsOf, withTekunOf } from '../family/known-since.ts';
import type { Recognition } from '../recognition/content.ts';
import { entitledAmong, getRecognition } from '../recognition/store.ts';
import { verificationProgress, verifiedFacts } from '../verification/server.ts';
import { hasMovedAway, placeBefore, untilMove } from './before-move.ts';
import { countedIn, factsInForce, familyFactsAsOf, lastGradualOf, type Origin, originOf, originOfRecognition } from './facts.ts';
import { type DueFrom, type ReviewAnswer, reviewDibao, reviewRecognition } from './rules.ts';
import { type Review, reviewOfCase } from './store.ts';
import { CONCEALED, needsCheck, type ReviewChange, type ReviewKind, reviewChanges, TAKEN_IN } from './terms.ts';

/** What was proposed and heard: kept sealed with its event, compared when it is decided. */
export interface Proposal {
  readonly change: ReviewChange;
  readonly amounts: readonly DueFrom[];
  readonly lastMonth: YearMonth | null;
  readonly refusing: string | null;
}

interface StateOf {
  readonly review: Review;
  readonly origin: Origin;
  readonly facts: FamilyFacts;
  readonly factIds: readonly string[];
  readonly events: readonly StoredEvent[];
}
/** A standard that rose while the family waited for this decision. */
export interface WaitingRaise extends DueFrom {
  readonly documentNo: string;
}
/** Of a benefit that is paid. */
export interface PaidState extends StateOf {
  readonly recognition: null;
  /** With the raises that passed it by while it waited: they are written with the decision. */
  readonly entitlement: EntitlementView;
  readonly before: FamilyFacts;
  /** What is due now, with the raises that passed by, before the review changes anything. */
  readonly currentFen: Fen;
  /** What the family receives now: the raises that passed by are still to be made up. */
  readonly formerFen: Fen;
  readonly raise: WaitingRaise | null;
  readonly beforePersons: number;
}
/** Of a recognition, which pays nothing. */
export interface RecognisedState extends StateOf {
  readonly recognition: Recognition;
  readonly entitlement: null;
}
export type ReviewState = PaidState | RecognisedState;

/** The last check of this case that has a report. */
const reported = async (tx: Tx, caseId: string): Promise<boolean> => (await verificationProgress(tx, caseId))?.reportNo != null;

/** Actions that change what is known; what was checked before one of them is not the whole truth any more. */
const factActions: ReadonlySet<string> = new Set(['recordFacts', 'addMember', 'removeMember']);

/** The facts as they stand: recorded on two clocks; what the departments found in this review, where it was asked. */
async function currentFacts(tx: Tx, kase: Case, origin: Origin, review: Review, events: readonly StoredEvent[]) {
  const stored = await familyFactsAsOf(tx, origin, { validOn: tx.today });
  const checked = (await reported(tx, kase.id)) ? await verifiedFacts(tx, kase.id) : null;
  const changed =
    events.findLastIndex((e) => factActions.has(e.action)) > events.findLastIndex((e) => e.action === 'requestCheck');
  const deaths = new Map(stored.facts.members.map((m) => [m.ref, m.diedOn]));
  const base =
    checked && !changed
      ? {
          ...checked,
          ...placeOf(stored.facts),
          members: checked.members.map((m) => ({ ...m, diedOn: deaths.get(m.ref) ?? m.diedOn })),
        }
      : stored.facts;
  // 家庭成员去世和家庭报告的变化按登记的事实核算，原核对报告继续有效；定期复核和预警核查须重新核对。
  const check = checked
    ? checked.check
    : base.check && { ...base.check, ...(needsCheck.includes(review.kind) ? {} : { validTo: null }) };
  const discrepancies = checked ? checked.discrepancies : base.discrepancies;
  // A death or a birthday changes who is counted and what is added, not the year that incomes are counted over.
  const sameYear: readonly ReviewKind[] = ['death', 'death-amended', 'standard', 'age'];
  const applicationMonth = sameYear.includes(review.kind) ? base.applicationMonth : monthOf(tx.today);
  return { facts: { ...base, check, discrepancies, applicationMonth, decisionDate: tx.today }, factIds: stored.factIds };
}

/** Reviews that look back because somebody has died, came under 特困 or came of age: what was decided for those months stands otherwise. */
const lookingBack: readonly ReviewKind[] = ['death', 'change', 'age'];

/** The facts by which each month since then was decided, with the deaths and 特困 of today. A raise of the standard rests on the facts of the amount that it raised. */
async function factsSince(tx: Tx, entitlement: EntitlementView, facts: FamilyFacts, since: YearMonth) {
  const known: { from: YearMonth; facts: FamilyFacts | null }[] = [];
  for (const version of entitlement.versions) {
    const stored = version.decisionId ? await getDecision(tx, version.decisionId) : null;
    const own = stored?.ok ? (stored.value.facts as FamilyFacts | null) : null;
    const then = own?.members ? own : known.findLast(({ from }) => from <= version.fromMonth)?.facts;
    known.push({ from: version.fromMonth, facts: then?.members ? withTekunOf(withDeathsOf(then, facts), facts) : null });
  }
  // A later version stands for every month from its first on.
  return (month: YearMonth): FamilyFacts | null =>
    month < since ? null : (known.findLast(({ from }) => from <= month)?.facts ?? null);
}

const raiseIn = (passed: PassedRaise | null): WaitingRaise | null => {
  const step = passed?.raised.steps[0];
  return passed && step ? { documentNo: passed.documentNo, fromMonth: step.fromMonth, amountFen: step.amountFen } : null;
};

export async function reviewState(tx: Tx, kase: Case): Promise<Result<ReviewState>> {
  const review = await reviewOfCase(tx, kase.id);
  const events = await caseEvents(tx, kase.id);
  if (review.recognitionId) {
    const recognition = await getRecognition(tx, review.recognitionId);
    if (!recognition) return fail('NOT_FOUND');
    const origin = await originOfRecognition(tx, recognition);
    if (!origin.ok) return origin;
    const current = await currentFacts(tx, kase, origin.value, review, events);
    return ok({ review, origin: origin.value, recognition, entitlement: null, ...current, events });
  }
  const entitlementId = review.entitlementId!;
  const origin = await originOf(tx, entitlementId);
  if (!origin.ok) return origin;
  const entitlement = await getEntitlement(tx, entitlementId);
  if (!entitlement.ok) return entitlement;
  const { facts, factIds } = await currentFacts(tx, kase, origin.value, review, events);
  // 待核算期间公布的新标准没有轮到这一户：以前的月份一并补算
  const passed = await passedRaise(tx, entitlementId);
  const standing = raisedBy(entitlement.value, passed);
  const before = await factsInForce(tx, standing, origin.value);
  const now = review.sinceMonth ? plusMonths(review.sinceMonth, -1) : monthOf(tx.today);
  const month = [standing.fromMonth, now].sort()[1]!;
  return ok({
    review,
    origin: origin.value,
    recognition: null,
    entitlement: standing,
    facts: await placeBefore(tx, entitlement.value, origin.value, facts),
    factIds,
    before,
    events,
    currentFen: dueFor(month, standing),
    formerFen: dueFor(month, entitlement.value),
    raise: raiseIn(passed),
    beforePersons: countMembers(before, before.decisionDate ?? tx.today, firstDayOf(now)).filter((m) => m.counted).length,
  });
}

export interface RecognisedAnswer {
  /** Null while something is 尚未查明. */
  readonly change: ReviewChange | null;
  readonly decision: AssistanceDecision;
  readonly amounts: readonly never[];
  /** The month with whose end the recognition ends; null while it stands. */
  readonly lastMonth: YearMonth | null;
  readonly clauses: readonly never[];
}

async function computeRecognised(tx: Tx, state: RecognisedState): Promise<Result<RecognisedAnswer>> {
  const { facts, recognition } = state;
  const decided = classificationRules.current.decide({ facts, appliedFor: recognition.kind }, await parametersOf(tx), tx.today);
  if (!decided.ok) return decided;
  const counted = countedIn(decided.value, state.origin.family);
  const entitled = (await entitledAmong(tx, counted)).filter((e) => e.programme === 'dibao');
  const paid = counted.length > 0 && counted.every((id) => entitled.some((e) => e.personId === id));
  const change = reviewRecognition(recognition.kind, { category: decided.value.category, paid });
  const lastMonth = change === 'withdraw' ? monthOf(tx.today) : null;
  return ok({ change, decision: decided.value, amounts: [], lastMonth, clauses: [] });
}

/** A state with the answer that belongs to it. */
export type Computed = { state: PaidState; answer: ReviewAnswer } | { state: RecognisedState; answer: RecognisedAnswer };

/** What the review comes to today. `refusing`: a member who refused suitable work three times. */
export async function computeReview(tx: Tx, kase: Case, refusing: string | null = null): Promise<Result<Computed>> {
  const found = await reviewState(tx, kase);
  if (!found.ok) return found;
  const state = found.value;
  if (state.recognition) {
    const answer = await computeRecognised(tx, state);
    return answer.ok ? ok({ state, answer: answer.value }) : answer;
  }
  const { review, facts, before, currentFen, beforePersons } = state;
  const lastGradualFrom = (await lastGradualOf(tx, review.householdId)) as YearMonth | null;
  const { toMonth } = state.entitlement;
  const away = hasMovedAway(state.entitlement);
  const fading = !away && toMonth !== null && lastGradualFrom !== null && lastGradualFrom <= toMonth;
  const concealed = kase.flags.includes(CONCEALED);
  const back =
    review.sinceMonth !== null && lookingBack.includes(review.kind) && !concealed && !fading ? review.sinceMonth : null;
  const answer = reviewDibao(
    {
      kind: review.kind,
      facts,
      before,
      asOf: tx.today,
      current: { amountFen: currentFen, persons: beforePersons },
      inForce: (month) => dueFor(month, state.entitlement),
      since: review.sinceMonth,
      concealed,
      ...(back ? { decidedBy: await factsSince(tx, state.entitlement, facts, back) } : {}),
      refusing,
      lastGradualFrom,
      fading,
      endsWith: toMonth,
      takenIn: state.entitlement.endReason === TAKEN_IN,
    },
    await parametersOf(tx),
  );
  if (!answer.ok) return answer;
  const inForce = (month: YearMonth) => dueFor(month, state.entitlement);
  return ok({ state, answer: away && toMonth ? untilMove(answer.value, { lastMonth: toMonth, inForce }) : answer.value });
}

/** 减发：从2026年6月起每月860.00元 */
export function sayResult(result: Pick<Proposal, 'change' | 'amounts' | 'lastMonth'>): string {
  const amounts = result.amounts.map((a) => `从${longMonth(a.fromMonth)}起每月${yuanDigits(a.amountFen)}元`).join('，');
  const until = result.change === 'withdraw' ? '认定到' : '发到';
  const end = result.lastMonth ? `${until}${longMonth(result.lastMonth)}为止` : '';
  const rest = [amounts, end].filter(Boolean).join('，');
  return rest ? `${reviewChanges[result.change]}：${rest}` : reviewChanges[result.change];
}

/** The last proposal of the case. */
export const proposalOf = (events: readonly StoredEvent[]): { event: StoredEvent; proposal: Proposal } | null => {
  const event = events.findLast((e) => e.action === 'proposeChange');
  return event ? { event, proposal: event.data!.proposal as Proposal } : null;
};

/** What the household said to the last proposal; null while nobody wrote it down. */
export const hearingOf = (events: readonly StoredEvent[]): StoredEvent | null => {
  const proposed = events.findLastIndex((e) => e.action === 'proposeChange');
  return events.slice(proposed + 1).findLast((e) => e.action === 'recordHearing') ?? null;
};
