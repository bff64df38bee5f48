/**
 * 隐患的期限 (养老机构 5.9; of any body that is supervised): counted in calendar days that never move for a holiday, because a blocked exit does not wait for one.
 * Only the office's own review is counted in working days. Pure.
 */
import { type Calendar, dayNumber, plusDays } from '../calendar/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';

export const grades = { general: '一般', larger: '较大', major: '重大' } as const;
export type Grade = keyof typeof grades;
export const gradeOrder = Object.keys(grades) as Grade[];

/** One grade graver; the gravest stays. */
export const graver = (grade: Grade): Grade => gradeOrder[Math.min(gradeOrder.indexOf(grade) + 1, gradeOrder.length - 1)]!;
export const isAtLeast = (grade: Grade, least: Grade): boolean => gradeOrder.indexOf(grade) >= gradeOrder.indexOf(least);

/** The last day of so many days after it was found. */
export const dangerDue = (foundOn: PlainDate, days: number): PlainDate => plusDays(foundOn, days);
/** An extension is at most half of the days that were given. */
export const mostExtension = (days: number): number => Math.floor(days / 2);
export const reviewBy = (calendar: Calendar, doneOn: PlainDate, workdays: number, division: DivisionCode): PlainDate =>
  calendar.addWorkdays(doneOn, workdays, division);

/** What an overdue danger sets off, by how many days it is late: told to the city, put on the public list, made a case. */
export const overdueSteps = [1, 7, 30] as const;
export const overdueTexts = ['已报市级', '列入公开名单', '转立案'] as const;
export const overdueStep = (dueOn: PlainDate, today: PlainDate): number => {
  const late = dayNumber(today) - dayNumber(dueOn);
  return overdueSteps.filter((days) => late >= days).length;
};

/** Closed not longer ago than so many days: the same again is a rebound (反弹). */
export const isRebound = (closedOn: PlainDate, foundOn: PlainDate, days: number): boolean =>
  dayNumber(foundOn) - dayNumber(closedOn) <= days && foundOn >= closedOn;

/** 按期整改率: closed by the day on which they were due, of those due in the span; an extended day counts as due. */
export const onTimeRate = (
  dangers: readonly { readonly dueOn: PlainDate; readonly closedOn: PlainDate | null }[],
  span: { readonly from: PlainDate; readonly to: PlainDate },
): { num: number; den: number } => {
  const due = dangers.filter(({ dueOn }) => span.from <= dueOn && dueOn <= span.to);
  return { num: due.filter(({ dueOn, closedOn }) => closedOn !== null && closedOn <= dueOn).length, den: due.length };
};
