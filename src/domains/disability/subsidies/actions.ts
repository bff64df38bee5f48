/** What people do in a case of the two subsidies, one handler each. */
import { z } from 'zod';
import { longMonth, plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import { grantAccess, recordCommunicationNeeds } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FenAmount, FileRef, formOf as fieldsOf, PlainDateText, YearMonthText } from '../../../kernel/schema/index.ts';
import {
  type ActionHandler,
  askingForPapers,
  type Case,
  type Effect,
  getServiceItem,
  goTo,
  handler,
  Opinion,
  OpinionOnly,
  pausesOf,
  ReasonOnly,
  tellApplicant,
  totalLimit,
  withdrawCase,
} from '../../../kernel/service/server.ts';
import { categories, certificateOn, certificateStates, levels } from '../certificate/index.ts';
import { certificatesOf } from '../certificate/known.ts';
import { recordCertificate } from '../certificate/record.ts';
import { townshipOf } from '../letters.ts';
import { changes, isChange } from './application.ts';
import { approve, refuse } from './decide.ts';
import { allowanceClasses } from './facts.ts';
import { computeCase, formOf, type InitialCheck } from './facts-of-case.ts';
import { type SubsidyAction, type SubsidyState, subsidyFlow } from './flow.ts';
import { issueReceipt } from './letters.ts';
import { askNationwide, isAsked } from './nationwide.ts';
import { noticeActions, noticeOwed } from './notice.ts';
import { kindsOf } from './terms.ts';

export type Done = Promise<Result<Effect<SubsidyState>>>;

const moveOn = async (tx: Tx, kase: Case, effect: Effect<SubsidyState>): Done => {
  const item = await getServiceItem(tx, kase.itemId, kase.itemVersion);
  const params = { item: item.ok ? item.value.name : kase.itemId };
  return goTo(tx, subsidyFlow.steps, kase, effect, { template: 'disability.todo', params });
};

const accept = handler({
  input: z.strictObject({ opinion: z.string().trim().max(500).default('').meta({ label: '备注', widget: 'textarea' }) }),
  async run(tx, kase, input): Done {
    await grantAccess(tx, { personId: kase.applicantPersonId, division: kase.division, reason: `case:${kase.id}` });
    const submittedOn = plainDateOf(kase.submittedAt);
    const dates = { division: kase.division, submittedOn, acceptedOn: kase.acceptedOn ?? tx.today, enteredOn: tx.today };
    const due = await totalLimit(tx, subsidyFlow, dates, await pausesOf(tx, kase.id), kase.flags);
    if (!due.ok) return due;
    return ok({
      to: 'checking',
      opinion: input.opinion || null,
      after: async (accepted: Case) => {
        const form = formOf(accepted);
        const asked = await recordCommunicationNeeds(tx, {
          personId: accepted.applicantPersonId,
          needs: form.applicant.communication ?? [],
          source: '残疾人两项补贴申请表',
        });
        if (!asked.ok) return asked;
        const letter = await issueReceipt(tx, accepted, isChange(form) ? [] : kindsOf[form.wanted], due.value!.dueOn);
        if (!letter.ok) return letter;
        await tellApplicant(tx, accepted, 'disability.accepted', {
          no: accepted.no!,
          date: due.value!.dueOn,
          tel: tx.office(townshipOf(accepted)).telephone,
        });
        return ok(null);
      },
    });
  },
});

const requestSupplement = askingForPapers({
  template: 'disability.supplement',
  help: '一次列清；数据核对能查到的材料不得要求申请人提供',
});

const resubmit = handler({
  input: z.strictObject({
    papers: z.array(FileRef).max(10).default([]).meta({ label: '补交的材料照片', paper: 'support' }),
    explanation: z.string().trim().max(500).default('').meta({ label: '说明', widget: 'textarea' }),
  }),
  async run(tx, kase, input): Done {
    const bound = await bindFiles(tx, input.papers, {
      caseId: kase.id,
      personId: kase.applicantPersonId,
      division: kase.division,
    });
    if (!bound.ok) return bound;
    const form = formOf(kase);
    return moveOn(tx, kase, {
      to: 'submitted',
      opinion: input.explanation || '材料已补交',
      data: { newPapers: input.papers.length },
      form: { ...form, papers: [...form.papers, ...input.papers] },
    });
  },
});

const InitialInput = z.strictObject({
  longTermCare: choice({ yes: '需要（6个月以上）', no: '不需要' })
    .optional()
    .meta({ label: '需要长期照护吗', help: '申请护理补贴的必须查明' }),
  careBasis: z.string().trim().max(200).default('').meta({ label: '照护需求的依据', help: '例如：入户看到的情况、失能评估结论' }),
  others: z
    .array(
      z.strictObject({
        class: choice(allowanceClasses).meta({ label: '类别' }),
        name: z.string().trim().min(2, '请填写名称').max(40).meta({ label: '名称' }),
        amountFen: FenAmount.meta({ label: '每月金额' }),
        from: YearMonthText.meta({ label: '从哪月起', widget: 'month' }),
      }),
    )
    .max(10)
    .default([])
    .meta({ label: '正在领的其他生活类、护理类补贴', help: '没有就不用加' }),
  opinion: Opinion,
});

/** A change of account, or an end, needs no certificate: it goes to the county at once. */
const needsCertificate = (kase: Case): boolean => {
  const form = formOf(kase);
  return !isChange(form) || form.change === 'renewed' || form.change === 'level';
};

const passInitial = handler({
  input: InitialInput,
  fields: async (_, kase) => fieldsOf(needsCertificate(kase) ? InitialInput : OpinionOnly),
  initial: async () => ({ opinion: '户籍、账户属实，请审核。' }),
  async run(tx, kase, input): Done {
    const { longTermCare, careBasis, others, opinion } = input;
    if (!needsCertificate(kase)) return moveOn(tx, kase, { to: 'approving', opinion });
    const computed = await computeCase(tx, kase);
    if (!computed.ok) return computed;
    if (computed.value.wanted.includes('nursing') && !longTermCare)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'longTermCare', message: '申请护理补贴，请查明是否需要长期照护' }]);
    if (longTermCare && careBasis.length < 2)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'careBasis', message: '请写明照护需求的依据' }]);
    if (isAsked(kase)) await askNationwide(tx, kase);
    const check: InitialCheck = {
      longTermCare: longTermCare ? longTermCare === 'yes' : null,
      careBasis,
      others: others.map((other) => ({ ...other, to: null })),
    };
    return moveOn(tx, kase, { to: 'certifying', opinion, data: { check } });
  },
});

const certify = handler({
  input: z.strictObject({
    number: z.string().trim().max(24).meta({ label: '残疾人证号', protect: true }),
    category: choice(categories).meta({ label: '残疾类别', protect: true }),
    level: choice(levels).meta({ label: '残疾等级', protect: true }),
    issuedOn: PlainDateText.meta({ label: '签发日期', widget: 'date' }),
    validTo: PlainDateText.meta({ label: '有效期至', widget: 'date' }),
    state: choice(certificateStates).default('valid').meta({ label: '证件状态' }),
    opinion: Opinion,
  }),
  /** What is on record, else what the number itself says. */
  initial: async (tx, kase) => {
    const number = formOf(kase).certificateNumber?.toUpperCase() ?? '';
    const known = certificateOn((await certificatesOf(tx, kase.applicantPersonId)).periods, tx.today);
    if (known.state === 'valid' && known.certificate.number === number)
      return { ...known.certificate, opinion: '与残联登记一致。' };
    return {
      number,
      category: Object.keys(categories)[Number(number[18]) - 1],
      level: number[19],
      state: 'valid',
      opinion: '与残联登记一致。',
    };
  },
  async run(tx, kase, input): Done {
    const { opinion, ...certificate } = input;
    if (certificate.issuedOn > tx.today)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'issuedOn', message: '签发日期不能晚于今天' }]);
    const recorded = await recordCertificate(tx, {
      personId: kase.applicantPersonId,
      division: kase.division,
      certificate: { ...certificate, number: certificate.number.toUpperCase() },
      idNumber: formOf(kase).applicant.idNumber,
      since: certificate.state === 'valid' ? certificate.issuedOn : tx.today,
      source: '残联',
    });
    if (!recorded.ok) return recorded;
    return moveOn(tx, kase, { to: 'approving', opinion });
  },
});

const returnToTownship = handler({
  input: ReasonOnly,
  run: (tx, kase, input): Done => moveOn(tx, kase, { to: 'checking', opinion: input.reason }),
});
const returnToFederation = handler({
  input: ReasonOnly,
  offered: async (_, kase) => needsCertificate(kase),
  run: (tx, kase, input): Done => moveOn(tx, kase, { to: 'certifying', opinion: input.reason }),
});

const wasDone = (kase: Case): string => {
  const form = formOf(kase);
  return isChange(form) ? changes[form.change] : '';
};

const approveCase = handler({
  input: OpinionOnly,
  initial: async (tx, kase) => {
    const computed = await computeCase(tx, kase);
    if (!computed.ok) return {};
    const { decisions } = computed.value;
    const fen = decisions.reduce((sum, d) => sum + (d.amountFen ?? 0), 0);
    return { opinion: decisions.length === 0 ? '同意变更。' : `同意，每月共${yuanDigits(fen)}元。` };
  },
  offered: async (tx, kase) => {
    const computed = await computeCase(tx, kase);
    return computed.ok && (computed.value.decisions.some((d) => d.outcome !== 'not-eligible') || !needsCertificate(kase));
  },
  async run(tx, kase, input): Done {
    const owed = await noticeOwed(tx, kase);
    if (!owed.ok) return owed;
    if (owed.value > 0) return fail('SUBSIDY_NOTICE_FIRST', { days: owed.value });
    const approved = await approve(tx, kase, input.opinion);
    if (!approved.ok) return approved;
    const { fromMonth, amountFen } = approved.value;
    if (fromMonth)
      await tellApplicant(tx, kase, 'disability.approved', { month: longMonth(fromMonth), amount: yuanDigits(amountFen) });
    else await tellApplicant(tx, kase, 'disability.changed', { what: wasDone(kase) });
    return ok({ to: 'granted', opinion: input.opinion, data: { fromMonth, amountFen } });
  },
});

const refuseCase = handler({
  input: OpinionOnly,
  initial: async () => ({ opinion: '经审核不符合条件，不予批准。' }),
  offered: async (tx, kase) => {
    const computed = await computeCase(tx, kase);
    return computed.ok && computed.value.decisions.every((d) => d.outcome === 'not-eligible') && needsCertificate(kase);
  },
  async run(tx, kase, input): Done {
    const refused = await refuse(tx, kase);
    if (!refused.ok) return refused;
    await tellApplicant(tx, kase, 'disability.refused', {
      reason: refused.value.reasons.join('；'),
      tel: tx.office(townshipOf(kase)).telephone,
    });
    return ok({ to: 'refused', opinion: input.opinion });
  },
});

export const subsidyActions: Readonly<Record<SubsidyAction, ActionHandler<never, SubsidyState>>> = {
  accept,
  requestSupplement,
  resubmit,
  withdraw: withdrawCase,
  passInitial,
  certify,
  approve: approveCase,
  refuse: refuseCase,
  returnToTownship,
  returnToFederation,
  ...noticeActions,
};
