/**
 * 等着办的, server face: what waits for a duty on pages of its own, beside its cases. Each domain counts what its page lists, so that the work list of the day is whole
 * and every number opens the rows that it counts.
 */
import { type Sql, sql } from '../../database/sql.ts';
import { isOneOf, type Performer } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import { MOST_WAITING, type WaitingRow } from './index.ts';

export * from './index.ts';

interface Waiting {
  readonly key: string;
  /** Whose work it is. */
  readonly by: readonly Performer[];
  /** In the range of the actor; a row without anything is left out. */
  readonly rows: (tx: Tx) => Promise<readonly WaitingRow[]>;
}

const kinds = new Map<string, Waiting>();

/** Registers a kind of work when its module is loaded. */
export function defineWaiting(kind: Waiting): void {
  if (kinds.has(kind.key)) throw new Error(`waiting ${kind.key} is defined twice`);
  kinds.set(kind.key, kind);
}

/** How many there are, counted no further than anybody reads. */
export const countWaiting = async (tx: Tx, rows: Sql): Promise<number> =>
  (await tx.one<{ n: number }>(sql`select count(*)::int as n from (select 1 from (${rows}) r limit ${MOST_WAITING}) counted`)).n;

const tones: readonly WaitingRow['tone'][] = ['bad', 'warn', 'now'];

/** What waits for this actor: what is late first, then where there is most. */
export async function waitingFor(tx: Tx): Promise<WaitingRow[]> {
  const found: WaitingRow[] = [];
  for (const { by, rows } of kinds.values()) if (isOneOf(tx.actor, by)) found.push(...(await rows(tx)));
  const byTone = (a: WaitingRow, b: WaitingRow) => tones.indexOf(a.tone) - tones.indexOf(b.tone);
  return found
    .filter(({ count }) => count > 0)
    .sort((a, b) => byTone(a, b) || b.count - a.count || a.zh.localeCompare(b.zh, 'zh'));
}
