/**
 * What happens to an account after it was made: its own password, a reset, an unlocked door, a new one-time code, the end. 三员分立: the system
 * administrator makes and ends accounts, the security administrator mends the ways in; nobody does either to the own account.
 */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { real, type Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { endDuty, type Keys, sealedSecret } from './accounts.ts';
import { type AccountAction, type Actor, accountActions, isOneOf } from './index.ts';
import { hashPassword, newPassword, newTotpSecret } from './password.ts';
import { forgetRecentActors } from './recent.ts';

interface Account {
  id: string;
  login: string;
  name: string;
  division: string;
  active: boolean;
  demonstration: boolean;
  lockedUntil: string | null;
}

/** What the actor may do to an account as it stands. */
export const actionsOn = (
  actor: Actor,
  account: Pick<Account, 'id' | 'active' | 'demonstration' | 'lockedUntil'>,
): AccountAction[] =>
  (Object.keys(accountActions) as AccountAction[]).filter((action) => {
    const { by, fits } = accountActions[action];
    return account.id !== actor.id && isOneOf(actor, by) && fits({ ...account, locked: account.lockedUntil !== null });
  });

/** Every session of an account ends at once, but for the one that is kept. */
export async function endSessions(tx: Tx, userId: string, kept: string | null = null): Promise<void> {
  tx.afterCommit(forgetRecentActors);
  await tx.run(sql`update session set ended_at = ${real()}
    where user_id = ${userId} and ended_at is null and (${kept}::uuid is null or id <> ${kept}::uuid)`);
}

/** Opens the door again and forgets the wrong guesses. */
const unlock = (tx: Tx, id: string) =>
  tx.run(sql`update staff_user set failed_count = 0, locked_until = null, version = version + 1 where id = ${id}`);

async function resetPassword(tx: Tx, id: string): Promise<string> {
  const password = newPassword();
  await tx.run(sql`update staff_user set password_hash = ${await hashPassword(password)}, password_due = true where id = ${id}`);
  await unlock(tx, id);
  await endSessions(tx, id);
  return password;
}

async function renewTotp(tx: Tx, id: string): Promise<string> {
  const secret = newTotpSecret();
  await tx.run(sql`update staff_user set totp_secret = ${sealedSecret(tx, id, secret)}, totp_step = null, version = version + 1
    where id = ${id}`);
  await endSessions(tx, id);
  return secret;
}

/** Who has left: no way in is kept, nothing is left in hand. */
async function deactivate(tx: Tx, id: string): Promise<void> {
  await tx.run(sql`update staff_user set active = false, password_hash = null, password_due = false, version = version + 1
    where id = ${id}`);
  await endSessions(tx, id);
  const held = await tx.rows<{ id: string }>(
    sql`select id from duty where user_id = ${id} and (valid_to is null or valid_to > ${tx.today}) order by id limit 500`,
  );
  for (const duty of held) await endDuty(tx, duty.id);
}

const audited = {
  unlock: 'user.unlocked',
  'reset-password': 'user.password-reset',
  'renew-totp': 'user.totp-renewed',
  deactivate: 'user.deactivated',
  activate: 'user.activated',
} as const satisfies Record<AccountAction, string>;

/** Does one thing to somebody's account. What comes back is shown once. */
export async function keepAccount(
  tx: Tx,
  id: string,
  action: AccountAction,
): Promise<Result<Keys, 'NOT_FOUND' | 'NOT_PERMITTED' | 'OWN_ACCOUNT' | 'ACCOUNT_UNFIT'>> {
  const account = await tx.maybe<Account>(sql`select id, login, name, division, active, demonstration,
    case when locked_until > ${real()} then locked_until end as locked_until from staff_user where id = ${id} for update`);
  if (!account) return fail('NOT_FOUND');
  if (id === tx.actor.id) return fail('OWN_ACCOUNT');
  if (!isOneOf(tx.actor, accountActions[action].by)) return fail('NOT_PERMITTED');
  if (!actionsOn(tx.actor, account).includes(action)) return fail('ACCOUNT_UNFIT', { name: account.name });
  const keys = { login: account.login, name: account.name, password: null, totpSecret: null };
  await recordAudit(tx, {
    action: audited[action],
    subject: { kind: 'staff-user', id },
    division: account.division,
  });
  if (action === 'reset-password') return ok({ ...keys, password: await resetPassword(tx, id) });
  if (action === 'renew-totp') return ok({ ...keys, totpSecret: await renewTotp(tx, id) });
  if (action === 'unlock') await unlock(tx, id);
  if (action === 'deactivate') await deactivate(tx, id);
  if (action === 'activate') await tx.run(sql`update staff_user set active = true, version = version + 1 where id = ${id}`);
  return ok(keys);
}
