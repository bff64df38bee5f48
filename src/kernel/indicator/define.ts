/** What an indicator is, all of them, who reads them, and the days that one counts. */

import { type Sql, sql } from '../../database/sql.ts';
import type { Performer } from '../access/index.ts';
import { firstDayOf, monthOf, plusDays, plusMonths } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../schema/index.ts';
import type { Better, Board, IndicatorKind, Period } from './index.ts';

/** The days that are counted, both included; never later than today. */
export interface Span {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly fromMonth: YearMonth;
  readonly toMonth: YearMonth;
  readonly division: DivisionCode;
  readonly lo: string;
  readonly hi: string;
}

export interface Indicator {
  readonly key: string;
  readonly zh: string;
  /** Numerator over denominator in words. */
  readonly definition: string;
  readonly kind: IndicatorKind;
  readonly period: Period;
  /** `lower`: the target is the most that may be (退回率, days). */
  readonly better?: Better;
  /** What is counted (件, 人次), where it is no share. */
  readonly unit?: string;
  /** Key of the parameter that holds the target. */
  readonly target?: string;
  readonly source: string;
  /** Id of the indicator of the city's plan that it feeds. */
  readonly plan?: string;
  /** Told as counts of the actor's own range only; its records are never listed. */
  readonly confidential?: true;
  /** Columns id, division, num, den, name, says, link, link_id: one row for each record that counts. */
  readonly rows: (tx: Tx, span: Span) => Promise<Sql>;
}

export interface DefinedBoard extends Board {
  readonly readers: readonly Performer[];
}
export interface Defined extends Indicator {
  readonly board: DefinedBoard;
}
export const indicators = new Map<string, Defined>();
export function defineIndicators(board: DefinedBoard, ...given: readonly Indicator[]): void {
  for (const indicator of given) {
    if (indicators.has(indicator.key)) throw new Error(`indicator ${indicator.key} is defined twice`);
    indicators.set(indicator.key, { ...indicator, board });
  }
}

type Rows = Indicator['rows'];
const contributed = new Map<string, Rows[]>();
/** More records of an indicator that another module defines: 床位 stand in institutions and in the community, the figure is one. Named by its key. */
export function contributeRows(key: string, rows: Rows): void {
  contributed.set(key, [...(contributed.get(key) ?? []), rows]);
}
/** All records of an indicator, whichever module keeps them. */
export async function rowsOf(tx: Tx, indicator: Indicator, span: Span): Promise<Sql> {
  const more = contributed.get(indicator.key) ?? [];
  const parts = await Promise.all([indicator.rows, ...more].map((rows) => rows(tx, span)));
  const columns = sql`c.id, c.division, c.num::bigint as num, c.den::bigint as den, c.name, c.says, c.link, c.link_id`;
  return parts.slice(1).reduce((all, part) => sql`${all} union all select ${columns} from (${part}) c`, parts[0]!);
}

/** Who reads figures; lists of records are narrowed by the same scope. */
export const figureReaders = [
  'township-leader',
  'county-clerk',
  'county-leader',
  'county-confirmer',
  'finance-clerk',
  'finance-reviewer',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];

/** The period of the indicator that contains the month, within the division. */
export function spanOf(tx: Tx, period: Period, month: YearMonth, division: DivisionCode): Span {
  const [year, m] = [month.slice(0, 4), Number(month.slice(5))];
  const first: YearMonth =
    period === 'year'
      ? (`${year}-01` as YearMonth)
      : period === 'quarter'
        ? (`${year}-${String(m - ((m - 1) % 3)).padStart(2, '0')}` as YearMonth)
        : month;
  const months = period === 'year' ? 12 : period === 'quarter' ? 3 : 1;
  const from = firstDayOf(first);
  const end = plusDays(firstDayOf(plusMonths(first, months)), -1);
  const to = period === 'now' || end > tx.today ? tx.today : end;
  return { from, to, fromMonth: first, toMonth: monthOf(to), division, ...scopeRange(division) };
}
