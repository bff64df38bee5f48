/** Names of the standards of the insurance subsidy. */
export const insuranceParameters = {
  'CARE-INSURE-PREMIUM': '责任险补贴：一张床一年的保费标准',
  'CARE-INSURE-SHARE': '责任险补贴：补百分之几',
  'CARE-INSURE-DAYS': '责任险补贴：几个工作日内办完',
} as const;
