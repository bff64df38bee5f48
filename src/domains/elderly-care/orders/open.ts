/** An order comes in, is taken on or not, and is called off: who may order what, for when, paid by whom (4.6). */
import { randomInt } from 'node:crypto';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longDate, plainDateOf, plusDays, timeOfDay } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { inHospitalOn } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { refuseTooYoung } from '../benefit/applicant.ts';
import type { NewOrder } from './schema.ts';
import './errors.ts';
import { needFollows } from '../visits/need-ends.ts';
import { limits } from './limits.ts';
import { foresee, fundOf, holdParts, saysOf, saysOfOrder } from './parts.ts';
import { isLateCancel, plusMinutes, tooSoon } from './rules.ts';
import {
  addStep,
  countyOf,
  findItem,
  findOrder,
  type Home,
  homeOf,
  type Item,
  move,
  type Order,
  orderFor,
  orderPlace,
} from './store.ts';
import type { Channel, Fund } from './terms.ts';

export interface Placed {
  readonly personId: string;
  readonly division: DivisionCode;
  readonly itemId: string;
  readonly on: PlainDate;
  readonly time: string;
  readonly minutes?: number | undefined;
  readonly fund: Fund;
  readonly home: Home;
  readonly anySex: boolean;
  readonly channel: Channel;
  /** The relative who orders; null where an officer does. */
  readonly orderedPersonId: string | null;
  readonly orderedName: string;
}

/** What was filled in of an order, by whomever. */
export const askedFor = (given: Omit<NewOrder, 'idNumber' | 'name'>) => ({
  division: given.division,
  itemId: given.itemId,
  on: given.on,
  time: given.time,
  minutes: given.minutes,
  fund: given.fund,
  home: { address: given.address, phone: given.phone, note: given.note, position: given.position ?? null },
  anySex: given.anySex === 'yes',
});

const CODE_NUMBERS = 1_000_000;
const newCode = (): string => String(randomInt(CODE_NUMBERS)).padStart(6, '0');

/** The place of the home as it was on the last order to the same address. */
async function knownPosition(tx: Tx, personId: string, address: string): Promise<string | null> {
  const last = await tx.rows<Pick<Order, 'id' | 'place'>>(
    sql`select id, place from home_care_order where person_id = ${personId} order by ordered_at desc limit 5`,
  );
  return last.map((order) => homeOf(tx, order)).find((home) => home.address === address && home.position)?.position ?? null;
}

interface NewRow {
  readonly personId: string;
  readonly division: DivisionCode;
  readonly item: Item;
  readonly fund: Fund;
  readonly priceFen: Fen;
  readonly plannedStart: string;
  readonly minutes: number;
  readonly urgent: boolean;
  readonly home: Home;
  readonly anySex: boolean;
  readonly channel: Channel;
  readonly orderedPersonId: string | null;
  readonly orderedName: string;
  readonly replaces?: string;
}

/** Writes an order down as it came in. */
async function insertOrder(tx: Tx, given: NewRow): Promise<Order> {
  const id = newId();
  const day = plainDateOf(given.plannedStart);
  const no = `JJ${day.slice(2).replaceAll('-', '')}-${id.slice(-8).toUpperCase()}`;
  await tx.run(sql`insert into home_care_order (id, no, person_id, division, item_id, fund, price_fen, planned_start, planned_minutes, planned_on, urgent, place, channel,
      ordered_at, ordered_by, ordered_name, ordered_person_id, any_sex, code, replaces)
    values (${id}, ${no}, ${given.personId}, ${given.division}, ${given.item.id}, ${given.fund}, ${given.priceFen}, ${given.plannedStart}, ${given.minutes}, ${day}, ${given.urgent},
      ${tx.keys.seal(JSON.stringify(given.home), orderPlace('place', id))}, ${given.channel}, ${tx.now}, ${tx.actor.id}, ${given.orderedName}, ${given.orderedPersonId},
      ${given.anySex}, ${tx.keys.seal(newCode(), orderPlace('code', id))}, ${given.replaces ?? null})`);
  await addStep(tx, id, 'submitted', given.replaces ? '原来的护理员没有到，另派人' : null);
  await recordAudit(tx, {
    action: 'home-care-order.submitted',
    subject: { kind: 'home-care-order', id },
    personId: given.personId,
    division: given.division,
  });
  return (await findOrder(tx, id))!;
}

/** What can be ordered there on that day; 助急 is for now. */
async function itemFor(
  tx: Tx,
  given: Pick<Placed, 'itemId' | 'division' | 'on' | 'time'>,
): Promise<Result<{ item: Item; urgent: boolean; plannedStart: string; day: PlainDate }, 'ORDER_ITEM'>> {
  const item = await findItem(tx, given.itemId);
  const urgent = item?.class === 'urgent';
  const plannedStart = urgent ? tx.now : new Date(`${given.on}T${given.time}:00+08:00`).toISOString();
  const day = plainDateOf(plannedStart);
  if (!item || item.division !== countyOf(given.division) || item.fromOn > day || (item.toOn !== null && item.toOn <= day))
    return fail('ORDER_ITEM');
  return ok({ item, urgent, plannedStart, day });
}

/** Neither too soon for anybody to come, nor so far away that only a slip of the pen can have meant it. */
async function whenFits(
  tx: Tx,
  division: DivisionCode,
  of: { plannedStart: string; urgent: boolean; day: PlainDate },
): Promise<Result<null, 'ORDER_SOON' | 'ORDER_FURTHEST' | 'PARAM_MISSING'>> {
  const set = await limits(tx, division, 'HSO-LEAD', 'HSO-FURTHEST');
  if (!set.ok) return set;
  const leadHours = set.value['HSO-LEAD'];
  const days = set.value['HSO-FURTHEST'];
  if (tooSoon(of.plannedStart, tx.now, { urgent: of.urgent, leadHours })) return fail('ORDER_SOON', { hours: leadHours });
  const last = plusDays(tx.today, days);
  if (of.day > last)
    return fail('ORDER_FURTHEST', { days, last: longDate(last) }, [{ path: 'on', message: `请选${longDate(last)}以前的一天` }]);
  return ok(null);
}

/** 看要付多少: the parts of an order before it is placed, in words. */
export async function foreseeOrder(
  tx: Tx,
  given: Pick<Placed, 'personId' | 'itemId' | 'division' | 'on' | 'time' | 'minutes' | 'fund'>,
): Promise<Result<{ says: string }>> {
  const found = await itemFor(tx, given);
  if (!found.ok) return found;
  const { item, day } = found.value;
  const fits = await whenFits(tx, given.division, found.value);
  if (!fits.ok) return fits;
  const foreseen = await foresee(tx, {
    personId: given.personId,
    county: countyOf(given.division),
    item,
    on: day,
    minutes: given.minutes ?? item.plannedMinutes,
    asked: given.fund,
  });
  return foreseen.ok ? ok({ says: saysOf(foreseen.value, day) }) : foreseen;
}

/** Whoever is old enough and alive; where the home's place is known, nobody has to look at the order before it is given out. Else the dispatcher hears of it at once. */
export async function placeOrder(tx: Tx, given: Placed): Promise<Result<{ id: string; no: string }>> {
  const person = await tx.maybe<{ birthDate: PlainDate }>(
    sql`select birth_date from person where id = ${given.personId} and life_state = 'alive'`,
  );
  if (!person) return fail('ORDER_PERSON');
  const old = await refuseTooYoung(tx, person.birthDate, given.division);
  if (!old.ok) return old;
  if (tx.divisions.get(given.division)?.level !== 'village')
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'division', message: '请选到村（社区）' }]);
  const found = await itemFor(tx, given);
  if (!found.ok) return found;
  const { item, urgent, plannedStart, day } = found.value;
  const fits = await whenFits(tx, given.division, found.value);
  if (!fits.ok) return fits;
  const set = await limits(tx, given.division, 'HSO-AHEAD');
  if (!set.ok) return set;
  const position = given.home.position ?? (await knownPosition(tx, given.personId, given.home.address));
  const fund = await fundOf(tx, { personId: given.personId, item, on: day, asked: given.fund });
  if (!fund.ok) return fund;
  const order = await insertOrder(tx, {
    ...given,
    ...fund.value,
    item,
    urgent,
    plannedStart,
    minutes: given.minutes ?? item.plannedMinutes,
    home: { ...given.home, position },
  });
  // For after the hospital: it waits, as those do that were ordered before. What is urgent goes out whatever a department has said.
  if (!urgent && (await inHospitalOn(tx, given.personId, tx.today))) await pauseOrder(tx, order);
  else if (position) {
    const done = await accepted(tx, order, set.value['HSO-AHEAD']);
    if (!done.ok) return done;
  } else {
    const by = await acceptBy(tx, order);
    if (!by.ok) return by;
    await tx.run(sql`update home_care_order set next_at = ${by.value} where id = ${order.id}`);
    await tellDispatchers(tx, order, 'home-care.submitted', { by: timeOfDay(by.value) });
  }
  return ok({ id: order.id, no: order.no });
}

/** 暂停: nobody has it, nobody is asked; when its hour comes the clock calls it off. What is held of the quota stays held. */
export async function pauseOrder(tx: Tx, order: Order): Promise<void> {
  await tx.run(sql`update home_care_offer set answer = 'lapsed' where order_id = ${order.id} and answer is null`);
  await move(tx, order, {
    step: 'paused',
    to: 'paused',
    next: [order.plannedStart, tx.now].sort()[1]!,
    set: { workerId: null, providerId: null, asked: 0, everybody: false, needsDispatcher: false },
  });
}

/** 恢复: given out from the first again; one that had not been looked at yet where its home is waits to be. */
export async function takeUp(tx: Tx, order: Order): Promise<Result<null>> {
  const set = await limits(tx, order.division, 'HSO-AHEAD');
  if (!set.ok) return set;
  await addStep(tx, order.id, 'resumed');
  if (homeOf(tx, order).position !== null) return accepted(tx, order, set.value['HSO-AHEAD']);
  const by = await acceptBy(tx, { ...order, orderedAt: tx.now });
  if (!by.ok) return by;
  await tx.run(
    sql`update home_care_order set state = 'submitted', next_at = ${by.value}, version = version + 1 where id = ${order.id}`,
  );
  await tellDispatchers(tx, order, 'home-care.submitted', { by: timeOfDay(by.value) });
  return ok(null);
}

/** 恢复派单, by the dispatcher: the old person is home, whatever the hospital has told. */
export async function resumeOrder(tx: Tx, id: string): Promise<Result<null>> {
  const found = await orderFor(tx, id, 'resume');
  return found.ok ? takeUp(tx, found.value) : found;
}
/** Until when an order that came in is accepted (4.6). */
async function acceptBy(
  tx: Tx,
  order: Pick<Order, 'division' | 'orderedAt' | 'urgent'>,
): Promise<Result<string, 'PARAM_MISSING'>> {
  const set = await limits(tx, order.division, 'HSO-ACCEPT', 'HSO-ACCEPT-URGENT');
  return set.ok ? ok(plusMinutes(order.orderedAt, set.value[order.urgent ? 'HSO-ACCEPT-URGENT' : 'HSO-ACCEPT'])) : set;
}

export const tellDispatchers = (
  tx: Tx,
  order: Order,
  template: 'home-care.submitted' | 'home-care.not-accepted',
  params: Readonly<Record<string, string>> = {},
): Promise<unknown> =>
  notify(tx, {
    to: { performer: 'home-care-dispatcher', division: countyOf(order.division) },
    template,
    params: {
      item: order.itemName,
      no: order.no,
      on: longDate(order.plannedOn),
      time: timeOfDay(order.plannedStart),
      ...params,
    },
  });

/** From here on the clock gives it out, at most so many hours ahead: a whole day is better given out at once. */
async function accepted(tx: Tx, order: Order, aheadHours: number): Promise<Result<null>> {
  const held = await holdParts(tx, order);
  if (!held.ok) return held;
  const pay = await saysOfOrder(tx, order, { ...held.value, county: countyOf(order.division) });
  if (!pay.ok) return pay;
  const from = plusMinutes(order.plannedStart, -aheadHours * 60);
  await move(tx, order, { step: 'accepted', to: 'accepted', next: [from, tx.now].sort()[1]! });
  await notify(tx, {
    to: { personId: order.personId },
    template: 'home-care.accepted',
    params: {
      item: order.itemName,
      no: order.no,
      on: longDate(order.plannedOn),
      time: timeOfDay(order.plannedStart),
      code: tx.keys.open(order.code, orderPlace('code', order.id)),
      pay: pay.value,
    },
  });
  return ok(null);
}

/** 受理, by the dispatcher: where the home is, if that is known. */
export async function acceptOrder(tx: Tx, id: string, { position }: { position?: string | undefined }): Promise<Result<null>> {
  const found = await orderFor(tx, id, 'accept');
  if (!found.ok) return found;
  const set = await limits(tx, found.value.division, 'HSO-AHEAD');
  if (!set.ok) return set;
  let order = found.value;
  if (position) {
    const place = tx.keys.seal(JSON.stringify({ ...homeOf(tx, order), position }), orderPlace('place', id));
    await tx.run(sql`update home_care_order set place = ${place} where id = ${id}`);
    order = { ...order, place };
  }
  return accepted(tx, order, set.value['HSO-AHEAD']);
}

export async function rejectOrder(tx: Tx, id: string, { reason }: { reason: string }): Promise<Result<null>> {
  const found = await orderFor(tx, id, 'reject');
  if (!found.ok) return found;
  await move(tx, found.value, { step: 'rejected', to: 'rejected', next: null, set: { endedAt: tx.now }, note: reason });
  await notify(tx, {
    to: { personId: found.value.personId },
    template: 'home-care.rejected',
    params: { item: found.value.itemName, reason },
  });
  return ok(null);
}

/** Before anybody has come. The worker hears of it at once; somebody who calls off late again and again is telephoned. */
export async function cancelOrder(tx: Tx, id: string, { reason }: { reason: string }): Promise<Result<{ late: boolean }>> {
  const found = await orderFor(tx, id, 'cancel');
  if (!found.ok) return found;
  const order = found.value;
  const set = await limits(tx, order.division, 'HSO-CANCEL', 'HSO-CANCELS');
  if (!set.ok) return set;
  const late = order.state !== 'paused' && isLateCancel(order.plannedStart, tx.now, set.value['HSO-CANCEL']);
  await move(tx, order, {
    step: 'cancelled',
    to: 'cancelled',
    next: null,
    set: { endedAt: tx.now, lateCancel: late },
    note: late ? `${reason}（临时取消）` : reason,
  });
  await tellWorker(tx, order, 'home-care.cancelled');
  if (!late) return ok({ late });
  const { count } = await tx.one<{ count: number }>(sql`select count(*)::int as count from home_care_order
    where person_id = ${order.personId} and late_cancel and planned_on >= ${`${tx.today.slice(0, 7)}-01`}`);
  if (count === set.value['HSO-CANCELS'])
    await notify(tx, {
      to: { performer: 'home-care-dispatcher', division: countyOf(order.division) },
      template: 'home-care.cancels',
      params: { name: order.personName, count },
    });
  return ok({ late });
}

/** What the worker who has it should know at once. */
export async function tellWorker(tx: Tx, order: Order, template: string): Promise<void> {
  if (order.workerId === null) return;
  const worker = await tx.maybe<{ userId: string | null }>(sql`select user_id from care_employment where id = ${order.workerId}`);
  if (!worker?.userId) return;
  await notify(tx, {
    to: { userId: worker.userId },
    template,
    params: { item: order.itemName, on: longDate(order.plannedOn), time: timeOfDay(order.plannedStart) },
  });
}

/** Instead of one to whom nobody came: the same for now, given out at once. */
export async function replaceOrder(tx: Tx, missed: Order): Promise<Result<null, 'PARAM_MISSING'>> {
  const item = (await findItem(tx, missed.itemId))!;
  const order = await insertOrder(tx, {
    ...missed,
    item,
    plannedStart: tx.now,
    minutes: missed.plannedMinutes,
    urgent: true,
    home: homeOf(tx, missed),
    replaces: missed.id,
  });
  await needFollows(tx, missed.id, order.id);
  const held = await holdParts(tx, order);
  if (!held.ok) return held;
  await move(tx, order, { step: 'accepted', to: 'accepted', next: tx.now });
  return ok(null);
}
