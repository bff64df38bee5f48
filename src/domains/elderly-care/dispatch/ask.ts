/** Orders are given out: the best is asked, then the next, then everybody, then a person decides. Whoever is first has it. */
import { sql } from '../../../database/sql.ts';
import { longDate, plainDateOf, timeOfDay } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { limits } from '../orders/limits.ts';
import { may, plusMinutes } from '../orders/rules.ts';
import { addStep, countyOf, homeOf, lockOrder, move, type Order, orderFor, orderPlace } from '../orders/store.ts';
import { orderStates } from '../orders/terms.ts';
import { type CareWorker, ownWorker, workerTables } from '../workers/store.ts';
import { candidatesFor, type KnownNorms } from './candidates.ts';
import { nextAsk } from './offering.ts';
import { type DispatchLimits, ranked, type ScoreNorms, unfit, unfitFor } from './score.ts';

export async function dispatchLimits(
  tx: Tx,
  order: Pick<Order, 'division'>,
): Promise<Result<DispatchLimits & ScoreNorms & KnownNorms, 'PARAM_MISSING'>> {
  const set = await limits(
    tx,
    order.division,
    'HSO-BUFFER',
    'HSO-DAY',
    'HSO-FAR',
    'HSO-USUAL-ORDERS',
    'HSO-RATINGS',
    'HSO-USUAL-RATING',
    'HSO-KNOWN-DAYS',
    'HSO-KNOWN-STARS',
  );
  if (!set.ok) return set;
  const of = set.value;
  return ok({
    bufferMinutes: of['HSO-BUFFER'],
    dayHours: of['HSO-DAY'],
    farMetres: of['HSO-FAR'],
    usualOrders: of['HSO-USUAL-ORDERS'],
    ratings: of['HSO-RATINGS'],
    usualRating: of['HSO-USUAL-RATING'],
    knownDays: of['HSO-KNOWN-DAYS'],
    knownStars: of['HSO-KNOWN-STARS'],
  });
}

/** Minutes after the planned start at which an order to which nobody came is missed. */
export async function missedAt(
  tx: Tx,
  order: Pick<Order, 'division' | 'plannedStart'>,
): Promise<Result<string, 'PARAM_MISSING'>> {
  const set = await limits(tx, order.division, 'HSO-MISSED');
  return set.ok ? ok(plusMinutes(order.plannedStart, set.value['HSO-MISSED'])) : set;
}

/** Who has been asked already, this time or before. */
const askedOf = (tx: Tx, orderId: string) =>
  tx.rows<{ workerId: string; answer: string | null }>(
    sql`select worker_id, answer from home_care_offer where order_id = ${orderId} limit 2000`,
  );

async function offerTo(tx: Tx, order: Order, workers: readonly CareWorker[], until: string): Promise<void> {
  for (const worker of workers) {
    await tx.run(sql`insert into home_care_offer (order_id, worker_id, provider_id, division, offered_at, until)
      values (${order.id}, ${worker.id}, ${worker.providerId}, ${order.division}, ${tx.now}, ${until})
      on conflict (order_id, worker_id) do update set offered_at = excluded.offered_at, until = excluded.until, answer = null`);
    if (worker.userId)
      await notify(tx, {
        to: { userId: worker.userId },
        template: 'home-care.offered',
        params: {
          item: order.itemName,
          on: longDate(order.plannedOn),
          time: timeOfDay(order.plannedStart),
          until: timeOfDay(until),
        },
      });
  }
}

/** The next one, everybody, or the dispatcher. By the clock, or because the last one has declined. */
export async function askNext(tx: Tx, order: Order): Promise<Result<null>> {
  const set = await limits(tx, order.division, 'HSO-OFFER', 'HSO-OFFERS', 'HSO-BROADCAST', 'HSO-OFFER-URGENT');
  if (!set.ok) return set;
  const dispatch = await dispatchLimits(tx, order);
  if (!dispatch.ok) return dispatch;
  const lapsed = await tx.rows<{ name: string }>(sql`update home_care_offer f set answer = 'lapsed' from ${workerTables}
    where w.id = f.worker_id and f.order_id = ${order.id} and f.answer is null returning c.name`);
  if (lapsed.length > 0 && !order.everybody) await addStep(tx, order.id, 'lapsed', lapsed.map(({ name }) => name).join('、'));
  const { wanted, candidates, roster } = await candidatesFor(tx, order, dispatch.value);
  const before = await askedOf(tx, order.id);
  const refused = new Set(before.filter(({ answer }) => answer === 'declined').map(({ workerId }) => workerId));
  const asked = new Set(before.map(({ workerId }) => workerId));
  const fit = ranked(candidates, wanted, dispatch.value).filter(({ id }) => !refused.has(id));
  const fresh = fit.filter(({ id }) => !asked.has(id));
  const next = nextAsk(
    { asked: order.asked, everybody: order.everybody, fit: fit.length, fresh: fresh.length, urgent: order.urgent },
    {
      each: set.value['HSO-OFFER'],
      offers: set.value['HSO-OFFERS'],
      broadcast: set.value['HSO-BROADCAST'],
      urgent: set.value['HSO-OFFER-URGENT'],
    },
  );
  if (next.ask === 'dispatcher') return toDispatcher(tx, order);
  const whom = next.ask === 'next' ? fresh.slice(0, 1) : fit;
  if (whom.length === 0) return toDispatcher(tx, order);
  const until = plusMinutes(tx.now, next.minutes);
  const workers = roster.workers.filter(({ id }) => whom.some((one) => one.id === id));
  await offerTo(tx, order, workers, until);
  await move(tx, order, {
    step: next.ask === 'next' ? 'offered' : 'broadcast',
    to: 'offered',
    next: until,
    set: {
      workerId: null,
      providerId: null,
      asked: order.asked + (next.ask === 'next' ? 1 : 0),
      everybody: next.ask === 'everybody',
      needsDispatcher: false,
    },
    note: next.ask === 'next' ? workers[0]!.name : `${workers.length}人`,
  });
  return ok(null);
}

/** Nobody has taken it: a person sees to it, and until the hour is over it stands at the head of the board. */
async function toDispatcher(tx: Tx, order: Order): Promise<Result<null>> {
  const missed = await missedAt(tx, order);
  if (!missed.ok) return missed;
  const again = await missedAt(tx, { ...order, plannedStart: tx.now });
  if (!again.ok) return again;
  await move(tx, order, {
    step: 'to-dispatcher',
    to: 'accepted',
    next: order.urgent ? again.value : [missed.value, again.value].sort()[1]!,
    set: { needsDispatcher: true, workerId: null, providerId: null },
  });
  await notify(tx, {
    to: { performer: 'home-care-dispatcher', division: countyOf(order.division) },
    template: 'home-care.nobody',
    params: { item: order.itemName, no: order.no, on: longDate(order.plannedOn), time: timeOfDay(order.plannedStart) },
  });
  return ok(null);
}

/** 重新派单, by the dispatcher: from the first again, whoever had it. */
export async function redispatch(tx: Tx, id: string): Promise<Result<null>> {
  const found = await orderFor(tx, id, 'offer');
  if (!found.ok) return found;
  await tx.run(sql`update home_care_offer set answer = 'lapsed' where order_id = ${id} and answer is null`);
  const order = found.value;
  // Whoever had it and did not come is not asked again.
  if (order.workerId !== null)
    await tx.run(sql`update home_care_offer set answer = 'declined' where order_id = ${id} and worker_id = ${order.workerId}`);
  const urgent = order.urgent || tx.now > order.plannedStart;
  if (urgent) await tx.run(sql`update home_care_order set urgent = true where id = ${id}`);
  return askNext(tx, { ...order, urgent, asked: 0, everybody: false });
}

/** The order becomes this worker's: told to the elder, with the name. */
export async function give(tx: Tx, order: Order, worker: CareWorker, step: 'taken' | 'assigned'): Promise<Result<null>> {
  const set = await limits(tx, order.division, 'HSO-LATE', 'HSO-ARRIVE');
  if (!set.ok) return set;
  // Whoever is sent to something urgent, or after its hour, is late by his own way only.
  const start = order.urgent || tx.now > order.plannedStart ? plusMinutes(tx.now, set.value['HSO-ARRIVE']) : order.plannedStart;
  const planned = { plannedStart: start, plannedOn: plainDateOf(start) };
  await move(tx, order, {
    step,
    to: 'taken',
    next: plusMinutes(start, set.value['HSO-LATE']),
    set: { ...planned, workerId: worker.id, providerId: worker.providerId, needsDispatcher: false, lateTold: false },
    note: worker.name,
  });
  await notify(tx, {
    to: { personId: order.personId },
    template: 'home-care.taken',
    params: {
      item: order.itemName,
      name: worker.name,
      on: longDate(planned.plannedOn),
      time: timeOfDay(start),
      code: tx.keys.open(order.code, orderPlace('code', order.id)),
    },
  });
  return ok(null);
}

/** 派定, by the dispatcher: somebody who may be sent. */
export async function assignOrder(tx: Tx, id: string, { workerId }: { workerId: string }): Promise<Result<null>> {
  const found = await orderFor(tx, id, 'offer');
  if (!found.ok) return found;
  const order = found.value;
  const dispatch = await dispatchLimits(tx, order);
  if (!dispatch.ok) return dispatch;
  const { wanted, candidates, roster } = await candidatesFor(tx, order, dispatch.value);
  const worker = roster.workers.find((one) => one.id === workerId);
  const candidate = candidates.find((one) => one.id === workerId);
  if (!worker || !candidate) return fail('NOT_FOUND');
  const why = unfitFor(candidate, wanted, dispatch.value);
  if (why) return fail('ORDER_UNFIT', { name: worker.name, why: unfit[why] });
  await tx.run(sql`update home_care_offer set answer = 'lapsed' where order_id = ${id} and answer is null`);
  const given = await give(tx, order, worker, 'assigned');
  if (given.ok && worker.userId)
    await notify(tx, {
      to: { userId: worker.userId },
      template: 'home-care.assigned',
      params: {
        item: order.itemName,
        on: longDate(order.plannedOn),
        time: timeOfDay(order.plannedStart),
        address: homeOf(tx, order).address,
      },
    });
  return given;
}

/** 接单: exactly one has it; whoever comes second is told so, whatever of the order he still sees. */
export async function takeOrder(tx: Tx, id: string): Promise<Result<null>> {
  const own = await ownWorker(tx);
  if (!own.ok) return own;
  const worker = own.value;
  const offer = await tx.maybe<{ answer: string | null }>(
    sql`select answer from home_care_offer where order_id = ${id} and worker_id = ${worker.id}`,
  );
  if (!offer) return fail('NOT_FOUND');
  const order = await lockOrder(tx, id);
  if (order?.state !== 'offered' || offer.answer !== null) return fail('ORDER_TAKEN');
  const dispatch = await dispatchLimits(tx, order);
  if (!dispatch.ok) return dispatch;
  const { wanted, candidates } = await candidatesFor(tx, order, dispatch.value);
  const why = unfitFor(candidates.find((one) => one.id === worker.id)!, wanted, dispatch.value);
  if (why) return fail('ORDER_UNFIT', { name: worker.name, why: unfit[why] });
  // The order first: as long as the offer is open, row-level security lets it be changed.
  const given = await give(tx, order, worker, 'taken');
  await tx.run(sql`update home_care_offer set answer = 'taken' where order_id = ${id} and worker_id = ${worker.id}`);
  return given;
}

/** 谢绝: the next one is asked by the clock, at once. */
export async function declineOrder(tx: Tx, id: string): Promise<Result<null>> {
  const own = await ownWorker(tx);
  if (!own.ok) return own;
  const order = await lockOrder(tx, id);
  if (order?.state !== 'offered') return fail('ORDER_TAKEN');
  // The order first: as long as the offer is open, row-level security lets it be changed.
  await move(tx, order, { step: 'declined', ...(order.everybody ? {} : { next: tx.now }), note: own.value.name });
  const declined = await tx.run(
    sql`update home_care_offer set answer = 'declined' where order_id = ${id} and worker_id = ${own.value.id} and answer is null`,
  );
  return declined === 0 ? fail('ORDER_TAKEN') : ok(null);
}

/** 退回, before setting out: somebody else is asked at once. */
export async function handBack(tx: Tx, id: string, { reason }: { reason: string }): Promise<Result<null>> {
  const own = await ownWorker(tx);
  if (!own.ok) return own;
  const order = await lockOrder(tx, id);
  if (!order || order.workerId !== own.value.id) return fail('NOT_FOUND');
  if (!may(order.state, 'hand-back')) return fail('ORDER_STATE', { state: orderStates[order.state] });
  await tx.run(sql`insert into home_care_offer (order_id, worker_id, provider_id, division, offered_at, until, answer)
    values (${id}, ${own.value.id}, ${own.value.providerId}, ${order.division}, ${tx.now}, ${tx.now}, 'declined')
    on conflict (order_id, worker_id) do update set answer = 'declined'`);
  // The body keeps sight of it until the clock asks somebody else, in the next second.
  await move(tx, order, {
    step: 'handed-back',
    to: 'accepted',
    next: tx.now,
    set: { workerId: null, asked: 0, everybody: false },
    note: reason,
  });
  return ok(null);
}
