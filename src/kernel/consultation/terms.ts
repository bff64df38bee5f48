import type { Performer } from '../access/index.ts';

/** Whoever may hold a consultation of some kind; of which, the kind says. */
export const keepers: readonly Performer[] = ['county-clerk', 'county-leader', 'city-clerk', 'city-leader'];
export const readers: readonly Performer[] = [...keepers, 'auditor'];
