/** 按月对账: the books of a bank account against what the bank says; every difference is said, with the day it arose. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { firstDayOf, longMonth, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { movementOf } from '../../../kernel/ledger/server.ts';
import { wholeParameter, yuanDigits } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { dueOn } from '../statistics/period.ts';
import { isTheirs } from './accounts.ts';
import { booksOf, readAccount } from './books.ts';
import { differenceOf } from './rules.ts';
import type { NewReconciliation, Settlement } from './shapes.ts';

export const lastDayOf = (month: YearMonth): PlainDate => plusDays(firstDayOf(plusMonths(month, 1)), -1);

/** What the books say of one month. */
export const monthOfBooks = async (tx: Tx, accountId: string, month: YearMonth) =>
  movementOf(tx, { accountIds: await booksOf(tx, accountId), from: firstDayOf(month), to: lastDayOf(month) });

/** The day by which a month is to be reconciled. */
export async function reconcileBy(tx: Tx, month: YearMonth, division: DivisionCode): Promise<Result<PlainDate, 'PARAM_MISSING'>> {
  const day = await wholeParameter(tx, 'FUND-RECONCILE-DAY', division, tx.today);
  return day.ok ? ok(dueOn(tx.calendar, month, day.value, division)) : day;
}

/** Months that are over since the account was opened and not reconciled, the oldest first. */
export async function monthsOwed(tx: Tx, account: { id: string; openedOn: PlainDate }): Promise<YearMonth[]> {
  const done = new Set(
    (
      await tx.rows<{ month: YearMonth }>(sql`select distinct month from fund_reconciliation where account_id = ${account.id}`)
    ).map((r) => r.month),
  );
  const owed: YearMonth[] = [];
  for (let month = monthOf(account.openedOn); month < monthOf(tx.today); month = plusMonths(month, 1))
    if (!done.has(month)) owed.push(month);
  return owed;
}

type Refusal = 'NOT_FOUND' | 'FUND_NOT_YOURS' | 'FUND_MONTH_OPEN' | 'FUND_DIFFERENCE_UNSAID' | 'INVALID_INPUT' | 'PARAM_MISSING';

/** The books of the month are read under the lock of the account; reconciled again, it is a new version and the old differences are taken up by it. */
export async function reconcile(
  tx: Tx,
  accountId: string,
  given: z.infer<typeof NewReconciliation>,
): Promise<Result<{ id: string; closingFen: number; differenceFen: number }, Refusal>> {
  await tx.rows(sql`select 1 from fund_account where id = ${accountId} for update`);
  const account = await readAccount(tx, accountId);
  if (!account) return fail('NOT_FOUND');
  if (!isTheirs(tx, account)) return fail('FUND_NOT_YOURS');
  const { month, bank } = given;
  if (month >= monthOf(tx.today))
    return fail('FUND_MONTH_OPEN', { month: longMonth(month) }, [{ path: 'month', message: '请选择已经过完的月份' }]);
  if (month < monthOf(account.openedOn))
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'month', message: '专户那时还没有启用' }]);
  const late = given.items.findIndex((item) => item.on > lastDayOf(month));
  if (late >= 0) return fail('INVALID_INPUT', { count: 1 }, [{ path: `items.${late}.on`, message: '差异应当在这个月底以前' }]);
  const { opening, incoming, outgoing } = await monthOfBooks(tx, accountId, month);
  const { closing, difference } = differenceOf({ opening, incoming, outgoing, bank });
  const signed = given.items.map((item) => ({ ...item, fen: item.side === 'more' ? item.amount : -item.amount }));
  const said = signed.reduce((sum, item) => sum + item.fen, 0);
  if (said !== difference)
    return fail(
      'FUND_DIFFERENCE_UNSAID',
      { closing: yuanDigits(closing), bank: yuanDigits(bank), difference: yuanDigits(difference), said: yuanDigits(said) },
      [{ path: 'items', message: `还有${yuanDigits(difference - said)}元没有说明` }],
    );
  const due = await reconcileBy(tx, month, account.division);
  if (!due.ok) return due;
  const id = newId();
  const { division } = account;
  const { version } = await tx.one<{ version: number }>(
    sql`select coalesce(max(version), 0)::int + 1 as version from fund_reconciliation where account_id = ${accountId} and month = ${month}`,
  );
  await tx.run(sql`insert into fund_reconciliation (id, account_id, division, month, version, opening_fen, in_fen, out_fen, closing_fen, bank_fen, due_on, reconciled_on, reconciled_by, reconciled_name)
    values (${id}, ${accountId}, ${division}, ${month}, ${version}, ${opening}, ${incoming}, ${outgoing}, ${closing}, ${bank}, ${due.value}, ${tx.today}, ${tx.actor.id}, ${tx.actor.name})`);
  await tx.run(sql`update fund_difference set settled_on = ${tx.today}, settlement = '重新对账', settled_by = ${tx.actor.id}, settled_name = ${tx.actor.name}
    where account_id = ${accountId} and month = ${month} and settled_on is null`);
  for (const item of signed)
    await tx.run(sql`insert into fund_difference (id, reconciliation_id, account_id, division, month, amount_fen, arose_on, note)
      values (${newId()}, ${id}, ${accountId}, ${division}, ${month}, ${item.fen}, ${item.on}, ${item.note})`);
  await recordAudit(tx, {
    action: 'fund.reconciled',
    subject: { kind: 'fund-account', id: accountId },
    division,
    detail: { month, version, closingFen: closing, bankFen: bank },
  });
  return ok({ id, closingFen: closing, differenceFen: difference });
}

export async function settleDifference(
  tx: Tx,
  id: string,
  { settlement }: z.infer<typeof Settlement>,
): Promise<Result<null, 'NOT_FOUND' | 'FUND_NOT_YOURS' | 'FUND_MOVE'>> {
  const found = await tx.maybe<{ division: DivisionCode; settledOn: PlainDate | null }>(
    sql`select division, settled_on from fund_difference where id = ${id} for update`,
  );
  if (!found) return fail('NOT_FOUND');
  if (!isTheirs(tx, found)) return fail('FUND_NOT_YOURS');
  if (found.settledOn) return fail('FUND_MOVE', { state: '已处理', doing: '再处理' });
  await tx.run(
    sql`update fund_difference set settled_on = ${tx.today}, settlement = ${settlement}, settled_by = ${tx.actor.id}, settled_name = ${tx.actor.name} where id = ${id}`,
  );
  await recordAudit(tx, {
    action: 'fund.difference-settled',
    subject: { kind: 'fund-difference', id },
    division: found.division,
  });
  return ok(null);
}
