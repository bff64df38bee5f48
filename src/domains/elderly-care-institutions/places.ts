/** What the institutions of elderly care add to the menu, for whom. */
import type { Place } from '../../kernel/offer/index.ts';
import { readers, staff } from './register/terms.ts';

export const places: readonly Place[] = [
  { to: '/institution', zh: '本机构', group: 'work', home: true, thumb: true, for: staff },
  { to: '/institutions', zh: '养老机构', group: 'people', for: readers },
];
