/** Names of the standards of health links. */
export const healthLinkParameters = {
  'HEALTH-FIRST-DAYS': '健康服务签约：第一次慢性病随访，几日内',
  'HEALTH-RENEW-DAYS': '健康服务签约：到期前几日提醒续签',
} as const;
