/** Names of the standards of planning. */
export const parameterNames = {
  'PLAN-BEHIND': '规划指标“正常”：落后时间进度不超过几个百分点',
  'PLAN-FAR-BEHIND': '规划指标“滞后”：落后时间进度不超过几个百分点',
  'STAT-DUE-TOWNSHIP': '统计报表乡镇报县：期后次月几日',
  'STAT-DUE-COUNTY': '统计报表县报市：期后次月几日',
  'STAT-DUE-CITY': '统计报表市报省：期后次月几日',
  'STAT-ON-TIME': '目标：报表按时报送率',
} as const;
