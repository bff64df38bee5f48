/** What a decision of a review does to the benefit: amounts, members, end, holds, papers, messages, event, next review. */
import { monthAfter, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { issueDocument, type Letter } from '../../../kernel/document/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import {
  coverMembers,
  endEntitlement,
  holdsOf,
  releaseHold,
  reopenEntitlement,
  reviseEntitlement,
} from '../../../kernel/payment/server.ts';
import { saveDecision } from '../../../kernel/policy/server.ts';
import { makeUpRaise } from '../../../kernel/rehearsal/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { decidingOffice, entrusted } from '../delegation/entrusted.ts';
import { DIBAO_BY_TOWNSHIP } from '../delegation/terms.ts';
import { reconsiderationBody } from '../procedure/letters.ts';
import { hasMovedAway } from './before-move.ts';
import { paidFor } from './facts.ts';
import { MOVE_HOLD } from './handover.ts';
import type { Hearing } from './inputs.ts';
import { changeLetter, gradualLetter, reviewDocuments, stopLetter } from './letters.ts';
import { planReview } from './open.ts';
import { tellFamily } from './payee.ts';
import { openForFamily } from './reclassified.ts';
import { hearingOf, type PaidState, sayResult } from './result.ts';
import type { ReviewAnswer } from './rules.ts';
import { closeReview, confirmMove } from './store.ts';
import { CONCEALED, isOfRecognition, type ReviewChange, type ReviewKind, reviewKinds, reviewWords, TAKEN_IN } from './terms.ts';

interface Settled {
  readonly state: PaidState;
  readonly answer: ReviewAnswer;
  readonly change: ReviewChange;
}

/**
 * Lines that waited for the review are free again, what the same person stopped elsewhere waits for the review there; a raise that passed by meanwhile is made
 * up, unless the decision has done so.
 */
export async function releaseReview(tx: Tx, state: Pick<PaidState, 'entitlement'>, reason: string): Promise<void> {
  const { id } = state.entitlement;
  await makeUpRaise(tx, id);
  for (const { personId, code } of await holdsOf(tx, id))
    if (code === 'recompute') await releaseHold(tx, { personId, code: 'recompute', reason, entitlementIds: [id] });
}

/** What came from another county was paid provisionally: confirmed, it rests on a decision of this one, also where the amount stays. */
function amountsToWrite(tx: Tx, { state, answer, change }: Settled): ReviewAnswer['amounts'] {
  const confirms = state.review.kind === 'move' && change === 'unchanged' && !hasMovedAway(state.entitlement);
  return confirms ? [{ fromMonth: monthAfter(tx.today), amountFen: state.currentFen }] : answer.amounts;
}

const whyReopened = (kind: ReviewKind): string =>
  kind === 'appeal' ? '停发的决定被改变，恢复保障' : kind === 'supervision' ? '县级抽查，恢复保障' : '渐退期内恢复保障';

async function changeMoney(tx: Tx, kase: Case, { state, answer, change }: Settled, decisionId: string): Promise<Result<null>> {
  const { entitlement, review, origin } = state;
  const reason = reviewKinds[review.kind];
  const parameterIds = answer.decision.parameters.map((p) => p.rowId);
  const paid = entitlement.fromMonth;
  // 渐退期内收入又降到标准以下：恢复，不再终止（5.8）；停发的决定被复议、判决改变的，也恢复。
  if (
    entitlement.toMonth !== null &&
    entitlement.endReason !== TAKEN_IN &&
    !hasMovedAway(entitlement) &&
    answer.decision.outcome === 'eligible' &&
    change !== 'stop'
  ) {
    const reopened = await reopenEntitlement(tx, {
      id: entitlement.id,
      reason: whyReopened(review.kind),
    });
    if (!reopened.ok) return reopened;
  }
  for (const { fromMonth, amountFen } of amountsToWrite(tx, { state, answer, change })) {
    const revised = await reviseEntitlement(tx, {
      id: entitlement.id,
      fromMonth: [fromMonth, paid].sort()[1]!,
      amountFen,
      breakdown: [],
      decisionId,
      parameterIds,
      ...(answer.lastShare ? { lastShare: answer.lastShare } : {}),
      reason: change === 'gradual' ? '渐退' : reason,
    });
    if (!revised.ok) return revised;
  }
  // 一分钱没变的、渐退的，也按现在的家人覆盖：走了的人可以在别处申请，来了的人不能再领一份
  if (change !== 'stop') {
    // 本月去世的本月还算一口人，下个月起不再覆盖
    const living = origin.family.filter((m) => !state.facts.members.some((f) => f.ref === m.ref && f.diedOn !== null));
    const counted = paidFor(answer.decision, living);
    const covered = await coverMembers(tx, { id: entitlement.id, memberIds: counted, fromMonth: monthAfter(tx.today) });
    if (!covered.ok) return covered;
  }
  if (answer.lastMonth) {
    const ended = await endEntitlement(tx, {
      id: entitlement.id,
      lastMonth: answer.lastMonth,
      reason: change === 'gradual' ? '渐退期满' : kase.flags.includes(CONCEALED) ? '隐瞒收入或财产' : '不再符合条件',
    });
    if (!ended.ok) return ended;
  }
  if ((await confirmMove(tx, kase.id)) > 0) {
    const { id, personId } = entitlement;
    await releaseHold(tx, { personId, code: MOVE_HOLD, reason: '迁入后已重新确认', entitlementIds: [id] });
  }
  await releaseReview(
    tx,
    state,
    `复核决定：${kase.no ?? sayResult({ change, amounts: answer.amounts, lastMonth: answer.lastMonth })}`,
  );
  return ok(null);
}

async function issue(tx: Tx, kase: Case, { state, answer, change }: Settled): Promise<Result<unknown>> {
  if (change === 'unchanged' || change === 'not-marked' || change === 'reclassify') return ok(null);
  if (isOfRecognition(change)) return ok(null);
  const division = decidingOffice(kase);
  const office = tx.office(division);
  const heard = hearingOf(state.events);
  const of = {
    familyName: kase.applicantName,
    ground: reviewKinds[state.review.kind],
    formerFen: state.formerFen,
    raise: state.raise,
    amounts: answer.amounts,
    lastMonth: answer.lastMonth,
    breakdown: answer.decision.breakdown,
    clauses: [...answer.decision.clauses, ...answer.clauses].filter((c) => c.verdict === 'unmet'),
    heardOn: heard ? (heard.data!.hearing as Hearing).heldOn : null,
    contact: { office: office.name, telephone: office.telephone },
    reconsiderationBody: reconsiderationBody(tx, kase),
  };
  const letters: Record<typeof change, () => Letter> = {
    increase: () => changeLetter({ ...of, direction: 'increase' }),
    decrease: () => changeLetter({ ...of, direction: 'decrease' }),
    stop: () => stopLetter(of),
    gradual: () => gradualLetter(of),
  };
  return issueDocument(tx, {
    kind: reviewDocuments[change],
    issuer: { division, name: office.name },
    letter: await entrusted(tx, kase, DIBAO_BY_TOWNSHIP, letters[change]()),
    signer: tx.actor.name,
    caseId: kase.id,
    personId: kase.applicantPersonId,
    division: kase.division,
  });
}

/** The amount stays; what it is paid for, too, unless somebody came or left. */
const staysAsItIs = (change: ReviewChange): boolean => ['unchanged', 'not-marked', 'reclassify'].includes(change);

const toState = (change: ReviewChange): string =>
  change === 'stop' ? 'ended' : change === 'gradual' ? 'gradual-exit' : 'active';

async function tell(
  tx: Tx,
  kase: Case,
  { state, answer, change }: Settled,
  { effectiveMonth, asked }: { effectiveMonth: YearMonth; asked: boolean },
): Promise<void> {
  const result = sayResult({ change, amounts: answer.amounts, lastMonth: answer.lastMonth });
  const says = { result, what: reviewWords(state.review).what };
  await (asked
    ? tellFamily(tx, kase, { template: 'review.reclassified', params: { ...says, to: '全家的最低生活保障' } })
    : tellFamily(tx, kase, { template: 'review.decided', params: says }));
  const { entitlement, origin, review } = state;
  const counted = paidFor(answer.decision, origin.family);
  // 离开这个家的人也在其内：他们的别的待遇（如残疾人生活补贴）随低保变动
  const touched = [...new Set([...entitlement.memberIds, ...counted])];
  const sameMembers = touched.length === counted.length && touched.length === entitlement.memberIds.length;
  if (staysAsItIs(change) && sameMembers) return;
  await emit(tx, {
    type: 'dibao.award.changed',
    subject: { kind: 'household', id: review.householdId },
    division: kase.division,
    payload: {
      awardId: entitlement.id,
      version: entitlement.versions.length + Math.max(1, answer.amounts.length),
      householdId: review.householdId,
      memberIds: touched,
      fromState: 'active',
      toState: hasMovedAway(entitlement) ? 'ended' : toState(change),
      amountFen: change === 'stop' ? 0 : (answer.amounts.at(-1)?.amountFen ?? state.currentFen),
      effectiveMonth,
      reason: review.kind,
    },
  });
}

/** Everything that a decision brings about, in the transaction of the decision. */
export async function settleReview(
  tx: Tx,
  kase: Case,
  settled: Settled,
): Promise<Result<{ decisionId: string; childId?: string }>> {
  const { state, answer, change } = settled;
  const decisionId = await saveDecision(tx, {
    caseId: kase.id,
    kind: 'final',
    division: kase.division,
    personId: kase.applicantPersonId,
    decision: answer.decision,
    facts: state.facts,
    factIds: state.factIds,
  });
  // Before the amounts of the review: they stand over it from their months on.
  await makeUpRaise(tx, state.entitlement.id);
  const money = await changeMoney(tx, kase, settled, decisionId);
  if (!money.ok) return money;
  const letter = await issue(tx, kase, settled);
  if (!letter.ok) return letter;
  await closeReview(tx, kase.id, change);
  const planned = hasMovedAway(state.entitlement)
    ? ok(null)
    : await planReview(tx, { entitlementId: state.entitlement.id, division: kase.division, facts: state.facts });
  if (!planned.ok) return planned;
  const child = change === 'reclassify' ? await openForFamily(tx, kase, state) : ok(null);
  if (!child.ok) return child;
  const first = answer.amounts[0]?.fromMonth ?? (answer.lastMonth ? plusMonths(answer.lastMonth, 1) : monthAfter(tx.today));
  await tell(tx, kase, settled, { effectiveMonth: first, asked: child.value !== null });
  return ok({ decisionId, ...(child.value?.childId ? { childId: child.value.childId } : {}) });
}
