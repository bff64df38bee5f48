/** 培训: classes whose hours are counted by scans both ways, and earlier training that the county has seen a proof of. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { lockWorker, ownEmployer } from '../workers/store.ts';
import { hoursOf } from './hours.ts';
import type { ClassClosed, NewClass, NewTraining, Scan, TrainingConfirmed } from './schema.ts';
import type { ClassKind } from './terms.ts';

type Given<S extends z.ZodType> = z.output<S>;

export interface TrainingClass {
  id: string;
  division: DivisionCode;
  employerId: string | null;
  kind: ClassKind;
  name: string;
  place: string;
  hours: number;
  fromOn: PlainDate;
  toOn: PlainDate;
  closedOn: PlainDate | null;
}
export const classColumns = sql`k.id, k.division, k.employer_id, k.kind, k.name, k.place, k.hours, k.from_on, k.to_on, k.closed_on`;

export async function openClass(tx: Tx, given: Given<typeof NewClass>): Promise<Result<{ id: string }>> {
  const employer = tx.actor.unitId ? await ownEmployer(tx) : null;
  if (employer && !employer.ok) return employer;
  if (given.to < given.from) return wrong('to', '不能早于开班');
  const id = newId();
  const division = employer?.value.division ?? (`${(tx.actor.division ?? tx.city).slice(0, 6)}000000` as DivisionCode);
  await tx.run(sql`insert into care_class (id, division, employer_id, kind, name, place, hours, from_on, to_on, entered_at, entered_by)
    values (${id}, ${division}, ${employer?.value.id ?? null}, ${given.kind}, ${given.name}, ${given.place}, ${given.hours}, ${given.from}, ${given.to}, ${tx.now}, ${tx.actor.id})`);
  await recordAudit(tx, { action: 'care-class.opened', subject: { kind: 'care-class', id }, division });
  return ok({ id });
}

async function lockOpen(tx: Tx, id: string): Promise<Result<TrainingClass>> {
  const found = await tx.maybe<TrainingClass>(sql`select ${classColumns} from care_class k where k.id = ${id} for update`);
  if (!found) return fail('NOT_FOUND');
  return found.closedOn === null ? ok(found) : fail('CARE_CLASS_CLOSED');
}

/** The end of whatever the code was read from: the address of the page of the certificates, or the code alone. */
const codeIn = (text: string): string => (text.split('/').at(-1) ?? '').replaceAll(/[\s-]/g, '').toUpperCase();

/** 签到、签退 by the server's clock. Who walked away without signing out may sign in again another day; that time is no hours. */
export async function scanIn(tx: Tx, id: string, { code, way }: Given<typeof Scan>): Promise<Result<{ name: string }>> {
  const found = await lockOpen(tx, id);
  if (!found.ok) return found;
  const { division, fromOn, toOn } = found.value;
  if (tx.today < fromOn || tx.today > toOn) return fail('CARE_CLASS_DAY', { from: fromOn, to: toOn });
  const worker = await tx.maybe<{ id: string; name: string }>(sql`select id, name from care_worker where code = ${codeIn(code)}`);
  if (!worker) return fail('CARE_CLASS_CODE');
  const open = await tx.maybe<{ inAt: string; onDate: PlainDate }>(
    sql`select in_at, on_date from care_class_scan where class_id = ${id} and worker_id = ${worker.id} and out_at is null`,
  );
  const here = open?.onDate === tx.today;
  if (way === 'in') {
    if (here) return fail('CARE_CLASS_IN', { name: worker.name });
    // 昨天没有签退的那一次，到开始的那一刻为止：不算学时
    if (open)
      await tx.run(
        sql`update care_class_scan set out_at = in_at + interval '1 second', out_by = '没有签退' where class_id = ${id} and worker_id = ${worker.id} and out_at is null`,
      );
    await tx.run(
      sql`insert into care_class_scan (class_id, worker_id, division, on_date, in_at, in_by) values (${id}, ${worker.id}, ${division}, ${tx.today}, ${tx.now}, ${tx.actor.id})`,
    );
  } else {
    if (!here) return fail('CARE_CLASS_OUT', { name: worker.name });
    await tx.run(
      sql`update care_class_scan set out_at = greatest(${tx.now}::timestamptz, in_at + interval '1 second'), out_by = ${tx.actor.id} where class_id = ${id} and worker_id = ${worker.id} and out_at is null`,
    );
  }
  await recordAudit(tx, {
    action: 'care-class.scanned',
    subject: { kind: 'care-class', id },
    division,
    detail: { way, workerId: worker.id },
  });
  return ok({ name: worker.name });
}

export interface Learner {
  readonly workerId: string;
  readonly name: string;
  /** By which two of one name are told apart. */
  readonly code: string;
  readonly hours: number;
  /** Signed in today, and not out. */
  readonly inside: boolean;
}
export async function learnersOf(tx: Tx, of: Pick<TrainingClass, 'id' | 'hours'>): Promise<Learner[]> {
  const scans = await tx.rows<{ workerId: string; name: string; code: string; inAt: string; outAt: string | null }>(
    sql`select s.worker_id, c.name, c.code, s.in_at, s.out_at from care_class_scan s join care_worker c on c.id = s.worker_id where s.class_id = ${of.id} order by c.name, s.in_at limit 20000`,
  );
  return [...Map.groupBy(scans, ({ workerId }) => workerId)].map(([workerId, mine]) => ({
    workerId,
    name: mine[0]!.name,
    code: mine[0]!.code,
    hours: hoursOf(mine, of.hours),
    inside: mine.some(({ inAt, outAt }) => outAt === null && plainDateOf(inAt) === tx.today),
  }));
}

/** 结业: hours by the scans become the record of each who came; who failed is named, by the code where two have one name. Who has no hour has not passed. */
export async function closeClass(tx: Tx, id: string, given: Given<typeof ClassClosed>): Promise<Result<{ passed: number }>> {
  const found = await lockOpen(tx, id);
  if (!found.ok) return found;
  const of = found.value;
  const learners = await learnersOf(tx, of);
  const inside = learners.filter((one) => one.inside);
  if (inside.length > 0)
    return fail('CARE_CLASS_INSIDE', { count: inside.length, names: inside.map(({ name }) => name).join('、') });
  const words = (given.failed ?? '').split(/[、，,\s]+/).filter((word) => word !== '');
  const meant = words.map((word) => ({ word, of: learners.filter(({ name, code }) => name === word || code === codeIn(word)) }));
  const strangers = meant.filter(({ of }) => of.length === 0);
  if (strangers.length > 0) return fail('CARE_CLASS_NAMES', { names: strangers.map(({ word }) => word).join('、') });
  const several = meant.find(({ of }) => of.length > 1);
  if (several) return fail('CARE_CLASS_SAME_NAME', { name: several.word, n: several.of.length });
  const failed = new Set(meant.flatMap(({ of }) => of.map(({ workerId }) => workerId)));
  const passes = ({ workerId, hours }: Learner): boolean => hours > 0 && !failed.has(workerId);
  for (const learner of learners)
    await tx.run(sql`insert into care_training (id, worker_id, class_id, kind, name, hours, ended_on, passed, entered_at, entered_by)
      values (${newId()}, ${learner.workerId}, ${id}, ${of.kind}, ${of.name}, ${learner.hours}, ${tx.today}, ${passes(learner)}, ${tx.now}, ${tx.actor.id})`);
  await tx.run(sql`update care_class set closed_on = ${tx.today} where id = ${id}`);
  await recordAudit(tx, { action: 'care-class.closed', subject: { kind: 'care-class', id }, division: of.division });
  return ok({ passed: learners.filter(passes).length });
}

/** 补登: by the employer, with its proof; counts once the county has seen it. */
export async function addTraining(tx: Tx, id: string, given: Given<typeof NewTraining>): Promise<Result<{ id: string }>> {
  const found = await lockWorker(tx, id);
  if (!found.ok) return found;
  if (given.endedOn > tx.today) return wrong('endedOn', '不能晚于今天');
  const trainingId = newId();
  await tx.run(sql`insert into care_training (id, worker_id, kind, name, hours, ended_on, passed, proof, entered_at, entered_by)
    values (${trainingId}, ${found.value.workerId}, ${given.kind}, ${given.name}, ${given.hours}, ${given.endedOn}, true, ${given.proof}, ${tx.now}, ${tx.actor.id})`);
  await recordAudit(tx, {
    action: 'care-training.entered',
    subject: { kind: 'care-worker', id: found.value.workerId },
    division: found.value.division,
  });
  return ok({ id: trainingId });
}

export async function confirmTraining(tx: Tx, id: string, given: Given<typeof TrainingConfirmed>): Promise<Result<null>> {
  const found = await tx.maybe<{
    workerId: string;
    confirmedOn: PlainDate | null;
    classId: string | null;
    enteredBy: string;
    enteredOn: PlainDate;
  }>(
    sql`select worker_id, confirmed_on, class_id, entered_by, (entered_at at time zone 'Asia/Shanghai')::date as entered_on from care_training where id = ${id} for update`,
  );
  if (!found) return fail('NOT_FOUND');
  if (found.confirmedOn !== null || found.classId !== null) return fail('CARE_TRAINING_STATE');
  if (isOwnHand(tx.actor, found.enteredBy, found.enteredOn)) return fail('CARE_TRAINING_OWN_HAND');
  await tx.run(sql`update care_training set confirmed_on = ${tx.today}, confirmed_by = ${tx.actor.id} where id = ${id}`);
  await recordAudit(tx, {
    action: 'care-training.confirmed',
    subject: { kind: 'care-worker', id: found.workerId },
    division: tx.actor.division ?? tx.city,
    detail: { ...given },
  });
  return ok(null);
}
