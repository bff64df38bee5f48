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
  revoked: { zh: '已撤销', tone: 'plain' },
} as const;
export type PenaltyState = keyof typeof penaltyStates;

/** 凭什么撤销. */
export const revocationGrounds = { reconsideration: '行政复议决定', judgment: '法院判决', self: '本机关自行纠正' } as const;

export const officers = ['enforcement-officer'] as const satisfies readonly Performer[];
/** Who may ask that a penalty be revoked: the officers, and the office where they would not. */
export const revokers = ['enforcement-officer', 'county-clerk'] as const satisfies readonly Performer[];
export const deciders = ['county-leader'] as const satisfies readonly Performer[];
export const heads = ['care-home-head'] as const satisfies readonly Performer[];
export const readers = [
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];
