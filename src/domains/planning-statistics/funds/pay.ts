/** 支付: made, checked and paid by three persons, for nothing but its purpose, to units only; then the bank's receipt, or the money that came back. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { postEntry, reverseEntry } from '../../../kernel/ledger/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import type { Field } from '../../../kernel/purchase/index.ts';
import { lockMilestone, markPaid, milestoneAccount } from '../../../kernel/purchase/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { isTheirs } from './accounts.ts';
import { lockAllocation, namesOf } from './allocate.ts';
import { paidBook } from './books.ts';
import type { Bounce, Check, NewContractPayment, NewPayment, Receipt } from './shapes.ts';
import { allocationStates, type PaymentState, paymentStates } from './terms.ts';

type MakeRefusal = 'NOT_FOUND' | 'FUND_NOT_YOURS' | 'FUND_MOVE' | 'FUND_PURPOSE' | 'FUND_SHORT' | 'FUND_MILESTONE';
const payeePlace = (id: string): string => `fund_payment.payee_account:${id}`;

type Order = z.infer<typeof NewPayment> & { milestoneId?: string };

/** 制单 */
export async function makePayment(tx: Tx, allocationId: string, given: Order): Promise<Result<{ id: string }, MakeRefusal>> {
  const allocation = await lockAllocation(tx, allocationId);
  if (!allocation) return fail('NOT_FOUND');
  if (!isTheirs(tx, allocation)) return fail('FUND_NOT_YOURS');
  if (allocation.state !== 'approved') return fail('FUND_MOVE', { state: allocationStates[allocation.state], doing: '支付' });
  // 两头都要对得上：这笔资金允许的用途，和集体研究时定的用途
  if (given.purpose !== allocation.purpose || !allocation.purposes.includes(given.purpose))
    return fail('FUND_PURPOSE', { doing: '支付', purposes: namesOf([allocation.purpose]) }, [
      { path: 'purpose', message: '资金用途不符' },
    ]);
  const left = allocation.amountFen - allocation.committedFen;
  if (given.amount > left)
    return fail('FUND_SHORT', { doing: '支付', left: yuanDigits(left), needed: yuanDigits(given.amount) }, [
      { path: 'amount', message: '可用余额不足' },
    ]);
  const id = newId();
  const { division } = allocation;
  await tx.run(sql`insert into fund_payment (id, allocation_id, arrival_id, account_id, division, purpose, payee, payee_code, bank, payee_account, payee_tail, amount_fen, reason, milestone_id,
      made_at, made_by, made_name)
    values (${id}, ${allocationId}, ${allocation.arrivalId}, ${allocation.accountId}, ${division}, ${given.purpose}, ${given.payee}, ${given.payeeCode}, ${given.bank},
      ${tx.keys.seal(given.account, payeePlace(id))}, ${given.account.slice(-4)}, ${given.amount}, ${given.reason}, ${given.milestoneId ?? null}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  await tx.run(sql`update fund_allocation set committed_fen = committed_fen + ${given.amount} where id = ${allocationId}`);
  await recordAudit(tx, {
    action: 'fund.payment-made',
    subject: { kind: 'fund-payment', id },
    division,
    detail: { amountFen: given.amount },
  });
  return ok({ id });
}

/** 制单 for a part of a contract that the provider has asked for: payee and amount are the contract's, never typed. */
export async function makeContractPayment(
  tx: Tx,
  milestoneId: string,
  { allocationId }: z.infer<typeof NewContractPayment>,
): Promise<Result<{ id: string }, MakeRefusal>> {
  const found = await lockMilestone(tx, milestoneId);
  if (!found) return fail('NOT_FOUND');
  const { contract, milestone } = found;
  const open = await tx.maybe(
    sql`select 1 as yes from fund_payment where milestone_id = ${milestoneId} and state in ('made', 'checked', 'paid')`,
  );
  if (milestone.state !== 'requested' || contract.state === 'breached' || open) return fail('FUND_MILESTONE');
  const of = await tx.one<{
    field: Field;
    payee: string;
    payeeCode: string;
  }>(sql`select i.field, s.name as payee, s.credit_code as payee_code
    from service_contract c join purchase_item i on i.code = c.item_code join service_provider s on s.id = c.provider_id where c.id = ${contract.id}`);
  const fits = await tx.maybe(
    sql`select 1 as yes from fund_allocation where id = ${allocationId} and programme_id = ${contract.programmeId}`,
  );
  if (!fits)
    return fail('FUND_PURPOSE', { doing: '支付', purposes: '分配时写明的购买服务项目' }, [
      { path: 'allocationId', message: '不是给这个项目的' },
    ]);
  return makePayment(tx, allocationId, {
    amount: milestone.amountFen,
    purpose: of.field,
    payee: of.payee,
    payeeCode: of.payeeCode,
    bank: milestone.bank!,
    account: milestoneAccount(tx, milestone),
    reason: `合同${contract.no}第${milestone.no}个节点：${milestone.name}`,
    milestoneId,
  });
}

interface Payment {
  id: string;
  allocationId: string;
  arrivalId: string;
  accountId: string;
  division: DivisionCode;
  payee: string;
  amountFen: Fen;
  refundedFen: Fen;
  reason: string;
  milestoneId: string | null;
  state: PaymentState;
  madeAt: string;
  madeBy: string;
  checkedAt: string | null;
  checkedBy: string | null;
  entryId: string | null;
  paidOn: PlainDate | null;
  receiptNo: string | null;
}
export type StepRefusal = 'NOT_FOUND' | 'FUND_NOT_YOURS' | 'FUND_MOVE';

/** Allocation and payment under their locks, the payment in the state that the step begins in. */
export async function lockPayment(tx: Tx, id: string, from: PaymentState, doing: string) {
  const which = await tx.maybe<{ allocationId: string; milestoneId: string | null }>(
    sql`select allocation_id, milestone_id from fund_payment where id = ${id}`,
  );
  // 合同节点先于分配：与制单锁的次序一样
  if (which?.milestoneId) await lockMilestone(tx, which.milestoneId);
  const allocation = which && (await lockAllocation(tx, which.allocationId));
  const payment =
    allocation &&
    (await tx.maybe<Payment>(sql`select id, allocation_id, arrival_id, account_id, division, payee, amount_fen, refunded_fen, reason, milestone_id, state, made_at, made_by,
      checked_at, checked_by, entry_id, paid_on, receipt_no from fund_payment where id = ${id} for update`));
  if (!payment) return fail('NOT_FOUND');
  if (!isTheirs(tx, payment)) return fail('FUND_NOT_YOURS');
  if (payment.state !== from) return fail('FUND_MOVE', { state: paymentStates[payment.state], doing });
  return ok({ allocation, payment });
}

const auditOf = (payment: Payment, state: PaymentState) => ({
  subject: { kind: 'fund-payment', id: payment.id },
  division: payment.division,
  detail: { state, amountFen: payment.amountFen },
});

/** 复核 */
export async function checkPayment(
  tx: Tx,
  id: string,
  given: z.infer<typeof Check>,
): Promise<Result<{ state: PaymentState }, StepRefusal | 'FUND_SAME_PERSON' | 'INVALID_INPUT'>> {
  const found = await lockPayment(tx, id, 'made', '复核');
  if (!found.ok) return found;
  const { payment } = found.value;
  if (isOwnHand(tx.actor, payment.madeBy, payment.madeAt)) return fail('FUND_SAME_PERSON');
  const passed = given.answer === 'pass';
  if (!passed && !given.note) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'note', message: '请写明退回的原因' }]);
  const state: PaymentState = passed ? 'checked' : 'returned';
  await tx.run(sql`update fund_payment set state = ${state}, checked_at = ${tx.now}, checked_by = ${tx.actor.id}, checked_name = ${tx.actor.name},
    check_note = ${passed ? null : given.note} where id = ${id}`);
  if (!passed) await release(tx, payment);
  await recordAudit(tx, { action: 'fund.payment-checked', ...auditOf(payment, state) });
  return ok({ state });
}

const release = (tx: Tx, payment: Payment) =>
  tx.run(sql`update fund_allocation set committed_fen = committed_fen - ${payment.amountFen} where id = ${payment.allocationId}`);

/** 支付 by the third person: the money leaves the account. */
export async function pay(
  tx: Tx,
  id: string,
): Promise<Result<null, StepRefusal | 'FUND_SAME_PERSON' | 'FUND_MILESTONE' | 'LEDGER_BALANCE_SHORT' | 'LEDGER_CAUSE_REUSED'>> {
  const found = await lockPayment(tx, id, 'checked', '支付');
  if (!found.ok) return found;
  const { allocation, payment } = found.value;
  if (isOwnHand(tx.actor, payment.madeBy, payment.madeAt) || isOwnHand(tx.actor, payment.checkedBy, payment.checkedAt!))
    return fail('FUND_SAME_PERSON');
  const { amountFen, division } = payment;
  if (payment.milestoneId && (await markPaid(tx, payment.milestoneId, tx.today)) === 0) return fail('FUND_MILESTONE');
  const paid = await paidBook(tx, division, payment.accountId);
  const posted = await postEntry(tx, {
    cause: `fund.payment:${id}`,
    note: `付${payment.payee}：${payment.reason}`,
    reference: { kind: 'fund-payment', id },
    postings: [
      { accountId: allocation.ledgerAccount, amount: -amountFen },
      { accountId: paid.id, amount: amountFen },
    ],
  });
  if (!posted.ok) return posted;
  await tx.run(
    sql`update fund_payment set state = 'paid', paid_on = ${tx.today}, paid_by = ${tx.actor.id}, paid_name = ${tx.actor.name}, entry_id = ${posted.value.id} where id = ${id}`,
  );
  await tx.run(sql`update fund_allocation set paid_fen = paid_fen + ${amountFen} where id = ${payment.allocationId}`);
  await tx.run(sql`update fund_arrival set paid_fen = paid_fen + ${amountFen} where id = ${payment.arrivalId}`);
  await recordAudit(tx, { action: 'fund.paid', ...auditOf(payment, 'paid') });
  await emit(tx, {
    type: 'fund.paid',
    subject: { kind: 'fund-payment', id },
    division,
    payload: { source: allocation.source, toUnit: payment.payee, amountFen, programme: allocation.lineName, paidOn: tx.today },
    sensitivity: 'internal',
  });
  return ok(null);
}

export async function recordReceipt(
  tx: Tx,
  id: string,
  given: z.infer<typeof Receipt>,
): Promise<Result<null, StepRefusal | 'INVALID_INPUT'>> {
  const found = await lockPayment(tx, id, 'paid', '登记回单');
  if (!found.ok) return found;
  const { payment } = found.value;
  if (payment.receiptNo !== null) return fail('FUND_MOVE', { state: '已有回单', doing: '再登记回单' });
  if (given.receiptOn < payment.paidOn! || given.receiptOn > tx.today)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'receiptOn', message: '回单日期应在支付以后、今天以前' }]);
  await tx.run(sql`update fund_payment set receipt_no = ${given.receiptNo}, receipt_on = ${given.receiptOn} where id = ${id}`);
  await recordAudit(tx, { action: 'fund.receipt-recorded', ...auditOf(payment, 'paid') });
  return ok(null);
}

/** 退票: the bank sent the money back; it is on the account again and can be paid again, rightly. */
export async function bouncePayment(
  tx: Tx,
  id: string,
  given: z.infer<typeof Bounce>,
): Promise<Result<null, StepRefusal | 'INVALID_INPUT'>> {
  const found = await lockPayment(tx, id, 'paid', '登记退票');
  if (!found.ok) return found;
  const { payment } = found.value;
  if (payment.refundedFen > 0) return fail('FUND_MOVE', { state: '收款单位退回过', doing: '登记退票' });
  if (given.on < payment.paidOn! || given.on > tx.today)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'on', message: '退票日期应在支付以后、今天以前' }]);
  const reversed = await reverseEntry(tx, {
    entryId: payment.entryId!,
    cause: `fund.bounce:${id}`,
    note: `退票：${payment.payee}`,
  });
  if (!reversed.ok) throw new Error(`bounce of ${id}: ${reversed.code}`);
  if (payment.milestoneId) await markPaid(tx, payment.milestoneId, null);
  await tx.run(
    sql`update fund_payment set state = 'bounced', bounced_on = ${given.on}, bounce_reason = ${given.reason} where id = ${id}`,
  );
  await tx.run(
    sql`update fund_allocation set paid_fen = paid_fen - ${payment.amountFen}, committed_fen = committed_fen - ${payment.amountFen} where id = ${payment.allocationId}`,
  );
  await tx.run(sql`update fund_arrival set paid_fen = paid_fen - ${payment.amountFen} where id = ${payment.arrivalId}`);
  await recordAudit(tx, { action: 'fund.payment-bounced', ...auditOf(payment, 'bounced') });
  return ok(null);
}
