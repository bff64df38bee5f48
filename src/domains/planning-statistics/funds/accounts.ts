/** 专户、预算和到账. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { postEntry } from '../../../kernel/ledger/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import { ownPlace } from '../../../kernel/purchase/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen } from '../../../kernel/schema/index.ts';
import { arrivalBook, outsideOf, readAccount } from './books.ts';
import type { LineChange, NewAccount, NewArrival, NewLine } from './shapes.ts';
import type { FundSource } from './terms.ts';

/** A city officer sees the counties' accounts and moves nothing in them. */
export const isTheirs = (tx: Tx, { division }: { division: DivisionCode }): boolean => division === ownPlace(tx);

const known = (path: string, name: string) => fail('FUND_KNOWN', { name }, [{ path, message: '已经登记过，请核对' }]);
const numberPlace = (id: string): string => `fund_account.number_sealed:${id}`;

export async function openFundAccount(tx: Tx, given: z.infer<typeof NewAccount>): Promise<Result<{ id: string }, 'FUND_KNOWN'>> {
  const id = newId();
  const division = ownPlace(tx);
  const added =
    await tx.run(sql`insert into fund_account (id, division, name, bank, number_sealed, number_tail, purpose, opened_on, recorded_at, recorded_by, recorded_name)
    values (${id}, ${division}, ${given.name}, ${given.bank}, ${tx.keys.seal(given.number, numberPlace(id))}, ${given.number.slice(-4)}, ${given.purpose}, ${given.openedOn},
      ${tx.now}, ${tx.actor.id}, ${tx.actor.name}) on conflict on constraint fund_account_once do nothing`);
  if (added === 0) return known('name', given.name);
  await recordAudit(tx, { action: 'fund.account-opened', subject: { kind: 'fund-account', id }, division });
  return ok({ id });
}

export async function planLine(
  tx: Tx,
  accountId: string,
  given: z.infer<typeof NewLine>,
): Promise<Result<{ id: string }, 'NOT_FOUND' | 'FUND_NOT_YOURS' | 'FUND_KNOWN'>> {
  const account = await readAccount(tx, accountId);
  if (!account) return fail('NOT_FOUND');
  if (!isTheirs(tx, account)) return fail('FUND_NOT_YOURS');
  const id = newId();
  const purposes = [...new Set(given.purposes)];
  const added =
    await tx.run(sql`insert into fund_line (id, account_id, division, year, source, name, purposes, budget_fen, document_no, recorded_at, recorded_by, recorded_name)
    values (${id}, ${accountId}, ${account.division}, ${given.year}, ${given.source}, ${given.name}, ${purposes}::text[], ${given.budget}, ${given.documentNo},
      ${tx.now}, ${tx.actor.id}, ${tx.actor.name}) on conflict on constraint fund_line_once do nothing`);
  if (added === 0) return known('name', `${given.year}年${given.name}`);
  await recordAudit(tx, {
    action: 'fund.budgeted',
    subject: { kind: 'fund-line', id },
    division: account.division,
    detail: { budgetFen: given.budget },
  });
  return ok({ id });
}

interface Line {
  id: string;
  accountId: string;
  division: DivisionCode;
  source: FundSource;
  name: string;
  year: number;
  budgetFen: Fen;
  arrivedFen: Fen;
}
const lockLine = (tx: Tx, id: string): Promise<Line | null> =>
  tx.maybe<Line>(
    sql`select id, account_id, division, source, name, year, budget_fen, arrived_fen from fund_line where id = ${id} for update`,
  );

/** 调整预算 by a paper; what it was stays. */
export async function changeLine(
  tx: Tx,
  id: string,
  given: z.infer<typeof LineChange>,
): Promise<Result<null, 'NOT_FOUND' | 'FUND_NOT_YOURS' | 'FUND_BUDGET_BELOW'>> {
  const line = await lockLine(tx, id);
  if (!line) return fail('NOT_FOUND');
  if (!isTheirs(tx, line)) return fail('FUND_NOT_YOURS');
  if (given.budget < line.arrivedFen) return fail('FUND_BUDGET_BELOW', { arrived: yuanDigits(line.arrivedFen) });
  await tx.run(sql`insert into fund_line_change (id, line_id, division, before_fen, after_fen, document_no, reason, changed_at, changed_by, changed_name)
    values (${newId()}, ${id}, ${line.division}, ${line.budgetFen}, ${given.budget}, ${given.documentNo}, ${given.reason}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  await tx.run(sql`update fund_line set budget_fen = ${given.budget} where id = ${id}`);
  await recordAudit(tx, {
    action: 'fund.budget-changed',
    subject: { kind: 'fund-line', id },
    division: line.division,
    detail: { beforeFen: line.budgetFen, afterFen: given.budget },
  });
  return ok(null);
}

type ArrivalRefusal = 'NOT_FOUND' | 'FUND_NOT_YOURS' | 'FUND_OVER_BUDGET' | 'FUND_KNOWN' | 'INVALID_INPUT';

/** 到账: from this moment the money can be allocated, and its days are counted. */
export async function recordArrival(
  tx: Tx,
  lineId: string,
  given: z.infer<typeof NewArrival>,
): Promise<Result<{ id: string }, ArrivalRefusal>> {
  const line = await lockLine(tx, lineId);
  if (!line) return fail('NOT_FOUND');
  if (!isTheirs(tx, line)) return fail('FUND_NOT_YOURS');
  if (given.arrivedOn > tx.today) return wrong('arrivedOn', '到账日期不能晚于今天');
  const left = line.budgetFen - line.arrivedFen;
  if (given.amount > left) return fail('FUND_OVER_BUDGET', { amount: yuanDigits(given.amount), left: yuanDigits(left) });
  const id = newId();
  const { division, source } = line;
  const book = await arrivalBook(tx, division, id, line.name);
  const added =
    await tx.run(sql`insert into fund_arrival (id, line_id, account_id, division, amount_fen, arrived_on, voucher_no, ledger_account, recorded_at, recorded_by, recorded_name)
    values (${id}, ${lineId}, ${line.accountId}, ${division}, ${given.amount}, ${given.arrivedOn}, ${given.voucherNo}, ${book.id}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})
    on conflict on constraint fund_arrival_voucher do nothing`);
  if (added === 0) return known('voucherNo', given.voucherNo);
  await tx.run(sql`update fund_line set arrived_fen = arrived_fen + ${given.amount} where id = ${lineId}`);
  const outside = await outsideOf(tx, division, source);
  const posted = await postEntry(tx, {
    cause: `fund.arrival:${id}`,
    note: `${line.year}年${line.name}到账（${given.voucherNo}）`,
    reference: { kind: 'fund-arrival', id },
    postings: [
      { accountId: outside.id, amount: -given.amount },
      { accountId: book.id, amount: given.amount },
    ],
  });
  if (!posted.ok) throw new Error(`arrival ${id}: ${posted.code}`);
  await recordAudit(tx, {
    action: 'fund.arrived',
    subject: { kind: 'fund-arrival', id },
    division,
    detail: { amountFen: given.amount },
  });
  await emit(tx, {
    type: 'fund.arrived',
    subject: { kind: 'fund-arrival', id },
    division,
    payload: { source, amountFen: given.amount, programme: line.name, arrivedOn: given.arrivedOn },
    sensitivity: 'internal',
  });
  return ok({ id });
}
