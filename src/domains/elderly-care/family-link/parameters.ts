/** Standards of 家人查看. */
export const familyLinkParameters = { 'FAMILY-LINK-MONTHS': '家人查看链接：几个月到期' } as const;
