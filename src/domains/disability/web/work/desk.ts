/** What the services for persons with disabilities add to the workbench. */
import type { Desk } from '../../../../web/workbench/desk.ts';

export const desk: Desk = {
  panels: {
    rehab: () => import('./Rehab.tsx').then((m) => m.Rehab),
    nationwide: () => import('./Nationwide.tsx').then((m) => m.Nationwide),
  },
};
