/** What people do in a case of the voucher, one handler each. */
import { z } from 'zod';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { issueAt } from '../../../kernel/document/server.ts';
import { decisionsOfCase, saveDecision, wholeParameter } from '../../../kernel/policy/server.ts';
import { grantAccess } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import {
  type ActionHandler,
  type Case,
  caseEvents,
  type Effect,
  endByDeath,
  goTo,
  handler,
  OpinionOnly,
  postNotice,
  ReasonOnly,
  settleObjections,
  tellApplicant,
  withdrawCase,
  withdrawNotices,
} from '../../../kernel/service/server.ts';
import { aboutAt } from '../benefit/letters.ts';
import { refusalLetter } from '../benefit/papers.ts';
import { countyOf, townshipOf } from '../offices.ts';
import { issueCard } from '../outlets/identify.ts';
import { type VoucherAction, type VoucherStep, voucherFlow } from './flow.ts';
import { grantVouchers } from './issue.ts';
import { voucherPapers } from './papers.ts';
import { type Computed, computeCase } from './store.ts';
import { VOUCHER } from './terms.ts';

type Done = Promise<Result<Effect<VoucherStep>>>;

const moveOn = (tx: Tx, kase: Case, effect: Effect<VoucherStep>): Done =>
  goTo(tx, voucherFlow.steps, kase, effect, { template: 'care-voucher.todo' });

const accept = handler({
  input: OpinionOnly,
  initial: async () => ({ opinion: '住在本地，请确认资格。' }),
  async run(tx, kase, input): Done {
    await grantAccess(tx, { personId: kase.applicantPersonId, division: kase.division, reason: `case:${kase.id}` });
    return moveOn(tx, kase, { to: 'confirming', opinion: input.opinion });
  },
});

/** Two different persons. */
async function mayDecide(tx: Tx, kase: Case): Promise<Result<null>> {
  const accepted = (await caseEvents(tx, kase.id)).findLast((event) => event.action === 'accept');
  return accepted && isOwnHand(tx.actor, accepted.actorId, accepted.onDate) ? fail('VOUCHER_SAME_OFFICER') : ok(null);
}

const outcomeIs = (outcome: Computed['decision']['outcome']) => async (tx: Tx, kase: Case) => {
  const computed = await computeCase(tx, kase);
  return computed.ok && computed.value.decision.outcome === outcome;
};
const save = (tx: Tx, kase: Case, { facts, decision }: Computed) =>
  saveDecision(tx, {
    caseId: kase.id,
    kind: 'final',
    division: kase.division,
    personId: kase.applicantPersonId,
    decision,
    facts,
  });

const confirm = handler({
  input: OpinionOnly,
  initial: async () => ({ opinion: '评估等级有效，同意。' }),
  offered: outcomeIs('eligible'),
  async run(tx, kase, input): Done {
    const may = await mayDecide(tx, kase);
    if (!may.ok) return may;
    const computed = await computeCase(tx, kase);
    if (!computed.ok) return computed;
    if (computed.value.decision.outcome !== 'eligible') return fail('VOUCHER_NOT_DUE');
    const days = await wholeParameter(tx, 'CCV-NOTICE', kase.division, tx.today);
    if (!days.ok) return days;
    await settleObjections(tx, kase.id, 'dismissed', input.opinion);
    await save(tx, kase, computed.value);
    await postNotice(tx, {
      caseId: kase.id,
      kind: 'proposed',
      division: kase.division,
      memberCount: 1,
      amountFen: null,
      text: `拟发放${VOUCHER}`,
      place: '村（居）委会公示栏',
      telephone: tx.office(townshipOf(kase)).telephone,
      postedOn: tx.today,
      endsOn: tx.calendar.addWorkdays(tx.today, days.value, kase.division),
    });
    return ok({ to: 'onNotice', opinion: input.opinion, enteredOn: tx.today });
  },
});

const endNotice = handler({
  input: z.strictObject({}),
  async run(tx, kase): Done {
    const computed = await computeCase(tx, kase);
    if (!computed.ok) return computed;
    if (computed.value.decision.outcome !== 'eligible') {
      await withdrawNotices(tx, kase.id);
      return moveOn(tx, kase, { to: 'confirming', opinion: '公示期间条件有变化，退回确认。' });
    }
    const made = (await decisionsOfCase(tx, kase.id)).findLast((d) => d.kind === 'final')!;
    const fromMonth = (made.decision as Computed['decision']).effectiveMonth!;
    const granted = await grantVouchers(tx, kase, fromMonth);
    if (!granted.ok) return granted;
    const card = await issueCard(tx, kase.applicantPersonId);
    if (!card.ok) return card;
    await tellApplicant(tx, kase, 'care-voucher.granted', { month: longMonth(fromMonth), card: card.value.number });
    return ok({ to: 'granted' });
  },
});

const object = handler({
  input: z.strictObject({}),
  run: (tx, kase): Done => moveOn(tx, kase, { to: 'confirming', addFlags: ['objection'] }),
});

const refuse = handler({
  input: OpinionOnly,
  initial: async () => ({ opinion: '经审核不符合条件，不予确认。' }),
  offered: outcomeIs('not-eligible'),
  async run(tx, kase, input): Done {
    const may = await mayDecide(tx, kase);
    if (!may.ok) return may;
    const computed = await computeCase(tx, kase);
    if (!computed.ok) return computed;
    const { decision } = computed.value;
    if (decision.outcome !== 'not-eligible') return fail('VOUCHER_DUE');
    await settleObjections(tx, kase.id, 'upheld', input.opinion);
    await withdrawNotices(tx, kase.id);
    await save(tx, kase, computed.value);
    const letter = await issueAt(tx, {
      kind: voucherPapers.refusal,
      letter: refusalLetter({
        ...aboutAt(tx, kase, kase.applicantName),
        item: `${VOUCHER}资格`,
        decision,
        refused: '不予确认',
        advice: '身体情况有变化的，可以申请重新评估；符合条件以后随时可以再申请。',
      }),
      at: countyOf(kase),
      division: kase.division,
      personId: kase.applicantPersonId,
      caseId: kase.id,
    });
    if (!letter.ok) return letter;
    await tellApplicant(tx, kase, 'care-voucher.refused', { tel: tx.office(townshipOf(kase)).telephone });
    return ok({ to: 'refused', opinion: input.opinion });
  },
});

const returnToTownship = handler({
  input: ReasonOnly,
  run: (tx, kase, input): Done => moveOn(tx, kase, { to: 'submitted', opinion: input.reason }),
});

export const voucherActions: Readonly<Record<VoucherAction, ActionHandler<never, VoucherStep>>> = {
  accept,
  confirm,
  refuse,
  returnToTownship,
  object,
  endNotice,
  withdraw: withdrawCase,
  endByDeath,
};
