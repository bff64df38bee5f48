/** What cases are called: by their item, unless their flow serves something else than the item says. */
import type { Tx } from '../context/server.ts';
import { flowOf } from './flows.ts';
import { itemNames } from './items.ts';

interface Named {
  readonly id: string;
  readonly itemId: string;
  readonly flow: string;
  readonly flowVersion: string;
}

/** By case id. A flow is asked once for all its cases. */
export async function caseNames(tx: Tx, cases: readonly Named[]): Promise<ReadonlyMap<string, string>> {
  const items = await itemNames(tx);
  const names = new Map(cases.map((kase) => [kase.id, items.get(kase.itemId) ?? kase.itemId]));
  for (const [, ofFlow] of Map.groupBy(cases, (kase) => `${kase.flow}@${kase.flowVersion}`)) {
    const { names: own } = flowOf(ofFlow[0]!.flow, ofFlow[0]!.flowVersion);
    if (own)
      for (const [id, name] of await own(
        tx,
        ofFlow.map((kase) => kase.id),
      ))
        names.set(id, name);
  }
  return names;
}
