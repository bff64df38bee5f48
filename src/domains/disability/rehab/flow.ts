/** 精神障碍社区康复 (2023年转介管理办法): check and registration, referral, answer, plan, service with staged assessments, closure. */
import { defineFlow } from '../../../kernel/service/index.ts';

const worker = ['rehab-worker'] as const;
/** Consent may be taken back at any time, by the person or through whoever hears of it. */
const takesBack = ['applicant', 'rehab-worker', 'township-clerk'] as const;

export const rehabFlow = defineFlow({
  name: 'community-rehab',
  version: '1',
  start: 'submitted',
  confidential: true,
  steps: {
    submitted: {
      zh: '待初核',
      holder: 'township-clerk',
      within: { parameter: 'REH-CHECK', unit: 'workdays', from: 'submitted' },
      can: { accept: ['township-clerk'], toMedical: ['township-clerk'], refuse: ['township-clerk'], withdraw: ['applicant'] },
      leadsTo: ['registered', 'atMedical', 'refused', 'withdrawn'],
      says: '申请已经收到，工作人员正在初核，会与您或者监护人联系。',
    },
    atMedical: {
      zh: '先转医疗机构',
      holder: 'township-clerk',
      pauses: true,
      aside: true,
      can: { resume: ['township-clerk'], withdraw: ['applicant'] },
      leadsTo: ['submitted', 'withdrawn'],
      says: '先请医疗机构看一看，稳定以后接着办，不用重新申请。',
    },
    registered: {
      zh: '待转介',
      holder: 'county-clerk',
      within: { parameter: 'REH-REFER', unit: 'workdays', from: 'entered' },
      can: { refer: ['county-clerk'], withdraw: ['applicant'] },
      leadsTo: ['referred', 'withdrawn'],
      says: '已经登记，正在为您联系合适的服务机构。',
    },
    referred: {
      zh: '待机构答复',
      holder: 'rehab-worker',
      within: { parameter: 'REH-ANSWER', unit: 'workdays', from: 'entered' },
      can: { acceptReferral: [...worker], declineReferral: [...worker], withdraw: ['applicant'] },
      leadsTo: ['assessing', 'registered', 'withdrawn'],
      says: '已经转到服务机构，机构正在答复。',
    },
    assessing: {
      zh: '评估和计划',
      holder: 'rehab-worker',
      within: { parameter: 'REH-PLAN', unit: 'workdays', from: 'entered' },
      can: {
        recordAssessment: [...worker],
        signPlan: [...worker],
        backToHospital: [...worker],
        withdrawConsent: [...takesBack],
      },
      leadsTo: ['serving', 'atHospital', 'ending'],
      says: '机构已经接收，会与您一起做评估、定计划。',
    },
    serving: {
      zh: '服务中',
      holder: 'rehab-worker',
      within: { parameter: 'REH-STAGE-MONTHS', unit: 'months', from: 'entered' },
      can: {
        recordStage: [...worker],
        backToHospital: [...worker],
        close: [...worker],
        withdrawConsent: [...takesBack],
      },
      leadsTo: ['renewing', 'atHospital', 'closed', 'ending'],
      says: '正在按计划服务，每三个月一起看看效果。',
    },
    renewing: {
      zh: '更新计划',
      holder: 'rehab-worker',
      aside: true,
      within: { parameter: 'REH-PLAN', unit: 'workdays', from: 'entered' },
      can: { signPlan: [...worker], backToHospital: [...worker], close: [...worker], withdrawConsent: [...takesBack] },
      leadsTo: ['serving', 'atHospital', 'closed', 'ending'],
      says: '阶段评估已经做完，正在与您商量下一步的计划，服务照常。',
    },
    atHospital: {
      zh: '回转医疗机构',
      holder: 'rehab-worker',
      pauses: true,
      aside: true,
      can: { resumeService: [...worker], close: [...worker], withdrawConsent: [...takesBack] },
      leadsTo: ['assessing', 'closed', 'ending'],
      says: '已经转到医疗机构，出院以后可以接着服务。',
    },
    ending: {
      zh: '停止服务',
      holder: 'rehab-worker',
      aside: true,
      within: { parameter: 'REH-WITHDRAW', unit: 'workdays', from: 'entered' },
      can: { endService: [...worker] },
      leadsTo: ['ended'],
      says: '您已撤回同意，机构会在一个工作日内停止服务。',
    },
    closed: { zh: '已结案', holder: null, final: 'granted', can: {}, says: '服务已经结案，机构会在一年内回访几次。' },
    ended: { zh: '已停止', holder: null, final: 'withdrawn', can: {}, says: '服务已经停止，需要时可以重新申请。' },
    refused: { zh: '不予登记', holder: null, final: 'refused', can: {}, says: '这次没有登记，决定书写明了理由和救济途径。' },
    withdrawn: { zh: '已撤回', holder: null, final: 'withdrawn', can: {}, says: '申请已经撤回，需要时可以重新申请。' },
  },
  actions: {
    accept: { zh: '初核登记', causes: '登记为服务对象，转县民政局联系服务机构。', recusal: true },
    toMedical: { zh: '先转医疗机构', internal: true, causes: '请医疗机构先处理，保留申请，稳定后接着办。' },
    resume: { zh: '接着初核', internal: true, causes: '病情稳定，回到初核。' },
    refuse: { zh: '不予登记', causes: '出具决定书，写明不符合的条件和救济途径，告知申请人。', danger: true, recusal: true },
    withdraw: { zh: '撤回申请', causes: '申请停止办理，不影响以后重新申请。', danger: true },
    refer: { zh: '转介', causes: '转到选定的机构，机构五个工作日内答复。', recusal: true },
    acceptReferral: { zh: '接收', causes: '开始评估，十个工作日内签订计划。' },
    declineReferral: { zh: '不接收', internal: true, causes: '写明理由，退回县民政局另选机构。' },
    recordAssessment: { zh: '登记评估', internal: true, causes: '保存评估，只有本机构看得到。' },
    signPlan: { zh: '签订计划', internal: true, causes: '保存双方签订的计划，开始服务。' },
    recordStage: { zh: '登记阶段评估', internal: true, causes: '保存阶段评估，接着更新计划。' },
    backToHospital: { zh: '回转医疗机构', internal: true, causes: '暂停服务，当日告知监护人和医疗机构。' },
    resumeService: { zh: '恢复服务', internal: true, causes: '重新评估后接着服务。' },
    withdrawConsent: { zh: '撤回同意', causes: '一个工作日内停止服务，不影响以后重新申请。', danger: true },
    endService: { zh: '确认已停止服务', internal: true, causes: '服务停止，档案封存。' },
    close: { zh: '结案', causes: '结束服务，1、3、6、12个月时提醒回访。' },
  },
});

type Table = typeof rehabFlow;
export type RehabState = keyof Table['steps'] & string;
export type RehabAction = keyof Table['actions'] & string;
