/** Until when a meal is ordered, and which week's menu is due. Pure. */
import { plusDays, weekday } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { Period } from './terms.ts';

export interface Closing {
  readonly lunch: number;
  readonly dinner: number;
}
/** The instant at which orders close: the hour of the day itself, Shanghai time; at the hour it is closed. */
export const closesAt = (on: PlainDate, period: Period, hours: Closing): string =>
  new Date(Date.parse(`${on}T00:00:00+08:00`) + hours[period] * 3_600_000).toISOString();
export const isOpen = (now: string, on: PlainDate, period: Period, hours: Closing): boolean =>
  Date.parse(now) < Date.parse(closesAt(on, period, hours));

/** The Monday of a day's week; of the week after. Sunday belongs to the week that it ends. */
export const mondayOf = (day: PlainDate): PlainDate => plusDays(day, -((weekday(day) + 6) % 7));
export const nextMonday = (day: PlainDate): PlainDate => plusDays(mondayOf(day), 7);
/** Next week's menu is late from the day after its last day (5: Friday) on. */
export const menuLate = (day: PlainDate, lastWeekday: number): boolean => ((weekday(day) + 6) % 7) + 1 > lastWeekday;
