/** Proposals to pay more or to ask back (`propose.ts` makes them): confirmed or rejected by another person, and the list of them. */
import { type Sql, sql } from '../../database/sql.ts';
import { type Actor, isOneOf, isOwnHand, type Performer } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import type { Context, Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { Fen, Id, YearMonth } from '../schema/index.ts';
import {
  type AdjustmentDirection,
  type AdjustmentId,
  type AdjustmentRow,
  type EntitlementId,
  type OverpaymentClass,
  type Page,
  programmeOf,
} from './index.ts';
import { openOverpayment } from './overpayments.ts';

export const adjusters: readonly Performer[] = ['finance-clerk', 'finance-reviewer', 'county-leader'];

const toList = (programme: string, area: Sql): Sql =>
  sql`a.programme = ${programme} and ${area} and a.direction = 'back-pay' and a.state = 'confirmed' and a.line_id is null`;

/** Months and amounts of confirmed back-pay that no line carries yet: rows for the lines of a batch. */
export const confirmedBackPay = (order: { programme: string; month: YearMonth }, area: Sql): Sql =>
  sql`select a.entitlement_id, a.version_id, a.person_id, a.household_id, a.division, ${order.month} as month, a.amount_fen, a.id::text as cause,
      (select jsonb_object_agg(m.month, m.amount_fen) from payment_adjustment_month m where m.adjustment_id = a.id) as covers, null::uuid as reissue_of,
      0::bigint as offset_fen, null::uuid as offset_of
    from payment_adjustment a where ${toList(order.programme, area)}`;

/** Their entitlements, locked: an end of this minute takes back what it makes undue before the list looks, or finds it on the list. */
export const lockBackPaid = (tx: Tx, programme: string, area: Sql): Promise<unknown> =>
  tx.rows(
    sql`select id from entitlement where id in (select a.entitlement_id from payment_adjustment a where ${toList(programme, area)}) order by id for update`,
  );

/** The lines of a batch that carry back-pay are known to their adjustments. */
export const noteBackPayLines = (tx: Tx, batchId: string): Promise<number> =>
  tx.run(
    sql`update payment_adjustment a set line_id = l.id from payment_line l where l.batch_id = ${batchId} and l.kind = 'back-pay' and a.id::text = l.cause`,
  );

export interface DecideAdjustments {
  ids: readonly AdjustmentId[];
  decision: 'confirm' | 'reject';
  /** For a rejection. */
  note: string;
  /** For money that is to come back. */
  classification?: OverpaymentClass | undefined;
  requestId: string;
}
type DecideError =
  | 'NOT_FOUND'
  | 'NOT_PERMITTED'
  | 'ADJUSTMENT_DECIDED'
  | 'ADJUSTMENT_OWN'
  | 'CLASSIFICATION_MISSING'
  | 'ADJUSTMENT_NOTE'
  | 'PARAM_MISSING'
  | 'GLYPH_MISSING';

/** Confirms or rejects proposals, many at once: all of them or none. Whoever proposed one does not decide it. */
export function decideAdjustments(
  context: Context,
  actor: Actor,
  command: DecideAdjustments,
): Promise<Result<{ decided: number; sumFen: Fen }, DecideError | 'REQUEST_REUSED'>> {
  const { requestId, ...body } = command;
  return context.once(
    actor,
    { action: 'payment.adjustments', requestId, body },
    async (tx): Promise<Result<{ decided: number; sumFen: Fen }, DecideError>> => {
      if (!isOneOf(actor, adjusters)) return fail('NOT_PERMITTED');
      const note = command.note.trim();
      if (command.decision === 'reject' && note.length < 4) return fail('ADJUSTMENT_NOTE');
      const ids = [...new Set(command.ids)];
      // Whoever computes anew what is due holds the entitlement: what was proposed stands until this decides it, or is gone by then.
      await tx.rows(
        sql`select id from entitlement where id in (select entitlement_id from payment_adjustment where id = any(${ids}::uuid[])) order by id for update`,
      );
      const rows = await tx.rows<{
        id: AdjustmentId;
        entitlementId: EntitlementId;
        state: string;
        proposedBy: string;
        proposedAt: string;
        direction: AdjustmentDirection;
        amountFen: Fen;
      }>(
        sql`select id, entitlement_id, state, proposed_by, proposed_at, direction, amount_fen from payment_adjustment where id = any(${ids}::uuid[]) order by id for update`,
      );
      if (rows.length < ids.length) return fail('NOT_FOUND');
      if (rows.some((row) => row.state !== 'proposed')) return fail('ADJUSTMENT_DECIDED');
      if (rows.some((row) => isOwnHand(actor, row.proposedBy, row.proposedAt))) return fail('ADJUSTMENT_OWN');
      const confirming = command.decision === 'confirm';
      if (confirming && !command.classification && rows.some((row) => row.direction === 'recovery'))
        return fail('CLASSIFICATION_MISSING');
      await tx.run(sql`update payment_adjustment set state = ${confirming ? 'confirmed' : 'rejected'}, decided_at = ${tx.now}, decided_by = ${actor.id},
        decided_name = ${actor.name}, note = ${note || null} where id = any(${ids}::uuid[])`);
      await tx.run(sql`update payment_adjustment_month set open = false where adjustment_id = any(${ids}::uuid[])`);
      for (const row of rows) {
        if (!confirming || row.direction !== 'recovery') continue;
        const opened = await openOverpayment(tx, row.id, command.classification!);
        if (!opened.ok) return opened;
      }
      await recordAudit(tx, {
        action: `payment-adjustment.${confirming ? 'confirmed' : 'rejected'}`,
        subject: { kind: 'payment-adjustment', id: ids[0]! },
        division: actor.division ?? context.city,
        detail: { count: ids.length, ids },
      });
      return ok({ decided: rows.length, sumFen: rows.reduce((sum, row) => sum + row.amountFen, 0) });
    },
  );
}

const PAGE = 100;

/** Proposals and what became of them, oldest first within a state; 100 a page. Needs a write transaction: a list of people is on record. */
export async function adjustments(
  tx: Tx,
  filter: { state?: AdjustmentRow['state']; direction?: AdjustmentDirection; entitlementId?: EntitlementId },
  cursor: string | null = null,
): Promise<Page<AdjustmentRow>> {
  const rows = await tx.rows<Omit<AdjustmentRow, 'programmeZh' | 'divisionName' | 'mine'> & { proposedBy: string }>(sql`
    select a.id, a.entitlement_id, a.direction, a.programme, a.person_id, p.name as person_name, a.division, a.amount_fen, a.reason, a.state, a.proposed_at, a.proposed_by,
      a.decided_at, a.decided_name, a.note, l.state as line_state, l.paid_on,
      (select jsonb_agg(jsonb_build_object('month', m.month, 'fen', m.amount_fen) order by m.month) from payment_adjustment_month m where m.adjustment_id = a.id) as months
    from payment_adjustment a left join person p on p.id = a.person_id left join payment_line l on l.id = a.line_id
    where ${filter.state ? sql`a.state = ${filter.state}` : sql`a.state <> 'superseded'`} and ${filter.direction ? sql`a.direction = ${filter.direction}` : sql`true`}
      and ${filter.entitlementId ? sql`a.entitlement_id = ${filter.entitlementId}` : sql`true`} and a.id > ${cursor ?? '00000000-0000-0000-0000-000000000000'}
    order by a.id limit ${PAGE + 1}`);
  const shown = rows.slice(0, PAGE);
  if (shown.length > 0)
    await recordAudit(tx, {
      action: 'payment-adjustments.listed',
      subject: { kind: 'payment-adjustment', id: shown[0]!.id },
      division: tx.actor.division ?? tx.city,
      personIds: [...new Set(shown.map((row) => row.personId as Id<'Person'>))],
      detail: { ...filter },
    });
  return {
    items: shown.map(({ proposedBy, ...row }) => ({
      ...row,
      programmeZh: programmeOf(row.programme).zh,
      divisionName: tx.divisions.get(row.division) ? tx.divisions.fullName(row.division) : row.division,
      mine: isOwnHand(tx.actor, proposedBy, row.proposedAt),
    })),
    next: rows.length > PAGE ? shown.at(-1)!.id : null,
  };
}
