/** Parts of an amount, and what comes back when what was subsidised ends early. Pure. */
import { addMonths } from '../calendar/index.ts';
import type { Fen, PlainDate } from '../schema/index.ts';

/** The parts by percent; the last one takes what rounding leaves. */
export function partsOf(fen: Fen, percents: readonly number[]): Fen[] {
  const parts = percents.map((percent) => Math.floor((fen * percent) / 100));
  parts[parts.length - 1] = fen - parts.slice(0, -1).reduce((sum, part) => sum + part, 0);
  return parts;
}

/** Months that are full on the day of the end, from the first payment; the day of the end is no day of use. */
export function fullMonths(firstPaidOn: PlainDate, endedOn: PlainDate): number {
  let months = 0;
  while (addMonths(firstPaidOn, months + 1) <= endedOn) months++;
  return months;
}

/**
 * 追回: what was paid × the months that are missing ÷ the months that were promised; nothing once they are full. Of a part that ended, beds say, its share of what was
 * paid. Half up to the fen.
 */
export function clawback(
  paidFen: Fen,
  use: { firstPaidOn: PlainDate; endedOn: PlainDate; months: number },
  share: { units: number; of: number } = { units: 1, of: 1 },
): { fullMonths: number; fen: Fen } {
  const full = Math.min(use.months, fullMonths(use.firstPaidOn, use.endedOn));
  return { fullMonths: full, fen: Math.round((paidFen * share.units * (use.months - full)) / (share.of * use.months)) };
}
