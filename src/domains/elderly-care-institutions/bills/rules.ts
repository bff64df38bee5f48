/** 账单: what a month of a stay costs, line by line, each with the days that it counts (5.1, 5.6). Pure. */
import { dayNumber, firstDayOf, plusDays, plusMonths, shortDate, startOf } from '../../../kernel/calendar/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

/** A price, or a level with its price, from a day on. */
export interface Priced {
  readonly from: PlainDate;
  readonly fen: Fen;
  /** 双人间, 介护1. */
  readonly name: string;
}

/** Full days away: from the first to the one before `to`; null while nobody knows when. */
export interface Leave {
  readonly from: PlainDate;
  readonly to: PlainDate | null;
  /** Instant. */
  readonly noticedAt: string;
}

export interface Charged {
  readonly month: YearMonth;
  /** Half-open; a stay of one single date counts one day. */
  readonly from: PlainDate;
  readonly to: PlainDate | null;
  /** From this day on it is no trial any more; null: it is still one. Left out: it never was. */
  readonly trialTo?: PlainDate | null;
  readonly bed: readonly Priced[];
  readonly care: readonly Priced[];
  readonly meals: readonly Priced[];
  readonly trial: readonly Priced[];
  readonly leaves: readonly Leave[];
  readonly careBack: { readonly minDays: number; readonly percent: number };
}

export const items = {
  bed: '床位费',
  care: '护理费',
  'care-back': '护理费退还',
  meals: '餐费',
  trial: '试住费',
  other: '其他',
} as const;
export type BillItem = keyof typeof items;

export interface BillLine {
  readonly item: BillItem;
  readonly name: string;
  readonly from: PlainDate;
  /** Not counted any more. */
  readonly to: PlainDate;
  readonly days: number;
  readonly amountFen: Fen;
  /** How it was computed, as the family reads it. */
  readonly says: string;
}

interface Range {
  readonly from: PlainDate;
  readonly to: PlainDate;
}
/** Of two days the later one. */
export const later = (a: PlainDate, b: PlainDate): PlainDate => (a > b ? a : b);
const earlier = (a: PlainDate, b: PlainDate): PlainDate => (a < b ? a : b);
const daysOf = ({ from, to }: Range): number => Math.max(0, dayNumber(to) - dayNumber(from));
const common = (a: Range, b: Range): Range => ({ from: later(a.from, b.from), to: earlier(a.to, b.to) });

/** Half up, of a quotient of whole numbers. */
export const halfUp = (num: number, den: number): Fen => {
  const n = BigInt(num);
  const d = BigInt(den);
  const sign = n < 0n ? -1n : 1n;
  return Number(sign * ((2n * sign * n + d) / (2n * d)));
};

/** The days of the month on which the stay is charged: from admission, without the day of leaving or of death. */
export function chargedDays({ month, from, to }: Pick<Charged, 'month' | 'from' | 'to'>): Range {
  const whole = { from: firstDayOf(month), to: firstDayOf(plusMonths(month, 1)) };
  const end = to === null ? whole.to : to <= from ? plusDays(from, 1) : to;
  return common(whole, { from, to: end });
}

/** Stretches of one price. Two prices that follow each other at the same amount are one stretch. */
export function stretches(prices: readonly Priced[], within: Range): (Range & { price: Priced })[] {
  const known = prices.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const found: (Range & { price: Priced })[] = [];
  known.forEach((price, i) => {
    const next = known[i + 1];
    const part = common(within, { from: price.from, to: next?.from ?? within.to });
    if (daysOf(part) === 0) return;
    const last = found.at(-1);
    if (last && last.price.fen === price.fen && last.price.name === price.name && last.to === part.from)
      found[found.length - 1] = { ...last, to: part.to };
    else found.push({ ...part, price });
  });
  return found;
}

const yuan = (fen: Fen): string => (fen / 100).toFixed(2);
const range = ({ from, to }: Range): string => {
  const last = plusDays(to, -1);
  return from === last ? shortDate(from) : `${shortDate(from)}至${shortDate(last)}`;
};

function monthly(item: 'bed' | 'care', prices: readonly Priced[], within: Range, daysInMonth: number): BillLine[] {
  return stretches(prices, within).map(({ price, ...part }) => {
    const days = daysOf(part);
    const amountFen = halfUp(price.fen * days, daysInMonth);
    const says = `${yuan(price.fen)}元／月×${days}天÷${daysInMonth}天（${range(part)}）`;
    return { item, name: `${items[item]}（${price.name}）`, ...part, days, amountFen, says };
  });
}

/** 请假满几个整日的，退一部分护理费; judged by the whole leave, paid back for its days of this month. */
function careBack(of: Charged, within: Range, daysInMonth: number): BillLine[] {
  const { minDays, percent } = of.careBack;
  return of.leaves.flatMap((leave) => {
    const whole = { from: leave.from, to: leave.to ?? within.to };
    if (daysOf(whole) < minDays) return [];
    return stretches(of.care, common(within, whole)).map(({ price, ...part }) => {
      const days = daysOf(part);
      return {
        item: 'care-back' as const,
        name: `${items['care-back']}（请假）`,
        ...part,
        days,
        amountFen: -halfUp(price.fen * days * percent, daysInMonth * 100),
        says: `请假满${minDays}个整日，退${percent}%：${yuan(price.fen)}元／月×${days}天÷${daysInMonth}天×${percent}%（${range(part)}）`,
      };
    });
  });
}

/** 17:00 of the day before, by the clock of the city. */
const noticedFor = (leave: Leave, day: PlainDate): boolean =>
  Date.parse(leave.noticedAt) < startOf(day).getTime() - 7 * 3_600_000;

/** Days on which nobody cooked for the person, because it was told in time. */
function mealsOff(leaves: readonly Leave[], within: Range): number {
  const off = new Set<PlainDate>();
  for (const leave of leaves) {
    const part = common(within, { from: leave.from, to: leave.to ?? within.to });
    for (let day = part.from; day < part.to; day = plusDays(day, 1)) if (noticedFor(leave, day)) off.add(day);
  }
  return off.size;
}

function daily(item: 'meals' | 'trial', prices: readonly Priced[], within: Range, leaves: readonly Leave[]): BillLine[] {
  return stretches(prices, within).map(({ price, ...part }) => {
    const off = item === 'meals' ? mealsOff(leaves, part) : 0;
    const days = daysOf(part) - off;
    const less = off > 0 ? `，减去报备的请假${off}天` : '';
    const says = `${yuan(price.fen)}元／日×${days}天（${range(part)}${less}）`;
    return { item, name: items[item], ...part, days, amountFen: price.fen * days, says };
  });
}

/** The lines of one month, in the order in which they are printed. */
export function monthLines(of: Charged): BillLine[] {
  const within = chargedDays(of);
  if (daysOf(within) === 0) return [];
  const first = firstDayOf(of.month);
  const daysInMonth = daysOf({ from: first, to: firstDayOf(plusMonths(of.month, 1)) });
  const settledFrom = of.trialTo === undefined ? within.from : of.trialTo === null ? within.to : later(within.from, of.trialTo);
  const trial = { from: within.from, to: earlier(within.to, settledFrom) };
  const settled = { from: earlier(settledFrom, within.to), to: within.to };
  return [
    ...daily('trial', of.trial, trial, []),
    ...monthly('bed', of.bed, settled, daysInMonth),
    ...monthly('care', of.care, settled, daysInMonth),
    ...careBack(of, settled, daysInMonth),
    ...daily('meals', of.meals, within, of.leaves),
  ];
}

export const totalOf = (lines: readonly Pick<BillLine, 'amountFen'>[]): Fen =>
  lines.reduce((sum, line) => sum + line.amountFen, 0);

export interface Shares {
  readonly insuranceFen: Fen;
  readonly publicFen: Fen;
  readonly voucherFen: Fen;
  readonly selfFen: Fen;
}
/** 长护险等保险 → 公共资金 → 消费券 → 家庭: each pays what is left, and no more. A bill below zero is the family's refund. */
export function sharesOf(totalFen: Fen, offered: { insuranceFen: Fen; publicFen: Fen; voucherFen: Fen }): Shares {
  let left = Math.max(0, totalFen);
  const take = (fen: Fen): Fen => {
    const taken = Math.min(left, fen);
    left -= taken;
    return taken;
  };
  const [insuranceFen, publicFen, voucherFen] = [take(offered.insuranceFen), take(offered.publicFen), take(offered.voucherFen)];
  return { insuranceFen, publicFen, voucherFen, selfFen: totalFen < 0 ? totalFen : left };
}

/** 押金 at most so many months of the person's own bed fee. */
export const depositLimit = (monthlyBedFen: Fen, months: number): Fen => monthlyBedFen * months;

/** From what day a new price may be charged: an increase has to be told before, a lower price may begin at once. */
export const earliestStart = (of: {
  readonly today: PlainDate;
  readonly beforeFen: Fen | null;
  readonly afterFen: Fen;
  readonly noticeDays: number;
}): PlainDate => (of.beforeFen !== null && of.afterFen > of.beforeFen ? plusDays(of.today, of.noticeDays) : of.today);
