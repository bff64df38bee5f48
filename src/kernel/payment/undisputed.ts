/** 没有争议的部分: what is paid of a month while the rest waits for a decision (`payUndisputed`). */
import { type Sql, sql } from '../../database/sql.ts';

/** What a month of an entitlement is held to; null where nothing is disputed. Such holds are few: they are gathered once, and the others cost no look-up. */
export const undisputedFen = (entitlement: Sql, month: Sql): Sql => sql`(select min(h.at_most_fen) from payment_hold h
  where ${entitlement} in (select entitlement_id from payment_hold where released_at is null and at_most_fen is not null)
    and h.entitlement_id = ${entitlement} and h.released_at is null and (h.from_month is null or h.from_month <= ${month}))`;

/** Lines `l` that keep something back and may still be paid: one that was held when its list left never is, its month is paid in full by another. */
export const keepsBack = sql`l.state not in ('paid', 'ended', 'recovered', 'reissued')
  and not (l.state = 'on-hold' and exists (select from payment_batch b where b.id = l.batch_id and b.sent_by is not null))`;

/** Assignments for a line `l` that pays so much from now on: what is kept back of it stays kept back where it is less than that. */
export const keepingBack = (fen: Sql): Sql => {
  const kept = sql`case when l.offset_fen < ${fen} then l.offset_fen else 0 end`;
  return sql`amount_fen = ${fen} - ${kept}, offset_fen = ${kept}, offset_of = case when l.offset_fen < ${fen} then l.offset_of end`;
};
