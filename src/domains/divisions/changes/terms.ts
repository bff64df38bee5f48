/** 区划变更: its states, its papers, who does what. 行政区划管理条例 (Order 704) art. 13, 15, 17. */
import type { Performer } from '../../../kernel/access/index.ts';

export const states = {
  research: '调研',
  argued: '已论证',
  submitted: '已报送',
  approved: '已批准',
  completed: '已完成',
  refused: '不予批准',
  withdrawn: '已撤回',
} as const;
export type DossierState = keyof typeof states;

/** Art. 13: what an application holds. */
export const papers = {
  application: '变更申请书',
  facts: '基本情况（历史、地理、人口、经济、隶属关系）',
  risk: '社会稳定风险评估报告',
  experts: '专家论证报告',
  opinions: '征求群众等各方面意见的情况',
  maps: '变更前的区划图和方案图',
} as const;
export type PaperKind = keyof typeof papers;

/** Art. 15: twelve months from the approval, six more once. Art. 17: one month for the code. */
export const COMPLETE_MONTHS = 12;
export const EXTENSION_MONTHS = 6;
export const CODE_MONTHS = 1;

export const drafters: readonly Performer[] = ['county-clerk', 'city-clerk'];
export const deciders: readonly Performer[] = ['county-leader', 'city-leader'];
export const readers: readonly Performer[] = [...drafters, ...deciders, 'auditor'];

export const stepNames = {
  open: '拟定方案',
  revise: '修改方案',
  argue: '补充材料',
  submit: '报送',
  return: '退回',
  refuse: '登记不予批准',
  approve: '登记批准',
  withdraw: '撤回',
  extend: '登记延期',
  complete: '登记完成',
} as const;
export type Step = keyof typeof stepNames;
