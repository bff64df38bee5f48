/** 手机上的时间: what is recorded without a network says when it was; a ticket of the server says from when on the page was open. Neither can be moved afterwards. */
import { timingSafeEqual } from 'node:crypto';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { limits } from './limits.ts';
import { stampHolds } from './rules.ts';
import type { Stamp } from './schema.ts';
import type { Order } from './store.ts';

const mark = (tx: Tx, orderId: string, issuedAt: string): Buffer =>
  tx.keys.digest('home-care-stamp', `${orderId}|${tx.actor.id}|${issuedAt}`);

/** For whoever holds the order now. */
export const ticketFor = (tx: Tx, orderId: string): { ticket: string; issuedAt: string } => ({
  ticket: `${tx.now}.${mark(tx, orderId, tx.now).toString('hex')}`,
  issuedAt: tx.now,
});

/** Within so much it was sent as it was pressed. */
const AT_ONCE_MS = 5 * 60_000;

/** When it was, and whether it came late; refused where ticket or time do not hold. */
export async function timeOf(
  tx: Tx,
  order: Pick<Order, 'id' | 'division'>,
  stamp: Stamp,
): Promise<Result<{ at: string; late: boolean }, 'ORDER_STAMP' | 'PARAM_MISSING'>> {
  const set = await limits(tx, order.division, 'HSO-QUEUE');
  if (!set.ok) return set;
  const cut = stamp.ticket.lastIndexOf('.');
  const issuedAt = stamp.ticket.slice(0, cut);
  const given = Buffer.from(stamp.ticket.slice(cut + 1), 'hex');
  const wanted = mark(tx, order.id, issuedAt);
  // A phone that runs ahead a little: no later than it arrived.
  const at = new Date(Math.min(Date.parse(stamp.at), Date.parse(tx.now))).toISOString();
  const genuine = given.length === wanted.length && timingSafeEqual(given, wanted);
  return genuine && stampHolds({ at, issuedAt, now: tx.now, hours: set.value['HSO-QUEUE'] })
    ? ok({ at, late: Date.parse(tx.now) - Date.parse(at) > AT_ONCE_MS })
    : fail('ORDER_STAMP');
}
