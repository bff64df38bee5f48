/**
 * Rent, subsidy and own share of a rental; deposit; what a lost unit costs. Days are counted from the start to the return, the day of return
 * not counted. Everything is exact until the last step (half up to the fen).
 */
import { addMonths, dayNumber, plusDays } from '../../../kernel/calendar/index.ts';
import {
  ceilTo,
  type Exact,
  exact,
  isBelow,
  larger,
  minus,
  over,
  type ParameterReader,
  plus,
  roundFen,
  smaller,
  times,
} from '../../../kernel/policy/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { Standing } from './terms.ts';

/** Holds from a day until the next one begins. */
export interface StandingFrom {
  readonly from: PlainDate;
  readonly standing: Standing;
}

export interface Rental {
  readonly monthlyRentFen: Fen;
  readonly start: PlainDate;
  /** Agreed last day; from this day on a day is overdue. */
  readonly due: PlainDate;
  readonly returned: PlainDate;
  /** Oldest first; the first one holds from the start. */
  readonly standings: readonly StandingFrom[];
  /** Subsidy that the person drew in a calendar year for other rentals. */
  readonly drawnFen: Readonly<Record<string, Fen>>;
}

export interface YearOfRental {
  readonly year: string;
  readonly days: number;
  readonly subsidyFen: Fen;
  /** What the ratio would have given, had the yearly cap allowed it. */
  readonly uncappedFen: Fen;
}

export interface RentalBill {
  readonly days: number;
  /** Days of rent that are charged: never fewer than the minimum. */
  readonly chargedDays: number;
  readonly overdueDays: number;
  readonly rentFen: Fen;
  readonly subsidyFen: Fen;
  readonly ownFen: Fen;
  readonly years: readonly YearOfRental[];
}

/** A month of rent has thirty days, whatever the calendar says (RENT-DAY). */
const DAYS_OF_MONTH = 30;

const ratioKey: Readonly<Record<Standing, string | null>> = {
  tekun: 'RENT-SUB-TEKUN',
  dibao: 'RENT-SUB-DIBAO',
  edge: 'RENT-SUB-DIBAO',
  severe: 'RENT-SUB-OTHER',
  certificate: 'RENT-SUB-OTHER',
  elder: 'RENT-SUB-OTHER',
  none: null,
};

/** Share of the rent that the city pays for a person of this standing. */
export const subsidyRatio = (read: ParameterReader, standing: Standing): Exact => {
  const key = ratioKey[standing];
  return key === null ? exact(0) : read.number(key);
};

const standingOn = (standings: readonly StandingFrom[], day: PlainDate): Standing =>
  standings.findLast((s, i) => i === 0 || s.from <= day)?.standing ?? 'none';

export function rentalBill(read: ParameterReader, rental: Rental): RentalBill {
  const days = dayNumber(rental.returned) - dayNumber(rental.start);
  if (days < 0) throw new RangeError(`returned ${rental.returned} before the start ${rental.start}`);
  const least = read.whole('RENT-MIN-DAYS');
  const chargedDays = Math.max(days, least);
  const cap = read.fen('RENT-CAP');
  const daily = over(rental.monthlyRentFen, DAYS_OF_MONTH);

  const perYear = new Map<string, { days: number; subsidy: Exact }>();
  let overdueDays = 0;
  for (let i = 0; i < chargedDays; i++) {
    const day = plusDays(rental.start, i);
    // 逾期的每一天付全额租金，不补贴；不足最低天数时补足的日子不算逾期。
    const overdue = i < days && day >= rental.due;
    if (overdue) overdueDays++;
    const subsidy = overdue ? exact(0) : times(daily, subsidyRatio(read, standingOn(rental.standings, day)));
    const year = perYear.get(day.slice(0, 4)) ?? { days: 0, subsidy: exact(0) };
    perYear.set(day.slice(0, 4), { days: year.days + 1, subsidy: plus(year.subsidy, subsidy) });
  }

  // 各年先按当年剩余额度封顶，再累计取整：分年之和不会因四舍五入超过租金。
  let sum: Exact = exact(0);
  const years = [...perYear].map(([year, { days: inYear, subsidy }]): YearOfRental => {
    const before = roundFen(sum);
    sum = plus(sum, smaller(subsidy, larger(minus(cap, rental.drawnFen[year] ?? 0), 0)));
    return { year, days: inYear, subsidyFen: roundFen(sum) - before, uncappedFen: roundFen(subsidy) };
  });
  const rentFen = roundFen(times(daily, chargedDays));
  const subsidyFen = roundFen(sum);
  return { days, chargedDays, overdueDays, rentFen, subsidyFen, ownFen: rentFen - subsidyFen, years };
}

const halfDeposit: ReadonlySet<Standing> = new Set(['tekun', 'dibao', 'edge', 'severe']);

/** 30 % of the price, rounded up to 10 yuan, at most 1,000; half for those whom DEP-HALF names. */
export function depositFen(read: ParameterReader, given: { priceFen: Fen; standing: Standing }): Fen {
  const share = ceilTo(times(read.number('DEP-RATE'), given.priceFen), read.fen('DEP-STEP'));
  const full = Math.min(share, read.fen('DEP-MAX'));
  return halfDeposit.has(given.standing) ? roundFen(over(full, 2)) : full;
}

/** Price × what is left of its life, never below a tenth: months in service ÷ life, both in whole months. */
export function lossFen(read: ParameterReader, unit: { priceFen: Fen; monthsInService: number; lifeMonths: number }): Fen {
  const left = minus(1, over(unit.monthsInService, unit.lifeMonths));
  return roundFen(times(unit.priceFen, larger(left, read.number('LOSS-FLOOR'))));
}

/** Whole months from one day to another. */
export function monthsBetween(from: PlainDate, to: PlainDate): number {
  const months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return addMonths(from, months) > to ? months - 1 : months;
}

/** The last day to which a rental may run before the person is assessed again (RENT-MAX-MONTHS). */
export const furthestDue = (read: ParameterReader, start: PlainDate): PlainDate =>
  addMonths(start, read.whole('RENT-MAX-MONTHS'));

/** Whether a renewal to `due` stays within the furthest day; the day itself is allowed. */
export const mayRenewTo = (read: ParameterReader, given: { start: PlainDate; due: PlainDate }): boolean =>
  given.due <= furthestDue(read, given.start);

/** Among what a person is, what pays most; the deposit looks at the same. */
export function bestStanding(read: ParameterReader, held: readonly Standing[]): Standing {
  const order: readonly Standing[] = ['tekun', 'dibao', 'edge', 'severe', 'certificate', 'elder', 'none'];
  return order
    .filter((s) => held.includes(s) || s === 'none')
    .reduce((best, s) => (isBelow(subsidyRatio(read, best), subsidyRatio(read, s)) ? s : best));
}
