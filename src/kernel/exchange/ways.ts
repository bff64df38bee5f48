/** How each source answers in this city, and how it does. A row of the city overrides what the list says. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { dayBefore, type Undelivered } from '../event/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { PlainDate } from '../schema/index.ts';
import type { Source, SourceDefinition, SourceHealth, SourceWay } from './index.ts';

export type Sources = Readonly<Record<Source, SourceDefinition>>;

/** How a source answers on a day; null: not yet in force. */
export type WayOf = (source: Source) => SourceWay | null;

export async function waysOf(tx: Tx, sources: Sources, on: PlainDate): Promise<WayOf> {
  const rows = await tx.rows<{ source: Source; way: SourceWay }>(sql`select source, way from exchange_source limit 200`);
  const set = new Map(rows.map((row) => [row.source, row.way]));
  return (source) => {
    const known = sources[source];
    if (!known || (known.validFrom !== undefined && on < known.validFrom)) return null;
    return set.get(source) ?? known.way;
  };
}

/** From now on the source is asked in this way; what is under way stays as it was asked. */
export async function setSourceWay(
  tx: Tx,
  sources: Sources,
  given: { source: Source; way: SourceWay },
): Promise<Result<{ source: Source; way: SourceWay }, 'NOT_FOUND'>> {
  if (!Object.hasOwn(sources, given.source)) return fail('NOT_FOUND');
  await tx.run(sql`insert into exchange_source (source, division, way, set_by, set_at)
    values (${given.source}, ${tx.city}, ${given.way}, ${tx.actor.id}, ${tx.now})
    on conflict on constraint exchange_source_pkey do update set way = excluded.way, set_by = excluded.set_by, set_at = excluded.set_at`);
  await recordAudit(tx, { action: 'exchange-source.set', detail: { source: given.source, way: given.way } });
  return ok({ source: given.source, way: given.way });
}

const HEALTH_DAYS = 30;

/** How each source does within the actor's scope. What still waits counts whatever its age, what is over only for thirty days. */
export async function sourceHealth(tx: Tx, sources: Sources): Promise<SourceHealth[]> {
  const since = new Date(Date.parse(tx.now) - HEALTH_DAYS * 86_400_000).toISOString();
  const rows = await tx.rows<Omit<SourceHealth, 'zh' | 'owner' | 'basis' | 'way' | 'validFrom'>>(sql`select source,
      count(*) filter (where state = 'pending')::int as waiting,
      count(*) filter (where state = 'pending' and way <> 'interface' and due_on < ${tx.today})::int as overdue,
      count(*) filter (where state in ('failed', 'timeout') and error not in ('not-needed', 'consent-ended'))::int as failed,
      count(*) filter (where state = 'answered')::int as answered,
      min(asked_at) filter (where state = 'pending') as oldest_waiting_since,
      max(answered_at) as last_answer_at,
      (array_agg(error order by asked_at desc, id desc) filter (where error is not null))[1] as last_fault
    from exchange_query where asked_at >= ${since} or state = 'pending' group by source limit 200`);
  const way = await waysOf(tx, sources, tx.today);
  const empty = { waiting: 0, overdue: 0, failed: 0, answered: 0, oldestWaitingSince: null, lastAnswerAt: null, lastFault: null };
  return Object.entries(sources).map(([source, { zh, owner, basis, validFrom }]) => ({
    ...empty,
    ...rows.find((row) => row.source === source),
    source,
    zh,
    owner,
    basis,
    validFrom: validFrom ?? null,
    way: way(source) ?? 'off',
  }));
}

/** Queries by interface that a source leaves waiting: an attempt has failed, or it has been silent for a day. */
export const undeliveredQueries = (tx: Tx): Promise<Undelivered[]> =>
  tx.rows(sql`select source as receiver, '' as matter, count(*)::int as count, min(asked_at) as oldest, max(attempts) as attempts,
      min(next_at) as next_at, (array_agg(error order by attempts desc))[1] as error
    from exchange_query where state = 'pending' and way = 'interface' and (error is not null or asked_at < ${dayBefore(tx.now)})
    group by source order by oldest limit 100`);

/** Asks a source again now; number of queries. */
export const askSourceAgain = (tx: Tx, source: Source): Promise<number> =>
  tx.run(sql`update exchange_query set next_at = ${tx.now} where source = ${source} and state = 'pending' and way = 'interface'`);
