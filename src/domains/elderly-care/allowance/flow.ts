/**
 * 高龄津贴 (4.3), 免申即享: the register proposes it, the village sees the person and the account, the township checks, the county decides; three different
 * persons. Who was not proposed may ask.
 */
import { defineFlow } from '../../../kernel/service/index.ts';
import { byApplicant, deciding, decisionActions, ends, givenUpActions } from '../benefit/table.ts';

export const allowanceFlow = defineFlow({
  name: 'old-age-allowance',
  version: '1',
  start: 'confirming',
  total: { parameter: 'HAA-TOTAL', from: 'submitted' },
  steps: {
    confirming: {
      zh: '村级核实',
      holder: 'village-worker',
      within: { parameter: 'HAA-CONFIRM', unit: 'workdays', from: 'entered' },
      can: { confirm: ['village-worker'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['reviewing', 'withdrawn', 'ended'],
      says: '您快满80周岁了，不用申请。村（社区）工作人员会来核实本人和社保卡账户。',
    },
    reviewing: {
      zh: '乡镇审核',
      holder: 'township-clerk',
      within: { parameter: 'HAA-REVIEW', unit: 'workdays', from: 'entered' },
      can: { pass: ['township-clerk'], returnToVillage: ['township-clerk'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['approving', 'confirming', 'withdrawn', 'ended'],
      says: '村（社区）已经核实，乡镇（街道）正在审核户籍和账户。',
    },
    approving: deciding({
      zh: '县级审批',
      within: 'HAA-APPROVE',
      leadsTo: ['granted', 'reviewing'],
      says: '县民政局正在审批，每月多少由系统按年龄和本地标准核算。',
    }),
    granted: {
      zh: '已批准',
      holder: null,
      final: 'granted',
      can: {},
      says: '已经批准，从满80周岁的那个月起按月打到您的卡里，前面的月份一并补发。',
    },
    ...ends,
  },
  actions: {
    confirm: {
      zh: '核实本人和账户',
      causes: '登记见到本人和收款账户，送乡镇（街道）审核。',
      recusal: true,
      visit: { zh: '核实高龄津贴' },
    },
    pass: { zh: '审核通过', internal: true, causes: '送县民政局审批。', recusal: true },
    returnToVillage: { zh: '退回村（社区）', internal: true, causes: '退回村（社区）重新核实，写明要查清什么。' },
    approve: { zh: '批准', causes: '按系统核算的金额和起发月份批准，列入下一批发放，在村（社区）公示。', recusal: true },
    ...decisionActions,
    ...givenUpActions,
  },
});

type Table = typeof allowanceFlow;
export type AllowanceStep = keyof Table['steps'] & string;
export type AllowanceAction = keyof Table['actions'] & string;
