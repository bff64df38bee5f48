/** 老年协会 (4.16): the words, and who keeps them. */
import type { Performer } from '../../../kernel/access/index.ts';

export const associationStates = {
  preparing: { zh: '筹备', tone: 'now' },
  registered: { zh: '已登记', tone: 'good' },
  filed: { zh: '已备案', tone: 'good' },
  closed: { zh: '已注销', tone: 'plain' },
} as const;
export type AssociationState = keyof typeof associationStates;
export const associationMoves: Readonly<Record<AssociationState, readonly AssociationState[]>> = {
  preparing: ['registered', 'filed', 'closed'],
  filed: ['registered', 'closed'],
  registered: ['closed'],
  closed: [],
};

export const logKinds = {
  culture: '文艺',
  sport: '健身',
  learning: '学习讲座',
  help: '互助、看望',
  meeting: '开会',
  other: '其他',
} as const;
export type LogKind = keyof typeof logKinds;

export const keepers = ['village-worker', 'township-clerk'] as const satisfies readonly Performer[];
/** Where an association is registered or filed, elects and ends. */
export const deciders = ['township-clerk'] as const satisfies readonly Performer[];
export const associationReaders = [
  ...keepers,
  'township-leader',
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];
