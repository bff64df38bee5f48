/** What planning adds to the menu, for whom. */
import { cityOffice, countyOffice } from '../../kernel/access/index.ts';
import type { Place } from '../../kernel/offer/index.ts';
import { statisticsReaders } from './statistics/terms.ts';

export const places: readonly Place[] = [
  { to: '/plan', zh: '规划指标', group: 'policy', for: [...countyOffice, ...cityOffice, 'auditor'] },
  { to: '/projects', zh: '规划项目', group: 'policy', for: [...countyOffice, ...cityOffice, 'auditor'] },
  { to: '/statistics', zh: '统计报表', group: 'policy', for: statisticsReaders },
];
