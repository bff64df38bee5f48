/** 简易评估 on record: made while a unit is reserved, kept whatever it says, asked for before the unit goes out. */
import { sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import {
  type AssessmentView,
  assessRental,
  type RentalAdvice,
  type RentalAnswers,
  type RentalVerdict,
  rentalVerdicts,
} from './rental-assessment.ts';
import { findItem, type Order } from './store.ts';

const place = (id: string): string => `rental_assessment.content:${id}`;

interface Kept extends Omit<RentalAdvice, 'verdict'> {
  readonly answers: RentalAnswers;
}

export async function recordAssessment(tx: Tx, order: Order, answers: RentalAnswers): Promise<Result<RentalAdvice>> {
  const item = await findItem(tx, order.itemCode);
  if (!item) return fail('NOT_FOUND');
  const advice = assessRental(item.kind, answers);
  const id = newId();
  const content: Kept = { answers, reasons: advice.reasons };
  await tx.run(sql`insert into rental_assessment (id, order_id, person_id, station_id, division, verdict, content, assessed_at, assessed_on, assessed_by, assessed_name)
    values (${id}, ${order.id}, ${order.personId}, ${order.stationId}, ${order.division}, ${advice.verdict}, ${tx.keys.sealJson(content, place(id))},
      ${tx.now}, ${tx.today}, ${tx.actor.id}, ${tx.actor.name})`);
  return ok(advice);
}

/** The last one of an order; null where nobody has asked. */
export async function assessmentOf(tx: Tx, orderId: string): Promise<AssessmentView | null> {
  const row = await tx.maybe<{ id: string; verdict: RentalVerdict; content: Buffer; on: PlainDate; by: string }>(
    sql`select id, verdict, content, assessed_on as "on", assessed_name as "by" from rental_assessment where order_id = ${orderId} order by assessed_at desc, id desc limit 1`,
  );
  if (!row) return null;
  const { reasons } = tx.keys.openJson<Kept>(row.content, place(row.id));
  return { verdict: row.verdict, verdictZh: rentalVerdicts[row.verdict], reasons, on: row.on, by: row.by };
}

/** Refuses what nobody has assessed, and what was found unfit. */
export async function mayGoOut(tx: Tx, order: Order): Promise<Result<null>> {
  const found = await assessmentOf(tx, order.id);
  if (!found) return fail('RENTAL_NOT_ASSESSED');
  return found.verdict === 'not' ? fail('RENTAL_NOT_SUITABLE', { reasons: found.reasons.join('；') }) : ok(null);
}
