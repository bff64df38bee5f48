/**
 * 考核计分. A figure earns its whole weight at its target and in proportion below it; an item that has nothing to count is left out with its weight, so that
 * nobody gains or loses by it. Points are tenths, cut, never rounded up; products are compared, nothing is divided first. Pure.
 */
import type { Better, Fraction } from '../../../kernel/indicator/index.ts';

/** How much of the target is reached; where less is better (“不超过”) the other way round. */
const ratioOf = (value: Fraction, target: Fraction, better: Better): { num: bigint; den: bigint } => {
  const [mine, asked] = [BigInt(value.num) * BigInt(target.den), BigInt(value.den) * BigInt(target.num)];
  return better === 'lower' ? { num: asked, den: mine } : { num: mine, den: asked };
};

/** Tenths of a point; null where there is nothing to count. */
export function figureTenths(weight: number, value: Fraction, target: Fraction, better: Better = 'higher'): number | null {
  if (value.den === 0) return null;
  const whole = weight * 10;
  const ratio = ratioOf(value, target, better);
  return ratio.num >= ratio.den ? whole : Number((BigInt(whole) * ratio.num) / ratio.den);
}

export const pointsText = (tenths: number): string => `${Math.floor(tenths / 10)}${tenths % 10 === 0 ? '' : `.${tenths % 10}`}分`;

/** A figure beside its target as people read them; `from`, `of`: where they come from, where that is not said by the item itself. */
export interface FigureWords {
  readonly value: string;
  readonly target: string;
  readonly from?: string;
  readonly of?: string;
}
const inBrackets = (words: string | undefined): string => (words ? `（${words}）` : '');
/** 60.0%（2025年发布的），目标65%（2025年） */
export const besideTarget = ({ value, target, from, of }: FigureWords): string =>
  `${value}${inBrackets(from)}，目标${target}${inBrackets(of)}`;

/** How a figure came to its points, in a sentence. */
export function figureReason(
  weight: number,
  value: Fraction,
  target: Fraction,
  words: FigureWords,
  better: Better = 'higher',
): string {
  const tenths = figureTenths(weight, value, target, better);
  if (tenths === null) return '没有可以统计的记录，这一项和它的分值都不计入。';
  if (tenths === weight * 10)
    return `实际${words.value}${inBrackets(words.from)}，达到目标${words.target}${inBrackets(words.of)}，得满分${weight}分。`;
  const [above, below] = better === 'lower' ? [words.target, words.value] : [words.value, words.target];
  const sum = `${weight}分×${above.replace('不超过', '')}÷${below.replace('不超过', '')}`;
  return `实际${besideTarget(words)}：${sum}，得${pointsText(tenths)}（不进位）。`;
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
