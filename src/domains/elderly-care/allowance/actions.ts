/** What people do in a case of the old-age allowance, one handler each. */
import { z } from 'zod';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { issueAt } from '../../../kernel/document/server.ts';
import { payoutAccountOf, recordPayoutAccount } from '../../../kernel/payment/server.ts';
import { clauseText, yuan } from '../../../kernel/policy/index.ts';
import { saveDecision, wholeParameter, yuanDigits } from '../../../kernel/policy/server.ts';
import { grantAccess, recordTrace } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, formOf as fieldsOf, PlainDateText } from '../../../kernel/schema/index.ts';
import {
  type ActionHandler,
  type Case,
  caseEvents,
  type Effect,
  endByDeath,
  goTo,
  handler,
  Opinion,
  OpinionOnly,
  postNotice,
  ReasonOnly,
  tellApplicant,
  withdrawCase,
} from '../../../kernel/service/server.ts';
import { aboutAt } from '../benefit/letters.ts';
import { approvalSlip, type Opinion as Given, refusalLetter } from '../benefit/papers.ts';
import { countyOf, townshipOf } from '../offices.ts';
import { type AllowanceForm, account } from './application.ts';
import { checkAfter, grantAllowance } from './awards.ts';
import { type Computed, computeCase } from './facts.ts';
import { type AllowanceAction, type AllowanceStep, allowanceFlow } from './flow.ts';
import { allowancePapers } from './papers.ts';
import { ALLOWANCE } from './rules.ts';
import { settle } from './settle.ts';

type Done = Promise<Result<Effect<AllowanceStep>>>;

const moveOn = (tx: Tx, kase: Case, effect: Effect<AllowanceStep>): Done =>
  goTo(tx, allowanceFlow.steps, kase, effect, { template: 'allowance.todo' });

const ConfirmInput = z.strictObject({
  seen: choice({ home: '在家里见到本人', office: '在村（社区）见到本人', elsewhere: '在医院、养老机构见到本人' }).meta({
    label: '在哪里见到本人',
    help: '没有见到本人的先不要核实；已经去世的请登记死亡',
  }),
  account: account.optional().meta({ label: '收款账户', help: '老人自己的社保卡；已经登记过的可以不填' }),
  opinion: Opinion,
});

/** An account on file need not be asked for. */
const confirm = handler({
  input: ConfirmInput,
  fields: async (tx, kase) => {
    const known = (kase.form as AllowanceForm).account ?? (await payoutAccountOf(tx, kase.applicantPersonId));
    return fieldsOf(ConfirmInput).map((field) =>
      field.name === 'account' && !known ? { ...field, required: true, help: '填老人自己的社保卡' } : field,
    );
  },
  initial: async () => ({ opinion: '本人身份、账户属实。' }),
  async run(tx, kase, input): Done {
    const personId = kase.applicantPersonId;
    await grantAccess(tx, { personId, division: kase.division, reason: `case:${kase.id}` });
    const given = input.account ?? (kase.form as AllowanceForm).account;
    if (!given && !(await payoutAccountOf(tx, personId)))
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'account', message: '请填写收款账户' }]);
    if (given) {
      const recorded = await recordPayoutAccount(tx, { personId, division: kase.division, ...given });
      if (!recorded.ok) return recorded;
    }
    await recordTrace(tx, { personId, division: kase.division, seenOn: tx.today, way: 'visit' });
    return moveOn(tx, kase, { to: 'reviewing', opinion: input.opinion, ...(kase.acceptedOn ? {} : { acceptedOn: tx.today }) });
  },
});

const pass = handler({
  input: z.strictObject({
    registeredSince: PlainDateText.optional().meta({
      label: '户籍哪天迁入本市',
      widget: 'date',
      help: '一直在本市的不填；从外市迁来的，从迁入的次月起发',
    }),
    opinion: Opinion,
  }),
  initial: async () => ({ opinion: '户籍、账户属实，请审批。' }),
  async run(tx, kase, input): Done {
    const hands = await handsOf(tx, kase);
    if (hands.some((hand) => isOwnHand(tx.actor, hand.by, hand.on))) return fail('ALLOWANCE_SAME_OFFICER');
    const { registeredSince, opinion } = input;
    return moveOn(tx, kase, { to: 'approving', opinion, ...(registeredSince ? { data: { registeredSince } } : {}) });
  },
});

const steps = { confirm: '村级核实', pass: '乡镇审核' } as const;
async function handsOf(tx: Tx, kase: Case) {
  const events = await caseEvents(tx, kase.id);
  return (Object.entries(steps) as [keyof typeof steps, string][]).flatMap(([action, step]) => {
    const event = events.findLast((e) => e.action === action);
    return event ? [{ step, by: event.actorId, officer: event.actorName, on: event.onDate, opinion: event.opinion ?? '' }] : [];
  });
}

/** Three different persons. */
async function mayDecide(tx: Tx, kase: Case): Promise<Result<Given[]>> {
  const hands = await handsOf(tx, kase);
  const ids = hands.map((hand) => hand.by);
  if (new Set(ids).size < hands.length || hands.some((hand) => isOwnHand(tx.actor, hand.by, hand.on)))
    return fail('ALLOWANCE_SAME_OFFICER');
  return ok(hands.map(({ by: _, ...opinion }) => opinion));
}

const save = (tx: Tx, kase: Case, { facts, decision }: Computed) =>
  saveDecision(tx, {
    caseId: kase.id,
    kind: 'final',
    division: kase.division,
    personId: kase.applicantPersonId,
    decision,
    facts,
  });

const approve = handler({
  input: OpinionOnly,
  initial: async (tx, kase) => {
    const computed = await computeCase(tx, kase);
    return computed.ok && computed.value.decision.effectiveMonth
      ? {
          opinion: `同意，自${longMonth(computed.value.decision.effectiveMonth)}起每月${yuan(computed.value.decision.amountFen!)}。`,
        }
      : {};
  },
  offered: async (tx, kase) => {
    const computed = await computeCase(tx, kase);
    return computed.ok && computed.value.decision.outcome === 'eligible';
  },
  async run(tx, kase, input): Done {
    const may = await mayDecide(tx, kase);
    if (!may.ok) return may;
    const computed = await computeCase(tx, kase);
    if (!computed.ok) return computed;
    const { decision, facts } = computed.value;
    if (decision.outcome !== 'eligible') return fail('ALLOWANCE_NOT_DUE');
    const decisionId = await save(tx, kase, computed.value);
    const granted = await grantAllowance(tx, {
      personId: kase.applicantPersonId,
      birthDate: facts.birthDate,
      division: kase.division,
      fromMonth: decision.effectiveMonth!,
      decisionId,
      caseId: kase.id,
      checkDueOn: checkAfter(may.value.find((hand) => hand.step === steps.confirm)!.on),
      reason: 'granted',
    });
    if (!granted.ok) return granted;
    // 其间已经去世、迁出的一并落实。
    await settle(tx, kase.applicantPersonId);
    const at = countyOf(kase);
    const slip = await issueAt(tx, {
      kind: allowancePapers.slip,
      letter: approvalSlip({
        item: ALLOWANCE,
        paper: '核定表',
        hands: ['核实人', '审核人', '审批人'],
        ...aboutAt(tx, kase, kase.applicantName),
        no: kase.no,
        decision,
        opinions: [...may.value, { step: '县级审批', officer: tx.actor.name, on: tx.today, opinion: input.opinion }],
      }),
      at,
      division: kase.division,
      personId: kase.applicantPersonId,
      caseId: kase.id,
    });
    if (!slip.ok) return slip;
    const days = await wholeParameter(tx, 'HAA-NOTICE', kase.division, tx.today);
    if (!days.ok) return days;
    await postNotice(tx, {
      caseId: kase.id,
      kind: 'granted',
      division: kase.division,
      memberCount: 1,
      amountFen: decision.amountFen,
      text: `享受${ALLOWANCE}`,
      place: '村（居）委会公示栏',
      telephone: tx.office(townshipOf(kase)).telephone,
      postedOn: tx.today,
      endsOn: tx.calendar.addWorkdays(tx.today, days.value, kase.division),
    });
    await tellApplicant(tx, kase, 'allowance.granted', {
      month: longMonth(decision.effectiveMonth!),
      amount: yuanDigits(decision.amountFen!),
    });
    return ok({ to: 'granted', opinion: input.opinion });
  },
});

const refuse = handler({
  input: OpinionOnly,
  initial: async () => ({ opinion: '经审核不符合条件，不予批准。' }),
  offered: async (tx, kase) => {
    const computed = await computeCase(tx, kase);
    return computed.ok && computed.value.decision.outcome === 'not-eligible';
  },
  async run(tx, kase, input): Done {
    const may = await mayDecide(tx, kase);
    if (!may.ok) return may;
    const computed = await computeCase(tx, kase);
    if (!computed.ok) return computed;
    const { decision } = computed.value;
    if (decision.outcome !== 'not-eligible') return fail('ALLOWANCE_DUE');
    await save(tx, kase, computed.value);
    const letter = await issueAt(tx, {
      kind: allowancePapers.refusal,
      letter: refusalLetter({
        ...aboutAt(tx, kase, kase.applicantName),
        item: ALLOWANCE,
        decision,
        refused: '不予批准',
        advice: '情况发生变化后，可以随时提出。',
      }),
      at: countyOf(kase),
      division: kase.division,
      personId: kase.applicantPersonId,
      caseId: kase.id,
    });
    if (!letter.ok) return letter;
    await tellApplicant(tx, kase, 'allowance.refused', {
      reason: decision.clauses
        .filter((clause) => clause.verdict === 'unmet')
        .map(clauseText)
        .join('；'),
      tel: tx.office(townshipOf(kase)).telephone,
    });
    return ok({ to: 'refused', opinion: input.opinion });
  },
});

const returnToVillage = handler({
  input: ReasonOnly,
  run: (tx, kase, input): Done => moveOn(tx, kase, { to: 'confirming', opinion: input.reason }),
});
const returnToTownship = handler({
  input: ReasonOnly,
  run: (tx, kase, input): Done => moveOn(tx, kase, { to: 'reviewing', opinion: input.reason }),
});

export const allowanceActions: Readonly<Record<AllowanceAction, ActionHandler<never, AllowanceStep>>> = {
  confirm,
  pass,
  approve,
  refuse,
  returnToVillage,
  returnToTownship,
  withdraw: withdrawCase,
  endByDeath,
};
