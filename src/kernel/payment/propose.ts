/**
 * Late facts and money that has already left (4.6, 5.14): what was paid too little or too much becomes a proposal with its months and
 * reason, which another person confirms. Nothing is paid or asked back on a proposal alone.
 */
import { type Sql, sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { monthOf, plusMonths } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import type { DivisionCode, Fen, YearMonth } from '../schema/index.ts';
import type { AdjustmentDirection, AdjustmentId, EntitlementId, LineId } from './index.ts';
import { openAgain } from './open-again.ts';
import { lockUnsent, recompute } from './totals.ts';
import { undisputedFen } from './undisputed.ts';

/** Months are looked at for so long back: older ones need a decision of their own. */
const BACK_MONTHS = 36;

export interface Position {
  entitlementId: EntitlementId;
  month: YearMonth;
  basis: string;
  versionId: string;
  /** Due by what is known now. */
  dueFen: Fen;
  /** No more than this while the rest is disputed; null where nothing is. */
  undisputedFen: Fen | null;
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

/** Every month for which money left, or is on its way, of these entitlements. */
export const positions = (tx: Tx, ids: readonly EntitlementId[]): Promise<Position[]> =>
  tx.rows<Position>(sql`
    select e.id as entitlement_id, s.month, ${basisOf} as basis, v.id as version_id,
      case when e.months @> month_no(s.month) then v.amount_fen else 0 end as due_fen, ${undisputedFen(sql`e.id`, sql`s.month`)} as undisputed_fen, s.committed_fen, s.out_fen,
      coalesce(a.fen, 0)::bigint as settled_fen, coalesce(a.rejected_up, false) as rejected_up, coalesce(a.rejected_down, false) as rejected_down
    from entitlement e
    join lateral (
      select l.month, sum(l.amount_fen + l.offset_fen) filter (where l.kind = 'regular')::bigint as committed_fen,
          coalesce(sum(l.amount_fen + l.offset_fen) filter (where l.state in ('sent', 'paid')), 0)::bigint as out_fen
        from payment_line l where l.entitlement_id = e.id and l.covers is null and l.state in ('sent', 'paid', 'returned', 'corrected', 'reissued')
          and l.month >= ${plusMonths(monthOf(tx.today), -BACK_MONTHS)}
        group by l.month) s on true
    join lateral (select id, amount_fen from entitlement_version where entitlement_id = e.id
      order by (from_month <= s.month) desc, no desc limit 1) v on true
    left join lateral (
      select sum(case when p.state <> 'confirmed' then 0 when m.direction = 'back-pay' then m.amount_fen else -m.amount_fen end) as fen,
          bool_or(p.state = 'rejected' and m.direction = 'back-pay' and m.basis = ${basisOf}) as rejected_up,
          bool_or(p.state = 'rejected' and m.direction = 'recovery' and m.basis = ${basisOf}) as rejected_down
        from payment_adjustment_month m join payment_adjustment p on p.id = m.adjustment_id where m.entitlement_id = e.id and m.month = s.month and m.live) a on true
    where e.id = any(${[...ids]}::uuid[]) order by e.id, s.month`);

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
  for (const { entitlementId, month, basis, versionId, ...p } of all) {
    const missing = p.dueFen - p.committedFen - p.settledFen;
    // 退回来的钱不在家庭手里，不用追回。
    const tooMuch = Math.min(-missing, p.outFen + p.settledFen);
    // 听取意见以前，有争议的部分不补。
    const undisputed = Math.min(missing, (p.undisputedFen ?? p.dueFen) - p.committedFen - p.settledFen);
    if (undisputed > 0 && !p.rejectedUp) add(keyOf(entitlementId, 'back-pay'), { month, basis, versionId, fen: undisputed });
    if (tooMuch > 0 && !p.rejectedDown) add(keyOf(entitlementId, 'recovery'), { month, basis, versionId, fen: tooMuch });
  }
  return wanted;
}

/** Months for which more was sent, or is promised by what was confirmed, than is due. */
export const overOf = (all: readonly Position[]): Position[] => all.filter((p) => p.dueFen < p.committedFen + p.settledFen);

/** Lines `l` that pay for one of these months: as its month or, a difference, as one of those that it covers. */
export const paysFor = (months: readonly Pick<Position, 'entitlementId' | 'month'>[]): Sql => {
  const ids = months.map((p) => p.entitlementId);
  return sql`l.entitlement_id = any(${[...new Set(ids)]}::uuid[]) and exists (select from unnest(${ids}::uuid[], ${months.map((p) => p.month)}::text[]) o(entitlement_id, month)
    where o.entitlement_id = l.entitlement_id and case when l.covers is null then l.month = o.month else l.covers ? o.month end)`;
};

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
    await tx.run(sql`update payment_adjustment_month set live = false where adjustment_id = any(${outdated}::uuid[])`);
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
