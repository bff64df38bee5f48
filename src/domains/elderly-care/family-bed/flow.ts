/** 家庭养老床位 (4.8) until it is in use: the shared steps; the body that serves it plans, signs the agreement and equips it. */
import { defineFlow } from '../../../kernel/service/index.ts';
import { worksActions, worksSteps } from '../home-works/table.ts';

export const familyBedFlow = defineFlow({
  name: 'family-care-bed',
  version: '1',
  start: 'submitted',
  confidential: true,
  steps: {
    ...worksSteps({
      keys: {
        township: 'FCB-TOWNSHIP',
        county: 'FCB-COUNTY',
        notice: 'FCB-NOTICE',
        objection: 'FCB-OBJECTION',
        assign: 'FCB-ASSIGN',
        plan: 'FCB-PLAN',
        works: 'FCB-WORKS',
        acceptance: 'FCB-ACCEPTANCE',
        pay: 'FCB-PAY',
      },
      planner: 'home-care-manager',
      afterPay: 'granted',
      says: {
        submitted: '申请已经交到乡镇（街道），工作人员正在看。评估等级由系统查，不用交证明。',
        assigning: '公示期满，县民政局正在安排服务机构。',
        planning: '服务机构会上门定一户一策的方案：装什么、每月上门几次，和您家签服务协议。',
        paying: '已经验收合格，县民政局正在办理拨付，拨付以后床位开始服务。',
      },
    }),
    granted: { zh: '在用', holder: null, final: 'granted', can: {}, says: '床位已经开始服务，每月按协议上门，设备有人盯着。' },
  },
  actions: worksActions,
});

type Table = typeof familyBedFlow;
export type FamilyBedStep = keyof Table['steps'] & string;
export type FamilyBedAction = keyof Table['actions'] & string;
