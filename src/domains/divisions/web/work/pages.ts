/** Pages of divisions in the workbench, by address. */
import type { Pages } from '../../../../web/workbench/desk.ts';

export const pages: Pages = {
  '/divisions': () => import('./Divisions.tsx').then((m) => m.Divisions),
  '/boundaries': () => import('./Boundaries.tsx').then((m) => m.Boundaries),
  '/boundaries/$lineId': () => import('./BoundaryLine.tsx').then((m) => m.BoundaryLine),
  '/markers': () => import('./Markers.tsx').then((m) => m.Markers),
  '/divisions/changes/$changeId': () => import('./DivisionChange.tsx').then((m) => m.DivisionChange),
};
