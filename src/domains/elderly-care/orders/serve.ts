/** The worker at the door: setting out, check-in, check-out, and what may come between. Place and time are kept, the phone's beside the server's. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { timeOfDay } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { likenessOfFile } from '../../../kernel/document/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { positionOf } from '../../../kernel/schema/index.ts';
import { metresBetween } from '../../../kernel/visit/index.ts';
import { ownWorker } from '../workers/store.ts';
import { billOf } from './bill.ts';
import { limits } from './limits.ts';
import { holdParts } from './parts.ts';
import { type Act, checkInFault, may, plusMinutes } from './rules.ts';
import type { Extension, SentAbsence, SentCheckIn, SentCheckOut, Unwell } from './schema.ts';
import { timeOf } from './stamp.ts';
import { countyOf, isRural, lockOrder, move, type Order, orderPlace, pointOf } from './store.ts';
import { orderStates, type Side } from './terms.ts';

type Given<S extends z.ZodType> = z.output<S>;

/** An order of one's own, in a state in which this may be done. */
async function mineFor(tx: Tx, id: string, act: Act): Promise<Result<Order>> {
  const own = await ownWorker(tx);
  if (!own.ok) return own;
  const order = await lockOrder(tx, id);
  if (!order || order.workerId !== own.value.id) return fail('NOT_FOUND');
  return may(order.state, act) ? ok(order) : fail('ORDER_STATE', { state: orderStates[order.state] });
}

/** How far from the door; null where nobody has recorded where that is. */
function metresFrom(tx: Tx, order: Order, position: string): number | null {
  const [here, there] = [positionOf(position), pointOf(tx, order)];
  return here && there ? metresBetween(here, there) : null;
}

export async function setOut(tx: Tx, id: string): Promise<Result<null>> {
  const found = await mineFor(tx, id, 'set-out');
  if (!found.ok) return found;
  const order = found.value;
  await move(tx, order, { step: 'en-route', to: 'en-route', set: { setOutAt: tx.now } });
  await notify(tx, {
    to: { personId: order.personId },
    template: 'home-care.en-route',
    params: { name: order.workerName!, time: timeOfDay(order.plannedStart), item: order.itemName },
  });
  return ok(null);
}

async function fenceOf(tx: Tx, order: Order): Promise<Result<{ early: number; fence: number }, 'PARAM_MISSING'>> {
  const set = await limits(tx, order.division, 'HSO-EARLY', 'HSO-FENCE', 'HSO-FENCE-VILLAGE');
  if (!set.ok) return set;
  return ok({
    early: set.value['HSO-EARLY'],
    fence: set.value[isRural(tx, order.division) ? 'HSO-FENCE-VILLAGE' : 'HSO-FENCE'],
  });
}

/**
 * 签到. It may come a day late from a valley without network: then it counts as of the time on the phone, and an order that was given up in the meantime is taken up
 * again, unless somebody else is there already.
 */
export async function checkIn(tx: Tx, id: string, given: Given<typeof SentCheckIn>): Promise<Result<null>> {
  const found = await mineFor(tx, id, 'check-in');
  if (!found.ok) return found;
  const order = found.value;
  const time = await timeOf(tx, order, given.stamp);
  if (!time.ok) return time;
  const set = await fenceOf(tx, order);
  if (!set.ok) return set;
  const { early, fence } = set.value;
  const { at, late } = time.value;
  const metres = metresFrom(tx, order, given.position);
  const other = await tx.maybe(
    sql`select 1 as one from home_care_order where worker_id = ${order.workerId} and id <> ${id} and state = 'checked-in' limit 1`,
  );
  const fault = checkInFault({
    plannedStart: order.plannedStart,
    at,
    earlyMinutes: early,
    busy: other !== null,
    metres,
    fenceMetres: fence,
  });
  if (fault === 'early') return fail('ORDER_EARLY', { minutes: early });
  if (fault === 'busy') return fail('ORDER_BUSY');
  if (fault === 'far')
    return fail('ORDER_FAR', { metres: metres!, limit: fence }, [
      { path: 'position', message: `您距服务地址${metres}米，超出${fence}米范围，不能签到` },
    ]);
  if (order.state === 'no-show') {
    const again = await reinstate(tx, order, at);
    if (!again.ok) return again;
  }
  await move(tx, order, {
    step: 'checked-in',
    to: 'checked-in',
    next: null,
    set: {
      missedSide: null,
      endedAt: null,
      inAt: at,
      inReceivedAt: tx.now,
      inMark: tx.keys.seal(given.position, orderPlace('in_mark', id)),
      inMetres: metres,
      inAccuracy: positionOf(given.position)?.metres ?? null,
    },
    note: late ? `手机记的是${timeOfDay(at)}，没有网络，后来送到` : null,
  });
  return ok(null);
}

/** Given up by the clock, while the worker stood at the door in time: the replacement is called off, as long as nobody is there. */
async function reinstate(tx: Tx, order: Order, at: string): Promise<Result<null>> {
  const set = await limits(tx, order.division, 'HSO-MISSED');
  if (!set.ok) return set;
  if (order.missedSide !== 'worker' || at > plusMinutes(order.plannedStart, set.value['HSO-MISSED']))
    return fail('ORDER_REPLACED');
  const { recalled } = await tx.one<{ recalled: boolean }>(sql`select home_care_recall(${order.id}, ${tx.now}) as recalled`);
  if (!recalled) return fail('ORDER_REPLACED');
  const held = await holdParts(tx, order);
  return held.ok ? ok(null) : held;
}

/** 老人同意延长: said during the service, else no more than a fifth over the plan is paid. */
export async function extend(tx: Tx, id: string, { minutes }: Given<typeof Extension>): Promise<Result<null>> {
  const found = await mineFor(tx, id, 'extend');
  if (!found.ok) return found;
  await move(tx, found.value, { step: 'extended', set: { extensionMinutes: minutes }, note: `${minutes}分钟` });
  await notify(tx, {
    to: { personId: found.value.personId },
    template: 'home-care.extended',
    params: { item: found.value.itemName, minutes },
  });
  return ok(null);
}

export async function reportUnwell(tx: Tx, id: string, { note }: Given<typeof Unwell>): Promise<Result<null>> {
  const found = await mineFor(tx, id, 'extend');
  if (!found.ok) return found;
  const order = found.value;
  await move(tx, order, { step: 'unwell', note });
  for (const to of [
    { performer: 'home-care-dispatcher', division: countyOf(order.division) },
    { performer: 'village-worker', division: order.division },
  ] as const)
    await notify(tx, { to, template: 'home-care.unwell', params: { name: order.personName, no: order.no } });
  return ok(null);
}

/** 中断: something made it impossible to go on; nothing is paid. */
export async function abortOrder(tx: Tx, id: string, { reason }: { reason: string }): Promise<Result<null>> {
  const found = await mineFor(tx, id, 'abort');
  if (!found.ok) return found;
  await move(tx, found.value, { step: 'aborted', to: 'aborted', next: null, set: { endedAt: tx.now }, note: reason });
  await notify(tx, {
    to: { performer: 'home-care-dispatcher', division: countyOf(found.value.division) },
    template: 'home-care.aborted',
    params: { no: found.value.no, name: found.value.personName },
  });
  return ok(null);
}

/** 签退: from here on it waits to be confirmed by somebody who does not work for the same body. */
export async function checkOut(
  tx: Tx,
  id: string,
  given: Given<typeof SentCheckOut>,
): Promise<Result<{ minutes: number; fen: number }>> {
  const found = await mineFor(tx, id, 'check-out');
  if (!found.ok) return found;
  const order = found.value;
  const time = await timeOf(tx, order, given.stamp);
  if (!time.ok) return time;
  const { at, late } = time.value;
  if (at < order.inAt!) return fail('ORDER_STAMP');
  if (order.photo && !given.photo) return fail('ORDER_PHOTO', {}, [{ path: 'photo', message: '这个项目签退要拍照' }]);
  const minutes = Math.floor((Date.parse(at) - Date.parse(order.inAt!)) / 60_000);
  if (minutes < order.minMinutes && !given.reason)
    return fail('ORDER_SHORT', { minutes, least: order.minMinutes }, [{ path: 'reason', message: '不到最短时长，请写明原因' }]);
  const set = await limits(tx, order.division, 'HSO-VERIFY');
  if (!set.ok) return set;
  const bill = billOf({ ...order, actualMinutes: minutes, reasonAccepted: false });
  await move(tx, order, {
    step: 'checked-out',
    to: 'to-verify',
    next: plusMinutes(tx.now, set.value['HSO-VERIFY'] * 60),
    set: {
      outAt: at,
      outReceivedAt: tx.now,
      outMark: tx.keys.seal(given.position, orderPlace('out_mark', id)),
      shortReason: given.reason ? tx.keys.seal(given.reason, orderPlace('short_reason', id)) : null,
      photoId: given.photo ?? null,
      photoLikeness: given.photo ? await likenessOfFile(tx, given.photo) : null,
      actualMinutes: minutes,
      billedMinutes: bill.minutes,
      amountFen: bill.fen,
    },
    note: late ? `${given.done}（手机记的是${timeOfDay(at)}，没有网络，后来送到）` : given.done,
  });
  await notify(tx, { to: { personId: order.personId }, template: 'home-care.done', params: { item: order.itemName, minutes } });
  return ok({ minutes, fen: bill.fen });
}

/** 爽约, whoever's: said to the left-behind risk score, and to those who should look after the old person. */
export async function miss(tx: Tx, order: Order, side: Side, note?: string): Promise<void> {
  await move(tx, order, { step: 'missed', to: 'no-show', next: null, set: { missedSide: side, endedAt: tx.now }, note });
  await emit(tx, {
    type: 'order.missed',
    subject: { kind: 'home-care-order', id: order.id },
    division: order.division,
    payload: { orderId: order.id, personId: order.personId, providerId: order.providerId, side },
  });
  for (const to of [
    { performer: 'home-care-dispatcher', division: countyOf(order.division) },
    { performer: 'village-worker', division: order.division },
  ] as const)
    await notify(tx, {
      to,
      template: side === 'elder' ? 'home-care.elder-absent' : 'home-care.worker-missed',
      params: { name: order.personName, item: order.itemName, time: timeOfDay(order.plannedStart) },
    });
}

/** 老人不在: at the door, after the planned time; the village looks whether something has happened. */
export async function elderAbsent(tx: Tx, id: string, given: Given<typeof SentAbsence>): Promise<Result<null>> {
  const found = await mineFor(tx, id, 'elder-absent');
  if (!found.ok) return found;
  const order = found.value;
  const time = await timeOf(tx, order, given.stamp);
  if (!time.ok) return time;
  const set = await fenceOf(tx, order);
  if (!set.ok) return set;
  const metres = metresFrom(tx, order, given.position);
  if (time.value.at < order.plannedStart) return fail('ORDER_EARLY', { minutes: 0 });
  if (metres !== null && metres > set.value.fence) return fail('ORDER_FAR', { metres, limit: set.value.fence });
  await miss(tx, order, 'elder', given.note);
  return ok(null);
}
