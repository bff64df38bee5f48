/** Pages of social assistance in the workbench, by address. */
import type { Pages } from '../../../../web/workbench/desk.ts';

export const pages: Pages = {
  '/emergency': () => import('./Emergency.tsx').then((m) => m.Emergency),
  '/reserves': () => import('./Reserves.tsx').then((m) => m.Reserves),
  '/passbooks': () => import('./Passbooks.tsx').then((m) => m.Passbooks),
  '/departments': () => import('./Departments.tsx').then((m) => m.Departments),
  '/departments/inbound/$inboundId': () => import('./Inbound.tsx').then((m) => m.Inbound),
  '/referrals': () => import('./Referrals.tsx').then((m) => m.Referrals),
  '/conferences': () => import('./Conferences.tsx').then((m) => m.Conferences),
  '/status': () => import('./Status.tsx').then((m) => m.Status),
  '/reviews': () => import('./Reviews.tsx').then((m) => m.Reviews),
  '/tekun-visits': () => import('./TekunVisits.tsx').then((m) => m.TekunVisits),
  '/tekun': () => import('./TekunWaiting.tsx').then((m) => m.TekunWaiting),
  '/price-link': () => import('./PriceLink.tsx').then((m) => m.PriceLink),
  '/board': () => import('./Board.tsx').then((m) => m.Board),
  '/roster': () => import('./Roster.tsx').then((m) => m.Roster),
  '/stations': () => import('./Stations.tsx').then((m) => m.Stations),
  '/service-contracts/$contractId': () => import('./ServiceContract.tsx').then((m) => m.ServiceContract),
  '/service-tasks': () => import('./ServiceTasks.tsx').then((m) => m.ServiceTasks),
  '/supervision': () => import('./Supervision.tsx').then((m) => m.Supervision),
  '/rectifications': () => import('./Rectifications.tsx').then((m) => m.Rectifications),
  '/township-checks': () => import('./TownshipChecks.tsx').then((m) => m.TownshipChecks),
  '/coordination': () => import('./Coordination.tsx').then((m) => m.Coordination),
};
