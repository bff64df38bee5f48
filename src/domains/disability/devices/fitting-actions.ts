/** One function per action of a free fitting. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { longDate, plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { parametersOf, saveDecision, wholeParameter, withParameters } from '../../../kernel/policy/server.ts';
import { grantAccess, recordCommunicationNeeds } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FenAmount, PlainDateText } from '../../../kernel/schema/index.ts';
import {
  type ActionHandler,
  type Case,
  type Effect,
  goTo,
  handler,
  officeOf,
  tellApplicant,
} from '../../../kernel/service/server.ts';
import type { FittingApplication } from './fitting-application.ts';
import { computeFitting, type Plan, planOf } from './fitting-facts.ts';
import { type FittingAction, type FittingState, fittingFlow } from './fitting-flow.ts';
import { issueReferral, issueRefusal } from './fitting-letters.ts';
import { type FittingFacts, nextFreeOn } from './fitting-rules.ts';
import { UnitCode } from './schema.ts';
import { findItem, items, lockUnit, moveUnit, ownStation } from './store.ts';
import { cycleExceptions, unitStates } from './terms.ts';

type Done = Promise<Result<Effect<FittingState>>>;

const note = (label: string, min = 2) =>
  z.string().trim().min(min, `请填写${label}`).max(500, '不超过500字').meta({ label, widget: 'textarea' });

const moveOn = (tx: Tx, kase: Case, effect: Effect<FittingState>): Done =>
  goTo(tx, fittingFlow.steps, kase, effect, { template: 'fitting.todo' });

const accept = handler({
  input: z.strictObject({
    certificate: choice({ registry: '系统已查到', seen: '已看残疾人证原件' }).meta({
      label: '残疾人证',
      choices: { registry: '系统已查到', seen: '已看残疾人证原件' },
    }),
    level: choice({ '1': '一级', '2': '二级', '3': '三级', '4': '四级' })
      .optional()
      .meta({
        label: '等级',
        choices: { '1': '一级', '2': '二级', '3': '三级', '4': '四级' },
        showIf: { field: 'certificate', in: ['seen'] },
        requiredIfShown: true,
      }),
    validTo: PlainDateText.optional().meta({
      label: '有效期至',
      widget: 'date',
      showIf: { field: 'certificate', in: ['seen'] },
      requiredIfShown: true,
    }),
  }),
  async run(tx, kase, input): Done {
    const { certificate, level, validTo } = input;
    if (certificate === 'seen' && (!level || !validTo))
      return fail('INVALID_INPUT', { count: 1 }, [{ path: level ? 'validTo' : 'level', message: '请按残疾人证填写' }]);
    if (validTo && validTo < tx.today) return fail('CERTIFICATE_EXPIRED');
    await grantAccess(tx, { personId: kase.applicantPersonId, division: kase.division, reason: `case:${kase.id}` });
    const asked = await recordCommunicationNeeds(tx, {
      personId: kase.applicantPersonId,
      needs: (kase.form as FittingApplication).applicant.communication ?? [],
      source: '辅具适配申请表',
    });
    if (!asked.ok) return asked;
    await tellApplicant(tx, kase, 'fitting.accepted');
    return moveOn(tx, kase, {
      to: 'assessing',
      data: { certificate: level && validTo ? { level: Number(level), validTo } : null },
    });
  },
});

const recordAssessment = handler({
  input: z.strictObject({
    functions: note('身体功能状况', 4),
    environment: note('居家环境', 2),
    heightCm: z.int().min(40, '请核对身高').max(230, '请核对身高').meta({ label: '身高', unit: '厘米' }),
    weightKg: z.int().min(3, '请核对体重').max(250, '请核对体重').meta({ label: '体重', unit: '公斤' }),
    advice: note('适配建议', 4),
    exception: choice({ none: '没有', ...cycleExceptions }).meta({
      label: '需要提前更换的情形',
      choices: { none: '没有', ...cycleExceptions },
    }),
  }),
  initial: async () => ({ exception: 'none' }),
  run: (tx, kase, input): Done => moveOn(tx, kase, { to: 'planning', data: { ...input } }),
});

const elsewhere = { federation: '残联辅具项目', medical: '医疗保险', injury: '工伤保险', rental: '社区租赁' } as const;
const referElsewhere = handler({
  input: z.strictObject({
    where: choice(elsewhere).meta({ label: '转到哪里', choices: elsewhere }),
    reason: note('原因', 4),
  }),
  async run(tx, kase, input): Done {
    const letter = await issueReferral(tx, kase, { where: elsewhere[input.where], reason: input.reason });
    if (!letter.ok) return letter;
    await tellApplicant(tx, kase, 'fitting.referred', { reason: input.reason });
    return ok({ to: 'referred', opinion: input.reason, data: { where: input.where } });
  },
});

const fittingItems = async (tx: Tx, kase: Case) =>
  (await items(tx)).filter((i) => i.kind === (kase.form as FittingApplication).kind);

const submitPlan = handler({
  input: z.strictObject({
    itemCode: z.string().max(20).meta({ label: '型号' }),
    quoted: FenAmount.meta({ label: '报价' }),
    source: choice({ stock: '网点库存', custom: '定制或采购' }).meta({
      label: '来源',
      choices: { stock: '网点库存', custom: '定制或采购' },
    }),
    paysDifference: z.boolean().default(false).meta({ label: '本人同意自付超过上限的部分' }),
  }),
  fields: async (tx, kase) => [
    {
      name: 'itemCode',
      type: 'choice',
      label: '型号',
      required: true,
      choices: (await fittingItems(tx, kase)).map((i) => ({ value: i.code, label: i.name })),
    },
    { name: 'quoted', type: 'amount', label: '报价', required: true, min: 0, unit: '元', widget: 'amount' },
    {
      name: 'source',
      type: 'choice',
      label: '来源',
      required: true,
      choices: [
        { value: 'stock', label: '网点库存' },
        { value: 'custom', label: '定制或采购' },
      ],
    },
    { name: 'paysDifference', type: 'boolean', label: '本人同意自付超过上限的部分', required: false },
  ],
  async run(tx, kase, input): Done {
    const station = await ownStation(tx);
    if (!station.ok) return station;
    if (!(await fittingItems(tx, kase)).some((i) => i.code === input.itemCode))
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'itemCode', message: '请从目录中选择同类辅具' }]);
    const plan: Plan = {
      itemCode: input.itemCode,
      quotedFen: input.quoted,
      source: input.source,
      paysDifference: input.paysDifference,
      stationId: station.value.id,
    };
    const computed = await computeFitting(tx, kase, plan);
    if (!computed.ok) return computed;
    const { decision, facts } = computed.value;
    const inCycle = await refusedByCycle(tx, kase, facts);
    if (!inCycle.ok) return inCycle;
    const decisionId = await saveDecision(tx, { ...about(kase), kind: 'initial', decision, facts });
    return moveOn(tx, kase, { to: 'approving', data: { ...plan, decisionId } });
  },
});

const proposeRefusal = handler({
  input: z.strictObject({ reason: note('理由', 4) }),
  offered: async (tx, kase) => {
    const computed = await computeFitting(tx, kase, await planOf(tx, kase));
    return computed.ok && computed.value.decision.outcome === 'not-eligible';
  },
  async run(tx, kase, input): Done {
    const computed = await computeFitting(tx, kase, await planOf(tx, kase));
    if (!computed.ok) return computed;
    const { decision, facts } = computed.value;
    if (decision.outcome !== 'not-eligible') return fail('FITTING_ELIGIBLE');
    await saveDecision(tx, { ...about(kase), kind: 'initial', decision, facts });
    return moveOn(tx, kase, { to: 'approving', opinion: input.reason });
  },
});

const about = (kase: Case) => ({ caseId: kase.id, division: kase.division, personId: kase.applicantPersonId });

/** E12: the same kind again only after its cycle, or by an exception that an assessment found. */
async function refusedByCycle(tx: Tx, kase: Case, facts: FittingFacts) {
  if (facts.exception) return ok(null);
  const next = withParameters({ parameters: await parametersOf(tx), division: kase.division, date: tx.today }, (read) =>
    nextFreeOn(read, facts.kind, facts.received),
  );
  if (!next.ok) return next;
  return next.value !== null && tx.today < next.value ? fail('DEVICE_IN_CYCLE', { next: longDate(next.value) }) : ok(null);
}

const returnPlan = handler({
  input: z.strictObject({ reason: note('要改什么', 4) }),
  run: (tx, kase, input): Done => moveOn(tx, kase, { to: 'planning', opinion: input.reason }),
});

/** By the plan; without one, which only a proposal to refuse has, the price is not known and nothing can be approved. */
async function settle(tx: Tx, kase: Case) {
  const plan = await planOf(tx, kase);
  const computed = await computeFitting(tx, kase, plan);
  return computed.ok ? ok({ ...computed.value, plan }) : computed;
}

const approve = handler({
  input: z.strictObject({ opinion: note('意见') }),
  initial: async () => ({ opinion: '同意配置。' }),
  offered: async (tx, kase) => {
    const settled = await settle(tx, kase);
    return settled.ok && settled.value.decision.outcome !== 'not-eligible';
  },
  async run(tx, kase, input): Done {
    const settled = await settle(tx, kase);
    if (!settled.ok) return settled;
    const { decision, facts, plan } = settled.value;
    if (decision.outcome !== 'eligible' || !plan)
      return fail('FITTING_NOT_ELIGIBLE', {
        names: decision.clauses
          .filter((c) => c.verdict !== 'met')
          .map((c) => c.name)
          .join('；'),
      });
    const decisionId = await saveDecision(tx, { ...about(kase), kind: 'final', decision, facts });
    await tellApplicant(tx, kase, 'fitting.approved');
    return moveOn(tx, kase, {
      to: plan.source === 'stock' ? 'delivering' : 'procuring',
      opinion: input.opinion,
      data: { decisionId, ownFen: decision.ownFen },
    });
  },
});

const refuse = handler({
  input: z.strictObject({ reason: note('理由', 4) }),
  offered: async (tx, kase) => {
    const settled = await settle(tx, kase);
    return settled.ok && settled.value.decision.outcome === 'not-eligible';
  },
  async run(tx, kase, input): Done {
    const settled = await settle(tx, kase);
    if (!settled.ok) return settled;
    const { decision, facts } = settled.value;
    if (decision.outcome !== 'not-eligible') return fail('FITTING_ELIGIBLE');
    await saveDecision(tx, { ...about(kase), kind: 'final', decision, facts });
    const letter = await issueRefusal(tx, kase, { clauses: decision.clauses, opinion: input.reason });
    if (!letter.ok) return letter;
    await tellApplicant(tx, kase, 'fitting.refused', {
      reason: input.reason,
      tel: tx.office(officeOf('county-leader', kase.division)).telephone,
    });
    return ok({ to: 'refused', opinion: input.reason });
  },
});

const deliver = handler({
  input: z.strictObject({
    code: z
      .string()
      .trim()
      .min(6, '请扫码或者填写编码')
      .max(30)
      .meta({ label: '辅具编码', help: '扫码枪直接扫，或者照着标签填写' }),
  }),
  async run(tx, kase, input): Done {
    const station = await ownStation(tx);
    if (!station.ok) return station;
    const plan = await planOf(tx, kase);
    const code = UnitCode.safeParse(input.code);
    if (!plan || !code.success) return fail('UNIT_UNKNOWN', { code: input.code });
    const unit = await lockUnit(tx, code.data);
    if (!unit.ok) return unit;
    const { value } = unit;
    if (value.stationId !== station.value.id) return fail('UNIT_ELSEWHERE', { station: '其他网点' });
    if (value.state === 'recalled') return fail('UNIT_RECALLED');
    if (value.state === 'to-clean') return fail('UNIT_NOT_CLEANED');
    if (value.state === 'reserved' || value.state === 'rented' || value.state === 'allocated') return fail('UNIT_TAKEN');
    if (value.state !== 'in-stock') return fail('UNIT_MOVE', { state: unitStates[value.state], action: '交付' });
    const planned = await findItem(tx, plan.itemCode);
    if (value.itemCode !== plan.itemCode) return fail('UNIT_OTHER_ITEM', { item: planned?.name ?? plan.itemCode });
    const settled = await settle(tx, kase);
    if (!settled.ok) return settled;
    const { kind } = kase.form as FittingApplication;
    await moveUnit(tx, value, 'reserved', '免费配置');
    await moveUnit(tx, value, 'allocated', '免费配置');
    await tx.run(sql`insert into device_allocation (id, case_id, person_id, kind, item_code, unit_id, station_id, division, programme, price_fen, own_fen, delivered_on)
      values (${newId()}, ${kase.id}, ${kase.applicantPersonId}, ${kind}, ${value.itemCode}, ${value.id}, ${station.value.id}, ${kase.division}, '爱心助残行动', ${plan.quotedFen},
        ${settled.value.decision.ownFen}, ${tx.today})`);
    await emit(tx, {
      type: 'assistive-device.allocated',
      subject: { kind: 'device-unit', id: value.id },
      division: kase.division,
      payload: { unitId: value.id, personId: kase.applicantPersonId, stationId: station.value.id, deliveredOn: tx.today },
    });
    return moveOn(tx, kase, { to: 'training', data: { code: value.code } });
  },
});

const signOff = handler({
  input: z.strictObject({
    training: note('训练情况', 4),
    receivedBy: z.string().trim().min(1, '请填写签收人').max(50).meta({ label: '签收人' }),
    learned: z.literal(true, '学会使用以后再签收').meta({ label: '使用人或家属已学会使用' }),
  }),
  initial: async (_tx, kase) => ({ receivedBy: kase.applicantName }),
  async run(tx, kase, input): Done {
    const allocation = await tx.one<{ id: string; stationId: string }>(
      sql`update device_allocation set signed_on = ${tx.today} where case_id = ${kase.id} returning id, station_id`,
    );
    for (const key of ['FIT-FOLLOW-FIRST', 'FIT-FOLLOW-SECOND']) {
      const days = await wholeParameter(tx, key, kase.division, tx.today);
      if (!days.ok) return days;
      await tx.run(sql`insert into device_follow_up (allocation_id, due_on, station_id, division, person_id)
        values (${allocation.id}, ${plusDays(tx.today, days.value)}, ${allocation.stationId}, ${kase.division}, ${kase.applicantPersonId})`);
    }
    await tellApplicant(tx, kase, 'fitting.signed');
    return ok({ to: 'granted', opinion: input.training, data: { receivedBy: input.receivedBy } });
  },
});

const withdraw = handler({
  input: z.strictObject({ reason: note('原因', 4) }),
  run: async (_tx, _kase, input): Done => ok({ to: 'withdrawn', opinion: input.reason }),
});

export const fittingActions: Readonly<Record<FittingAction, ActionHandler<never, FittingState>>> = {
  accept,
  withdraw,
  recordAssessment,
  referElsewhere,
  submitPlan,
  proposeRefusal,
  returnPlan,
  approve,
  refuse,
  deliver,
  signOff,
};
