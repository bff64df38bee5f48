/** 供需对接 (4.15): what can be matched, with what, and who does it. */
import type { Performer } from '../../../kernel/access/index.ts';
import type { SiteFunction } from '../facilities/terms.ts';
import type { ItemClass } from '../orders/terms.ts';
import type { Need } from '../visits/terms.ts';

export const needSources = { visit: '探访', portal: '网上', register: '登记' } as const;
export type NeedSource = keyof typeof needSources;

export interface Supplies {
  readonly classes: readonly ItemClass[];
  readonly functions: readonly SiteFunction[];
  readonly beds?: true;
}
/** What answers a need. The others are passed on to somebody by hand. */
export const suppliesFor = {
  meal: { classes: ['meal'], functions: ['meals'] },
  bath: { classes: ['bath'], functions: [] },
  clean: { classes: ['clean'], functions: [] },
  medical: { classes: ['medical', 'escort'], functions: [] },
  urgent: { classes: ['urgent'], functions: [] },
  outing: { classes: ['walk', 'escort', 'errand'], functions: [] },
  mind: { classes: ['comfort'], functions: ['activity'] },
  legal: { classes: ['legal'], functions: [] },
  health: { classes: ['health'], functions: [] },
  day: { classes: [], functions: ['day'] },
  bed: { classes: [], functions: ['full'], beds: true },
} as const satisfies Partial<Record<Need, Supplies>>;
export type Matchable = keyof typeof suppliesFor;
export const matchables = Object.keys(suppliesFor);
export const isMatchable = (code: string): code is Matchable => Object.hasOwn(suppliesFor, code);

export const supplyKinds = { provider: '居家服务商', site: '社区养老设施', home: '养老机构' } as const;
export type SupplyKind = keyof typeof supplyKinds;

export const specials = { dementia: '失智照护', tube: '管饲' } as const;
export type Special = keyof typeof specials;

export const registrars = ['village-worker', 'township-clerk', 'hotline-agent'] as const satisfies readonly Performer[];
export const matchers = ['township-clerk', 'county-clerk'] as const satisfies readonly Performer[];
export const needReaders = [
  ...registrars,
  'township-leader',
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];
