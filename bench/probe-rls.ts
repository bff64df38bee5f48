/**
 * Probe A: what row-level security guarantees and what it costs, on a full-size city, as the application role.
 * `node bench/probe-rls.ts [--count 2650000] [--no-pgbench]` prints one JSON object; a guarantee that fails ends it with an error.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from '../src/database/sql.ts';
import { type Actor, publicActor, systemActor } from '../src/kernel/access/index.ts';
import { scopeRange } from '../src/kernel/division/index.ts';
import { reveal, searchPersons } from '../src/kernel/resident/server.ts';
import type { DivisionCode } from '../src/kernel/schema/index.ts';
import { type BenchCity, openCity, SCHEMA, withOwner } from './make-city.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2650000' },
    rounds: { type: 'string', default: '300' },
    'no-pgbench': { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const USERS = 16;

const officer = (division: DivisionCode): Actor => ({
  ...publicActor,
  ...scopeRange(division),
  kind: 'staff',
  id: '00000000-0000-7000-8000-000000000001',
  name: '经办人',
  role: 'county-clerk',
  division,
});

function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not guaranteed: ${what}`);
}

/** No scope: nothing. The same connection after a commit, its settings now empty strings: nothing. */
async function guarantees({ database, city }: BenchCity): Promise<Record<string, number>> {
  const tables = ['person', 'household', 'household_member', 'relationship', 'life_event'];
  const client = await database.pool.connect();
  const count = async (text: string) =>
    Number((await client.query<{ n: number }>(`select count(*) as n from ${text}`)).rows[0]!.n);
  const page = `person_search_page('王', array['421202001'], '0', ':', '', '00000000-0000-0000-0000-000000000000', 20)`;
  try {
    const role = (
      await client.query<{ super: boolean; owns: number }>(
        `select rolsuper as super, (select count(*)::int from pg_class where relowner = r.oid) as owns from pg_roles r where rolname = current_user`,
      )
    ).rows[0]!;
    demand(!role.super && role.owns === 0, 'the role is neither superuser nor owner');
    let unscoped = 0;
    for (const table of [...tables, page]) unscoped += await count(table);
    demand(unscoped === 0, 'no scope sees no rows');
    const village = city.divisions.all.find((d) => d.level === 'village')!;
    const { lo, hi } = scopeRange(village.code);
    await client.query(
      `begin;select set_config('app.lo','${lo}',true),set_config('app.hi','${hi}',true),set_config('app.person','',true)`,
    );
    const scoped = await count('person');
    await client.query('commit');
    demand(scoped > 0, 'a scope sees its rows');
    let afterCommit = 0;
    for (const table of [...tables, page]) afterCommit += await count(table);
    demand(afterCommit === 0, 'the same connection after a commit sees no rows');
    await client.query('select * from person_search').then(
      () => demand(false, 'person_search is closed to the application'),
      (error: Error) => demand(error.message.includes('permission denied'), 'person_search is closed to the application'),
    );
    return { unscoped, scopedVillage: scoped, afterCommit };
  } finally {
    client.release();
  }
}

const round = (ms: number): number => Math.round(ms * 100) / 100;

/** 16 users, each asking again as soon as answered: milliseconds of an answer. */
async function timed(work: (i: number) => Promise<number>): Promise<{ p50: number; p95: number; max: number; found: number }> {
  for (let i = 0; i < USERS; i++) await work(i);
  const times: number[] = [];
  let [next, found] = [0, 0];
  await Promise.all(
    Array.from({ length: USERS }, async () => {
      while (next < rounds) {
        const i = next++;
        const started = performance.now();
        const count = await work(i);
        found += count;
        times.push(performance.now() - started);
      }
    }),
  );
  times.sort((a, b) => a - b);
  const at = (share: number) => round(times[Math.min(times.length - 1, Math.floor(times.length * share))]!);
  return { p50: at(0.5), p95: at(0.95), max: at(1), found: Math.round((found / times.length) * 10) / 10 };
}

interface Samples {
  frequent: string[];
  rare: string[];
  initials: string[];
  numbers: string[];
}

async function samples(town: BenchCity): Promise<Samples> {
  const list = (text: string) =>
    withOwner(town.cluster.url('minzheng_owner'), async (c) => (await c.query<{ key: string }>(text)).rows.map((r) => r.key));
  const frequent = await list('select name as key from person group by name order by count(*) desc limit 12');
  const rare = await list(
    'select min(name) as key from person where id in (select id from person tablesample system (0.5)) group by name having count(*) = 1 limit 60',
  );
  const initials = await list('select name_initials as key from person tablesample system (0.05) limit 60');
  const ids = await list('select id::text as key from person tablesample system (0.05) limit 60');
  const numbers = await town.context.write(systemActor('bench', '421200000000'), async (tx) => {
    const clear: string[] = [];
    for (const personId of ids) {
      const number = await reveal(tx, { personId, field: 'idNumber', purpose: 'bench' });
      if (number.ok) clear.push(number.value);
    }
    return clear;
  });
  return { frequent: ['王', '李', '张伟', '秀英', '国华', ...frequent], rare, initials, numbers };
}

const scopes = { township: '421202101000', county: '421202000000', city: '421200000000' } as const;

async function searches(town: BenchCity, texts: Samples) {
  const ask = (actor: Actor, list: readonly string[]) =>
    timed((i) =>
      town.context.write(actor, async (tx) => {
        const page = await searchPersons(tx, { text: list[i % list.length]! });
        if (!page.ok) throw new Error(page.code);
        return page.value.persons.length;
      }),
    );
  const result: Record<string, unknown> = {};
  for (const [scope, division] of Object.entries(scopes)) {
    const actor = officer(division);
    result[scope] = {
      frequentNames: await ask(actor, texts.frequent),
      rareNames: await ask(actor, texts.rare),
      initials: await ask(actor, texts.initials),
      idNumber: await ask(actor, texts.numbers),
    };
  }
  return result;
}

/** One row by its key: bare on a table without policies, under the policy, and under the policy inside the transaction wrapper. */
async function pgbench(town: BenchCity): Promise<Record<string, unknown>> {
  if (spawnSync('pgbench', ['--version']).status !== 0)
    return { skipped: 'pgbench is not installed (Debian: apt-get install postgresql-contrib)' };
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'mzp-'));
  const county = scopeRange(scopes.county);
  await withOwner(town.cluster.url('minzheng_owner'), async (c) => {
    await c.query(
      'create table bench_pick as select row_number() over () as n, id from (select id from person where division >= $1 and division < $2 limit 100000) p',
      [county.lo, county.hi],
    );
    await c.query('alter table bench_pick add constraint bench_pick_pkey primary key (n); analyze bench_pick');
    await c.query('create table bench_plain as select id, name, division from person where id in (select id from bench_pick)');
    await c.query(
      'alter table bench_plain add constraint bench_plain_pkey primary key (id); analyze bench_plain; grant select on bench_pick, bench_plain to minzheng_app',
    );
  });
  const picks = await withOwner(town.cluster.url('minzheng_owner'), async (c) =>
    Number((await c.query('select count(*) as n from bench_pick')).rows[0].n),
  );
  const head = `\\set n random(1, ${picks})\n`;
  const select = (table: string) =>
    `select p.name, p.division from ${table} p where p.id = (select id from bench_pick where n = :n);`;
  const begin = `begin\\;select set_config('app.lo','${county.lo}',true),set_config('app.hi','${county.hi}',true),set_config('app.person','',true);`;
  const scripts = {
    plainTable: `${head}${select('bench_plain')}\n`,
    policyWithoutWrapper: `${head}${select('person')}\n`,
    policyInWrapper: `${head}${begin}\n${select('person')}\ncommit;\n`,
    plainInWrapper: `${head}${begin}\n${select('bench_plain')}\ncommit;\n`,
  };
  const tps: Record<string, number[]> = {};
  const run = (name: keyof typeof scripts, mode: 'simple' | 'prepared') => {
    const file = path.join(dir, `${name}.sql`);
    fs.writeFileSync(file, scripts[name]);
    // Without the wrapper the session carries the scope, as no pooled server could: the cost of the policy alone.
    const scope = name === 'policyWithoutWrapper' ? ` -c app.lo=${county.lo} -c app.hi=${county.hi}` : '';
    const output = execFileSync(
      'pgbench',
      [
        '-n',
        '-M',
        mode,
        '-c',
        '10',
        '-j',
        '1',
        '-T',
        '3',
        '-f',
        file,
        '-h',
        town.cluster.socketDir,
        '-U',
        'minzheng_app',
        'minzheng',
      ],
      {
        encoding: 'utf8',
        env: { ...process.env, PGOPTIONS: `-c search_path=${SCHEMA},extensions${scope}` },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const key = mode === 'prepared' ? `${name}Prepared` : name;
    tps[key] = [...(tps[key] ?? []), Number(/tps = ([\d.]+)/.exec(output)?.[1])];
  };
  // The two sides alternate; begin and set_config in one message have no prepared form.
  for (let turn = 0; turn < 5; turn++) {
    for (const name of Object.keys(scripts) as (keyof typeof scripts)[]) run(name, 'simple');
    for (const name of ['plainTable', 'policyWithoutWrapper'] as const) run(name, 'prepared');
  }
  fs.rmSync(dir, { recursive: true, force: true });
  const median = (list: number[]) => Math.round(list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]!);
  const figures = Object.fromEntries(Object.entries(tps).map(([name, list]) => [name, median(list)]));
  return {
    tps: figures,
    ratio: {
      policy: round(figures.policyWithoutWrapper! / figures.plainTable!),
      policyPrepared: round(figures.policyWithoutWrapperPrepared! / figures.plainTablePrepared!),
      wrapper: round(figures.policyInWrapper! / figures.policyWithoutWrapper!),
    },
  };
}

const town = await openCity({ count: Number(values.count), log: (line) => console.error(line) });
try {
  const guaranteed = await guarantees(town);
  const texts = await samples(town);
  // Once for nothing: right after the filling, the first searches would measure the disk.
  await searches(town, texts);
  const search = await searches(town, texts);
  // What one audit row costs is part of every search above; alone it shows how much.
  const empty = await timed(() =>
    town.context.read(officer(scopes.county), async (tx) => (await tx.rows(sql`select 1 as one`)).length),
  );
  const sizes = await withOwner(
    town.cluster.url('minzheng_owner'),
    async (c) =>
      (
        await c.query(`select pg_size_pretty(pg_database_size(current_database())) as database, pg_size_pretty(pg_total_relation_size('person')) as person,
      pg_size_pretty(pg_total_relation_size('person_search')) as person_search, (select count(*)::int from person_search) as search_rows`)
      ).rows[0],
  );
  console.log(
    JSON.stringify(
      {
        bench: 'probe-rls',
        persons: town.persons,
        households: town.households,
        makingSeconds: town.seconds,
        guaranteed,
        users: USERS,
        searchMilliseconds: search,
        emptyTransactionMilliseconds: empty,
        pgbench: values['no-pgbench'] ? null : await pgbench(town),
        sizes,
        machine: { cpu: os.cpus()[0]?.model, cores: os.cpus().length, node: process.version },
      },
      null,
      2,
    ),
  );
} finally {
  await town.stop();
}
