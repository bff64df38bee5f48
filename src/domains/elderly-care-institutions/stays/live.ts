/** 在住: leave and return, change of bed, change of level, and the end. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { endOccupancy, holdResource, occupyReserved, reserveHeld } from '../../../kernel/booking/server.ts';
import { longMonth, monthOf, plusDays, startOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type PlainDate, PlainDateText, type YearMonth } from '../../../kernel/schema/index.ts';
import { lockBed, moveBed } from '../beds/store.ts';
import { careLevels } from '../beds/terms.ts';
import { later } from '../bills/rules.ts';
import { withdrawDoses } from '../care/medication.ts';
import { withdrawTasks } from '../care/store.ts';
import { endReferrals } from '../medical/referral-store.ts';
import { findInstitution } from '../register/store.ts';
import { addBedOfStay, addLevel } from './admit.ts';
import { fitsRoom, tellFamily, tellStaff } from './apply.ts';
import { limits, minutesFrom } from './limits.ts';
import { findAdmission, leavesOf, levelsOf, lived, nameOf, type Stay, sealPlace } from './store.ts';
import { leaveKinds } from './terms.ts';

const onRecord = (tx: Tx, action: 'care-stay.changed' | 'care-stay.ended', stay: Stay, detail: Record<string, string> = {}) =>
  recordAudit(tx, {
    action,
    subject: { kind: 'care-stay', id: stay.id },
    personId: stay.personId,
    division: stay.division,
    detail,
  });

export const NewLeave = z.strictObject({
  kind: choice(leaveKinds).meta({ label: '请假', choices: leaveKinds }),
  from: PlainDateText.meta({ label: '第一个整天', widget: 'date', help: '当天早上就不在的那天' }),
  last: PlainDateText.optional().meta({ label: '最后一个整天', widget: 'date', help: '还不知道哪天回来的不用填' }),
});

/** Nothing is entered further ahead: a slip in the year would stand there for ever. */
const AHEAD = 60;

/** 请假: told now, or when the family asked for it; before 17:00 of the day before, nobody cooks. */
export async function takeLeave(
  tx: Tx,
  id: string,
  given: z.infer<typeof NewLeave>,
  { noticedAt }: { noticedAt?: string } = {},
): Promise<Result<{ id: string }>> {
  const found = await lived(tx, id);
  if (!found.ok) return found;
  const stay = found.value;
  const wrong = (problem: string) => fail('LEAVE_DAYS', { problem });
  if (given.from < stay.fromOn) return wrong('早于入住的日子');
  if (given.last !== undefined && given.last < given.from) return wrong('最后一天早于第一天');
  if (given.from > plusDays(tx.today, AHEAD)) return wrong(`太早，${AHEAD}天以内的才能登记`);
  const to = given.last === undefined ? null : plusDays(given.last, 1);
  const known = await leavesOf(tx, id);
  if (known.some((leave) => leave.toOn === null)) return fail('LEAVE_OPEN');
  if (known.some((leave) => (to === null || leave.fromOn < to) && leave.toOn! > given.from)) return fail('LEAVE_OVERLAPS');
  await tx.run(sql`insert into care_leave (id, stay_id, institution_id, division, kind, from_on, to_on, noticed_at, recorded_by)
    values (${newId()}, ${id}, ${stay.institutionId}, ${stay.division}, ${given.kind}, ${given.from}, ${to}, ${noticedAt ?? tx.now}, ${tx.actor.id})`);
  await followLeave(tx, stay);
  await tellBilled(tx, stay, { from: given.from, to });
  await onRecord(tx, 'care-stay.changed', stay, { what: 'leave' });
  return ok({ id });
}

/** A leave that is entered afterwards changes no bill that is out: the accountant hears of it, and takes it off the next one. */
async function tellBilled(tx: Tx, stay: Stay, { from, to }: { from: PlainDate; to: PlainDate | null }): Promise<void> {
  const billed = await tx.rows<{ month: YearMonth }>(
    sql`select month from care_bill where stay_id = ${stay.id} and state <> 'withdrawn' and month >= ${monthOf(from)}
      and month <= ${monthOf(to === null ? tx.today : plusDays(to, -1))} order by month limit 100`,
  );
  for (const { month } of billed)
    await tellStaff(tx, stay.institutionId, {
      performers: ['care-home-accountant'],
      template: 'care.leave-billed',
      params: { name: await nameOf(tx, stay.personId), month: longMonth(month) },
    });
}

/** The bed shows whether its person is away today. */
export async function followLeave(tx: Tx, stay: Stay): Promise<void> {
  const away = (await leavesOf(tx, stay.id)).some((l) => l.fromOn <= tx.today && (l.toOn === null || l.toOn > tx.today));
  const bed = await lockBed(tx, stay.bedId);
  if (!bed.ok) return;
  if (away && bed.value.state === 'occupied') await moveBed(tx, bed.value, 'on-leave', '请假');
  if (!away && bed.value.state === 'on-leave') await moveBed(tx, bed.value, 'occupied', '回来了');
}

/** 销假: back today; today counts again. */
export async function comeBack(tx: Tx, id: string): Promise<Result<{ id: string }>> {
  const found = await lived(tx, id);
  if (!found.ok) return found;
  const stay = found.value;
  const open = (await leavesOf(tx, id)).find((l) => l.fromOn <= tx.today && (l.toOn === null || l.toOn > tx.today));
  if (!open) return fail('LEAVE_NONE');
  await tx.run(sql`update care_leave set to_on = greatest(from_on, ${tx.today}::date) where id = ${open.id}`);
  await followLeave(tx, stay);
  await onRecord(tx, 'care-stay.changed', stay, { what: 'return' });
  return ok({ id });
}

export const NewBed = z.strictObject({
  bedId: z.uuid('请选择床位').meta({ label: '换到哪张床' }),
  reason: z.string().trim().min(2, '请写明原因').max(200).meta({ label: '原因' }),
});

/** 转床: one transaction; the old bed to be cleaned, the new one lived in, by the listed arrows only. The bed fee of the new one begins today. */
export async function changeBed(tx: Tx, id: string, given: z.infer<typeof NewBed>): Promise<Result<{ id: string }>> {
  const found = await lived(tx, id);
  if (!found.ok) return found;
  const stay = found.value;
  // 总按编号的次序锁两张床，两边对换也不会互相等
  const [first, second] = [stay.bedId, given.bedId].sort();
  for (const bedId of new Set([first!, second!])) {
    const locked = await lockBed(tx, bedId);
    if (!locked.ok) return locked;
  }
  const target = await lockBed(tx, given.bedId);
  if (!target.ok) return target;
  if (target.value.institutionId !== stay.institutionId) return fail('NOT_FOUND');
  const fits = await fitsRoom(tx, target.value, stay.personId);
  if (!fits.ok) return fits;
  const held = await holdResource(tx, { resourceId: given.bedId, from: tx.now, expiresAt: minutesFrom(tx.now, 1) });
  if (!held.ok) return held;
  const bookingId = held.value.id;
  const now = await lockBed(tx, given.bedId);
  if (!now.ok) return now;
  const step1 = await moveBed(tx, now.value, 'held', '转床');
  if (!step1.ok) return step1;
  const reserved = await reserveHeld(tx, { bookingId, expiresAt: minutesFrom(tx.now, 1) });
  if (!reserved.ok) return reserved;
  const step2 = await moveBed(tx, step1.value, 'reserved', '转床');
  if (!step2.ok) return step2;
  const occupied = await occupyReserved(tx, { bookingId, from: tx.now });
  if (!occupied.ok) return occupied;
  const ended = await endOccupancy(tx, { bookingId: stay.bookingId, to: tx.now });
  if (!ended.ok) return ended;
  await tx.run(
    sql`update care_stay set bed_id = ${given.bedId}, booking_id = ${bookingId}, changed_at = ${tx.now}, version = version + 1 where id = ${id}`,
  );
  const step3 = await moveBed(tx, step2.value, 'occupied', '转床');
  if (!step3.ok) return step3;
  const left = await leaveBed(tx, stay.bedId, '转床');
  if (!left.ok) return left;
  await addBedOfStay(tx, stay, { bedId: given.bedId, from: tx.today, reason: given.reason });
  await followLeave(tx, { ...stay, bedId: given.bedId });
  await onRecord(tx, 'care-stay.changed', stay, { what: 'bed' });
  return ok({ id });
}

async function leaveBed(tx: Tx, bedId: string, reason: string): Promise<Result<unknown>> {
  const bed = await lockBed(tx, bedId);
  return bed.ok ? moveBed(tx, bed.value, 'cleaning', reason) : bed;
}

const level = {
  level: choice(careLevels).meta({ label: '护理等级', choices: careLevels }),
  from: PlainDateText.meta({ label: '从哪天起', widget: 'date' }),
};
export const AskedLevel = z.strictObject({
  ...level,
  why: z.string().trim().min(2, '请写明依据').max(200).meta({ label: '依据', protect: true, help: '家属会看到' }),
});
export const AgreedLevel = z.strictObject({
  ...level,
  consentBy: z
    .string()
    .trim()
    .max(40)
    .default('')
    .meta({ label: '谁同意的', help: '在纸质同意书上签字的老人或代理人，写明关系' }),
});

const levelNow = async (tx: Tx, stay: Stay, on: PlainDate) => (await levelsOf(tx, stay.id)).filter((l) => l.fromOn <= on).at(-1)!;

/** 建议变更: the family is asked, nothing changes until it agrees. */
export async function askLevel(tx: Tx, id: string, given: z.infer<typeof AskedLevel>): Promise<Result<{ id: string }>> {
  const found = await lived(tx, id);
  if (!found.ok) return found;
  const stay = found.value;
  if (given.from < tx.today) return fail('LEVEL_BACKWARDS', { from: tx.today });
  if (given.from > plusDays(tx.today, AHEAD)) return fail('LEVEL_AHEAD', { days: AHEAD });
  const before = await levelNow(tx, stay, given.from);
  if (before.careLevel === given.level) return fail('LEVEL_SAME', { level: careLevels[given.level] });
  await tx.run(
    sql`update care_stay set level_to_consent = ${tx.keys.sealJson(given, sealPlace('care_stay', 'level_to_consent', id))}, version = version + 1 where id = ${id}`,
  );
  const admission = await findAdmission(tx, stay.admissionId);
  if (!admission.ok) return admission;
  await tellFamily(tx, admission.value, 'care.level-asked', {
    name: await nameOf(tx, stay.personId),
    before: careLevels[before.careLevel],
    after: careLevels[given.level],
    from: given.from,
  });
  await onRecord(tx, 'care-stay.changed', stay, { what: 'level-asked' });
  return ok({ id });
}

/** 变更护理等级: with the consent of the older person or the agent, from today on at the earliest. */
export async function changeLevel(tx: Tx, id: string, given: z.infer<typeof AgreedLevel>): Promise<Result<{ id: string }>> {
  const found = await lived(tx, id);
  if (!found.ok) return found;
  const stay = found.value;
  if (given.consentBy.trim() === '') return fail('LEVEL_CONSENT');
  if (given.from < tx.today) return fail('LEVEL_BACKWARDS', { from: tx.today });
  if (given.from > plusDays(tx.today, AHEAD)) return fail('LEVEL_AHEAD', { days: AHEAD });
  const before = await levelNow(tx, stay, given.from);
  if (before.careLevel === given.level) return fail('LEVEL_SAME', { level: careLevels[given.level] });
  if (before.fromOn === given.from) return fail('LEVEL_BACKWARDS', { from: plusDays(given.from, 1) });
  await addLevel(tx, stay, { careLevel: given.level, from: given.from, consentBy: given.consentBy });
  await tx.run(sql`update care_stay set level_to_consent = null, version = version + 1, changed_at = ${tx.now} where id = ${id}`);
  const admission = await findAdmission(tx, stay.admissionId);
  if (!admission.ok) return admission;
  await tellFamily(tx, admission.value, 'care.level-changed', {
    name: await nameOf(tx, stay.personId),
    after: careLevels[given.level],
    from: given.from,
  });
  await onRecord(tx, 'care-stay.changed', stay, { what: 'level' });
  return ok({ id });
}

export const NewEnd = z.strictObject({
  reason: z.string().trim().min(2, '请写明原因').max(200).meta({ label: '退住原因' }),
});

/** 退住: today is not charged any more. The bed is to be cleaned, the money goes back in time, and whoever goes by the stay is told. */
export async function discharge(tx: Tx, id: string, given: z.infer<typeof NewEnd>): Promise<Result<{ id: string }>> {
  const found = await lived(tx, id);
  return found.ok ? endStay(tx, found.value, { on: tx.today, as: 'discharged', reason: given.reason }) : found;
}

export async function endStay(
  tx: Tx,
  stay: Stay,
  of: { on: PlainDate; as: 'discharged' | 'deceased'; reason: string },
): Promise<Result<{ id: string }>> {
  const to = later(of.on, stay.fromOn);
  const set = await limits(tx, stay.division, ['CARE-REFUND-DAYS']);
  if (!set.ok) return set;
  const refundDue = tx.calendar.addWorkdays(tx.today, set.value['CARE-REFUND-DAYS'], stay.division);
  const ended = await endOccupancy(tx, { bookingId: stay.bookingId, to: startOf(to).toISOString() });
  if (!ended.ok) return ended;
  await tx.run(sql`update care_stay set to_on = ${to}, ended = ${of.as}, end_reason = ${of.reason}, refund_due = ${refundDue}, level_to_consent = null, changed_at = ${tx.now},
    version = version + 1 where id = ${stay.id}`);
  await tx.run(
    sql`update care_leave set to_on = greatest(from_on, ${to}::date) where stay_id = ${stay.id} and (to_on is null or to_on > ${to})`,
  );
  await withdrawTasks(tx, stay);
  await withdrawDoses(tx, stay.id);
  await endReferrals(tx, stay.id, of.as);
  const left = await leaveBed(tx, stay.bedId, of.as === 'deceased' ? '老人去世' : '退住');
  if (!left.ok) return left;
  await emit(tx, {
    type: 'stay.ended',
    subject: { kind: 'person', id: stay.personId },
    division: stay.division,
    payload: { stayId: stay.id, personId: stay.personId, institutionId: stay.institutionId, to, reason: of.as },
  });
  const admission = await findAdmission(tx, stay.admissionId);
  const home = await findInstitution(tx, stay.institutionId);
  if (of.as === 'discharged' && admission.ok)
    await tellFamily(tx, admission.value, 'care.left', {
      name: await nameOf(tx, stay.personId),
      home: home.ok ? home.value.name : '',
      refund: refundDue,
    });
  await onRecord(tx, 'care-stay.ended', stay, { how: of.as });
  return ok({ id: stay.id });
}
