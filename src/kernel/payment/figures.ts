/** Figures counted from the paid lines themselves: each one opens the lines that it counts (`figureLines`). */
import { sql } from '../../database/sql.ts';
import { plusMonths } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import type { DivisionCode, Fen, YearMonth } from '../schema/index.ts';
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

type Counted = Omit<FigureRow, 'countyName' | 'averageFen'>;

/**
 * Paid amounts, households and persons covered, by county and month of entitlement; at most 600 rows, newest month first. A returned line
 * counts when its reissue is paid, in the month for which it was due. `total` counts a person once per month.
 */
export async function figures(
  tx: Tx,
  filter: FigureFilter,
): Promise<{ rows: FigureRow[]; totals: Omit<FigureRow, 'county' | 'countyName'>[] }> {
  if (tx.actor.kind === 'resident' || tx.actor.kind === 'public') return { rows: [], totals: [] };
  const { lo, hi } = scopeRange(filter.division);
  const counted = await tx.rows<Counted & { county: DivisionCode | null }>(sql`
    with paid as (
      select entitlement_id, household_id, left(division, 6) || '000000' as county, month, sum(amount_fen)::bigint as fen from payment_line
      where state = 'paid' and month >= ${filter.from} and month <= ${filter.to} and division >= ${lo} and division < ${hi}
        and ${filter.programme ? sql`programme = ${filter.programme}` : sql`true`}
      group by entitlement_id, household_id, left(division, 6), month),
    people as (
      select p.county, p.month, count(distinct m.person_id)::int as persons from paid p
      join entitlement_member m on m.entitlement_id = p.entitlement_id and m.months @> month_no(p.month) group by grouping sets ((p.county, p.month), (p.month))),
    money as (
      select county, month, count(distinct coalesce(household_id, entitlement_id))::int as households, sum(fen)::bigint as sum_fen from paid group by grouping sets ((county, month), (month)))
    select money.county, money.month, coalesce(people.persons, 0) as persons, money.households, money.sum_fen
    from money left join people on people.month = money.month and people.county is not distinct from money.county
    order by money.month desc, money.county limit 600`);
  const rows: FigureRow[] = [];
  const totals: Omit<FigureRow, 'county' | 'countyName'>[] = [];
  for (const { county, ...row } of counted) {
    const averageFen = average(row.sumFen, row.persons);
    if (county === null) totals.push({ ...row, averageFen });
    else rows.push({ county, countyName: tx.divisions.get(county)?.name ?? county, ...row, averageFen });
  }
  return { rows, totals };
}
