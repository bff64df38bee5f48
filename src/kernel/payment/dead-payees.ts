/**
 * 领款人去世: what is still due to somebody who has died, or to a family whose payee has, goes to another person and that person's account: one of the
 * family, or the one who settles the estate. Until then it waits (holds.ts).
 */
import { sql } from '../../database/sql.ts';
import { isOneOf } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { getPerson, identifyPerson, registerPerson } from '../resident/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Id, PlainDate, YearMonth } from '../schema/index.ts';
import { recordPayoutAccount } from './accounts.ts';
import { releaseHold } from './holds.ts';
import { type EntitlementId, type LineId, type LineState, lineStates } from './index.ts';
import { setPayee } from './payees.ts';

/** The person whose account is paid has died, and nobody has taken the place yet: from that person, when. */
export const deadPayee = (
  tx: Tx,
  entitlement: { readonly id: EntitlementId; readonly personId: Id<'Person'> },
): Promise<{ personId: Id<'Person'>; name: string; diedOn: PlainDate } | null> =>
  tx.maybe(sql`select p.id as person_id, p.name, p.died_on from person p
    where p.id = coalesce((select y.owner_id from entitlement_payee y where y.entitlement_id = ${entitlement.id} order by y.no desc limit 1), ${entitlement.personId}::uuid)
      and p.died_on is not null`);

interface Account {
  readonly bank: string;
  readonly number: string;
  readonly holder: string;
}

/** Whatever has not been sent is paid to the new payee, the months before the death as well; what waited goes out with the next list. */
export async function replaceDeadPayee(
  tx: Tx,
  given: { entitlementId: EntitlementId; to: Id<'Person'>; account: Account; reason: string },
): Promise<Result<{ name: string }, 'PAYEE_LIVES' | 'ACCOUNT_INVALID'>> {
  const { entitlementId, to, account, reason } = given;
  const entitlement = await tx.one<{ personId: Id<'Person'>; division: DivisionCode; fromMonth: YearMonth }>(
    sql`select person_id, division, from_month from entitlement where id = ${entitlementId}`,
  );
  const dead = await deadPayee(tx, { id: entitlementId, personId: entitlement.personId });
  if (!dead) return fail('PAYEE_LIVES');
  const recorded = await recordPayoutAccount(tx, { personId: to, division: entitlement.division, ...account });
  if (!recorded.ok) return recorded;
  await setPayee(tx, { entitlementId, fromMonth: entitlement.fromMonth, to: { personId: to }, reason, forDead: dead.personId });
  await releaseHold(tx, { personId: dead.personId, code: 'death', reason: '已更换领款人' });
  return ok({ name: dead.name });
}

/**
 * The death was none: the money that others drew in that person's place goes where it went before. What was sent stays with whom it was sent to. Nothing
 * changes while the person is still registered as dead (on another day).
 */
export async function restorePayees(tx: Tx, personId: Id<'Person'>, reason: string): Promise<void> {
  const replaced = await tx.rows<{ entitlementId: EntitlementId; no: number; holderId: Id<'Person'>; fromMonth: YearMonth }>(
    sql`select y.entitlement_id, y.no, e.person_id as holder_id, e.from_month from entitlement_payee y join entitlement e on e.id = y.entitlement_id join person p on p.id = y.for_dead
      where y.for_dead = ${personId} and p.life_state = 'alive' and not exists (select from entitlement_payee n where n.entitlement_id = y.entitlement_id and n.no > y.no)
      order by 1 limit 100`,
  );
  for (const { entitlementId, no, holderId, fromMonth } of replaced) {
    const before = await tx.rows<{ fromMonth: YearMonth; personId: Id<'Person'> | null; payeeId: Id<'Payee'> | null }>(
      sql`select from_month, person_id, payee_id from entitlement_payee where entitlement_id = ${entitlementId} and no < ${no} order by no limit 100`,
    );
    for (const payee of [{ fromMonth, personId: holderId, payeeId: null }, ...before])
      await setPayee(tx, {
        entitlementId,
        fromMonth: payee.fromMonth,
        to: payee.payeeId ? { payeeId: payee.payeeId } : { personId: payee.personId! },
        reason,
      });
  }
}

/** 亲属领取: the person who settles the estate is registered where nobody knows the number yet. */
export async function payEstate(
  tx: Tx,
  given: { lineId: LineId; name: string; idNumber: string; relation: string; bank: string; number: string },
): Promise<Result<{ lineId: LineId }>> {
  if (!isOneOf(tx.actor, ['township-clerk', 'finance-clerk'])) return fail('NOT_PERMITTED');
  const { lineId, name, idNumber, relation, bank, number } = given;
  const line = await tx.maybe<{ entitlementId: EntitlementId; personId: Id<'Person'>; division: DivisionCode; state: LineState }>(
    sql`select entitlement_id, person_id, division, state from payment_line where id = ${lineId} for update`,
  );
  if (!line) return fail('NOT_FOUND');
  if (line.state !== 'on-hold') return fail('LINE_NOT_HELD', { state: lineStates[line.state] });
  // Relatives live anywhere: number and name together identify one who is known elsewhere.
  const known = await identifyPerson(tx, { idNumber, name });
  const registered = known ? ok(known) : await registerPerson(tx, { name, idNumber, division: line.division });
  if (!registered.ok) return registered;
  const alive = await getPerson(tx, registered.value);
  if (alive.ok && alive.value.lifeState !== 'alive') return fail('CONTACT_DEAD', { name });
  const replaced = await replaceDeadPayee(tx, {
    entitlementId: line.entitlementId,
    to: registered.value,
    account: { bank, number, holder: name },
    reason: `领款人去世，由${relation}领取`,
  });
  if (!replaced.ok) return replaced;
  await recordAudit(tx, {
    action: 'payment-line.estate-contact-set',
    subject: { kind: 'payment-line', id: lineId },
    personId: line.personId,
    division: line.division,
  });
  return ok({ lineId });
}
