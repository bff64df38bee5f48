/** What visitors and residents do with the points: look, reserve, keep, bring back, try, come to a talk. Over HTTP and on the reading pages. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { coursesToCome, signInByPhone } from './courses.ts';
import { cancelOrder, planReturn, renew, reserve } from './orders.ts';
import type { ReserveOnline } from './schema.ts';
import { lockOrder, type Order } from './store.ts';
import { bookTrial, cancelTrial, NewTrial, trialsOf } from './trials.ts';
import { finder, myOrders, placesOf, pointsOf } from './views.ts';

export { NewTrial };

/** Stations and stock are seen by the system's eyes for visitors and residents, who get counts, or one unit held for themselves. */
const shopWindow = (context: Context): Actor => systemActor('device-finder', context.city);
export const findDevices = (context: Context, wish: Parameters<typeof finder>[1]) =>
  context.read(shopWindow(context), (tx) => finder(tx, wish));
export const findPoints = (context: Context) =>
  context.read(shopWindow(context), async (tx) => ({
    points: await pointsOf(tx),
    places: await placesOf(tx),
    courses: await coursesToCome(tx),
  }));

const forResident = <T>(
  context: Context,
  personId: string,
  once: { action: string; requestId: string; body: unknown },
  work: (tx: Tx) => Promise<Result<T>>,
) => context.once(systemActor(`device-reservation:${personId}`, context.city), once, work);

/** An order of the resident's own, locked. */
async function ownOrder(tx: Tx, id: string, personId: string): Promise<Result<Order>> {
  const order = await lockOrder(tx, id);
  return order?.personId === personId ? ok(order) : fail('NOT_FOUND');
}

export const bookOnline = (context: Context, personId: string, given: NewTrial & { requestId: string }) =>
  forResident(context, personId, { action: 'device.trial', requestId: given.requestId, body: given }, (tx) => {
    const { requestId: _, ...wish } = given;
    return bookTrial(tx, { ...wish, personId });
  });
export const cancelTrialOnline = (context: Context, personId: string, given: { id: string; requestId: string }) =>
  forResident(context, personId, { action: 'device.trial-cancel', requestId: given.requestId, body: given }, (tx) =>
    cancelTrial(tx, { id: given.id, personId }),
  );
export const renewOnline = (context: Context, personId: string, given: { id: string; dueOn: PlainDate; requestId: string }) =>
  forResident(context, personId, { action: 'device.renew', requestId: given.requestId, body: given }, async (tx) => {
    const order = await ownOrder(tx, given.id, personId);
    return order.ok ? renew(tx, order.value, { dueOn: given.dueOn }) : order;
  });
export const returnOnline = (context: Context, personId: string, given: { id: string; on: PlainDate; requestId: string }) =>
  forResident(context, personId, { action: 'device.return', requestId: given.requestId, body: given }, async (tx) => {
    const order = await ownOrder(tx, given.id, personId);
    return order.ok ? planReturn(tx, order.value, { on: given.on }) : order;
  });
export const signInOnline = (context: Context, personId: string, given: { courseId: string; code: string; requestId: string }) =>
  forResident(context, personId, { action: 'device.sign-in', requestId: given.requestId, body: given }, (tx) =>
    signInByPhone(tx, { courseId: given.courseId, code: given.code, personId }),
  );
export const ownTrials = (context: Context, personId: string) =>
  context.read(shopWindow(context), (tx) => trialsOf(tx, personId));
export const reserveOnline = (context: Context, personId: string, given: z.infer<typeof ReserveOnline> & { requestId: string }) =>
  context.once(
    systemActor(`device-reservation:${personId}`, context.city),
    { action: 'device.reserve', requestId: given.requestId, body: given },
    (tx) => reserve(tx, { personId, stationId: given.stationId, itemCode: given.itemCode }),
  );

/** The rentals of the resident who is signed in. */
export const ownDevices = (context: Context, actor: Actor) =>
  context.read(shopWindow(context), (tx) => myOrders(tx, actor.personId));

/** A resident gives up a reservation of his or her own. */
export const cancelOwn = (context: Context, actor: Actor, given: { id: string; requestId: string }) =>
  context.once(
    systemActor(`device-reservation:${actor.personId}`, context.city),
    { action: 'device.cancel', requestId: given.requestId, body: given },
    async (tx) => {
      const own = await tx.maybe(sql`select 1 as one from rental_order where id = ${given.id} and person_id = ${actor.personId}`);
      return own ? cancelOrder(tx, given.id, '本人取消') : fail('NOT_FOUND');
    },
  );
