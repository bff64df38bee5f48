/** Periods of report forms, as keys (2026-08, 2026-Q2, 2026-H1, 2026), and the days on which they are due. Pure. */
import { type Calendar, firstDayOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export const periodKinds = { month: '月报', quarter: '季报', half: '半年报', year: '年报' } as const;
export type PeriodKind = keyof typeof periodKinds;

const MONTHS: Readonly<Record<PeriodKind, number>> = { month: 1, quarter: 3, half: 6, year: 12 };
export const PERIOD = /^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12])?$/;

const kindOf = (period: string): PeriodKind =>
  period.length === 4 ? 'year' : period[5] === 'Q' ? 'quarter' : period[5] === 'H' ? 'half' : 'month';

/** The period of a kind that contains the month. */
export function periodAt(kind: PeriodKind, month: YearMonth): string {
  const [year, m] = [month.slice(0, 4), Number(month.slice(5))];
  if (kind === 'month') return month;
  if (kind === 'year') return year;
  return kind === 'quarter' ? `${year}-Q${Math.ceil(m / 3)}` : `${year}-H${m <= 6 ? 1 : 2}`;
}

export interface PeriodSpan {
  readonly from: PlainDate;
  /** Its last day. */
  readonly to: PlainDate;
  readonly fromMonth: YearMonth;
  readonly toMonth: YearMonth;
}

export function spanOfPeriod(period: string): PeriodSpan {
  const kind = kindOf(period);
  const year = period.slice(0, 4);
  const part = Number(period.slice(6) || 1);
  const first = (
    kind === 'month' ? period : `${year}-${String(kind === 'year' ? 1 : (part - 1) * MONTHS[kind] + 1).padStart(2, '0')}`
  ) as YearMonth;
  const next = plusMonths(first, MONTHS[kind]);
  return { from: firstDayOf(first), to: plusDays(firstDayOf(next), -1), fromMonth: first, toMonth: plusMonths(next, -1) };
}

/** The one before it, of the same kind. */
export const periodBefore = (period: string): string => periodAt(kindOf(period), plusMonths(spanOfPeriod(period).fromMonth, -1));
export const periodAfter = (period: string): string => periodAt(kindOf(period), plusMonths(spanOfPeriod(period).toMonth, 1));
/** The last one that is over on a day. */
export const lastPeriod = (kind: PeriodKind, today: PlainDate): string =>
  periodBefore(periodAt(kind, today.slice(0, 7) as YearMonth));
export const sameYear = (a: string, b: string): boolean => a.slice(0, 4) === b.slice(0, 4);

/** 2026年8月, 2026年第二季度, 2026年上半年, 2026年 */
export function periodWords(period: string): string {
  const year = `${period.slice(0, 4)}年`;
  switch (kindOf(period)) {
    case 'month':
      return `${year}${Number(period.slice(5))}月`;
    case 'quarter':
      return `${year}第${'一二三四'[Number(period[6]) - 1]}季度`;
    case 'half':
      return `${year}${period[6] === '1' ? '上' : '下'}半年`;
    default:
      return year;
  }
}

/**
 * The day n of the month after the period. On a rest day it moves to the working day before; where that would not be after the period, to the next
 * working day instead (planning 4.5). Of internal dues only: the ministry's own do not move.
 */
export function dueOn(calendar: Calendar, period: string, day: number, division: DivisionCode): PlainDate {
  const { to } = spanOfPeriod(period);
  const due = plusDays(to, day);
  if (calendar.isWorkday(due, division)) return due;
  let before = due;
  while (!calendar.isWorkday(before, division)) before = plusDays(before, -1);
  return before > to ? before : calendar.nextWorkday(due, division);
}
