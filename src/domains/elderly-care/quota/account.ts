/**
 * The account of a person's month, for whoever runs home service: an order reserves when it is accepted, uses when it is verified, releases when it comes to nothing.
 * Each is one transaction on the locked row; said twice it happens once. The month is that of the planned start.
 */
import { sql } from '../../../database/sql.ts';
import { firstDayOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { withParameters } from '../../../kernel/policy/index.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, YearMonth } from '../../../kernel/schema/index.ts';
import { circumstancesOf } from '../circumstances.ts';
import { staysOn } from '../outlets/store.ts';
import { type Account, freeOf, type MyQuota, reserveOf, spendOf, type Tier, tierIn, tierKeys } from './rules.ts';

interface Quota extends Account {
  id: string;
  personId: string;
  division: DivisionCode;
}
interface Hold {
  quotaId: string;
  state: 'reserved' | 'used' | 'released';
  fen: Fen;
}
const columns = sql`id, person_id, division, amount_fen, used_fen, reserved_fen`;

/** What of a month stands neither in the registry nor in the facts: the stay in a home, and what a township has seen on an application. */
async function beyondFacts(tx: Tx, personId: string, month: YearMonth) {
  const granted = await tx.maybe<{ onlyChildLost: boolean }>(sql`select only_child_lost from care_quota_grant
    where person_id = ${personId} and from_month <= ${month} order by from_month desc, id desc limit 1`);
  return {
    inInstitution: await staysOn(tx, personId, firstDayOf(month)),
    onlyChildLost: granted?.onlyChildLost ?? false,
  };
}

/** By what holds on the first day of the month; null: no tier. */
async function tierOf(tx: Tx, personId: string, month: YearMonth): Promise<Result<Tier | null, 'PARAM_MISSING'>> {
  const known = await circumstancesOf(tx, personId);
  if (!known || known.diedOn) return ok(null);
  const facts = { ...known, ...(await beyondFacts(tx, personId, month)) };
  const at = { parameters: await parametersOf(tx), division: known.division, date: firstDayOf(month) };
  return withParameters(at, (read) => tierIn(facts, month, read));
}

const amountOf = async (tx: Tx, tier: Tier, division: DivisionCode, month: YearMonth): Promise<Result<Fen, 'PARAM_MISSING'>> => {
  const amount = (await parametersOf(tx)).on(tierKeys[tier], division, firstDayOf(month));
  return amount.ok ? ok(Number(amount.value.value)) : amount;
};
const divisionOf = async (tx: Tx, personId: string): Promise<DivisionCode> =>
  (await tx.one<{ division: DivisionCode }>(sql`select division from person where id = ${personId}`)).division;

async function lockMonth(tx: Tx, personId: string, month: YearMonth): Promise<Result<Quota, 'QUOTA_NONE' | 'PARAM_MISSING'>> {
  const lock = () =>
    tx.maybe<Quota>(sql`select ${columns} from care_quota where person_id = ${personId} and month = ${month} for update`);
  const known = await lock();
  if (known) return ok(known);
  const found = await tierOf(tx, personId, month);
  if (!found.ok) return found;
  const tier = found.value;
  if (!tier) return fail('QUOTA_NONE');
  const division = await divisionOf(tx, personId);
  const amount = await amountOf(tx, tier, division, month);
  if (!amount.ok) return amount;
  await tx.run(sql`insert into care_quota (id, person_id, division, month, tier, amount_fen)
    values (${newId()}, ${personId}, ${division}, ${month}, ${tier}, ${amount.value}) on conflict (person_id, month) do nothing`);
  return ok((await lock())!);
}

const holdOf = (tx: Tx, orderId: string): Promise<Hold | null> =>
  tx.maybe<Hold>(sql`select quota_id, state, fen from care_quota_hold where order_id = ${orderId} for update`);
const lockQuota = (tx: Tx, id: string): Promise<Quota> =>
  tx.one<Quota>(sql`select ${columns} from care_quota where id = ${id} for update`);

async function change(tx: Tx, quota: Quota, by: { reserved: Fen; used: Fen }): Promise<Fen> {
  await tx.run(
    sql`update care_quota set reserved_fen = reserved_fen + ${by.reserved}, used_fen = used_fen + ${by.used} where id = ${quota.id}`,
  );
  return freeOf(quota) - by.reserved - by.used;
}

/** 接单: what the quota will pay of the estimate (the rest is the person's own), and what is left of the month. */
export async function reserveQuota(
  tx: Tx,
  of: { orderId: string; personId: string; month: YearMonth; estimateFen: Fen },
): Promise<Result<{ reservedFen: Fen; leftFen: Fen }, 'QUOTA_NONE' | 'PARAM_MISSING'>> {
  const quota = await lockMonth(tx, of.personId, of.month);
  if (!quota.ok) return quota;
  const held = await holdOf(tx, of.orderId);
  if (held && held.state !== 'released') return ok({ reservedFen: held.fen, leftFen: freeOf(quota.value) });
  const fen = reserveOf(quota.value, of.estimateFen);
  // Given up and taken up again: the same hold, with what is free now.
  await tx.run(sql`insert into care_quota_hold (order_id, quota_id, person_id, division, state, fen, changed_at)
    values (${of.orderId}, ${quota.value.id}, ${of.personId}, ${quota.value.division}, 'reserved', ${fen}, ${tx.now})
    on conflict (order_id) do update set state = 'reserved', fen = excluded.fen, changed_at = excluded.changed_at`);
  return ok({ reservedFen: fen, leftFen: await change(tx, quota.value, { reserved: fen, used: 0 }) });
}

/** 核销: what was reserved becomes what the service truly came to. */
export async function spendQuota(
  tx: Tx,
  of: { orderId: string; trueFen: Fen },
): Promise<Result<{ usedFen: Fen; leftFen: Fen }, 'QUOTA_NONE'>> {
  const held = await holdOf(tx, of.orderId);
  if (!held || held.state === 'released') return fail('QUOTA_NONE');
  const quota = await lockQuota(tx, held.quotaId);
  if (held.state === 'used') return ok({ usedFen: held.fen, leftFen: freeOf(quota) });
  const fen = spendOf(quota, { heldFen: held.fen, trueFen: of.trueFen });
  const leftFen = await change(tx, quota, { reserved: -held.fen, used: fen });
  await tx.run(
    sql`update care_quota_hold set state = 'used', fen = ${fen}, changed_at = ${tx.now} where order_id = ${of.orderId}`,
  );
  return ok({ usedFen: fen, leftFen });
}

/** 取消、没有人接、没有做、不予结算: free again, once. */
export async function releaseQuota(tx: Tx, orderId: string): Promise<void> {
  const held = await holdOf(tx, orderId);
  if (!held || held.state === 'released') return;
  const kept = held.state === 'reserved';
  await change(tx, await lockQuota(tx, held.quotaId), { reserved: kept ? -held.fen : 0, used: kept ? 0 : -held.fen });
  await tx.run(sql`update care_quota_hold set state = 'released', changed_at = ${tx.now} where order_id = ${orderId}`);
}

/** 搬家: what was granted goes along, so that the office of the new place sees it. */
export const followMoveOfQuota = (tx: Tx, moved: { personId: string; toDivision: string }): Promise<number> =>
  tx.run(sql`update care_quota_grant set division = ${moved.toDivision} where person_id = ${moved.personId}`);

/** What an order holds of the quota now; null: nothing. */
export const heldOf = async (tx: Tx, orderId: string): Promise<Fen | null> =>
  (await tx.maybe<{ fen: Fen }>(sql`select fen from care_quota_hold where order_id = ${orderId} and state = 'reserved'`))?.fen ??
  null;

/** A month of a person, as it would be before its first order too; null: no quota. */
export async function quotaFor(tx: Tx, personId: string, month: YearMonth): Promise<Result<MyQuota | null, 'PARAM_MISSING'>> {
  const known = await quotaOf(tx, personId, month);
  if (known) return ok(known);
  const found = await tierOf(tx, personId, month);
  if (!found.ok) return found;
  const tier = found.value;
  if (!tier) return ok(null);
  const amount = await amountOf(tx, tier, await divisionOf(tx, personId), month);
  return amount.ok ? ok({ tier, amountFen: amount.value, usedFen: 0, reservedFen: 0 }) : amount;
}

/** What is free of a month; null: no quota. */
export async function freeQuota(tx: Tx, personId: string, month: YearMonth): Promise<Result<Fen | null, 'PARAM_MISSING'>> {
  const quota = await quotaFor(tx, personId, month);
  return quota.ok ? ok(quota.value && freeOf(quota.value)) : quota;
}

/** What a month of a person stands at; null before the first order of it. */
export const quotaOf = (tx: Tx, personId: string, month: YearMonth): Promise<MyQuota | null> =>
  tx.maybe<MyQuota>(
    sql`select tier, amount_fen, used_fen, reserved_fen from care_quota where person_id = ${personId} and month = ${month}`,
  );
