/** 需求变工单 (4.15): a need that is a home service is ordered in one press, with what is known of the home; the need and the order know each other. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plainDateOf, plusDays, timeOfDay } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { personPlace } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type FormField, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { homePoints } from '../../../kernel/visit/server.ts';
import { limits } from '../orders/limits.ts';
import { channelOf } from '../orders/on-behalf.ts';
import { placeOrder } from '../orders/open.ts';
import { plusMinutes } from '../orders/rules.ts';
import { fund, optional, phone, times, when } from '../orders/schema.ts';
import { countyOf, type Home, homeOf, itemsOn, type Order } from '../orders/store.ts';
import { withChoices } from '../orders/views.ts';
import { inState } from './needs.ts';
import { serviceOf } from './terms.ts';

export const NeedOrder = z.strictObject({
  ...when,
  fund,
  address: optional('上门地址', 120, { help: '不填的，用上一次上门的、登记的地址' }),
  phone: phone.optional().meta({ label: '联系电话', protect: true, help: '不填的，用登记的电话' }),
  note: optional('要交代护理员的', 200),
});

const MORNING = '09:00';
/** The next half hour that may still be ordered where it is urgent, else tomorrow morning. Pure. */
export function soonest(now: string, of: { urgent: boolean; leadHours: number }): { on: PlainDate; time: string } {
  const tomorrow = { on: plusDays(plainDateOf(now), 1), time: MORNING };
  if (!of.urgent) return tomorrow;
  const HALF = 30 * 60_000;
  const at = new Date(Math.ceil(Date.parse(plusMinutes(now, of.leadHours * 60)) / HALF) * HALF + HALF).toISOString();
  const time = timeOfDay(at);
  return plainDateOf(at) === plainDateOf(now) && time in times ? { on: plainDateOf(at), time } : tomorrow;
}

async function serviceFor(tx: Tx, id: string) {
  const found = await inState(tx, id, ['found', 'given']);
  if (!found.ok) return found;
  const service = serviceOf[found.value.code];
  return service && found.value.orderId === null ? ok({ ...found.value, service }) : fail('NEED_NO_SERVICE');
}

/** What the county has of that kind, and when at the earliest. */
export async function needOrderForm(
  tx: Tx,
  id: string,
): Promise<Result<{ fields: FormField[]; initial: Record<string, unknown> }>> {
  const found = await serviceFor(tx, id);
  if (!found.ok) return found;
  const { division, service, urgency } = found.value;
  const set = await limits(tx, division, 'HSO-LEAD');
  if (!set.ok) return set;
  const items = (await itemsOn(tx, countyOf(division), tx.today)).filter((item) => item.class === service);
  const [first] = items;
  if (!first) return fail('NEED_NO_SERVICE');
  const choices = items.map((item) => ({ value: item.id, label: item.name }));
  const at = soonest(tx.now, { urgent: urgency === 'urgent', leadHours: set.value['HSO-LEAD'] });
  return ok({
    fields: withChoices(formOf(NeedOrder), 'itemId', choices),
    initial: { itemId: first.id, ...at, fund: 'public' },
  });
}

/** Where the last order went, else what the registry knows; the place of the home as visits know it. Nothing of it is shown. */
async function knownHome(
  tx: Tx,
  personId: string,
): Promise<{ address: string | null; phone: string | null; position: string | null }> {
  const last = await tx.maybe<Pick<Order, 'id' | 'place'>>(
    sql`select id, place from home_care_order where person_id = ${personId} order by ordered_at desc limit 1`,
  );
  const home: Home | null = last && homeOf(tx, last);
  const person = await tx.one<{ address: Buffer | null; phone: Buffer | null }>(
    sql`select address, phone from person where id = ${personId}`,
  );
  const stored = (field: 'address' | 'phone') =>
    person[field] && tx.keys.open(person[field], personPlace(field, personId as never));
  const [point] = (await homePoints(tx, [personId as never])).values();
  return {
    address: home?.address ?? stored('address'),
    phone: home?.phone ?? stored('phone'),
    position: home?.position ?? (point ? `${point.latitude.toFixed(5)},${point.longitude.toFixed(5)},30` : null),
  };
}

export async function orderNeed(
  tx: Tx,
  id: string,
  given: z.output<typeof NeedOrder>,
): Promise<Result<{ id: string; no: string }>> {
  const found = await serviceFor(tx, id);
  if (!found.ok) return found;
  const { personId, division } = found.value;
  const known = await knownHome(tx, personId);
  const [address, telephone] = [given.address || known.address, given.phone || known.phone];
  const missing = [
    ...(address ? [] : [{ path: 'address', message: '没有登记过地址，请填写' }]),
    ...(telephone ? [] : [{ path: 'phone', message: '没有登记过电话，请填写' }]),
  ];
  if (!address || !telephone) return fail('INVALID_INPUT', { count: missing.length }, missing);
  const placed = await placeOrder(tx, {
    personId,
    division,
    itemId: given.itemId,
    on: given.on,
    time: given.time,
    minutes: given.minutes,
    fund: given.fund,
    home: {
      address,
      phone: telephone,
      note: given.note,
      position: !known.address || address === known.address ? known.position : null,
    },
    anySex: false,
    channel: channelOf(tx),
    orderedPersonId: null,
    orderedName: tx.actor.name,
  });
  if (!placed.ok) return placed;
  await tx.run(
    sql`update care_need set state = 'given', owner = ${`居家服务工单${placed.value.no}`}, due_on = greatest(due_on, ${given.on}::date), order_id = ${placed.value.id},
      met_on = case when unmet_on is null then null else ${tx.today}::date end where id = ${id}`,
  );
  await recordAudit(tx, { action: 'care-need.ordered', subject: { kind: 'care-need', id }, personId, division });
  return placed;
}
