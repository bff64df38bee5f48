/** Queries on record: asked with a basis or refused and logged; answered once; read with a purpose. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import type { Connector } from './connector.ts';
import { validConsent } from './consent.ts';
import { Answer, type Query, type QueryFault, queryFaults, type Source, type SourceHealth } from './index.ts';

const COLUMNS = sql`id, source, person_id, case_id, division, purpose, consent_id, reference, state, data_as_of, asked_at, attempts, next_at,
  answered_at, answer_as_of, error`;

const subjectPlace = (id: string): string => `exchange_query.subject:${id}`;
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

export interface NewQuery {
  source: Source;
  personId: string;
  subject: QuerySubject;
  caseId: string | null;
  division: DivisionCode;
  purpose: string;
  /** What it belongs to: the same reference, person and source is one query, however often it is asked. */
  reference: string;
  asOf: PlainDate;
}

/** Asks a department. Without a valid consent, a purpose and a case it is refused, and the attempt stays in the audit. */
export async function requestQuery(tx: Tx, asked: NewQuery): Promise<Result<Query, 'QUERY_WITHOUT_BASIS'>> {
  const { source, personId, caseId, purpose } = asked;
  const consent = caseId && purpose ? await validConsent(tx, { personId, source, purpose, on: tx.today, caseId }) : null;
  if (!caseId || !consent) {
    tx.recordEvenIfRefused((record) =>
      recordAudit(record, {
        action: 'exchange.query.refused',
        personId,
        ...(caseId ? { caseId } : {}),
        division: asked.division,
        purpose,
        detail: { source, reference: asked.reference },
      }),
    );
    return fail('QUERY_WITHOUT_BASIS', { source });
  }
  const id = newId();
  const made = await tx.maybe<Query>(sql`insert into exchange_query
      (id, source, person_id, case_id, division, purpose, consent_id, reference, subject, data_as_of, requested_by, asked_at, next_at)
    values (${id}, ${source}, ${personId}, ${caseId}, ${asked.division}, ${purpose}, ${consent.id}, ${asked.reference},
      ${tx.keys.sealJson(asked.subject, subjectPlace(id))}, ${asked.asOf}, ${tx.actor.id}, ${tx.now}, ${tx.now})
    on conflict on constraint exchange_query_once do nothing returning ${COLUMNS}`);
  if (!made)
    return ok(
      await tx.one<Query>(sql`select ${COLUMNS} from exchange_query
        where reference = ${asked.reference} and person_id = ${personId} and source = ${source}`),
    );
  await recordAudit(tx, {
    action: 'exchange.query.asked',
    subject: { kind: 'exchange-query', id },
    personId,
    caseId,
    division: asked.division,
    purpose,
    detail: { source, consentId: consent.id },
  });
  tx.afterCommit(() => {
    for (const wake of wakers) wake();
  });
  return ok(made);
}

/** A query that a worker has taken: nobody else takes it until `leaseMs` have passed. */
export type TakenQuery = Query & { subject: QuerySubject; requestedBy: string };

/** Takes up to `limit` due queries of a source, skipping those that others hold. A query whose consent has ended is given up here, not asked. */
export async function takeDue(tx: Tx, at: { source: Source; limit: number; leaseMs: number }): Promise<TakenQuery[]> {
  await tx.run(sql`update exchange_query q set state = 'failed', next_at = null, error = 'consent-ended'
    from consent c where c.id = q.consent_id and q.state = 'pending' and q.source = ${at.source} and q.next_at <= ${tx.now}
      and (c.revoked_at is not null or c.valid_to < ${tx.today})`);
  const until = new Date(Date.parse(tx.now) + at.leaseMs).toISOString();
  const rows = await tx.rows<Query & { subject: Buffer; requestedBy: string }>(sql`update exchange_query
    set attempts = attempts + 1, next_at = ${until}
    where id in (select id from exchange_query where state = 'pending' and source = ${at.source} and next_at <= ${tx.now}
      order by next_at, id limit ${at.limit} for update skip locked)
    returning ${COLUMNS}, subject, requested_by`);
  return rows.map((row) => ({ ...row, subject: tx.keys.openJson<QuerySubject>(row.subject, subjectPlace(row.id)) }));
}

/** Whether an answer may stand for a query; its fault when not. */
export function checkAnswer(asked: { source: Source; idNumber: string }, given: unknown): Result<Answer, QueryFault> {
  const parsed = Answer.safeParse(given);
  if (!parsed.success) return fail('malformed');
  const answer = parsed.data;
  if (answer.person !== asked.idNumber) return fail('wrong-person');
  if (answer.source !== asked.source || (answer.status === 'none') !== (answer.items.length === 0)) return fail('malformed');
  return ok(answer);
}

/**
 * Records what a department answered, once: a second arrival (a repeat, a late answer after a retry, a letter after the interface) is
 * refused and changes nothing. Also the way in for answers by file or letter.
 */
export async function recordAnswer(
  tx: Tx,
  given: { queryId: string; answer: unknown },
): Promise<Result<Query, 'NOT_FOUND' | 'QUERY_CLOSED' | 'ANSWER_UNFIT'>> {
  const row = await tx.maybe<{ source: Source; subject: Buffer; state: string; error: QueryFault | null }>(
    sql`select source, subject, state, error from exchange_query where id = ${given.queryId} for update`,
  );
  if (!row) return fail('NOT_FOUND');
  // Given up for want of an answer may still be answered, by letter; without a consent or a need it may not.
  if (row.state === 'answered' || row.error === 'consent-ended' || row.error === 'not-needed') return fail('QUERY_CLOSED');
  const subject = tx.keys.openJson<QuerySubject>(row.subject, subjectPlace(given.queryId));
  const checked = checkAnswer({ source: row.source, idNumber: subject.idNumber }, given.answer);
  if (!checked.ok) return fail('ANSWER_UNFIT', { fault: queryFaults[checked.code] });
  const { asOf, status, items } = checked.value;
  const query =
    await tx.one<Query>(sql`update exchange_query set state = 'answered', next_at = null, error = null, answered_at = ${tx.now},
      answer_as_of = ${asOf}, answer = ${tx.keys.sealJson({ status, items }, answerPlace(given.queryId))}
    where id = ${given.queryId} returning ${COLUMNS}`);
  await recordAudit(tx, {
    action: 'exchange.query.answered',
    subject: { kind: 'exchange-query', id: query.id },
    personId: query.personId,
    caseId: query.caseId,
    division: query.division,
    purpose: query.purpose,
    detail: { source: query.source },
  });
  return ok(query);
}

/** Notes that an attempt brought nothing: tried again after a growing pause, given up after `maxAttempts`. Null when it was settled meanwhile. */
export async function recordFault(
  tx: Tx,
  given: { queryId: string; fault: QueryFault; maxAttempts: number; pauseMs: (attempts: number) => number },
): Promise<Query | null> {
  const row = await tx.maybe<{ attempts: number }>(
    sql`select attempts from exchange_query where id = ${given.queryId} and state = 'pending' for update`,
  );
  if (!row) return null;
  const over = row.attempts >= given.maxAttempts;
  const next = new Date(Date.parse(tx.now) + given.pauseMs(row.attempts)).toISOString();
  return tx.one<Query>(sql`update exchange_query set error = ${given.fault},
      state = ${over ? (given.fault === 'timeout' ? 'timeout' : 'failed') : 'pending'}, next_at = ${over ? null : next}
    where id = ${given.queryId} returning ${COLUMNS}`);
}

/** Asks again what was given up, as when a department is back. Returns how many. */
export async function retryQueries(tx: Tx, at: { reference: string }): Promise<number> {
  const count = await tx.run(sql`update exchange_query q set state = 'pending', attempts = 0, next_at = ${tx.now}, error = null
    from consent c where c.id = q.consent_id and c.revoked_at is null and c.valid_to >= ${tx.today}
      and q.reference = ${at.reference} and q.state in ('failed', 'timeout')`);
  if (count > 0)
    tx.afterCommit(() => {
      for (const wake of wakers) wake();
    });
  return count;
}

/** Gives up what nobody needs any more: a department is not asked about a closed matter. */
export const cancelQueries = (tx: Tx, at: { reference: string }): Promise<number> =>
  tx.run(sql`update exchange_query set state = 'failed', next_at = null, error = 'not-needed'
    where reference = ${at.reference} and state = 'pending'`);

/** The queries of a reference, without answers: what was asked and how it stands. */
export const queriesOf = (tx: Tx, reference: string): Promise<Query[]> =>
  tx.rows<Query>(sql`select ${COLUMNS} from exchange_query where reference = ${reference} order by person_id, source limit 2000`);

/** A query with its answer opened; `answer` is null while there is none. */
export type AnsweredQuery = Query & { answer: Pick<Answer, 'status' | 'items'> | null };

/**
 * The queries of a reference with what was answered. Every person concerned gets an audit row: call it in a write transaction, with the
 * purpose of the reader.
 */
export async function readAnswers(tx: Tx, at: { reference: string; purpose: string }): Promise<AnsweredQuery[]> {
  const rows = await tx.rows<Query & { answer: Buffer | null }>(
    sql`select ${COLUMNS}, answer from exchange_query where reference = ${at.reference} order by person_id, source limit 2000`,
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

/** How each source does within the actor's scope. */
export async function sourceHealth(tx: Tx, connectors: readonly Connector[]): Promise<SourceHealth[]> {
  const rows = await tx.rows<Omit<SourceHealth, 'zh' | 'owner'>>(sql`select source,
      count(*) filter (where state = 'pending')::int as waiting,
      count(*) filter (where state in ('failed', 'timeout'))::int as failed,
      count(*) filter (where state = 'answered')::int as answered,
      min(asked_at) filter (where state = 'pending') as oldest_waiting_since,
      max(answered_at) as last_answer_at,
      (array_agg(error order by asked_at desc, id desc) filter (where error is not null))[1] as last_fault
    from exchange_query group by source limit 200`);
  const empty = { waiting: 0, failed: 0, answered: 0, oldestWaitingSince: null, lastAnswerAt: null, lastFault: null };
  return connectors.map(({ source, zh, owner }) => ({
    ...empty,
    ...rows.find((row) => row.source === source),
    source,
    zh,
    owner,
  }));
}
