/** Payout accounts: the household account on the social-security card. An account row never changes; a correction is a new row. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { notify } from '../notice/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { type DivisionCode, formats, type Id } from '../schema/index.ts';
import { accountHolds } from './index.ts';
import { leaveBehind } from './left-behind.ts';
import { type PayeeKind, paidTo, recordPayee } from './payees.ts';
import { lockUnsent, recompute } from './totals.ts';

/** Whose account it is: a person's, or that of a unit which is paid for persons. */
export type AccountOwner = { personId: Id<'Person'>; payeeId?: never } | { payeeId: Id<'Payee'>; personId?: never };
export const ownerOf = (owner: AccountOwner): string => owner.personId ?? owner.payeeId!;

export type NewAccount = AccountOwner & {
  division: DivisionCode;
  bank: string;
  /** 12 to 19 digits; stored encrypted. */
  number: string;
  /** Name on the account. */
  holder: string;
};

export const ACCOUNT_DIGEST = 'payout_account.account';
export const accountPlace = (id: string): string => `payout_account.account:${id}`;

/** `|` and line breaks separate the fields of the bank's file. */
const unfit = (text: string): boolean => text.trim() === '' || text.length > 60 || /[|\p{Cc}]/u.test(text);

function accountProblem(account: NewAccount): string | null {
  if (unfit(account.bank)) return '开户银行无效';
  if (unfit(account.holder)) return '户名无效';
  return formats['bank-account'](account.number);
}

/** Where somebody's money goes now; null where nothing is on file. In the clear: for a form that is sealed again, never for an answer. */
export async function payoutAccountOf(
  tx: Tx,
  personId: Id<'Person'>,
): Promise<{ bank: string; number: string; holder: string } | null> {
  const row = await tx.maybe<{ id: string; bank: string; holder: string; account: Buffer }>(
    sql`select id, bank, holder, account from payout_account where owner_id = ${personId} and valid_to is null`,
  );
  return row && { bank: row.bank, holder: row.holder, number: tx.keys.open(row.account, accountPlace(row.id)) };
}

/**
 * Records an account from today on; the former one ends. The same account again changes nothing. Lines that were held
 * because an account was missing become payable; where their batch has been sent already, by the next one.
 */
export async function recordPayoutAccount(tx: Tx, account: NewAccount): Promise<Result<{ id: string }, 'ACCOUNT_INVALID'>> {
  const problem = accountProblem(account);
  if (problem) return fail('ACCOUNT_INVALID', { problem });
  const owner = ownerOf(account);
  const digests = tx.keys.digests(ACCOUNT_DIGEST, account.number);
  // Two who record one at the same time follow each other.
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`payout-account:${owner}`}, 0))`);
  const open = await tx.maybe<{ id: string; same: boolean }>(sql`select id,
      (account_digest = any(${digests}) and bank = ${account.bank} and holder = ${account.holder}) as same
    from payout_account where owner_id = ${owner} and valid_to is null for update`);
  if (open?.same) return ok({ id: open.id });
  if (open) await tx.run(sql`update payout_account set valid_to = ${tx.today} where id = ${open.id}`);
  else await endElsewhere(tx, account);
  const id = newId();
  await tx.run(sql`insert into payout_account (id, person_id, payee_id, division, bank, holder, account, account_digest, digest_key, last4, valid_from, recorded_at, recorded_by)
    values (${id}, ${account.personId ?? null}, ${account.payeeId ?? null}, ${account.division}, ${account.bank}, ${account.holder}, ${tx.keys.seal(account.number, accountPlace(id))},
      ${tx.keys.digest(ACCOUNT_DIGEST, account.number)}, ${tx.keys.current}, ${account.number.slice(-4)}, ${tx.today}, ${tx.now}, ${tx.actor.id})`);
  await recordAudit(tx, {
    action: 'payout-account.recorded',
    subject: { kind: 'payout-account', id },
    ...(account.personId ? { personId: account.personId } : {}),
    division: account.division,
  });
  const paid = paidTo(owner);
  const batches = await lockUnsent(tx, paid);
  await tx.run(sql`update payment_line l
    set account_id = a.id, account_digest = a.account_digest, account_last4 = a.last4,
      state = case when l.hold_code = any(${[...accountHolds]}::text[]) then 'pending' else l.state end,
      hold_reason = case when l.hold_code = any(${[...accountHolds]}::text[]) then null else l.hold_reason end,
      hold_code = case when l.hold_code = any(${[...accountHolds]}::text[]) then null else l.hold_code end
    from payout_account a
    where a.id = ${id} and ${paid} and l.state in ('pending', 'on-hold') and l.batch_id = any(${batches}::uuid[])`);
  await recompute(tx, batches, '账户变更');
  await leaveBehind(tx, sql`${paid} and l.hold_code = any(${[...accountHolds]}::text[])`, '账户变更');
  return ok({ id });
}

/** Somebody who lives elsewhere, and whose account there is not seen from here, has one account all the same: the newest. The person is told, as it was done far away. */
async function endElsewhere(tx: Tx, account: NewAccount): Promise<void> {
  const { ended } = await tx.one<{ ended: boolean }>(
    sql`select end_account_elsewhere(${ownerOf(account)}, ${tx.today}) as ended`,
  );
  if (!ended || !account.personId) return;
  await notify(tx, {
    to: { personId: account.personId },
    template: 'account.replaced',
    params: {
      bank: account.bank,
      last4: account.number.slice(-4),
      place: tx.divisions.fullName(account.division),
      tel: tx.office(account.division).telephone,
    },
  });
}

/**
 * A unit, with its account, as another division keeps it: an institution that goes on caring for somebody whose money now comes from there. What that
 * division has on file already stands.
 */
export async function keepPayeeIn(tx: Tx, payeeId: Id<'Payee'>, division: DivisionCode): Promise<Id<'Payee'>> {
  const unit = await tx.one<{ kind: PayeeKind; name: string }>(sql`select kind, name from payee where id = ${payeeId}`);
  const id = await recordPayee(tx, { division, ...unit });
  const account = await tx.maybe<{ id: string; bank: string; holder: string; account: Buffer }>(
    sql`select id, bank, holder, account from payout_account where owner_id = ${payeeId} and valid_to is null
      and not exists (select from payout_account there where there.owner_id = ${id} and there.valid_to is null)`,
  );
  if (!account) return id;
  const { bank, holder } = account;
  const number = tx.keys.open(account.account, accountPlace(account.id));
  const recorded = await recordPayoutAccount(tx, { payeeId: id, division, bank, holder, number });
  if (!recorded.ok) throw new Error(`account of unit ${payeeId}: ${recorded.code}`);
  return id;
}
