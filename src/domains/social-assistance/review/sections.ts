/** What the page of a review shows: why and until when, the old and the new computation side by side, what was said, what was decided. */

import { sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { firstDayOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentsShown, filesOfCase } from '../../../kernel/document/server.ts';
import { paymentsOfPerson } from '../../../kernel/payment/server.ts';
import type { Parameters } from '../../../kernel/policy/index.ts';
import {
  decisionShown,
  decisionsOfCase,
  getDecision,
  parametersAsKnown,
  parametersOf,
  type StoredDecision,
} from '../../../kernel/policy/server.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { categories } from '../classification/categories.ts';
import type { AssistanceDecision } from '../classification/classify.ts';
import { type DibaoDecision, redetermineDibao } from '../dibao/rules.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { membersShown } from '../family/people.ts';
import { visitsOf } from '../procedure/visit.ts';
import type { Recognition } from '../recognition/content.ts';
import { verificationShown } from '../verification/server.ts';
import { hasMovedAway } from './before-move.ts';
import { type Hearing, namesOf } from './inputs.ts';
import { type ReviewForm, reportedIn } from './report.ts';
import { computeReview, hearingOf, type Proposal, proposalOf, type ReviewState, reviewState, sayResult } from './result.ts';
import { moveAwayOf, moveOfCase } from './store.ts';
import { hearingStands, hearingWays, reportedChanges, reviewChanges, reviewKinds } from './terms.ts';

const decisionKinds = {
  initial: '复核意见',
  reviewed: '复核意见',
  final: '复核决定',
  standard: '标准调整',
  moved: '迁入接续',
} as const;

/**
 * Persons and incomes of the month that the decision first pays, as its amount and its computation are: whoever died in the month of the
 * decision is counted on its day and not in what follows.
 */
function inItsMonth(decision: DibaoDecision, facts: FamilyFacts, parameters: Parameters): DibaoDecision {
  if (!decision.effectiveMonth) return decision;
  const asOf = firstDayOf(decision.effectiveMonth);
  const then = redetermineDibao({ ...facts, decisionDate: decision.asOf }, parameters, asOf);
  if (!then.ok) return decision;
  const { persons, members, income } = then.value;
  return { ...decision, asOf, persons, members, income };
}

/** What was decided, by the standards that were known then. */
const decidedInItsMonth = async (tx: Tx, stored: StoredDecision): Promise<DibaoDecision> =>
  inItsMonth(stored.decision as DibaoDecision, stored.facts as FamilyFacts, await parametersAsKnown(tx, stored.madeAt));

/** The decision in force before this review. */
async function formerOf(tx: Tx, kase: Case, { entitlement, recognition }: ReviewState) {
  if (recognition) {
    const rests = await decisionBefore(tx, kase, recognition);
    return rests && { decision: rests, amountFen: null };
  }
  for (const version of [...entitlement.versions].reverse()) {
    const stored = version.decisionId ? await getDecision(tx, version.decisionId) : null;
    if (stored?.ok && stored.value.caseId !== kase.id)
      return { decision: await decidedInItsMonth(tx, stored.value), amountFen: version.amountFen };
  }
  return null;
}

/** What a recognition rested on until this review decided: the newest final decision of its other cases. */
async function decisionBefore(tx: Tx, kase: Case, recognition: Recognition): Promise<AssistanceDecision | null> {
  const row = await tx.maybe<{ id: string }>(sql`select d.id from decision d where d.kind = 'final' and d.case_id <> ${kase.id}
    and (d.case_id = ${recognition.caseId} or d.case_id in (select r.case_id from benefit_review r where r.recognition_id = ${recognition.id}))
    order by d.made_at desc limit 1`);
  const stored = row && (await getDecision(tx, row.id));
  return stored?.ok ? (stored.value.decision as AssistanceDecision) : null;
}

const sideOf = (decision: DibaoDecision | AssistanceDecision, nameOf: (ref: string) => string, amountFen: number | null) => ({
  asOf: decision.asOf,
  outcome: decision.outcome,
  amountFen,
  persons: decision.persons,
  breakdown: decision.breakdown,
  clauses: decision.clauses.filter((c) => c.verdict !== 'met'),
  members: decision.members.map((m) => ({ name: nameOf(m.ref), counted: m.counted, reason: m.reason })),
  countableFen: decision.income.countableFen,
  categoryZh: decision.category && decision.category !== 'none' ? categories[decision.category] : null,
});

type Result = Pick<Proposal, 'change' | 'amounts' | 'lastMonth'>;

/** What the page compares: computed now while it is open, as decided afterwards. A household reads what was proposed to it: it does not see everybody's facts. */
async function present(tx: Tx, kase: Case, state: ReviewState) {
  const proposed = proposalOf(state.events);
  if (!kase.closedAt && tx.actor.kind !== 'resident') {
    const computed = await computeReview(tx, kase, proposed?.proposal.refusing ?? null);
    if (!computed.ok) return null;
    const { answer, state: of } = computed.value;
    const { change, amounts, lastMonth, clauses } = answer;
    return {
      result: change && { change, amounts, lastMonth },
      clauses,
      decision: of.recognition ? answer.decision : inItsMonth(answer.decision as DibaoDecision, of.facts, await parametersOf(tx)),
    };
  }
  const kind = kase.closedAt ? 'final' : 'initial';
  const stored = (await decisionsOfCase(tx, kase.id)).findLast((d) => d.kind === kind);
  const decided = state.events.findLast((e) => e.action === 'decide')?.data as Result | undefined;
  return stored
    ? {
        result: decided ?? proposed?.proposal ?? null,
        clauses: [],
        decision: state.recognition ? (stored.decision as AssistanceDecision) : await decidedInItsMonth(tx, stored),
      }
    : null;
}

async function comparison(tx: Tx, kase: Case, state: ReviewState) {
  const nameOf = namesOf(state.origin);
  const former = await formerOf(tx, kase, state);
  const now = await present(tx, kase, state);
  const result = now?.result ?? null;
  return {
    result: result && { ...result, zh: reviewChanges[result.change], says: sayResult(result) },
    ownClauses: now?.clauses ?? [],
    isRecognition: state.recognition !== null,
    before: former && sideOf(former.decision, nameOf, state.recognition ? null : state.formerFen),
    raise: state.recognition ? null : state.raise,
    now:
      now &&
      sideOf(
        now.decision,
        nameOf,
        state.recognition
          ? null
          : (result?.amounts.at(-1)?.amountFen ?? (result?.change === 'stop' ? 0 : now.decision.amountFen)),
      ),
  };
}

/** 跨县迁移: from where, until and from which month, and what became of the file. */
async function moveOf(tx: Tx, kase: Case) {
  const move = await moveOfCase(tx, kase.id);
  return (
    move && {
      fromName: tx.divisions.fullName(move.fromDivision),
      movedOn: move.movedOn,
      lastMonth: move.lastMonth,
      firstMonth: move.firstMonth,
      provisionalTo: move.provisionalTo,
      transferredOn: move.transferredOn,
      receivedOn: move.receivedOn,
      receivedName: move.receivedName,
    }
  );
}

/** 已经迁到外县: where to, and the last month that is decided here. */
async function movedAwayOf(tx: Tx, { entitlement }: ReviewState) {
  const move = entitlement && hasMovedAway(entitlement) ? await moveAwayOf(tx, entitlement.id) : null;
  return move && { toName: tx.divisions.fullName(move.division), movedOn: move.movedOn, lastMonth: move.lastMonth };
}

const reviewers = [
  'township-clerk',
  'township-leader',
  'county-clerk',
  'county-leader',
  'county-confirmer',
  'village-worker',
  'verification-officer',
] as const;

export async function reviewSections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const stated = await reviewState(tx, kase);
  if (!stated.ok) return {};
  const state = stated.value;
  const { review, origin, events } = state;
  const form = kase.form as ReviewForm;
  const resident = tx.actor.kind === 'resident';
  const hearing = hearingOf(events);
  const heard = hearing?.data?.hearing as Hearing | undefined;
  const answered = events.findLast((e) => e.action === 'answerHearing');
  const proposed = proposalOf(events);
  const seesFacts = resident || isOneOf(tx.actor, reviewers);
  return {
    review: {
      kindZh: reviewKinds[review.kind],
      reports: reportedIn(form, events).map((r) => ({
        zh: reportedChanges[r.change],
        happenedOn: r.happenedOn,
        detail: r.detail || null,
      })),
      reason: (form.trigger && form.detail) || null,
      since: review.sinceMonth,
      dueOn: review.dueOn,
      proposal: proposed && { says: sayResult(proposed.proposal), needsHearing: true, on: proposed.event.onDate },
      hearing: heard
        ? {
            heldOn: heard.heldOn,
            wayZh: hearingWays[heard.way],
            person: heard.person,
            standZh: hearingStands[heard.stand],
            statement: heard.statement,
            recorder: hearing!.actorName,
          }
        : null,
      move: await moveOf(tx, kase),
      movedAway: await movedAwayOf(tx, state),
      answer: answered ? { on: answered.onDate, says: answered.opinion } : null,
      ...(seesFacts ? await comparison(tx, kase, state) : {}),
    },
    members: await membersShown(tx, origin.family),
    verification: await verificationShown(tx, kase.id),
    visits: resident
      ? []
      : (await visitsOf(tx, kase)).map((v) => ({
          ...v,
          surveyors: v.surveyors.map((s) => s.name),
          signed: v.signature !== undefined,
        })),
    decisions: (await decisionsOfCase(tx, kase.id)).map((d) => decisionShown(d, decisionKinds[d.kind])),
    papers: (await filesOfCase(tx, kase.id)).map((f) => ({ id: f.id, zh: f.paper, name: f.name, url: `/api/files/${f.id}` })),
    documents: await documentsShown(tx, kase),
    entitlement: state.entitlement,
    recognition: state.recognition,
    payments: state.entitlement ? (await paymentsOfPerson(tx, kase.applicantPersonId)).items : [],
  };
}
