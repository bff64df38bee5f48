/** What waits for a decision on a support, and is free once it is made. */
import type { Tx } from '../../../kernel/context/server.ts';
import { releaseHold } from '../../../kernel/payment/server.ts';
import { makeUpHeldRaises } from '../../../kernel/rehearsal/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { MOVE_HOLD } from '../review/handover.ts';
import { confirmMove } from '../review/store.ts';

export const HELD = 'recompute';

/** What waited for the decision is free again, with the raises that passed it by: months that are due are paid, those after the last one have ended. */
export async function freeHeld(tx: Tx, personId: PersonId, reason: string): Promise<void> {
  await makeUpHeldRaises(tx, { personId, code: HELD });
  await releaseHold(tx, { personId, code: HELD, reason });
}

/** It is decided here whether the support goes on: nothing is provisional any more. */
export async function settleArrival(tx: Tx, kase: Case): Promise<void> {
  await releaseHold(tx, { personId: kase.applicantPersonId, code: MOVE_HOLD, reason: '迁入地已作出决定' });
  await confirmMove(tx, kase.id);
}
