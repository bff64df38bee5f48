/** What older people and their families do and see by themselves: order, call off, confirm, rate, dispute. */
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { findByIdNumber, relatedTo } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type FormField, formOf } from '../../../kernel/schema/index.ts';
import { confirm, disputeOrder, evaluateOrder } from './confirm.ts';
import type { MyHomeCare, MyOrder } from './content.ts';
import { cancelOrder, placeOrder } from './open.ts';
import { may } from './rules.ts';
import { OnlineOrder } from './schema.ts';
import { countyOf, type Order, orderColumns, orderFor, orderPlace, orderTables } from './store.ts';
import { funds, orderStates } from './terms.ts';
import { itemChoices, withChoices } from './views.ts';

/** The platform's own act for one resident, under the resident's name: a resident has no divisions of his own. */
const acting = (context: Context, { id, name }: { id: string; name: string }): Actor => ({
  ...systemActor(`home-care:${id}`, context.city),
  name,
});
const person = (actor: Actor) => ({ id: actor.personId!, name: actor.name });

const once = <T>(
  context: Context,
  actor: Actor,
  of: { action: string; requestId: string; body: unknown },
  work: (tx: Tx) => Promise<Result<T>>,
) => context.once(acting(context, person(actor)), of, work);

/** For oneself, or for a relative whom the register knows as one. */
export const orderOnline = (context: Context, actor: Actor, { requestId, ...given }: OnlineOrder & { requestId: string }) =>
  once(context, actor, { action: 'home-care.order', requestId, body: given }, async (tx) => {
    const elder = given.idNumber ? await findByIdNumber(tx, given.idNumber) : null;
    if (given.idNumber && !elder) return fail('ORDER_NOT_FAMILY');
    const personId = elder?.id ?? actor.personId!;
    if (elder && (await relatedTo(tx, actor.personId! as never, [elder.id])).length === 0) return fail('ORDER_NOT_FAMILY');
    return placeOrder(tx, {
      personId,
      division: given.division,
      itemId: given.itemId,
      on: given.on,
      time: given.time,
      minutes: given.minutes,
      fund: 'self',
      home: { address: given.address, phone: given.phone, note: given.note, position: given.position ?? null },
      anySex: given.anySex === 'yes',
      channel: 'portal',
      orderedPersonId: actor.personId,
      orderedName: actor.name,
    });
  });

/** An order of one's own, or one that one has placed for a relative. */
async function own(tx: Tx, id: string, actor: Actor): Promise<Result<Order>> {
  const order = await tx.maybe<Order>(
    sql`select ${orderColumns} from ${orderTables} where o.id = ${id} and (o.person_id = ${actor.personId} or o.ordered_person_id = ${actor.personId})`,
  );
  return order ? ok(order) : fail('NOT_FOUND');
}

type Step = { id: string; requestId: string };
const step =
  <G extends Step>(
    action: string,
    work: (tx: Tx, id: string, given: Omit<G, keyof Step>, actor: Actor) => Promise<Result<unknown>>,
  ) =>
  (context: Context, actor: Actor, { id, requestId, ...given }: G) =>
    once(context, actor, { action, requestId, body: { id, ...given } }, async (tx) => {
      const mine = await own(tx, id, actor);
      return mine.ok ? work(tx, id, given, actor) : mine;
    });

export const cancelOnline = step<Step>('home-care.cancel', (tx, id) => cancelOrder(tx, id, { reason: '老人或家属取消' }));
export const evaluateOnline = step<Step & Parameters<typeof evaluateOrder>[2]>('home-care.evaluate', evaluateOrder);
export const disputeOnline = step<Step & { dispute: string }>('home-care.dispute', disputeOrder);
export const confirmOnline = step<Step>('home-care.confirm', async (tx, id, _, actor) => {
  const found = await orderFor(tx, id, 'verify');
  return found.ok ? confirm(tx, found.value, { way: 'self', name: actor.name, accepted: true }) : found;
});

const SHOWN = 30;
const myOrder = (tx: Tx, order: Order): MyOrder => ({
  id: order.id,
  no: order.no,
  personName: order.personName,
  itemName: order.itemName,
  start: order.plannedStart,
  minutes: order.plannedMinutes,
  state: order.state,
  stateZh: orderStates[order.state],
  workerName: order.workerName,
  code: ['taken', 'en-route', 'checked-in', 'to-verify'].includes(order.state)
    ? tx.keys.open(order.code, orderPlace('code', order.id))
    : null,
  fundZh: funds[order.fund],
  amountFen: order.amountFen,
  actualMinutes: order.actualMinutes,
  stars: order.stars,
  can: {
    cancel: may(order.state, 'cancel'),
    confirm: may(order.state, 'verify'),
    evaluate: may(order.state, 'evaluate') && order.nextAt !== null,
    dispute: may(order.state, 'dispute') && order.settlementId === null,
  },
});

export const myOrders = (context: Context, actor: Actor): Promise<MyHomeCare> =>
  context.read(acting(context, person(actor)), async (tx) => ({
    rows: (
      await tx.rows<Order>(sql`select ${orderColumns} from ${orderTables} where o.person_id = ${actor.personId} or o.ordered_person_id = ${actor.personId}
        order by o.planned_start desc limit ${SHOWN}`)
    ).map((order) => myOrder(tx, order)),
  }));

/** The form with what the own county offers, and what was filled in last time. */
export const onlineForm = (context: Context, actor: Actor): Promise<{ fields: FormField[]; initial: Record<string, unknown> }> =>
  context.read(acting(context, person(actor)), async (tx) => {
    const { division } = await tx.one<{ division: DivisionCode }>(sql`select division from person where id = ${actor.personId}`);
    return {
      fields: withChoices(formOf(OnlineOrder), 'itemId', await itemChoices(tx, countyOf(division))),
      initial: { division, anySex: 'no' },
    };
  });
