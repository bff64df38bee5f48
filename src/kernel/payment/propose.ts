/**
 * Late facts and money that has already left (4.6, 5.14): what was paid too little or too much becomes a proposal with its months and
 * reason, which another person confirms. Nothing is paid or asked back on a proposal alone.
 */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import type { DivisionCode, Fen, YearMonth } from '../schema/index.ts';
import type { AdjustmentDirection, AdjustmentId, EntitlementId, LineId } from './index.ts';
import { lessenDebts } from './lessen.ts';
import { openAgain } from './open-again.ts';
import { missingOf, overOf, type Position, paysFor, positions } from './positions.ts';
import { lockUnsent, recompute } from './totals.ts';

interface Wanted {
  month: YearMonth;
  basis: string;
  versionId: string;
  fen: Fen;
}

const keyOf = (entitlementId: EntitlementId, direction: AdjustmentDirection): string => `${entitlementId} ${direction}`;

/** What is to be proposed for the months as they stand: too little, too much. A proposal that was rejected on the same ground is not made again. */
function wantedOf(all: readonly Position[]): Map<string, Wanted[]> {
  const wanted = new Map<string, Wanted[]>();
  const add = (key: string, month: Wanted) => wanted.set(key, [...(wanted.get(key) ?? []), month]);
  for (const p of all) {
    const { entitlementId, month, basis, versionId } = p;
    // 退回来的钱不在家庭手里，不用追回。
    const tooMuch = Math.min(p.committedFen + p.settledFen - p.dueFen, p.outFen + p.settledFen);
    const missing = missingOf(p);
    if (missing > 0 && !p.rejectedUp) add(keyOf(entitlementId, 'back-pay'), { month, basis, versionId, fen: missing });
    if (tooMuch > 0 && !p.rejectedDown) add(keyOf(entitlementId, 'recovery'), { month, basis, versionId, fen: tooMuch });
  }
  return wanted;
}

/** Second sendings and differences of such months that have not left come off their lists; what comes of them is open again. */
async function takeOffLists(tx: Tx, over: readonly Position[], reason: string): Promise<void> {
  const waiting = sql`l.state in ('pending', 'on-hold') and l.kind <> 'regular' and ${paysFor(over)}`;
  const batches = await lockUnsent(tx, waiting);
  const ended = await tx.rows<{ id: LineId }>(sql`update payment_line l set state = 'ended', hold_code = null, hold_reason = null
    where ${waiting} and (l.state = 'on-hold' or l.batch_id = any(${batches}::uuid[])) returning l.id`);
  await openAgain(
    tx,
    ended.map((line) => line.id),
  );
  await recompute(tx, batches, reason);
}

/**
 * Confirmed back-pay that has not left is taken back where its months are no longer due (a death told late): sent, it would only have to be
 * asked back, and it must not be asked back without having been sent. Answers whether any was; what is left of it is proposed anew.
 */
async function takeBackUnsent(tx: Tx, all: readonly Position[], reason: string): Promise<boolean> {
  const over = overOf(all);
  if (over.length === 0) return false;
  await takeOffLists(tx, over, reason);
  const taken = await tx.rows<{ id: AdjustmentId }>(sql`update payment_adjustment a set state = 'superseded'
    where a.state = 'confirmed' and a.direction = 'back-pay' and a.line_id is null and exists (
      select from payment_adjustment_month m join unnest(${over.map((p) => p.entitlementId)}::uuid[], ${over.map((p) => p.month)}::text[]) o(entitlement_id, month)
        on o.entitlement_id = m.entitlement_id and o.month = m.month where m.adjustment_id = a.id)
    and a.entitlement_id = any(${[...new Set(over.map((p) => p.entitlementId))]}::uuid[]) returning a.id`);
  if (taken.length === 0) return false;
  await tx.run(
    sql`update payment_adjustment_month set live = false where adjustment_id = any(${taken.map((a) => a.id)}::uuid[])`,
  );
  return true;
}

interface Open {
  id: AdjustmentId;
  entitlementId: EntitlementId;
  direction: AdjustmentDirection;
  months: { month: YearMonth; basis: string; fen: Fen }[];
}

const same = (open: Open, months: readonly Wanted[]): boolean =>
  open.months.length === months.length &&
  months.every((m, i) => open.months[i]!.month === m.month && open.months[i]!.fen === m.fen && open.months[i]!.basis === m.basis);

/**
 * Compares what is due with what left, for one entitlement or a hundred thousand, and proposes the difference: back-pay and recovery apart, one
 * proposal each. Run whenever an amount changes; run again it changes nothing. Proposals that no longer hold make room for the new ones.
 */
export async function proposeAdjustments(tx: Tx, of: { ids: readonly EntitlementId[]; reason: string }): Promise<AdjustmentId[]> {
  const entitlements = await tx.rows<{
    id: EntitlementId;
    programme: string;
    personId: string;
    householdId: string | null;
    division: DivisionCode;
  }>(
    sql`select id, programme, person_id, household_id, division from entitlement where id = any(${[...of.ids]}::uuid[]) order by id for update`,
  );
  let all = await positions(tx, of.ids);
  if (await takeBackUnsent(tx, all, of.reason)) all = await positions(tx, of.ids);
  if (await lessenDebts(tx, all, of.reason)) all = await positions(tx, of.ids);
  const wanted = wantedOf(all);
  const open = await tx.rows<Open>(sql`select a.id, a.entitlement_id, a.direction,
      (select jsonb_agg(jsonb_build_object('month', m.month, 'basis', m.basis, 'fen', m.amount_fen) order by m.month) from payment_adjustment_month m where m.adjustment_id = a.id) as months
    from payment_adjustment a where a.entitlement_id = any(${[...of.ids]}::uuid[]) and a.state = 'proposed'`);
  const outdated: AdjustmentId[] = [];
  for (const proposal of open) {
    const key = keyOf(proposal.entitlementId, proposal.direction);
    if (same(proposal, wanted.get(key) ?? [])) wanted.delete(key);
    else outdated.push(proposal.id);
  }
  if (outdated.length > 0) {
    await tx.run(sql`update payment_adjustment set state = 'superseded' where id = any(${outdated}::uuid[])`);
    await tx.run(
      sql`update payment_adjustment_month set live = false, open = false where adjustment_id = any(${outdated}::uuid[])`,
    );
  }
  const made = entitlements.flatMap((e) =>
    (['back-pay', 'recovery'] as const).flatMap((direction) => {
      const months = wanted.get(keyOf(e.id, direction));
      return months
        ? [{ ...e, direction, months, adjustmentId: newId() as AdjustmentId, fen: months.reduce((sum, m) => sum + m.fen, 0) }]
        : [];
    }),
  );
  if (made.length > 0) await writeProposals(tx, made, of.reason);
  return made.map((m) => m.adjustmentId);
}

interface Made {
  adjustmentId: AdjustmentId;
  id: EntitlementId;
  direction: AdjustmentDirection;
  programme: string;
  personId: string;
  householdId: string | null;
  division: DivisionCode;
  fen: Fen;
  months: readonly Wanted[];
}

async function writeProposals(tx: Tx, made: readonly Made[], reason: string): Promise<void> {
  const all = <T>(pick: (m: Made) => T): T[] => made.map(pick);
  await tx.run(sql`insert into payment_adjustment (id, entitlement_id, direction, programme, person_id, household_id, division, version_id, amount_fen, reason, proposed_at, proposed_by)
    select m.*, ${reason}, ${tx.now}::timestamptz, ${tx.actor.id} from unnest(${all((m) => m.adjustmentId)}::uuid[], ${all((m) => m.id)}::uuid[], ${all((m) => m.direction)}::text[], ${all((m) => m.programme)}::text[],
      ${all((m) => m.personId)}::uuid[], ${all((m) => m.householdId)}::uuid[], ${all((m) => m.division)}::text[], ${all((m) => m.months.at(-1)!.versionId)}::uuid[], ${all((m) => m.fen)}::bigint[]) m`);
  const months = made.flatMap((m) => m.months.map((month) => ({ ...m, ...month })));
  const each = <T>(pick: (m: (typeof months)[number]) => T): T[] => months.map(pick);
  await tx.run(sql`insert into payment_adjustment_month (adjustment_id, entitlement_id, division, direction, month, basis, amount_fen)
    select m.* from unnest(${each((m) => m.adjustmentId)}::uuid[], ${each((m) => m.id)}::uuid[], ${each((m) => m.division)}::text[], ${each((m) => m.direction)}::text[],
      ${each((m) => m.month)}::text[], ${each((m) => m.basis)}::text[], ${each((m) => m.fen)}::bigint[]) m`);
  const [first] = made;
  await recordAudit(tx, {
    action: 'payment-adjustment.proposed',
    subject: { kind: 'payment-adjustment', id: first!.adjustmentId },
    personIds: [...new Set(made.map((m) => m.personId))],
    division: first!.division,
    detail: { proposals: made.length, amountFen: made.reduce((sum, m) => sum + m.fen, 0), months: months.length },
  });
}
