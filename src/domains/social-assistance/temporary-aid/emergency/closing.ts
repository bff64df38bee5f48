/** After the emergency: the day it was over, the papers within ten working days, and what the village reads. */
import { z } from 'zod';
import { longDate, plainDateOf, timeOfDay } from '../../../../kernel/calendar/index.ts';
import { newId } from '../../../../kernel/context/server.ts';
import { emit } from '../../../../kernel/event/server.ts';
import { yuanDigits } from '../../../../kernel/policy/server.ts';
import { fail, ok } from '../../../../kernel/result/index.ts';
import { choice, PlainDateText } from '../../../../kernel/schema/index.ts';
import { caseEvents, handler } from '../../../../kernel/service/server.ts';
import { townshipOf } from '../../family/places.ts';
import { postGrant } from '../../procedure/granted.ts';
import { computeEmergency } from '../compute.ts';
import { aidDocuments, supplementSheet } from '../documents.ts';
import { inKindOf, inKindText } from '../in-kind.ts';
import { applicationOf, issue, reconsiderationBody } from '../letters.ts';
import { pendingStages, stagesOf } from '../stages.ts';
import { getAid, noteAid } from '../store.ts';
import { emergencyCauses, inKinds, measures } from '../terms.ts';
import { restOf } from './county.ts';
import { type Done, formOf } from './first-aid.ts';

const endEmergency = handler({
  input: z.strictObject({
    on: PlainDateText.meta({ label: '急难解除日期', widget: 'date', format: 'plain-date' }),
    state: z.string().trim().min(4, '请写明现在的情况').max(500).meta({ label: '现在的情况', widget: 'textarea' }),
  }),
  initial: async (tx) => ({ on: tx.today }),
  async run(tx, kase, input): Done {
    if (input.on > tx.today || input.on < plainDateOf(kase.submittedAt))
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'on', message: '应在报告之后、今天以前' }]);
    await noteAid(tx, kase.id, { emergencyOverOn: input.on });
    // 又遇急难的另开一件，当天先行救助，不等这一件的手续补完（《社会救助法》第五十条）
    const over = { matter: kase.id, addFlags: ['emergency-over'] };
    return ok({ to: 'supplementing', opinion: input.state, enteredOn: input.on, ...over });
  },
});

const supplement = handler({
  input: z.strictObject({
    explanation: z
      .string()
      .trim()
      .min(10, '请写明事由、金额、人数和救助经过')
      .max(2000)
      .meta({ label: '补充说明', widget: 'textarea' }),
    measures: z.array(choice(inKinds)).max(5).default([]).meta({ label: '钱以外的帮助' }),
    restWaived: z
      .string()
      .trim()
      .max(200)
      .default('')
      .meta({ label: '其余部分不再申请的理由', help: '已报县级或没有其余部分的不用填' }),
  }),
  initial: async (tx, kase) => ({ measures: [...new Set((await inKindOf(tx, kase.id)).map((given) => given.kind))] }),
  async run(tx, kase, input): Done {
    const rest = await restOf(tx, kase);
    if (!rest.ok) return rest;
    if (rest.value > 0 && input.restWaived === '') return fail('AID_REST_OPEN', { amount: yuanDigits(rest.value) });
    const computed = await computeEmergency(tx, kase);
    if (!computed.ok) return computed;
    const aid = await getAid(tx, kase.id);
    const form = formOf(kase);
    const inKind = await inKindOf(tx, kase.id);
    const letter = await issue(tx, kase, {
      kind: aidDocuments.supplement,
      at: 'township',
      letter: supplementSheet({
        application: applicationOf(kase),
        reconsiderationBody: reconsiderationBody(tx, kase),
        place: tx.divisions.fullName(kase.division),
        cause: emergencyCauses[form.cause],
        what: form.what,
        persons: form.persons,
        // 当场登记过的写明是什么；没有登记的只写种类
        measures: [
          ...inKind.map(inKindText),
          ...input.measures.filter((m) => inKind.every((given) => given.kind !== m)).map((m) => measures[m]),
        ],
        firstAid:
          aid.firstHelpAt && (aid.townshipFen > 0 || inKind.length > 0)
            ? { amountFen: aid.townshipFen, at: `${longDate(plainDateOf(aid.firstHelpAt))}${timeOfDay(aid.firstHelpAt)}` }
            : null,
        townshipFen: aid.townshipFen,
        countyFen: aid.countyFen,
        restWaived: input.restWaived || null,
        overOn: aid.emergencyOverOn ?? tx.today,
        explanation: input.explanation,
        breakdown: computed.value.decision.breakdown,
      }),
    });
    if (!letter.ok) return letter;
    await noteAid(tx, kase.id, { supplementedOn: tx.today });
    return ok({ to: 'toPublish', opinion: input.explanation, data: { measures: input.measures, restFen: rest.value } });
  },
});

const publish = handler({
  input: z.strictObject({ place: z.string().trim().min(2, '请填写公布地点').max(60).meta({ label: '公布地点' }) }),
  initial: async () => ({ place: '村（居）委会公示栏' }),
  async run(tx, kase, input): Done {
    const waiting = pendingStages(await stagesOf(tx, kase.id));
    if (waiting.length > 0) return fail('AID_STAGES_OPEN', { count: waiting.length });
    const aid = await getAid(tx, kase.id);
    const office = tx.office(townshipOf(kase));
    const posted = await postGrant(tx, kase, {
      memberCount: aid.persons,
      amountFen: aid.amountFen,
      once: true,
      text: '已给予急难型临时救助',
      place: input.place,
      telephone: office.telephone,
    });
    if (!posted.ok) return posted;
    const gapFen = ((await caseEvents(tx, kase.id)).findLast((e) => e.action === 'supplement')?.data?.restFen as number) ?? 0;
    if (gapFen > 0) await publishNeed(tx, kase.division, gapFen);
    return ok({ to: 'granted', opinion: `公布于${input.place}` });
  },
});

/** 与慈善帮扶衔接: what public aid leaves open is told without any identity. */
export const publishNeed = async (tx: Parameters<typeof emit>[0], division: string, amountFen: number): Promise<void> => {
  const needId = newId();
  await emit(tx, {
    type: 'need.published',
    subject: { kind: 'need', id: needId },
    division,
    sensitivity: 'internal',
    payload: { needId, caseToken: newId(), kind: 'temporary-aid', amountFen, division },
  });
};

export const closing = { endEmergency, supplement, publish };
