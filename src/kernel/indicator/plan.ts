/** What feeds the indicators of the city's plan: their figures now, in one place and month, and the records behind them. */
import { isOneOf } from '../access/index.ts';
import type { AuditAction } from '../audit/server.ts';
import { monthOf } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../schema/index.ts';
import { countedRows } from './counted.ts';
import { indicators, spanOf } from './define.ts';
import { type CountedRow, type Fraction, isShare } from './index.ts';
import { viewOf, within } from './views.ts';

/**
 * What feeds an indicator of the city's plan: counted now, in the actor's division or a part of it; null where no domain of the program counts it, or the
 * actor does not read it.
 */
export async function planFigure(
  tx: Tx,
  plan: string,
  division?: DivisionCode,
): Promise<{ key: string; zh: string; definition: string; value: Fraction; text: string | null; parts: string } | null> {
  const indicator = [...indicators.values()].find((i) => i.plan === plan);
  if (!indicator || !isOneOf(tx.actor, indicator.board.readers)) return null;
  const { view } = await viewOf(tx, indicator, { month: monthOf(tx.today), division: within(tx, division) });
  const { num, den, text, parts } = view.total;
  return { key: indicator.key, zh: indicator.zh, definition: indicator.definition, value: { num, den }, text, parts };
}

/** What feeds a share of the city's plan in one place, to be kept beside what is reported of it; null where nothing does, where there is nothing to count, or where only counts may be told. */
export async function planCount(
  tx: Tx,
  plan: string,
  at: { month: YearMonth; division: DivisionCode },
): Promise<{ key: string; definition: string; value: Fraction; asOf: PlainDate } | null> {
  const indicator = [...indicators.values()].find((i) => i.plan === plan);
  if (!indicator || indicator.confidential || !isShare(indicator.kind)) return null;
  const { total } = (await viewOf(tx, indicator, at)).view;
  if (total.den === 0) return null;
  const { to: asOf } = spanOf(tx, indicator.period, at.month, at.division);
  return { key: indicator.key, definition: indicator.definition, value: { num: total.num, den: total.den }, asOf };
}

/** The same as the server keeps it: of the city and of each county that has anything to count. Nothing of what is told as counts only. */
export async function planSums(tx: Tx, plan: string): Promise<(Fraction & { division: DivisionCode })[]> {
  const indicator = [...indicators.values()].find((i) => i.plan === plan);
  if (!indicator || indicator.confidential) return [];
  const { view, areas } = await viewOf(tx, indicator, { month: monthOf(tx.today), division: tx.city });
  // 落在全市、不分县的，已经在合计里
  const counties = areas.filter(({ area }) => area !== tx.city);
  return [view.total, ...counties].map(({ area, num, den }) => ({ division: area, num, den }));
}

/** Whether there are records behind an indicator of the city's plan that may be listed. */
export const hasPlanRows = (plan: string): boolean => [...indicators.values()].some((i) => i.plan === plan && !i.confidential);

/** The records behind what feeds the city's plan, for whoever checks the figures from outside; null where nothing does, or where only counts may be told. */
export async function planRows(
  tx: Tx,
  plan: string,
  at: { division: DivisionCode; audit: AuditAction; cursor?: string },
): Promise<{ rows: CountedRow[]; next: string | null } | null> {
  const indicator = [...indicators.values()].find((i) => i.plan === plan);
  if (!indicator || indicator.confidential) return null;
  const division = within(tx, at.division);
  const { rows } = await viewOf(tx, indicator, { month: monthOf(tx.today), division });
  return countedRows(tx, rows, { ...at, division });
}
