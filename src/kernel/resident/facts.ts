/**
 * Facts with two clocks (design §5): what was valid on a day, as it was known at an instant. A new version takes the place of what it
 * overlaps; nothing is overwritten. A decision stores the ids of the versions that it read.
 */
import { sql } from '../../database/sql.ts';
import { newId, type Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { Id, PlainDate } from '../schema/index.ts';
import { type AsOf, type FactKind, type FactSubject, factKinds } from './index.ts';

export type FactId = Id<'Fact'>;

export interface Fact<T = unknown> {
  id: FactId;
  kind: FactKind;
  value: T;
  source: string;
  validFrom: PlainDate;
  validTo: PlainDate | null;
  knownSince: string;
}

interface FactRow extends Omit<Fact, 'value'> {
  value: unknown;
  sealed: Buffer | null;
  recordedBy: string;
}

const columns = sql`id, kind, value, sealed, source, valid_from, valid_to, known_since, recorded_by`;
export const factPlace = (id: FactId): string => `fact_version.sealed:${id}`;

const factOf = (tx: Tx, { recordedBy: _, sealed, ...row }: FactRow): Fact => ({
  ...row,
  value: sealed ? tx.keys.openJson(sealed, factPlace(row.id)) : row.value,
});

interface NewFact {
  subject: FactSubject;
  kind: FactKind;
  value: unknown;
  source: string;
  validFrom: PlainDate;
  /** Half-open; null or left out: until something else is known. */
  validTo?: PlainDate | null;
}

async function insert(tx: Tx, id: FactId, fact: NewFact, recordedBy: string): Promise<void> {
  const { protect } = factKinds[fact.kind];
  await tx.run(sql`insert into fact_version (id, subject_kind, subject_id, kind, value, sealed, source, valid_from, valid_to, known_since, recorded_by)
    values (${id}, ${fact.subject.kind}, ${fact.subject.id}, ${fact.kind}, ${protect ? null : JSON.stringify(fact.value)}::jsonb,
      ${protect ? tx.keys.sealJson(fact.value, factPlace(id)) : null}, ${fact.source}, ${fact.validFrom}, ${fact.validTo ?? null}, ${tx.now}, ${recordedBy})`);
}

/**
 * Records what is known now. Versions that overlap are superseded; the parts of them that lie before or after the new one
 * are written again, so that every day keeps exactly one known value. Returns the new version's id.
 */
export async function recordFact(tx: Tx, fact: NewFact): Promise<Result<FactId, 'FACT_DATES' | 'NOT_FOUND'>> {
  const validTo = fact.validTo ?? null;
  if (validTo !== null && validTo <= fact.validFrom) return fail('FACT_DATES', { from: fact.validFrom, to: validTo });
  const subject = fact.subject.kind === 'person' ? sql`select 1 as seen from person` : sql`select 1 as seen from household`;
  // The lock keeps two clerks from recording the same fact at once.
  if (!(await tx.maybe(sql`${subject} where id = ${fact.subject.id} for update`))) return fail('NOT_FOUND');
  const overlapped = await tx.rows<FactRow>(sql`select ${columns} from fact_version
    where subject_id = ${fact.subject.id} and subject_kind = ${fact.subject.kind} and kind = ${fact.kind} and superseded_at is null
      and (valid_to is null or valid_to > ${fact.validFrom}) and (${validTo}::date is null or valid_from < ${validTo})`);
  const id: FactId = newId();
  for (const old of overlapped)
    await tx.run(sql`update fact_version set superseded_at = ${tx.now}, superseded_by = ${id} where id = ${old.id}`);
  await insert(tx, id, { ...fact, validTo }, tx.actor.id);
  for (const old of overlapped) {
    const { kind, value, source } = factOf(tx, old);
    const rest = { subject: fact.subject, kind, value, source };
    if (old.validFrom < fact.validFrom)
      await insert(tx, newId(), { ...rest, validFrom: old.validFrom, validTo: fact.validFrom }, old.recordedBy);
    if (validTo !== null && (old.validTo === null || old.validTo > validTo))
      await insert(tx, newId(), { ...rest, validFrom: validTo, validTo: old.validTo }, old.recordedBy);
  }
  return ok(id);
}

/** Versions that were recorded of the wrong subject: known no longer, and nothing takes their place. Those that were superseded meanwhile stay so. */
export async function retractFacts(tx: Tx, subject: FactSubject, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.run(sql`update fact_version set superseded_at = ${tx.now}, superseded_by = id
    where id = any (${ids}::uuid[]) and subject_id = ${subject.id} and subject_kind = ${subject.kind} and superseded_at is null`);
}

/** The facts valid on a day, as known at an instant (now when left out): at most one of each kind. */
export async function factsAsOf(tx: Tx, subject: FactSubject, asOf: AsOf & { kinds?: readonly FactKind[] }): Promise<Fact[]> {
  const known =
    asOf.knownAt === undefined
      ? sql`superseded_at is null`
      : sql`known_since <= ${asOf.knownAt} and (superseded_at is null or superseded_at > ${asOf.knownAt})`;
  const rows = await tx.rows<FactRow>(sql`select ${columns} from fact_version
    where subject_id = ${subject.id} and subject_kind = ${subject.kind} and (${asOf.kinds ?? null}::text[] is null or kind = any (${asOf.kinds ?? null}::text[]))
      and valid_from <= ${asOf.validOn} and (valid_to is null or valid_to > ${asOf.validOn}) and ${known} order by kind`);
  return rows.map((row) => factOf(tx, row));
}

/** What the first version of a kind said, whatever took its place: it tells what was there before. Null when there is none. */
export async function firstFact(tx: Tx, subject: FactSubject, kind: FactKind): Promise<unknown> {
  const row = await tx.maybe<FactRow>(sql`select ${columns} from fact_version
    where subject_id = ${subject.id} and subject_kind = ${subject.kind} and kind = ${kind} order by known_since, valid_from limit 1`);
  return row && factOf(tx, row).value;
}

/** The history of a subject's facts as known now, newest first; at most 200. */
export async function factHistory(tx: Tx, subject: FactSubject): Promise<Fact[]> {
  const rows = await tx.rows<FactRow>(sql`select ${columns} from fact_version
    where subject_id = ${subject.id} and subject_kind = ${subject.kind} and superseded_at is null order by valid_from desc, kind limit 200`);
  return rows.map((row) => factOf(tx, row));
}

/** What is known now of one kind for several persons, valid today; those of whom nothing is known are left out. At most 1,000. */
export async function factOfMany<T>(
  tx: Tx,
  ids: readonly string[],
  kind: FactKind,
): Promise<(Fact<T> & { readonly subjectId: string })[]> {
  if (ids.length === 0) return [];
  const rows = await tx.rows<FactRow & { subjectId: string }>(sql`select subject_id, ${columns} from fact_version
    where subject_kind = 'person' and subject_id = any (${ids.slice(0, 1000)}::uuid[]) and kind = ${kind} and superseded_at is null
      and valid_from <= ${tx.today} and (valid_to is null or valid_to > ${tx.today})`);
  return rows.map(({ subjectId, ...row }) => ({ ...(factOf(tx, row) as Fact<T>), subjectId }));
}
