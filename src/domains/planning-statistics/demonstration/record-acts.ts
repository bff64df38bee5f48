/** How a play enters a record of a register and takes its steps, each on its own day and by its own hand. */
import type { Actor } from '../../../kernel/access/index.ts';
import { consultationAbout } from '../../../kernel/consultation/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { at, must } from '../../../kernel/demonstration/server.ts';
import { enterRecord, readEntry, takeStep } from '../../../kernel/register/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

export interface Hands {
  readonly clerk: Actor;
  readonly second: Actor;
  readonly leader: Actor;
  readonly county: Actor;
}

export type Play = ReturnType<typeof actsOf>;

export function actsOf(tx: Tx, hands: Hands) {
  const enter = async (day: PlainDate, key: string, form: object, by: Actor = hands.clerk): Promise<string> =>
    must(`${key}`, await enterRecord(at(tx, by, day), key, form)).id;
  const step = async (day: PlainDate, by: Actor, id: string, action: string, input: object = {}): Promise<void> => {
    const { version } = (await readEntry(tx, id, { hold: false }))!;
    must(action, await takeStep(at(tx, by, day), { id, version, action }, input));
  };
  const about = async (id: string) => (await consultationAbout(tx, { kind: 'register-entry', id }))!;
  return { tx, hands, enter, step, about };
}
