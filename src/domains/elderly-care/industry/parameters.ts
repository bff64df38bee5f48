/** Names of the standards of industry and coordination. */
export const industryParameters = {
  'EC-MEETING-MONTHS': '养老服务协调机制：几个月至少开一次会',
  'EC-ASSET-COOLING': '以房养老、以地养老：冷静期几日',
  'EC-TENTHS': '每年几件实事',
  'EC-INCOME-MONTHS': '养老基地：几个月公布一次收益',
  'EC-FINANCE-MONTHS': '金融助老白名单：几个月复核一次',
  'EC-CROSS-PROOF': '跨市养老：接收机构几个月证明一次',
  'EC-LISTED-MONTHS': '产业名录、适老产品、智慧养老单位：几个月复核一次',
  'CW-TALENT-HUNDRED': '“百千万”：领军人才一年几人',
  'CW-TALENT-THOUSAND': '“百千万”：骨干人才一年几人',
  'CW-TALENT-MYRIAD': '“百千万”：护理员一年几人',
  'FIG-TEN-THINGS': '指标目标：十件实事完成率',
  'FIG-BENEFIT-ERRORS': '指标目标：待遇差错率',
} as const;
