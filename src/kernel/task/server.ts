/** 定期任务, server face. */
import './sealed.ts';

export { defineTasks, type Duty, makeDuties, passDuties, settleDuties } from './duties.ts';
export * from './index.ts';
export {
  addDuty,
  endOfDay,
  endPlan,
  enterPlan,
  handOver,
  lockPlan,
  lowerLevel,
  movePlan,
  openPlans,
  type Plan,
  pausedOn,
  pausePlan,
  planColumns,
  raiseLevel,
  restorePlan,
  resumePlan,
} from './plans.ts';
