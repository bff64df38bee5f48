/** What the desk and the worker see, with what may be done about each order. */
import { sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longDate, plainDateOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { countWaiting, defineWaiting, type Offer, type Offered, offersTo } from '../../../kernel/offer/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type FormField, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { heldOf } from '../quota/account.ts';
import { needsToOrder } from '../visits/need-list.ts';
import { type Need, needs } from '../visits/terms.ts';
import { approvers, dispatchers, keepers, orderers } from '../workers/hands.ts';
import { workerTables } from '../workers/store.ts';
import type { BoardRow, DayBoard, NeedRow, OrderFile } from './content.ts';
import { limits } from './limits.ts';
import { partsOf } from './parts.ts';
import { type Act, may, plusMinutes } from './rules.ts';
import { Acceptance, Assignment, CallBack, Decision, Dispute, NewOrder, Reason, VillageAsked } from './schema.ts';
import { countyOf, findOrder, homeOf, itemsOn, type Order, orderColumns, orderPlace, orderTables, stepPlace } from './store.ts';
import { channels, funds, orderStates, type StepName, sides, steps, units, verifyWays } from './terms.ts';

const SHOWN = 500;
const LEFT = 100;
/** Waits for a hand: the index `home_care_order_waits` says the same. */
const waits = sql`(o.state in ('submitted', 'disputed') or (o.state = 'to-verify' and o.next_at is null) or (o.state = 'accepted' and o.needs_dispatcher))`;
const SENT_LATE_MS = 5 * 60_000;
const fresh = () => ({ requestId: newId() });
const to = (id: string, step: string): string => `/api/home-care/orders/${id}/${step}`;

/** The same form with the choices of a field that are known only now. */
export const withChoices = (fields: readonly FormField[], name: string, choices: readonly { value: string; label: string }[]) =>
  fields.map((field) => (field.name === name ? { ...field, type: 'choice' as const, choices } : field));

export const itemChoices = async (tx: Tx, county: string) =>
  (await itemsOn(tx, county, tx.today)).map((item) => ({
    value: item.id,
    label: `${item.name}，${yuan(item.priceFen)}／${units[item.unit]}${item.publicFen === null ? '' : `（政府购买${yuan(item.publicFen)}）`}`,
  }));

interface Patience {
  readonly late: number;
  readonly accept: number;
  readonly acceptUrgent: number;
}
async function patience(tx: Tx, division: DivisionCode): Promise<Result<Patience, 'PARAM_MISSING'>> {
  const set = await limits(tx, division, 'HSO-LATE', 'HSO-ACCEPT', 'HSO-ACCEPT-URGENT');
  return set.ok
    ? ok({ late: set.value['HSO-LATE'], accept: set.value['HSO-ACCEPT'], acceptUrgent: set.value['HSO-ACCEPT-URGENT'] })
    : set;
}

/** What has gone wrong, or is about to. */
export function alarmOf(order: Order, now: string, late: Patience): string | null {
  const behind = Date.parse(now) - Date.parse(plusMinutes(order.plannedStart, late.late));
  if (order.state === 'submitted' && now >= plusMinutes(order.orderedAt, order.urgent ? late.acceptUrgent : late.accept))
    return '没有按时受理';
  if (order.state === 'disputed') return '有异议';
  if (order.state === 'no-show') return sides[order.missedSide!];
  if (order.state === 'unfilled') return '没有派到人';
  if (['taken', 'en-route'].includes(order.state) && behind > 0)
    return `晚了${Math.floor((Date.parse(now) - Date.parse(order.plannedStart)) / 60_000)}分钟`;
  if (order.needsDispatcher && ['accepted', 'offered'].includes(order.state)) return '没有人接';
  if (order.state === 'to-verify' && order.nextAt === null) return '等电话回访';
  return null;
}

/** Who may be sent is asked when the form is opened. */
function officeOffers(tx: Tx, order: Order): Offer[] {
  const can = (act: Act) => may(order.state, act);
  const one = (given: Offered & { act: Act }): Offered => {
    const { act, ...offer } = given;
    return { ...offer, fixed: { ...fresh(), ...offer.fixed }, when: can(act) && offer.when !== false };
  };
  return offersTo(tx.actor, [
    one({
      act: 'accept',
      action: 'accept',
      zh: '受理',
      causes: '受理后自动派给最合适的护理员。',
      by: dispatchers,
      to: to(order.id, 'acceptance'),
      fields: formOf(Acceptance),
    }),
    one({
      act: 'reject',
      action: 'reject',
      zh: '不受理',
      causes: '告诉老人原因。',
      by: dispatchers,
      to: to(order.id, 'rejection'),
      fields: formOf(Reason),
      danger: true,
    }),
    one({
      act: 'offer',
      action: 'redispatch',
      zh: order.workerId ? '改派' : '马上派',
      causes: order.workerId ? '现在的护理员不再去，从最合适的重新问起。' : '从最合适的护理员问起。',
      by: dispatchers,
      to: to(order.id, 'redispatch'),
    }),
    one({
      act: 'offer',
      action: 'assign',
      zh: '指定人',
      causes: '派给您选的人，不用他答复。不合适的派不出去，会说明原因。',
      by: dispatchers,
      to: to(order.id, 'assignment'),
      fieldsAt: to(order.id, 'assignment/form'),
    }),
    one({
      act: 'resume',
      action: 'resume',
      zh: '恢复派单',
      causes: '老人已经出院、还要这次服务，重新派人。',
      by: dispatchers,
      to: to(order.id, 'resumption'),
    }),
    one({
      act: 'cancel',
      action: 'cancel',
      zh: '取消',
      causes: '老人不要了。开始前两小时以内的算临时取消。',
      by: orderers,
      to: to(order.id, 'cancellation'),
      fields: formOf(Reason),
      danger: true,
    }),
    one({
      act: 'verify',
      action: 'call',
      zh: '电话回访确认',
      causes: '老人报出确认码，服务就算核实，金额从这时起应付。',
      by: ['hotline-agent', ...dispatchers],
      to: to(order.id, 'call-back'),
      fields: formOf(CallBack),
    }),
    one({
      act: 'verify',
      action: 'village',
      zh: '上门问过，确认',
      causes: '您当面问过老人，服务属实。',
      by: ['village-worker', 'township-clerk'],
      to: to(order.id, 'village-confirmation'),
      fields: formOf(VillageAsked),
    }),
    one({
      act: 'dispute',
      action: 'dispute',
      zh: '代提异议',
      causes: '这一张单先不付钱，县里10个工作日内处理。',
      by: orderers,
      to: to(order.id, 'dispute'),
      fields: formOf(Dispute),
      when: order.settlementId === null,
    }),
    one({
      act: 'decide',
      action: 'decide',
      zh: '处理异议',
      causes: '结果告诉老人。',
      by: keepers,
      to: to(order.id, 'decision'),
      fields: formOf(Decision),
      danger: true,
    }),
  ]);
}

function boardRow(tx: Tx, order: Order, late: Patience): BoardRow {
  return {
    id: order.id,
    no: order.no,
    personId: order.personId,
    personName: order.personName,
    placeZh: tx.divisions.fullName(order.division),
    itemName: order.itemName,
    start: order.plannedStart,
    minutes: order.plannedMinutes,
    state: order.state,
    stateZh: orderStates[order.state],
    workerName: order.workerName,
    providerName: order.providerName,
    alarm: alarmOf(order, tx.now, late),
    // One click from the line; the rest is on the order's own page.
    offers: officeOffers(tx, order).filter(({ action }) => ['accept', 'redispatch', 'call', 'decide'].includes(action)),
  };
}

async function needRows(tx: Tx): Promise<NeedRow[]> {
  return (await needsToOrder(tx)).map((need) => ({
    id: need.id,
    personId: need.personId,
    personName: need.personName,
    placeZh: tx.divisions.fullName(need.division),
    what: needs[need.code],
    urgent: need.urgency === 'urgent',
    dueOn: need.dueOn,
    offers: offersTo(tx.actor, [
      {
        action: 'order',
        zh: '下单',
        causes: '马上派人；工单核实了，这项需求自动办结。地址、电话用登记的，不用再填。',
        by: dispatchers,
        to: `/api/elder-visits/needs/${need.id}/order`,
        fieldsAt: `/api/elder-visits/needs/${need.id}/order/form`,
        fixed: fresh(),
      },
    ]),
  }));
}

async function needOf(tx: Tx, orderId: string): Promise<string | null> {
  const need = await tx.maybe<{ code: Need; foundAt: string; foundBy: string }>(
    sql`select code, found_at, found_by from care_need where order_id = ${orderId}`,
  );
  return need && `${needs[need.code]}，${longDate(plainDateOf(need.foundAt))}${need.foundBy}提出`;
}

/** Today's are on the board at once: what a county's officer would not look for is what other days have left. */
defineWaiting({
  key: 'home-care',
  by: dispatchers,
  rows: async (tx) => [
    {
      zh: '别的日子还等着办的居家服务工单',
      count: await countWaiting(tx, sql`select o.id from home_care_order o where ${waits} and o.planned_on <> ${tx.today}`),
      tone: 'warn',
      to: '/home-care/board',
      search: {},
    },
  ],
});

/** A day's orders, what is red first, then by the hour. */
export async function dayBoard(tx: Tx, asked: { day?: PlainDate | undefined }): Promise<Result<DayBoard, 'PARAM_MISSING'>> {
  const day = asked.day ?? tx.today;
  const late = await patience(tx, tx.actor.division ?? tx.city);
  if (!late.ok) return late;
  const orders = await tx.rows<Order>(
    sql`select ${orderColumns} from ${orderTables} where o.planned_on = ${day} order by o.planned_start, o.id limit ${SHOWN + 1}`,
  );
  const rows = orders.slice(0, SHOWN).map((order) => boardRow(tx, order, late.value));
  // What waits for a hand is found whatever its day is.
  const waiting = await tx.rows<Order>(
    sql`select ${orderColumns} from ${orderTables} where ${waits} and o.planned_on <> ${day} order by o.planned_start, o.id limit ${LEFT + 1}`,
  );
  const left = waiting.slice(0, LEFT).map((order) => boardRow(tx, order, late.value));
  rows.sort((a, b) => Number(b.alarm !== null) - Number(a.alarm !== null) || Date.parse(a.start) - Date.parse(b.start));
  const counts = await tx.one<{ all: number; unassigned: number; done: number }>(sql`select count(*)::int as all,
      (count(*) filter (where state in ('submitted', 'accepted', 'offered')))::int as unassigned,
      (count(*) filter (where state in ('to-verify', 'verified', 'evaluated', 'settled')))::int as done from home_care_order where planned_on = ${day}`);
  const open = isOneOf(tx.actor, dispatchers) ? await needRows(tx) : [];
  if (rows.length + left.length + open.length > 0)
    await recordAudit(tx, {
      action: 'home-care-order.listed',
      personIds: [...new Set([...rows, ...left, ...open].map(({ personId }) => personId))],
      detail: { day },
    });
  return ok({
    now: tx.now,
    day,
    rows,
    left,
    leftMore: waiting.length > LEFT,
    needs: open,
    counts: { ...counts, alarms: rows.filter(({ alarm }) => alarm !== null).length },
    offers: offersTo(tx.actor, [
      {
        action: 'order',
        zh: '代下单',
        causes: '老人要什么服务、什么时候、住在哪里。',
        by: orderers,
        to: '/api/home-care/orders',
        fieldsAt: '/api/home-care/orders/form',
        foreseenAt: '/api/home-care/orders/parts',
        fixed: fresh(),
      },
      {
        action: 'assign-day',
        zh: '批量派单',
        causes: '这一天还没有人的单，一次派给合适的护理员：技能、时间、路程、固定护理员、一天不超过八小时。',
        by: dispatchers,
        when: day >= tx.today && counts.unassigned > 0,
        to: '/api/home-care/board/assignment',
        fixed: { day, ...fresh() },
      },
    ]),
  });
}

export async function orderForm(tx: Tx): Promise<{ fields: FormField[]; initial: Record<string, unknown> }> {
  const county = countyOf(tx.actor.division ?? tx.city);
  return {
    fields: withChoices(formOf(NewOrder), 'itemId', await itemChoices(tx, county)),
    initial: { fund: 'public', anySex: 'no' },
  };
}

/** Whoever is in the county's register and not obviously unfit, the busy ones too: the refusal says why. */
export async function assignmentForm(tx: Tx, id: string): Promise<Result<{ fields: FormField[] }>> {
  const order = await findOrder(tx, id);
  if (!order) return fail('NOT_FOUND');
  const workers = await tx.rows<{
    id: string;
    name: string;
    providerName: string;
  }>(sql`select w.id, c.name, p.name as provider_name
    from ${workerTables} join home_care_provider p on p.id = w.provider_id
    where w.division = ${countyOf(order.division)} and w.left_on is null and c.barred_on is null and p.state = 'active' order by p.name, c.name limit 1000`);
  const choices = workers.map((w) => ({ value: w.id, label: `${w.name}（${w.providerName}）` }));
  return ok({ fields: withChoices(formOf(Assignment), 'workerId', choices) });
}

const wasLate = (at: string, receivedAt: string): boolean => Date.parse(receivedAt) - Date.parse(at) > SENT_LATE_MS;

/** One order with its course. Address and telephone are for those who give it out and ask about it. */
export async function orderFile(tx: Tx, id: string): Promise<Result<OrderFile>> {
  const order = await findOrder(tx, id);
  if (!order) return fail('NOT_FOUND');
  const late = await patience(tx, order.division);
  if (!late.ok) return late;
  const course = await tx.rows<{ at: string; step: StepName; byName: string; note: Buffer | null }>(
    sql`select at, step, by_name, note from home_care_step where order_id = ${id} order by id limit 300`,
  );
  await recordAudit(tx, {
    action: 'home-care-order.read',
    subject: { kind: 'home-care-order', id },
    personId: order.personId,
    division: order.division,
  });
  const open = isOneOf(tx.actor, [...orderers, ...approvers]);
  const home = open ? homeOf(tx, order) : null;
  return ok({
    id,
    no: order.no,
    personId: order.personId,
    personName: order.personName,
    placeZh: tx.divisions.fullName(order.division),
    address: home?.address ?? null,
    phone: home?.phone ?? null,
    note: home?.note ?? null,
    itemName: order.itemName,
    fundZh: funds[order.fund],
    priceZh: `${yuan(order.priceFen)}／${units[order.unit]}`,
    heldFen: await heldOf(tx, id),
    parts: partsOf(order),
    start: order.plannedStart,
    minutes: order.plannedMinutes,
    channelZh: channels[order.channel],
    orderedName: order.orderedName,
    needZh: await needOf(tx, id),
    state: order.state,
    stateZh: orderStates[order.state],
    alarm: alarmOf(order, tx.now, late.value),
    workerName: order.workerName,
    providerName: order.providerName,
    visit:
      order.inAt === null
        ? null
        : {
            inAt: order.inAt,
            inLate: wasLate(order.inAt, order.inReceivedAt!),
            inMetres: order.inMetres,
            inAccuracy: order.inAccuracy,
            outAt: order.outAt,
            outLate: order.outAt !== null && wasLate(order.outAt, order.outReceivedAt!),
            minutes: order.actualMinutes,
            billedMinutes: order.billedMinutes,
            amountFen: order.amountFen,
            shortReason: order.shortReason ? tx.keys.open(order.shortReason, orderPlace('short_reason', id)) : null,
            photo: order.photoId,
          },
    verifiedZh: order.verifiedWay ? `${verifyWays[order.verifiedWay]}（${order.verifiedName}）` : null,
    stars: order.stars,
    dispute: order.dispute && open ? tx.keys.open(order.dispute, orderPlace('dispute', id)) : null,
    course: course.map(({ at, step, byName, note }) => ({
      at,
      zh: steps[step],
      by: byName,
      note: note && open ? tx.keys.open(note, stepPlace(id, step)) : null,
    })),
    offers: officeOffers(tx, order),
  });
}
