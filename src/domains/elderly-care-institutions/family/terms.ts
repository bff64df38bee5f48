/** Words of what families ask for and pay. */
export const requestKinds = { leave: '请假', visit: '探访', tour: '参观', departure: '退住' } as const;
export type RequestKind = keyof typeof requestKinds;

export const requestStates = {
  asked: { zh: '等机构答复', tone: 'now' },
  agreed: { zh: '已同意', tone: 'good' },
  declined: { zh: '没有同意', tone: 'bad' },
  withdrawn: { zh: '已撤回', tone: 'plain' },
} as const;
export type RequestState = keyof typeof requestStates;

export const slots = { morning: '上午（9时到11时）', afternoon: '下午（15时到17时）' } as const;
export type Slot = keyof typeof slots;

/** How a family may pay. The platform takes no money: the number on the order lets the accountant find it. */
export const payWays = { bank: '银行转账', mobile: '到机构扫码', cash: '到机构付现金', card: '到机构刷卡' } as const;
export type PayWay = keyof typeof payWays;

export const orderStates = {
  open: '还没有付',
  said: '您说付了，等会计核对',
  received: '会计已收到',
  missing: '会计没有查到这笔钱',
} as const;
export type OrderState = keyof typeof orderStates;
