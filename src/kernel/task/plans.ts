/** 定期任务的计划: somebody comes in, is seen more often, is away, is back, goes out. Every change stands in its course; each makes or ends the duties that follow from it. */
import { type Sql, sql } from '../../database/sql.ts';
import { plainDateOf, plusDays, startOf } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { type Cadence, dueOfPeriod, firstFull, periodOf } from './cadence.ts';
import type { DutyCause } from './index.ts';
import { stepPlace } from './sealed.ts';

export interface Plan {
  readonly id: string;
  readonly kind: string;
  readonly personId: string;
  readonly division: DivisionCode;
  readonly level: string;
  readonly cadence: Cadence;
  readonly activeOn: PlainDate;
  readonly levelSince: string;
  readonly nextFrom: PlainDate | null;
  readonly pausedOn: PlainDate | null;
  readonly endedOn: PlainDate | null;
  readonly endedReason: string | null;
  readonly holderId: string | null;
  readonly holderName: string | null;
}

const planColumns: Sql = sql`t.id, t.kind, t.person_id, t.division, t.level, t.cadence, t.active_on, t.level_since, t.next_from, t.paused_on, t.ended_on,
  t.ended_reason, t.holder_id, t.holder_name`;

/** The plan of somebody, the open one before those that ended; held until the transaction ends. */
export const lockPlan = (tx: Tx, kind: string, personId: string): Promise<Plan | null> =>
  tx.maybe<Plan>(
    sql`select ${planColumns} from task_plan t where t.kind = ${kind} and t.person_id = ${personId} order by t.ended_on desc nulls first limit 1 for update`,
  );

/** Those of several persons; who has none that is open is left out. */
export const openPlans = (tx: Tx, kind: string, persons: readonly string[]): Promise<Plan[]> =>
  tx.rows<Plan>(
    sql`select ${planColumns} from task_plan t where t.kind = ${kind} and t.person_id = any (${[...persons]}::uuid[]) and t.ended_on is null`,
  );

type StepName = 'entered' | 'raised' | 'lowered' | 'paused' | 'resumed' | 'moved' | 'handed-over' | 'ended' | 'restored';

async function addStep(
  tx: Tx,
  plan: Pick<Plan, 'id' | 'division'>,
  what: StepName,
  of: { level?: string; note?: string | null } = {},
) {
  const { seq } = await tx.one<{ seq: number }>(
    sql`select coalesce(max(seq), 0)::int + 1 as seq from task_step where plan_id = ${plan.id}`,
  );
  await tx.run(sql`insert into task_step (plan_id, division, seq, at, what, level, by_name, note)
    values (${plan.id}, ${plan.division}, ${seq}, ${tx.now}, ${what}, ${of.level ?? null}, ${tx.actor.name}, ${of.note ? tx.keys.seal(of.note, stepPlace(plan.id, seq)) : null})`);
}

/** One duty outside the periods, from now until an instant; the same one is not made twice. */
const addDuty = (tx: Tx, plan: Plan, of: { cause: DutyCause; dueAt: string }): Promise<number> =>
  tx.run(sql`insert into task_duty (plan_id, kind, person_id, division, cause, level, from_at, due_at, needed, gap_days, planned_on, next_at)
    values (${plan.id}, ${plan.kind}, ${plan.personId}, ${plan.division}, ${of.cause}, ${plan.level}, ${tx.now}, ${of.dueAt}, 1, 0, ${tx.today}, ${of.dueAt})
    on conflict do nothing`);

/** The same for many plans at once. */
export const addDuties = (tx: Tx, plans: readonly string[], of: { cause: DutyCause; dueAt: string }): Promise<number> =>
  tx.run(sql`insert into task_duty (plan_id, kind, person_id, division, cause, level, from_at, due_at, needed, gap_days, planned_on, next_at)
    select t.id, t.kind, t.person_id, t.division, ${of.cause}, t.level, ${tx.now}, ${of.dueAt}, 1, 0, ${tx.today}, ${of.dueAt} from task_plan t
    where t.id = any (${[...plans]}::uuid[]) and t.next_from is not null on conflict do nothing`);

const supersede = (tx: Tx, planId: string): Promise<number> =>
  tx.run(
    sql`update task_duty set state = 'superseded', next_at = null where plan_id = ${planId} and state = 'open' and cause <> 'warning'`,
  );

/** What ends after the day need not be done. Told late, by the day on which it was so: what was missed since then was owed by nobody. */
const exempt = (tx: Tx, planId: string, on: PlainDate): Promise<number> =>
  tx.run(
    sql`update task_duty set state = 'exempt', next_at = null where plan_id = ${planId} and (state = 'open' or (state = 'overdue' and due_at > ${startOf(on).toISOString()}))`,
  );

/** Somebody comes in: the first time has its own limit, the periods begin with the first full one. */
export async function enterPlan(
  tx: Tx,
  of: { kind: string; personId: string; division: DivisionCode; level: string; cadence: Cadence; firstBy: string },
): Promise<Plan> {
  const plan: Plan = {
    id: newId(),
    kind: of.kind,
    personId: of.personId,
    division: of.division,
    level: of.level,
    cadence: of.cadence,
    activeOn: tx.today,
    levelSince: tx.now,
    nextFrom: firstFull(of.cadence, tx.today),
    pausedOn: null,
    endedOn: null,
    endedReason: null,
    holderId: null,
    holderName: null,
  };
  await tx.run(sql`insert into task_plan (id, kind, person_id, division, level, cadence, active_on, level_since, next_from)
    values (${plan.id}, ${plan.kind}, ${plan.personId}, ${plan.division}, ${plan.level}, ${plan.cadence}, ${plan.activeOn}, ${plan.levelSince}, ${plan.nextFrom})`);
  await addStep(tx, plan, 'entered', { level: of.level });
  await addDuty(tx, plan, { cause: 'first', dueAt: of.firstBy });
  return plan;
}

/** More often from the running period on, with one visit at once; the old period is superseded. */
export async function raiseLevel(
  tx: Tx,
  plan: Plan,
  of: { level: string; cadence: Cadence; by: string; gapDays: number; note: string },
): Promise<void> {
  const raised: Plan = { ...plan, level: of.level, cadence: of.cadence };
  const period = periodOf(of.cadence, tx.today);
  const paused = plan.pausedOn !== null;
  await supersede(tx, plan.id);
  await tx.run(
    sql`update task_plan set level = ${of.level}, cadence = ${of.cadence}, level_since = ${tx.now}, next_from = ${paused ? null : plusDays(period.to, 1)} where id = ${plan.id}`,
  );
  await addStep(tx, plan, 'raised', { level: of.level, note: of.note });
  if (paused) return;
  await addDuty(tx, raised, { cause: 'raised', dueAt: of.by });
  const due = dueOfPeriod(of.cadence, period, of.gapDays);
  await tx.run(sql`insert into task_duty (plan_id, kind, person_id, division, cause, level, from_at, due_at, needed, gap_days, planned_on, next_at)
    values (${plan.id}, ${plan.kind}, ${plan.personId}, ${plan.division}, 'period', ${of.level}, ${due.fromAt}, ${due.dueAt}, ${due.needed}, ${due.gapDays}, ${tx.today}, ${due.dueAt})
    on conflict on constraint task_duty_one do update set state = 'open', next_at = excluded.next_at where task_duty.state = 'superseded'`);
}

/** Less often from the next full period on. */
export async function lowerLevel(tx: Tx, plan: Plan, of: { level: string; cadence: Cadence; note: string }): Promise<void> {
  const next = plan.pausedOn === null ? plusDays(periodOf(of.cadence, tx.today).to, 1) : null;
  await tx.run(
    sql`update task_plan set level = ${of.level}, cadence = ${of.cadence}, level_since = ${tx.now}, next_from = ${next} where id = ${plan.id}`,
  );
  await addStep(tx, plan, 'lowered', { level: of.level, note: of.note });
}

/** Away from a day on: what is open need not be done. */
export async function pausePlan(tx: Tx, plan: Plan, of: { on: PlainDate; reason: string }): Promise<void> {
  if (plan.pausedOn !== null || plan.endedOn !== null) return;
  await tx.run(sql`update task_plan set paused_on = ${of.on}, next_from = null where id = ${plan.id}`);
  await tx.run(sql`insert into task_pause (plan_id, division, from_on, reason) values (${plan.id}, ${plan.division}, ${of.on}, ${of.reason})
    on conflict (plan_id, from_on) do update set to_on = null`);
  await exempt(tx, plan.id, of.on);
  await addStep(tx, plan, 'paused', { note: of.reason });
}

/** Back: `on` is the first day on which visits are owed again, beginning with one by an instant. */
export async function resumePlan(tx: Tx, plan: Plan, of: { on: PlainDate; by: string }): Promise<void> {
  if (plan.pausedOn === null || plan.endedOn !== null) return;
  await tx.run(sql`update task_plan set paused_on = null, next_from = ${firstFull(plan.cadence, of.on)} where id = ${plan.id}`);
  await tx.run(
    sql`update task_pause set to_on = greatest(from_on, ${plusDays(of.on, -1)}::date) where plan_id = ${plan.id} and to_on is null`,
  );
  await addStep(tx, plan, 'resumed');
  await addDuty(tx, { ...plan, pausedOn: null }, { cause: 'resumed', dueAt: of.by });
}

/** Out from a day on; what was missed before stays missed. */
export async function endPlan(tx: Tx, plan: Plan, of: { on: PlainDate; reason: string }): Promise<void> {
  if (plan.endedOn !== null) return;
  await tx.run(
    sql`update task_plan set ended_on = ${of.on}, ended_reason = ${of.reason}, next_from = null, paused_on = null where id = ${plan.id}`,
  );
  await tx.run(sql`update task_pause set to_on = greatest(from_on, ${of.on}::date) where plan_id = ${plan.id} and to_on is null`);
  await exempt(tx, plan.id, of.on);
  await tx.run(sql`update task_duty set next_at = null where plan_id = ${plan.id} and next_at is not null`);
  await addStep(tx, plan, 'ended', { note: of.reason });
}

/** What ended by mistake goes on as if it had not; the period that runs is owed in full only if all of it is left. */
export async function restorePlan(tx: Tx, plan: Plan): Promise<void> {
  if (plan.endedOn === null) return;
  await tx.run(
    sql`update task_plan set ended_on = null, ended_reason = null, next_from = ${firstFull(plan.cadence, tx.today)} where id = ${plan.id}`,
  );
  await addStep(tx, plan, 'restored');
}

/** The place where somebody lives now owes the visits; those of both places count. */
export async function movePlan(tx: Tx, plan: Plan, division: DivisionCode): Promise<void> {
  await tx.run(sql`update task_plan set division = ${division}, holder_id = null, holder_name = null where id = ${plan.id}`);
  await tx.run(sql`update task_duty set division = ${division} where plan_id = ${plan.id} and state in ('open', 'overdue')`);
  await addStep(tx, { ...plan, division }, 'moved');
}

/** Another hand takes over, with what it must know. */
export async function handOver(tx: Tx, plan: Plan, to: { id: string; name: string; note: string }): Promise<void> {
  await tx.run(sql`update task_plan set holder_id = ${to.id}, holder_name = ${to.name} where id = ${plan.id}`);
  await addStep(tx, plan, 'handed-over', { note: `${plan.holderName ?? '没有联系人'} → ${to.name}：${to.note}` });
}

/** Whether somebody was away on a day. */
export async function pausedOn(tx: Tx, planId: string, at: string): Promise<boolean> {
  const day = plainDateOf(at);
  return (
    (await tx.maybe(
      sql`select 1 as one from task_pause where plan_id = ${planId} and from_on <= ${day} and (to_on is null or to_on >= ${day}) limit 1`,
    )) !== null
  );
}
