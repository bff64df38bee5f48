/** What planning adds to the menu, for whom. */
import { cityOffice, countyOffice } from '../../kernel/access/index.ts';
import type { Place } from '../../kernel/offer/index.ts';
import { analysts } from './analysis/terms.ts';
import { readers } from './cockpit/readers.ts';
import { evaluationReaders } from './evaluation/terms.ts';
import { fundReaders } from './funds/terms.ts';
import { projectBoard } from './progress/board.ts';
import { libraryReaders } from './projects/readers.ts';
import { providers, purchaseReaders } from './purchase/hands.ts';
import { readers as registerReaders } from './registers/terms.ts';
import { statisticsReaders } from './statistics/terms.ts';
import { valueReaders } from './values/terms.ts';

export const places: readonly Place[] = [
  { to: '/cockpit', zh: '驾驶舱', group: 'policy', for: readers },
  { to: '/plan', zh: '规划指标', group: 'policy', for: [...countyOffice, ...cityOffice, 'auditor'] },
  { to: '/plan/values', zh: '指标填报', group: 'policy', for: valueReaders },
  { to: '/plan/evaluations', zh: '规划评估', group: 'policy', for: evaluationReaders },
  { to: '/projects', zh: '规划项目', group: 'policy', for: libraryReaders },
  { to: projectBoard.to, zh: projectBoard.zh, group: 'policy', for: projectBoard.readers },
  { to: '/registers', zh: '法制和宣传', group: 'policy', for: registerReaders },
  { to: '/statistics', zh: '统计报表', group: 'policy', for: statisticsReaders },
  { to: '/funds', zh: '资金专户', group: 'money', for: fundReaders },
  { to: '/purchases', zh: '购买服务', group: 'money', for: purchaseReaders },
  { to: '/contract-payments', zh: '合同付款', group: 'work', thumb: true, for: providers },
  { to: '/analysis', zh: '自助分析', group: 'policy', for: analysts },
];
