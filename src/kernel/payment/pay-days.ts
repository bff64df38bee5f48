/** The days of a monthly run: freezing, checks, payment, result. Pure. */
import { type Calendar, firstDayOf, plusDays, plusMonths } from '../calendar/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../schema/index.ts';

/** The days of a monthly run (parameters of the programme; working days are counted before the pay day or after it). */
export interface PaySchedule {
  /** Day of M−1 from which the list of M is frozen. */
  readonly freezeDay: number;
  /** Day of M on which the bank credits; the working day before when it is none. */
  readonly payDay: number;
  readonly townshipWorkdays: number;
  readonly countyWorkdays: number;
  readonly treasuryWorkdays: number;
  /** After the pay day: result imported; returned lines sent again. */
  readonly resultWorkdays: number;
  readonly reissueWorkdays: number;
}

export interface PayDates {
  readonly freezeOn: PlainDate;
  readonly townshipBy: PlainDate;
  readonly countyBy: PlainDate;
  readonly treasuryBy: PlainDate;
  readonly payOn: PlainDate;
  readonly resultBy: PlainDate;
  readonly reissueBy: PlainDate;
}

const dayOf = (month: YearMonth, day: number): PlainDate => plusDays(firstDayOf(month), day - 1);

/** A pay day that is no working day moves to the working day before (platform 4.1, set by the programme's own file). */
export function payDayOf(calendar: Calendar, month: YearMonth, payDay: number, division?: DivisionCode): PlainDate {
  let day = dayOf(month, payDay);
  while (!calendar.isWorkday(day, division)) day = plusDays(day, -1);
  return day;
}

export const freezeDayOf = (month: YearMonth, freezeDay: number): PlainDate => dayOf(plusMonths(month, -1), freezeDay);

/** The limits of a batch that is paid on a day. None lies before `today`: a supplementary batch has no time to lose. */
export function payDates(
  calendar: Calendar,
  month: YearMonth,
  schedule: PaySchedule,
  options: { payOn: PlainDate; today: PlainDate; division: DivisionCode },
): PayDates {
  const { payOn, today, division } = options;
  const before = (workdays: number): PlainDate => {
    const day = calendar.workdaysBefore(payOn, workdays, division);
    const past = day < today;
    return past ? today : day;
  };
  return {
    freezeOn: freezeDayOf(month, schedule.freezeDay),
    townshipBy: before(schedule.townshipWorkdays),
    countyBy: before(schedule.countyWorkdays),
    treasuryBy: before(schedule.treasuryWorkdays),
    payOn,
    resultBy: calendar.addWorkdays(payOn, schedule.resultWorkdays, division),
    reissueBy: calendar.addWorkdays(payOn, schedule.reissueWorkdays, division),
  };
}
