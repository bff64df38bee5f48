/** The register: the county takes in providers, sets prices and verifies certificates; a provider enters its workers. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { residentIdFacts } from '../../../kernel/schema/index.ts';
import type {
  NewCertificate,
  NewItem,
  NewProvider,
  NewWorker,
  ProviderStop,
  Verification,
  WorkerBarred,
  WorkerLeaves,
  WorkerPapers,
} from './schema.ts';
import { type CareWorker, lockProvider, lockWorker, ownProvider, WORKER_KEY, workerPlace } from './store.ts';

type Given<S extends z.ZodType> = z.output<S>;
const invalid = (path: string, message: string) => fail('INVALID_INPUT', { count: 1 }, [{ path, message }]);

export async function enterProvider(tx: Tx, given: Given<typeof NewProvider>): Promise<Result<{ id: string }>> {
  if (tx.divisions.get(given.division)?.level !== 'county' || !inScope(given.division, tx.actor.division ?? tx.city))
    return invalid('division', '请选择本县（市、区）');
  if (given.agreedTo <= given.agreedFrom) return invalid('agreedTo', '须晚于协议起');
  const id = newId();
  const added =
    await tx.run(sql`insert into home_care_provider (id, credit_code, name, division, contract_no, agreed_from, agreed_to, telephone, contact, entered_at, entered_by)
    values (${id}, ${given.creditCode}, ${given.name}, ${given.division}, ${given.contractNo}, ${given.agreedFrom}, ${given.agreedTo}, ${given.telephone}, ${given.contact},
      ${tx.now}, ${tx.actor.id}) on conflict on constraint home_care_provider_once do nothing`);
  if (added === 0) return invalid('creditCode', '这个单位已在名册里');
  await recordAudit(tx, {
    action: 'home-care-provider.entered',
    subject: { kind: 'home-care-provider', id },
    division: given.division,
  });
  return ok({ id });
}

/** 暂停: nobody of it is sent any more; what is in hand is finished. */
export async function stopProvider(tx: Tx, id: string, { reason }: Given<typeof ProviderStop>): Promise<Result<null>> {
  const found = await lockProvider(tx, id);
  if (!found.ok) return found;
  if (found.value.state !== 'active') return fail('HOME_CARE_STATE');
  await tx.run(
    sql`update home_care_provider set state = 'suspended', state_reason = ${reason}, version = version + 1 where id = ${id}`,
  );
  await recordAudit(tx, {
    action: 'home-care-provider.stopped',
    subject: { kind: 'home-care-provider', id },
    division: found.value.division,
    detail: { reason },
  });
  return ok(null);
}

export async function resumeProvider(tx: Tx, id: string): Promise<Result<null>> {
  const found = await lockProvider(tx, id);
  if (!found.ok) return found;
  if (found.value.state !== 'suspended') return fail('HOME_CARE_STATE');
  await tx.run(sql`update home_care_provider set state = 'active', state_reason = null, version = version + 1 where id = ${id}`);
  await recordAudit(tx, {
    action: 'home-care-provider.resumed',
    subject: { kind: 'home-care-provider', id },
    division: found.value.division,
  });
  return ok(null);
}

/** A new item, or a new price of one from a day on: the old one ends that day. Orders keep the price at which they were placed. */
export async function enterItem(tx: Tx, given: Given<typeof NewItem>): Promise<Result<{ id: string }>> {
  const division = `${(tx.actor.division ?? tx.city).slice(0, 6)}000000`;
  if (given.plannedMinutes < given.minMinutes) return invalid('plannedMinutes', '不能少于最短时长');
  const later = await tx.maybe(
    sql`select 1 as one from home_care_item where division = ${division} and code = ${given.code} and from_on >= ${given.from}`,
  );
  if (later) return invalid('from', '这个项目在这天以后已有价格');
  const id = newId();
  await tx.run(
    sql`update home_care_item set to_on = ${given.from} where division = ${division} and code = ${given.code} and to_on is null`,
  );
  await tx.run(sql`insert into home_care_item (id, division, code, name, class, unit, price_fen, public_fen, min_minutes, planned_minutes, level, same_sex, photo, always_call,
      from_on, entered_at, entered_by)
    values (${id}, ${division}, ${given.code}, ${given.name}, ${given.class}, ${given.unit}, ${given.price}, ${given.publicPrice ?? null}, ${given.minMinutes}, ${given.plannedMinutes},
      ${Number(given.level)}, ${given.sameSex === 'yes'}, ${given.photo === 'yes'}, ${given.alwaysCall === 'yes'}, ${given.from}, ${tx.now}, ${tx.actor.id})`);
  await recordAudit(tx, {
    action: 'home-care-item.entered',
    subject: { kind: 'home-care-item', id },
    division,
    detail: { code: given.code, priceFen: given.price },
  });
  return ok({ id });
}

/** By the worker's own body. One main employer: whoever is on another list leaves that one first. */
export async function enterWorker(tx: Tx, given: Given<typeof NewWorker>): Promise<Result<{ id: string }>> {
  const provider = await ownProvider(tx);
  if (!provider.ok) return provider;
  const { id: providerId, division } = provider.value;
  const user = given.login
    ? await tx.maybe<{ id: string }>(sql`select u.id from staff_user u join duty d on d.user_id = u.id
        where u.login = ${given.login} and u.active and d.duty = 'home-care-worker' and d.unit_id = ${providerId} limit 1`)
    : null;
  if (given.login && !user) return invalid('login', '没有这个账号，或者它不是本单位护理员的');
  const id = newId();
  const digest = tx.keys.digest(WORKER_KEY, given.idNumber.toUpperCase());
  const added =
    await tx.run(sql`insert into home_care_worker (id, provider_id, division, user_id, name, sex, id_number, id_digest, phone, base, hired_on, health_to, background_on,
      entered_at, entered_by)
    values (${id}, ${providerId}, ${division}, ${user?.id ?? null}, ${given.name}, ${residentIdFacts(given.idNumber).sex}, ${tx.keys.seal(given.idNumber.toUpperCase(), workerPlace('id_number', id))},
      ${digest}, ${tx.keys.seal(given.phone, workerPlace('phone', id))}, ${given.base ? tx.keys.seal(given.base, workerPlace('base', id)) : null}, ${given.hiredOn},
      ${given.healthTo ?? null}, ${given.backgroundOn ?? null}, ${tx.now}, ${tx.actor.id}) on conflict do nothing`);
  if (added === 0) return invalid('idNumber', '这个人（或者这个账号）已经登记在一家服务商，离职后才能再登记');
  await recordAudit(tx, { action: 'home-care-worker.entered', subject: { kind: 'home-care-worker', id }, division });
  return ok({ id });
}

const audited = (
  tx: Tx,
  action: Parameters<typeof recordAudit>[1]['action'],
  worker: CareWorker,
  detail: Record<string, unknown> = {},
) => recordAudit(tx, { action, subject: { kind: 'home-care-worker', id: worker.id }, division: worker.division, detail });

export async function renewPapers(tx: Tx, id: string, given: Given<typeof WorkerPapers>): Promise<Result<null>> {
  const found = await lockWorker(tx, id);
  if (!found.ok) return found;
  await tx.run(
    sql`update home_care_worker set health_to = ${given.healthTo}, background_on = ${given.backgroundOn}, version = version + 1 where id = ${id}`,
  );
  await audited(tx, 'home-care-worker.papers', found.value, { ...given });
  return ok(null);
}

export async function workerLeaves(tx: Tx, id: string, { leftOn }: Given<typeof WorkerLeaves>): Promise<Result<null>> {
  const found = await lockWorker(tx, id);
  if (!found.ok) return found;
  if (found.value.leftOn !== null) return fail('HOME_CARE_STATE');
  if (leftOn < found.value.hiredOn) return invalid('leftOn', '不能早于入职日期');
  const held = await tx.maybe(
    sql`select 1 as one from home_care_order where worker_id = ${id} and state in ('taken', 'en-route', 'checked-in') and planned_on >= ${leftOn} limit 1`,
  );
  if (held) return invalid('leftOn', '这天以后还有接了的单，请先退回');
  await tx.run(sql`update home_care_worker set left_on = ${leftOn}, version = version + 1 where id = ${id}`);
  await audited(tx, 'home-care-worker.left', found.value, { leftOn });
  return ok(null);
}

/** 停止派单, by the county. */
export async function barWorker(tx: Tx, id: string, { reason }: Given<typeof WorkerBarred>): Promise<Result<null>> {
  const found = await lockWorker(tx, id);
  if (!found.ok) return found;
  if (found.value.barredOn !== null) return fail('HOME_CARE_STATE');
  await tx.run(
    sql`update home_care_worker set barred_on = ${tx.today}, barred_reason = ${reason}, version = version + 1 where id = ${id}`,
  );
  await emit(tx, {
    type: 'care-worker.suspended',
    subject: { kind: 'home-care-worker', id },
    division: found.value.division,
    payload: { workerId: id, reason, from: tx.today },
  });
  await audited(tx, 'home-care-worker.barred', found.value, { reason });
  return ok(null);
}

export async function addCertificate(
  tx: Tx,
  workerId: string,
  given: Given<typeof NewCertificate>,
): Promise<Result<{ id: string }>> {
  const found = await lockWorker(tx, workerId);
  if (!found.ok) return found;
  if (given.issuedOn > tx.today) return invalid('issuedOn', '不能晚于今天');
  const id = newId();
  const added =
    await tx.run(sql`insert into home_care_certificate (id, worker_id, provider_id, division, cert_no, level, issuer, issued_on, valid_to, entered_at, entered_by)
    values (${id}, ${workerId}, ${found.value.providerId}, ${found.value.division}, ${given.no}, ${Number(given.level)}, ${given.issuer}, ${given.issuedOn}, ${given.validTo ?? null},
      ${tx.now}, ${tx.actor.id}) on conflict on constraint home_care_certificate_no do nothing`);
  if (added === 0) return invalid('no', '这个证书编号已经登记过');
  await audited(tx, 'home-care-certificate.entered', found.value);
  return ok({ id });
}

/** 核验: by the county, never by the provider whose worker it is. */
export async function verifyCertificate(tx: Tx, id: string, { result }: Given<typeof Verification>): Promise<Result<null>> {
  const row = await tx.maybe<{ workerId: string }>(sql`select worker_id from home_care_certificate where id = ${id} for update`);
  const worker = row && (await lockWorker(tx, row.workerId));
  if (!worker?.ok) return fail('NOT_FOUND');
  await tx.run(
    sql`update home_care_certificate set verified_on = ${tx.today}, verified_by = ${tx.actor.id}, valid = ${result === 'valid'} where id = ${id}`,
  );
  await audited(tx, 'home-care-certificate.verified', worker.value, { result });
  return ok(null);
}

/** Certificates that lapsed yesterday or before: told once. */
export async function tellLapsedCertificates(tx: Tx): Promise<number> {
  const lapsed = await tx.rows<{
    id: string;
    workerId: string;
    division: string;
    validTo: string;
  }>(sql`update home_care_certificate
    set expired_told_on = ${tx.today} where valid and valid_to < ${tx.today} and expired_told_on is null returning id, worker_id, division, valid_to`);
  for (const { id, workerId, division, validTo } of lapsed)
    await emit(tx, {
      type: 'care-worker.certificate.expired',
      subject: { kind: 'home-care-worker', id: workerId },
      division,
      payload: { workerId, certificateId: id, expiredOn: validTo },
    });
  return lapsed.length;
}
