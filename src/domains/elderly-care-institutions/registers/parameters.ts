/** Names of the standards of these registers. */
export const medicalRegisterParameters = {
  'CARE-GREEN-MONTHS': '医疗机构老年绿色通道：几个月确认一次',
  'CARE-UNIT-MONTHS': '医院老年康复单元：几个月确认一次',
  'CARE-DEMO-NOTICE': '医养示范机构：公示几日',
  'CARE-DEMO-MONTHS': '医养示范机构：几个月复核一次',
  'CARE-KIT-MONTHS': '应急救援设备包：几个月清点一次',
  'FIG-CARE-GREEN': '指标目标：医疗机构老年绿色通道率',
  'FIG-CARE-DEMO': '指标目标：有医养示范机构的县（市、区）',
  'FIG-CARE-DEMO-CITY': '指标目标：市级医养示范机构（家）',
} as const;
