/**
 * Lines that were held when their list left for the bank. The list is closed for them: once nothing is in their way any more they end, and what
 * they were to pay is open again for the next list — a month, a confirmed difference, a second sending of what came back.
 */
import { type Sql, sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import type { LineId } from './index.ts';
import { openAgain } from './open-again.ts';
import { proposeAdjustments } from './propose.ts';

/** Ends those of the filter over `l`. Returns how many. */
export async function leaveBehind(tx: Tx, filter: Sql, reason: string): Promise<number> {
  const left = await tx.rows<{ id: LineId }>(sql`update payment_line l set state = 'ended', hold_code = null, hold_reason = null
    from payment_batch b where b.id = l.batch_id and b.sent_by is not null and l.state = 'on-hold' and ${filter} returning l.id`);
  const differences = await openAgain(
    tx,
    left.map((line) => line.id),
  );
  // Months may no longer be due as they were when the difference was confirmed: then it is proposed anew and not sent.
  if (differences.length > 0) await proposeAdjustments(tx, { ids: differences, reason });
  return left.length;
}
