/** What waits for a decision on a support, and is free once it is made. */
import type { Tx } from '../../../kernel/context/server.ts';
import { releaseHold } from '../../../kernel/payment/server.ts';
import { makeUpRaise } from '../../../kernel/rehearsal/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { MOVE_HOLD } from '../review/handover.ts';
import { confirmMove } from '../review/store.ts';
import { findProfile } from './store.ts';

export const HELD = 'recompute';

/**
 * What waited for the decision is free again, with the raises that passed it by: months that are due are paid, those after the last one have ended. What the
 * family that the person left waits for is not decided with it.
 */
export async function freeHeld(tx: Tx, personId: PersonId, reason: string): Promise<void> {
  const profile = await findProfile(tx, personId);
  if (!profile) return;
  const entitlementIds = [profile.baseEntitlementId, ...(profile.careEntitlementId ? [profile.careEntitlementId] : [])];
  for (const id of entitlementIds) await makeUpRaise(tx, id);
  await releaseHold(tx, { personId, code: HELD, reason, entitlementIds });
}

/** It is decided here whether the support goes on: nothing is provisional any more. */
export async function settleArrival(tx: Tx, kase: Case): Promise<void> {
  await releaseHold(tx, { personId: kase.applicantPersonId, code: MOVE_HOLD, reason: '迁入地已作出决定' });
  await confirmMove(tx, kase.id);
}
