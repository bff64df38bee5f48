/**
 * Who asked a moment ago. A page asks several things at once; the session behind them is read once. What this process changes (signing
 * out, another duty, a duty that ends) counts at once; what another process changed counts after two seconds at the latest.
 */
import type { Actor } from './index.ts';

const RECENT_MS = 2_000;
const MOST = 10_000;

const known = new Map<string, { actor: Actor | null; until: number }>();
let changes = 0;

export function forgetRecentActors(): void {
  changes++;
  known.clear();
}

/** The actor kept under a key, or the one that `look` finds now. */
export async function recentActor(key: string, look: () => Promise<Actor | null>): Promise<Actor | null> {
  const recent = known.get(key);
  if (recent && recent.until > performance.now()) return recent.actor;
  const before = changes;
  const actor = await look();
  if (known.size >= MOST) known.clear();
  // What was read while somebody signed out may be of before.
  if (actor && before === changes) known.set(key, { actor, until: performance.now() + RECENT_MS });
  return actor;
}
