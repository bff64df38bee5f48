/**
 * A synthetic population over the real villages: plausible ages, families, names and valid identity numbers, the same for the same
 * seed. Written as the owner by COPY, row for row what registration writes, so that a demonstration takes seconds and a whole city minutes.
 */
import { Worker } from 'node:worker_threads';
import pg from 'pg';
import type { Divisions } from '../kernel/division/index.ts';
import { type KeyFile, type KeyRing, makeKeyRing } from '../kernel/protect/server.ts';
import type { PlainDate } from '../kernel/schema/index.ts';
import { makeRandom } from './random.ts';
import { type SettlePlan, settle, type VillagePlan } from './settle.ts';
import type { SettleMessage } from './settle-worker.ts';

export interface PopulationPlan {
  ownerUrl: string;
  schema: string;
  /** A key ring settles in this thread; a key file can be given to `workers` threads. */
  keys: KeyRing | KeyFile;
  divisions: Divisions;
  /** Exactly so many persons. */
  count: number;
  seed: number;
  /** Business instant and day of the registration. */
  now: string;
  today: PlainDate;
  workers?: number;
  onProgress?: (done: number, total: number) => void;
}

/** Persons per village: communities are larger than villages, and no two are alike. Adds up to `count`. */
export function planVillages(divisions: Divisions, count: number, seed: number): VillagePlan[] {
  const random = makeRandom(seed);
  const villages = divisions.all.filter((d) => d.level === 'village' && d.kind !== '虚拟');
  const weights = villages.map((v) => (v.kind === '社区' ? 2 : 1) * (0.4 + 1.2 * random.next()));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let [before, sum] = [0, 0];
  return villages.map((village, index) => {
    sum += weights[index]!;
    const until = index === villages.length - 1 ? count : Math.round((sum / total) * count);
    const persons = until - before;
    before = until;
    return { code: village.code, urban: village.kind === '社区', persons, index };
  });
}

/** Whole counties to each worker, so that household and identity numbers never meet; the largest county first. */
function shares(villages: readonly VillagePlan[], workers: number): VillagePlan[][] {
  const counties = Map.groupBy(villages, (v) => v.code.slice(0, 6));
  const size = (list: readonly VillagePlan[]) => list.reduce((sum, v) => sum + v.persons, 0);
  const parts: VillagePlan[][] = Array.from({ length: workers }, () => []);
  for (const county of [...counties.values()].sort((a, b) => size(b) - size(a)))
    parts.sort((a, b) => size(a) - size(b))[0]!.push(...county);
  return parts.filter((part) => part.length > 0);
}

function inWorker(plan: SettlePlan, keyFile: KeyFile, onPersons: (count: number) => void): Promise<Record<string, number>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./settle-worker.ts', import.meta.url), { workerData: { plan, keyFile } });
    worker.on('message', (message: SettleMessage) =>
      'persons' in message ? onPersons(message.persons) : resolve(message.numbers),
    );
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`settling ended early (${code})`)));
  });
}

const filled = ['person', 'person_search', 'life_event', 'household', 'household_member', 'relationship'];

/** Fills a migrated city. Repeating it with the same seed fails on the identity numbers: a city is filled once. */
export async function populate(plan: PopulationPlan): Promise<{ persons: number; households: number }> {
  const client = new pg.Client({ connectionString: plan.ownerUrl, options: `-c search_path=${plan.schema},extensions` });
  await client.connect();
  try {
    const known = await client.query<{ county: string; last: number }>('select county, last from household_number');
    const lastNumbers = Object.fromEntries(known.rows.map((row) => [row.county, row.last]));
    const villages = planVillages(plan.divisions, plan.count, plan.seed);
    const base = {
      ownerUrl: plan.ownerUrl,
      schema: plan.schema,
      seed: plan.seed,
      now: plan.now,
      today: plan.today,
      codes: villages.map((v) => v.code),
      lastNumbers,
    };
    let done = 0;
    const onPersons = (count: number) => {
      done += count;
      plan.onProgress?.(done, plan.count);
    };
    // The search rows are made in one statement at the end; row by row the trigger would double the time.
    await client.query('alter table person disable trigger person_search_insert');
    const { keys } = plan;
    const numbers =
      'seal' in keys
        ? [await settle({ ...base, villages }, keys, onPersons)]
        : plan.workers
          ? await Promise.all(
              shares(villages, plan.workers).map((part) => inWorker({ ...base, villages: part }, keys, onPersons)),
            )
          : [await settle({ ...base, villages }, makeKeyRing(keys), onPersons)];
    await client.query('alter table person enable trigger person_search_insert');
    await client.query(`insert into person_search (d9, key, person_id, division)
      select left(place.code, 9), k.key, p.id, place.code from person p
      cross join lateral (select p.division as code union select p.registered_division) place
      cross join lateral person_search_keys(p.name, p.name_pinyin, p.name_initials) k (key)
      where p.created_by = 'system:simulation'`);
    let households = 0;
    const last: Record<string, number> = {};
    for (const part of numbers)
      for (const [county, number] of Object.entries(part)) last[county] = Math.max(last[county] ?? 0, number);
    for (const [county, number] of Object.entries(last)) {
      households += number - (lastNumbers[county] ?? 0);
      await client.query(
        'insert into household_number (county, last) values ($1, $2) on conflict (county) do update set last = excluded.last',
        [county, number],
      );
    }
    return { persons: done, households };
  } finally {
    await client.end();
  }
}

/** Statistics and visibility for the planner; without them the first searches read more than they need. */
export async function tidyAfterPopulation(ownerUrl: string, schema: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, options: `-c search_path=${schema},extensions` });
  await client.connect();
  try {
    for (const table of filled) await client.query(`vacuum (analyze) ${table}`);
  } finally {
    await client.end();
  }
}
