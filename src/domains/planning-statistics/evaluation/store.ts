/** Rows of 规划评估. */
import { type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { IndicatorResult } from './content.ts';
import type { EvaluationKind, EvaluationState, Outcome, RemeasureState, SurveyAnswer } from './terms.ts';

export interface Evaluation {
  readonly id: string;
  readonly plan: string;
  readonly kind: EvaluationKind;
  readonly title: string;
  readonly baseOn: PlainDate;
  readonly method: string;
  readonly selfDueOn: PlainDate;
  readonly evaluator: string;
  readonly surveyFrom: PlainDate;
  readonly surveyUntil: PlainDate;
  readonly state: EvaluationState;
  readonly draftedAt: string;
  readonly draftedBy: string;
  readonly draftedName: string;
  readonly adoptedAt: string | null;
  readonly adoptedName: string | null;
  readonly declaredAt: string | null;
  readonly declaredBy: string | null;
  readonly declaredName: string | null;
  readonly report: string | null;
  readonly results: readonly IndicatorResult[] | null;
  /** Hundredths. */
  readonly score: number | null;
  readonly complete: boolean | null;
  readonly changesPlan: boolean | null;
  readonly reportedAt: string | null;
  readonly reportedBy: string | null;
  readonly reportedName: string | null;
  readonly approvedAt: string | null;
  readonly approvedName: string | null;
  readonly publishedAt: string | null;
  readonly publishedName: string | null;
  readonly edit: number;
}
const columns = sql`e.id, e.plan, e.kind, e.title, e.base_on, e.method, e.self_due_on, e.evaluator, e.survey_from, e.survey_until, e.state, e.drafted_at, e.drafted_by,
  e.drafted_name, e.adopted_at, e.adopted_name, e.declared_at, e.declared_by, e.declared_name, e.report, e.results, e.score, e.complete, e.changes_plan, e.reported_at,
  e.reported_by, e.reported_name, e.approved_at, e.approved_name, e.published_at, e.published_name, e.edit`;

export const findEvaluations = (tx: Tx, where: Sql): Promise<Evaluation[]> =>
  tx.rows<Evaluation>(sql`select ${columns} from plan_evaluation e where ${where} order by e.base_on desc, e.id desc limit 50`);
export const readEvaluation = (tx: Tx, id: string): Promise<Evaluation | null> =>
  tx.maybe<Evaluation>(sql`select ${columns} from plan_evaluation e where e.id = ${id}`);
export const lockEvaluation = (tx: Tx, id: string): Promise<Evaluation | null> =>
  tx.maybe<Evaluation>(sql`select ${columns} from plan_evaluation e where e.id = ${id} for update`);
export const changeEvaluation = (tx: Tx, id: string, changes: Sql): Promise<number> =>
  tx.run(sql`update plan_evaluation set ${changes}, edit = edit + 1 where id = ${id}`);

export interface SelfRow {
  readonly id: string;
  readonly division: DivisionCode;
  readonly section: string;
  readonly done: string | null;
  readonly problems: string | null;
  readonly reportedAt: string | null;
  readonly reportedName: string | null;
}
export const selvesOf = (tx: Tx, evaluation: string): Promise<SelfRow[]> =>
  tx.rows<SelfRow>(sql`select id, division, section, done, problems, reported_at, reported_name from plan_self_evaluation
    where evaluation_id = ${evaluation} order by section, division limit 200`);

export interface MeasureRow {
  readonly id: string;
  readonly indicator: string;
  readonly division: DivisionCode;
  readonly valueId: string;
  readonly num: number;
  readonly den: number;
  readonly sample: number;
  readonly note: string;
  readonly state: RemeasureState;
  readonly measuredAt: string;
  readonly measuredBy: string;
  readonly measuredName: string;
  readonly outcome: Outcome | null;
  readonly outcomeReason: string | null;
  readonly settledName: string | null;
}
export const measuresOf = (tx: Tx, evaluation: string, where: Sql = sql`true`): Promise<MeasureRow[]> =>
  tx.rows<MeasureRow>(sql`select id, indicator, division, value_id, num, den, sample, note, state, measured_at, measured_by, measured_name, outcome, outcome_reason, settled_name
    from plan_remeasure where evaluation_id = ${evaluation} and ${where} order by indicator, division limit 500`);

export async function countsOf(tx: Tx, evaluation: string): Promise<Record<SurveyAnswer, number>> {
  const rows = await tx.rows<{ answer: SurveyAnswer; copies: number }>(
    sql`select answer, sum(copies)::int as copies from plan_survey_count where evaluation_id = ${evaluation} group by answer limit 10`,
  );
  return { a: 0, b: 0, c: 0, d: 0, e: 0, ...Object.fromEntries(rows.map((r) => [r.answer, r.copies])) };
}
