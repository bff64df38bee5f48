/** Names of the standards of planning. */
export const parameterNames = {
  'PLAN-BEHIND': '规划指标“正常”：落后时间进度不超过几个百分点',
  'PLAN-FAR-BEHIND': '规划指标“滞后”：落后时间进度不超过几个百分点',
} as const;
