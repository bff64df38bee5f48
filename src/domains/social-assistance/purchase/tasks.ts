/** 派单 → 服务凭证 → 验收 → 抽签回访: the life of one purchased service. */

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { bindFiles, contentHashOf } from '../../../kernel/document/server.ts';
import { parametersOf, withParameters } from '../../../kernel/policy/server.ts';
import { type ContractState, contractStates } from '../../../kernel/purchase/index.ts';
import { findByIdNumber } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, FileRef, type PlainDate, PlainDateText, ResidentId } from '../../../kernel/schema/index.ts';
import { countyOf } from '../family/places.ts';
import './errors.ts';
import './sealed.ts';
import { drawn } from './draw.ts';
import { drawCount, travelFlag, type Visit } from './rules.ts';
import {
  type CallBack,
  type Confirmation,
  callBacks,
  confirmations,
  type TaskFlag,
  type TaskState,
  taskFlags,
  taskStates,
} from './terms.ts';
import { openVisit, sealVisit } from './visit.ts';

const text = (label: string, max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min, min > 1 ? `请至少填写${min}个字` : `请填写${label}`)
    .max(max, `不超过${max}个字`)
    .meta({ label });
const degrees = (label: string, most: number) =>
  z
    .string()
    .trim()
    .regex(/^-?\d{1,3}(\.\d{1,8})?$/, `请填写${label}，例如“29.85210”`)
    .refine((value) => Math.abs(Number(value)) <= most, `${label}无效`)
    .meta({ label });

export const NewTask = z.strictObject({
  name: text('姓名', 50),
  idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
  plannedOn: PlainDateText.meta({ label: '服务日期', widget: 'date' }),
});
export const Evidence = z.strictObject({
  worker: text('服务人员', 50),
  on: PlainDateText.meta({ label: '服务日期', widget: 'date' }),
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '请按“14:30”填写')
    .meta({ label: '开始时间', help: '例如 14:30' }),
  minutes: z.int('请填写整数').min(1, '不能小于1').max(720, '不能大于720').meta({ label: '时长', unit: '分钟' }),
  latitude: degrees('纬度', 90),
  longitude: degrees('经度', 180),
  photo: FileRef.optional().meta({ label: '现场照片', widget: 'file', paper: 'service-photo' }),
  signature: FileRef.optional().meta({ label: '受助人签字', widget: 'signature', paper: 'service-signature' }),
  note: text('服务记录', 500, 4).meta({ label: '服务记录', widget: 'textarea' }),
});
export const Judgement = z.strictObject({
  reason: z
    .string()
    .trim()
    .max(200, '不超过200字')
    .default('')
    .meta({ label: '核实情况', help: '有疑点的必须写明', widget: 'textarea' }),
});
export const Asked = z.strictObject({
  how: choice({ call: confirmations.call, visit: confirmations.visit }).meta({
    label: '怎么问的',
    choices: { call: confirmations.call, visit: confirmations.visit },
  }),
  said: choice({ confirmed: callBacks.confirmed, denied: callBacks.denied }).meta({
    label: '本人怎么说',
    help: '本人说不清的，问与其同住的家人或照护人；联系不上的先不登记',
    choices: { confirmed: callBacks.confirmed, denied: callBacks.denied },
  }),
});
export const Withdrawal = z.strictObject({
  reason: text('撤回的原因', 200, 4).meta({
    label: '撤回的原因',
    help: '例如：本人去世、迁走、不愿意接受服务',
    widget: 'textarea',
  }),
});
export const Refusal = z.strictObject({
  reason: text('不合格的原因', 200, 4).meta({ label: '不合格的原因', widget: 'textarea' }),
});
export const CalledBack = z.strictObject({
  result: choice(callBacks).meta({ label: '回访结果', choices: callBacks }),
  reason: z
    .string()
    .trim()
    .max(200, '不超过200字')
    .default('')
    .meta({ label: '更正的原因', help: '更正以前的回访时填写，至少4个字；第一次回访不用填', widget: 'textarea' }),
});

export interface Contract {
  id: string;
  no: string;
  programmeId: string;
  providerId: string;
  division: DivisionCode;
  unitPriceFen: number;
  quantity: number;
  fromOn: PlainDate;
  toOn: PlainDate;
  assignedCount: number;
  settledCount: number;
  state: ContractState;
  byParts: boolean;
}
export const lockContract = (tx: Tx, id: string): Promise<Contract | null> =>
  tx.maybe<Contract>(sql`select id, no, programme_id, provider_id, division, unit_price_fen, quantity, from_on, to_on, assigned_count, settled_count, state,
      exists (select from contract_milestone m where m.contract_id = service_contract.id) as by_parts
    from service_contract where id = ${id} for update`);

export interface Task {
  id: string;
  contractId: string;
  providerId: string;
  personId: string;
  division: DivisionCode;
  state: TaskState;
  flags: TaskFlag[];
  drawId: string | null;
  callBack: string | null;
  settlementId: string | null;
  assignedBy: string;
  assignedOn: PlainDate;
  confirmedHow: Confirmation | null;
}
export const lockTask = (tx: Tx, id: string): Promise<Task | null> =>
  tx.maybe<Task>(sql`select id, contract_id, provider_id, person_id, division, state, flags, draw_id, call_back, settlement_id, assigned_by, assigned_on, confirmed_how
    from service_task where id = ${id} for update`);

/** The contract first, as whoever draws or settles locks it: the other way round two would wait for each other. */
async function lockWithContract(tx: Tx, id: string): Promise<{ task: Task; contract: Contract } | null> {
  const found = await tx.maybe<{ contractId: string }>(sql`select contract_id from service_task where id = ${id}`);
  const contract = found && (await lockContract(tx, found.contractId));
  const task = contract && (await lockTask(tx, id));
  return task && contract ? { task, contract } : null;
}

/** Services that take up the contract: those that are still to come, and those that were good. */
const count = (tx: Tx, contractId: string, by: 1 | -1): Promise<number> =>
  tx.run(sql`update service_contract set assigned_count = assigned_count + ${by}::int where id = ${contractId}`);

export const notePlace = (id: string): string => `service_task.note:${id}`;
const moved = (task: Task, action: string) => fail('TASK_MOVE', { state: taskStates[task.state], action });

export async function assignTask(
  tx: Tx,
  contractId: string,
  given: z.infer<typeof NewTask>,
): Promise<
  Result<
    { id: string },
    'NOT_FOUND' | 'INVALID_INPUT' | 'CONTRACT_FULL' | 'CONTRACT_PERIOD' | 'TASK_KNOWN' | 'CONTRACT_BY_PARTS' | 'CONTRACT_OVER'
  >
> {
  const contract = await lockContract(tx, contractId);
  if (!contract) return fail('NOT_FOUND');
  if (contract.byParts) return fail('CONTRACT_BY_PARTS');
  if (contract.state !== 'running') return fail('CONTRACT_OVER', { state: contractStates[contract.state] });
  const person = await findByIdNumber(tx, given.idNumber);
  if (person?.name !== given.name || countyOf(person) !== contract.division)
    return fail('INVALID_INPUT', { count: 1 }, [
      { path: 'idNumber', message: '没有查到这个姓名和身份证号码，或不在合同所在的县（市、区）' },
    ]);
  if (given.plannedOn < contract.fromOn || given.plannedOn > contract.toOn)
    return fail('CONTRACT_PERIOD', { from: contract.fromOn, to: contract.toOn }, [
      { path: 'plannedOn', message: '请在合同期限内选一天' },
    ]);
  if (contract.assignedCount >= contract.quantity)
    return fail('CONTRACT_FULL', { quantity: contract.quantity, assigned: contract.assignedCount });
  const id = newId();
  const added =
    await tx.run(sql`insert into service_task (id, contract_id, provider_id, person_id, division, planned_on, assigned_on, assigned_by)
    values (${id}, ${contractId}, ${contract.providerId}, ${person.id}, ${person.division}, ${given.plannedOn}, ${tx.today}, ${tx.actor.id})
    on conflict (contract_id, person_id, planned_on) where state <> 'withdrawn' do nothing`);
  if (added === 0)
    return fail('TASK_KNOWN', { on: given.plannedOn }, [{ path: 'plannedOn', message: '请另选一天，或者撤回原来的派单' }]);
  await count(tx, contractId, 1);
  await recordAudit(tx, {
    action: 'service-task.assigned',
    subject: { kind: 'service-task', id },
    personId: person.id,
    division: person.division,
  });
  return ok({ id });
}

/** Other services of the worker within a day: the one before and the one after are the nearest. */
async function suspicions(
  tx: Tx,
  task: Task,
  worker: string,
  visit: Visit,
  photoHash: string | null,
): Promise<Result<TaskFlag[]>> {
  const speed = withParameters({ parameters: await parametersOf(tx), division: task.division, date: tx.today }, (read) =>
    Number(read.ref('SVC-SPEED-MAX').value),
  );
  if (!speed.ok) return speed;
  const flags = new Set<TaskFlag>();
  const near = await tx.rows<{ id: string; beganAt: string; minutes: number; visit: Buffer }>(sql`
    select id, began_at, minutes, visit from service_task where provider_id = ${task.providerId} and id <> ${task.id} and visit is not null
      and began_at >= ${visit.beganAt}::timestamptz - interval '1 day' and began_at <= ${visit.beganAt}::timestamptz + interval '1 day' order by began_at limit 2000`);
  const own = near.flatMap(({ id, visit: sealed, ...other }) => {
    const opened = openVisit(tx, id, sealed);
    return opened.worker === worker ? [{ ...other, latitude: Number(opened.latitude), longitude: Number(opened.longitude) }] : [];
  });
  const before = own.filter((other) => other.beganAt <= visit.beganAt).at(-1);
  const after = own.find((other) => other.beganAt > visit.beganAt);
  for (const other of [before, after]) {
    const flag = other && travelFlag(visit, other, speed.value);
    if (flag) flags.add(flag);
  }
  if (photoHash) {
    const same = await tx.maybe(
      sql`select 1 as yes from service_task where photo_hash = ${photoHash} and id <> ${task.id} limit 1`,
    );
    if (same) flags.add('same-photo');
  }
  return ok([...flags]);
}

/** The provider reports a service with place, time and the hand of the person, or a photo, which confirms nothing. Suspicions are noted, never a reason to refuse. */
export async function reportTask(tx: Tx, id: string, given: z.infer<typeof Evidence>): Promise<Result<{ flags: TaskFlag[] }>> {
  const task = await lockTask(tx, id);
  if (!task || task.providerId !== tx.actor.unitId) return fail('NOT_FOUND');
  if (task.state !== 'planned') return moved(task, '填报');
  const contract = await lockContract(tx, task.contractId);
  if (!contract) return fail('NOT_FOUND');
  if (!given.photo && !given.signature)
    return fail('EVIDENCE_MISSING', {}, [{ path: 'photo', message: '请拍现场照片，或请受助人签字' }]);
  if (given.on < contract.fromOn || given.on > contract.toOn)
    return fail('CONTRACT_PERIOD', { from: contract.fromOn, to: contract.toOn }, [{ path: 'on', message: '请核对日期' }]);
  const beganAt = new Date(`${given.on}T${given.time}:00+08:00`).toISOString();
  if (Date.parse(beganAt) + given.minutes * 60_000 > Date.parse(tx.now))
    return fail('EVIDENCE_EARLY', {}, [{ path: 'time', message: '请核对开始时间和时长' }]);
  const files = [given.photo, given.signature].filter((f) => f !== undefined);
  const photoHash = given.photo ? await contentHashOf(tx, given.photo) : null;
  const bound = await bindFiles(tx, files, { caseId: id, personId: task.personId, division: task.division });
  if (!bound.ok) return bound;
  const visit = { beganAt, minutes: given.minutes, latitude: Number(given.latitude), longitude: Number(given.longitude) };
  const flags = await suspicions(tx, task, given.worker, visit, photoHash);
  if (!flags.ok) return flags;
  await tx.run(sql`update service_task set state = 'reported', began_at = ${beganAt}, minutes = ${given.minutes}, visit = ${sealVisit(tx, id, { worker: given.worker, latitude: visit.latitude.toFixed(5), longitude: visit.longitude.toFixed(5) })},
      photo = ${given.photo ?? null}, photo_hash = ${photoHash}, signature = ${given.signature ?? null}, note = ${tx.keys.seal(given.note, notePlace(id))},
      ${given.signature ? sql`${confirmation(tx, 'signature')},` : sql``} reported_at = ${tx.now}, reported_by = ${tx.actor.id}, flags = ${flags.value}::text[] where id = ${id}`);
  await recordAudit(tx, {
    action: 'service-task.reported',
    subject: { kind: 'service-task', id },
    personId: task.personId,
    division: task.division,
  });
  return ok({ flags: flags.value });
}

/** What cannot be done any more — the person has died, moved away, does not want it — is called back before anybody went; the contract has it again. */
export async function withdrawTask(tx: Tx, id: string, given: z.infer<typeof Withdrawal>): Promise<Result<null>> {
  const found = await lockWithContract(tx, id);
  if (!found) return fail('NOT_FOUND');
  const { task } = found;
  if (task.state !== 'planned') return moved(task, '撤回');
  await tx.run(sql`update service_task set state = 'withdrawn', reason = ${given.reason} where id = ${id}`);
  await count(tx, task.contractId, -1);
  await recordAudit(tx, { action: 'service-task.withdrawn', subject: { kind: 'service-task', id }, division: task.division });
  return ok(null);
}

const confirmation = (tx: Tx, how: Confirmation) =>
  sql`confirmed_how = ${how}, confirmed_on = ${tx.today}, confirmed_by = ${tx.actor.id}`;

/** The township asks the person, where nobody signed: a photo shows that somebody came, not that the service was given. */
export async function askPerson(tx: Tx, id: string, given: z.infer<typeof Asked>): Promise<Result<null>> {
  const found = await lockWithContract(tx, id);
  if (!found) return fail('NOT_FOUND');
  const { task } = found;
  if (task.state !== 'reported') return moved(task, '登记本人确认');
  if (isOwnHand(tx.actor, task.assignedBy, task.assignedOn)) return fail('TASK_OWN');
  if (task.confirmedHow) return fail('SERVICE_CONFIRMED', { how: confirmations[task.confirmedHow] });
  if (given.said === 'denied') return judge(tx, id, 'refused', `${confirmations[given.how]}：${callBacks.denied}`);
  await tx.run(sql`update service_task set ${confirmation(tx, given.how)} where id = ${id}`);
  await recordAudit(tx, {
    action: 'service-task.confirmed',
    subject: { kind: 'service-task', id },
    personId: task.personId,
    division: task.division,
    detail: { how: given.how },
  });
  return ok(null);
}

async function judge(tx: Tx, id: string, state: 'accepted' | 'refused', reason: string): Promise<Result<null>> {
  const found = await lockWithContract(tx, id);
  if (!found) return fail('NOT_FOUND');
  const { task } = found;
  if (task.state !== 'reported') return moved(task, '验收');
  if (isOwnHand(tx.actor, task.assignedBy, task.assignedOn)) return fail('TASK_OWN');
  if (state === 'accepted' && !task.confirmedHow) return fail('SERVICE_UNCONFIRMED');
  if (state === 'accepted' && task.flags.length > 0 && reason.length < 4)
    return fail('FLAGGED_WITHOUT_REASON', { flags: task.flags.map((f) => taskFlags[f]).join('、') }, [
      { path: 'reason', message: '请写明怎样核实的（至少4个字）' },
    ]);
  await tx.run(
    sql`update service_task set state = ${state}, reason = ${reason || null}, judged_on = ${tx.today}, judged_by = ${tx.actor.id}, judged_name = ${tx.actor.name} where id = ${id}`,
  );
  if (state === 'refused') await count(tx, task.contractId, -1);
  await recordAudit(tx, { action: `service-task.${state}`, subject: { kind: 'service-task', id }, division: task.division });
  return ok(null);
}
export const acceptTask = (tx: Tx, id: string, given: z.infer<typeof Judgement>) => judge(tx, id, 'accepted', given.reason);
export const refuseTask = (tx: Tx, id: string, given: z.infer<typeof Refusal>) => judge(tx, id, 'refused', given.reason);

/** Draws at least the share of the accepted services that no draw has covered yet; the seed stays on record. */
export async function drawCallBacks(tx: Tx, contractId: string): Promise<Result<{ drawn: number; of: number }>> {
  const contract = await lockContract(tx, contractId);
  if (!contract) return fail('NOT_FOUND');
  const tasks = await tx.rows<{ id: string }>(
    sql`select id from service_task where contract_id = ${contractId} and state = 'accepted' and draw_id is null order by id limit 5000 for update`,
  );
  if (tasks.length === 0) return fail('NOTHING_TO_DRAW');
  const rate = withParameters({ parameters: await parametersOf(tx), division: contract.division, date: tx.today }, (read) =>
    read.number('SVC-CALLBACK-RATE'),
  );
  if (!rate.ok) return rate;
  const seed = randomBytes(16).toString('hex');
  const count = drawCount(tasks.length, rate.value);
  const picked = drawn(
    tasks.map((t) => t.id),
    seed,
    count,
  );
  const id = newId();
  await tx.run(sql`insert into service_draw (id, contract_id, division, seed, task_count, drawn_count, drawn_on, drawn_by)
    values (${id}, ${contractId}, ${contract.division}, ${seed}, ${tasks.length}, ${count}, ${tx.today}, ${tx.actor.id})`);
  await tx.run(
    sql`update service_task set draw_id = ${id}, drawn = id = any(${picked}::uuid[]) where id = any(${tasks.map((t) => t.id)}::uuid[])`,
  );
  await recordAudit(tx, {
    action: 'service-task.drawn',
    subject: { kind: 'service-draw', id },
    division: contract.division,
    detail: { seed, of: tasks.length, drawn: count },
  });
  return ok({ drawn: count, of: tasks.length });
}

/**
 * What the person said. Who says that nobody came takes the acceptance back: it is not paid. What was recorded stays; until the settlement it may be
 * corrected with a reason, by a further record.
 */
export async function recordCallBack(tx: Tx, id: string, given: z.infer<typeof CalledBack>): Promise<Result<null>> {
  const found = await lockWithContract(tx, id);
  if (!found) return fail('NOT_FOUND');
  const { task, contract } = found;
  const { drawn: isDrawn } = await tx.one<{ drawn: boolean }>(sql`select drawn from service_task where id = ${id}`);
  if (!isDrawn) return fail('NOT_DRAWN');
  if (task.settlementId || (task.state !== 'accepted' && task.callBack === null)) return moved(task, '回访');
  const last = await tx.maybe<{ id: string }>(
    sql`select id from service_call_back where task_id = ${id} order by recorded_at desc, id desc limit 1`,
  );
  if (last && given.reason.length < 4)
    return fail('CALL_BACK_KNOWN', { result: callBacks[task.callBack as CallBack] }, [
      { path: 'reason', message: '请写明更正的原因（至少4个字）' },
    ]);
  const denied = given.result === 'denied';
  const again = task.state === 'refused' && !denied;
  if (again && contract.assignedCount >= contract.quantity)
    return fail('CONTRACT_FULL', { quantity: contract.quantity, assigned: contract.assignedCount });
  await tx.run(sql`insert into service_call_back (id, task_id, division, result, corrects, reason, recorded_at, recorded_by, recorded_name)
    values (${newId()}, ${id}, ${task.division}, ${given.result}, ${last?.id ?? null}, ${last ? given.reason : null}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  const reason = denied ? '回访：受助人说没有提供服务' : last ? `回访更正：${given.reason}` : null;
  await tx.run(sql`update service_task set call_back = ${given.result}, called_on = ${tx.today}, called_by = ${tx.actor.id},
      state = ${denied ? 'refused' : 'accepted'}, reason = coalesce(${reason}, reason) where id = ${id}`);
  if (again) await count(tx, contract.id, 1);
  else if (denied && task.state === 'accepted') await count(tx, contract.id, -1);
  await recordAudit(tx, {
    action: 'service-task.called-back',
    subject: { kind: 'service-task', id },
    personId: task.personId,
    division: task.division,
    detail: { result: given.result, correction: last !== null },
  });
  return ok(null);
}
