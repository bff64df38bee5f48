/** Who works where: the desk takes calls, the places keep the register, everybody above reads. */
import type { Performer } from '../../../kernel/access/index.ts';

export const desk = ['emergency-operator'] as const satisfies readonly Performer[];
export const keepers = ['township-clerk', 'county-clerk', 'emergency-operator'] as const satisfies readonly Performer[];
/** Who may set a drill going: those above the desk, and the desk itself. */
export const drillers = [
  'emergency-operator',
  'county-leader',
  'city-clerk',
  'city-leader',
] as const satisfies readonly Performer[];
export const readers = [
  ...keepers,
  'township-leader',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];
