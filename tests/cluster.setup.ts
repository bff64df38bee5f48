/** One PostgreSQL server for the whole test run, on tmpfs, with a migrated template database that each test file clones. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { prepareCluster, startCluster } from '../src/database/cluster.ts';
import { migrate } from '../src/database/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of a role to a database: replace ROLE and DATABASE. */
    databaseUrl: string;
  }
}

const SHM = '/dev/shm';
/** CI runs the integration tests on Debian's PostgreSQL 15 as well. */
const programs = process.env.MINZHENG_TEST_POSTGRES;

function scratch(): string {
  try {
    const stats = fs.statfsSync(SHM);
    if (stats.bavail * stats.bsize > 2e9) return SHM;
  } catch {
    // no tmpfs here: the temporary folder will do, only slower
  }
  return os.tmpdir();
}

async function template(url: (role: string, database: string) => string): Promise<void> {
  await migrate({ ownerUrl: url('minzheng_owner', 'template_minzheng'), schema: 'city', appRole: 'minzheng_app' });
  const client = new pg.Client({ connectionString: url('postgres', 'postgres') });
  await client.connect();
  await client.query('alter database template_minzheng is_template true allow_connections false');
  await client.end();
}

async function boot() {
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
  await template((role, database) => cluster.url(role as 'postgres', database));
  const url = `postgresql:///DATABASE?host=${encodeURIComponent(cluster.socketDir)}&user=ROLE`;
  return {
    url,
    stop: async () => {
      await cluster.stop();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

let shared: ReturnType<typeof boot> | undefined;
let users = 0;

export default async function setup(project: TestProject) {
  users++;
  shared ??= boot();
  const server = await shared;
  project.provide('databaseUrl', server.url);
  return async () => {
    if (--users === 0) await server.stop();
  };
}
