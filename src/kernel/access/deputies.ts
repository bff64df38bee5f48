/**
 * 岗位代理: for the days on which an officer is away, the leader names who stands in, by name. The deputy acts in the duty of the one who is away; whatever is
 * recorded says both names (platform rules 5.6), and the two count as one where another person has to check (`isOwnHand`).
 */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { longDate, plusDays } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Id, PlainDate } from '../schema/index.ts';
import { dutiesOf } from './accounts.ts';
import { type Counterpart, type DutyCode, isFitDuty, isHeadOf, mayStandIn, performerName, type Role } from './index.ts';
import { forgetRecentActors } from './recent.ts';

defineTemplates({
  'deputy.named': { title: '请您代理岗位', text: '{from}至{to}，由您代理{name}的岗位“{duty}”。登录后在右上角换到这个岗位办理。' },
  'deputy.for-you': { title: '您的岗位有人代理', text: '{from}至{to}，您的岗位“{duty}”由{name}代理。' },
});

/** An absence, and nothing that lasts: whoever stays away longer is followed in the duty. */
const LONGEST_DAYS = 92;

/** The deputyships of a user, of either kind, of the last two years: the days on which two count as one. */
export const counterpartsOf = (tx: Tx, userId: string): Promise<Counterpart[]> =>
  tx.rows<Counterpart>(sql`select case when user_id = ${userId} then for_user_id else user_id end as user_id, valid_from as from,
      least(valid_to, ended_on) as to
    from deputyship where (user_id = ${userId} or for_user_id = ${userId}) and valid_to > ${plusDays(tx.today, -730)}
      and (ended_on is null or ended_on >= valid_from) order by valid_to desc limit 200`);

export interface DeputyView {
  readonly id: string;
  readonly absentName: string;
  readonly deputyName: string;
  /** 浮山街道 乡镇经办人. */
  readonly dutyZh: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly endedOn: PlainDate | null;
  readonly reason: string;
  readonly namedName: string;
  readonly mayEnd: boolean;
}

interface Named {
  role: Role;
  duty: DutyCode | null;
  division: DivisionCode;
}
const dutyZh = (tx: Tx, { role, duty, division }: Named): string =>
  `${tx.divisions.get(division)?.name ?? division} ${performerName(duty ?? role)}`;
const leads = (tx: Tx, { role, duty, division }: Named): boolean => isHeadOf(tx.actor, duty ?? role, division);

/** Deputies named for duties that the actor leads: those to come, those of now and those of the last three months; at most 100. */
export async function deputies(tx: Tx): Promise<DeputyView[]> {
  const rows = await tx.rows<
    Omit<DeputyView, 'dutyZh' | 'mayEnd'> & Named
  >(sql`select s.id, a.name as absent_name, u.name as deputy_name, d.role, d.duty, d.division,
      s.valid_from as from, s.valid_to as to, s.ended_on, s.reason, s.named_name
    from deputyship s join duty d on d.id = s.duty_id join staff_user a on a.id = s.for_user_id join staff_user u on u.id = s.user_id
    where s.valid_to >= ${plusDays(tx.today, -LONGEST_DAYS)} order by s.valid_from desc, s.id desc limit 100`);
  return rows
    .filter((row) => leads(tx, row))
    .map(({ role, duty, division, ...row }) => ({
      ...row,
      dutyZh: dutyZh(tx, { role, duty, division }),
      mayEnd: row.endedOn === null && row.to >= tx.today,
    }));
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Whose duties the actor may give into other hands, and into whose; at most 300 of each. */
export async function deputyChoices(tx: Tx): Promise<{ absent: Choice[]; deputies: Choice[] }> {
  const held = await tx.rows<
    Named & { id: Id<'Duty'>; userId: string; name: string }
  >(sql`select d.id, d.user_id, u.name, d.role, d.duty, d.division
    from duty d join staff_user u on u.id = d.user_id
    where u.active and d.valid_from <= ${tx.today} and (d.valid_to is null or d.valid_to > ${tx.today}) and d.user_id <> ${tx.actor.id}
    order by d.division, d.role, u.name, d.id limit 300`);
  const label = (row: (typeof held)[number]) => `${row.name}（${dutyZh(tx, row)}）`;
  const officers = new Map(held.filter((row) => mayStandIn(row.role, [row.role])).map((row) => [row.userId, row]));
  return {
    absent: held.filter((row) => leads(tx, row)).map((row) => ({ value: row.id, label: label(row) })),
    deputies: [...officers.values()].map((row) => ({ value: row.userId, label: label(row) })),
  };
}

export interface NewDeputy {
  readonly dutyId: string;
  readonly userId: string;
  readonly from: PlainDate;
  /** The last day. */
  readonly to: PlainDate;
  readonly reason: string;
}

/** Names who stands in for a duty; one for it at a time. Neither for one's own duty nor oneself. */
export async function nameDeputy(
  tx: Tx,
  given: NewDeputy,
): Promise<
  Result<{ id: string }, 'NOT_FOUND' | 'DEPUTY_NOT_YOURS' | 'DEPUTY_SELF' | 'DEPUTY_UNFIT' | 'DEPUTY_DATES' | 'DEPUTY_TAKEN'>
> {
  const duty = await tx.maybe<Named & { userId: string; name: string; active: boolean; validTo: PlainDate | null }>(
    sql`select d.user_id, u.name, u.active, d.role, d.duty, d.division, d.valid_to from duty d join staff_user u on u.id = d.user_id where d.id = ${given.dutyId} for update of d`,
  );
  if (!duty?.active || (duty.validTo !== null && duty.validTo <= tx.today)) return fail('NOT_FOUND');
  if (!leads(tx, duty)) return fail('DEPUTY_NOT_YOURS', { duty: dutyZh(tx, duty) });
  const own = [tx.actor.id, tx.actor.actingFor?.id];
  if (own.includes(duty.userId) || own.includes(given.userId)) return fail('DEPUTY_SELF');
  const deputy = await tx.maybe<{ name: string }>(sql`select name from staff_user where id = ${given.userId} and active`);
  const roles = deputy ? (await dutiesOf(tx, given.userId)).filter((d) => d.standsInFor === null).map((d) => d.role) : [];
  if (!deputy || given.userId === duty.userId || !mayStandIn(duty.role, roles) || !isFitDuty(duty, roles))
    return fail('DEPUTY_UNFIT', { name: deputy?.name ?? '这个人', duty: dutyZh(tx, duty) }, [
      { path: 'userId', message: '不能代理这个岗位' },
    ]);
  const { from, to, reason } = given;
  if (from < tx.today || to < from || to > plusDays(from, LONGEST_DAYS - 1))
    return fail('DEPUTY_DATES', { days: LONGEST_DAYS }, [{ path: 'to', message: '起止日期不对' }]);
  const taken = await tx.maybe<{ name: string }>(sql`select u.name from deputyship s join staff_user u on u.id = s.user_id
    where s.duty_id = ${given.dutyId} and s.ended_on is null and s.valid_from <= ${to} and s.valid_to >= ${from} limit 1`);
  if (taken) return fail('DEPUTY_TAKEN', { name: taken.name });
  const id = newId();
  tx.afterCommit(forgetRecentActors);
  await tx.run(sql`insert into deputyship (id, duty_id, for_user_id, user_id, division, valid_from, valid_to, reason, named_at, named_by, named_name)
    values (${id}, ${given.dutyId}, ${duty.userId}, ${given.userId}, ${duty.division}, ${from}, ${to}, ${reason}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  const params = { from: longDate(from), to: longDate(to), duty: dutyZh(tx, duty) };
  await notify(tx, { to: { userId: given.userId }, template: 'deputy.named', params: { ...params, name: duty.name } });
  await notify(tx, { to: { userId: duty.userId }, template: 'deputy.for-you', params: { ...params, name: deputy.name } });
  await recordAudit(tx, {
    action: 'deputy.named',
    subject: { kind: 'staff-user', id: duty.userId },
    division: duty.division,
    detail: { zh: `${deputy.name}代${duty.name}`, deputy: given.userId, dutyId: given.dutyId, from, to },
  });
  return ok({ id });
}

/** Ends it today: the one who was away is back, or another one is to be named. */
export async function endDeputy(tx: Tx, id: string): Promise<Result<null, 'NOT_FOUND' | 'DEPUTY_NOT_YOURS'>> {
  const row = await tx.maybe<Named & { forUserId: string; userId: string }>(
    sql`select s.for_user_id, s.user_id, d.role, d.duty, d.division from deputyship s join duty d on d.id = s.duty_id
      where s.id = ${id} and s.ended_on is null and s.valid_to >= ${tx.today} for update of s`,
  );
  if (!row) return fail('NOT_FOUND');
  if (!leads(tx, row)) return fail('DEPUTY_NOT_YOURS', { duty: dutyZh(tx, row) });
  tx.afterCommit(forgetRecentActors);
  await tx.run(sql`update deputyship set ended_on = ${tx.today} where id = ${id}`);
  await recordAudit(tx, {
    action: 'deputy.ended',
    subject: { kind: 'staff-user', id: row.forUserId },
    division: row.division,
    detail: { deputy: row.userId },
  });
  return ok(null);
}
