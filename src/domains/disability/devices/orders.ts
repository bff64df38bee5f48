/** 租赁: reserve, hand out against contract and deposit, renew, take back and settle, refund. The unit's row is locked first, always. */

import { type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { type ParameterReader, parametersOf, withParameters, yuanDigits } from '../../../kernel/policy/server.ts';
import { grantAccess } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { mayGoOut } from './assessed.ts';
import { issueContract } from './contract.ts';
import { depositFen, furthestDue, lossFen, monthsBetween, rentalBill } from './rent.ts';
import { knownOf, standingsOf } from './standing.ts';
import {
  findItem,
  findStation,
  type Item,
  lockFreeUnit,
  lockOrder,
  lockSubsidies,
  lockUnit,
  moveUnit,
  type Order,
  type Station,
  subsidiesDrawn,
  type Unit,
} from './store.ts';
import { unitStates } from './terms.ts';

const SEAL = (id: string): string => `rental_order.standings:${id}`;

export const readAt = async <T>(
  tx: Tx,
  division: DivisionCode,
  rule: (read: ParameterReader) => T,
): Promise<Result<T, 'PARAM_MISSING'>> => withParameters({ parameters: await parametersOf(tx), division, date: tx.today }, rule);

/** Why a unit cannot go to anybody now; null when it can. */
function whyNot(unit: Unit) {
  if (unit.state === 'in-stock') return null;
  if (unit.state === 'recalled') return fail('UNIT_RECALLED');
  if (unit.state === 'to-clean') return fail('UNIT_NOT_CLEANED');
  if (unit.state === 'reserved' || unit.state === 'rented' || unit.state === 'allocated') return fail('UNIT_TAKEN');
  return fail('UNIT_MOVE', { state: unitStates[unit.state], action: '出租' });
}

async function placeAndItem(
  tx: Tx,
  unit: { stationId: string; itemCode: string },
): Promise<Result<{ station: Station; item: Item & { monthlyRentFen: Fen } }>> {
  const [station, item] = [await findStation(tx, unit.stationId), await findItem(tx, unit.itemCode)];
  if (!station || !item) return fail('NOT_FOUND');
  if (!item.rentable || item.monthlyRentFen === null) return fail('ITEM_NOT_RENTABLE', { item: item.name });
  if (item.regulated && !station.hasPermit) return fail('STATION_NO_PERMIT', { item: item.name });
  return ok({ station, item: { ...item, monthlyRentFen: item.monthlyRentFen } });
}

export type Wish = { personId: string } & ({ code: string } | { stationId: string; itemCode: string });

/** Holds one unit for a person: the one that is named, or any free one of the item at the station. */
export async function reserve(tx: Tx, wish: Wish): Promise<Result<{ orderId: string; code: string; pickUpBy: PlainDate }>> {
  // 先看后锁：锁住以后再看一次，两个网点同时预约最后一件，后到的得到一句明白话。
  const locked = 'code' in wish ? await lockUnit(tx, wish.code) : ok(await lockFreeUnit(tx, wish));
  if (!locked.ok) return locked;
  const unit = locked.value;
  const asked = await placeAndItem(tx, unit ?? (wish as { stationId: string; itemCode: string }));
  if (!asked.ok) return asked;
  const { station, item } = asked.value;
  const refused = unit ? whyNot(unit) : fail('UNIT_TAKEN');
  if (refused || !unit) return refused ?? fail('UNIT_TAKEN');
  const terms = await depositFor(tx, { personId: wish.personId, unit, station });
  if (!terms.ok) return terms;
  const keep = await readAt(tx, station.division, (read) => read.whole('RESERVE-DAYS'));
  if (!keep.ok) return keep;
  const id = newId();
  const pickUpBy = plusDays(tx.today, keep.value);
  await moveUnit(tx, unit, 'reserved', '预约');
  const reserved =
    await tx.run(sql`insert into rental_order (id, unit_id, item_code, station_id, division, person_id, state, reserved_on, pick_up_by, monthly_rent_fen, created_at, created_by)
    values (${id}, ${unit.id}, ${item.code}, ${station.id}, ${station.division}, ${wish.personId}, 'reserved', ${tx.today}, ${pickUpBy}, ${item.monthlyRentFen}, ${tx.now}, ${tx.actor.id})
    on conflict (person_id, item_code) where state in ('reserved', 'out') do nothing`);
  if (reserved === 0) return fail('ALREADY_RENTING', { item: item.name });
  await grantAccess(tx, { personId: wish.personId, division: station.division, reason: `rental:${id}` });
  await notify(tx, {
    to: { personId: wish.personId },
    template: 'device.reserved',
    params: {
      item: item.name,
      station: station.name,
      by: pickUpBy,
      deposit: yuanDigits(terms.value.depositFen),
      tel: station.telephone,
    },
  });
  await onRecord(tx, 'device.reserved', { id, personId: wish.personId, division: station.division });
  return ok({ orderId: id, code: unit.code, pickUpBy });
}

const onRecord = (tx: Tx, action: AuditAction, order: { id: string; personId: string; division: string }) =>
  recordAudit(tx, {
    action,
    subject: { kind: 'rental-order', id: order.id },
    personId: order.personId,
    division: order.division,
  });

/** Deposit by what the person is today. */
async function depositFor(
  tx: Tx,
  given: { personId: string; unit: Unit; station: Station },
): Promise<Result<{ depositFen: Fen }, 'PARAM_MISSING'>> {
  const tomorrow = plusDays(tx.today, 1);
  const known = await knownOf(tx, { personId: given.personId, from: tx.today, to: tomorrow });
  return readAt(tx, given.station.division, (read) => {
    const [now] = standingsOf(read, known, { from: tx.today, to: tomorrow });
    return { depositFen: depositFen(read, { priceFen: given.unit.priceFen, standing: now?.standing ?? 'none' }) };
  });
}

/** 出库: contract and deposit, then the unit goes out by its code. */
export async function handOut(
  tx: Tx,
  unit: Unit,
  order: Order,
  input: { dueOn: PlainDate },
): Promise<Result<{ orderId: string; depositFen: Fen; contractId: string }>> {
  if (unit.state === 'recalled') return fail('UNIT_RECALLED');
  if (unit.state !== 'reserved') return fail('UNIT_MOVE', { state: unitStates[unit.state], action: '出库' });
  const asked = await placeAndItem(tx, unit);
  if (!asked.ok) return asked;
  const { station, item } = asked.value;
  const assessed = await mayGoOut(tx, order);
  if (!assessed.ok) return assessed;
  if (input.dueOn <= tx.today) return fail('DUE_TOO_EARLY');
  const furthest = await readAt(tx, station.division, (read) => furthestDue(read, tx.today));
  if (!furthest.ok) return furthest;
  if (input.dueOn > furthest.value) return fail('RENTAL_TOO_LONG', { furthest: furthest.value });
  const terms = await depositFor(tx, { personId: order.personId, unit, station });
  if (!terms.ok) return terms;
  const deposit = terms.value.depositFen;
  const contract = await issueContract(tx, { order, unit, item, station, dueOn: input.dueOn, depositFen: deposit });
  if (!contract.ok) return contract;
  await moveUnit(tx, unit, 'rented', '出租');
  await tx.run(sql`update rental_order set state = 'out', start_on = ${tx.today}, due_on = ${input.dueOn}, deposit_fen = ${deposit}, contract_id = ${contract.value.id},
    version = version + 1 where id = ${order.id}`);
  await emit(tx, {
    type: 'assistive-device.rented',
    subject: { kind: 'device-unit', id: unit.id },
    division: order.division,
    payload: { unitId: unit.id, personId: order.personId, stationId: station.id, startOn: tx.today, dueOn: input.dueOn },
  });
  await notify(tx, {
    to: { personId: order.personId },
    template: 'device.out',
    params: { item: item.name, due: input.dueOn, station: station.name, tel: station.telephone },
  });
  await onRecord(tx, 'device.handed-out', order);
  return ok({ orderId: order.id, depositFen: deposit, contractId: contract.value.id });
}

export async function renew(tx: Tx, order: Order, input: { dueOn: PlainDate }): Promise<Result<{ dueOn: PlainDate }>> {
  if (order.state !== 'out' || !order.startOn || !order.dueOn) return fail('NOT_FOUND');
  if (input.dueOn <= order.dueOn || input.dueOn <= tx.today) return fail('DUE_TOO_EARLY');
  const start = order.startOn;
  const furthest = await readAt(tx, order.division, (read) => furthestDue(read, start));
  if (!furthest.ok) return furthest;
  if (input.dueOn > furthest.value) return fail('RENTAL_TOO_LONG', { furthest: furthest.value });
  await tx.run(sql`update rental_order set due_on = ${input.dueOn}, version = version + 1 where id = ${order.id}`);
  await onRecord(tx, 'device.renewed', order);
  return ok({ dueOn: input.dueOn });
}

export interface Settled {
  orderId: string;
  rentFen: Fen;
  subsidyFen: Fen;
  ownFen: Fen;
  overdueDays: number;
  depositFen: Fen;
  refundDue: PlainDate;
}

/** The bill of a rental that ends today, written with its share of each calendar year. */
async function settle(tx: Tx, order: Order, state: 'returned' | 'lost', loss: Fen): Promise<Result<Settled>> {
  if (!order.startOn || !order.dueOn || order.depositFen === null) return fail('NOT_FOUND');
  const { startOn: start, dueOn: due } = order;
  await lockSubsidies(tx, order.personId);
  const drawnFen = await subsidiesDrawn(tx, order.personId);
  const to = plusDays(tx.today, 1);
  const known = await knownOf(tx, { personId: order.personId, from: start, to });
  const bill = await readAt(tx, order.division, (read) => {
    const standings = standingsOf(read, known, { from: start, to });
    const refundDays = read.whole('DEP-REFUND');
    return {
      standings,
      refundDays,
      ...rentalBill(read, { monthlyRentFen: order.monthlyRentFen, start, due, returned: tx.today, standings, drawnFen }),
    };
  });
  if (!bill.ok) return bill;
  const { rentFen, subsidyFen, ownFen, overdueDays, standings, years, refundDays } = bill.value;
  const refundDue = tx.calendar.addWorkdays(tx.today, refundDays, order.division);
  await tx.run(sql`update rental_order set state = ${state}, returned_on = ${tx.today}, rent_fen = ${rentFen}, subsidy_fen = ${subsidyFen}, own_fen = ${ownFen}, loss_fen = ${loss},
    overdue_days = ${overdueDays}, refund_due = ${refundDue}, standings = ${tx.keys.sealJson(standings, SEAL(order.id))}, version = version + 1 where id = ${order.id}`);
  for (const year of years)
    await tx.run(sql`insert into rental_subsidy (order_id, year, person_id, division, subsidy_fen)
      values (${order.id}, ${Number(year.year)}, ${order.personId}, ${order.division}, ${year.subsidyFen})`);
  return ok({ orderId: order.id, rentFen, subsidyFen, ownFen, overdueDays, depositFen: order.depositFen, refundDue });
}

/** 归还验收. A unit that was recalled meanwhile stays recalled: it never comes back into use. */
export async function takeBack(
  tx: Tx,
  unit: Unit,
  order: Order,
  input: { condition: 'good' | 'dirty' | 'damaged'; note: string },
): Promise<Result<Settled>> {
  if (order.state !== 'out') return fail('UNIT_MOVE', { state: unitStates[unit.state], action: '归还' });
  const settled = await settle(tx, order, 'returned', 0);
  if (!settled.ok) return settled;
  if (unit.state === 'rented') await moveUnit(tx, unit, 'to-clean', '归还');
  const [station, item] = [await findStation(tx, unit.stationId), await findItem(tx, unit.itemCode)];
  const { rentFen, subsidyFen, ownFen, refundDue } = settled.value;
  await emit(tx, {
    type: 'assistive-device.returned',
    subject: { kind: 'device-unit', id: unit.id },
    division: order.division,
    payload: { unitId: unit.id, stationId: unit.stationId, returnedOn: tx.today },
  });
  await notify(tx, {
    to: { personId: order.personId },
    template: 'device.returned',
    params: {
      item: item?.name ?? '',
      rent: yuanDigits(rentFen),
      subsidy: yuanDigits(subsidyFen),
      own: yuanDigits(ownFen),
      refund: refundDue,
      tel: station?.telephone ?? '',
    },
  });
  await recordAudit(tx, {
    action: 'device.taken-back',
    subject: { kind: 'rental-order', id: order.id },
    personId: order.personId,
    division: order.division,
    detail: { condition: input.condition },
  });
  return settled;
}

/** 遗失: the rental ends, the rest of the unit's worth is owed, the unit is written off. */
export async function declareLost(tx: Tx, unit: Unit, order: Order): Promise<Result<Settled & { lossFen: Fen }>> {
  const item = await findItem(tx, unit.itemCode);
  if (order.state !== 'out' || !item) return fail('UNIT_MOVE', { state: unitStates[unit.state], action: '登记遗失' });
  const loss = await readAt(tx, order.division, (read) =>
    lossFen(read, {
      priceFen: unit.priceFen,
      monthsInService: monthsBetween(unit.inServiceOn, tx.today),
      lifeMonths: item.lifeMonths,
    }),
  );
  if (!loss.ok) return loss;
  const settled = await settle(tx, order, 'lost', loss.value);
  if (!settled.ok) return settled;
  await moveUnit(tx, unit, 'scrapped', '遗失');
  await onRecord(tx, 'device.lost', order);
  return ok({ ...settled.value, lossFen: loss.value });
}

/** Gives a reserved unit free again. The unit is locked before its order, as everywhere. */
export async function cancelOrder(tx: Tx, orderId: string, reason: string): Promise<Result<{ orderId: string }>> {
  const seen = await tx.maybe<{ code: string }>(
    sql`select u.code from rental_order o join device_unit u on u.id = o.unit_id where o.id = ${orderId}`,
  );
  if (!seen) return fail('NOT_FOUND');
  const unit = await lockUnit(tx, seen.code);
  const order = await lockOrder(tx, orderId);
  if (!unit.ok || !order) return fail('NOT_FOUND');
  if (order.state !== 'reserved') return fail('UNIT_MOVE', { state: unitStates[unit.value.state], action: '取消预约' });
  if (unit.value.state === 'reserved') await moveUnit(tx, unit.value, 'in-stock', reason);
  await tx.run(sql`update rental_order set state = 'cancelled', version = version + 1 where id = ${orderId}`);
  await onRecord(tx, 'device.reservation-cancelled', order);
  return ok({ orderId });
}

export async function refundDeposit(tx: Tx, order: Order): Promise<Result<{ orderId: string; refundFen: Fen }>> {
  if (order.state !== 'returned' || order.refundedOn !== null || order.depositFen === null) return fail('REFUND_DONE');
  await tx.run(sql`update rental_order set refunded_on = ${tx.today}, version = version + 1 where id = ${order.id}`);
  await onRecord(tx, 'device.deposit-refunded', order);
  return ok({ orderId: order.id, refundFen: order.depositFen });
}

/** The borrower says by phone when it comes back, so that the station is ready; the rent still runs to the day on which it does. */
export async function planReturn(tx: Tx, order: Order, input: { on: PlainDate }): Promise<Result<{ on: PlainDate }>> {
  if (order.state !== 'out' || !order.dueOn) return fail('NOT_FOUND');
  if (input.on < tx.today || (input.on > order.dueOn && order.dueOn >= tx.today)) return fail('RETURN_DAY');
  await tx.run(sql`update rental_order set return_on = ${input.on}, version = version + 1 where id = ${order.id}`);
  await onRecord(tx, 'device.return-planned', order);
  return ok({ on: input.on });
}

const LAPSED_AT_ONCE = 200;
const DUE_SOON_DAYS = 3;

const dueBack = (tx: Tx): Sql =>
  sql`o.state = 'out' and o.due_on in (${plusDays(tx.today, DUE_SOON_DAYS)}, ${plusDays(tx.today, -1)}) and o.reminded_on is distinct from ${tx.today}`;

/** Told three days before the end, and on the first day after it; once each. */
export const remindRentals = whenDue(
  (tx) => anyRow(tx, sql`rental_order o where ${dueBack(tx)}`),
  (context) => context.write(systemActor('device-reminders', context.city), remindDue),
);

export async function remindDue(tx: Tx): Promise<number> {
  const due = await tx.rows<{ personId: string; item: string; dueOn: PlainDate; station: string; tel: string }>(sql`
    update rental_order o set reminded_on = ${tx.today} from device_item i, device_station s
    where i.code = o.item_code and s.id = o.station_id and ${dueBack(tx)} returning o.person_id, i.name as item, o.due_on, s.name as station, s.telephone as tel`);
  for (const { personId, item, dueOn, station, tel } of due)
    await notify(tx, {
      to: { personId },
      template: dueOn < tx.today ? 'device.overdue' : 'device.due-soon',
      params: { item, due: dueOn, station, tel },
    });
  return due.length;
}

const notFetched = (tx: Tx) =>
  tx.rows<{
    id: string;
    personId: string;
    itemName: string;
  }>(sql`select o.id, o.person_id, i.name as item_name from rental_order o
    join device_item i on i.code = o.item_code where o.state = 'reserved' and o.pick_up_by < ${tx.today} order by o.id limit ${LAPSED_AT_ONCE}`);

export const freeUnfetched = whenDue(notFetched, async (context) => {
  while ((await context.write(systemActor('device-reservations', context.city), lapseReservations)) > 0);
});

/** Reservations that nobody came for: free again the day after their last day. */
export async function lapseReservations(tx: Tx): Promise<number> {
  const due = await notFetched(tx);
  for (const { id, personId, itemName } of due) {
    const cancelled = await cancelOrder(tx, id, '逾期未取');
    if (cancelled.ok) await notify(tx, { to: { personId }, template: 'device.lapsed', params: { item: itemName } });
  }
  return due.length;
}
