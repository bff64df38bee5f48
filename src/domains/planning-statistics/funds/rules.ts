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
