/** Pages of the services for persons with disabilities in the workbench, by address. */
import type { Pages } from '../../../../web/workbench/desk.ts';

export const pages: Pages = {
  '/subsidies/filings': () => import('./Filings.tsx').then((m) => m.Filings),
  '/subsidies/comparisons': () => import('./Comparisons.tsx').then((m) => m.Comparisons),
  '/certificates': () => import('./Certificates.tsx').then((m) => m.Certificates),
  '/disability/findings': () => import('./Findings.tsx').then((m) => m.Findings),
  '/disability/indicators': () => import('./Indicators.tsx').then((m) => m.Indicators),
  '/disability/village': () => import('./Village.tsx').then((m) => m.Village),
  '/disability/drawers': () => import('./Drawers.tsx').then((m) => m.Drawers),
  '/facilities': () => import('./Facilities.tsx').then((m) => m.Facilities),
  '/devices/labels': () => import('./DeviceLabels.tsx').then((m) => m.DeviceLabels),
  '/devices/overview': () => import('./DeviceOverview.tsx').then((m) => m.DeviceOverview),
  '/devices': () => import('./Station.tsx').then((m) => m.Station),
  '/rehab': () => import('./Caseload.tsx').then((m) => m.Caseload),
  '/rehab/figures': () => import('./Funnel.tsx').then((m) => m.Funnel),
};
