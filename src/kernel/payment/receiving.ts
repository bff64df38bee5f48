/** Families and persons who receive a programme in a month, kept by place: what is not counted anew yet is read from the entitlements themselves. */
import { type Sql, sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import type { YearMonth } from '../schema/index.ts';
import { anyRow, whenDue } from '../worker/server.ts';

export interface Receiving {
  readonly programme: string;
  readonly month: YearMonth;
  readonly urbanRural: 'urban' | 'rural';
  readonly of: 'households' | 'persons';
}

/** Places whose families or members have changed since they were counted for the month. */
const stale = (programme: Sql, month: YearMonth): Sql =>
  sql`select s.division from receiving_stale s where s.programme = ${programme} and s.months @> month_no(${month})`;

/**
 * Rows division, num, den: as they were kept, but for the places where something has changed since, which are counted from the entitlements here; null where the
 * month has not been counted at all. For whoever sees the whole city: a family that has moved out of an office's sight is in the count of its place, and not among
 * the records which that office opens.
 */
export async function receivingSums(tx: Tx, { programme, month, urbanRural, of }: Receiving): Promise<Sql | null> {
  const { lo, hi } = scopeRange(tx.city);
  if (tx.actor.lo !== lo || tx.actor.hi !== hi) return null;
  if (!(await tx.maybe(sql`select 1 as kept from receiving_month where month = ${month}`))) return null;
  const [kept, anew] = of === 'households' ? [sql`r.households`, sql`n.households`] : [sql`r.persons`, sql`n.persons`];
  return sql`select r.division, ${kept}::bigint as num, ${kept}::bigint as den from receiving_figure r
      where r.month = ${month} and r.programme = ${programme} and r.urban_rural = ${urbanRural} and r.division not in (${stale(sql`${programme}`, month)})
    union all
    select n.division, ${anew}, ${anew} from (
        select e.division, count(distinct e.id) as households, count(m.person_id) as persons from entitlement e join household h on h.id = e.household_id
          left join entitlement_member m on m.entitlement_id = e.id and m.months @> month_no(${month})
        where e.programme = ${programme} and e.months @> month_no(${month}) and h.urban_rural = ${urbanRural} and e.division in (${stale(sql`${programme}`, month)})
        group by 1) n`;
}

/** Places counted again in one transaction. */
const PLACES = 200;

/** The newest month up to this one that was never counted. */
const uncounted = (tx: Tx): Sql =>
  sql`select month_of(n) as month from generate_series(month_no((select min(from_month) from entitlement)), month_no(${tx.today.slice(0, 7)})) as n
    where not exists (select from receiving_month m where m.month = month_of(n)) order by n desc limit 1`;

/** Counts some of the places again that have changed; gives how many. */
async function countPlaces(tx: Tx): Promise<number> {
  const gone = await tx.rows<{ programme: string; division: string; month: YearMonth | null }>(sql`with gone as (
        delete from receiving_stale where (programme, division) in (select distinct programme, division from receiving_stale order by 1, 2 limit ${PLACES})
        returning programme, division, months)
      select distinct g.programme, g.division, m.month from gone g left join receiving_month m on g.months @> month_no(m.month)`);
  const again = gone.filter(({ month }) => month !== null);
  const places = new Set(gone.map(({ programme, division }) => `${programme}/${division}`)).size;
  if (again.length === 0) return places;
  const parts = sql`unnest(${again.map((of) => of.programme)}::text[], ${again.map((of) => of.division)}::text[], ${again.map((of) => of.month)}::text[]) as o (programme, division, month)`;
  await tx.run(
    sql`delete from receiving_figure f using ${parts} where (f.programme, f.division, f.month) = (o.programme, o.division, o.month)`,
  );
  await tx.run(sql`insert into receiving_figure (programme, month, division, urban_rural, households, persons)
    select o.programme, o.month, o.division, h.urban_rural, count(distinct e.id), count(m.person_id)
    from ${parts} join entitlement e on e.programme = o.programme and e.division = o.division and e.months @> month_no(o.month) join household h on h.id = e.household_id
      left join entitlement_member m on m.entitlement_id = e.id and m.months @> month_no(o.month)
    group by 1, 2, 3, 4`);
  return places;
}

/** Counts one month as a whole; gives whether one was left. */
async function countMonth(tx: Tx): Promise<boolean> {
  const next = await tx.maybe<{ month: YearMonth }>(uncounted(tx));
  if (!next) return false;
  await tx.run(sql`insert into receiving_figure (programme, month, division, urban_rural, households, persons)
    select e.programme, ${next.month}, e.division, h.urban_rural, count(distinct e.id), count(m.person_id) from entitlement e join household h on h.id = e.household_id
      left join entitlement_member m on m.entitlement_id = e.id and m.months @> month_no(${next.month})
    where e.months @> month_no(${next.month}) group by 1, 3, 4`);
  await tx.run(sql`insert into receiving_month (month) values (${next.month})`);
  return true;
}

const toCount = (tx: Tx) => anyRow(tx, sql`receiving_stale`, sql`(${uncounted(tx)}) u`);

/**
 * Counts again the places that have changed, then the months that were never counted, and keeps them; gives how many of each. Only what is committed is ticked off,
 * so a change that commits meanwhile is counted by the next round.
 */
export const keepReceiving = whenDue(toCount, async (context) => {
  const actor = systemActor('receiving-figures', context.city);
  const done = { places: 0, months: 0 };
  for (;;) {
    const round = await context.write(actor, async (tx) => {
      if ((await toCount(tx)).length === 0) return { places: 0, months: 0 };
      await tx.run(sql`lock table receiving_month in share row exclusive mode`);
      const places = await countPlaces(tx);
      return { places, months: places === 0 && (await countMonth(tx)) ? 1 : 0 };
    });
    if (round.places + round.months === 0) return done;
    done.places += round.places;
    done.months += round.months;
  }
});
