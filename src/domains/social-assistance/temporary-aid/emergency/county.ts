/** Above the township's limit (or where the fund is short) the county grants the rest; the first aid is never taken back. */

import { z } from 'zod';
import { isOwnHand } from '../../../../kernel/access/index.ts';
import type { Tx } from '../../../../kernel/context/server.ts';
import { sentence } from '../../../../kernel/document/index.ts';
import { notify } from '../../../../kernel/notice/server.ts';
import { recordPayoutAccount } from '../../../../kernel/payment/server.ts';
import { saveDecision, yuanDigits } from '../../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../../kernel/result/index.ts';
import { BankAccount, type Fen } from '../../../../kernel/schema/index.ts';
import { type Case, caseEvents, handler, Opinion, Reason, tellApplicant } from '../../../../kernel/service/server.ts';
import { countyOf } from '../../family/places.ts';
import { telephone } from '../../procedure/index.ts';
import { computeEmergency } from '../compute.ts';
import { aidDocuments, aidRefusal } from '../documents.ts';
import { applicationOf, contactOf, issue, reconsiderationBody } from '../letters.ts';
import { planStages, Stages } from '../stages.ts';
import { getAid, recordGrant } from '../store.ts';
import type { Done } from './first-aid.ts';

/** What is computed and not yet given; 0 once the county has decided. */
export async function restOf(tx: Tx, kase: Case): Promise<Result<Fen>> {
  if (kase.flags.includes('rest-decided')) return ok(0);
  const computed = await computeEmergency(tx, kase);
  if (!computed.ok) return computed;
  const aid = await getAid(tx, kase.id);
  return ok(Math.max(0, (computed.value.decision.computed?.amountFen ?? 0) - aid.townshipFen));
}

const askCounty = handler({
  input: z.strictObject({
    reason: Reason,
    bank: z.string().trim().max(40).default('').meta({ label: '开户银行', help: '县级救助金打到这个账户；暂时没有的以后再登记' }),
    number: BankAccount.optional().meta({ label: '收款账号', protect: true }),
    holder: z.string().trim().max(50).default('').meta({ label: '户名' }),
  }),
  initial: async (_tx, kase) => ({ holder: kase.applicantName }),
  offered: async (tx, kase) => {
    const rest = await restOf(tx, kase);
    return rest.ok && rest.value > 0;
  },
  async run(tx, kase, input): Done {
    if (input.number) {
      const account = await recordPayoutAccount(tx, {
        personId: kase.applicantPersonId,
        division: kase.division,
        bank: input.bank,
        number: input.number,
        holder: input.holder,
      });
      if (!account.ok) return account;
    }
    await notify(tx, {
      to: { performer: 'county-confirmer', division: countyOf(kase) },
      template: 'assistance.todo',
      params: { name: kase.applicantName, benefit: '急难救助', step: '县级审批' },
      caseId: kase.id,
    });
    return ok({ to: 'confirming', opinion: input.reason });
  },
});

const approveRest = handler({
  input: z.strictObject({ opinion: Opinion, stages: Stages }),
  initial: async (tx, kase) => {
    const rest = await restOf(tx, kase);
    return rest.ok ? { opinion: `同意救助${yuanDigits(rest.value)}元。` } : {};
  },
  async run(tx, kase, input): Done {
    const events = await caseEvents(tx, kase.id);
    if (events.some((e) => ['proposeFirstAid', 'payFirstAid'].includes(e.action) && isOwnHand(tx.actor, e.actorId, e.onDate)))
      return fail('SAME_OFFICER');
    const computed = await computeEmergency(tx, kase);
    if (!computed.ok) return computed;
    const { decision, facts } = computed.value;
    const failed = decision.clauses.filter((c) => c.verdict !== 'met');
    if (failed.length > 0) return fail('AID_NOT_ELIGIBLE', { names: failed.map((c) => c.name).join('；') });
    const rest = await restOf(tx, kase);
    if (!rest.ok) return rest;
    const decisionId = await saveDecision(tx, {
      caseId: kase.id,
      kind: 'final',
      division: kase.division,
      personId: kase.applicantPersonId,
      decision,
      facts,
    });
    const planned = await planStages(tx, kase, {
      amountFen: rest.value,
      stages: input.stages,
      decisionId,
      parameterIds: decision.parameters.map((p) => p.rowId),
    });
    if (!planned.ok) return planned;
    const first = input.stages[0]?.amountFen ?? rest.value;
    const recorded = await recordGrant(tx, kase.id, { countyFen: first });
    if (!recorded.ok) return recorded;
    await tellApplicant(tx, kase, 'aid.granted', { amount: yuanDigits(rest.value), tel: telephone(tx, kase) });
    return ok({
      to: kase.flags.includes('emergency-over') ? 'supplementing' : 'helped',
      opinion: input.opinion,
      data: { decisionId, amountFen: rest.value },
      addFlags: ['rest-decided'],
    });
  },
});

const refuseRest = handler({
  input: z.strictObject({ reason: Reason }),
  async run(tx, kase, input): Done {
    const { townshipFen } = await getAid(tx, kase.id);
    const letter = await issue(tx, kase, {
      kind: aidDocuments.refusal,
      at: 'county',
      letter: aidRefusal({
        application: applicationOf(kase),
        clauses: [],
        opinion: sentence(input.reason),
        givenFen: townshipFen,
        contact: contactOf(tx, countyOf(kase)),
        reconsiderationBody: reconsiderationBody(tx, kase),
      }),
    });
    if (!letter.ok) return letter;
    await tellApplicant(tx, kase, 'aid.not-granted', { reason: input.reason, tel: telephone(tx, kase) });
    return ok({
      to: kase.flags.includes('emergency-over') ? 'supplementing' : 'helped',
      opinion: input.reason,
      addFlags: ['rest-decided'],
    });
  },
});

export const countyPart = { askCounty, approveRest, refuseRest };
