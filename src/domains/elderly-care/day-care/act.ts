/** 日间照料 (EC-052): who is registered where, who came on which day; never more than there are places, by the database; the open days of a facility follow from it. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { ageOn, plusDays, shortDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { findByIdNumber } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, Mobile, type PlainDate, PlainDateText, ResidentId } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { siteLimits } from '../facilities/parameters.ts';
import { lockSite, type Site } from '../facilities/store.ts';
import { cardHolder } from '../outlets/identify.ts';
import { staysOn } from '../outlets/store.ts';
import { tellSeen } from '../register/seen.ts';
import { OLD } from '../register/terms.ts';
import './errors.ts';
import { dayCarePlace } from './sealed.ts';

export const NewDayCare = z.strictObject({
  idNumber: ResidentId.meta({ label: '老人身份证号码', protect: true, widget: 'id-card' }),
  name: z.string().trim().min(1, '请填写姓名').max(50).meta({ label: '老人姓名' }),
  contact: Mobile.meta({ label: '家人手机号码', protect: true, help: '没有来、不舒服的时候打' }),
});
const on = PlainDateText.meta({ label: '哪一天', widget: 'date' });
export const Present = z.strictObject({ on });
export const CardPresent = z.strictObject({
  card: z
    .string()
    .trim()
    .regex(/^\d{8}$/, '卡号是8位')
    .meta({ label: '养老服务卡号' }),
  on,
});
export const DayCareEnd = z.strictObject({
  on: PlainDateText.meta({ label: '从哪天起不来', widget: 'date' }),
  reason: z.string().trim().min(2, '请写明原因').max(100).meta({ label: '原因' }),
});

interface Member {
  id: string;
  siteId: string;
  personId: string;
  name: string;
  division: DivisionCode;
  fromOn: PlainDate;
  toOn: PlainDate | null;
}
const columns = sql`m.id, m.site_id, m.person_id, p.name, m.division, m.from_on, m.to_on`;
const record = (tx: Tx, action: AuditAction, of: { personId: string; siteId: string; division: DivisionCode }) =>
  recordAudit(tx, { action, subject: { kind: 'care-site', id: of.siteId }, personId: of.personId, division: of.division });

async function openSite(tx: Tx, id: string): Promise<Result<Site, 'NOT_FOUND' | 'DAY_CARE_CLOSED'>> {
  const found = await lockSite(tx, id);
  if (!found.ok) return found;
  const { state, dayPlaces, name } = found.value;
  return dayPlaces > 0 && (state === 'operating' || state === 'trial') ? found : fail('DAY_CARE_CLOSED', { name });
}

export async function enterDayCare(
  tx: Tx,
  siteId: string,
  given: z.infer<typeof NewDayCare>,
): Promise<Result<{ id: string; free: number }>> {
  const site = await openSite(tx, siteId);
  if (!site.ok) return site;
  const { division, dayPlaces, name } = site.value;
  const found = await findByIdNumber(tx, given.idNumber);
  const person =
    found?.name === given.name
      ? await tx.maybe<{ id: string; birthDate: PlainDate }>(
          sql`select id, birth_date from person where id = ${found.id} and life_state <> 'dead' and merged_into is null`,
        )
      : null;
  if (!person) return fail('DAY_CARE_PERSON');
  if (ageOn(person.birthDate, tx.today) < OLD) return fail('DAY_CARE_YOUNG', { name: given.name });
  if (await staysOn(tx, person.id, tx.today)) return fail('DAY_CARE_STAY', { name: given.name });
  const { n } = await tx.one<{ n: number }>(
    sql`select count(*)::int as n from day_care_member where site_id = ${siteId} and to_on is null`,
  );
  if (n >= dayPlaces) return fail('DAY_CARE_FULL', { name, places: dayPlaces });
  const id = newId();
  const added =
    await tx.run(sql`insert into day_care_member (id, site_id, division, person_id, from_on, contact, entered_at, entered_by)
    values (${id}, ${siteId}, ${division}, ${person.id}, ${tx.today}, ${tx.keys.seal(given.contact, dayCarePlace(id))}, ${tx.now}, ${tx.actor.id}) on conflict do nothing`);
  if (added === 0) {
    const where = await tx.maybe<{ name: string }>(
      sql`select s.name from day_care_member m join care_site s on s.id = m.site_id where m.person_id = ${person.id} and m.to_on is null`,
    );
    return fail('DAY_CARE_ELSEWHERE', { name: given.name, site: where?.name ?? '别处' });
  }
  await record(tx, 'day-care.entered', { personId: person.id, siteId, division });
  return ok({ id, free: dayPlaces - n - 1 });
}

async function present(tx: Tx, member: Member, day: PlainDate, way: 'card' | 'name-book'): Promise<Result<{ name: string }>> {
  const site = await openSite(tx, member.siteId);
  if (!site.ok) return site;
  const set = await siteLimits(tx, member.division, ['SITE-DAY-LATE']);
  if (!set.ok) return set;
  const days = set.value['SITE-DAY-LATE'];
  if (day > tx.today || day < member.fromOn || day < plusDays(tx.today, -days)) return fail('DAY_CARE_LATE', { days });
  const { dayPlaces, name } = site.value;
  const { n } = await tx.one<{ n: number }>(
    sql`select count(*)::int as n from day_care_day where site_id = ${member.siteId} and on_date = ${day}`,
  );
  if (n >= dayPlaces) return fail('DAY_CARE_FULL', { name, places: dayPlaces });
  const added =
    await tx.run(sql`insert into day_care_day (site_id, on_date, member_id, person_id, division, way, entered_at, entered_by, entered_name)
    values (${member.siteId}, ${day}, ${member.id}, ${member.personId}, ${member.division}, ${way}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name}) on conflict do nothing`);
  if (added === 0) return fail('DAY_CARE_TWICE', { name: member.name, on: shortDate(day) });
  await tellSeen(tx, { personId: member.personId, division: member.division, on: day, way: 'visit' });
  await record(tx, 'day-care.present', member);
  return ok({ name: member.name });
}

const liveMember = (tx: Tx, id: string): Promise<Member | null> =>
  tx.maybe<Member>(
    sql`select ${columns} from day_care_member m join person p on p.id = m.person_id where m.id = ${id} and m.to_on is null for update of m`,
  );

/** 名册: of somebody who is registered here. */
export async function presentByBook(tx: Tx, id: string, given: z.infer<typeof Present>): Promise<Result<{ name: string }>> {
  const member = await liveMember(tx, id);
  return member ? present(tx, member, given.on, 'name-book') : fail('NOT_FOUND');
}
/** 刷卡. */
export async function presentByCard(
  tx: Tx,
  siteId: string,
  given: z.infer<typeof CardPresent>,
): Promise<Result<{ name: string }>> {
  const holder = await cardHolder(tx, given.card);
  const member =
    holder &&
    (await tx.maybe<{ id: string }>(
      sql`select id from day_care_member where site_id = ${siteId} and person_id = ${holder.personId} and to_on is null`,
    ));
  const found = member ? await liveMember(tx, member.id) : null;
  return found ? present(tx, found, given.on, 'card') : fail('DAY_CARE_NOT_HERE');
}
export async function endDayCare(tx: Tx, id: string, given: z.infer<typeof DayCareEnd>): Promise<Result<{ id: string }>> {
  const member = await liveMember(tx, id);
  if (!member) return fail('NOT_FOUND');
  if (given.on < member.fromOn || given.on > tx.today)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'on', message: `在${member.fromOn}和今天之间` }]);
  await tx.run(sql`update day_care_member set to_on = ${given.on}, end_reason = ${given.reason} where id = ${id}`);
  await record(tx, 'day-care.ended', member);
  return ok({ id });
}

const memberDead = sql`p.id = m.person_id and p.life_state = 'dead' and m.to_on is null`;
/** Days of the register, lately, of which the facility has none of its own. */
const notEntered = (tx: Tx) => sql`day_care_day d join care_site s on s.id = d.site_id
  where d.on_date < ${tx.today} and d.on_date >= ${plusDays(tx.today, -10)}
    and not exists (select from care_site_day e where e.site_id = d.site_id and e.on_date = d.on_date)`;

/** Daily: days on which somebody came are open days of the facility, proved by cards; who died is no longer registered. */
export const dayCareDaily = whenDue(
  (tx) => anyRow(tx, sql`day_care_member m, person p where ${memberDead}`, notEntered(tx)),
  (context) =>
    context.write(systemActor('day-care', context.city), async (tx) => {
      await tx.run(
        sql`update day_care_member m set to_on = greatest(m.from_on, ${tx.today}::date), end_reason = '去世' from person p where ${memberDead}`,
      );
      return tx.run(sql`insert into care_site_day (site_id, on_date, division, proof, people, entered_at, entered_by, entered_name)
      select d.site_id, d.on_date, s.division, 'cards', count(*), ${tx.now}, ${tx.actor.id}, '日间照料名册' from ${notEntered(tx)} group by d.site_id, d.on_date, s.division
      on conflict (site_id, on_date) do nothing`);
    }),
);
