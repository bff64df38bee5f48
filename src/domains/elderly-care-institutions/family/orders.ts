/** 付款单: a number that stands on the transfer. The platform takes no money; the bill is paid when the accountant of the home has found it. */
import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longMonth } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice } from '../../../kernel/schema/index.ts';
import { lockBill } from '../bills/act.ts';
import { tellFamily, tellStaff } from '../stays/apply.ts';
import { findAdmission, findStay, nameOf } from '../stays/store.ts';
import { ordersOf, ownStay } from './store.ts';
import { orderStates, payWays } from './terms.ts';

export const PayAsked = z.strictObject({ method: choice(payWays).meta({ label: '怎么付', choices: payWays }) });

/** Eight figures without a leading zero, so that it can be read out. */
const newCode = (): string => String(randomInt(10_000_000, 100_000_000));

export async function askToPay(
  tx: Tx,
  billId: string,
  personId: string,
  given: z.infer<typeof PayAsked>,
): Promise<Result<{ id: string; code: string }>> {
  const bill = await lockBill(tx, billId);
  if (!bill.ok) return bill;
  const own = await ownStay(tx, bill.value.stayId, personId);
  if (!own.ok) return own;
  const left = bill.value.selfFen - bill.value.paidFen;
  if (bill.value.state !== 'open' || left <= 0) return fail('ORDER_NONE');
  const [known] = await ordersOf(tx, [billId]);
  if (known && (known.state === 'open' || known.state === 'said')) return fail('ORDER_OPEN', { code: known.code });
  const [id, code] = [newId(), newCode()];
  await tx.run(sql`insert into care_payment_order (id, bill_id, institution_id, division, code, amount_fen, method, made_at, made_by)
    values (${id}, ${billId}, ${bill.value.institutionId}, ${bill.value.division}, ${code}, ${left}, ${given.method}, ${tx.now}, ${personId})`);
  await onRecord(tx, bill.value);
  return ok({ id, code });
}

const onRecord = (tx: Tx, bill: { id: string; personId: string; division: string }) =>
  recordAudit(tx, {
    action: 'care-payment-order.changed',
    subject: { kind: 'care-bill', id: bill.id },
    personId: bill.personId,
    division: bill.division,
  });

/** The order with its bill: the bill is held first, as whoever enters a payment holds it, so that the two never wait for each other. */
async function lockOrder(tx: Tx, id: string) {
  const of = await tx.maybe<{ billId: string }>(sql`select bill_id from care_payment_order where id = ${id}`);
  if (!of) return fail('NOT_FOUND');
  const bill = await lockBill(tx, of.billId);
  if (!bill.ok) return bill;
  const order = await tx.one<{ state: keyof typeof orderStates; code: string }>(
    sql`select state, code from care_payment_order where id = ${id} for update`,
  );
  return ok({ ...order, bill: bill.value });
}

/** 我已付款: the accountant looks. */
export async function sayPaid(tx: Tx, id: string, personId: string): Promise<Result<{ id: string }>> {
  const order = await lockOrder(tx, id);
  if (!order.ok) return order;
  const { bill } = order.value;
  const own = await ownStay(tx, bill.stayId, personId);
  if (!own.ok) return own;
  if (order.value.state !== 'open') return fail('PAYMENT_ORDER_STATE', { state: orderStates[order.value.state] });
  await tx.run(sql`update care_payment_order set state = 'said', said_at = ${tx.now} where id = ${id}`);
  await tellStaff(tx, bill.institutionId, {
    performers: ['care-home-accountant'],
    template: 'care.payment-said',
    params: { name: await nameOf(tx, bill.personId), month: longMonth(bill.month), code: order.value.code },
  });
  await onRecord(tx, bill);
  return ok({ id });
}

/** The accountant has looked and found nothing: the family is told, and may begin again. */
export async function notReceived(tx: Tx, id: string): Promise<Result<{ id: string }>> {
  const order = await lockOrder(tx, id);
  if (!order.ok) return order;
  if (order.value.state !== 'said') return fail('PAYMENT_ORDER_STATE', { state: orderStates[order.value.state] });
  const { bill } = order.value;
  const stay = await findStay(tx, bill.stayId);
  if (!stay.ok) return stay;
  const admission = await findAdmission(tx, stay.value.admissionId);
  if (!admission.ok) return admission;
  await tx.run(sql`update care_payment_order set state = 'missing', settled_at = ${tx.now} where id = ${id}`);
  await tellFamily(tx, admission.value, 'care.payment-missing', {
    month: longMonth(bill.month),
    code: order.value.code,
  });
  await onRecord(tx, bill);
  return ok({ id });
}
