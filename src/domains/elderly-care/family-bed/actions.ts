/** What people do in a case of a family care bed: the shared handlers, who may have one, the money that puts it to use. */
import { z } from 'zod';
import { addMonths, longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { parametersOf, wholeParameter, yuanDigits } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import {
  type ActionHandler,
  type Case,
  type Effect,
  handler,
  OpinionOnly,
  withdrawNotices,
} from '../../../kernel/service/server.ts';
import { approvalHandlers } from '../benefit/approval.ts';
import { circumstancesOf } from '../circumstances.ts';
import { assignHandler } from '../home-works/assign.ts';
import { finishHandler, inspectHandler } from '../home-works/build.ts';
import type { Going } from '../home-works/go.ts';
import { payWorks, worksDecision } from '../home-works/pay.ts';
import { planHandler } from '../home-works/plan.ts';
import { issueSlip } from '../home-works/slip.ts';
import { beginWorks, giveUpWorks, homeAt, takenUntil, worksOfCase } from '../home-works/store.ts';
import { staysOn } from '../outlets/store.ts';
import type { FamilyBedForm } from './application.ts';
import type { FamilyBedAction, FamilyBedStep } from './flow.ts';
import { familyBedPapers } from './papers.ts';
import { type BedFacts, determineBed } from './rules.ts';
import { startBed } from './store.ts';

type Done = Promise<Result<Effect<FamilyBedStep>>>;

async function factsOf(tx: Tx, kase: Case): Promise<BedFacts> {
  const personId = kase.applicantPersonId;
  const { birthDate, levels } = (await circumstancesOf(tx, personId))!;
  const works = await worksOfCase(tx, kase.id);
  const had = works
    ? null
    : await takenUntil(tx, { source: 'family-bed', personId, householdId: null, homeId: null, day: tx.today });
  return {
    birthDate,
    division: kase.division,
    levels,
    inInstitution: await staysOn(tx, personId, tx.today),
    hasBed: had !== null,
  };
}

export async function decideBed(tx: Tx, kase: Case) {
  const facts = await factsOf(tx, kase);
  const decision = determineBed(facts, await parametersOf(tx), tx.today);
  return decision.ok ? ok({ facts, decision: decision.value }) : decision;
}

const shared = approvalHandlers({
  papers: familyBedPapers,
  noticeDays: 'FCB-NOTICE',
  source: '家庭养老床位申请表',
  decide: decideBed,
  async take(tx, kase) {
    const { address } = kase.form as FamilyBedForm;
    const taken = await beginWorks(tx, {
      source: 'family-bed',
      caseId: kase.id,
      personId: kase.applicantPersonId,
      householdId: null,
      division: kase.division,
      homeId: await homeAt(tx, kase.division, address),
      from: tx.today,
      until: null,
    });
    return taken ? ok(null) : fail('WORKS_TAKEN', { what: '家庭养老床位', date: '撤床' });
  },
});

const pay = handler({
  input: OpinionOnly,
  initial: async (tx, kase) => {
    const works = await worksOfCase(tx, kase.id);
    const computed = works ? await worksDecision(tx, works) : null;
    return computed?.ok ? { opinion: `验收合格，同意拨付${yuanDigits(computed.value.amountFen!)}元，床位开始服务。` } : {};
  },
  async run(tx, kase, input): Done {
    const months = await wholeParameter(tx, 'FCB-REVIEW', kase.division, tx.today);
    if (!months.ok) return months;
    const paid = await payWorks(tx, kase);
    if (!paid.ok) return paid;
    const { works, decision } = paid.value;
    const review = addMonths(tx.today, months.value);
    await startBed(tx, works.id, { from: tx.today, review });
    const slip = await issueSlip(tx, kase, { kind: familyBedPapers.slip, decision });
    if (!slip.ok) return slip;
    await notify(tx, {
      to: { personId: kase.applicantPersonId },
      template: 'family-bed.started',
      params: { amount: yuanDigits(decision.amountFen!), date: longDate(review) },
      caseId: kase.id,
    });
    return ok({ to: 'granted', opinion: input.opinion });
  },
});

const endByDeath = handler({
  input: z.strictObject({}),
  async run(tx, kase): Going<'ended'> {
    await withdrawNotices(tx, kase.id);
    await giveUpWorks(tx, kase.id);
    return ok({ to: 'ended' });
  },
});

export const familyBedActions: Readonly<Record<FamilyBedAction, ActionHandler<never, FamilyBedStep>>> = {
  ...shared,
  assign: assignHandler('family-bed'),
  plan: planHandler('family-bed'),
  finish: finishHandler(),
  inspect: inspectHandler(),
  pay,
  endByDeath,
};
