/** What a family that is refused may still apply for (4.1: apply once, classify): it must not have to find out by itself. */

import { singleGrounds } from '../family/terms.ts';
import type { DibaoDecision } from './rules.ts';

/** Null when there is nothing to say: granted, undecided, or neither edge nor 单人保. `nameOf`: by member reference. */
export function adviceOf(decision: DibaoDecision, nameOf: (ref: string) => string): string | null {
  if (decision.outcome !== 'not-eligible') return null;
  const edge =
    decision.category === 'edge' ? ['按核算结果，您家属于最低生活保障边缘家庭，可以申请认定，享受相应的专项救助。'] : [];
  const single = decision.singleCandidates.map(
    (c) => `${nameOf(c.ref)}符合“${singleGrounds[c.ground]}”的情形，可以单人申请低保（单人保）。`,
  );
  return [...edge, ...single].join('') || null;
}
