/** What is particular to 支出型 in the shared procedure: assisted families are asked for their bills only; the township approves within its limit. */

import { z } from 'zod';
import { isOwnHand } from '../../../../kernel/access/index.ts';
import type { Tx } from '../../../../kernel/context/server.ts';
import { recordPayoutAccount } from '../../../../kernel/payment/server.ts';
import { saveDecision, yuanDigits } from '../../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../../kernel/result/index.ts';
import {
  type ActionHandler,
  type Case,
  caseEvents,
  type Effect,
  handler,
  Opinion,
  tellApplicant,
  withdrawNotices,
} from '../../../../kernel/service/server.ts';
import { resolutionOf } from '../../conference/store.ts';
import { factsProblems } from '../../family/consistency.ts';
import { formOf } from '../../family/facts-of-case.ts';
import { countyOf } from '../../family/places.ts';
import { awaitsCountyVisit, county, mayDecide, wasPosted } from '../../procedure/county.ts';
import { goTo, Nothing, type Procedure, telephone } from '../../procedure/index.ts';
import { intake } from '../../procedure/intake.ts';
import { issueOpinion } from '../../procedure/letters.ts';
import { notice } from '../../procedure/notice.ts';
import { survey } from '../../procedure/survey.ts';
import { recordVisit, visitsOf } from '../../procedure/visit.ts';
import { stillUnknown } from '../../unknown.ts';
import { aidDocuments, aidRefusal, approvalSheet } from '../documents.ts';
import { publishNeed } from '../emergency/closing.ts';
import { flagSplitting } from '../emergency/first-aid.ts';
import { applicationOf, contactOf, issue, reconsiderationBody } from '../letters.ts';
import { releaseStageOf, StageCheck, StageStop, stagesWait, stopStagesOf } from '../release.ts';
import type { TemporaryAidDecision } from '../rules.ts';
import { planStages, Stages } from '../stages.ts';
import { recordGrant } from '../store.ts';
import { assistedAs, computeExpense } from './compute.ts';
import { type ExpenseAction, type ExpenseState, expenseFlow } from './flow.ts';

type Done = Promise<Result<Effect<ExpenseState>>>;

const aid: Procedure<TemporaryAidDecision> = {
  flow: expenseFlow,
  limits: 'TAE',
  noticeDays: 'TA-NOTICE-DAYS',
  service: '临时救助（支出型）',
  benefit: '临时救助',
  proposes: '拟给予支出型临时救助（一次性）',
  papers: {
    kinds: {
      acceptanceNotice: aidDocuments.acceptance,
      correctionNotice: aidDocuments.correction,
      initialOpinion: aidDocuments.opinion,
      noticeSheet: aidDocuments.notice,
    },
    subject: '临时救助',
    noticeBasis: '国发〔2014〕47号',
    once: true,
  },
  compute: computeExpense,
};

const shared = { ...survey(aid), ...notice(aid) };

/** Computes, refuses while something is unknown, keeps the decision with the facts of aid. */
async function settle(tx: Tx, kase: Case, kind: 'initial' | 'reviewed' | 'final') {
  const computed = await computeExpense(tx, kase);
  if (!computed.ok) return computed;
  const { decision, facts, aidFacts } = computed.value;
  const problems = factsProblems(facts);
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  if (decision.outcome === 'undetermined')
    return (await checkIsDue(tx, kase)) ? fail('AID_CHECK_DUE') : stillUnknown(decision.clauses);
  const id = await saveDecision(tx, {
    caseId: kase.id,
    kind,
    division: kase.division,
    personId: kase.applicantPersonId,
    decision,
    facts: aidFacts,
  });
  return ok({ id, decision });
}

const isAssisted = async (tx: Tx, kase: Case): Promise<boolean> => (await assistedAs(tx, kase)) !== 'none';

/** Only the bills were looked at, as somebody with 低保 or 特困 asked; that has ended since, and the family is to be checked like any other. */
const checkIsDue = async (tx: Tx, kase: Case): Promise<boolean> =>
  kase.flags.includes('expense-only') && !(await isAssisted(tx, kase));

const surveyExpense = handler({
  input: Nothing,
  offered: isAssisted,
  async run(tx, kase): Done {
    if (!(await isAssisted(tx, kase))) return fail('AID_NOT_ASSISTED');
    return goTo(tx, aid, kase, { to: 'surveying', addFlags: ['expense-only'] });
  },
});

const startSurvey: ActionHandler<never, ExpenseState> = {
  ...shared.startSurvey,
  offered: (tx, kase) => (kase.state === 'accepted' ? isAssisted(tx, kase).then((assisted) => !assisted) : checkIsDue(tx, kase)),
  async run(tx, kase, input) {
    const done = await shared.startSurvey.run(tx, kase, input);
    return done.ok ? ok({ ...done.value, to: 'toCheck', dropFlags: ['expense-only'] }) : done;
  },
};

const submitExpense = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async () => ({ opinion: '支出票据已经核实，情况属实，请审核。' }),
  offered: async (_tx, kase) => kase.flags.includes('expense-only'),
  async run(tx, kase, input): Done {
    if (!kase.flags.includes('expense-only')) return fail('REPORT_MISSING');
    if (await checkIsDue(tx, kase)) return fail('AID_CHECK_DUE');
    if ((await visitsOf(tx, kase)).length === 0) return fail('VISIT_MISSING');
    return goTo(tx, aid, kase, { to: 'reviewing', opinion: input.opinion });
  },
});

const giveOpinion = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async (tx, kase) => {
    const computed = await computeExpense(tx, kase);
    if (!computed.ok || computed.value.decision.outcome === 'undetermined') return {};
    const { outcome, amountFen } = computed.value.decision;
    return {
      opinion:
        outcome === 'eligible' ? `经核算符合条件，拟救助${yuanDigits(amountFen ?? 0)}元。` : '经核算不符合条件，拟不予救助。',
    };
  },
  async run(tx, kase, input): Done {
    const settled = await settle(tx, kase, 'initial');
    if (!settled.ok) return settled;
    const { decision } = settled.value;
    const clerk = (await caseEvents(tx, kase.id)).findLast((e) => e.action === 'submitForReview' || e.action === 'submitExpense');
    const visits = await visitsOf(tx, kase);
    const letter = await issueOpinion(tx, aid, kase, {
      decision,
      opinion: input.opinion,
      memberCount: decision.persons,
      verification: kase.flags.includes('expense-only') ? '已是低保、特困对象，只核实支出' : '核对报告已出具，差异已逐项处置',
      survey: visits.at(-1)?.findings ?? '',
      clerk: clerk?.actorName ?? '',
    });
    if (!letter.ok) return letter;
    return goTo(tx, aid, kase, {
      to: decision.outcome === 'eligible' ? 'toPost' : 'toFile',
      opinion: input.opinion,
      data: { decisionId: settled.value.id, amountFen: decision.amountFen },
    });
  },
});

const endNotice = handler({
  input: Nothing,
  async run(tx, kase): Done {
    const computed = await computeExpense(tx, kase);
    if (!computed.ok) return computed;
    const byTownship = computed.value.decision.outcome === 'eligible' && computed.value.decision.countyFen === 0;
    return goTo(tx, aid, kase, { to: byTownship ? 'approving' : 'toFile' });
  },
});

const reviseOpinion = handler({
  input: z.strictObject({ opinion: Opinion }),
  async run(tx, kase, input): Done {
    const settled = await settle(tx, kase, 'reviewed');
    if (!settled.ok) return settled;
    return goTo(tx, aid, kase, { to: 'confirming', opinion: input.opinion, data: { decisionId: settled.value.id } });
  },
});

type Given = { decisionId: string; decision: TemporaryAidDecision; opinion: string; stages: z.infer<typeof Stages> };

/** Account, plan, first payment, papers: what approval brings about whoever approves. */
async function grant(tx: Tx, kase: Case, at: 'township' | 'county', given: Given): Promise<Result<{ staged: boolean }>> {
  const { decision, stages } = given;
  const amountFen = decision.amountFen!;
  const { account } = formOf(kase);
  const recorded = await recordPayoutAccount(tx, { personId: kase.applicantPersonId, division: kase.division, ...account });
  if (!recorded.ok) return recorded;
  const planned = await planStages(tx, kase, {
    amountFen,
    stages,
    decisionId: given.decisionId,
    parameterIds: decision.parameters.map((p) => p.rowId),
  });
  if (!planned.ok) return planned;
  const first = stages[0]?.amountFen ?? amountFen;
  const noted = await recordGrant(tx, kase.id, at === 'township' ? { townshipFen: first } : { countyFen: first });
  if (!noted.ok) return noted;
  await withdrawNotices(tx, kase.id);
  const letter = await issue(tx, kase, {
    kind: aidDocuments.approval,
    at,
    letter: approvalSheet({
      application: applicationOf(kase),
      persons: decision.persons,
      amountFen,
      stages,
      opinion: given.opinion,
      clauses: decision.clauses,
      breakdown: decision.breakdown,
      minutesNo: (await resolutionOf(tx, kase))?.minutesNo ?? null,
      reconsiderationBody: reconsiderationBody(tx, kase),
    }),
  });
  if (!letter.ok) return letter;
  const { computed } = decision;
  // 超过上限的部分没有钱可发：不写是谁，转给慈善帮扶
  if (computed && computed.uncappedFen > amountFen) await publishNeed(tx, kase.division, computed.uncappedFen - amountFen);
  await tellApplicant(tx, kase, 'aid.granted', { amount: yuanDigits(amountFen), tel: telephone(tx, kase) });
  return ok({ staged: stages.length > 1 });
}

const approve = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async (tx, kase) => {
    const computed = await computeExpense(tx, kase);
    return computed.ok ? { opinion: `同意救助${yuanDigits(computed.value.decision.amountFen ?? 0)}元。` } : {};
  },
  async run(tx, kase, input): Done {
    const submitted = (await caseEvents(tx, kase.id)).some(
      (e) => e.action.startsWith('submit') && isOwnHand(tx.actor, e.actorId, e.onDate),
    );
    if (submitted) return fail('AID_SAME_APPROVER');
    const settled = await settle(tx, kase, 'final');
    if (!settled.ok) return settled;
    const { id: decisionId, decision } = settled.value;
    if (decision.outcome !== 'eligible' || decision.amountFen === null) return fail('OUTCOME_NOT_ELIGIBLE');
    if (decision.countyFen > 0)
      return fail('AID_NOT_TOWNSHIP', { amount: yuanDigits(decision.amountFen), limit: yuanDigits(decision.townshipLimitFen) });
    const granted = await grant(tx, kase, 'township', { decisionId, decision, opinion: input.opinion, stages: [] });
    if (!granted.ok) return granted;
    const split = await flagSplitting(tx, kase, decision.amountFen, 'TA-LIMIT-TWP-EXPENSE');
    if (!split.ok) return split;
    return ok({
      to: 'granted',
      opinion: input.opinion,
      data: { decisionId, amountFen: decision.amountFen },
      ...(split.value ? { addFlags: ['split-pattern'] } : {}),
    });
  },
});

const confirm = handler({
  input: z.strictObject({ opinion: Opinion, stages: Stages }),
  initial: async (tx, kase) => {
    const computed = await computeExpense(tx, kase);
    return computed.ok ? { opinion: `同意救助${yuanDigits(computed.value.decision.amountFen ?? 0)}元。` } : {};
  },
  offered: async (tx, kase) => {
    const computed = await computeExpense(tx, kase);
    return !(await awaitsCountyVisit(tx, kase)) && computed.ok && computed.value.decision.outcome !== 'not-eligible';
  },
  async run(tx, kase, input): Done {
    const may = await mayDecide(tx, kase);
    if (!may.ok) return may;
    const settled = await settle(tx, kase, 'final');
    if (!settled.ok) return settled;
    const { id: decisionId, decision } = settled.value;
    if (decision.outcome !== 'eligible' || decision.amountFen === null) return fail('OUTCOME_NOT_ELIGIBLE');
    // 一事一议是在县里议的：议定以前已公示过或不符合一般条件的，都不再另行公示
    const posted = (await resolutionOf(tx, kase)) ? ok(null) : await wasPosted(tx, kase);
    if (!posted.ok) return posted;
    const granted = await grant(tx, kase, 'county', { decisionId, decision, opinion: input.opinion, stages: input.stages });
    if (!granted.ok) return granted;
    return ok({
      to: granted.value.staged ? 'staged' : 'granted',
      opinion: input.opinion,
      data: { decisionId, amountFen: decision.amountFen },
    });
  },
});

const refuse = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async () => ({ opinion: '经审核不符合条件，不予救助。' }),
  offered: async (tx, kase) => {
    const computed = await computeExpense(tx, kase);
    return !(await awaitsCountyVisit(tx, kase)) && computed.ok && computed.value.decision.outcome === 'not-eligible';
  },
  async run(tx, kase, input): Done {
    const may = await mayDecide(tx, kase);
    if (!may.ok) return may;
    const settled = await settle(tx, kase, 'final');
    if (!settled.ok) return settled;
    const { id: decisionId, decision } = settled.value;
    if (decision.outcome === 'eligible') return fail('OUTCOME_ELIGIBLE');
    const failed = decision.clauses.filter((c) => c.verdict === 'unmet');
    const letter = await issue(tx, kase, {
      kind: aidDocuments.refusal,
      at: 'county',
      letter: aidRefusal({
        application: applicationOf(kase),
        clauses: failed,
        opinion: input.opinion,
        contact: contactOf(tx, countyOf(kase)),
        reconsiderationBody: reconsiderationBody(tx, kase),
      }),
    });
    if (!letter.ok) return letter;
    await withdrawNotices(tx, kase.id);
    const reason = failed.map((c) => c.name).join('；');
    await tellApplicant(tx, kase, 'aid.not-granted', { reason, tel: tx.office(countyOf(kase)).telephone });
    return ok({ to: 'refused', opinion: input.opinion, data: { decisionId } });
  },
});

const releaseStage = handler({
  input: StageCheck,
  offered: stagesWait,
  async run(tx, kase, input): Done {
    const released = await releaseStageOf(tx, kase, input.check);
    if (!released.ok) return released;
    return ok({ to: released.value.last ? 'granted' : 'staged', opinion: released.value.opinion });
  },
});

const cancelStages = handler({
  input: StageStop,
  offered: stagesWait,
  async run(tx, kase, input): Done {
    const stopped = await stopStagesOf(tx, kase, input);
    return stopped.ok ? ok({ to: 'granted', opinion: stopped.value.opinion }) : stopped;
  },
});

export const expenseActions: Readonly<Record<ExpenseAction, ActionHandler<never, ExpenseState>>> = {
  ...intake(aid),
  ...shared,
  startSurvey,
  submitForReview: { ...shared.submitForReview, offered: async (_tx, kase) => !kase.flags.includes('expense-only') },
  surveyExpense,
  submitExpense,
  recordVisit,
  giveOpinion,
  endNotice,
  reviseOpinion,
  approve,
  ...county(aid),
  confirm,
  refuse,
  releaseStage,
  cancelStages,
};
