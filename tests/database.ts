/** A fresh, migrated database for a test file, and the context that actions run in. */

import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { expect, inject } from 'vitest';
import { openDatabase } from '../src/database/connection.ts';
import { plainDateOf } from '../src/kernel/calendar/index.ts';
import { type BusinessClock, makeContext } from '../src/kernel/context/server.ts';
import { makeKeyRing, newKey } from '../src/kernel/protect/server.ts';
import type { PlainDate } from '../src/kernel/schema/index.ts';
import { loadCity } from '../src/server/city.ts';

export interface TestClock extends BusinessClock {
  /** Sets the business time to noon in Asia/Shanghai of a day, or to an ISO instant. */
  set(at: PlainDate | string): void;
}

export function testClock(start: PlainDate | string = '2026-03-02'): TestClock {
  let now = '';
  const clock: TestClock = {
    now: () => now,
    today: () => plainDateOf(now),
    set(at) {
      now = at.length === 10 ? `${at}T04:00:00.000Z` : at;
    },
  };
  clock.set(start);
  return clock;
}

/**
 * On which server the databases of this test file are. Where the run has an older PostgreSQL beside its own, half of the files are there: what can differ is a
 * statement, and each file runs once. `MINZHENG_TEST_HALF` (0 or 1, in turn from change to change) says which half, so that two runs have each file on both.
 */
function server(): string {
  const older = inject('olderDatabaseUrl');
  if (!older) return inject('databaseUrl');
  const file = path.relative(process.cwd(), expect.getState().testPath!);
  const half = createHash('sha256').update(file).digest()[0]! % 2;
  return half === Number(process.env.MINZHENG_TEST_HALF ?? 0) ? older : inject('databaseUrl');
}

/** Clones a template and opens it as the application role (row-level security binds it). `owner` is for assertions only. */
export async function freshDatabase(template: 'template_minzheng' | 'template_named' = 'template_minzheng') {
  const home = server();
  const url = (role: string, database: string) => home.replace('ROLE', role).replace('DATABASE', database);
  const name = `t_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: url('postgres', 'postgres') });
  await admin.connect();
  // As files: a third of the work that the server's own way takes, which writes every page to its log first.
  await admin.query(`create database ${name} template ${template} owner minzheng_owner strategy file_copy`);
  const database = openDatabase({ url: url('minzheng_app', name), schema: 'city', max: 6 });
  const owner = new pg.Pool({ connectionString: url('minzheng_owner', name), max: 2, options: '-c search_path=city,extensions' });
  owner.on('error', () => {});
  return {
    name,
    database,
    owner,
    appUrl: url('minzheng_app', name),
    ownerUrl: url('minzheng_owner', name),
    async drop() {
      await database.close();
      await owner.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

export const testKeys = makeKeyRing({ keys: [newKey('2026-01-01')] });

/** A context on a fresh database, with the real city of Xianning (or `city`) and a clock that the test moves. `named`: its place names are entered. */
export async function freshContext(options: { start?: PlainDate | string; city?: string; named?: boolean } = {}) {
  const db = await freshDatabase(options.named ? 'template_named' : 'template_minzheng');
  const clock = testClock(options.start);
  const city = loadCity(options.city ?? 'xianning');
  const context = makeContext({
    database: db.database,
    clock,
    keys: testKeys,
    city: city.city.code,
    divisions: city.divisions,
    calendar: city.calendar,
    office: city.office,
    plan: city.city.plan,
  });
  return { ...db, clock, city, context };
}
