/** 社区网格: who keeps them, who reads them. */
import type { Performer } from '../../../kernel/access/index.ts';

export const gridKeepers: readonly Performer[] = ['township-clerk', 'county-clerk'];
export const gridReaders: readonly Performer[] = [
  'village-worker',
  ...gridKeepers,
  'township-leader',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
];
