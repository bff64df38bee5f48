/**
 * What a city's schema holds: its tables in the order of their foreign keys, and its sequences. Keys that are checked at the commit ask for no order:
 * with them two tables may point at each other.
 */
import type pg from 'pg';
import type { Manifest } from './entries.ts';

/** Of the program, not of the city: rebuilt by migrations. */
const OWN = 'migration';

export async function tablesInOrder(client: pg.ClientBase): Promise<Manifest['tables']> {
  const { rows: tables } = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
     from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> $1 order by c.relname`,
    [OWN],
  );
  const { rows: needs } = await client.query<{ table: string; needs: string }>(
    `select f.conrelid::regclass::text as table, f.confrelid::regclass::text as needs from pg_constraint f
     where f.contype = 'f' and not f.condeferred and f.connamespace = current_schema()::regnamespace and f.conrelid <> f.confrelid`,
  );
  const ordered: Manifest['tables'] = [];
  const left = new Map(tables.map((table) => [table.name, table]));
  while (left.size > 0) {
    const ready = [...left.values()].filter((table) => !needs.some((need) => need.table === table.name && left.has(need.needs)));
    if (ready.length === 0) throw new Error(`tables refer to each other in a circle: ${[...left.keys()].join(', ')}`);
    for (const table of ready) left.delete(table.name);
    ordered.push(...ready);
  }
  return ordered;
}

export async function sequencesOf(client: pg.ClientBase): Promise<Manifest['sequences']> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'S' order by relname`,
  );
  const sequences: Manifest['sequences'] = [];
  for (const { name } of rows) {
    const state = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from "${name}"`,
    );
    sequences.push({ name, ...state.rows[0]! });
  }
  return sequences;
}

/** The text of the same rows must be the same on every server, for the hashes. */
export const SAME_TEXT = `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
  set local bytea_output = 'hex'; set local extra_float_digits = 1; set local synchronize_seqscans = off; set local row_security = off`;

export const columnsOf = (table: Manifest['tables'][number]): string =>
  `"${table.name}" (${table.columns.map((column) => `"${column}"`).join(', ')})`;
