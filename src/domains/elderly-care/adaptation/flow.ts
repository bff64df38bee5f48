/** 适老化改造 (4.9): the shared steps, and a visit after 90 days that looks whether it is used. */
import { defineFlow } from '../../../kernel/service/index.ts';
import { worksActions, worksSteps } from '../home-works/table.ts';

export const adaptationFlow = defineFlow({
  name: 'home-adaptation',
  version: '1',
  start: 'submitted',
  confidential: true,
  steps: {
    ...worksSteps({
      keys: {
        township: 'ADP-TOWNSHIP',
        county: 'ADP-COUNTY',
        notice: 'ADP-NOTICE',
        objection: 'ADP-OBJECTION',
        assign: 'ADP-ASSIGN',
        plan: 'ADP-PLAN',
        works: 'ADP-WORKS',
        acceptance: 'ADP-ACCEPTANCE',
        pay: 'ADP-PAY',
      },
      planner: 'capacity-assessor',
      afterPay: 'following',
      says: {
        submitted: '申请已经交到乡镇（街道），工作人员正在看。低保、评估结果由系统查，不用交证明。',
        assigning: '公示期满，县民政局正在安排评估人员和施工单位，定下来以后告诉您谁来、哪天来。',
        planning: '评估人员会按约定的日子上门，一项一项和您商量改什么、多少钱，您签字以后才动工。',
        paying: '已经验收合格，县民政局正在办理拨付。',
      },
    }),
    following: {
      zh: '回访',
      holder: 'village-worker',
      within: { parameter: 'ADP-FOLLOW', unit: 'notice-days', from: 'entered' },
      can: { followUp: ['village-worker', 'township-clerk'], closeByDeath: ['timer'] },
      leadsTo: ['granted'],
      says: '补贴已经批准拨付。三个月的时候有人上门看用得怎么样，坏了的找施工单位修。',
    },
    granted: { zh: '已办结', holder: null, final: 'granted', can: {}, says: '已经改造、验收、拨付并回访。' },
  },
  actions: {
    ...worksActions,
    closeByDeath: { zh: '因老人去世不再回访', causes: '办结。' },
    followUp: { zh: '登记回访', causes: '办结；有问题的通知施工单位维修。', visit: { zh: '适老化改造回访' } },
  },
});

type Table = typeof adaptationFlow;
export type AdaptationStep = keyof Table['steps'] & string;
export type AdaptationAction = keyof Table['actions'] & string;
