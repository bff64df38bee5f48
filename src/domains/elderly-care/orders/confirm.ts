/** After the visit: confirmed by the old person, by a call or by the village, never by the provider; rated; disputed and decided (4.6). */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { plainDateOf, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { tellSeen } from '../register/seen.ts';
import { closeNeedOf } from '../visits/need-ends.ts';
import { billOf } from './bill.ts';
import { limits } from './limits.ts';
import { payParts } from './parts.ts';
import { plusMinutes } from './rules.ts';
import type { CallBack, Decision, Evaluation, VillageAsked } from './schema.ts';
import { countyOf, move, type Order, orderFor, orderPlace } from './store.ts';
import type { VerifyWay } from './terms.ts';

type Given<S extends z.ZodType> = z.output<S>;
const DAY_MINUTES = 24 * 60;
/** A mark of a telephone is kept as a digest only, to tell whether one confirms for many. */
export const DEVICE_MARK = 'home_care_order.device';

/** From here on the amount is due. `accepted`: the reason for a visit that was too short. */
export async function confirm(
  tx: Tx,
  order: Order,
  of: { way: VerifyWay; name: string; accepted?: boolean; note?: string; device?: string },
): Promise<Result<null>> {
  const set = await limits(tx, order.division, 'HSO-EVALUATE');
  if (!set.ok) return set;
  const bill = billOf({ ...order, actualMinutes: order.actualMinutes!, reasonAccepted: of.accepted === true });
  const parts = await payParts(tx, order, bill.fen);
  if (!parts.ok) return parts;
  await move(tx, order, {
    step: 'verified',
    to: 'verified',
    next: plusMinutes(tx.now, set.value['HSO-EVALUATE'] * DAY_MINUTES),
    set: {
      verifiedAt: tx.now,
      verifiedWay: of.way,
      verifiedName: of.name,
      verifiedDevice: of.device ? tx.keys.digest(DEVICE_MARK, of.device) : null,
      billedMinutes: bill.minutes,
      amountFen: bill.fen,
      ...parts.value,
    },
    note: of.note,
  });
  await closeNeedOf(tx, order);
  await emit(tx, {
    type: 'order.verified',
    subject: { kind: 'home-care-order', id: order.id },
    division: order.division,
    payload: {
      orderId: order.id,
      personId: order.personId,
      providerId: order.providerId,
      amountFen: bill.fen,
      fund: order.fund,
    },
  });
  return ok(null);
}

/** 电话回访: the code is on the old person's phone and service sheet; whoever reads it out has the service behind him. */
export async function confirmByCall(tx: Tx, id: string, given: Given<typeof CallBack>): Promise<Result<null>> {
  const found = await orderFor(tx, id, 'verify');
  if (!found.ok) return found;
  if (tx.keys.open(found.value.code, orderPlace('code', id)) !== given.code)
    return fail('ORDER_CODE', {}, [{ path: 'code', message: '确认码不对' }]);
  await tellServed(tx, found.value);
  return confirm(tx, found.value, { way: 'call', name: tx.actor.name, accepted: given.shortAccepted === 'yes' });
}
/** 老人报出确认码、村里问过老人的，服务那天有人见过他；手机上点的、到期自动确认的不算. */
const tellServed = (tx: Tx, { personId, division, outAt }: Order): Promise<unknown> =>
  tellSeen(tx, { personId, division, on: plainDateOf(outAt!), way: 'visit' });

export async function confirmByVillage(tx: Tx, id: string, given: Given<typeof VillageAsked>): Promise<Result<null>> {
  const found = await orderFor(tx, id, 'verify');
  if (!found.ok) return found;
  await tellServed(tx, found.value);
  return confirm(tx, found.value, {
    way: 'village',
    name: tx.actor.name,
    accepted: given.shortAccepted === 'yes',
    note: `问了${given.who}`,
  });
}

export async function evaluateOrder(tx: Tx, id: string, given: Given<typeof Evaluation>): Promise<Result<null>> {
  const found = await orderFor(tx, id, 'evaluate');
  if (!found.ok) return found;
  const order = found.value;
  const set = await limits(tx, order.division, 'HSO-EVALUATE');
  if (!set.ok) return set;
  const days = set.value['HSO-EVALUATE'];
  if (tx.now > plusMinutes(order.verifiedAt!, days * DAY_MINUTES)) return fail('ORDER_LATE_WORD', { days, what: '评价' });
  const stars = Number(given.stars);
  await move(tx, order, {
    step: 'evaluated',
    to: 'evaluated',
    next: null,
    set: {
      stars,
      evaluatedAt: tx.now,
      said: given.said ? tx.keys.seal(given.said, orderPlace('said', id)) : null,
    },
    note: `${stars}星`,
  });
  await tx.run(
    sql`update care_employment set rating_sum = rating_sum + ${stars}, rating_count = rating_count + 1 where id = ${order.workerId}`,
  );
  return ok(null);
}

/** 异议: freezes the payment of this line, and of no other. */
export async function disputeOrder(tx: Tx, id: string, { dispute }: { dispute: string }): Promise<Result<null>> {
  const found = await orderFor(tx, id, 'dispute');
  if (!found.ok) return found;
  const order = found.value;
  const set = await limits(tx, order.division, 'HSO-DISPUTE');
  if (!set.ok) return set;
  const days = set.value['HSO-DISPUTE'];
  if (tx.today > plusDays(plainDateOf(order.outAt!), days)) return fail('ORDER_LATE_WORD', { days, what: '提异议' });
  if (order.settlementId !== null) return fail('ORDER_STATE', { state: '正在结算' });
  await move(tx, order, {
    step: 'disputed',
    to: 'disputed',
    next: null,
    set: { disputedAt: tx.now, dispute: tx.keys.seal(dispute, orderPlace('dispute', id)) },
  });
  await emit(tx, {
    type: 'order.disputed',
    subject: { kind: 'home-care-order', id },
    division: order.division,
    payload: { orderId: id, personId: order.personId, providerId: order.providerId, amountFen: order.amountFen },
  });
  await notify(tx, {
    to: { performer: 'county-clerk', division: countyOf(order.division) },
    template: 'home-care.disputed',
    params: { no: order.no, name: order.personName },
  });
  return ok(null);
}

/** By the county: paid after all, or not. */
export async function decideDispute(tx: Tx, id: string, given: Given<typeof Decision>): Promise<Result<null>> {
  const found = await orderFor(tx, id, 'decide');
  if (!found.ok) return found;
  const order = found.value;
  if (given.decision === 'refuse')
    await move(tx, order, {
      step: 'decided',
      to: 'not-paid',
      next: null,
      set: { endedAt: tx.now },
      note: `不予结算：${given.grounds}`,
    });
  else if (order.verifiedAt === null) {
    const confirmed = await confirm(tx, order, { way: 'call', name: tx.actor.name, note: `异议处理：${given.grounds}` });
    if (!confirmed.ok) return confirmed;
  } else
    await move(tx, order, {
      step: 'decided',
      to: order.stars === null ? 'verified' : 'evaluated',
      note: `照付：${given.grounds}`,
    });
  await notify(tx, {
    to: { personId: order.personId },
    template: 'home-care.decided',
    params: { item: order.itemName, result: given.decision === 'refuse' ? '不予结算，不用付钱' : '服务属实，照付' },
  });
  return ok(null);
}
