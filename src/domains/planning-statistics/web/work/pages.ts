/** Pages of planning in the workbench, by address. */
import type { Pages } from '../../../../web/workbench/desk.ts';

export const pages: Pages = {
  '/cockpit': () => import('./Cockpit.tsx').then((m) => m.Cockpit),
  '/plan': () => import('./Plan.tsx').then((m) => m.Plan),
  '/projects': () => import('./Projects.tsx').then((m) => m.Projects),
  '/projects/indicators': () => import('./ProjectIndicators.tsx').then((m) => m.ProjectIndicators),
  '/projects/$projectId': () => import('./Project.tsx').then((m) => m.Project),
  '/statistics': () => import('./Statistics.tsx').then((m) => m.Statistics),
  '/analysis': () => import('./Analysis.tsx').then((m) => m.Analysis),
  '/statistics/sheet': () => import('./StatSheet.tsx').then((m) => m.StatSheet),
};
