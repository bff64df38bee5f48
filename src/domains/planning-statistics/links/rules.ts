/** 目标值并排 (规划第七章二, 加强规划衔接协调): which of two goals asks more, and by how much, to the last digit. Pure. */
import { compare, decimal, type Qualifier } from '../figures/progress.ts';
import { isShareUnit } from '../values/measure.ts';

export interface Goal {
  readonly year: string;
  readonly qualifier: Qualifier;
  readonly value: string;
  readonly unit: string;
}

/** `ours` asks as much, more or less than the other; `apart`: they cannot be compared. */
export type Apart = 'same' | 'more' | 'less' | 'apart';

export const goalText = ({ qualifier, value, unit, year }: Goal): string =>
  `${qualifier === '=' ? '' : qualifier}${value}${unit === '%' ? '%' : ` ${unit}`}（${year}年）`;

/** The difference of two printed decimals, without a rounding in between. */
function gapOf(a: string, b: string): string {
  const [one, other] = [decimal(a), decimal(b)];
  const den = Math.max(one.den, other.den);
  const gap = BigInt(one.num) * BigInt(den / one.den) - BigInt(other.num) * BigInt(den / other.den);
  const [size, digits] = [gap < 0n ? -gap : gap, String(den).length - 1];
  const text = size.toString().padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`.replace(/\.?0+$/, '');
}

/** A goal that should be low asks more where its number is smaller. */
export function differenceOf(ours: Goal, other: Goal): { apart: Apart; says: string } {
  if (ours.unit !== other.unit) return { apart: 'apart', says: `单位不同（${ours.unit}、${other.unit}），不能相比` };
  if ((ours.qualifier === '≤') !== (other.qualifier === '≤')) return { apart: 'apart', says: '一个是上限、一个是下限，不能相比' };
  const years = ours.year === other.year ? '' : `，年份不同（${ours.year}、${other.year}）`;
  const order = compare(decimal(ours.value), decimal(other.value));
  if (order === 0) return { apart: 'same', says: `目标值一致${years}` };
  const gap = `${gapOf(ours.value, other.value)}${isShareUnit(ours.unit) ? '个百分点' : ours.unit}`;
  const more = ours.qualifier === '≤' ? order < 0 : order > 0;
  return { apart: more ? 'more' : 'less', says: `${order > 0 ? '高' : '低'}${gap}，要求${more ? '更高' : '更低'}${years}` };
}
