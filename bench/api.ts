/**
 * Opening a case, and a page of the work list, against pgbench that runs the same statements on the same server in the same run. The two
 * sides take turns; the medians are compared. `node bench/api.ts [--turns 5] [--seconds 4]`
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadCity } from '../src/server/city.ts';
import { type Child, startChild } from './child.ts';
import { type LoadFigures, type LoadPlan, rawRequest } from './load.ts';
import { cpuOf, cpuOfPostgres, machine, median, round, say } from './measure.ts';
import { runPgbench, scriptOf } from './pgbench.ts';
import type { BenchPerson, Listening, Sent } from './server.ts';

const { values } = parseArgs({
  options: {
    turns: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string' },
    statements: { type: 'boolean', default: false },
  },
});
const turns = Number(values.turns);
const seconds = Number(values.seconds);
const CONNECTIONS = 16;
const AIMS = { open: 0.5, list: 0.3 } as const;

/** Something that users ask for: the next requests of it, and one that is safe to record. */
interface Case {
  name: keyof typeof AIMS;
  once: boolean;
  requests(count: number): string[];
  /** Values of the recorded request that must differ from run to run. */
  unique(): string[];
}

interface Bench {
  server: Child;
  load: Child;
  listening: Listening;
}

/** Two clerks in each of eight townships: nobody's list is everybody's. */
async function prepare(server: Child): Promise<Case[]> {
  const townships = loadCity('xianning')
    .divisions.all.filter((d) => d.level === 'township' && d.kind !== '虚拟')
    .slice(0, 8);
  const people: BenchPerson[][] = [];
  for (const { code } of townships) people.push(await server.ask<BenchPerson[]>('persons', { township: code, count: 400 }));
  const tokens = await server.ask<string[]>(
    'sessions',
    [...townships, ...townships].map((d) => ({ role: 'township-clerk', division: d.code })),
  );
  const items = Array.from({ length: 99 }, (_, i) => `BN-${String(i + 1).padStart(2, '0')}`);
  await server.ask('publish', items);
  const fewest = Math.min(...people.map((list) => list.length));
  say(`${fewest} adults at least in each of ${townships.length} townships`);
  let opened = 0;
  let last = '';
  const open = (): string => {
    const n = opened++;
    const place = n % townships.length;
    const turn = Math.floor(n / townships.length);
    const person = people[place]![turn % fewest]!;
    const itemId = items[Math.floor(turn / fewest)];
    if (!itemId) throw new Error('every resident has applied for every item');
    last = person.id;
    return rawRequest('POST', '/api/cases', {
      cookie: tokens[n % tokens.length]!,
      address: `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
      body: {
        itemId,
        channel: 'window',
        form: { applicant: { name: person.name, idNumber: person.idNumber, phone: '13800000000', village: person.division } },
        requestId: `bench-request-${n}`,
      },
    });
  };
  const lists = tokens.map((cookie) => rawRequest('GET', '/api/cases?view=mine', { cookie }));
  return [
    {
      name: 'open',
      once: true,
      requests: (count) => Array.from({ length: count }, open),
      unique: () => [`bench-request-${opened - 1}`, last],
    },
    {
      name: 'list',
      once: false,
      requests: () => lists,
      unique: () => [],
    },
  ];
}

const perRequest = (cpuSeconds: number, requests: number): number => round((cpuSeconds / requests) * 1e6, 0);

async function http({ server, load, listening }: Bench, kind: Case, given: { seconds: number }) {
  const plan: LoadPlan = {
    port: listening.port,
    connections: CONNECTIONS,
    seconds: given.seconds,
    requests: kind.requests(Math.ceil(given.seconds * 2500)),
    once: kind.once,
  };
  const before = { node: cpuOf(server.pid), postgres: cpuOfPostgres(listening.postmaster) };
  const figures = await load.ask<LoadFigures>('run', plan);
  if (figures.exhausted && kind.once) throw new Error(`${kind.name}: ${plan.requests.length} requests were not enough`);
  if (figures.refused > 0) throw new Error(`${kind.name}: ${figures.refused} refused, first: ${figures.refusal}`);
  return {
    ...figures,
    microseconds: {
      node: perRequest(cpuOf(server.pid) - before.node, figures.answered),
      postgres: perRequest(cpuOfPostgres(listening.postmaster) - before.postgres, figures.answered),
      load: perRequest(figures.cpuSeconds, figures.answered),
    },
  };
}

/** The statements of one request as most are: what is read once in seconds and kept (a session, the parameters) is not among them. */
async function record({ server, load, listening }: Bench, kind: Case): Promise<string> {
  const attempts: { statements: Sent[]; script: string }[] = [];
  for (let attempt = 0; attempt < 5; attempt++) {
    const since = Date.now();
    const one = kind.requests(CONNECTIONS).at(-1); // each time of the same session
    await server.ask('record', true);
    const { refusal } = await load.ask<LoadFigures>('run', {
      port: listening.port,
      connections: 1,
      seconds: 10,
      requests: [one!],
      once: true,
    });
    const statements = await server.ask<Sent[]>('record', false);
    if (refusal) throw new Error(refusal);
    attempts.push({ statements, script: scriptOf(statements, { since, unique: kind.unique() }) });
  }
  const usual = attempts.toSorted((a, b) => a.statements.length - b.statements.length)[0]!;
  if (values.statements) for (const s of usual.statements) say(`  ${s.text.replace(/\s+/g, ' ')}`);
  return usual.script;
}

async function compare(bench: Bench, kind: Case) {
  await http(bench, kind, { seconds: Math.min(3, seconds) }); // caches and statements, once for nothing
  const script = await record(bench, kind);
  const ours: Awaited<ReturnType<typeof http>>[] = [];
  const theirs: { perSecond: number; microseconds: { postgres: number; pgbench: number } }[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const figures = await http(bench, kind, { seconds });
    const before = cpuOfPostgres(bench.listening.postmaster);
    const { perSecond, done, cpuSeconds } = await runPgbench(script, { ...bench.listening, clients: CONNECTIONS, seconds });
    const postgres = cpuOfPostgres(bench.listening.postmaster) - before;
    ours.push(figures);
    theirs.push({ perSecond, microseconds: { postgres: perRequest(postgres, done), pgbench: perRequest(cpuSeconds, done) } });
    say(`${kind.name}: ${figures.perSecond} requests/s, ${round(perSecond, 1)} by pgbench`);
  }
  await bench.server.ask('profile', true);
  await http(bench, kind, { seconds });
  const profile = await bench.server.ask<Record<string, number>>('profile', false);
  const ratio = round(median(ours.map((t) => t.perSecond)) / median(theirs.map((t) => t.perSecond)));
  const middle = <T extends Record<string, number>>(list: T[]) =>
    Object.fromEntries(Object.keys(list[0]!).map((key) => [key, median(list.map((l) => l[key]!))]));
  return {
    ratio,
    aim: AIMS[kind.name],
    requestsPerSecond: median(ours.map((t) => t.perSecond)),
    pgbenchPerSecond: round(median(theirs.map((t) => t.perSecond)), 1),
    milliseconds: { p50: median(ours.map((t) => t.p50)), p95: median(ours.map((t) => t.p95)) },
    statements: script.split('\n').length - 3,
    processorMicrosecondsPerRequest: {
      http: middle(ours.map((t) => t.microseconds)),
      pgbench: middle(theirs.map((t) => t.microseconds)),
    },
    /** Shares of the busy time of node. */
    timeGoes: profile,
  };
}

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'mzb-'));
fs.chmodSync(dataDir, 0o755);
const started = machine();
const server = startChild('server.ts', { MINZHENG_DATA: dataDir, MINZHENG_DEMO_RESIDENTS: '40000', LOG_LEVEL: 'error' });
const load = startChild('load.ts');
try {
  const bench: Bench = { server, load, listening: await server.ask<Listening>('listening') };
  const figures: Record<string, unknown> = {};
  const kinds = await prepare(server);
  // Every clerk has more than a page to see.
  const filling = kinds[0]!.requests(CONNECTIONS * 25);
  await load.ask('run', { port: bench.listening.port, connections: CONNECTIONS, seconds: 60, requests: filling, once: true });
  for (const kind of kinds) if (!values.only || values.only === kind.name) figures[kind.name] = await compare(bench, kind);
  console.log(
    JSON.stringify(
      { bench: 'api', connections: CONNECTIONS, turns, secondsATurn: seconds, ...figures, machine: started },
      null,
      2,
    ),
  );
} finally {
  await load.stop();
  await server.stop();
  fs.rmSync(dataDir, { recursive: true, force: true });
}
