/** Pages of elderly care in the workbench, by address. */
import type { Pages } from '../../../../web/workbench/desk.ts';

export const pages: Pages = {
  '/elders': () => import('./Elders.tsx').then((m) => m.Elders),
  '/elders/allowances': () => import('./Allowances.tsx').then((m) => m.Allowances),
  '/elders/assessments': () => import('./Assessments.tsx').then((m) => m.Assessments),
  '/elders/subsidies': () => import('./Subsidies.tsx').then((m) => m.Subsidies),
  '/elders/vouchers': () => import('./Vouchers.tsx').then((m) => m.Vouchers),
  '/elders/outlets': () => import('./Outlets.tsx').then((m) => m.Outlets),
  '/elders/canteens': () => import('./Canteens.tsx').then((m) => m.Canteens),
  '/care-till': () => import('./CareTill.tsx').then((m) => m.CareTill),
  '/elders/assessors': () => import('./Assessors.tsx').then((m) => m.Assessors),
  '/elder-visits/walk': () => import('./ElderVisits.tsx').then((m) => m.ElderVisits),
  '/elder-visits/board': () => import('./VisitBoard.tsx').then((m) => m.VisitBoard),
  '/elder-visits/figures': () => import('./VisitFigures.tsx').then((m) => m.VisitFigures),
  '/emergency-calls': () => import('./Emergency.tsx').then((m) => m.Emergency),
  '/emergency-calls/$incidentId': () => import('./EmergencyCall.tsx').then((m) => m.EmergencyCall),
  '/emergency-homes': () => import('./EmergencyHomes.tsx').then((m) => m.EmergencyHomes),
  '/home-care/board': () => import('./HomeCareBoard.tsx').then((m) => m.HomeCareBoard),
  '/home-care/orders/$orderId': () => import('./HomeCareOrder.tsx').then((m) => m.HomeCareOrder),
  '/home-care/mine': () => import('./HomeCareMine.tsx').then((m) => m.HomeCareMine),
  '/home-care/workers': () => import('./HomeCareWorkers.tsx').then((m) => m.HomeCareWorkers),
  '/home-care/providers': () => import('./HomeCareProviders.tsx').then((m) => m.HomeCareProviders),
  '/home-care/settlements': () => import('./HomeCareSettlements.tsx').then((m) => m.HomeCareSettlements),
  '/home-care/settlements/$settlementId': () => import('./HomeCareSettlement.tsx').then((m) => m.HomeCareSettlement),
};
