/** What the oracle measures with: months as whole numbers, days as text (which compares as it reads), and exact fractions. */
import type { Fen, PlainDate, YearMonth } from '../../kernel/schema/index.ts';

/** Months since the year 0. */
export type Month = number;

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

export const monthIs = (day: PlainDate | YearMonth): Month => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
export const nameOf = (month: Month): YearMonth => `${Math.floor(month / 12)}-${two((month % 12) + 1)}` as YearMonth;
export const firstDay = (month: Month): PlainDate => `${nameOf(month)}-01` as PlainDate;

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
function lengthOf(month: Month): number {
  const year = Math.floor(month / 12);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month % 12 === 1 && leap ? 29 : LENGTHS[month % 12]!;
}
export const lastDay = (month: Month): PlainDate => `${nameOf(month)}-${lengthOf(month)}` as PlainDate;

/** The same day number so many months later, else the last day of that month. */
export function monthsLater(day: PlainDate, months: number): PlainDate {
  const month = monthIs(day) + months;
  return `${nameOf(month)}-${two(Math.min(Number(day.slice(8)), lengthOf(month)))}` as PlainDate;
}

export function daysLater(day: PlainDate, days: number): PlainDate {
  let [month, number] = [monthIs(day), Number(day.slice(8)) + days];
  while (number > lengthOf(month)) number -= lengthOf(month++);
  while (number < 1) number += lengthOf(--month);
  return `${nameOf(month)}-${two(number)}` as PlainDate;
}

/** What happens once a month has happened by then. */
export const endOfNextMonth = (day: PlainDate): PlainDate => lastDay(monthIs(day) + 1);

/** The day on which somebody reaches an age. */
export const birthday = (born: PlainDate, years: number): PlainDate => monthsLater(born, years * 12);
/** Has reached the age on the day. */
export const hasAge = (born: PlainDate, years: number, day: PlainDate): boolean => birthday(born, years) <= day;

/** An exact number, `top / bottom`, bottom above zero. Not shortened: the numbers of a family stay small. */
export interface Exact {
  readonly top: bigint;
  readonly bottom: bigint;
}

export const whole = (n: number): Exact => ({ top: BigInt(n), bottom: 1n });
export const zero = whole(0);

/** Decimal text as the tables of the city write it: `0.35`, `800`, `-2.5`. */
export function exact(text: string): Exact {
  const m = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!m) throw new Error(`not a number: ${text}`);
  const places = m[3] ?? '';
  const top = BigInt(`${m[2]}${places}`);
  return { top: m[1] ? -top : top, bottom: 10n ** BigInt(places.length) };
}

export const plus = (a: Exact, b: Exact): Exact =>
  a.bottom === b.bottom
    ? { top: a.top + b.top, bottom: a.bottom }
    : { top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom };
export const minus = (a: Exact, b: Exact): Exact => plus(a, { top: -b.top, bottom: b.bottom });
export const times = (a: Exact, b: Exact): Exact => ({ top: a.top * b.top, bottom: a.bottom * b.bottom });
export const over = (a: Exact, n: number): Exact => ({ top: a.top, bottom: a.bottom * BigInt(n) });
export const below = (a: Exact, b: Exact): boolean => a.top * b.bottom < b.top * a.bottom;
export const least = (a: Exact, b: Exact): Exact => (below(b, a) ? b : a);
export const notNegative = (a: Exact): Exact => (a.top < 0n ? zero : a);

/** Up to the next multiple of `step` fen. */
export function upTo(value: Exact, step: Exact): Fen {
  const [top, bottom] = [value.top * step.bottom, value.bottom * step.top];
  const steps = top > 0n ? (top + bottom - 1n) / bottom : top / bottom;
  return Number((steps * step.top) / step.bottom);
}

/** Half up to the fen, for words only. */
export const roughly = (value: Exact): Fen => Number((value.top * 2n + value.bottom) / (value.bottom * 2n));
export const yuan = (fen: Fen): string => (fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2));
