/** Meals as the till sees its day, and as the county sees a canteen's month. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { ageOn, firstDayOf, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { withParameters } from '../../../kernel/policy/index.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type Fen, formOf, type PlainDate, type YearMonth } from '../../../kernel/schema/index.ts';
import { canteensOf, ownOutlet } from '../outlets/store.ts';
import { awardOf, doubtsOf, periodAt, type ServedMeal } from './rules.ts';
import { VoidMeal } from './serve.ts';
import {
  type CanteenMonth,
  type CanteenMonths,
  type GuestRow,
  type MealTill,
  type Mode,
  modes,
  type Period,
  periods,
  type Way,
  ways,
} from './terms.ts';

const tills = ['care-outlet'] as const;

export async function mealTill(tx: Tx): Promise<Result<MealTill>> {
  const outlet = await ownOutlet(tx, ['canteen']);
  if (!outlet.ok) return outlet;
  const rows = await tx.rows<{
    id: string;
    personId: string;
    name: string;
    period: Period;
    mode: Mode;
    way: Way;
    priceFen: Fen;
    subsidyFen: Fen;
    whyNone: string | null;
    servedAt: string;
    voidReason: string | null;
  }>(sql`select m.id, m.person_id, p.name, m.period, m.mode, m.way, m.price_fen, m.subsidy_fen, m.why_none, m.served_at, m.void_reason
    from care_meal m join person p on p.id = m.person_id where m.outlet_id = ${outlet.value.id} and m.on_date = ${tx.today} order by m.served_at desc limit 1000`);
  if (rows.length > 0)
    await recordAudit(tx, { action: 'care-meal.listed', personIds: [...new Set(rows.map((row) => row.personId))] });
  const kept = rows.filter((row) => row.voidReason === null);
  const sum = (of: typeof kept) => of.reduce((s, row) => s + row.subsidyFen, 0);
  const hour = Number(new Date(Date.parse(tx.now) + 8 * 3_600_000).toISOString().slice(11, 13));
  return ok({
    outlet: { name: outlet.value.name, seats: outlet.value.seats! },
    period: periodAt(hour),
    totals: (Object.keys(periods) as Period[]).map((period) => {
      const of = kept.filter((row) => row.period === period);
      return { zh: periods[period], count: of.length, subsidyFen: sum(of) };
    }),
    subsidyFen: sum(kept),
    rows: rows.map((row) => ({
      id: row.id,
      name: row.name,
      periodZh: periods[row.period],
      modeZh: modes[row.mode],
      wayZh: ways[row.way],
      priceFen: row.priceFen,
      subsidyFen: row.subsidyFen,
      whyNone: row.whyNone,
      servedAt: row.servedAt,
      voidReason: row.voidReason,
      offers: offersTo(tx.actor, [
        {
          action: 'void',
          zh: '取消',
          causes: '这一餐不算，补贴收回；老人这一餐次还可以再登记。',
          danger: true,
          fields: formOf(VoidMeal),
          by: tills,
          when: row.voidReason === null,
          to: `/api/care-till/meals/${row.id}/void`,
          fixed: { requestId: newId() },
        },
      ]),
    })),
  });
}

/** 名册: who has a card and lives in the township of the canteen, by name; on record as seen. */
export async function guests(tx: Tx, q: string): Promise<Result<{ rows: GuestRow[] }>> {
  const outlet = await ownOutlet(tx, ['canteen']);
  if (!outlet.ok) return outlet;
  const { lo, hi } = scopeRange(outlet.value.division.slice(0, 9).padEnd(12, '0') as DivisionCode);
  const rows = await tx.rows<{ personId: string; name: string; birthDate: PlainDate; division: DivisionCode }>(sql`
    select p.id as person_id, p.name, p.birth_date, p.division from care_card c join person p on p.id = c.person_id
    where p.division >= ${lo} and p.division < ${hi} and p.life_state <> 'dead' and (p.name = ${q} or p.name_initials = ${q.toLowerCase()} or p.name_pinyin = ${q.toLowerCase()})
    order by p.name, p.id limit 20`);
  if (rows.length > 0) await recordAudit(tx, { action: 'care-meal.listed', personIds: rows.map((row) => row.personId) });
  return ok({
    rows: rows.map(({ birthDate, division, ...row }) => ({
      ...row,
      age: ageOn(birthDate, tx.today),
      villageName: tx.divisions.get(division)?.name ?? '',
    })),
  });
}

type Meal = ServedMeal & { outletId: string; subsidyFen: Fen };

/** So many canteens are read together: their meals of a month fit into memory however many the city has. */
const AT_ONCE = 20;
const mealsOf = (tx: Tx, outletIds: readonly string[], month: YearMonth): Promise<Meal[]> =>
  tx.rows<Meal>(sql`select outlet_id, on_date, period, mode, subsidy_fen, served_at, person_id, encode(device, 'hex') as device from care_meal
    where outlet_id = any(${[...outletIds]}::uuid[]) and on_date >= ${firstDayOf(month)} and on_date < ${firstDayOf(plusMonths(month, 1))} and voided_at is null
    order by served_at`);

/** 月度结算: what each canteen of the county comes to, with what to look at first. */
export async function canteenMonths(tx: Tx, given: YearMonth | undefined): Promise<Result<CanteenMonths>> {
  const month = given ?? monthOf(tx.today);
  const canteens = await canteensOf(tx);
  const ids = canteens.map((c) => c.id);
  const before = await tx.rows<{ outletId: string; count: number }>(sql`select outlet_id, count(*)::int as count from care_meal
    where outlet_id = any(${ids}::uuid[]) and on_date >= ${`${month.slice(0, 4)}-01-01`} and on_date < ${firstDayOf(month)} and voided_at is null and subsidy_fen > 0
    group by outlet_id`);
  const parameters = await parametersOf(tx);
  const rows: CanteenMonth[] = [];
  let byOutlet: ReadonlyMap<string, Meal[]> = new Map();
  for (const [i, { id, name, division, seats }] of canteens.entries()) {
    // 一个市一个月上百万餐：分批读，一餐也不少算
    if (i % AT_ONCE === 0) byOutlet = Map.groupBy(await mealsOf(tx, ids.slice(i, i + AT_ONCE), month), (meal) => meal.outletId);
    const own = byOutlet.get(id) ?? [];
    const subsidised = own.filter((meal) => meal.subsidyFen > 0).length;
    const earlier = before.find((b) => b.outletId === id)?.count ?? 0;
    const computed = withParameters({ parameters, division, date: firstDayOf(month) }, (read) => {
      const [eachFen, capFen] = [read.fen('MEAL-AWARD'), read.fen('MEAL-AWARD-CAP')];
      return {
        awardFen: awardOf({ subsidised, eachFen, capFen, paidFen: Math.min(earlier * eachFen, capFen) }),
        doubts: doubtsOf(own, {
          seats: seats!,
          sameMinute: read.whole('MEAL-DOUBT-MINUTE'),
          weekendPercent: read.whole('MEAL-DOUBT-WEEKEND'),
          devicePersons: read.whole('MEAL-DOUBT-DEVICE'),
        }),
      };
    });
    if (!computed.ok) return computed;
    rows.push({
      outletId: id,
      name,
      villageName: tx.divisions.fullName(division),
      meals: own.length,
      subsidised,
      subsidyFen: own.reduce((s, meal) => s + meal.subsidyFen, 0),
      ...computed.value,
    });
  }
  return ok({ month, rows, totalFen: rows.reduce((s, row) => s + row.subsidyFen + row.awardFen, 0), asOf: tx.today });
}
