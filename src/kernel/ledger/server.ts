/**
 * 台账, server face: open accounts, post an entry, reverse one, read a statement. Accounts are locked in the order of their ids, so two
 * entries never wait for each other, and the second to spend the last money is told so by a value.
 */
import './audited.ts';
import { createHash } from 'node:crypto';
import { and, join, sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { homeDivision, newId, type Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { PlainDate } from '../schema/index.ts';
import {
  type AccountKey,
  amountText,
  type LedgerAccount,
  type LedgerAccountId,
  type LedgerEntryId,
  type NewEntry,
  type Posted,
  type Posting,
  type Statement,
  type StatementLine,
} from './index.ts';

export * from './index.ts';

const PAGE = 50;
const columns = sql`a.id, a.kind, a.subject, a.unit, a.division, a.name, a.may_be_negative, a.balance`;
const ofKey = (key: AccountKey) =>
  sql`a.kind = ${key.kind} and a.division = ${key.division} and a.subject = ${key.subject ?? ''} and a.unit = ${key.unit}`;

/** Null where it has not been opened, or lies outside the actor's divisions. */
export const findAccount = (tx: Tx, key: AccountKey): Promise<LedgerAccount | null> =>
  tx.maybe<LedgerAccount>(sql`select ${columns} from ledger_account a where ${ofKey(key)}`);

/** The account of this key; the first who needs it opens it. Name and sign are those of the opening. */
export async function openAccount(
  tx: Tx,
  key: AccountKey & Pick<LedgerAccount, 'name' | 'mayBeNegative'>,
): Promise<LedgerAccount> {
  await tx.run(sql`insert into ledger_account (id, kind, subject, unit, division, name, may_be_negative, opened_at, opened_by)
    values (${newId()}, ${key.kind}, ${key.subject ?? ''}, ${key.unit}, ${key.division}, ${key.name}, ${key.mayBeNegative}, ${tx.now}, ${tx.actor.id})
    on conflict on constraint ledger_account_one do nothing`);
  const account = await findAccount(tx, key);
  if (!account) throw new Error(`account ${key.kind} of ${key.division} lies outside the actor's divisions`);
  return account;
}

/** Accounts of one kind that the actor sees, by division, 50 a page. */
export async function accountsOfKind(
  tx: Tx,
  kind: string,
  cursor: string | null = null,
): Promise<{ items: LedgerAccount[]; next: string | null }> {
  const where = [sql`a.kind = ${kind}`];
  const [division, subject = '', unit = ''] = cursor?.split('/') ?? [];
  if (division) where.push(sql`(a.division, a.subject, a.unit) > (${division}, ${subject}, ${unit})`);
  const rows = await tx.rows<LedgerAccount>(
    sql`select ${columns} from ledger_account a where ${and(where)} order by a.division, a.subject, a.unit limit ${PAGE + 1}`,
  );
  const last = rows[PAGE - 1];
  return {
    items: rows.slice(0, PAGE),
    next: rows.length > PAGE && last ? `${last.division}/${last.subject}/${last.unit}` : null,
  };
}

const digestOf = (postings: readonly Posting[]): string =>
  createHash('sm3')
    .update(
      postings
        .map((p) => `${p.accountId}:${p.amount}`)
        .sort()
        .join(),
    )
    .digest('hex');

type PostRefusal = 'NOT_FOUND' | 'LEDGER_BALANCE_SHORT' | 'LEDGER_CAUSE_REUSED';

/**
 * Posts an entry. Sums that are not zero are a bug of the caller (the database refuses them too); too little money is a refusal, after
 * which nothing has been written, so the caller may go on by another way.
 */
export const postEntry = (tx: Tx, entry: NewEntry): Promise<Result<Posted, PostRefusal>> => post(tx, entry, null);

async function post(tx: Tx, entry: NewEntry, reverses: LedgerEntryId | null): Promise<Result<Posted, PostRefusal>> {
  const { postings } = entry;
  const ids = postings.map((p) => p.accountId);
  if (
    postings.length < 2 ||
    new Set(ids).size !== ids.length ||
    postings.some((p) => p.amount === 0 || !Number.isSafeInteger(p.amount))
  )
    throw new Error(`entry ${entry.cause}: at least two whole amounts, on different accounts`);
  const accounts = await tx.rows<LedgerAccount>(
    sql`select ${columns} from ledger_account a where a.id = any(${ids}::uuid[]) order by a.id for update`,
  );
  if (accounts.length !== ids.length) return fail('NOT_FOUND');
  const digest = digestOf(postings);
  const known = await tx.maybe<{ id: LedgerEntryId; digest: string }>(
    sql`select id, digest from ledger_entry where cause = ${entry.cause}`,
  );
  if (known) return known.digest === digest ? ok({ id: known.id, replayed: true }) : fail('LEDGER_CAUSE_REUSED');
  const sums = new Map<string, number>();
  for (const account of accounts) {
    const { amount } = postings.find((p) => p.accountId === account.id)!;
    sums.set(account.unit, (sums.get(account.unit) ?? 0) + amount);
    if (amount < 0 && account.balance + amount < 0 && !account.mayBeNegative)
      return fail('LEDGER_BALANCE_SHORT', {
        account: account.name,
        balance: amountText(account.unit, account.balance),
        needed: amountText(account.unit, -amount),
      });
  }
  if ([...sums.values()].some((sum) => sum !== 0)) throw new Error(`entry ${entry.cause} does not come to zero`);
  const id: LedgerEntryId = newId();
  const { actor } = tx;
  const written =
    await tx.run(sql`insert into ledger_entry (id, cause, reference_kind, reference_id, note, division, reverses, posting_count, digest, day, at, by_id, by_name)
    values (${id}, ${entry.cause}, ${entry.reference?.kind ?? null}, ${entry.reference?.id ?? null}, ${entry.note}, ${homeDivision(tx)},
      ${reverses}, ${postings.length}, ${digest}, ${tx.today}, ${tx.now}, ${actor.id}, ${actor.name})
    on conflict on constraint ledger_entry_cause do nothing`);
  if (written === 0) return fail('LEDGER_CAUSE_REUSED');
  await tx.run(
    sql`insert into ledger_posting (entry_id, account_id, amount) values ${join(
      postings.map((p) => sql`(${id}::uuid, ${p.accountId}::uuid, ${p.amount}::bigint)`),
      sql`, `,
    )}`,
  );
  await recordAudit(tx, {
    action: reverses ? 'ledger.reversed' : 'ledger.posted',
    subject: { kind: 'ledger-entry', id },
    detail: { cause: entry.cause, postings },
  });
  return ok({ id, replayed: false });
}

/** Takes an entry back by its counter-entry: every posting with the other sign. The first stays as it was. */
export async function reverseEntry(
  tx: Tx,
  given: { entryId: LedgerEntryId; cause: string; note: string },
): Promise<Result<Posted, PostRefusal | 'LEDGER_ALREADY_REVERSED'>> {
  const entry = await tx.maybe<{ postingCount: number; referenceKind: string | null; referenceId: string | null }>(
    sql`select posting_count, reference_kind, reference_id from ledger_entry where id = ${given.entryId}`,
  );
  const postings = await tx.rows<Posting>(
    sql`select account_id, amount from ledger_posting where entry_id = ${given.entryId} order by account_id`,
  );
  // Whoever does not see all its accounts cannot take it back.
  if (!entry || postings.length !== entry.postingCount) return fail('NOT_FOUND');
  await tx.rows(
    sql`select 1 from ledger_account a where a.id = any(${postings.map((p) => p.accountId)}::uuid[]) order by a.id for update`,
  );
  const before = await tx.maybe<{ cause: string }>(sql`select cause from ledger_entry where reverses = ${given.entryId}`);
  if (before && before.cause !== given.cause) return fail('LEDGER_ALREADY_REVERSED');
  const { referenceKind: kind, referenceId: id } = entry;
  return post(
    tx,
    {
      cause: given.cause,
      note: given.note,
      postings: postings.map((p) => ({ accountId: p.accountId, amount: -p.amount })),
      ...(kind !== null && id !== null ? { reference: { kind, id } } : {}),
    },
    given.entryId,
  );
}

/** An account over a period, oldest first, 50 lines a page. */
export async function statementOf(
  tx: Tx,
  wanted: { accountId: LedgerAccountId; from: PlainDate; to: PlainDate },
  cursor: string | null = null,
): Promise<Result<Statement, 'NOT_FOUND'>> {
  const { accountId, from, to } = wanted;
  const account = await tx.maybe<LedgerAccount>(sql`select ${columns} from ledger_account a where a.id = ${accountId}`);
  if (!account) return fail('NOT_FOUND');
  const before = await tx.maybe<{ balanceAfter: number }>(
    sql`select balance_after from ledger_posting where account_id = ${accountId} and day < ${from} order by day desc, no desc limit 1`,
  );
  const totals = await tx.one<{ incoming: number; outgoing: number }>(sql`select
      coalesce(sum(amount) filter (where amount > 0), 0)::bigint as incoming, coalesce(-sum(amount) filter (where amount < 0), 0)::bigint as outgoing
    from ledger_posting where account_id = ${accountId} and day >= ${from} and day <= ${to}`);
  const after = Number(cursor ?? 0);
  const rows = await tx.rows<StatementLine>(sql`select p.entry_id, p.no, p.day, e.at, p.amount, p.balance_after, e.note, e.cause,
      e.reference_kind, e.reference_id, e.by_name, e.reverses
    from ledger_posting p join ledger_entry e on e.id = p.entry_id
    where p.account_id = ${accountId} and p.day >= ${from} and p.day <= ${to} and p.no > ${Number.isSafeInteger(after) ? after : 0}
    order by p.no limit ${PAGE + 1}`);
  const items = rows.slice(0, PAGE);
  const opening = before?.balanceAfter ?? 0;
  return ok({
    account,
    from,
    to,
    opening,
    ...totals,
    closing: opening + totals.incoming - totals.outgoing,
    items,
    next: rows.length > PAGE ? String(items.at(-1)!.no) : null,
  });
}

/** Several accounts as one, such as a bank account whose money is told apart by purpose: what came in and went out of all of them; moves among them are none. */
export async function movementOf(
  tx: Tx,
  wanted: { accountIds: readonly string[]; from: PlainDate; to: PlainDate },
): Promise<{ opening: number; incoming: number; outgoing: number; closing: number }> {
  const { accountIds, from, to } = wanted;
  const sums = await tx.one<{ opening: number; incoming: number; outgoing: number }>(sql`select
      coalesce(sum(m.amount) filter (where m.day < ${from}), 0)::bigint as opening,
      coalesce(sum(m.amount) filter (where m.day >= ${from} and m.amount > 0), 0)::bigint as incoming,
      coalesce(-sum(m.amount) filter (where m.day >= ${from} and m.amount < 0), 0)::bigint as outgoing
    from (select e.day, sum(p.amount) as amount from ledger_posting p join ledger_entry e on e.id = p.entry_id
      where p.account_id = any(${accountIds}::uuid[]) and e.day <= ${to} group by e.id, e.day) m`);
  return { ...sums, closing: sums.opening + sums.incoming - sums.outgoing };
}
