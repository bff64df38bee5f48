/** New amounts for many entitlements at once, by a new standard: what `reviseEntitlement` does for one, in statements over the set. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { monthOf } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import type { DivisionCode, Fen, Id, YearMonth } from '../schema/index.ts';
import type { EntitlementId } from './index.ts';
import { proposeAdjustments } from './propose.ts';
import { lockUnsent, recompute } from './totals.ts';
import { carryVersions } from './up-to-date.ts';

/** One version of one entitlement; several of one entitlement stand in the order of their months. */
export interface StandardRevision {
  readonly entitlementId: EntitlementId;
  readonly division: DivisionCode;
  readonly personId: string;
  readonly fromMonth: YearMonth;
  readonly amountFen: Fen;
  readonly decisionId: string | null;
  readonly parameterIds: readonly string[];
  /** The version whose facts the amount was computed from. */
  readonly factsOf: string;
  /** The amount is this many times that of the month before. */
  readonly lastShare: string | null;
}

/**
 * Adds the versions, carries them into lines of batches that have not left, and counts those batches anew. What was already sent too low is
 * proposed as back-pay, which another person confirms. The caller holds the entitlements locked and has seen that every amount is positive.
 */
export async function reviseByStandard(
  tx: Tx,
  changes: readonly StandardRevision[],
  given: { reason: string; division: DivisionCode },
): Promise<void> {
  if (changes.length === 0) return;
  const ids = [...new Set(changes.map((c) => c.entitlementId))];
  const versionIds = changes.map(() => newId());
  await tx.run(sql`insert into entitlement_version (id, entitlement_id, no, from_month, amount_fen, breakdown, decision_id, parameter_ids, reason, last_share, division, person_id, known_since, recorded_by)
    select c.id, c.entitlement_id, (select max(no) from entitlement_version v where v.entitlement_id = c.entitlement_id)
        + row_number() over (partition by c.entitlement_id order by c.from_month),
      c.from_month, c.amount_fen, '[]'::jsonb, c.decision_id, c.parameter_ids::uuid[], ${given.reason}, c.last_share, c.division, c.person_id, ${tx.now}::timestamptz, ${tx.actor.id}
    from unnest(${versionIds}::uuid[], ${changes.map((c) => c.entitlementId)}::uuid[], ${changes.map((c) => c.fromMonth)}::text[], ${changes.map((c) => c.amountFen)}::bigint[],
      ${changes.map((c) => c.decisionId)}::uuid[], ${changes.map((c) => `{${c.parameterIds.join(',')}}`)}::text[], ${changes.map((c) => c.division)}::text[], ${changes.map((c) => c.personId)}::uuid[], ${changes.map((c) => c.lastShare)}::text[])
      c(id, entitlement_id, from_month, amount_fen, decision_id, parameter_ids, division, person_id, last_share)`);
  // Amounts that go back to facts kept elsewhere (an older decision) have no row to point at, and go there again next time.
  await tx.run(sql`insert into entitlement_facts (version_id, entitlement_id, division, person_id, decision_id, same_as)
    select c.id, c.entitlement_id, c.division, c.person_id, c.decision_id, coalesce(f.same_as, f.version_id)
    from unnest(${versionIds}::uuid[], ${changes.map((c) => c.entitlementId)}::uuid[], ${changes.map((c) => c.division)}::text[], ${changes.map((c) => c.personId)}::uuid[],
      ${changes.map((c) => c.decisionId)}::uuid[], ${changes.map((c) => c.factsOf)}::uuid[]) c(id, entitlement_id, division, person_id, decision_id, facts_of)
    join entitlement_facts f on f.version_id = c.facts_of`);
  const batches = await lockUnsent(tx, sql`l.entitlement_id = any(${ids}::uuid[])`);
  await carryVersions(tx, sql`l.entitlement_id = any(${ids}::uuid[]) and l.batch_id = any(${batches}::uuid[])`);
  await recompute(tx, batches, given.reason);
  await proposeAdjustments(tx, { ids, reason: given.reason });
  await recordAudit(tx, {
    action: 'entitlement.revised',
    division: given.division,
    personIds: [...new Set(changes.map((c) => c.personId))],
    detail: { reason: given.reason, entitlements: ids.length },
  });
}

/** The newest version and the persons covered now, of many entitlements. */
export const awardsOf = (
  tx: Tx,
  ids: readonly EntitlementId[],
): Promise<{ id: EntitlementId; version: number; memberIds: Id<'Person'>[] }[]> =>
  tx.rows(sql`select e.id, (select max(no) from entitlement_version v where v.entitlement_id = e.id) as version,
      (select coalesce(array_agg(m.person_id order by m.person_id), '{}') from entitlement_member m
        where m.entitlement_id = e.id and m.months @> month_no(greatest(${monthOf(tx.today)}, e.from_month))) as member_ids
    from entitlement e where e.id = any(${[...ids]}::uuid[])`);
