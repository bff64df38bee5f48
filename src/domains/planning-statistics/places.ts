/** What planning adds to the menu, for whom. */
import { cityOffice, countyOffice } from '../../kernel/access/index.ts';
import type { Place } from '../../kernel/offer/index.ts';
import { analysts } from './analysis/terms.ts';
import { readers } from './cockpit/readers.ts';
import { projectBoard } from './progress/board.ts';
import { libraryReaders } from './projects/readers.ts';
import { statisticsReaders } from './statistics/terms.ts';

export const places: readonly Place[] = [
  { to: '/cockpit', zh: '驾驶舱', group: 'policy', for: readers },
  { to: '/plan', zh: '规划指标', group: 'policy', for: [...countyOffice, ...cityOffice, 'auditor'] },
  { to: '/projects', zh: '规划项目', group: 'policy', for: libraryReaders },
  { to: projectBoard.to, zh: projectBoard.zh, group: 'policy', for: projectBoard.readers },
  { to: '/statistics', zh: '统计报表', group: 'policy', for: statisticsReaders },
  { to: '/analysis', zh: '自助分析', group: 'policy', for: analysts },
];
