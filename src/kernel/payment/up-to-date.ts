/** Lines that have not left say what is due by what is known now. */
import { type Sql, sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import type { BatchId } from './index.ts';
import { recompute } from './totals.ts';
import { undisputedFen } from './undisputed.ts';

const waiting = sql`l.kind = 'regular' and l.state in ('pending', 'on-hold')`;

/** Lines of the filter over `l`, of locked batches, take the amount of the version known last; what is kept back of them stays where it is less. Returns how many changed. */
export const carryVersions = (tx: Tx, lines: Sql): Promise<number> =>
  tx.run(sql`update payment_line l set version_id = n.id, amount_fen = n.fen - n.kept, offset_fen = n.kept, offset_of = case when n.kept > 0 then l.offset_of end
    from payment_line o
      cross join lateral (select id, least(amount_fen, ${undisputedFen(sql`o.entitlement_id`, sql`o.month`)}) as fen from entitlement_version
        where entitlement_id = o.entitlement_id and from_month <= o.month order by no desc limit 1) v
      cross join lateral (select v.id, v.fen, case when o.offset_fen < v.fen then o.offset_fen else 0 end as kept) n
    where o.id = l.id and ${lines} and ${waiting} and l.version_id <> n.id`);

/**
 * What was decided in the minute in which the list was made did not see its lines, and the list did not see the decision: before the list is checked, and
 * again before it is sent, lines whose month is not due any more end and the others take the amount that was decided. Returns how many changed.
 */
export async function bringUpToDate(tx: Tx, batchId: BatchId): Promise<number> {
  const ended = await tx.run(sql`update payment_line l set state = 'ended', hold_code = null, hold_reason = null
    where l.batch_id = ${batchId} and ${waiting} and not exists (select from entitlement e where e.id = l.entitlement_id and e.months @> month_no(l.month))`);
  const changed = ended + (await carryVersions(tx, sql`l.batch_id = ${batchId}`));
  if (changed > 0) await recompute(tx, [batchId], '待遇变更');
  return changed;
}
