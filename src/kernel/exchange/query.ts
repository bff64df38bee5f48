/** Queries on record: asked with a basis or refused and logged; answered once; read with a purpose. Attempts of the worker: attempts.ts. */
import { type Sql, sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { consentedSources } from './consent.ts';
import {
  Answer,
  type AnswerInput,
  type AnswerWay,
  answerWays,
  type Query,
  type QueryFault,
  queryFaults,
  type Source,
} from './index.ts';

export const COLUMNS = sql`id, source, person_id, case_id, division, purpose, consent_id, reference, state, data_as_of, asked_at, attempts, next_at,
  answered_at, answer_as_of, error, way, addressee, due_on, batch_id, letter_id, evidence_file, destroyed_on`;

export const subjectPlace = (id: string): string => `exchange_query.subject:${id}`;
const answerPlace = (id: string): string => `exchange_query.answer:${id}`;

/** Whom a query is about, sealed beside it. */
export interface QuerySubject {
  idNumber: string;
  name: string;
}

const wakers = new Set<() => void>();
/** Registers a worker that is woken when a query has been asked. Returns how to stop that. */
export function onQueryAsked(wake: () => void): () => void {
  wakers.add(wake);
  return () => wakers.delete(wake);
}
const wakeAll = (): void => {
  for (const wake of wakers) wake();
};

/** One question of several that belong together. */
export interface Question {
  source: Source;
  personId: string;
  subject: QuerySubject;
  way?: AnswerWay;
  addressee?: string;
  /** Last day for an answer by file or letter. */
  dueOn?: PlainDate | null;
}

export interface Asking {
  caseId: string | null;
  division: DivisionCode;
  purpose: string;
  /** What they belong to: the same reference, person, source and addressee is one query, however often it is asked. */
  reference: string;
  asOf: PlainDate;
  questions: readonly Question[];
}

export type NewQuery = Omit<Asking, 'questions'> & Question;

/**
 * Asks departments, all or none. Without a valid consent, a purpose and a case it is refused, and the attempt stays in the audit. The
 * questions of a family are a handful of statements, however many sources there are.
 */
export async function requestQueries(tx: Tx, asking: Asking): Promise<Result<Query[], 'QUERY_WITHOUT_BASIS'>> {
  const { caseId, purpose, reference, division, questions } = asking;
  const personIds = [...new Set(questions.map((q) => q.personId))];
  const consents = caseId && purpose ? await consentedSources(tx, { personIds, purpose, on: tx.today, caseId }) : null;
  const consentOf = (q: Question): string | undefined => consents?.get(q.personId)?.get(q.source);
  const without = questions.find((q) => !consentOf(q));
  if (without) {
    tx.recordEvenIfRefused((record) =>
      recordAudit(record, {
        action: 'exchange.query.refused',
        personId: without.personId,
        ...(caseId ? { caseId } : {}),
        division,
        purpose,
        detail: { source: without.source, reference },
      }),
    );
    return fail('QUERY_WITHOUT_BASIS', { source: without.source });
  }
  const ids = questions.map(() => newId());
  const by = <T>(value: (q: Question, i: number) => T): T[] => questions.map(value);
  const made = await tx.rows<{ id: string; personId: string; source: Source }>(sql`insert into exchange_query
      (id, source, person_id, case_id, division, purpose, consent_id, reference, subject, data_as_of, requested_by, asked_at, next_at, way, addressee, due_on)
    select q.id, q.source, q.person_id, ${caseId}, ${division}, ${purpose}, q.consent_id, ${reference}, q.subject, ${asking.asOf}, ${tx.actor.id}, ${tx.now}, ${tx.now},
      q.way, q.addressee, q.due_on
    from unnest(${ids}::uuid[], ${by((q) => q.source)}::text[], ${by((q) => q.personId)}::uuid[], ${by((q) => consentOf(q)!)}::uuid[],
      ${by((q, i) => tx.keys.sealJson(q.subject, subjectPlace(ids[i]!)))}::bytea[], ${by((q) => q.way ?? 'interface')}::text[],
      ${by((q) => q.addressee ?? '')}::text[], ${by((q) => q.dueOn ?? null)}::date[])
      as q (id, source, person_id, consent_id, subject, way, addressee, due_on)
    on conflict on constraint exchange_query_once do nothing returning id, person_id, source`);
  for (const personId of personIds) {
    const sources = made.filter((q) => q.personId === personId).map((q) => q.source);
    if (sources.length > 0)
      await recordAudit(tx, {
        action: 'exchange.query.asked',
        personId,
        ...(caseId ? { caseId } : {}),
        division,
        purpose,
        detail: { sources, reference },
      });
  }
  if (made.length > 0) tx.afterCommit(wakeAll);
  const all = await queriesOf(tx, reference);
  return ok(
    all.filter((one) =>
      questions.some((q) => q.personId === one.personId && q.source === one.source && (q.addressee ?? '') === one.addressee),
    ),
  );
}

/** Asks a department. */
export async function requestQuery(tx: Tx, asked: NewQuery): Promise<Result<Query, 'QUERY_WITHOUT_BASIS'>> {
  const { source, personId, subject, way, addressee, dueOn, ...rest } = asked;
  const question: Question = {
    source,
    personId,
    subject,
    ...(way ? { way } : {}),
    ...(addressee ? { addressee } : {}),
    dueOn: dueOn ?? null,
  };
  const made = await requestQueries(tx, { ...rest, questions: [question] });
  return made.ok ? ok(made.value[0]!) : made;
}

/** Whether an answer may stand for a query; its fault when not. */
export function checkAnswer(
  asked: { source: Source; idNumber: string; tells?: Readonly<Record<string, string>> | undefined },
  given: unknown,
): Result<Answer, QueryFault> {
  const parsed = Answer.safeParse(given);
  if (!parsed.success) return fail('malformed');
  const answer = parsed.data;
  if (answer.person !== asked.idNumber) return fail('wrong-person');
  if (answer.source !== asked.source || (answer.status === 'none') !== (answer.items.length === 0)) return fail('malformed');
  const { tells } = asked;
  if (tells && !answer.items.every((item) => Object.hasOwn(tells, item.kind))) return fail('foreign');
  return ok(answer);
}

/** An answer that has passed `checkAnswer`, with what it came by. */
export interface KeptAnswer {
  queryId: string;
  answer: Answer;
  evidenceFile?: string | null;
}

/** Writes checked answers to queries that the caller holds locked and open. */
export async function keepAnswers(tx: Tx, kept: readonly KeptAnswer[]): Promise<Query[]> {
  if (kept.length === 0) return [];
  const by = <T>(value: (k: KeptAnswer) => T): T[] => kept.map(value);
  const queries =
    await tx.rows<Query>(sql`update exchange_query set state = 'answered', next_at = null, error = null, answered_at = ${tx.now},
      answer_as_of = k.told_of, answer = k.told, evidence_file = k.file, recorded_by = ${tx.actor.id}
    from unnest(${by((k) => k.queryId)}::uuid[], ${by((k) => k.answer.asOf)}::date[],
      ${by(({ queryId, answer: { status, items } }) => tx.keys.sealJson({ status, items }, answerPlace(queryId)))}::bytea[],
      ${by((k) => k.evidenceFile ?? null)}::uuid[]) as k (query_id, told_of, told, file)
    where id = k.query_id returning ${COLUMNS}`);
  for (const personId of new Set(queries.map((q) => q.personId))) {
    const own = queries.filter((q) => q.personId === personId);
    await recordAudit(tx, {
      action: 'exchange.query.answered',
      personId,
      caseId: own[0]!.caseId,
      division: own[0]!.division,
      purpose: own[0]!.purpose,
      detail: { sources: own.map((q) => q.source), reference: own[0]!.reference },
    });
  }
  return queries;
}

/** A query, locked, with whom it is about. */
export interface HeldQuery {
  id: string;
  source: Source;
  subject: QuerySubject;
  state: string;
  way: AnswerWay;
  error: QueryFault | null;
}

export async function holdQueries(tx: Tx, where: Sql): Promise<HeldQuery[]> {
  const rows = await tx.rows<Omit<HeldQuery, 'subject'> & { subject: Buffer }>(
    sql`select id, source, subject, state, way, error from exchange_query where ${where} order by id limit 2000 for update`,
  );
  return rows.map((row) => ({ ...row, subject: tx.keys.openJson<QuerySubject>(row.subject, subjectPlace(row.id)) }));
}

/** Given up for want of an answer may still be answered, by letter; without a consent or a need it may not. */
export const isClosed = (query: Pick<HeldQuery, 'state' | 'error'>): boolean =>
  query.state === 'answered' || query.error === 'consent-ended' || query.error === 'not-needed';

/**
 * Records what a department answered, once: a second arrival (a repeat, a late answer after a retry, a letter after the interface) is
 * refused and changes nothing.
 */
export async function recordAnswer(
  tx: Tx,
  given: { queryId: string; answer: unknown; evidenceFile?: string | null },
): Promise<Result<Query, 'NOT_FOUND' | 'QUERY_CLOSED' | 'ANSWER_UNFIT'>> {
  const [held] = await holdQueries(tx, sql`id = ${given.queryId}`);
  if (!held) return fail('NOT_FOUND');
  if (isClosed(held)) return fail('QUERY_CLOSED');
  const checked = checkAnswer({ source: held.source, idNumber: held.subject.idNumber }, given.answer);
  if (!checked.ok) return fail('ANSWER_UNFIT', { fault: queryFaults[checked.code] });
  const [query] = await keepAnswers(tx, [{ queryId: held.id, answer: checked.value, evidenceFile: given.evidenceFile ?? null }]);
  return ok(query!);
}

/** Types in what a letter answers about the person of a query; the scanned letter is the evidence. */
export async function recordLetterAnswer(
  tx: Tx,
  given: { queryId: string; asOf: PlainDate; items: AnswerInput['items']; evidenceFile: string },
): Promise<Result<Query, 'NOT_FOUND' | 'QUERY_CLOSED' | 'ANSWER_UNFIT' | 'QUERY_WAY'>> {
  const [held] = await holdQueries(tx, sql`id = ${given.queryId}`);
  if (!held) return fail('NOT_FOUND');
  if (held.way !== 'letter') return fail('QUERY_WAY', { way: answerWays[held.way] });
  const { asOf, items, evidenceFile, queryId } = given;
  const answer = { person: held.subject.idNumber, source: held.source, asOf, status: items.length > 0 ? 'found' : 'none', items };
  return recordAnswer(tx, { queryId, answer, evidenceFile });
}

/** What has no answer is asked for by letter from now on. Returns how many queries of the reference and source that were. */
export async function askByLetter(tx: Tx, at: { reference: string; source: Source; dueOn: PlainDate }): Promise<number> {
  return tx.run(sql`update exchange_query set way = 'letter', state = 'pending', next_at = ${tx.now}, due_on = ${at.dueOn}, error = null, batch_id = null
    where reference = ${at.reference} and source = ${at.source} and way <> 'letter'
      and (state = 'pending' or (state in ('failed', 'timeout') and error not in ('consent-ended', 'not-needed')))`);
}

/** Notes the letter that asks. */
export const noteLetter = (tx: Tx, at: { queryIds: readonly string[]; letterId: string }): Promise<number> =>
  tx.run(
    sql`update exchange_query set letter_id = ${at.letterId} where id = any(${[...at.queryIds]}::uuid[]) and way = 'letter'`,
  );

/** Asks again what was given up, as when a department is back. Returns how many. */
export async function retryQueries(tx: Tx, at: { reference: string }): Promise<number> {
  const count = await tx.run(sql`update exchange_query q set state = 'pending', attempts = 0, next_at = ${tx.now}, error = null
    from consent c where c.id = q.consent_id and c.revoked_at is null and c.valid_to >= ${tx.today}
      and q.reference = ${at.reference} and q.state in ('failed', 'timeout')`);
  if (count > 0) tx.afterCommit(wakeAll);
  return count;
}

/** Gives up what nobody needs any more: a department is not asked about a closed matter. */
export const cancelQueries = (tx: Tx, at: { reference: string }): Promise<number> =>
  tx.run(sql`update exchange_query set state = 'failed', next_at = null, error = 'not-needed'
    where reference = ${at.reference} and state = 'pending'`);

/** Destroys the raw answers of a reference, their retention being over; that they were given, and when, stays. */
export async function destroyAnswers(tx: Tx, at: { references: readonly string[] }): Promise<number> {
  return tx.run(sql`update exchange_query set answer = null, destroyed_on = ${tx.today}
    where reference = any(${[...at.references]}) and answer is not null`);
}

/** The queries of a reference, without answers: what was asked and how it stands. */
export const queriesOf = (tx: Tx, reference: string): Promise<Query[]> =>
  tx.rows<Query>(
    sql`select ${COLUMNS} from exchange_query where reference = ${reference} order by person_id, source, addressee limit 2000`,
  );

/** A query with its answer opened; `answer` is null while there is none. */
export type AnsweredQuery = Query & { answer: Pick<Answer, 'status' | 'items'> | null };

/**
 * The queries of a reference with what was answered. Every person concerned gets an audit row: call it in a write transaction, with the
 * purpose of the reader.
 */
export async function readAnswers(tx: Tx, at: { reference: string; purpose: string }): Promise<AnsweredQuery[]> {
  const rows = await tx.rows<Query & { answer: Buffer | null }>(
    sql`select ${COLUMNS}, answer from exchange_query where reference = ${at.reference} order by person_id, source, addressee limit 2000`,
  );
  const [first] = rows;
  if (first)
    await recordAudit(tx, {
      action: 'exchange.answer.read',
      personIds: [...new Set(rows.map((row) => row.personId))],
      caseId: first.caseId,
      division: first.division,
      purpose: at.purpose,
      detail: { reference: at.reference },
    });
  return rows.map((row) => ({ ...row, answer: row.answer && tx.keys.openJson(row.answer, answerPlace(row.id)) }));
}
