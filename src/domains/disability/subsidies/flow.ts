/** 残疾人两项补贴的流程: any window takes it in, the township checks, the federation vouches for the certificate, the county decides (4.1). */
import { defineFlow } from '../../../kernel/service/index.ts';

const byApplicant = ['applicant', 'village-worker', 'township-clerk'] as const;

export const subsidyFlow = defineFlow({
  name: 'disability-subsidy',
  version: '1',
  start: 'submitted',
  total: { parameter: 'SUBSIDY-LIMIT-TOTAL', from: 'submitted' },
  steps: {
    submitted: {
      zh: '已提交',
      holder: 'township-clerk',
      within: { parameter: 'SUBSIDY-LIMIT-INTAKE', unit: 'workdays', from: 'submitted' },
      deems: true,
      can: { accept: ['township-clerk'], requestSupplement: ['township-clerk'], withdraw: byApplicant },
      leadsTo: ['checking', 'supplement', 'withdrawn'],
      says: '申请已经交到户籍地的乡镇（街道），工作人员正在看材料是否齐全。',
    },
    supplement: {
      zh: '待补正',
      holder: 'applicant',
      pauses: true,
      asks: '补交缺少的材料',
      aside: true,
      can: { resubmit: byApplicant, withdraw: byApplicant },
      leadsTo: ['submitted', 'withdrawn'],
      says: '还差材料，补齐以后接着办。等您补材料的时间不算在办理期限里。',
    },
    checking: {
      zh: '初审',
      holder: 'township-clerk',
      within: { parameter: 'SUBSIDY-LIMIT-INITIAL', unit: 'workdays', from: 'entered' },
      can: { passInitial: ['township-clerk'], requestSupplement: ['township-clerk'], withdraw: byApplicant },
      leadsTo: ['certifying', 'approving', 'supplement', 'withdrawn'],
      says: '乡镇（街道）正在核对户籍、账户和其他补贴。',
    },
    certifying: {
      zh: '残联审核',
      holder: 'federation-officer',
      within: { parameter: 'SUBSIDY-LIMIT-FEDERATION', unit: 'workdays', from: 'entered' },
      can: { certify: ['federation-officer'], returnToTownship: ['federation-officer'], withdraw: byApplicant },
      leadsTo: ['approving', 'checking', 'withdrawn'],
      says: '县残联正在核对残疾人证的类别、等级和有效期。',
    },
    approving: {
      zh: '民政审定',
      holder: 'county-confirmer',
      within: { parameter: 'SUBSIDY-LIMIT-APPROVE', unit: 'workdays', from: 'entered' },
      can: {
        postNotice: ['county-confirmer'],
        approve: ['county-confirmer'],
        refuse: ['county-confirmer'],
        returnToTownship: ['county-confirmer'],
        returnToFederation: ['county-confirmer'],
        withdraw: byApplicant,
      },
      leadsTo: ['granted', 'refused', 'checking', 'certifying', 'onNotice', 'withdrawn'],
      says: '县民政局正在审定，能享受几项、每月多少由系统按标准核算。',
    },
    // 县里开了公示的才有这两步；公示的日子不算在办理期限里
    onNotice: {
      zh: '公示中',
      holder: 'county-confirmer',
      within: { parameter: 'SUBSIDY-NOTICE-DAYS', unit: 'notice-days', from: 'entered' },
      pauses: true,
      aside: true,
      auto: 'endNotice',
      can: { object: ['anyone'], endNotice: ['timer'], withdraw: byApplicant },
      leadsTo: ['approving', 'objected', 'withdrawn'],
      says: '正在村（社区）公示，只写姓名和补贴名称，期满以后由县民政局审定。',
    },
    objected: {
      zh: '异议核实',
      holder: 'township-clerk',
      within: { parameter: 'SUBSIDY-LIMIT-OBJECTION', unit: 'workdays', from: 'entered' },
      aside: true,
      can: { settleObjection: ['township-clerk'], withdraw: byApplicant },
      leadsTo: ['onNotice', 'approving', 'checking', 'withdrawn'],
      says: '有人对公示提出了意见，乡镇（街道）正在核实。',
    },
    granted: {
      zh: '已批准',
      holder: null,
      final: 'granted',
      can: {},
      says: '已经批准，从申请的当月起按月打到您的卡里，前面的月份一并补发。',
    },
    refused: {
      zh: '不予批准',
      holder: null,
      final: 'refused',
      can: {},
      says: '这次没有通过。告知书里写明了是哪一条，以及可以怎么申诉。',
    },
    withdrawn: { zh: '已撤回', holder: null, final: 'withdrawn', can: {}, says: '申请已经撤回，需要时可以重新申请。' },
  },
  actions: {
    accept: { zh: '受理', causes: '从今天起计算办理期限，生成受理回执并告知申请人。', recusal: true },
    requestSupplement: { zh: '一次性告知补正', causes: '一次列清缺少的材料并告知申请人，等待期间时限暂停。' },
    resubmit: { zh: '补齐材料', causes: '材料补交后接着办；补正超过10个工作日的，从补齐的当月起发放。' },
    withdraw: { zh: '撤回申请', causes: '申请停止办理，不影响以后重新申请。', danger: true },
    passInitial: {
      zh: '提交初审意见',
      internal: true,
      causes: '保存照护需求和其他补贴情况，送县残联核对残疾人证。',
      recusal: true,
    },
    certify: {
      zh: '核对残疾人证',
      internal: true,
      causes: '按残联登记保存残疾人证的类别、等级、有效期，送县民政局审定。',
      recusal: true,
    },
    postNotice: { zh: '张贴公示', causes: '只写姓名和补贴名称，生成公示单；期满以后才能批准。', recusal: true },
    object: { zh: '提出异议', causes: '转乡镇（街道）核实。' },
    endNotice: { zh: '公示期满', causes: '公示结束，转待审定。' },
    settleObjection: {
      zh: '登记异议核实',
      internal: true,
      causes: '答复提出异议的人；成立的退回初审，不成立的接着公示或者转待审定。',
      recusal: true,
    },
    approve: { zh: '批准', causes: '按系统核算的项目、金额和起发月份批准，列入下一批发放。', recusal: true },
    refuse: { zh: '不予批准', causes: '生成写明理由和救济途径的告知书，告知申请人。', danger: true, recusal: true },
    returnToTownship: { zh: '退回初审', internal: true, causes: '退回乡镇（街道）补充，写明要查清什么。' },
    returnToFederation: { zh: '退回残联', internal: true, causes: '退回县残联重新核对残疾人证，写明要查清什么。' },
  },
});

type Table = typeof subsidyFlow;
export type SubsidyState = keyof Table['steps'] & string;
export type SubsidyAction = keyof Table['actions'] & string;
