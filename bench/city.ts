/**
 * A full-size city behind HTTP: searches, work lists and files, each asked by 16 users who ask again as soon as they are answered; and the
 * same on a tenth of it, to show how it grows. `node bench/city.ts [--persons 2650000] [--no-tenth] [--seconds 6] [--only TEXT]`
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Child, startChild } from './child.ts';
import { type LoadFigures, rawRequest } from './load.ts';
import { makeCases } from './make-cases.ts';
import { type BenchCity, openCity, SCHEMA, withOwner } from './make-city.ts';
import { cpuOf, cpuOfPostgres, machine, round, say } from './measure.ts';
import type { BenchPerson, Listening } from './server.ts';

const { values } = parseArgs({
  options: {
    persons: { type: 'string', default: '2650000' },
    seconds: { type: 'string', default: '6' },
    'no-tenth': { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
const PERSONS = Number(values.persons);
const SECONDS = Number(values.seconds);
const USERS = 16;
const P95_LIMIT = 50;
const GROWTH_LIMIT = 1.5;
const MAKING_LIMIT = 20 * 60;
/** Of the full city: 200,000 open and 2,000,000 closed cases for 2,650,000 persons. */
const OPEN_SHARE = 200_000 / 2_650_000;
const CLOSED_SHARE = 2_000_000 / 2_650_000;

const COUNTY = '421202000000';
const TOWNSHIPS = ['421202001000', '421202002000', '421202003000', '421202100000', '421202101000'];
const CITY = '421200000000';
const ITEMS = Array.from({ length: 20 }, (_, i) => `BN-${String(i + 1).padStart(2, '0')}`);

/** The server as a process of its own, on the city's database. */
function startServer(town: BenchCity): Child {
  const keyFile = path.join(town.dir, 'keys.json');
  fs.writeFileSync(keyFile, JSON.stringify(town.keyFile));
  return startChild('server.ts', {
    DATABASE_URL: town.cluster.url('minzheng_app'),
    DATABASE_OWNER_URL: town.cluster.url('minzheng_owner'),
    MINZHENG_KEYS: keyFile,
    MINZHENG_DATA: path.join(town.dir, 'data'),
    BENCH_SCHEMA: SCHEMA,
    LOG_LEVEL: 'error',
  });
}

interface Asked {
  name: string;
  requests: string[];
  once?: boolean;
}

async function questions(town: BenchCity, server: Child): Promise<Asked[]> {
  const texts = (text: string, given: unknown[] = []) =>
    withOwner(town.cluster.url('minzheng_owner'), async (c) =>
      (await c.query<{ key: string }>(text, given)).rows.map((r) => r.key),
    );
  const places = await texts(`select distinct d9 || '000' as key from person where d9 || '000' = any ($1)`, [TOWNSHIPS]);
  if (places.length === 0) throw new Error('none of the townships has people');
  const township = await server.ask<string[]>(
    'sessions',
    Array.from({ length: USERS }, (_, i) => ({ role: 'township-clerk', division: places[i % places.length]! })),
  );
  const county = await server.ask<string[]>(
    'sessions',
    Array.from({ length: USERS }, () => ({ role: 'county-clerk', division: COUNTY })),
  );
  const city = await server.ask<string[]>(
    'sessions',
    Array.from({ length: USERS }, () => ({ role: 'city-clerk', division: CITY })),
  );
  const people: BenchPerson[] = [];
  for (const code of places) people.push(...(await server.ask<BenchPerson[]>('persons', { township: code, count: 60 })));
  const frequent = [
    '王',
    '李',
    '张伟',
    '秀英',
    '国华',
    ...(await texts('select name as key from person group by name order by count(*) desc limit 12')),
  ];
  const rare = await texts(
    'select min(name) as key from person where id in (select id from person tablesample system (1)) group by name having count(*) = 1 limit 60',
  );
  const initials = await texts('select distinct name_initials as key from person tablesample system (0.2) limit 60');
  const ask = (name: string, tokens: readonly string[], urls: readonly string[]): Asked => ({
    name,
    // As many requests as give every session every address in some order.
    requests: Array.from({ length: USERS * urls.length }, (_, i) =>
      rawRequest('GET', urls[(i * 7) % urls.length]!, { cookie: tokens[i % tokens.length]! }),
    ),
  });
  const find = (list: readonly string[]) => list.map((text) => `/api/persons?text=${encodeURIComponent(text)}`);
  // Nobody may open more than 50 files within ten minutes: many officers, each with some files of their own.
  const readers = await server.ask<string[]>(
    'sessions',
    Array.from({ length: 150 }, () => ({ role: 'county-clerk', division: COUNTY })),
  );
  const files = (section: string) =>
    Array.from({ length: 40 }, (_, i) =>
      readers.map((cookie, k) =>
        rawRequest('GET', `/api/persons/${people[(i + k * 3) % people.length]!.id}${section}`, { cookie }),
      ),
    ).flat();
  const asked: Asked[] = [];
  for (const [scope, tokens] of [
    ['township', township],
    ['county', county],
    ['city', city],
  ] as const)
    asked.push(
      ask(`${scope}: frequent names`, tokens, find(frequent)),
      ask(`${scope}: rare names`, tokens, find(rare)),
      ask(`${scope}: initials`, tokens, find(initials)),
    );
  return [
    ...asked,
    ask(
      'county: identity number',
      county,
      people.map((p) => `/api/persons?idNumber=${p.idNumber}`),
    ),
    ask('township: work list', township, ['/api/cases?view=mine']),
    ask('township: closed cases', township, ['/api/cases?view=done']),
    ask('county: work list', county, ['/api/cases?view=all']),
    ask('county: closed cases', county, ['/api/cases?view=done']),
    { name: 'county: person file', requests: files(''), once: true },
    { name: 'county: cases of a person file', requests: files('/sections/cases'), once: true },
    { name: 'county: whole person file', requests: files('?sections=all'), once: true },
  ];
}

async function measure(persons: number) {
  const began = performance.now();
  const town = await openCity({ count: persons, log: say });
  const load = startChild('load.ts');
  let server: Child | null = null;
  try {
    // Items first: a case refers to the version that it began with.
    server = startServer(town);
    await server.ask('publish', ITEMS);
    await server.stop();
    const cases = await makeCases(town, {
      open: Math.round(persons * OPEN_SHARE),
      closed: Math.round(persons * CLOSED_SHARE),
      items: ITEMS,
      log: say,
    });
    const makingSeconds = round((performance.now() - began) / 1000, 0);
    say(`made in ${makingSeconds} s`);
    server = startServer(town);
    const listening = await server.ask<Listening>('listening');
    const asked = (await questions(town, server)).filter(({ name }) => name.includes(values.only));
    if (asked.length === 0) throw new Error(`nothing is called ${values.only}`);
    const run = (one: Asked, seconds: number) =>
      load.ask<LoadFigures>('run', {
        port: listening.port,
        connections: USERS,
        seconds,
        requests: one.requests,
        once: one.once === true,
      });
    // Once for nothing: what has just been written is partly on the disk.
    for (const one of asked) await run(one, 1.5);
    const figures: Record<
      string,
      { p50: number; p95: number; max: number; perSecond: number; nodeMicroseconds: number; postgresMicroseconds: number }
    > = {};
    for (const one of asked) {
      const before = { node: cpuOf(server.pid), postgres: cpuOfPostgres(town.cluster.pid) };
      const { p50, p95, max, perSecond, answered, refused, refusal } = await run(one, SECONDS);
      if (refused > 0) throw new Error(`${one.name}: ${refusal}`);
      const perRequest = (seconds: number) => Math.round((seconds / answered) * 1e6);
      figures[one.name] = {
        p50,
        p95,
        max,
        perSecond,
        nodeMicroseconds: perRequest(cpuOf(server.pid) - before.node),
        postgresMicroseconds: perRequest(cpuOfPostgres(town.cluster.pid) - before.postgres),
      };
      say(`${one.name}: p50 ${p50}, p95 ${p95} ms, ${perSecond}/s`);
    }
    const [size] = await withOwner(
      town.cluster.url('minzheng_owner'),
      async (c) => (await c.query<{ size: string }>('select pg_size_pretty(pg_database_size(current_database())) as size')).rows,
    );
    const made = {
      persons: town.persons,
      households: town.households,
      open: cases.open,
      closed: cases.closed,
      events: cases.events,
      database: size!.size,
    };
    return { made, makingSeconds, seconds: { people: town.seconds, cases: cases.seconds }, milliseconds: figures };
  } finally {
    await server?.stop();
    await load.stop();
    await town.stop();
  }
}

const machineThen = machine();
const tenth = values['no-tenth'] ? null : await measure(Math.round(PERSONS / 10));
const whole = await measure(PERSONS);
const growth =
  tenth &&
  Object.fromEntries(
    Object.entries(whole.milliseconds).map(([name, { p95 }]) => [name, round(p95 / tenth.milliseconds[name]!.p95)]),
  );
console.log(
  JSON.stringify(
    {
      bench: 'city',
      users: USERS,
      whole,
      tenth,
      growthOfP95: growth,
      limits: { p95: P95_LIMIT, growth: GROWTH_LIMIT, makingSeconds: MAKING_LIMIT },
      machine: machineThen,
    },
    null,
    2,
  ),
);
