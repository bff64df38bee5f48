/** Older persons counted by place: the denominator of much that a city plans, too many to be counted anew each time that somebody asks. */
import { type Sql, sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { addMonths } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import type { PlainDate } from '../schema/index.ts';
import { whenDue } from '../worker/server.ts';

/** 《老年人权益保障法》第二条：60周岁以上的公民。 */
export const OLDER_AGE = 60;

const livingBornBy = (on: PlainDate): Sql =>
  sql`p.life_state <> 'dead' and p.merged_into is null and p.birth_date <= ${addMonths(on, -12 * OLDER_AGE)}`;

/**
 * Rows division, persons: who lives and is 60 or older on a day, of each place within a range. Read as they were kept where the day was counted, but for places
 * where somebody came, went or died since, which are counted here: always what the registry comes to.
 */
export function olderByDivision({ lo, hi, on }: { lo: string; hi: string; on: PlainDate }): Sql {
  const counted = sql`(select exists (select from older_day where counted_on = ${on}::date))`;
  return sql`(select f.division, f.persons::bigint as persons from older_figure f
      where ${counted} and f.division >= ${lo} and f.division < ${hi} and not exists (select from older_stale s where s.division = f.division))
    union all
    (select s.division, n.persons from (select distinct division from older_stale where division >= ${lo} and division < ${hi}) s
      cross join lateral (select count(*) as persons from person p where p.division = s.division and ${livingBornBy(on)}) n
      where ${counted} and n.persons > 0)
    union all
    (select p.division, count(*) as persons from person p
      where not ${counted} and ${livingBornBy(on)} and p.division >= ${lo} and p.division < ${hi} group by p.division)`;
}

const toCount = (tx: Tx) =>
  tx.rows(
    sql`select 1 as due where not exists (select from older_day where counted_on = ${tx.today}::date) or exists (select from older_stale)`,
  );

/**
 * Counts all places on a new day, else those that have changed; gives whether there was anything to count. Only what is committed is ticked off, so a change that
 * commits meanwhile is counted by the next round.
 */
export const keepOlder = whenDue(toCount, (context) =>
  context.write(systemActor('older-figures', context.city), async (tx) => {
    if ((await toCount(tx)).length === 0) return false;
    await tx.run(sql`lock table older_day in share row exclusive mode`);
    const stale = await tx.rows<{ division: string }>(sql`delete from older_stale returning division`);
    const isNew = (await tx.run(sql`insert into older_day (counted_on) values (${tx.today}::date) on conflict do nothing`)) > 0;
    await tx.run(sql`delete from older_day where counted_on <> ${tx.today}::date`);
    const places = isNew ? null : [...new Set(stale.map(({ division }) => division))];
    const within = (column: Sql) => (places ? sql`${column} = any(${places}::text[])` : sql`true`);
    await tx.run(sql`delete from older_figure where ${within(sql`division`)}`);
    await tx.run(sql`insert into older_figure (division, persons)
      select p.division, count(*) from person p where ${livingBornBy(tx.today)} and ${within(sql`p.division`)} group by 1`);
    return true;
  }),
);
