/** Words of the procedure of penalties, and who does what. */
import type { Performer } from '../../../kernel/access/index.ts';

export const penaltyKinds = { correct: '责令改正', warn: '警告', fine: '罚款' } as const;
export type PenaltyKind = keyof typeof penaltyKinds;

export const penaltyStates = {
  opened: { zh: '立案调查', tone: 'warn' },
  recorded: { zh: '调查完毕，待告知', tone: 'warn' },
  noticed: { zh: '已告知，听陈述申辩', tone: 'now' },
  decided: { zh: '已处罚', tone: 'bad' },
  dropped: { zh: '不予处罚', tone: 'plain' },
} as const;
export type PenaltyState = keyof typeof penaltyStates;

export const officers = ['enforcement-officer'] as const satisfies readonly Performer[];
export const deciders = ['county-leader'] as const satisfies readonly Performer[];
export const heads = ['care-home-head'] as const satisfies readonly Performer[];
export const readers = [
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];
