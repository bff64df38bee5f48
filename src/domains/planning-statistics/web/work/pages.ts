/** Pages of planning in the workbench, by address. */
import type { Pages } from '../../../../web/workbench/desk.ts';

export const pages: Pages = {
  '/plan': () => import('./Plan.tsx').then((m) => m.Plan),
  '/projects': () => import('./Projects.tsx').then((m) => m.Projects),
  '/statistics': () => import('./Statistics.tsx').then((m) => m.Statistics),
  '/statistics/sheet': () => import('./StatSheet.tsx').then((m) => m.StatSheet),
};
