/** 登记规划任务: chapters and tasks by the city, for one unit or for every county at once; a county breaks down for itself. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type PlainDate, PlainDateText, parseInput } from '../../../kernel/schema/index.ts';
import { unitName } from '../values/indicator.ts';
import './errors.ts';
import { chaptersOf, findTasks, lockTask } from './store.ts';
import { taskClerks } from './terms.ts';

defineTemplates({
  'plan-task.entered': { title: '规划任务', text: '规划任务“{task}”由{unit}负责，期限{date}。' },
});

/** A sentence of a plan, short enough for a message. */
export const brief = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

const Section = z.string().trim().min(1, '请写明章节').max(40).meta({ label: '在规划的哪一章', help: '例如 第七章六' });
export const taskText = z.string().trim().min(4, '任务至少写4个字').max(300).meta({ label: '任务', widget: 'textarea' });
export const taskDepartment = z.string().trim().min(2, '请填写科室').max(40).meta({ label: '责任科室' });
export const taskLead = z.string().trim().min(2, '请填写姓名').max(30).meta({ label: '负责人' });
export const taskDue = PlainDateText.meta({ label: '完成期限', widget: 'date' });

export const chapterShape = async (tx: Tx) => {
  const plans = Object.fromEntries(
    (await tx.rows<{ code: string; name: string }>(sql`select code, name from plan order by from_date desc limit 10`)).map(
      (p) => [p.code, p.name],
    ),
  );
  return z.strictObject({
    plan: choice(plans).meta({ label: '规划', choices: plans }),
    text: z.string().trim().min(2, '请填写名称').max(100).meta({ label: '篇章' }),
    section: Section,
  });
};

export async function enterChapter(tx: Tx, input: unknown): Promise<Result<{ id: string }>> {
  const given = parseInput(await chapterShape(tx), input);
  if (!given.ok) return given;
  const { plan, text, section } = given.value;
  const id = newId();
  await tx.run(sql`insert into plan_task (id, plan, kind, division, text, section, entered_at, entered_by, entered_name)
    values (${id}, ${plan}, 'chapter', ${tx.city}, ${text}, ${section}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  await onRecord(tx, 'plan-task.entered', { id, division: tx.city });
  return ok({ id });
}

/** One task in each county. */
const COUNTIES = 'counties';
/** Those that exist by law today (platform 5.10). */
export const countiesOf = (tx: Tx) => tx.divisions.children(tx.city).filter((d) => d.legal);

/** The form of a task; null while there is no chapter to put it under. */
export async function taskShape(tx: Tx) {
  const chapters = await chaptersOf(tx);
  if (chapters.length === 0) return null;
  const own = tx.actor.division ?? tx.city;
  const tasks = await findTasks(tx, sql`u.kind = 'chapter' and t.state in ('waiting', 'going')`, 300);
  const parents = Object.fromEntries([
    ...chapters.map((c) => [c.id, c.text]),
    ...tasks.map((t) => [t.id, `　${brief(t.text)}（${unitName(tx, t.division)}）`]),
  ]);
  const owners: Record<string, string> =
    own === tx.city
      ? {
          [tx.city]: '市本级',
          ...Object.fromEntries(countiesOf(tx).map((d) => [d.code, d.name])),
          [COUNTIES]: '各县（市、区）各一条',
        }
      : { [own]: unitName(tx, own) };
  return z.strictObject({
    parent: choice(parents).meta({ label: '放在哪里', choices: parents, help: '篇章下面，或者一项任务下面（分解）' }),
    text: taskText,
    section: Section,
    owner: choice(owners).meta({ label: '责任单位', choices: owners }),
    department: taskDepartment,
    lead: taskLead,
    due: taskDue,
  });
}

export const clerkOf = (tx: Tx, division: DivisionCode) => (division === tx.city ? 'city-clerk' : 'county-clerk');
export const leaderOf = (tx: Tx, division: DivisionCode) => (division === tx.city ? 'city-leader' : 'county-leader');

export async function enterTask(tx: Tx, input: unknown): Promise<Result<{ ids: string[] }>> {
  const shape = await taskShape(tx);
  if (!shape) return fail('TASK_NO_CHAPTER');
  const given = parseInput(shape, input);
  if (!given.ok) return given;
  const { parent, text, section, owner, department, lead, due } = given.value;
  const plan = await tx.one<{ code: string; fromDate: PlainDate }>(
    sql`select p.code, p.from_date from plan_task k join plan p on p.code = k.plan where k.id = ${parent}`,
  );
  if (due < plan.fromDate)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'due', message: `不能早于规划开始的${plan.fromDate}` }]);
  const units = owner === COUNTIES ? countiesOf(tx).map((d) => d.code) : [owner as DivisionCode];
  const ids: string[] = [];
  for (const division of units) {
    const id = newId();
    ids.push(id);
    await tx.run(sql`insert into plan_task (id, plan, kind, parent, division, text, section, department, lead, due_on, entered_at, entered_by, entered_name)
      values (${id}, ${plan.code}, 'task', ${parent}, ${division}, ${text}, ${section}, ${department}, ${lead}, ${due}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
    await onRecord(tx, 'plan-task.entered', { id, division });
    if (!isOneOf(tx.actor, [clerkOf(tx, division)]) || tx.actor.division !== division)
      await notify(tx, {
        to: { performer: clerkOf(tx, division), division },
        template: 'plan-task.entered',
        params: { task: brief(text), unit: unitName(tx, division), date: due },
      });
  }
  return ok({ ids });
}

export type TaskAudit =
  | 'plan-task.entered'
  | 'plan-task.removed'
  | 'plan-task.reported'
  | 'plan-task.checked'
  | 'plan-task.change-proposed'
  | 'plan-task.change-decided';
export const onRecord = (tx: Tx, action: TaskAudit, of: { id: string; division: DivisionCode; says?: string }): Promise<void> =>
  recordAudit(tx, {
    action,
    subject: { kind: 'plan-task', id: of.id },
    division: of.division,
    ...(of.says ? { detail: { says: of.says } } : {}),
  });

/** 撤回登记: what was entered by mistake, on the same day and before anything has happened with it. */
export async function removeTask(tx: Tx, id: string): Promise<Result<null>> {
  const task = await lockTask(tx, id);
  if (!task) return fail('NOT_FOUND');
  if (!mayRemove(tx, task)) return fail('TASK_TOUCHED');
  const touched = await tx.maybe(sql`select 1 as known where exists (select from plan_task_report where task_id = ${id})
    or exists (select from plan_task_change where task_id = ${id}) or exists (select from plan_task where parent = ${id})`);
  if (touched) return fail('TASK_TOUCHED');
  await tx.run(sql`delete from plan_task where id = ${id}`);
  await onRecord(tx, 'plan-task.removed', { id, division: task.division, says: brief(task.text) });
  return ok(null);
}

export const mayRemove = (
  tx: Tx,
  task: { enteredAt: string; state: string; enteredName: string; division: DivisionCode },
): boolean =>
  isOneOf(tx.actor, taskClerks) &&
  task.state === 'waiting' &&
  new Date(task.enteredAt).getTime() > new Date(tx.now).getTime() - DAY &&
  (tx.actor.division === tx.city || tx.actor.division === task.division);
const DAY = 24 * 60 * 60 * 1000;
