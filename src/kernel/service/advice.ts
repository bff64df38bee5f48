/** What should be mended before an application is sent for somebody. */
import type { Tx } from '../context/server.ts';
import { explain, type FieldProblem, ok, type Result } from '../result/index.ts';
import { parseInput } from '../schema/index.ts';
import { flowOf, hasFlow } from './flows.ts';
import { getServiceItem } from './items.ts';

export interface Advice {
  code: string;
  status: number;
  message: string;
  next: string | null;
  fields: readonly FieldProblem[];
}

/** What an officer is told before an application is sent; the sentences are those of a refusal, but nothing is refused. */
export async function adviceOn(
  tx: Tx,
  command: { readonly itemId: string; readonly form: unknown },
): Promise<Result<{ advice: Advice | null }>> {
  const item = await getServiceItem(tx, command.itemId);
  if (!item.ok) return item;
  const implementation = hasFlow(item.value.template) ? flowOf(item.value.template) : null;
  if (!implementation?.advises) return ok({ advice: null });
  const parsed = parseInput(implementation.form(item.value), command.form);
  if (!parsed.ok) return parsed;
  const found = await implementation.advises(tx, parsed.value as never);
  if (!found) return ok({ advice: null });
  const { http, message, next } = explain(found);
  return ok({ advice: { code: found.code, status: http, message, next, fields: found.fields ?? [] } });
}
