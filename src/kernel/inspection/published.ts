/** 一公开: what everybody reads: plans and draws with all that they rest on, results of checks, dangers that are major or late. No person of an institution is named. */
import { sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import type { PlainDate } from '../schema/index.ts';
import { type Grade, grades } from './dangers.ts';
import { findDraw, listDraws } from './draws.ts';
import type { InspectedKind } from './kinds.ts';
import { plansOf } from './plans.ts';
import { type Cause, type CheckResult, causes, type DangerState, dangerStates, results } from './terms.ts';
import { type PublicDraw, publicDraw } from './views.ts';

export interface PublicCheck {
  readonly no: string;
  readonly objectId: string;
  readonly objectName: string;
  readonly causeZh: string;
  readonly matter: string;
  readonly finishedAt: string;
  readonly resultZh: string;
  readonly publishedOn: PlainDate;
  /** What was not so, without persons. */
  readonly faults: readonly string[];
  readonly objectionAnswer: string | null;
}
interface CheckRow {
  no: string;
  objectId: string;
  objectName: string;
  cause: Cause;
  matter: string;
  finishedAt: string;
  result: CheckResult;
  publishedOn: PlainDate;
  items: { code: string; fault: string }[];
  answers: { code: string; answer: string }[];
  objectionAnswer: string | null;
}

/** Newest first; of one object where one is named. */
export async function publishedChecks(tx: Tx, kind: InspectedKind, objectId: string | null): Promise<PublicCheck[]> {
  const rows = await tx.rows<CheckRow>(
    sql`select no, object_id, object_name, cause, matter, finished_at, result, published_on, items, answers, objection_answer from inspection_task
      where kind = ${kind.kind} and state = 'published' and (${objectId}::uuid is null or object_id = ${objectId}::uuid) order by published_on desc, no desc limit 200`,
  );
  return rows.map(({ cause, result, items, answers, ...row }) => ({
    ...row,
    causeZh: causes[cause],
    resultZh: results[result],
    faults: answers.flatMap(({ code, answer }) => (answer === 'no' ? [items.find((item) => item.code === code)!.fault] : [])),
  }));
}

export interface PublicDanger {
  readonly no: string;
  readonly objectName: string;
  readonly gradeZh: string;
  readonly major: boolean;
  readonly rule: string;
  readonly dueOn: PlainDate;
  readonly stateZh: string;
  readonly late: boolean;
}

/** Major ones, and those that are late by seven days and more: until somebody else has seen that they are gone. */
const published = sql`state in ('rectifying', 'done') and (grade = 'major' or overdue_step >= 2)`;

/** How many open dangers of each of these bodies are published; a body without any is not in the answer. */
export async function publishedDangerCounts(
  tx: Tx,
  kind: InspectedKind,
  objectIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.rows<{ id: string; n: number }>(sql`select object_id as id, count(*)::int as n from hidden_danger
    where kind = ${kind.kind} and object_id = any(${[...objectIds]}::uuid[]) and ${published} group by object_id`);
  return new Map(rows.map(({ id, n }) => [id, n]));
}

export async function publishedDangers(tx: Tx, kind: InspectedKind, objectId: string | null): Promise<PublicDanger[]> {
  const rows = await tx.rows<{
    no: string;
    objectName: string;
    grade: Grade;
    rule: string;
    dueOn: PlainDate;
    state: DangerState;
    overdueStep: number;
  }>(
    sql`select no, object_name, grade, rule, due_on, state, overdue_step from hidden_danger where kind = ${kind.kind} and ${published}
      and (${objectId}::uuid is null or object_id = ${objectId}::uuid) order by due_on limit 200`,
  );
  return rows.map(({ grade, state, overdueStep, ...row }) => ({
    ...row,
    gradeZh: grades[grade],
    major: grade === 'major',
    stateZh: dangerStates[state].zh,
    late: overdueStep > 0,
  }));
}

export interface PublicPlan {
  readonly year: number;
  readonly divisionName: string;
  readonly matter: string;
  readonly rates: Readonly<Record<'A' | 'B' | 'C' | 'D', number>>;
  readonly caps: Readonly<Record<'A' | 'B' | 'C', number>>;
  readonly publishedOn: PlainDate;
}

export async function publishedPlans(tx: Tx, kind: InspectedKind): Promise<PublicPlan[]> {
  return (await plansOf(tx, kind)).flatMap(({ year, division, matter, rates, caps, publishedOn }) =>
    publishedOn === null ? [] : [{ year, divisionName: tx.divisions.fullName(division), matter, rates, caps, publishedOn }],
  );
}

/** Batches whose promise is public; void ones stay. */
export async function publishedDraws(tx: Tx, kind: InspectedKind): Promise<PublicDraw[]> {
  return (await listDraws(tx, kind)).flatMap((batch) => (batch.promise === null ? [] : [publicDraw(tx, batch)]));
}

export async function publishedDraw(tx: Tx, kind: InspectedKind, no: string): Promise<PublicDraw | null> {
  const batch = await findDraw(tx, kind, sql`no = ${no}`);
  return batch?.promise ? publicDraw(tx, batch) : null;
}
