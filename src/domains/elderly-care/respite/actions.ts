/** What people do in a case of respite, one handler each. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { longDate, monthOf, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles, issueAt } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { endEntitlement, grantEntitlement, recordPayoutAccount } from '../../../kernel/payment/server.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import { parametersOf, saveDecision, yuanDigits } from '../../../kernel/policy/server.ts';
import { grantAccess, recordCommunicationNeeds } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, FileRef, type FormField, formOf, type PlainDate, PlainDateText, Uuid } from '../../../kernel/schema/index.ts';
import {
  type ActionHandler,
  type Case,
  caseEvents,
  type Effect,
  endByDeath,
  handler,
  Opinion,
  OpinionOnly,
  officeOf,
  ReasonOnly,
  tellApplicant,
  withdrawCase,
} from '../../../kernel/service/server.ts';
import { ADVICE } from '../benefit/approval.ts';
import { aboutAt } from '../benefit/letters.ts';
import { refusalLetter } from '../benefit/papers.ts';
import { circumstancesOf } from '../circumstances.ts';
import { didBefore } from '../home-works/go.ts';
import { countyOf, townshipOf } from '../offices.ts';
import { findOutlet, outletsOf, staysOn } from '../outlets/store.ts';
import type { RespiteForm } from './application.ts';
import type { RespiteAction, RespiteStep } from './flow.ts';
import { respitePapers } from './papers.ts';
import {
  type AdmissionFacts,
  daysThatCount,
  determineRespite,
  determineSettlement,
  nightsBetween,
  type Served,
  type SettlementFacts,
} from './rules.ts';
import { arrangeStay, keepDays, lockDays, recordServed, stayOfCase, usedDays } from './store.ts';
import { outletOfMode, RESPITE_PROGRAMME, respiteModes } from './terms.ts';

type Done = Promise<Result<Effect<RespiteStep>>>;

const tellOffice = (tx: Tx, kase: Case, holder: 'township-clerk' | 'county-confirmer', step: string): Promise<void> =>
  notify(tx, {
    to: { performer: holder, division: officeOf(holder, kase.division) },
    template: 'respite.todo',
    params: { name: kase.applicantName, step },
    caseId: kase.id,
  });

const accept = handler({
  input: z.strictObject({
    dementia: choice({ no: '没有', yes: '有，看过诊断证明' }).meta({
      label: '有没有失智诊断',
      help: '等级不到3级的，凭诊断证明（痴呆）也可以',
    }),
    opinion: Opinion,
  }),
  initial: async () => ({ dementia: 'no', opinion: '平时由家人照护，情况属实。' }),
  async run(tx, kase, input): Done {
    const { applicant, account } = kase.form as RespiteForm;
    const personId = kase.applicantPersonId;
    await grantAccess(tx, { personId, division: kase.division, reason: `case:${kase.id}` });
    if (account) {
      const recorded = await recordPayoutAccount(tx, { personId, division: kase.division, ...account });
      if (!recorded.ok) return recorded;
    }
    const needs = await recordCommunicationNeeds(tx, {
      personId,
      needs: applicant.communication ?? [],
      source: '喘息服务申请表',
    });
    if (!needs.ok) return needs;
    await tellOffice(tx, kase, 'county-confirmer', '县级审核');
    return ok({ to: 'deciding', opinion: input.opinion, data: { dementia: input.dementia === 'yes' } });
  },
});

export async function decideRespite(tx: Tx, kase: Case): Promise<Result<{ facts: AdmissionFacts; decision: Decision }>> {
  const { birthDate, levels } = (await circumstancesOf(tx, kase.applicantPersonId))!;
  const accepted = (await caseEvents(tx, kase.id)).findLast((event) => event.action === 'accept');
  const facts: AdmissionFacts = {
    birthDate,
    division: kase.division,
    levels,
    dementia: (accepted?.data?.dementia as boolean | undefined) ?? null,
    inInstitution: await staysOn(tx, kase.applicantPersonId, tx.today),
  };
  const decision = determineRespite(facts, await parametersOf(tx), tx.today);
  return decision.ok ? ok({ facts, decision: decision.value }) : decision;
}
const about = (kase: Case) => ({ caseId: kase.id, division: kase.division, personId: kase.applicantPersonId });

const approve = handler({
  input: OpinionOnly,
  initial: async () => ({ opinion: '符合条件，同意。' }),
  offered: async (tx, kase) => {
    const computed = await decideRespite(tx, kase);
    return computed.ok && computed.value.decision.outcome === 'eligible';
  },
  async run(tx, kase, input): Done {
    if (await didBefore(tx, kase, ['accept'])) return fail('RESPITE_SAME_OFFICER');
    const computed = await decideRespite(tx, kase);
    if (!computed.ok) return computed;
    if (computed.value.decision.outcome !== 'eligible') return fail('RESPITE_NOT_ELIGIBLE');
    await saveDecision(tx, { ...about(kase), kind: 'initial', ...computed.value });
    await tellApplicant(tx, kase, 'respite.approved');
    await tellOffice(tx, kase, 'township-clerk', '选机构或者上门');
    return ok({ to: 'arranging', opinion: input.opinion });
  },
});

const refuse = handler({
  input: OpinionOnly,
  initial: async () => ({ opinion: '经审核不符合条件，不予批准。' }),
  offered: async (tx, kase) => {
    const computed = await decideRespite(tx, kase);
    return computed.ok && computed.value.decision.outcome === 'not-eligible';
  },
  async run(tx, kase, input): Done {
    if (await didBefore(tx, kase, ['accept'])) return fail('RESPITE_SAME_OFFICER');
    const computed = await decideRespite(tx, kase);
    if (!computed.ok) return computed;
    const { decision } = computed.value;
    if (decision.outcome !== 'not-eligible') return fail('RESPITE_ELIGIBLE');
    await saveDecision(tx, { ...about(kase), kind: 'final', ...computed.value });
    const letter = await issueAt(tx, {
      kind: respitePapers.refusal,
      letter: refusalLetter({
        ...aboutAt(tx, kase, kase.applicantName),
        item: '喘息服务',
        decision,
        refused: '不予批准',
        advice: ADVICE,
      }),
      at: countyOf(kase),
      ...about(kase),
    });
    if (!letter.ok) return letter;
    await tellApplicant(tx, kase, 'respite.refused', { tel: tx.office(townshipOf(kase)).telephone });
    return ok({ to: 'refused', opinion: input.opinion });
  },
});

const ArrangeInput = z.strictObject({
  mode: choice(respiteModes).meta({ label: '怎么安排' }),
  outlet: Uuid.meta({ label: '哪一家' }),
  from: PlainDateText.meta({ label: '从哪天', widget: 'date' }),
  to: PlainDateText.meta({ label: '到哪天', widget: 'date', help: '离开（最后一天的第二天），不算在内' }),
});
const openOutlets = async (tx: Tx) =>
  (await outletsOf(tx)).filter((o) => !o.closedOn && (o.kind === 'institution' || o.kind === 'home'));

const arrange = handler({
  input: ArrangeInput,
  fields: async (tx): Promise<readonly FormField[]> => {
    const choices = (await openOutlets(tx)).map((o) => ({
      value: o.id,
      label: `${o.name}（${o.kind === 'home' ? '上门' : '机构'}）`,
    }));
    return formOf(ArrangeInput).map((field) =>
      field.name === 'outlet' ? { ...field, type: 'choice' as const, choices } : field,
    );
  },
  initial: async (_, kase) => ({ mode: (kase.form as RespiteForm).mode }),
  async run(tx, kase, input): Done {
    if (input.to <= input.from) return wrong('to', '要在开始以后');
    const outlet = (await openOutlets(tx)).find((o) => o.id === input.outlet);
    if (outlet?.kind !== outletOfMode[input.mode]) return fail('RESPITE_OUTLET');
    await arrangeStay(tx, { ...about(kase), mode: input.mode, outletId: outlet.id, fromOn: input.from, toOn: input.to });
    await tellApplicant(tx, kase, 'respite.arranged', {
      from: longDate(input.from),
      to: longDate(plusDays(input.to, -1)),
      place: outlet.name,
      phone: outlet.telephone,
    });
    return ok({
      to: 'serving',
      opinion: `${outlet.name}，${longDate(input.from)}起，${nightsBetween(input.from, input.to).length}天`,
    });
  },
});

const RecordInput = z.strictObject({
  from: PlainDateText.optional().meta({ label: '哪天来的', widget: 'date' }),
  to: PlainDateText.optional().meta({ label: '哪天离开', widget: 'date', help: '离开那天晚上不住，不算' }),
  days: z
    .array(
      z.strictObject({
        on: PlainDateText.meta({ label: '哪天', widget: 'date' }),
        hours: z.int().min(1, '至少1小时').max(24).meta({ label: '几小时', unit: '小时', help: '不满1小时的不算' }),
      }),
    )
    .max(31)
    .default([])
    .meta({ label: '上门的日子' }),
  proof: FileRef.meta({ label: '服务单照片', paper: 'respite-sheet', help: '机构或者护理员和家属都签了字的' }),
  signature: FileRef.meta({ label: '家属签字', widget: 'signature', paper: 'elder-signature' }),
});

const record = handler({
  input: RecordInput,
  fields: async (tx, kase): Promise<readonly FormField[]> => {
    const stay = await stayOfCase(tx, kase.id);
    const left = stay?.mode === 'home' ? ['from', 'to'] : ['days'];
    return formOf(RecordInput)
      .filter((field) => !left.includes(field.name))
      .map((field) => (['from', 'to', 'days'].includes(field.name) ? { ...field, required: true } : field));
  },
  initial: async (tx, kase) => {
    const stay = await stayOfCase(tx, kase.id);
    return stay?.mode === 'institution' ? { from: stay.fromOn, to: stay.toOn } : {};
  },
  async run(tx, kase, input): Done {
    const stay = (await stayOfCase(tx, kase.id))!;
    const served: Served[] = stay.mode === 'institution' ? nightsOf(input) : input.days.map(({ on, hours }) => ({ on, hours }));
    if (served.length === 0) return wrong(stay.mode === 'institution' ? 'to' : 'days', '至少要有一天');
    const last = served
      .map((day) => day.on)
      .sort()
      .at(-1)!;
    if (last >= tx.today) return wrong(stay.mode === 'institution' ? 'to' : 'days', '服务结束以后再登记');
    if (new Set(served.map((day) => day.on)).size < served.length) return wrong('days', '同一天只登记一次');
    const bound = await bindFiles(tx, [input.proof, input.signature], about(kase));
    if (!bound.ok) return bound;
    await recordServed(tx, kase.id, { served, signature: input.signature });
    await tellOffice(tx, kase, 'county-confirmer', '结算');
    return ok({ to: 'settling', opinion: `服务${served.length}天，家属已签字` });
  },
});
const nightsOf = ({ from, to }: { from?: PlainDate | undefined; to?: PlainDate | undefined }): Served[] =>
  from && to ? nightsBetween(from, to).map((on) => ({ on, hours: null })) : [];

const settlementFacts = async (tx: Tx, kase: Case): Promise<SettlementFacts> => {
  const stay = (await stayOfCase(tx, kase.id))!;
  return { division: kase.division, served: stay.served ?? [], used: await usedDays(tx, kase.applicantPersonId) };
};

const settle = handler({
  input: OpinionOnly,
  initial: async (tx, kase) => {
    const made = determineSettlement(await settlementFacts(tx, kase), await parametersOf(tx), tx.today);
    return made.ok ? { opinion: `按限额补贴，合计${yuanDigits(made.value.amountFen!)}元。` } : {};
  },
  async run(tx, kase, input): Done {
    const stay = (await stayOfCase(tx, kase.id))!;
    if (isOwnHand(tx.actor, stay.recordedBy, tx.today)) return fail('RESPITE_SAME_OFFICER');
    await lockDays(tx, kase.applicantPersonId);
    const parameters = await parametersOf(tx);
    const facts = await settlementFacts(tx, kase);
    const counted = daysThatCount(facts, parameters, tx.today);
    if (!counted.ok) return counted;
    const made = determineSettlement(facts, parameters, tx.today);
    if (!made.ok) return made;
    const { days } = counted.value;
    if (!(await keepDays(tx, stay, { days, used: facts.used }))) return fail('RESPITE_DAY_TAKEN');
    const paid = await pay(tx, kase, { facts, decision: made.value });
    if (!paid.ok) return paid;
    await tx.run(
      sql`update respite_stay set settled_on = ${tx.today}, amount_fen = ${made.value.amountFen}, entitlement_id = ${paid.value} where case_id = ${kase.id}`,
    );
    await tellApplicant(tx, kase, 'respite.settled', { days: String(days.length), amount: yuanDigits(made.value.amountFen!) });
    return ok({ to: 'granted', opinion: input.opinion });
  },
});

/** Once, to the account of the family; null where no day was left. */
async function pay(tx: Tx, kase: Case, of: { facts: SettlementFacts; decision: Decision }): Promise<Result<string | null>> {
  const { facts, decision } = of;
  const decisionId = await saveDecision(tx, { ...about(kase), kind: 'final', decision, facts });
  if (decision.outcome !== 'eligible') return ok(null);
  const fromMonth = monthOf(tx.today);
  const granted = await grantEntitlement(tx, {
    programme: RESPITE_PROGRAMME,
    exclusiveGroups: [],
    householdId: null,
    personId: kase.applicantPersonId,
    division: kase.division,
    memberIds: [kase.applicantPersonId],
    fromMonth,
    amountFen: decision.amountFen!,
    breakdown: decision.breakdown,
    decisionId,
    parameterIds: decision.parameters.map((p) => p.rowId),
    cause: kase.id,
  });
  if (!granted.ok) return granted;
  const ended = await endEntitlement(tx, { id: granted.value.id, lastMonth: fromMonth, reason: '一次性发放' });
  return ended.ok ? ok(granted.value.id) : ended;
}

const returnRecord = handler({
  input: ReasonOnly,
  async run(tx, kase, input): Done {
    await tellOffice(tx, kase, 'township-clerk', '重新登记服务');
    return ok({ to: 'serving', opinion: input.reason });
  },
});
export const respiteActions: Readonly<Record<RespiteAction, ActionHandler<never, RespiteStep>>> = {
  accept,
  approve,
  refuse,
  arrange,
  record,
  returnRecord,
  settle,
  withdraw: withdrawCase,
  endByDeath,
};

/** Where it is, for the case page. */
export async function arrangedRows(tx: Tx, kase: Case): Promise<{ label: string; value: string }[]> {
  const stay = await stayOfCase(tx, kase.id);
  const outlet = stay ? await findOutlet(tx, stay.outletId) : null;
  if (!stay) return [];
  const hours = stay.served?.reduce((sum, day) => sum + (day.hours ?? 0), 0) ?? 0;
  return [
    { label: '怎么安排', value: respiteModes[stay.mode] },
    { label: '哪一家', value: outlet ? `${outlet.name}，${outlet.telephone}` : '' },
    { label: '约好的日子', value: `${longDate(stay.fromOn)}到${longDate(plusDays(stay.toOn, -1))}` },
    ...(stay.served ? [{ label: '实际服务', value: `${stay.served.length}天${hours > 0 ? `，${hours}小时` : ''}` }] : []),
    ...(stay.settledOn ? [{ label: '结算', value: `${longDate(stay.settledOn)}，${yuanDigits(stay.amountFen!)}元` }] : []),
  ];
}
