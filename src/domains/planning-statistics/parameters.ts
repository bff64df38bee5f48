/** Names of the standards of planning. */
export const parameterNames = {
  'PLAN-BEHIND': '规划指标“正常”：落后时间进度不超过几个百分点',
  'PLAN-FAR-BEHIND': '规划指标“滞后”：落后时间进度不超过几个百分点',
  'PROJECT-REPORT-DAY': '规划项目月报的截止日：次月几日',
  'PROJECT-STALE-DAYS': '规划项目多少日没有更新进度要提醒',
  'PROJECT-PAID-POINTS': '规划项目支付比例超过阶段权重几个百分点要提醒',
  'PROJECT-PRICE-FACTOR': '规划项目单价疑点：与同类中位数相差几倍以上',
  'PROJECT-DESIGN-OVERRUN': '初步设计概算超过可研批复估算百分之几以上须报回',
  'STAT-DUE-TOWNSHIP': '统计报表乡镇报县：期后次月几日',
  'STAT-DUE-COUNTY': '统计报表县报市：期后次月几日',
  'STAT-DUE-CITY': '统计报表市报省：期后次月几日',
  'STAT-ON-TIME': '目标：报表按时报送率',
  'CONSULT-DAYS-DECISION': '规划、重大行政决策、规范性文件征求意见不少于几日',
  'CONSULT-DAYS-STANDARD': '地方标准征求意见不少于几日',
} as const;
