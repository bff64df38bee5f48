/** One function per action of a one-off benefit. */
import { z } from 'zod';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { endEntitlement, grantEntitlement, recordPayoutAccount } from '../../../kernel/payment/server.ts';
import { type Decision, yuanDigits } from '../../../kernel/policy/index.ts';
import { parametersOf, saveDecision } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import {
  type ActionHandler,
  type Case,
  caseEvents,
  type Effect,
  handler,
  Opinion,
  Reason,
  tellApplicant,
} from '../../../kernel/service/server.ts';
import { countyOf } from '../family/places.ts';
import { asked } from '../procedure/intake.ts';
import type { OneOffAction, OneOffState } from './flow.ts';
import type { Benefit } from './index.ts';
import { judge, oneOffFormOf } from './judge.ts';
import { issueGrant, issueRefusal, oneOffDocuments } from './letters.ts';

type Done = Promise<Result<Effect<OneOffState>>>;

/** Whoever checked the case does not decide it. */
async function mayDecide(tx: Tx, kase: Case): Promise<Result<null>> {
  const own = (await caseEvents(tx, kase.id)).some(
    (e) => e.action === 'submitToCounty' && isOwnHand(tx.actor, e.actorId, e.onDate),
  );
  return own ? fail('SAME_OFFICER') : ok(null);
}

const save = (tx: Tx, kase: Case, of: { decision: Decision; facts: object }) =>
  saveDecision(tx, { caseId: kase.id, kind: 'final', division: kase.division, personId: kase.applicantPersonId, ...of });

/** The money, once, to the account of whoever asked. */
async function pay(
  tx: Tx,
  { key }: Benefit,
  kase: Case,
  of: { decision: Decision; decisionId: string },
): Promise<Result<string>> {
  const { account: paidTo, applicant } = oneOffFormOf(kase);
  const { amountFen, effectiveMonth, parameters } = of.decision;
  const account = await recordPayoutAccount(tx, {
    personId: kase.applicantPersonId,
    division: kase.division,
    bank: paidTo.bank,
    number: paidTo.number,
    holder: applicant.name,
  });
  if (!account.ok) return account;
  const entitlement = await grantEntitlement(tx, {
    programme: key,
    exclusiveGroups: [],
    householdId: null,
    personId: kase.applicantPersonId,
    division: kase.division,
    memberIds: [kase.applicantPersonId],
    fromMonth: effectiveMonth!,
    amountFen: amountFen!,
    breakdown: [],
    decisionId: of.decisionId,
    parameterIds: parameters.map((p) => p.rowId),
    cause: kase.id,
  });
  if (!entitlement.ok) return entitlement;
  const { id } = entitlement.value;
  const ended = await endEntitlement(tx, { id, lastMonth: effectiveMonth!, reason: '一次性发放' });
  return ended.ok ? ok(id) : ended;
}

export function oneOffActions(benefit: Benefit): Readonly<Record<OneOffAction, ActionHandler<never, OneOffState>>> {
  const { flow, zh, short } = benefit;
  const { correctionNotice } = oneOffDocuments(benefit);

  const accept = handler({
    input: z.strictObject({ opinion: z.string().trim().max(500).default('').meta({ label: '备注', widget: 'textarea' }) }),
    async run(tx, kase, input): Done {
      const form = oneOffFormOf(kase);
      const facts = await benefit.facts(tx, kase, form);
      if (!facts.ok) return facts;
      const accepted = (await benefit.accepted?.(tx, kase, form)) ?? ok(null);
      return accepted.ok ? ok({ to: 'checking', opinion: input.opinion || null }) : accepted;
    },
  });

  const submitToCounty = handler({
    input: z.strictObject({ opinion: Opinion }),
    initial: async () => ({ opinion: benefit.opinion }),
    run: async (_tx, _kase, input): Done => ok({ to: 'deciding', opinion: input.opinion }),
  });

  const returnToTownship = handler({
    input: z.strictObject({ reason: Reason }),
    run: async (_tx, _kase, input): Done => ok({ to: 'checking', opinion: input.reason }),
  });

  const grant = handler({
    input: z.strictObject({ opinion: Opinion }),
    initial: async (tx, kase) => {
      const judged = await judge(tx, benefit, kase);
      const amountFen = judged.ok ? judged.value.decision.amountFen : null;
      return { opinion: amountFen === null ? '' : `同意发放${yuanDigits(amountFen)}元。` };
    },
    async run(tx, kase, input): Done {
      const may = await mayDecide(tx, kase);
      if (!may.ok) return may;
      const judged = await judge(tx, benefit, kase);
      if (!judged.ok) return judged;
      const { decision } = judged.value;
      if (decision.outcome !== 'eligible') return fail('OUTCOME_NOT_ELIGIBLE');
      const decisionId = await save(tx, kase, judged.value);
      const paid = await pay(tx, benefit, kase, { decision, decisionId });
      if (!paid.ok) return paid;
      const amountFen = decision.amountFen!;
      const month = decision.effectiveMonth!;
      const given = { form: oneOffFormOf(kase), entitlementId: paid.value, amountFen };
      const granted = (await benefit.granted?.(tx, kase, given)) ?? ok(null);
      if (!granted.ok) return granted;
      const letter = await issueGrant(tx, benefit, kase, judged.value);
      if (!letter.ok) return letter;
      await tellApplicant(tx, kase, `${benefit.key}.granted`, {
        amount: yuanDigits(amountFen),
        month: longMonth(month),
        tel: tx.office(countyOf(kase)).telephone,
      });
      return ok({ to: 'granted', opinion: input.opinion, data: { decisionId, amountFen, month } });
    },
  });

  /** By what the county found, where the rule finds nothing against it or cannot judge. */
  async function refuseFor(tx: Tx, kase: Case, known: object, reason: string) {
    const facts = { division: kase.division, ...known, refusedFor: reason };
    const decided = benefit.decide(facts, await parametersOf(tx), tx.today);
    return decided.ok ? ok({ decision: decided.value, facts }) : decided;
  }

  const refuse = handler({
    input: z.strictObject({ reason: Reason }),
    async run(tx, kase, input): Done {
      const may = await mayDecide(tx, kase);
      if (!may.ok) return may;
      const judged = await judge(tx, benefit, kase);
      const byRule = judged.ok && judged.value.decision.outcome === 'not-eligible' ? judged.value : null;
      const refused = byRule ? ok(byRule) : await refuseFor(tx, kase, judged.ok ? judged.value.facts : {}, input.reason);
      if (!refused.ok) return refused;
      const decisionId = await save(tx, kase, refused.value);
      const letter = await issueRefusal(tx, benefit, kase, { unmet: byRule?.decision ?? null, reason: input.reason });
      if (!letter.ok) return letter;
      await tellApplicant(tx, kase, 'assistance.refused', { reason: input.reason, tel: tx.office(countyOf(kase)).telephone });
      return ok({ to: 'refused', opinion: input.reason, data: { decisionId } });
    },
  });

  const { requestSupplement, resubmit, withdraw, terminate } = asked({
    flow,
    service: zh,
    benefit: short,
    papers: { kinds: { correctionNotice }, subject: zh },
  });
  return {
    accept,
    requestSupplement,
    resubmit,
    withdraw,
    terminate,
    submitToCounty,
    returnToTownship,
    grant,
    refuse,
  };
}
