/** 消费券资格 (4.5, EL-22): the township takes it in, the county confirms by the level in force, a list without anything of health hangs, then it is issued by the month. */
import { defineFlow } from '../../../kernel/service/index.ts';
import { decisionActions, ends, givenUpActions, onNotice } from '../benefit/table.ts';

const asker = ['applicant', 'township-clerk'] as const;

export const voucherFlow = defineFlow({
  name: 'care-voucher',
  version: '1',
  start: 'submitted',
  confidential: true,
  total: { parameter: 'CCV-TOTAL' },
  steps: {
    submitted: {
      zh: '待受理',
      holder: 'township-clerk',
      within: { parameter: 'CCV-ACCEPT', unit: 'workdays', from: 'submitted' },
      deems: true,
      can: { accept: ['township-clerk'], withdraw: asker, endByDeath: ['timer'] },
      leadsTo: ['confirming', 'withdrawn', 'ended'],
      says: '申请已经交到乡镇（街道）。评估结果由系统查，不用交证明。',
    },
    confirming: {
      zh: '资格确认',
      holder: 'county-confirmer',
      within: { parameter: 'CCV-CONFIRM', unit: 'workdays', from: 'entered' },
      can: {
        confirm: ['county-confirmer'],
        refuse: ['county-confirmer'],
        returnToTownship: ['county-confirmer'],
        withdraw: asker,
        endByDeath: ['timer'],
      },
      leadsTo: ['onNotice', 'refused', 'submitted', 'withdrawn', 'ended'],
      says: '县民政局正在按评估结果确认资格。',
    },
    onNotice: onNotice({
      within: 'CCV-NOTICE',
      unit: 'workdays',
      byApplicant: asker,
      leadsTo: ['granted', 'confirming'],
      says: '资格已确认，正在公示名单，没有健康信息；期满没有异议的从次月起每月发券。',
    }),
    granted: { zh: '按月发券', holder: null, final: 'granted', can: {}, says: '每月1日发一张券，当月有效，在“我的消费券”里看。' },
    ...ends,
    refused: { ...ends.refused, zh: '不予确认' },
  },
  actions: {
    accept: { zh: '受理', causes: '送县民政局确认资格。', recusal: true },
    confirm: { zh: '确认资格', causes: '公示名单，期满没有异议的从次月起每月发一张券。', recusal: true },
    ...decisionActions,
    refuse: { ...decisionActions.refuse, zh: '不予确认' },
    object: { zh: '提出异议', causes: '转县民政局重新核实。' },
    endNotice: { zh: '公示期满', causes: '从次月起发券；条件已经变化的退回确认。' },
    ...givenUpActions,
  },
});

type Table = typeof voucherFlow;
export type VoucherStep = keyof Table['steps'] & string;
export type VoucherAction = keyof Table['actions'] & string;
