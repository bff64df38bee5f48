/** 指标的进度和状态 (planning 5.3): exact comparison, completion, progress from a base, time of the plan, score of an evaluation. Pure; fractions of whole numbers throughout. */
import { dayNumber } from '../../../kernel/calendar/index.ts';
import type { Fraction } from '../../../kernel/indicator/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

/** How a target is meant: at least, at most; `=` and `≈` are reached from below. */
export type Qualifier = '=' | '≥' | '≤' | '≈';

/** A decimal as printed, as a fraction: 59.5 is 595 of 10. */
export function decimal(text: string): Fraction {
  const [whole = '0', decimals = ''] = text.split('.');
  return { num: Number(whole + decimals), den: 10 ** decimals.length };
}

const product = (a: number, b: number): bigint => BigInt(a) * BigInt(b);
/** Negative, 0 or positive, as a number would be. */
export function compare(a: Fraction, b: Fraction): number {
  const [left, right] = [product(a.num, b.den), product(b.num, a.den)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** By the exact ratio, without rounding before. */
export const isMet = (value: Fraction, target: Fraction, qualifier: Qualifier): boolean =>
  qualifier === '≤' ? compare(value, target) <= 0 : compare(value, target) >= 0;

const asNumber = ({ num, den }: Fraction): number => num / den;

/** actual ÷ target, or target ÷ actual where less is better; null where it cannot be divided. */
export function completion(value: Fraction, target: Fraction, qualifier: Qualifier): number | null {
  const [a, b] = qualifier === '≤' ? [asNumber(target), asNumber(value)] : [asNumber(value), asNumber(target)];
  return b === 0 ? null : a / b;
}

/** (actual − base) ÷ (target − base); null without a base, or where the target is no better than it (目标低于基期). */
export function progressFrom(base: Fraction | null, value: Fraction, target: Fraction, qualifier: Qualifier): number | null {
  if (base === null) return null;
  const better = qualifier === '≤' ? compare(target, base) < 0 : compare(target, base) > 0;
  return better ? (asNumber(value) - asNumber(base)) / (asNumber(target) - asNumber(base)) : null;
}

/** Days gone of the days of the plan, both ends included; 0 before it, 1 after it. */
export function timeProgress(plan: { from: PlainDate; to: PlainDate }, today: PlainDate): number {
  if (today < plan.from) return 0;
  if (today >= plan.to) return 1;
  return (dayNumber(today) - dayNumber(plan.from) + 1) / (dayNumber(plan.to) - dayNumber(plan.from) + 1);
}

export const statuses = { met: '已达标', onTime: '正常', behind: '滞后', farBehind: '严重滞后' } as const;
export type Status = keyof typeof statuses;
/** Points of a hundred by which progress may lie behind the time (assumption, PLAN-BEHIND and PLAN-FAR-BEHIND). */
export interface Bands {
  readonly behind: number;
  readonly farBehind: number;
}

/** By progress where there is a base, else by completion. */
export function statusOf(of: { met: boolean; share: number; time: number }, bands: Bands): Status {
  if (of.met) return 'met';
  // 按百分点比较：差一点就是差一点，不先舍入
  const late = (of.time - of.share) * 100;
  return late <= bands.behind ? 'onTime' : late <= bands.farBehind ? 'behind' : 'farBehind';
}

/** Binding indicators count once and a half (assumption). */
const WEIGHT = { binding: 1.5, expected: 1 } as const;
/** Σ w·min(1, completion) ÷ Σ w × 100, to two decimals; complete only where every binding indicator is met. */
export function score(indicators: readonly { kind: 'binding' | 'expected'; completion: number }[]): {
  score: number;
  complete: boolean;
} {
  const weights = indicators.reduce((sum, i) => sum + WEIGHT[i.kind], 0);
  const reached = indicators.reduce((sum, i) => sum + WEIGHT[i.kind] * Math.min(1, i.completion), 0);
  return {
    score: weights === 0 ? 0 : Math.round((reached / weights) * 10_000) / 100,
    complete: indicators.every((i) => i.kind === 'expected' || i.completion >= 1),
  };
}
