/**
 * 特困人员认定的流程（民发〔2021〕43号）: steps in the order of the usual path. After an objection the new opinion is posted again; after the decision the
 * person is assessed and the care arranged. Where the province lets townships recognise, another leader of the township does (`delegation/`).
 */
import { defineFlow } from '../../../kernel/service/index.ts';
import { BY_TOWNSHIP } from '../delegation/terms.ts';
import { sharedFlow } from '../dibao/flow.ts';

const atWorkOfTownship = ['township-clerk', 'township-leader'] as const;
const byFamily = ['applicant', 'village-worker'] as const;
// 分类认定、为家人另立办件是家庭申请的步骤，特困按人认定，没有这几步
const { steps: shared, actions: sharedActions } = sharedFlow;
const { submitted, supplement, accepted, toCheck, checking, surveying, reviewing, toPost, onNotice, refused } = shared;
const { objected, rereviewing, toFile, confirming, withdrawn, terminated } = shared;
const from = (parameter: string, start: 'entered' | 'submitted' | 'accepted') =>
  ({ parameter, unit: 'workdays', from: start }) as const;

export const tekunFlow = defineFlow({
  name: 'tekun',
  version: '1',
  start: 'submitted',
  total: { parameter: 'TEKUN-LIMIT-TOTAL', flagged: { extended: 'TEKUN-LIMIT-TOTAL-EXTENDED' } },
  steps: {
    submitted: { ...submitted, within: from('TEKUN-LIMIT-SUPPLEMENT', 'submitted') },
    supplement,
    accepted: { ...accepted, within: from('TEKUN-LIMIT-SURVEY-START', 'accepted') },
    toCheck: { ...toCheck, within: from('TEKUN-LIMIT-CHECK-START', 'entered') },
    checking: { ...checking, within: from('TEKUN-LIMIT-CHECK-REPORT', 'entered') },
    surveying: {
      ...surveying,
      within: from('TEKUN-LIMIT-INITIAL-OPINION', 'accepted'),
      can: {
        recordVisit: ['village-worker', 'township-clerk'],
        verifySupporters: ['township-clerk'],
        disposeDiscrepancy: ['township-clerk'],
        submitForReview: ['township-clerk'],
        extend: [...atWorkOfTownship],
        withdraw: [...byFamily],
        terminate: ['township-clerk'],
      },
      says: '两位工作人员会上门了解情况，并核实法定义务人有没有能力供养，请留意电话。',
    },
    reviewing: {
      ...reviewing,
      within: from('TEKUN-LIMIT-INITIAL-OPINION', 'accepted'),
      leadsTo: [...(reviewing.leadsTo ?? []), 'confirmingHere'],
      says: '乡镇（街道）正在提出初审意见，15个工作日内完成。',
    },
    toPost: { ...toPost, within: from('TEKUN-LIMIT-INITIAL-OPINION', 'accepted') },
    onNotice: { ...onNotice, leadsTo: [...(onNotice.leadsTo ?? []), 'confirmingHere'] },
    objected: {
      ...objected,
      within: from('TEKUN-LIMIT-OBJECTION', 'entered'),
      can: { ...objected.can, verifySupporters: ['township-clerk'] },
      says: '有人对公示提出意见，乡镇（街道）正在重新调查核实。',
    },
    rereviewing: {
      ...rereviewing,
      within: from('TEKUN-LIMIT-OBJECTION', 'entered'),
      leadsTo: ['toPost', 'toFile', 'withdrawn'],
      says: '重新调查已经结束，乡镇（街道）正在提出新的意见，会再公示一次。',
    },
    confirmingHere: {
      zh: '待乡镇认定',
      holder: 'township-leader',
      path: { with: BY_TOWNSHIP },
      within: from('TEKUN-LIMIT-CONFIRM', 'entered'),
      can: {
        confirm: ['township-leader'],
        refuse: ['township-leader'],
        returnToSurvey: ['township-leader'],
        passToCounty: ['township-leader'],
        extend: [...atWorkOfTownship],
        withdraw: [...byFamily],
      },
      leadsTo: ['assessing', 'refused', 'surveying', 'confirming', 'withdrawn'],
      says: '本地由乡镇（街道）受县民政局委托认定，由没有参加初审的负责人签署，县民政局事后抽查。',
    },
    toFile: { ...toFile, path: { without: BY_TOWNSHIP }, within: from('TEKUN-LIMIT-FILE', 'entered') },
    confirming: {
      ...confirming,
      path: { without: BY_TOWNSHIP },
      within: from('TEKUN-LIMIT-CONFIRM', 'entered'),
      leadsTo: ['assessing', 'refused', 'surveying', 'withdrawn'],
      says: '县民政局正在审核，会抽一部分上门看一看。',
    },
    assessing: {
      zh: '评估中',
      holder: 'county-clerk',
      within: from('TEKUN-LIMIT-ASSESS', 'entered'),
      can: { recordAssessment: ['county-clerk', 'township-clerk'], terminate: ['county-clerk'] },
      leadsTo: ['arranging', 'terminated'],
      says: '已经认定，接下来上门评估生活自理能力；评估后从认定的下个月起补齐发放。',
    },
    arranging: {
      zh: '落实供养',
      holder: 'township-clerk',
      within: from('TEKUN-LIMIT-ARRANGE', 'entered'),
      can: {
        arrangeHome: ['township-clerk'],
        arrangeInstitution: ['county-clerk', 'township-clerk'],
        terminate: ['township-clerk', 'county-clerk'],
      },
      leadsTo: ['granted', 'terminated'],
      says: '正在落实由谁照料：在家的签照料服务协议，愿意去机构的安排入住。',
    },
    granted: {
      zh: '供养中',
      holder: null,
      final: 'granted',
      can: {},
      says: '已经落实供养，每月10日前发放。情况有变化请告诉村（社区）。',
    },
    refused,
    withdrawn,
    terminated,
  },
  actions: {
    ...sharedActions,
    extend: { zh: '延长办理期限', causes: '全部手续按特殊情形延长，理由记入档案。' },
    verifySupporters: {
      zh: '核实法定义务人',
      internal: true,
      causes: '保存核实的义务人情况，认定结果随之更新。',
      recusal: true,
    },
    giveOpinion: { zh: '提出初审意见', causes: '按系统核算的结果保存初审意见，交村（社区）公示。', recusal: true },
    reviseOpinion: { zh: '提出新的意见', causes: '按重新核实的结果保存意见，重新公示7天。', recusal: true },
    fileToCounty: { zh: '上报县民政局', causes: '材料报县级审核，系统当场抽签决定是否入户抽查。' },
    passToCounty: {
      zh: '提请县级认定',
      internal: true,
      causes: '乡镇（街道）不作决定，材料报县级审核认定，系统当场抽签决定是否入户抽查。',
      recusal: true,
    },
    confirm: {
      zh: '认定',
      causes:
        '登记供养意愿，从下个月起享受；生成认定通知书，在村（社区）公布；评估前暂不发放，评估后补齐。原有低保和残疾人两项补贴到本月止。',
      recusal: true,
    },
    recordAssessment: {
      zh: '登记自理能力评估',
      causes: '按六项算出等级和照料护理费，生成评估表，基本生活费开始发放。',
      recusal: true,
    },
    arrangeHome: { zh: '签订照料服务协议', causes: '生成协议；照料护理费从享受的月份起付给照料人或照料单位。', recusal: true },
    arrangeInstitution: { zh: '登记入住机构', causes: '基本生活费和照料护理费付给机构。', recusal: true },
  },
});

type Table = typeof tekunFlow;
export type TekunState = keyof Table['steps'] & string;
export type TekunAction = keyof Table['actions'] & string;
