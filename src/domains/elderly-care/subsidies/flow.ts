/**
 * 经济困难老年人补贴 (4.0, 4.4): the township takes it in and another of its officers checks, the county decides by what data say, it hangs on the notice, and then
 * it is drawn. What the notice brings up goes back to the township. The level of a person is known to the hands of this table only.
 */
import { defineFlow } from '../../../kernel/service/index.ts';
import {
  deciding,
  decisionActions,
  ends,
  givenUpActions,
  objected,
  objectionActions,
  onNotice,
  supplementActions,
  supplementing,
  takingIn,
} from '../benefit/table.ts';

const asker = ['applicant', 'township-clerk'] as const;

export const subsidyFlow = defineFlow({
  name: 'elder-subsidy',
  version: '1',
  start: 'submitted',
  confidential: true,
  total: { parameter: 'ESS-TOTAL' },
  steps: {
    submitted: takingIn({
      zh: '待受理',
      within: 'ESS-ACCEPT',
      byApplicant: asker,
      leadsTo: ['reviewing'],
      says: '申请已经交到乡镇（街道），工作人员正在看。低保、评估结果由系统查，不用交证明。',
    }),
    supplement: supplementing(asker),
    reviewing: {
      zh: '乡镇审核',
      holder: 'township-leader',
      within: { parameter: 'ESS-REVIEW', unit: 'workdays', from: 'entered' },
      can: { pass: ['township-leader'], withdraw: asker, endByDeath: ['timer'] },
      leadsTo: ['deciding', 'withdrawn', 'ended'],
      says: '乡镇（街道）正在审核户籍、账户和别的补贴。',
    },
    deciding: deciding({
      zh: '县级审批',
      within: 'ESS-DECIDE',
      byApplicant: asker,
      leadsTo: ['onNotice', 'reviewing'],
      says: '县民政局正在审批，能不能领、每月多少由系统按标准核算。',
    }),
    onNotice: onNotice({
      within: 'ESS-NOTICE',
      unit: 'notice-days',
      byApplicant: asker,
      leadsTo: ['granted', 'objected', 'deciding'],
      says: '县里已经批准，正在村（社区）公示，只写姓名和补贴名称，没有健康信息；期满没有异议的开始发。',
    }),
    objected: objected({ within: 'ESS-OBJECTION', byApplicant: asker, back: 'reviewing' }),
    granted: { zh: '在享', holder: null, final: 'granted', can: {}, says: '公示期满，从批准的次月起按月打到您的卡里。' },
    ...ends,
  },
  actions: {
    accept: { zh: '受理', causes: '从今天起计算办理期限，送另一位工作人员审核。', recusal: true },
    ...supplementActions,
    pass: { zh: '审核通过', internal: true, causes: '送县民政局审批。', recusal: true },
    approve: { zh: '批准', causes: '按系统核算的金额和起发月份批准，在村（社区）公示；期满没有异议的列入发放。', recusal: true },
    ...decisionActions,
    ...objectionActions('审核'),
    endNotice: { zh: '公示期满', causes: '列入发放；条件已经变化的退回审批。' },
    ...givenUpActions,
  },
});

type Table = typeof subsidyFlow;
export type SubsidyStep = keyof Table['steps'] & string;
export type SubsidyAction = keyof Table['actions'] & string;
