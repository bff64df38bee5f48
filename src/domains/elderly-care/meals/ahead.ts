/**
 * 菜单和订餐 (4.7): next week's menu by Friday, a meal ordered until the hour of its day, by telephone, on the portal, by the village; what was ordered and not
 * fetched is told to the village, as somebody may lie at home.
 */
import { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { type Actor, isOneOf, systemActor } from '../../../kernel/access/index.ts';
import { holdersInUnit } from '../../../kernel/access/server.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays, shortDate } from '../../../kernel/calendar/index.ts';
import { type Context, newId, type Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { withParameters } from '../../../kernel/policy/index.ts';
import { parametersOf, wholeParameter } from '../../../kernel/policy/server.ts';
import { findByIdNumber, relatedTo } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import {
  choice,
  type DivisionCode,
  FenAmount,
  Mobile,
  type PlainDate,
  PlainDateText,
  ResidentId,
  Uuid,
} from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { OLD_AGE } from '../benefit/clauses.ts';
import { circumstancesOf } from '../circumstances.ts';
import { ownOutlet } from '../outlets/store.ts';
import { type Closing, isOpen, menuLate, nextMonday } from './ahead-rules.ts';
import { mealAddressPlace } from './ahead-sealed.ts';
import { IN_HOSPITAL, type MealChannel, type MealOrderState, mealOrderStates } from './ahead-terms.ts';
import { categoryOn } from './rules.ts';
import './errors.ts';
import { serveMeal } from './serve.ts';
import { type Mode, modes, type Period, periods, type Served } from './terms.ts';

defineTemplates({
  'meal.menu-late': { title: '下周菜单还没有公布', text: '{names}还没有公布{week}起一周的菜单，请马上公布，老人才好订。' },
  'meal.paused': {
    title: '订的餐先停一停',
    text: '{name}在住院，订好的{count}餐（{days}）先不做。出院以后接着吃，不要的请取消。',
  },
  'meal.resumed': { title: '订的餐恢复', text: '{name}已出院，还没有到时间的{count}餐（{days}）照常做。' },
  'meal.missed': { title: '订了餐没有取', text: '{place}昨天有{count}位老人订了餐没有取，请打电话或者上门问一问。' },
});

const text = (label: string, max: number, min = 2) =>
  z.string().trim().min(min, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });

export const NewMenu = z.strictObject({
  on: PlainDateText.meta({ label: '哪一天', widget: 'date' }),
  period: choice(periods).meta({ label: '哪一餐', choices: periods }),
  dishes: text('菜', 200).meta({ widget: 'textarea', help: '例如“冬瓜排骨汤、清炒豆角、软米饭”，糖尿病餐、软食写明' }),
  price: FenAmount.min(1, '请填写餐价').max(200_00, '餐价过高，请核对').meta({ label: '餐价' }),
});
const meal = {
  on: PlainDateText.meta({ label: '哪一天', widget: 'date' }),
  period: choice(periods).meta({ label: '哪一餐', choices: periods }),
  mode: choice(modes).meta({ label: '怎么吃', choices: modes }),
  address: text('送到哪里', 120, 4)
    .optional()
    .meta({ label: '送到哪里', protect: true, showIf: { field: 'mode', in: ['delivery'] }, requiredIfShown: true }),
  phone: Mobile.optional().meta({
    label: '联系电话',
    protect: true,
    showIf: { field: 'mode', in: ['delivery'] },
    requiredIfShown: true,
  }),
  note: z
    .string()
    .trim()
    .max(100, '不超过100个字')
    .default('')
    .meta({ label: '要交代的', protect: true, help: '例如“软一点”“放门口凳子上”' }),
};
const outlet = { outletId: Uuid.meta({ label: '哪家食堂' }) };
/** On the phone, for oneself or a relative whom the register knows. */
export const OnlineMeal = z.strictObject({
  ...outlet,
  ...meal,
  idNumber: ResidentId.optional().meta({ label: '老人身份证号码', protect: true, help: '给自己订的不填' }),
});
export const MealFor = z.strictObject({
  idNumber: ResidentId.meta({ label: '老人身份证号码', protect: true, widget: 'id-card' }),
  name: text('老人姓名', 50, 1),
  ...outlet,
  ...meal,
});
export const MealEnd = z.strictObject({ reason: text('原因', 100) });

/** The platform's own act under the name of whoever asks: the canteen may stand outside his village. */
export const mealActor = (context: Context, actor: Actor): Actor => ({
  ...systemActor(`meal-order:${actor.id}`, context.city),
  name: actor.name,
});

export async function closingOf(tx: Tx, division: DivisionCode): Promise<Result<Closing, 'PARAM_MISSING'>> {
  const lunch = await wholeParameter(tx, 'MEAL-ORDER-LUNCH', division, tx.today);
  if (!lunch.ok) return lunch;
  const dinner = await wholeParameter(tx, 'MEAL-ORDER-DINNER', division, tx.today);
  return dinner.ok ? ok({ lunch: lunch.value, dinner: dinner.value }) : dinner;
}

/** 公布菜单: until somebody has ordered it may be changed; the price then stays. */
export async function publishMenu(
  tx: Tx,
  { on, period, dishes, price }: z.infer<typeof NewMenu>,
): Promise<Result<{ on: PlainDate }>> {
  const own = await ownOutlet(tx, ['canteen']);
  if (!own.ok) return own;
  const { id, division } = own.value;
  if (on < tx.today) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'on', message: '不能早于今天' }]);
  const known = await tx.maybe<{
    priceFen: number;
    ordered: number;
  }>(sql`select price_fen::int as price_fen, (select count(*)::int from meal_order o
      where o.outlet_id = m.outlet_id and o.on_date = m.on_date and o.period = m.period and o.state in ('ordered', 'paused')) as ordered
    from canteen_menu m where outlet_id = ${id} and on_date = ${on} and period = ${period}`);
  if (known && known.ordered > 0 && known.priceFen !== price) return fail('MEAL_MENU_ORDERED', { n: known.ordered });
  await tx.run(sql`insert into canteen_menu (outlet_id, on_date, period, division, dishes, price_fen, published_at, published_by)
    values (${id}, ${on}, ${period}, ${division}, ${dishes}, ${price}, ${tx.now}, ${tx.actor.id})
    on conflict (outlet_id, on_date, period) do update set dishes = excluded.dishes, price_fen = excluded.price_fen, published_at = excluded.published_at, published_by = excluded.published_by`);
  await recordAudit(tx, {
    action: 'meal-menu.published',
    subject: { kind: 'care-outlet', id },
    division,
    detail: { on, period },
  });
  return ok({ on });
}

type Wish = Omit<z.infer<typeof OnlineMeal>, 'idNumber'>;
/** Written down with the price of the menu; once for a person and a meal, wherever. */
async function order(
  tx: Tx,
  person: { id: string; division: DivisionCode },
  of: { wish: Wish; channel: MealChannel; byPersonId: string | null },
): Promise<Result<{ id: string }>> {
  const { wish } = of;
  const { outletId, on, period, mode } = wish;
  if (mode === 'delivery' && (!wish.address || !wish.phone))
    return fail('INVALID_INPUT', { count: 1 }, [{ path: wish.address ? 'phone' : 'address', message: '送餐的要填地址和电话' }]);
  const facts = await circumstancesOf(tx, person.id);
  if (!facts) return fail('NOT_FOUND');
  const old = withParameters({ parameters: await parametersOf(tx), division: person.division, date: on }, (read) => ({
    age: read.whole(OLD_AGE),
    category: categoryOn(facts, on, read),
  }));
  if (!old.ok) return old;
  if (!old.value.category) return fail('MEAL_TOO_YOUNG', { name: '这位居民', age: old.value.age });
  const menu = await tx.maybe<{
    priceFen: number;
    open: boolean;
  }>(sql`select m.price_fen::int as price_fen, o.closed_on is null and o.halted_on is null and s.state in ('trial', 'operating') as open
    from canteen_menu m join care_outlet o on o.id = m.outlet_id join care_site s on s.id = o.site_id where m.outlet_id = ${outletId} and m.on_date = ${on} and m.period = ${period}`);
  if (!menu?.open) return fail('MEAL_NO_MENU', { on: shortDate(on), period: periods[period] });
  const closing = await closingOf(tx, person.division);
  if (!closing.ok) return closing;
  if (!isOpen(tx.now, on, period, closing.value))
    return fail('MEAL_ORDER_CLOSED', { period: periods[period], hour: closing.value[period] });
  const id = newId();
  const place = mode === 'delivery' ? JSON.stringify({ address: wish.address!, phone: wish.phone!, note: wish.note }) : null;
  const added =
    await tx.run(sql`insert into meal_order (id, outlet_id, division, person_id, on_date, period, mode, price_fen, place, channel, ordered_at, ordered_by, ordered_name, ordered_person_id)
    values (${id}, ${outletId}, ${person.division}, ${person.id}, ${on}, ${period}, ${mode}, ${menu.priceFen}, ${place && tx.keys.seal(place, mealAddressPlace(id))}, ${of.channel},
      ${tx.now}, ${tx.actor.id}, ${tx.actor.name}, ${of.byPersonId}) on conflict do nothing`);
  if (added === 0) return fail('MEAL_ORDERED', { on: shortDate(on), period: periods[period] });
  await recordAudit(tx, {
    action: 'meal-order.placed',
    subject: { kind: 'meal-order', id },
    personId: person.id,
    division: person.division,
    detail: { on, period },
  });
  return ok({ id });
}
const personOf = (tx: Tx, id: string): Promise<{ id: string; division: DivisionCode } | null> =>
  tx.maybe(sql`select id, division from person where id = ${id} and life_state <> 'dead' and merged_into is null`);

export const orderOnline = (
  context: Context,
  actor: Actor,
  { requestId, ...given }: z.infer<typeof OnlineMeal> & { requestId: string },
) =>
  context.once(
    mealActor(context, actor),
    { action: 'meal-order.own', requestId, body: given },
    async (tx): Promise<Result<{ id: string }>> => {
      const { idNumber, ...wish } = given;
      let elder: string = actor.personId!;
      if (idNumber) {
        const found = await findByIdNumber(tx, idNumber);
        const family = found && (await relatedTo(tx, actor.personId! as never, [found.id])).length > 0;
        if (!family) return fail('ORDER_NOT_FAMILY');
        elder = found.id;
      }
      const person = await personOf(tx, elder);
      return person ? order(tx, person, { wish, channel: 'portal', byPersonId: actor.personId }) : fail('CARE_CODE_WRONG');
    },
  );

/** By the village or the telephone operator: of their own place only. */
export const orderMealFor = (
  context: Context,
  actor: Actor,
  { requestId, ...given }: z.infer<typeof MealFor> & { requestId: string },
) =>
  context.once(
    mealActor(context, actor),
    { action: 'meal-order.for', requestId, body: given },
    async (tx): Promise<Result<{ id: string }>> => {
      const { idNumber, name, ...wish } = given;
      const found = await findByIdNumber(tx, idNumber);
      const person = found?.name === name ? await personOf(tx, found.id) : null;
      if (!person || person.division < actor.lo! || person.division >= actor.hi!) return fail('ORDER_PERSON');
      return order(tx, person, { wish, channel: isOneOf(actor, ['hotline-agent']) ? 'phone' : 'village', byPersonId: null });
    },
  );

interface Ordered {
  id: string;
  outletId: string;
  personId: string;
  division: DivisionCode;
  onDate: PlainDate;
  period: Period;
  mode: Mode;
  priceFen: number;
  state: MealOrderState;
}
async function orderedFor(tx: Tx, id: string): Promise<Result<Ordered, 'NOT_FOUND' | 'MEAL_ORDER_STATE'>> {
  const found = await tx.maybe<Ordered>(
    sql`select id, outlet_id, person_id, division, on_date, period, mode, price_fen::int as price_fen, state from meal_order where id = ${id} for update`,
  );
  if (!found) return fail('NOT_FOUND');
  return found.state === 'ordered' ? ok(found) : fail('MEAL_ORDER_STATE', { state: mealOrderStates[found.state].zh });
}
const endOrder = async (tx: Tx, of: Ordered, state: 'missed' | 'cancelled', reason: string): Promise<void> => {
  await tx.run(sql`update meal_order set state = ${state}, ended_at = ${tx.now}, end_reason = ${reason} where id = ${of.id}`);
  await recordAudit(tx, {
    action: `meal-order.${state}`,
    subject: { kind: 'meal-order', id: of.id },
    personId: of.personId,
    division: of.division,
  });
};

/** By whoever ordered, or for whom: while it can be ordered it can be called off. */
export const cancelMeal = (context: Context, actor: Actor, { id, requestId }: { id: string; requestId: string }) =>
  context.once(
    mealActor(context, actor),
    { action: 'meal-order.cancel', requestId, body: { id } },
    async (tx): Promise<Result<{ id: string }>> => {
      const mine = await tx.maybe(
        sql`select 1 as one from meal_order where id = ${id} and (person_id = ${actor.personId} or ordered_person_id = ${actor.personId})`,
      );
      if (!mine) return fail('NOT_FOUND');
      const found = await orderedFor(tx, id);
      if (!found.ok) return found;
      const closing = await closingOf(tx, found.value.division);
      if (!closing.ok) return closing;
      const { onDate, period } = found.value;
      if (!isOpen(tx.now, onDate, period, closing.value))
        return fail('MEAL_ORDER_CLOSED', { period: periods[period], hour: closing.value[period] });
      await endOrder(tx, found.value, 'cancelled', '本人或家属取消');
      return ok({ id });
    },
  );

/** At the canteen: fetched or brought, which is the meal with its subsidy. */
export async function serveOrdered(tx: Tx, id: string): Promise<Result<Served>> {
  const own = await ownOutlet(tx, ['canteen']);
  if (!own.ok) return own;
  const found = await orderedFor(tx, id);
  if (!found.ok) return found;
  const of = found.value;
  if (of.outletId !== own.value.id) return fail('NOT_FOUND');
  if (of.onDate !== tx.today) return fail('MEAL_NOT_TODAY');
  return serveMeal(tx, { personId: of.personId, period: of.period, mode: of.mode, priceFen: of.priceFen });
}
/** Nobody fetched it, nobody was there: no subsidy. */
export async function missOrdered(tx: Tx, id: string, { reason }: z.infer<typeof MealEnd>): Promise<Result<{ id: string }>> {
  const own = await ownOutlet(tx, ['canteen']);
  if (!own.ok) return own;
  const found = await orderedFor(tx, id);
  if (!found.ok) return found;
  if (found.value.outletId !== own.value.id) return fail('NOT_FOUND');
  await endOrder(tx, found.value, 'missed', reason);
  return ok({ id });
}

const orderOfDead = sql`p.id = r.person_id and p.life_state = 'dead' and r.state in ('ordered', 'paused')`;
const pausedBefore = (tx: Tx) => sql`state = 'paused' and on_date < ${tx.today}`;
const notFetched = (tx: Tx) => sql`state = 'ordered' and on_date < ${tx.today}`;
const missedYesterday = (tx: Tx) => sql`state = 'missed' and on_date = ${plusDays(tx.today, -1)}`;

/** Daily: yesterday's that nobody fetched, told to the village of each; menus of next week that are late, told once to the till and the county. */
export const mealsDaily = whenDue(
  async (tx) =>
    anyRow(
      tx,
      sql`meal_order r, person p where ${orderOfDead}`,
      sql`meal_order where ${pausedBefore(tx)}`,
      sql`meal_order where ${notFetched(tx)}`,
      sql`meal_order where ${missedYesterday(tx)}`,
      sql`care_outlet o, care_site s where ${await withoutMenu(tx)}`,
    ),
  (context) =>
    context.write(systemActor('meals', context.city), async (tx) => {
      await tx.run(
        sql`update meal_order r set state = 'cancelled', ended_at = ${tx.now}, end_reason = '老人去世' from person p where ${orderOfDead}`,
      );
      await tx.run(
        sql`update meal_order set state = 'cancelled', ended_at = ${tx.now}, end_reason = ${IN_HOSPITAL} where ${pausedBefore(tx)}`,
      );
      await tx.run(
        sql`update meal_order set state = 'missed', ended_at = ${tx.now}, end_reason = '没有来取' where ${notFetched(tx)}`,
      );
      const missed = await tx.rows<{ division: DivisionCode; count: number }>(
        sql`select division, count(distinct person_id)::int as count from meal_order where ${missedYesterday(tx)} group by division limit 2000`,
      );
      for (const { division, count } of missed)
        await notify(tx, {
          to: { performer: 'village-worker', division },
          template: 'meal.missed',
          params: { place: tx.divisions.get(division)?.name ?? '', count },
        });
      await tellLateMenus(tx);
    }),
);

/** Canteens that have no menu of next week on the day on which it is late, and were not told. */
async function withoutMenu(tx: Tx): Promise<Sql> {
  const last = await wholeParameter(tx, 'MEAL-MENU-DAY', tx.city, tx.today);
  if (!last.ok) throw new Error(`menus: ${last.params.key}`);
  if (!menuLate(tx.today, last.value)) return sql`false`;
  const week = nextMonday(tx.today);
  return sql`s.id = o.site_id and o.kind = 'canteen' and o.closed_on is null and o.halted_on is null and s.state in ('trial', 'operating') and o.menu_told is distinct from ${week}
    and not exists (select from canteen_menu m where m.outlet_id = o.id and m.on_date >= ${week} and m.on_date < ${plusDays(week, 7)})`;
}

async function tellLateMenus(tx: Tx): Promise<void> {
  const week = nextMonday(tx.today);
  const late = await tx.rows<{
    id: string;
    name: string;
    division: DivisionCode;
  }>(sql`update care_outlet o set menu_told = ${week} from care_site s where ${await withoutMenu(tx)}
    returning o.id, s.name, o.division`);
  for (const { id, name } of late)
    for (const holder of await holdersInUnit(tx, id, ['care-outlet']))
      await notify(tx, { to: { userId: holder.id }, template: 'meal.menu-late', params: { names: name, week: shortDate(week) } });
  for (const [county, some] of Map.groupBy(late, ({ division }) => `${division.slice(0, 6)}000000` as DivisionCode))
    await notify(tx, {
      to: { performer: 'county-clerk', division: county },
      template: 'meal.menu-late',
      params: { names: some.map(({ name }) => name).join('、'), week: shortDate(week) },
    });
}
