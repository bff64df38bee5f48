/** 老人住院: the meals that were ordered for those days are not cooked and nobody has left them; at the discharge those that can still be cooked are. */
import { sql } from '../../../database/sql.ts';
import { holdersInUnit } from '../../../kernel/access/server.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { shortDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { hospitalStaysOf } from '../../../kernel/resident/server.ts';
import { type DivisionCode, type PlainDate, Uuid } from '../../../kernel/schema/index.ts';
import { closingOf } from './ahead.ts';
import { isOpen } from './ahead-rules.ts';
import { IN_HOSPITAL, mealTills } from './ahead-terms.ts';
import { type Period, periods } from './terms.ts';

interface Meal {
  id: string;
  outletId: string;
  personId: string;
  personName: string;
  division: DivisionCode;
  on: PlainDate;
  period: Period;
  orderedPersonId: string | null;
  orderedBy: string;
}
const mealsOf = (tx: Tx, personId: string, state: 'ordered' | 'paused', from: PlainDate): Promise<Meal[]> =>
  tx.rows<Meal>(sql`select r.id, r.outlet_id, r.person_id, p.name as person_name, r.division, r.on_date as "on", r.period, r.ordered_person_id, r.ordered_by
    from meal_order r join person p on p.id = r.person_id where r.person_id = ${personId} and r.state = ${state} and r.on_date >= ${from}
    order by r.on_date, r.period desc limit 200 for update of r`);

async function change(tx: Tx, meals: readonly Meal[], to: 'paused' | 'resumed'): Promise<void> {
  await tx.run(
    sql`update meal_order set state = ${to === 'paused' ? 'paused' : 'ordered'} where id = any(${meals.map(({ id }) => id)}::uuid[])`,
  );
  for (const { id, personId, division } of meals)
    await recordAudit(tx, { action: `meal-order.${to}`, subject: { kind: 'meal-order', id }, personId, division });
  await tell(tx, meals, `meal.${to}`);
}

/** The old person, whoever ordered, and each canteen. */
async function tell(tx: Tx, meals: readonly Meal[], template: string): Promise<void> {
  const paramsOf = (some: readonly Meal[]) => ({
    name: some[0]!.personName,
    count: some.length,
    days: some.map(({ on, period }) => `${shortDate(on)}${periods[period]}`).join('、'),
  });
  const persons = new Set(meals.flatMap((m) => [m.personId, ...(m.orderedPersonId ? [m.orderedPersonId] : [])]));
  for (const personId of persons) await notify(tx, { to: { personId }, template, params: paramsOf(meals) });
  const byStaff = meals.filter((m) => m.orderedPersonId === null && Uuid.safeParse(m.orderedBy).success);
  for (const userId of new Set(byStaff.map((m) => m.orderedBy)))
    await notify(tx, { to: { userId }, template, params: paramsOf(meals) });
  for (const [outletId, own] of Map.groupBy(meals, (m) => m.outletId))
    for (const { id } of await holdersInUnit(tx, outletId, mealTills))
      await notify(tx, { to: { userId: id }, template, params: paramsOf(own) });
}

/** 住院 from a day on, told at once or late. */
export async function mealsInHospital(tx: Tx, of: { personId: string; from: PlainDate }): Promise<void> {
  await tx.run(sql`update meal_order set state = 'cancelled', end_reason = ${IN_HOSPITAL}
    where person_id = ${of.personId} and state = 'missed' and on_date >= ${of.from}`);
  const meals = await mealsOf(tx, of.personId, 'ordered', of.from);
  if (meals.length > 0) await change(tx, meals, 'paused');
}

/** 出院: meals whose hour has not closed are cooked again, the others are over. */
export async function mealsAfterHospital(tx: Tx, personId: string): Promise<void> {
  if ((await hospitalStaysOf(tx, personId)).some(({ to }) => to === null)) return;
  const meals = await mealsOf(tx, personId, 'paused', '2000-01-01');
  if (meals.length === 0) return;
  const closing = await closingOf(tx, meals[0]!.division);
  if (!closing.ok) throw new Error(`meals after the hospital: ${closing.params.key}`);
  const coming = meals.filter(({ on, period }) => isOpen(tx.now, on, period, closing.value));
  const over = meals.filter((meal) => !coming.includes(meal));
  await tx.run(sql`update meal_order set state = 'cancelled', ended_at = ${tx.now}, end_reason = ${IN_HOSPITAL}
    where id = any(${over.map(({ id }) => id)}::uuid[])`);
  if (coming.length > 0) await change(tx, coming, 'resumed');
}
