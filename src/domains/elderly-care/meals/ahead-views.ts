/** Menus and orders as the cook, the county and the old people see them. */
import { sql } from '../../../database/sql.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { type Context, newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { withParameters } from '../../../kernel/policy/index.ts';
import { parametersOf, wholeParameter } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type Fen, type FormField, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { circumstancesOf } from '../circumstances.ts';
import { withChoices } from '../orders/views.ts';
import { ownOutlet } from '../outlets/store.ts';
import { closingOf, MealEnd, MealFor, mealActor, NewMenu, OnlineMeal } from './ahead.ts';
import type { CanteenWeek, CookDay, MealBoard, MenuRow, MyMeals, OrderedMeal } from './ahead-content.ts';
import { isOpen, menuLate, nextMonday } from './ahead-rules.ts';
import { mealAddressPlace } from './ahead-sealed.ts';
import { type MealChannel, type MealOrderState, mealAskers, mealChannels, mealOrderStates, mealTills } from './ahead-terms.ts';
import { mealListOfYear, NewMealList } from './eligibility/yearly-list.ts';
import { categoryOn, subsidyOf } from './rules.ts';
import { type Mode, modes, type Period, periods } from './terms.ts';

interface Row {
  id: string;
  personId: string;
  personName: string;
  division: DivisionCode;
  period: Period;
  mode: Mode;
  priceFen: Fen;
  place: Buffer | null;
  channel: MealChannel;
  state: MealOrderState;
  endReason: string | null;
}

function orderedMeal(tx: Tx, row: Row): OrderedMeal {
  const to = (what: string) => `/api/care-till/meal-orders/${row.id}/${what}`;
  const fixed = { requestId: newId() };
  return {
    id: row.id,
    personName: row.personName,
    periodZh: periods[row.period],
    modeZh: modes[row.mode],
    delivery: row.mode === 'delivery',
    place: row.place && JSON.parse(tx.keys.open(row.place, mealAddressPlace(row.id))),
    placeZh: tx.divisions.get(row.division)?.name ?? '',
    priceFen: row.priceFen,
    channelZh: mealChannels[row.channel],
    stateZh: mealOrderStates[row.state].zh,
    tone: mealOrderStates[row.state].tone,
    endReason: row.endReason,
    offers: offersTo(tx.actor, [
      {
        action: 'serve',
        zh: row.mode === 'delivery' ? '送到了' : '取了',
        causes: '登记这一餐，按今天的情况算补贴。',
        by: mealTills,
        when: row.state === 'ordered',
        to: to('serve'),
        fixed,
      },
      {
        action: 'miss',
        zh: '没有取',
        causes: '没有人接、没有来取，不算补贴；村（社区）第二天会去问。',
        by: mealTills,
        when: row.state === 'ordered',
        to: to('miss'),
        fields: formOf(MealEnd),
        initial: { reason: row.mode === 'delivery' ? '送到没有人接' : '没有来取' },
        fixed,
      },
    ]),
  };
}

/** 做饭单、送餐单 of a day; the names on it are on record as seen. The round goes by village and address. */
export async function cookDay(tx: Tx, given: PlainDate | undefined): Promise<Result<CookDay>> {
  const own = await ownOutlet(tx, ['canteen']);
  if (!own.ok) return own;
  const { id, name } = own.value;
  const on = given ?? tx.today;
  const last = await wholeParameter(tx, 'MEAL-MENU-DAY', own.value.division, tx.today);
  if (!last.ok) return last;
  const found =
    await tx.rows<Row>(sql`select r.id, r.person_id, p.name as person_name, r.division, r.period, r.mode, r.price_fen, r.place, r.channel, r.state, r.end_reason
    from meal_order r join person p on p.id = r.person_id where r.outlet_id = ${id} and r.on_date = ${on} and r.state <> 'cancelled'
    order by r.period desc, r.mode, r.division, p.name, r.id limit 1000`);
  if (found.length > 0)
    await recordAudit(tx, { action: 'meal-order.listed', personIds: [...new Set(found.map((row) => row.personId))] });
  const rows = found
    .map((row) => orderedMeal(tx, row))
    .toSorted(
      (a, b) =>
        Number(a.delivery) - Number(b.delivery) ||
        a.placeZh.localeCompare(b.placeZh, 'zh') ||
        (a.place?.address ?? '').localeCompare(b.place?.address ?? '', 'zh'),
    );
  const menus = await tx.rows<{
    on: PlainDate;
    period: Period;
    dishes: string;
    priceFen: Fen;
    ordered: number;
  }>(sql`select m.on_date as "on", m.period, m.dishes, m.price_fen,
      (select count(*)::int from meal_order o where o.outlet_id = m.outlet_id and o.on_date = m.on_date and o.period = m.period and o.state not in ('cancelled', 'paused')) as ordered
    from canteen_menu m where m.outlet_id = ${id} and m.on_date >= ${tx.today} order by m.on_date, m.period desc limit 60`);
  const week = nextMonday(tx.today);
  const known = menus.some((menu) => menu.on >= week);
  const publish = (zh: string, initial: Record<string, unknown>) => ({
    action: 'menu',
    zh,
    causes: '公布以后老人就能订；有人订了，餐价不能再改。',
    by: mealTills,
    to: '/api/care-till/menus',
    fields: formOf(NewMenu),
    initial,
    fixed: { requestId: newId() },
  });
  return ok({
    outletName: name,
    on,
    counts: (Object.keys(periods) as Period[]).map((period) => {
      const of = found.filter((row) => row.period === period && row.state !== 'missed' && row.state !== 'paused');
      return { zh: periods[period], portions: of.length, delivery: of.filter(({ mode }) => mode === 'delivery').length };
    }),
    rows,
    menus: menus.map(
      (menu): MenuRow => ({
        ...menu,
        periodZh: periods[menu.period],
        offers: offersTo(tx.actor, [
          publish('改菜单', { on: menu.on, period: menu.period, dishes: menu.dishes, price: menu.priceFen }),
        ]),
      }),
    ),
    lateWeek: !known && menuLate(tx.today, last.value) ? week : null,
    offers: offersTo(tx.actor, [
      publish('公布菜单', { on: menus.at(-1) ? plusDays(menus.at(-1)!.on, 1) : week, period: 'lunch' }),
    ]),
  });
}

const DAYS = 14;
const NEAR = 20;
interface Canteen {
  outletId: string;
  name: string;
  address: string;
  telephone: string;
  division: DivisionCode;
}
/** Canteens with a menu from today on: those of the own township first, then the county's. */
const canteensNear = (tx: Tx, division: DivisionCode): Promise<Canteen[]> =>
  tx.rows<Canteen>(sql`select o.id as outlet_id, s.name, s.address, s.telephone, o.division from care_outlet o join care_site s on s.id = o.site_id
    where o.kind = 'canteen' and o.closed_on is null and o.halted_on is null and s.state in ('trial', 'operating') and left(o.division, 6) = ${division.slice(0, 6)}
      and exists (select from canteen_menu m where m.outlet_id = o.id and m.on_date >= ${tx.today})
    order by (left(o.division, 9) = ${division.slice(0, 9)}) desc, (o.division = ${division}) desc, s.name limit ${NEAR}`);

/** 这两周吃什么: what each canteen near offers, what is paid with the subsidy, what one has ordered. */
export const myMeals = (context: Context, actor: Actor): Promise<Result<MyMeals, 'PARAM_MISSING'>> =>
  context.read(mealActor(context, actor), async (tx) => {
    const personId = actor.personId!;
    const { division } = await tx.one<{ division: DivisionCode }>(sql`select division from person where id = ${personId}`);
    const closing = await closingOf(tx, division);
    if (!closing.ok) return closing;
    const canteens = await canteensNear(tx, division);
    const menus = await tx.rows<{
      outletId: string;
      on: PlainDate;
      period: Period;
      dishes: string;
      priceFen: Fen;
    }>(sql`select outlet_id, on_date as "on", period, dishes, price_fen
      from canteen_menu where outlet_id = any(${canteens.map(({ outletId }) => outletId)}::uuid[]) and on_date >= ${tx.today} and on_date < ${plusDays(tx.today, DAYS)}
      order by on_date, period desc limit 1000`);
    const facts = await circumstancesOf(tx, personId);
    const parameters = await parametersOf(tx);
    const selfOf = (on: PlainDate, priceFen: Fen): Result<Fen, 'PARAM_MISSING'> => {
      if (!facts) return ok(priceFen);
      return withParameters({ parameters, division, date: on }, (read) => {
        const category = categoryOn(facts, on, read);
        if (!category) return priceFen;
        const of = { categoryFen: read.fen(`MEAL-${category}`), priceFen, minSelfFen: read.fen('MEAL-MIN-SELF') };
        return priceFen - subsidyOf(of);
      });
    };
    const orders = await tx.rows<{
      id: string;
      outletId: string;
      personName: string;
      personId: string;
      on: PlainDate;
      period: Period;
      mode: Mode;
      canteenName: string;
      priceFen: Fen;
      state: MealOrderState;
    }>(sql`select r.id, r.outlet_id, p.name as person_name, r.person_id, r.on_date as "on", r.period, r.mode, s.name as canteen_name, r.price_fen, r.state
      from meal_order r join person p on p.id = r.person_id join care_outlet o on o.id = r.outlet_id join care_site s on s.id = o.site_id
      where r.person_id = ${personId} or r.ordered_person_id = ${personId} order by r.on_date desc, r.period, r.id limit 30`);
    const weeks: CanteenWeek[] = [];
    for (const canteen of canteens) {
      const days: CanteenWeek['days'][number][] = [];
      const own = menus.filter(({ outletId }) => outletId === canteen.outletId);
      for (const [on, some] of Map.groupBy(own, (menu) => menu.on)) {
        const meals: CanteenWeek['days'][number]['meals'][number][] = [];
        for (const { period, dishes, priceFen } of some) {
          const self = selfOf(on, priceFen);
          if (!self.ok) return self;
          const closed = !isOpen(tx.now, on, period, closing.value);
          const mine = orders.some(
            (of) => of.personId === personId && of.on === on && of.period === period && of.state !== 'cancelled',
          );
          meals.push({
            period,
            periodZh: periods[period],
            dishes,
            priceFen,
            selfFen: self.value,
            closed,
            mine,
            offers: offersTo(actor, [
              {
                action: 'order',
                zh: `订${periods[period]}`,
                causes: `${periods[period]}当天${closing.value[period]}点以前可以订、可以取消。取餐、送到的时候付钱。`,
                by: ['resident'],
                when: !closed && !mine,
                to: '/api/my/meals',
                fields: formOf(OnlineMeal.omit({ outletId: true, on: true, period: true })),
                initial: { mode: 'dine-in' },
                fixed: { requestId: newId(), outletId: canteen.outletId, on, period },
              },
            ]),
          });
        }
        days.push({ on, meals });
      }
      weeks.push({ ...canteen, placeZh: tx.divisions.get(canteen.division)?.name ?? '', days });
    }
    return ok({
      canteens: weeks,
      orders: orders.map((of) => ({
        id: of.id,
        personName: of.personName,
        on: of.on,
        periodZh: periods[of.period],
        modeZh: modes[of.mode],
        canteenName: of.canteenName,
        priceFen: of.priceFen,
        stateZh: mealOrderStates[of.state].zh,
        offers: offersTo(actor, [
          {
            action: 'cancel',
            zh: '取消',
            causes: '不吃这一餐。',
            by: ['resident'],
            when: of.state === 'ordered' && isOpen(tx.now, of.on, of.period, closing.value),
            to: `/api/my/meals/${of.id}/cancellation`,
            fixed: { requestId: newId() },
          },
        ]),
      })),
    });
  });

/** The form for whoever orders for an elder: the canteens of the county that have a menu. */
export const mealForm = (context: Context, actor: Actor): Promise<{ fields: FormField[]; initial: Record<string, unknown> }> =>
  context.read(mealActor(context, actor), async (tx) => {
    const choices = (await canteensNear(tx, actor.division!)).map(({ outletId, name, telephone }) => ({
      value: outletId,
      label: `${name}，${telephone}`,
    }));
    return {
      fields: withChoices(formOf(MealFor), 'outletId', choices),
      initial: { on: plusDays(tx.today, 1), period: 'lunch', mode: 'dine-in' },
    };
  });

/** What staff see of the menus of their county: who has published, what has been ordered and missed. */
export const mealBoard = (context: Context, actor: Actor): Promise<Result<MealBoard, 'PARAM_MISSING'>> =>
  context.read(mealActor(context, actor), async (tx) => {
    const division = actor.division ?? tx.city;
    const closing = await closingOf(tx, division);
    if (!closing.ok) return closing;
    const { lunch, dinner } = closing.value;
    const city = division === tx.city;
    const listed = await mealListOfYear(tx, division);
    const week = nextMonday(tx.today);
    const rows = await tx.rows<{
      outletId: string;
      name: string;
      division: DivisionCode;
      telephone: string;
      todayPortions: number;
      tomorrowPortions: number;
      missed: number;
      nextWeek: number;
    }>(sql`select o.id as outlet_id, s.name, o.division, s.telephone,
        (select count(*)::int from meal_order r where r.outlet_id = o.id and r.on_date = ${tx.today} and r.state not in ('cancelled', 'paused')) as today_portions,
        (select count(*)::int from meal_order r where r.outlet_id = o.id and r.on_date = ${plusDays(tx.today, 1)} and r.state not in ('cancelled', 'paused')) as tomorrow_portions,
        (select count(*)::int from meal_order r where r.outlet_id = o.id and r.on_date > ${plusDays(tx.today, -30)} and r.state = 'missed') as missed,
        (select count(*)::int from canteen_menu m where m.outlet_id = o.id and m.on_date >= ${week} and m.on_date < ${plusDays(week, 7)}) as next_week
      from care_outlet o join care_site s on s.id = o.site_id where o.kind = 'canteen' and o.closed_on is null and (${city} or left(o.division, 6) = ${division.slice(0, 6)})
      order by o.division, s.name limit 500`);
    return ok({
      week,
      closing: closing.value,
      rows: rows.map(({ division: at, ...row }) => ({ ...row, placeZh: tx.divisions.fullName(at) })),
      offers: offersTo(actor, [
        {
          action: 'order',
          zh: '替老人订餐',
          causes: `午餐当天${lunch}点、晚餐${dinner}点截止。取餐、送到的时候付钱。`,
          by: mealAskers,
          to: '/api/meal-orders',
          fieldsAt: '/api/meal-orders/form',
          fixed: { requestId: newId() },
        },
        {
          action: 'post-list',
          zh: '张贴今年的助餐名单',
          causes: '按核定的和这一年吃过补贴餐的生成公示单，只有姓名；一年一次。',
          by: ['village-worker'],
          when: listed === null,
          to: '/api/meal-lists',
          fields: formOf(NewMealList),
          initial: { place: '村（居）委会公示栏' },
          fixed: { requestId: newId() },
        },
      ]),
      list: listed,
    });
  });
