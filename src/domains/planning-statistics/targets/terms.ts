/** Words of 目标值的版本. */
import type { Performer } from '../../../kernel/access/index.ts';

export const targetStates = {
  printed: '规划印出',
  proposed: '等审定',
  adopted: '已审定',
  refused: '未同意',
} as const;
export type TargetState = keyof typeof targetStates;

/** Who proposes: a county for itself, the city for the city; the city's leader decides. */
export const targetProposers = { county: 'county-clerk', city: 'city-clerk' } as const satisfies Record<string, Performer>;
export const targetDecider = 'city-leader' satisfies Performer;
