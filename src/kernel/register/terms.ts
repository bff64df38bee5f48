import type { Performer } from '../access/index.ts';

export const clerks: readonly Performer[] = ['city-clerk', 'county-clerk'];
export const leaders: readonly Performer[] = ['city-leader', 'county-leader'];
export const office: readonly Performer[] = [...clerks, ...leaders];
export const readers: readonly Performer[] = [...office, 'auditor'];
