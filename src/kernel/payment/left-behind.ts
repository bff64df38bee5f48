/**
 * Lines that were held when their list left for the bank. The list is closed for them: once nothing is in their way any more they end, and what
 * they were to pay is open again for the next list — a month, a confirmed difference, a second sending of what came back.
 */
import { type Sql, sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import type { EntitlementId, LineId } from './index.ts';
import { proposeAdjustments } from './propose.ts';

/** Ends those of the filter over `l`. Returns how many. */
export async function leaveBehind(tx: Tx, filter: Sql, reason: string): Promise<number> {
  const left = await tx.rows<{ id: LineId }>(sql`update payment_line l set state = 'ended', hold_code = null, hold_reason = null
    from payment_batch b where b.id = l.batch_id and b.sent_by is not null and l.state = 'on-hold' and ${filter} returning l.id`);
  if (left.length === 0) return 0;
  const ids = left.map((line) => line.id);
  // A second sending that never left: the returned line waits for another one.
  await tx.run(sql`update returned_payment set reissue_line_id = null where reissue_line_id = any(${ids}::uuid[])`);
  await tx.run(
    sql`update payment_line o set state = 'corrected' from payment_line l where l.id = any(${ids}::uuid[]) and o.id = l.reissue_of and o.state = 'reissued'`,
  );
  const differences = await tx.rows<{ entitlementId: EntitlementId }>(
    sql`update payment_adjustment set line_id = null where line_id = any(${ids}::uuid[]) returning entitlement_id`,
  );
  // Months may no longer be due as they were when the difference was confirmed: then it is proposed anew and not sent.
  if (differences.length > 0)
    await proposeAdjustments(tx, { ids: [...new Set(differences.map((d) => d.entitlementId))], reason });
  return left.length;
}
