/** What happens by itself, every second: orders are given out and on, late ones told, missed ones replaced, silent ones confirmed. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { timeOfDay } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { eachApart, whenDue } from '../../../kernel/worker/server.ts';
import { askNext, missedAt } from '../dispatch/ask.ts';
import { confirm } from './confirm.ts';
import { overInHospital } from './hospital.ts';
import { limits } from './limits.ts';
import { replaceOrder, tellDispatchers } from './open.ts';
import { verifiesItself } from './rules.ts';
import { miss } from './serve.ts';
import { countyOf, move, type Order, orderColumns, orderTables } from './store.ts';

const AT_ONCE = 200;

const dueOrders = (tx: Tx) =>
  tx.rows<{ id: string }>(
    sql`select id from home_care_order where next_at is not null and next_at <= ${tx.now} order by urgent desc, next_at limit ${AT_ONCE}`,
  );

/** Takes what is due now, each order in a transaction of its own: one that fails holds up no other, and is told at the end. Gives how many. */
export const watchOrders = whenDue(dueOrders, async (context) => {
  const actor = systemActor('home-care-watch', context.city);
  const due = await context.read(actor, dueOrders);
  return eachApart(due, 'home care orders', ({ id }) => context.write(actor, (tx) => lookAfter(tx, id)));
});

async function lookAfter(tx: Tx, id: string): Promise<number> {
  const order = await tx.maybe<Order>(
    sql`select ${orderColumns} from ${orderTables} where o.id = ${id} and o.next_at <= ${tx.now} for update of o skip locked`,
  );
  if (!order) return 0;
  const done = await nextFor(tx, order);
  if (!done.ok) throw new Error(`home care order ${order.no}: ${done.code} ${JSON.stringify(done.params)}`);
  return 1;
}

async function nextFor(tx: Tx, order: Order) {
  switch (order.state) {
    case 'submitted':
      return notAccepted(tx, order);
    case 'accepted':
    case 'offered': {
      const missed = await missedAt(tx, order);
      if (!missed.ok) return missed;
      // An urgent one is for now, however long it takes.
      const waited = order.needsDispatcher || (!order.urgent && tx.now >= missed.value);
      if (!waited) return askNext(tx, order);
      return unfilled(tx, order);
    }
    case 'paused':
      await overInHospital(tx, order);
      return { ok: true } as const;
    case 'taken':
    case 'en-route':
      return lateAtTheDoor(tx, order);
    case 'to-verify':
      return confirmSilently(tx, order);
    case 'verified':
      await move(tx, order, { step: 'not-evaluated', next: null });
      return { ok: true } as const;
    default:
      throw new Error(`order ${order.no} is ${order.state} and waits for the clock`);
  }
}

/** Nobody has looked at it: told once, and given up when its hour is over. An urgent one is for now, however long it takes. */
async function notAccepted(tx: Tx, order: Order) {
  const missed = await missedAt(tx, order);
  if (!missed.ok) return missed;
  if (!order.urgent && tx.now >= missed.value) return unfilled(tx, order);
  await tx.run(sql`update home_care_order set next_at = ${order.urgent ? null : missed.value} where id = ${order.id}`);
  await tellDispatchers(tx, order, 'home-care.not-accepted');
  return { ok: true } as const;
}

/** 流单: nobody could be found in time; somebody has to tell the old person, and to look after an old person who counted on it. */
async function unfilled(tx: Tx, order: Order) {
  await move(tx, order, { step: 'unfilled', to: 'unfilled', next: null, set: { endedAt: tx.now } });
  await notify(tx, { to: { personId: order.personId }, template: 'home-care.unfilled', params: { item: order.itemName } });
  for (const to of [
    { performer: 'home-care-dispatcher', division: countyOf(order.division) },
    { performer: 'village-worker', division: order.division },
  ] as const)
    await notify(tx, {
      to,
      template: 'home-care.worker-missed',
      params: { name: order.personName, item: order.itemName, time: timeOfDay(order.plannedStart) },
    });
  return { ok: true } as const;
}

/** First told, then missed and replaced. */
async function lateAtTheDoor(tx: Tx, order: Order) {
  const missed = await missedAt(tx, order);
  if (!missed.ok) return missed;
  if (tx.now < missed.value && !order.lateTold) {
    await tx.run(sql`update home_care_order set late_told = true, next_at = ${missed.value} where id = ${order.id}`);
    await notify(tx, {
      to: { personId: order.personId },
      template: 'home-care.late',
      params: { name: order.workerName!, item: order.itemName },
    });
    return { ok: true } as const;
  }
  await miss(tx, order, 'worker');
  return replaceOrder(tx, order);
}

/** Nobody said anything. What is always called about, and what has no whole evidence, waits for a call. */
async function confirmSilently(tx: Tx, order: Order) {
  const set = await limits(tx, order.division, 'HSO-VERIFY');
  if (!set.ok) return set;
  const itself = verifiesItself({
    checkedOutAt: order.outReceivedAt!,
    now: tx.now,
    hours: set.value['HSO-VERIFY'],
    complete: order.inMetres !== null && order.shortReason === null && (!order.photo || order.photoId !== null),
    alwaysCall: order.alwaysCall,
  });
  if (itself) return confirm(tx, order, { way: 'auto', name: tx.actor.name });
  await tx.run(sql`update home_care_order set next_at = null where id = ${order.id}`);
  return { ok: true } as const;
}
