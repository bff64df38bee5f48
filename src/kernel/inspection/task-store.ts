/** 检查任务 as they are kept: made by a draw, for a cause, or because nobody came all year. */
import { type Sql, sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import type { DivisionCode, Id, PlainDate } from '../schema/index.ts';
import { type ChecklistItem, countyOf, type Inspected, type InspectedKind } from './kinds.ts';
import { nextNo } from './shared.ts';
import type { Answer, Cause, CheckResult, TaskState } from './terms.ts';

/** What was found of one item. */
export interface ItemAnswer {
  readonly code: string;
  readonly answer: Answer;
  readonly place?: string;
  readonly note?: string;
  readonly photo?: string;
}

export interface Task {
  readonly id: Id<'InspectionTask'>;
  readonly no: string;
  readonly objectId: string;
  readonly objectNo: string;
  readonly objectName: string;
  readonly division: DivisionCode;
  readonly cause: Cause;
  readonly causeNote: string;
  readonly matter: string;
  readonly year: number;
  readonly drawId: string | null;
  readonly windowFrom: PlainDate;
  readonly windowTo: PlainDate;
  readonly offices: string;
  readonly leadId: string | null;
  readonly secondId: string | null;
  readonly items: readonly ChecklistItem[];
  readonly state: TaskState;
  readonly arrivedAt: string | null;
  readonly arrivedWay: 'scan' | 'number' | null;
  readonly finishedAt: string | null;
  readonly answers: readonly ItemAnswer[] | null;
  readonly result: CheckResult | null;
  readonly note: string | null;
  readonly objectSigner: string | null;
  readonly publishBy: PlainDate | null;
  readonly publishedOn: PlainDate | null;
  readonly objection: string | null;
  readonly objectedOn: PlainDate | null;
  readonly objectionAnswer: string | null;
  readonly objectionAnsweredOn: PlainDate | null;
  readonly createdAt: string;
  readonly version: number;
}
export const taskColumns = sql`t.id, t.no, t.object_id, t.object_no, t.object_name, t.division, t.cause, t.cause_note, t.matter, t.year, t.draw_id, t.window_from, t.window_to, t.offices,
  t.lead_id, t.second_id, t.items, t.state, t.arrived_at, t.arrived_way, t.finished_at, t.answers, t.result, t.note, t.object_signer, t.publish_by, t.published_on, t.objection,
  t.objected_on, t.objection_answer, t.objection_answered_on, t.created_at, t.version`;

export const findTask = (tx: Tx, kind: InspectedKind, id: string, lock: Sql = sql``): Promise<Task | null> =>
  tx.maybe<Task>(sql`select ${taskColumns} from inspection_task t where t.kind = ${kind.kind} and t.id = ${id} ${lock}`);

export interface TaskToMake {
  readonly object: Inspected;
  readonly cause: 'draw' | 'complaint' | 'incident' | 'transfer' | 'coverage';
  readonly causeNote?: string;
  readonly matter: string;
  readonly year: number;
  readonly drawId?: string;
  readonly window: { readonly from: PlainDate; readonly to: PlainDate };
  readonly announced?: boolean;
  readonly offices?: string;
  /** Lead and second; null while nobody has been sent. */
  readonly pair: readonly [string, string] | null;
}

/** The list of what is looked at is kept with the task: a later list changes none that is under way. */
export async function insertTask(tx: Tx, kind: InspectedKind, task: TaskToMake): Promise<string | null> {
  const id = newId();
  const { object, window, pair } = task;
  const no = await nextNo(tx, `JC-${task.year}`);
  const added =
    await tx.run(sql`insert into inspection_task (id, no, kind, object_id, object_no, object_name, division, cause, cause_note, matter, year, draw_id, window_from, window_to,
      announced, offices, lead_id, second_id, items, state, created_at, created_by)
    values (${id}, ${no}, ${kind.kind}, ${object.id}, ${object.no}, ${object.name}, ${object.division}, ${task.cause}, ${task.causeNote ?? ''}, ${task.matter}, ${task.year},
      ${task.drawId ?? null}, ${window.from}, ${window.to}, ${task.announced ?? false}, ${task.offices ?? ''}, ${pair?.[0] ?? null}, ${pair?.[1] ?? null},
      ${JSON.stringify(kind.checklist)}::jsonb, ${pair ? 'assigned' : 'unassigned'}, ${tx.now}, ${tx.actor.id}) on conflict do nothing`);
  if (added === 0) return null;
  await recordAudit(tx, {
    action: 'inspection-task.created',
    subject: { kind: 'inspection-task', id },
    division: countyOf(object.division),
    detail: { cause: task.cause },
  });
  return id;
}
