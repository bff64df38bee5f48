/** The standards of this domain in force at a place. */
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { CareParameter } from '../parameters.ts';

/** Whole numbers by key; what is missing stops the work. */
export async function limits<const K extends readonly CareParameter[]>(
  tx: Tx,
  division: DivisionCode,
  keys: K,
): Promise<Result<Record<K[number], number>, 'PARAM_MISSING'>> {
  const values: Record<string, number> = {};
  for (const key of keys) {
    const found = await wholeParameter(tx, key, division, tx.today);
    if (!found.ok) return found;
    values[key] = found.value;
  }
  return ok(values as Record<K[number], number>);
}

export const minutesFrom = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();
