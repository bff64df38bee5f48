/** How a play of the demonstration brings a record of a register to where it stands: each step on its own day and by its own hand. */
import type { Actor } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import { at, must } from '../demonstration/server.ts';
import type { PlainDate } from '../schema/index.ts';
import { enterRecord, readEntry, takeStep } from './store.ts';

export type PlayedStep = readonly [day: PlainDate, by: Actor, action: string, input: object];

/** Gives the id of the record. */
export async function playRecord(
  tx: Tx,
  key: string,
  [day, by, form]: readonly [day: PlainDate, by: Actor, form: object],
  steps: readonly PlayedStep[] = [],
): Promise<string> {
  const { id } = must(key, await enterRecord(at(tx, by, day), key, form));
  for (const [on, hand, action, input] of steps) {
    const { version } = (await readEntry(tx, id, { hold: false }))!;
    must(`${key} ${action}`, await takeStep(at(tx, hand, on), { id, version, action }, input));
  }
  return id;
}
