/** 入住申请与轮候 (EL-13): apply, hold a bed or wait for one, be offered one, give it up. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { holdersInUnit, type Performer } from '../../../kernel/access/server.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { askFree, type Booking, defineBookable, holdResource, releaseBooking } from '../../../kernel/booking/server.ts';
import { ageOn, monthOf } from '../../../kernel/calendar/index.ts';
import { refuseHealth, refuseNumbers } from '../../../kernel/consultation/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Notice, type NoticeParams, notify } from '../../../kernel/notice/server.ts';
import { entitlementsOfPerson } from '../../../kernel/payment/server.ts';
import { factOfMany, factsAsOf, getPerson, grantAccess, identifyApplicant } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Mobile, PlainDateText, ResidentId } from '../../../kernel/schema/index.ts';
import { type Bed, findBed, freeNow, lockBed, moveBed } from '../beds/store.ts';
import { findInstitution, type Institution } from '../register/store.ts';
import { states } from '../register/terms.ts';
import { mayAdmit } from '../supervision/kind.ts';
import { leavesReserved, maySpare, placementLost } from '../tekun/spare.ts';
import { limits, minutesFrom } from './limits.ts';
import { beforeIt, rankOf, type Standing } from './rules.ts';
import { type Admission, admissionOfBooking, lockAdmission, queueOf, sealPlace } from './store.ts';
import { admissionKinds, admissionStates, reception, tekunCare } from './terms.ts';

const text = (label: string, max: number) =>
  z.string().trim().min(1, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });

const asked = {
  name: text('老人姓名', 50).meta({ label: '老人姓名', protect: true }),
  idNumber: ResidentId.meta({ label: '老人身份证号码', protect: true }),
  kind: choice(admissionKinds).meta({ label: '入住类型', choices: admissionKinds }),
  wantedOn: PlainDateText.meta({ label: '希望哪天入住', widget: 'date' }),
  contact: text('联系人', 20),
  phone: Mobile.meta({ label: '联系电话', protect: true }),
  onlyChildLost: z.boolean().default(false).meta({ label: '失独老人', help: '公办机构轮候优先，入住时带证件核对' }),
  tekunCare: choice(tekunCare)
    .optional()
    .meta({ label: '特困人员自理类别', choices: tekunCare, help: '不是特困人员的不用填；按认定书填写' }),
};
export const Application = z.strictObject(asked);
export const OnlineApplication = z.strictObject(asked);
export type Application = z.infer<typeof Application>;

/** The people of one institution, each by the own account: a message to a duty of the county would reach its competitors. */
export async function tellStaff(
  tx: Tx,
  institutionId: string,
  of: { performers: readonly Performer[]; template: string; params: NoticeParams },
): Promise<void> {
  for (const { id } of await holdersInUnit(tx, institutionId, of.performers))
    await notify(tx, { to: { userId: id }, template: of.template, params: of.params });
}

/** The older person, and whoever applied for him or her. */
export async function tellFamily(
  tx: Tx,
  of: Pick<Admission, 'personId' | 'agentPersonId'>,
  template: string,
  params: NoticeParams,
  how: Pick<Notice, 'atOnce'> = {},
): Promise<void> {
  for (const personId of new Set([of.personId, ...(of.agentPersonId ? [of.agentPersonId] : [])]))
    await notify(tx, { to: { personId }, template, params, ...how });
}

export async function capacityOf(tx: Tx, personId: string): Promise<number | null> {
  const [fact] = await factsAsOf(tx, { kind: 'person', id: personId }, { validOn: tx.today, kinds: ['capacity-level'] });
  return (fact?.value as { level: number } | undefined)?.level ?? null;
}

/** The capacity levels in force of these persons; who has none is not in it. */
export const capacitiesOf = async (tx: Tx, personIds: readonly string[]): Promise<ReadonlyMap<string, number>> =>
  new Map(
    (await factOfMany<{ level: number }>(tx, personIds as never, 'capacity-level')).map((f) => [f.subjectId, f.value.level]),
  );

/** What counts in the queue, as it is known today. */
export async function standingOf(
  tx: Tx,
  personId: string,
  said: Pick<Standing, 'tekunCare' | 'onlyChildLost'>,
): Promise<Standing> {
  const month = monthOf(tx.today);
  const draws = new Set(
    (await entitlementsOfPerson(tx, personId))
      .filter((e) => e.fromMonth <= month && (e.toMonth === null || month < e.toMonth))
      .map((e) => e.programme),
  );
  return { ...said, tekun: draws.has('tekun'), dibao: draws.has('dibao'), level: await capacityOf(tx, personId) };
}

const homeOf = (of: Pick<Institution, 'operation'>): 'public' | 'private' => (of.operation === 'private' ? 'private' : 'public');

/** Who applies for whom: a person of a certain age, without another open application here. */
export async function apply(
  tx: Tx,
  institutionId: string,
  given: Application & { channel: 'online' | 'desk'; agentPersonId?: string | null },
): Promise<Result<Admission>> {
  const found = await findInstitution(tx, institutionId);
  if (!found.ok) return found;
  const institution = found.value;
  if (!states[institution.state].open)
    return fail('CARE_HOME_CLOSED', { name: institution.name, state: states[institution.state].zh });
  if (given.wantedOn < tx.today) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'wantedOn', message: '不能早于今天' }]);
  const who = await identifyApplicant(tx, {
    name: given.name,
    idNumber: given.idNumber,
    division: institution.division,
  });
  if (!who.ok) return who;
  return enterAdmission(tx, institution, who.value, given);
}

/** The application of a person who is known: a place in the queue by what counts of him or her today. */
export async function enterAdmission(
  tx: Tx,
  institution: Institution,
  personId: string,
  given: Omit<Application, 'name' | 'idNumber'> & {
    channel: 'online' | 'desk';
    agentPersonId?: string | null;
    /** On the roster already, though the first month of the support may still be ahead. */
    tekun?: true;
  },
): Promise<Result<Admission>> {
  // 外县的老人也能入住：先让机构所在地看得到基本资料
  await grantAccess(tx, { personId, division: institution.division, reason: `care-home:${institution.id}` });
  const person = await getPerson(tx, personId);
  if (!person.ok) return person;
  const set = await limits(tx, institution.division, ['CARE-MIN-AGE']);
  if (!set.ok) return set;
  const known = await standingOf(tx, personId, { tekunCare: given.tekunCare ?? null, onlyChildLost: given.onlyChildLost });
  const standing = given.tekun ? { ...known, tekun: true } : known;
  if (ageOn(person.value.birthDate, tx.today) < set.value['CARE-MIN-AGE'] && !standing.tekun)
    return fail('ADMISSION_TOO_YOUNG', { name: person.value.name });
  const id = newId();
  const seal = (column: string, value: unknown) => tx.keys.sealJson(value, sealPlace('care_admission', column, id));
  const made =
    await tx.run(sql`insert into care_admission (id, institution_id, division, person_id, agent_person_id, state, kind, wanted_on, contact, contact_phone, channel, standing,
      rank, applied_at, capacity_level, changed_at)
    values (${id}, ${institution.id}, ${institution.division}, ${personId}, ${given.agentPersonId ?? null}, 'waiting', ${given.kind}, ${given.wantedOn}, ${given.contact},
      ${tx.keys.seal(given.phone, sealPlace('care_admission', 'contact_phone', id))}, ${given.channel}, ${seal('standing', standing)},
      ${rankOf(standing, homeOf(institution))}, ${tx.now}, ${standing.level}, ${tx.now})
    on conflict (institution_id, person_id) where state in ('waiting', 'held', 'reserved') do nothing`);
  if (made === 0) return fail('ADMISSION_TWICE', { name: person.value.name });
  await onRecord(tx, 'care-admission.applied', { id, personId, division: institution.division });
  await tellStaff(tx, institution.id, {
    performers: reception,
    template: 'care.applied',
    params: { name: person.value.name, day: given.wantedOn },
  });
  return lockAdmission(tx, id);
}

export const onRecord = (
  tx: Tx,
  action:
    | 'care-admission.applied'
    | 'care-admission.held'
    | 'care-admission.closed'
    | 'care-admission.paid'
    | 'care-admission.assessed'
    | 'care-admission.contracted',
  of: { id: string; personId: string; division: string },
): Promise<unknown> =>
  recordAudit(tx, {
    action,
    subject: { kind: 'care-admission', id: of.id },
    personId: of.personId,
    division: of.division,
  });

export const wrongState = (of: Pick<Admission, 'state'>) => fail('ADMISSION_STATE', { state: admissionStates[of.state].zh });

const SEX: Readonly<Record<string, string>> = { female: '女性', male: '男性' };
export async function fitsRoom(tx: Tx, bed: Bed, personId: string): Promise<Result<null, 'ROOM_SEX' | 'NOT_FOUND'>> {
  const person = await getPerson(tx, personId);
  if (!person.ok) return person;
  return bed.sexRule === 'any' || bed.sexRule === person.value.sex ? ok(null) : fail('ROOM_SEX', { sex: `${SEX[bed.sexRule]}` });
}

/** The bed is this family's until an instant; the booking keeps everybody else out, the bed only shows it. */
async function holdBed(
  tx: Tx,
  admission: Admission,
  { bedId, expiresAt, queued }: { bedId: string; expiresAt: string; queued: boolean },
): Promise<Result<Booking>> {
  const found = await findBed(tx, bedId);
  if (!found.ok) return found;
  if (found.value.institutionId !== admission.institutionId) return fail('NOT_FOUND');
  const fits = await fitsRoom(tx, found.value, admission.personId);
  if (!fits.ok) return fits;
  if (!admission.standing.tekun) {
    const spare = await maySpare(tx, found.value);
    if (!spare.ok) return spare;
  }
  if (!admission.standing.tekun && !admission.standing.dibao) {
    const open = await leavesReserved(tx, found.value);
    if (!open.ok) return open;
  }
  // 先占住时间，再改床位：过期的预留在这一步让开，床位随之空出来
  const held = await holdResource(tx, { resourceId: bedId, from: tx.now, expiresAt });
  if (!held.ok) return held;
  const bed = await lockBed(tx, bedId);
  if (!bed.ok) return bed;
  const moved = await moveBed(tx, bed.value, 'held', '预留');
  if (!moved.ok) return moved;
  await tx.run(sql`update care_admission set state = 'held', queued = ${queued}, bed_id = ${bedId}, booking_id = ${held.value.id}, changed_at = ${tx.now}, version = version + 1
    where id = ${admission.id}`);
  await onRecord(tx, 'care-admission.held', admission);
  return held;
}

/** 网上预留: a family takes a free bed for so many minutes. In a public home nobody passes those who wait. */
export async function holdOnline(
  tx: Tx,
  institutionId: string,
  given: Application & { bedId: string; agentPersonId: string | null },
): Promise<Result<{ id: string; until: string }>> {
  const { bedId, ...application } = given;
  // 住不进去的床不让人先付定金
  const allowed = await mayAdmit(tx, institutionId);
  if (!allowed.ok) return allowed;
  const free = await askFree(tx, { resourceId: bedId, from: tx.now });
  if (!free.ok) return free;
  const applied = await apply(tx, institutionId, { ...application, channel: 'online' });
  if (!applied.ok) return applied;
  const admission = applied.value;
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return home;
  if (homeOf(home.value) === 'public') {
    const n = beforeIt(await queueOf(tx, institutionId), admission.id);
    if (n > 0) return fail('ADMISSION_QUEUE', { n });
  }
  const set = await limits(tx, admission.division, ['CARE-HOLD-ONLINE']);
  if (!set.ok) return set;
  const held = await holdBed(tx, admission, {
    bedId,
    expiresAt: minutesFrom(tx.now, set.value['CARE-HOLD-ONLINE']),
    queued: false,
  });
  return held.ok ? ok({ id: admission.id, until: held.value.expiresAt! }) : held;
}

export const FreeBed = z.strictObject({
  bedId: z.uuid('请选择床位').meta({ label: '床位' }),
  jumpReason: z
    .string()
    .trim()
    .max(200)
    .optional()
    .meta({ label: '提前安排的理由', help: '按轮候次序安排的不用填；填了会公开，不写姓名' }),
});

/** A reason that everybody will read: no numbers, nothing of health, not the name. */
async function fitToPublish(tx: Tx, reason: string, personId: string): Promise<Result<null>> {
  const numbers = refuseNumbers(reason);
  if (!numbers.ok) return numbers;
  const health = refuseHealth(reason);
  if (!health.ok) return health;
  const person = await getPerson(tx, personId);
  if (!person.ok) return person;
  return reason.includes(person.value.name)
    ? fail('INVALID_INPUT', { count: 1 }, [{ path: 'jumpReason', message: '理由会公开，不能写姓名' }])
    : ok(null);
}

/** 安排床位: the first of the queue is offered one and has so many hours to answer; out of turn only with a reason that is published. */
export async function offerBed(
  tx: Tx,
  id: string,
  given: z.infer<typeof FreeBed>,
): Promise<Result<{ id: string; until: string }>> {
  const locked = await lockAdmission(tx, id);
  if (!locked.ok) return locked;
  const admission = locked.value;
  if (admission.state !== 'waiting') return wrongState(admission);
  const n = beforeIt(await queueOf(tx, admission.institutionId), id);
  const reason = given.jumpReason ?? '';
  if (n > 0 && reason.length < 4) return fail('ADMISSION_JUMP', { n });
  const fit = await fitToPublish(tx, reason, admission.personId);
  if (!fit.ok) return fit;
  const set = await limits(tx, admission.division, ['CARE-HOLD-OFFER']);
  if (!set.ok) return set;
  const held = await holdBed(tx, admission, {
    bedId: given.bedId,
    expiresAt: minutesFrom(tx.now, set.value['CARE-HOLD-OFFER'] * 60),
    queued: true,
  });
  if (!held.ok) return held;
  if (n > 0) await tx.run(sql`update care_admission set jump_reason = ${reason} where id = ${id}`);
  const home = await findInstitution(tx, admission.institutionId);
  await tellFamily(tx, admission, 'care.offered', {
    home: home.ok ? home.value.name : '',
    hours: set.value['CARE-HOLD-OFFER'],
    tel: home.ok ? home.value.telephone : '',
  });
  return ok({ id, until: held.value.expiresAt! });
}

/** The bed that an admission has, free again; the admission waits, or is closed by its caller. */
async function letGo(tx: Tx, admission: Admission): Promise<Result<null>> {
  if (admission.bookingId === null || admission.bedId === null) return ok(null);
  const released = await releaseBooking(tx, admission.bookingId);
  if (!released.ok) return released;
  const bed = await lockBed(tx, admission.bedId);
  if (!bed.ok) return bed;
  if (bed.value.state === 'held' || bed.value.state === 'reserved') {
    const moved = await moveBed(tx, bed.value, 'vacant', '放弃预留');
    if (!moved.ok) return moved;
  }
  return ok(null);
}

/** Why an application that never waited is over with its hold. */
export const LAPSED = '预留过期';

/** Without a bed again: who was in the queue waits on; who took a free bed without waiting has no place in it. */
async function backToQueue(tx: Tx, id: string, reason: string): Promise<void> {
  await placementLost(tx, id);
  await tx.run(sql`update care_admission set state = case when queued then 'waiting' else 'withdrawn' end, closed_reason = case when not queued then ${reason} end, bed_id = null,
    booking_id = null, changed_at = ${tx.now}, version = version + 1 where id = ${id}`);
}

/** 放弃床位，继续候补. */
export async function releaseBed(tx: Tx, id: string): Promise<Result<{ id: string }>> {
  const locked = await lockAdmission(tx, id);
  if (!locked.ok) return locked;
  const admission = locked.value;
  if (admission.state !== 'held' && admission.state !== 'reserved') return wrongState(admission);
  const freed = await letGo(tx, admission);
  if (!freed.ok) return freed;
  await backToQueue(tx, id, '放弃床位');
  await onRecord(tx, 'care-admission.closed', admission);
  return ok({ id });
}

/** 撤回 by the family, or 不予收住 by the institution with its reason. */
export async function closeAdmission(
  tx: Tx,
  id: string,
  given: { as: 'withdrawn' | 'refused'; reason: string },
): Promise<Result<{ id: string }>> {
  const locked = await lockAdmission(tx, id);
  if (!locked.ok) return locked;
  const admission = locked.value;
  if (!['waiting', 'held', 'reserved'].includes(admission.state) || admission.trialFrom !== null) return wrongState(admission);
  const freed = await letGo(tx, admission);
  if (!freed.ok) return freed;
  await placementLost(tx, id);
  await tx.run(
    sql`update care_admission set state = ${given.as}, closed_reason = ${given.reason}, changed_at = ${tx.now}, version = version + 1 where id = ${id}`,
  );
  if (given.as === 'refused') {
    const home = await findInstitution(tx, admission.institutionId);
    await tellFamily(tx, admission, 'care.refused', { home: home.ok ? home.value.name : '', reason: given.reason });
  }
  await onRecord(tx, 'care-admission.closed', admission);
  return ok({ id });
}

/** A hold or a reservation has died: the bed shows as free, the family waits again and is told; money that came is to go back. */
defineBookable({
  kind: 'care-bed',
  zh: '床位',
  async lapsed(tx, booking) {
    const bed = await lockBed(tx, booking.resourceId);
    if (bed.ok && (bed.value.state === 'held' || bed.value.state === 'reserved')) {
      const moved = await moveBed(tx, bed.value, 'vacant', '预留过期');
      if (!moved.ok) throw new Error(`bed ${bed.value.code} cannot become free: ${moved.code}`);
    }
    const admission = await admissionOfBooking(tx, booking.id);
    if (!admission) return;
    await backToQueue(tx, admission.id, LAPSED);
    const home = await findInstitution(tx, admission.institutionId);
    await tellFamily(tx, admission, 'care.lapsed', { home: home.ok ? home.value.name : '' });
  },
});

/** Free beds of an institution, for a choice. */
export const freeBedsOf = async (
  tx: Tx,
  institutionId: string,
): Promise<Pick<Bed, 'id' | 'code' | 'priceClass' | 'nursing' | 'sexRule'>[]> =>
  tx.rows(sql`select b.id, b.code, b.price_class, b.nursing, r.sex_rule from care_bed b join care_room r on r.id = b.room_id
    where b.institution_id = ${institutionId} and ${freeNow(tx)} order by b.code limit 500`);
