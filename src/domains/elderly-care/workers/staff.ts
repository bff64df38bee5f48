/** The one register of people in posts: an employer enters, the county looks at contract and education, verifies certificates, bars. */

import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { type PlainDate, residentIdFacts } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { defineWorkforce } from '../../../kernel/workforce/server.ts';
import type {
  Identified,
  NewCertificate,
  NewWorker,
  PostChecked,
  Verification,
  WorkerBarred,
  WorkerLeaves,
  WorkerPapers,
} from './schema.ts';
import { type CareWorker, type Employer, lockWorker, ownEmployer, WORKER_KEY, workerPlace, workerTables } from './store.ts';
import { levelFits, levelOf } from './terms.ts';

type Given<S extends z.ZodType> = z.output<S>;

/** Barred, or ill by the paper, or a carer all of whose certificates have run out; who never had one is an apprentice and not concerned. */
const unfitBy = (day: PlainDate) => sql`case when c.barred_on is not null then 'barred' when c.health_to < ${day} then 'health'
  when w.post = 'carer' and exists (select from care_certificate k where k.worker_id = c.id and k.valid and k.scheme <> 'social' and k.valid_to < ${day})
    and not exists (select from care_certificate k where k.worker_id = c.id and k.valid and k.scheme <> 'social' and (k.valid_to is null or k.valid_to >= ${day}))
    then 'certificate' end`;
defineWorkforce(
  ({ which, day }) => sql`select w.employer_id as unit_id, c.name, w.post, ${unfitBy(day)} as unfit from ${workerTables}
    where ${which({ unit: sql`w.employer_id`, worker: sql`w.worker_id`, user: sql`w.user_id` })} and w.hired_on <= ${day} and (w.left_on is null or w.left_on > ${day})`,
);

/** What the QR code of somebody's certificates says: twelve signs by chance, so that it can be typed. */
const newCode = (): string => randomBytes(6).toString('hex').toUpperCase();

/** The account that the person signs in with: one of this body, for orders on the phone that of a carer. */
async function accountOf(tx: Tx, login: string, employer: Employer): Promise<string | null> {
  const carersOnly = employer.kind === 'provider' ? sql`and d.duty = 'home-care-worker'` : sql``;
  const user = await tx.maybe<{ id: string }>(sql`select u.id from staff_user u join duty d on d.user_id = u.id
    where u.login = ${login} and u.active and d.unit_id = ${employer.id} ${carersOnly} limit 1`);
  return user?.id ?? null;
}

/** By the worker's own body. One main employer: whoever is on another list leaves that one first. Who was in the register before is known by the number. */
export async function enterWorker(tx: Tx, given: Given<typeof NewWorker>): Promise<Result<{ id: string }>> {
  const found = await ownEmployer(tx);
  if (!found.ok) return found;
  const employer = found.value;
  if (given.contractTo !== undefined && given.contractTo <= given.hiredOn) return wrong('contractTo', '须晚于入职日期');
  if (given.backgroundOn !== undefined && given.backgroundOn > tx.today) return wrong('backgroundOn', '不能晚于今天');
  const userId = given.login ? await accountOf(tx, given.login, employer) : null;
  if (given.login && !userId) return wrong('login', '没有这个账号，或者它不是本单位护理员的');
  const idNumber = given.idNumber.toUpperCase();
  const digest = tx.keys.digest(WORKER_KEY, idNumber);
  const known = await tx.one<{ id: string | null }>(sql`select care_worker_known(${digest}) as id`);
  const workerId = known.id ?? newId();
  if (known.id === null)
    await tx.run(sql`insert into care_worker (id, code, name, sex, id_number, id_digest, entered_at, entered_by)
      values (${workerId}, ${newCode()}, ${given.name}, ${residentIdFacts(idNumber).sex}, ${tx.keys.seal(idNumber, workerPlace('id_number', workerId))}, ${digest}, ${tx.now}, ${tx.actor.id})`);
  const id = newId();
  const seal = (field: 'phone' | 'base', value: string | undefined) =>
    value ? tx.keys.seal(value, workerPlace(field, id)) : null;
  const added =
    await tx.run(sql`insert into care_employment (id, worker_id, provider_id, institution_id, employer_name, division, post, user_id, phone, base, hired_on, contract_to, established,
      entered_at, entered_by)
    values (${id}, ${workerId}, ${employer.kind === 'provider' ? employer.id : null}, ${employer.kind === 'institution' ? employer.id : null}, ${employer.name}, ${employer.division},
      ${given.post}, ${userId}, ${seal('phone', given.phone)}, ${seal('base', given.base)}, ${given.hiredOn}, ${given.contractTo ?? null}, ${given.established === 'yes'},
      ${tx.now}, ${tx.actor.id}) on conflict do nothing`);
  if (added === 0) return wrong('idNumber', '这个人（或者这个账号）已经登记在一家单位，离职后才能再登记');
  const earlier = await tx.maybe(
    sql`select 1 as one from care_worker_course(${[workerId]}::uuid[]) where id <> ${id} and left_on > ${given.hiredOn} limit 1`,
  );
  if (earlier) return wrong('hiredOn', '这一天还在别的单位');
  const { name } = await tx.one<{ name: string }>(sql`select name from care_worker where id = ${workerId}`);
  if (name !== given.name) return wrong('name', '和这个身份证号登记的姓名不一致，请核对');
  await tx.run(sql`update care_worker set education = coalesce(${given.education ?? null}, education), graduated_on = coalesce(${given.graduatedOn ?? null}, graduated_on),
    health_to = coalesce(${given.healthTo ?? null}, health_to), background_on = coalesce(${given.backgroundOn ?? null}, background_on) where id = ${workerId}`);
  await recordAudit(tx, {
    action: 'home-care-worker.entered',
    subject: { kind: 'care-worker', id: workerId },
    division: employer.division,
  });
  return ok({ id });
}

const audited = (
  tx: Tx,
  action: Parameters<typeof recordAudit>[1]['action'],
  worker: CareWorker,
  detail: Record<string, unknown> = {},
) => recordAudit(tx, { action, subject: { kind: 'care-worker', id: worker.workerId }, division: worker.division, detail });

/** 补录身份证号: of those who came from a list of staff that had none. */
export async function identifyWorker(tx: Tx, id: string, given: Given<typeof Identified>): Promise<Result<null>> {
  const found = await lockWorker(tx, id);
  if (!found.ok) return found;
  const { workerId, identified } = found.value;
  if (identified) return fail('HOME_CARE_STATE');
  const idNumber = given.idNumber.toUpperCase();
  const digest = tx.keys.digest(WORKER_KEY, idNumber);
  const known = await tx.one<{ id: string | null }>(sql`select care_worker_known(${digest}) as id`);
  if (known.id !== null) return wrong('idNumber', '这个人在名册里已经有一行：请把这一行登记离职，再按身份证号登记');
  await tx.run(sql`update care_worker set id_number = ${tx.keys.seal(idNumber, workerPlace('id_number', workerId))}, id_digest = ${digest},
    sex = ${residentIdFacts(idNumber).sex} where id = ${workerId}`);
  await audited(tx, 'care-worker.identified', found.value);
  return ok(null);
}

export async function renewPapers(tx: Tx, id: string, given: Given<typeof WorkerPapers>): Promise<Result<null>> {
  const found = await lockWorker(tx, id);
  if (!found.ok) return found;
  if (found.value.leftOn !== null) return fail('HOME_CARE_STATE');
  if (given.backgroundOn > tx.today) return wrong('backgroundOn', '不能晚于今天');
  await tx.run(
    sql`update care_worker set health_to = ${given.healthTo}, background_on = ${given.backgroundOn} where id = ${found.value.workerId}`,
  );
  await audited(tx, 'home-care-worker.papers', found.value, { ...given });
  return ok(null);
}

/** 核对: the county has seen contract and certificate of education; without it no entry subsidy. */
export async function checkPost(tx: Tx, id: string, given: Given<typeof PostChecked>): Promise<Result<null>> {
  const found = await lockWorker(tx, id);
  if (!found.ok) return found;
  if (found.value.checkedOn !== null) return fail('HOME_CARE_STATE');
  await tx.run(
    sql`update care_employment set checked_on = ${tx.today}, checked_by = ${tx.actor.id}, version = version + 1 where id = ${id}`,
  );
  await audited(tx, 'care-worker.post-checked', found.value, { ...given });
  return ok(null);
}

export async function workerLeaves(tx: Tx, id: string, { leftOn }: Given<typeof WorkerLeaves>): Promise<Result<null>> {
  const found = await lockWorker(tx, id);
  if (!found.ok) return found;
  if (found.value.leftOn !== null) return fail('HOME_CARE_STATE');
  if (leftOn < found.value.hiredOn) return wrong('leftOn', '不能早于入职日期');
  const held = await tx.maybe(
    sql`select 1 as one from home_care_order where worker_id = ${id} and state in ('taken', 'en-route', 'checked-in') and planned_on >= ${leftOn} limit 1`,
  );
  if (held) return wrong('leftOn', '这天以后还有接了的单，请先退回');
  await tx.run(sql`update care_employment set left_on = ${leftOn}, version = version + 1 where id = ${id}`);
  await audited(tx, 'home-care-worker.left', found.value, { leftOn });
  return ok(null);
}

/** 停止上岗, by the county: sent to nobody, draws nothing, in no ratio, whoever employs the person. */
export async function barWorker(tx: Tx, id: string, { reason }: Given<typeof WorkerBarred>): Promise<Result<null>> {
  return (await bar(tx, id, reason)) ? ok(null) : fail('HOME_CARE_STATE');
}

/** False where somebody has barred the person before. */
export async function bar(tx: Tx, id: string, reason: string): Promise<boolean> {
  const found = await lockWorker(tx, id);
  if (!found.ok || found.value.barredOn !== null) return false;
  const { workerId, division } = found.value;
  await tx.run(sql`update care_worker set barred_on = ${tx.today}, barred_reason = ${reason} where id = ${workerId}`);
  await emit(tx, {
    type: 'care-worker.suspended',
    subject: { kind: 'care-worker', id: workerId },
    division,
    payload: { workerId, reason, from: tx.today },
  });
  await audited(tx, 'home-care-worker.barred', found.value, { reason });
  return true;
}

export async function addCertificate(tx: Tx, id: string, given: Given<typeof NewCertificate>): Promise<Result<{ id: string }>> {
  const found = await lockWorker(tx, id);
  if (!found.ok) return found;
  if (found.value.leftOn !== null) return fail('HOME_CARE_STATE');
  if (given.issuedOn > tx.today) return wrong('issuedOn', '不能晚于今天');
  if (given.validTo !== undefined && given.validTo <= given.issuedOn) return wrong('validTo', '须晚于发证日期');
  if (!levelFits(given.scheme, given.level)) return wrong('level', '这种证书没有这个等级');
  const certificateId = newId();
  const added =
    await tx.run(sql`insert into care_certificate (id, worker_id, cert_no, scheme, level, issuer, issued_on, valid_to, entered_at, entered_by)
    values (${certificateId}, ${found.value.workerId}, ${given.no}, ${given.scheme}, ${levelOf(given.level)}, ${given.issuer}, ${given.issuedOn}, ${given.validTo ?? null}, ${tx.now}, ${tx.actor.id})
      on conflict on constraint home_care_certificate_no do nothing`);
  if (added === 0) return wrong('no', '这个证书编号已经登记过');
  await audited(tx, 'home-care-certificate.entered', found.value);
  return ok({ id: certificateId });
}

/** 核验: by a person of the county against what the issuing body answers, never by the employer. */
export async function verifyCertificate(tx: Tx, id: string, given: Given<typeof Verification>): Promise<Result<null>> {
  const row = await tx.maybe<{ workerId: string; division: string }>(
    sql`select k.worker_id, (select e.division from care_employment e where e.worker_id = k.worker_id order by e.left_on desc nulls first limit 1) as division
      from care_certificate k where k.id = ${id} for update of k`,
  );
  if (!row) return fail('NOT_FOUND');
  await tx.run(
    sql`update care_certificate set verified_on = ${tx.today}, verified_by = ${tx.actor.id}, valid = ${given.result === 'valid'}, reply = ${given.reply} where id = ${id}`,
  );
  await recordAudit(tx, {
    action: 'home-care-certificate.verified',
    subject: { kind: 'care-worker', id: row.workerId },
    division: row.division,
    detail: { ...given },
  });
  return ok(null);
}

const lapsedUntold = (tx: Tx) => sql`k.valid and k.valid_to < ${tx.today} and k.expired_told_on is null`;

/** Certificates that lapsed yesterday or before: told once. */
export const watchCertificates = whenDue(
  (tx) => anyRow(tx, sql`care_certificate k where ${lapsedUntold(tx)}`),
  (context) => context.write(systemActor('home-care', context.city), tellLapsedCertificates),
);

export async function tellLapsedCertificates(tx: Tx): Promise<number> {
  const lapsed = await tx.rows<{
    id: string;
    workerId: string;
    division: string;
    validTo: string;
  }>(sql`update care_certificate k set expired_told_on = ${tx.today} from care_employment e
    where ${lapsedUntold(tx)}
      and e.id = (select l.id from care_employment l where l.worker_id = k.worker_id order by l.left_on desc nulls first, l.hired_on desc limit 1)
    returning k.id, k.worker_id, e.division, k.valid_to`);
  for (const { id, workerId, division, validTo } of lapsed)
    await emit(tx, {
      type: 'care-worker.certificate.expired',
      subject: { kind: 'care-worker', id: workerId },
      division,
      payload: { workerId, certificateId: id, expiredOn: validTo },
    });
  return lapsed.length;
}
