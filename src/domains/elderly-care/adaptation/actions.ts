/** What people do in a case of adaptation: the shared handlers, what is decided here, the money and the visit after it. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { holdersInUnit } from '../../../kernel/access/server.ts';
import { addMonths, longDate, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { parametersOf, wholeParameter, yuanDigits } from '../../../kernel/policy/server.ts';
import { factsAsOf, householdOf, recordTrace } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, PlainDateText } from '../../../kernel/schema/index.ts';
import {
  type ActionHandler,
  type Case,
  type Effect,
  handler,
  OpinionOnly,
  withdrawNotices,
} from '../../../kernel/service/server.ts';
import { itemName } from '../assessment/go.ts';
import { approvalHandlers } from '../benefit/approval.ts';
import { circumstancesOf } from '../circumstances.ts';
import { assignHandler } from '../home-works/assign.ts';
import { finishHandler, inspectHandler } from '../home-works/build.ts';
import { BUILDER, type Going } from '../home-works/go.ts';
import { payWorks, worksDecision } from '../home-works/pay.ts';
import { planHandler } from '../home-works/plan.ts';
import { issueSlip } from '../home-works/slip.ts';
import { beginWorks, changeWorks, giveUpWorks, homeAt, takenUntil, worksOfCase } from '../home-works/store.ts';
import { staysOn } from '../outlets/store.ts';
import type { AdaptationForm } from './application.ts';
import type { AdaptationAction, AdaptationStep } from './flow.ts';
import { adaptationPapers } from './papers.ts';
import { type AdaptationFacts, determineAdaptation } from './rules.ts';

type Done = Promise<Result<Effect<AdaptationStep>>>;

async function placeOf(tx: Tx, kase: Case) {
  const { address } = kase.form as AdaptationForm;
  const household = await householdOf(tx, kase.applicantPersonId);
  return { homeId: await homeAt(tx, kase.division, address), householdId: household?.id ?? null };
}

async function factsOf(tx: Tx, kase: Case): Promise<AdaptationFacts> {
  const personId = kase.applicantPersonId;
  const found = (await circumstancesOf(tx, personId))!;
  const [certificate] = await factsAsOf(
    tx,
    { kind: 'person', id: personId },
    { validOn: tx.today, kinds: ['disability-certificate'] },
  );
  const had = await takenUntil(tx, { source: 'adaptation', personId, ...(await placeOf(tx, kase)), day: tx.today });
  const works = await worksOfCase(tx, kase.id);
  const { birthDate, dibao, tekun, edge, levels } = found;
  return {
    birthDate,
    division: kase.division,
    dibao,
    tekun,
    edge,
    levels,
    disabled: certificate !== undefined && ((certificate.value as { state?: string }).state ?? 'valid') === 'valid',
    hadUntil: works ? null : (had?.until ?? null),
    inInstitution: await staysOn(tx, personId, tx.today),
  };
}

export async function decideAdaptation(tx: Tx, kase: Case) {
  const facts = await factsOf(tx, kase);
  const decision = determineAdaptation(facts, await parametersOf(tx), tx.today);
  return decision.ok ? ok({ facts, decision: decision.value }) : decision;
}

/** Counts from a day on for the years of the standard. */
async function countsUntil(tx: Tx, kase: Case): Promise<Result<ReturnType<typeof addMonths>>> {
  const years = await wholeParameter(tx, 'ADP-YEARS', kase.division, tx.today);
  return years.ok ? ok(addMonths(tx.today, 12 * years.value)) : years;
}

const shared = approvalHandlers({
  papers: adaptationPapers,
  noticeDays: 'ADP-NOTICE',
  source: '适老化改造申请表',
  decide: decideAdaptation,
  async take(tx, kase) {
    const until = await countsUntil(tx, kase);
    if (!until.ok) return until;
    const place = await placeOf(tx, kase);
    const of = {
      source: 'adaptation',
      caseId: kase.id,
      personId: kase.applicantPersonId,
      division: kase.division,
      ...place,
    } as const;
    if (await beginWorks(tx, { ...of, from: tx.today, until: until.value })) return ok(null);
    const had = await takenUntil(tx, { ...of, day: tx.today });
    return fail('WORKS_TAKEN', { what: '适老化改造', date: had?.until ? longDate(had.until) : '办结' });
  },
});

const pay = handler({
  input: OpinionOnly,
  initial: async (tx, kase) => {
    const works = await worksOfCase(tx, kase.id);
    const computed = works ? await worksDecision(tx, works) : null;
    return computed?.ok ? { opinion: `验收合格，同意拨付${yuanDigits(computed.value.amountFen!)}元。` } : {};
  },
  async run(tx, kase, input): Done {
    const days = await wholeParameter(tx, 'ADP-FOLLOW', kase.division, tx.today);
    if (!days.ok) return days;
    const until = await countsUntil(tx, kase);
    if (!until.ok) return until;
    const paid = await payWorks(tx, kase);
    if (!paid.ok) return paid;
    const { works, decision } = paid.value;
    // 年限从拨付那天算
    await changeWorks(tx, works.id, sql`counts = daterange(lower(counts), ${until.value}::date)`);
    const slip = await issueSlip(tx, kase, { kind: adaptationPapers.slip, decision });
    if (!slip.ok) return slip;
    await notify(tx, {
      to: { personId: kase.applicantPersonId },
      template: 'home-works.paid',
      params: {
        item: await itemName(tx, kase),
        amount: yuanDigits(decision.amountFen!),
        date: longDate(plusDays(tx.today, days.value)),
      },
      caseId: kase.id,
    });
    return ok({ to: 'following', opinion: input.opinion });
  },
});

const followUp = handler({
  input: z.strictObject({
    visitedOn: PlainDateText.meta({ label: '哪天上门看的', widget: 'date' }),
    inUse: choice({ all: '都在用，好用', some: '有的没有用', broken: '有坏的、松的、不好用的' }).meta({ label: '用得怎么样' }),
    found: z
      .string()
      .trim()
      .min(4, '请写清哪一项、什么问题（至少4个字）')
      .max(300)
      .optional()
      .meta({
        label: '哪一项、什么问题',
        widget: 'textarea',
        showIf: { field: 'inUse', in: ['some', 'broken'] },
        requiredIfShown: true,
      }),
    says: z.string().trim().max(300).default('').meta({ label: '老人怎么说', widget: 'textarea' }),
  }),
  initial: async (tx) => ({ visitedOn: tx.today, inUse: 'all' }),
  async run(tx, kase, input): Done {
    const works = (await worksOfCase(tx, kase.id))!;
    const from = await wholeParameter(tx, 'ADP-FOLLOW-FROM', kase.division, tx.today);
    if (!from.ok) return from;
    const opens = plusDays(works.paidOn!, from.value);
    if (input.visitedOn < opens) return fail('WORKS_FOLLOW_EARLY', { date: longDate(opens) });
    if (input.visitedOn > tx.today) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'visitedOn', message: '不能晚于今天' }]);
    if (input.inUse !== 'all' && !input.found)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'found', message: '请写清哪一项、什么问题' }]);
    await changeWorks(tx, works.id, sql`followed_on = ${input.visitedOn}`);
    await recordTrace(tx, { personId: kase.applicantPersonId, division: kase.division, seenOn: input.visitedOn, way: 'visit' });
    if (input.inUse === 'broken')
      for (const { id } of works.providerId ? await holdersInUnit(tx, works.providerId, [BUILDER]) : [])
        await notify(tx, {
          to: { userId: id },
          template: 'home-works.broken',
          params: { name: kase.applicantName, item: await itemName(tx, kase), fault: input.found! },
          caseId: kase.id,
        });
    return ok({ to: 'granted', opinion: [input.found, input.says].filter(Boolean).join('；') || '都在用，好用' });
  },
});

const closeByDeath = handler({ input: z.strictObject({}), run: async (): Going<'granted'> => ok({ to: 'granted' }) });

const endByDeath = handler({
  input: z.strictObject({}),
  async run(tx, kase): Going<'ended'> {
    await withdrawNotices(tx, kase.id);
    await giveUpWorks(tx, kase.id);
    return ok({ to: 'ended' });
  },
});

export const adaptationActions: Readonly<Record<AdaptationAction, ActionHandler<never, AdaptationStep>>> = {
  ...shared,
  assign: assignHandler('adaptation'),
  plan: planHandler('adaptation'),
  finish: finishHandler(),
  inspect: inspectHandler(),
  pay,
  followUp,
  closeByDeath,
  endByDeath,
};
