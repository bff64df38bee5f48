/** What is due for a month, what was paid beyond it, and how much of it may be kept back (social assistance 5.14). Pure. */
import { monthOf } from '../calendar/index.ts';
import type { Fen, PlainDate, YearMonth } from '../schema/index.ts';

/** A person is entitled for the whole month of death (5.14). */
export const lastMonthAtDeath = (diedOn: PlainDate): YearMonth => monthOf(diedOn);

export interface AmountVersion {
  readonly no: number;
  readonly fromMonth: YearMonth;
  readonly amountFen: Fen;
}

/** What is due for a month: of the versions that reach it, the one known last; 0 outside the entitlement. */
export function dueFor(
  month: YearMonth,
  entitlement: { fromMonth: YearMonth; toMonth: YearMonth | null; versions: readonly AmountVersion[] },
): Fen {
  if (month < entitlement.fromMonth || (entitlement.toMonth !== null && month > entitlement.toMonth)) return 0;
  const reaching = entitlement.versions.filter((v) => v.fromMonth <= month);
  return reaching.reduce<AmountVersion | null>((last, v) => (last === null || v.no > last.no ? v : last), null)?.amountFen ?? 0;
}

export interface OverpaidMonth {
  readonly month: YearMonth;
  readonly paidFen: Fen;
  readonly dueFen: Fen;
  readonly overpaidFen: Fen;
}

/** Months for which more was paid than is due by what is known now (5.14): Σ(paid − entitled). */
export function overpaidMonths(
  paid: readonly { month: YearMonth; amountFen: Fen }[],
  entitlement: Parameters<typeof dueFor>[1],
): OverpaidMonth[] {
  const sums = new Map<YearMonth, Fen>();
  for (const line of paid) sums.set(line.month, (sums.get(line.month) ?? 0) + line.amountFen);
  return [...sums]
    .map(([month, paidFen]) => {
      const dueFen = dueFor(month, entitlement);
      return { month, paidFen, dueFen, overpaidFen: paidFen - dueFen };
    })
    .filter((m) => m.overpaidFen > 0)
    .sort((a, b) => (a.month < b.month ? -1 : 1));
}

/** The most that may be kept back from one month's payment: whole yuan of the share allowed, never all of it (5.14). */
export function offsetLimit(monthFen: Fen, percent: number): Fen {
  const share = Math.floor((monthFen * percent) / 100);
  return Math.min(share - (share % 100), monthFen - 1);
}
