/** Pages of the institutions in the workbench, by address. */
import type { Pages } from '../../../../web/workbench/desk.ts';

export const pages: Pages = {
  '/institutions': () => import('./Institutions.tsx').then((m) => m.Institutions),
  '/institutions/$institutionId': () => import('./Institution.tsx').then((m) => m.Institution),
  '/institution-indicators': () => import('./InstitutionIndicators.tsx').then((m) => m.InstitutionIndicators),
  '/supervised': () => import('./Standings.tsx').then((m) => m.SupervisedHomes),
  '/supervised/$homeId': () => import('./Standings.tsx').then((m) => m.SupervisedHome),
  '/own-standing': () => import('./Standings.tsx').then((m) => m.OwnStanding),
  '/draws': () => import('./Draws.tsx').then((m) => m.Draws),
  '/draws/$drawId': () => import('./DrawRoom.tsx').then((m) => m.DrawRoom),
  '/checks': () => import('./Checks.tsx').then((m) => m.Checks),
  '/checks/$checkId': () => import('./Check.tsx').then((m) => m.Check),
  '/arrive/$code': () => import('./Arrive.tsx').then((m) => m.Arrive),
  '/dangers': () => import('./Dangers.tsx').then((m) => m.Dangers),
  '/dangers/$dangerId': () => import('./Dangers.tsx').then((m) => m.Danger),
  '/ratings': () => import('./Ratings.tsx').then((m) => m.Ratings),
  '/institutions/$institutionId/beds': () => import('./Beds.tsx').then((m) => m.Beds),
  '/institutions/$institutionId/prices': () => import('./Money.tsx').then((m) => m.Prices),
  '/institution/own': () => import('./Institution.tsx').then((m) => m.OwnInstitution),
  '/institution/beds': () => import('./Beds.tsx').then((m) => m.OwnBeds),
  '/institution/admissions': () => import('./Admissions.tsx').then((m) => m.Admissions),
  '/institution/stays': () => import('./Stays.tsx').then((m) => m.Stays),
  '/institution/bills': () => import('./Money.tsx').then((m) => m.Bills),
  '/institution/prices': () => import('./Money.tsx').then((m) => m.OwnPrices),
  '/admissions/$admissionId': () => import('./Admission.tsx').then((m) => m.Admission),
  '/stays/$stayId': () => import('./Stay.tsx').then((m) => m.Stay),
};
