/** Pages of divisions in the workbench, by address. */
import type { Pages } from '../../../../web/workbench/desk.ts';

export const pages: Pages = {
  '/divisions': () => import('./Divisions.tsx').then((m) => m.Divisions),
  '/divisions/changes/$changeId': () => import('./DivisionChange.tsx').then((m) => m.DivisionChange),
};
