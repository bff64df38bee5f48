/** Limits of a case: the day each ends, its amber and red days, and the count told day by day (platform rules 4.1). */
import { sql } from '../../database/sql.ts';
import { addMonths, type Calendar, type Pause, plainDateOf, plusDays, shortDate, timeOfDay } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { wholeParameter } from '../policy/server.ts';
import { ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import type { ClockView, Flow, Step } from './index.ts';

export interface Limits {
  dueOn: PlainDate;
  dueAt: string | null;
  amberOn: PlainDate | null;
  redOn: PlainDate | null;
}

export interface CaseDates {
  division: DivisionCode;
  submittedOn: PlainDate;
  /** ISO instant: limits in hours run from here. */
  submittedAt?: string;
  acceptedOn: PlainDate | null;
  enteredOn: PlainDate;
  /** The item's own limit, for flows whose steps take it from the item. */
  itemWorkdays?: number | null;
}

const HOUR_MS = 3_600_000;
export const afterHours = (instant: string, hours: number): string =>
  new Date(Date.parse(instant) + hours * HOUR_MS).toISOString();

/** A step without a limit of its own is shown at the end of the total limit, or of today where there is none. */
const NO_LIMIT = 3650;

export const startOf = (step: Step, dates: CaseDates): PlainDate =>
  step.within?.from === 'submitted'
    ? dates.submittedOn
    : step.within?.from === 'accepted'
      ? (dates.acceptedOn ?? dates.enteredOn)
      : dates.enteredOn;

/** The day from which the whole procedure counts; null before acceptance or where the flow has no total. */
export const startOfTotal = (flow: Flow, dates: Pick<CaseDates, 'submittedOn' | 'acceptedOn'>): PlainDate | null =>
  flow.total && dates.acceptedOn ? (flow.total.from === 'submitted' ? dates.submittedOn : dates.acceptedOn) : null;

/** The number of days of a limit: a dated parameter of the division, or the item's own. */
export function limitDays(
  tx: Tx,
  parameter: string | null,
  dates: Pick<CaseDates, 'division' | 'itemWorkdays'>,
): Promise<Result<number, 'PARAM_MISSING'>> {
  if (parameter !== null) return wholeParameter(tx, parameter, dates.division, tx.today);
  if (!dates.itemWorkdays) throw new Error('a flow takes its limit from an item that states none');
  return Promise.resolve(ok(dates.itemWorkdays));
}

export async function stepLimits(
  tx: Tx,
  step: Step,
  dates: CaseDates,
  pauses: readonly Pause[],
): Promise<Result<Limits, 'PARAM_MISSING'>> {
  if (!step.within) return ok({ dueOn: plusDays(dates.enteredOn, NO_LIMIT), dueAt: null, amberOn: null, redOn: null });
  const days = await limitDays(tx, step.within.parameter, dates);
  if (!days.ok) return days;
  const start = startOf(step, dates);
  if (step.within.unit === 'hours') {
    if (!dates.submittedAt) throw new Error('a limit in hours runs from the instant of submission');
    const dueAt = afterHours(dates.submittedAt, days.value);
    return ok({ dueOn: plainDateOf(dueAt), dueAt, amberOn: start, redOn: start });
  }
  if (step.within.unit === 'months') return ok({ dueOn: addMonths(start, days.value), dueAt: null, amberOn: null, redOn: null });
  if (step.within.unit === 'notice-days')
    return ok({ dueOn: plusDays(start, days.value), dueAt: null, amberOn: null, redOn: null });
  const limit = tx.calendar.limitWithPauses({ start, workdays: days.value, pauses, division: dates.division });
  return ok({ dueOn: limit.due ?? plusDays(start, NO_LIMIT), dueAt: null, amberOn: limit.amber, redOn: limit.red });
}

const RED_WORKDAYS = 2;
const AMBER_WORKDAYS = 5;

/** Limits that do not lie after a given day. */
export function notLater(tx: Tx, limits: Limits, notAfter: PlainDate | undefined, division: DivisionCode): Limits {
  if (notAfter === undefined || limits.dueOn <= notAfter) return limits;
  return {
    dueOn: notAfter,
    dueAt: limits.dueAt,
    amberOn: tx.calendar.workdaysBefore(notAfter, AMBER_WORKDAYS, division),
    redOn: tx.calendar.workdaysBefore(notAfter, RED_WORKDAYS, division),
  };
}

/** The end of the whole procedure; null before acceptance or where the flow has none. */
export async function totalLimit(
  tx: Tx,
  flow: Flow,
  dates: CaseDates,
  pauses: readonly Pause[],
  extended: boolean,
): Promise<Result<PlainDate | null, 'PARAM_MISSING'>> {
  const start = startOfTotal(flow, dates);
  if (!flow.total || !start) return ok(null);
  const key = extended && flow.total.extendedParameter ? flow.total.extendedParameter : flow.total.parameter;
  const days = await limitDays(tx, key, dates);
  if (!days.ok) return days;
  return ok(tx.calendar.limitWithPauses({ start, workdays: days.value, pauses, division: dates.division }).due);
}

export const pausesOf = (tx: Tx, caseId: string): Promise<Pause[]> =>
  tx.rows<Pause>(
    sql`select from_on as "from", to_on as "to", reason from case_pause where case_id = ${caseId} order by from_on limit 100`,
  );

/** How a limit was counted, for the person who asks. */
export function clockView(
  calendar: Calendar,
  given: {
    label: string;
    start: PlainDate;
    days: number;
    unit: 'workdays' | 'notice-days' | 'months' | 'hours';
    submittedAt: string;
    pauses: readonly Pause[];
    division: DivisionCode;
  },
): ClockView {
  if (given.unit === 'hours') {
    const due = afterHours(given.submittedAt, given.days);
    return {
      label: given.label,
      startOn: given.start,
      limit: `${given.days}小时`,
      dueOn: plainDateOf(due),
      provisional: false,
      days: [
        { date: given.start, text: `${shortDate(given.start)}${timeOfDay(given.submittedAt)}起算`, counted: false },
        {
          date: plainDateOf(due),
          text: `${shortDate(plainDateOf(due))}${timeOfDay(due)}到期，昼夜连续计算，遇休息日不顺延`,
          counted: true,
        },
      ],
    };
  }
  if (given.unit === 'months') {
    const dueOn = addMonths(given.start, given.days);
    return {
      label: given.label,
      startOn: given.start,
      limit: `${given.days}个月`,
      dueOn,
      provisional: false,
      days: [
        { date: given.start, text: '起算日', counted: false },
        { date: dueOn, text: `满${given.days}个月，到当日24时止`, counted: true },
      ],
    };
  }
  if (given.unit === 'notice-days') {
    const dueOn = plusDays(given.start, given.days);
    return {
      label: given.label,
      startOn: given.start,
      limit: `${given.days}天`,
      dueOn,
      provisional: false,
      days: [
        { date: given.start, text: '张贴日，不计入', counted: false },
        { date: dueOn, text: `第${given.days}天，到当日24时止，遇休息日不顺延`, counted: true },
      ],
    };
  }
  const limit = calendar.limitWithPauses({
    start: given.start,
    workdays: given.days,
    pauses: given.pauses,
    division: given.division,
  });
  return {
    label: given.label,
    startOn: given.start,
    limit: `${given.days}个工作日`,
    dueOn: limit.due,
    provisional: limit.provisional,
    days: limit.days.map((d) => ({ date: d.date, text: `${shortDate(d.date)} ${d.text}`, counted: d.kind === 'counted' })),
  };
}
