/** The accounts of a special account on the ledger: from outside to an arrival, to an allocation, to whoever is paid. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type LedgerAccount, openAccount } from '../../../kernel/ledger/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { type FundSource, fundSources } from './terms.ts';

const account = (tx: Tx, kind: string, of: { division: DivisionCode; subject: string; name: string; mayBeNegative?: true }) =>
  openAccount(tx, {
    kind,
    division: of.division,
    subject: of.subject,
    unit: 'fen',
    name: of.name,
    mayBeNegative: of.mayBeNegative ?? false,
  });

/** 拨款的一方: the world outside, as far as the books know it. */
export const outsideOf = (tx: Tx, division: DivisionCode, source: FundSource): Promise<LedgerAccount> =>
  account(tx, 'fund.outside', { division, subject: source, name: `${fundSources[source]}拨入`, mayBeNegative: true });
export const arrivalBook = (tx: Tx, division: DivisionCode, id: string, name: string) =>
  account(tx, 'fund.arrival', { division, subject: id, name: `${name}待分配` });
export const allocationBook = (tx: Tx, division: DivisionCode, id: string, name: string) =>
  account(tx, 'fund.allocation', { division, subject: id, name: `${name}待支付` });
export const paidBook = (tx: Tx, division: DivisionCode, accountId: string) =>
  account(tx, 'fund.paid', { division, subject: accountId, name: '专户已付' });

/** Everything that lies on one bank account, told apart by arrival and allocation. */
export const booksOf = async (tx: Tx, accountId: string): Promise<string[]> =>
  (
    await tx.rows<{ id: string }>(
      sql`select ledger_account as id from fund_arrival where account_id = ${accountId} union select ledger_account from fund_allocation where account_id = ${accountId}`,
    )
  ).map(({ id }) => id);

export interface FundAccount {
  readonly id: string;
  readonly division: DivisionCode;
  readonly name: string;
  readonly openedOn: PlainDate;
}
export const readAccount = (tx: Tx, id: string): Promise<FundAccount | null> =>
  tx.maybe<FundAccount>(sql`select id, division, name, opened_on from fund_account where id = ${id}`);
