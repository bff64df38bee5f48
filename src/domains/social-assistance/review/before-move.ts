/**
 * 迁出以前的月份 (4.6): what the county that a family has left still decides — the months that it paid, by its own standard. What comes after them is decided
 * where the family lives now.
 */
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { EntitlementView } from '../../../kernel/payment/server.ts';
import type { Fen, YearMonth } from '../../../kernel/schema/index.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { familyFactsAsOf, type Origin } from './facts.ts';
import type { ReviewAnswer } from './rules.ts';
import { moveAwayOf } from './store.ts';
import { MOVED_AWAY } from './terms.ts';

export const hasMovedAway = (entitlement: Pick<EntitlementView, 'endReason'>): boolean => entitlement.endReason === MOVED_AWAY;

/** Of an answer what concerns the months up to the last one; whatever would begin after them is not decided here. */
export function untilMove(
  answer: ReviewAnswer,
  { lastMonth, inForce }: { lastMonth: YearMonth; inForce: (month: YearMonth) => Fen },
): ReviewAnswer {
  if (answer.change === null) return answer;
  if (answer.change === 'stop' && answer.lastMonth !== null && answer.lastMonth < lastMonth) return { ...answer, amounts: [] };
  const amounts = answer.amounts.filter((a) => a.fromMonth <= lastMonth);
  const { lastShare: _, ...rest } = answer;
  if (amounts.length === 0 || !['increase', 'decrease'].includes(answer.change))
    return { ...rest, change: 'unchanged', amounts: [], lastMonth: null };
  const less = amounts.some((a) => a.amountFen < inForce(a.fromMonth));
  return { ...rest, change: less ? 'decrease' : 'increase', amounts, lastMonth: null };
}

/** Where the family lived when the county that it has left paid it; the facts as they are where it has not left. */
export async function placeBefore(
  tx: Tx,
  entitlement: Pick<EntitlementView, 'id' | 'endReason'>,
  origin: Origin,
  facts: FamilyFacts,
): Promise<FamilyFacts> {
  const move = hasMovedAway(entitlement) ? await moveAwayOf(tx, entitlement.id) : null;
  if (!move) return facts;
  const { division, urbanRural } = (await familyFactsAsOf(tx, origin, { validOn: plusDays(move.movedOn, -1) })).facts;
  return { ...facts, division, urbanRural };
}
