/** What a family that moves to another county leaves undecided: its months stay with the county that pays them, what stops the money of the family goes along. */
import type { Tx } from '../../../kernel/context/server.ts';
import { type EntitlementId, holdPerson, holdsOf } from '../../../kernel/payment/server.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import { MOVE_HOLD, type Moved } from './handover.ts';
import { openReview } from './open.ts';
import { openReviewOf } from './store.ts';

/** What of these months nobody has decided yet: money is held in them, or they were paid although what is due had changed. */
async function undecided(
  tx: Tx,
  entitlementId: EntitlementId,
  lastMonth: YearMonth,
): Promise<{ since: YearMonth | null } | null> {
  const review = await openReviewOf(tx, { entitlementId });
  if (review?.sinceMonth && review.sinceMonth <= lastMonth) return { since: review.sinceMonth };
  const held = (await holdsOf(tx, entitlementId)).filter((h) => ['recompute', MOVE_HOLD].includes(h.code));
  return held.some((h) => h.fromMonth === null || h.fromMonth <= lastMonth) ? { since: null } : null;
}

/** The review of the former county goes on for the months up to the last one that it pays; false where it has nothing left to decide. */
export async function staysForMonthsBefore(tx: Tx, of: { entitlementId: EntitlementId; lastMonth: YearMonth }): Promise<boolean> {
  const left = await undecided(tx, of.entitlementId, of.lastMonth);
  if (!left) return false;
  const opened = await openReview(tx, {
    entitlementId: of.entitlementId,
    kind: 'change',
    reason: '户籍已经迁出，迁出以前停着的月份须作出决定',
    since: left.since,
  });
  if (!opened.ok) throw new Error(`review of ${of.entitlementId}, before the move: ${opened.code}`);
  return true;
}

/** Somebody who still is one of the family is the reason why everything is held (预警属实): that goes along, until the new county has decided. */
export async function carryHolds(
  tx: Tx,
  of: { from: EntitlementId; to: EntitlementId; memberIds: readonly string[]; move: Moved; firstMonth: YearMonth },
): Promise<void> {
  for (const { personId, code, reason, atMostFen } of await holdsOf(tx, of.from))
    if (code === 'recompute' && atMostFen === null && of.memberIds.includes(personId))
      await holdPerson(tx, {
        personId,
        division: of.move.toDivision,
        code,
        reason,
        entitlementIds: [of.to],
        fromMonth: of.firstMonth,
      });
}
