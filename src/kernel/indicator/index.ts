/**
 * 指标: a figure is numerator over denominator, counted from the records of the work, and it opens the records that it counts. Rates are compared as
 * whole numbers and rounded only to be shown (platform 5.9). Pure.
 */
import type { DivisionCode, Fen } from '../schema/index.ts';

export const periods = { now: '当前', month: '当月', quarter: '本季度', year: '本年' } as const;
export type Period = keyof typeof periods;

/** rate: a share of the records. units: a share of places (counties, townships, villages, items). average: fen per head. */
export type IndicatorKind = 'rate' | 'units' | 'average';

/** Whole numbers; `den` 0: nothing to count. */
export interface Fraction {
  readonly num: number;
  readonly den: number;
}

export type Verdict = 'reached' | 'near' | 'missed' | 'none';
export const verdictNames: Readonly<Record<Verdict, string>> = {
  reached: '达到目标',
  near: '接近，未达标',
  missed: '未达标',
  none: '',
};

/** A target as written in a parameter (0.6, 1, 0.995) as a fraction. */
export function targetOf(text: string): Fraction {
  const [whole = '0', decimals = ''] = text.split('.');
  const den = 10 ** decimals.length;
  return { num: Number(whole) * den + Number(decimals || 0), den };
}

const product = (a: number, b: number): bigint => BigInt(a) * BigInt(b);
const atLeast = (value: Fraction, target: Fraction): boolean => product(value.num, target.den) >= product(target.num, value.den);

/** Tenths of a percent: rounded half up, or cut. */
const tenths = ({ num, den }: Fraction, cut: boolean): bigint =>
  cut ? (BigInt(num) * 1000n) / BigInt(den) : (2n * BigInt(num) * 1000n + BigInt(den)) / (2n * BigInt(den));

const written = (value: bigint): string => `${value / 10n}.${value % 10n}`;

export interface Shown {
  /** Percent with one decimal; null where there is nothing to count. */
  readonly percent: string | null;
  readonly verdict: Verdict;
}

/** 59.97% of 60% shows 59.9%, 接近，未达标: where rounding would make a missed target look met, the digit is cut instead. */
export function shown(value: Fraction, target: Fraction | null): Shown {
  if (value.den === 0) return { percent: null, verdict: 'none' };
  const rounded = tenths(value, false);
  if (!target) {
    // 100% 要真的是全部。
    return { percent: written(rounded === 1000n && value.num < value.den ? 999n : rounded), verdict: 'none' };
  }
  if (atLeast(value, target)) return { percent: written(rounded), verdict: 'reached' };
  const goal = tenths(target, false);
  return rounded >= goal
    ? { percent: written(tenths(value, true)), verdict: 'near' }
    : { percent: written(rounded), verdict: 'missed' };
}

/** Per head, half up to the fen; null where there is nobody. */
export const averageOf = ({ num, den }: Fraction): Fen | null =>
  den === 0 ? null : Number((2n * BigInt(num) + BigInt(den)) / (2n * BigInt(den)));

/** One record that a figure counts. */
export interface CountedRow {
  readonly id: string;
  readonly division: DivisionCode;
  readonly placeName: string;
  readonly name: string;
  readonly says: string;
  readonly num: number;
  readonly den: number;
  readonly link: CountedLink | null;
  readonly linkId: string | null;
}
/** What a counted record opens in the workbench. */
export const countedLinks = ['case', 'person', 'household', 'clue', 'contract', 'township'] as const;
export type CountedLink = (typeof countedLinks)[number];

export interface FigureView extends Shown {
  readonly area: DivisionCode;
  readonly areaName: string;
  readonly num: number;
  readonly den: number;
  readonly averageFen: Fen | null;
}

export interface IndicatorView {
  readonly key: string;
  readonly zh: string;
  readonly definition: string;
  readonly kind: IndicatorKind;
  readonly periodZh: string;
  /** 2026年第3季度 · 截至2026-09-01 */
  readonly spanZh: string;
  readonly targetText: string | null;
  readonly assumed: boolean;
  readonly source: string;
  readonly total: FigureView;
}
