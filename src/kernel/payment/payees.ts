/** Payees: whom an entitlement is paid to where that is not its holder, from a month on. Units that are no persons have a row of their own. */
import { type Sql, sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { monthOf } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import type { DivisionCode, Id, YearMonth } from '../schema/index.ts';
import type { AccountOwner } from './accounts.ts';
import { derivedFrom } from './derived.ts';
import { accountHolds, DEAD_PAYEE_HOLD, type EntitlementId } from './index.ts';
import { leaveBehind } from './left-behind.ts';
import { lockUnsent, recompute } from './totals.ts';

const endedByPayee: string[] = [...accountHolds, DEAD_PAYEE_HOLD];
/** Held by something that another payee does not end. */
const stays = sql`(l.hold_code <> all(${endedByPayee}::text[]))`;
export const MISSING_ACCOUNT = '没有登记发放账户';

/** The payee of an entitlement in a month; no row where it is the holder. */
export const payeeIn = (entitlement: Sql, month: Sql): Sql => sql`select p.owner_id from entitlement_payee p
  where p.entitlement_id = ${entitlement} and p.from_month <= ${month} order by p.no desc limit 1`;

/**
 * The same for every row of a list. Few entitlements have a payee: they are gathered once, and the others cost no look-up of their own.
 */
export const payeeInList = (entitlement: Sql, month: Sql): Sql => sql`select p.owner_id from entitlement_payee p
  where ${entitlement} in (select entitlement_id from entitlement_payee) and p.entitlement_id = ${entitlement} and p.from_month <= ${month} order by p.no desc limit 1`;

/**
 * Who lives to hear of an entitlement: the person who draws its money, else its holder, else the eldest of those who live on it. No row where nobody is
 * left. Needs the scope in which those persons are seen.
 */
export const livingPayees = (
  tx: Tx,
  ids: readonly EntitlementId[],
): Promise<{ entitlementId: EntitlementId; personId: Id<'Person'> }[]> =>
  tx.rows(sql`select distinct on (e.id) e.id as entitlement_id, p.id as person_id from entitlement e
    cross join lateral (select y.owner_id as id, 0 as turn from (${payeeIn(sql`e.id`, sql`greatest(${monthOf(tx.today)}, e.from_month)`)}) y
      union all select e.person_id, 1
      union all select m.person_id, 2 from entitlement_member m where m.entitlement_id = e.id and m.months @> month_no(greatest(${monthOf(tx.today)}, e.from_month))) c
    join person p on p.id = c.id and p.life_state <> 'dead'
    where e.id = any(${[...ids]}::uuid[]) order by e.id, c.turn, p.birth_date, p.id`);

/** Lines `l` whose money goes to this person or unit. */
export const paidTo = (
  owner: string,
): Sql => sql`((l.person_id = ${owner} or exists (select from entitlement_payee o where o.entitlement_id = l.entitlement_id and o.owner_id = ${owner}))
  and coalesce((${payeeIn(sql`l.entitlement_id`, sql`l.month`)}), l.person_id) = ${owner})`;

/** What is sent again goes where it was sent, unless nobody is there any more: its account's owner has died, or there is no account. */
const cannotStay = sql`(l.account_id is null or exists (select from payout_account a join person p on p.id = a.person_id where a.id = l.account_id and p.life_state = 'dead'))`;

export const payeeKinds = { institution: '供养服务机构', provider: '照料服务单位', organisation: '其他单位' } as const;
export type PayeeKind = keyof typeof payeeKinds;

export interface Payee {
  id: Id<'Payee'>;
  name: string;
  kind: PayeeKind;
}

/** To whom an entitlement is paid in a month where that is not its holder; null: to the holder. */
export const payeeOf = async (tx: Tx, id: EntitlementId, month: YearMonth): Promise<AccountOwner | null> => {
  const paid = await tx.maybe<{ personId: Id<'Person'> | null; payeeId: Id<'Payee'> | null }>(
    sql`select person_id, payee_id from entitlement_payee where entitlement_id = ${id} and from_month <= ${month} order by no desc limit 1`,
  );
  if (!paid) return null;
  return paid.personId ? { personId: paid.personId } : { payeeId: paid.payeeId! };
};

/** A unit by its name in the division that keeps it; the same one again is found. */
export async function recordPayee(
  tx: Tx,
  given: { division: DivisionCode; kind: PayeeKind; name: string },
): Promise<Id<'Payee'>> {
  await tx.run(sql`insert into payee (id, division, kind, name, created_at, created_by)
    values (${newId()}, ${given.division}, ${given.kind}, ${given.name}, ${tx.now}, ${tx.actor.id}) on conflict (division, name) do nothing`);
  const { id } = await tx.one<{ id: Id<'Payee'> }>(
    sql`select id from payee where division = ${given.division} and name = ${given.name}`,
  );
  return id;
}

/** Units of a kind in a county with an account, by name; at most 200. */
export const payeesOf = (tx: Tx, given: { county: DivisionCode; kind: PayeeKind }): Promise<Payee[]> =>
  tx.rows<Payee>(sql`select p.id, p.name, p.kind from payee p where p.kind = ${given.kind}
    and p.division >= ${given.county} and p.division < ${`${given.county.slice(0, 6)}999999`} order by p.name, p.id limit 200`);

/**
 * From a month on an entitlement is paid to somebody else (or to its holder again); where there is no account yet, the money waits for one. Unsent lines of those
 * months follow at once, those that were held while their batch left by the next one; what was sent stays with whom it was sent to, also when it came back.
 */
export async function setPayee(
  tx: Tx,
  given: {
    entitlementId: EntitlementId;
    fromMonth: YearMonth;
    to: { personId: Id<'Person'> } | { payeeId: Id<'Payee'> };
    reason: string;
    /** In whose place, where that person has died: comes back when the death was none. */
    forDead?: Id<'Person'>;
  },
): Promise<void> {
  const { entitlementId, fromMonth, to, reason } = given;
  const owner = 'personId' in to ? to.personId : to.payeeId;
  const entitlement = await tx.one<{ division: DivisionCode; personId: Id<'Person'> }>(
    sql`select division, person_id from entitlement where id = ${entitlementId} for update`,
  );
  await tx.run(sql`insert into entitlement_payee (entitlement_id, no, from_month, person_id, payee_id, reason, for_dead, division, known_since, recorded_by)
    select ${entitlementId}, coalesce(max(no), 0) + 1, ${fromMonth}, ${'personId' in to ? to.personId : null}, ${'payeeId' in to ? to.payeeId : null}, ${reason}, ${given.forDead ?? null}, ${entitlement.division}, ${tx.now}, ${tx.actor.id}
    from entitlement_payee where entitlement_id = ${entitlementId}`);
  const concerned = sql`l.entitlement_id = ${entitlementId} and l.month >= ${fromMonth} and (l.kind <> 'reissue' or ${cannotStay})`;
  const batches = await lockUnsent(tx, concerned);
  const moved = await tx.run(sql`update payment_line l
    set account_id = a.id, account_digest = a.account_digest, account_last4 = a.last4,
      state = case when a.id is null then 'on-hold' when l.hold_code = any(${endedByPayee}::text[]) then 'pending' else l.state end,
      hold_reason = case when ${stays} then l.hold_reason when a.id is null then ${MISSING_ACCOUNT} end,
      hold_code = case when ${stays} then l.hold_code when a.id is null then 'account-missing' end
    from (select ${owner}::uuid as id) o left join payout_account a on a.owner_id = o.id and a.valid_to is null
    where ${concerned} and l.state in ('pending', 'on-hold') and l.batch_id = any(${batches}::uuid[])`);
  if (moved > 0) await recompute(tx, batches, reason);
  await leaveBehind(tx, sql`${concerned} and l.hold_code = any(${endedByPayee}::text[])`, reason);
  // 因这项待遇才发的（如价格补贴），还没有发出去的也改发给新的领款人。
  for (const derived of await derivedFrom(tx, entitlementId, fromMonth)) {
    const sent = await tx.maybe(
      sql`select 1 from payment_line where entitlement_id = ${derived.id} and state not in ('pending', 'on-hold', 'ended') limit 1`,
    );
    if (!sent) await setPayee(tx, { ...given, entitlementId: derived.id, fromMonth: derived.fromMonth });
  }
  await recordAudit(tx, {
    action: 'entitlement.payee-set',
    subject: { kind: 'entitlement', id: entitlementId },
    personId: entitlement.personId,
    division: entitlement.division,
    detail: { fromMonth, reason },
  });
}
