/** 指标: a share against its target, compared as products; nothing is divided before it is shown. Pure. */
import type { ParameterReader } from '../../../kernel/policy/index.ts';
import type { Rate } from '../rehab/rules.ts';

export interface Share {
  readonly count: number;
  readonly of: number;
}

/** How often something happened for each thing that there is, against a target in times: 120 ≥ 2 × 60. */
export function timesOf(
  read: ParameterReader,
  targetKey: string,
  { count, of }: Share,
): Rate & { readonly times: string | null } {
  const target = read.number(targetKey);
  const met = of > 0 && BigInt(count) * target.den >= target.num * BigInt(of);
  if (of === 0) return { count, of, met: false, percent: null, times: null };
  const tenths = Math.floor((count * 10) / of);
  return { count, of, met, percent: null, times: `${Math.floor(tenths / 10)}.${tenths % 10}` };
}
