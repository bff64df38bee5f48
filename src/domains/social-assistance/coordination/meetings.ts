/**
 * 困难群众基本生活保障工作协调机制 (R34): a meeting of departments, what it agreed, who does it until when. A case's own conference (一事一议) is another
 * thing: this one is about the work, not about a family.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { defineSealed } from '../../../kernel/protect/server.ts';
import { defineErrors, fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, isPlainDate, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { cursorAt, readCursor } from '../../../kernel/service/server.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import type { MeetingRow, MeetingTask } from './terms.ts';

defineSealed(
  { table: 'coordination_meeting', key: ['id'], sealed: ['minutes'] },
  { table: 'coordination_task', key: ['id'], sealed: ['result'] },
);
defineErrors({
  COORDINATION_DONE: { http: 409, zh: '这项议定事项已经办结。' },
});
defineTemplates({
  'coordination.late': {
    title: '议定事项到期',
    text: '协调会议议定由{unit}办理的一项应于{due}前办结，请到“协调机制”查看并督促。',
  },
});

const text = (label: string, min: number, max: number) =>
  z.string().trim().min(min, `请至少填写${min}个字`).max(max, `不超过${max}个字`).meta({ label });

export const NewMeeting = z.strictObject({
  heldOn: PlainDateText.meta({ label: '会议日期', widget: 'date' }),
  topic: text('议题', 2, 80),
  units: z
    .array(text('部门', 2, 40))
    .min(2, '至少两个部门')
    .max(30)
    .meta({ label: '参会部门' }),
  minutes: text('会议纪要', 10, 3000).meta({ label: '会议纪要', widget: 'textarea' }),
  tasks: z
    .array(
      z.strictObject({
        unit: text('责任部门', 2, 40),
        matter: text('办什么', 4, 200),
        dueOn: PlainDateText.meta({ label: '期限', widget: 'date' }),
      }),
    )
    .max(20)
    .default([])
    .meta({ label: '议定事项' }),
});
export const TaskResult = z.strictObject({ result: text('办理结果', 4, 500).meta({ label: '办理结果', widget: 'textarea' }) });

const minutesPlace = (id: string): string => `coordination_meeting.minutes:${id}`;
const resultPlace = (id: string): string => `coordination_task.result:${id}`;

export async function recordMeeting(tx: Tx, given: z.infer<typeof NewMeeting>): Promise<Result<{ id: string }, 'INVALID_INPUT'>> {
  if (given.heldOn > tx.today) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'heldOn', message: '会议日期不能晚于今天' }]);
  const early = given.tasks.findIndex((task) => task.dueOn < given.heldOn);
  if (early >= 0) return fail('INVALID_INPUT', { count: 1 }, [{ path: `tasks.${early}.dueOn`, message: '期限不能早于会议日期' }]);
  const id = newId();
  const division = tx.actor.division ?? tx.city;
  await tx.run(sql`insert into coordination_meeting (id, division, held_on, topic, units, minutes, recorded_at, recorded_by, recorded_name)
    values (${id}, ${division}, ${given.heldOn}, ${given.topic}, ${[...new Set(given.units)]}::text[], ${tx.keys.seal(given.minutes, minutesPlace(id))}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  for (const [i, task] of given.tasks.entries())
    await tx.run(sql`insert into coordination_task (id, meeting_id, no, division, unit, matter, due_on)
      values (${newId()}, ${id}, ${i + 1}, ${division}, ${task.unit}, ${task.matter}, ${task.dueOn})`);
  await recordAudit(tx, { action: 'coordination.recorded', subject: { kind: 'coordination-meeting', id }, division });
  return ok({ id });
}

export async function finishTask(
  tx: Tx,
  id: string,
  given: z.infer<typeof TaskResult>,
): Promise<Result<null, 'NOT_FOUND' | 'COORDINATION_DONE'>> {
  const task = await tx.maybe<{ doneOn: PlainDate | null; division: DivisionCode }>(
    sql`select done_on, division from coordination_task where id = ${id} for update`,
  );
  if (!task) return fail('NOT_FOUND');
  if (task.doneOn) return fail('COORDINATION_DONE');
  await tx.run(
    sql`update coordination_task set done_on = ${tx.today}, done_by = ${tx.actor.id}, done_name = ${tx.actor.name}, result = ${tx.keys.seal(given.result, resultPlace(id))} where id = ${id}`,
  );
  await recordAudit(tx, {
    action: 'coordination.task.done',
    subject: { kind: 'coordination-task', id },
    division: task.division,
  });
  return ok(null);
}

const PAGE = 10;

/** Meetings, newest first, with what they agreed. */
export async function meetings(tx: Tx, cursor?: string): Promise<{ rows: MeetingRow[]; next: string | null }> {
  const at = readCursor(cursor, isPlainDate);
  const found = await tx.rows<Omit<MeetingRow, 'minutes' | 'tasks' | 'placeName'> & { minutes: Buffer; division: DivisionCode }>(
    sql`select id, division, held_on, topic, units, minutes, recorded_name from coordination_meeting
      where ${at ? sql`(held_on, id) < (${at.key}::date, ${at.id}::uuid)` : sql`true`} order by held_on desc, id desc limit ${PAGE + 1}`,
  );
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  const tasks = await tx.rows<Omit<MeetingTask, 'result' | 'late'> & { meetingId: string; result: Buffer | null }>(
    sql`select id, meeting_id, no, unit, matter, due_on, done_on, done_name, result from coordination_task where meeting_id = any(${page.map((m) => m.id)}::uuid[]) order by meeting_id, no limit 200`,
  );
  return {
    next: found.length > PAGE && last ? cursorAt(last.heldOn, last.id) : null,
    rows: page.map(({ division, ...m }) => ({
      ...m,
      placeName: tx.divisions.get(division)?.name ?? division,
      minutes: tx.keys.open(m.minutes, minutesPlace(m.id)),
      tasks: tasks
        .filter((t) => t.meetingId === m.id)
        .map(({ meetingId: _, ...t }) => ({
          ...t,
          result: t.result ? tx.keys.open(t.result, resultPlace(t.id)) : null,
          late: t.doneOn === null && t.dueOn < tx.today,
        })),
    })),
  };
}

const dueTasks = (tx: Tx) =>
  sql`coordination_task where done_on is null and reminded_on is null and due_on <= ${tx.today}::date + 1`;

/** Daily: what is due tomorrow or late is told once to whoever keeps the mechanism. */
export const remindCoordination = whenDue(
  (tx) => anyRow(tx, dueTasks(tx)),
  (context) =>
    context.write(systemActor('coordination', context.city), async (tx) => {
      const late = await tx.rows<{ id: string; division: DivisionCode; unit: string; dueOn: PlainDate }>(
        sql`select id, division, unit, due_on from ${dueTasks(tx)} order by due_on, id limit 200 for update`,
      );
      for (const task of late) {
        await notify(tx, {
          to: { performer: task.division === tx.city ? 'city-clerk' : 'county-clerk', division: task.division },
          template: 'coordination.late',
          params: { unit: task.unit, due: task.dueOn },
        });
        await tx.run(sql`update coordination_task set reminded_on = ${tx.today} where id = ${task.id}`);
      }
      return late.length;
    }),
);
