/** 规划任务 as lists and pages show them: found by words, unit, chapter and state; counted for the page of the plan. */
import type { Readable } from 'node:stream';
import { and, containing, type Sql, sql } from '../../../database/sql.ts';
import { dayNumber } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { type DivisionCode, formOf } from '../../../kernel/schema/index.ts';
import { writeSheet } from '../../../kernel/sheet/server.ts';
import { unitName } from '../values/indicator.ts';
import type { TaskCounts, TaskHead, TaskRow } from './content.ts';
import { brief, chapterShape, countiesOf, taskShape } from './enter.ts';
import { chaptersOf, countTasks, findTasks, type Task } from './store.ts';
import { isOnSchedule, type KeptState, stateOf, type TaskState, taskClerks, taskStateOrder, taskStates } from './terms.ts';

export interface TaskFilter {
  readonly q?: string | undefined;
  readonly unit?: DivisionCode | undefined;
  readonly chapter?: string | undefined;
  readonly state?: TaskState | undefined;
  /** With progress that nobody has checked. */
  readonly waits?: '1' | undefined;
}

const openIs = sql`t.state in ('waiting', 'going')`;
function stateIs(tx: Tx, state: TaskState): Sql {
  if (state === 'overdue') return sql`${openIs} and t.due_on < ${tx.today}`;
  if (state === 'waiting' || state === 'going') return sql`t.state = ${state} and t.due_on >= ${tx.today}`;
  return sql`t.state = ${state}`;
}
const waiting = sql`exists (select from plan_task_report r where r.task_id = t.id and r.state = 'waiting')`;

function filterOf(tx: Tx, { q, unit, chapter, state, waits }: TaskFilter): Sql {
  const parts: Sql[] = [sql`true`];
  if (q)
    parts.push(
      sql`(t.text like ${containing(q)} or t.lead like ${containing(q)} or t.department like ${containing(q)} or t.section like ${containing(q)})`,
    );
  if (unit) parts.push(sql`t.division = ${unit}`);
  if (chapter) parts.push(sql`c.id = ${chapter}`);
  if (state) parts.push(stateIs(tx, state));
  if (waits) parts.push(waiting);
  return and(parts);
}

export function rowOf(tx: Tx, task: Task): TaskRow {
  const state = stateOf(task, tx.today);
  const until = task.doneOn ?? tx.today;
  return {
    id: task.id,
    text: task.text,
    section: task.section,
    planName: task.planName,
    chapterText: task.chapterText,
    above: task.parentText === task.chapterText ? null : { id: task.parent, text: brief(task.parentText) },
    unitName: unitName(tx, task.division),
    department: task.department,
    lead: task.lead,
    dueOn: task.dueOn,
    doneOn: task.doneOn,
    state,
    stateZh: taskStates[state],
    late: state === 'ended' ? 0 : Math.max(0, dayNumber(until) - dayNumber(task.dueOn)),
    waits: task.waits,
    changed: task.changes > 0,
  };
}

export async function taskCounts(tx: Tx): Promise<TaskCounts> {
  const rows = await tx.rows<{ state: KeptState; dueOn: Task['dueOn']; doneOn: Task['doneOn']; tasks: number }>(
    sql`select state, due_on, done_on, count(*)::int as tasks from plan_task t where kind = 'task' group by 1, 2, 3 limit 20000`,
  );
  const sum = (of: (row: (typeof rows)[number]) => boolean): number => rows.filter(of).reduce((n, row) => n + row.tasks, 0);
  return {
    tasks: sum(() => true),
    states: taskStateOrder.map((state) => ({
      state,
      zh: taskStates[state],
      tasks: sum((row) => stateOf(row, tx.today) === state),
    })),
    toCheck: (await countTasks(tx, waiting)).tasks,
    onSchedule: {
      num: sum((row) => isOnSchedule(row, tx.today) === true),
      den: sum((row) => isOnSchedule(row, tx.today) !== null),
    },
  };
}

async function headOf(tx: Tx): Promise<TaskHead> {
  const chapters = await chaptersOf(tx);
  const shape = await taskShape(tx);
  const isCity = (tx.actor.division ?? tx.city) === tx.city;
  return {
    counts: await taskCounts(tx),
    chapters: chapters.map(({ id, text }) => ({ value: id, label: text })),
    units: [{ value: tx.city, label: '市本级' }, ...countiesOf(tx).map(({ code, name }) => ({ value: code, label: name }))],
    offers: offersTo(tx.actor, [
      {
        action: 'enter',
        zh: '登记任务',
        causes: isCity ? '责任单位收到消息；登记以后要改，须有批准文件。' : '把任务分解到本县，由本县负责。',
        button: '登记',
        by: taskClerks,
        when: shape !== null,
        to: '/api/plan-tasks',
        fields: shape ? formOf(shape) : [],
        fixed: { requestId: newId() },
      },
      {
        action: 'chapter',
        zh: '登记篇章',
        causes: '任务放在篇章下面。',
        button: '登记',
        by: ['city-clerk'],
        to: '/api/plan-tasks/chapters',
        fields: formOf(await chapterShape(tx)),
        fixed: { requestId: newId() },
      },
    ]),
  };
}

const PAGE = 50;
/** By due date; `after` is where the last page ended. */
export async function taskList(tx: Tx, filter: TaskFilter, after: string | undefined) {
  const [due = '', no = ''] = after?.split('.') ?? [];
  const beyond = after ? sql`(t.due_on, t.no) > (${due}::date, ${Number(no)})` : sql`true`;
  const found = await findTasks(tx, sql`${filterOf(tx, filter)} and ${beyond}`, PAGE + 1);
  const rows = found.slice(0, PAGE);
  const end = rows.at(-1);
  return {
    ...(await headOf(tx)),
    found: (await countTasks(tx, filterOf(tx, filter))).tasks,
    rows: rows.map((task) => rowOf(tx, task)),
    next: found.length > PAGE && end ? `${end.dueOn}.${end.no}` : null,
  };
}

const MOST = 5000;
export async function taskSheet(tx: Tx, filter: TaskFilter): Promise<Readable> {
  const tasks = await findTasks(tx, filterOf(tx, filter), MOST);
  return writeSheet({
    name: '规划任务',
    columns: [
      { key: 'plan', title: '规划', kind: 'text' },
      { key: 'chapter', title: '篇章', kind: 'text' },
      { key: 'section', title: '章节', kind: 'text' },
      { key: 'text', title: '任务', kind: 'printed' },
      { key: 'unit', title: '责任单位', kind: 'text' },
      { key: 'department', title: '责任科室', kind: 'text' },
      { key: 'lead', title: '负责人', kind: 'text' },
      { key: 'due', title: '完成期限', kind: 'date' },
      { key: 'state', title: '状态', kind: 'text' },
      { key: 'late', title: '逾期（日）', kind: 'integer' },
      { key: 'done', title: '完成日期', kind: 'date' },
      { key: 'changed', title: '调整过', kind: 'text' },
    ],
    rows: tasks.map((task) => {
      const row = rowOf(tx, task);
      return {
        plan: row.planName,
        chapter: row.chapterText,
        section: row.section,
        text: row.text,
        unit: row.unitName,
        department: row.department,
        lead: row.lead,
        due: row.dueOn,
        state: row.stateZh,
        late: row.late || null,
        done: row.doneOn,
        changed: row.changed ? '是' : '',
      };
    }),
  });
}
