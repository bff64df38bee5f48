/**
 * The pool, and transactions that know whose they are. Every transaction carries the row-level-security settings of one
 * actor; they are set in the same round trip as `begin` and end with it.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Sql } from './sql.ts';

pg.types.setTypeParser(1082, (text) => text); // date: keep the calendar day, never a local Date
pg.types.setTypeParser(1184, (text) => new Date(text).toISOString()); // timestamptz
pg.types.setTypeParser(20, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`integer beyond 2^53: ${text}`);
  return value;
});

/** What row-level security knows of an actor: a half-open range of division codes, and the person that he or she is. */
export interface RowScope {
  readonly lo: string | null;
  readonly hi: string | null;
  readonly personId: string | null;
  /** The institution whose own records are seen; nothing for everybody else. */
  readonly unitId?: string | null;
}

/** The four ways to ask. Rows come with camelCase keys. */
export interface Queries {
  rows<T>(statement: Sql): Promise<T[]>;
  /** The only row, or null. */
  maybe<T>(statement: Sql): Promise<T | null>;
  /** The only row; none is a bug. */
  one<T>(statement: Sql): Promise<T>;
  /** Number of rows changed. */
  run(statement: Sql): Promise<number>;
}

/** Remembers what a pure function of a text gave. */
function remembered(make: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined) {
      value = make(text);
      known.set(text, value);
    }
    return value;
  };
}

const camel = remembered((name) => name.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase()));
const statementName = remembered((text) => `s${createHash('sha1').update(text).digest('base64url').slice(0, 20)}`);

/** What a transaction can do besides. */
export interface TransactionQueries extends Queries {
  /** A write that nothing waits for: it is sent at once, and the commit fails when it does. */
  later(statement: Sql): void;
}

/**
 * What is asked before the event loop turns leaves in one packet: every write wakes the server, and waking costs more than asking.
 * The statements are still answered one by one, in order.
 */
function packer(client: pg.ClientBase): () => void {
  const { stream } = (client as pg.Client).connection;
  let held = false;
  return () => {
    if (held) return;
    held = true;
    stream.cork();
    process.nextTick(() => {
      held = false;
      stream.uncork();
    });
  };
}

export function queriesOf(client: pg.ClientBase, pack: () => void = () => {}): Queries {
  const ask = async <T>(statement: Sql): Promise<{ rows: T[]; count: number }> => {
    const prepared = statement.values.length > 0 && statement.values.length < 60;
    pack();
    const answer = await client.query({
      ...(prepared ? { name: statementName(statement.text) } : {}),
      text: statement.text,
      values: statement.values as unknown[],
      rowMode: 'array',
    });
    // Objects made once with their final keys: renaming keys afterwards would make every row slow to read.
    const keys = answer.fields?.map((f) => camel(f.name)) ?? [];
    const rows = answer.rows.map((row) => {
      const object: Record<string, unknown> = {};
      for (let i = 0; i < keys.length; i++) object[keys[i]!] = row[i];
      return object;
    });
    return { rows: rows as T[], count: answer.rowCount ?? 0 };
  };
  return {
    rows: async <T>(statement: Sql) => (await ask<T>(statement)).rows,
    run: async (statement) => (await ask(statement)).count,
    maybe: async <T>(statement: Sql) => {
      const { rows } = await ask<T>(statement);
      if (rows.length > 1) throw new Error(`expected one row at most: ${statement.text}`);
      return rows[0] ?? null;
    },
    one: async <T>(statement: Sql) => {
      const { rows } = await ask<T>(statement);
      if (rows.length !== 1) throw new Error(`expected one row, got ${rows.length}: ${statement.text}`);
      return rows[0]!;
    },
  };
}

export interface Database {
  transaction<T>(scope: RowScope, mode: 'read' | 'write', work: (queries: TransactionQueries) => Promise<T>): Promise<T>;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** Rolls the transaction back and hands `value` to the caller: how an expected refusal undoes its writes. */
export class Rollback<T> {
  readonly value: T;
  constructor(value: T) {
    this.value = value;
  }
}

const CODE = /^[0-9]{12}$|^[0-9]{0,12}:?$/;
const UUID = /^[0-9a-f-]{36}$/;

function beginStatement(scope: RowScope, mode: 'read' | 'write'): string {
  // Simple protocol: begin and the settings travel together. The values are checked here, so quoting is safe.
  if ((scope.lo !== null && !CODE.test(scope.lo)) || (scope.hi !== null && !CODE.test(scope.hi))) throw new Error('bad scope');
  if (scope.personId !== null && !UUID.test(scope.personId)) throw new Error('bad person scope');
  if (scope.unitId && !UUID.test(scope.unitId)) throw new Error('bad institution scope');
  // `set local` and not set_config: nothing to plan, and no row to answer.
  return `begin${mode === 'read' ? ' read only' : ''};set local app.lo='${scope.lo ?? ''}';set local app.hi='${scope.hi ?? ''}';set local app.person='${scope.personId ?? ''}';set local app.unit='${scope.unitId ?? ''}'`;
}

const RETRY = new Set(['40001', '40P01']);

/** `max`: connections at once. More than the server has processors for only lets requests disturb each other. */
export function openDatabase(options: { url: string; schema: string; max: number }): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    // A server that died while it was being asked must not keep anybody waiting for ever.
    connectionTimeoutMillis: 10_000,
    query_timeout: 40_000,
    pipeline: true,
    options: `-c search_path=${options.schema},extensions -c timezone=UTC -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000`,
  });
  pool.on('error', () => {
    // An idle connection died (server restart). The pool replaces it; the next query reports a real failure.
  });
  pool.on('connect', (client) => {
    // The answer to a new connection and the news that the server is dying may come in one piece: before anybody who asked has the connection in hand.
    client.on('error', () => {});
  });
  return {
    pool,
    close: () => pool.end(),
    async transaction(scope, mode, work) {
      const begin = beginStatement(scope, mode);
      for (let attempt = 1; ; attempt++) {
        const client = await pool.connect();
        let broken: Error | undefined;
        // A server that dies between two statements tells nobody else; the next statement fails, and an error unheard would end the process.
        const died = (error: Error) => {
          broken = error;
        };
        client.on('error', died);
        // The first that failed is the cause; what was sent behind it was only told that the transaction is lost.
        let cause: Error | undefined;
        const sent: Promise<unknown>[] = [];
        const send = (answer: Promise<unknown>): void => {
          sent.push(
            answer.catch((error: Error) => {
              cause ??= error;
            }),
          );
        };
        const pack = packer(client);
        const queries = queriesOf(client, pack);
        try {
          // Not waited for: without `begin` the statements behind it would carry no scope, and row-level security refuses those.
          pack();
          send(client.query(begin));
          const result = await work({ ...queries, later: (statement) => send(queries.run(statement)) });
          pack();
          const end = client.query('commit');
          if (mode === 'read' && sent.length === 1) {
            // Nothing to keep: whoever gets the connection next is answered after this.
            end.catch(() => {});
            return result;
          }
          const [{ command }] = await Promise.all([end, ...sent]);
          if (cause) throw cause;
          if (command !== 'COMMIT') throw new Error('the transaction was lost before its end');
          return result;
        } catch (error) {
          await client.query('rollback').catch((e: Error) => {
            broken = e;
          });
          await Promise.all(sent);
          if (error instanceof Rollback) return error.value;
          const first = cause ?? error;
          if (RETRY.has((first as { code?: string }).code ?? '') && attempt < 4) continue;
          throw first;
        } finally {
          client.off('error', died);
          client.release(broken);
        }
      }
    },
  };
}
