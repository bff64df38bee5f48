/** Pages of elderly care in the workbench, by address. */
import type { Pages } from '../../../../web/workbench/desk.ts';

export const pages: Pages = {
  '/elders': () => import('./Elders.tsx').then((m) => m.Elders),
  '/elders/allowances': () => import('./Allowances.tsx').then((m) => m.Allowances),
  '/elders/assessments': () => import('./Assessments.tsx').then((m) => m.Assessments),
  '/elders/assessors': () => import('./Assessors.tsx').then((m) => m.Assessors),
  '/elder-visits/walk': () => import('./ElderVisits.tsx').then((m) => m.ElderVisits),
  '/elder-visits/board': () => import('./VisitBoard.tsx').then((m) => m.VisitBoard),
  '/elder-visits/figures': () => import('./VisitFigures.tsx').then((m) => m.VisitFigures),
  '/emergency-calls': () => import('./Emergency.tsx').then((m) => m.Emergency),
  '/emergency-calls/$incidentId': () => import('./EmergencyCall.tsx').then((m) => m.EmergencyCall),
  '/emergency-homes': () => import('./EmergencyHomes.tsx').then((m) => m.EmergencyHomes),
};
