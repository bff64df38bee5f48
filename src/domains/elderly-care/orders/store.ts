/** Rows of orders, and what is done with one in one go: its change and its step in the course. */
import { setValues, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { firstDayOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import {
  type DivisionCode,
  type Fen,
  type PlainDate,
  type Position,
  positionOf,
  type YearMonth,
} from '../../../kernel/schema/index.ts';
import { reopenNeedOf } from '../visits/need-ends.ts';
import { workerTables } from '../workers/store.ts';
import { endsUnpaid, giveBack } from './parts.ts';
import { type Act, may } from './rules.ts';
import {
  type Channel,
  type Fund,
  type ItemClass,
  type OrderState,
  orderStates,
  type Side,
  type StepName,
  type Unit,
  type VerifyWay,
} from './terms.ts';

/** Where the service is, sealed as a whole. */
export interface Home {
  readonly address: string;
  readonly phone: string;
  readonly note?: string | undefined;
  readonly position: string | null;
}

export interface Item {
  id: string;
  division: DivisionCode;
  name: string;
  class: ItemClass;
  unit: Unit;
  priceFen: Fen;
  publicFen: Fen | null;
  minMinutes: number;
  plannedMinutes: number;
  level: number;
  sameSex: boolean;
  photo: boolean;
  alwaysCall: boolean;
  fromOn: PlainDate;
  toOn: PlainDate | null;
}
const itemColumns = sql`i.id, i.division, i.name, i.class, i.unit, i.price_fen, i.public_fen, i.min_minutes, i.planned_minutes, i.level, i.same_sex, i.photo, i.always_call, i.from_on, i.to_on`;
export const findItem = (tx: Tx, id: string): Promise<Item | null> =>
  tx.maybe<Item>(sql`select ${itemColumns} from home_care_item i where i.id = ${id}`);
/** What can be ordered in a county on a day. */
export const itemsOn = (tx: Tx, county: DivisionCode, day: PlainDate): Promise<Item[]> =>
  tx.rows<Item>(sql`select ${itemColumns} from home_care_item i where i.division = ${county} and i.from_on <= ${day} and (i.to_on is null or i.to_on > ${day})
    order by i.class, i.code limit 200`);

export interface Order {
  id: string;
  no: string;
  personId: string;
  personName: string;
  division: DivisionCode;
  fund: Fund;
  priceFen: Fen;
  plannedStart: string;
  plannedMinutes: number;
  plannedOn: PlainDate;
  urgent: boolean;
  place: Buffer;
  channel: Channel;
  orderedAt: string;
  orderedBy: string;
  orderedName: string;
  orderedPersonId: string | null;
  anySex: boolean;
  fixedWorkerId: string | null;
  code: Buffer;
  state: OrderState;
  providerId: string | null;
  workerId: string | null;
  asked: number;
  everybody: boolean;
  needsDispatcher: boolean;
  nextAt: string | null;
  lateTold: boolean;
  setOutAt: string | null;
  inAt: string | null;
  inReceivedAt: string | null;
  inMark: Buffer | null;
  inMetres: number | null;
  inAccuracy: number | null;
  outAt: string | null;
  outReceivedAt: string | null;
  shortReason: Buffer | null;
  photoId: string | null;
  /** Fingerprint of the photograph; null: none, or none that could be told from others. */
  photoLikeness: string | null;
  extensionMinutes: number;
  actualMinutes: number | null;
  billedMinutes: number | null;
  amountFen: Fen | null;
  /** Who pays it, from the verification on. */
  quotaFen: Fen | null;
  voucherFen: Fen | null;
  ownFen: Fen | null;
  verifiedAt: string | null;
  verifiedWay: VerifyWay | null;
  verifiedName: string | null;
  /** Digest of the telephone's mark, where the old person or a relative confirmed on it. */
  verifiedDevice: Buffer | null;
  stars: number | null;
  evaluatedAt: string | null;
  disputedAt: string | null;
  dispute: Buffer | null;
  missedSide: Side | null;
  replaces: string | null;
  settlementId: string | null;
  version: number;
  itemId: string;
  itemName: string;
  itemClass: ItemClass;
  unit: Unit;
  minMinutes: number;
  level: number;
  sameSex: boolean;
  photo: boolean;
  alwaysCall: boolean;
  workerName: string | null;
  providerName: string | null;
}
export const orderColumns = sql`o.id, o.no, o.person_id, e.name as person_name, o.division, o.fund, o.price_fen, o.planned_start, o.planned_minutes, o.planned_on, o.urgent, o.place,
  o.channel, o.ordered_at, o.ordered_by, o.ordered_name, o.ordered_person_id, o.any_sex, o.fixed_worker_id, o.code, o.state, o.provider_id, o.worker_id, o.asked, o.everybody,
  o.needs_dispatcher, o.next_at, o.late_told, o.set_out_at, o.in_at, o.in_received_at, o.in_mark, o.in_metres, o.in_accuracy, o.out_at, o.out_received_at, o.short_reason, o.photo_id, o.photo_likeness,
  o.extension_minutes, o.actual_minutes, o.billed_minutes, o.amount_fen, o.quota_fen, o.voucher_fen, o.own_fen, o.verified_at, o.verified_way, o.verified_name, o.verified_device, o.stars, o.evaluated_at, o.disputed_at, o.dispute,
  o.missed_side, o.replaces, o.settlement_id, o.version, o.item_id, i.name as item_name, i.class as item_class, i.unit, i.min_minutes, i.level, i.same_sex, i.photo, i.always_call,
  c.name as worker_name, p.name as provider_name`;
export const orderTables = sql`home_care_order o join home_care_item i on i.id = o.item_id join person e on e.id = o.person_id
  left join (${workerTables}) on w.id = o.worker_id left join home_care_provider p on p.id = o.provider_id`;

export const findOrder = (tx: Tx, id: string): Promise<Order | null> =>
  tx.maybe<Order>(sql`select ${orderColumns} from ${orderTables} where o.id = ${id}`);
/** For a step: nobody else takes one meanwhile. */
export const lockOrder = (tx: Tx, id: string): Promise<Order | null> =>
  tx.maybe<Order>(sql`select ${orderColumns} from ${orderTables} where o.id = ${id} for update of o`);

/** The order locked, in a state in which this may be done. */
export async function orderFor(tx: Tx, id: string, act: Act): Promise<Result<Order, 'NOT_FOUND' | 'ORDER_STATE'>> {
  const order = await lockOrder(tx, id);
  if (!order) return fail('NOT_FOUND');
  return may(order.state, act) ? ok(order) : fail('ORDER_STATE', { state: orderStates[order.state] });
}

type SealedField = 'place' | 'code' | 'in_mark' | 'out_mark' | 'short_reason' | 'said' | 'dispute';
export const orderPlace = (field: SealedField, id: string): string => `home_care_order.${field}:${id}`;
export const homeOf = (tx: Tx, order: Pick<Order, 'id' | 'place'>): Home =>
  JSON.parse(tx.keys.open(order.place, orderPlace('place', order.id))) as Home;
export const pointOf = (tx: Tx, order: Pick<Order, 'id' | 'place'>): Position | null => {
  const { position } = homeOf(tx, order);
  return position ? positionOf(position) : null;
};

/** Appends to the course; what is said is sealed. */
export const addStep = (tx: Tx, orderId: string, step: StepName, note?: string | null): Promise<unknown> =>
  tx.run(sql`insert into home_care_step (order_id, at, step, by_name, note)
    values (${orderId}, ${tx.now}, ${step}, ${tx.actor.name}, ${note ? tx.keys.seal(note, stepPlace(orderId, step)) : null})`);
export const stepPlace = (orderId: string, step: string): string => `home_care_step.note:${orderId}:${step}`;

type Value = string | number | boolean | Buffer | null;
/** One step: what it changes, what stands in the course, who did it; an end without payment lets go what was held for it. `next`: when the clock looks at the order again. */
export async function move(
  tx: Tx,
  order: Order,
  of: {
    step: StepName;
    to?: OrderState;
    next?: string | null;
    set?: Readonly<Record<string, Value>>;
    note?: string | null | undefined;
  },
): Promise<Order> {
  const changed: Record<string, Value> = {
    ...of.set,
    ...(endsUnpaid(of.to) ? await giveBack(tx, order) : {}),
    ...(of.to ? { state: of.to } : {}),
    ...(of.next === undefined ? {} : { nextAt: of.next }),
    version: order.version + 1,
  };
  // Where the worker did not come, another order sees to the need.
  if (endsUnpaid(of.to) && changed.missedSide !== 'worker') await reopenNeedOf(tx, order.id);
  await tx.run(sql`update home_care_order set ${setValues(changed)} where id = ${order.id}`);
  await addStep(tx, order.id, of.step, of.note);
  await recordAudit(tx, {
    action: `home-care-order.${of.step}`,
    subject: { kind: 'home-care-order', id: order.id },
    personId: order.personId,
    division: order.division,
  });
  return { ...order, ...(changed as Partial<Order>) };
}

export const countyOf = (division: DivisionCode): DivisionCode => `${division.slice(0, 6)}000000`;
/** Outside the streets of a town the phone's place is less exact, and homes have more ground. */
export const isRural = (tx: Tx, division: DivisionCode): boolean =>
  tx.divisions.get(`${division.slice(0, 9)}000`)?.kind !== '街道';
/** The days of a month, half-open. */
export const monthRange = (month: YearMonth): { from: PlainDate; to: PlainDate } => ({
  from: firstDayOf(month),
  to: firstDayOf(plusMonths(month, 1)),
});
