/** 助餐资格 as a service item (EL-11). Whoever eats is subsidised by what data say that day, applied for or not; the case gives the card, the reasons in writing, and the place on the list. */
import { z } from 'zod';
import { sql } from '../../../../database/sql.ts';
import { isOneOf } from '../../../../kernel/access/index.ts';
import { newId, type Tx } from '../../../../kernel/context/server.ts';
import { documentsShown, issueAt } from '../../../../kernel/document/server.ts';
import { defineTemplates } from '../../../../kernel/notice/server.ts';
import type { Decision } from '../../../../kernel/policy/index.ts';
import { defineReplay, parametersOf, saveDecision, yuanDigits } from '../../../../kernel/policy/server.ts';
import { maskIdNumber, maskPhone } from '../../../../kernel/protect/index.ts';
import { CommunicationNeeds, communicationRows } from '../../../../kernel/resident/index.ts';
import { grantAccess, recordCommunicationNeeds } from '../../../../kernel/resident/server.ts';
import { defineErrors, fail, ok, type Result } from '../../../../kernel/result/index.ts';
import { Division, Mobile, ResidentId } from '../../../../kernel/schema/index.ts';
import {
  type ActionHandler,
  appliedFor,
  type Case,
  defineFlowImplementation,
  type Effect,
  endByDeath,
  handler,
  type Opening,
  OpinionOnly,
  ReasonOnly,
  tellApplicant,
  withdrawCase,
} from '../../../../kernel/service/server.ts';
import { identifyElder } from '../../benefit/applicant.ts';
import { ADVICE } from '../../benefit/approval.ts';
import { aboutAt } from '../../benefit/letters.ts';
import { reasonsTold, refusalLetter } from '../../benefit/papers.ts';
import { decisionsShown } from '../../benefit/sections.ts';
import { circumstancesOf } from '../../circumstances.ts';
import { tellOffice } from '../../home-works/go.ts';
import { contactAt, townshipOf } from '../../offices.ts';
import { issueCard } from '../../outlets/identify.ts';
import { staysOn } from '../../outlets/store.ts';
import { type MealAction, type MealStep, mealFlow } from './flow.ts';
import { cardLetter, mealPapers } from './papers.ts';
import { categoryOf, determineMeals, type EligibilityFacts, mealRules } from './rules.ts';

type Done = Promise<Result<Effect<MealStep>>>;

defineReplay({ rule: mealRules.current.name, book: mealRules });
defineErrors({
  MEAL_HELD: {
    http: 409,
    zh: '{name}已经核定过助餐补贴，不用再申请。',
    next: '卡丢了、卡号忘了的，请村（社区）在“老年人”里再看卡号。',
  },
  MEAL_NOT_ELIGIBLE: { http: 409, zh: '按登记的情况不符合条件，不能核定。', next: '情况有误的，请退回村（社区）重新核实。' },
  MEAL_IS_ELIGIBLE: { http: 409, zh: '按登记的情况符合条件，不能不予核定。', next: '情况有误的，请退回村（社区）重新核实。' },
});
defineTemplates({
  'meal-eligibility.granted': {
    title: '助餐补贴已核定',
    text: '您的助餐补贴已核定，每餐最多补{amount}元，在老年食堂报卡号就行。卡号在就餐卡上。',
    sms: '【民政】您的助餐补贴已核定，在老年食堂报卡号或者姓名就行。',
  },
  'meal-eligibility.refused': { title: '助餐补贴没有核定', text: '您的助餐补贴没有核定，原因：{reason}；咨询{tel}。' },
});

const Application = z.strictObject({
  applicant: z
    .strictObject({
      name: z.string().trim().min(1, '请填写姓名').max(50, '姓名不超过50个字').meta({ label: '老人姓名' }),
      idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
      phone: Mobile.optional().meta({ label: '手机号码', protect: true, help: '没有可以不填' }),
      division: Division.meta({ label: '现在住的村（社区）', widget: 'division' }),
      communication: CommunicationNeeds,
    })
    .meta({ label: '老人' }),
  consent: z
    .literal(true, '请阅读并同意')
    .meta({ label: '同意民政部门读取老人的低保、特困认定、居住状况和能力评估等级，只用于核定助餐补贴，可以随时撤回' }),
});
type Form = z.infer<typeof Application>;

async function openApplication(tx: Tx, form: Form): Promise<Result<Opening>> {
  const { applicant } = form;
  const person = await identifyElder(tx, applicant);
  if (!person.ok) return person;
  const held = await tx.maybe(
    sql`select 1 as one from meal_eligibility where person_id = ${person.value} and ended_on is null limit 1`,
  );
  if (held) return fail('MEAL_HELD', { name: applicant.name });
  return ok({ division: applicant.division, ...appliedFor(tx, person.value, applicant.name), form });
}

async function decide(tx: Tx, kase: Case): Promise<Result<{ facts: EligibilityFacts; decision: Decision }>> {
  const { birthDate, dibao, tekun, edge, levels, livingAlone } = (await circumstancesOf(tx, kase.applicantPersonId))!;
  const facts: EligibilityFacts = {
    ...{ birthDate, dibao, tekun, edge, levels, livingAlone },
    division: kase.division,
    inInstitution: await staysOn(tx, kase.applicantPersonId, tx.today),
  };
  const decision = determineMeals(facts, await parametersOf(tx), tx.today);
  return decision.ok ? ok({ facts, decision: decision.value }) : decision;
}
const stands = (outcome: Decision['outcome']) => async (tx: Tx, kase: Case) => {
  const computed = await decide(tx, kase);
  return computed.ok && computed.value.decision.outcome === outcome;
};

const confirm = handler({
  input: OpinionOnly,
  initial: async () => ({ opinion: '见到本人，住在本村（社区），情况属实。' }),
  async run(tx, kase, input): Done {
    const personId = kase.applicantPersonId;
    await grantAccess(tx, { personId, division: kase.division, reason: `case:${kase.id}` });
    const needs = await recordCommunicationNeeds(tx, {
      personId,
      needs: (kase.form as Form).applicant.communication ?? [],
      source: '助餐补贴申请表',
    });
    if (!needs.ok) return needs;
    await tellOffice(tx, kase, { holder: 'township-clerk', step: '乡镇核定' });
    return ok({ to: 'deciding', opinion: input.opinion, ...(kase.acceptedOn ? {} : { acceptedOn: tx.today }) });
  },
});

const approve = handler({
  input: OpinionOnly,
  initial: async () => ({ opinion: '符合条件，核定。' }),
  offered: stands('eligible'),
  async run(tx, kase, input): Done {
    const computed = await decide(tx, kase);
    if (!computed.ok) return computed;
    const { facts, decision } = computed.value;
    if (decision.outcome !== 'eligible') return fail('MEAL_NOT_ELIGIBLE');
    const category = categoryOf(facts, await parametersOf(tx), tx.today);
    if (!category.ok) return category;
    const { applicantPersonId: personId, division } = kase;
    await saveDecision(tx, { caseId: kase.id, kind: 'initial', division, personId, facts, decision });
    const added = await tx.run(sql`insert into meal_eligibility (id, person_id, division, case_id, category, from_on)
      values (${newId()}, ${personId}, ${division}, ${kase.id}, ${category.value}, ${tx.today}) on conflict do nothing`);
    if (added === 0) return fail('MEAL_HELD', { name: kase.applicantName });
    const card = await issueCard(tx, personId);
    if (!card.ok) return card;
    const fen = decision.amountFen!;
    const issued = await issueAt(tx, {
      kind: mealPapers.card,
      letter: cardLetter({
        ...{ name: kase.applicantName, number: card.value.number, fen, fromOn: tx.today },
        contact: contactAt(tx, townshipOf(kase)),
      }),
      at: townshipOf(kase),
      ...{ division, personId, caseId: kase.id },
    });
    if (!issued.ok) return issued;
    await tellApplicant(tx, kase, 'meal-eligibility.granted', { amount: yuanDigits(fen) });
    return ok({ to: 'granted', opinion: input.opinion });
  },
});

const refuse = handler({
  input: OpinionOnly,
  initial: async () => ({ opinion: '经核对不符合条件，不予核定。' }),
  offered: stands('not-eligible'),
  async run(tx, kase, input): Done {
    const computed = await decide(tx, kase);
    if (!computed.ok) return computed;
    const { facts, decision } = computed.value;
    if (decision.outcome !== 'not-eligible') return fail('MEAL_IS_ELIGIBLE');
    const { applicantPersonId: personId, division } = kase;
    await saveDecision(tx, { caseId: kase.id, kind: 'final', division, personId, facts, decision });
    const letter = await issueAt(tx, {
      kind: mealPapers.refusal,
      letter: refusalLetter({
        ...aboutAt(tx, kase, kase.applicantName),
        item: '助餐补贴',
        decision,
        refused: '不予核定',
        advice: ADVICE,
      }),
      at: townshipOf(kase),
      ...{ division, personId, caseId: kase.id },
    });
    if (!letter.ok) return letter;
    const { telephone: tel } = tx.office(townshipOf(kase));
    await tellApplicant(tx, kase, 'meal-eligibility.refused', { reason: reasonsTold(decision), tel });
    return ok({ to: 'refused', opinion: input.opinion });
  },
});

const returnToVillage = handler({
  input: ReasonOnly,
  async run(tx, kase, input): Done {
    await tellOffice(tx, kase, { holder: 'village-worker', step: '村级核实' });
    return ok({ to: 'checking', opinion: input.reason });
  },
});

const mealActions: Readonly<Record<MealAction, ActionHandler<never, MealStep>>> = {
  confirm,
  approve,
  refuse,
  returnToVillage,
  withdraw: withdrawCase,
  endByDeath,
};

async function sections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const { applicant } = kase.form as Form;
  const decisions = await decisionsShown(tx, kase, {
    kindZh: '核定',
    current: async () => {
      if (kase.state !== 'checking' && kase.state !== 'deciding') return null;
      const computed = await decide(tx, kase);
      return computed.ok ? computed.value.decision : null;
    },
  });
  return {
    facts: [
      {
        title: '老人',
        rows: [
          { label: '姓名', value: applicant.name },
          { label: '身份证号码', value: maskIdNumber(applicant.idNumber) },
          ...(applicant.phone ? [{ label: '手机', value: maskPhone(applicant.phone) }] : []),
          ...communicationRows(applicant.communication),
          { label: '住在', value: tx.divisions.fullName(kase.division) },
        ],
      },
    ],
    // 哪一类说得出收入和等级，村里不看
    decisions: isOneOf(tx.actor, ['village-worker']) ? [] : decisions.map((one) => ({ ...one, once: true })),
    documents: await documentsShown(tx, kase),
  };
}

defineFlowImplementation({
  flow: mealFlow,
  form: () => Application,
  formSteps: [
    { title: '给谁申请', help: '本人、家人都可以提出，村（社区）可以代办', fields: ['applicant'] },
    { title: '授权', help: '低保、评估结果由系统查，不用交证明', fields: ['consent'] },
  ],
  forOthers: true,
  open: (tx, _item, form) => openApplication(tx, form as unknown as Form),
  actions: mealActions,
  sections,
});

/** Who has died eats no more meals. */
export const endEligibility = (tx: Tx, personId: string, on: string, reason: string): Promise<number> =>
  tx.run(
    sql`update meal_eligibility set ended_on = greatest(from_on, ${on}::date), end_reason = ${reason} where person_id = ${personId} and ended_on is null`,
  );
