/** 资金的规则: what a bank's balance is compared with, what lies idle, whether the elderly get their share, how budgets grow. Pure. */
import { dayNumber } from '../../../kernel/calendar/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { IdleKind } from './terms.ts';

/** 期末 = 期初 + 收 − 付; what the bank has more (positive) or less. */
export const differenceOf = (books: { opening: Fen; incoming: Fen; outgoing: Fen; bank: Fen }) => {
  const closing = books.opening + books.incoming - books.outgoing;
  return { closing, difference: books.bank - closing };
};

export const daysSince = (from: PlainDate, to: PlainDate): number => dayNumber(to) - dayNumber(from);

export interface Lying {
  readonly arrivedOn: PlainDate;
  readonly amountFen: Fen;
  readonly allocatedFen: Fen;
  readonly paidFen: Fen;
}
export interface IdleLimits {
  readonly allocationDays: number;
  readonly paymentDays: number;
}
/** 闲置: more than so many days after it came and not yet allocated; or more than so many and not yet paid, which is the graver one. Null: it is not. */
export function idleOf(
  money: Lying,
  limits: IdleLimits,
  today: PlainDate,
): { kind: IdleKind; days: number; amountFen: Fen } | null {
  const days = daysSince(money.arrivedOn, today);
  const unpaid = money.amountFen - money.paidFen;
  if (days > limits.paymentDays && unpaid > 0) return { kind: 'payment', days, amountFen: unpaid };
  const unallocated = money.amountFen - money.allocatedFen;
  return days > limits.allocationDays && unallocated > 0 ? { kind: 'allocation', days, amountFen: unallocated } : null;
}

export type ShareVerdict = 'met' | 'missed' | 'none';
/** A share of one level's lottery fund in one year. Products are compared; a level that used nothing (or got back more than it used) is not judged. */
export const shareVerdict = (share: { partFen: Fen; wholeFen: Fen }, minPercent: number): ShareVerdict =>
  share.wholeFen <= 0 ? 'none' : BigInt(share.partFen) * 100n >= BigInt(share.wholeFen) * BigInt(minPercent) ? 'met' : 'missed';

/** What 社会办 is a share of (`privateBase`): the plan of 2017 leaves it open, so the city says which one is judged. */
export const privateBases = { elderly: '占用于养老的', total: '占全部福彩公益金' } as const;
export type PrivateBase = keyof typeof privateBases;
export const privateBaseOf = (parameter: number): PrivateBase => (parameter === 1 ? 'total' : 'elderly');

/** One decimal, half up; where rounding would reach a missed target it is cut (platform rules 5.9). */
export function percentText(num: Fen, den: Fen, floor: number): string {
  if (den <= 0) return '—';
  const [n, d] = [BigInt(num), BigInt(den)];
  const rounded = (n * 2000n + d) / (2n * d);
  const tenths = n * 100n < BigInt(floor) * d && rounded >= BigInt(floor) * 10n ? (n * 1000n) / d : rounded;
  return `${tenths / 10n}.${tenths % 10n}%`;
}

/** 自然增长: this year's budget against last year's; null where there was none. */
export const growthOf = (now: Fen, before: Fen, minPercent: number) =>
  before === 0
    ? null
    : {
        percent: Math.round(((now - before) * 1000) / before) / 10,
        met: BigInt(now) * 100n >= BigInt(before) * BigInt(100 + minPercent),
      };

/**
 * What of an amount serves the countryside: all of what is used in a village, nothing of what is used in a community, and of what serves both the part of the older people who
 * live in villages, half up to the fen. Where nobody is known to live, nothing is called rural.
 */
export function ruralShare(
  fen: Fen,
  where: 'rural' | 'urban' | { readonly rural: number; readonly all: number },
): { fen: Fen; says: string } {
  if (where === 'rural') return { fen, says: '农村' };
  if (where === 'urban') return { fen: 0, says: '城市' };
  if (where.all === 0) return { fen: 0, says: '分不出城乡' };
  return {
    fen: Math.round((fen * where.rural) / where.all),
    says: `城乡都有，按老年人分：农村${where.rural}人，共${where.all}人`,
  };
}
