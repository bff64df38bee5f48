/**
 * The money of payments in double entry (台账): from the budget over the special account to the bank, to the household or back, and what was
 * paid too much. One entry for each thing that happens, by its cause: whatever happens twice is posted once.
 */
import type { Tx } from '../context/server.ts';
import { type LedgerAccountId, openAccount, postEntry } from '../ledger/server.ts';
import type { DivisionCode, Fen } from '../schema/index.ts';
import { isMoney, programmeOf, type ReceiptWay, receiptWays } from './index.ts';

/** Where money stands. A source may be negative: the budget that funds, and households who were paid before the books were opened. */
const kinds = {
  budget: { zh: '财政预算', mayBeNegative: true },
  special: { zh: '社会救助专户', mayBeNegative: false },
  transit: { zh: '在途（已送银行）', mayBeNegative: false },
  paid: { zh: '已发放到户', mayBeNegative: true },
  returned: { zh: '退票待重发', mayBeNegative: false },
  receivable: { zh: '多发应追回', mayBeNegative: false },
  recovered: { zh: '已追回', mayBeNegative: false },
  'written-off': { zh: '已核销', mayBeNegative: false },
  fined: { zh: '罚款决定', mayBeNegative: true },
  'fine-due': { zh: '罚款待缴', mayBeNegative: false },
  'fine-paid': { zh: '罚款已缴', mayBeNegative: false },
} as const;
export type MoneyPlace = keyof typeof kinds;
export const moneyPlaces = kinds;

const countyOf = (division: DivisionCode): DivisionCode => `${division.slice(0, 6)}000000`;

async function accountOf(tx: Tx, place: MoneyPlace, of: { programme: string; division: DivisionCode }): Promise<LedgerAccountId> {
  const county = countyOf(of.division);
  const { zh, mayBeNegative } = kinds[place];
  const name = `${tx.divisions.get(county)?.name ?? county}${programmeOf(of.programme).zh}·${zh}`;
  const account = await openAccount(tx, {
    kind: `payment.${place}`,
    division: county,
    subject: of.programme,
    unit: 'fen',
    name,
    mayBeNegative,
  });
  return account.id;
}

interface Movement {
  cause: string;
  note: string;
  programme: string;
  division: DivisionCode;
  reference: { kind: string; id: string };
  /** What leaves and what arrives, by place; comes to zero. Amounts of zero are left out. */
  amounts: Partial<Record<MoneyPlace, Fen>>;
}

/** Posts one movement. What the books refuse is a bug of the caller: the transaction that moved the money fails with it. */
async function move(tx: Tx, movement: Movement): Promise<void> {
  const postings: { accountId: LedgerAccountId; amount: Fen }[] = [];
  for (const place of Object.keys(kinds) as MoneyPlace[]) {
    const amount = movement.amounts[place] ?? 0;
    if (amount !== 0) postings.push({ accountId: await accountOf(tx, place, movement), amount });
  }
  if (postings.length === 0) return;
  const { cause, note, reference } = movement;
  const posted = await postEntry(tx, { cause, note, reference, postings });
  if (!posted.ok) throw new Error(`ledger, ${cause}: ${posted.code} ${JSON.stringify(posted.params)}`);
}

interface BatchMoney {
  programme: string;
  county: DivisionCode;
}

const ofFile = (batch: BatchMoney, file: { id: string }) => ({
  programme: batch.programme,
  division: batch.county,
  reference: { kind: 'bank-file', id: file.id },
});

/** A file leaves for its bank: the budget funds what is new, money that came back goes out again. */
export async function postSent(
  tx: Tx,
  batch: BatchMoney,
  file: { id: string; bankName: string; newFen: Fen; againFen: Fen },
): Promise<void> {
  await move(tx, {
    ...ofFile(batch, file),
    cause: `payment.funded:${file.id}`,
    note: '财政拨入专户',
    amounts: { budget: -file.newFen, special: file.newFen },
  });
  await move(tx, {
    ...ofFile(batch, file),
    cause: `payment.sent:${file.id}`,
    note: `送${file.bankName}`,
    amounts: { special: -file.newFen, returned: -file.againFen, transit: file.newFen + file.againFen },
  });
}

/** The bank has answered for a file. */
export const postResult = (
  tx: Tx,
  batch: BatchMoney,
  file: { id: string; bankName: string; paidFen: Fen; returnedFen: Fen },
): Promise<void> =>
  move(tx, {
    ...ofFile(batch, file),
    cause: `payment.result:${file.id}`,
    note: `${file.bankName}回盘`,
    amounts: { transit: -(file.paidFen + file.returnedFen), paid: file.paidFen, returned: file.returnedFen },
  });

/** What came back is not due any more: it will not go out again. */
export const postNotSentAgain = (tx: Tx, batch: BatchMoney, line: { id: string; amountFen: Fen }): Promise<void> =>
  move(tx, {
    programme: batch.programme,
    division: batch.county,
    reference: { kind: 'payment-line', id: line.id },
    cause: `payment.not-sent-again:${line.id}`,
    note: '退票不再应发，退回财政',
    amounts: { returned: -line.amountFen, budget: line.amountFen },
  });

interface DebtMoney {
  id: string;
  programme: string;
  division: DivisionCode;
}
const ofDebt = (debt: DebtMoney) => ({
  programme: debt.programme,
  division: debt.division,
  reference: { kind: 'overpayment', id: debt.id },
});

export const postOverpaid = (tx: Tx, debt: DebtMoney, fen: Fen): Promise<void> =>
  move(tx, {
    ...ofDebt(debt),
    cause: `payment.overpaid:${debt.id}`,
    note: '确认多发，应追回',
    amounts: { paid: -fen, receivable: fen },
  });

/**
 * Money brought back goes to the special account's recoveries. What was kept back from a month counts as paid to the household; so does what is due to it
 * after all, and what the bank sent back was not paid to it when the debt took it from there.
 */
export const postReceipt = (tx: Tx, debt: DebtMoney, receipt: { id: string; way: ReceiptWay; fen: Fen }): Promise<void> =>
  move(tx, {
    ...ofDebt(debt),
    cause: `payment.recovered:${receipt.id}`,
    note: `多发款项：${receiptWays[receipt.way]}`,
    amounts: isMoney(receipt.way)
      ? { receivable: -receipt.fen, recovered: receipt.fen }
      : { receivable: -receipt.fen, paid: receipt.fen },
  });

export const postWriteOff = (tx: Tx, debt: DebtMoney, fen: Fen): Promise<void> =>
  move(tx, {
    ...ofDebt(debt),
    cause: `payment.written-off:${debt.id}`,
    note: '核销',
    amounts: { receivable: -fen, 'written-off': fen },
  });

/** A fine is no part of the recovery: it is due from its decision on, and goes to the treasury when it is paid. */
export const postFine = (tx: Tx, fine: DebtMoney, fen: Fen): Promise<void> =>
  move(tx, { ...ofFine(fine), cause: `payment.fined:${fine.id}`, note: '决定罚款', amounts: { fined: -fen, 'fine-due': fen } });

export const postFineReceipt = (tx: Tx, fine: DebtMoney, receipt: { id: string; fen: Fen }): Promise<void> =>
  move(tx, {
    ...ofFine(fine),
    cause: `payment.fine-paid:${receipt.id}`,
    note: '缴纳罚款',
    amounts: { 'fine-due': -receipt.fen, 'fine-paid': receipt.fen },
  });

const ofFine = (fine: DebtMoney) => ({ ...ofDebt(fine), reference: { kind: 'recovery-fine', id: fine.id } });
