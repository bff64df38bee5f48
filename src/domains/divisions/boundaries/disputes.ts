/** 边界争议 and 平安边界考核: what stands between two sides, and how a line did in a year. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type Id, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import type { Addressed } from '../step-route.ts';
import { inspectionsOf } from './inspections.ts';
import { type Line, lockLine } from './lines.ts';
import { markersOf } from './markers.ts';
import { inspectionDue, integrityOf, LONG_DISPUTE_DAYS, type PeaceScore, peaceScore } from './rules.ts';
import { type DisputeState, disputeStates, type Grade } from './terms.ts';

export interface Dispute {
  readonly id: Id<'BoundaryDispute'>;
  readonly lineId: Line['id'];
  readonly division: DivisionCode;
  readonly place: string;
  readonly facts: string;
  readonly openedOn: PlainDate;
  readonly state: DisputeState;
  readonly closedOn: PlainDate | null;
  readonly outcome: string | null;
  readonly version: number;
}
const columns = sql`id, line_id, division, place, facts, opened_on, state, closed_on, outcome, version`;
export const disputesOf = (tx: Tx, lineId: string): Promise<Dispute[]> =>
  tx.rows<Dispute>(sql`select ${columns} from boundary_dispute where line_id = ${lineId} order by opened_on desc, id limit 200`);

export const NewDispute = z.strictObject({
  place: z.string().trim().min(2, '请写明地点').max(100).meta({ label: '地点' }),
  facts: z.string().trim().min(10, '请写明争议的事实（至少10个字）').max(2_000).meta({ label: '事实', widget: 'textarea' }),
  openedOn: PlainDateText.meta({ label: '受理日期', widget: 'date' }),
});

export async function openDispute(tx: Tx, of: { id: string }, given: z.infer<typeof NewDispute>): Promise<Result<null>> {
  const line = await lockLine(tx, { id: of.id });
  if (!line.ok) return line;
  if (given.openedOn > tx.today) return wrong('openedOn', '不能晚于今天');
  const id = newId();
  await tx.run(sql`insert into boundary_dispute (id, line_id, division, place, facts, opened_on, state, created_at, created_by)
    values (${id}, ${of.id}, ${line.value.division}, ${given.place}, ${given.facts}, ${given.openedOn}, 'received', ${tx.now}, ${tx.actor.id})`);
  await recordAudit(tx, {
    action: 'boundary-dispute.opened',
    subject: { kind: 'boundary-dispute', id },
    division: line.value.division,
    detail: {},
  });
  return ok(null);
}

const settled = { field: 'state', in: ['settled'] } as const;
export const DisputeStep = z.strictObject({
  state: choice(disputeStates).meta({ label: '到了哪一步', choices: disputeStates }),
  closedOn: PlainDateText.optional().meta({
    label: '协议或决定生效日期',
    widget: 'date',
    showIf: settled,
    requiredIfShown: true,
  }),
  outcome: z
    .string()
    .trim()
    .min(4)
    .max(500)
    .optional()
    .meta({ label: '结果', widget: 'textarea', showIf: settled, requiredIfShown: true }),
});

export async function moveDispute(tx: Tx, of: Addressed, given: z.infer<typeof DisputeStep>): Promise<Result<null>> {
  const found = await tx.maybe<Dispute>(sql`select ${columns} from boundary_dispute where id = ${of.id} for update`);
  if (!found) return fail('NOT_FOUND');
  if (found.version !== of.version) return fail('BOUNDARY_STALE');
  if (found.state === 'settled') return fail('DISPUTE_SETTLED');
  const over = given.state === 'settled';
  if (over && !given.closedOn) return wrong('closedOn', '请填写生效日期');
  if (over && !given.outcome) return wrong('outcome', '请写明结果');
  if (given.closedOn && (given.closedOn > tx.today || given.closedOn < found.openedOn))
    return wrong('closedOn', '须在受理以后、今天以前');
  await tx.run(
    sql`update boundary_dispute set state = ${given.state}, closed_on = ${over ? given.closedOn! : null}, outcome = ${over ? given.outcome! : null}, version = version + 1 where id = ${of.id}`,
  );
  await recordAudit(tx, {
    action: 'boundary-dispute.moved',
    subject: { kind: 'boundary-dispute', id: of.id },
    division: found.division,
    detail: { state: given.state },
  });
  return ok(null);
}

export const Assessment = z.strictObject({
  year: z.int().min(2000).max(2100).meta({ label: '年度' }),
  agreed: z.boolean().meta({ label: '协议有效、开过联席会议' }),
  files: z.int().min(0).max(10).meta({ label: '宣传和档案', unit: '分', help: '0到10' }),
  incident: z.boolean().meta({ label: '有伤人的械斗或者群体性事件', help: '一票否决' }),
});

export interface AssessmentRow {
  readonly year: number;
  readonly score: string;
  readonly grade: Grade;
  readonly parts: PeaceScore['parts'];
  readonly byName: string;
}
export const assessmentsOf = (tx: Tx, lineId: string): Promise<AssessmentRow[]> =>
  tx.rows<AssessmentRow>(
    sql`select year, score, grade, parts, by_name from boundary_assessment where line_id = ${lineId} order by year desc limit 50`,
  );

/** Open for more than 180 days by the end of the year, and not over before it began. */
const wasLong = (d: Dispute, { from, end }: { from: PlainDate; end: PlainDate }): boolean => {
  const longSince = plusDays(d.openedOn, LONG_DISPUTE_DAYS);
  return longSince < end && (d.closedOn === null || (d.closedOn >= from && d.closedOn > longSince));
};

/** What the records say of a year is counted; what only a person knows is asked for. Once a year. */
export async function assessLine(tx: Tx, of: { id: string }, given: z.infer<typeof Assessment>): Promise<Result<PeaceScore>> {
  const line = await lockLine(tx, { id: of.id });
  if (!line.ok) return line;
  const { year, agreed, files, incident } = given;
  if (year > Number(tx.today.slice(0, 4))) return wrong('year', '还没有到这一年');
  const [from, to] = [`${year}-01-01` as PlainDate, `${year}-12-31` as PlainDate];
  const [end] = [to, tx.today].sort() as [PlainDate];
  const disputes = await disputesOf(tx, of.id);
  const inspected = (await inspectionsOf(tx, of.id)).filter((i) => !i.special && i.finishedOn !== null && i.finishedOn <= end);
  const last =
    inspected
      .map((i) => i.finishedOn!)
      .sort()
      .at(-1) ?? line.value.lastFinishedOn;
  const score = peaceScore({
    agreed,
    files,
    incident,
    inspected: last !== null && inspectionDue(last) >= end,
    newDisputes: disputes.filter((d) => d.openedOn >= from && d.openedOn <= end).length,
    longDisputes: disputes.filter((d) => wasLong(d, { from, end })).length,
    markers: integrityOf((await markersOf(tx, of.id)).map((m) => m.state)),
  });
  const added =
    await tx.run(sql`insert into boundary_assessment (line_id, year, division, score, grade, parts, at, by_id, by_name)
    values (${of.id}, ${year}, ${line.value.division}, ${(score.hundredths / 100).toFixed(2)}, ${score.grade}, ${JSON.stringify(score.parts)}::jsonb, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})
    on conflict (line_id, year) do nothing`);
  if (added === 0) return fail('ASSESSED_ALREADY', { year });
  await recordAudit(tx, {
    action: 'boundary-line.assessed',
    subject: { kind: 'boundary-line', id: of.id },
    division: line.value.division,
    detail: { year, grade: score.grade },
  });
  return ok(score);
}
