/** A simulated city in a database of its own: opened, settled, played, and what it paid read back. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { prepareCluster, startCluster } from '../../database/cluster.ts';
import { openDatabase } from '../../database/connection.ts';
import { migrate } from '../../database/migrate.ts';
import { systemActor } from '../../kernel/access/index.ts';
import { monthOf, plainDateOf, plusDays, plusMonths } from '../../kernel/calendar/index.ts';
import { type Context, makeContext } from '../../kernel/context/server.ts';
import { developmentAdapters } from '../../kernel/notice/server.ts';
import { makeKeyRing, newKey } from '../../kernel/protect/server.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { paidAid } from '../../simulate/aid-paid.ts';
import { bookProblems } from '../../simulate/books.ts';
import { type ClueTally, cardsOf, cluesSeen, compareClues } from '../../simulate/clues.ts';
import { type Comparison, compareFamily, startComparison, tellFamily } from '../../simulate/compare.ts';
import { makeWorld, PERSONS_PER_FAMILY } from '../../simulate/life.ts';
import { cluesDue, dueMonths, lapses } from '../../simulate/oracle.ts';
import { paidMonths, whoIsWho } from '../../simulate/paid.ts';
import { planVillages, populate } from '../../simulate/population.ts';
import { recognised } from '../../simulate/recognised.ts';
import { type Replayed, replay } from '../../simulate/replay.ts';
import type { PublishedParameter, World } from '../../simulate/world.ts';
import { type LoadedCity, loadCity } from '../city.ts';
import { startJobs } from '../jobs.ts';
import { loadPack } from '../open.ts';
import { aidPlay } from './aid.ts';
import { calendarUntil } from './calendar.ts';
import { dibaoPlay } from './dibao.ts';
import { feedPlay } from './feeds.ts';
import { pricePlay } from './prices.ts';
import { subsidyPlay } from './subsidies.ts';
import { tekunPlay } from './tekun.ts';
import { warningPlay } from './warnings.ts';

export interface SimulationOrder {
  readonly population: number;
  readonly months: number;
  readonly seed: number;
  /** Families in hardship; by the size of the population when left out. */
  readonly families?: number;
  /** Of these families nobody but those named here is played: to look for the cause of a difference. */
  readonly only?: readonly string[];
  readonly say?: (line: string) => void;
}

/** Where it is played: an empty, migrated schema. */
export interface Ground {
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly schema: string;
}

export interface Simulated {
  readonly replayed: Replayed;
  readonly comparison: Comparison;
  /** One for each family with a difference. */
  readonly stories: readonly string[];
  readonly clues: readonly ClueTally[];
  /** Applications, deaths and reports that nobody answered in time. */
  readonly lapses: number;
  /** What is not right in the books at the end, in sentences. */
  readonly books: readonly string[];
  readonly seconds: number;
}

/** The first year whose standards and holidays are all there. */
const FIRST_DAY: PlainDate = '2026-01-05';
const RAISE_FEN = 20_00;
/** A standard begins to hold, and is published so many days after. */
const LATE_DAYS = 75;
/** So long after a month its books are closed: what is late is paid by the next list, what comes back by the one after. */
const SETTLED_MONTHS = 3;

/** The city's own rows, known from the beginning, and one raise of the 低保 standards that is published late. */
function parametersOf(city: LoadedCity, raise: { validFrom: PlainDate; publishedOn: PlainDate }): PublishedParameter[] {
  const rows = city.parameters.map(
    ({ key, value, division, validFrom, validTo }): PublishedParameter => ({
      key,
      value,
      division,
      validFrom,
      validTo,
      publishedOn: [validFrom, FIRST_DAY].sort()[0]!,
    }),
  );
  const raised = (row: PublishedParameter): boolean =>
    (row.key === 'DB-STD-U' || row.key === 'DB-STD-R') && row.validFrom < raise.validFrom && row.validTo === null;
  return [
    ...rows.map((row) => (raised(row) ? { ...row, validTo: raise.validFrom } : row)),
    ...rows.filter(raised).map((row) => ({ ...row, value: String(Number(row.value) + RAISE_FEN), ...raise, validTo: null })),
  ];
}

export async function simulateOn(ground: Ground, order: SimulationOrder): Promise<Simulated> {
  const began = performance.now();
  const say = order.say ?? (() => {});
  const to = plusDays(`${plusMonths(monthOf(FIRST_DAY), order.months)}-01`, -1);
  const loaded = loadCity('xianning');
  const city: LoadedCity = { ...loaded, calendar: calendarUntil(loaded.calendar, Number(to.slice(0, 4)) + 2) };
  const raisedFrom = `${plusMonths(monthOf(FIRST_DAY), Math.max(2, Math.floor(order.months * 0.4)))}-01` as PlainDate;
  const families = order.families ?? Math.max(1, Math.round(order.population / PERSONS_PER_FAMILY));
  const world = makeWorld({
    seed: order.seed,
    from: FIRST_DAY,
    to,
    parameters: parametersOf(city, {
      validFrom: raisedFrom,
      publishedOn: city.calendar.nextWorkday(plusDays(raisedFrom, LATE_DAYS)),
    }),
    villages: planVillages(city.divisions, order.population, order.seed),
    families,
    ...(order.only ? { only: order.only } : {}),
  });
  const keyFile = { keys: [newKey(FIRST_DAY)] };
  let now = `${FIRST_DAY}T01:00:00.000Z`;
  const database = openDatabase({ url: ground.appUrl, schema: ground.schema, max: 6 });
  const context = makeContext({
    database,
    clock: { now: () => now, today: () => plainDateOf(now) },
    keys: makeKeyRing(keyFile),
    city: city.city.code,
    divisions: city.divisions,
    calendar: city.calendar,
    office: city.office,
  });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mzs-'));
  const close = async () => {
    await database.close();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    const problems: unknown[] = [];
    const jobs = startJobs(context, {
      dataDir: folder,
      filesDir: path.join(folder, 'files'),
      adapters: developmentAdapters,
      onError: (error) => problems.push(error),
    });
    await loadPack({ context }, city);
    say(`居民 ${order.population}，困难家庭 ${families}，${FIRST_DAY} 至 ${to}`);
    await populate({
      ...ground,
      keys: makeKeyRing(keyFile),
      divisions: city.divisions,
      count: order.population,
      seed: order.seed,
      now,
      today: FIRST_DAY,
    });
    let shown = '';
    const replayed = await replay(
      world,
      {
        context,
        moveTo: (instant) => {
          now = new Date(instant).toISOString();
        },
        async runDue() {
          await jobs.runDue();
          if (problems.length > 0) throw problems[0];
        },
      },
      {
        plays: [dibaoPlay(), subsidyPlay(), tekunPlay(), feedPlay(), warningPlay(), aidPlay(), pricePlay(world.prices)],
        onDay(day, decided) {
          if (monthOf(day) === shown) return;
          shown = monthOf(day);
          say(`${shown} 已决定${decided}件，${Math.round((performance.now() - began) / 1000)}秒`);
        },
      },
    );
    const compared = await compare(context, world, replayed, order);
    const books = await bookProblems(context, systemActor('simulation', context.city), {
      first: monthOf(FIRST_DAY),
      last: plusMonths(monthOf(to), -SETTLED_MONTHS),
    });
    return { ...compared, books, replayed, seconds: (performance.now() - began) / 1000 };
  } finally {
    await close();
  }
}

/** Family by family, so that a large city needs no more memory than its payments. A family that was asked for by name is told of in any case. */
async function compare(
  context: Context,
  world: World,
  replayed: Replayed,
  order: Pick<SimulationOrder, 'only'>,
): Promise<Pick<Simulated, 'comparison' | 'clues' | 'lapses' | 'stories'>> {
  const actor = systemActor('simulation', context.city);
  const people = await whoIsWho(context, actor, world.families());
  const money = [
    ...(await paidMonths(context, actor, people)),
    ...(await paidAid(context, actor, people)),
    ...(await recognised(context, actor, people)),
  ];
  const paid = Map.groupBy(money, (p) => p.family);
  const seen = Map.groupBy(await cluesSeen(context, actor, people), (c) => c.family);
  const steps = Map.groupBy(replayed.steps, (s) => s.family);
  const cards = cardsOf(world.families(), steps);
  const comparison = startComparison();
  const clues = new Map<string, ClueTally>();
  const stories: string[] = [];
  let unanswered = 0;
  for (const family of world.families()) {
    const own = { steps: steps.get(family.key) ?? [], paid: paid.get(family.key) ?? [] };
    const reckon = (asKnown: boolean) =>
      dueMonths(family, world.parameters, own.steps, { asKnown, until: world.to }, world.prices);
    const due = reckon(true);
    const before = comparison.differences.length;
    compareFamily(comparison, family, { paid: own.paid, due, truth: reckon(false), until: monthOf(world.to) });
    const differences = comparison.differences.slice(before);
    const lapsed = lapses(family, world.parameters, own.steps, world.to);
    unanswered += lapsed.length;
    const wrong = [
      ...lapsed.map((l) => `  ${l.what} ${l.person ?? ''} since ${l.since}, by ${l.by}`),
      ...compareClues(clues, {
        family: family.key,
        due: cluesDue(family, world.parameters, own.steps, { until: world.to, paid: own.paid, others: cards(family) }),
        seen: seen.get(family.key) ?? [],
      }),
    ];
    if (order.only || differences.length + wrong.length > 0)
      stories.push([tellFamily(family, { ...own, due, differences }), ...wrong].join('\n'));
  }
  return { comparison, clues: [...clues.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1)), lapses: unanswered, stories };
}

const SHM = '/dev/shm';

/** A server of its own in a temporary folder, which is removed again. Nothing of it has to outlive a power cut. */
export async function withGround<T>(work: (ground: Ground) => Promise<T>): Promise<T> {
  const dir = fs.mkdtempSync(path.join(fs.existsSync(SHM) ? SHM : os.tmpdir(), 'mzs-'));
  fs.chmodSync(dir, 0o755);
  const schema = 'city';
  const cluster = await startCluster({
    dataDir: path.join(dir, 'db'),
    initdbFlags: ['--no-sync'],
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  try {
    await prepareCluster(cluster);
    const ground = { appUrl: cluster.url('minzheng_app'), ownerUrl: cluster.url('minzheng_owner'), schema };
    await migrate({ ownerUrl: ground.ownerUrl, schema, appRole: 'minzheng_app' });
    return await work(ground);
  } finally {
    await cluster.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}
