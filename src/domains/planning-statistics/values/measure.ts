/** How a value of an indicator is kept and compared: as a fraction of whole numbers, never as a rounded figure (platform 5.9). Pure. */
import { type Fraction, shown } from '../../../kernel/indicator/index.ts';
import { compare, decimal, isMet, type Qualifier } from '../figures/progress.ts';

/** A share is reported by numerator and denominator; everything else as a number. */
export const isShareUnit = (unit: string): boolean => unit === '%';

/** What a person fills in. */
export interface Typed {
  readonly num?: number | undefined;
  readonly den?: number | undefined;
  readonly value?: string | undefined;
}

/** Null: what its kind needs is missing. */
export function fractionOf(unit: string, { num, den, value }: Typed): Fraction | null {
  if (isShareUnit(unit)) return num === undefined || den === undefined || den === 0 ? null : { num, den };
  return value === undefined ? null : decimal(value);
}

/** A target as a fraction that compares with values of the same unit: 60 of percent is 60 ÷ 100. */
export function goalOf(unit: string, value: string): Fraction {
  const { num, den } = decimal(value);
  return isShareUnit(unit) ? { num, den: den * 100 } : { num, den };
}

/** A number that is kept as a fraction of a power of ten, as it was typed. */
const plainText = ({ num, den }: Fraction): string => (num / den).toFixed(String(den).length - 1);

export interface Said {
  readonly text: string;
  /** Numerator and denominator of a share. */
  readonly parts: string;
  /** Rounding would have made it look met: the digit is cut (接近，未达标). */
  readonly near: boolean;
}

export function said(unit: string, value: Fraction, target: Fraction | null = null): Said {
  if (!isShareUnit(unit)) return { text: plainText(value), parts: '', near: false };
  const { percent, verdict } = shown(value, target);
  const parts = `${value.num.toLocaleString('zh-CN')}／${value.den.toLocaleString('zh-CN')}`;
  return { text: `${percent}%`, parts, near: verdict === 'near' };
}

/** |a − b| of b is more than so many percent; of nothing, anything is more. By whole numbers. */
export function differsBy(percent: number, a: Fraction, b: Fraction): boolean {
  const [left, right] = [BigInt(a.num) * BigInt(b.den), BigInt(b.num) * BigInt(a.den)];
  const gap = left > right ? left - right : right - left;
  return gap * 100n > right * BigInt(percent);
}

export const isSame = (a: Fraction, b: Fraction): boolean => compare(a, b) === 0;

/** Whether a target asks less than another one. */
export const isLower = (next: Fraction, now: Fraction, qualifier: Qualifier): boolean =>
  qualifier === '≤' ? compare(next, now) > 0 : compare(next, now) < 0;

export const milestones = { inTime: '按期完成', late: '逾期完成', missed: '未完成' } as const;
export type Milestone = keyof typeof milestones;

/**
 * A target of a year within the plan is judged on its own last day (planning 5.3): met by then, later, or not at all. Null while the year runs and nothing
 * has met it. `values`: by the last day of their period, in order.
 */
export function milestoneOf(
  values: readonly { readonly to: string; readonly value: Fraction }[],
  of: { readonly year: string; readonly target: Fraction; readonly qualifier: Qualifier },
  today: string,
): Milestone | null {
  const lastDay = `${of.year}-12-31`;
  const met = values.find(({ value }) => isMet(value, of.target, of.qualifier));
  if (met) return met.to <= lastDay ? 'inTime' : 'late';
  return today > lastDay ? 'missed' : null;
}
