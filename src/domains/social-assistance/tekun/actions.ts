/** What is particular to 特困 in its cases: obligors, opinions, the county's decision, and then assessment and care. Everything else is the shared procedure. */
import { z } from 'zod';
import { longMonth, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { grantEntitlement, holdPerson, leaveEntitlements, recordPayoutAccount } from '../../../kernel/payment/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import { maskName } from '../../../kernel/protect/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type YearMonth } from '../../../kernel/schema/index.ts';
import {
  type ActionHandler,
  type Case,
  caseEvents,
  type Effect,
  handler,
  postNotice,
  withdrawNotices,
} from '../../../kernel/service/server.ts';
import { formOf } from '../family/facts-of-case.ts';
import { isMinor } from '../family/people.ts';
import { countyOf } from '../family/places.ts';
import { awaitsCountyVisit, county, mayDecide, settle } from '../procedure/county.ts';
import { goTo, Opinion, type Procedure, telephone, tellApplicant } from '../procedure/index.ts';
import { intake } from '../procedure/intake.ts';
import { issueOpinion } from '../procedure/letters.ts';
import { notice } from '../procedure/notice.ts';
import { survey } from '../procedure/survey.ts';
import { recordVisit, visitsOf } from '../procedure/visit.ts';
import { yieldToEntitlement } from '../recognition/store.ts';
import { proposeRecomputation } from '../review/server.ts';
import { adviceAfter } from './advice.ts';
import { arrangeAtHome, arrangeInInstitution, HomeInput, homeInitial, InstitutionInput, institutionFields } from './arrange.ts';
import { AssessmentInput, assess, assessmentInitial, CARE_HOLD } from './assess.ts';
import { dueOf, tellOthers } from './award.ts';
import { tekunDocuments } from './documents.ts';
import { SupporterFacts } from './facts.ts';
import { computeTekun, supportersOf, tekunFactsOf, tekunFormOf } from './facts-of-case.ts';
import { type TekunAction, type TekunState, tekunFlow } from './flow.ts';
import { issueRecognition, issueTekunRefusal } from './letters.ts';
import { TEKUN_GROUPS, type TekunDecision } from './rules.ts';
import { awaitsSpotVisit, drawSpotCheck } from './spot-check.ts';
import { insertProfile, lockOpenProfile, type Profile } from './store.ts';
import { type Wish, wishes } from './terms.ts';
import { recordWish } from './wishes.ts';
import { planYearly } from './yearly.ts';

type Done = Promise<Result<Effect<TekunState>>>;

export const tekun: Procedure<TekunDecision> = {
  flow: tekunFlow,
  limits: 'TEKUN',
  service: '特困人员救助供养认定',
  benefit: '特困',
  proposes: '拟认定为特困人员',
  papers: {
    kinds: tekunDocuments,
    subject: '特困人员救助供养',
    noticeBasis: '《特困人员认定办法》（民发〔2021〕43号）第十四条',
  },
  compute: computeTekun,
};

const verifySupporters = handler({
  input: z.strictObject({
    supporters: z.array(SupporterFacts).max(20).default([]).meta({
      label: '核实的法定义务人',
      help: '逐人核实年龄、收入和财产；授权核对有结果的，已按查得的填好；没有法定义务人的留空',
    }),
    basis: z.string().trim().min(4, '请写明怎样核实的').max(500).meta({ label: '核实情况', widget: 'textarea' }),
  }),
  initial: async (tx, kase) => ({
    supporters: (await supportersOf(tx, kase)).supporters,
  }),
  async run(_tx, kase, input): Done {
    return ok({
      to: kase.state as TekunState,
      opinion: `核实法定义务人${input.supporters.length}名。${input.basis}`,
      data: { supporters: input.supporters },
    });
  },
});

const giveOpinion = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async (tx, kase) => {
    const computed = await computeTekun(tx, kase);
    if (!computed.ok) return {};
    const { outcome } = computed.value.decision;
    return {
      opinion:
        outcome === 'eligible'
          ? '经核对和调查，符合特困人员条件，拟予认定。'
          : outcome === 'not-eligible'
            ? '经核对和调查，不符合特困人员条件，拟不予认定。'
            : '',
    };
  },
  async run(tx, kase, input): Done {
    const clerk = (await caseEvents(tx, kase.id)).findLast((e) => e.action === 'submitForReview');
    if (clerk?.actorId === tx.actor.id) return fail('OWN_SUBMISSION');
    const settled = await settle(tx, tekun, kase, 'initial');
    if (!settled.ok) return settled;
    const { decision } = settled.value;
    const visits = await visitsOf(tx, kase);
    const letter = await issueOpinion(tx, tekun, kase, {
      decision,
      opinion: input.opinion,
      memberCount: 1,
      verification: '核对报告已出具，差异已逐项处置',
      survey: visits.at(-1)?.findings ?? '',
      clerk: clerk?.actorName ?? '',
    });
    if (!letter.ok) return letter;
    return goTo(tx, tekun, kase, {
      to: decision.outcome === 'eligible' ? 'toPost' : 'toFile',
      opinion: input.opinion,
      data: { decisionId: settled.value.id, amountFen: decision.amountFen },
    });
  },
});

/** 有异议的重新调查、提出新意见，再公示一次（43号第十五条）. */
const reviseOpinion = handler({
  input: z.strictObject({ opinion: Opinion }),
  async run(tx, kase, input): Done {
    const settled = await settle(tx, tekun, kase, 'reviewed');
    if (!settled.ok) return settled;
    return goTo(tx, tekun, kase, {
      to: settled.value.decision.outcome === 'eligible' ? 'toPost' : 'toFile',
      opinion: input.opinion,
      data: { decisionId: settled.value.id },
    });
  },
});

const fileToCounty = handler({
  input: z.strictObject({ opinion: z.string().trim().max(500).default('').meta({ label: '备注', widget: 'textarea' }) }),
  async run(tx, kase, input): Done {
    const draw = await drawSpotCheck(tx, kase);
    if (!draw.ok) return draw;
    if (draw.value.drawn)
      await notify(tx, {
        to: { performer: 'county-clerk', division: countyOf(kase) },
        template: 'tekun.spot',
        params: { name: kase.applicantName },
        caseId: kase.id,
      });
    return goTo(tx, tekun, kase, {
      to: 'confirming',
      opinion: input.opinion || null,
      ...(draw.value.drawn ? { addFlags: ['spot-check'] } : {}),
    });
  },
});

/** Every opinion is posted before the county recognises by it. */
async function isPosted(tx: Tx, kase: Case): Promise<boolean> {
  const actions = (await caseEvents(tx, kase.id)).map((e) => e.action);
  return actions.lastIndexOf('postNotice') > Math.max(actions.lastIndexOf('giveOpinion'), actions.lastIndexOf('reviseOpinion'));
}

async function mayDecideHere(tx: Tx, kase: Case): Promise<Result<null>> {
  const may = await mayDecide(tx, kase);
  if (!may.ok) return may;
  return (await awaitsSpotVisit(tx, kase)) ? fail('SPOT_CHECK_REQUIRED') : ok(null);
}

const waitsForVisit = async (tx: Tx, kase: Case): Promise<boolean> =>
  (await awaitsCountyVisit(tx, kase)) || (await awaitsSpotVisit(tx, kase));

/** 特困的人先从家庭里出来（5.5）: 低保 and the disability subsidies end with the month before; a family goes on without. */
async function leaveOthers(tx: Tx, kase: Case, fromMonth: YearMonth): Promise<void> {
  const personId = kase.applicantPersonId;
  const lastMonth = plusMonths(fromMonth, -1);
  const left = await leaveEntitlements(tx, {
    personId,
    lastMonth,
    reason: '转为特困人员救助供养',
    holdReason: '家庭成员转为特困供养，待重新核算',
    groups: TEKUN_GROUPS,
  });
  for (const { id, programme, fromMonth: from } of left.toRecompute)
    if (programme === 'dibao') await proposeRecomputation(tx, { entitlementId: id, fromMonth: from, tekun: personId });
  for (const { id, programme } of left.ended)
    if (programme === 'dibao' && kase.householdId)
      await emit(tx, {
        type: 'dibao.award.changed',
        subject: { kind: 'household', id: kase.householdId },
        division: kase.division,
        payload: {
          awardId: id,
          version: 2,
          householdId: kase.householdId,
          memberIds: [personId],
          fromState: 'active',
          toState: 'ended',
          amountFen: 0,
          effectiveMonth: fromMonth,
          reason: 'tekun',
        },
      });
}

/** Base from the month after, held until the person is assessed (4.3); care follows once it is arranged. */
async function grant(
  tx: Tx,
  kase: Case,
  of: { decision: TekunDecision; decisionId: string; wish: Wish },
): Promise<Result<Profile>> {
  const { decision, decisionId } = of;
  const form = formOf(kase);
  const fromMonth = decision.effectiveMonth!;
  const account = await recordPayoutAccount(tx, {
    personId: kase.applicantPersonId,
    division: kase.division,
    bank: form.account.bank,
    number: form.account.number,
    holder: form.account.holder,
  });
  if (!account.ok) return account;
  await leaveOthers(tx, kase, fromMonth);
  await yieldToEntitlement(tx, { personIds: [kase.applicantPersonId], reason: '已确认特困供养' });
  const base = await grantEntitlement(tx, {
    programme: 'tekun',
    exclusiveGroups: TEKUN_GROUPS,
    householdId: null,
    personId: kase.applicantPersonId,
    division: kase.division,
    memberIds: [kase.applicantPersonId],
    fromMonth,
    amountFen: decision.amountFen!,
    breakdown: [],
    decisionId,
    parameterIds: decision.parameters.map((p) => p.rowId),
  });
  if (!base.ok) return base;
  await holdPerson(tx, {
    personId: kase.applicantPersonId,
    division: kase.division,
    code: CARE_HOLD,
    reason: '等待生活自理能力评估',
    entitlementIds: [base.value.id],
  });
  await insertProfile(tx, {
    personId: kase.applicantPersonId,
    caseId: kase.id,
    division: kase.division,
    urbanRural: form.applicant.urbanRural,
    baseEntitlementId: base.value.id,
    fromMonth,
  });
  const profile = (await lockOpenProfile(tx, kase.applicantPersonId))!;
  const planned = await planYearly(tx, profile);
  if (!planned.ok) return planned;
  await recordWish(tx, profile, of.wish);
  await tellOthers(tx, profile, { effectiveMonth: fromMonth, reason: 'granted', from: null, to: 'active' });
  return ok(profile);
}

const confirm = handler({
  input: z.strictObject({
    opinion: Opinion,
    wish: choice(wishes).meta({ label: '本人愿意怎样供养', help: '当面或电话问清本人、监护人的意愿' }),
  }),
  initial: async (tx, kase) => {
    const computed = await computeTekun(tx, kase);
    const amountFen = computed.ok ? (computed.value.decision.amountFen ?? 0) : 0;
    return {
      opinion: `同意认定，基本生活费每月${yuanDigits(amountFen)}元，照料护理费按评估等级确定。`,
      wish: tekunFormOf(kase).tekun.wish,
    };
  },
  offered: async (tx, kase) => {
    const computed = await computeTekun(tx, kase);
    return !(await waitsForVisit(tx, kase)) && computed.ok && computed.value.decision.outcome !== 'not-eligible';
  },
  async run(tx, kase, input): Done {
    const may = await mayDecideHere(tx, kase);
    if (!may.ok) return may;
    const settled = await settle(tx, tekun, kase, 'final');
    if (!settled.ok) return settled;
    const { id: decisionId, decision } = settled.value;
    if (decision.outcome !== 'eligible' || decision.amountFen === null || decision.effectiveMonth === null)
      return fail('OUTCOME_NOT_ELIGIBLE');
    if (!(await isPosted(tx, kase))) return fail('TEKUN_NOT_POSTED');
    const granted = await grant(tx, kase, { decision, decisionId, wish: input.wish });
    if (!granted.ok) return granted;
    const { amountFen, effectiveMonth } = decision;
    await withdrawNotices(tx, kase.id);
    if (!isMinor(formOf(kase).applicant.idNumber, tx.today))
      await postNotice(tx, {
        caseId: kase.id,
        kind: 'granted',
        division: kase.division,
        applicantMasked: maskName(kase.applicantName),
        memberCount: 1,
        amountFen,
        text: '已认定为特困人员',
        place: tx.divisions.fullName(kase.division),
        telephone: tx.office(countyOf(kase)).telephone,
        postedOn: tx.today,
        endsOn: plusDays(tx.today, 3650),
      });
    const letter = await issueRecognition(tx, kase, {
      baseFen: amountFen,
      fromMonth: effectiveMonth,
      breakdown: decision.breakdown,
      wish: wishes[input.wish],
    });
    if (!letter.ok) return letter;
    await tellApplicant(tx, kase, 'tekun.confirmed', { amount: yuanDigits(amountFen), month: longMonth(effectiveMonth) });
    return goTo(tx, tekun, kase, {
      to: 'assessing',
      opinion: input.opinion,
      data: { decisionId, profileId: granted.value.id, amountFen, effectiveMonth, wish: input.wish },
    });
  },
});

const refuse = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async () => ({ opinion: '经审核不符合特困人员条件，不予认定。' }),
  offered: async (tx, kase) => {
    const computed = await computeTekun(tx, kase);
    return !(await waitsForVisit(tx, kase)) && computed.ok && computed.value.decision.outcome === 'not-eligible';
  },
  async run(tx, kase, input): Done {
    const may = await mayDecideHere(tx, kase);
    if (!may.ok) return may;
    const settled = await settle(tx, tekun, kase, 'final');
    if (!settled.ok) return settled;
    const { id: decisionId, decision } = settled.value;
    if (decision.outcome === 'eligible') return fail('OUTCOME_ELIGIBLE');
    const advice = await adviceAfter(tx, { form: tekunFormOf(kase), facts: await tekunFactsOf(tx, kase) });
    const letter = await issueTekunRefusal(tx, kase, { clauses: decision.clauses, advice });
    if (!letter.ok) return letter;
    const failed = decision.clauses.filter((c) => c.verdict === 'unmet').map((c) => c.name);
    await withdrawNotices(tx, kase.id);
    await tellApplicant(tx, kase, 'assistance.refused', { reason: failed.join('；'), tel: tx.office(countyOf(kase)).telephone });
    return ok({ to: 'refused', opinion: input.opinion, data: { decisionId, category: decision.category } });
  },
});

/** The open profile that this case made. */
async function profileOf(tx: Tx, kase: Case): Promise<Result<Profile, 'TEKUN_NOT_FOUND'>> {
  const profile = await lockOpenProfile(tx, kase.applicantPersonId);
  return profile?.caseId === kase.id ? ok(profile) : fail('TEKUN_NOT_FOUND', { name: kase.applicantName });
}

const recordAssessment = handler({
  input: AssessmentInput,
  initial: assessmentInitial,
  async run(tx, kase, input): Done {
    const profile = await profileOf(tx, kase);
    if (!profile.ok) return profile;
    const assessed = await assess(tx, kase, profile.value, input);
    if (!assessed.ok) return assessed;
    return goTo(tx, tekun, kase, { to: 'arranging', ...assessed.value });
  },
});

/** Tells the person what the care has come to. */
async function tellArranged(tx: Tx, kase: Case, profile: Profile): Promise<void> {
  const { amountFen } = await dueOf(tx, profile, profile.fromMonth);
  await tellApplicant(tx, kase, 'tekun.arranged', { amount: yuanDigits(amountFen), tel: telephone(tx, kase) });
}

const arrangeHome = handler({
  input: HomeInput,
  initial: homeInitial,
  async run(tx, kase, input): Done {
    const profile = await profileOf(tx, kase);
    if (!profile.ok) return profile;
    const arranged = await arrangeAtHome(tx, kase, profile.value, input);
    if (!arranged.ok) return arranged;
    await tellArranged(tx, kase, profile.value);
    return ok({ to: 'granted', ...arranged.value });
  },
});

const arrangeInstitution = handler({
  input: InstitutionInput,
  fields: institutionFields,
  initial: async (tx) => ({ admittedOn: tx.today }),
  async run(tx, kase, input): Done {
    const profile = await profileOf(tx, kase);
    if (!profile.ok) return profile;
    const arranged = await arrangeInInstitution(tx, kase, profile.value, input);
    if (!arranged.ok) return arranged;
    await tellArranged(tx, kase, profile.value);
    return ok({ to: 'granted', ...arranged.value });
  },
});

export const tekunActions: Readonly<Record<TekunAction, ActionHandler<never, TekunState>>> = {
  ...intake(tekun),
  ...survey(tekun),
  recordVisit,
  verifySupporters,
  giveOpinion,
  ...notice(tekun),
  reviseOpinion,
  ...county(tekun),
  fileToCounty,
  confirm,
  refuse,
  recordAssessment,
  arrangeHome,
  arrangeInstitution,
};
