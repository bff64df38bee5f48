/**
 * One PostgreSQL server for the whole test run, on tmpfs, with the migrated template databases that each test file clones; with `MINZHENG_TEST_POSTGRES`
 * (the folder of another PostgreSQL's programs) a second one beside it, on which half of the files run (`database.ts`).
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { prepareCluster, startCluster } from '../src/database/cluster.ts';
import { openDatabase } from '../src/database/connection.ts';
import { migrate } from '../src/database/migrate.ts';
import { loadPlaceNames } from '../src/domains/divisions/names/pack.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { plainDateOf } from '../src/kernel/calendar/index.ts';
import { makeContext } from '../src/kernel/context/server.ts';
import { makeKeyRing, newKey } from '../src/kernel/protect/server.ts';
import { loadCity } from '../src/server/city.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of a role to a database: replace ROLE and DATABASE. */
    databaseUrl: string;
    /** The same on the older PostgreSQL that the run has beside its own; empty: there is none. */
    olderDatabaseUrl: string;
    /** A folder of this run, removed when it ends. */
    runFolder: string;
  }
}

const SHM = '/dev/shm';

function scratch(): string {
  try {
    const stats = fs.statfsSync(SHM);
    if (stats.bavail * stats.bsize > 2e9) return SHM;
  } catch {
    // no tmpfs here: the temporary folder will do, only slower
  }
  return os.tmpdir();
}

type Url = (role: string, database: string) => string;

/** The names of a thousand units take longer to enter than all else of the city pack; it leaves alone what it finds entered. */
async function enterPlaceNames(url: string): Promise<void> {
  const database = openDatabase({ url, schema: 'city', max: 1 });
  const { city, divisions, calendar, office, folder } = loadCity('xianning');
  const now = '2026-01-01T04:00:00.000Z';
  const context = makeContext({
    database,
    clock: { now: () => now, today: () => plainDateOf(now) },
    keys: makeKeyRing({ keys: [newKey('2026-01-01')] }),
    city: city.code,
    divisions,
    calendar,
    office,
  });
  await context.write(systemActor('city-pack', '000000000000'), (tx) => loadPlaceNames(tx, folder));
  await database.close();
}

/** `template_minzheng` is empty; `template_named` has the place names of Xianning besides. */
async function templates(url: Url): Promise<void> {
  await migrate({ ownerUrl: url('minzheng_owner', 'template_minzheng'), schema: 'city', appRole: 'minzheng_app' });
  const client = new pg.Client({ connectionString: url('postgres', 'postgres') });
  await client.connect();
  await client.query('create database template_named template template_minzheng owner minzheng_owner strategy file_copy');
  await enterPlaceNames(url('minzheng_app', 'template_named'));
  for (const name of ['template_minzheng', 'template_named'])
    await client.query(`alter database ${name} is_template true allow_connections false`);
  await client.end();
}

async function boot(programs?: string) {
  const dir = fs.mkdtempSync(path.join(scratch(), 'mzt-'));
  fs.chmodSync(dir, 0o755);
  const cluster = await startCluster({
    dataDir: path.join(dir, 'd'),
    ...(programs ? { programs } : {}),
    initdbFlags: ['--no-sync', ...(programs ? [] : ['--no-data-checksums'])],
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      autovacuum: 'off',
      max_wal_size: '4GB',
      wal_level: 'minimal',
      max_wal_senders: '0',
      max_connections: '100',
    },
  });
  await prepareCluster(cluster, 'template_minzheng');
  await templates((role, database) => cluster.url(role as 'postgres', database));
  const url = `postgresql:///DATABASE?host=${encodeURIComponent(cluster.socketDir)}&user=ROLE`;
  return {
    url,
    stop: async () => {
      await cluster.stop();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

export default async function setup(project: TestProject) {
  const older = process.env.MINZHENG_TEST_POSTGRES;
  const servers = await Promise.all([boot(), ...(older ? [boot(older)] : [])]);
  project.provide('databaseUrl', servers[0]!.url);
  project.provide('olderDatabaseUrl', servers[1]?.url ?? '');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mz-run-'));
  fs.chmodSync(folder, 0o755);
  project.provide('runFolder', folder);
  return async () => {
    for (const server of servers) await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  };
}
