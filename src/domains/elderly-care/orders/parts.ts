/** 一张单谁付多少: the quota of its month first, the voucher of its day for half of what is left, the old person the rest. Said before, held at acceptance, fixed at verification. */
import { longMonth, monthOf, plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { freeQuota, releaseQuota, reserveQuota, spendQuota } from '../quota/account.ts';
import { foreseenOf, returnOfOrder, takeForOrder } from '../vouchers/orders.ts';
import { billOf } from './bill.ts';
import type { Item, Order } from './store.ts';
import type { Fund, Parts } from './terms.ts';

/** Fixed at the verification; null before. */
export const partsOf = ({ quotaFen, voucherFen, ownFen }: Pick<Order, keyof Parts>): Parts | null =>
  quotaFen === null || voucherFen === null || ownFen === null ? null : { quotaFen, voucherFen, ownFen };

/** An order that comes to nothing, or is not paid. */
const ENDED = new Set(['rejected', 'cancelled', 'unfilled', 'no-show', 'aborted', 'not-paid']);
export const endsUnpaid = (state: string | undefined): boolean => state !== undefined && ENDED.has(state);

type Planned = Pick<Item, 'unit' | 'minMinutes'> & { priceFen: Fen; plannedMinutes: number };
/** What it comes to if it goes as planned. */
export const estimateOf = (of: Planned): Fen =>
  billOf({ ...of, actualMinutes: of.plannedMinutes, extensionMinutes: 0, reasonAccepted: true }).fen;

/** Who may have it bought by the government: an item that is bought, with something free in the month, unless the old person would rather pay. */
export async function fundOf(
  tx: Tx,
  of: { personId: string; item: Item; on: PlainDate; asked: Fund },
): Promise<Result<{ fund: Fund; priceFen: Fen; freeFen: Fen | null }, 'PARAM_MISSING'>> {
  const free = await freeQuota(tx, of.personId, monthOf(of.on));
  if (!free.ok) return free;
  const { publicFen, priceFen } = of.item;
  return publicFen !== null && of.asked === 'public' && (free.value ?? 0) > 0
    ? ok({ fund: 'public', priceFen: publicFen, freeFen: free.value })
    : ok({ fund: 'self', priceFen, freeFen: free.value });
}

export interface Foreseen extends Parts {
  readonly totalFen: Fen;
  /** What is left of the quota of the month afterwards; null: there is none. */
  readonly leftFen: Fen | null;
}

/** The parts as they would be if it goes as planned; nothing is held yet. */
export async function foresee(
  tx: Tx,
  of: { personId: string; county: DivisionCode; item: Item; on: PlainDate; minutes: number; asked: Fund },
): Promise<Result<Foreseen>> {
  const fund = await fundOf(tx, of);
  if (!fund.ok) return fund;
  const { priceFen, freeFen } = fund.value;
  const totalFen = estimateOf({ ...of.item, priceFen, plannedMinutes: of.minutes });
  const quotaFen = fund.value.fund === 'public' ? Math.min(totalFen, freeFen!) : 0;
  return withVoucher(tx, { ...of, totalFen, quotaFen, leftFen: freeFen === null ? null : freeFen - quotaFen });
}

async function withVoucher(
  tx: Tx,
  of: Pick<Foreseen, 'totalFen' | 'quotaFen' | 'leftFen'> & { personId: string; county: DivisionCode; on: PlainDate },
): Promise<Result<Foreseen>> {
  const { totalFen, quotaFen, leftFen, personId, county } = of;
  const voucher = await foreseenOf(tx, { personId, county, serviceOn: of.on, payableFen: totalFen - quotaFen });
  if (!voucher.ok) return voucher;
  return ok({ totalFen, quotaFen, leftFen, voucherFen: voucher.value, ownFen: totalFen - quotaFen - voucher.value });
}

/** In words, for a form and for a message. */
export function saysOf({ totalFen, quotaFen, voucherFen, ownFen, leftFen }: Foreseen, on: PlainDate): string {
  const parts = [
    leftFen === null ? '' : `政府购买额度付${yuan(quotaFen)}（${longMonth(monthOf(on))}的额度剩余${yuan(leftFen)}）`,
    voucherFen > 0 ? `消费券约抵${yuan(voucherFen)}` : '',
    `本人约付${yuan(ownFen)}`,
  ].filter(Boolean);
  return `按预约的时间约${yuan(totalFen)}：${parts.join('，')}。以核实的时间为准。`;
}

/** 受理: holds what the quota is to pay. */
export async function holdParts(tx: Tx, order: Order): Promise<Result<{ quotaFen: Fen; leftFen: Fen | null }, 'PARAM_MISSING'>> {
  if (order.fund !== 'public') {
    const free = await freeQuota(tx, order.personId, monthOf(order.plannedOn));
    return free.ok ? ok({ quotaFen: 0, leftFen: free.value }) : free;
  }
  const held = await reserveQuota(tx, {
    orderId: order.id,
    personId: order.personId,
    month: monthOf(order.plannedOn),
    estimateFen: estimateOf(order),
  });
  if (held.ok) return ok({ quotaFen: held.value.reservedFen, leftFen: held.value.leftFen });
  return held.code === 'QUOTA_NONE' ? ok({ quotaFen: 0, leftFen: null }) : fail(held.code, held.params);
}

/** What was held of an order, and what is to be expected of it, in words. */
export async function saysOfOrder(
  tx: Tx,
  order: Order,
  of: { quotaFen: Fen; leftFen: Fen | null; county: DivisionCode },
): Promise<Result<string>> {
  const { personId, plannedOn: on } = order;
  const foreseen = await withVoucher(tx, { ...of, personId, on, totalFen: estimateOf(order) });
  return foreseen.ok ? ok(saysOf(foreseen.value, on)) : foreseen;
}

/** 核实: what was held becomes what it truly came to; half of the rest is taken off the voucher. */
export async function payParts(tx: Tx, order: Order, billFen: Fen): Promise<Result<Parts>> {
  const held = await holdParts(tx, order);
  if (!held.ok) return held;
  const spent = order.fund === 'public' ? await spendQuota(tx, { orderId: order.id, trueFen: billFen }) : null;
  const quotaFen = spent?.ok ? spent.value.usedFen : 0;
  const voucher = await takeForOrder(tx, order.id, {
    personId: order.personId,
    name: order.personName,
    division: order.division,
    what: order.itemName,
    serviceOn: plainDateOf(order.inAt!),
    payableFen: billFen - quotaFen,
  });
  if (!voucher.ok) return voucher;
  return ok({ quotaFen, voucherFen: voucher.value, ownFen: billFen - quotaFen - voucher.value });
}

/** 没有做成、不予结算: nobody pays anything. What has stood on a verified order is nothing from now on. */
export async function giveBack(tx: Tx, order: Pick<Order, 'id' | 'no' | 'verifiedAt'>): Promise<Partial<Parts>> {
  await releaseQuota(tx, order.id);
  await returnOfOrder(tx, order.id, `工单${order.no}不予结算`);
  return order.verifiedAt === null ? {} : { quotaFen: 0, voucherFen: 0, ownFen: 0 };
}
