/** What a family may do beside what was decided (4.1): whoever may apply alone must not have to find out by himself. */

import { singleGrounds } from '../family/terms.ts';
import type { DibaoDecision } from './rules.ts';

/** Null when nobody may apply alone. `nameOf`: by member reference. */
export function adviceOf(decision: Pick<DibaoDecision, 'singleCandidates'>, nameOf: (ref: string) => string): string | null {
  const single = decision.singleCandidates.map(
    (c) => `${nameOf(c.ref)}符合“${singleGrounds[c.ground]}”的情形，可以单人申请低保（单人保）。`,
  );
  return single.join('') || null;
}
