/** 地名命名、更名、销名 (divisions.md 4.2; 地名管理条例 art. 11, 12): acceptance, the rules, where needed assessment and opinions, approval by a second person. */
import { defineFlow } from '../../../kernel/service/index.ts';
import { forApplicant, supplement } from '../requests/shape.ts';

export const namingFlow = defineFlow({
  name: 'place-naming',
  version: '1',
  start: 'submitted',
  total: { parameter: 'PLACE-NAME-APPROVE-DAYS' },
  steps: {
    submitted: {
      zh: '已提交',
      holder: 'county-clerk',
      within: { parameter: 'SUPPLEMENT-DAYS', unit: 'workdays', from: 'submitted' },
      deems: true,
      can: {
        accept: ['county-clerk'],
        requestSupplement: ['county-clerk'],
        decline: ['county-clerk'],
        withdraw: [...forApplicant],
      },
      leadsTo: ['checking', 'supplement', 'declined', 'withdrawn'],
      says: '申请已经交到县（市、区）地名办，工作人员正在看材料是否齐全。',
    },
    supplement,
    checking: {
      zh: '规则审查',
      holder: 'county-clerk',
      within: { parameter: 'PLACE-NAME-APPROVE-DAYS', unit: 'workdays', from: 'accepted' },
      can: {
        assess: ['county-clerk'],
        consult: ['county-clerk'],
        propose: ['county-clerk'],
        requestSupplement: ['county-clerk'],
        withdraw: [...forApplicant],
      },
      leadsTo: ['assessing', 'consulting', 'approving', 'approvingCity', 'supplement', 'withdrawn'],
      says: '已经受理，正在对照地名命名规则审查，需要时组织论证、征求意见。',
    },
    assessing: {
      zh: '评估论证',
      holder: 'county-clerk',
      pauses: true,
      aside: true,
      can: { recordAssessment: ['county-clerk'], withdraw: [...forApplicant] },
      leadsTo: ['checking', 'withdrawn'],
      says: '正在请专家评估论证，这段时间不算在办理期限里。',
    },
    consulting: {
      zh: '征求意见',
      holder: 'county-clerk',
      within: { parameter: 'PLACE-NAME-APPROVE-DAYS', unit: 'workdays', from: 'accepted' },
      aside: true,
      can: { recordOpinions: ['county-clerk'], withdraw: [...forApplicant] },
      leadsTo: ['checking', 'withdrawn'],
      says: '正在征求有关方面和当地群众的意见。',
    },
    approving: {
      zh: '审批',
      holder: 'county-leader',
      within: { parameter: 'PLACE-NAME-APPROVE-DAYS', unit: 'workdays', from: 'accepted' },
      can: { approve: ['county-leader'], refuse: ['county-leader'], sendBack: ['county-leader'], withdraw: [...forApplicant] },
      leadsTo: ['granted', 'refused', 'checking', 'withdrawn'],
      says: '审查已经完成，正在报批准机关审批。',
    },
    approvingCity: {
      zh: '市级审批',
      holder: 'city-leader',
      within: { parameter: 'PLACE-NAME-APPROVE-DAYS', unit: 'workdays', from: 'accepted' },
      aside: true,
      can: { approve: ['city-leader'], refuse: ['city-leader'], sendBack: ['city-leader'], withdraw: [...forApplicant] },
      leadsTo: ['granted', 'refused', 'checking', 'withdrawn'],
      says: '县里的审查已经完成，这个名称由市里审批。',
    },
    granted: {
      zh: '已批准',
      holder: null,
      final: 'granted',
      can: {},
      says: '名称已经批准，是标准地名了。接着向上级备案、向社会公告，各在15日以内。',
    },
    declined: { zh: '不予受理', holder: null, final: 'refused', can: {}, says: '没有受理，理由见告知。改好以后可以重新申请。' },
    refused: { zh: '不予批准', holder: null, final: 'refused', can: {}, says: '这次没有批准，理由和救济途径见决定书。' },
    withdrawn: { zh: '已撤回', holder: null, final: 'withdrawn', can: {}, says: '申请已经撤回，需要时可以重新申请。' },
  },
  actions: {
    accept: { zh: '受理', causes: '名称先留着，别处不能再用；从今天起计算审批期限，告知申请人办件号。', recusal: true },
    requestSupplement: { zh: '一次性告知补正', causes: '一次列清缺少的材料并告知申请人，等待期间时限暂停。' },
    resubmit: { zh: '补齐材料', causes: '材料补交后继续办理。' },
    decline: { zh: '不予受理', causes: '不属于地名命名、更名事项的，写明理由告知申请人，办结。', danger: true, recusal: true },
    withdraw: { zh: '撤回申请', causes: '申请停止办理，留着的名称放开，不影响以后重新申请。', danger: true },
    assess: { zh: '组织评估论证', causes: '社会影响大的，请专家论证；这段时间不算在办理期限里。' },
    recordAssessment: { zh: '登记论证结果', causes: '保存评估论证报告，回到审查。', recusal: true },
    consult: { zh: '征求意见', causes: '名称、位置、含义和理由在网上公布7日，任何人可以提意见；不公布申请人。' },
    recordOpinions: { zh: '意见已经答复', causes: '意见逐条答复、采纳情况公布以后，接着审查；申请人看得到。', recusal: true },
    propose: { zh: '提请批准', causes: '报县里或者市里审批，由另一位登记决定。', recusal: true },
    approve: { zh: '登记批准', causes: '成为标准地名，进入地名库；备案、公告的15日从批准之日起算。', recusal: true },
    refuse: { zh: '不予批准', causes: '出具不予批准决定书，写明理由和救济途径，留着的名称放开。', danger: true, recusal: true },
    sendBack: { zh: '退回', internal: true, causes: '退回地名办重新审查。' },
  },
});

type Table = typeof namingFlow;
export type NamingState = keyof Table['steps'] & string;
export type NamingAction = keyof Table['actions'] & string;
