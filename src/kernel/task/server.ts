/** 定期任务, server face. */
import './sealed.ts';

export { type Duty, defineTasks, dutiesBegin, makeDuties, passDuties, settleDuties } from './duties.ts';
export * from './index.ts';
export {
  addDuties,
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
  raiseLevel,
  restorePlan,
  resumePlan,
} from './plans.ts';
