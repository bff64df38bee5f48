/** What is reported: one row for a unit, a form, a period and a version; the newest version is the one that counts. */
import { type Sql, sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { Typed, Values } from './checks.ts';
import type { ReportState } from './terms.ts';

export interface Submission {
  readonly id: string;
  readonly form: string;
  readonly period: string;
  readonly division: DivisionCode;
  readonly version: number;
  readonly state: Exclude<ReportState, 'empty'>;
  readonly typed: Typed;
  readonly counted: Typed;
  readonly totals: Values;
  readonly notes: Typed;
  /** Counts the changes, for whoever comes second. */
  readonly edit: number;
  readonly changedName: string;
  readonly preparedAt: string | null;
  readonly preparedBy: string | null;
  readonly preparedName: string | null;
  readonly signedAt: string | null;
  readonly signedName: string | null;
  readonly checkedAt: string | null;
  readonly checkedName: string | null;
  readonly lockedAt: string | null;
  /** The paper that was issued of it. */
  readonly paper: string | null;
}

const columns = sql`s.id, s.form, s.period, s.division, s.version, s.state, s.typed, s.counted, s.totals, s.notes, s.edit, s.changed_name, s.prepared_at, s.prepared_by,
  s.prepared_name, s.signed_at, s.signed_name, s.checked_at, s.checked_name, s.locked_at,
  (select p.document_id from stat_paper p where p.submission_id = s.id) as paper`;

interface At {
  readonly form: string;
  readonly period: string;
  readonly division: DivisionCode;
}

/** The newest version; null: nobody has begun, or it is out of the actor's scope. */
export const findSubmission = (tx: Tx, at: At, lock: Sql = sql``): Promise<Submission | null> =>
  tx.maybe<Submission>(
    sql`select ${columns} from stat_submission s where s.form = ${at.form} and s.period = ${at.period} and s.division = ${at.division}
      order by s.version desc limit 1 ${lock}`,
  );
export const lockSubmission = (tx: Tx, at: At): Promise<Submission | null> => findSubmission(tx, at, sql`for update`);

export const submissionVersion = (tx: Tx, at: At, version: number): Promise<Submission | null> =>
  tx.maybe<Submission>(
    sql`select ${columns} from stat_submission s where s.form = ${at.form} and s.period = ${at.period} and s.division = ${at.division} and s.version = ${version}`,
  );

/** The newest versions of some units. */
export const submissionsOf = (
  tx: Tx,
  at: Omit<At, 'division'>,
  units: readonly DivisionCode[],
  lock: Sql = sql``,
): Promise<Submission[]> =>
  tx.rows<Submission>(sql`select ${columns} from stat_submission s where s.form = ${at.form} and s.period = ${at.period} and s.division = any(${units}::text[])
    and s.version = (select max(n.version) from stat_submission n where n.form = s.form and n.period = s.period and n.division = s.division)
    order by s.division limit 2000 ${lock}`);

/** The newest versions of every unit in sight, for some periods. */
export const statesOf = (
  tx: Tx,
  forms: readonly { form: string; period: string }[],
): Promise<Pick<Submission, 'form' | 'period' | 'division' | 'version' | 'state' | 'signedAt'>[]> =>
  tx.rows(sql`select distinct on (s.form, s.period, s.division) s.form, s.period, s.division, s.version, s.state, s.signed_at
    from stat_submission s join unnest(${forms.map((f) => f.form)}::text[], ${forms.map((f) => f.period)}::text[]) as w (form, period) on w.form = s.form and w.period = s.period
    order by s.form, s.period, s.division, s.version desc limit 50000`);

export interface NewSubmission extends At {
  readonly version: number;
  readonly state: Submission['state'];
  readonly typed: Typed;
  readonly counted: Typed;
  readonly totals: Values;
  readonly notes: Typed;
}

export async function addSubmission(tx: Tx, given: NewSubmission): Promise<string> {
  const id = newId();
  await tx.run(sql`insert into stat_submission (id, form, period, division, version, state, typed, counted, totals, notes, changed_at, changed_by, changed_name)
    values (${id}, ${given.form}, ${given.period}, ${given.division}, ${given.version}, ${given.state}, ${JSON.stringify(given.typed)}::jsonb, ${JSON.stringify(given.counted)}::jsonb,
      ${JSON.stringify(given.totals)}::jsonb, ${JSON.stringify(given.notes)}::jsonb, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  return id;
}

/** Changes of a report, with who and when. */
export const changeSubmission = (tx: Tx, id: string, changes: Sql): Promise<number> =>
  tx.run(
    sql`update stat_submission set ${changes}, edit = edit + 1, changed_at = ${tx.now}, changed_by = ${tx.actor.id}, changed_name = ${tx.actor.name} where id = ${id}`,
  );

export const stepNames = {
  save: '填报',
  prepare: '填好，报请签发',
  takeBack: '撤回修改',
  refuse: '不予签发',
  sign: '签发上报',
  check: '审核通过',
  sendBack: '退回',
  lock: '锁定',
  revise: '按批准的修订另成一版',
} as const;
export type StepName = keyof typeof stepNames;

export interface StepRow {
  readonly action: StepName;
  readonly at: string;
  readonly byName: string;
  readonly note: string;
}

export const addStep = (tx: Tx, of: { id: string; division: DivisionCode; action: StepName; note?: string }): Promise<number> =>
  tx.run(sql`insert into stat_step (id, submission_id, division, action, at, by_id, by_name, note)
    values (${newId()}, ${of.id}, ${of.division}, ${of.action}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name}, ${of.note ?? ''})`);

export const stepsOf = (tx: Tx, at: At): Promise<(StepRow & { version: number })[]> =>
  tx.rows(sql`select t.action, t.at, t.by_name, t.note, s.version from stat_step t join stat_submission s on s.id = t.submission_id
    where s.form = ${at.form} and s.period = ${at.period} and s.division = ${at.division} order by t.id limit 300`);
