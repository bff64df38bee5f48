/**
 * 经济困难老年人补贴 (4.0, 4.4): the township takes it in and another of its officers checks, the county decides by what data say, it hangs on the notice, and then
 * it is drawn. What the notice brings up goes back to the township. The level of a person is known to the hands of this table only.
 */
import { defineFlow } from '../../../kernel/service/index.ts';

const byApplicant = ['applicant', 'township-clerk'] as const;

export const subsidyFlow = defineFlow({
  name: 'elder-subsidy',
  version: '1',
  start: 'submitted',
  confidential: true,
  total: { parameter: 'ESS-TOTAL' },
  steps: {
    submitted: {
      zh: '待受理',
      holder: 'township-clerk',
      within: { parameter: 'ESS-ACCEPT', unit: 'workdays', from: 'submitted' },
      deems: true,
      can: {
        accept: ['township-clerk'],
        requestSupplement: ['township-clerk'],
        withdraw: byApplicant,
        endByDeath: ['timer'],
      },
      leadsTo: ['reviewing', 'supplement', 'withdrawn', 'ended'],
      says: '申请已经交到乡镇（街道），工作人员正在看。低保、评估结果由系统查，不用交证明。',
    },
    supplement: {
      zh: '待补正',
      holder: 'applicant',
      pauses: true,
      asks: '补齐缺少的内容',
      aside: true,
      can: { resubmit: byApplicant, withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['submitted', 'withdrawn', 'ended'],
      says: '还差一些内容，补齐以后接着办。等您补的时间不算在办理期限里。',
    },
    reviewing: {
      zh: '乡镇审核',
      holder: 'township-leader',
      within: { parameter: 'ESS-REVIEW', unit: 'workdays', from: 'entered' },
      can: { pass: ['township-leader'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['deciding', 'withdrawn', 'ended'],
      says: '乡镇（街道）正在审核户籍、账户和别的补贴。',
    },
    deciding: {
      zh: '县级审批',
      holder: 'county-confirmer',
      within: { parameter: 'ESS-DECIDE', unit: 'workdays', from: 'entered' },
      can: {
        approve: ['county-confirmer'],
        refuse: ['county-confirmer'],
        returnToTownship: ['county-confirmer'],
        withdraw: byApplicant,
        endByDeath: ['timer'],
      },
      leadsTo: ['onNotice', 'refused', 'reviewing', 'withdrawn', 'ended'],
      says: '县民政局正在审批，能不能领、每月多少由系统按标准核算。',
    },
    onNotice: {
      zh: '公示中',
      holder: 'county-confirmer',
      within: { parameter: 'ESS-NOTICE', unit: 'notice-days', from: 'entered' },
      pauses: true,
      auto: 'endNotice',
      can: { object: ['anyone'], endNotice: ['timer'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['granted', 'objected', 'deciding', 'withdrawn', 'ended'],
      says: '县里已经批准，正在村（社区）公示，只写姓名和补贴名称，没有健康信息；期满没有异议的开始发。',
    },
    objected: {
      zh: '异议核实',
      holder: 'township-clerk',
      within: { parameter: 'ESS-OBJECTION', unit: 'workdays', from: 'entered' },
      aside: true,
      can: { settleObjection: ['township-clerk'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['onNotice', 'reviewing', 'withdrawn', 'ended'],
      says: '有人对公示提出了意见，乡镇（街道）正在核实。',
    },
    granted: { zh: '在享', holder: null, final: 'granted', can: {}, says: '公示期满，从批准的次月起按月打到您的卡里。' },
    refused: { zh: '不予批准', holder: null, final: 'refused', can: {}, says: '这次没有通过。告知书里写明了原因和申诉的办法。' },
    ended: { zh: '已终止', holder: null, final: 'terminated', can: {}, says: '办件已经终止。' },
    withdrawn: { zh: '已撤回', holder: null, final: 'withdrawn', can: {}, says: '已经撤回，需要时可以随时提出。' },
  },
  actions: {
    accept: { zh: '受理', causes: '从今天起计算办理期限，送另一位工作人员审核。', recusal: true },
    requestSupplement: { zh: '一次性告知补正', causes: '一次列清缺少的内容并告知申请人，等待期间时限暂停。' },
    resubmit: { zh: '补齐', causes: '补齐以后接着办。' },
    pass: { zh: '审核通过', internal: true, causes: '送县民政局审批。', recusal: true },
    approve: { zh: '批准', causes: '按系统核算的金额和起发月份批准，在村（社区）公示；期满没有异议的列入发放。', recusal: true },
    refuse: { zh: '不予批准', causes: '生成写明理由和救济途径的告知书，告知本人。', danger: true, recusal: true },
    returnToTownship: { zh: '退回乡镇', internal: true, causes: '退回乡镇（街道）补充，写明要查清什么。' },
    object: { zh: '提出异议', causes: '转乡镇（街道）核实。' },
    endNotice: { zh: '公示期满', causes: '列入发放；条件已经变化的退回审批。' },
    settleObjection: {
      zh: '登记异议核实',
      internal: true,
      causes: '答复提出异议的人；成立的退回审核，不成立的接着公示。',
      recusal: true,
    },
    withdraw: { zh: '不要了', causes: '停止办理，不影响以后再提出。', danger: true, aside: true },
    endByDeath: { zh: '因老人去世终止', causes: '办件终止。' },
  },
});

type Table = typeof subsidyFlow;
export type SubsidyStep = keyof Table['steps'] & string;
export type SubsidyAction = keyof Table['actions'] & string;
