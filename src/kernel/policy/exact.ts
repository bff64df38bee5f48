/** Exact arithmetic for money rules: fractions of whole numbers. Nothing is rounded before the end, and never through binary floats. */
import type { Fen } from '../schema/index.ts';

/** A fraction that survives JSON, for clauses: an average or a share is kept as what it is made of. */
export interface Ratio {
  readonly num: number;
  readonly den: number;
}

/**
 * An exact number. Make it with `exact`. Nearly every amount and ratio is a pair of safe integers and is reckoned with as such (`n` over `d`, `d`
 * positive); what grows beyond them goes on in bigints. The pair is reduced only when it is asked for: sums, products and comparisons do not need
 * it, and looking for the common divisor was most of their cost. The value is the same either way.
 */
export class Exact {
  private readonly n: number;
  private readonly d: number;
  private readonly big: { readonly num: bigint; readonly den: bigint } | null;

  private constructor(n: number, d: number, big: { num: bigint; den: bigint } | null) {
    this.n = n;
    this.d = d;
    this.big = big;
  }

  /** A pair whose quotient is the value, not always in lowest terms. */
  get num(): bigint {
    return this.big ? this.big.num : BigInt(this.n);
  }
  get den(): bigint {
    return this.big ? this.big.den : BigInt(this.d);
  }

  static whole(n: number): Exact {
    return new Exact(n, 1, null);
  }

  static of(num: bigint, den: bigint): Exact {
    if (den === 0n) throw new Error('division by zero');
    const sign = den < 0n ? -1n : 1n;
    const common = gcd(num, den) || 1n;
    const [n, d] = [(sign * num) / common, (sign * den) / common];
    const [small, below] = [Number(n), Number(d)];
    return Number.isSafeInteger(small) && Number.isSafeInteger(below)
      ? new Exact(small, below, null)
      : new Exact(0, 1, { num: n, den: d });
  }

  plus(other: Exact): Exact {
    if (!this.big && !other.big) {
      if (this.d === other.d) {
        const n = this.n + other.n;
        if (Number.isSafeInteger(n)) return new Exact(n, this.d, null);
      } else {
        const [p, q, d] = [this.n * other.d, other.n * this.d, this.d * other.d];
        if (Number.isSafeInteger(p) && Number.isSafeInteger(q) && Number.isSafeInteger(p + q) && Number.isSafeInteger(d))
          return new Exact(p + q, d, null);
      }
    }
    return Exact.of(this.num * other.den + other.num * this.den, this.den * other.den);
  }

  negative(): Exact {
    return this.big ? Exact.of(-this.big.num, this.big.den) : new Exact(0 - this.n, this.d, null);
  }

  times(other: Exact): Exact {
    if (!this.big && !other.big) {
      const [n, d] = [this.n * other.n, this.d * other.d];
      if (Number.isSafeInteger(n) && Number.isSafeInteger(d)) return new Exact(n, d, null);
    }
    return Exact.of(this.num * other.num, this.den * other.den);
  }

  inverse(): Exact {
    if (this.big || this.n === 0) return Exact.of(this.den, this.num);
    return this.n < 0 ? new Exact(-this.d, -this.n, null) : new Exact(this.d, this.n, null);
  }

  isNegative(): boolean {
    return this.big ? this.big.num < 0n : this.n < 0;
  }

  compare(other: Exact): number {
    if (!this.big && !other.big) {
      const [p, q] = [this.n * other.d, other.n * this.d];
      if (Number.isSafeInteger(p) && Number.isSafeInteger(q)) return p < q ? -1 : p > q ? 1 : 0;
    }
    const difference = this.num * other.den - other.num * this.den;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /** Whole numbers below, above, or nearest (half up). */
  floor(): number {
    if (this.d === 1 && !this.big) return this.n;
    return this.big ? toSafe(floorDiv(this.big.num, this.big.den)) : floorOf(this.n, this.d);
  }
  ceil(): number {
    if (this.d === 1 && !this.big) return this.n;
    return this.big ? toSafe(ceilDiv(this.big.num, this.big.den)) : -floorOf(-this.n, this.d);
  }
  round(): number {
    if (this.d === 1 && !this.big) return this.n;
    const [n, d] = [2 * this.n + this.d, 2 * this.d];
    if (!this.big && Number.isSafeInteger(n) && Number.isSafeInteger(d)) return floorOf(n, d);
    return toSafe(floorDiv(2n * this.num + this.den, 2n * this.den));
  }
  /** In lowest terms. */
  ratio(): Ratio {
    if (this.big) return { num: toSafe(this.big.num), den: toSafe(this.big.den) };
    if (this.d === 1) return { num: this.n, den: 1 };
    const common = commonDivisor(this.n < 0 ? -this.n : this.n, this.d);
    return { num: this.n / common, den: this.d / common };
  }
}

const FEN_IN_YUAN = 100;
const ZERO = Exact.whole(0);

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));
const LARGEST_INT32 = 2 ** 31 - 1;
/** Of safe integers, neither negative: the remainder of two floats costs many times that of two integers, and one step brings nearly all below. */
function commonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > LARGEST_INT32) [x, y] = [y, x % y];
  if (y === 0) return x;
  let [i, j] = [y, (x % y) | 0];
  while (j !== 0) [i, j] = [j, ((i | 0) % j) | 0];
  return i;
}
/** Of safe integers: the remainder is exact where the quotient as a float would not be. */
const floorOf = (n: number, d: number): number => {
  const rest = n % d;
  return (n - (rest < 0 ? rest + d : rest)) / d;
};
const floorDiv = (num: bigint, den: bigint): bigint => (num >= 0n ? num / den : -((-num + den - 1n) / den));
const ceilDiv = (num: bigint, den: bigint): bigint => -floorDiv(-num, den);

function toSafe(value: bigint): number {
  const n = Number(value);
  if (!Number.isSafeInteger(n)) throw new Error(`amount out of range: ${value}`);
  return n;
}

/** A city has some dozen ratios, asked for at every decision. */
const decimals = new Map<string, Exact>();
function decimal(text: string): Exact {
  const known = decimals.get(text);
  if (known) return known;
  if (!isDecimalText(text)) throw new Error(`not a decimal: ${text}`);
  const [whole, fraction = ''] = text.split('.') as [string, string?];
  const made = Exact.of(BigInt(whole + fraction), 10n ** BigInt(fraction.length));
  if (decimals.size < 10_000) decimals.set(text, made);
  return made;
}

/** From an integer, or from decimal text such as `1.5`. A number with a fraction is refused: it has lost exactness already. */
export function exact(value: Numeric): Exact {
  if (typeof value === 'object') return value;
  if (typeof value === 'string') return decimal(value);
  if (typeof value === 'bigint') return Exact.of(value, 1n);
  if (value === 0) return ZERO;
  if (!Number.isSafeInteger(value)) throw new Error(`not a whole number: ${value}`);
  return Exact.whole(value);
}

/** `-12`, `0.5`, `1.50`; no exponent, no thousands separator. */
export const isDecimalText = (text: string): boolean => /^-?\d{1,15}(\.\d{1,8})?$/.test(text);

type Numeric = number | bigint | string | Exact;

export const plus = (a: Numeric, b: Numeric): Exact => exact(a).plus(exact(b));
export const minus = (a: Numeric, b: Numeric): Exact => exact(a).plus(exact(b).negative());
/** Of two to four factors; named one by one, for a list of them would be made at every call. */
export function times(a: Numeric, b: Numeric, c?: Numeric, d?: Numeric): Exact {
  let product = exact(a).times(exact(b));
  if (c !== undefined) product = product.times(exact(c));
  if (d !== undefined) product = product.times(exact(d));
  return product;
}
export const over = (a: Numeric, b: Numeric): Exact => exact(a).times(exact(b).inverse());
export const total = (items: readonly Numeric[]): Exact => {
  let sum = Exact.whole(0);
  for (const item of items) sum = sum.plus(exact(item));
  return sum;
};

/** Negative, zero or positive, by cross products: two averages are compared without dividing. */
export const compareExact = (a: Numeric, b: Numeric): number => exact(a).compare(exact(b));
export const isBelow = (a: Numeric, b: Numeric): boolean => compareExact(a, b) < 0;
export function atLeastZero(a: Numeric): Exact {
  const value = exact(a);
  return value.isNegative() ? ZERO : value;
}
export const smaller = (a: Numeric, b: Numeric): Exact => (isBelow(a, b) ? exact(a) : exact(b));
export const larger = (a: Numeric, b: Numeric): Exact => (isBelow(a, b) ? exact(b) : exact(a));

/** Whole fen, half up: the general rule of platform money, applied once and last. */
export const roundFen = (fen: Numeric): Fen => exact(fen).round();
export const floorFen = (fen: Numeric): Fen => exact(fen).floor();
export const ceilFen = (fen: Numeric): Fen => exact(fen).ceil();

/** Up to the next multiple of `stepFen`; an exact multiple stays. */
export const ceilTo = (fen: Numeric, stepFen: Numeric): Fen => roundFen(times(over(fen, stepFen).ceil(), stepFen));

/** fenNum ÷ den, up to whole yuan, in fen: `ceilYuan(1, 1)` is 100. */
export const ceilYuan = (fenNum: Numeric, den: Numeric = 1): Fen => ceilTo(over(fenNum, den), FEN_IN_YUAN);

/** Exact product of an amount and decimal text such as `0.3`. */
export const ratioTimes = (decimalText: string, fen: Numeric): Exact => times(decimalText, fen);

/** For clauses and JSON. Throws when a part is beyond the safe integers. */
export const asRatio = (value: Numeric): Ratio => exact(value).ratio();
