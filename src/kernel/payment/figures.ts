/** Figures counted from the paid lines themselves: each one opens the lines that it counts (`figureLines`). */
import { type Sql, sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { plusMonths } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { levelOf, scopeRange } from '../division/index.ts';
import type { DivisionCode, Fen, YearMonth } from '../schema/index.ts';
import { anyRow, whenDue } from '../worker/server.ts';
import type { FigureRow } from './index.ts';

export interface FigureFilter {
  from: YearMonth;
  /** Up to and including. */
  to: YearMonth;
  division: DivisionCode;
  programme?: string;
}

/** Per head, half up to the fen; 0 where there is nobody. */
export const average = (sumFen: Fen, persons: number): Fen =>
  persons === 0 ? 0 : Math.floor((2 * sumFen + persons) / (2 * persons));

/** The last month, of this one and those of the year before it, of which anything has been paid; null when nothing has. */
export async function lastPaidMonth(tx: Tx, of: Omit<FigureFilter, 'from' | 'to'>): Promise<YearMonth | null> {
  const { lo, hi } = scopeRange(of.division);
  const months = Array.from({ length: 14 }, (_, i) => plusMonths(tx.today.slice(0, 7) as YearMonth, 1 - i));
  const { month } = await tx.one<{ month: YearMonth | null }>(sql`select max(m) as month from unnest(${months}::text[]) as m
    where exists (select 1 from payment_line where month = m and state = 'paid' and division >= ${lo} and division < ${hi}
      and ${of.programme ? sql`programme = ${of.programme}` : sql`true`})`);
  return month;
}

type Counted = Omit<FigureRow, 'countyName' | 'averageFen' | 'county'> & { county: DivisionCode | null };

/** Counted from the lines themselves, by county and month and (county null) by month. */
const countLines = (tx: Tx, of: Sql): Promise<Counted[]> =>
  tx.rows<Counted>(sql`
    with paid as (
      select entitlement_id, household_id, left(division, 6) || '000000' as county, month, sum(amount_fen)::bigint as fen from payment_line
      where state = 'paid' and ${of}
      group by entitlement_id, household_id, left(division, 6), month),
    people as (
      select p.county, p.month, count(distinct m.person_id)::int as persons from paid p
      join entitlement_member m on m.entitlement_id = p.entitlement_id and m.months @> month_no(p.month) group by grouping sets ((p.county, p.month), (p.month))),
    money as (
      select county, month, count(distinct coalesce(household_id, entitlement_id))::int as households, sum(fen)::bigint as sum_fen from paid group by grouping sets ((county, month), (month)))
    select money.county, money.month, coalesce(people.persons, 0) as persons, money.households, money.sum_fen
    from money left join people on people.month = money.month and people.county is not distinct from money.county
    order by money.month desc, money.county limit 600`);

/** Months whose lines changed since they were counted are counted now; the others are read as they were kept. */
async function countedOrKept(tx: Tx, { from, to, division }: FigureFilter): Promise<Counted[]> {
  const stale = await tx.rows<{ month: YearMonth }>(
    sql`select distinct month from payment_figure_stale where month >= ${from} and month <= ${to} limit 600`,
  );
  const months = stale.map(({ month }) => month);
  const { lo, hi } = scopeRange(division);
  const kept = await tx.rows<
    Omit<Counted, 'county'> & { division: DivisionCode }
  >(sql`select month, division, persons, households, sum_fen from payment_figure
    where month >= ${from} and month <= ${to} and month <> all (${months}::text[]) and division >= ${lo} and division < ${hi} order by month desc, division limit 600`);
  const fresh =
    months.length > 0
      ? await countLines(tx, sql`month = any (${months}::text[]) and division >= ${lo} and division < ${hi}`)
      : [];
  return [
    ...kept.map(({ division: place, ...row }): Counted => ({ county: place === tx.city ? null : place, ...row })),
    // A county is its own total.
    ...(levelOf(division) === 'county' ? kept.map(({ division: _, ...row }): Counted => ({ county: null, ...row })) : []),
    ...fresh,
  ].sort((a, b) => b.month.localeCompare(a.month) || (a.county ?? '~').localeCompare(b.county ?? '~'));
}

/**
 * Paid amounts, households and persons covered, by county and month of entitlement; at most 600 rows, newest month first. A returned line
 * counts when its reissue is paid, in the month for which it was due. `total` counts a person once per month.
 */
export async function figures(
  tx: Tx,
  filter: FigureFilter,
): Promise<{ rows: FigureRow[]; totals: Omit<FigureRow, 'county' | 'countyName'>[] }> {
  if (tx.actor.kind === 'resident' || tx.actor.kind === 'public') return { rows: [], totals: [] };
  const { programme, from, to, division } = filter;
  const { lo, hi } = scopeRange(division);
  const known = !programme && (levelOf(division) === 'city' || levelOf(division) === 'county');
  const counted = known
    ? await countedOrKept(tx, filter)
    : await countLines(
        tx,
        sql`month >= ${from} and month <= ${to} and division >= ${lo} and division < ${hi} and ${programme ? sql`programme = ${programme}` : sql`true`}`,
      );
  const rows: FigureRow[] = [];
  const totals: Omit<FigureRow, 'county' | 'countyName'>[] = [];
  for (const { county, ...row } of counted) {
    const averageFen = average(row.sumFen, row.persons);
    if (county === null) totals.push({ ...row, averageFen });
    else rows.push({ county, countyName: tx.divisions.get(county)?.name ?? county, ...row, averageFen });
  }
  return { rows, totals };
}

/**
 * Counts again, month by month, what changed since it was counted, and keeps it; gives how many months. Only what is committed is ticked off, so a payment that
 * commits meanwhile is counted by the next round.
 */
export const keepFigures = whenDue(
  (tx) => anyRow(tx, sql`payment_figure_stale`),
  async (context) => {
    const actor = systemActor('payment-figures', context.city);
    for (let months = 0; ; months++) {
      const counted = await context.write(actor, async (tx) => {
        await tx.run(sql`lock table payment_figure in share row exclusive mode`);
        const [stale] = await tx.rows<{ month: YearMonth }>(sql`delete from payment_figure_stale
        where month = (select month from payment_figure_stale order by id limit 1) returning month`);
        if (!stale) return false;
        const { month } = stale;
        const rows = await countLines(tx, sql`month = ${month}`);
        await tx.run(sql`delete from payment_figure where month = ${month}`);
        await tx.run(sql`insert into payment_figure (month, division, persons, households, sum_fen)
        select * from unnest(${rows.map((r) => r.month)}::text[], ${rows.map((r) => r.county ?? tx.city)}::text[], ${rows.map((r) => r.persons)}::int[],
          ${rows.map((r) => r.households)}::int[], ${rows.map((r) => r.sumFen)}::bigint[])`);
        return true;
      });
      if (!counted) return months;
    }
  },
);
