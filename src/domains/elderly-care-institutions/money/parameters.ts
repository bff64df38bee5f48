/** Standards of money and safety, and how they are read. */
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameters } from '../../../kernel/policy/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';

export const moneyParameters = {
  'CARE-INSURE-REMIND': '责任保险：到期前几日提醒续保',
  'CARE-PREPAID-MONTHS': '预收服务费最多几个月',
  'CARE-PREPAID-MEMBER': '会员费不超过月服务费的几倍',
  'CARE-PREPAID-YELLOW': '预收费到固定资产净额的百分之几亮黄灯',
  'CARE-PREPAID-RESERVE': '风险保证金：押金和会员费的百分之几',
  'CARE-ESCROW-SILENT': '存管余额几日没有报亮黄灯',
  'CARE-ESCROW-BANKED': '押金、会员费几个工作日内进存管账户',
  'CARE-ESCROW-EXPLAIN': '存管流水几日没有说明亮灯',
  'CARE-ESCROW-WITHDRAW': '存管账户一天支出到多少没有说明亮红灯',
  'CARE-ALARM-GROWTH': '会员卡一个月增长超过百分之几提醒',
  'CARE-ALARM-LEAST': '会员卡一个月至少多几张才算增长',
  'CARE-ALARM-COUNTIES': '交钱的老人来自几个县以上提醒',
  'CARE-ALARM-CHEAP': '预收服务费低于公布价格的百分之几提醒',
  'CARE-ALARM-PITCHES': '三个月里几次推销活动提醒',
  'FIG-CARE-INSURED': '指标目标：责任险覆盖率',
  'FIG-CARE-ESCROW': '指标目标：预收费存管率',
} as const;
type MoneyParameter = keyof typeof moneyParameters;

export const moneyLimits = <const K extends readonly MoneyParameter[]>(tx: Tx, division: DivisionCode, keys: K) =>
  wholeParameters(tx, keys, division);
