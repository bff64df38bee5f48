/** One task as a whole: where it stands, what was reported of it, how it was adjusted, and what this officer may do now. */
import { sql } from '../../../database/sql.ts';
import { isOneOf, isOwnHand } from '../../../kernel/access/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { formOf } from '../../../kernel/schema/index.ts';
import { Adopted, changeShape, mayPropose, Refused } from './change.ts';
import type { ChangeView, ReportView, TaskFile } from './content.ts';
import { mayRemove } from './enter.ts';
import { checkerOf, isOpenTask, isOwner, NewCheck, NewReport } from './report.ts';
import { changesOf, findTasks, readTask, reportsOf, type Task, type TaskChange, type TaskReport } from './store.ts';
import { changeDecider, changeStates, claims, reportStates, taskClerks } from './terms.ts';
import { rowOf } from './views.ts';

function reportView(tx: Tx, task: Task, row: TaskReport): ReportView {
  const checker = checkerOf(tx, task);
  return {
    id: row.id,
    claimZh: claims[row.claim],
    doneOn: row.doneOn,
    says: row.says,
    problem: row.problem,
    proofFile: row.proofFile,
    state: row.state,
    stateZh: reportStates[row.state],
    reportedAt: row.reportedAt,
    reportedName: row.reportedName,
    checkedName: row.checkedName,
    checkNote: row.checkNote,
    offers: offersTo(tx.actor, [
      {
        action: 'check',
        zh: '核进展',
        causes: '计入以后，任务的状态按这一份走。',
        by: [checker],
        when: row.state === 'waiting' && !isOwnHand(tx.actor, row.reportedBy, row.reportedAt),
        to: `/api/plan-tasks/${task.id}/reports/${row.id}/check`,
        fields: formOf(NewCheck),
        initial: { decision: 'count' },
        fixed: { requestId: newId() },
      },
    ]),
  };
}

/** Only what differs. */
function changeSays({ kind, before, after }: TaskChange): string[] {
  if (kind === 'end' || !after) return ['不再执行'];
  const parts = [
    ['任务', before.text, after.text],
    ['完成期限', before.dueOn, after.dueOn],
    ['责任科室', before.department, after.department],
    ['负责人', before.lead, after.lead],
  ] as const;
  return parts.flatMap(([zh, was, is]) => (was === is ? [] : [`${zh}：${was} → ${is}`]));
}

async function changeViews(tx: Tx, rows: readonly TaskChange[]): Promise<ChangeView[]> {
  const titles = await tx.rows<{ id: string; title: string }>(
    sql`select id, title from plan_evaluation where id = any(${rows.flatMap(({ evaluationId }) => (evaluationId ? [evaluationId] : []))}::uuid[]) limit 100`,
  );
  return rows.map((row) => ({
    id: row.id,
    says: changeSays(row),
    reason: row.reason,
    evaluation: titles.find(({ id }) => id === row.evaluationId) ?? null,
    documentNo: row.documentNo,
    // 别的县的批准文件不给链接：打不开
    documentFile: inScope(row.division, tx.actor.division ?? tx.city) ? row.documentFile : null,
    state: row.state,
    stateZh: changeStates[row.state],
    proposed: { at: row.proposedAt, name: row.proposedName },
    decided: row.decidedAt === null ? null : { at: row.decidedAt, name: row.decidedName!, answer: row.answer },
    offers: offersTo(
      tx.actor,
      (['adopt', 'refuse'] as const).map((decision) => ({
        action: decision,
        zh: decision === 'adopt' ? '同意调整' : '不同意',
        causes: decision === 'adopt' ? '任务改成这样，原来的留在经过里。须有文号和批准文件。' : '任务不变，理由告知责任单位。',
        danger: decision === 'refuse' || row.kind === 'end',
        by: [changeDecider],
        when: row.state === 'proposed' && !isOwnHand(tx.actor, row.proposedBy, row.proposedAt),
        to: `/api/plan-task-changes/${row.id}`,
        fields: formOf(decision === 'adopt' ? Adopted : Refused),
        initial: decision === 'adopt' && row.documentNo ? { documentNo: row.documentNo } : {},
        fixed: { decision, requestId: newId() },
      })),
    ),
  }));
}

async function offersOf(tx: Tx, task: Task, isTouched: boolean): Promise<Offer[]> {
  const to = (what: string) => `/api/plan-tasks/${task.id}/${what}`;
  const fixed = { requestId: newId() };
  const proposes = isOneOf(tx.actor, taskClerks) && isOpenTask(task) && mayPropose(tx, task);
  return offersTo(tx.actor, [
    {
      action: 'report',
      zh: '报进展',
      causes: '附佐证；另一人核过才计入。',
      by: taskClerks,
      when: isOwner(tx, task) && isOpenTask(task) && !task.waits,
      to: to('reports'),
      fields: formOf(NewReport),
      initial: { claim: 'going' },
      fixed,
    },
    {
      action: 'change',
      zh: '提出调整',
      causes: '由市级领导审定，须有批准文件；原来的留着。',
      button: '提出',
      by: taskClerks,
      when: proposes,
      to: to('changes'),
      fields: proposes ? formOf(await changeShape(tx)) : [],
      initial: { kind: 'change', text: task.text, due: task.dueOn, department: task.department, lead: task.lead },
      fixed,
    },
    {
      action: 'remove',
      zh: '撤回登记',
      causes: '登记错了的，当天、没有报过进展以前可以撤回。',
      danger: true,
      by: taskClerks,
      when: !isTouched && mayRemove(tx, task),
      to: to('removal'),
      fixed,
    },
  ]);
}

export async function taskFile(tx: Tx, id: string): Promise<Result<TaskFile, 'NOT_FOUND'>> {
  const task = await readTask(tx, id);
  if (!task) return fail('NOT_FOUND');
  const reports = await reportsOf(tx, sql`task_id = ${id}`);
  const changes = await changesOf(tx, sql`task_id = ${id}`);
  const below = await findTasks(tx, sql`t.parent = ${id}`, 100);
  return ok({
    task: rowOf(tx, task),
    below: below.map((one) => rowOf(tx, one)),
    reports: reports.map((row) => reportView(tx, task, row)),
    changes: await changeViews(tx, changes),
    offers: await offersOf(tx, task, reports.length + changes.length + below.length > 0),
  });
}
