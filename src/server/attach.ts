/**
 * A city's database for a command: the city's own server, or the embedded one. An embedded server runs once per data folder, so a
 * command joins the platform that is running there (`running.json`, written by `start`), and starts the database itself otherwise.
 */
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { prepareCluster, StartupProblem, startCluster } from '../database/cluster.ts';
import type { Config } from './config.ts';

export interface Attached {
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly schema: string;
  /** True when `start` is running on this data folder at this moment. */
  readonly running: boolean;
  close(): Promise<void>;
}

/** An owner's pool on the city's schema. */
export function poolOf(url: string, schema: string, max = 2): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max, options: `-c search_path=${schema},extensions -c timezone=UTC` });
  pool.on('error', () => {});
  return pool;
}

const urlOf = (socketDir: string, role: string): string =>
  `postgresql:///minzheng?host=${encodeURIComponent(socketDir)}&user=${role}`;

/** The socket of the platform that runs on a data folder; null when none does. A file left by a kill does not answer. */
async function runningSocket(dataDir: string): Promise<string | null> {
  let socketDir: unknown;
  try {
    socketDir = (JSON.parse(fs.readFileSync(path.join(dataDir, 'running.json'), 'utf8')) as { socketDir: unknown }).socketDir;
  } catch {
    return null;
  }
  if (typeof socketDir !== 'string') return null;
  const client = new pg.Client({ connectionString: urlOf(socketDir, 'minzheng_owner') });
  try {
    await client.connect();
    return socketDir;
  } catch {
    return null;
  } finally {
    await client.end();
  }
}

/** `create`: an empty data folder gets a new database (restore); without it a folder without a database is refused. */
export async function attach(
  config: Pick<Config, 'dataDir' | 'external' | 'schema'>,
  options: { create?: boolean } = {},
): Promise<Attached> {
  const { schema, external, dataDir } = config;
  const nothing = async () => {};
  if (external) return { ...external, schema, running: false, close: nothing };
  const joined = await runningSocket(dataDir);
  if (joined)
    return {
      appUrl: urlOf(joined, 'minzheng_app'),
      ownerUrl: urlOf(joined, 'minzheng_owner'),
      schema,
      running: true,
      close: nothing,
    };
  const folder = path.join(dataDir, 'pg');
  if (!options.create && !fs.existsSync(path.join(folder, 'PG_VERSION')))
    throw new StartupProblem(`数据目录 ${dataDir} 里没有数据库。请用 MINZHENG_DATA 指定数据目录，或先启动一次平台。`);
  const cluster = await startCluster({ dataDir: folder });
  try {
    await prepareCluster(cluster);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return {
    appUrl: cluster.url('minzheng_app'),
    ownerUrl: cluster.url('minzheng_owner'),
    schema,
    running: false,
    close: () => cluster.stop(),
  };
}

/** The account that a connection string names. */
export function roleOf(url: string): string {
  const parsed = new URL(url);
  const role = parsed.searchParams.get('user') ?? decodeURIComponent(parsed.username);
  if (!role) throw new StartupProblem('数据库连接串里没有写数据库账号。');
  return role;
}

/** Backup, restore and change of keys exclude each other in one city. The lock ends with the connection, also after a kill. */
export async function alone<T>(owner: pg.Pool, schema: string, work: () => Promise<T>): Promise<T> {
  const client = await owner.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>(
      `select pg_try_advisory_lock(hashtext('minzheng-operation'), hashtext($1)) as mine`,
      [schema],
    );
    if (!rows[0]!.mine) throw new StartupProblem('这个城市正在备份、恢复或轮换密钥，请等它结束后再试。');
    return await work();
  } finally {
    client.release(true);
  }
}
