/** What is kept of 入库申报: the entry as it stands, and its course. */
import { type Sql, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { EntryState, EntryStepKind } from './terms.ts';

/** What is filled in. */
export interface EntryContent {
  readonly name: string;
  readonly category: string;
  /** '' where the category has none. */
  readonly subcategory: string;
  readonly location: string;
  readonly implementer: string;
  readonly investmentFen: Fen;
  readonly units: number;
  readonly reason: string;
  readonly documentNo: string;
}

export interface Entry {
  readonly id: string;
  readonly plan: string;
  readonly division: DivisionCode;
  readonly state: EntryState;
  readonly content: EntryContent;
  readonly fromTownship: boolean;
  readonly dueOn: PlainDate | null;
  readonly enteredAt: string;
  readonly enteredBy: string;
  readonly enteredName: string;
  readonly projectId: string | null;
  readonly version: number;
}
const columns = sql`e.id, e.plan, e.division, e.state, e.content, e.from_township, e.due_on, e.entered_at, e.entered_by, e.entered_name, e.project_id, e.version`;

export const findEntries = (tx: Tx, where: Sql, limit: number): Promise<Entry[]> =>
  tx.rows<Entry>(sql`select ${columns} from project_entry e where ${where} order by e.entered_at desc, e.id desc limit ${limit}`);
export const lockEntry = (tx: Tx, id: string): Promise<Entry | null> =>
  tx.maybe<Entry>(sql`select ${columns} from project_entry e where e.id = ${id} for update`);

export interface EntryStep {
  readonly entryId: string;
  readonly action: EntryStepKind;
  readonly note: string | null;
  readonly at: string;
  readonly byId: string;
  readonly byName: string;
}
export const stepsOf = (tx: Tx, ids: readonly string[]): Promise<EntryStep[]> =>
  tx.rows<EntryStep>(
    sql`select entry_id, action, note, at, by_id, by_name from project_entry_step where entry_id = any(${[...ids]}::uuid[]) order by entry_id, no limit 5000`,
  );

export async function addStep(
  tx: Tx,
  entry: Pick<Entry, 'id' | 'division'>,
  step: { action: EntryStepKind; note?: string; content?: EntryContent },
): Promise<void> {
  await tx.run(sql`insert into project_entry_step (entry_id, no, action, note, content, at, by_id, by_name)
    select ${entry.id}, coalesce(max(no), 0) + 1, ${step.action}, ${step.note ?? null}, ${step.content ? JSON.stringify(step.content) : null}::jsonb, ${tx.now}, ${tx.actor.id},
      ${tx.actor.name} from project_entry_step where entry_id = ${entry.id}`);
  await recordAudit(tx, {
    action: `project-entry.${step.action}`,
    subject: { kind: 'project-entry', id: entry.id },
    division: entry.division,
  });
}
