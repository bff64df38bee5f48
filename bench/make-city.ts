/**
 * A full-size city for measuring: an embedded server in a temporary folder, migrated, filled with a synthetic population, and a
 * context that asks as the application role. Indexes and keys are made after the rows: a tenth of the time.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Cluster, prepareCluster, startCluster } from '../src/database/cluster.ts';
import { type Database, openDatabase } from '../src/database/connection.ts';
import { migrate } from '../src/database/migrate.ts';
import { type Context, makeContext } from '../src/kernel/context/server.ts';
import { type KeyFile, makeKeyRing, newKey } from '../src/kernel/protect/server.ts';
import type { PlainDate } from '../src/kernel/schema/index.ts';
import { loadCity } from '../src/server/city.ts';
import { populate, tidyAfterPopulation } from '../src/simulate/population.ts';

/** The day on which a demonstration begins: servers that open this city live on it. */
export const TODAY: PlainDate = '2026-09-01';
const NOW = `${TODAY}T04:00:00.000Z`;
export const SCHEMA = 'city';

export interface BenchCity {
  cluster: Cluster;
  database: Database;
  context: Context;
  city: ReturnType<typeof loadCity>;
  keyFile: KeyFile;
  /** A folder for whatever belongs to this city; it goes with it. */
  dir: string;
  /** Seconds of each step of the making. */
  seconds: Record<string, number>;
  persons: number;
  households: number;
  stop(): Promise<void>;
}

export async function withOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, options: `-c search_path=${SCHEMA},extensions` });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Takes keys, exclusions, foreign keys and indexes away from some tables while `work` fills them, and makes them again. Not safe
 * against a crash: only for a city that can be thrown away.
 */
export async function withoutIndexes<T>(
  ownerUrl: string,
  tables: readonly string[],
  work: () => Promise<T>,
): Promise<{ result: T; indexSeconds: number }> {
  return withOwner(ownerUrl, async (client) => {
    const constraints = (
      await client.query<{ table: string; name: string; definition: string; type: string }>(
        `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition, contype as type from pg_constraint
         where contype in ('p', 'u', 'x', 'f') and (conrelid = any ($1::regclass[]) or confrelid = any ($1::regclass[])) order by contype = 'f'`,
        [tables],
      )
    ).rows;
    const indexes = (
      await client.query<{ name: string; definition: string }>(
        `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
         where i.indrelid = any ($1::regclass[]) and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x'))`,
        [tables],
      )
    ).rows;
    for (const c of constraints.toReversed()) await client.query(`alter table ${c.table} drop constraint ${c.name}`);
    for (const i of indexes) await client.query(`drop index ${i.name}`);
    const result = await work();
    const started = performance.now();
    await client.query(`set maintenance_work_mem = '1GB'; set max_parallel_maintenance_workers = 2`);
    for (const c of constraints.filter(({ type }) => type !== 'f'))
      await client.query(`alter table ${c.table} add constraint ${c.name} ${c.definition}`);
    for (const i of indexes) await client.query(i.definition);
    for (const c of constraints.filter(({ type }) => type === 'f'))
      await client.query(`alter table ${c.table} add constraint ${c.name} ${c.definition}`);
    return { result, indexSeconds: (performance.now() - started) / 1000 };
  });
}

export const since = (started: number): number => Math.round((performance.now() - started) / 100) / 10;

/** Starts and fills a city of `count` persons. `log` hears one line a step. */
export async function openCity(options: { count: number; workers?: number; log?: (line: string) => void }): Promise<BenchCity> {
  const log = options.log ?? (() => {});
  const seconds: Record<string, number> = {};
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'mzb-'));
  fs.chmodSync(dir, 0o755);
  const cluster = await startCluster({
    dataDir: path.join(dir, 'd'),
    settings: {
      shared_buffers: '2GB',
      max_wal_size: '8GB',
      checkpoint_timeout: '30min',
      synchronous_commit: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
      work_mem: '64MB',
    },
  });
  let started = performance.now();
  await prepareCluster(cluster);
  const ownerUrl = cluster.url('minzheng_owner');
  await migrate({ ownerUrl, schema: SCHEMA, appRole: 'minzheng_app' });
  seconds.migrate = since(started);
  const city = loadCity('xianning');
  const keyFile = { keys: [newKey(TODAY)] };
  started = performance.now();
  let told = 0;
  const { result, indexSeconds } = await withoutIndexes(
    ownerUrl,
    ['person', 'person_search', 'life_event', 'household', 'household_member', 'relationship'],
    () =>
      populate({
        ownerUrl,
        schema: SCHEMA,
        keys: keyFile,
        divisions: city.divisions,
        count: options.count,
        seed: 1,
        now: NOW,
        today: TODAY,
        workers: options.workers ?? 2,
        onProgress(done, total) {
          if (done - told < total / 10) return;
          told = done;
          log(`${done} / ${total} (${since(started)} s)`);
        },
      }),
  );
  seconds.fill = since(started) - Math.round(indexSeconds * 10) / 10;
  seconds.index = Math.round(indexSeconds * 10) / 10;
  log(`filled ${seconds.fill} s, indexed ${seconds.index} s`);
  started = performance.now();
  await tidyAfterPopulation(ownerUrl, SCHEMA);
  seconds.vacuum = since(started);
  const database = openDatabase({ url: cluster.url('minzheng_app'), schema: SCHEMA, max: 10 });
  const context = makeContext({
    database,
    clock: { now: () => NOW, today: () => TODAY },
    keys: makeKeyRing(keyFile),
    city: city.city.code,
    divisions: city.divisions,
    calendar: city.calendar,
    office: city.office,
  });
  return {
    cluster,
    database,
    context,
    city,
    keyFile,
    dir,
    seconds,
    ...result,
    async stop() {
      await database.close();
      await cluster.stop();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}
