/** Rows of 指标值, their steps, and which value stands for a place and a day. */
import { type Sql, sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { ValueSource, ValueState, ValueStep } from './terms.ts';

export interface ValueRow {
  readonly id: string;
  readonly indicator: string;
  readonly division: DivisionCode;
  readonly period: string;
  readonly periodEnd: PlainDate;
  readonly source: ValueSource;
  readonly version: number;
  readonly state: ValueState;
  readonly num: number;
  readonly den: number;
  readonly countedNum: number | null;
  readonly countedDen: number | null;
  readonly asOf: PlainDate;
  readonly sourceText: string;
  readonly proofFile: string | null;
  readonly reason: string;
  readonly revises: string | null;
  readonly revisionReason: string | null;
  readonly returnedReason: string | null;
  readonly edit: number;
  readonly filledAt: string;
  readonly filledBy: string;
  readonly filledName: string;
  readonly checkedAt: string | null;
  readonly checkedBy: string | null;
  readonly publishedAt: string | null;
  readonly publishedName: string | null;
}
export const valueColumns = sql`v.id, v.indicator, v.division, v.period, v.period_end, v.source, v.version, v.state, v.num, v.den, v.counted_num, v.counted_den, v.as_of,
  v.source_text, v.proof_file, v.reason, v.revises, v.revision_reason, v.returned_reason, v.edit, v.filled_at, v.filled_by, v.filled_name, v.checked_at, v.checked_by,
  v.published_at, v.published_name`;

const MOST = 2000;
export const findValues = (tx: Tx, where: Sql): Promise<ValueRow[]> =>
  tx.rows<ValueRow>(
    sql`select ${valueColumns} from plan_value v where ${where} order by v.period_end, v.period, v.source, v.version limit ${MOST}`,
  );
export const lockValue = (tx: Tx, id: string): Promise<ValueRow | null> =>
  tx.maybe<ValueRow>(sql`select ${valueColumns} from plan_value v where v.id = ${id} for update`);

export const changeValue = (tx: Tx, id: string, changes: Sql): Promise<number> =>
  tx.run(sql`update plan_value set ${changes}, edit = edit + 1 where id = ${id}`);

export const addStep = (
  tx: Tx,
  of: { id: string; division: DivisionCode; action: ValueStep; note?: string | undefined },
): Promise<number> =>
  tx.run(sql`insert into plan_value_step (id, value_id, division, action, at, by_id, by_name, note)
    values (${newId()}, ${of.id}, ${of.division}, ${of.action}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name}, ${of.note ?? ''})`);

export interface StepRow {
  readonly valueId: string;
  readonly action: ValueStep;
  readonly at: string;
  readonly byName: string;
  readonly note: string;
}
export const stepsOf = (tx: Tx, values: readonly string[]): Promise<StepRow[]> =>
  tx.rows<StepRow>(
    sql`select value_id, action, at, by_name, note from plan_value_step where value_id = any(${values}::uuid[]) order by id limit ${MOST}`,
  );

export interface ConflictRow {
  readonly id: string;
  readonly indicator: string;
  readonly division: DivisionCode;
  readonly periodEnd: PlainDate;
  readonly valueIds: readonly string[];
  readonly openedAt: string;
  readonly chosenId: string | null;
  readonly reason: string | null;
  readonly chosenAt: string | null;
  readonly chosenName: string | null;
}
export const findConflicts = (tx: Tx, where: Sql, lock: Sql = sql``): Promise<ConflictRow[]> =>
  tx.rows<ConflictRow>(sql`select c.id, c.indicator, c.division, c.period_end, c.value_ids, c.opened_at, c.chosen_id, c.reason, c.chosen_at, c.chosen_name
    from plan_conflict c where c.replaced_at is null and ${where} order by c.chosen_id is not null, c.opened_at desc, c.id limit 200 ${lock}`);

/** What is said of one place and one day: one value, the chosen of several, or several that nobody has chosen among. */
export interface Standing {
  readonly indicator: string;
  readonly division: DivisionCode;
  readonly periodEnd: PlainDate;
  readonly values: readonly ValueRow[];
  /** Null: sources differ and nobody has chosen. */
  readonly value: ValueRow | null;
  readonly conflict: ConflictRow | null;
}

/** Published values by place and day, in order of days. */
export async function standings(tx: Tx, where: Sql): Promise<Standing[]> {
  const values = await findValues(tx, sql`v.state = 'published' and ${where}`);
  const conflicts = await findConflicts(tx, sql`c.indicator = any(${[...new Set(values.map((v) => v.indicator))]}::text[])`);
  const groups = Map.groupBy(values, (v) => `${v.indicator} ${v.division} ${v.periodEnd}`);
  return [...groups.values()].map((rows) => {
    const { indicator, division, periodEnd } = rows[0]!;
    const conflict =
      conflicts.find((c) => c.indicator === indicator && c.division === division && c.periodEnd === periodEnd) ?? null;
    return {
      indicator,
      division,
      periodEnd,
      values: rows,
      conflict,
      // 来源不同、数一样的不算冲突：平台数优先
      value: conflict
        ? (rows.find((v) => v.id === conflict.chosenId) ?? null)
        : (rows.find((v) => v.source === 'system') ?? rows[0]!),
    };
  });
}
