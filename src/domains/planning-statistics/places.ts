/** What planning adds to the menu, for whom. */
import { cityOffice, countyOffice } from '../../kernel/access/index.ts';
import type { Place } from '../../kernel/offer/index.ts';
import { registerReaders } from '../../kernel/register/index.ts';
import { analysts } from './analysis/terms.ts';
import { readers } from './cockpit/readers.ts';
import { evaluationReaders } from './evaluation/terms.ts';
import { fundReaders } from './funds/terms.ts';
import { linkReaders } from './links/terms.ts';
import { performanceReaders } from './performance/terms.ts';
import { projectBoard } from './progress/board.ts';
import { libraryReaders } from './projects/readers.ts';
import { providers, purchaseReaders } from './purchase/hands.ts';
import { statisticsReaders } from './statistics/terms.ts';
import { taskReaders } from './tasks/terms.ts';
import { valueReaders } from './values/terms.ts';

export const places: readonly Place[] = [
  { to: '/cockpit', zh: '驾驶舱', group: 'planning', for: readers },
  { to: '/plan', zh: '规划指标', group: 'planning', for: [...countyOffice, ...cityOffice, 'auditor'] },
  { to: '/plan/tasks', zh: '规划任务', group: 'planning', for: taskReaders },
  { to: '/plan/values', zh: '指标填报', group: 'planning', for: valueReaders },
  { to: '/plan/links', zh: '规划衔接', group: 'planning', for: linkReaders },
  { to: '/plan/evaluations', zh: '规划评估', group: 'planning', for: evaluationReaders },
  { to: '/performance', zh: '考核评估', group: 'planning', for: performanceReaders },
  { to: '/projects', zh: '规划项目', group: 'planning', for: libraryReaders },
  { to: projectBoard.to, zh: projectBoard.zh, group: 'planning', for: projectBoard.readers },
  { to: '/registers', zh: '法制和宣传', group: 'planning', for: registerReaders },
  { to: '/statistics', zh: '统计报表', group: 'planning', for: statisticsReaders },
  { to: '/funds', zh: '资金专户', group: 'money', for: fundReaders },
  { to: '/purchases', zh: '购买服务', group: 'money', for: purchaseReaders },
  { to: '/contract-payments', zh: '合同付款', group: 'work', thumb: true, for: providers },
  { to: '/analysis', zh: '自助分析', group: 'planning', for: analysts },
];
