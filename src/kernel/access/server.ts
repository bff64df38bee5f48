/**
 * Sign-in, sessions, duties. Security keeps real time (lockout, session idle), not the business clock; a duty is valid by business date.
 * Values: platform rules 5.8 (5 wrong tries lock for 30 minutes; idle by duty, `idleMinutes`).
 */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { type Context, newId, real, type Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { type DutyRow, dutiesOf, TOTP_PLACE } from './accounts.ts';
import { counterpartsOf } from './deputies.ts';
import { type Actor, idleMinutes, nameFor, publicActor, systemActor } from './index.ts';
import { hashPassword, passwordMatches, passwordProblem, totpStep } from './password.ts';
import { forgetRecentActors, recentActor } from './recent.ts';
import { endSessions } from './upkeep.ts';
import './audited.ts';
import './sealed.ts';

export {
  addDuty,
  createUser,
  type DutyRow,
  dutiesOf,
  endDuty,
  holdersInUnit,
  holdersOf,
  type Keys,
  listUsers,
  type NewUser,
  officersOf,
  worksInUnit,
} from './accounts.ts';
export { type DeputyView, deputies, deputyChoices, endDeputy, nameDeputy } from './deputies.ts';
export * from './errors.ts';
export * from './index.ts';
export { totpAddress, totpCode } from './password.ts';
export { defineUnits, findUnit, type Unit } from './units.ts';
export { actionsOn, keepAccount } from './upkeep.ts';

const LOCK_AFTER = 5;
const LOCK_MINUTES = 30;
const CODE_MINUTES = 5;
const CODE_ATTEMPTS = 5;
/** So many codes for one person within their minutes: nobody's telephone is flooded. */
const CODES_AT_ONCE = 10;

interface UserRow {
  id: string;
  login: string;
  name: string;
  passwordHash: string | null;
  totpSecret: Buffer | null;
  failedCount: number;
  lockedUntil: string | null;
  active: boolean;
}

/** Of a long random token: no key is needed, and a change of keys leaves it valid. */
export const hashToken = (token: string): string => createHash('sm3').update(token).digest('hex');
const doorkeeper = (context: Context): Actor => systemActor('sign-in', context.city);

export interface NewSession {
  token: string;
  sessionId: string;
}

async function openSession(tx: Tx, holder: { userId?: string; dutyId?: string; personId?: string }): Promise<NewSession> {
  const token = randomBytes(32).toString('base64url');
  const id = newId();
  await tx.run(sql`insert into session (token_hash, id, user_id, duty_id, person_id, created_at, seen_at)
    values (${hashToken(token)}, ${id}, ${holder.userId ?? null}, ${holder.dutyId ?? null}, ${holder.personId ?? null}, ${real()}, ${real()})`);
  return { token, sessionId: id };
}

/** Password and, where the account has one, the one-time code. Five wrong tries lock the account for 30 minutes. */
export async function signInStaff(
  context: Context,
  given: { login: string; password: string; code?: string },
): Promise<Result<NewSession, 'WRONG_CREDENTIALS' | 'ACCOUNT_LOCKED' | 'NO_DUTY'>> {
  const user = await context.read(doorkeeper(context), (tx) =>
    tx.maybe<UserRow>(sql`select * from staff_user where login = ${given.login}`),
  );
  if (user?.lockedUntil && user.lockedUntil > real()) return fail('ACCOUNT_LOCKED', { until: localTime(user.lockedUntil) });
  const right = await passwordMatches(given.password, user?.active ? user.passwordHash : null);
  const secret = user?.totpSecret ? context.keys.open(user.totpSecret, `${TOTP_PLACE}:${user.id}`) : null;
  const step = secret ? totpStep(secret, given.code ?? '', Date.now()) : 0;
  if (!user || !right || step === null || !(await passes(context, user, secret ? step : null))) {
    if (user) await countFailure(context, user);
    return fail('WRONG_CREDENTIALS');
  }
  return startStaffSession(context, user.id);
}

/** The last door, in one statement: the account is not locked meanwhile by guesses made at the same time, and a one-time code serves once. */
async function passes(context: Context, user: UserRow, step: number | null): Promise<boolean> {
  const passed = await context.write(doorkeeper(context), (tx) =>
    tx.run(sql`update staff_user set totp_step = coalesce(${step}::bigint, totp_step)
      where id = ${user.id} and (locked_until is null or locked_until <= ${real()}) and (${step}::bigint is null or totp_step is null or totp_step < ${step}::bigint)`),
  );
  return passed === 1;
}

async function countFailure(context: Context, user: UserRow): Promise<void> {
  const until = new Date(Date.now() + LOCK_MINUTES * 60_000).toISOString();
  await context.write(doorkeeper(context), async (tx) => {
    await tx.run(sql`update staff_user set failed_count = case when failed_count + 1 >= ${LOCK_AFTER} then 0 else failed_count + 1 end,
      locked_until = case when failed_count + 1 >= ${LOCK_AFTER} then ${until}::timestamptz else locked_until end where id = ${user.id}`);
    await recordAudit(tx, { action: 'sign-in.refused', subject: { kind: 'staff-user', id: user.id } });
  });
}

/** Opens a session without a password: for the demonstration's one-click sign-in, whose route refuses in any other mode. */
export async function startStaffSession(context: Context, userId: string): Promise<Result<NewSession, 'NO_DUTY'>> {
  return context.write(doorkeeper(context), async (tx) => {
    const active = await tx.maybe<{ name: string }>(sql`select name from staff_user where id = ${userId} and active`);
    const duty = active ? (await dutiesOf(tx, userId))[0] : undefined;
    if (!active || !duty) return fail('NO_DUTY');
    await tx.run(sql`update staff_user set failed_count = 0, locked_until = null where id = ${userId}`);
    await recordAudit(tx, {
      action: 'sign-in',
      subject: { kind: 'staff-user', id: userId },
      by: { id: userId, name: active.name, role: duty.role, duty: duty.duty },
      division: duty.division,
    });
    return ok(await openSession(tx, { userId, dutyId: duty.id }));
  });
}

/** One's own new password for the old one. Every other session of the account ends; guesses at the old one count as at the door. */
export async function changeOwnPassword(
  context: Context,
  actor: Actor,
  given: { password: string; fresh: string },
): Promise<Result<null, 'NO_PASSWORD' | 'ACCOUNT_LOCKED' | 'PASSWORD_WRONG' | 'PASSWORD_UNFIT'>> {
  const user = await context.read(doorkeeper(context), (tx) =>
    tx.maybe<UserRow>(sql`select * from staff_user where id = ${actor.id} and active`),
  );
  if (!user?.passwordHash) return fail('NO_PASSWORD');
  if (user.lockedUntil && user.lockedUntil > real()) return fail('ACCOUNT_LOCKED', { until: localTime(user.lockedUntil) });
  if (!(await passwordMatches(given.password, user.passwordHash))) {
    await countFailure(context, user);
    return fail('PASSWORD_WRONG', {}, [{ path: 'password', message: '原密码不正确' }]);
  }
  const problem = passwordProblem(given.fresh, { login: user.login, former: given.password });
  if (problem) return fail('PASSWORD_UNFIT', { problem }, [{ path: 'fresh', message: problem }]);
  const hash = await hashPassword(given.fresh);
  return context.write(doorkeeper(context), async (tx) => {
    // Not over a reset of the same moment: the administrator's is the newer one.
    const changed =
      await tx.run(sql`update staff_user set password_hash = ${hash}, password_due = false, failed_count = 0, version = version + 1
      where id = ${actor.id} and active and password_hash = ${user.passwordHash}`);
    if (changed === 0) return fail('PASSWORD_WRONG', {}, [{ path: 'password', message: '原密码不正确' }]);
    await endSessions(tx, actor.id, actor.sessionId);
    await recordAudit(tx, {
      action: 'user.password-changed',
      subject: { kind: 'staff-user', id: actor.id },
      by: { id: actor.id, name: actor.name, role: actor.role, duty: actor.duty },
      division: actor.division,
    });
    return ok(null);
  });
}

/** Makes a one-time code for a resident. The code leaves by SMS; in demonstration the caller shows it on screen. */
export async function requestSignInCode(context: Context, personId: string): Promise<Result<string, 'TOO_MANY_CODES'>> {
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
  const since = new Date(Date.now() - CODE_MINUTES * 60_000).toISOString();
  return context.write(doorkeeper(context), async (tx) => {
    // One after another for a person, so that many requests at once are counted.
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in-code:${personId}`}, 0))`);
    const { made } = await tx.one<{ made: number }>(
      sql`select count(*)::int as made from sign_in_code where person_id = ${personId} and created_at > ${since}`,
    );
    if (made >= CODES_AT_ONCE) return fail('TOO_MANY_CODES');
    // A new code ends every earlier one; otherwise an old one would come back to life once the new one is used.
    await tx.run(sql`update sign_in_code set used_at = ${real()} where person_id = ${personId} and used_at is null`);
    await tx.run(sql`insert into sign_in_code (id, person_id, code_digest, created_at)
      values (${newId()}, ${personId}, ${tx.keys.digest(`sign-in-code:${personId}`, code)}, ${real()})`);
    return ok(code);
  });
}

/** Opens a session without a code: for the demonstration's one-click sign-in, whose route refuses in any other mode. */
export const startResidentSession = (context: Context, personId: string): Promise<NewSession> =>
  context.write(doorkeeper(context), async (tx) => {
    await recordAudit(tx, { action: 'sign-in', subject: { kind: 'person', id: personId } });
    return openSession(tx, { personId });
  });

export async function signInResident(
  context: Context,
  given: { personId: string; code: string },
): Promise<Result<NewSession, 'CODE_WRONG'>> {
  const since = new Date(Date.now() - CODE_MINUTES * 60_000).toISOString();
  return context.write(doorkeeper(context), async (tx) => {
    const latest = await tx.maybe<{ id: string; codeDigest: Buffer }>(sql`select id, code_digest from sign_in_code
      where person_id = ${given.personId} and created_at > ${since} and used_at is null order by created_at desc limit 1 for update`);
    if (!latest) return fail('CODE_WRONG');
    // Counted over every code of these minutes: asking for another one buys no more guesses.
    const { wrong } = await tx.one<{ wrong: number }>(sql`select coalesce(sum(attempts), 0)::int as wrong from sign_in_code
      where person_id = ${given.personId} and created_at > ${since}`);
    if (wrong >= CODE_ATTEMPTS) return fail('CODE_WRONG');
    const right = tx.keys.digests(`sign-in-code:${given.personId}`, given.code).some((d) => d.equals(latest.codeDigest));
    await tx.run(
      sql`update sign_in_code set attempts = attempts + ${right ? 0 : 1}, used_at = ${right ? real() : null} where id = ${latest.id}`,
    );
    if (!right) return fail('CODE_WRONG');
    // Signing in is not looking at a file: the person is the subject, not somebody looked at.
    await recordAudit(tx, { action: 'sign-in', subject: { kind: 'person', id: given.personId } });
    return ok(await openSession(tx, { personId: given.personId }));
  });
}

export interface SessionView {
  actor: Actor;
  duties: DutyRow[];
}

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

/** The actor behind a session token; null when the session ended, idled out, or its duty is over. `away`: a page asks by itself. */
export async function actorOf(context: Context, token: string, away = false): Promise<SessionView | null> {
  return context
    .read(doorkeeper(context), async (tx) => {
      const row = await tx.maybe<{
        id: string;
        userId: string | null;
        dutyId: string | null;
        personId: string | null;
        seenAt: string;
        userName: string | null;
        ownPersonId: string | null;
        passwordDue: boolean | null;
        personName: string | null;
      }>(
        sql`select s.id, s.user_id, s.duty_id, s.person_id, s.seen_at, u.name as user_name, u.own_person_id, u.password_due, p.name as person_name
        from session s left join staff_user u on u.id = s.user_id and u.active left join person p on p.id = s.person_id
        where s.token_hash = ${hashToken(token)} and s.ended_at is null`,
      );
      if (!row) return null;
      if (row.personId) {
        const actor: Actor = {
          ...publicActor,
          kind: 'resident',
          role: 'resident',
          id: row.personId,
          name: row.personName ?? '',
          personId: row.personId,
          ownPersonId: row.personId,
          sessionId: row.id,
        };
        return { actor, duties: [], seenAt: row.seenAt };
      }
      if (!row.userName) return null;
      const [all, oneWith] = await Promise.all([dutiesOf(tx, row.userId!), counterpartsOf(tx, row.userId!)]);
      const duty = all.find((d) => d.id === row.dutyId);
      if (!duty) return null;
      const absent = duty.standsInFor;
      const actor: Actor = {
        kind: 'staff',
        id: row.userId!,
        name: `${row.userName}${absent ? nameFor(absent.name) : ''}`,
        role: duty.role,
        duty: duty.duty,
        dutyId: duty.id,
        division: duty.division,
        domain: duty.domain,
        unitId: duty.unitId,
        ownPersonId: row.ownPersonId,
        personId: null,
        sessionId: row.id,
        ...(row.passwordDue ? { passwordDue: true } : {}),
        ...(absent ? { actingFor: absent } : {}),
        ...(oneWith.length > 0 ? { oneWith } : {}),
        ...scopeRange(duty.division),
      };
      return { actor, duties: all, seenAt: row.seenAt };
    })
    .then(async (view) => {
      if (!view || view.seenAt <= ago(idleMinutes(view.actor))) return null;
      // Touch the session once a minute at most, so that reading a page is not a write.
      if (!away && view.seenAt < ago(1))
        await context.write(doorkeeper(context), (tx) =>
          tx.run(sql`update session set seen_at = ${real()} where token_hash = ${hashToken(token)}`),
        );
      return { actor: view.actor, duties: view.duties };
    });
}

/** The actor for one request: as `actorOf`, but what was found within the last two seconds serves again. */
export const actorOfRequest = (context: Context, token: string, away = false): Promise<Actor | null> =>
  recentActor(`${context.clock.today()} ${hashToken(token)}`, async () => (await actorOf(context, token, away))?.actor ?? null);

export async function switchDuty(context: Context, actor: Actor, dutyId: string): Promise<Result<null, 'NO_DUTY'>> {
  return context.write(doorkeeper(context), async (tx) => {
    tx.afterCommit(forgetRecentActors);
    const duty = (await dutiesOf(tx, actor.id)).find((d) => d.id === dutyId);
    if (!duty || !actor.sessionId) return fail('NO_DUTY');
    await tx.run(sql`update session set duty_id = ${dutyId} where id = ${actor.sessionId}`);
    await recordAudit(tx, { action: 'duty.switched', subject: { kind: 'staff-user', id: actor.id }, detail: { dutyId } });
    return ok(null);
  });
}

export const signOut = (context: Context, sessionId: string): Promise<number> =>
  context.write(doorkeeper(context), (tx) => {
    tx.afterCommit(forgetRecentActors);
    return tx.run(sql`update session set ended_at = ${real()} where id = ${sessionId}`);
  });

const localTime = (instant: string): string =>
  new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' }).format(new Date(instant));
