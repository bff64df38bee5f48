/** 规划、项目库和统计: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import './audited.ts';
import { cockpitRoutes } from './cockpit/routes.ts';
import { keepPlanFigures } from './figures/keep.ts';
import { loadFigures } from './figures/pack.ts';
import { figureRoutes } from './figures/routes.ts';
import './legal/consultations.ts';
import { parameterNames } from './parameters.ts';
import './open-data.ts';
import { places } from './places.ts';
import './progress/errors.ts';
import './progress/indicators.ts';
import { progressRoutes } from './progress/routes.ts';
import { watchDaily } from './progress/watch.ts';
import './projects/errors.ts';
import './projects/import.ts';
import './projects/layer.ts';
import { loadPlans } from './projects/pack.ts';
import { projectRoutes } from './projects/routes.ts';
import './statistics/cells.ts';
import './statistics/errors.ts';
import { loadForms } from './statistics/forms.ts';
import './statistics/on-time.ts';
import { followDivision } from './statistics/follow-division.ts';
import { openPeriods, remindStatistics } from './statistics/open.ts';
import { statisticsRoutes } from './statistics/routes.ts';

export const planningStatistics: Domain = {
  name: 'planning-statistics',
  label: '规划统计',
  routes: [...projectRoutes, ...progressRoutes, ...figureRoutes, ...statisticsRoutes, ...cockpitRoutes],
  parameterNames,
  places,
  subscriptions: [followDivision],
  async daily(context) {
    await watchDaily(context);
    await keepPlanFigures(context);
    await openPeriods(context);
    await remindStatistics(context);
  },
  pack: async (tx, folder) => (await loadPlans(tx, folder)) + (await loadFigures(tx, folder)) + (await loadForms(tx, folder)),
};
