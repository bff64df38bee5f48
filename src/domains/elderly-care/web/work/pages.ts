/** Pages of elderly care in the workbench, by address. */
import type { Pages } from '../../../../web/workbench/desk.ts';

export const pages: Pages = {
  '/emergency-calls': () => import('./Emergency.tsx').then((m) => m.Emergency),
  '/emergency-calls/$incidentId': () => import('./EmergencyCall.tsx').then((m) => m.EmergencyCall),
  '/emergency-homes': () => import('./EmergencyHomes.tsx').then((m) => m.EmergencyHomes),
};
