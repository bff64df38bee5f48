/** Words of money and safety of institutions, and who does what. */
import type { Performer } from '../../../kernel/access/index.ts';
import { keepers } from '../register/terms.ts';
import type { Light } from './rules.ts';

export const prepaidKinds = { service: '养老服务费', member: '会员费' } as const;
export type PrepaidKind = keyof typeof prepaidKinds;

export const alertRules = {
  uninsured: '没有责任保险',
  insurance: '责任保险',
  assets: '预收费与固定资产',
  reserve: '风险保证金',
  escrow: '存管余额',
  unbanked: '押金、会员费没有进存管账户',
  unexplained: '存管账户的流水没有说明',
  growth: '会员卡增长太快',
  origins: '交钱的老人来自很多县',
  cheap: '收费低得不合理',
  pitch: '推销活动',
  promise: '承诺回报',
  'tekun-use': '特困资金用途',
} as const;
export type AlertRule = keyof typeof alertRules;
/** Red lights that have nothing to do with what may be taken in advance. */
export const unrelated: readonly AlertRule[] = ['uninsured', 'tekun-use'];

/** 风险台账: the page on which the registers of risks stand: what is known of selling and of promises, and the papers of safety. */
export const LEADS_SHELF = '/care-money-leads';

/** 流水核对: what is looked at. */
export const bankSides = { bank: '银行有、还没有核对', home: '收了、银行没有', matched: '核对上的' } as const;
export type BankSide = keyof typeof bankSides;
export const bankItems = {
  deposit: '押金',
  'deposit-returned': '退押金',
  member: '会员费',
  'member-returned': '退会员费',
  service: '预收服务费',
  'service-returned': '退预收服务费',
} as const;
/** What an entry is that pairs with nothing taken in advance. */
export const otherEntries = {
  service: '服务费、其他收费',
  interest: '利息',
  fee: '手续费',
  transfer: '机构转入的保证金',
  use: '按合同动用',
  correction: '银行更正',
} as const;

export const lights: Readonly<Record<Light, { zh: string; tone: 'good' | 'warn' | 'bad' }>> = {
  good: { zh: '正常', tone: 'good' },
  yellow: { zh: '黄灯', tone: 'warn' },
  red: { zh: '红灯', tone: 'bad' },
};

/** The home's own accountant and head; the office that registers the account and enters what the bank says. */
export const accountants = ['care-home-accountant', 'care-home-head'] as const satisfies readonly Performer[];
export const offices = keepers;
export const readers = [
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];
