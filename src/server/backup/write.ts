/**
 * Makes a backup of one city while it works: one snapshot of every table, the uploads that the snapshot names, the heads of the audit
 * chain; gzip, encrypted to the operators. Nobody waits for it. Data keys are never in it, only their ids.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import type { FileStore } from '../../kernel/document/server.ts';
import { keysInUse, sealedFiles } from '../../kernel/protect/server.ts';
import { copyOut } from './copy.ts';
import { type EntryHead, EntryWriter, type Manifest } from './entries.ts';
import { type OperatorKey, sealTo } from './envelope.ts';
import { columnsOf, SAME_TEXT, sequencesOf, tablesInOrder } from './tables.ts';

export interface BackupSource {
  owner: pg.Pool;
  schema: string;
  /** The city's 12-digit code. */
  city: string;
  files: FileStore;
  headFile: string;
}

export interface BackupReport {
  file: string;
  bytes: number;
  rows: number;
  tables: number;
  files: number;
  /** Files that the database names and the disk does not have. */
  missing: string[];
  keys: string[];
  auditKeys: string[];
}

type End = Extract<EntryHead, { kind: 'end' }>;

async function manifestOf(client: pg.ClientBase, source: BackupSource, madeAt: string): Promise<Manifest> {
  const migrations = await client.query<{ name: string; hash: string }>('select name, hash from migration order by name');
  const clock = await client.query<{ offset_ms: number }>('select offset_ms::float8 as offset_ms from business_clock');
  const seals = await client.query<{ id: string }>('select distinct key_id as id from audit_seal order by 1');
  const keys = [...(await keysInUse(client, source.files)).keys()].sort();
  return {
    kind: 'manifest',
    format: 1,
    madeAt,
    city: source.city,
    schema: source.schema,
    clockOffsetMs: clock.rows[0]?.offset_ms ?? null,
    migrations: migrations.rows,
    tables: await tablesInOrder(client),
    sequences: await sequencesOf(client),
    keys,
    auditKeys: seals.rows.map((row) => row.id).filter((id) => !keys.includes(id)),
  };
}

/** The heads of the seals that the snapshot holds: a head is written after its seal, so the file may be ahead. */
async function writeHeads(client: pg.ClientBase, headFile: string, writer: EntryWriter): Promise<void> {
  await writer.begin({ kind: 'audit-heads' });
  const { rows } = await client.query<{ newest: number }>('select coalesce(max(no), 0)::float8 as newest from audit_seal');
  if (fs.existsSync(headFile))
    for await (const line of readline.createInterface({ input: fs.createReadStream(headFile) }))
      if (isKept(line, rows[0]!.newest)) await writer.data(Buffer.from(`${line}\n`));
  await writer.end();
}

/** A damaged line stays as it is, for `audit verify` to find; only one that was cut while it was written goes with those ahead. */
function isKept(line: string, newest: number): boolean {
  const no = /^\{"no":(\d+)/.exec(line)?.[1];
  return no === undefined ? newest > 0 : Number(no) <= newest;
}

async function writeFiles(client: pg.ClientBase, source: BackupSource, writer: EntryWriter, end: End): Promise<void> {
  for await (const { hash, table, column } of sealedFiles(client)) {
    let bytes: Buffer;
    try {
      bytes = await source.files.read(hash);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      const { rowCount } = await source.owner.query(`select from "${table}" where "${column}" = $1`, [hash]);
      (rowCount ? end.missing : end.gone).push(hash);
      continue;
    }
    await writer.begin({ kind: 'file', hash });
    await writer.data(bytes);
    await writer.end();
    end.files.count++;
    end.files.bytes += bytes.length;
  }
}

async function writeEntries(client: pg.ClientBase, source: BackupSource, manifest: Manifest, writer: EntryWriter): Promise<End> {
  const end: End = { kind: 'end', tables: {}, files: { count: 0, bytes: 0 }, gone: [], missing: [] };
  await writer.begin(manifest);
  await writer.end();
  for (const table of manifest.tables) {
    await writer.begin({ kind: 'table', name: table.name });
    const hash = createHash('sha256');
    const rows = await copyOut(client, `copy ${columnsOf(table)} to stdout`, (part) => {
      hash.update(part);
      return writer.data(part);
    });
    await writer.end();
    end.tables[table.name] = { rows, sha256: hash.digest('hex') };
  }
  await writeHeads(client, source.headFile, writer);
  await writeFiles(client, source, writer, end);
  await writer.begin(end);
  await writer.end();
  return end;
}

/** Writes `out` (which must not exist) whole or not at all. `madeAt`: ISO instant, real time. */
export async function writeBackup(
  source: BackupSource,
  options: { out: string; recipients: readonly OperatorKey[]; madeAt: string },
): Promise<BackupReport> {
  const { out } = options;
  const part = `${out}.${process.pid}.part`;
  const client = await source.owner.connect();
  const gzip = createGzip({ level: 3 });
  fs.mkdirSync(path.dirname(path.resolve(out)), { recursive: true });
  const target = fs.createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true });
  const written = pipeline(gzip, sealTo(options.recipients), target);
  written.catch(() => {}); // awaited below, after the writer has stopped
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(SAME_TEXT);
    const manifest = await manifestOf(client, source, options.madeAt);
    // When the disk is full the pipeline ends while the writer waits for room: whichever ends first decides.
    const end = await Promise.race([
      writeEntries(client, source, manifest, new EntryWriter(gzip)),
      written.then(() => Promise.reject(new Error('the backup ended early'))),
    ]);
    gzip.end();
    await written;
    await client.query('commit');
    fs.renameSync(part, out);
    return {
      file: out,
      bytes: fs.statSync(out).size,
      rows: Object.values(end.tables).reduce((sum, table) => sum + table.rows, 0),
      tables: manifest.tables.length,
      files: end.files.count,
      missing: end.missing,
      keys: manifest.keys,
      auditKeys: manifest.auditKeys,
    };
  } catch (error) {
    gzip.destroy();
    if (!target.closed) await Promise.race([once(target, 'close'), written.catch(() => {})]);
    fs.rmSync(part, { force: true });
    throw error;
  } finally {
    client.release(true);
  }
}
