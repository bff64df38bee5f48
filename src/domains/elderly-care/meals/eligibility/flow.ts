/** 助餐资格 (4.21, EL-11): the village sees the person, the township decides by what data say, the card is given; five working days in all. */
import { defineFlow } from '../../../../kernel/service/index.ts';

const byApplicant = ['applicant', 'village-worker', 'township-clerk'] as const;

export const mealFlow = defineFlow({
  name: 'meal-eligibility',
  version: '1',
  start: 'checking',
  confidential: true,
  total: { parameter: 'MEAL-CASE', from: 'submitted' },
  steps: {
    checking: {
      zh: '村级核实',
      holder: 'village-worker',
      within: { parameter: 'MEAL-CASE-VILLAGE', unit: 'workdays', from: 'submitted' },
      can: { confirm: ['village-worker'], withdraw: byApplicant, endByDeath: ['timer'] },
      leadsTo: ['deciding', 'withdrawn', 'ended'],
      says: '申请已经收到，村（社区）核实本人和住处。低保、评估结果由系统查，不用交证明。',
    },
    deciding: {
      zh: '乡镇核定',
      holder: 'township-clerk',
      within: { parameter: 'MEAL-CASE', unit: 'workdays', from: 'submitted' },
      can: {
        approve: ['township-clerk'],
        refuse: ['township-clerk'],
        returnToVillage: ['township-clerk'],
        withdraw: byApplicant,
        endByDeath: ['timer'],
      },
      leadsTo: ['granted', 'refused', 'checking', 'withdrawn', 'ended'],
      says: '乡镇（街道）正在核定，属于哪一类由系统按登记的情况核对。',
    },
    granted: { zh: '已核定', holder: null, final: 'granted', can: {}, says: '就餐卡已经发给您，在本市的老年食堂报卡号就补贴。' },
    refused: { zh: '不予核定', holder: null, final: 'refused', can: {}, says: '这次没有通过。告知书里写明了原因和申诉的办法。' },
    ended: { zh: '已终止', holder: null, final: 'terminated', can: {}, says: '办件已经终止。' },
    withdrawn: { zh: '已撤回', holder: null, final: 'withdrawn', can: {}, says: '已经撤回，需要时可以随时提出。' },
  },
  actions: {
    confirm: { zh: '核实本人', causes: '送乡镇（街道）核定。', recusal: true, visit: { zh: '核实助餐资格' } },
    approve: { zh: '核定', causes: '发就餐卡和核定通知，列入村（社区）今年的公示名单。', recusal: true },
    refuse: { zh: '不予核定', causes: '生成写明理由和救济途径的告知书，告知本人。', danger: true, recusal: true },
    returnToVillage: { zh: '退回村（社区）', internal: true, causes: '退回村（社区）重新核实，写明要查清什么。' },
    withdraw: { zh: '不要了', causes: '停止办理，不影响以后再提出。', danger: true, aside: true },
    endByDeath: { zh: '因老人去世终止', causes: '办件终止。' },
  },
});

type Table = typeof mealFlow;
export type MealStep = keyof Table['steps'] & string;
export type MealAction = keyof Table['actions'] & string;
