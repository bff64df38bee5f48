/** What the domain of divisions adds to the menu, for whom. */
import type { Place } from '../../kernel/offer/index.ts';
import { readers } from './changes/terms.ts';

export const places: readonly Place[] = [{ to: '/divisions', zh: '行政区划', group: 'policy', for: readers }];
