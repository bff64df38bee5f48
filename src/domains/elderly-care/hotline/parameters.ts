/** Standards of the care hotline, and of how content those are who ordered. */
export const hotlineParameters = {
  'HOTLINE-ORDER': '养老热线：要服务的几分钟内下单',
  'FIG-SATISFIED': '指标：居家服务工单满意率目标',
} as const;
