/** 我的工单 of a worker: what is offered, what is next, with what may be done at the door. */
import { sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { formOf } from '../../../kernel/schema/index.ts';
import { metresBetween } from '../../../kernel/visit/index.ts';
import { carers } from '../workers/hands.ts';
import { baseOf, certificatesOf, levelOn, ownWorker } from '../workers/store.ts';
import type { CarerDay, CarerRow } from './content.ts';
import { type Act, may, plusMinutes } from './rules.ts';
import { Absence, CheckIn, CheckOut, Extension, Reason, Unwell } from './schema.ts';
import { ticketFor } from './stamp.ts';
import { homeOf, type Order, orderColumns, orderTables, pointOf } from './store.ts';
import { orderStates } from './terms.ts';

const fresh = () => ({ requestId: newId() });
const to = (id: string, step: string): string => `/api/home-care/orders/${id}/${step}`;

/** A worker's own day: what is offered, what is next, what was done. It stays readable where there is no network. */
export async function carerDay(tx: Tx): Promise<Result<CarerDay>> {
  const own = await ownWorker(tx);
  if (!own.ok) return own;
  const worker = own.value;
  const base = baseOf(tx, worker);
  const row = (order: Order, until: string | null): CarerRow => {
    const mine = order.workerId === worker.id;
    const point = pointOf(tx, order);
    const home = homeOf(tx, order);
    return {
      id: order.id,
      no: order.no,
      state: order.state,
      stateZh: orderStates[order.state],
      personName: mine ? order.personName : `${order.personName.slice(0, 1)}**`,
      placeZh: tx.divisions.fullName(order.division),
      address: mine ? home.address : null,
      phone: mine ? home.phone : null,
      note: mine ? (home.note ?? null) : null,
      itemName: order.itemName,
      start: order.plannedStart,
      minutes: order.plannedMinutes,
      km: base && point ? Math.round(metresBetween(base, point) / 100) / 10 : null,
      until,
      inAt: order.inAt,
      offers: carerOffers(tx, order, until !== null),
    };
  };
  const offered = await tx.rows<
    Order & { until: string }
  >(sql`select ${orderColumns}, f.until from home_care_offer f join ${orderTables} on o.id = f.order_id
    where f.worker_id = ${worker.id} and f.answer is null and o.state = 'offered' order by o.planned_start limit 50`);
  const mine = await tx.rows<Order>(sql`select ${orderColumns} from ${orderTables} where o.worker_id = ${worker.id}
    and (o.state in ('taken', 'en-route', 'checked-in') or (o.state = 'no-show' and o.missed_side = 'worker' and o.planned_start > ${plusMinutes(tx.now, -24 * 60)}))
    order by (o.state = 'checked-in') desc, o.planned_start limit 100`);
  const done = await tx.one<{
    orders: number;
    minutes: number;
  }>(sql`select count(*)::int as orders, coalesce(sum(actual_minutes), 0)::int as minutes from home_care_order
    where worker_id = ${worker.id} and planned_on = ${tx.today} and out_at is not null`);
  const level = levelOn(await certificatesOf(tx, [worker.workerId]), worker.workerId, tx.today);
  return ok({
    now: tx.now,
    name: worker.name,
    trouble: level === 0 ? '证书已过期或未核验，不能派单' : worker.barredReason ? `已停止派单：${worker.barredReason}` : null,
    offered: offered.map((order) => row(order, order.until)),
    mine: mine.map((order) => row(order, null)),
    done,
  });
}

/** Check-in and check-out are both at hand from the beginning: in a valley no other page can be fetched between them. */
function carerOffers(tx: Tx, order: Order, asked: boolean): Offer[] {
  const can = (act: Act) => !asked && may(order.state, act);
  const visit = !asked && (may(order.state, 'check-in') || order.state === 'checked-in');
  const onTheSpot = { onTheSpot: true, stamp: ticketFor(tx, order.id) } as const;
  return offersTo(tx.actor, [
    {
      action: 'take',
      zh: '接单',
      causes: '接了就按时去；去不了的及早退回。',
      by: carers,
      when: asked,
      to: to(order.id, 'take'),
      fixed: fresh(),
    },
    {
      action: 'decline',
      zh: '不接',
      causes: '马上问下一个人。',
      by: carers,
      when: asked,
      to: to(order.id, 'decline'),
      fixed: fresh(),
    },
    {
      action: 'set-out',
      zh: '出发',
      causes: '告诉老人您在路上了。',
      by: carers,
      when: can('set-out'),
      to: to(order.id, 'departure'),
      fixed: fresh(),
    },
    {
      action: 'check-in',
      zh: '签到',
      causes: '记下时间和位置。没有网络也能记，有网络了自动送出。',
      by: carers,
      when: can('check-in'),
      to: to(order.id, 'check-in'),
      fields: formOf(CheckIn),
      ...onTheSpot,
    },
    {
      action: 'check-out',
      zh: '签退',
      causes: '记下时间和位置。没有网络的，签到送出以后再送签退。',
      by: carers,
      when: visit && order.state !== 'no-show',
      to: to(order.id, 'check-out'),
      fields: formOf(CheckOut),
      ...onTheSpot,
    },
    {
      action: 'extend',
      zh: '老人同意延长',
      causes: '超过预约两成的时间，老人同意了才算钱。老人会收到消息。',
      by: carers,
      when: can('extend'),
      to: to(order.id, 'extension'),
      fields: formOf(Extension),
      fixed: fresh(),
    },
    {
      action: 'unwell',
      zh: '老人不适',
      causes: '危急的先拨打120。调度员和村（社区）马上知道。',
      by: carers,
      when: can('extend'),
      to: to(order.id, 'unwell'),
      fields: formOf(Unwell),
      danger: true,
      fixed: fresh(),
    },
    {
      action: 'elder-absent',
      zh: '老人不在',
      causes: '到了时间敲门、打电话都没有人应的，村（社区）会去看。没有网络也能记。',
      by: carers,
      when: can('elder-absent'),
      to: to(order.id, 'absence'),
      fields: formOf(Absence),
      danger: true,
      ...onTheSpot,
    },
    {
      action: 'hand-back',
      zh: '退回',
      causes: '您去不了，马上另问别人。',
      by: carers,
      when: can('hand-back'),
      to: to(order.id, 'hand-back'),
      fields: formOf(Reason),
      danger: true,
      fixed: fresh(),
    },
    {
      action: 'abort',
      zh: '中断服务',
      causes: '做不下去了，这一单不算钱。',
      by: carers,
      when: can('abort'),
      to: to(order.id, 'abort'),
      fields: formOf(Reason),
      danger: true,
      fixed: fresh(),
    },
  ]);
}
