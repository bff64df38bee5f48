/** Standards of the care hotline, and of how content those are who ordered. */
export const hotlineParameters = {
  'HOTLINE-ORDER': '养老热线：要服务的几分钟内下单',
  'HOTLINE-TEXT': '养老热线：短信几分钟没有发出去要打电话',
  'FIG-SATISFIED': '指标：居家服务工单满意率目标',
} as const;
