/**
 * 抽取批次 (5.8): pools frozen and their digest published, a secret promised by the legal office, a number that nobody here controls, the seal opened, all of
 * it published at once. Whoever runs the draw never knows the secret before, whoever keeps it does not run the draw: so the result is nobody's choice.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Sql, sql } from '../../database/sql.ts';
import { isOwnHand } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { plainDateOf } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { fail, ok, type Result, wrong } from '../result/index.ts';
import { type DivisionCode, type Id, type PlainDate, PlainDateText } from '../schema/index.ts';
import { type DrawInput, type Drawn, draw, seedText } from './draw.ts';
import type { InspectedKind } from './kinds.ts';
import { findPlan, inspectorsFor, type Plan } from './plans.ts';
import { freeze, sha256 } from './pool.ts';
import { type Addressed, nextNo, tellInside } from './shared.ts';
import { insertTask } from './task-store.ts';
import { type DrawState, drawStates, planStates } from './terms.ts';

defineTemplates({
  'inspection.draw-prepared': { title: '抽取等您承诺', text: '{no}的名录已冻结，请生成并保管密值，公布承诺值。' },
  'inspection.draw-called': { title: '抽取等您启封', text: '{no}的开奖号码已登记，请当场启封密值。' },
  'inspection.drawn-for': {
    title: '您已被抽取为检查人员',
    text: '您已被抽取为{object}检查人员，时间{from}至{to}，如有回避事由请立即申报。',
  },
  'inspection.announced': { title: '将到您单位检查', text: '{matter}：检查人员将在{from}至{to}到场，到场请亮码。' },
});

/** A promise is public for so long before anything can be drawn. */
const PROMISE_HOURS = 24;
const SECRET_BYTES = 32;

export interface DrawBatch {
  readonly id: Id<'InspectionDraw'>;
  readonly no: string;
  readonly planId: string;
  readonly division: DivisionCode;
  readonly matter: string;
  readonly windowFrom: PlainDate;
  readonly windowTo: PlainDate;
  readonly announced: boolean;
  readonly input: DrawInput;
  readonly objectHash: string;
  readonly inspectorHash: string;
  readonly beaconSource: string;
  readonly state: DrawState;
  readonly preparedAt: string;
  readonly preparedBy: string;
  readonly preparedName: string;
  readonly promise: string | null;
  readonly promisedAt: string | null;
  readonly promisedBy: string | null;
  readonly promisedName: string | null;
  readonly beacon: string | null;
  readonly beaconOn: PlainDate | null;
  readonly witness: string | null;
  readonly calledAt: string | null;
  readonly calledBy: string | null;
  readonly calledName: string | null;
  readonly secret: string | null;
  readonly seed: string | null;
  readonly result: Drawn | null;
  readonly drawnAt: string | null;
  readonly drawnName: string | null;
  readonly voidReason: string | null;
  readonly voidAskedAt: string | null;
  readonly voidAskedBy: string | null;
  readonly voidAskedName: string | null;
  readonly voidedAt: string | null;
  readonly voidedName: string | null;
  readonly version: number;
}
const columns = sql`id, no, plan_id, division, matter, window_from, window_to, announced, input, object_hash, inspector_hash, beacon_source, state, prepared_at, prepared_by,
  prepared_name, promise, promised_at, promised_by, promised_name, beacon, beacon_on, witness, called_at, called_by, called_name, secret, seed, result, drawn_at, drawn_name,
  void_reason, void_asked_at, void_asked_by, void_asked_name, voided_at, voided_name, version`;

export const findDraw = (tx: Tx, kind: InspectedKind, which: Sql): Promise<DrawBatch | null> =>
  tx.maybe<DrawBatch>(sql`select ${columns} from inspection_draw where kind = ${kind.kind} and ${which}`);
export const listDraws = (tx: Tx, kind: InspectedKind): Promise<DrawBatch[]> =>
  tx.rows<DrawBatch>(sql`select ${columns} from inspection_draw where kind = ${kind.kind} order by prepared_at desc limit 100`);

export const NewDraw = z.strictObject({
  from: PlainDateText.meta({ label: '检查从', widget: 'date' }),
  to: PlainDateText.meta({ label: '至', widget: 'date' }),
  beaconSource: z
    .string()
    .trim()
    .min(4, '请写明用哪一个公开随机数')
    .max(80)
    .meta({ label: '用哪一期公开随机数', help: '现在就说定，开奖以后不能换，例如：双色球2026140期' }),
  announced: z.boolean().default(false).meta({ label: '事先通知检查对象' }),
});

const audit = (
  tx: Tx,
  action: Parameters<typeof recordAudit>[1]['action'],
  { id, division }: Pick<DrawBatch, 'id' | 'division'>,
) => recordAudit(tx, { action, subject: { kind: 'inspection-draw', id }, division });

/** Freezes both pools of a published plan. One open batch of a plan at a time. */
export async function prepareDraw(
  tx: Tx,
  kind: InspectedKind,
  of: { id: string },
  given: z.infer<typeof NewDraw>,
): Promise<Result<{ id: string; no: string }>> {
  const plan = await findPlan(tx, kind, of.id);
  if (!plan) return fail('NOT_FOUND');
  if (plan.state !== 'published') return fail('PLAN_STATE', { state: planStates[plan.state] });
  if (given.from <= tx.today) return wrong('from', '须晚于今天：承诺值要先公布满24小时');
  if (given.to < given.from) return wrong('to', '不能早于开始日期');
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`inspection-draw:${plan.id}`}, 0))`);
  const open = await findDraw(tx, kind, sql`plan_id = ${plan.id} and state in ('prepared', 'promised', 'called')`);
  if (open) return fail('DRAW_OPEN', { no: open.no });
  const quarter = Math.ceil(Number(tx.today.slice(5, 7)) / 3);
  const no = await nextNo(tx, `DR-${tx.today.slice(0, 4)}-${quarter}`);
  const frozen = await freeze(tx, kind, plan, { drawId: no, window: given });
  if (frozen.input.objects.every(({ excluded }) => excluded !== null)) return fail('DRAW_POOL_EMPTY');
  const id = newId();
  await tx.run(sql`insert into inspection_draw (id, no, plan_id, kind, division, matter, window_from, window_to, announced, input, object_hash, inspector_hash, beacon_source,
      prepared_at, prepared_by, prepared_name)
    values (${id}, ${no}, ${plan.id}, ${kind.kind}, ${plan.division}, ${plan.matter}, ${given.from}, ${given.to}, ${given.announced}, ${frozen.input}, ${frozen.objectHash},
      ${frozen.inspectorHash}, ${given.beaconSource}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  await audit(tx, 'inspection-draw.prepared', { id, division: plan.division });
  await notify(tx, {
    to: { performer: 'legal-officer', division: plan.division },
    template: 'inspection.draw-prepared',
    params: { no },
  });
  return ok({ id, no });
}

async function lockDraw(tx: Tx, kind: InspectedKind, of: Addressed, ...states: DrawState[]): Promise<Result<DrawBatch>> {
  const found = await tx.maybe<DrawBatch>(
    sql`select ${columns} from inspection_draw where kind = ${kind.kind} and id = ${of.id} for update`,
  );
  if (!found) return fail('NOT_FOUND');
  if (found.version !== of.version) return fail('INSPECTION_STALE');
  return states.includes(found.state) ? ok(found) : fail('DRAW_STATE', { state: drawStates[found.state].zh });
}

const secretPlace = (id: string): string => `inspection_draw.secret_sealed:${id}`;

/** The legal office: a secret of 32 random bytes that nobody sees, sealed until the draw; its digest is public from now on. */
export async function promiseSecret(tx: Tx, kind: InspectedKind, of: Addressed): Promise<Result<{ promise: string }>> {
  const found = await lockDraw(tx, kind, of, 'prepared');
  if (!found.ok) return found;
  const batch = found.value;
  if (isOwnHand(tx.actor, batch.preparedBy, batch.preparedAt)) return fail('DRAW_OWN_HAND');
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  const promise = sha256(secret).toString('hex');
  await tx.run(sql`update inspection_draw set state = 'promised', promise = ${promise}, secret_sealed = ${tx.keys.seal(secret, secretPlace(batch.id))}, promised_at = ${tx.now},
    promised_by = ${tx.actor.id}, promised_name = ${tx.actor.name}, version = version + 1 where id = ${batch.id}`);
  await audit(tx, 'inspection-draw.promised', batch);
  await emit(tx, {
    type: 'draw.committed',
    subject: { kind: 'inspection-draw', id: batch.id },
    division: batch.division,
    payload: { batchId: batch.id, poolHash: batch.objectHash, commit: promise },
    sensitivity: 'public',
  });
  return ok({ promise });
}

/** When the number may be entered at the earliest. */
export const callableAt = (batch: Pick<DrawBatch, 'promisedAt'>): string =>
  new Date(Date.parse(batch.promisedAt!) + PROMISE_HOURS * 3_600_000).toISOString();

async function unchanged(tx: Tx, kind: InspectedKind, batch: DrawBatch): Promise<Result<Plan>> {
  const plan = (await findPlan(tx, kind, batch.planId))!;
  const now = await freeze(tx, kind, plan, { drawId: batch.no, window: { from: batch.windowFrom, to: batch.windowTo } });
  return now.objectHash === batch.objectHash && now.inspectorHash === batch.inspectorHash ? ok(plan) : fail('DRAW_POOL_CHANGED');
}

export const Beacon = z.strictObject({
  beacon: z
    .string()
    .trim()
    .min(4, '请填写开出的号码')
    .max(120)
    .meta({ label: '开出的号码', help: '照公告原样，例如：03 08 16 21 27 30 + 11' }),
  beaconOn: PlainDateText.meta({ label: '开奖日期', widget: 'date' }),
  witness: z.string().trim().min(4, '请写明单位和姓名').max(60).meta({ label: '见证人', help: '其他单位一位，写明单位和姓名' }),
});

/** The city's supervision section enters the number that was announced beforehand, before a witness of another office. */
export async function callBeacon(
  tx: Tx,
  kind: InspectedKind,
  of: Addressed,
  given: z.infer<typeof Beacon>,
): Promise<Result<null>> {
  const found = await lockDraw(tx, kind, of, 'promised');
  if (!found.ok) return found;
  const batch = found.value;
  if (isOwnHand(tx.actor, batch.promisedBy, batch.promisedAt!)) return fail('DRAW_OWN_HAND');
  const at = callableAt(batch);
  if (tx.now < at) return fail('DRAW_TOO_SOON', { at: at.slice(0, 10) });
  const promisedOn = plainDateOf(batch.promisedAt!);
  if (given.beaconOn <= promisedOn || given.beaconOn > tx.today)
    return fail('DRAW_BEACON_EARLY', { on: promisedOn }, [{ path: 'beaconOn', message: '须在承诺值公布以后、今天以前' }]);
  const same = await unchanged(tx, kind, batch);
  if (!same.ok) return same;
  await tx.run(sql`update inspection_draw set state = 'called', beacon = ${given.beacon}, beacon_on = ${given.beaconOn}, witness = ${given.witness}, called_at = ${tx.now},
    called_by = ${tx.actor.id}, called_name = ${tx.actor.name}, version = version + 1 where id = ${batch.id}`);
  await audit(tx, 'inspection-draw.called', batch);
  await notify(tx, {
    to: { performer: 'legal-officer', division: batch.division },
    template: 'inspection.draw-called',
    params: { no: batch.no },
  });
  return ok(null);
}

/** The legal office opens the seal: drawn, and secret, beacon and ranking public in the same moment. Too few inspectors: the whole draw has failed, and that is public too. */
export async function openSecret(
  tx: Tx,
  kind: InspectedKind,
  of: Addressed,
): Promise<Result<{ state: DrawState; drawn: number }>> {
  const found = await lockDraw(tx, kind, of, 'called');
  if (!found.ok) return found;
  const batch = found.value;
  const others = [
    { by: batch.preparedBy, at: batch.preparedAt },
    { by: batch.calledBy!, at: batch.calledAt! },
  ];
  if (others.some(({ by, at }) => isOwnHand(tx.actor, by, at))) return fail('DRAW_OWN_HAND');
  const same = await unchanged(tx, kind, batch);
  if (!same.ok) return same;
  const sealed = await tx.one<{ secretSealed: Buffer }>(sql`select secret_sealed from inspection_draw where id = ${batch.id}`);
  const secret = tx.keys.open(sealed.secretSealed, secretPlace(batch.id));
  const seed = sha256(seedText(secret, batch.beacon!));
  const result = draw(batch.input, (message) => createHmac('sha256', seed).update(message, 'utf8').digest('hex'));
  const state = result.shortFor === null ? 'drawn' : 'failed';
  await tx.run(sql`update inspection_draw set state = ${state}, secret = ${secret}, seed = ${seed.toString('hex')}, result = ${result}, drawn_at = ${tx.now}, drawn_by = ${tx.actor.id},
    drawn_name = ${tx.actor.name}, version = version + 1 where id = ${batch.id}`);
  await audit(tx, 'inspection-draw.opened', batch);
  if (state === 'drawn') await sendOut(tx, kind, same.value, batch, result);
  const about = { subject: { kind: 'inspection-draw', id: batch.id }, division: batch.division, sensitivity: 'public' } as const;
  await emit(tx, {
    ...about,
    type: 'draw.completed',
    payload: { batchId: batch.id, result: result.pairs.map((pair) => `${pair.objectId} ${pair.lead} ${pair.second}`) },
  });
  await emit(tx, { ...about, type: 'draw.revealed', payload: { batchId: batch.id, secret, beacon: batch.beacon! } });
  return ok({ state, drawn: result.pairs.length });
}

/** A task for each drawn object; the two who check are told, the object only where that was planned. */
async function sendOut(tx: Tx, kind: InspectedKind, plan: Plan, batch: DrawBatch, { pairs }: Drawn): Promise<void> {
  const objects = new Map((await kind.objects(tx, plan.division)).map((object) => [object.no, object]));
  const people = new Map((await inspectorsFor(tx, plan.division)).map((one) => [one.no, one]));
  const [from, to] = [batch.windowFrom, batch.windowTo];
  for (const pair of pairs) {
    const object = objects.get(pair.objectId)!;
    const two = [people.get(pair.lead)!, people.get(pair.second)!] as const;
    await insertTask(tx, kind, {
      object,
      cause: 'draw',
      matter: batch.matter,
      year: plan.year,
      drawId: batch.id,
      window: { from, to },
      announced: batch.announced,
      pair: [two[0].id, two[1].id],
    });
    for (const { userId } of two)
      await notify(tx, {
        to: { userId },
        template: 'inspection.drawn-for',
        params: { object: object.name, from, to },
      });
    if (batch.announced)
      await tellInside(tx, object.id, kind.head, {
        template: 'inspection.announced',
        params: { matter: batch.matter, from, to },
      });
  }
}

export const VoidReason = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(8, '请写明为什么作废（至少8个字）')
    .max(300)
    .meta({ label: '作废的理由', widget: 'textarea', help: '会和批次一起公开' }),
});

export async function askVoid(
  tx: Tx,
  kind: InspectedKind,
  of: Addressed,
  { reason }: z.infer<typeof VoidReason>,
): Promise<Result<null>> {
  const found = await lockDraw(tx, kind, of, 'prepared', 'promised', 'called', 'drawn', 'failed');
  if (!found.ok) return found;
  if (found.value.voidReason !== null) return fail('DRAW_VOID_ASKED');
  await tx.run(sql`update inspection_draw set void_reason = ${reason}, void_asked_at = ${tx.now}, void_asked_by = ${tx.actor.id}, void_asked_name = ${tx.actor.name}, version = version + 1
    where id = ${of.id}`);
  await audit(tx, 'inspection-draw.void-asked', found.value);
  return ok(null);
}

/** By a second person; the batch stays readable, what was drawn and not begun is called off, and another draw needs another secret. */
export async function confirmVoid(tx: Tx, kind: InspectedKind, of: Addressed): Promise<Result<null>> {
  const found = await lockDraw(tx, kind, of, 'prepared', 'promised', 'called', 'drawn', 'failed');
  if (!found.ok) return found;
  const batch = found.value;
  if (batch.voidReason === null) return fail('DRAW_STATE', { state: drawStates[batch.state].zh });
  if (isOwnHand(tx.actor, batch.voidAskedBy, batch.voidAskedAt!)) return fail('DRAW_VOID_OWN_HAND');
  await tx.run(
    sql`update inspection_draw set state = 'void', voided_at = ${tx.now}, voided_by = ${tx.actor.id}, voided_name = ${tx.actor.name}, version = version + 1 where id = ${of.id}`,
  );
  await tx.run(
    sql`update inspection_task set state = 'void', version = version + 1 where draw_id = ${of.id} and state = 'assigned'`,
  );
  await audit(tx, 'inspection-draw.voided', batch);
  return ok(null);
}
