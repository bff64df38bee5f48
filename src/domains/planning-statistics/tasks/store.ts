/** Rows of 规划任务. */
import { type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { ChangeKind, ChangeState, Claim, KeptState, ReportState } from './terms.ts';

export interface Task {
  readonly id: string;
  readonly no: number;
  readonly plan: string;
  readonly planName: string;
  readonly parent: string;
  /** The text of what stands above it, and of the chapter. */
  readonly parentText: string;
  readonly chapterText: string;
  readonly division: DivisionCode;
  readonly text: string;
  readonly section: string;
  readonly department: string;
  readonly lead: string;
  readonly dueOn: PlainDate;
  readonly state: KeptState;
  readonly doneOn: PlainDate | null;
  readonly changes: number;
  readonly version: number;
  readonly enteredAt: string;
  readonly enteredName: string;
  readonly waits: boolean;
}
/** `t` is the task, `u` what it stands under, `c` the chapter. */
const columns = sql`t.id, t.no, t.plan, p.name as plan_name, t.parent, u.text as parent_text, c.text as chapter_text, t.division, t.text, t.section, t.department, t.lead,
  t.due_on, t.state, t.done_on, t.changes, t.version, t.entered_at, t.entered_name,
  exists (select from plan_task_report r where r.task_id = t.id and r.state = 'waiting') as waits`;
const from = sql`plan_task t join plan p on p.code = t.plan join plan_task u on u.id = t.parent join plan_task c on c.id = coalesce(u.parent, u.id)`;

export const findTasks = (tx: Tx, where: Sql, limit: number): Promise<Task[]> =>
  tx.rows<Task>(sql`select ${columns} from ${from} where t.kind = 'task' and ${where} order by t.due_on, t.no limit ${limit}`);
export const readTask = async (tx: Tx, id: string): Promise<Task | null> =>
  (await findTasks(tx, sql`t.id = ${id}`, 1))[0] ?? null;
export async function lockTask(tx: Tx, id: string): Promise<Task | null> {
  await tx.maybe(sql`select id from plan_task where id = ${id} for update`);
  return readTask(tx, id);
}
export const countTasks = (tx: Tx, where: Sql): Promise<{ tasks: number }> =>
  tx.one(sql`select count(*)::int as tasks from ${from} where t.kind = 'task' and ${where}`);

export interface Chapter {
  readonly id: string;
  readonly plan: string;
  readonly text: string;
  readonly section: string;
}
export const chaptersOf = (tx: Tx): Promise<Chapter[]> =>
  tx.rows<Chapter>(
    sql`select k.id, k.plan, k.text, k.section from plan_task k join plan p on p.code = k.plan where k.kind = 'chapter' order by p.from_date desc, k.no limit 200`,
  );

export interface TaskReport {
  readonly id: string;
  readonly taskId: string;
  readonly claim: Claim;
  readonly doneOn: PlainDate | null;
  readonly says: string;
  readonly problem: string | null;
  readonly proofFile: string;
  readonly state: ReportState;
  readonly reportedAt: string;
  readonly reportedBy: string;
  readonly reportedName: string;
  readonly checkedAt: string | null;
  readonly checkedName: string | null;
  readonly checkNote: string | null;
}
export const reportsOf = (tx: Tx, where: Sql): Promise<TaskReport[]> =>
  tx.rows<TaskReport>(sql`select id, task_id, claim, done_on, says, problem, proof_file, state, reported_at, reported_by, reported_name, checked_at, checked_name, check_note
    from plan_task_report where ${where} order by reported_at desc, id desc limit 200`);

/** What an adjustment may change. */
export interface Terms {
  readonly text: string;
  readonly dueOn: PlainDate;
  readonly department: string;
  readonly lead: string;
}
export const termsOf = ({ text, dueOn, department, lead }: Terms): Terms => ({ text, dueOn, department, lead });

export interface TaskChange {
  readonly id: string;
  readonly taskId: string;
  readonly division: DivisionCode;
  readonly kind: ChangeKind;
  readonly before: Terms;
  readonly after: Terms | null;
  readonly reason: string;
  readonly evaluationId: string | null;
  readonly documentNo: string | null;
  readonly documentFile: string | null;
  readonly state: ChangeState;
  readonly proposedAt: string;
  readonly proposedBy: string;
  readonly proposedName: string;
  readonly answer: string | null;
  readonly decidedAt: string | null;
  readonly decidedName: string | null;
}
export const changesOf = (tx: Tx, where: Sql): Promise<TaskChange[]> =>
  tx.rows<TaskChange>(sql`select id, task_id, division, kind, before, after, reason, evaluation_id, document_no, document_file, state, proposed_at, proposed_by, proposed_name, answer,
    decided_at, decided_name from plan_task_change where ${where} order by proposed_at desc, id desc limit 100`);
