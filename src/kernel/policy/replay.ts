/** A decision made again: as of any day, with what was known then or with what is known now, and how that differs from what was decided. */
import { sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { PlainDate } from '../schema/index.ts';
import { type Decision, type Difference, differencesBetween, makeParameters, type ParameterRow } from './index.ts';
import { allRows, getDecision, parameterRows, replayableOf, type StoredDecision } from './server.ts';

export interface Replay {
  known: 'then' | 'now';
  on: PlainDate;
  rule: { name: string; version: string };
  /** Whether the facts are those that the decision kept, or newer ones. */
  facts: 'kept' | 'current';
  decision: Decision;
  differences: readonly Difference[];
}

const rowsKnownAt = (tx: Tx, instant: string): Promise<ParameterRow[]> =>
  tx.rows<ParameterRow>(sql`select id, key, division, value, unit, valid_from, valid_to, known_since, source, nature, note, floor, ceiling from parameter
    where known_since <= ${instant} and (superseded_at is null or superseded_at > ${instant}) limit 20000`);

/** On its own day a decision is made again with the very rows that it read; on another one with all that were known when it was made. */
const standardsFor = (tx: Tx, stored: StoredDecision, known: Replay['known'], on: PlainDate): Promise<ParameterRow[]> => {
  if (known === 'now') return allRows(tx);
  return on === stored.asOf
    ? parameterRows(tx, [...new Set(stored.decision.parameters.map((p) => p.rowId))])
    : rowsKnownAt(tx, stored.madeAt);
};

export async function replayDecision(
  tx: Tx,
  id: string,
  given: { known: Replay['known']; on?: PlainDate },
): Promise<Result<Replay, 'NOT_FOUND' | 'REPLAY_NO_RULE' | 'PARAM_MISSING'>> {
  const found = await getDecision(tx, id);
  if (!found.ok) return found;
  const stored = found.value;
  const rules = replayableOf(stored.ruleName);
  const rule = given.known === 'then' ? rules?.book.version(stored.ruleVersion) : rules?.book.current;
  if (!rules || !rule) return fail('REPLAY_NO_RULE', { rule: stored.ruleName, version: stored.ruleVersion });
  const on = given.on ?? stored.asOf;
  const newer = given.known === 'now' ? await rules.factsNow(tx, stored) : null;
  const decided = rule.decide(
    rules.inputOf(stored, newer ?? stored.facts),
    makeParameters(await standardsFor(tx, stored, given.known, on)),
    on,
  );
  if (!decided.ok) return decided;
  return ok({
    known: given.known,
    on,
    rule: decided.value.rule,
    facts: newer === null ? 'kept' : 'current',
    decision: decided.value,
    differences: differencesBetween(stored.decision, decided.value),
  });
}
