/** Limits of urgent work: counted in working days they end at 24:00 of the last one; counted in hours or minutes they never roll or pause. */
import type { DivisionCode } from '../schema/index.ts';
import { plainDateOf, plusDays, startOf } from './dates.ts';
import type { Calendar } from './index.ts';

export type Span = { readonly workdays: number } | { readonly hours: number } | { readonly minutes: number } | 'same-day';

const MINUTE = 60_000;

/** The instant (ISO) at which a limit that begins at `from` is over. */
export function endOfSpan(calendar: Calendar, from: string, span: Span, division: DivisionCode): string {
  const after = (minutes: number): string => new Date(Date.parse(from) + minutes * MINUTE).toISOString();
  const today = plainDateOf(from);
  if (span === 'same-day') return startOf(plusDays(today, 1)).toISOString();
  if ('minutes' in span) return after(span.minutes);
  if ('hours' in span) return after(span.hours * 60);
  return startOf(plusDays(calendar.addWorkdays(today, span.workdays, division), 1)).toISOString();
}

/** The last day on which a limit is still kept: one that ends at 24:00 is due on that day. */
export const dueDayOf = (dueAt: string): ReturnType<typeof plainDateOf> =>
  plainDateOf(new Date(Date.parse(dueAt) - 1).toISOString());
