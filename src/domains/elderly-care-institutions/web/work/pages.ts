/** Pages of the institutions in the workbench, by address. */
import type { Pages } from '../../../../web/workbench/desk.ts';

export const pages: Pages = {
  '/institutions': () => import('./Institutions.tsx').then((m) => m.Institutions),
  '/institutions/$institutionId': () => import('./Institution.tsx').then((m) => m.Institution),
  '/institution': () => import('./Institution.tsx').then((m) => m.OwnInstitution),
};
