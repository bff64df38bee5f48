/** 政府购买居家养老服务 (4.21, EL-24): the township looks at what no register tells of, the county decides the tier by what data say, it hangs on the notice, the quota is told in writing. */
import { defineFlow } from '../../../kernel/service/index.ts';

const byApplicant = ['applicant', 'village-worker', 'township-clerk'] as const;

export const quotaFlow = defineFlow({
  name: 'home-care-quota',
  version: '1',
  start: 'submitted',
  confidential: true,
  total: { parameter: 'GPS-TOTAL' },
  steps: {
    submitted: {
      zh: '乡镇初审',
      holder: 'township-clerk',
      within: { parameter: 'GPS-ACCEPT', unit: 'workdays', from: 'submitted' },
      deems: true,
      can: { accept: ['township-clerk'], requestSupplement: ['township-clerk'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['deciding', 'supplement', 'withdrawn', 'ended'],
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
    deciding: {
      zh: '县级审批',
      holder: 'county-confirmer',
      within: { parameter: 'GPS-DECIDE', unit: 'workdays', from: 'entered' },
      can: {
        approve: ['county-confirmer'],
        refuse: ['county-confirmer'],
        returnToTownship: ['county-confirmer'],
        withdraw: byApplicant,
        endByDeath: ['timer'],
      },
      leadsTo: ['onNotice', 'refused', 'submitted', 'withdrawn', 'ended'],
      says: '县民政局正在审批，属于哪一档由系统按登记的情况核对。',
    },
    onNotice: {
      zh: '公示中',
      holder: 'county-confirmer',
      within: { parameter: 'GPS-NOTICE', unit: 'notice-days', from: 'entered' },
      pauses: true,
      auto: 'endNotice',
      can: { object: ['anyone'], endNotice: ['timer'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['granted', 'objected', 'deciding', 'withdrawn', 'ended'],
      says: '县里已经同意，正在村（社区）公示，只写姓名和项目，没有健康信息。',
    },
    objected: {
      zh: '异议核实',
      holder: 'township-clerk',
      within: { parameter: 'GPS-OBJECTION', unit: 'workdays', from: 'entered' },
      aside: true,
      can: { settleObjection: ['township-clerk'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['onNotice', 'submitted', 'withdrawn', 'ended'],
      says: '有人对公示提出了意见，乡镇（街道）正在核实。',
    },
    granted: {
      zh: '已核定',
      holder: null,
      final: 'granted',
      can: {},
      says: '额度通知已经发给您，从通知写的月份起可以预约居家服务。',
    },
    refused: { zh: '不予批准', holder: null, final: 'refused', can: {}, says: '这次没有通过。告知书里写明了原因和申诉的办法。' },
    ended: { zh: '已终止', holder: null, final: 'terminated', can: {}, says: '办件已经终止。' },
    withdrawn: { zh: '已撤回', holder: null, final: 'withdrawn', can: {}, says: '已经撤回，需要时可以随时提出。' },
  },
  actions: {
    accept: { zh: '受理并初审', causes: '告知申请人，送县民政局审批。', recusal: true },
    requestSupplement: { zh: '一次性告知补正', causes: '一次列清缺少的内容并告知申请人，等待期间时限暂停。' },
    resubmit: { zh: '补齐', causes: '补齐以后接着办。' },
    approve: { zh: '同意', causes: '在村（社区）公示；期满没有异议的发额度通知。', recusal: true },
    refuse: { zh: '不予批准', causes: '生成写明理由和救济途径的告知书，告知本人。', danger: true, recusal: true },
    returnToTownship: { zh: '退回乡镇', internal: true, causes: '退回乡镇（街道）补充，写明要查清什么。' },
    object: { zh: '提出异议', causes: '转乡镇（街道）核实。' },
    endNotice: { zh: '公示期满', causes: '发额度通知；条件已经变化的退回审批。' },
    settleObjection: {
      zh: '登记异议核实',
      internal: true,
      causes: '答复提出异议的人；成立的退回初审，不成立的接着公示。',
      recusal: true,
    },
    withdraw: { zh: '不要了', causes: '停止办理，不影响以后再提出。', danger: true, aside: true },
    endByDeath: { zh: '因老人去世终止', causes: '办件终止。' },
  },
});

type Table = typeof quotaFlow;
export type QuotaStep = keyof Table['steps'] & string;
export type QuotaAction = keyof Table['actions'] & string;
