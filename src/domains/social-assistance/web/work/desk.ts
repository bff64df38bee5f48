/** What social assistance adds to the workbench. */
import type { Desk } from '../../../../web/workbench/desk.ts';

export const desk: Desk = {
  panels: {
    classification: () => import('./Classification.tsx').then((m) => m.Classification),
    recognition: () => import('./Recognition.tsx').then((m) => m.Recognition),
    review: () => import('./Review.tsx').then((m) => m.Review),
    verification: () => import('./Verification.tsx').then((m) => m.Verification),
    aid: () => import('./Aid.tsx').then((m) => m.Aid),
    moved: () => import('./Moved.tsx').then((m) => m.Moved),
    tekun: () => import('./Tekun.tsx').then((m) => m.Tekun),
    conference: () => import('./Conference.tsx').then((m) => m.Conference),
    help: () => import('./Help.tsx').then((m) => m.Help),
    visits: () => import('./Visits.tsx').then((m) => m.Visits),
  },
};
