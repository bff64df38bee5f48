/**
 * Late facts and money that has already left (4.6, 5.14): what was paid too little or too much becomes a proposal with its months and
 * reason, which another person confirms. Nothing is paid or asked back on a proposal alone.
 */
import { type Sql, sql } from '../../database/sql.ts';
import { type Actor, isOneOf, type Performer } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { monthOf, plusMonths } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Fen, Id, YearMonth } from '../schema/index.ts';
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

/** Months are looked at for so long back: older ones need a decision of their own. */
const BACK_MONTHS = 36;
export const adjusters: readonly Performer[] = ['finance-clerk', 'finance-reviewer', 'county-leader'];

interface Position {
  month: YearMonth;
  basis: string;
  versionId: string;
  /** Due by what is known now. */
  dueFen: Fen;
  /** Sent, or sent and come back and still to be sent again. */
  committedFen: Fen;
  /** Paid or on its way. */
  outFen: Fen;
  /** Decided or rejected adjustments of the month, on balance. */
  settledFen: Fen;
  rejectedUp: boolean;
  rejectedDown: boolean;
}

/** What makes the amount of a month what it is: the version in force, or that the entitlement is over. */
const basisOf = sql`case when e.months @> month_no(s.month) then v.id::text else 'ended:' || e.to_month end`;

/** Every month for which money left, or is on its way, of one entitlement. */
const positions = (tx: Tx, id: EntitlementId): Promise<Position[]> =>
  tx.rows<Position>(sql`
    select s.month, ${basisOf} as basis, v.id as version_id,
      case when e.months @> month_no(s.month) then v.amount_fen else 0 end as due_fen, s.committed_fen, s.out_fen,
      coalesce(a.fen, 0)::bigint as settled_fen, coalesce(a.rejected_up, false) as rejected_up, coalesce(a.rejected_down, false) as rejected_down
    from entitlement e
    join lateral (
      select l.month, sum(l.amount_fen + l.offset_fen) filter (where l.kind = 'regular')::bigint as committed_fen,
          coalesce(sum(l.amount_fen + l.offset_fen) filter (where l.state in ('sent', 'paid')), 0)::bigint as out_fen
        from payment_line l where l.entitlement_id = e.id and l.kind <> 'back-pay' and l.state in ('sent', 'paid', 'returned', 'corrected', 'reissued')
          and l.month >= ${plusMonths(monthOf(tx.today), -BACK_MONTHS)}
        group by l.month) s on true
    join lateral (select id, amount_fen from entitlement_version where entitlement_id = e.id
      order by (from_month <= s.month) desc, no desc limit 1) v on true
    left join lateral (
      select sum(case when p.state <> 'confirmed' then 0 when m.direction = 'back-pay' then m.amount_fen else -m.amount_fen end) as fen,
          bool_or(p.state = 'rejected' and m.direction = 'back-pay' and m.basis = ${basisOf}) as rejected_up,
          bool_or(p.state = 'rejected' and m.direction = 'recovery' and m.basis = ${basisOf}) as rejected_down
        from payment_adjustment_month m join payment_adjustment p on p.id = m.adjustment_id where m.entitlement_id = e.id and m.month = s.month and m.live) a on true
    where e.id = ${id} order by s.month limit 200`);

interface Wanted {
  month: YearMonth;
  basis: string;
  versionId: string;
  fen: Fen;
}

/** What is to be proposed for the months as they stand: too little, too much. A proposal that was rejected on the same ground is not made again. */
function wantedOf(all: readonly Position[]): Record<AdjustmentDirection, Wanted[]> {
  const wanted: Record<AdjustmentDirection, Wanted[]> = { 'back-pay': [], recovery: [] };
  for (const { month, basis, versionId, ...p } of all) {
    const missing = p.dueFen - p.committedFen - p.settledFen;
    // 退回来的钱不在家庭手里，不用追回。
    const tooMuch = Math.min(-missing, p.outFen + p.settledFen);
    if (missing > 0 && !p.rejectedUp) wanted['back-pay'].push({ month, basis, versionId, fen: missing });
    if (tooMuch > 0 && !p.rejectedDown) wanted.recovery.push({ month, basis, versionId, fen: tooMuch });
  }
  return wanted;
}

/**
 * Compares what is due with what left, and proposes the difference: back-pay and recovery apart, one proposal each. Run whenever an
 * amount changes; run again it changes nothing. Proposals that no longer hold make room for the new ones.
 */
export async function proposeAdjustments(tx: Tx, of: { id: EntitlementId; reason: string }): Promise<AdjustmentId[]> {
  const entitlement = await tx.one<{ programme: string; personId: string; householdId: string | null; division: DivisionCode }>(
    sql`select programme, person_id, household_id, division from entitlement where id = ${of.id} for update`,
  );
  const wanted = wantedOf(await positions(tx, of.id));
  const made: AdjustmentId[] = [];
  for (const direction of ['back-pay', 'recovery'] as const) {
    const months = wanted[direction];
    const open = await tx.maybe<{ id: AdjustmentId; months: { month: YearMonth; basis: string; fen: Fen }[] }>(sql`select a.id,
        (select jsonb_agg(jsonb_build_object('month', m.month, 'basis', m.basis, 'fen', m.amount_fen) order by m.month) from payment_adjustment_month m where m.adjustment_id = a.id) as months
      from payment_adjustment a where a.entitlement_id = ${of.id} and a.direction = ${direction} and a.state = 'proposed'`);
    const same =
      open?.months.length === months.length &&
      months.every(
        (m, i) => open.months[i]!.month === m.month && open.months[i]!.fen === m.fen && open.months[i]!.basis === m.basis,
      );
    if (same) continue;
    if (open) {
      await tx.run(sql`update payment_adjustment set state = 'superseded' where id = ${open.id}`);
      await tx.run(sql`update payment_adjustment_month set live = false where adjustment_id = ${open.id}`);
    }
    if (months.length === 0) continue;
    const id: AdjustmentId = newId();
    const last = months.at(-1)!;
    const amountFen = months.reduce((sum, m) => sum + m.fen, 0);
    await tx.run(sql`insert into payment_adjustment (id, entitlement_id, direction, programme, person_id, household_id, division, version_id, amount_fen, reason, proposed_at, proposed_by)
      values (${id}, ${of.id}, ${direction}, ${entitlement.programme}, ${entitlement.personId}, ${entitlement.householdId}, ${entitlement.division}, ${last.versionId},
        ${amountFen}, ${of.reason}, ${tx.now}, ${tx.actor.id})`);
    await tx.run(sql`insert into payment_adjustment_month (adjustment_id, entitlement_id, division, direction, month, basis, amount_fen)
      select ${id}, ${of.id}, ${entitlement.division}, ${direction}, m.month, m.basis, m.fen
      from unnest(${months.map((m) => m.month)}::text[], ${months.map((m) => m.basis)}::text[], ${months.map((m) => m.fen)}::bigint[]) m(month, basis, fen)`);
    await recordAudit(tx, {
      action: 'payment-adjustment.proposed',
      subject: { kind: 'payment-adjustment', id },
      personId: entitlement.personId,
      division: entitlement.division,
      detail: { direction, amountFen, months: months.length },
    });
    made.push(id);
  }
  return made;
}

/** Months and amounts of confirmed back-pay that no line carries yet: rows for the lines of a batch. */
export const confirmedBackPay = (order: { programme: string; month: YearMonth }, area: Sql): Sql =>
  sql`select a.entitlement_id, a.version_id, a.person_id, a.household_id, a.division, ${order.month} as month, a.amount_fen, a.id::text as cause,
      (select jsonb_object_agg(m.month, m.amount_fen) from payment_adjustment_month m where m.adjustment_id = a.id) as covers, null::uuid as reissue_of,
      0::bigint as offset_fen, null::uuid as offset_of
    from payment_adjustment a
    where a.programme = ${order.programme} and ${area} and a.direction = 'back-pay' and a.state = 'confirmed' and a.line_id is null`;

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
  | 'PARAM_MISSING';

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
      const rows = await tx.rows<{
        id: AdjustmentId;
        entitlementId: EntitlementId;
        state: string;
        proposedBy: string;
        direction: AdjustmentDirection;
        amountFen: Fen;
      }>(
        sql`select id, entitlement_id, state, proposed_by, direction, amount_fen from payment_adjustment where id = any(${ids}::uuid[]) order by id for update`,
      );
      if (rows.length < ids.length) return fail('NOT_FOUND');
      if (rows.some((row) => row.state !== 'proposed')) return fail('ADJUSTMENT_DECIDED');
      if (rows.some((row) => row.proposedBy === actor.id)) return fail('ADJUSTMENT_OWN');
      const confirming = command.decision === 'confirm';
      if (confirming && !command.classification && rows.some((row) => row.direction === 'recovery'))
        return fail('CLASSIFICATION_MISSING');
      await tx.run(sql`update payment_adjustment set state = ${confirming ? 'confirmed' : 'rejected'}, decided_at = ${tx.now}, decided_by = ${actor.id},
        decided_name = ${actor.name}, note = ${note || null} where id = any(${ids}::uuid[])`);
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
      mine: proposedBy === tx.actor.id,
    })),
    next: rows.length > PAGE ? shown.at(-1)!.id : null,
  };
}
