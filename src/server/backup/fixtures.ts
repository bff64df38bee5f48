/** For tests of operations: a city on an embedded server as `start` leaves it, and commands with their output kept. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { type Cluster, prepareCluster, startCluster } from '../../database/cluster.ts';
import { openDatabase } from '../../database/connection.ts';
import { migrate } from '../../database/migrate.ts';
import { makeContext } from '../../kernel/context/server.ts';
import { newKey, openKeyRing, writeKeyFile } from '../../kernel/protect/server.ts';
import { loadCity } from '../city.ts';
import { demonstrationClock } from '../clock.ts';
import type { Command } from '../command.ts';
import { type Config, readConfig } from '../config.ts';

/** A folder that also the database's own account may enter. */
export function scratchFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'minzheng-test-'));
  fs.chmodSync(folder, 0o755);
  return folder;
}

export async function run(command: Command, ...args: string[]) {
  const written = { out: '', err: '' };
  const sink = (key: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[key] += chunk.toString();
        done();
      },
    });
  const code = await command.run(args, { stdin: Readable.from([]), stdout: sink('out'), stderr: sink('err') });
  return { code, ...written };
}

const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** `config` may name an external database instead of the embedded one. */
export async function contextOn(config: Config, urls: { appUrl: string }) {
  const database = openDatabase({ url: urls.appUrl, schema: config.schema, max: 4 });
  const city = loadCity(config.city);
  const context = makeContext({
    database,
    clock: await demonstrationClock(database.pool),
    keys: openKeyRing(config.keyFile),
    city: city.city.code,
    divisions: city.divisions,
    calendar: city.calendar,
    office: city.office,
  });
  return { context, database };
}

/** What `start` makes of a data folder: keys, database, `running.json`. */
export async function runningCity(dataDir: string) {
  const config = readConfig({ MINZHENG_DATA: dataDir });
  writeKeyFile(config.keyFile, { keys: [newKey('2026-01-01')] });
  const cluster: Cluster = await startCluster({ dataDir: path.join(dataDir, 'pg'), initdbFlags: ['--no-sync'], settings: FAST });
  await prepareCluster(cluster);
  await migrate({ ownerUrl: cluster.url('minzheng_owner'), schema: config.schema, appRole: 'minzheng_app' });
  fs.writeFileSync(
    path.join(dataDir, 'running.json'),
    JSON.stringify({ pid: process.pid, port: 0, socketDir: cluster.socketDir }),
  );
  const open = await contextOn(config, { appUrl: cluster.url('minzheng_app') });
  return {
    config,
    cluster,
    ...open,
    async stop() {
      await open.database.close();
      await cluster.stop();
    },
  };
}
