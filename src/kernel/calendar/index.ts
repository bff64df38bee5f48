/**
 * 工作日历: working days, limits with pauses, and the arithmetic of a limit told day by day.
 * Working day: Monday to Friday, minus the holidays of the State Council's yearly notice, plus its make-up days. The day of the event is
 * not counted (民法典 201). Holidays are data; a year that nobody entered is refused, because guessing it would move legal limits.
 */
import { defineErrors, explain, fail, type Refusal } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { dateOfDayNumber, dayNumber, plusDays, weekday } from './dates.ts';

export { longDate, longMonth, shortDate } from '../words/index.ts';
export * from './dates.ts';
export * from './limits.ts';
export * from './notice-text.ts';

defineErrors({
  CALENDAR_YEAR_MISSING: {
    http: 409,
    zh: '{year}年的放假安排尚未录入，无法计算工作日。',
    next: '请系统管理员在工作台“节假日”里录入国务院办公厅当年放假通知后重试。',
  },
  CALENDAR_PAST: { http: 422, zh: '{year}年已经过去，放假安排不能再改。' },
  CALENDAR_DAYS: { http: 422, zh: '{year}年的放假安排不完整或有错：{problem}。', next: '请对照国务院办公厅的通知改正后再录入。' },
});

/** A date was asked for whose year is not entered. Carries the refusal so that a route can answer with its sentence. */
export class CalendarYearMissing extends Error {
  readonly refusal: Refusal<'CALENDAR_YEAR_MISSING'>;
  constructor(year: number) {
    const refusal = fail('CALENDAR_YEAR_MISSING', { year });
    super(explain(refusal).message);
    this.name = 'CalendarYearMissing';
    this.refusal = refusal;
  }
}

/** One row of the holiday table. A year is known when it has a row; `provisional` rows make the whole year 暂定. */
export interface Holiday {
  readonly date: PlainDate;
  readonly kind: 'holiday' | 'workday';
  readonly name: string;
  readonly source: string;
  readonly provisional: boolean;
  /** Only in this division and below; null for everywhere. */
  readonly division: DivisionCode | null;
}

/** The clock stands from the day after `from` through `to`; `to` null: still standing. */
export interface Pause {
  readonly from: PlainDate;
  readonly to: PlainDate | null;
  readonly reason?: string;
}

/** Why a day counted or not. `number` is set for counted days: 计入第n日. */
export interface LimitDay {
  readonly date: PlainDate;
  readonly kind: 'start' | 'counted' | 'rest' | 'paused';
  readonly number: number | null;
  readonly text: string;
}

export interface Limit {
  /** Last day of the limit (ends at 24:00); null while the clock stands. */
  readonly due: PlainDate | null;
  /** Days on which 70 % and 90 % of the limit are used up; null while not yet foreseeable. */
  readonly amber: PlainDate | null;
  readonly red: PlainDate | null;
  readonly counted: number;
  readonly remaining: number;
  /** A year on the way is not officially announced yet: show 暂定. */
  readonly provisional: boolean;
  readonly days: readonly LimitDay[];
}

export interface Calendar {
  /** Years entered, e.g. [2025, 2026, 2027]. */
  readonly years: readonly number[];
  isWorkday(date: PlainDate, division?: DivisionCode): boolean;
  /** The holiday's name, 周末, 调休上班 …; null on a plain working day. */
  dayName(date: PlainDate, division?: DivisionCode): string | null;
  /** The n-th working day after `from` (n ≥ 1). */
  addWorkdays(from: PlainDate, n: number, division?: DivisionCode): PlainDate;
  /** Working days after a up to and including b; negative when b is earlier. */
  workdaysBetween(a: PlainDate, b: PlainDate, division?: DivisionCode): number;
  /** n calendar days that bind an office or a person: a last day that is a rest day rolls to the next working day (民法典 203). */
  addDays(from: PlainDate, n: number, division?: DivisionCode): PlainDate;
  nextWorkday(date: PlainDate, division?: DivisionCode): PlainDate;
  /** "n working days before X": the last day to act. X counts if it is a working day, the day of acting does not. */
  workdaysBefore(date: PlainDate, n: number, division?: DivisionCode): PlainDate;
  /** Whether the table of a year between the two dates is provisional (暂定). */
  isProvisional(from: PlainDate, to?: PlainDate): boolean;
  /** Another table takes the place of this one, for whoever holds the calendar. */
  use(holidays: readonly Holiday[]): void;
  limitWithPauses(limit: { start: PlainDate; workdays: number; pauses?: readonly Pause[]; division?: DivisionCode }): Limit;
}

/** The level prefix of a code: a county row 421221000000 holds for everything that begins with 421221. */
const scopeOf = (code: DivisionCode): string =>
  code.endsWith('0000000000')
    ? code.slice(0, 2)
    : code.endsWith('00000000')
      ? code.slice(0, 4)
      : code.endsWith('000000')
        ? code.slice(0, 6)
        : code.endsWith('000')
          ? code.slice(0, 9)
          : code;

function positive(n: number, what: string): void {
  if (!Number.isInteger(n) || n < 1 || n > 3660) throw new RangeError(`${what} must be 1 to 3660 days, not ${n}`);
}

export function makeCalendar(holidays: readonly Holiday[]): Calendar {
  let everywhere = new Map<PlainDate, Holiday>();
  let local = new Map<PlainDate, Holiday[]>();
  let years = new Map<number, { provisional: boolean }>();
  function use(rows: readonly Holiday[]): void {
    [everywhere, local, years] = [new Map(), new Map(), new Map()];
    for (const day of rows) {
      if (day.division !== null) {
        local.set(day.date, [...(local.get(day.date) ?? []), day]);
        continue;
      }
      everywhere.set(day.date, day);
      const year = Number(day.date.slice(0, 4));
      years.set(year, { provisional: day.provisional || (years.get(year)?.provisional ?? false) });
    }
  }
  use(holidays);

  /** The row that decides over the weekday; a local row before the national one. */
  function rowOf(date: PlainDate, division?: DivisionCode): Holiday | undefined {
    const year = Number(date.slice(0, 4));
    if (!years.has(year)) throw new CalendarYearMissing(year);
    const own = division === undefined ? undefined : local.get(date)?.find((row) => division.startsWith(scopeOf(row.division!)));
    return own ?? everywhere.get(date);
  }

  const isWorkday = (date: PlainDate, division?: DivisionCode): boolean => {
    const row = rowOf(date, division);
    return row ? row.kind === 'workday' : weekday(date) % 6 !== 0;
  };

  const dayName = (date: PlainDate, division?: DivisionCode): string | null => {
    const row = rowOf(date, division);
    if (row) return row.kind === 'workday' ? `${row.name}调休上班` : row.name;
    return weekday(date) % 6 === 0 ? '周末' : null;
  };

  function addWorkdays(from: PlainDate, n: number, division?: DivisionCode): PlainDate {
    positive(n, 'a limit in working days');
    let day = dayNumber(from);
    for (let left = n; left > 0; ) if (isWorkday(dateOfDayNumber(++day), division)) left--;
    return dateOfDayNumber(day);
  }

  function workdaysBetween(a: PlainDate, b: PlainDate, division?: DivisionCode): number {
    if (b < a) return -workdaysBetween(b, a, division);
    let count = 0;
    for (let day = dayNumber(a) + 1; day <= dayNumber(b); day++) if (isWorkday(dateOfDayNumber(day), division)) count++;
    return count;
  }

  function nextWorkday(date: PlainDate, division?: DivisionCode): PlainDate {
    let day = date;
    while (!isWorkday(day, division)) day = plusDays(day, 1);
    return day;
  }

  function addDays(from: PlainDate, n: number, division?: DivisionCode): PlainDate {
    positive(n, 'a limit in days');
    return nextWorkday(plusDays(from, n), division);
  }

  function workdaysBefore(date: PlainDate, n: number, division?: DivisionCode): PlainDate {
    positive(n, 'a limit in working days');
    let day = date;
    for (let left = n; ; day = plusDays(day, -1)) {
      if (isWorkday(day, division)) left--;
      if (left === 0) return plusDays(day, -1);
    }
  }

  function isProvisional(from: PlainDate, to: PlainDate = from): boolean {
    for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
      const known = years.get(year);
      if (!known) throw new CalendarYearMissing(year);
      if (known.provisional) return true;
    }
    return false;
  }

  function limitWithPauses({ start, workdays, pauses = [], division }: Parameters<Calendar['limitWithPauses']>[0]): Limit {
    positive(workdays, 'a limit in working days');
    for (const pause of pauses)
      if (pause.to !== null && pause.to < pause.from)
        throw new RangeError(`pause ends before it begins: ${pause.from}..${pause.to}`);
    // 70 % and 90 % of the limit in integers: a float 0.7 × 10 would round up to 8
    const [amberAt, redAt] = [Math.ceil((workdays * 7) / 10), Math.ceil((workdays * 9) / 10)];
    const days: LimitDay[] = [{ date: start, kind: 'start', number: null, text: '起算日，不计入' }];
    let [counted, amber, red]: [number, PlainDate | null, PlainDate | null] = [0, null, null];
    const result = (due: PlainDate | null): Limit => ({
      due,
      amber,
      red,
      counted,
      remaining: workdays - counted,
      provisional: isProvisional(start, days[days.length - 1]!.date),
      days,
    });
    const standing = (date: PlainDate) => pauses.find((p) => p.from < date && (p.to === null || date <= p.to));
    for (let date = start; ; ) {
      // an open pause that began: nothing can be said about the days to come
      const open = pauses.find((p) => p.to === null && p.from <= date);
      if (open) return result(null);
      date = plusDays(date, 1);
      const pause = standing(date);
      const name = dayName(date, division);
      if (pause)
        days.push({ date, kind: 'paused', number: null, text: pause.reason ? `暂停（${pause.reason}）` : '暂停，不计入' });
      else if (!isWorkday(date, division)) days.push({ date, kind: 'rest', number: null, text: `休息日（${name}），不计入` });
      else if (counted + 1 === workdays && pauses.some((p) => p.from === date))
        // 暂停日本应计入，但恢复后至少须留一个工作日
        days.push({ date, kind: 'paused', number: null, text: '暂停开始；至少保留一个工作日，本日不计入' });
      else {
        counted++;
        if (counted === amberAt) amber = date;
        if (counted === redAt) red = date;
        days.push({ date, kind: 'counted', number: counted, text: `计入第${counted}日${name ? `（${name}）` : ''}` });
        if (counted === workdays) return result(date);
      }
    }
  }

  return {
    get years() {
      return [...years.keys()].sort((a, b) => a - b);
    },
    use,
    isWorkday,
    dayName,
    addWorkdays,
    workdaysBetween,
    addDays,
    nextWorkday,
    workdaysBefore,
    isProvisional,
    limitWithPauses,
  };
}
