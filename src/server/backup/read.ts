/**
 * Restores a backup into an empty place. Everything is made beside the target and verified (counts, hashes, files, keys) before it
 * takes the target's place; whatever goes wrong, nothing half restored is left to be started by mistake.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { StartupProblem } from '../../database/cluster.ts';
import { findMigrations, migrate, RESTORING } from '../../database/migrate.ts';
import type { AuditReport } from '../../kernel/audit/index.ts';
import { beginAuditEra, verifyAudit } from '../../kernel/audit/server.ts';
import { openFileStore } from '../../kernel/document/server.ts';
import { type KeyFile, makeKeyRing, writeKeyFile } from '../../kernel/protect/server.ts';
import { type Attached, attach, poolOf, roleOf } from '../attach.ts';
import { type Config, keySource } from '../config.ts';
import { copyIn, copyOut } from './copy.ts';
import { type Entry, type EntryHead, type Manifest, readEntries } from './entries.ts';
import { openSealed, readOperatorKey } from './envelope.ts';
import { columnsOf, SAME_TEXT } from './tables.ts';

type Target = Pick<Config, 'dataDir' | 'external' | 'schema' | 'keyFile' | 'keyCommand'>;
type End = Extract<EntryHead, { kind: 'end' }>;

export interface RestoreReport {
  madeAt: string;
  rows: number;
  tables: number;
  files: number;
  missing: string[];
  /** Migrations newer than the backup that ran afterwards. */
  migrated: string[];
  audit: AuditReport;
}

/** Where everything is made until it is whole. A kill leaves it behind; the next restore begins anew. */
const workshop = (config: Target): string => path.join(config.dataDir, 'restoring');
const FINISHED = ['files', 'audit-head.jsonl', 'pg'] as const;

function refuseUsedFolder(config: Target): void {
  const used = [...FINISHED, 'running.json'].filter((name) => fs.existsSync(path.join(config.dataDir, name)));
  if (used.length > 0)
    throw new StartupProblem(
      `${config.dataDir} 里已有数据（${used.join('、')}），恢复只能到空的数据目录。请用 MINZHENG_DATA 或 --data 指定一个空目录。`,
    );
}

/** The keys that the restored city will use: they must open everything that the backup holds. */
function keysFor(manifest: Manifest, config: Target, given: string | undefined): KeyFile {
  if (given && config.keyCommand)
    throw new StartupProblem('密钥由 MINZHENG_KEY_COMMAND 给出，恢复也用它；请不要写 --keys，或先去掉 MINZHENG_KEY_COMMAND。');
  if (given && fs.existsSync(config.keyFile) && fs.readFileSync(given, 'utf8') !== fs.readFileSync(config.keyFile, 'utf8'))
    throw new StartupProblem(`${config.keyFile} 已有另一份密钥文件，不会覆盖它。请先移走，或不写 --keys。`);
  const place = given ?? config.keyFile;
  if (!config.keyCommand && !fs.existsSync(place))
    throw new StartupProblem(
      `这份备份里的资料用数据密钥 ${manifest.keys.join('、')} 加密，备份中不含密钥，也没有找到密钥文件 ${place}。请从保管处取回，用 --keys 指定。`,
    );
  const source = keySource({ ...config, keyFile: place });
  const file = source.read();
  const held = file.keys.map((key) => key.id);
  const absent = manifest.keys.filter((id) => !held.includes(id));
  if (absent.length > 0)
    throw new StartupProblem(
      `${source.name} 里没有数据密钥 ${absent.join('、')}，备份中用它加密的资料谁也打不开。没有恢复任何数据；请从保管处取回含有这把密钥的密钥文件，用 --keys 指定。`,
    );
  const checks = makeKeyRing(file).ids;
  const unchecked = manifest.auditKeys.filter((id) => !checks.includes(id));
  if (unchecked.length > 0)
    throw new StartupProblem(
      `${source.name} 里没有密钥 ${unchecked.join('、')}（含已退役的），以前的审计封存无法核验。没有恢复任何数据；请换成完整的密钥文件。`,
    );
  return file;
}

function refuseOtherProgram(manifest: Manifest): void {
  if (manifest.format !== 1)
    throw new StartupProblem(`这份备份的格式是第${manifest.format}版，本程序只认识第1版。请用更新的程序恢复。`);
  const known = new Map(findMigrations().map((migration) => [migration.name, migration.hash]));
  const strange = manifest.migrations.find(({ name, hash }) => known.get(name) !== hash);
  if (strange)
    throw new StartupProblem(
      `制作这份备份的程序与本程序的数据库结构不同（${strange.name}）。请用制作备份时的版本或更新的版本恢复。`,
    );
}

const TABLES_AT_ONCE = 40;

/** The schema with all that is in it, some tables at a time: at once it takes a lock for each table, index and constraint, more than a server keeps by default. */
async function dropSchema(owner: pg.Pool, schema: string): Promise<void> {
  for (;;) {
    const { rows } = await owner.query<{ names: string | null }>(
      `select string_agg(format('%I.%I', $1::text, relname), ', ') as names from (select relname from pg_class
       where relnamespace = to_regnamespace($1) and relkind in ('r', 'p') order by oid desc limit ${TABLES_AT_ONCE}) t`,
      [schema],
    );
    if (!rows[0]?.names) break;
    await owner.query(`drop table ${rows[0].names} cascade`);
  }
  await owner.query(`drop schema if exists ${schema} cascade`);
}

/** The city's schema is empty, or what an interrupted restore left. */
async function prepareSchema(owner: pg.Pool, schema: string): Promise<void> {
  const { rows } = await owner.query<{ tables: number; note: string | null }>(
    `select count(c.oid)::int as tables, obj_description(n.oid, 'pg_namespace') as note
     from pg_namespace n left join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p') where n.nspname = $1 group by n.oid`,
    [schema],
  );
  if (rows[0]?.note === RESTORING) await dropSchema(owner, schema);
  else if (rows[0] && rows[0].tables > 0) throw new StartupProblem(`数据库里已有城市 ${schema} 的数据，恢复只能到空的数据库。`);
  await owner.query(`create schema if not exists ${schema}; comment on schema ${schema} is '${RESTORING}'`);
}

const sameRows = (name: string): StartupProblem => new StartupProblem(`表 ${name} 恢复后的内容与备份不一致。`);

/** One table in: the bytes are hashed on the way, counted, and read back out of the database to be hashed again. */
async function restoreTable(
  client: pg.ClientBase,
  table: Manifest['tables'][number],
  data: AsyncGenerator<Buffer>,
): Promise<{ rows: number; sha256: string }> {
  const sent = createHash('sha256');
  async function* hashed() {
    for await (const part of data) {
      sent.update(part);
      yield part;
    }
  }
  const rows = await copyIn(client, `copy ${columnsOf(table)} from stdin`, hashed());
  const sha256 = sent.digest('hex');
  const kept = createHash('sha256');
  const found = await copyOut(client, `copy ${columnsOf(table)} to stdout`, async (part) => {
    kept.update(part);
  });
  if (found !== rows || kept.digest('hex') !== sha256) throw sameRows(table.name);
  return { rows, sha256 };
}

async function triggersOf(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select distinct c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace = current_schema()::regnamespace and not t.tgisinternal`,
  );
  return rows.map((row) => row.name);
}

/** All rows and files, in the owner's open transaction. Returns the last entry, compared with what arrived. */
async function restoreEntries(
  client: pg.ClientBase,
  manifest: Manifest,
  entries: AsyncGenerator<Entry>,
  folder: string,
): Promise<End> {
  const tables = new Map(manifest.tables.map((table) => [table.name, table]));
  const arrived = new Map<string, { rows: number; sha256: string }>();
  const store = openFileStore(path.join(folder, 'files'));
  const files = { count: 0, bytes: 0 };
  for await (const { head, data } of entries) {
    if (head.kind === 'table') {
      const table = tables.get(head.name);
      if (!table) throw new Error(`a table that the manifest does not name: ${head.name}`);
      arrived.set(head.name, await restoreTable(client, table, data));
    } else if (head.kind === 'file') {
      for await (const bytes of data) {
        if ((await store.write(bytes)) !== head.hash) throw new StartupProblem(`上传文件 ${head.hash} 与备份不一致。`);
        files.count++;
        files.bytes += bytes.length;
      }
    } else if (head.kind === 'audit-heads') {
      for await (const lines of data) fs.appendFileSync(path.join(folder, 'audit-head.jsonl'), lines, { mode: 0o600 });
    } else if (head.kind === 'end') {
      for (const { name } of manifest.tables) {
        const [want, got] = [head.tables[name], arrived.get(name)];
        if (!want || !got || want.rows !== got.rows || want.sha256 !== got.sha256) throw sameRows(name);
      }
      if (files.count !== head.files.count || files.bytes !== head.files.bytes)
        throw new StartupProblem('恢复的上传文件数量或大小与备份不一致。');
      for await (const _ of data);
      return head;
    }
  }
  throw new StartupProblem('备份文件不完整，不能恢复。');
}

async function fill(owner: pg.Pool, config: Target, manifest: Manifest, entries: AsyncGenerator<Entry>): Promise<End> {
  const client = await owner.connect();
  try {
    await client.query('begin');
    await client.query(SAME_TEXT);
    const triggers = await triggersOf(client);
    for (const name of triggers) await client.query(`alter table "${name}" disable trigger user`);
    await client.query(`truncate ${manifest.tables.map((table) => `"${table.name}"`).join(', ')}`);
    const end = await restoreEntries(client, manifest, entries, workshop(config));
    await client.query('set constraints all immediate');
    for (const name of triggers) await client.query(`alter table "${name}" enable trigger user`);
    for (const { name, value, called } of manifest.sequences)
      await client.query('select setval($1::regclass, $2::bigint, $3)', [`"${name}"`, value, called]);
    // Transaction numbers begin anew on another server: the rows written from now on are of another era.
    await beginAuditEra(client, `restored from the backup of ${manifest.madeAt}`);
    await client.query('commit');
    return end;
  } finally {
    client.release(true);
  }
}

/** Moves what is finished to where `start` looks for it; the database last, because it is what makes a folder a city. */
function moveIn(config: Target, keys: KeyFile): void {
  if (!config.keyCommand && !fs.existsSync(config.keyFile)) writeKeyFile(config.keyFile, keys);
  for (const name of FINISHED)
    if (fs.existsSync(path.join(workshop(config), name)))
      fs.renameSync(path.join(workshop(config), name), path.join(config.dataDir, name));
  fs.rmSync(workshop(config), { recursive: true, force: true });
}

async function discard(owner: pg.Pool, config: Target): Promise<void> {
  if (config.external) await dropSchema(owner, config.schema);
}

async function restoreInto(
  attached: Attached,
  config: Target,
  manifest: Manifest,
  entries: AsyncGenerator<Entry>,
  keys: KeyFile,
): Promise<RestoreReport> {
  const owner = poolOf(attached.ownerUrl, config.schema);
  const role = { ownerUrl: attached.ownerUrl, schema: config.schema, appRole: roleOf(attached.appUrl) };
  try {
    await prepareSchema(owner, config.schema);
    try {
      await migrate({ ...role, only: new Set(manifest.migrations.map((migration) => migration.name)) });
      const end = await fill(owner, config, manifest, entries);
      const migrated = await migrate({ ...role, only: new Set(findMigrations().map((migration) => migration.name)) });
      await owner.query('analyze');
      const audit = await verifyAudit(owner, makeKeyRing(keys), { headFile: path.join(workshop(config), 'audit-head.jsonl') });
      if (config.external) moveIn(config, keys);
      await owner.query(`comment on schema ${config.schema} is null`); // from here on it is a city
      return {
        madeAt: manifest.madeAt,
        rows: Object.values(end.tables).reduce((sum, table) => sum + table.rows, 0),
        tables: manifest.tables.length,
        files: end.files.count,
        missing: end.missing,
        migrated,
        audit,
      };
    } catch (error) {
      await discard(owner, config);
      throw error;
    }
  } finally {
    await owner.end();
  }
}

/** Restores `file` into the empty place that `config` names. `keys`: a key file that is copied into place. */
export async function restoreBackup(
  config: Target,
  options: { file: string; operatorKey: string; keys?: string },
): Promise<RestoreReport> {
  refuseUsedFolder(config);
  const { source, opener } = openSealed(options.file, readOperatorKey(options.operatorKey, 'private'));
  const plain = pipeline(source, opener, createGunzip(), () => {}); // its end, good or bad, reaches whoever reads
  const entries = readEntries(plain);
  try {
    const first = await entries.next();
    if (first.done || first.value.head.kind !== 'manifest') throw new StartupProblem('备份文件不完整，不能恢复。');
    for await (const _ of first.value.data);
    const manifest = first.value.head;
    refuseOtherProgram(manifest);
    if (manifest.schema !== config.schema)
      throw new StartupProblem(
        `这份备份是城市 ${manifest.schema} 的，当前城市是 ${config.schema}。请设置 MINZHENG_CITY=${manifest.schema}。`,
      );
    const keys = keysFor(manifest, config, options.keys);
    fs.rmSync(workshop(config), { recursive: true, force: true });
    fs.mkdirSync(workshop(config), { recursive: true });
    try {
      const attached = await attach({ ...config, dataDir: workshop(config) }, { create: true });
      let report: RestoreReport;
      try {
        report = await restoreInto(attached, config, manifest, entries, keys);
      } finally {
        await attached.close();
      }
      if (!config.external) moveIn(config, keys);
      return report;
    } catch (error) {
      fs.rmSync(workshop(config), { recursive: true, force: true });
      throw new StartupProblem(`恢复没有成功：${(error as Error).message.replace(/。?$/, '。')}没有留下半份数据。`, {
        cause: error,
      });
    }
  } finally {
    source.destroy();
  }
}
