/** Standards of the insurance subsidy, and how they are read. */
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';

export const insuranceParameters = {
  'CARE-INSURE-PREMIUM': '责任险补贴：一张床一年的保费标准',
  'CARE-INSURE-SHARE': '责任险补贴：补百分之几',
  'CARE-INSURE-DAYS': '责任险补贴：几个工作日内办完',
} as const;
type Key = keyof typeof insuranceParameters;

export async function insuranceLimits<const K extends readonly Key[]>(
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
