/**
 * Holds: what must not be paid for now. A hold is on a person and reaches every line of the entitlements that cover him or her. Checks run
 * at the freeze, when checking begins, and again just before the bank (4.7, 5.14).
 */
import { type Sql, sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import type { DivisionCode, Fen, Id, YearMonth } from '../schema/index.ts';
import { anyRow } from '../worker/server.ts';
import { templateOf } from './bank-format/formats.ts';
import { agencyBankFor, agencyBanksOf, unwritable } from './banks.ts';
import { type BatchId, DEAD_PAYEE_HOLD, type EntitlementId } from './index.ts';
import { leaveBehind } from './left-behind.ts';
import { MISSING_ACCOUNT, payeeIn, payeeInList } from './payees.ts';
import { proposeAdjustments } from './propose.ts';
import { lockUnsent, recompute } from './totals.ts';
import { keepingBack, undisputedFen } from './undisputed.ts';

/** The month that a line is for: a difference is for the last of the months that it covers, in whichever list it is paid. */
const dueMonth = sql`case when l.covers is null then l.month else (select max(month) from jsonb_object_keys(l.covers) month) end`;

/** Dead since a month before the one that is due: it may not be due at all. */
const isGone = sql`(p.life_state = 'dead' and not covered.paid and to_char(p.died_on, 'YYYY-MM') < due.month)`;

/**
 * A person whom the line's month covers, who is held, reported dead, or dead since an earlier month; or the one to whom it is paid, who is held, reported
 * dead, or dead at all: the money of the month of death, and arrears, are for those who settle the estate.
 */
const suspect = sql`select distinct on (l.id) l.id as line_id,
    case when h.id is not null then h.code when ${isGone} or p.life_state = 'death-reported' then 'death' else ${DEAD_PAYEE_HOLD} end as code,
    case when h.id is not null then h.reason when ${isGone} then '人员已死亡，待重新核算' when p.life_state = 'death-reported' then '收到死亡报告，待核实'
      else '领款人已死亡，请登记由谁领取' end as reason
  from payment_line l
  cross join lateral (select ${dueMonth} as month) due
  join lateral (select m.person_id, false as paid from entitlement_member m where m.entitlement_id = l.entitlement_id and m.months @> month_no(due.month)
    union all select coalesce((${payeeInList(sql`l.entitlement_id`, sql`l.month`)}), l.person_id), true) covered on true
  left join payment_hold h on h.released_at is null and h.at_most_fen is null and (h.from_month is null or due.month >= h.from_month)
    and (h.entitlement_id = l.entitlement_id or (h.entitlement_id is null and h.person_id = covered.person_id))
  left join person p on p.id = covered.person_id and p.life_state <> 'alive'`;
const isSuspect = sql`(h.id is not null or p.life_state = 'death-reported' or (p.life_state = 'dead' and (covered.paid or to_char(p.died_on, 'YYYY-MM') < due.month)))`;

/** Lines `l` on hold that nothing holds any more: no hold or death stands, or the account that was missing is there. */
export const heldForNothing = sql`(case when l.hold_code = 'account-missing'
  then exists (select from payout_account a where a.valid_to is null and a.owner_id = coalesce((${payeeIn(sql`l.entitlement_id`, sql`l.month`)}), l.person_id))
  else l.hold_code <> 'account-unwritable' and not exists (select from (${suspect} where ${isSuspect}) s where s.line_id = l.id) end)`;

/** Puts pending lines of a locked batch on hold. Returns how many are new. */
async function holdLines(tx: Tx, batchId: BatchId, found: Sql): Promise<number> {
  return tx.run(sql`update payment_line l set state = 'on-hold', hold_code = f.code, hold_reason = f.reason
    from (${found}) f where l.id = f.line_id and l.batch_id = ${batchId} and l.state = 'pending'`);
}

/** Lines whose account the file of its bank could not write: found weeks before the file is made, and again just before. */
async function holdUnwritable(tx: Tx, batchId: BatchId): Promise<number> {
  const { county } = await tx.one<{ county: DivisionCode }>(sql`select county from payment_batch where id = ${batchId}`);
  const banks = await agencyBanksOf(tx, county);
  if (!banks.some((bank) => templateOf(bank.format).charset.name !== 'utf-8')) return 0;
  const accounts = await tx.rows<{ id: string; bank: string; holder: string }>(sql`select distinct a.id, a.bank, a.holder
    from payment_line l join payout_account a on a.id = l.account_id where l.batch_id = ${batchId} and l.state = 'pending' and (a.holder || a.bank) ~ '[^[:ascii:]]'`);
  const found = accounts.flatMap((account) => {
    const characters = unwritable(banks, account);
    const bank = agencyBankFor(banks, account.bank).name;
    return characters.length === 0
      ? []
      : [{ id: account.id, reason: `户名或开户行里的“${characters.join('')}”，${bank}的文件写不出，请按银行登记的写法更正` }];
  });
  if (found.length === 0) return 0;
  return holdLines(
    tx,
    batchId,
    sql`select l.id as line_id, 'account-unwritable' as code, f.reason from payment_line l
      join unnest(${found.map((f) => f.id)}::uuid[], ${found.map((f) => f.reason)}::text[]) f(account_id, reason) on f.account_id = l.account_id where l.batch_id = ${batchId}`,
  );
}

/** Runs every check on a locked batch and recomputes it when something is held. Returns the number of lines newly held. */
export async function holdCheck(tx: Tx, batchId: BatchId): Promise<number> {
  let held = await holdLines(
    tx,
    batchId,
    sql`${suspect} where l.batch_id = ${batchId} and l.state = 'pending' and ${isSuspect} order by l.id, h.held_at, covered.paid`,
  );
  held += await holdUnwritable(tx, batchId);
  if (held > 0) await recompute(tx, [batchId], `${held}笔暂停发放`);
  return held;
}

/** The hold of a kind that stands on an entitlement of a person; null when it is not held. */
export const holdOn = (
  tx: Tx,
  of: { personId: Id<'Person'>; code: string; entitlementId: EntitlementId },
): Promise<{ reason: string; fromMonth: YearMonth | null } | null> =>
  tx.maybe(sql`select reason, from_month from payment_hold where person_id = ${of.personId} and code = ${of.code}
    and entitlement_id = ${of.entitlementId} and released_at is null`);

export interface Hold {
  personId: Id<'Person'>;
  division: DivisionCode;
  /** `death`, `custody` …: one open hold of a kind for a person. */
  code: string;
  reason: string;
  /** Only these; every entitlement that covers the person when left out. */
  entitlementIds?: readonly EntitlementId[];
  /** Lines of this month and later; all when left out. */
  fromMonth?: YearMonth;
}

const coveredBy = (personId: string): Sql => sql`(l.person_id = ${personId} or exists (select from entitlement_member m
  where m.entitlement_id = l.entitlement_id and m.person_id = ${personId} and m.months @> month_no(l.month)))`;

/**
 * Holds the next payments of a person (a reported death stops nothing, 5.14): unsent lines at once, later ones at their checks.
 * Held twice changes nothing. Returns the number of lines held now.
 */
export async function holdPerson(tx: Tx, hold: Hold): Promise<number> {
  for (const entitlementId of hold.entitlementIds ?? [null])
    await tx.run(sql`insert into payment_hold (id, person_id, division, code, entitlement_id, from_month, reason, held_at, held_by)
      values (${newId()}, ${hold.personId}, ${hold.division}, ${hold.code}, ${entitlementId}, ${hold.fromMonth ?? null}, ${hold.reason}, ${tx.now}, ${tx.actor.id})
      on conflict (person_id, code, entitlement_id) where released_at is null do nothing`);
  const reached = hold.entitlementIds
    ? sql`l.entitlement_id = any(${[...hold.entitlementIds]}::uuid[])`
    : coveredBy(hold.personId);
  const filter = sql`${reached} and l.month >= ${hold.fromMonth ?? ''}`;
  const batches = await lockUnsent(tx, filter);
  const held =
    await tx.run(sql`update payment_line l set state = 'on-hold', hold_code = ${hold.code}, hold_reason = ${hold.reason}
    where l.state = 'pending' and l.batch_id = any(${batches}::uuid[]) and ${filter}`);
  await recompute(tx, batches, hold.reason);
  await recordAudit(tx, {
    action: 'payment.held',
    subject: { kind: 'person', id: hold.personId },
    personId: hold.personId,
    division: hold.division,
    detail: { code: hold.code, lines: held },
  });
  return held;
}

/**
 * What one hold of a person stopped goes on under another one, without a moment in which it could be paid: a warning found true goes over to
 * the review of the benefit. Nothing happens where there is no such hold. The old one is then free to end.
 */
export async function handOverHold(
  tx: Tx,
  given: {
    personId: Id<'Person'>;
    division: DivisionCode;
    from: string;
    to: string;
    reason: string;
    entitlementIds: readonly EntitlementId[];
  },
): Promise<boolean> {
  const { personId, division, from, to, reason, entitlementIds } = given;
  const held = await tx.maybe<{ fromMonth: YearMonth | null }>(
    sql`select from_month from payment_hold where person_id = ${personId} and code = ${from} and released_at is null order by from_month nulls first limit 1`,
  );
  if (!held) return false;
  await holdPerson(tx, {
    personId,
    division,
    code: to,
    reason,
    entitlementIds,
    ...(held.fromMonth ? { fromMonth: held.fromMonth } : {}),
  });
  await tx.run(sql`update payment_line set hold_code = ${to}, hold_reason = ${reason}
    where state = 'on-hold' and hold_code = ${from} and entitlement_id = any(${[...entitlementIds]}::uuid[])`);
  return true;
}

/**
 * Ends a hold: that of some entitlements, or all of its kind of the person. Its lines in unsent batches become payable again (at the amount known by now);
 * those that stayed behind in a batch that left end, and the next run pays their months. Returns the number of lines set free.
 */
export async function releaseHold(
  tx: Tx,
  release: { personId: Id<'Person'>; code: string; reason: string; entitlementIds?: readonly EntitlementId[] },
): Promise<number> {
  const { personId, code, entitlementIds } = release;
  const only = (entitlement: Sql): Sql =>
    entitlementIds ? sql`${entitlement} = any(${[...entitlementIds]}::uuid[])` : sql`true`;
  const released = await tx.rows<{ entitlementId: EntitlementId | null; atMostFen: Fen | null }>(sql`update payment_hold
    set released_at = ${tx.now}, released_by = ${tx.actor.id}, release_reason = ${release.reason}
    where person_id = ${personId} and code = ${code} and ${only(sql`entitlement_id`)} and released_at is null returning entitlement_id, at_most_fen`);
  const ended = released.length;
  await payInFull(
    tx,
    released.flatMap((hold) => (hold.atMostFen !== null && hold.entitlementId ? [hold.entitlementId] : [])),
    release.reason,
  );
  // A death that was none, and a payee who has been replaced, free what waited for another payee as well.
  const codes = code === 'death' ? [code, DEAD_PAYEE_HOLD] : [code];
  const payeeLives = sql`not exists (select from person d where d.id = coalesce((${payeeIn(sql`l.entitlement_id`, sql`l.month`)}), l.person_id) and d.life_state = 'dead')`;
  const ofPerson = sql`${only(sql`l.entitlement_id`)} and l.state = 'on-hold' and l.hold_code = any(${codes}::text[]) and (l.hold_code <> ${DEAD_PAYEE_HOLD} or ${payeeLives}) and (l.person_id = ${personId}
    or exists (select from entitlement_member m where m.entitlement_id = l.entitlement_id and m.person_id = ${personId})
    or exists (select from entitlement_payee y where y.entitlement_id = l.entitlement_id and y.owner_id = ${personId}))`;
  // Another member of the family may be held as well.
  const standing = sql`from payment_hold h where h.released_at is null and h.at_most_fen is null and (h.from_month is null or ${dueMonth} >= h.from_month) and (h.entitlement_id = l.entitlement_id
    or (h.entitlement_id is null and (h.person_id = l.person_id
      or exists (select from entitlement_member m where m.entitlement_id = l.entitlement_id and m.person_id = h.person_id and m.months @> month_no(${dueMonth})))))`;
  const free = sql`not exists (select ${standing})`;
  const batches = await lockUnsent(tx, ofPerson);
  const freed =
    await tx.run(sql`update payment_line l set state = case when l.account_id is null then 'on-hold' else 'pending' end,
      hold_code = case when l.account_id is null then 'account-missing' end, hold_reason = case when l.account_id is null then ${MISSING_ACCOUNT} end
    where l.batch_id = any(${batches}::uuid[]) and ${ofPerson} and ${free}`);
  const left = await leaveBehind(tx, sql`${ofPerson} and ${free}`, release.reason);
  // What still stands is what they wait for now: its release must find them.
  await tx.run(sql`update payment_line l set (hold_code, hold_reason) = (select h.code, h.reason ${standing} order by h.held_at, h.id limit 1)
    where ${ofPerson} and exists (select ${standing})`);
  await recompute(tx, batches, release.reason);
  if (ended + freed + left === 0) return 0;
  await recordAudit(tx, {
    action: 'payment.released',
    subject: { kind: 'person', id: personId },
    personId,
    detail: { code, lines: freed + left },
  });
  return freed + left;
}

const nothingHolds = sql`l.hold_code is not null and ${heldForNothing}`;
export const anyHeldForNothing = (tx: Tx) => anyRow(tx, sql`payment_line l where ${nothingHolds}`);

/**
 * Lines that nothing holds any more, for whoever ended the hold did not see them (another county, where the family lives now): the daily look. Those of lists
 * that have not left are paid with them, the others by the next one. Returns how many.
 */
export async function freeHeldForNothing(tx: Tx): Promise<number> {
  const reason = '暂停的原因已经不在';
  const filter = nothingHolds;
  const waiting = sql`${filter} and l.account_id is not null`;
  const batches = await lockUnsent(tx, waiting);
  const freed = await tx.run(sql`update payment_line l set state = 'pending', hold_code = null, hold_reason = null
    where ${waiting} and l.batch_id = any(${batches}::uuid[])`);
  await recompute(tx, batches, reason);
  return freed + (await leaveBehind(tx, filter, reason));
}

/**
 * 听取意见以前先发没有争议的部分: an entitlement that is held because of a person (code) pays up to an amount a month until the hold is released; only the rest
 * waits. What another hold stops stays stopped. Unsent lines take it over at once; months frozen meanwhile too. What is decided later makes up the difference
 * as a proposal.
 */
export async function payUndisputed(
  tx: Tx,
  given: { entitlementId: EntitlementId; personId: Id<'Person'>; code: string; amountFen: Fen; reason: string },
): Promise<number> {
  const { entitlementId, personId, code, amountFen } = given;
  const holds = await tx.rows<{ fromMonth: YearMonth | null }>(sql`update payment_hold set at_most_fen = ${amountFen}
    where entitlement_id = ${entitlementId} and person_id = ${personId} and code = ${code} and released_at is null returning from_month`);
  if (holds.length === 0) return 0;
  const from = holds.map((hold) => hold.fromMonth ?? '').sort()[0]!;
  const filter = sql`l.entitlement_id = ${entitlementId} and l.kind = 'regular' and l.month >= ${from} and (l.state = 'pending' or (l.state = 'on-hold' and l.hold_code = ${code}))`;
  const batches = await lockUnsent(tx, filter);
  const most = sql`least(l.amount_fen + l.offset_fen, ${amountFen})`;
  const paying =
    await tx.run(sql`update payment_line l set ${keepingBack(most)}, hold_code = case when l.account_id is null then 'account-missing' end,
      hold_reason = case when l.account_id is null then ${MISSING_ACCOUNT} end, state = case when l.account_id is null then 'on-hold' else 'pending' end
    where l.batch_id = any(${batches}::uuid[]) and ${filter}`);
  for (const batch of batches) await holdCheck(tx, batch);
  await recompute(tx, batches, given.reason);
  const left = sql`l.entitlement_id = ${entitlementId} and l.month >= ${from} and l.hold_code = ${code}`;
  return paying + (await leaveBehind(tx, left, given.reason));
}

/** What was paid in part is due in full again, as far as no other hold stands: in unsent batches at once; for months that left, as a proposal. */
async function payInFull(tx: Tx, entitlementIds: readonly EntitlementId[], reason: string): Promise<void> {
  for (const id of entitlementIds) {
    const filter = sql`l.entitlement_id = ${id} and l.kind = 'regular'`;
    const batches = await lockUnsent(tx, filter);
    const due = sql`least(v.amount_fen, ${undisputedFen(sql`l.entitlement_id`, sql`l.month`)})`;
    await tx.run(sql`update payment_line l set ${keepingBack(due)} from entitlement_version v
      where v.id = l.version_id and l.batch_id = any(${batches}::uuid[]) and ${filter} and l.state in ('pending', 'on-hold') and l.amount_fen + l.offset_fen <> ${due}`);
    await recompute(tx, batches, reason);
  }
  if (entitlementIds.length > 0) await proposeAdjustments(tx, { ids: entitlementIds, reason });
}
