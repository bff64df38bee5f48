/**
 * Emergency calls from many devices, with the server killed in the middle: from the moment that a device first calls to the moment that a desk sees it. Devices send
 * the same number again until they are answered; at the end every call is there, once.
 * `node bench/emergency.ts [--calls 200] [--seconds 60] [--no-kill]`: calls a second, for so many seconds.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import '../src/server/domains.ts';
import { sql } from '../src/database/sql.ts';
import type { Board } from '../src/domains/elderly-care/emergency/content.ts';
import { DEVICE_KEY, sheetPlace } from '../src/domains/elderly-care/emergency/store.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { newId } from '../src/kernel/context/server.ts';
import { loadPack } from '../src/server/open.ts';
import { type Child, startChild } from './child.ts';
import { type BenchCity, openCity, SCHEMA } from './make-city.ts';
import { machine, print, quantile, round, say } from './measure.ts';
import type { Listening } from './server.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
    'no-kill': { type: 'boolean', default: false },
  },
});
const CITY = '421200000000';
const [PER_SECOND, SECONDS] = [Number(values.calls), Number(values.seconds)];
const CALLS = PER_SECOND * SECONDS;
const [RETRY_MS, ANSWER_MS, POLL_MS, OVERLAP_MS, AFTER_KILL_MS, AT_ONCE, FULL_PAGE] = [500, 3000, 250, 3000, 10_000, 2000, 1000];

/** A home and a device for each call: nobody's second press is laid to his first. Gives the keys. */
async function enterDevices(town: BenchCity): Promise<string[]> {
  const keys: string[] = [];
  const { context } = town;
  const people = await context.read(systemActor('bench', CITY), (tx) =>
    tx.rows<{ id: string; division: string }>(sql`select id, division from person order by id limit ${CALLS}`),
  );
  if (people.length < CALLS) throw new Error(`only ${people.length} persons`);
  for (let i = 0; i < CALLS; i += AT_ONCE)
    await context.write(systemActor('bench', CITY), async (tx) => {
      const part = people.slice(i, i + AT_ONCE).map(({ id, division }) => {
        const [home, device, key] = [newId(), newId(), randomBytes(24).toString('base64url')];
        keys.push(key);
        const sheet = tx.keys.seal(JSON.stringify({ address: '测量路1号' }), sheetPlace(home));
        return { id, division, home, device, key, sheet };
      });
      await tx.run(sql`insert into emergency_home (id, person_id, division, terrain, sheet, consent_on, opened_on)
        select h, p, d, 'plain', s, ${tx.today}, ${tx.today} from unnest(${part.map((o) => o.home)}::uuid[], ${part.map((o) => o.id)}::uuid[], ${part.map((o) => o.division)}::text[],
          ${part.map((o) => o.sheet)}::bytea[]) as t (h, p, d, s)`);
      await tx.run(sql`insert into care_device (id, home_id, division, sn, kind, key_sealed, key_digest, registered_at, registered_by)
        select i, h, d, i::text, 'caller', k, g, ${tx.now}, 'bench' from unnest(${part.map((o) => o.device)}::uuid[], ${part.map((o) => o.home)}::uuid[], ${part.map((o) => o.division)}::text[],
          ${part.map((o) => tx.keys.seal(o.key, `care_device.key_sealed:${o.device}`))}::bytea[], ${part.map((o) => tx.keys.digest(DEVICE_KEY, o.key))}::bytea[]) as t (i, h, d, k, g)`);
    });
  return keys;
}

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

/** Where the server listens now; while it is dead nobody does. */
interface Line {
  port: number | null;
}
const ask = (line: Line, url: string, init: RequestInit): Promise<Response> =>
  line.port === null
    ? Promise.reject(new Error('no server'))
    : fetch(`http://127.0.0.1:${line.port}${url}`, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });

interface Call {
  readonly sentAt: number;
  incidentId: string | null;
  seenAt: number | null;
  tries: number;
}

/** A device: sends, and sends again with the same number until it is answered. */
async function device(line: Line, key: string, i: number, calls: Call[]): Promise<void> {
  const call: Call = { sentAt: performance.now(), incidentId: null, seenAt: null, tries: 0 };
  calls[i] = call;
  const body = JSON.stringify({ signalId: `bench-${i}-call`, kind: 'pressed' });
  for (;;) {
    call.tries++;
    try {
      const answer = await ask(line, '/api/emergency/signals', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-minzheng': '1', 'x-device-key': key },
        body,
      });
      if (answer.status === 200) {
        call.incidentId = ((await answer.json()) as { incidentId: string }).incidentId;
        return;
      }
      if (answer.status < 500) throw new Error(`${answer.status} ${await answer.text()}`);
    } catch (error) {
      if (error instanceof Error && /^4\d\d /.test(error.message)) throw error;
    }
    await sleep(RETRY_MS);
  }
}

/** A desk of the city that looks again and again at what is new. */
async function watchBoard(line: Line, cookie: string, seen: Map<string, number>, done: () => boolean): Promise<void> {
  // By the clock of the server, which in a demonstration is not ours.
  let since: number | null = null;
  while (!done()) {
    try {
      const asked = since === null ? '' : `?since=${encodeURIComponent(new Date(since).toISOString())}`;
      const answer = await ask(line, `/api/emergency/board${asked}`, {
        headers: { cookie: `mz_session=${cookie}`, 'x-minzheng': '1' },
      });
      if (answer.status === 200) {
        const { now, rows } = (await answer.json()) as Board;
        since ??= Date.parse(now) - OVERLAP_MS;
        for (const { id } of rows) if (!seen.has(id)) seen.set(id, performance.now());
        const last = rows.at(-1);
        // A full page is followed by the next; at the end a little is looked at again, for what was committed late.
        if (last) since = Math.max(since, Date.parse(last.t0) - (rows.length < FULL_PAGE ? OVERLAP_MS : 1));
      }
    } catch {
      // the server is dead: the next look will tell
    }
    await sleep(POLL_MS);
  }
}

const town = await openCity({ count: Math.round(CALLS * 1.2), log: say });
let server: Child | null = null;
try {
  await loadPack({ context: town.context }, town.city);
  const keys = await enterDevices(town);
  say(`${keys.length} devices`);
  server = startServer(town);
  const line: Line = { port: (await server.ask<Listening>('listening')).port };
  const [cookie] = await server.ask<string[]>('sessions', [{ role: 'county-clerk', duty: 'emergency-operator', division: CITY }]);
  const calls: Call[] = [];
  const seen = new Map<string, number>();
  let over = false;
  const watching = watchBoard(line, cookie!, seen, () => over);
  const began = performance.now();
  const devices: Promise<void>[] = [];
  let killedAt = Number.NaN;
  let backAt = Number.NaN;
  const killing = values['no-kill']
    ? Promise.resolve()
    : (async () => {
        await sleep((SECONDS * 1000) / 2);
        line.port = null;
        killedAt = performance.now();
        process.kill(server!.pid, 'SIGKILL');
        server = startServer(town);
        line.port = (await server.ask<Listening>('listening')).port;
        backAt = performance.now();
        say(`killed, and back after ${round((backAt - killedAt) / 1000, 1)} s`);
      })();
  for (let i = 0; i < CALLS; i++) {
    const due = began + (i * 1000) / PER_SECOND;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    devices.push(device(line, keys[i]!, i, calls));
  }
  await Promise.all([...devices, killing]);
  const sent = performance.now();
  while (seen.size < CALLS && performance.now() - sent < AFTER_KILL_MS) await sleep(POLL_MS);
  over = true;
  await watching;
  for (const call of calls) call.seenAt = seen.get(call.incidentId!) ?? null;
  const lateOf = (of: readonly Call[]) =>
    of.map(({ sentAt, seenAt }) => (seenAt ?? Number.POSITIVE_INFINITY) - sentAt).sort((a, b) => a - b);
  const around = (call: Call) => call.sentAt >= killedAt - ANSWER_MS && call.sentAt <= killedAt + AFTER_KILL_MS;
  const usual = lateOf(calls.filter((call) => !around(call)));
  const struck = calls.filter(around);
  const stored = await town.context.read(systemActor('bench', CITY), (tx) =>
    tx.one<{ incidents: number; signals: number }>(
      sql`select (select count(*)::int from emergency_incident) as incidents, (select count(*)::int from emergency_signal) as signals`,
    ),
  );
  print({
    bench: 'emergency',
    calls: CALLS,
    perSecond: PER_SECOND,
    milliseconds: {
      p50: round(quantile(usual, 0.5), 0),
      p99: round(quantile(usual, 0.99), 0),
      max: round(usual.at(-1) ?? 0, 0),
      limit: 1000,
    },
    kill: values['no-kill']
      ? null
      : {
          backAfterSeconds: round((backAt - killedAt) / 1000, 1),
          callsAround: struck.length,
          // From the restart to the board; those that were on it before are not asked.
          lastOnBoardSecondsAfterRestart: round(
            Math.max(...struck.map(({ seenAt }) => (seenAt ?? Number.POSITIVE_INFINITY) - backAt)) / 1000,
            1,
          ),
          sentAgain: struck.filter(({ tries }) => tries > 1).length,
          limitSeconds: 10,
        },
    lost: CALLS - new Set(calls.map(({ incidentId }) => incidentId)).size,
    doubled: stored.incidents - CALLS,
    notSeen: calls.filter(({ seenAt }) => seenAt === null).length,
    stored,
    machine: machine(),
  });
} finally {
  await server?.stop();
  await town.stop();
}
