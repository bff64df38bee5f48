/** 任务进展: reported by the unit that owns the task, with proof; it counts when a second person has checked it. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf, isOwnHand, performerName } from '../../../kernel/access/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FileRef, PlainDateText, parseInput } from '../../../kernel/schema/index.ts';
import { unitName } from '../values/indicator.ts';
import { brief, clerkOf, onRecord } from './enter.ts';
import { lockTask, reportsOf, type Task } from './store.ts';
import { claims, type ReportState, reportCheckers, stateOf, taskStates } from './terms.ts';

defineTemplates({
  'plan-task.to-check': { title: '规划任务进展待核', text: '{unit}报“{task}”{claim}，请核。' },
  'plan-task.returned': { title: '规划任务进展被退回', text: '“{task}”的进展被退回：{reason}。' },
});

export const NewReport = z.strictObject({
  claim: choice(claims).meta({ label: '到了哪一步', choices: claims }),
  doneOn: PlainDateText.optional().meta({
    label: '完成日期',
    widget: 'date',
    showIf: { field: 'claim', in: ['done'] },
    requiredIfShown: true,
  }),
  says: z.string().trim().min(4, '请写明做了什么（至少4个字）').max(500).meta({ label: '进展', widget: 'textarea' }),
  problem: z.string().trim().max(300).optional().meta({ label: '存在的问题', widget: 'textarea' }),
  proof: FileRef.meta({ label: '佐证', widget: 'file', paper: 'plan-task-proof' }),
});

/** The clerk of the unit that owns it. */
export const isOwner = (tx: Tx, task: Pick<Task, 'division'>): boolean =>
  tx.actor.division === task.division && isOneOf(tx.actor, [clerkOf(tx, task.division)]);
export const checkerOf = (tx: Tx, task: Pick<Task, 'division'>) => reportCheckers[task.division === tx.city ? 'city' : 'county'];
export const isOpenTask = (task: Pick<Task, 'state'>): boolean => task.state === 'waiting' || task.state === 'going';

const notYours = (tx: Tx, task: Task, action: string, who: string) =>
  fail('TASK_NOT_YOURS', { unit: unitName(tx, task.division), who, action });
export const closedTask = (tx: Tx, task: Task, action: string) =>
  fail('TASK_STATE', { state: taskStates[stateOf(task, tx.today)], action });

export async function reportTask(tx: Tx, of: { id: string; input: unknown }): Promise<Result<{ id: string }>> {
  const task = await lockTask(tx, of.id);
  if (!task) return fail('NOT_FOUND');
  if (!isOwner(tx, task)) return notYours(tx, task, '报进展', performerName(clerkOf(tx, task.division)));
  if (!isOpenTask(task)) return closedTask(tx, task, '报进展');
  if (task.waits) return fail('TASK_REPORT_WAITS');
  const given = parseInput(NewReport, of.input);
  if (!given.ok) return given;
  const { claim, says, problem, proof } = given.value;
  const doneOn = claim === 'done' ? (given.value.doneOn ?? null) : null;
  const wrong = (message: string) => fail('INVALID_INPUT', { count: 1 }, [{ path: 'doneOn', message }]);
  if (claim === 'done' && doneOn === null) return wrong('请填写完成日期');
  if (doneOn !== null && doneOn > tx.today) return wrong('完成日期不能晚于今天');
  const id = newId();
  await tx.run(sql`insert into plan_task_report (id, task_id, division, claim, done_on, says, problem, proof_file, reported_at, reported_by, reported_name)
    values (${id}, ${task.id}, ${task.division}, ${claim}, ${doneOn}, ${says}, ${problem || null}, ${proof}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  const bound = await bindFiles(tx, [proof], { caseId: id, personId: null, division: task.division });
  if (!bound.ok) return bound;
  await notify(tx, {
    to: { performer: checkerOf(tx, task), division: tx.city },
    template: 'plan-task.to-check',
    params: { unit: unitName(tx, task.division), task: brief(task.text), claim: claims[claim] },
  });
  await onRecord(tx, 'plan-task.reported', { id: task.id, division: task.division, says: claim });
  return ok({ id });
}

export const checks = { count: '属实，计入', return: '退回' } as const;
export const NewCheck = z.strictObject({
  decision: choice(checks).meta({ label: '怎样处理', choices: checks }),
  note: z
    .string()
    .trim()
    .min(4, '请写明退回的原因（至少4个字）')
    .max(300)
    .optional()
    .meta({ label: '退回的原因', widget: 'textarea', showIf: { field: 'decision', in: ['return'] }, requiredIfShown: true }),
});

export async function checkReport(
  tx: Tx,
  of: { id: string; reportId: string; check: z.infer<typeof NewCheck> },
): Promise<Result<{ state: ReportState }>> {
  const task = await lockTask(tx, of.id);
  const [row] = task ? await reportsOf(tx, sql`id = ${of.reportId} and task_id = ${of.id}`) : [];
  if (!task || !row) return fail('NOT_FOUND');
  const checker = checkerOf(tx, task);
  if (!isOneOf(tx.actor, [checker])) return notYours(tx, task, '核进展', performerName(checker));
  if (row.state !== 'waiting') return fail('TASK_REPORT_CHECKED');
  if (isOwnHand(tx.actor, row.reportedBy, row.reportedAt)) return fail('TASK_OWN_HAND', { first: '报进展', second: '核' });
  const counts = of.check.decision === 'count';
  if (counts && !isOpenTask(task)) return closedTask(tx, task, '计入进展');
  const note = counts ? null : (of.check.note ?? null);
  if (!counts && note === null) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'note', message: '请写明退回的原因' }]);
  const state: ReportState = counts ? 'counted' : 'returned';
  await tx.run(sql`update plan_task_report set state = ${state}, checked_at = ${tx.now}, checked_by = ${tx.actor.id}, checked_name = ${tx.actor.name}, check_note = ${note}
    where id = ${row.id}`);
  if (counts)
    await tx.run(
      sql`update plan_task set state = ${row.claim}, done_on = ${row.doneOn}, version = version + 1 where id = ${task.id}`,
    );
  else
    await notify(tx, {
      to: { userId: row.reportedBy },
      template: 'plan-task.returned',
      params: { task: brief(task.text), reason: note! },
    });
  await onRecord(tx, 'plan-task.checked', { id: task.id, division: task.division, says: state });
  return ok({ state });
}
