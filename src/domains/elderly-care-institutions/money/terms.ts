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
} as const;
export type AlertRule = keyof typeof alertRules;

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
