/** A benefit whose holder has moved within the county: the same entitlement, listed in the new place from the next list on. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { monthOf } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { sameCounty } from '../division/index.ts';
import type { DivisionCode, Id } from '../schema/index.ts';
import type { EntitlementId } from './index.ts';

interface Relocation {
  readonly personId: Id<'Person'>;
  readonly fromDivision: DivisionCode;
  readonly toDivision: DivisionCode;
  readonly programmes: readonly string[];
}

/**
 * Entitlements of a holder that are paid this month or later go to another place of the same county; what belongs to them follows by the
 * database. No month is touched: lists that stand stay, so that nothing is paid twice or missed. Gives those that moved.
 */
export async function relocateEntitlements(tx: Tx, of: Relocation): Promise<EntitlementId[]> {
  const { personId, fromDivision, toDivision } = of;
  if (!sameCounty(fromDivision, toDivision)) throw new Error('an entitlement does not move to another county');
  const moved = await tx.rows<{ id: EntitlementId }>(sql`update entitlement set division = ${toDivision}
    where person_id = ${personId} and division = ${fromDivision} and programme = any(${[...of.programmes]}::text[])
      and (to_month is null or to_month >= ${monthOf(tx.today)}) returning id`);
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
