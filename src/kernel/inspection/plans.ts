/** 年度检查计划 and 执法人员名录: what a draw rests on. */
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { isOwnHand } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { inScope } from '../division/index.ts';
import { wholeParameter } from '../policy/server.ts';
import { fail, ok, type Result, wrong } from '../result/index.ts';
import { choice, Division, type DivisionCode, type Id, type PlainDate, PlainDateText, Uuid } from '../schema/index.ts';
import type { RiskClass } from './draw.ts';
import { type InspectedKind, objectOf } from './kinds.ts';
import { type Addressed, nextNo } from './shared.ts';
import { type PlanState, planStates, type Tie, ties } from './terms.ts';

export interface Plan {
  readonly id: Id<'InspectionPlan'>;
  readonly division: DivisionCode;
  readonly year: number;
  readonly matter: string;
  readonly rates: Record<RiskClass, number>;
  /** Planned visits of one object in a year; D has no cap. */
  readonly caps: Record<'A' | 'B' | 'C', number>;
  readonly cooldownDays: number;
  readonly inspectorCap: number;
  readonly state: PlanState;
  readonly draftedAt: string;
  readonly draftedBy: string;
  readonly draftedName: string;
  readonly approvedName: string | null;
  readonly publishedOn: PlainDate | null;
  readonly version: number;
}
const planColumns = sql`id, division, year, matter, rates, caps, cooldown_days, inspector_cap, state, drafted_at, drafted_by, drafted_name, approved_name, published_on, version`;

export const plansOf = (tx: Tx, kind: InspectedKind): Promise<Plan[]> =>
  tx.rows<Plan>(
    sql`select ${planColumns} from inspection_plan where kind = ${kind.kind} order by year desc, division, matter limit 200`,
  );
export const findPlan = (tx: Tx, kind: InspectedKind, id: string): Promise<Plan | null> =>
  tx.maybe<Plan>(sql`select ${planColumns} from inspection_plan where kind = ${kind.kind} and id = ${id}`);

export const NewPlan = z.strictObject({
  division: Division.meta({ label: '哪里的', help: '县（市、区），或者全市' }),
  year: z.int('请填写年份').min(2020).max(2100).meta({ label: '年度' }),
  matter: z
    .string()
    .trim()
    .min(4, '请写明检查什么（至少4个字）')
    .max(60)
    .meta({ label: '检查事项', help: '例如：消防和服务安全' }),
});

/** Rates, caps and intervals are those of the day on which it is drafted; they stay with the plan. */
export async function draftPlan(tx: Tx, kind: InspectedKind, given: z.infer<typeof NewPlan>): Promise<Result<{ id: string }>> {
  if (!inScope(given.division, tx.actor.division ?? tx.city)) return wrong('division', '请选择本辖区');
  const numbers: Record<string, number> = {};
  for (const key of ['RATE-A', 'RATE-B', 'RATE-C', 'RATE-D', 'CAP-A', 'CAP-B', 'CAP-C', 'COOLDOWN', 'INSPECTOR-CAP']) {
    const value = await wholeParameter(tx, `DRAW-${key}`, given.division, tx.today);
    if (!value.ok) return value;
    numbers[key] = value.value;
  }
  const rates = { A: numbers['RATE-A'], B: numbers['RATE-B'], C: numbers['RATE-C'], D: numbers['RATE-D'] };
  const caps = { A: numbers['CAP-A'], B: numbers['CAP-B'], C: numbers['CAP-C'] };
  const id = newId();
  const added =
    await tx.run(sql`insert into inspection_plan (id, kind, division, year, matter, rates, caps, cooldown_days, inspector_cap, drafted_at, drafted_by, drafted_name)
    values (${id}, ${kind.kind}, ${given.division}, ${given.year}, ${given.matter}, ${rates}, ${caps}, ${numbers.COOLDOWN}, ${numbers['INSPECTOR-CAP']}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})
    on conflict (kind, division, year, matter) do nothing`);
  if (added === 0) return fail('PLAN_TWICE', { year: given.year, matter: given.matter });
  await recordAudit(tx, {
    action: 'inspection-plan.drafted',
    subject: { kind: 'inspection-plan', id },
    division: given.division,
  });
  return ok({ id });
}

async function lockPlan(tx: Tx, kind: InspectedKind, of: Addressed, state: PlanState): Promise<Result<Plan>> {
  const plan = await tx.maybe<Plan>(
    sql`select ${planColumns} from inspection_plan where kind = ${kind.kind} and id = ${of.id} for update`,
  );
  if (!plan) return fail('NOT_FOUND');
  if (plan.version !== of.version) return fail('INSPECTION_STALE');
  return plan.state === state ? ok(plan) : fail('PLAN_STATE', { state: planStates[plan.state] });
}

/** 县起草、市批准: never by the same person. */
export async function approvePlan(tx: Tx, kind: InspectedKind, of: Addressed): Promise<Result<null>> {
  const plan = await lockPlan(tx, kind, of, 'drafted');
  if (!plan.ok) return plan;
  if (isOwnHand(tx.actor, plan.value.draftedBy, plan.value.draftedAt)) return fail('PLAN_OWN_HAND');
  await tx.run(sql`update inspection_plan set state = 'approved', approved_at = ${tx.now}, approved_by = ${tx.actor.id}, approved_name = ${tx.actor.name}, version = version + 1
    where id = ${of.id}`);
  await recordAudit(tx, {
    action: 'inspection-plan.approved',
    subject: { kind: 'inspection-plan', id: of.id },
    division: plan.value.division,
  });
  return ok(null);
}

export async function publishPlan(tx: Tx, kind: InspectedKind, of: Addressed): Promise<Result<null>> {
  const plan = await lockPlan(tx, kind, of, 'approved');
  if (!plan.ok) return plan;
  await tx.run(
    sql`update inspection_plan set state = 'published', published_on = ${tx.today}, version = version + 1 where id = ${of.id}`,
  );
  await recordAudit(tx, {
    action: 'inspection-plan.published',
    subject: { kind: 'inspection-plan', id: of.id },
    division: plan.value.division,
  });
  return ok(null);
}

export interface Inspector {
  readonly id: Id<'Inspector'>;
  readonly no: string;
  readonly userId: string;
  readonly name: string;
  readonly division: DivisionCode;
  readonly certNo: string;
  readonly certFrom: PlainDate;
  readonly certTo: PlainDate;
  readonly endedOn: PlainDate | null;
  readonly version: number;
}
const inspectorColumns = sql`i.id, i.no, i.user_id, i.name, i.division, i.cert_no, i.cert_from, i.cert_to, i.ended_on, i.version`;

/** Those who have not left. */
export const allInspectors = (tx: Tx): Promise<Inspector[]> =>
  tx.rows<Inspector>(sql`select ${inspectorColumns} from inspector i where i.ended_on is null order by i.no limit 2000`);
/** Those who may go everywhere in a division: its own, and whoever serves more than it. */
export const inspectorsFor = async (tx: Tx, division: DivisionCode): Promise<Inspector[]> =>
  (await allInspectors(tx)).filter((one) => inScope(division, one.division));
export const findInspectors = (tx: Tx, ids: readonly string[]): Promise<Inspector[]> =>
  tx.rows<Inspector>(sql`select ${inspectorColumns} from inspector i where i.id = any(${[...ids]}::uuid[])`);

export const NewInspector = z.strictObject({
  login: z.string().trim().min(2, '请填写登录名').max(40).meta({ label: '登录名', help: '岗位是“行政执法人员”的账号' }),
  certNo: z.string().trim().min(4, '请填写执法证号').max(30).meta({ label: '执法证号' }),
  certFrom: PlainDateText.meta({ label: '执法证有效期从', widget: 'date' }),
  certTo: PlainDateText.meta({ label: '至', widget: 'date' }),
});

/** Only somebody who can sign in as an enforcement officer: an inspection is registered by those who were drawn. */
export async function enterInspector(tx: Tx, given: z.infer<typeof NewInspector>): Promise<Result<{ id: string; no: string }>> {
  if (given.certTo < given.certFrom) return wrong('certTo', '不能早于开始日期');
  const user = await tx.maybe<{ id: string; name: string; division: DivisionCode }>(
    sql`select u.id, u.name, d.division from staff_user u join duty d on d.user_id = u.id
      where u.login = ${given.login} and u.active and d.duty = 'enforcement-officer' and d.valid_from <= ${tx.today} and (d.valid_to is null or d.valid_to >= ${tx.today}) limit 1`,
  );
  if (!user || !inScope(user.division, tx.actor.division ?? tx.city))
    return wrong('login', '本辖区没有这个登录名的行政执法人员，请先由系统管理员开岗位');
  const id = newId();
  const no = await nextNo(tx, 'P');
  const added =
    await tx.run(sql`insert into inspector (id, no, user_id, name, division, cert_no, cert_from, cert_to, entered_at, entered_by)
    values (${id}, ${no}, ${user.id}, ${user.name}, ${user.division}, ${given.certNo}, ${given.certFrom}, ${given.certTo}, ${tx.now}, ${tx.actor.id}) on conflict do nothing`);
  if (added === 0) return fail('INSPECTOR_TWICE', { certNo: given.certNo });
  await recordAudit(tx, { action: 'inspector.entered', subject: { kind: 'inspector', id }, division: user.division });
  return ok({ id, no });
}

async function lockInspector(tx: Tx, of: Addressed): Promise<Result<Inspector>> {
  const found = await tx.maybe<Inspector>(sql`select ${inspectorColumns} from inspector i where i.id = ${of.id} for update`);
  if (!found || found.endedOn !== null) return fail('NOT_FOUND');
  return found.version === of.version ? ok(found) : fail('INSPECTION_STALE');
}

export const Leaving = z.strictObject({ endedOn: PlainDateText.meta({ label: '从哪天起不再执法', widget: 'date' }) });
export async function endInspector(tx: Tx, of: Addressed, given: z.infer<typeof Leaving>): Promise<Result<null>> {
  const found = await lockInspector(tx, of);
  if (!found.ok) return found;
  if (given.endedOn > tx.today) return wrong('endedOn', '不能晚于今天');
  await tx.run(sql`update inspector set ended_on = ${given.endedOn}, version = version + 1 where id = ${of.id}`);
  await recordAudit(tx, {
    action: 'inspector.ended',
    subject: { kind: 'inspector', id: of.id },
    division: found.value.division,
  });
  return ok(null);
}

export const Absence = z.strictObject({
  from: PlainDateText.meta({ label: '请假从', widget: 'date' }),
  to: PlainDateText.meta({ label: '至', widget: 'date' }),
});
export async function enterAbsence(tx: Tx, of: Addressed, given: z.infer<typeof Absence>): Promise<Result<null>> {
  const found = await lockInspector(tx, of);
  if (!found.ok) return found;
  if (given.to < given.from) return wrong('to', '不能早于开始日期');
  const { division } = found.value;
  await tx.run(sql`insert into inspector_absence (id, inspector_id, division, from_on, to_on, entered_at, entered_by)
    values (${newId()}, ${of.id}, ${division}, ${given.from}, ${given.to}, ${tx.now}, ${tx.actor.id})`);
  await recordAudit(tx, { action: 'inspector.absent', subject: { kind: 'inspector', id: of.id }, division });
  return ok(null);
}

export const NewTie = z.strictObject({
  objectId: Uuid.meta({ label: '机构' }),
  tie: choice(ties).meta({ label: '关联', choices: ties }),
  until: PlainDateText.optional().meta({
    label: '任职到哪天',
    widget: 'date',
    showIf: { field: 'tie', in: ['employment'] },
    requiredIfShown: true,
  }),
});

/** 回避: declared by the inspector himself, or entered by the office. */
export async function enterTie(
  tx: Tx,
  kind: InspectedKind,
  of: { id: string },
  given: { objectId: string; tie: Tie; until?: PlainDate | undefined },
): Promise<Result<null>> {
  const [inspector] = await findInspectors(tx, [of.id]);
  if (!inspector) return fail('NOT_FOUND');
  const object = await objectOf(tx, kind, given.objectId);
  if (!object) return wrong('objectId', '没有这家机构');
  if (given.tie === 'employment' && !given.until) return wrong('until', '请填写任职到哪天');
  await tx.run(sql`insert into inspector_tie (id, inspector_id, division, kind, object_id, object_name, tie, until_on, entered_at, entered_by)
    values (${newId()}, ${of.id}, ${inspector.division}, ${kind.kind}, ${object.id}, ${object.name}, ${given.tie}, ${given.tie === 'employment' ? given.until! : null}, ${tx.now}, ${tx.actor.id})
    on conflict (inspector_id, object_id, tie) do nothing`);
  await recordAudit(tx, {
    action: 'inspector.tied',
    subject: { kind: 'inspector', id: of.id },
    division: inspector.division,
    detail: { tie: given.tie },
  });
  return ok(null);
}
