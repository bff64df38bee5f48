/** Exact arithmetic for money rules: fractions of bigint. Nothing is rounded before the end, and never through binary floats. */
import type { Fen } from '../schema/index.ts';

/** A fraction that survives JSON, for clauses: an average or a share is kept as what it is made of. */
export interface Ratio {
  readonly num: number;
  readonly den: number;
}

/** An exact number; `den` is positive. Make it with `exact`. */
export interface Exact {
  readonly num: bigint;
  readonly den: bigint;
}

const FEN_IN_YUAN = 100n;

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

function reduced(num: bigint, den: bigint): Exact {
  if (den === 0n) throw new Error('division by zero');
  const sign = den < 0n ? -1n : 1n;
  const common = gcd(num, den) || 1n;
  return { num: (sign * num) / common, den: (sign * den) / common };
}

/** From an integer, or from decimal text such as `1.5`. A number with a fraction is refused: it has lost exactness already. */
export function exact(value: number | bigint | string | Exact): Exact {
  if (typeof value === 'object') return value;
  if (typeof value === 'bigint') return { num: value, den: 1n };
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`not a whole number: ${value}`);
    return { num: BigInt(value), den: 1n };
  }
  if (!isDecimalText(value)) throw new Error(`not a decimal: ${value}`);
  const [whole, fraction = ''] = value.split('.') as [string, string?];
  return reduced(BigInt(whole + fraction), 10n ** BigInt(fraction.length));
}

/** `-12`, `0.5`, `1.50`; no exponent, no thousands separator. */
export const isDecimalText = (text: string): boolean => /^-?\d{1,15}(\.\d{1,8})?$/.test(text);

type Numeric = number | bigint | string | Exact;

export const plus = (a: Numeric, b: Numeric): Exact => {
  const [x, y] = [exact(a), exact(b)];
  return reduced(x.num * y.den + y.num * x.den, x.den * y.den);
};
export const minus = (a: Numeric, b: Numeric): Exact => plus(a, times(-1, b));
export const times = (...factors: Numeric[]): Exact =>
  factors.map(exact).reduce((a, b) => reduced(a.num * b.num, a.den * b.den), { num: 1n, den: 1n });
export const over = (a: Numeric, b: Numeric): Exact => {
  const [x, y] = [exact(a), exact(b)];
  return reduced(x.num * y.den, x.den * y.num);
};
export const total = (items: readonly Numeric[]): Exact => items.reduce<Exact>(plus, { num: 0n, den: 1n });

/** Negative, zero or positive, by cross products: two averages are compared without dividing. */
export function compareExact(a: Numeric, b: Numeric): number {
  const [x, y] = [exact(a), exact(b)];
  const difference = x.num * y.den - y.num * x.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
export const isBelow = (a: Numeric, b: Numeric): boolean => compareExact(a, b) < 0;
export const atLeastZero = (a: Numeric): Exact => (isBelow(a, 0) ? exact(0) : exact(a));
export const smaller = (a: Numeric, b: Numeric): Exact => (isBelow(a, b) ? exact(a) : exact(b));
export const larger = (a: Numeric, b: Numeric): Exact => (isBelow(a, b) ? exact(b) : exact(a));

const floorDiv = (num: bigint, den: bigint): bigint => (num >= 0n ? num / den : -((-num + den - 1n) / den));
const ceilDiv = (num: bigint, den: bigint): bigint => -floorDiv(-num, den);

function toSafe(value: bigint): number {
  const n = Number(value);
  if (!Number.isSafeInteger(n)) throw new Error(`amount out of range: ${value}`);
  return n;
}

/** Whole fen, half up: the general rule of platform money, applied once and last. */
export const roundFen = (fen: Numeric): Fen => {
  const x = exact(fen);
  return toSafe(floorDiv(2n * x.num + x.den, 2n * x.den));
};
export const floorFen = (fen: Numeric): Fen => toSafe(floorDiv(exact(fen).num, exact(fen).den));
export const ceilFen = (fen: Numeric): Fen => toSafe(ceilDiv(exact(fen).num, exact(fen).den));

/** Up to the next multiple of `stepFen`; an exact multiple stays. */
export const ceilTo = (fen: Numeric, stepFen: Numeric): Fen =>
  roundFen(times(toBig(ceilDiv(over(fen, stepFen).num, over(fen, stepFen).den)), stepFen));
const toBig = (n: bigint): Exact => ({ num: n, den: 1n });

/** fenNum ÷ den, up to whole yuan, in fen: `ceilYuan(1, 1)` is 100. */
export const ceilYuan = (fenNum: Numeric, den: Numeric = 1): Fen => ceilTo(over(fenNum, den), FEN_IN_YUAN);

/** Exact product of an amount and decimal text such as `0.3`. */
export const ratioTimes = (decimal: string, fen: Numeric): Exact => times(decimal, fen);

/** For clauses and JSON. Throws when a part is beyond the safe integers. */
export const asRatio = (value: Numeric): Ratio => ({ num: toSafe(exact(value).num), den: toSafe(exact(value).den) });
