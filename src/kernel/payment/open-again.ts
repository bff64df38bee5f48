/** What a line that ended before its money arrived was to pay is open again for another list. */
import { sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import type { EntitlementId, LineId } from './index.ts';

/**
 * The lines have ended. A month needs nothing: no line stands for it. A second sending leaves its returned line waiting for another one, and a confirmed
 * difference waits for another list. Returns the entitlements of those differences, to be proposed anew where their months are no longer due.
 */
export async function openAgain(tx: Tx, ended: readonly LineId[]): Promise<EntitlementId[]> {
  if (ended.length === 0) return [];
  await tx.run(sql`update returned_payment set reissue_line_id = null where reissue_line_id = any(${[...ended]}::uuid[])`);
  await tx.run(
    sql`update payment_line o set state = 'corrected' from payment_line l where l.id = any(${[...ended]}::uuid[]) and o.id = l.reissue_of and o.state = 'reissued'`,
  );
  const differences = await tx.rows<{ entitlementId: EntitlementId }>(
    sql`update payment_adjustment set line_id = null where line_id = any(${[...ended]}::uuid[]) returning entitlement_id`,
  );
  return [...new Set(differences.map((d) => d.entitlementId))];
}
