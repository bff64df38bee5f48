/** 照护记录: signed once at the bed, never edited; a wrong line is followed by another one that corrects it. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { timeOfDay } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice } from '../../../kernel/schema/index.ts';
import { notFrozen, onDuty } from '../incidents/abuse.ts';
import { tellStaff } from '../stays/apply.ts';
import { findStay, sealPlace } from '../stays/store.ts';
import { BULK, bulkSigned, timesSigned } from './rules.ts';
import { type CareRecord, lockTask, plansById, type RecordContent, recordsOf, type Task } from './store.ts';
import { abnormals, type CareResult, nurses, resultNames, results, type Vital, vitals } from './terms.ts';

const Instant = z.iso.datetime({ offset: true, error: '时间不对' });
const measured = (vital: Vital) => {
  const { zh, pattern, help } = vitals[vital];
  return z.string().trim().regex(pattern, `请按${help}填写`).optional().meta({ label: zh, help, protect: true });
};

export const Signed = z.strictObject({
  result: choice(resultNames).meta({ label: '结果' }),
  what: choice(abnormals).optional().meta({ label: '什么异常', choices: abnormals, protect: true }),
  note: z.string().trim().max(500, '不超过500个字').optional().meta({ label: '说明', protect: true }),
  temperature: measured('temperature'),
  pressure: measured('pressure'),
  pulse: measured('pulse'),
  /** When it was done, where it is entered later. */
  doneAt: Instant.optional(),
  /** Seconds since it was signed on the phone, where there was no network. */
  signedAgo: z
    .int()
    .min(0)
    .max(14 * 86_400)
    .optional(),
});
type Signed = z.infer<typeof Signed>;

export const Corrected = Signed.extend({
  reason: z.string().trim().min(2, '请写明哪里写错了').max(200).meta({ label: '哪里写错了', protect: true }),
});

/** Somebody may sign two hours before it is due, not earlier. */
const EARLY = 2 * 3_600_000;

const timeSaid = (at: string): string => timeOfDay(new Date(at).toISOString());

export async function signTask(tx: Tx, taskId: string, given: Signed): Promise<Result<{ id: string; bulk: boolean }>> {
  const found = await lockTask(tx, taskId);
  if (!found.ok) return found;
  const task = found.value;
  if (task.result === 'withdrawn') return fail('CARE_TASK_WITHDRAWN');
  if (task.result !== null) {
    const [first] = (await recordsOf(tx, [taskId])).get(taskId)!;
    return fail('CARE_TASK_SIGNED', {
      name: first!.signedName,
      time: timeSaid(first!.signedAt),
      result: results[first!.result].zh,
    });
  }
  if (Date.parse(task.dueAt) - Date.parse(tx.now) > EARLY) return fail('CARE_TASK_EARLY', { time: timeSaid(task.dueAt) });
  return addLine(tx, task, given, null);
}

/** 更正: another line, by the one who signed or by the head of nursing. */
export async function correctRecord(
  tx: Tx,
  taskId: string,
  { reason, ...given }: z.infer<typeof Corrected>,
): Promise<Result<{ id: string; bulk: boolean }>> {
  const found = await lockTask(tx, taskId);
  if (!found.ok) return found;
  const last = (await recordsOf(tx, [taskId])).get(taskId)?.at(-1);
  if (!last) return fail('CARE_TASK_UNSIGNED');
  if (last.signedBy !== tx.actor.id && !(nurses as readonly string[]).includes(tx.actor.duty ?? ''))
    return fail('CARE_RECORD_FOREIGN', { name: last.signedName });
  const note = [given.note, `更正：${reason}`].filter(Boolean).join('。');
  const done = await addLine(tx, found.value, { doneAt: new Date(last.doneAt).toISOString(), ...given, note }, last);
  if (!done.ok) return done;
  const stay = await findStay(tx, found.value.stayId);
  if (stay.ok)
    await recordAudit(tx, {
      action: 'care-record.corrected',
      subject: { kind: 'care-stay', id: stay.value.id },
      personId: stay.value.personId,
      division: stay.value.division,
    });
  return done;
}

/** The line itself is the record of who did what: an entry in the audit log for every glass of water would hide those that matter. */
async function addLine(
  tx: Tx,
  task: Task,
  given: Signed,
  corrects: CareRecord | null,
): Promise<Result<{ id: string; bulk: boolean }>> {
  if (given.result === 'abnormal' && !given.what) return fail('ABNORMAL_WHAT', {}, [{ path: 'what', message: '请选是什么异常' }]);
  const duty = await onDuty(tx);
  if (!duty.ok) return duty;
  const frozen = corrects === null ? ok(null) : await notFrozen(tx, task.stayId);
  if (!frozen.ok) return frozen;
  const id = newId();
  const { signedAt, doneAt } = timesSigned(given, tx.now);
  const content: RecordContent = {
    ...(given.result === 'abnormal' && given.what ? { what: given.what } : {}),
    ...(given.note ? { note: given.note } : {}),
    ...(given.temperature ? { temperature: given.temperature } : {}),
    ...(given.pressure ? { pressure: given.pressure } : {}),
    ...(given.pulse ? { pulse: given.pulse } : {}),
  };
  const sealed = Object.keys(content).length === 0 ? null : tx.keys.sealJson(content, sealPlace('care_record', 'content', id));
  await tx.run(sql`insert into care_record (id, task_id, stay_id, institution_id, division, result, content, done_at, signed_at, received_at, signed_by, signed_name, corrects, vital, meal)
    values (${id}, ${task.id}, ${task.stayId}, ${task.institutionId}, ${task.division}, ${given.result}, ${sealed}, ${doneAt}, ${signedAt}, ${tx.now},
      ${tx.actor.id}, ${tx.actor.name}, ${corrects?.id ?? null}, ${Boolean(given.temperature ?? given.pressure ?? given.pulse)}, ${await isMeal(tx, task)})`);
  await tx.run(sql`update care_task set result = ${given.result satisfies CareResult} where id = ${task.id}`);
  const bulk = corrects === null && (await flagBulk(tx, signedAt)).includes(id);
  if (given.result === 'abnormal') {
    const bed = await tx.one<{ code: string }>(
      sql`select b.code from care_stay s join care_bed b on b.id = s.bed_id where s.id = ${task.stayId}`,
    );
    await tellStaff(tx, task.institutionId, {
      performers: ['care-home-nurse'],
      template: 'care.abnormal',
      params: { bed: bed.code, time: timeSaid(doneAt) },
    });
  }
  return ok({ id, bulk });
}

/** Whether the task is a meal: what the plan calls it. */
const isMeal = async (tx: Tx, task: Task): Promise<boolean> =>
  /[餐饭粥]|喂食|进食|流食|鼻饲/.test((await plansById(tx, [task.planId])).get(task.planId)?.items[task.itemNo]?.what ?? '');

/** 集中补签 around an instant, of the one who signs now. The lock keeps two phones of one signer from missing each other. */
async function flagBulk(tx: Tx, signedAt: string): Promise<string[]> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('care-bulk:' || ${tx.actor.id}, 0))`);
  const [from, to] = [-BULK.withinMs, BULK.withinMs].map((ms) => new Date(Date.parse(signedAt) + ms).toISOString());
  const near = await tx.rows<{ id: string; signedAt: string }>(
    sql`select id, signed_at from care_record where signed_by = ${tx.actor.id} and corrects is null and signed_at between ${from!} and ${to!} order by signed_at limit 1000`,
  );
  const flagged = bulkSigned(near.map((r) => new Date(r.signedAt).toISOString())).map((i) => near[i]!.id);
  if (flagged.length > 0) await tx.run(sql`update care_record set bulk = true where id = any(${flagged}::uuid[]) and not bulk`);
  return flagged;
}
