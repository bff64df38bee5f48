/** 照护计划 within so many days of the admission, from level, risks, doctor's orders and wishes; its tasks day by day; and the nine risks assessed again. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type PlainDate } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { tellFamily } from '../stays/apply.ts';
import { type Risks as RiskForm, risksGiven } from '../stays/prepare.ts';
import { missingRisks } from '../stays/rules.ts';
import { findAdmission, lived, nameOf, type Stay, sealPlace } from '../stays/store.ts';
import { makeDailyDoses } from './medication.ts';
import { type PlanItem, tasksOn, timesOf } from './rules.ts';
import { type Plan, type PlanContent, plansById, risksNow, withdrawTasks } from './store.ts';
import { weekdays } from './terms.ts';

const long = (label: string, help: string) =>
  z.string().trim().max(500, '不超过500个字').default('').meta({ label, help, widget: 'textarea', protect: true });

export const NewPlan = z.strictObject({
  goals: z
    .string()
    .trim()
    .min(2, '请写明照护目标')
    .max(500, '不超过500个字')
    .meta({ label: '照护目标', widget: 'textarea', protect: true, help: '家属会看到' }),
  wishes: long('老人和家属的意愿', '例如：早饭爱喝粥，不愿意午睡'),
  doctor: long('医嘱', '例如：低盐饮食，每天量血压'),
  items: z
    .array(
      z.strictObject({
        what: z.string().trim().min(2, '请写明做什么').max(40, '不超过40个字').meta({ label: '做什么', protect: true }),
        times: z.string().trim().min(4, '请写明几点做').max(120).meta({ label: '几点做', help: '例如：07:30、12:00、18:00' }),
        days: z.array(choice(weekdays)).max(7).default([]).meta({ label: '哪几天', choices: weekdays, help: '不选就是每天' }),
      }),
    )
    .min(1, '至少写一项')
    .max(40)
    .meta({ label: '项目' }),
});

/** A new plan takes the place of the one before: what that one still wanted is nobody's task any more. */
export async function makePlan(tx: Tx, stayId: string, given: z.infer<typeof NewPlan>): Promise<Result<{ id: string }>> {
  const found = await lived(tx, stayId);
  if (!found.ok) return found;
  const stay = found.value;
  const admission = await findAdmission(tx, stay.admissionId);
  if (!admission.ok) return admission;
  const missing = missingRisks((await risksNow(tx, stayId, admission.value)).risks);
  if (missing.length > 0) return fail('PLAN_RISKS_MISSING', { missing: missing.join('、') });
  const items: PlanItem[] = [];
  for (const [i, { what, times, days }] of given.items.entries()) {
    const read = timesOf(times);
    if (read === null) return fail('PLAN_TIMES', { what }, [{ path: `items.${i}.times`, message: '写几点几分，例如07:30' }]);
    items.push({ what, times: read, days });
  }
  if (items.length === 0) return fail('PLAN_EMPTY');
  const id = newId();
  const content: PlanContent = { goals: given.goals, wishes: given.wishes, doctor: given.doctor, items };
  await withdrawTasks(tx, stay);
  const { no } = await tx.one<{
    no: number;
  }>(sql`insert into care_plan (id, stay_id, institution_id, division, no, content, from_at, made_by, made_name)
    select ${id}::uuid, ${stay.id}::uuid, ${stay.institutionId}::uuid, ${stay.division}::text, coalesce(max(p.no), 0) + 1, ${tx.keys.sealJson(content, sealPlace('care_plan', 'content', id))}::bytea,
      ${tx.now}::timestamptz, ${tx.actor.id}::text, ${tx.actor.name}::text from care_plan p where p.stay_id = ${stay.id} returning no`);
  for (const day of [tx.today, plusDays(tx.today, 1)]) await makeTasks(tx, stay, { id, items, fromAt: tx.now }, day);
  await recordAudit(tx, {
    action: 'care-plan.made',
    subject: { kind: 'care-stay', id: stayId },
    personId: stay.personId,
    division: stay.division,
  });
  await tellFamily(tx, admission.value, no === 1 ? 'care.plan' : 'care.plan-changed', {
    name: await nameOf(tx, stay.personId),
  });
  return ok({ id });
}

/** The tasks of one plan on one day; those that are there stay as they are. */
export async function makeTasks(
  tx: Tx,
  stay: Pick<Stay, 'id' | 'institutionId' | 'division'>,
  plan: Pick<Plan, 'id' | 'items' | 'fromAt'>,
  day: PlainDate,
): Promise<number> {
  const due = tasksOn(plan.items, day, new Date(plan.fromAt).toISOString());
  if (due.length === 0) return 0;
  return tx.run(sql`insert into care_task (id, plan_id, stay_id, institution_id, division, item_no, on_day, due_at)
    select u.id, ${plan.id}::uuid, ${stay.id}::uuid, ${stay.institutionId}::uuid, ${stay.division}::text, u.item_no, ${day}::date, u.due_at
    from unnest(${due.map(() => newId())}::uuid[], ${due.map((t) => t.itemNo)}::int[], ${due.map((t) => t.dueAt)}::timestamptz[]) as u(id, item_no, due_at)
    on conflict (plan_id, item_no, due_at) do nothing`);
}

const BATCH = 300;
/** Somebody lives in a home: without residents there is nothing to make. */
export const anyResident = (tx: Tx) => anyRow(tx, sql`care_stay where to_on is null`);

/** Every day: the tasks of today and of tomorrow, so that the night finds its own; doing it again changes nothing. */
export const makeDailyTasks = whenDue(anyResident, async (context) => {
  const system = systemActor('care-tasks', context.city);
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const last = await context.write(system, async (tx) => {
      const stays = await tx.rows<Pick<Stay, 'id' | 'institutionId' | 'division'> & { planId: string }>(
        sql`select s.id, s.institution_id, s.division, p.id as plan_id from care_stay s join care_plan p on p.stay_id = s.id
          where s.to_on is null and s.id > ${after} and p.no = (select max(l.no) from care_plan l where l.stay_id = s.id) order by s.id limit ${BATCH}`,
      );
      const plans = await plansById(
        tx,
        stays.map((s) => s.planId),
      );
      await makeDailyDoses(tx, stays);
      for (const stay of stays)
        for (const day of [tx.today, plusDays(tx.today, 1)]) await makeTasks(tx, stay, plans.get(stay.planId)!, day);
      return stays.length === BATCH ? stays.at(-1)!.id : null;
    });
    if (last === null) return;
    after = last;
  }
});

/** 九项风险 again: yearly, and whenever something has changed. The earlier ones stay. */
export async function assessAgain(tx: Tx, stayId: string, given: z.infer<typeof RiskForm>): Promise<Result<{ id: string }>> {
  const found = await lived(tx, stayId);
  if (!found.ok) return found;
  const stay = found.value;
  const risks = risksGiven(given);
  if (!risks.ok) return risks;
  const missing = missingRisks(risks.value);
  if (missing.length > 0) return fail('PLAN_RISKS_MISSING', { missing: missing.join('、') });
  const id = newId();
  await tx.run(sql`insert into care_risk (id, stay_id, institution_id, division, risks, on_date, recorded_at, recorded_by)
    values (${id}, ${stayId}, ${stay.institutionId}, ${stay.division}, ${tx.keys.sealJson(risks.value, sealPlace('care_risk', 'risks', id))}, ${tx.today}, ${tx.now}, ${tx.actor.id})`);
  await recordAudit(tx, {
    action: 'care-risk.assessed',
    subject: { kind: 'care-stay', id: stayId },
    personId: stay.personId,
    division: stay.division,
  });
  return ok({ id });
}
