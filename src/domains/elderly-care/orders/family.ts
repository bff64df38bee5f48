/** What older people and their families do and see by themselves: order, call off, confirm, rate, dispute. */
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import { monthOf } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { findByIdNumber, relatedTo } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type Fen, type FormField, formOf } from '../../../kernel/schema/index.ts';
import { heldOf, quotaFor } from '../quota/account.ts';
import { findVoucher } from '../vouchers/store.ts';
import { confirm, disputeOrder, evaluateOrder } from './confirm.ts';
import type { MyHomeCare, MyHomeCareMonth, MyOrder } from './content.ts';
import { askedFor, cancelOrder, foreseeOrder, placeOrder } from './open.ts';
import { partsOf } from './parts.ts';
import { may } from './rules.ts';
import { OnlineOrder } from './schema.ts';
import { countyOf, monthRange, type Order, orderColumns, orderFor, orderPlace, orderTables } from './store.ts';
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

/** Oneself, or a relative whom the register knows as one. */
async function elderOf(tx: Tx, actor: Actor, idNumber: string | undefined): Promise<Result<string, 'ORDER_NOT_FAMILY'>> {
  if (!idNumber) return ok(actor.personId!);
  const elder = await findByIdNumber(tx, idNumber);
  const family = elder && (await relatedTo(tx, actor.personId! as never, [elder.id])).length > 0;
  return family ? ok(elder.id) : fail('ORDER_NOT_FAMILY');
}

export const foreseeOnline = (context: Context, actor: Actor, given: OnlineOrder): Promise<Result<{ says: string }>> =>
  context.read(acting(context, person(actor)), async (tx) => {
    const elder = await elderOf(tx, actor, given.idNumber);
    return elder.ok ? foreseeOrder(tx, { ...given, personId: elder.value }) : elder;
  });

export const orderOnline = (context: Context, actor: Actor, { requestId, ...given }: OnlineOrder & { requestId: string }) =>
  once(context, actor, { action: 'home-care.order', requestId, body: given }, async (tx) => {
    const elder = await elderOf(tx, actor, given.idNumber);
    if (!elder.ok) return elder;
    return placeOrder(tx, {
      personId: elder.value,
      ...askedFor(given),
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
/** `device`: the mark of the telephone on which it was pressed. */
export const confirmOnline = (context: Context, actor: Actor, { id, requestId, device }: Step & { device: string }) =>
  once(context, actor, { action: 'home-care.confirm', requestId, body: { id } }, async (tx): Promise<Result<unknown>> => {
    const mine = await own(tx, id, actor);
    if (!mine.ok) return mine;
    const found = await orderFor(tx, id, 'verify');
    return found.ok ? confirm(tx, found.value, { way: 'self', name: actor.name, accepted: true, device }) : found;
  });

const SHOWN = 30;
const myOrder = async (tx: Tx, order: Order): Promise<MyOrder> => ({
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
  parts: partsOf(order),
  heldFen: await heldOf(tx, order.id),
  actualMinutes: order.actualMinutes,
  stars: order.stars,
  can: {
    cancel: may(order.state, 'cancel'),
    confirm: may(order.state, 'verify'),
    evaluate: may(order.state, 'evaluate') && order.nextAt !== null,
    dispute: may(order.state, 'dispute') && order.settlementId === null,
  },
});

export const myOrders = (context: Context, actor: Actor): Promise<Result<MyHomeCare, 'PARAM_MISSING'>> =>
  context.read(acting(context, person(actor)), async (tx) => {
    const orders =
      await tx.rows<Order>(sql`select ${orderColumns} from ${orderTables} where o.person_id = ${actor.personId} or o.ordered_person_id = ${actor.personId}
        order by o.planned_start desc limit ${SHOWN}`);
    const rows: MyOrder[] = [];
    for (const order of orders) rows.push(await myOrder(tx, order));
    const month = await myMonth(tx, actor.personId!);
    return month.ok ? ok({ rows, month: month.value }) : month;
  });

/** 本月: what the quota and the voucher have paid of one's own orders, what is left of each, and what one has to pay. */
async function myMonth(tx: Tx, personId: string): Promise<Result<MyHomeCareMonth | null, 'PARAM_MISSING'>> {
  const month = monthOf(tx.today);
  const { from, to } = monthRange(month);
  const paid = await tx.one<{ orders: number; quotaFen: Fen; voucherFen: Fen; ownFen: Fen }>(sql`select count(*)::int as orders,
      coalesce(sum(quota_fen), 0)::bigint as quota_fen, coalesce(sum(voucher_fen), 0)::bigint as voucher_fen, coalesce(sum(own_fen), 0)::bigint as own_fen
    from home_care_order where person_id = ${personId} and planned_on >= ${from} and planned_on < ${to} and verified_at is not null`);
  const quota = await quotaFor(tx, personId, month);
  if (!quota.ok) return quota;
  const voucher = await findVoucher(tx, personId, month);
  if (paid.orders === 0 && !quota.value && !voucher) return ok(null);
  return ok({ month, ...paid, quota: quota.value, voucher: voucher && { faceFen: voucher.faceFen, usedFen: voucher.usedFen } });
}

/** The form with what the own county offers, and what was filled in last time. */
export const onlineForm = (context: Context, actor: Actor): Promise<{ fields: FormField[]; initial: Record<string, unknown> }> =>
  context.read(acting(context, person(actor)), async (tx) => {
    const { division } = await tx.one<{ division: DivisionCode }>(sql`select division from person where id = ${actor.personId}`);
    return {
      fields: withChoices(formOf(OnlineOrder), 'itemId', await itemChoices(tx, countyOf(division))),
      initial: { division, fund: 'public', anySex: 'no' },
    };
  });
