/** Words of 资金专户, and whose hands move money. Pure: the browser uses them too. */
import { cityOffice, countyOffice, type Performer } from '../../../kernel/access/index.ts';

export const fundSources = {
  central: '中央财政',
  province: '省级财政',
  city: '市级财政',
  county: '县级财政',
  'lottery-ministry': '福彩公益金（部级）',
  'lottery-province': '福彩公益金（省级）',
  'lottery-city': '福彩公益金（市级）',
  'lottery-county': '福彩公益金（县级）',
  donation: '捐赠',
  other: '其他',
} as const;
export type FundSource = keyof typeof fundSources;
export const lotterySources = [
  'lottery-ministry',
  'lottery-province',
  'lottery-city',
  'lottery-county',
] as const satisfies FundSource[];

export const allocationStates = { made: '待审核', approved: '已下达', returned: '已退回' } as const;
export type AllocationState = keyof typeof allocationStates;

export const paymentStates = {
  made: '待复核',
  checked: '待支付',
  paid: '已支付',
  returned: '已退回',
  bounced: '银行退票',
} as const;
export type PaymentState = keyof typeof paymentStates;

export const idleKinds = { allocation: '到账以后没有分配', payment: '到账以后没有支付' } as const;
export type IdleKind = keyof typeof idleKinds;

/** 制单、支付 by the one, 复核 by the other; the database keeps that they are three persons. */
export const fundMakers = ['finance-clerk', 'city-clerk'] as const satisfies readonly Performer[];
export const fundCheckers = ['finance-reviewer', 'city-leader'] as const satisfies readonly Performer[];
export const fundReaders: readonly Performer[] = ['finance-clerk', 'finance-reviewer', ...countyOffice, ...cityOffice, 'auditor'];
