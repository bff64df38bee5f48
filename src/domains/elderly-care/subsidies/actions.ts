/** What people do in a case of the subsidies, one handler each. */
import { z } from 'zod';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { findUnit } from '../../../kernel/access/server.ts';
import { firstDayOf, longDate, longMonth, plainDateOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type DocumentKind, issueAt, type Letter } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { recordPayoutAccount } from '../../../kernel/payment/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import { decisionsOfCase, saveDecision, wholeParameter, yuanDigits } from '../../../kernel/policy/server.ts';
import { grantAccess, recordCommunicationNeeds } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type Fen, formOf as fieldsOf, type YearMonth } from '../../../kernel/schema/index.ts';
import {
  type ActionHandler,
  askingForPapers,
  type Case,
  caseEvents,
  type Effect,
  endByDeath,
  goTo,
  handler,
  noticeOfCase,
  Opinion,
  OpinionOnly,
  pausesOf,
  postNotice,
  ReasonOnly,
  settleObjections,
  tellApplicant,
  totalLimit,
  withdrawCase,
  withdrawNotices,
} from '../../../kernel/service/server.ts';
import { account } from '../allowance/application.ts';
import { aboutAt } from '../benefit/letters.ts';
import { approvalSlip, type Opinion as Given, reasonsTold, refusalLetter } from '../benefit/papers.ts';
import { contactAt, countyOf, townshipOf } from '../offices.ts';
import { staysOf } from '../outlets/store.ts';
import type { SubsidyForm } from './application.ts';
import { grantSubsidy } from './awards.ts';
import { type Computed, computeCase } from './facts.ts';
import { type SubsidyAction, type SubsidyStep, subsidyFlow } from './flow.ts';
import { agreementLetter, noticeSheet, subsidyPapers } from './papers.ts';
import { settleSubsidies } from './settle.ts';
import { kindOfItem, kinds } from './terms.ts';

type Done = Promise<Result<Effect<SubsidyStep>>>;

const kindOf = (kase: Case) => kindOfItem(kase.itemId);
const itemOf = (kase: Case): string => kinds[kindOf(kase)].zh;
const compute = (tx: Tx, kase: Case) => computeCase(tx, kase, kindOf(kase));

const tell = (tx: Tx, kase: Case, template: string, params: Record<string, string>): Promise<void> =>
  tellApplicant(tx, kase, template, { item: itemOf(kase), ...params });
const moveOn = (tx: Tx, kase: Case, effect: Effect<SubsidyStep>): Done =>
  goTo(tx, subsidyFlow.steps, kase, effect, { template: 'elder-subsidy.todo', params: { item: itemOf(kase) } });

const accept = handler({
  input: z.strictObject({ opinion: z.string().trim().max(500).default('').meta({ label: '备注', widget: 'textarea' }) }),
  async run(tx, kase, input): Done {
    const { applicant, account: given } = kase.form as SubsidyForm;
    const personId = kase.applicantPersonId;
    await grantAccess(tx, { personId, division: kase.division, reason: `case:${kase.id}` });
    if (given) {
      const recorded = await recordPayoutAccount(tx, { personId, division: kase.division, ...given });
      if (!recorded.ok) return recorded;
    }
    const needs = await recordCommunicationNeeds(tx, {
      personId,
      needs: applicant.communication ?? [],
      source: '经济困难老年人补贴申请表',
    });
    if (!needs.ok) return needs;
    const dates = {
      division: kase.division,
      submittedOn: plainDateOf(kase.submittedAt),
      acceptedOn: kase.acceptedOn ?? tx.today,
      enteredOn: tx.today,
    };
    const due = await totalLimit(tx, subsidyFlow, dates, await pausesOf(tx, kase.id), kase.flags);
    if (!due.ok) return due;
    const effect = await moveOn(tx, kase, { to: 'reviewing', opinion: input.opinion || null });
    if (!effect.ok) return effect;
    return ok({
      ...effect.value,
      after: async (accepted: Case) => {
        await tell(tx, accepted, 'elder-subsidy.accepted', {
          no: accepted.no!,
          date: longDate(due.value!.dueOn),
          tel: tx.office(townshipOf(accepted)).telephone,
        });
        return ok(null);
      },
    });
  },
});

const requestSupplement = askingForPapers({
  template: 'elder-subsidy.supplement',
  help: '一次列清；低保、评估结果由系统查，不得要求交证明',
  params: (_, kase) => ({ item: itemOf(kase) }),
});

const resubmit = handler({
  input: z.strictObject({
    account: account.optional().meta({ label: '收款账户', help: '只在要改的时候填' }),
    explanation: z.string().trim().min(2, '请写明补了什么').max(500).meta({ label: '说明', widget: 'textarea' }),
  }),
  async run(tx, kase, input): Done {
    const form = kase.form as SubsidyForm;
    return moveOn(tx, kase, {
      to: 'submitted',
      opinion: input.explanation,
      ...(input.account ? { form: { ...form, account: input.account } } : {}),
    });
  },
});

const PassInput = z.strictObject({
  workInjuryCare: choice({ no: '没有', yes: '在领' })
    .optional()
    .meta({ label: '有没有领工伤保险生活护理费', help: '在领的不再发护理补贴' }),
  opinion: Opinion,
});

const pass = handler({
  input: PassInput,
  fields: async (_, kase) =>
    kindOf(kase) === 'nursing'
      ? fieldsOf(PassInput).map((f) => (f.name === 'workInjuryCare' ? { ...f, required: true } : f))
      : fieldsOf(OpinionOnly),
  initial: async () => ({ opinion: '户籍、账户属实，请审批。' }),
  async run(tx, kase, input): Done {
    const { workInjuryCare, opinion } = input;
    if (kindOf(kase) === 'nursing' && !workInjuryCare)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'workInjuryCare', message: '请查明有没有领工伤保险生活护理费' }]);
    const hands = await handsOf(tx, kase);
    if (hands.some((hand) => isOwnHand(tx.actor, hand.by, hand.on))) return fail('ELDER_SUBSIDY_SAME_OFFICER');
    return moveOn(tx, kase, {
      to: 'deciding',
      opinion,
      ...(workInjuryCare ? { data: { workInjuryCare: workInjuryCare === 'yes' } } : {}),
    });
  },
});

const handSteps = { accept: '受理', pass: '乡镇审核' } as const;
async function handsOf(tx: Tx, kase: Case) {
  const events = await caseEvents(tx, kase.id);
  return (Object.entries(handSteps) as [keyof typeof handSteps, string][]).flatMap(([action, step]) => {
    const event = events.findLast((e) => e.action === action);
    return event ? [{ step, by: event.actorId, officer: event.actorName, on: event.onDate, opinion: event.opinion ?? '' }] : [];
  });
}

/** Three different persons. */
async function mayDecide(tx: Tx, kase: Case): Promise<Result<Given[]>> {
  const hands = await handsOf(tx, kase);
  if (new Set(hands.map((h) => h.by)).size < hands.length || hands.some((hand) => isOwnHand(tx.actor, hand.by, hand.on)))
    return fail('ELDER_SUBSIDY_SAME_OFFICER');
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

const issue = (tx: Tx, kase: Case, of: { kind: DocumentKind; letter: Letter; at: ReturnType<typeof countyOf> }) =>
  issueAt(tx, { ...of, division: kase.division, personId: kase.applicantPersonId, caseId: kase.id });

const approve = handler({
  input: OpinionOnly,
  initial: async (tx, kase) => {
    const computed = await compute(tx, kase);
    return computed.ok && computed.value.decision.effectiveMonth
      ? {
          opinion: `同意，自${longMonth(computed.value.decision.effectiveMonth)}起每月${yuan(computed.value.decision.amountFen!)}。`,
        }
      : {};
  },
  offered: async (tx, kase) => {
    const computed = await compute(tx, kase);
    return computed.ok && computed.value.decision.outcome === 'eligible';
  },
  async run(tx, kase, input): Done {
    const may = await mayDecide(tx, kase);
    if (!may.ok) return may;
    const computed = await compute(tx, kase);
    if (!computed.ok) return computed;
    const { decision } = computed.value;
    if (decision.outcome !== 'eligible') return fail('ELDER_SUBSIDY_NOT_DUE');
    const days = await wholeParameter(tx, 'ESS-NOTICE', kase.division, tx.today);
    if (!days.ok) return days;
    await save(tx, kase, computed.value);
    const item = itemOf(kase);
    const slip = await issue(tx, kase, {
      kind: subsidyPapers.slip,
      letter: approvalSlip({
        paper: '审批表',
        hands: ['受理人', '审核人', '审批人'],
        ...aboutAt(tx, kase, kase.applicantName),
        item,
        no: kase.no,
        decision,
        opinions: [...may.value, { step: '县级审批', officer: tx.actor.name, on: tx.today, opinion: input.opinion }],
      }),
      at: countyOf(kase),
    });
    if (!slip.ok) return slip;
    const endsOn = plusDays(tx.today, days.value);
    // 金额看得出能力等级，不公示
    await postNotice(tx, {
      caseId: kase.id,
      kind: 'proposed',
      division: kase.division,
      memberCount: 1,
      amountFen: null,
      text: `拟给予${item}`,
      place: '村（居）委会公示栏',
      telephone: tx.office(townshipOf(kase)).telephone,
      postedOn: tx.today,
      endsOn,
    });
    const sheet = await issue(tx, kase, {
      kind: subsidyPapers.notice,
      letter: noticeSheet({
        name: kase.applicantName,
        item,
        postedOn: tx.today,
        endsOn,
        contact: contactAt(tx, townshipOf(kase)),
      }),
      at: townshipOf(kase),
    });
    if (!sheet.ok) return sheet;
    await tell(tx, kase, 'elder-subsidy.approved', {
      date: longDate(endsOn),
      month: longMonth(decision.effectiveMonth!),
    });
    return ok({ to: 'onNotice', opinion: input.opinion, enteredOn: tx.today });
  },
});

/** 三方协议: as it is signed by the township, the home and the person. */
async function issueAgreement(tx: Tx, kase: Case, of: { fromMonth: YearMonth; amountFen: Fen }): Promise<Result<unknown>> {
  const days = await wholeParameter(tx, 'CCG-DAYS', kase.division, firstDayOf(of.fromMonth));
  if (!days.ok) return days;
  const stay = (await staysOf(tx, kase.applicantPersonId)).findLast(({ to }) => to === null || to > tx.today);
  const home = stay?.institutionId ? await findUnit(tx, stay.institutionId) : null;
  return issue(tx, kase, {
    kind: subsidyPapers.agreement,
    letter: agreementLetter({
      ...of,
      name: kase.applicantName,
      township: tx.office(townshipOf(kase)).name,
      home: home?.name ?? null,
      days: days.value,
      contact: contactAt(tx, townshipOf(kase)),
    }),
    at: countyOf(kase),
  });
}

/** By the decision that hung there; where it would not be made today it goes back to whoever made it. */
const endNotice = handler({
  input: z.strictObject({}),
  async run(tx, kase): Done {
    const computed = await compute(tx, kase);
    if (!computed.ok) return computed;
    if (computed.value.decision.outcome !== 'eligible') {
      await withdrawNotices(tx, kase.id);
      return moveOn(tx, kase, { to: 'deciding', opinion: '公示期间条件有变化，退回审批。' });
    }
    const made = (await decisionsOfCase(tx, kase.id)).findLast((d) => d.kind === 'final')!;
    const decision = made.decision as Computed['decision'];
    // 公示期间另一项又发了、消费券又用了的月份，让过去
    const { otherPaidTo } = computed.value.facts;
    const fromMonth = [decision.effectiveMonth!, ...(otherPaidTo ? [plusMonths(otherPaidTo, 1)] : [])].sort().at(-1)!;
    const granted = await grantSubsidy(tx, {
      personId: kase.applicantPersonId,
      kind: kindOf(kase),
      division: kase.division,
      fromMonth,
      amountFen: decision.amountFen!,
      breakdown: decision.breakdown,
      decisionId: made.id,
      parameterIds: decision.parameters.map((p) => p.rowId),
      caseId: kase.id,
      reason: 'granted',
    });
    if (!granted.ok) return granted;
    if (kindOf(kase) === 'concentrated') {
      const agreed = await issueAgreement(tx, kase, { fromMonth, amountFen: decision.amountFen! });
      if (!agreed.ok) return agreed;
    }
    // 其间等级、别的补贴有变化的一并落实。
    await settleSubsidies(tx, kase.applicantPersonId);
    await tell(tx, kase, 'elder-subsidy.granted', {
      month: longMonth(fromMonth),
      amount: yuanDigits(decision.amountFen!),
    });
    return ok({ to: 'granted' });
  },
});

const object = handler({
  input: z.strictObject({}),
  async run(tx, kase): Done {
    await notify(tx, {
      to: { performer: 'township-clerk', division: townshipOf(kase) },
      template: 'elder-subsidy.objected',
      params: { name: kase.applicantName, item: itemOf(kase) },
      caseId: kase.id,
    });
    return ok({ to: 'objected', addFlags: ['objection'] });
  },
});

const settleObjection = handler({
  input: z.strictObject({
    upheld: choice({ upheld: '异议成立，退回乡镇审核', dismissed: '异议不成立' }).meta({ label: '异议是否成立' }),
    result: z
      .string()
      .trim()
      .min(4, '请写明核实情况（至少4个字）')
      .max(500)
      .meta({ label: '核实情况', help: '会答复提出异议的人，不要写健康情况', widget: 'textarea' }),
  }),
  async run(tx, kase, input): Done {
    await settleObjections(tx, kase.id, input.upheld, input.result);
    if (input.upheld === 'upheld') {
      await withdrawNotices(tx, kase.id);
      return moveOn(tx, kase, { to: 'reviewing', opinion: input.result });
    }
    const notice = await noticeOfCase(tx, kase.id);
    return ok({ to: 'onNotice', opinion: input.result, enteredOn: notice!.postedOn });
  },
});

const refuse = handler({
  input: OpinionOnly,
  initial: async () => ({ opinion: '经审核不符合条件，不予批准。' }),
  offered: async (tx, kase) => {
    const computed = await compute(tx, kase);
    return computed.ok && computed.value.decision.outcome === 'not-eligible';
  },
  async run(tx, kase, input): Done {
    const may = await mayDecide(tx, kase);
    if (!may.ok) return may;
    const computed = await compute(tx, kase);
    if (!computed.ok) return computed;
    const { decision } = computed.value;
    if (decision.outcome !== 'not-eligible') return fail('ELDER_SUBSIDY_DUE');
    await save(tx, kase, computed.value);
    const letter = await issue(tx, kase, {
      kind: subsidyPapers.refusal,
      letter: refusalLetter({
        ...aboutAt(tx, kase, kase.applicantName),
        item: itemOf(kase),
        decision,
        refused: '不予批准',
        advice: '情况发生变化后，可以随时提出；对能力等级有意见的，可以申请重新评估。',
      }),
      at: countyOf(kase),
    });
    if (!letter.ok) return letter;
    await tell(tx, kase, 'elder-subsidy.refused', {
      reason: reasonsTold(decision),
      tel: tx.office(townshipOf(kase)).telephone,
    });
    return ok({ to: 'refused', opinion: input.opinion });
  },
});

const returnToTownship = handler({
  input: ReasonOnly,
  run: (tx, kase, input): Done => moveOn(tx, kase, { to: 'reviewing', opinion: input.reason }),
});

export const subsidyActions: Readonly<Record<SubsidyAction, ActionHandler<never, SubsidyStep>>> = {
  accept,
  requestSupplement,
  resubmit,
  pass,
  approve,
  refuse,
  returnToTownship,
  object,
  endNotice,
  settleObjection,
  withdraw: withdrawCase,
  endByDeath,
};
