/** 代下单: by the village, the hotline or the office, for somebody who is known by number and name. */
import { isOneOf } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { findByIdNumber } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { askedFor, foreseeOrder, placeOrder } from './open.ts';
import type { NewOrder } from './schema.ts';
import type { Channel } from './terms.ts';

/** Through whom it was ordered. */
export const channelOf = (tx: Tx): Channel =>
  isOneOf(tx.actor, ['village-worker', 'township-clerk']) ? 'village' : isOneOf(tx.actor, ['hotline-agent']) ? 'phone' : 'office';

async function elderOf(tx: Tx, given: Pick<NewOrder, 'idNumber' | 'name'>): Promise<Result<string, 'ORDER_PERSON'>> {
  const person = await findByIdNumber(tx, given.idNumber);
  return person && person.name === given.name ? ok(person.id) : fail('ORDER_PERSON');
}

export async function foreseeOnBehalf(tx: Tx, given: NewOrder): Promise<Result<{ says: string }>> {
  const elder = await elderOf(tx, given);
  return elder.ok ? foreseeOrder(tx, { ...given, personId: elder.value }) : elder;
}

export async function orderOnBehalf(tx: Tx, given: NewOrder): Promise<Result<{ id: string; no: string }>> {
  const elder = await elderOf(tx, given);
  if (!elder.ok) return elder;
  return placeOrder(tx, {
    personId: elder.value,
    ...askedFor(given),
    channel: channelOf(tx),
    orderedPersonId: null,
    orderedName: tx.actor.name,
  });
}
