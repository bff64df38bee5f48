/** Who goes, who decides, who reads. */
import type { Performer } from '../../../kernel/access/index.ts';
import { dispatchers } from '../workers/hands.ts';

export const visitors = ['village-worker', 'township-clerk'] as const satisfies readonly Performer[];
export const deciders = ['township-clerk'] as const satisfies readonly Performer[];
/** Who makes an order of a need that was found. */
export const needOrderers = [...visitors, ...dispatchers] as const satisfies readonly Performer[];
export const declarers = ['county-clerk', 'city-clerk'] as const satisfies readonly Performer[];
export const readers = [
  'village-worker',
  'township-clerk',
  'township-leader',
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];
