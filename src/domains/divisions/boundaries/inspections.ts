/** 联合检查 (4.3, 5.4): planned with a lead side, walked, reported by both governments, filed; and the daily look at what comes due. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { Division, type DivisionCode, type Id, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import type { Addressed } from '../step-route.ts';
import { KilometresText, type Line, lineColumns, lockLine, metresOf, ownSides } from './lines.ts';
import { inspectionDue, WARNINGS, warningsBy } from './rules.ts';

defineTemplates({
  'boundary.inspection-due': {
    title: '界线联合检查到期提醒',
    text: '{line}本轮联合检查应于{due}前完成，还有{months}个月。请与毗邻方商定计划。',
  },
  'boundary.marker-damaged': { title: '界桩报损', text: '{line}{no}号界桩：{state}。须双方到场修复，请通知毗邻方。' },
  'boundary.marker-repaired': {
    title: '界桩已修复',
    text: '{line}{no}号界桩已经修复，毗邻方到场的人：{witness}。有人报告过的，请答复报告人。',
  },
});

export interface Inspection {
  readonly id: Id<'JointInspection'>;
  readonly lineId: Line['id'];
  readonly division: DivisionCode;
  readonly round: number;
  readonly special: boolean;
  readonly plannedMetres: number;
  readonly doneMetres: number;
  readonly plannedOn: PlainDate;
  readonly finishedOn: PlainDate | null;
  readonly reportNo: string | null;
  readonly leaders: string | null;
  readonly filedOn: PlainDate | null;
  readonly version: number;
}
const columns = sql`id, line_id, division, round, special, planned_metres, done_metres, planned_on, finished_on, report_no, leaders, filed_on, version`;

/** Newest first. */
export const inspectionsOf = (tx: Tx, lineId: string): Promise<Inspection[]> =>
  tx.rows<Inspection>(sql`select ${columns} from joint_inspection where line_id = ${lineId} order by round desc limit 100`);

export const NewInspection = z.strictObject({
  lead: Division.meta({ label: '牵头方', help: '界线两侧之一' }),
  special: z.boolean().default(false).meta({ label: '专项检查', help: '洪水、改河、改路以后立即检查，不算一轮' }),
  planned: KilometresText.meta({ label: '计划检查长度', unit: '公里' }),
  plannedOn: PlainDateText.meta({ label: '计划开始日期', widget: 'date' }),
});

export async function planInspection(
  tx: Tx,
  of: Addressed,
  given: z.infer<typeof NewInspection>,
): Promise<Result<{ id: Inspection['id'] }>> {
  const line = await lockLine(tx, of);
  if (!line.ok) return line;
  const { lengthMetres } = line.value;
  if (!ownSides(line.value).includes(given.lead)) return wrong('lead', '牵头方须是界线两侧之一');
  const planned = metresOf(given.planned);
  if (planned === 0) return wrong('planned', '长度须大于0');
  if (lengthMetres !== null && planned > lengthMetres) return wrong('planned', '不能长于协议长度');
  const [open] = (await inspectionsOf(tx, of.id)).filter((i) => i.filedOn === null);
  if (open) return fail('INSPECTION_OPEN', { round: open.round });
  const id: Inspection['id'] = newId();
  await tx.run(sql`insert into joint_inspection (id, line_id, division, round, special, planned_metres, planned_on, created_at, created_by)
    select ${id}, ${of.id}, ${given.lead}, coalesce(max(round), 0) + 1, ${given.special}, ${planned}, ${given.plannedOn}, ${tx.now}, ${tx.actor.id} from joint_inspection where line_id = ${of.id}`);
  await tx.run(sql`update boundary_line set version = version + 1 where id = ${of.id}`);
  await recordAudit(tx, {
    action: 'joint-inspection.planned',
    subject: { kind: 'joint-inspection', id },
    division: given.lead,
    detail: { special: given.special },
  });
  return ok({ id });
}

async function lockInspection(tx: Tx, of: Addressed): Promise<Result<Inspection>> {
  const found = await tx.maybe<Inspection>(sql`select ${columns} from joint_inspection where id = ${of.id} for update`);
  if (!found) return fail('NOT_FOUND');
  if (found.version !== of.version) return fail('BOUNDARY_STALE');
  return found.filedOn === null ? ok(found) : fail('INSPECTION_FILED');
}

export const Progress = z.strictObject({ done: KilometresText.meta({ label: '已完成长度', unit: '公里', help: '累计数' }) });

export async function reportProgress(tx: Tx, of: Addressed, given: z.infer<typeof Progress>): Promise<Result<null>> {
  const found = await lockInspection(tx, of);
  if (!found.ok) return found;
  const done = metresOf(given.done);
  if (done > found.value.plannedMetres) return wrong('done', '不能多于计划长度');
  if (done < found.value.doneMetres) return wrong('done', '累计数不能比上次少');
  await tx.run(sql`update joint_inspection set done_metres = ${done}, version = version + 1 where id = ${of.id}`);
  return ok(null);
}

export const Filing = z.strictObject({
  finishedOn: PlainDateText.meta({ label: '检查完成日期', widget: 'date' }),
  reportNo: z.string().trim().min(4, '请填写联检报告文号').max(60).meta({ label: '联检报告文号' }),
  leaders: z
    .string()
    .trim()
    .min(4, '请填写双方签字的人')
    .max(100)
    .meta({ label: '双方签字人', help: '两侧政府各一位，写明单位' }),
});

/** The joint report, signed by both governments, to the approver of the line: a regular round sets the next one's due date. */
export async function fileInspection(tx: Tx, of: Addressed, given: z.infer<typeof Filing>): Promise<Result<null>> {
  const found = await lockInspection(tx, of);
  if (!found.ok) return found;
  const { lineId, round, special, division, doneMetres, plannedMetres } = found.value;
  if (given.finishedOn > tx.today) return wrong('finishedOn', '不能晚于今天');
  if (doneMetres < plannedMetres) return fail('INSPECTION_UNFINISHED', { left: (plannedMetres - doneMetres) / 1_000 });
  await tx.run(sql`update joint_inspection set finished_on = ${given.finishedOn}, report_no = ${given.reportNo}, leaders = ${given.leaders}, filed_on = ${tx.today}, version = version + 1
    where id = ${of.id}`);
  if (!special)
    await tx.run(
      sql`update boundary_line set last_finished_on = ${given.finishedOn}, warned = 0, version = version + 1 where id = ${lineId}`,
    );
  await emit(tx, {
    type: 'boundary.inspection.filed',
    subject: { kind: 'boundary-line', id: lineId },
    division,
    payload: { lineId, round, filedOn: tx.today },
  });
  await recordAudit(tx, {
    action: 'joint-inspection.filed',
    subject: { kind: 'joint-inspection', id: of.id },
    division,
    detail: { round },
  });
  return ok(null);
}

/** Lines of which more warnings are due than were given. */
async function toWarn(tx: Tx): Promise<{ line: Line; dueOn: PlainDate; due: number }[]> {
  const lines = await tx.rows<Line>(
    sql`select ${lineColumns} from boundary_line where last_finished_on is not null and warned < ${WARNINGS.length} order by id limit 5000`,
  );
  return lines
    .map((line) => ({ line, dueOn: inspectionDue(line.lastFinishedOn!) }))
    .map((of) => ({ ...of, due: warningsBy(of.dueOn, tx.today) }))
    .filter(({ line, due }) => due > line.warned);
}

/** Both sides are told twelve, six and three months before a round is due, each once; the event goes out with the first. */
export const warnOfInspections = whenDue(toWarn, (context) =>
  context.write(systemActor('boundaries', context.city), async (tx) => {
    let told = 0;
    for (const { line, dueOn, due } of await toWarn(tx)) {
      await tx.run(sql`update boundary_line set warned = ${due} where id = ${line.id}`);
      for (const division of ownSides(line))
        await notify(tx, {
          to: { performer: 'county-clerk', division: `${division.slice(0, 6)}000000` },
          template: 'boundary.inspection-due',
          params: { line: line.name, due: dueOn, months: String(WARNINGS[due - 1]) },
        });
      if (line.warned === 0)
        await emit(tx, {
          type: 'boundary.inspection.scheduled',
          subject: { kind: 'boundary-line', id: line.id },
          division: line.division,
          payload: { lineId: line.id, round: Number(dueOn.slice(0, 4)), dueOn },
        });
      told += 1;
    }
    return told;
  }),
);
