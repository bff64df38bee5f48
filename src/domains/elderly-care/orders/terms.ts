/** Words of home services: what is done at a home, what becomes of an order, who pays. */

import type { Fen } from '../../../kernel/schema/index.ts';

export const itemClasses = {
  meal: '助餐',
  bath: '助浴',
  clean: '助洁',
  urgent: '助急',
  medical: '助医',
  walk: '助行',
  rehab: '康复',
  comfort: '慰藉',
  errand: '代购',
  escort: '陪诊',
  legal: '法律',
  health: '健康咨询',
} as const;
export type ItemClass = keyof typeof itemClasses;

export const units = { visit: '次', hour: '小时' } as const;
export type Unit = keyof typeof units;

/** Whether it draws on the quota of the month (政府购买服务); what that does not pay is the old person's, or a voucher's. */
export const funds = { public: '先用政府购买额度', self: '不用额度' } as const;
export type Fund = keyof typeof funds;

/** Who pays a bill; they add up to it. */
export interface Parts {
  readonly quotaFen: Fen;
  readonly voucherFen: Fen;
  readonly ownFen: Fen;
}

export const channels = {
  portal: '网上',
  phone: '热线',
  village: '村（社区）代办',
  office: '民政部门代办',
  'virtual-home': '虚拟养老院',
} as const;
export type Channel = keyof typeof channels;

/** 已签退 is no state to rest in: what has been left waits for the confirmation. */
export const orderStates = {
  submitted: '待受理',
  accepted: '已受理',
  offered: '派单中',
  paused: '住院暂停',
  taken: '已接单',
  'en-route': '前往中',
  'checked-in': '服务中',
  'to-verify': '待核实',
  verified: '已核实',
  evaluated: '已评价',
  settled: '已结算',
  rejected: '已拒绝',
  cancelled: '已取消',
  unfilled: '流单',
  'no-show': '爽约',
  aborted: '中断',
  disputed: '争议中',
  'not-paid': '不予结算',
} as const;
export type OrderState = keyof typeof orderStates;

export const sides = { elder: '老人不在', worker: '护理员没有到' } as const;
export type Side = keyof typeof sides;

/** Who confirmed that the service was done, and how. */
export const verifyWays = {
  self: '老人或家属网上确认',
  call: '电话回访，老人报出确认码',
  village: '村（社区）上门问过老人',
  auto: '到期没有异议，自动确认',
} as const;
export type VerifyWay = keyof typeof verifyWays;

export const steps = {
  submitted: '下单',
  accepted: '受理',
  rejected: '拒绝',
  offered: '派给',
  lapsed: '没有答复',
  declined: '谢绝',
  broadcast: '发给所有合适的护理员',
  'to-dispatcher': '转调度员',
  assigned: '派定',
  taken: '接单',
  'handed-back': '退回',
  'en-route': '出发',
  'checked-in': '签到',
  extended: '老人同意延长',
  'checked-out': '签退',
  unwell: '报告老人不适',
  aborted: '中断',
  verified: '核实',
  evaluated: '评价',
  'not-evaluated': '到期未评价',
  disputed: '提出异议',
  decided: '异议处理',
  paused: '住院，暂停',
  resumed: '恢复',
  excused: '住院，不算爽约',
  cancelled: '取消',
  unfilled: '流单',
  missed: '爽约',
  settled: '结算',
  'not-paid': '不予结算',
} as const;
export type StepName = keyof typeof steps;

/** 技能等级, the lowest first: what an item asks for and a certificate gives. */
export const skillLevels = {
  '1': '五级（初级工）',
  '2': '四级（中级工）',
  '3': '三级（高级工）',
  '4': '二级（技师）',
  '5': '一级（高级技师）',
} as const;
