/** What is paid: at once after the approval, or in parts, each checked when its time has come, approved by another hand, and paid with its voucher. */

import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { longDate } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { limitFrom } from '../policy/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { type PlainDate, PlainDateText } from '../schema/index.ts';
import { type Book, schemeOf } from './define.ts';
import { auditSubsidy, lockPart, otherHand, settle } from './store.ts';
import type { PartState } from './terms.ts';

const no = z.int().min(1).max(20);

export const PartCheck = z.strictObject({
  no,
  note: z
    .string()
    .trim()
    .min(4, '请写明看到的情况')
    .max(300)
    .meta({ label: '情况', widget: 'textarea', help: '还在按用途使用、没有减少' }),
});
/** 核一期: its day must have come, the part before it be done with; what more it needs the scheme says. */
export async function checkPart(
  tx: Tx,
  book: Book,
  id: string,
  given: z.output<typeof PartCheck>,
): Promise<Result<{ state: PartState }>> {
  const found = await lockPart(tx, book, id, { no: given.no, state: 'waiting' });
  if (!found.ok) return found;
  const { of, part } = found.value;
  const { names, check } = schemeOf(of).parts!;
  if (tx.today < part.dueFrom) return fail('SUBSIDY_PART_EARLY', { part: names[part.no - 1]!, from: part.dueFrom });
  const before = await tx.maybe(
    sql`select 1 as yes from subsidy_part where subsidy_id = ${id} and no < ${part.no} and state not in ('paid', 'withheld')`,
  );
  if (before) return fail('SUBSIDY_PART_ORDER', { before: names[part.no - 2]! });
  const judged = check ? await check(tx, of, part, given.note) : ok({ says: given.note, pays: true });
  if (!judged.ok) return judged;
  const state = judged.value.pays ? 'checked' : 'withheld';
  await tx.run(
    sql`update subsidy_part set state = ${state}, says = ${judged.value.says}, checked_on = ${tx.today}, checked_by = ${tx.actor.id} where subsidy_id = ${id} and no = ${part.no}`,
  );
  await settle(tx, id);
  await auditSubsidy(tx, 'subsidy.part-checked', of, { no: part.no, state });
  return ok({ state });
}

export const PartApproval = z.strictObject({ no });
export async function approvePart(
  tx: Tx,
  book: Book,
  id: string,
  given: z.output<typeof PartApproval>,
): Promise<Result<{ payBy: PlainDate }>> {
  const found = await lockPart(tx, book, id, { no: given.no, state: 'checked' });
  if (!found.ok) return found;
  const { of, part } = found.value;
  const hand = otherHand(tx, { by: part.checkedBy, on: part.checkedOn, zh: '核' });
  if (!hand.ok) return hand;
  const pay = await limitFrom(tx, schemeOf(of).days.pay!, { division: of.division, from: tx.today });
  if (!pay.ok) return pay;
  const payBy = pay.value.dueOn;
  await tx.run(sql`update subsidy_part set state = 'approved', approved_on = ${tx.today}, approved_by = ${tx.actor.id}, pay_by = ${payBy}
    where subsidy_id = ${id} and no = ${part.no}`);
  await auditSubsidy(tx, 'subsidy.part-approved', of, { no: part.no });
  return ok({ payBy });
}

export const Payment = z.strictObject({
  no: no.default(1),
  on: PlainDateText.meta({ label: '拨付日期', widget: 'date' }),
  documentNo: z.string().trim().min(4, '请填写凭证号').max(60).meta({ label: '拨付凭证号' }),
});
/** 登记拨付: the money goes by the county's finance; its voucher is written down. One voucher may pay several. */
export async function paySubsidy(
  tx: Tx,
  book: Book,
  id: string,
  given: z.input<typeof Payment>,
): Promise<Result<{ id: string }>> {
  const found = await lockPart(tx, book, id, { no: given.no ?? 1, state: 'approved' });
  if (!found.ok) return found;
  const { of, part } = found.value;
  if (given.on > tx.today || given.on < part.approvedOn!)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'on', message: `在${longDate(part.approvedOn!)}和今天之间` }]);
  await tx.run(
    sql`update subsidy_part set state = 'paid', paid_on = ${given.on}, document_no = ${given.documentNo} where subsidy_id = ${id} and no = ${part.no}`,
  );
  await settle(tx, id);
  await auditSubsidy(tx, 'subsidy.paid', of, { no: part.no, documentNo: given.documentNo });
  return ok({ id });
}
