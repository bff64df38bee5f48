/**
 * 定期任务的频次: periods, what counts in one, when it is due, who hears of it when it is missed. A pure function of the plan, what was done and the
 * instant that is asked about: it can be run again for any past day and says the same.
 */
import { dayNumber, firstDayOf, monthOf, plainDateOf, plusDays, plusMonths, startOf, weekday } from '../calendar/index.ts';
import type { PlainDate } from '../schema/index.ts';

export const cadences = {
  week: { zh: '每周一次', needed: 1, unit: 'week' },
  'twice-a-month': { zh: '每月两次', needed: 2, unit: 'month' },
  month: { zh: '每月一次', needed: 1, unit: 'month' },
  quarter: { zh: '每季度一次', needed: 1, unit: 'quarter' },
} as const;
export type Cadence = keyof typeof cadences;

/** Days, both included. */
export interface Period {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** The period that holds the day: a week from Monday to Sunday, a calendar month, a calendar quarter. */
export function periodOf(cadence: Cadence, day: PlainDate): Period {
  if (cadences[cadence].unit === 'week') {
    const from = plusDays(day, -((weekday(day) + 6) % 7));
    return { from, to: plusDays(from, 6) };
  }
  const month = monthOf(day);
  const [first, months] =
    cadences[cadence].unit === 'quarter' ? [plusMonths(month, -((Number(month.slice(5)) - 1) % 3)), 3] : [month, 1];
  return { from: firstDayOf(first), to: plusDays(firstDayOf(plusMonths(first, months)), -1) };
}

/** Where the first full period begins: who comes in on its first day has it whole. */
export function firstFull(cadence: Cadence, activeOn: PlainDate): PlainDate {
  const { from, to } = periodOf(cadence, activeOn);
  return from === activeOn ? from : plusDays(to, 1);
}

/** What is to be done within two instants: the end is not included any more. */
export interface Due {
  readonly fromAt: string;
  readonly dueAt: string;
  readonly needed: number;
  readonly gapDays: number;
}

export const dueOfPeriod = (cadence: Cadence, period: Period, gapDays: number): Due => ({
  fromAt: startOf(period.from).toISOString(),
  dueAt: startOf(plusDays(period.to, 1)).toISOString(),
  needed: cadences[cadence].needed,
  gapDays: cadences[cadence].needed > 1 ? gapDays : 0,
});

/** Those that count, from the earliest: each at least the gap after the last that counted, one a day. */
export function countedOf(due: Due, doneAt: readonly string[]): string[] {
  const counted: string[] = [];
  for (const at of [...doneAt].sort()) {
    if (at < due.fromAt || at >= due.dueAt) continue;
    const last = counted.at(-1);
    const days = last === undefined ? Number.POSITIVE_INFINITY : dayNumber(plainDateOf(at)) - dayNumber(plainDateOf(last));
    if (days >= Math.max(1, due.gapDays)) counted.push(at);
  }
  return counted;
}

export const dutyStates = {
  open: '待办',
  met: '已完成',
  overdue: '已超期',
  late: '超期后补做',
  exempt: '不用做',
  superseded: '由新的频次代替',
} as const;
export type DutyState = keyof typeof dutyStates;

/** What a duty has come to; what arrives late is placed by when it was done, not by when it came. */
export function stateOf(
  due: Due,
  doneAt: readonly string[],
  now: string,
): { state: 'open' | 'met' | 'overdue' | 'late'; counted: number; doneAt: string | null } {
  const counted = countedOf(due, doneAt);
  if (counted.length >= due.needed) return { state: 'met', counted: counted.length, doneAt: counted[due.needed - 1]! };
  if (now < due.dueAt) return { state: 'open', counted: counted.length, doneAt: null };
  const after = [...doneAt].sort().find((at) => at >= due.dueAt);
  return { state: after ? 'late' : 'overdue', counted: counted.length, doneAt: after ?? null };
}

export const missedSteps = ['overdue', 'township', 'county'] as const;
export type MissedStep = (typeof missedSteps)[number];

/** Further days after which township and county hear of it: sooner where the next one is due sooner. */
const FURTHER = { soon: { township: 2, county: 4 }, later: { township: 3, county: 7 } } as const;

/** When each step of a missed duty comes: the first at once. A duty that is no period of months hurries as a week does. */
export function missedAt(dueAt: string, pace: 'soon' | 'later'): Readonly<Record<MissedStep, string>> {
  const further = (days: number) => new Date(Date.parse(dueAt) + days * 86_400_000).toISOString();
  return { overdue: dueAt, township: further(FURTHER[pace].township), county: further(FURTHER[pace].county) };
}

/** The n-th task of a period on one of its working days, so that nobody has all of them on the first. */
export const plannedOn = (period: Period, isWorkday: (day: PlainDate) => boolean): PlainDate[] => {
  const days: PlainDate[] = [];
  for (let day = period.from; day <= period.to; day = plusDays(day, 1)) if (isWorkday(day)) days.push(day);
  return days.length > 0 ? days : [period.from];
};
