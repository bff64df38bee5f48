/** 急难型临时救助 (4.5): report → verified on the spot → first aid before paper → the rest by the county → papers → published. */
import { defineFlow } from '../../../../kernel/service/index.ts';

const onTheSpot = ['village-worker', 'township-clerk'] as const;
const firstHelp = { parameter: 'TA-FIRST-HELP-HOURS', unit: 'hours', from: 'submitted' } as const;

export const emergencyFlow = defineFlow({
  name: 'emergency-aid',
  version: '1',
  start: 'reported',
  steps: {
    reported: {
      zh: '待现场核实',
      holder: 'township-clerk',
      within: firstHelp,
      can: { accept: onTheSpot, dismiss: ['township-clerk'] },
      leadsTo: ['toHelp', 'dismissed'],
      says: '已经接到报告，工作人员马上到现场。不看户籍，不用先交材料。',
    },
    toHelp: {
      zh: '待先行救助',
      holder: 'township-clerk',
      within: firstHelp,
      can: { proposeFirstAid: onTheSpot, helpInKind: onTheSpot, askCounty: ['township-clerk'], dismiss: ['township-clerk'] },
      leadsTo: ['toSign', 'confirming', 'helped', 'dismissed'],
      says: '情况已经核实，正在安排先行救助。',
    },
    toSign: {
      zh: '待第二人签付',
      holder: 'township-leader',
      within: firstHelp,
      can: { payFirstAid: ['township-leader', 'township-clerk'], returnProposal: ['township-leader', 'township-clerk'] },
      leadsTo: ['helped', 'toHelp'],
      says: '先行救助金由两名工作人员签字后当场发给您。',
    },
    helped: {
      zh: '急难中（已先行救助）',
      holder: 'township-clerk',
      within: { parameter: 'TA-LIMIT-EMERGENCY', unit: 'workdays', from: 'entered' },
      can: {
        askCounty: ['township-clerk'],
        moreInKind: onTheSpot,
        releaseStage: ['township-clerk', 'township-leader'],
        cancelStages: ['township-leader'],
        endEmergency: onTheSpot,
      },
      leadsTo: ['confirming', 'supplementing'],
      says: '已经先行救助。急难解除以后，由工作人员补办手续，不用您跑。',
    },
    confirming: {
      zh: '待县级审批',
      holder: 'county-confirmer',
      aside: true,
      within: { parameter: 'TA-LIMIT-COUNTY', unit: 'workdays', from: 'entered' },
      can: {
        approveRest: ['county-confirmer'],
        refuseRest: ['county-confirmer'],
      },
      leadsTo: ['helped', 'supplementing'],
      says: '超过乡镇额度的部分，正由县民政局审批。',
    },
    supplementing: {
      zh: '待补充说明',
      holder: 'township-clerk',
      within: { parameter: 'TA-LIMIT-SUPPLEMENT', unit: 'workdays', from: 'entered' },
      can: {
        supplement: ['township-clerk'],
        askCounty: ['township-clerk'],
        releaseStage: ['township-clerk', 'township-leader'],
        cancelStages: ['township-leader'],
      },
      leadsTo: ['toPublish', 'confirming'],
      says: '急难已经解除，工作人员正在补办手续。',
    },
    toPublish: {
      zh: '待公布',
      holder: 'village-worker',
      within: { parameter: 'TA-LIMIT-PUBLISH', unit: 'workdays', from: 'entered' },
      can: {
        publish: onTheSpot,
        releaseStage: ['township-clerk', 'township-leader'],
        cancelStages: ['township-leader'],
      },
      leadsTo: ['granted'],
      says: '救助结果即将在村（社区）公布。',
    },
    granted: {
      zh: '已救助',
      holder: null,
      final: 'granted',
      can: {},
      says: '救助已经办结，一个月左右会有人上门看看还有什么困难。',
    },
    dismissed: {
      zh: '不属于急难',
      holder: null,
      final: 'terminated',
      can: {},
      says: '经核实不属于急难情形，原因和别的办法已经告诉您。',
    },
  },
  actions: {
    accept: { zh: '现场核实属实', causes: '记下到场核实的情况和照片，从报告时起24小时内给予首次救助。', recusal: true },
    dismiss: {
      zh: '不属于急难',
      causes: '写明理由并告知报告人，停止办理。不得以户籍、居住地为由。',
      danger: true,
      recusal: true,
    },
    proposeFirstAid: {
      zh: '提出先行救助（第一人签字）',
      causes: '按档次核算，在乡镇额度和备用金余额以内提出，交第二人签付。',
      recusal: true,
    },
    helpInKind: {
      zh: '先给物资、照料、转介、疏导',
      causes: '登记当场给的帮助（不是钱），算首次救助；物资、照料须有签字或照片。',
      recusal: true,
    },
    moreInKind: {
      zh: '再给物资、照料、转介、疏导',
      causes: '登记又给的帮助（不是钱）；物资、照料须有签字或照片。',
      recusal: true,
    },
    returnProposal: { zh: '退回重提', internal: true, causes: '退回重新提出金额，写明原因。' },
    payFirstAid: {
      zh: '签付（第二人签字）',
      causes: '从备用金当场支出，余额随之减少；生成备用金支出单。须有领款签字或收据照片。',
      recusal: true,
    },
    askCounty: { zh: '报县级审批', causes: '把超过乡镇额度（或备用金不足）的部分报县民政局审批。', recusal: true },
    approveRest: { zh: '批准', causes: '按核算金额批准，可以分阶段；第一阶段随最近一批发放。', recusal: true },
    refuseRest: { zh: '不予批准', causes: '写明理由；已经先行救助的不追回。', danger: true, recusal: true },
    releaseStage: { zh: '核查后发放下一阶段', causes: '写明核查情况，下一阶段随最近一批发放。', recusal: true },
    cancelStages: { zh: '停发余下阶段', causes: '余下的阶段不再发放，送书面告知；须先听取家庭的意见。', danger: true },
    endEmergency: { zh: '登记急难解除', causes: '从解除的次日起10个工作日内补齐说明。' },
    supplement: { zh: '补充说明', causes: '生成急难补充说明表：事由、金额、人数和签字。', recusal: true },
    publish: { zh: '公布', causes: '在村（社区）公布救助结果，网上同步公布（姓名遮盖），办结。' },
  },
});

type Table = typeof emergencyFlow;
export type EmergencyState = keyof Table['steps'] & string;
