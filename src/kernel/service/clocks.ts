/** Limits of a case: the day each ends, its amber and red days, and the count told day by day (platform rules 4.1). */
import { sql } from '../../database/sql.ts';
import {
  addMonths,
  type Calendar,
  dayNumber,
  type Pause,
  plainDateOf,
  plusDays,
  shortDate,
  timeOfDay,
} from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { wholeParameter } from '../policy/server.ts';
import { ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import type { ClockView, Flow, Marks, Step } from './index.ts';

/** With the instants, where the limit runs in hours. */
export interface Limits extends Marks {
  readonly dueAt: string | null;
  readonly amberAt: string | null;
  readonly redAt: string | null;
}

const byDay = (marks: Marks): Limits => ({ ...marks, dueAt: null, amberAt: null, redAt: null });

/** Amber and red at 70 % and 90 % of a limit in calendar days (platform rules 4.1). */
export function marksOfDays(start: PlainDate, dueOn: PlainDate): Marks {
  const days = dayNumber(dueOn) - dayNumber(start);
  return { dueOn, amberOn: plusDays(start, Math.ceil((days * 7) / 10)), redOn: plusDays(start, Math.ceil((days * 9) / 10)) };
}

function byHour(from: string, hours: number): Limits {
  const [amberAt, redAt, dueAt] = [(hours * 7) / 10, (hours * 9) / 10, hours].map((share) => afterHours(from, share));
  return {
    dueOn: plainDateOf(dueAt!),
    amberOn: plainDateOf(amberAt!),
    redOn: plainDateOf(redAt!),
    dueAt: dueAt!,
    amberAt: amberAt!,
    redAt: redAt!,
  };
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

/** A step in which the clock of the office stands runs its own limit all the same: it is the days of whoever is waited for. */
export const pausesWithin = (step: Step, pauses: readonly Pause[]): readonly Pause[] =>
  step.pauses ? pauses.filter((pause) => pause.to !== null) : pauses;

export async function stepLimits(
  tx: Tx,
  step: Step,
  dates: CaseDates,
  pauses: readonly Pause[],
): Promise<Result<Limits, 'PARAM_MISSING'>> {
  if (!step.within) return ok(byDay({ dueOn: plusDays(dates.enteredOn, NO_LIMIT), amberOn: null, redOn: null }));
  const days = await limitDays(tx, step.within.parameter, dates);
  if (!days.ok) return days;
  const start = startOf(step, dates);
  if (step.within.unit === 'hours') {
    if (!dates.submittedAt) throw new Error('a limit in hours runs from the instant of submission');
    return ok(byHour(dates.submittedAt, days.value));
  }
  if (step.within.unit === 'months') return ok(byDay(marksOfDays(start, addMonths(start, days.value))));
  if (step.within.unit === 'notice-days') return ok(byDay(marksOfDays(start, plusDays(start, days.value))));
  const { due, amber, red } = tx.calendar.limitWithPauses({
    start,
    workdays: days.value,
    pauses: pausesWithin(step, pauses),
    division: dates.division,
  });
  return ok(
    byDay(due ? { dueOn: due, amberOn: amber, redOn: red } : { dueOn: plusDays(start, NO_LIMIT), amberOn: null, redOn: null }),
  );
}

const RED_WORKDAYS = 2;
const AMBER_WORKDAYS = 5;

/** Limits that do not lie after a given day. */
export function notLater(tx: Tx, limits: Limits, notAfter: PlainDate | undefined, division: DivisionCode): Limits {
  if (notAfter === undefined || limits.dueOn <= notAfter) return limits;
  return {
    ...limits,
    dueOn: notAfter,
    amberOn: tx.calendar.workdaysBefore(notAfter, AMBER_WORKDAYS, division),
    redOn: tx.calendar.workdaysBefore(notAfter, RED_WORKDAYS, division),
  };
}

/** The parameter of the whole limit, by what the case carries; null: the item says it itself, or there is none. */
export const totalParameter = ({ total }: Flow, flags: readonly string[]): string | null =>
  Object.entries(total?.flagged ?? {}).find(([flag]) => flags.includes(flag))?.[1] ?? total?.parameter ?? null;

/** The limit of the whole procedure; null before acceptance, while the clock stands, or where the flow has none. */
export async function totalLimit(
  tx: Tx,
  flow: Flow,
  dates: CaseDates,
  pauses: readonly Pause[],
  flags: readonly string[],
): Promise<Result<Marks | null, 'PARAM_MISSING'>> {
  const start = startOfTotal(flow, dates);
  if (!flow.total || !start) return ok(null);
  const days = await limitDays(tx, totalParameter(flow, flags), dates);
  if (!days.ok) return days;
  const { due, amber, red } = tx.calendar.limitWithPauses({ start, workdays: days.value, pauses, division: dates.division });
  return ok(due && { dueOn: due, amberOn: amber, redOn: red });
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
