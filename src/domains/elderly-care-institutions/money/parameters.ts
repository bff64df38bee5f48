/** Names of the standards of money and safety. */
export const moneyParameters = {
  'CARE-INSURE-REMIND': '责任保险：到期前几日提醒续保',
  'CARE-PREPAID-MONTHS': '预收服务费最多几个月',
  'CARE-PREPAID-MEMBER': '会员费不超过月服务费的几倍',
  'CARE-PREPAID-YELLOW': '预收费到固定资产净额的百分之几亮黄灯',
  'CARE-PREPAID-RESERVE': '风险保证金：押金和会员费的百分之几',
  'CARE-ESCROW-SILENT': '存管余额几日没有报亮黄灯',
  'FIG-CARE-INSURED': '指标目标：责任险覆盖率',
  'FIG-CARE-ESCROW': '指标目标：预收费存管率',
} as const;
export type MoneyParameter = keyof typeof moneyParameters;
