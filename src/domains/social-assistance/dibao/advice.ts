/** What a family may do beside what was decided (4.1): whoever may apply alone must not have to find out by himself. */

import { clauseFigures } from '../../../kernel/policy/index.ts';
import { categories, type FamilyCategory, isRecognition, recognitionNames } from '../classification/categories.ts';
import type { AssistanceDecision } from '../classification/classify.ts';
import { singleGrounds } from '../family/terms.ts';
import type { DibaoDecision } from './rules.ts';

/** Null when nobody may apply alone. `nameOf`: by member reference. */
export function adviceOf(decision: Pick<DibaoDecision, 'singleCandidates'>, nameOf: (ref: string) => string): string | null {
  const single = decision.singleCandidates.map(
    (c) => `${nameOf(c.ref)}符合“${singleGrounds[c.ground]}”的情形，可以单人申请低保（单人保）。`,
  );
  return single.join('') || null;
}

/** Where another category was computed than was applied for: which, and what the one applied for failed by. */
export function computedAs(
  { programme, classification }: Pick<AssistanceDecision, 'programme' | 'classification'>,
  appliedFor: FamilyCategory,
): string | null {
  const failed = classification?.tests.find((t) => t.category === appliedFor)?.clauses.filter((c) => c.verdict === 'unmet');
  if (programme === appliedFor || !isRecognition(programme) || !failed?.length) return null;
  return `按${recognitionNames[programme]}核算。${categories[appliedFor]}不符合：${failed.map(clauseFigures).join('；')}。`;
}
