/** Pages of planning in the workbench, by address. */
import type { Pages } from '../../../../web/workbench/desk.ts';

export const pages: Pages = {
  '/cockpit': () => import('./Cockpit.tsx').then((m) => m.Cockpit),
  '/plan': () => import('./Plan.tsx').then((m) => m.Plan),
  '/plan/indicators/$indicatorId': () => import('./PlanIndicator.tsx').then((m) => m.PlanIndicator),
  '/plan/evaluations': () => import('./PlanEvaluations.tsx').then((m) => m.PlanEvaluations),
  '/plan/evaluations/$evaluationId': () => import('./PlanEvaluation.tsx').then((m) => m.PlanEvaluation),
  '/plan/tasks': () => import('./PlanTasks.tsx').then((m) => m.PlanTasks),
  '/plan/tasks/indicators': () => import('./PlanTaskIndicators.tsx').then((m) => m.PlanTaskIndicators),
  '/plan/tasks/$taskId': () => import('./PlanTask.tsx').then((m) => m.PlanTask),
  '/plan/values': () => import('./PlanValues.tsx').then((m) => m.PlanValues),
  '/projects': () => import('./Projects.tsx').then((m) => m.Projects),
  '/projects/indicators': () => import('./ProjectIndicators.tsx').then((m) => m.ProjectIndicators),
  '/projects/$projectId': () => import('./Project.tsx').then((m) => m.Project),
  '/registers': () => import('./Registers.tsx').then((m) => m.Registers),
  '/registers/$key/$recordId': () => import('../../../../web/workbench/pages/RegisterRecord.tsx').then((m) => m.RegisterRecord),
  '/statistics': () => import('./Statistics.tsx').then((m) => m.Statistics),
  '/analysis': () => import('./Analysis.tsx').then((m) => m.Analysis),
  '/statistics/sheet': () => import('./StatSheet.tsx').then((m) => m.StatSheet),
  '/funds': () => import('./Funds.tsx').then((m) => m.Funds),
  '/funds/$accountId': () => import('./FundAccount.tsx').then((m) => m.FundAccount),
  '/purchases': () => import('./Purchases.tsx').then((m) => m.Purchases),
  '/purchases/$contractId': () => import('./PurchaseContract.tsx').then((m) => m.PurchaseContract),
  '/contract-payments': () => import('./ContractPayments.tsx').then((m) => m.ContractPayments),
};
