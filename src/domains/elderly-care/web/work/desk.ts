/** What elderly care adds to the workbench. */
import type { Desk } from '../../../../web/workbench/desk.ts';

export const desk: Desk = {
  doubts: {
    score: () => import('./doubts.ts').then((m) => m.doubtsOfScores),
  },
  panels: {
    works: () => import('./WorksPanel.tsx').then((m) => m.WorksPanel),
  },
};
