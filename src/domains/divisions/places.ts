/** What the domain of divisions adds to the menu, for whom. */
import type { Place } from '../../kernel/offer/index.ts';
import { readers as lineReaders } from './boundaries/terms.ts';
import { readers } from './changes/terms.ts';
import { gridReaders } from './grids/terms.ts';
import { readers as nameReaders, namingReaders } from './names/terms.ts';
import { outlineReaders } from './outlines/terms.ts';

export const places: readonly Place[] = [
  { to: '/divisions', zh: '行政区划', group: 'divisions', for: readers },
  { to: '/place-names', zh: '地名', group: 'divisions', for: nameReaders },
  { to: '/place-namings', zh: '地名备案公告', group: 'divisions', for: namingReaders },
  { to: '/grids', zh: '社区网格', group: 'divisions', for: gridReaders },
  { to: '/boundaries', zh: '界线', group: 'divisions', for: lineReaders },
  { to: '/township-outlines', zh: '乡镇界线', group: 'divisions', for: outlineReaders },
  { to: '/markers', zh: '界桩巡查', group: 'people', for: ['village-worker', 'township-clerk'] },
];
