/** Standards of the associations. */
export const associationParameters = {
  'ASSOC-ACTIVE': '老年协会：几天没有活动日志不算在活动',
  'FIG-ASSOC': '指标目标：老年协会覆盖率',
} as const;
