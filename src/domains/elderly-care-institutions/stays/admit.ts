/** 试住和入住: the reserved bed is lived in from today on; the first older person starts the clock of recording. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { occupyReserved } from '../../../kernel/booking/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { lockBed, moveBed, pricesOf, pricesOn } from '../beds/store.ts';
import { type CareLevel, levelOffered } from '../beds/terms.ts';
import { lockInstitution, moveInstitution } from '../register/store.ts';
import { states } from '../register/terms.ts';
import { mayAdmit } from '../supervision/kind.ts';
import { agreementOf } from '../tekun/spare.ts';
import { capacityOf, fitsRoom, tellFamily, wrongState } from './apply.ts';
import { unassessed } from './prepare.ts';
import { type Admission, lockAdmission, lockStay, nameOf } from './store.ts';
import type { StayKind } from './terms.ts';

export const addLevel = (
  tx: Tx,
  stay: { id: string; institutionId: string; division: string },
  of: { careLevel: CareLevel; from: PlainDate; consentBy: string },
): Promise<number> =>
  tx.run(sql`insert into care_stay_level (id, stay_id, institution_id, division, care_level, from_on, consent_by, recorded_at, recorded_by)
    values (${newId()}, ${stay.id}, ${stay.institutionId}, ${stay.division}, ${of.careLevel}, ${of.from}, ${of.consentBy}, ${tx.now}, ${tx.actor.id})`);

export const addBedOfStay = (
  tx: Tx,
  stay: { id: string; institutionId: string; division: string },
  of: { bedId: string; from: PlainDate; reason: string },
): Promise<number> =>
  tx.run(sql`insert into care_stay_bed (id, stay_id, institution_id, division, bed_id, from_on, reason, recorded_at, recorded_by)
    values (${newId()}, ${stay.id}, ${stay.institutionId}, ${stay.division}, ${of.bedId}, ${of.from}, ${of.reason}, ${tx.now}, ${tx.actor.id})`);

/** Begins a stay today: bed, booking, levels, the clock of recording, and the event that others go by. */
async function begin(
  tx: Tx,
  admission: Admission,
  of: { kind: StayKind; careLevel: CareLevel; consentBy: string; level: number | null },
): Promise<Result<{ id: string }>> {
  if (admission.state !== 'reserved' || admission.bedId === null || admission.bookingId === null) return wrongState(admission);
  const home = await lockInstitution(tx, admission.institutionId);
  if (!home.ok) return home;
  const institution = home.value;
  if (!states[institution.state].open)
    return fail('CARE_HOME_CLOSED', { name: institution.name, state: states[institution.state].zh });
  const agreed = await agreementOf(tx, admission.id);
  if (!agreed.ok) return agreed;
  const allowed = await mayAdmit(tx, institution.id);
  if (!allowed.ok) return allowed;
  const elsewhere = await tx.one<{ name: string | null }>(sql`select care_stay_elsewhere(${admission.personId}) as name`);
  if (elsewhere.name !== null) return fail('STAY_ELSEWHERE', { institution: elsewhere.name });
  const locked = await lockBed(tx, admission.bedId);
  if (!locked.ok) return locked;
  const bed = locked.value;
  const fits = await fitsRoom(tx, bed, admission.personId);
  if (!fits.ok) return fits;
  const occupied = await occupyReserved(tx, { bookingId: admission.bookingId, from: tx.now });
  if (!occupied.ok) return occupied;
  const id = newId();
  const made =
    await tx.run(sql`insert into care_stay (id, admission_id, institution_id, division, person_id, bed_id, booking_id, kind, from_on, changed_at)
    values (${id}, ${admission.id}, ${admission.institutionId}, ${admission.division}, ${admission.personId}, ${bed.id}, ${admission.bookingId}, ${of.kind}, ${tx.today}, ${tx.now})
    on conflict do nothing`);
  // 另一家同时办了：全市一个人只有一处
  if (made === 0) return fail('STAY_ELSEWHERE', { institution: '另一家机构' });
  const moved = await moveBed(tx, bed, 'occupied', of.kind === 'trial' ? '试住' : '入住');
  if (!moved.ok) return moved;
  const stay = { id, institutionId: admission.institutionId, division: admission.division };
  await addBedOfStay(tx, stay, { bedId: bed.id, from: tx.today, reason: '入住' });
  await addLevel(tx, stay, { careLevel: of.careLevel, from: tx.today, consentBy: of.consentBy });
  await tx.run(sql`update care_admission set state = 'admitted', trial_from = ${of.kind === 'trial' ? tx.today : admission.trialFrom}, changed_at = ${tx.now}, version = version + 1
    where id = ${admission.id}`);
  if (institution.state === 'registered') {
    const set = sql`first_resident_on = ${tx.today}`;
    await moveInstitution(tx, institution, {
      action: 'first-resident',
      to: 'unrecorded',
      note: '收住了第一位老人，备案时限从今天起算',
      set,
    });
  }
  await emit(tx, {
    type: 'stay.started',
    subject: { kind: 'person', id: admission.personId },
    division: admission.division,
    payload: {
      stayId: id,
      personId: admission.personId,
      institutionId: admission.institutionId,
      kind: of.kind,
      from: tx.today,
      level: of.level,
    },
  });
  await tellFamily(tx, admission, 'care.admitted', {
    name: await nameOf(tx, admission.personId),
    home: institution.name,
    bed: bed.code,
  });
  await recordAudit(tx, {
    action: 'care-stay.started',
    subject: { kind: 'care-stay', id },
    personId: admission.personId,
    division: admission.division,
  });
  return ok({ id });
}

/** 试住: assessed as for a contract, by the day, without one yet. */
export async function beginTrial(tx: Tx, admissionId: string): Promise<Result<{ id: string }>> {
  const locked = await lockAdmission(tx, admissionId);
  if (!locked.ok) return locked;
  const admission = locked.value;
  const level = await capacityOf(tx, admission.personId);
  const missing = unassessed(admission, level);
  if (missing.length > 0) return fail('ADMISSION_UNASSESSED', { missing: missing.join('、') });
  const trial = pricesOn(await pricesOf(tx, admission.institutionId), tx.today).find((p) => p.item === 'trial');
  if (!trial) return fail('PRICE_UNPUBLISHED', { item: '试住费', name: '试住' });
  return begin(tx, admission, { kind: 'trial', careLevel: levelOffered(level!), consentBy: admission.contact, level });
}

/** 入住: with a contract, and its deposit. */
export async function admit(tx: Tx, admissionId: string): Promise<Result<{ id: string }>> {
  const locked = await lockAdmission(tx, admissionId);
  if (!locked.ok) return locked;
  const admission = locked.value;
  if (admission.contractId === null || admission.contract === null) return fail('CONTRACT_FIRST');
  if ((admission.depositFen ?? 0) > 0 && !admission.depositPaid)
    return fail('DEPOSIT_FIRST', { amount: (admission.depositFen! / 100).toFixed(2) });
  return begin(tx, admission, {
    kind: admission.kind,
    careLevel: admission.contract.careLevel,
    consentBy: admission.contract.agent,
    level: admission.capacityLevel,
  });
}

/** 转正式入住: never by itself, only with a contract. The bed stays, the price by the month begins today. */
export async function settleIn(tx: Tx, stayId: string): Promise<Result<{ id: string }>> {
  const found = await lockStay(tx, stayId);
  if (!found.ok) return found;
  const stay = found.value;
  const locked = await lockAdmission(tx, stay.admissionId);
  if (!locked.ok) return locked;
  const admission = locked.value;
  if (stay.toOn !== null || stay.kind !== 'trial' || stay.trialTo !== null)
    return fail('STAY_STATE', { name: await nameOf(tx, stay.personId), what: stay.toOn === null ? '正式入住' : '退住' });
  if (admission.contractId === null || admission.contract === null) return fail('CONTRACT_FIRST');
  if ((admission.depositFen ?? 0) > 0 && !admission.depositPaid)
    return fail('DEPOSIT_FIRST', { amount: (admission.depositFen! / 100).toFixed(2) });
  await tx.run(
    sql`update care_stay set trial_to = ${tx.today}, changed_at = ${tx.now}, version = version + 1 where id = ${stayId}`,
  );
  const [last] = await tx.rows<{ careLevel: CareLevel }>(
    sql`select care_level from care_stay_level where stay_id = ${stayId} and from_on <= ${tx.today} order by from_on desc limit 1`,
  );
  if (last?.careLevel !== admission.contract.careLevel)
    await addLevel(tx, stay, { careLevel: admission.contract.careLevel, from: tx.today, consentBy: admission.contract.agent });
  await recordAudit(tx, {
    action: 'care-stay.settled',
    subject: { kind: 'care-stay', id: stayId },
    personId: stay.personId,
    division: stay.division,
  });
  return ok({ id: stayId });
}
