/** Words of the subsidies of facilities, and who does what. */
import type { Performer } from '../../../kernel/access/index.ts';
import type { SiteState } from '../facilities/terms.ts';

export const purposes = { run: '运营补贴', build: '一次性建设补贴' } as const;
export type Purpose = keyof typeof purposes;

/** The keys under which they are kept. */
export const schemeKeys = { run: 'care-site-run', build: 'care-site-build' } as const satisfies Record<Purpose, string>;
export const whatOf = (of: { purpose: Purpose; year: number | null }): string =>
  of.year === null ? purposes[of.purpose] : `${of.year}年${purposes[of.purpose]}`;

/** 验收以后. */
export const acceptedStates: readonly SiteState[] = ['accepted', 'handed-over', 'tendering', 'trial', 'operating'];

export const askers = ['township-clerk'] as const satisfies readonly Performer[];
export const readers = [
  'township-clerk',
  'township-leader',
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];
