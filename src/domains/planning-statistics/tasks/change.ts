/** 调整规划任务 (PS-R06): proposed with its reason, decided by the city's leader with number and file of the approval; what stood before stays in sight. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf, isOwnHand } from '../../../kernel/access/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FileRef, parseInput } from '../../../kernel/schema/index.ts';
import { unitName } from '../values/indicator.ts';
import { brief, clerkOf, onRecord, taskDepartment, taskDue, taskLead, taskText } from './enter.ts';
import { closedTask, isOpenTask, isOwner } from './report.ts';
import { changesOf, lockTask, type Task, type Terms, termsOf } from './store.ts';
import { changeDecider, changeKinds } from './terms.ts';

defineTemplates({
  'plan-task.change-proposed': { title: '规划任务调整', text: '{unit}提出调整规划任务“{task}”，请审定。' },
  'plan-task.change-decided': { title: '规划任务调整结果', text: '规划任务“{task}”的调整{result}。' },
});

const DocumentNo = z.string().trim().min(4, '请写明文号').max(60).meta({ label: '批准文号' });
const Approval = FileRef.optional().meta({
  label: '批准文件',
  widget: 'file',
  paper: 'plan-task-approval',
  help: '审定时必须有',
});
const whenChanged = { showIf: { field: 'kind', in: ['change'] }, requiredIfShown: true };

/** Only the evaluations that are out can be the reason. */
export async function changeShape(tx: Tx) {
  const evaluations = Object.fromEntries(
    (
      await tx.rows<{ id: string; title: string }>(
        sql`select id, title from plan_evaluation where state = 'published' order by base_on desc limit 20`,
      )
    ).map((e) => [e.id, e.title]),
  );
  const known = Object.keys(evaluations).length > 0;
  return z.strictObject({
    kind: choice(changeKinds).meta({ label: '怎样调整', choices: changeKinds }),
    text: taskText.optional().meta({ label: '任务', widget: 'textarea', ...whenChanged }),
    due: taskDue.optional().meta({ label: '完成期限', widget: 'date', ...whenChanged }),
    department: taskDepartment.optional().meta({ label: '责任科室', ...whenChanged }),
    lead: taskLead.optional().meta({ label: '负责人', ...whenChanged }),
    reason: z.string().trim().min(4, '理由至少写4个字').max(300).meta({ label: '理由', widget: 'textarea' }),
    ...(known ? { evaluation: choice(evaluations).optional().meta({ label: '依据哪次评估', choices: evaluations }) } : {}),
    documentNo: DocumentNo.optional(),
    documentFile: Approval,
  });
}
interface Given {
  readonly kind: 'change' | 'end';
  readonly text?: string;
  readonly due?: Terms['dueOn'];
  readonly department?: string;
  readonly lead?: string;
  readonly reason: string;
  readonly evaluation?: string;
  readonly documentNo?: string;
  readonly documentFile?: string;
}

/** The owner for its own, the city for every one. */
export const mayPropose = (tx: Tx, task: Task): boolean =>
  isOwner(tx, task) || (tx.actor.division === tx.city && isOneOf(tx.actor, ['city-clerk']));

export async function proposeChange(tx: Tx, of: { id: string; input: unknown }): Promise<Result<{ id: string }>> {
  const task = await lockTask(tx, of.id);
  if (!task) return fail('NOT_FOUND');
  if (!mayPropose(tx, task))
    return fail('TASK_NOT_YOURS', { unit: unitName(tx, task.division), who: '责任单位和市里', action: '提出调整' });
  if (!isOpenTask(task)) return closedTask(tx, task, '调整');
  const parsed = parseInput(await changeShape(tx), of.input);
  if (!parsed.ok) return parsed;
  const given = parsed.value as Given;
  const before = termsOf(task);
  const after: Terms | null =
    given.kind === 'end'
      ? null
      : {
          text: given.text ?? before.text,
          dueOn: given.due ?? before.dueOn,
          department: given.department ?? before.department,
          lead: given.lead ?? before.lead,
        };
  if (after && JSON.stringify(after) === JSON.stringify(before)) return fail('TASK_CHANGE_SAME');
  if ((await changesOf(tx, sql`task_id = ${task.id} and state = 'proposed'`)).length > 0) return fail('TASK_CHANGE_OPEN');
  const id = newId();
  await tx.run(sql`insert into plan_task_change (id, task_id, division, kind, before, after, reason, evaluation_id, document_no, document_file, proposed_at, proposed_by, proposed_name)
    values (${id}, ${task.id}, ${task.division}, ${given.kind}, ${JSON.stringify(before)}::jsonb, ${after && JSON.stringify(after)}::jsonb, ${given.reason},
      ${given.evaluation ?? null}, ${given.documentNo ?? null}, ${given.documentFile ?? null}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  const bound = await bind(tx, { id, division: task.division }, given.documentFile);
  if (!bound.ok) return bound;
  await notify(tx, {
    to: { performer: changeDecider, division: tx.city },
    template: 'plan-task.change-proposed',
    params: { unit: unitName(tx, task.division), task: brief(task.text) },
  });
  await onRecord(tx, 'plan-task.change-proposed', { id: task.id, division: task.division, says: given.kind });
  return ok({ id });
}

const bind = (tx: Tx, of: { id: string; division: Task['division'] }, file: string | undefined) =>
  bindFiles(tx, file ? [file] : [], { caseId: of.id, personId: null, division: of.division });

export const Adopted = z.strictObject({ documentNo: DocumentNo.optional(), documentFile: Approval });
export const Refused = z.strictObject({
  answer: z.string().trim().min(4, '理由至少写4个字').max(300).meta({ label: '不同意的理由', widget: 'textarea' }),
});

export async function decideChange(
  tx: Tx,
  of: { id: string; decision: 'adopt' | 'refuse'; input: unknown },
): Promise<Result<null>> {
  const [known] = await changesOf(tx, sql`id = ${of.id}`);
  const task = known && (await lockTask(tx, known.taskId));
  // 锁住任务以后再看一遍：两个人同时答复，只有一个算
  const [row] = task ? await changesOf(tx, sql`id = ${of.id}`) : [];
  if (!task || !row) return fail('NOT_FOUND');
  if (row.state !== 'proposed') return fail('TASK_CHANGE_DECIDED');
  if (isOwnHand(tx.actor, row.proposedBy, row.proposedAt)) return fail('TASK_OWN_HAND', { first: '提出调整', second: '审定' });
  const done = of.decision === 'adopt' ? await adopt(tx, { task, row, input: of.input }) : await refuse(tx, row.id, of.input);
  if (!done.ok) return done;
  await notify(tx, {
    to: { performer: clerkOf(tx, task.division), division: task.division },
    template: 'plan-task.change-decided',
    params: { task: brief(task.text), result: of.decision === 'adopt' ? '已同意' : '未同意' },
  });
  await onRecord(tx, 'plan-task.change-decided', { id: task.id, division: task.division, says: of.decision });
  return ok(null);
}

async function adopt(
  tx: Tx,
  of: { task: Task; row: Awaited<ReturnType<typeof changesOf>>[number]; input: unknown },
): Promise<Result<null>> {
  const { task, row } = of;
  if (!isOpenTask(task)) return closedTask(tx, task, '调整');
  const given = parseInput(Adopted, of.input);
  if (!given.ok) return given;
  const documentNo = given.value.documentNo ?? row.documentNo;
  const documentFile = given.value.documentFile ?? row.documentFile;
  if (!documentNo || !documentFile) {
    const missing = documentNo ? 'documentFile' : 'documentNo';
    return fail('TASK_CHANGE_UNAPPROVED', {}, [{ path: missing, message: documentNo ? '请上传批准文件' : '请填写文号' }]);
  }
  const bound = await bind(tx, row, given.value.documentFile);
  if (!bound.ok) return bound;
  await tx.run(sql`update plan_task_change set state = 'adopted', document_no = ${documentNo}, document_file = ${documentFile}, decided_at = ${tx.now}, decided_by = ${tx.actor.id},
    decided_name = ${tx.actor.name} where id = ${row.id}`);
  const { after } = row;
  await tx.run(
    after
      ? sql`update plan_task set text = ${after.text}, due_on = ${after.dueOn}, department = ${after.department}, lead = ${after.lead}, changes = changes + 1, told_on = null,
          version = version + 1 where id = ${task.id}`
      : sql`update plan_task set state = 'ended', changes = changes + 1, version = version + 1 where id = ${task.id}`,
  );
  return ok(null);
}

async function refuse(tx: Tx, id: string, input: unknown): Promise<Result<null>> {
  const given = parseInput(Refused, input);
  if (!given.ok) return given;
  await tx.run(sql`update plan_task_change set state = 'refused', answer = ${given.value.answer}, decided_at = ${tx.now}, decided_by = ${tx.actor.id}, decided_name = ${tx.actor.name}
    where id = ${id}`);
  return ok(null);
}
