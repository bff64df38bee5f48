/** 跨界用地备案 (PN-08): both sides are asked, the city files. 界桩损坏报告 (PN-09): checked on the spot, repaired with both sides there, told to whoever reported. */
import { defineFlow } from '../../../kernel/service/index.ts';
import { common, forApplicant, refused, submitted, supplement, withdrawn } from '../requests/shape.ts';

const landUseDays = { parameter: 'BOUNDARY-LAND-USE-DAYS', unit: 'workdays', from: 'accepted' } as const;

export const landUseFlow = defineFlow({
  name: 'boundary-land-use',
  version: '1',
  start: 'submitted',
  total: { parameter: 'BOUNDARY-LAND-USE-DAYS' },
  steps: {
    submitted,
    supplement,
    checking: {
      zh: '审核',
      holder: 'county-clerk',
      within: landUseDays,
      can: {
        ask: ['county-clerk'],
        refuse: ['county-clerk'],
        requestSupplement: ['county-clerk'],
        withdraw: [...forApplicant],
      },
      leadsTo: ['consenting', 'refused', 'supplement', 'withdrawn'],
      says: '已经受理，正在核对项目在界线两侧各用多少地。',
    },
    consenting: {
      zh: '两侧表态',
      holder: 'county-clerk',
      within: landUseDays,
      can: {
        enterReply: ['county-clerk'],
        mediate: ['county-clerk'],
        report: ['county-clerk'],
        refuse: ['county-clerk'],
        withdraw: [...forApplicant],
      },
      leadsTo: ['filing', 'countyFiling', 'refused', 'withdrawn'],
      says: '正在等界线两侧的人民政府表态，两侧都同意才能备案。',
    },
    filing: {
      zh: '备案',
      holder: 'city-clerk',
      within: landUseDays,
      can: { file: ['city-clerk'], sendBack: ['city-clerk'], withdraw: [...forApplicant] },
      leadsTo: ['granted', 'consenting', 'withdrawn'],
      says: '两侧都同意了，正在报批准这条界线的机关备案。',
    },
    countyFiling: {
      zh: '县里备案',
      holder: 'county-leader',
      within: landUseDays,
      can: { file: ['county-leader'], sendBack: ['county-leader'], withdraw: [...forApplicant] },
      leadsTo: ['granted', 'consenting', 'withdrawn'],
      says: '两侧都同意了，正在县（市、区）备案。',
    },
    granted: {
      zh: '已备案',
      holder: null,
      final: 'granted',
      can: {},
      says: '跨界用地已经备案，备案证明可以打开、下载，扫上面的二维码能查真假。',
    },
    refused,
    withdrawn,
  },
  actions: {
    ...common,
    ask: {
      zh: '征求两侧意见',
      causes: '通知界线两侧的领导，各在界线页表态、写明本侧的批准文号；另一侧在市外的，请同时发函。',
      recusal: true,
    },
    enterReply: { zh: '登记对方复函', causes: '另一侧在市外的，照对方的来函登记它的意见，一次，不能改。', recusal: true },
    mediate: { zh: '登记调解结果', internal: true, causes: '两个乡镇之间由县里调解；不同意的一侧再表一次态。' },
    report: {
      zh: '报请备案',
      causes: '两侧都同意的，报市民政局转报批准界线的机关备案；两个乡镇之间的，由县里另一位登记备案。',
      recusal: true,
    },
    file: { zh: '登记备案', causes: '登记备案号，出具带二维码的备案证明，告知申请单位，办结。', recusal: true },
    sendBack: { zh: '退回', internal: true, causes: '退回县里重新核对两侧的意见。' },
  },
});

export const markerReportFlow = defineFlow({
  name: 'marker-report',
  version: '1',
  start: 'reported',
  steps: {
    reported: {
      zh: '核实',
      holder: 'county-clerk',
      within: { parameter: 'MARKER-REPORT-DAYS', unit: 'workdays', from: 'submitted' },
      can: { confirm: ['county-clerk'], dismiss: ['county-clerk'], withdraw: [...forApplicant] },
      leadsTo: ['repairing', 'dismissed', 'withdrawn'],
      says: '报告已经交到县（市、区）民政局，工作人员会到现场核实，5个工作日以内告诉您结果。',
    },
    repairing: {
      zh: '等待修复',
      holder: 'county-clerk',
      pauses: true,
      can: { finish: ['county-clerk'] },
      leadsTo: ['granted'],
      says: '情况属实，已经通知界线两侧。界桩要两侧的人都到场才能修复，修好以后告诉您。',
    },
    granted: { zh: '已修复', holder: null, final: 'granted', can: {}, says: '界桩已经修复，谢谢您的报告。' },
    dismissed: { zh: '核实无误', holder: null, final: 'refused', can: {}, says: '到现场核实过，不用修复，情况见答复。' },
    withdrawn,
  },
  actions: {
    confirm: { zh: '核实属实', causes: '界桩台账改成核实的样子，通知界线两侧到场修复，告知报告人。' },
    dismiss: { zh: '不用修复', causes: '写明核实的情况，告知报告人，办结。' },
    finish: { zh: '答复报告人', causes: '界桩已经修复，告知报告人，办结。' },
    withdraw: common.withdraw,
  },
});
