/** 每月自查 and what time alone does to credit and grades. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { dayNumber, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { watchInspections } from '../../../kernel/inspection/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { ownInstitution } from '../register/store.ts';
import { postCredit } from './credit.ts';
import { careHomes } from './kind.ts';
import { postStar } from './rating.ts';

export const SelfCheck = z.strictObject({
  looked: z
    .string()
    .trim()
    .min(8, '请写明查了哪些地方（至少8个字）')
    .max(500)
    .meta({ label: '查了哪些地方', widget: 'textarea', help: '消防、燃气、电器、食品、用药、夜间值班……' }),
  found: z.int('请填写整数').min(0).max(200).meta({ label: '查出几处隐患', unit: '处', help: '查出的隐患请一处一条另外上报' }),
});

/** Once a month, of the month that runs. */
export async function doSelfCheck(tx: Tx, given: z.infer<typeof SelfCheck>): Promise<Result<null>> {
  const own = await ownInstitution(tx);
  if (!own.ok) return own;
  const { id, division } = own.value;
  const added =
    await tx.run(sql`insert into care_self_check (institution_id, month, division, done_on, looked, found, done_by, done_name)
    values (${id}, ${monthOf(tx.today)}, ${division}, ${tx.today}, ${given.looked}, ${given.found}, ${tx.actor.id}, ${tx.actor.name}) on conflict do nothing`);
  if (added === 0) return fail('CARE_SELF_CHECKED', { month: monthOf(tx.today) });
  await recordAudit(tx, { action: 'care-self-check.done', subject: { kind: 'care-institution', id }, division });
  return ok(null);
}

/** A month that a home stood in as a whole and did not look itself over costs points, once. */
async function missedSelfChecks(tx: Tx): Promise<void> {
  const month = plusMonths(monthOf(tx.today), -1);
  const homes = await tx.rows<{ id: string; division: DivisionCode }>(
    sql`select i.id, i.division from care_institution i where i.state in ('unrecorded', 'recorded', 'changing') and (i.entered_at at time zone 'Asia/Shanghai')::date < ${`${month}-01`}
      and not exists (select 1 from care_self_check c where c.institution_id = i.id and c.month = ${month})
      and not exists (select 1 from care_credit_entry e where e.cause = 'self-check:' || i.id || ':' || ${month}::text) limit 5000`,
  );
  for (const { id, division } of homes)
    await postCredit(tx, {
      institutionId: id,
      division,
      reason: 'self-check-missed',
      note: `${month}`,
      cause: `self-check:${id}:${month}`,
    });
}

/** Two points for every full week that a general danger is late. */
async function lateWeeks(tx: Tx): Promise<void> {
  const late = await tx.rows<{ id: string; no: string; objectId: string; division: DivisionCode; dueOn: PlainDate }>(
    sql`select id, no, object_id, division, due_on from hidden_danger where kind = ${careHomes.kind} and grade = 'general' and state in ('rectifying', 'done')
      and due_on <= ${tx.today}::date - 7 and (done_on is null or done_on > due_on) limit 5000`,
  );
  for (const { id, no, objectId, division, dueOn } of late) {
    const weeks = Math.floor((dayNumber(tx.today) - dayNumber(dueOn)) / 7);
    for (let week = 1; week <= weeks; week++)
      await postCredit(tx, {
        institutionId: objectId,
        division,
        reason: 'general-late',
        note: `隐患${no}逾期第${week}周`,
        cause: `general-late:${id}:${week}`,
      });
  }
}

async function followGrades(tx: Tx): Promise<void> {
  const lapsed = await tx.rows<{ id: string; institutionId: string; division: DivisionCode; level: number; validTo: PlainDate }>(
    sql`update care_grade set lapse_told_on = ${tx.today} where ended_on is null and valid_to < ${tx.today} and lapse_told_on is null
      returning id, institution_id, division, level, valid_to`,
  );
  for (const { institutionId, division, level, validTo } of lapsed)
    await emit(tx, {
      type: 'institution.grade.expired',
      subject: { kind: 'care-institution', id: institutionId },
      division,
      payload: { institutionId, level, expiredOn: validTo },
      sensitivity: 'public',
    });
  const good = await tx.rows<{ institutionId: string; division: DivisionCode; level: number }>(
    sql`select institution_id, division, level from care_grade where ended_on is null and issued_on <= ${tx.today} and valid_to >= ${tx.today} limit 5000`,
  );
  for (const grade of good) await postStar(tx, grade);
}

/** Once a business day; the same day again changes nothing. All of it is of homes. */
export const watchSupervision = whenDue(
  (tx) => anyRow(tx, sql`care_institution`),
  async (context) => {
    await watchInspections(context, careHomes);
    await context.write(systemActor('care-supervision', context.city), async (tx) => {
      await missedSelfChecks(tx);
      await lateWeeks(tx);
      await followGrades(tx);
    });
  },
);
