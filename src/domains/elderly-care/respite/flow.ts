/** 喘息服务 (4.10): the township checks, the county decides within five working days in all, a place or somebody who comes is arranged, what was served is recorded and settled. */
import { defineFlow } from '../../../kernel/service/index.ts';
import { byApplicant, decisionActions, ends, givenUpActions } from '../benefit/table.ts';

export const respiteFlow = defineFlow({
  name: 'respite',
  version: '1',
  start: 'submitted',
  confidential: true,
  steps: {
    submitted: {
      zh: '乡镇核验',
      holder: 'township-clerk',
      within: { parameter: 'RESP-TOWNSHIP', unit: 'workdays', from: 'submitted' },
      deems: true,
      can: { accept: ['township-clerk'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['deciding', 'withdrawn', 'ended'],
      says: '申请已经交到乡镇（街道），工作人员正在核验。能力等级由系统查。',
    },
    deciding: {
      zh: '县级审核',
      holder: 'county-confirmer',
      within: { parameter: 'RESP-COUNTY', unit: 'workdays', from: 'entered' },
      can: { approve: ['county-confirmer'], refuse: ['county-confirmer'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['arranging', 'refused', 'withdrawn', 'ended'],
      says: '县民政局正在审核，从申请起5个工作日以内有结果。',
    },
    arranging: {
      zh: '选机构或者上门',
      holder: 'township-clerk',
      within: { parameter: 'RESP-ARRANGE', unit: 'workdays', from: 'entered' },
      can: { arrange: ['township-clerk'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['serving', 'withdrawn', 'ended'],
      says: '已经批准，工作人员和您家商量去哪家机构、或者谁上门、哪几天。',
    },
    serving: {
      zh: '服务中',
      holder: 'township-clerk',
      within: { parameter: 'RESP-SERVE', unit: 'notice-days', from: 'entered' },
      can: { record: ['township-clerk'], arrange: ['township-clerk'], withdraw: byApplicant },
      leadsTo: ['settling', 'withdrawn'],
      says: '按约好的日子服务。结束以后您签字，按实际的天数结算。',
    },
    settling: {
      zh: '结算',
      holder: 'county-confirmer',
      within: { parameter: 'RESP-SETTLE', unit: 'workdays', from: 'entered' },
      can: { settle: ['county-confirmer'], returnRecord: ['county-confirmer'] },
      leadsTo: ['granted', 'serving'],
      says: '服务已经登记，县民政局正在结算。',
    },
    granted: { zh: '已结算', holder: null, final: 'granted', can: {}, says: '已经结算，补贴打到您的卡里。需要时可以再申请。' },
    ...ends,
  },
  actions: {
    accept: { zh: '核验通过', causes: '送县民政局审核。', recusal: true },
    approve: { zh: '批准', causes: '转乡镇（街道）和家属商量去哪里、哪几天。', recusal: true },
    refuse: decisionActions.refuse,
    arrange: { zh: '登记安排', causes: '告知家属去哪里、哪几天。' },
    record: { zh: '登记服务', causes: '按实际的天数（小时）和家属签字送县民政局结算。', recusal: true },
    returnRecord: { zh: '退回登记', internal: true, causes: '退回乡镇（街道）重新登记，写明哪里不对。' },
    settle: { zh: '结算', causes: '按每次、每年的限额算出补贴的天数，一次发放；够不上的天数自己出。', recusal: true },
    ...givenUpActions,
  },
});

type Table = typeof respiteFlow;
export type RespiteStep = keyof Table['steps'] & string;
export type RespiteAction = keyof Table['actions'] & string;
