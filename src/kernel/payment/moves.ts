/** A benefit whose holder has moved within the county: the same entitlement, listed in the new place from the next list on. */
import { type Sql, sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { monthOf } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { sameCounty } from '../division/index.ts';
import type { DivisionCode, Id } from '../schema/index.ts';
import { heldForNothing } from './holds.ts';
import type { BatchId, EntitlementId, LineId } from './index.ts';
import { leaveBehind } from './left-behind.ts';

interface Relocation {
  readonly personId: Id<'Person'>;
  readonly fromDivision: DivisionCode;
  readonly toDivision: DivisionCode;
  readonly programmes: readonly string[];
}

/**
 * Entitlements of a holder that are paid this month or later go to another place of the same county; what belongs to them follows by the
 * database. No month is touched: lists that stand stay, so that nothing is paid twice or missed; only what a list left behind goes along. Gives those that moved.
 */
export async function relocateEntitlements(tx: Tx, of: Relocation): Promise<EntitlementId[]> {
  const { personId, fromDivision, toDivision } = of;
  if (!sameCounty(fromDivision, toDivision)) throw new Error('an entitlement does not move to another county');
  const moved = await tx.rows<{ id: EntitlementId }>(sql`update entitlement set division = ${toDivision}
    where person_id = ${personId} and division = ${fromDivision} and programme = any(${[...of.programmes]}::text[])
      and (to_month is null or to_month >= ${monthOf(tx.today)}) returning id`);
  await heldFollow(
    tx,
    sql`l.entitlement_id = any(${moved.map((row) => row.id)}::uuid[]) and exists (select from payment_batch b where b.id = l.batch_id and b.sent_by is not null)`,
  );
  for (const { id } of moved)
    await recordAudit(tx, {
      action: 'entitlement.moved',
      subject: { kind: 'entitlement', id },
      personId,
      division: toDivision,
      detail: { from: fromDivision },
    });
  return moved.map((row) => row.id);
}

/** A list that left without them is closed for them: held lines `l` go where their entitlement is now, and whoever looks after it there sees them. */
async function heldFollow(tx: Tx, lines: Sql): Promise<LineId[]> {
  const held = sql`l.hold_code is not null and ${lines} and e.id = l.entitlement_id and e.division <> l.division`;
  await tx.run(sql`insert into payment_batch_township (batch_id, township, confirmed_at, confirmed_by, confirmed_name)
    select distinct on (t.batch_id, left(e.division, 9)) t.batch_id, left(e.division, 9) || '000', t.confirmed_at, t.confirmed_by, t.confirmed_name
      from payment_line l, entitlement e, payment_batch_township t where ${held} and t.batch_id = l.batch_id and t.township = left(l.division, 9) || '000'
    on conflict do nothing`);
  const followed = await tx.rows<{ id: LineId }>(
    sql`update payment_line l set division = e.division from entitlement e where ${held} returning l.id`,
  );
  return followed.map((line) => line.id);
}

/**
 * A list has just left. Those of its held lines whose entitlement had moved meanwhile were out of sight of the new place: they follow, and what was put
 * right there without them is seen now.
 */
export async function followMoved(tx: Tx, batchId: BatchId): Promise<void> {
  const ids = await heldFollow(tx, sql`l.batch_id = ${batchId}`);
  if (ids.length > 0) await leaveBehind(tx, sql`l.id = any(${ids}::uuid[]) and ${heldForNothing}`, '户籍在本县以内迁移');
}
