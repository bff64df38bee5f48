/** 老人住院: what was ordered for those days is not given out and missed by nobody; at the discharge it goes on, or is over. Whoever ordered and whoever was to come are told. */
import { sql } from '../../../database/sql.ts';
import { holdersInUnit } from '../../../kernel/access/server.ts';
import { longDate, plainDateOf, timeOfDay } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { NoticeParams } from '../../../kernel/notice/index.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { hospitalStaysOf } from '../../../kernel/resident/server.ts';
import { type PlainDate, Uuid } from '../../../kernel/schema/index.ts';
import { managers } from '../workers/hands.ts';
import { pauseOrder, takeUp, tellWorker } from './open.ts';
import { may } from './rules.ts';
import { move, type Order, orderColumns, orderTables } from './store.ts';

const MOST = 200;

const ordersFrom = (tx: Tx, personId: string, from: PlainDate): Promise<Order[]> =>
  tx.rows<Order>(sql`select ${orderColumns} from ${orderTables} where o.person_id = ${personId} and o.planned_on >= ${from}
    and o.state in ('submitted', 'accepted', 'offered', 'taken', 'en-route', 'no-show') order by o.planned_start limit ${MOST} for update of o`);

/** The old person, and whoever ordered: a relative, or somebody of an office. */
async function tellOrderers(tx: Tx, orders: readonly Order[], template: string, params: NoticeParams): Promise<void> {
  const persons = new Set(orders.flatMap((o) => [o.personId, ...(o.orderedPersonId ? [o.orderedPersonId] : [])]));
  for (const personId of persons) await notify(tx, { to: { personId }, template, params });
  const staff = new Set(
    orders.filter((o) => o.orderedPersonId === null && Uuid.safeParse(o.orderedBy).success).map((o) => o.orderedBy),
  );
  for (const userId of staff) await notify(tx, { to: { userId }, template, params });
}

const says = (orders: readonly Order[]): NoticeParams => ({
  name: orders[0]!.personName,
  count: orders.length,
  items: orders.map((o) => `${longDate(o.plannedOn)}${timeOfDay(o.plannedStart)}${o.itemName}`).join('、'),
});

/** 住院 from a day on, told at once or late: what is open is paused, and an absence that had this reason was nobody's fault. */
export async function ordersInHospital(tx: Tx, of: { personId: string; from: PlainDate }): Promise<void> {
  const paused: Order[] = [];
  for (const order of await ordersFrom(tx, of.personId, of.from)) {
    if (may(order.state, 'pause')) {
      await tellWorker(tx, order, 'home-care.paused-worker');
      if (order.providerId !== null)
        for (const { id } of await holdersInUnit(tx, order.providerId, managers))
          await notify(tx, {
            to: { userId: id },
            template: 'home-care.paused-worker',
            params: { item: order.itemName, on: longDate(order.plannedOn), time: timeOfDay(order.plannedStart) },
          });
      await pauseOrder(tx, order);
      paused.push(order);
    } else if (order.missedSide === 'elder') await excuse(tx, order);
  }
  if (paused.length > 0) await tellOrderers(tx, paused, 'home-care.paused', says(paused));
}

/** 爽约 of the old person on a day in hospital, known only later. */
const excuse = (tx: Tx, order: Order) =>
  move(tx, order, { step: 'excused', to: 'cancelled', next: null, set: { missedSide: null, endedAt: tx.now } });

/** 出院: what is still to come is given out again, what is over is called off. */
export async function ordersAfterHospital(tx: Tx, personId: string): Promise<void> {
  // Told late, while somebody is in hospital again: that stay holds them.
  if ((await hospitalStaysOf(tx, personId)).some(({ to }) => to === null)) return;
  const paused =
    await tx.rows<Order>(sql`select ${orderColumns} from ${orderTables} where o.person_id = ${personId} and o.state = 'paused'
    order by o.planned_start limit ${MOST} for update of o`);
  const coming = paused.filter((order) => order.plannedStart > tx.now);
  for (const order of coming) {
    const taken = await takeUp(tx, order);
    if (!taken.ok) throw new Error(`order ${order.no} after the hospital: ${taken.code}`);
  }
  for (const order of paused) if (!coming.includes(order)) await overInHospital(tx, order);
  if (coming.length > 0) await tellOrderers(tx, coming, 'home-care.resumed', says(coming));
}

/** Its hour came while the old person was in hospital. */
export async function overInHospital(tx: Tx, order: Order): Promise<void> {
  await move(tx, order, {
    step: 'cancelled',
    to: 'cancelled',
    next: null,
    set: { endedAt: tx.now },
    note: '老人住院，时间已过',
  });
  await tellOrderers(tx, [order], 'home-care.over', {
    name: order.personName,
    item: order.itemName,
    on: longDate(plainDateOf(order.plannedStart)),
    time: timeOfDay(order.plannedStart),
  });
}
