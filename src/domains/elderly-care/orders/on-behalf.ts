/** 代下单: by the village, the hotline or the office, for somebody who is known by number and name. */
import { isOneOf } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { findByIdNumber } from '../../../kernel/resident/server.ts';
import { fail, type Result } from '../../../kernel/result/index.ts';
import { placeOrder } from './open.ts';
import type { NewOrder } from './schema.ts';
import type { Channel } from './terms.ts';

const channelOf = (tx: Tx): Channel =>
  isOneOf(tx.actor, ['village-worker', 'township-clerk']) ? 'village' : isOneOf(tx.actor, ['hotline-agent']) ? 'phone' : 'office';

export async function orderOnBehalf(tx: Tx, given: NewOrder): Promise<Result<{ id: string; no: string }>> {
  const person = await findByIdNumber(tx, given.idNumber);
  if (!person || person.name !== given.name) return fail('ORDER_PERSON');
  return placeOrder(tx, {
    personId: person.id,
    division: given.division,
    itemId: given.itemId,
    on: given.on,
    time: given.time,
    minutes: given.minutes,
    fund: given.fund,
    home: { address: given.address, phone: given.phone, note: given.note, position: given.position ?? null },
    anySex: given.anySex === 'yes',
    channel: channelOf(tx),
    orderedPersonId: null,
    orderedName: tx.actor.name,
  });
}
