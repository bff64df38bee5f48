/** 以养老为名的非法集资 (5.15, section 8): what looks like an investment disguised as care. An alarm says where to look, and takes nothing by itself but a promise of returns. Pure. */
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';

/** A sum taken in advance. */
export interface Sold {
  readonly kind: 'service' | 'member';
  readonly signedOn: PlainDate;
  readonly refundedOn: PlainDate | null;
  readonly amountFen: Fen;
  readonly months: number;
  /** County of the payer, by six digits. */
  readonly origin: string | null;
}
export interface AlarmNorms {
  /** Percent by which cards or sums may grow in a month. */
  readonly growth: number;
  /** Fewer new cards than these are no growth: two become three. */
  readonly least: number;
  readonly counties: number;
  /** A monthly price below so many percent of the cheapest published one. */
  readonly cheap: number;
  readonly pitches: number;
}
export interface Offered {
  /** What a month costs at the least by the published prices; null: nothing is published. */
  readonly monthlyFen: Fen | null;
  /** Days of gifts, travel and lectures that were counted. */
  readonly pitches: number;
}

const live = (of: Sold, day: PlainDate): boolean => of.signedOn <= day && (of.refundedOn === null || of.refundedOn > day);

/** Cards that are live today against a month ago, in words; null: they grew as they may. Products before shares. */
export function growthOf(sold: readonly Sold[], days: { today: PlainDate; before: PlainDate }, norms: AlarmNorms): string | null {
  const at = (day: PlainDate) => sold.filter((of) => of.kind === 'member' && live(of, day)).length;
  const [was, now] = [at(days.before), at(days.today)];
  return now - was >= norms.least && (now - was) * 100 > was * norms.growth ? `会员卡一个月从${was}张到${now}张` : null;
}

/** The counties that the payers of live sums come from, where they are more than usual. */
export function originsOf(sold: readonly Sold[], today: PlainDate, norms: AlarmNorms): string | null {
  const counties = new Set(sold.flatMap((of) => (live(of, today) && of.origin ? [of.origin] : [])));
  return counties.size > norms.counties ? `交钱的老人来自${counties.size}个县（市、区）` : null;
}

/** A service that is sold far below its published price pays for something else. */
export function cheapOf(
  sold: readonly Sold[],
  { today, monthlyFen }: { today: PlainDate; monthlyFen: Fen | null },
  norms: AlarmNorms,
): string | null {
  if (monthlyFen === null) return null;
  const cheap = sold.filter(
    (of) => of.kind === 'service' && live(of, today) && of.amountFen * 100 < monthlyFen * of.months * norms.cheap,
  ).length;
  return cheap > 0 ? `${cheap}笔服务费不到公布价格的${norms.cheap}%` : null;
}

export const pitchesOf = (pitches: number, norms: AlarmNorms): string | null =>
  pitches >= norms.pitches ? `三个月里${pitches}次送礼品、旅游、讲座` : null;
