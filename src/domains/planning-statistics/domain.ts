/** 规划、项目库和统计: what the domain offers to the rest. */
import type { Domain } from '../../kernel/http/domain.ts';
import { watchContracts } from '../../kernel/purchase/server.ts';
import './analysis/errors.ts';
import { analysisRoutes } from './analysis/routes.ts';
import './audited.ts';
import { cockpitRoutes } from './cockpit/routes.ts';
import './entry/errors.ts';
import { entryRoutes } from './entry/routes.ts';
import { watchEntries } from './entry/watch.ts';
import { evaluationRoutes } from './evaluation/routes.ts';
import { remindEvaluations } from './evaluation/scheme.ts';
import { tellBehind } from './figures/behind.ts';
import { keepPlanFigures } from './figures/keep.ts';
import { loadFigures } from './figures/pack.ts';
import { figureRoutes } from './figures/routes.ts';
import './funds/errors.ts';
import './funds/indicators.ts';
import './funds/sealed.ts';
import { fundRoutes } from './funds/routes.ts';
import { watchFunds } from './funds/watch.ts';
import './information/service.ts';
import './legal/consultations.ts';
import './legal/decisions.ts';
import './legal/enforcement.ts';
import './legal/normative.ts';
import './legal/standards.ts';
import { linkRoutes } from './links/routes.ts';
import { parameterNames } from './parameters.ts';
import './open-data.ts';
import { performanceRoutes, remindPerformance } from './performance/routes.ts';
import { places } from './places.ts';
import './progress/errors.ts';
import { followFacilities } from './progress/facilities.ts';
import './progress/indicators.ts';
import { progressRoutes } from './progress/routes.ts';
import { watchDaily } from './progress/watch.ts';
import './projects/errors.ts';
import './projects/import.ts';
import './projects/layer.ts';
import { loadPlans } from './projects/pack.ts';
import { projectRoutes } from './projects/routes.ts';
import './publicity/articles.ts';
import './publicity/models.ts';
import { trainingRoutes } from './workforce/routes.ts';
import './workforce/standard-team.ts';
import './workforce/trainings.ts';
import './statistics/cells.ts';
import './statistics/errors.ts';
import { loadForms } from './statistics/forms.ts';
import './statistics/on-time.ts';
import { loadCatalogue } from './purchase/pack.ts';
import { purchaseRoutes } from './purchase/routes.ts';
import { followDivision } from './statistics/follow-division.ts';
import { openPeriods, remindStatistics } from './statistics/open.ts';
import { statisticsRoutes } from './statistics/routes.ts';
import './tasks/errors.ts';
import './tasks/indicators.ts';
import { taskRoutes } from './tasks/routes.ts';
import { watchTasks } from './tasks/watch.ts';
import { remindValues } from './values/assign.ts';
import { followDivision as followWithValues } from './values/follow-division.ts';
import { valueRoutes } from './values/routes.ts';

export const planningStatistics: Domain = {
  name: 'planning-statistics',
  label: '规划统计',
  routes: [
    ...projectRoutes,
    ...progressRoutes,
    ...entryRoutes,
    ...figureRoutes,
    ...linkRoutes,
    ...statisticsRoutes,
    ...valueRoutes,
    ...taskRoutes,
    ...evaluationRoutes,
    ...performanceRoutes,
    ...fundRoutes,
    ...purchaseRoutes,
    ...cockpitRoutes,
    ...trainingRoutes,
    ...analysisRoutes,
  ],
  parameterNames,
  places,
  subscriptions: [followDivision, followWithValues, followFacilities],
  daily: [
    watchDaily,
    watchEntries,
    keepPlanFigures,
    tellBehind,
    openPeriods,
    remindStatistics,
    remindValues,
    watchTasks,
    remindEvaluations,
    remindPerformance,
    watchFunds,
    watchContracts,
  ],
  pack: async (tx, folder) =>
    (await loadPlans(tx, folder)) +
    (await loadFigures(tx, folder)) +
    (await loadForms(tx, folder)) +
    (await loadCatalogue(tx, folder)),
};
