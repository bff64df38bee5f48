/** Pages of the institutions in the workbench, by address. */
import type { Pages } from '../../../../web/workbench/desk.ts';

export const pages: Pages = {
  '/institutions': () => import('./Institutions.tsx').then((m) => m.Institutions),
  '/institutions/$institutionId': () => import('./Institution.tsx').then((m) => m.Institution),
  '/institution': () => import('./Institution.tsx').then((m) => m.OwnInstitution),
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
};
