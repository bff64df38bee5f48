/** 监督检查, server face: plans, draws, checks and dangers of the bodies that a domain supervises. */
import './audited.ts';
import './errors.ts';
import './sealed.ts';

export {
  askExtension,
  enterDanger,
  enterOwnDanger,
  gradeDanger,
  reportDone,
  reviewDanger,
} from './danger-actions.ts';
export { reportDanger } from './dangers-report.ts';
export { callBeacon, openSecret, prepareDraw, promiseSecret } from './draws.ts';
export * from './index.ts';
export type { ChecklistItem, GradedDanger, Inspected, InspectedKind } from './kinds.ts';
export { approvePlan, draftPlan, enterInspector, enterTie, publishPlan } from './plans.ts';
export {
  type PublicCheck,
  type PublicDanger,
  type PublicPlan,
  publishedChecks,
  publishedDangerCounts,
  publishedDangers,
  publishedDraw,
  publishedDraws,
  publishedPlans,
} from './published.ts';
export { supervisionRoutes } from './supervision-routes.ts';
export { arrive, checkForCause, codeOf, finishTask, publishTask } from './tasks.ts';
export type { PublicDraw } from './views.ts';
export { hasOpenMajorDanger, watchInspections } from './watch.ts';
