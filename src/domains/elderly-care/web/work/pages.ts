/** Pages of elderly care in the workbench, by address. */
import type { Pages } from '../../../../web/workbench/desk.ts';

export const pages: Pages = {
  '/elders': () => import('./Elders.tsx').then((m) => m.Elders),
  '/elders/allowances': () => import('./Allowances.tsx').then((m) => m.Allowances),
  '/elders/assessments': () => import('./Assessments.tsx').then((m) => m.Assessments),
  '/elders/assessors': () => import('./Assessors.tsx').then((m) => m.Assessors),
  '/emergency-calls': () => import('./Emergency.tsx').then((m) => m.Emergency),
  '/emergency-calls/$incidentId': () => import('./EmergencyCall.tsx').then((m) => m.EmergencyCall),
  '/emergency-homes': () => import('./EmergencyHomes.tsx').then((m) => m.EmergencyHomes),
  '/care-sites': () => import('./Sites.tsx').then((m) => m.Sites),
  '/care-sites/$siteId': () => import('./Site.tsx').then((m) => m.Site),
  '/care-estates': () => import('./Estates.tsx').then((m) => m.Estates),
  '/elderly-indicators': () => import('./ElderlyIndicators.tsx').then((m) => m.ElderlyIndicators),
};
