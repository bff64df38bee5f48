/** Pages of the services for persons with disabilities in the workbench, by address. */
import type { Pages } from '../../../../web/workbench/desk.ts';

export const pages: Pages = {
  '/subsidies/filings': () => import('./Filings.tsx').then((m) => m.Filings),
  '/subsidies/comparisons': () => import('./Comparisons.tsx').then((m) => m.Comparisons),
  '/devices': () => import('./Station.tsx').then((m) => m.Station),
  '/rehab': () => import('./Caseload.tsx').then((m) => m.Caseload),
  '/rehab/figures': () => import('./Funnel.tsx').then((m) => m.Funnel),
};
