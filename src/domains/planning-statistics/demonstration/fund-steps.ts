/** Single steps of the money's play: a budget that arrives, an allocation, a payment, a month that is reconciled. */
import type { Actor } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import type { Field } from '../../../kernel/purchase/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { planLine, recordArrival } from '../funds/accounts.ts';
import { allocate, checkAllocation, publishAllocation } from '../funds/allocate.ts';
import { checkPayment, makePayment, pay, recordReceipt } from '../funds/pay.ts';
import { monthOfBooks, reconcile } from '../funds/reconcile.ts';
import type { FundSource } from '../funds/terms.ts';

export const wan = (n: number): Fen => Math.round(n * 1_000_000);

/** Those who move the money of one level. */
export interface Hands {
  readonly maker: Actor;
  readonly checker: Actor;
  readonly payer: Actor;
}
export const handsOf = async (tx: Tx, logins: readonly [string, string, string]): Promise<Hands> => ({
  maker: await staffOf(tx, logins[0]),
  checker: await staffOf(tx, logins[1]),
  payer: await staffOf(tx, logins[2]),
});

export interface Played {
  readonly tx: Tx;
  readonly hands: Hands;
  readonly files: readonly string[];
}

interface NewMoney {
  account: string;
  year?: number;
  source: FundSource;
  name: string;
  purposes: Field[];
  budget: number;
  documentNo: string;
  arrived?: readonly [on: PlainDate, amount: number, voucherNo: string];
}
export async function money({ tx, hands }: Played, of: NewMoney): Promise<string | null> {
  const line = must(
    of.name,
    await planLine(at(tx, hands.maker, of.arrived?.[0] ?? '2026-01-08'), of.account, {
      year: of.year ?? 2026,
      source: of.source,
      name: of.name,
      purposes: of.purposes,
      budget: wan(of.budget),
      documentNo: of.documentNo,
    }),
  );
  if (!of.arrived) return null;
  const [arrivedOn, amount, voucherNo] = of.arrived;
  const given = { amount: wan(amount), arrivedOn, voucherNo };
  return must('arrival', await recordArrival(at(tx, hands.maker, arrivedOn), line.id, given)).id;
}

interface NewShare {
  arrival: string;
  on: PlainDate;
  amount: number;
  purpose: Field;
  place: string;
  unit: string;
  no: string;
  file: number;
  programmeId?: string;
  privateRun?: true;
  /** `waits`: not checked yet. */
  published?: PlainDate | 'waits' | null;
}
export async function share({ tx, hands, files }: Played, of: NewShare): Promise<string> {
  const { id } = must(
    of.unit,
    await allocate(at(tx, hands.maker, of.on), of.arrival, {
      amount: wan(of.amount),
      purpose: of.purpose,
      place: of.place,
      unit: of.unit,
      passedDown: false,
      privateRun: of.privateRun ?? false,
      decidedOn: of.on,
      decisionNo: of.no,
      decision: files[of.file]!,
      ...(of.programmeId ? { programmeId: of.programmeId } : {}),
    }),
  );
  if (of.published === 'waits') return id;
  must('check', await checkAllocation(at(tx, hands.checker, of.on), id, { answer: 'pass' }));
  if (of.published) must('publish', await publishAllocation(at(tx, hands.maker, of.published), id));
  return id;
}

interface NewTransfer {
  allocation: string;
  on: PlainDate;
  amount: number;
  purpose: Field;
  payee: string;
  payeeCode: string;
  reason: string;
  until?: 'made' | 'checked' | 'paid';
  receipt?: string;
}
export async function transfer({ tx, hands }: Played, of: NewTransfer): Promise<string> {
  const { id } = must(
    of.reason,
    await makePayment(at(tx, hands.maker, of.on), of.allocation, {
      amount: wan(of.amount),
      purpose: of.purpose,
      payee: of.payee,
      payeeCode: of.payeeCode,
      bank: '湖北农村商业银行咸安支行',
      account: '820100000123456789',
      reason: of.reason,
    }),
  );
  if (of.until === 'made') return id;
  must('check', await checkPayment(at(tx, hands.checker, of.on), id, { answer: 'pass' }));
  if (of.until === 'checked') return id;
  must('pay', await pay(at(tx, hands.payer, of.on), id));
  if (of.receipt)
    must('receipt', await recordReceipt(at(tx, hands.maker, of.on), id, { receiptNo: of.receipt, receiptOn: of.on }));
  return id;
}

/** `more`: what the bank has beyond the books, of a payment that came back. */
export async function reconcileAt(
  { tx, hands }: Played,
  account: string,
  month: `${number}-${number}`,
  on: PlainDate,
  more: Fen,
): Promise<void> {
  const books = await monthOfBooks(tx, account, month);
  const items =
    more === 0
      ? []
      : [{ side: 'more' as const, amount: more, on: `${month}-28` as PlainDate, note: '银行退回一笔付款，还没有入账' }];
  must(`${month}`, await reconcile(at(tx, hands.maker, on), account, { month, bank: books.closing + more, items }));
}
