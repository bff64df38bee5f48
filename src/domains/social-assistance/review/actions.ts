/** 动态复核: what people do. The rule computes with what is known (fact-actions.ts), the household is heard, somebody else decides. */

import { z } from 'zod';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles, issueDocument } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { saveDecision, wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import {
  type ActionHandler,
  type Case,
  caseEvents,
  type Effect,
  handler,
  Opinion,
  Reason,
} from '../../../kernel/service/server.ts';
import { decidesHere, isAtTownship, noteTownshipDecision } from '../delegation/entrusted.ts';
import { BY_TOWNSHIP, handingGrounds } from '../delegation/terms.ts';
import { townshipOf } from '../family/places.ts';
import { Handing } from '../procedure/county.ts';
import { telephone } from '../procedure/index.ts';
import { survey } from '../procedure/survey.ts';
import { recordVisit } from '../procedure/visit.ts';
import { supportersReady } from '../supporters/views.ts';
import { stillUnknown } from '../unknown.ts';
import { isDisputed, verificationProgress } from '../verification/server.ts';
import { releaseReview, settleReview } from './apply.ts';
import { hasMovedAway } from './before-move.ts';
import {
  addMember,
  awaitsCheck,
  formFields,
  handOver,
  keepFindings,
  receiveFile,
  recordFacts,
  recordMove,
  removeMember,
  reportMore,
  requestCheck,
} from './fact-actions.ts';
import { type ReviewAction, reviewFlow, type ReviewState as State } from './flow.ts';
import { Answer, Hearing, Proposing } from './inputs.ts';
import { hearingRecord, reviewDocuments } from './letters.ts';
import { planReview } from './open.ts';
import { changePayee, payeeLives, tellFamily } from './payee.ts';
import { goesOn, keepRecognition, settleRecognised } from './recognised.ts';
import {
  type Computed,
  computeReview,
  hearingOf,
  type PaidState,
  type Proposal,
  proposalOf,
  type RecognisedState,
  reviewState,
  sayResult,
} from './result.ts';
import { type Done, goTo } from './step.ts';
import { closeReview, moveOfCase, reviewOfCase } from './store.ts';
import { hearingStands, hearingWays, needsCheck, needsHearing, type ReviewChange, reviewKinds, reviewWords } from './terms.ts';

const proposeChange = handler({
  input: Proposing,
  fields: formFields(Proposing),
  initial: async (tx, kase) => {
    const computed = await computeReview(tx, kase);
    if (!computed.ok || computed.value.answer.change === null) return {};
    const { change, amounts, lastMonth } = computed.value.answer;
    return { opinion: `经核算，${sayResult({ change, amounts, lastMonth })}。` };
  },
  async run(tx, kase, input): Done {
    const check = await verificationProgress(tx, kase.id);
    const review = await reviewOfCase(tx, kase.id);
    if (check && !check.reportNo) return fail('CHECK_RUNNING');
    if (check && isDisputed(check.state)) return fail('CHECK_DISPUTED', { date: check.reviewDue ?? '' });
    const supporters = await supportersReady(tx, kase.id);
    if (!supporters.ok) return supporters;
    if (!check && needsCheck.includes(review.kind)) return fail('REVIEW_CHECK_NEEDED', { kind: reviewKinds[review.kind] });
    if (awaitsCheck(await caseEvents(tx, kase.id))) return fail('REVIEW_CHECK_NEEDED', { kind: '添了成年家人的' });
    if ((await moveOfCase(tx, kase.id))?.receivedOn === null) return fail('FILE_NOT_RECEIVED');
    const refusing = input.refusing || null;
    const computed = await computeReview(tx, kase, refusing);
    if (!computed.ok) return computed;
    const { answer, state } = computed.value;
    if (refusing && !state.facts.members.some((m) => m.ref === refusing)) return fail('MEMBER_UNKNOWN');
    const { change, amounts, lastMonth, decision } = answer;
    // 转到另一类的，凭这次签的授权立件，要重新核对过
    const converts =
      change === 'reclassify' || (change !== 'absorbed' && state.recognition && goesOn(state.recognition, decision.category));
    if (!check && converts) return fail('REVIEW_CHECK_NEEDED', { kind: '按现在的情况转办其他救助的' });
    if (change === null) return stillUnknown(openIn(answer));
    const kept = await keepFindings(tx, kase, state);
    if (!kept.ok) return kept;
    const decisionId = await saveDecision(tx, {
      caseId: kase.id,
      kind: 'initial',
      division: kase.division,
      personId: kase.applicantPersonId,
      decision,
      facts: state.facts,
      factIds: state.factIds,
    });
    const proposal: Proposal = { change, amounts, lastMonth, refusing };
    const data = { proposal, decisionId };
    if (state.entitlement && change !== 'stop') {
      const payee = await payeeLives(tx, state.entitlement);
      if (!payee.ok) return payee;
    }
    const here = await decidesHere(tx, kase);
    if (!needsHearing(change)) return goTo(tx, kase, { to: here ? 'decidingHere' : 'deciding', opinion: input.opinion, data });
    const days = await wholeParameter(tx, 'REVIEW-LIMIT-HEARING', kase.division, tx.today);
    if (!days.ok) return days;
    const answerBy = tx.calendar.addWorkdays(tx.today, days.value, kase.division);
    await tellFamily(tx, kase, {
      template: 'review.hearing',
      params: {
        what: reviewWords(review).adjusted,
        date: answerBy,
        tel: telephone(tx, kase),
      },
    });
    return goTo(tx, kase, { to: 'hearing', opinion: input.opinion, data, answerBy });
  },
});

const dismiss = handler({
  input: z.strictObject({ reason: Reason }),
  async run(tx, kase, input): Done {
    const state = await reviewState(tx, kase);
    if (!state.ok) return state;
    const { entitlement, facts, recognition } = state.value;
    if (recognition) {
      const planned = await keepRecognition(tx, recognition);
      if (!planned.ok) return planned;
    } else {
      await releaseReview(tx, state.value, '复核认为没有变化');
      const planned = hasMovedAway(entitlement)
        ? ok(null)
        : await planReview(tx, { entitlementId: entitlement.id, division: kase.division, facts });
      if (!planned.ok) return planned;
    }
    await closeReview(tx, kase.id, 'dismissed');
    return ok({ to: 'dismissed', opinion: input.reason });
  },
});

const answerHearing = handler({
  input: Answer,
  async run(tx, kase, input): Done {
    if (input.stand === 'disagree' && input.statement.length < 4)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'statement', message: '请写明哪里不对（至少4个字）' }]);
    await notify(tx, {
      to: { performer: 'township-clerk', division: townshipOf(kase) },
      template: 'assistance.todo',
      params: {
        name: kase.applicantName,
        benefit: reviewWords(await reviewOfCase(tx, kase.id)).task,
        step: '家庭已在网上说明意见',
      },
      caseId: kase.id,
    });
    return ok({
      to: 'hearing',
      opinion: `${hearingStands[input.stand]}${input.statement ? `：${input.statement}` : ''}`,
      data: { answer: input },
      answerBy: null,
    });
  },
});

const recordHearing = handler({
  input: Hearing,
  initial: async (tx, kase) => {
    const state = await reviewState(tx, kase);
    const online = state.ok ? state.value.events.findLast((e) => e.action === 'answerHearing') : undefined;
    const said = online?.data?.answer as z.infer<typeof Answer> | undefined;
    return said
      ? { heldOn: online!.onDate, way: 'online', person: kase.applicantName, ...said }
      : { heldOn: tx.today, person: kase.applicantName };
  },
  async run(tx, kase, input): Done {
    if (input.heldOn > tx.today || input.heldOn < kase.enteredOn)
      return fail('INVALID_INPUT', { count: 1 }, [
        { path: 'heldOn', message: `听取日期应在${longDate(kase.enteredOn)}之后、今天以前` },
      ]);
    if (input.stand === 'silent' && tx.today <= kase.dueOn)
      return fail('HEARING_OPEN', { due: kase.dueOn }, [{ path: 'stand', message: '答复期还没有到' }]);
    if (input.stand === 'disagree' && input.statement.length < 4)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'statement', message: '请记下不同意见是什么' }]);
    if (input.signature) {
      const bound = await bindFiles(tx, [input.signature], {
        caseId: kase.id,
        personId: kase.applicantPersonId,
        division: kase.division,
      });
      if (!bound.ok) return bound;
    }
    const state = await reviewState(tx, kase);
    if (!state.ok) return state;
    const division = townshipOf(kase);
    const letter = await issueDocument(tx, {
      kind: state.value.recognition ? reviewDocuments.recognitionHearing : reviewDocuments.hearing,
      issuer: { division, name: tx.office(division).name },
      letter: hearingRecord({
        familyName: kase.applicantName,
        proposal: sayResult(proposalOf(state.value.events)!.proposal),
        heldOn: input.heldOn,
        way: hearingWays[input.way],
        person: input.person,
        stand: hearingStands[input.stand],
        statement: input.statement,
        recorder: tx.actor.name,
      }),
      signer: tx.actor.name,
      caseId: kase.id,
      personId: kase.applicantPersonId,
      division: kase.division,
    });
    if (!letter.ok) return letter;
    const here = await decidesHere(tx, kase);
    return goTo(tx, kase, {
      to: here ? 'decidingHere' : 'deciding',
      opinion: `${hearingWays[input.way]}听取意见：${hearingStands[input.stand]}`,
      data: { hearing: input },
    });
  },
});

const decide = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async (tx, kase) => {
    const state = await reviewState(tx, kase);
    const proposed = state.ok ? proposalOf(state.value.events) : null;
    return proposed ? { opinion: `同意，${sayResult(proposed.proposal)}。` } : {};
  },
  async run(tx, kase, input): Done {
    if (isAtTownship(kase) && !(await decidesHere(tx, kase))) return fail('COUNTY_DECIDES');
    const before = await reviewState(tx, kase);
    if (!before.ok) return before;
    const { event, proposal } = proposalOf(before.value.events)!;
    if (
      before.value.events.some(
        (e) => (e.action === 'proposeChange' || e.action === 'recordHearing') && isOwnHand(tx.actor, e.actorId, e.onDate),
      )
    )
      return fail('REVIEW_SAME_OFFICER');
    const computed = await computeReview(tx, kase, proposal.refusing);
    if (!computed.ok) return computed;
    const { state, answer } = computed.value;
    const { change, amounts, lastMonth } = answer;
    if (change === null) return stillUnknown(openIn(answer));
    if (needsHearing(change) && !hearingOf(state.events)) return fail('HEARING_MISSING');
    const now = sayResult({ change, amounts, lastMonth });
    // The amounts are those that were heard; a decision a month later only begins a month later.
    if (change !== proposal.change || lastAmount(answer) !== lastAmount(proposal))
      return fail('REVIEW_CHANGED', { now, heard: sayResult(proposal) });
    const settled = await settleComputed(tx, kase, computed.value, change);
    if (!settled.ok) return settled;
    await noteTownshipDecision(tx, kase, 'decide');
    return ok({
      to: 'decided',
      opinion: input.opinion,
      data: { ...settled.value, proposalBy: event.actorId, change, amounts, lastMonth },
    });
  },
});
/** What leaves it open: the conditions of the programme, or where those are decided, what the review itself looks at (渐退). */
const openIn = ({ decision, clauses }: Computed['answer']) => (decision.outcome === 'undetermined' ? decision.clauses : clauses);

const settleComputed = (
  tx: Tx,
  kase: Case,
  computed: Computed,
  change: ReviewChange,
): Promise<Result<{ decisionId: string; childId?: string }>> =>
  // 类型上认得出是哪一种：认定没有待遇
  computed.state.recognition
    ? settleRecognised(tx, kase, { ...(computed as Extract<Computed, { state: RecognisedState }>), change })
    : settleReview(tx, kase, { ...(computed as Extract<Computed, { state: PaidState }>), change });

const lastAmount = (result: Pick<Proposal, 'amounts'>): number | null => result.amounts.at(-1)?.amountFen ?? null;

/** The steps of the check are those of every procedure; they come back to 待复核. */
const shared = survey({
  // What the shared steps call the survey is the review itself here.
  flow: { ...reviewFlow, steps: { ...reviewFlow.steps, surveying: reviewFlow.steps.open } },
  limits: 'DIBAO',
  service: '社会救助动态复核',
  benefit: '复核',
  proposes: '',
  compute: async (tx, kase) => {
    const computed = await computeReview(tx, kase);
    return computed.ok ? ok({ decision: computed.value.answer.decision, facts: computed.value.state.facts }) : computed;
  },
});
const backToOpen = (action: ActionHandler<never, never>): ActionHandler<never, State> => ({
  ...(action as unknown as ActionHandler<never, State>),
  async run(tx, kase, input) {
    const done = await action.run(tx, kase, input);
    return done.ok ? goTo(tx, kase, { ...(done.value as Effect<State>), to: 'open' }) : (done as Result<never>);
  },
});

export const reviewActions: Readonly<Record<ReviewAction, ActionHandler<never, State>>> = {
  reportMore,
  recordFacts,
  addMember,
  removeMember,
  recordMove,
  handOver,
  receiveFile,
  recordVisit: recordVisit as unknown as ActionHandler<never, State>,
  changePayee,
  requestCheck,
  startCheck: shared.startCheck as unknown as ActionHandler<never, State>,
  issueReport: backToOpen(shared.issueReport as never),
  disposeDiscrepancy: backToOpen(shared.disposeDiscrepancy as never),
  proposeChange,
  dismiss,
  answerHearing,
  recordHearing,
  withdrawProposal: handler({
    input: z.strictObject({ reason: Reason }),
    run: (tx, kase, input): Done => goTo(tx, kase, { to: 'open', opinion: input.reason }),
  }),
  decide,
  passToCounty: handler({
    input: Handing,
    run: (tx, kase, input): Done =>
      goTo(tx, kase, { to: 'deciding', opinion: `${handingGrounds[input.ground]}：${input.reason}`, dropFlags: [BY_TOWNSHIP] }),
  }),
  sendBack: handler({
    input: z.strictObject({ reason: Reason }),
    run: (tx, kase, input): Done => goTo(tx, kase, { to: 'open', opinion: input.reason }),
  }),
};
