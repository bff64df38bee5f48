/** Who checks, decides and looks again at a counted subsidy. */
import type { Performer } from '../access/index.ts';

export const checkers = ['county-clerk'] as const satisfies readonly Performer[];
export const approvers = ['county-leader'] as const satisfies readonly Performer[];
export const samplers = ['city-clerk'] as const satisfies readonly Performer[];
