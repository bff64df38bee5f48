/** The lines of a list: for which months, how much, to which account, and what of it is kept back. Each statement is written for a whole county. */
import { type Sql, sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import type { DivisionCode, YearMonth } from '../schema/index.ts';
import type { BatchId, OverpaymentId } from './index.ts';
import { MISSING_ACCOUNT, payeeInList } from './payees.ts';
import { keepsBack } from './undisputed.ts';

/** Missed months are made up for at most a year back: older ones need a decision of their own. */
export const ARREARS_MONTHS = 12;

/** Which list: a programme's of a county (12 digits) for a month. */
export interface ListKey {
  programme: string;
  county: DivisionCode;
  month: YearMonth;
}

/** Lines of a batch from rows (entitlement_id, version_id, person_id, household_id, division, month, amount_fen, cause, covers, reissue_of, offset_fen, offset_of). Ids keep the time of the batch. */
export function insertLines(
  tx: Tx,
  batch: { id: BatchId; programme: string; kind: 'regular' | 'reissue' | 'back-pay' },
  rows: Sql,
): Promise<number> {
  return tx.run(sql`insert into payment_line (id, batch_id, no, entitlement_id, version_id, programme, person_id, household_id, division, month, kind, cause, covers, amount_fen,
      account_id, account_digest, account_last4, state, hold_code, hold_reason, reissue_of, offset_fen, offset_of)
    select (left(${batch.id}, 18) || '-8' || substr(${batch.id}, 21, 3) || '-' || lpad(to_hex(n.no), 12, '0'))::uuid, ${batch.id}::uuid, n.no,
      n.entitlement_id, n.version_id, ${batch.programme}, n.person_id, n.household_id, n.division, n.month, ${batch.kind}, n.cause, n.covers, n.amount_fen,
      a.id, a.account_digest, a.last4, case when a.id is null then 'on-hold' else 'pending' end,
      case when a.id is null then 'account-missing' end, case when a.id is null then ${MISSING_ACCOUNT} end, n.reissue_of, n.offset_fen, n.offset_of
    from (select r.*, (select coalesce(max(no), 0) from payment_line where batch_id = ${batch.id}::uuid) + row_number() over (order by r.division, r.person_id, r.month) as no from (${rows}) r) n
    left join lateral (${payeeInList(sql`n.entitlement_id`, sql`n.month`)}) y on true
    left join lateral (${accountOf(sql`case when y.owner_id is null then n.person_id else y.owner_id end`)}) a on true
    on conflict (person_id, month, programme, kind, cause, entitlement_id, live) do nothing`);
}

/**
 * The open account of an owner, by one index probe for each line: as a plain join it was planned as a loop over all accounts, because the number
 * of lines cannot be foreseen. `case`, not `coalesce`: under row-level security only what is known to leak nothing may use an index.
 */
const accountOf = (owner: Sql): Sql =>
  sql`select id, account_digest, last4 from payout_account where owner_id = ${owner} and valid_to is null limit 1`;

/** A half-open range of division codes. */
interface Range {
  lo: string;
  hi: string;
}

/** Entitlements that one statement makes lines for: a large county is done in several, each well within the time that a statement may take. */
const MOST_AT_ONCE = 20_000;

/** The county in ranges of whole townships of so many entitlements, in the order of their codes; nearly always one. */
export async function rangesOf(tx: Tx, order: Pick<ListKey, 'programme' | 'county'>, most = MOST_AT_ONCE): Promise<Range[]> {
  const { lo, hi } = scopeRange(order.county);
  const townships = await tx.rows<{
    township: string;
    count: number;
  }>(sql`select left(division, 9) as township, count(*)::int as count
    from entitlement where programme = ${order.programme} and division >= ${lo} and division < ${hi} group by 1 order by 1`);
  const starts = [lo];
  let count = 0;
  for (const township of townships) {
    if (count > 0 && count + township.count > most) {
      starts.push(township.township);
      count = 0;
    }
    count += township.count;
  }
  return starts.map((start, i) => ({ lo: start, hi: starts[i + 1] ?? hi }));
}

/** What is due for each month by the version known last. */
const versionFor = (month: Sql): Sql =>
  sql`(select id, amount_fen from entitlement_version where entitlement_id = e.id and from_month <= ${month} order by no desc limit 1)`;

/** What may be kept back from a month: the share that is allowed, and the debts that this run has locked. */
export interface Offsets {
  percent: number;
  debts: readonly OverpaymentId[];
}

/** What is kept back from the batch's own month for an overpayment that is being offset: the agreed sum, what is open, at most the share allowed. */
const offsetFor = (order: ListKey & { offsets: Offsets }, month: Sql, amount: Sql): Sql =>
  sql`(select d.id, least(r.monthly_fen, d.amount_fen - d.recovered_fen - d.written_off_fen - coalesce(w.fen, 0), ${amount} * ${order.offsets.percent}::int / 100, ${amount} - 1)::bigint as fen
    from overpayment d join recovery_plan r on r.overpayment_id = d.id and r.ended_at is null and r.method = 'offset'
    left join lateral (select sum(l.offset_fen) as fen from payment_line l where l.offset_of = d.id and ${keepsBack}) w on true
    where e.id in (select entitlement_id from overpayment where id = any(${[...order.offsets.debts]}::uuid[]))
      and d.entitlement_id = e.id and d.id = any(${[...order.offsets.debts]}::uuid[]) and ${month} = month_no(${order.month}) and r.from_month <= ${order.month}
      and d.amount_fen > d.recovered_fen + d.written_off_fen + coalesce(w.fen, 0)
    order by d.opened_on, d.id limit 1)`;

/**
 * The months, up to that of the batch, that no line has paid for yet. Holds and overpayments are few: the entitlements that have one are
 * gathered once (`in`), and the others cost no look-up of their own. The look at the lines stays one probe of the index of entitlements: as an
 * anti-join it was planned as a loop over all lines whenever the statistics were old, and by month, kind or state (which are written here so that
 * no index answers to them) every line of the month is read for each entitlement.
 */
export function missingMonths(order: ListKey & { offsets: Offsets }, { lo, hi }: Range): Sql {
  return sql`select e.id as entitlement_id, v.id as version_id, e.person_id, e.household_id, e.division, month_of(m.no) as month, least(v.amount_fen, h.fen) - coalesce(o.fen, 0) as amount_fen,
      e.cause, null::jsonb as covers, null::uuid as reissue_of, coalesce(o.fen, 0) as offset_fen, o.id as offset_of
    from entitlement e
    cross join lateral generate_series(greatest(lower(e.months), month_no(${order.month}) - ${ARREARS_MONTHS}::int), month_no(${order.month})) m(no)
    cross join lateral ${versionFor(sql`month_of(m.no)`)} v
    left join lateral (select min(at_most_fen) as fen from payment_hold
      where e.id in (select entitlement_id from payment_hold where released_at is null) and entitlement_id = e.id and released_at is null and (from_month is null or from_month <= month_of(m.no))) h on true
    left join lateral ${offsetFor(order, sql`m.no`, sql`least(v.amount_fen, h.fen)`)} o on o.fen > 0
    where e.programme = ${order.programme} and e.division >= ${lo} and e.division < ${hi} and e.months @> m.no
      and (select l.id from payment_line l where l.entitlement_id = e.id and month_no(l.month) = m.no and l.kind || '' = 'regular' and l.state || '' <> 'ended' limit 1) is null`;
}
