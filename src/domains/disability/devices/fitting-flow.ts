/** 免费配置康复辅具 (爱心助残行动): intake, assessment, plan and quotation, approval, delivery, training, sign-off. */
import { defineFlow } from '../../../kernel/service/index.ts';

export const fittingFlow = defineFlow({
  name: 'device-fitting',
  version: '1',
  start: 'submitted',
  steps: {
    submitted: {
      zh: '已提交',
      holder: 'township-clerk',
      within: { parameter: 'SUPPLEMENT-DAYS', unit: 'workdays', from: 'submitted' },
      can: { accept: ['township-clerk'], withdraw: ['applicant', 'village-worker'] },
      leadsTo: ['assessing', 'withdrawn'],
      says: '申请已经交到乡镇（街道），工作人员正在核对残疾人证和救助身份。',
    },
    assessing: {
      zh: '待适配评估',
      holder: 'device-technician',
      within: { parameter: 'FIT-LIMIT-ASSESS', unit: 'workdays', from: 'accepted' },
      can: {
        recordAssessment: ['device-technician'],
        referElsewhere: ['device-technician'],
        withdraw: ['applicant', 'village-worker'],
      },
      leadsTo: ['planning', 'referred', 'withdrawn'],
      says: '辅具适配人员会与您约时间，上门或者在网点评估。',
    },
    planning: {
      zh: '待出方案',
      holder: 'device-technician',
      within: { parameter: 'FIT-LIMIT-ASSESS', unit: 'workdays', from: 'accepted' },
      can: {
        submitPlan: ['device-technician'],
        proposeRefusal: ['device-technician'],
        recordAssessment: ['device-technician'],
        referElsewhere: ['device-technician'],
        withdraw: ['applicant', 'village-worker'],
      },
      leadsTo: ['approving', 'referred', 'withdrawn'],
      says: '评估已经完成，正在选型和报价。',
    },
    approving: {
      zh: '待审批',
      holder: 'county-leader',
      within: { parameter: 'FIT-LIMIT-APPROVE', unit: 'workdays', from: 'entered' },
      can: {
        approve: ['county-leader'],
        refuse: ['county-leader'],
        returnPlan: ['county-leader'],
        withdraw: ['applicant', 'village-worker'],
      },
      leadsTo: ['delivering', 'procuring', 'refused', 'planning', 'withdrawn'],
      says: '县民政局正在审批配置方案。',
    },
    delivering: {
      zh: '待交付（库存）',
      holder: 'device-station-clerk',
      within: { parameter: 'FIT-LIMIT-DELIVER-STOCK', unit: 'notice-days', from: 'entered' },
      can: { deliver: ['device-station-clerk'], withdraw: ['applicant', 'village-worker'] },
      leadsTo: ['training', 'withdrawn'],
      says: '已经批准，网点正在准备辅具，会通知您来取或者送上门。',
    },
    procuring: {
      zh: '待交付（定制）',
      holder: 'device-station-clerk',
      aside: true,
      within: { parameter: 'FIT-LIMIT-DELIVER-CUSTOM', unit: 'notice-days', from: 'entered' },
      can: { deliver: ['device-station-clerk'], withdraw: ['applicant', 'village-worker'] },
      leadsTo: ['training', 'withdrawn'],
      says: '已经批准，辅具正在定制，做好以后通知您。',
    },
    training: {
      zh: '使用训练',
      holder: 'device-station-clerk',
      within: { parameter: 'FIT-LIMIT-TRAIN', unit: 'workdays', from: 'entered' },
      can: { signOff: ['device-station-clerk', 'village-worker'] },
      leadsTo: ['granted'],
      says: '辅具已经交付，网点或者村里的工作人员教您怎么用，学会以后签收。',
    },
    granted: {
      zh: '已签收',
      holder: null,
      final: 'granted',
      can: {},
      says: '辅具已经签收，30天和180天时会回访，有问题随时找网点。',
    },
    refused: {
      zh: '不予配置',
      holder: null,
      final: 'refused',
      can: {},
      says: '这次没有通过，决定书写明了理由和救济途径；也可以到网点租赁。',
    },
    referred: {
      zh: '转其他渠道',
      holder: null,
      final: 'terminated',
      can: {},
      says: '这项需要由其他渠道解决，工作人员已经告诉您找哪里。',
    },
    withdrawn: { zh: '已撤回', holder: null, final: 'withdrawn', can: {}, says: '申请已经撤回，需要时可以重新申请。' },
  },
  actions: {
    accept: { zh: '受理', causes: '核对残疾人证，转辅具适配人员评估。', recusal: true },
    withdraw: { zh: '撤回申请', causes: '申请停止办理，不影响以后重新申请。', danger: true },
    recordAssessment: { zh: '登记适配评估', internal: true, causes: '保存评估记录，接着选型报价。', recusal: true },
    referElsewhere: { zh: '转其他渠道', causes: '本项目不能解决的，出具告知书写明转到哪里，结束这次申请。', danger: true },
    submitPlan: { zh: '提交方案', internal: true, causes: '按周期、件数、单价上限核对后报县民政局审批。', recusal: true },
    proposeRefusal: {
      zh: '提请不予配置',
      internal: true,
      causes: '不在配置对象范围、没有到更换周期等不符合条件的，报县民政局决定。',
      recusal: true,
    },
    returnPlan: { zh: '退回方案', internal: true, causes: '退回适配人员修改方案。' },
    approve: { zh: '批准', causes: '批准配置，通知网点准备交付。', recusal: true },
    refuse: {
      zh: '不予配置',
      causes: '出具不予配置决定书，写明不符合的条件和救济途径，告知申请人。',
      danger: true,
      recusal: true,
    },
    deliver: { zh: '交付', causes: '扫码出库，辅具转为已配发。', recusal: true },
    signOff: { zh: '训练完成并签收', causes: '办结，30天和180天时提醒回访。', recusal: true, visit: { zh: '交接辅具' } },
  },
});

type Table = typeof fittingFlow;
export type FittingState = keyof Table['steps'] & string;
export type FittingAction = keyof Table['actions'] & string;
