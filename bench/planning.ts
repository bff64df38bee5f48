/**
 * Planning and statistics at the size of a city with ten years of payments: the cockpit and what it opens and an analysis, with the projects of the plan and with
 * many; a table of those in by HTTP, files of reports read, a month of all forms computed for every township, and how much hangs on a division that changes; first
 * a tenth, then all of it.
 * `node bench/planning.ts [--persons 265000] [--rows 100000] [--seconds 5] [--no-tenth]`
 */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import '../src/server/domains.ts';
import { sql } from '../src/database/sql.ts';
import { keepCounted } from '../src/domains/planning-statistics/statistics/count.ts';
import { currentForms, unitsBelow } from '../src/domains/planning-statistics/statistics/forms.ts';
import { lastPeriod } from '../src/domains/planning-statistics/statistics/period.ts';
import { readReport } from '../src/domains/planning-statistics/statistics/read-report.ts';
import { readSheet } from '../src/domains/planning-statistics/statistics/sheet.ts';
import { addSubmission } from '../src/domains/planning-statistics/statistics/store.ts';
import type { ReportLevel } from '../src/domains/planning-statistics/statistics/terms.ts';
import { sheetView } from '../src/domains/planning-statistics/statistics/views.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { keepOlder } from '../src/kernel/resident/server.ts';
import { gatherOpenWork } from '../src/kernel/service/server.ts';
import { workbookOf } from '../src/kernel/sheet/fixtures.ts';
import type { ImportView } from '../src/kernel/sheet/index.ts';
import { loadPack } from '../src/server/open.ts';
import { type Child, startChild } from './child.ts';
import { type LoadFigures, rawRequest } from './load.ts';
import { makeCases } from './make-cases.ts';
import { type BenchCity, openCity, SCHEMA, withOwner } from './make-city.ts';
import { makePayments } from './make-payments.ts';
import { cpuOf, cpuOfPostgres, machine, print, round, say, watchMemory } from './measure.ts';
import type { Listening } from './server.ts';

const { values } = parseArgs({
  options: {
    persons: { type: 'string', default: '265000' },
    rows: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '5' },
    'no-tenth': { type: 'boolean', default: false },
  },
});
const [COUNTY, CITY, TOWNSHIP] = ['421202000000', '421200000000', '421202100000'] as const;
const USERS = 4;
const OPEN_SHARE = 200_000 / 2_650_000;
const CLOSED_SHARE = 2_000_000 / 2_650_000;
const ITEMS = Array.from({ length: 20 }, (_, i) => `BN-${String(i + 1).padStart(2, '0')}`);
const MEGABYTE = 1024 * 1024;
/** Projects that the plan of the city prints. */
const LIBRARY = 1630;

/** Seconds of the wall and of the processors. */
async function measured<T>(town: BenchCity, pid: number, work: () => Promise<T>) {
  const cpu = () => ({ node: cpuOf(pid), postgres: cpuOfPostgres(town.cluster.pid) });
  const [before, began] = [cpu(), performance.now()];
  const value = await work();
  const after = cpu();
  return {
    value,
    figures: {
      seconds: round((performance.now() - began) / 1000, 1),
      processorSeconds: { node: round(after.node - before.node, 1), postgres: round(after.postgres - before.postgres, 1) },
    },
  };
}

/** A detail table as it is printed: one category for each county, projects in every township. */
function projectTable(town: BenchCity, rows: number): Buffer {
  const towns = town.city.divisions.all.filter((d) => d.level === 'township' && d.legal);
  const lines = ['行次,级别,大类,小类,序号,名称,建设地点,投资额（万元）,实施单位,个数', `1,合计,,,,合计,,${rows},,${rows}`];
  const categories = 10;
  const each = Math.floor(rows / categories);
  let no = 1;
  for (let c = 0; c < categories; c++) {
    lines.push(`${++no},大类,第${c + 1}类,,,第${c + 1}类,,${each},,${each}`);
    for (let i = 0; i < each; i++) {
      const at = town.city.divisions.fullName(towns[(i * 31 + c) % towns.length]!.code);
      lines.push(
        `${++no},项目,第${c + 1}类,,${i + 1},${at}第${i}号日间照料中心项目,${at},${(1 + (i % 300) / 100).toFixed(2)},${at.slice(0, 3)}民政局,`,
      );
    }
  }
  return Buffer.from(`${lines.join('\n')}\n`);
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

async function importProjects(town: BenchCity, server: Child, rows: number) {
  const { port } = await server.ask<Listening>('listening');
  const [clerk] = await server.ask<string[]>('sessions', [{ role: 'city-clerk', division: CITY }]);
  const ask = async <T>(method: string, url: string, body?: unknown): Promise<T> => {
    const form = body instanceof FormData;
    const answer = await fetch(`http://127.0.0.1:${port}${url}`, {
      method,
      headers: {
        cookie: `mz_session=${clerk}`,
        'x-minzheng': '1',
        'x-forwarded-for': '10.9.8.7',
        ...(body && !form ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: form ? body : JSON.stringify(body) } : {}),
    });
    if (answer.status !== 200) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const rest = async (id: string): Promise<ImportView> => {
    for (;;) {
      const view = await ask<ImportView>('GET', `/api/sheets/imports/${id}`);
      if (view.state !== 'reading' && view.state !== 'applying') return view;
      await sleep(400);
    }
  };
  const file = projectTable(town, rows);
  const memory = watchMemory(server.pid);
  const checked = await measured(town, server.pid, async () => {
    const form = new FormData();
    form.append('kind', 'project-detail');
    form.append('file', new Blob([new Uint8Array(file)]), '项目.csv');
    return rest((await ask<{ id: string }>('POST', '/api/sheets/imports', form)).id);
  });
  if (checked.value.badCount > 0 || checked.value.state !== 'checked')
    throw new Error(`not checked: ${checked.value.problem} ${JSON.stringify(checked.value.examples.slice(0, 3))}`);
  say(`projects checked: ${JSON.stringify(checked.figures)}`);
  const applied = await measured(town, server.pid, async () => {
    await ask('POST', `/api/sheets/imports/${checked.value.id}`, { step: 'apply' });
    return rest(checked.value.id);
  });
  if (applied.value.state !== 'applied') throw new Error(`not imported: ${applied.value.problem}`);
  say(`projects applied: ${JSON.stringify(applied.figures)}`);
  return {
    rows,
    fileMB: round(file.length / MEGABYTE, 1),
    check: checked.figures,
    apply: applied.figures,
    memoryMB: memory(),
    limitSeconds: 60,
  };
}

/** Reports of one township read from files, as many as have these rows together. */
async function readReports(town: BenchCity, rows: number) {
  const form = 'MZ-M01';
  const sheet = await town.context.read(systemActor('bench', CITY), async (tx) => {
    const found = await sheetView(tx, { form, period: '2026-08', unit: TOWNSHIP });
    if (!found.ok) throw new Error(found.code);
    return found.value;
  });
  const asked = sheet.cells.filter((c) => !c.computed);
  const bytes = workbookOf([
    [`报表编号：${form}　报表期：2026-08　单位代码：${TOWNSHIP}`, null, null],
    ['代码', '填报数', '说明'],
    ...asked.map((c) => [c.key, '1,234', null]),
  ]);
  const files = Math.ceil(rows / asked.length);
  const { figures } = await measured(town, process.pid, async () => {
    for (let i = 0; i < files; i++) {
      const read = await readReport(sheet, bytes, { divisions: town.city.divisions, today: '2026-09-01' });
      if (!read.ok) throw new Error(read.code);
    }
  });
  say(`reports read: ${JSON.stringify(figures)}`);
  return { files, rows: files * asked.length, ...figures, limitSeconds: 60 };
}

/** Every form of its last period, for every unit that fills it in, as it is counted and kept when it leaves the unit. */
async function computeForms(town: BenchCity) {
  const actor = systemActor('bench', CITY);
  let [reports, kept] = [0, 0];
  const { figures } = await measured(town, process.pid, () =>
    town.context.write(actor, async (tx) => {
      for (const form of await currentForms(tx)) {
        const units = tx.divisions.all.filter((d) => d.level === form.filledBy).map((d) => d.code);
        const period = lastPeriod(form.period, tx.today);
        await tx.run(sql`insert into stat_period (form, period, form_version, division, units, opened_at)
          values (${form.code}, ${period}, ${form.version}, ${CITY}, ${units}, ${tx.now}) on conflict (form, period) do nothing`);
        const open = { form, period, units, lockedAt: null, lockedName: null };
        for (const unit of units) {
          const reach = { period: open, unit, level: form.filledBy as ReportLevel };
          if (unitsBelow(open, unit, reach.level).length > 0) throw new Error('not the lowest level');
          const { facts } = await readSheet(tx, reach, null);
          const id = await addSubmission(tx, {
            form: form.code,
            period,
            division: unit,
            version: 1,
            state: 'draft',
            typed: facts.typed,
            notes: {},
            counted: facts.counted,
            totals: facts.values,
          });
          await keepCounted(tx, id, reach);
          reports++;
        }
      }
      kept = (await tx.one<{ n: number }>(sql`select count(*)::int as n from stat_counted_row`)).n;
    }),
  );
  say(`forms: ${JSON.stringify(figures)}`);
  return { reports, countedRows: kept, ...figures, limitSeconds: 60 };
}

async function usage(town: BenchCity) {
  const took: Record<string, number> = {};
  for (const [name, code] of [
    ['township', TOWNSHIP],
    ['village', '421202100001'],
  ] as const) {
    const began = performance.now();
    await town.context.read(systemActor('bench', CITY), (tx) =>
      tx.rows(sql`select zh, sum(rows)::int as rows from division_usage(${[code]}::text[]) group by zh`),
    );
    took[name] = round(performance.now() - began, 0);
  }
  say(`usage: ${JSON.stringify(took)}`);
  return took;
}

/** An analysis may be asked sixty times a minute from one address: so many take turns that no limit of requests is met. */
const ADDRESSES = 250;
let rounds = 0;
async function pages(town: BenchCity, server: Child, load: Child) {
  rounds++;
  const { port } = await server.ask<Listening>('listening');
  const sessions = async (role: string, division: string) =>
    server.ask<string[]>(
      'sessions',
      Array.from({ length: USERS }, () => ({ role, division })),
    );
  const [city, county] = [await sessions('city-leader', CITY), await sessions('county-leader', COUNTY)];
  const spec = 'level=township&by=month&rows=division&columns=measure&chart=bar';
  const asked: readonly (readonly [name: string, hands: readonly string[], url: string, limit: number])[] = [
    ['cockpit of the city', city, '/api/cockpit', 300],
    ['cockpit, one county opened', city, `/api/cockpit?division=${COUNTY}`, 200],
    ['cockpit of a county', county, '/api/cockpit', 300],
    ['cases of a county', city, `/api/cases?view=all&division=${COUNTY}`, 200],
    ['overdue cases of a township', city, `/api/cases?view=all&light=overdue&division=${TOWNSHIP}`, 200],
    ['projects of a county', city, `/api/projects?division=${COUNTY}`, 200],
    ['analysis: two cells by township', city, `/api/analysis?measures=counted.c102,counted.c104&count=1&to=2026-08&${spec}`, 300],
    ['analysis: rows of a township', city, `/api/analysis/rows?measure=counted.c104&division=${TOWNSHIP}&period=2026-08`, 200],
  ];
  const figures: Record<string, object> = {};
  for (const [name, hands, url, limit] of asked) {
    const net = `10.${rounds * asked.length + Object.keys(figures).length}`;
    const requests = Array.from({ length: ADDRESSES * hands.length }, (_, i) =>
      rawRequest('GET', url, {
        cookie: hands[i % hands.length] ?? '',
        address: `${net}.${Math.floor(i / 250)}.${1 + (i % 250)}`,
      }),
    );
    const run = (seconds: number) => load.ask<LoadFigures>('run', { port, connections: USERS, seconds, requests, once: false });
    await run(1);
    const before = { node: cpuOf(server.pid), postgres: cpuOfPostgres(town.cluster.pid) };
    const { p50, p95, answered, refused, refusal } = await run(Number(values.seconds));
    if (answered === 0) throw new Error(`${name}: ${refusal}`);
    const per = (seconds: number) => round((seconds * 1000) / answered, 1);
    figures[name] = {
      p50,
      p95,
      limit,
      answered,
      ...(refused > 0 ? { refused } : {}),
      processorMilliseconds: {
        node: per(cpuOf(server.pid) - before.node),
        postgres: per(cpuOfPostgres(town.cluster.pid) - before.postgres),
      },
    };
    say(`${name}: ${JSON.stringify(figures[name])}`);
  }
  return figures;
}

const analyse = (town: BenchCity) =>
  withOwner(town.cluster.url('minzheng_owner'), async (client) => void (await client.query('analyze')));

/** While `work` runs, ten villages a second have a family granted or changed: more than a city has in its busiest hour. */
async function whileBenefitsChange<T>(town: BenchCity, work: () => Promise<T>): Promise<T> {
  return withOwner(town.cluster.url('minzheng_owner'), async (client) => {
    let marking: Promise<unknown> = Promise.resolve();
    const villages = town.context.divisions.all.filter((d) => d.level === 'village').map((d) => d.code);
    let marked = 0;
    const mark = () =>
      client.query(
        `insert into receiving_stale (programme, division, months) select 'dibao', unnest($1::text[]), int4range(month_no('2026-01'), null)`,
        [Array.from({ length: 10 }, () => villages[(marked++ * 97) % villages.length])],
      );
    const ticking = setInterval(() => {
      marking = marking.then(mark);
    }, 1_000);
    try {
      return await work();
    } finally {
      clearInterval(ticking);
      await marking;
    }
  });
}

async function measure(persons: number, rows: number) {
  const town = await openCity({ count: persons, log: say });
  const load = startChild('load.ts');
  let server: Child | null = null;
  try {
    await loadPack({ context: town.context }, town.city);
    server = startServer(town);
    await server.ask('publish', ITEMS);
    await server.stop();
    await makeCases(town, {
      open: Math.round(persons * OPEN_SHARE),
      closed: Math.round(persons * CLOSED_SHARE),
      items: ITEMS,
      log: say,
    });
    const payments = await makePayments(town, { from: '2016-09', to: '2026-08' });
    say(`payments: ${JSON.stringify(payments)}`);
    await keepOlder(town.context);
    await gatherOpenWork(town.context);
    const forms = await computeForms(town);
    const changing = await usage(town);
    const files = await readReports(town, rows);
    server = startServer(town);
    await importProjects(town, server, LIBRARY);
    await analyse(town);
    say(`with ${LIBRARY} projects, as the plan has`);
    const asked = await pages(town, server, load);
    say('while benefits change');
    const askedMeanwhile = await whileBenefitsChange(town, () => pages(town, server!, load));
    const projects = await importProjects(town, server, rows);
    await analyse(town);
    say(`with ${rows} projects`);
    const askedOfMany = await pages(town, server, load);
    return {
      persons: town.persons,
      cases: Math.round(persons * (OPEN_SHARE + CLOSED_SHARE)),
      projects,
      files,
      forms,
      divisionUsageMilliseconds: changing,
      payments,
      pages: asked,
      pagesWhileBenefitsChange: askedMeanwhile,
      pagesWithManyProjects: askedOfMany,
    };
  } finally {
    await server?.stop();
    await load.stop();
    await town.stop();
  }
}

const [PERSONS, ROWS] = [Number(values.persons), Number(values.rows)];
const tenth = values['no-tenth'] ? null : await measure(Math.round(PERSONS / 10), Math.round(ROWS / 10));
const whole = await measure(PERSONS, ROWS);
print({ bench: 'planning', users: USERS, whole, tenth, machine: machine() });
