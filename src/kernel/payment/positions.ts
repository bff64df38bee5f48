/** What of each month was due, was sent and is with the household, and what was confirmed of it: from here it is told what is too little and what is too much. */
import { type Sql, sql } from '../../database/sql.ts';
import { monthOf, plusMonths } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import type { Fen, YearMonth } from '../schema/index.ts';
import type { EntitlementId } from './index.ts';
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
  /** What was confirmed of the month, on balance: what is paid besides less what is asked back. */
  settledFen: Fen;
  /** What is asked back. */
  askedFen: Fen;
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
      coalesce(a.fen, 0)::bigint as settled_fen, coalesce(a.asked_fen, 0)::bigint as asked_fen, coalesce(a.rejected_up, false) as rejected_up, coalesce(a.rejected_down, false) as rejected_down
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
      select sum(case when p.state <> 'confirmed' then 0 when m.direction = 'back-pay' then m.amount_fen else m.lessened_fen - m.amount_fen end) as fen,
          sum(m.amount_fen - m.lessened_fen) filter (where p.state = 'confirmed' and m.direction = 'recovery') as asked_fen,
          bool_or(p.state = 'rejected' and m.direction = 'back-pay' and m.basis = ${basisOf}) as rejected_up,
          bool_or(p.state = 'rejected' and m.direction = 'recovery' and m.basis = ${basisOf}) as rejected_down
        from payment_adjustment_month m join payment_adjustment p on p.id = m.adjustment_id where m.entitlement_id = e.id and m.month = s.month and m.live) a on true
    where e.id = any(${[...ids]}::uuid[]) order by e.id, s.month`);

/** What was sent or promised too little; while something is disputed, only as far as that is not. */
export const missingOf = (p: Position): Fen => Math.min(p.dueFen, p.undisputedFen ?? p.dueFen) - p.committedFen - p.settledFen;

/** Months for which more was sent, or is promised by what was confirmed, than is due. */
export const overOf = (all: readonly Position[]): Position[] => all.filter((p) => p.dueFen < p.committedFen + p.settledFen);

/** Lines `l` that pay for one of these months: as its month or, a difference, as one of those that it covers. */
export const paysFor = (months: readonly Pick<Position, 'entitlementId' | 'month'>[]): Sql => {
  const ids = months.map((p) => p.entitlementId);
  return sql`l.entitlement_id = any(${[...new Set(ids)]}::uuid[]) and exists (select from unnest(${ids}::uuid[], ${months.map((p) => p.month)}::text[]) o(entitlement_id, month)
    where o.entitlement_id = l.entitlement_id and case when l.covers is null then l.month = o.month else l.covers ? o.month end)`;
};
