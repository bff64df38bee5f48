/** Families and persons who receive a programme in a month, kept by place: what is not counted anew yet is read from the entitlements themselves. */
import { type Sql, sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import type { Context, Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import type { YearMonth } from '../schema/index.ts';

export interface Receiving {
  readonly programme: string;
  readonly month: YearMonth;
  readonly urbanRural: 'urban' | 'rural';
  readonly of: 'households' | 'persons';
}

/**
 * Rows division, num, den as they were kept; null where the month must be counted from the entitlements. For whoever sees the whole city: a family that has moved
 * out of an office's sight is in the count of its place, and not among the records which that office opens.
 */
export async function receivingSums(tx: Tx, { programme, month, urbanRural, of }: Receiving): Promise<Sql | null> {
  const { lo, hi } = scopeRange(tx.city);
  if (tx.actor.lo !== lo || tx.actor.hi !== hi) return null;
  const kept = await tx.maybe(sql`select 1 as kept from receiving_month where month = ${month}
    and not exists (select from receiving_stale s where s.months @> month_no(${month}))`);
  if (!kept) return null;
  const counted = of === 'households' ? sql`r.households` : sql`r.persons`;
  return sql`select r.division, ${counted} as num, ${counted} as den from receiving_figure r
    where r.month = ${month} and r.programme = ${programme} and r.urban_rural = ${urbanRural}`;
}

/**
 * Counts the months up to this one that were never counted or have changed since, the newest first, and keeps them; gives how many. Only what is committed is
 * ticked off, so a change that commits meanwhile is counted by the next round.
 */
export async function keepReceiving(context: Context): Promise<number> {
  const actor = systemActor('receiving-figures', context.city);
  for (let months = 0; ; months++) {
    const counted = await context.write(actor, async (tx) => {
      await tx.run(sql`lock table receiving_month in share row exclusive mode`);
      await tx.run(sql`with gone as (delete from receiving_stale returning months)
        delete from receiving_month m using gone where gone.months @> month_no(m.month)`);
      const next = await tx.maybe<{ month: YearMonth }>(sql`select month_of(n) as month
        from generate_series(month_no((select min(from_month) from entitlement)), month_no(${tx.today.slice(0, 7)})) as n
        where not exists (select from receiving_month m where m.month = month_of(n)) order by n desc limit 1`);
      if (!next) return false;
      await tx.run(sql`delete from receiving_figure where month = ${next.month}`);
      await tx.run(sql`insert into receiving_figure (programme, month, division, urban_rural, households, persons)
        select e.programme, ${next.month}, e.division, h.urban_rural, count(distinct e.id), count(m.person_id) from entitlement e join household h on h.id = e.household_id
          left join entitlement_member m on m.entitlement_id = e.id and m.months @> month_no(${next.month})
        where e.months @> month_no(${next.month}) group by 1, 3, 4`);
      await tx.run(sql`insert into receiving_month (month) values (${next.month})`);
      return true;
    });
    if (!counted) return months;
  }
}
