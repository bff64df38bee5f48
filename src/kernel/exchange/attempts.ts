/** What the worker takes and what becomes of it: many at once, because a family is asked about in many places. */
import { sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import type { Answer, Query, QueryFault, Source } from './index.ts';
import { COLUMNS, isClosed, keepAnswers, type QuerySubject, subjectPlace } from './query.ts';

/** A query that a worker has taken: nobody else takes it until `leaseMs` have passed. */
export type TakenQuery = Query & { subject: QuerySubject; requestedBy: string };

/**
 * Takes due queries, up to `limit` of each source, skipping those that others hold. A query whose consent has ended is given up here, not
 * asked. What answers by file or letter is never taken.
 */
export async function takeDue(tx: Tx, at: { sources: readonly Source[]; limit: number; leaseMs: number }): Promise<TakenQuery[]> {
  const sources = [...at.sources];
  const due = sql`state = 'pending' and way = 'interface' and next_at <= ${tx.now}`;
  const until = new Date(Date.parse(tx.now) + at.leaseMs).toISOString();
  const rows = await tx.rows<Query & { subject: Buffer; requestedBy: string; consented: boolean }>(sql`with taken as (
      select d.id from unnest(${sources}::text[]) as s (source) cross join lateral (
        select id from exchange_query where source = s.source and ${due} order by next_at, id limit ${at.limit} for update skip locked) d),
    judged as (select t.id as query_id, c.revoked_at is null and c.valid_to >= ${tx.today} as consented
      from taken t join exchange_query q on q.id = t.id join consent c on c.id = q.consent_id)
    update exchange_query q set attempts = case when j.consented then attempts + 1 else attempts end,
      state = case when j.consented then 'pending' else 'failed' end,
      next_at = case when j.consented then ${until}::timestamptz end,
      error = case when j.consented then error else 'consent-ended' end
    from judged j where q.id = j.query_id
    returning ${COLUMNS}, subject, requested_by, j.consented`);
  return rows
    .filter((row) => row.consented)
    .map(({ consented: _, ...row }) => ({
      ...row,
      subject: tx.keys.openJson<QuerySubject>(row.subject, subjectPlace(row.id)),
    }));
}

/** Whether anything is due: asked before anything is taken, because mostly nothing is. */
export const anyDue = async (tx: Tx, sources: readonly Source[]): Promise<boolean> =>
  (await tx.maybe(sql`select 1 as due from exchange_query
    where source = any(${[...sources]}) and state = 'pending' and way = 'interface' and next_at <= ${tx.now} limit 1`)) !== null;

/** What one attempt brought: a checked answer, or why there is none. */
export type Attempt = { queryId: string } & ({ answer: Answer } | { fault: QueryFault });

/**
 * Records attempts. Closed meanwhile (another worker, a letter, a withdrawn consent): the first outcome stands. A fault is tried again after
 * a growing pause and given up after `maxAttempts`. Returns the queries that changed.
 */
export async function recordAttempts(
  tx: Tx,
  attempts: readonly Attempt[],
  limits: { maxAttempts: number; pauseMs: (attempts: number) => number },
): Promise<Query[]> {
  const held = await tx.rows<{ id: string; state: string; way: string; error: QueryFault | null; attempts: number }>(
    sql`select id, state, way, error, attempts from exchange_query where id = any(${attempts.map((a) => a.queryId)}::uuid[]) order by id for update`,
  );
  const open = new Map(held.filter((row) => !isClosed(row)).map((row) => [row.id, row]));
  const answered = attempts.flatMap((a) => ('answer' in a && open.has(a.queryId) ? [a] : []));
  const faults = attempts.flatMap((a) => {
    const row = open.get(a.queryId);
    if (!('fault' in a) || row?.state !== 'pending' || row.way !== 'interface') return [];
    const over = row.attempts >= limits.maxAttempts;
    const next = new Date(Date.parse(tx.now) + limits.pauseMs(row.attempts)).toISOString();
    const state = over ? (a.fault === 'timeout' ? 'timeout' : 'failed') : 'pending';
    return [{ id: row.id, fault: a.fault, state, next: over ? null : next }];
  });
  const kept = await keepAnswers(tx, answered);
  if (faults.length === 0) return kept;
  const by = <T>(value: (f: (typeof faults)[number]) => T): T[] => faults.map(value);
  const failed = await tx.rows<Query>(sql`update exchange_query set error = f.fault, state = f.new_state, next_at = f.again_at
    from unnest(${by((f) => f.id)}::uuid[], ${by((f) => f.fault)}::text[], ${by((f) => f.state)}::text[], ${by((f) => f.next)}::timestamptz[])
      as f (query_id, fault, new_state, again_at) where id = f.query_id returning ${COLUMNS}`);
  return [...kept, ...failed];
}
