/** 呼叫器坏了: until it is mended somebody goes round every thirty minutes and writes it down; and 在院名单 on paper for a night without power. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { type CareLevel, careLevels } from '../beds/terms.ts';
import { findInstitution } from '../register/store.ts';
import { limits } from '../stays/limits.ts';
import { sealPlace } from '../stays/store.ts';
import type { OutageView, RosterPage } from './content.ts';

const text = (label: string, help: string) =>
  z.string().trim().min(2, `请写明${label}`).max(200).meta({ label, help, widget: 'textarea' });
export const CallDown = z.strictObject({ place: text('哪里坏了', '哪一层、哪几间，还是全部') });
export const CallMended = z.strictObject({ fixed: text('怎么修好的', '谁修的、试过没有') });

const minutesAfter = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();

export async function callDown(tx: Tx, institutionId: string, given: z.infer<typeof CallDown>): Promise<Result<{ id: string }>> {
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return home;
  const set = await limits(tx, home.value.division, ['CARE-CALL-PATROL']);
  if (!set.ok) return set;
  const every = set.value['CARE-CALL-PATROL'];
  const id = newId();
  const made =
    await tx.run(sql`insert into care_call_outage (id, institution_id, division, since_at, place, every_minutes, next_at, by_actor, by_name)
    values (${id}, ${institutionId}, ${home.value.division}, ${tx.now}, ${given.place}, ${every}, ${minutesAfter(tx.now, every)}, ${tx.actor.id}, ${tx.actor.name})
    on conflict do nothing`);
  if (made === 0) return fail('CALL_DOWN_TWICE');
  await recordAudit(tx, {
    action: 'care-call.down',
    subject: { kind: 'care-institution', id: institutionId },
    division: home.value.division,
  });
  return ok({ id });
}

export async function callMended(tx: Tx, id: string, given: z.infer<typeof CallMended>): Promise<Result<{ id: string }>> {
  const ended = await tx.maybe<{ institutionId: string; division: DivisionCode }>(
    sql`update care_call_outage set ended_at = ${tx.now}, fixed = ${given.fixed}, next_at = null where id = ${id} and ended_at is null returning institution_id, division`,
  );
  if (!ended) return fail('CALL_MENDED');
  await recordAudit(tx, {
    action: 'care-call.mended',
    subject: { kind: 'care-institution', id: ended.institutionId },
    division: ended.division,
  });
  return ok({ id });
}

/** A round was made: the next one is wanted so many minutes later. */
export const roundMade = (tx: Tx, institutionId: string): Promise<number> =>
  tx.run(
    sql`update care_call_outage set next_at = ${tx.now}::timestamptz + make_interval(mins => every_minutes) where institution_id = ${institutionId} and ended_at is null`,
  );

/** The one that is open, and how many rounds were made of how many wanted. */
export async function outageOf(tx: Tx, institutionId: string): Promise<OutageView | null> {
  const row = await tx.maybe<{
    id: string;
    sinceAt: string;
    place: string;
    everyMinutes: number;
    nextAt: string;
    rounds: number;
  }>(sql`select o.id, o.since_at, o.place, o.every_minutes, o.next_at,
      (select count(*)::int from care_patrol p where p.institution_id = o.institution_id and p.at >= o.since_at) as rounds
    from care_call_outage o where o.institution_id = ${institutionId} and o.ended_at is null`);
  return (
    row && {
      ...row,
      wanted: Math.floor((Date.parse(tx.now) - Date.parse(row.sinceAt)) / (row.everyMinutes * 60_000)),
      late: Date.parse(row.nextAt) <= Date.parse(tx.now),
    }
  );
}

/** 在院名单: whoever sleeps in the house tonight, room by room, with whom to call. Each look is on record with everybody on it. */
export async function roster(tx: Tx, institutionId: string): Promise<Result<RosterPage>> {
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return home;
  const rows = await tx.rows<{
    id: string;
    admissionId: string;
    personId: string;
    bed: string;
    name: string;
    careLevel: CareLevel;
    contact: string;
    contactPhone: Buffer;
    away: 'out' | 'hospital' | null;
  }>(sql`select s.id, a.id as admission_id, s.person_id, b.code as bed, p.name, a.contact, a.contact_phone,
      (select l.care_level from care_stay_level l where l.stay_id = s.id and l.from_on <= greatest(${tx.today}::date, s.from_on) order by l.from_on desc limit 1) as care_level,
      (select l.kind from care_leave l where l.stay_id = s.id and l.from_on <= ${tx.today} and (l.to_on is null or l.to_on > ${tx.today}) limit 1) as away
    from care_stay s join care_admission a on a.id = s.admission_id join person p on p.id = s.person_id join care_bed b on b.id = s.bed_id
    where s.institution_id = ${institutionId} and s.to_on is null order by b.code limit 1000`);
  const printed = await tx.maybe<{ printedAt: string; byName: string }>(
    sql`select printed_at, by_name from care_roster_print where institution_id = ${institutionId} and on_date = ${tx.today}`,
  );
  if (rows.length > 0) await recordAudit(tx, { action: 'care-roster.read', personIds: rows.map(({ personId }) => personId) });
  return ok({
    institutionId,
    name: home.value.name,
    telephone: home.value.telephone,
    at: tx.now,
    printed: printed && { at: printed.printedAt, by: printed.byName },
    rows: rows.map((row) => ({
      stayId: row.id,
      bed: row.bed,
      name: row.name,
      levelZh: careLevels[row.careLevel],
      where: row.away === null ? '在院' : row.away === 'hospital' ? '住院' : '请假在外',
      here: row.away === null,
      contact: row.contact,
      phone: tx.keys.open(row.contactPhone, sealPlace('care_admission', 'contact_phone', row.admissionId)),
    })),
  });
}

/** It was printed: once a day is what is wanted. */
export async function rosterPrinted(tx: Tx, institutionId: string): Promise<Result<{ id: string }>> {
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return home;
  await tx.run(sql`insert into care_roster_print (institution_id, division, on_date, printed_at, persons, by_actor, by_name)
    select ${institutionId}::uuid, ${home.value.division}::text, ${tx.today}::date, ${tx.now}::timestamptz, count(*)::int, ${tx.actor.id}::text, ${tx.actor.name}::text
    from care_stay where institution_id = ${institutionId} and to_on is null on conflict do nothing`);
  return ok({ id: institutionId });
}

/** From this hour on the paper of the day is wanted. */
export const ROSTER_HOUR = 20;
