/** What is particular to 低保 in its cases: the opinions and the county's decision. Everything else is the shared procedure. */

import { z } from 'zod';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { longMonth, plusMonths } from '../../../kernel/calendar/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import { grantEntitlement, recordPayoutAccount } from '../../../kernel/payment/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import {
  type ActionHandler,
  caseEvents,
  type Effect,
  handler,
  Opinion,
  tellApplicant,
  withdrawNotices,
} from '../../../kernel/service/server.ts';
import { admits } from '../classification/admission.ts';
import { categoryOfItem, isRecognition, recognitionNames } from '../classification/categories.ts';
import type { AssistanceDecision } from '../classification/classify.ts';
import { computeDecision } from '../classification/compute.ts';
import { openMemberCase } from '../classification/member-case.ts';
import { decidingOffice, isByTownship, noteTownshipDecision } from '../delegation/entrusted.ts';
import { DIBAO_BY_TOWNSHIP } from '../delegation/terms.ts';
import { nameIn } from '../family/application.ts';
import { formOf } from '../family/facts-of-case.ts';
import { familyOf } from '../family/people.ts';
import { awaitsCountyVisit, county, mayDecide, settle, wasPosted } from '../procedure/county.ts';
import { postGrant } from '../procedure/granted.ts';
import { goTo, Nothing, type Procedure } from '../procedure/index.ts';
import { intake } from '../procedure/intake.ts';
import { issueConfirmation, issueOpinion, issueRefusal } from '../procedure/letters.ts';
import { notice, proposed } from '../procedure/notice.ts';
import { survey } from '../procedure/survey.ts';
import { recordVisit, visitsOf } from '../procedure/visit.ts';
import { recognise } from '../recognition/actions.ts';
import { yieldToEntitlement } from '../recognition/store.ts';
import { planReview, takeInSingles } from '../review/server.ts';
import { adviceOf } from './advice.ts';
import { type DibaoAction, type DibaoState, dibaoFlow } from './flow.ts';

type Done = Promise<Result<Effect<DibaoState>>>;

const DIBAO = '拟确认为最低生活保障家庭';

const dibao: Procedure<AssistanceDecision> = {
  flow: dibaoFlow,
  limits: 'DIBAO',
  byTownship: DIBAO_BY_TOWNSHIP,
  service: '最低生活保障审核确认',
  benefit: '低保',
  proposes: DIBAO,
  named: (kase) => {
    const asked = categoryOfItem(kase.itemId);
    if (asked === 'dibao') return { service: '最低生活保障审核确认', benefit: '低保' };
    return { service: `${recognitionNames[asked]}认定`, benefit: asked === 'edge' ? '低保边缘' : '刚性支出困难' };
  },
  proposal: ({ category }) => (isRecognition(category) ? `拟认定为${recognitionNames[category]}` : DIBAO),
  admits,
  whole: true,
  compute: computeDecision,
};

const giveOpinion = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async (tx, kase) => {
    const computed = await computeDecision(tx, kase);
    if (!computed.ok) return {};
    const { outcome, amountFen, category } = computed.value.decision;
    return {
      opinion: isRecognition(category)
        ? `经核算，符合${recognitionNames[category]}条件，拟予认定。`
        : outcome === 'eligible'
          ? `经核算符合条件，拟每月补助${yuanDigits(amountFen ?? 0)}元。`
          : outcome === 'not-eligible'
            ? '经核算不符合条件，拟不予确认。'
            : '',
    };
  },
  async run(tx, kase, input): Done {
    const clerk = (await caseEvents(tx, kase.id)).findLast((e) => e.action === 'submitForReview');
    if (clerk && isOwnHand(tx.actor, clerk.actorId, clerk.onDate)) return fail('OWN_SUBMISSION');
    const settled = await settle(tx, dibao, kase, 'initial');
    if (!settled.ok) return settled;
    const { decision } = settled.value;
    const visits = await visitsOf(tx, kase);
    const letter = await issueOpinion(tx, dibao, kase, {
      decision,
      opinion: input.opinion,
      memberCount: decision.persons,
      verification: '核对报告已出具，差异已逐项处置',
      survey: visits.at(-1)?.findings ?? '',
      clerk: clerk?.actorName ?? '',
    });
    if (!letter.ok) return letter;
    // 不符合条件的不公示家庭困难情况，直接交有权的人作出决定（57号第十九条只公示拟保障对象）。
    const here = isByTownship(kase);
    return goTo(tx, dibao, kase, {
      to: decision.outcome === 'eligible' ? 'toPost' : here ? 'confirmingHere' : 'toFile',
      opinion: input.opinion,
      data: { decisionId: settled.value.id, amountFen: decision.amountFen, category: decision.category },
    });
  },
});

const endNotice = handler({
  input: Nothing,
  run: (tx, kase): Done => {
    const here = isByTownship(kase);
    return goTo(tx, dibao, kase, { to: here ? 'confirmingHere' : 'toFile' });
  },
});

const reviseOpinion = handler({
  input: z.strictObject({ opinion: Opinion }),
  async run(tx, kase, input): Done {
    const settled = await settle(tx, dibao, kase, 'reviewed');
    if (!settled.ok) return settled;
    return goTo(tx, dibao, kase, { to: 'confirming', opinion: input.opinion, data: { decisionId: settled.value.id } });
  },
});

const confirm = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async (tx, kase) => {
    const { amountFen } = await proposed(tx, dibao, kase);
    return { opinion: `同意确认，每月${yuanDigits(amountFen ?? 0)}元。` };
  },
  offered: async (tx, kase) => {
    const computed = await computeDecision(tx, kase);
    if ((await awaitsCountyVisit(tx, kase)) || !computed.ok) return false;
    const { outcome, category } = computed.value.decision;
    return outcome !== 'not-eligible' && !isRecognition(category);
  },
  async run(tx, kase, input): Done {
    const may = await mayDecide(tx, kase);
    if (!may.ok) return may;
    const settled = await settle(tx, dibao, kase, 'final');
    if (!settled.ok) return settled;
    const { id: decisionId, decision } = settled.value;
    if (isRecognition(decision.category))
      return fail('OUTCOME_RECOGNITION', { category: recognitionNames[decision.category], action: '认定' });
    if (decision.outcome !== 'eligible' || decision.amountFen === null || decision.effectiveMonth === null)
      return fail('OUTCOME_NOT_ELIGIBLE');
    const posted = await wasPosted(tx, kase, DIBAO);
    if (!posted.ok) return posted;
    const { amountFen, effectiveMonth } = decision;
    const form = formOf(kase);
    const family = await familyOf(tx, kase, form);
    // 单人保只保本人，家里其他人不在待遇里
    const covered = decision.members.filter((m) => (decision.route === 'single' ? m.ref === 'self' : m.counted));
    const counted = covered.flatMap((m) => family.find((f) => f.ref === m.ref) ?? []);
    if (decision.route === 'family') {
      const lastMonth = plusMonths(effectiveMonth, -1);
      const memberIds = counted.map((m) => m.personId);
      const taken = await takeInSingles(tx, { householdId: kase.householdId!, memberIds, lastMonth });
      if (!taken.ok) return taken;
    }
    await yieldToEntitlement(tx, {
      personIds: counted.map((m) => m.personId),
      ...(decision.route === 'family' ? { wholeHousehold: kase.householdId! } : {}),
      reason: '已确认最低生活保障',
    });
    const account = await recordPayoutAccount(tx, {
      personId: kase.applicantPersonId,
      division: kase.division,
      bank: form.account.bank,
      number: form.account.number,
      holder: form.account.holder,
    });
    if (!account.ok) return account;
    const entitlement = await grantEntitlement(tx, {
      programme: 'dibao',
      exclusiveGroups: ['basic-living'],
      householdId: kase.householdId!,
      personId: kase.applicantPersonId,
      division: kase.division,
      memberIds: counted.map((m) => m.personId),
      fromMonth: effectiveMonth,
      amountFen,
      // 构成里有收入和残疾情况：只随决定密封保存，不在待遇里再存一份明文。
      breakdown: [],
      decisionId,
      parameterIds: decision.parameters.map((p) => p.rowId),
    });
    if (!entitlement.ok) return entitlement;
    const planned = await planReview(tx, {
      entitlementId: entitlement.value.id,
      division: kase.division,
      facts: settled.value.facts,
    });
    if (!planned.ok) return planned;
    const published = await postGrant(tx, kase, {
      memberCount: decision.persons,
      amountFen,
      text: '已确认为最低生活保障家庭',
      place: tx.divisions.fullName(kase.division),
      telephone: tx.office(decidingOffice(kase)).telephone,
    });
    if (!published.ok) return published;
    const letter = await issueConfirmation(tx, kase, {
      members: counted.map((m) => m.name),
      amountFen,
      fromMonth: effectiveMonth,
      decision,
      accountLast4: form.account.number.slice(-4),
    });
    if (!letter.ok) return letter;
    await noteTownshipDecision(tx, kase, 'confirm');
    await tellApplicant(tx, kase, 'assistance.confirmed', { amount: yuanDigits(amountFen), month: longMonth(effectiveMonth) });
    await emit(tx, {
      type: 'dibao.award.changed',
      subject: { kind: 'household', id: kase.householdId! },
      division: kase.division,
      payload: {
        awardId: entitlement.value.id,
        version: 1,
        householdId: kase.householdId,
        memberIds: counted.map((m) => m.personId),
        fromState: null,
        toState: 'active',
        amountFen,
        effectiveMonth,
        reason: 'granted',
      },
    });
    return ok({
      to: 'granted',
      opinion: input.opinion,
      data: { decisionId, entitlementId: entitlement.value.id, amountFen, effectiveMonth },
    });
  },
});

const refuse = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async () => ({ opinion: '经审核不符合条件，不予确认。' }),
  offered: async (tx, kase) => {
    const computed = await computeDecision(tx, kase);
    return !(await awaitsCountyVisit(tx, kase)) && computed.ok && computed.value.decision.outcome === 'not-eligible';
  },
  async run(tx, kase, input): Done {
    const may = await mayDecide(tx, kase);
    if (!may.ok) return may;
    const settled = await settle(tx, dibao, kase, 'final');
    if (!settled.ok) return settled;
    const { id: decisionId, decision } = settled.value;
    if (isRecognition(decision.category))
      return fail('OUTCOME_RECOGNITION', { category: recognitionNames[decision.category], action: '认定' });
    if (decision.outcome === 'eligible') return fail('OUTCOME_ELIGIBLE');
    const asked = categoryOfItem(kase.itemId);
    const letter = await issueRefusal(tx, kase, decision, {
      advice: adviceOf(decision, nameIn(formOf(kase))),
      asked: asked === 'dibao' ? null : `${recognitionNames[asked]}认定`,
    });
    if (!letter.ok) return letter;
    const failed = decision.clauses.filter((c) => c.verdict === 'unmet').map((c) => c.name);
    await withdrawNotices(tx, kase.id);
    await noteTownshipDecision(tx, kase, 'refuse');
    await tellApplicant(tx, kase, 'assistance.refused', {
      reason: failed.join('；'),
      tel: tx.office(decidingOffice(kase)).telephone,
    });
    return ok({ to: 'refused', opinion: input.opinion, data: { decisionId, category: decision.category } });
  },
});

export const dibaoActions: Readonly<Record<DibaoAction, ActionHandler<never, DibaoState>>> = {
  ...intake(dibao),
  ...survey(dibao),
  recordVisit,
  giveOpinion,
  ...notice(dibao),
  endNotice,
  reviseOpinion,
  ...county(dibao),
  confirm,
  recognise: recognise(dibao),
  openMemberCase,
  refuse,
};
