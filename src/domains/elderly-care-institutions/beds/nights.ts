/** Bed-nights by the course of each bed: a state lasts from the day on which a bed ended in it until the day on which it ended in another (`occupancy.ts` says the same of one month). */
import { type Sql, sql } from '../../../database/sql.ts';
import { startOf } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

/** Rows (institution_id, lived, usable) of the days from one up to another, which is not counted. */
export function bedNights(from: PlainDate, end: PlainDate): Sql {
  const in_ = (states: readonly string[]) =>
    sql`coalesce(sum(greatest(0, least(e.next, ${end}::date) - greatest(e.day, ${from}::date))) filter (where e.to_state = any(${states as string[]}::text[])), 0)`;
  return sql`select e.institution_id, ${in_(['occupied', 'on-leave'])} as lived,
        ${in_(['vacant', 'held', 'reserved', 'occupied', 'on-leave', 'cleaning', 'quarantine'])} as usable
      from (select v.institution_id, v.to_state, (v.at at time zone 'Asia/Shanghai')::date as day,
          coalesce(lead((v.at at time zone 'Asia/Shanghai')::date) over (partition by v.bed_id order by v.seq), ${end}::date) as next
        from care_bed_event v where v.at < ${startOf(end).toISOString()}) e
      group by e.institution_id`;
}
