/** 代管药品: entrusted with a signed paper and a doctor's order; each dose prepared by one person and given by another. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays, timeOfDay } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type PlainDate } from '../../../kernel/schema/index.ts';
import { onDuty } from '../incidents/abuse.ts';
import { tellFamily } from '../stays/apply.ts';
import { limits } from '../stays/limits.ts';
import { findAdmission, findStay, lived, nameOf, type Stay, sealPlace } from '../stays/store.ts';
import type { DoseView, MedicationView } from './content.ts';
import { doseState, tasksOn, timesOf } from './rules.ts';

const text = (label: string, max: number, help?: string) =>
  z
    .string()
    .trim()
    .min(1, `请填写${label}`)
    .max(max)
    .meta({ label, protect: true, ...(help ? { help } : {}) });

export const NewMedication = z.strictObject({
  drug: text('药名和规格', 60, '例如：氨氯地平片 5毫克'),
  dose: text('怎么用', 60, '例如：每次1片，饭后'),
  times: z.string().trim().min(4, '请写明几点服').max(120).meta({ label: '几点服', help: '例如：08:00、18:00' }),
  units: z.int('请填写整数').min(1).max(100).meta({ label: '每次几片（支、袋）' }),
  stock: z.int('请填写整数').min(0).max(10_000).meta({ label: '交来多少', help: '与每次的单位相同' }),
  doctor: text('医嘱', 100, '哪位医生、哪一天开的'),
  entrustedBy: text('谁委托的', 40, '老人或代理人，写明关系'),
  signed: z.literal(true, '请先签服药委托书').meta({ label: '服药委托书已签字' }),
});

interface Entrusted {
  readonly drug: string;
  readonly dose: string;
  readonly times: readonly string[];
  readonly doctor: string;
  readonly entrustedBy: string;
}
interface Medication extends Entrusted {
  id: string;
  stayId: string;
  institutionId: string;
  division: string;
  units: number;
  stock: number;
  fromAt: string;
  endedAt: string | null;
}
type Row = Omit<Medication, keyof Entrusted> & { content: Buffer };
const columns = sql`m.id, m.stay_id, m.institution_id, m.division, m.units, m.stock, m.from_at, m.ended_at, m.content`;
const medicationOf = (tx: Tx, { content, ...row }: Row): Medication => ({
  ...row,
  ...tx.keys.openJson<Entrusted>(content, sealPlace('care_medication', 'content', row.id)),
});

async function lockMedication(tx: Tx, id: string): Promise<Result<Medication, 'NOT_FOUND'>> {
  const row = await tx.maybe<Row>(sql`select ${columns} from care_medication m where m.id = ${id} for update`);
  return row ? ok(medicationOf(tx, row)) : fail('NOT_FOUND');
}

const onRecord = async (tx: Tx, stay: Pick<Stay, 'id' | 'personId' | 'division'>) =>
  recordAudit(tx, {
    action: 'care-medication.changed',
    subject: { kind: 'care-stay', id: stay.id },
    personId: stay.personId,
    division: stay.division,
  });

export async function addMedication(
  tx: Tx,
  stayId: string,
  given: z.infer<typeof NewMedication>,
): Promise<Result<{ id: string }>> {
  const found = await lived(tx, stayId);
  if (!found.ok) return found;
  const stay = found.value;
  const times = timesOf(given.times);
  if (times === null) return fail('PLAN_TIMES', { what: given.drug }, [{ path: 'times', message: '写几点几分，例如08:00' }]);
  const id = newId();
  const { drug, dose, doctor, entrustedBy } = given;
  const content: Entrusted = { drug, dose, times, doctor, entrustedBy };
  await tx.run(sql`insert into care_medication (id, stay_id, institution_id, division, content, units, stock, from_at, entered_by, entered_name)
    values (${id}, ${stayId}, ${stay.institutionId}, ${stay.division}, ${tx.keys.sealJson(content, sealPlace('care_medication', 'content', id))}, ${given.units}, ${given.stock},
      ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  for (const day of [tx.today, plusDays(tx.today, 1)]) await makeDoses(tx, stay, { id, times, fromAt: tx.now }, day);
  await onRecord(tx, stay);
  return ok({ id });
}

async function makeDoses(
  tx: Tx,
  stay: Pick<Stay, 'id' | 'institutionId' | 'division'>,
  of: Pick<Medication, 'id' | 'times' | 'fromAt'>,
  day: PlainDate,
): Promise<void> {
  const due = tasksOn([{ what: '', times: of.times, days: [] }], day, new Date(of.fromAt).toISOString()).map((t) => t.dueAt);
  if (due.length === 0) return;
  await tx.run(sql`insert into care_dose (id, medication_id, stay_id, institution_id, division, on_day, due_at)
    select u.id, ${of.id}::uuid, ${stay.id}::uuid, ${stay.institutionId}::uuid, ${stay.division}::text, ${day}::date, u.due_at
    from unnest(${due.map(() => newId())}::uuid[], ${due}::timestamptz[]) as u(id, due_at) on conflict (medication_id, due_at) do nothing`);
}

/** The doses of today and tomorrow of these stays; those that are there stay as they are. */
export async function makeDailyDoses(tx: Tx, stays: readonly Pick<Stay, 'id' | 'institutionId' | 'division'>[]): Promise<void> {
  const rows = await tx.rows<Row>(
    sql`select ${columns} from care_medication m where m.stay_id = any(${stays.map((s) => s.id)}::uuid[]) and m.ended_at is null limit 10000`,
  );
  for (const row of rows) {
    const of = medicationOf(tx, row);
    for (const day of [tx.today, plusDays(tx.today, 1)]) await makeDoses(tx, { ...of, id: of.stayId }, of, day);
  }
}

export const MedicationEnd = z.strictObject({
  reason: text('为什么停', 100, '例如：医嘱停药、家属领回'),
});
export async function endMedication(tx: Tx, id: string, _given: z.infer<typeof MedicationEnd>): Promise<Result<{ id: string }>> {
  const found = await lockMedication(tx, id);
  if (!found.ok) return found;
  if (found.value.endedAt !== null) return fail('MEDICATION_ENDED');
  await tx.run(sql`update care_medication set ended_at = ${tx.now} where id = ${id}`);
  await tx.run(
    sql`update care_dose set result = 'withdrawn' where medication_id = ${id} and result is null and due_at > ${tx.now}`,
  );
  const stay = await findStay(tx, found.value.stayId);
  if (stay.ok) await onRecord(tx, stay.value);
  return ok({ id });
}

export const StockIn = z.strictObject({ units: NewMedication.shape.stock.min(1).meta({ label: '又交来多少' }) });
export async function stockIn(tx: Tx, id: string, given: z.infer<typeof StockIn>): Promise<Result<{ id: string }>> {
  const found = await lockMedication(tx, id);
  if (!found.ok) return found;
  if (found.value.endedAt !== null) return fail('MEDICATION_ENDED');
  await tx.run(sql`update care_medication set stock = stock + ${given.units} where id = ${id}`);
  const stay = await findStay(tx, found.value.stayId);
  if (stay.ok) await onRecord(tx, stay.value);
  return ok({ id });
}

interface Dose {
  id: string;
  medicationId: string;
  stayId: string;
  onDay: PlainDate;
  dueAt: string;
  preparedAt: string | null;
  preparedBy: string | null;
  preparedName: string | null;
  givenAt: string | null;
  givenName: string | null;
  result: 'given' | 'refused' | 'withdrawn' | null;
}
const doseColumns = sql`d.id, d.medication_id, d.stay_id, d.on_day, d.due_at, d.prepared_at, d.prepared_by, d.prepared_name, d.given_at, d.given_name, d.result`;
async function lockDose(tx: Tx, id: string): Promise<Result<Dose>> {
  const dose = await tx.maybe<Dose>(sql`select ${doseColumns} from care_dose d where d.id = ${id} for update`);
  if (!dose) return fail('NOT_FOUND');
  if (dose.result === 'withdrawn') return fail('MEDICATION_ENDED');
  return dose.result === null ? ok(dose) : fail('DOSE_SIGNED', { name: dose.givenName ?? '', time: timeOfDay(dose.givenAt!) });
}

const EARLY = 2 * 3_600_000;
/** 备药: the first of the two. */
export async function prepareDose(tx: Tx, id: string): Promise<Result<{ id: string }>> {
  const duty = await onDuty(tx);
  if (!duty.ok) return duty;
  const found = await lockDose(tx, id);
  if (!found.ok) return found;
  const dose = found.value;
  if (dose.preparedBy !== null) return fail('DOSE_PREPARED', { name: dose.preparedName ?? '' });
  if (Date.parse(dose.dueAt) - Date.parse(tx.now) > EARLY) return fail('CARE_TASK_EARLY', { time: timeOfDay(dose.dueAt) });
  const medication = await lockMedication(tx, dose.medicationId);
  if (!medication.ok) return medication;
  const { stock, units } = medication.value;
  if (stock < units) return fail('DOSE_STOCK', { stock });
  await tx.run(
    sql`update care_dose set prepared_at = ${tx.now}, prepared_by = ${tx.actor.id}, prepared_name = ${tx.actor.name} where id = ${id}`,
  );
  return ok({ id });
}

const outcomes = { given: '看着服下', refused: '老人没有服' } as const;
export const DoseGiven = z.strictObject({ result: choice(outcomes).meta({ label: '结果', choices: outcomes }) });

/** 核对、服药: the other of the two; what is swallowed is taken off the stock, and the family hears before it runs out. */
export async function giveDose(tx: Tx, id: string, given: z.infer<typeof DoseGiven>): Promise<Result<{ id: string }>> {
  const duty = await onDuty(tx);
  if (!duty.ok) return duty;
  const found = await lockDose(tx, id);
  if (!found.ok) return found;
  const dose = found.value;
  if (dose.preparedBy === null) return fail('DOSE_UNPREPARED');
  if (isOwnHand(tx.actor, dose.preparedBy, dose.preparedAt!)) return fail('DOSE_SAME_HAND');
  await tx.run(
    sql`update care_dose set given_at = ${tx.now}, given_by = ${tx.actor.id}, given_name = ${tx.actor.name}, result = ${given.result} where id = ${id}`,
  );
  if (given.result === 'given') {
    const medication = await lockMedication(tx, dose.medicationId);
    if (!medication.ok) return medication;
    const taken = await takeOff(tx, medication.value);
    if (!taken.ok) return taken;
  }
  return ok({ id });
}

async function takeOff(tx: Tx, of: Medication): Promise<Result<null>> {
  const set = await limits(tx, of.division, ['CARE-MED-DAYS']);
  if (!set.ok) return set;
  const enough = set.value['CARE-MED-DAYS'] * of.units * of.times.length;
  const left = Math.max(0, of.stock - of.units);
  await tx.run(sql`update care_medication set stock = ${left} where id = ${of.id}`);
  if (of.stock < enough || left >= enough) return ok(null);
  const stay = await findStay(tx, of.stayId);
  if (!stay.ok) return stay;
  const admission = await findAdmission(tx, stay.value.admissionId);
  if (!admission.ok) return admission;
  await tellFamily(tx, admission.value, 'care.medication-low', {
    name: await nameOf(tx, stay.value.personId),
    days: set.value['CARE-MED-DAYS'],
  });
  return ok(null);
}

/** What is not due yet is nobody's any more: the person has left. */
export const withdrawDoses = (tx: Tx, stayId: string): Promise<number> =>
  tx.run(sql`update care_dose set result = 'withdrawn' where stay_id = ${stayId} and result is null and due_at > ${tx.now}`);

/** The medicines of a stay, those in use first. */
export const medicationsOf = async (tx: Tx, stayId: string): Promise<(MedicationView & { ended: boolean })[]> =>
  (
    await tx.rows<Row>(
      sql`select ${columns} from care_medication m where m.stay_id = ${stayId} order by m.ended_at is not null, m.from_at limit 100`,
    )
  )
    .map((row) => medicationOf(tx, row))
    .map((m) => ({
      id: m.id,
      drug: m.drug,
      dose: m.dose,
      times: m.times.join('、'),
      doctor: m.doctor,
      entrustedBy: m.entrustedBy,
      stock: m.stock,
      daysLeft: Math.floor(m.stock / (m.units * m.times.length)),
      ended: m.endedAt !== null,
    }));

/** Doses of one home or of one stay on some days. `d` is the dose. What was due while the person was away is nobody's. */
export async function dosesWhere(tx: Tx, where: ReturnType<typeof sql>): Promise<(DoseView & { stayId: string })[]> {
  const rows = await tx.rows<Dose>(sql`select ${doseColumns} from care_dose d join care_stay s on s.id = d.stay_id
    where d.result is distinct from 'withdrawn' and ${where} and (d.result is not null or not exists (select from care_leave l where l.stay_id = d.stay_id
      and l.from_on <= d.on_day and (l.to_on is null or l.to_on > d.on_day))) order by d.due_at limit 5000`);
  const known = await tx.rows<Row>(
    sql`select ${columns} from care_medication m where m.id = any(${[...new Set(rows.map((r) => r.medicationId))]}::uuid[])`,
  );
  const of = new Map(known.map((row) => [row.id, medicationOf(tx, row)]));
  return rows.map((dose) => ({
    id: dose.id,
    stayId: dose.stayId,
    drug: of.get(dose.medicationId)!.drug,
    dose: of.get(dose.medicationId)!.dose,
    dueAt: dose.dueAt,
    state: doseState(dose, tx.now),
    preparedName: dose.preparedName,
    mine: dose.preparedBy !== null && isOwnHand(tx.actor, dose.preparedBy, dose.preparedAt!),
    givenAt: dose.givenAt,
    givenName: dose.givenName,
  }));
}
