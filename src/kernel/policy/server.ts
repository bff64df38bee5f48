/** Standards in the database, and decisions kept with the facts and the rows that they read, so that each can be made again. */
import { type Sql, sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { plusDays } from '../calendar/index.ts';
import { forget, newId, remember, type Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Fen, Id, PlainDate, YearMonth } from '../schema/index.ts';
import { tellRaisedFloor } from './floors.ts';
import {
  type Decision,
  enterRow,
  isRehearsed,
  makeParameters,
  type NewParameterError,
  type ParameterRow,
  type Parameters,
  type Rule,
} from './index.ts';
import './audited.ts';
import { standardName, standardsNamed } from './names.ts';
import './sealed.ts';

export { Bound, standardsBelowFloor } from './floors.ts';
export * from './index.ts';
export { nameStandards, standardName, standardNames } from './names.ts';

const MEMO = 'parameters';
/** A city has some hundred rows; the bound is a guard, not a page. */
const MAX_ROWS = 20_000;

/** Every row in force, before or after today, that nothing has replaced. */
export const allRows = (tx: Tx): Promise<ParameterRow[]> =>
  remember(tx, MEMO, () =>
    tx.rows<ParameterRow>(sql`select id, key, division, value, unit, valid_from, valid_to, known_since, source, nature, note, floor, ceiling
      from parameter where superseded_at is null order by key, division, valid_from limit ${MAX_ROWS}`),
  );

export const parametersOf = async (tx: Tx): Promise<Parameters> => {
  const rows = await allRows(tx);
  const known = tx.memo.get('parameter-lookup') as
    | { value: { rows: ParameterRow[]; lookup: Parameters }; until: number }
    | undefined;
  if (known?.value.rows === rows) return known.value.lookup;
  const lookup = makeParameters(rows);
  tx.memo.set('parameter-lookup', { value: { rows, lookup }, until: Number.POSITIVE_INFINITY });
  return lookup;
};

/** The standards as they were known at an instant: for the question what would have been computed then. */
export const parametersAsKnown = async (tx: Tx, knownAt: string): Promise<Parameters> =>
  makeParameters(
    await tx.rows<ParameterRow>(sql`select id, key, division, value, unit, valid_from, valid_to, known_since, source, nature, note, floor, ceiling
      from parameter where known_since <= ${knownAt}::timestamptz and (superseded_at is null or superseded_at > ${knownAt}::timestamptz)
      order by key, division, valid_from limit ${MAX_ROWS}`),
  );

/** Rows used by an old decision, for its replay: also those that have been superseded since. */
export const parameterRows = (tx: Tx, ids: readonly string[]): Promise<ParameterRow[]> =>
  tx.rows<ParameterRow>(sql`select id, key, division, value, unit, valid_from, valid_to, known_since, source, nature, note, floor, ceiling
    from parameter where id = any(${ids}::uuid[]) limit 500`);

/** A whole number of days (or yuan, or persons) in force. Throws the refusal as a value. */
export async function wholeParameter(
  tx: Tx,
  key: string,
  division: DivisionCode,
  on: PlainDate,
): Promise<Result<number, 'PARAM_MISSING'>> {
  const found = (await parametersOf(tx)).on(key, division, on);
  return found.ok ? ok(Number(found.value.value)) : found;
}

/** Several of them by key, those of a day. */
export async function wholeParameters<const K extends readonly string[]>(
  tx: Tx,
  keys: K,
  division: DivisionCode,
  on: PlainDate = tx.today,
): Promise<Result<Record<K[number], number>, 'PARAM_MISSING'>> {
  const values: Record<string, number> = {};
  for (const key of keys) {
    const found = await wholeParameter(tx, key, division, on);
    if (!found.ok) return found;
    values[key] = found.value;
  }
  return ok(values as Record<K[number], number>);
}

/** The last day of a limit that begins on a day, in working days or days as the unit of its standard of today says; and which of them it was. */
export async function limitFrom(
  tx: Tx,
  key: string,
  { division, from }: { readonly division: DivisionCode; readonly from: PlainDate },
): Promise<Result<{ dueOn: PlainDate; counts: 'workdays' | 'days' }, 'PARAM_MISSING'>> {
  const found = (await parametersOf(tx)).on(key, division, tx.today);
  if (!found.ok) return found;
  const days = Number(found.value.value);
  return ok(
    found.value.row.unit === 'workdays'
      ? { dueOn: tx.calendar.addWorkdays(from, days, division), counts: 'workdays' }
      : { dueOn: plusDays(from, days), counts: 'days' },
  );
}

export type NewParameter = Omit<ParameterRow, 'id' | 'knownSince'>;

const cityOnly = new Set<string>();
/** Standards that the law leaves to a prefecture-level city or above: no county sets its own. */
export const defineCityOnly = (...keys: readonly string[]): void => {
  for (const key of keys) cityOnly.add(key);
};
/** Codes of a nation, a province or a prefecture-level city have nothing after the fourth digit. */
const isBelowCity = (division: DivisionCode): boolean => !/^\d{4}0{8}$/.test(division);

const insertRow = (tx: Tx, id: string, row: NewParameter): Promise<number> =>
  tx.run(sql`insert into parameter (id, key, division, value, unit, valid_from, valid_to, known_since, source, nature, note, floor, ceiling, created_by)
    values (${id}, ${row.key}, ${row.division}, ${row.value}, ${row.unit}, ${row.validFrom}, ${row.validTo}, ${tx.now}, ${row.source}, ${row.nature}, ${row.note},
      ${row.floor ?? null}, ${row.ceiling ?? null}, ${tx.actor.id})`);

/** Puts a standard in force. The open row of the same key and division ends where the new one begins. */
export async function addParameter(
  tx: Tx,
  row: NewParameter,
): Promise<Result<{ id: string }, NewParameterError | 'PARAM_CITY_ONLY'>> {
  if (cityOnly.has(row.key) && isBelowCity(row.division)) return fail('PARAM_CITY_ONLY', { key: row.key });
  // One entry of a key at a time: the second one sees the first, and gets a sentence instead of a broken constraint.
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`parameter:${row.key}`}, 0))`);
  const rows = await tx.rows<ParameterRow>(
    sql`select * from parameter where key = ${row.key} and superseded_at is null limit 2000`,
  );
  const id = newId();
  const entered = enterRow(rows, { ...row, id, knownSince: tx.now });
  if (!entered.ok) return entered;
  const { ended: open } = entered.value;
  // The open row is superseded by one that ends, never changed: a decision that read it can be made again as it was.
  if (open) {
    await tx.run(sql`update parameter set superseded_at = ${tx.now} where id = ${open.id}`);
    await insertRow(tx, newId(), { ...open, validTo: row.validFrom });
  }
  await insertRow(tx, id, row);
  await recordAudit(tx, {
    action: 'parameter.added',
    subject: { kind: 'parameter', id },
    division: row.division,
    detail: {
      key: row.key,
      value: row.value,
      validFrom: row.validFrom,
      ...(row.floor ? { floor: row.floor } : {}),
      ...(row.ceiling ? { ceiling: row.ceiling } : {}),
    },
  });
  forget(tx, MEMO);
  await tellRaisedFloor(tx, entered.value.rows, { ...row, id, knownSince: tx.now });
  return ok({ id });
}

/** What one person may put in force alone: a standard that nobody is paid by. The others go through a draft. */
export const enterParameter = async (
  tx: Tx,
  row: NewParameter,
): Promise<Result<{ id: string }, NewParameterError | 'PARAM_CITY_ONLY' | 'PARAM_NEEDS_DRAFT'>> =>
  isRehearsed(row.key) ? fail('PARAM_NEEDS_DRAFT', { name: standardName(row.key) }) : addParameter(tx, row);

/** Loads the city pack's rows that are not there yet (same key, division and first day). */
export async function loadParameters(tx: Tx, rows: readonly NewParameter[]): Promise<number> {
  // One statement for the pack: it has hundreds of rows, and every start and every test of the whole loads it.
  const given = JSON.stringify(rows.map((row) => ({ ...row, id: newId() })));
  const added =
    await tx.run(sql`insert into parameter (id, key, division, value, unit, valid_from, valid_to, known_since, source, nature, note, floor, ceiling, created_by)
      select r.id, r.key, r.division, r.value, r.unit, r."validFrom", r."validTo", ${tx.now}::timestamptz, r.source, r.nature, r.note, r.floor, r.ceiling, ${tx.actor.id}
      from (select distinct on (key, division, "validFrom") * from jsonb_to_recordset(${given}::jsonb) as g(id uuid, key text, division text collate "C", value text, unit text,
        "validFrom" date, "validTo" date, source text, nature text, note text, floor text, ceiling text) order by key, division, "validFrom", id) r
      where not exists (select from parameter p where p.key = r.key and p.division = r.division and p.valid_from = r."validFrom")`);
  forget(tx, MEMO);
  return added;
}

export interface ParameterFilter {
  key?: string;
  /** A name, a place, a number: whatever people call it. */
  text?: string;
  division?: DivisionCode;
  after?: string;
}

/** In the number, the name or the note of a standard, or in the name of the place that it is of. */
function called(tx: Tx, text: string): Sql {
  const places = tx.divisions.all.flatMap((d) => (d.name.includes(text) ? [d.code] : []));
  return sql`(position(${text.toUpperCase()} in key) > 0 or position(${text} in note) > 0 or key = any(${standardsNamed(text)}::text[])
    or division = any(${places}::text[]))`;
}

/** Every version, newest first within a key: history is shown, not only today's value. 100 a page. */
export const listParameters = (tx: Tx, filter: ParameterFilter): Promise<(ParameterRow & { createdBy: string })[]> =>
  tx.rows(sql`select * from parameter where superseded_at is null and ${filter.text ? called(tx, filter.text) : sql`true`}
    and (${filter.key ?? ''} = '' or position(upper(${filter.key ?? ''}) in key) > 0) and (${filter.division ?? ''} = '' or division = ${filter.division ?? ''})
    and (key || division || valid_from) > ${filter.after ?? ''} order by (key || division || valid_from) limit 100`);

/** standard: what an entitlement comes to by a new standard, from the facts of an earlier decision. */
export const decisionKinds = {
  initial: '初审意见',
  reviewed: '复核意见',
  final: '审核确认',
  standard: '调标重算',
  moved: '迁入接续',
} as const;
export type DecisionKind = keyof typeof decisionKinds;

export interface StoredDecision {
  id: Id<'Decision'>;
  caseId: Id<'Case'>;
  kind: DecisionKind;
  asOf: PlainDate;
  ruleName: string;
  ruleVersion: string;
  outcome: Decision['outcome'];
  amountFen: Fen | null;
  effectiveMonth: YearMonth | null;
  madeAt: string;
  decision: Decision;
  facts: unknown;
}

export const decisionPlace = (id: string): string => `decision.content:${id}`;

/** Keeps a decision with its facts. `factIds` are the versions of registry facts that it read. */
export async function saveDecision(
  tx: Tx,
  given: {
    caseId: string;
    kind: StoredDecision['kind'];
    division: DivisionCode;
    personId: string;
    decision: Decision;
    facts: unknown;
    factIds?: readonly string[];
  },
): Promise<Id<'Decision'>> {
  const id = newId();
  const { decision } = given;
  await tx.run(sql`insert into decision (id, case_id, kind, division, person_id, as_of, rule_name, rule_version, outcome, amount_fen, effective_month, parameter_ids, fact_ids, content, made_by, made_at)
    values (${id}, ${given.caseId}, ${given.kind}, ${given.division}, ${given.personId}, ${decision.asOf}, ${decision.rule.name}, ${decision.rule.version}, ${decision.outcome},
      ${decision.amountFen}, ${decision.effectiveMonth}, ${[...new Set(decision.parameters.map((p) => p.rowId))]}::uuid[], ${given.factIds ?? []}::uuid[],
      ${tx.keys.sealJson({ decision, facts: given.facts }, decisionPlace(id))}, ${tx.actor.id}, ${tx.now})`);
  return id;
}

type DecisionRow = Omit<StoredDecision, 'decision' | 'facts'> & {
  content: Buffer;
  /** The decision that keeps the facts, where this one rests on the same. */
  factsOf: string | null;
  factsContent: Buffer | null;
};
interface DecisionContent {
  decision: Decision;
  facts: unknown;
}

const decisionRows = sql`select d.*, f.content as facts_content from decision d left join decision f on f.id = d.facts_of`;

function opened(tx: Tx, { content, factsOf, factsContent, ...row }: DecisionRow): StoredDecision {
  const own = tx.keys.openJson<DecisionContent>(content, decisionPlace(row.id));
  if (!factsOf) return { ...row, ...own };
  if (!factsContent) throw new Error(`decision ${row.id} has lost the facts of ${factsOf}`);
  return { ...row, ...own, facts: tx.keys.openJson<DecisionContent>(factsContent, decisionPlace(factsOf)).facts };
}

export async function decisionsOfCase(tx: Tx, caseId: string): Promise<StoredDecision[]> {
  const rows = await tx.rows<DecisionRow>(sql`${decisionRows} where d.case_id = ${caseId} order by d.made_at limit 40`);
  return rows.map((row) => opened(tx, row));
}

/** A decision as the page of its case shows it; who made it and in which step is named by the domain. */
export const decisionShown = (
  { id, kind, asOf, outcome, amountFen, effectiveMonth, decision, madeAt }: StoredDecision,
  kindZh: string,
) => ({
  id: id as string,
  kind: kind as string,
  kindZh,
  asOf,
  outcome,
  amountFen,
  effectiveMonth,
  clauses: decision.clauses,
  breakdown: decision.breakdown,
  madeAt,
});

export async function getDecision(tx: Tx, id: string): Promise<Result<StoredDecision, 'NOT_FOUND'>> {
  const row = await tx.maybe<DecisionRow>(sql`${decisionRows} where d.id = ${id}`);
  return row ? ok(opened(tx, row)) : fail('NOT_FOUND');
}

/** The rows that hold for one place and the levels above it: what a pre-check computes with and a page of standards shows. */
export const publicStandards = async (tx: Tx, divisions: readonly DivisionCode[]): Promise<ParameterRow[]> => {
  const wanted = new Set(divisions);
  return (await allRows(tx)).filter((row) => wanted.has(row.division));
};

/** The rules of a name that decisions carry. */
interface Replayable {
  readonly book: { readonly current: Rule<unknown>; version(version: string): Rule<unknown> | undefined };
  /** The facts as they are known now; null when there is nothing newer than what the decision kept. */
  readonly factsNow: (tx: Tx, stored: StoredDecision) => Promise<unknown>;
  /** What the rule reads, where that is more than the facts that a decision keeps. */
  readonly inputOf: (stored: StoredDecision, facts: unknown) => unknown;
}

const replayable = new Map<string, Replayable>();
export function defineReplay<Input, D extends Decision, Facts = Input>(given: {
  rule: string;
  book: { readonly current: Rule<Input, D>; version(version: string): Rule<Input, D> | undefined };
  factsNow?: (tx: Tx, stored: StoredDecision) => Promise<Facts | null>;
  inputOf?: (stored: StoredDecision, facts: Facts) => Input;
}): void {
  const { factsNow = async () => null, inputOf } = given;
  replayable.set(given.rule, {
    book: given.book as Replayable['book'],
    factsNow,
    inputOf: inputOf ? (stored, facts) => inputOf(stored, facts as Facts) : (_, facts) => facts,
  });
}
export const replayableOf = (rule: string): Replayable | undefined => replayable.get(rule);
