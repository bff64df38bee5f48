/**
 * Change of keys while the city works: every sealed value is opened and sealed again under the newest key, some rows a transaction.
 * Each row is at any moment under an old or the new key, and both open it; whoever stops it may start it again. The owner's
 * connection sees every row. Nothing but the sealed form changes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { KeyRing } from './ring.ts';
import { placeOf, type SealedRow, type SealedTable, sealedTables } from './sealed.ts';

/** The sealed files outside the database, by address. */
export interface SealedFiles {
  read(hash: string): Promise<Buffer>;
  write(sealed: Uint8Array): Promise<string>;
  remove(hash: string): Promise<void>;
  /** The first bytes of a file; null when it is not there. */
  head(hash: string, bytes: number): Promise<Buffer | null>;
  /** Every address, with the time it was written. */
  list(): AsyncIterable<{ hash: string; writtenAt: number }>;
}

export interface Rotation {
  /** Rows sealed again, by table. */
  rows: Record<string, number>;
  files: number;
  /** Places that no key opens: they were changed, or their key is gone. */
  damaged: string[];
  /** Addresses in the database without a file. */
  missing: string[];
}

const KEY_ID_BYTES = 8;
const BATCH = 500;
const PASSES = 20;
/** A file that was written so lately may belong to an upload whose row is not there yet. */
const FRESH_MS = 10 * 60_000;

const quoted = (name: string): string => {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new Error(`not an identifier: ${name}`);
  return `"${name}"`;
};
const list = (names: readonly string[], of = ''): string => names.map((name) => `${of}${quoted(name)}`).join(', ');
const keyIdSql = (column: string): string => `encode(substr(${quoted(column)}, 1, ${KEY_ID_BYTES}), 'escape')`;

type Client = pg.ClientBase | pg.Pool;

/** How many values each key still seals (or digests), files included. Reads only; inside a snapshot it answers for that snapshot. */
export async function keysInUse(client: Client, files: SealedFiles): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const add = (id: string, count: number) => found.set(id, (found.get(id) ?? 0) + count);
  for (const shape of sealedTables()) {
    const columns = shape.sealed.map((column) => [keyIdSql(column), column] as [string, string]);
    if (shape.digestKey) columns.push([quoted(shape.digestKey), shape.digestKey]);
    for (const [id, column] of columns) {
      const { rows } = await client.query<{ id: string; count: number }>(
        `select ${id} as id, count(*)::int as count from ${quoted(shape.table)} where ${quoted(column)} is not null group by 1`,
      );
      for (const row of rows) add(row.id, row.count);
    }
    if (!shape.file) continue;
    for await (const { hash } of addresses(client, shape)) {
      const head = await files.head(hash, KEY_ID_BYTES);
      if (head) add(head.toString('latin1'), 1);
    }
  }
  return found;
}

/** Every sealed file that the database names, with the table and column that name it. */
export async function* sealedFiles(client: Client): AsyncGenerator<{ hash: string; table: string; column: string }> {
  for (const shape of sealedTables())
    if (shape.file)
      for await (const { hash } of addresses(client, shape)) yield { hash, table: shape.table, column: shape.file.column };
}

/** Every file that a table names, page by page, in the order of its key. */
async function* addresses(client: Client, shape: SealedTable): AsyncGenerator<{ row: SealedRow; hash: string }> {
  const column = shape.file!.column;
  const types = await typesOf(client, shape);
  let after: SealedRow | null = null;
  for (;;) {
    const rows: SealedRow[] = (
      await client.query<Record<string, string>>(
        `select ${list([...new Set([...shape.key, ...(shape.needs ?? []), column])])} from ${quoted(shape.table)}
         where ${quoted(column)} is not null${cursor(shape, types, after)} order by ${list(shape.key)} limit ${BATCH}`,
        after ? shape.key.map((name) => after![name]) : [],
      )
    ).rows;
    for (const row of rows) yield { row, hash: row[column]! };
    if (rows.length < BATCH) return;
    after = rows.at(-1)!;
  }
}

const cursor = (shape: SealedTable, types: ReadonlyMap<string, string>, after: SealedRow | null): string =>
  after ? ` and (${list(shape.key)}) > (${shape.key.map((name, i) => `$${i + 1}::${types.get(name)}`).join(', ')})` : '';

async function typesOf(client: Client, shape: SealedTable): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute where attrelid = $1::regclass and attnum > 0`,
    [shape.table],
  );
  return new Map(rows.map((row) => [row.name, row.type]));
}

interface Resealed {
  key: readonly unknown[];
  values: readonly (Buffer | null)[];
}

function reseal(shape: SealedTable, row: SealedRow, keys: KeyRing): (Buffer | null)[] {
  const clear = new Map<string, Buffer | null>();
  for (const column of shape.sealed) {
    const sealed = row[column] as unknown as Buffer | null;
    clear.set(column, sealed && keys.openBytes(sealed, placeOf(shape, row, column)));
  }
  const text = (column: string) => clear.get(column)?.toString('utf8') ?? null;
  return [
    ...shape.sealed.map((column) => {
      const bytes = clear.get(column);
      return bytes ? keys.sealBytes(bytes, placeOf(shape, row, column)) : null;
    }),
    ...Object.values(shape.digests ?? {}).map((digest) => digest(text, row, keys)),
  ];
}

/** One walk over a table; rows that somebody holds are left to the next walk. */
async function rotateTable(owner: pg.Pool, shape: SealedTable, keys: KeyRing, damaged: Set<string>): Promise<number> {
  const types = await typesOf(owner, shape);
  const sealed = shape.sealed;
  const digests = Object.keys(shape.digests ?? {});
  const stale = [
    ...sealed.map((column) => `(${quoted(column)} is not null and ${keyIdSql(column)} <> '${keys.current}')`),
    ...(shape.digestKey ? [`${quoted(shape.digestKey)} <> '${keys.current}'`] : []),
  ].join(' or ');
  const wanted = [...new Set([...shape.key, ...(shape.needs ?? []), ...sealed, ...digests])];
  let rotated = 0;
  let after: SealedRow | null = null;
  for (;;) {
    const client = await owner.connect();
    try {
      await client.query('begin');
      const rows: SealedRow[] = (
        await client.query<Record<string, string>>(
          `select ${list(wanted)} from ${quoted(shape.table)} where (${stale})${cursor(shape, types, after)}
           order by ${list(shape.key)} limit ${BATCH} for update skip locked`,
          after ? shape.key.map((name) => after![name]) : [],
        )
      ).rows;
      const ready: Resealed[] = [];
      for (const row of rows)
        try {
          ready.push({ key: shape.key.map((name) => row[name]), values: reseal(shape, row, keys) });
        } catch {
          damaged.add(`${shape.table}:${shape.key.map((name) => row[name]).join(':')}`);
        }
      if (ready.length > 0) await store(client, shape, types, ready, rows, keys.current);
      await client.query('commit');
      rotated += ready.length;
      if (rows.length < BATCH) return rotated;
      after = rows.at(-1)!;
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }
}

async function store(
  client: pg.ClientBase,
  shape: SealedTable,
  types: ReadonlyMap<string, string>,
  ready: readonly Resealed[],
  before: readonly SealedRow[],
  current: string,
): Promise<void> {
  const columns = [...shape.sealed, ...Object.keys(shape.digests ?? {})];
  const set = columns.map((column, i) => `${quoted(column)} = v.v${i}`);
  if (shape.digestKey) set.push(`${quoted(shape.digestKey)} = '${current}'`);
  const arrays = [...shape.key.map((name) => `${types.get(name)}[]`), ...columns.map(() => 'bytea[]')];
  await client.query(
    `update ${quoted(shape.table)} t set ${set.join(', ')}
     from unnest(${arrays.map((type, i) => `$${i + 1}::${type}`).join(', ')}) as v (${[...shape.key.map((_, i) => `k${i}`), ...columns.map((_, i) => `v${i}`)].join(', ')})
     where ${shape.key.map((name, i) => `t.${quoted(name)} = v.k${i}`).join(' and ')}`,
    [...shape.key.map((_, i) => ready.map((row) => row.key[i])), ...columns.map((_, i) => ready.map((row) => row.values[i]))],
  );
  for (const copy of shape.copies ?? []) {
    const at = columns.indexOf(copy.digest);
    const oldOf = new Map(before.map((row) => [shape.key.map((name) => row[name]).join(), row[copy.digest]]));
    await client.query(
      `update ${quoted(copy.table)} t set ${quoted(copy.column)} = v.renewed from unnest($1::bytea[], $2::bytea[]) as v (former, renewed)
       where t.${quoted(copy.column)} = v.former`,
      [ready.map((row) => oldOf.get(row.key.join())), ready.map((row) => row.values[at])],
    );
  }
}

/** Files: a new copy first, then the row, and the old copy at the very end, so that a reader finds one of the two. */
async function rotateFiles(
  owner: pg.Pool,
  shape: SealedTable,
  keys: KeyRing,
  files: SealedFiles,
  result: Rotation,
): Promise<string[]> {
  const replaced: string[] = [];
  const column = quoted(shape.file!.column);
  const types = await typesOf(owner, shape);
  const where = shape.key.map((name, i) => `${quoted(name)} = $${i + 3}::${types.get(name)}`).join(' and ');
  for await (const { row, hash } of addresses(owner, shape)) {
    const head = await files.head(hash, KEY_ID_BYTES);
    if (!head) {
      // A file may go with its row (an upload that no case took): only a row that still names it misses it.
      const { rowCount } = await owner.query(`select from ${quoted(shape.table)} where ${column} = $1`, [hash]);
      if (rowCount) result.missing.push(hash);
      continue;
    }
    if (head.toString('latin1') === keys.current) continue;
    const place = shape.file!.place(row);
    let bytes: Buffer;
    try {
      bytes = keys.openBytes(await files.read(hash), place);
    } catch {
      result.damaged.push(place);
      continue;
    }
    const renewed = await files.write(keys.sealBytes(bytes, place));
    const { rowCount } = await owner.query(`update ${quoted(shape.table)} set ${column} = $1 where ${column} = $2 and ${where}`, [
      renewed,
      hash,
      ...shape.key.map((name) => row[name]),
    ]);
    if (rowCount) {
      replaced.push(hash);
      result.files++;
    } else await files.remove(renewed);
  }
  return replaced;
}

/** Old copies that an earlier, interrupted run left behind: nobody names them, and the newest key did not seal them. */
async function* leftBehind(
  owner: pg.Pool,
  shapes: readonly SealedTable[],
  keys: KeyRing,
  files: SealedFiles,
): AsyncGenerator<string> {
  for await (const { hash, writtenAt } of files.list()) {
    if (Date.now() - writtenAt < FRESH_MS) continue;
    const head = await files.head(hash, KEY_ID_BYTES);
    if (!head || head.toString('latin1') === keys.current) continue;
    const named = await Promise.all(
      shapes.map(async ({ table, file }) => {
        const { rowCount } = await owner.query(`select from ${quoted(table)} where ${quoted(file!.column)} = $1`, [hash]);
        return rowCount !== 0;
      }),
    );
    if (!named.includes(true)) yield hash;
  }
}

/**
 * Seals everything again under `keys.current`. Returns when nothing but damaged values needs an older key; throws when writers that
 * do not know the new key keep it from ending. `settleMs`: how long a reader may hold the address of an old file.
 */
export async function rotateSealed(
  owner: pg.Pool,
  keys: KeyRing,
  files: SealedFiles,
  options: { settleMs?: number; say?: (line: string) => void } = {},
): Promise<Rotation> {
  const { settleMs = 2_000, say = () => {} } = options;
  const result: Rotation = { rows: {}, files: 0, damaged: [], missing: [] };
  const fileShapes = sealedTables().filter((shape) => shape.file);
  for (const shape of fileShapes) {
    const replaced = await rotateFiles(owner, shape, keys, files, result);
    if (replaced.length === 0) continue;
    say(`${shape.table}：${replaced.length}份文件`);
    await sleep(settleMs);
    for (const hash of replaced) await files.remove(hash);
  }
  for await (const hash of leftBehind(owner, fileShapes, keys, files)) await files.remove(hash);
  for (let pass = 1; ; pass++) {
    const damaged = new Set<string>();
    for (const shape of sealedTables()) {
      const count = await rotateTable(owner, shape, keys, damaged);
      if (count > 0) say(`${shape.table}：${count}行`);
      result.rows[shape.table] = (result.rows[shape.table] ?? 0) + count;
    }
    const left = await staleRows(owner, keys);
    if (left <= damaged.size) {
      await followCopies(owner);
      result.damaged.push(...damaged);
      return result;
    }
    if (pass === PASSES)
      throw new Error(
        `${left} rows are still under an older key after ${pass} passes: is a server running that cannot read the key file?`,
      );
    await sleep(500);
  }
}

/** A row that was being written while its source changed may have kept the former digest. */
async function followCopies(owner: pg.Pool): Promise<void> {
  for (const shape of sealedTables())
    for (const { digest, table, column, reference } of shape.copies ?? [])
      await owner.query(
        `update ${quoted(table)} t set ${quoted(column)} = s.${quoted(digest)} from ${quoted(shape.table)} s
         where t.${quoted(reference)} = s.${quoted(shape.key[0]!)} and t.${quoted(column)} <> s.${quoted(digest)}`,
      );
}

async function staleRows(owner: pg.Pool, keys: KeyRing): Promise<number> {
  let left = 0;
  for (const shape of sealedTables()) {
    const stale = [
      ...shape.sealed.map((column) => `(${quoted(column)} is not null and ${keyIdSql(column)} <> $1)`),
      ...(shape.digestKey ? [`${quoted(shape.digestKey)} <> $1`] : []),
    ].join(' or ');
    const { rows } = await owner.query<{ count: number }>(
      `select count(*)::int as count from ${quoted(shape.table)} where ${stale}`,
      [keys.current],
    );
    left += rows[0]!.count;
  }
  return left;
}
