/** What the institutions of elderly care add to the menu, for whom. */
import type { Place } from '../../kernel/offer/index.ts';
import { readers, staff } from './register/terms.ts';

export const places: readonly Place[] = [
  { to: '/institution/beds', zh: '床位', group: 'work', home: true, thumb: true, for: staff },
  { to: '/institution/admissions', zh: '入住', group: 'work', thumb: true, for: staff },
  { to: '/institution/stays', zh: '老人', group: 'work', thumb: true, for: staff },
  { to: '/institution/bills', zh: '账单', group: 'work', for: staff },
  { to: '/institution/prices', zh: '收费标准', group: 'work', for: staff },
  { to: '/institution/own', zh: '本机构', group: 'work', for: staff },
  { to: '/institutions', zh: '养老机构', group: 'people', for: readers },
];
