/** 评估师的偏向 (section 8): who finds nearly everybody at the same level that pays is looked at by the county. It says nothing by itself. Pure. */
import type { Level } from './rules.ts';

/** Fewer show no habit; and from level 2 on money hangs on it. */
const ENOUGH = 10;
const MOST_PERCENT = 80;
const PAYS: Level = 2;

/** The level that leans, with how many of how many; null: nothing to see. */
export function leaningOf(given: readonly Level[]): { level: Level; same: number; all: number } | null {
  if (given.length < ENOUGH) return null;
  for (const [level, of] of Map.groupBy(given, (one) => one))
    if (level >= PAYS && of.length * 100 > given.length * MOST_PERCENT) return { level, same: of.length, all: given.length };
  return null;
}
