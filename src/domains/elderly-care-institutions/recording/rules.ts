/** 备案的时限 (5.2): counted from the first older person, a trial too. Pure. */
import type { Calendar } from '../../../kernel/calendar/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';

/** The last day of a limit of so many working days after a day. */
export const dueOn = (calendar: Calendar, from: PlainDate, workdays: number, division: DivisionCode): PlainDate =>
  calendar.addWorkdays(from, workdays, division);

export interface RecordingClock {
  readonly dueOn: PlainDate;
  readonly remindOn: PlainDate;
  readonly late: boolean;
  /** Working days left, today not counted. */
  readonly left: number;
}

export function recordingClock(
  calendar: Calendar,
  of: { firstResidentOn: PlainDate; today: PlainDate; division: DivisionCode; days: number; remindAt: number },
): RecordingClock {
  const due = dueOn(calendar, of.firstResidentOn, of.days, of.division);
  let left = 0;
  for (let day = of.today; day < due && left <= of.days; left++) day = calendar.addWorkdays(day, 1, of.division);
  return {
    dueOn: due,
    remindOn: dueOn(calendar, of.firstResidentOn, of.remindAt, of.division),
    late: of.today > due,
    left,
  };
}
