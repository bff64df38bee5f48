/** Vouchers and home service orders: what is still to be paid of a verified order is taken off the voucher of its day, and goes back when the order is not paid. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen } from '../../../kernel/schema/index.ts';
import { findVoucher, lockVoucher, type Use, useColumns } from './store.ts';
import { bookUse, reverseUse, type Served, weighService } from './use.ts';

/** Why nothing is taken: no voucher, an empty one, of another month, or somebody lives in an institution. Anything else stops the step. */
const nothing = new Set(['VOUCHER_NONE', 'VOUCHER_EMPTY', 'VOUCHER_MONTH', 'VOUCHER_FUTURE', 'VOUCHER_IN_INSTITUTION']);

/** At verification; 0 where the provider is no outlet of vouchers, or there is none to take it off. */
export async function takeForOrder(tx: Tx, orderId: string, given: Omit<Served, 'kind'>): Promise<Result<Fen>> {
  if (given.payableFen === 0) return ok(0);
  const outlet = await tx.maybe<{ id: string; name: string; creditCode: string }>(
    sql`select id, name, credit_code from home_care_outlet_of(${orderId})`,
  );
  if (!outlet) return ok(0);
  const served: Served = { ...given, kind: 'home' };
  const taken = await weighService(tx, served, lockVoucher);
  if (!taken.ok) return nothing.has(taken.code) ? ok(0) : taken;
  return ok((await bookUse(tx, served, { ...taken.value, outlet, way: 'order', orderId })).deductFen);
}

/** The order is not paid: its use is reversed, once. */
export async function returnOfOrder(tx: Tx, orderId: string, reason: string): Promise<void> {
  const use = await tx.maybe<Use>(
    sql`select ${useColumns} from care_voucher_use u where u.order_id = ${orderId} and u.reversed_at is null for update`,
  );
  if (use) await reverseUse(tx, use, reason);
}

/** What a voucher would pay of an order of the county, said before it is sent. */
export async function foreseenOf(
  tx: Tx,
  given: Pick<Served, 'personId' | 'serviceOn' | 'payableFen'> & { county: DivisionCode },
): Promise<Result<Fen>> {
  const { takes } = await tx.one<{ takes: boolean }>(sql`select home_care_takes_vouchers(${given.county}) as takes`);
  if (!takes || given.payableFen === 0) return ok(0);
  // A day that is still to come is of its month, as if it were over.
  const then = { ...tx, today: [given.serviceOn, tx.today].sort()[1]! };
  const taken = await weighService(then, { ...given, kind: 'home', division: given.county, name: '', what: '' }, findVoucher);
  return taken.ok ? ok(taken.value.deductFen) : nothing.has(taken.code) ? ok(0) : taken;
}
