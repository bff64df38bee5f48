/** 评估师的偏向 (section 8): who finds nearly everybody at the same level that pays is looked at by the county. It says nothing by itself. Pure. */
import type { Level } from './rules.ts';

/** Dated standards. Fewer cases than `cases` show no habit; from level `from` on money hangs on it. */
export interface LeaningNorms {
  readonly cases: number;
  readonly percent: number;
  readonly from: number;
}

/** The level that leans, with how many of how many; null: nothing to see. */
export function leaningOf(given: readonly Level[], norms: LeaningNorms): { level: Level; same: number; all: number } | null {
  if (given.length < norms.cases) return null;
  for (const [level, of] of Map.groupBy(given, (one) => one))
    if (level >= norms.from && of.length * 100 > given.length * norms.percent)
      return { level, same: of.length, all: given.length };
  return null;
}
