/** Names of the standards of the institutions. */
export const figureParameters = {
  'FIG-CARE-BEDS': '指标目标：每千名老年人床位数（张）',
  'FIG-CARE-NURSING': '指标目标：护理型床位占比',
  'FIG-CARE-NURSING-NEW': '指标目标：新建、改扩建机构护理床位占比',
  'FIG-CARE-PRIVATE': '指标目标：社会办床位占城市机构床位',
  'FIG-CARE-GROWTH': '指标目标：机构床位年均增长率',
  'FIG-CARE-OCCUPANCY': '指标目标：入住率',
  'FIG-CARE-RECORDED': '指标目标：养老机构备案率',
  'FIG-CARE-DANGERS': '指标目标：养老机构隐患整改率',
  'FIG-CARE-CHECKED': '指标目标：养老机构现场检查覆盖率',
  'FIG-CARE-PUBLISHED': '指标目标：抽查结果公示及时率',
  'FIG-CARE-GRADED': '指标目标：特困机构等级达标率',
} as const;

export const parameterNames = {
  'CARE-RECORD-DAYS': '养老机构备案：收住第一位老人起几个工作日内',
  'CARE-RECORD-REMIND': '养老机构备案：第几个工作日提醒',
  'CARE-ONSITE-DAYS': '养老机构现场核查：备案或发现未备案起几个工作日内',
  'CARE-STOP-NOTICE': '养老机构暂停、终止服务：提前几日公告',
  'CARE-PRICE-NOTICE': '养老机构涨价：提前几日公布',
  'CARE-ANSWER-DAYS': '入住申请：几个工作日内答复',
  'CARE-HOLD-ONLINE': '网上预留床位：保留几分钟',
  'CARE-HOLD-OFFER': '轮候安排的床位：保留几小时等答复',
  'CARE-HOLD-PAID': '交了定金的床位：保留几小时',
  'CARE-MIN-AGE': '养老机构收住老年人的年龄',
  'CARE-TRIAL-DAYS': '试住最长几日',
  'CARE-TRIAL-REMIND': '试住到期前几日提醒',
  'CARE-TRIAL-MORE': '试住到期没有决定，最多再留几日',
  'CARE-DEPOSIT-MONTHS': '押金不超过月床位费的几倍',
  'CARE-REFUND-DAYS': '退住以后几个工作日内退清',
  'CARE-LEAVE-DAYS': '请假满几个整日退护理费',
  'CARE-LEAVE-SHARE': '请假退护理费的百分比',
  'CARE-BILL-OBJECTION': '账单异议：几日内提出',
  'CARE-BILL-REMIND': '账单没有付：几日后提醒',
} as const;
export type CareParameter = keyof typeof parameterNames;
