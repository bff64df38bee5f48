/** At the canteen: a meal with its subsidy, once a period in the whole city; a second one is sold at the full price, and said to be so. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { withParameters } from '../../../kernel/policy/index.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FenAmount, type PlainDate, Uuid } from '../../../kernel/schema/index.ts';
import { OLD_AGE } from '../benefit/clauses.ts';
import { circumstancesOf } from '../circumstances.ts';
import { cardHolder, type Identified, identify, spendCode } from '../outlets/identify.ts';
import { ownOutlet, staysOn } from '../outlets/store.ts';
import { categoryOn, subsidyOf } from './rules.ts';
import { modes, periods, type Served, type Way } from './terms.ts';

export const NewMeal = z.strictObject({
  /** The code on a telephone, or a card. */
  code: z
    .string()
    .trim()
    .regex(/^(\d{6}|\d{8})$/, '码是6位，卡号是8位')
    .optional(),
  /** From the name-book. */
  personId: Uuid.optional(),
  period: choice(periods),
  mode: choice(modes),
  priceFen: FenAmount.min(1, '请填写餐价').max(200_00, '餐价过高，请核对'),
});
export type NewMeal = z.infer<typeof NewMeal>;
export const VoidMeal = z.strictObject({
  reason: z.string().trim().min(2, '请写明原因').max(100).meta({ label: '原因', help: '例如：送到没有人接、登记错了' }),
});

async function guestOf(tx: Tx, given: NewMeal): Promise<Result<Omit<Identified, 'way'> & { way: Way }>> {
  if (given.code?.length === 6) return identify(tx, { code: given.code });
  if (given.code) {
    const held = await cardHolder(tx, given.code);
    return held ? ok(held) : fail('CARE_CODE_WRONG');
  }
  const person = given.personId
    ? await tx.maybe<Omit<Identified, 'way'>>(
        sql`select id as person_id, name, division from person where id = ${given.personId} and life_state <> 'dead' and merged_into is null`,
      )
    : null;
  return person ? ok({ ...person, way: 'name-book' as const }) : fail('CARE_CODE_WRONG');
}

export async function serveMeal(tx: Tx, given: NewMeal): Promise<Result<Served>> {
  const outlet = await ownOutlet(tx, ['canteen']);
  if (!outlet.ok) return outlet;
  const guest = await guestOf(tx, given);
  if (!guest.ok) return guest;
  const { personId, name, way } = guest.value;
  const known = (await circumstancesOf(tx, personId))!;
  const { division } = outlet.value;
  const standard = withParameters({ parameters: await parametersOf(tx), division, date: tx.today }, (read) => {
    const age = read.whole(OLD_AGE);
    const category = categoryOn(known, tx.today, read);
    const own = { priceFen: given.priceFen, minSelfFen: read.fen('MEAL-MIN-SELF') };
    if (!category) return { age };
    return { category, fen: subsidyOf({ categoryFen: read.fen(`MEAL-${category}`), ...own }) };
  });
  if (!standard.ok) return standard;
  if (!standard.value.category) return fail('MEAL_TOO_YOUNG', { name, age: standard.value.age });
  const { category, fen } = standard.value;
  const inHome = await staysOn(tx, personId, tx.today);
  const id = newId();
  const insert = (subsidyFen: number, whyNone: string | null) =>
    tx.run(sql`insert into care_meal (id, outlet_id, division, person_id, on_date, period, mode, way, category, price_fen, subsidy_fen, why_none, served_at, served_by)
      values (${id}, ${outlet.value.id}, ${division}, ${personId}, ${tx.today}, ${given.period}, ${given.mode}, ${way}, ${category}, ${given.priceFen},
        ${subsidyFen}, ${whyNone}, ${tx.now}, ${tx.actor.id}) on conflict (person_id, on_date, period) where subsidy_fen > 0 and voided_at is null do nothing`);
  let whyNone = inHome ? '住在养老机构，已经包餐' : fen === 0 ? '餐价太低，不补' : null;
  const written = await insert(whyNone ? 0 : fen, whyNone);
  if (written === 0) {
    whyNone = '本餐次已享受补贴';
    await insert(0, whyNone);
  }
  if (given.code?.length === 6) {
    await tx.run(
      sql`update care_meal set device = (select c.device from care_code c where c.person_id = ${personId}) where id = ${id}`,
    );
    await spendCode(tx, personId);
  }
  // 订过这一餐的，这就是取的那一份
  await tx.run(sql`update meal_order set state = 'served', meal_id = ${id}
    where outlet_id = ${outlet.value.id} and person_id = ${personId} and on_date = ${tx.today} and period = ${given.period} and state in ('ordered', 'paused')`);
  await recordAudit(tx, {
    action: 'care-meal.served',
    subject: { kind: 'person', id: personId },
    personId,
    division,
    detail: { outlet: outlet.value.name, period: given.period },
  });
  const subsidyFen = whyNone ? 0 : fen;
  return ok({ name, subsidyFen, selfPayFen: given.priceFen - subsidyFen, whyNone });
}

/** 没有领到、登记错了: no subsidy, and the person may have another. */
export async function voidMeal(tx: Tx, id: string, given: z.infer<typeof VoidMeal>): Promise<Result<null>> {
  const outlet = await ownOutlet(tx, ['canteen']);
  if (!outlet.ok) return outlet;
  const meal = await tx.maybe<{ personId: string; outletId: string; onDate: PlainDate; voidedAt: string | null }>(
    sql`select person_id, outlet_id, on_date, voided_at from care_meal where id = ${id} for update`,
  );
  if (!meal || meal.outletId !== outlet.value.id) return fail('NOT_FOUND');
  if (meal.voidedAt) return fail('MEAL_VOID');
  if (meal.onDate !== tx.today) return fail('MEAL_NOT_TODAY');
  await tx.run(sql`update care_meal set voided_at = ${tx.now}, void_reason = ${given.reason} where id = ${id}`);
  await tx.run(
    sql`update meal_order set state = 'missed', meal_id = null, ended_at = ${tx.now}, end_reason = ${given.reason} where meal_id = ${id}`,
  );
  await recordAudit(tx, {
    action: 'care-meal.voided',
    subject: { kind: 'person', id: meal.personId },
    personId: meal.personId,
    division: outlet.value.division,
    detail: { reason: given.reason },
  });
  return ok(null);
}
