/** All SQL of plans, tasks and records. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { Risk } from '../stays/rules.ts';
import { type Admission, type Stay, sealPlace } from '../stays/store.ts';
import type { RiskType } from '../stays/terms.ts';
import type { PlanItem } from './rules.ts';
import type { Abnormal, CareResult } from './terms.ts';

export interface PlanContent {
  readonly goals: string;
  readonly wishes: string;
  readonly doctor: string;
  readonly items: readonly PlanItem[];
}
export interface Plan extends PlanContent {
  readonly id: string;
  readonly stayId: string;
  readonly no: number;
  readonly fromAt: string;
  readonly madeName: string;
}
interface PlanRow extends Omit<Plan, keyof PlanContent> {
  content: Buffer;
}
const planColumns = sql`p.id, p.stay_id, p.no, p.from_at, p.made_name, p.content`;
const planOf = (tx: Tx, { content, ...row }: PlanRow): Plan => ({
  ...row,
  ...tx.keys.openJson<PlanContent>(content, sealPlace('care_plan', 'content', row.id)),
});

/** Every plan of a stay, the one in force first. */
export const plansOf = async (tx: Tx, stayId: string): Promise<Plan[]> =>
  (
    await tx.rows<PlanRow>(sql`select ${planColumns} from care_plan p where p.stay_id = ${stayId} order by p.no desc limit 50`)
  ).map((row) => planOf(tx, row));

/** The plan in force of each stay of a home, by stay. */
export const plansInHome = async (tx: Tx, institutionId: string): Promise<Map<string, Plan>> =>
  new Map(
    (
      await tx.rows<PlanRow>(sql`select distinct on (p.stay_id) ${planColumns} from care_plan p join care_stay s on s.id = p.stay_id
        where p.institution_id = ${institutionId} and s.to_on is null order by p.stay_id, p.no desc`)
    ).map((row) => [row.stayId, planOf(tx, row)]),
  );

/** The plans with these ids, by id. */
export const plansById = async (tx: Tx, ids: readonly string[]): Promise<Map<string, Plan>> =>
  new Map(
    (
      await tx.rows<PlanRow>(
        sql`select ${planColumns} from care_plan p where p.id = any(${[...new Set(ids)]}::uuid[]) limit 2000`,
      )
    ).map((row) => [row.id, planOf(tx, row)]),
  );

export type Risks = Partial<Record<RiskType, Risk>>;
/** The nine risks as they were assessed last: after the admission, or before it. */
export async function risksNow(tx: Tx, stayId: string, admission: Admission): Promise<{ risks: Risks; on: PlainDate | null }> {
  const row = await tx.maybe<{ id: string; risks: Buffer; onDate: PlainDate }>(
    sql`select id, risks, on_date from care_risk where stay_id = ${stayId} order by on_date desc, recorded_at desc limit 1`,
  );
  return row
    ? { risks: tx.keys.openJson(row.risks, sealPlace('care_risk', 'risks', row.id)), on: row.onDate }
    : { risks: admission.risks, on: admission.risksOn };
}

/** The same of everybody who lives in a home, by stay. */
export async function risksInHome(tx: Tx, institutionId: string): Promise<Map<string, { risks: Risks; on: PlainDate | null }>> {
  const rows = await tx.rows<{
    stayId: string;
    admissionId: string;
    first: Buffer | null;
    firstOn: PlainDate | null;
    againId: string | null;
    again: Buffer | null;
    againOn: PlainDate | null;
  }>(sql`select s.id as stay_id, a.id as admission_id, a.risks as first, a.risks_on as first_on, r.id as again_id, r.risks as again, r.on_date as again_on
    from care_stay s join care_admission a on a.id = s.admission_id
      left join lateral (select id, risks, on_date from care_risk where stay_id = s.id order by on_date desc, recorded_at desc limit 1) r on true
    where s.institution_id = ${institutionId} and s.to_on is null limit 5000`);
  return new Map(
    rows.map((row) => [
      row.stayId,
      row.againId && row.again
        ? { risks: tx.keys.openJson<Risks>(row.again, sealPlace('care_risk', 'risks', row.againId)), on: row.againOn }
        : {
            risks: row.first ? tx.keys.openJson<Risks>(row.first, sealPlace('care_admission', 'risks', row.admissionId)) : {},
            on: row.firstOn,
          },
    ]),
  );
}

export interface Task {
  id: string;
  planId: string;
  stayId: string;
  institutionId: string;
  division: DivisionCode;
  itemNo: number;
  onDay: PlainDate;
  dueAt: string;
  result: CareResult | 'withdrawn' | null;
}
export const taskColumns = sql`t.id, t.plan_id, t.stay_id, t.institution_id, t.division, t.item_no, t.on_day, t.due_at, t.result`;

export async function lockTask(tx: Tx, id: string): Promise<Result<Task, 'NOT_FOUND'>> {
  const row = await tx.maybe<Task>(sql`select ${taskColumns} from care_task t where t.id = ${id} for update`);
  return row ? ok(row) : fail('NOT_FOUND');
}

export interface RecordContent {
  readonly what?: Abnormal;
  readonly note?: string;
  readonly temperature?: string;
  readonly pressure?: string;
  readonly pulse?: string;
}
export interface CareRecord extends RecordContent {
  id: string;
  taskId: string;
  result: CareResult;
  doneAt: string;
  signedAt: string;
  receivedAt: string;
  signedBy: string;
  signedName: string;
  corrects: string | null;
  bulk: boolean;
}
interface RecordRow extends Omit<CareRecord, keyof RecordContent> {
  content: Buffer | null;
}

/** All lines of these tasks, the first one first. */
export const recordsOf = async (tx: Tx, taskIds: readonly string[]): Promise<Map<string, CareRecord[]>> => {
  const rows =
    await tx.rows<RecordRow>(sql`select r.id, r.task_id, r.result, r.content, r.done_at, r.signed_at, r.received_at, r.signed_by, r.signed_name, r.corrects, r.bulk
    from care_record r where r.task_id = any(${[...taskIds]}::uuid[]) order by r.received_at, r.id limit 10000`);
  const of = new Map<string, CareRecord[]>();
  for (const { content, ...row } of rows) {
    const record = {
      ...row,
      ...(content ? tx.keys.openJson<RecordContent>(content, sealPlace('care_record', 'content', row.id)) : {}),
    };
    of.set(row.taskId, [...(of.get(row.taskId) ?? []), record]);
  }
  return of;
};

/** What was due goes on no more: the plan has changed, or the person has left. */
export const withdrawTasks = (tx: Tx, stay: Pick<Stay, 'id'>): Promise<number> =>
  tx.run(sql`update care_task set result = 'withdrawn' where stay_id = ${stay.id} and result is null and due_at > ${tx.now}`);
