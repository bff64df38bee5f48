/** Dates without a calendar: arithmetic, ages, months, Chinese writing. Rules: 民法典 200–204, 1259; all dates are Asia/Shanghai. */
import type { PlainDate, YearMonth } from '../schema/index.ts';

const DAY_MS = 86_400_000;
/** China has kept +08:00 all year since 1991; business time is never older than the system. */
const SHANGHAI_MS = 8 * 3_600_000;
const WEEKDAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'] as const;

const two = (n: number): string => String(n).padStart(2, '0');

/** Days since 1970-01-01: the number that date arithmetic is done with. */
export const dayNumber = (date: PlainDate): number =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS;

export const dateOfDayNumber = (day: number): PlainDate => new Date(day * DAY_MS).toISOString().slice(0, 10) as PlainDate;

/** The business date of an instant (a Date or ISO text). */
export const plainDateOf = (instant: Date | string): PlainDate =>
  new Date(new Date(instant).getTime() + SHANGHAI_MS).toISOString().slice(0, 10) as PlainDate;

/** The first instant of a business date (00:00 in Shanghai). */
export const startOf = (date: PlainDate): Date => new Date(dayNumber(date) * DAY_MS - SHANGHAI_MS);

/** n days later (earlier when negative), with no regard to rest days. */
export const plusDays = (date: PlainDate, days: number): PlainDate => dateOfDayNumber(dayNumber(date) + days);

/** "n days before X": the last day to act; does not roll. */
export const daysBefore = (date: PlainDate, days: number): PlainDate => plusDays(date, -days);

/** A public notice of n days: the posting day is not counted, it ends at 24:00 of the day returned, and it does not roll. */
export const noticeEnd = (posted: PlainDate, days: number): PlainDate => plusDays(posted, days);

/** 0 Sunday … 6 Saturday. */
export const weekday = (date: PlainDate): number => (((dayNumber(date) + 4) % 7) + 7) % 7;
export const weekdayName = (date: PlainDate): string => WEEKDAYS[weekday(date)]!;

const lastDay = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** n months later: the same day number, else the last day of the month. Always count from the first date, not from month to month. */
export function addMonths(date: PlainDate, months: number): PlainDate {
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const [year, inYear] = [Math.floor(month / 12), (month % 12) + 1];
  return `${year}-${two(inYear)}-${two(Math.min(Number(date.slice(8, 10)), lastDay(year, inYear)))}` as PlainDate;
}

/** The day on which a person reaches an age; a birth on 29 February reaches it on 28 February in common years. */
export const birthdayOf = (birthDate: PlainDate, age: number): PlainDate => addMonths(birthDate, age * 12);

/** Two digits of a date, without making a text of them. */
const digits = (text: string, at: number): number => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
const yearOf = (date: string): number => digits(date, 0) * 100 + digits(date, 2);

/** Age in full years on a day. */
export function ageOn(birthDate: PlainDate, on: PlainDate): number {
  const years = yearOf(on) - yearOf(birthDate);
  const [born, now] = [digits(birthDate, 5) * 100 + digits(birthDate, 8), digits(on, 5) * 100 + digits(on, 8)];
  if (born === 229) return birthdayOf(birthDate, years) <= on ? years : years - 1;
  return born <= now ? years : years - 1;
}

/** Months since the year 0: the number that month arithmetic is done with. */
export const monthNumber = (month: YearMonth | PlainDate): number => yearOf(month) * 12 + digits(month, 5) - 1;
/** Long enough for the year 2999, so that it stays a plain array. */
const monthTexts: (YearMonth | undefined)[] = new Array(36_000);
const monthOfNumber = (n: number): YearMonth => {
  const known = monthTexts[n];
  if (known !== undefined) return known;
  const text = `${String(Math.floor(n / 12)).padStart(4, '0')}-${two((n % 12) + 1)}` as YearMonth;
  monthTexts[n] = text;
  return text;
};

export const monthOf = (date: PlainDate): YearMonth => date.slice(0, 7) as YearMonth;
export const firstDayOf = (month: YearMonth): PlainDate => `${month}-01` as PlainDate;
export const plusMonths = (month: YearMonth, months: number): YearMonth => monthOfNumber(monthNumber(month) + months);
/** The month after that of a date: a benefit is paid from the month after its decision. */
export const monthAfter = (date: PlainDate): YearMonth => plusMonths(monthOf(date), 1);

/** 21:05, in Asia/Shanghai. */
export const timeOfDay = (instant: string): string => new Date(Date.parse(instant) + SHANGHAI_MS).toISOString().slice(11, 16);
