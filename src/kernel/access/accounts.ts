/** Accounts and their duties, from–to; a duty is ended, never deleted. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, real, type Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Id } from '../schema/index.ts';
import { type DutyCode, EVERY_DOMAIN, type Performer, type Role } from './index.ts';
import { hashPassword, newPassword, newTotpSecret } from './password.ts';
import { forgetRecentActors } from './recent.ts';

export interface DutyRow {
  id: Id<'Duty'>;
  userId: string;
  role: Role;
  duty: DutyCode | null;
  division: DivisionCode;
  unitId: string | null;
  domain: string;
  validFrom: string;
  validTo: string | null;
  /** Who is away, where the user holds it as a deputy today. */
  standsInFor: { id: string; name: string; ownPersonId: Id<'Person'> | null } | null;
}

/** The duties that a user works in today: the own ones first, then those in which the user stands in for somebody. */
export const dutiesOf = (tx: Tx, userId: string): Promise<DutyRow[]> =>
  tx.rows<DutyRow>(sql`select id, user_id, role, duty, division, unit_id, domain, valid_from, valid_to, null::jsonb as stands_in_for from duty
      where user_id = ${userId} and valid_from <= ${tx.today} and (valid_to is null or valid_to > ${tx.today})
    union all
    select d.id, d.user_id, d.role, d.duty, d.division, d.unit_id, d.domain, d.valid_from, d.valid_to,
      jsonb_build_object('id', u.id, 'name', u.name, 'ownPersonId', u.own_person_id)
    from deputyship s join duty d on d.id = s.duty_id join staff_user u on u.id = s.for_user_id
      where s.user_id = ${userId} and s.ended_on is null and s.valid_from <= ${tx.today} and s.valid_to >= ${tx.today}
        and d.valid_from <= ${tx.today} and (d.valid_to is null or d.valid_to > ${tx.today})
    order by stands_in_for nulls first, valid_from, id limit 50`);

/** Who holds a duty of this kind for this place today, with an account in use; by name. */
export async function holdersOf(
  tx: Tx,
  { performer, division, domain }: { performer: Performer; division: DivisionCode; domain: string },
): Promise<{ id: string; name: string }[]> {
  const above = [division, ...[9, 6, 4].map((n) => division.slice(0, n).padEnd(12, '0'))];
  return tx.rows(sql`select distinct u.id, u.name from duty d join staff_user u on u.id = d.user_id
    where u.active and coalesce(d.duty, d.role) = ${performer} and d.division = any(${above}::text[]) and d.domain in (${EVERY_DOMAIN}, ${domain})
      and d.valid_from <= ${tx.today} and (d.valid_to is null or d.valid_to > ${tx.today}) order by u.name, u.id limit 50`);
}

/** Who holds these duties in one institution today, with an account in use. */
export const holdersInUnit = (
  tx: Tx,
  unitId: string,
  performers: readonly Performer[],
): Promise<{ id: string; name: string }[]> =>
  tx.rows(sql`select distinct u.id, u.name from duty d join staff_user u on u.id = d.user_id
    where u.active and d.unit_id = ${unitId} and coalesce(d.duty, d.role) = any(${[...performers]}::text[])
      and d.valid_from <= ${tx.today} and (d.valid_to is null or d.valid_to > ${tx.today}) order by u.name, u.id limit 50`);

/** Whether somebody works in an institution today, by the person that an account in use is of. */
export const worksInUnit = async (tx: Tx, unitId: string, personId: string): Promise<boolean> =>
  (await tx.maybe(sql`select 1 as yes from duty d join staff_user u on u.id = d.user_id
    where u.active and d.unit_id = ${unitId} and u.own_person_id = ${personId} and d.valid_from <= ${tx.today} and (d.valid_to is null or d.valid_to > ${tx.today}) limit 1`)) !==
  null;

export interface NewUser {
  login: string;
  name: string;
  division: DivisionCode;
  ownPersonId?: string | null;
  password?: string;
  demonstration?: boolean;
  duties: readonly {
    role: Role;
    duty?: DutyCode | null;
    division: DivisionCode;
    /** The institution that it is held in. */
    unitId?: string | null;
    domain: string;
    validFrom?: string;
    validTo?: string | null;
  }[];
}

/** What opens an account: shown once to whoever hands it over, never again. */
export interface Keys {
  login: string;
  name: string;
  /** Initial: it opens nothing but the page that changes it. */
  password: string | null;
  totpSecret: string | null;
}

/** Creates an account with its duties; a demonstration account has neither password nor one-time code unless one is given. */
export async function createUser(tx: Tx, user: NewUser): Promise<Result<{ id: string } & Keys, 'LOGIN_TAKEN'>> {
  const id = newId();
  const { login, name, demonstration = false } = user;
  const totpSecret = demonstration ? null : newTotpSecret();
  const password = user.password ?? (demonstration ? null : newPassword());
  const created =
    await tx.run(sql`insert into staff_user (id, login, name, division, own_person_id, password_hash, password_due, totp_secret, demonstration, created_at)
    values (${id}, ${login}, ${name}, ${user.division}, ${user.ownPersonId ?? null}, ${password ? await hashPassword(password) : null},
      ${!demonstration}, ${totpSecret ? sealedSecret(tx, id, totpSecret) : null}, ${demonstration}, ${real()})
    on conflict (login) do nothing`);
  if (created === 0) return fail('LOGIN_TAKEN', { login });
  for (const duty of user.duties) await addDuty(tx, id, duty);
  await recordAudit(tx, { action: 'user.created', subject: { kind: 'staff-user', id }, division: user.division });
  return ok({ id, login, name, password, totpSecret });
}

export async function addDuty(tx: Tx, userId: string, duty: NewUser['duties'][number]): Promise<void> {
  tx.afterCommit(forgetRecentActors);
  await tx.run(sql`insert into duty (id, user_id, role, duty, division, unit_id, domain, valid_from, valid_to)
    values (${newId()}, ${userId}, ${duty.role}, ${duty.duty ?? null}, ${duty.division}, ${duty.unitId ?? null}, ${duty.domain}, ${duty.validFrom ?? tx.today}, ${duty.validTo ?? null})`);
  await recordAudit(tx, {
    action: 'duty.added',
    subject: { kind: 'staff-user', id: userId },
    division: duty.division,
    detail: { role: duty.role, duty: duty.duty ?? '' },
  });
}

export async function endDuty(tx: Tx, dutyId: string): Promise<Result<null, 'NOT_FOUND'>> {
  tx.afterCommit(forgetRecentActors);
  const row = await tx.maybe<{ userId: string; division: string }>(
    sql`update duty set valid_to = greatest(valid_from + 1, ${tx.today}::date) where id = ${dutyId} and (valid_to is null or valid_to > ${tx.today}) returning user_id, division`,
  );
  if (!row) return fail('NOT_FOUND');
  await recordAudit(tx, {
    action: 'duty.ended',
    subject: { kind: 'staff-user', id: row.userId },
    division: row.division,
    detail: { dutyId },
  });
  return ok(null);
}

/** Who holds a role today with an account in use, by login; the first ten. */
export const officersOf = (tx: Tx, role: Role): Promise<{ login: string; name: string }[]> =>
  tx.rows(sql`select distinct u.login, u.name from staff_user u join duty d on d.user_id = u.id
    where u.active and d.role = ${role} and d.valid_from <= ${tx.today} and (d.valid_to is null or d.valid_to > ${tx.today})
    order by u.login limit 10`);

export const TOTP_PLACE = 'staff_user.totp_secret';
export const sealedSecret = (tx: Tx, id: string, secret: string): Buffer => tx.keys.seal(secret, `${TOTP_PLACE}:${id}`);

export interface UserView {
  id: string;
  login: string;
  name: string;
  division: DivisionCode;
  active: boolean;
  demonstration: boolean;
  /** The password is still the one that somebody else chose. */
  passwordDue: boolean;
  /** No password at all: one-click accounts of a demonstration, and accounts taken up again. */
  hasPassword: boolean;
  /** Until when wrong guesses have closed it; null when it is open. */
  lockedUntil: string | null;
  duties: Omit<DutyRow, 'standsInFor'>[];
}

/** Accounts in the actor's scope, by login; 50 a page. */
export async function listUsers(tx: Tx, filter: { text?: string; after?: string }): Promise<UserView[]> {
  const users = await tx.rows<
    Omit<UserView, 'duties'>
  >(sql`select id, login, name, division, active, demonstration, password_due, password_hash is not null as has_password,
    case when locked_until > ${real()} then locked_until end as locked_until from staff_user
    where login > ${filter.after ?? ''} and (${filter.text ?? ''} = '' or position(${filter.text ?? ''} in name || ' ' || login) > 0) order by login limit 50`);
  const all = await tx.rows<
    Omit<DutyRow, 'standsInFor'>
  >(sql`select id, user_id, role, duty, division, unit_id, domain, valid_from, valid_to from duty
    where user_id = any(${users.map((u) => u.id)}::uuid[]) order by valid_from limit 500`);
  return users.map((user) => ({ ...user, duties: all.filter((d) => d.userId === user.id) }));
}
