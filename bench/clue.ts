/**
 * From a row of another department to the clue on the screen, with a whole city loaded: a death of somebody who receives is sent by HTTP, and
 * the township's list is asked until the warning is there. `node bench/clue.ts [--persons 2650000] [--deaths 30]`
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startChild } from './child.ts';
import { openCity, SCHEMA, withOwner } from './make-city.ts';
import { cpuOf, cpuOfPostgres, machine, print, quantile, round, say } from './measure.ts';
import type { BenchPerson, Listening } from './server.ts';

const { values } = parseArgs({
  options: { persons: { type: 'string', default: '2650000' }, deaths: { type: 'string', default: '30' } },
});
const CITY = '421200000000';
const TOWNSHIPS = ['421202001000', '421202002000', '421202003000', '421202100000', '421202101000'];
const DIED_ON = '2026-08-30';
const LIMIT_MS = 2_000;
const GIVE_UP_MS = 30_000;

interface ClueRow {
  id: string;
  reasons: string[];
}

const town = await openCity({ count: Number(values.persons), log: say });
const keyFile = path.join(town.dir, 'keys.json');
fs.writeFileSync(keyFile, JSON.stringify(town.keyFile));
const server = startChild('server.ts', {
  DATABASE_URL: town.cluster.url('minzheng_app'),
  DATABASE_OWNER_URL: town.cluster.url('minzheng_owner'),
  MINZHENG_KEYS: keyFile,
  MINZHENG_DATA: path.join(town.dir, 'data'),
  BENCH_SCHEMA: SCHEMA,
  LOG_LEVEL: 'error',
});

/** Each of them receives 低保 with the household that he or she lives in. */
async function makeRecipients(people: readonly BenchPerson[]): Promise<void> {
  await withOwner(town.cluster.url('minzheng_owner'), async (client) => {
    await client.query(
      `with wanted as (select p.id, p.division, m.household_id from person p join household_member m on m.person_id = p.id
         where p.id = any ($1::uuid[])),
       made as (insert into entitlement (id, programme, household_id, person_id, division, from_month, created_at, created_by)
         select gen_random_uuid(), 'dibao', household_id, id, division, '2026-01', now(), 'bench' from wanted returning id, person_id, division),
       covered as (insert into entitlement_member (entitlement_id, person_id, division, from_month) select id, person_id, division, '2026-01' from made)
       insert into entitlement_version (id, entitlement_id, no, from_month, amount_fen, breakdown, parameter_ids, reason, division, person_id, known_since, recorded_by)
         select gen_random_uuid(), id, 1, '2026-01', 50000, '[]', '{}', '确认', division, person_id, now(), 'bench' from made`,
      [people.map((p) => p.id)],
    );
  });
}

try {
  const { port } = await server.ask<Listening>('listening');
  const call = async <T>(session: string, method: 'GET' | 'POST', url: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}${url}`, {
      method,
      headers: {
        cookie: `mz_session=${session}`,
        'x-minzheng': '1',
        'x-forwarded-for': '10.9.8.7',
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (answer.status !== 200) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const each = Math.ceil(Number(values.deaths) / TOWNSHIPS.length);
  const places: { clerk: string; people: BenchPerson[] }[] = [];
  for (const township of TOWNSHIPS) {
    const people = await server.ask<BenchPerson[]>('persons', { township, count: each });
    if (people.length === 0) continue;
    await makeRecipients(people);
    const [clerk] = await server.ask<string[]>('sessions', [{ role: 'township-clerk', division: township }]);
    places.push({ clerk: clerk!, people });
  }
  const [department] = await server.ask<string[]>('sessions', [{ role: 'dept-user', division: CITY }]);
  const warnings = async (clerk: string): Promise<Set<string>> => {
    const { rows } = await call<{ rows: ClueRow[] }>(clerk, 'GET', '/api/clues?view=mine');
    return new Set(rows.map((row) => row.id));
  };
  const sent: number[] = [];
  const seen: number[] = [];
  const before = { node: cpuOf(server.pid), postgres: cpuOfPostgres(town.cluster.pid) };
  for (const { clerk, people } of places) {
    let known = await warnings(clerk);
    for (const person of people) {
      const started = performance.now();
      const { answers } = await call<{ answers: { state: string; message?: string }[] }>(
        department!,
        'POST',
        '/api/exchange/events',
        {
          rows: [
            {
              reference: `BENCH-${person.id}`,
              type: 'person.death.reported',
              idNumber: person.idNumber,
              happenedOn: DIED_ON,
              payload: {},
            },
          ],
        },
      );
      if (answers[0]!.state !== 'accepted') throw new Error(`${answers[0]!.state}: ${answers[0]!.message}`);
      sent.push(performance.now() - started);
      for (;;) {
        const now = await warnings(clerk);
        const waited = performance.now() - started;
        if (now.size > known.size) {
          seen.push(waited);
          known = now;
          break;
        }
        if (waited > GIVE_UP_MS) throw new Error(`no warning of ${person.id} after ${round(waited, 0)} ms`);
      }
    }
  }
  const sorted = seen.toSorted((a, b) => a - b);
  const perDeath = (seconds: number) => Math.round((seconds / seen.length) * 1000);
  print({
    bench: 'clue',
    persons: town.persons,
    deaths: seen.length,
    milliseconds: {
      accepted: round(
        quantile(
          sent.toSorted((a, b) => a - b),
          0.5,
        ),
      ),
      p50: round(quantile(sorted, 0.5)),
      p95: round(quantile(sorted, 0.95)),
      max: round(quantile(sorted, 1)),
    },
    limitMilliseconds: LIMIT_MS,
    processorMillisecondsEach: {
      node: perDeath(cpuOf(server.pid) - before.node),
      postgres: perDeath(cpuOfPostgres(town.cluster.pid) - before.postgres),
    },
    machine: machine(),
  });
} finally {
  await server.stop();
  await town.stop();
}
