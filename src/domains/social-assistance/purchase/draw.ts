/** 抽签: the same seed draws the same services, for whoever wants to check. */
import { createHash } from 'node:crypto';

/** The drawn ones: the smallest lots, lot = SHA-256(seed:id). Whoever has the seed draws the same. */
export function drawn(ids: readonly string[], seed: string, count: number): string[] {
  const lots = ids.map((id) => ({ id, lot: createHash('sha256').update(`${seed}:${id}`).digest('hex') }));
  return lots
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, count)
    .map((l) => l.id);
}
