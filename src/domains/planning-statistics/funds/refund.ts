/** 退回资金: whoever used the money sends some of it back. It lies on its arrival again, free for another allocation, and counts negative where it was spent. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { postEntry } from '../../../kernel/ledger/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { paidBook } from './books.ts';
import { lockPayment, type StepRefusal } from './pay.ts';
import type { Refund } from './shapes.ts';

export async function refundPayment(
  tx: Tx,
  id: string,
  given: z.infer<typeof Refund>,
): Promise<Result<{ id: string }, StepRefusal | 'FUND_KNOWN' | 'FUND_REFUND_OVER' | 'INVALID_INPUT'>> {
  const found = await lockPayment(tx, id, 'paid', '登记退回资金');
  if (!found.ok) return found;
  const { allocation, payment } = found.value;
  if (given.on < payment.paidOn! || given.on > tx.today) return wrong('on', '退回日期应在支付以后、今天以前');
  const left = payment.amountFen - payment.refundedFen;
  if (given.amount > left)
    return fail('FUND_REFUND_OVER', { amount: yuanDigits(given.amount), left: yuanDigits(left) }, [
      { path: 'amount', message: '超过付出去的' },
    ]);
  const refundId = newId();
  const { division, accountId, arrivalId, allocationId } = payment;
  // 退回的钱要重新集体研究：回到到账的可用余额，不回到原来的分配
  const arrival = await tx.one<{ ledgerAccount: string }>(
    sql`update fund_arrival set allocated_fen = allocated_fen - ${given.amount}, paid_fen = paid_fen - ${given.amount} where id = ${arrivalId} returning ledger_account`,
  );
  const paid = await paidBook(tx, division, accountId);
  const posted = await postEntry(tx, {
    cause: `fund.refund:${refundId}`,
    note: `${payment.payee}退回：${given.reason}`,
    reference: { kind: 'fund-payment', id },
    postings: [
      { accountId: paid.id, amount: -given.amount },
      { accountId: arrival.ledgerAccount, amount: given.amount },
    ],
  });
  if (!posted.ok) throw new Error(`refund of ${id}: ${posted.code}`);
  const added =
    await tx.run(sql`insert into fund_refund (id, payment_id, allocation_id, account_id, division, amount_fen, returned_on, voucher_no, reason, booked_on, entry_id,
      recorded_at, recorded_by, recorded_name)
    values (${refundId}, ${id}, ${allocationId}, ${accountId}, ${division}, ${given.amount}, ${given.on}, ${given.voucherNo}, ${given.reason}, ${tx.today}, ${posted.value.id},
      ${tx.now}, ${tx.actor.id}, ${tx.actor.name}) on conflict on constraint fund_refund_voucher do nothing`);
  if (added === 0) return fail('FUND_KNOWN', { name: given.voucherNo }, [{ path: 'voucherNo', message: '已经登记过' }]);
  await tx.run(sql`update fund_payment set refunded_fen = refunded_fen + ${given.amount} where id = ${id}`);
  await tx.run(sql`update fund_allocation set refunded_fen = refunded_fen + ${given.amount} where id = ${allocation.id}`);
  await recordAudit(tx, {
    action: 'fund.refunded',
    subject: { kind: 'fund-payment', id },
    division,
    detail: { amountFen: given.amount },
  });
  return ok({ id: refundId });
}
