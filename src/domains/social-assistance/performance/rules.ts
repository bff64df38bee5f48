/**
 * 考核计分. A figure earns its whole weight at its target and in proportion below it; an item that has nothing to count is left out with its weight, so that
 * nobody gains or loses by it. Points are tenths, cut, never rounded up; products are compared, nothing is divided first. Pure.
 */
import type { Fraction } from '../../../kernel/indicator/index.ts';

const ratioOf = (value: Fraction, target: Fraction): { num: bigint; den: bigint } => ({
  num: BigInt(value.num) * BigInt(target.den),
  den: BigInt(value.den) * BigInt(target.num),
});

/** Tenths of a point; null where there is nothing to count. */
export function figureTenths(weight: number, value: Fraction, target: Fraction): number | null {
  if (value.den === 0) return null;
  const whole = weight * 10;
  const ratio = ratioOf(value, target);
  return ratio.num >= ratio.den ? whole : Number((BigInt(whole) * ratio.num) / ratio.den);
}

export const pointsText = (tenths: number): string => `${Math.floor(tenths / 10)}${tenths % 10 === 0 ? '' : `.${tenths % 10}`}分`;

/** How a figure came to its points, in a sentence. */
export function figureReason(
  weight: number,
  value: Fraction,
  target: Fraction,
  words: { value: string; target: string },
): string {
  const tenths = figureTenths(weight, value, target);
  if (tenths === null) return '没有可以统计的记录，这一项和它的分值都不计入。';
  if (tenths === weight * 10) return `实际${words.value}，达到目标${words.target}，得满分${weight}分。`;
  return `实际${words.value}，目标${words.target}：${weight}分×${words.value}÷${words.target}，得${pointsText(tenths)}（不进位）。`;
}

export interface Scored {
  readonly weight: number;
  /** Null: nothing to count, left out. */
  readonly tenths: number | null;
}

/** Tenths out of 1000 over the items that count; null where none does. */
export function totalTenths(items: readonly Scored[]): number | null {
  const counted = items.filter((item): item is Scored & { tenths: number } => item.tenths !== null);
  const weight = counted.reduce((sum, item) => sum + item.weight, 0);
  if (weight === 0) return null;
  const tenths = counted.reduce((sum, item) => sum + item.tenths, 0);
  return Number((BigInt(tenths) * 100n) / BigInt(weight));
}

/** Places in order; the same points share a place, and who has none stands last without one. */
export function standingOf<T extends { tenths: number | null }>(rows: readonly T[]): (T & { place: number | null })[] {
  return [...rows]
    .sort((a, b) => (b.tenths ?? -1) - (a.tenths ?? -1))
    .map((row) => ({
      ...row,
      place: row.tenths === null ? null : rows.filter((other) => (other.tenths ?? -1) > row.tenths!).length + 1,
    }));
}
