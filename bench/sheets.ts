/**
 * Spreadsheets of a hundred thousand rows each way, by HTTP: residents and their families in, whoever draws a benefit out with approval. What the server's
 * memory does meanwhile is sampled, and how many times progress was seen. `node bench/sheets.ts [--rows 100000]`
 */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeIdNumber } from '../src/kernel/resident/index.ts';
import { listColumns } from '../src/kernel/resident/list-terms.ts';
import type { PlainDate } from '../src/kernel/schema/index.ts';
import type { ImportView } from '../src/kernel/sheet/index.ts';
import { type SheetRow, writeSheet } from '../src/kernel/sheet/server.ts';
import { startChild } from './child.ts';
import { openCity, SCHEMA, TODAY, withOwner } from './make-city.ts';
import { cpuOf, cpuOfPostgres, machine, print, round, say, watchMemory } from './measure.ts';
import type { Listening } from './server.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '100000' } } });
const ROWS = Number(values.rows);
const COUNTY = '421202000000';
const FAMILY = ['户主', '配偶', '子女'];
const NAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻';
const MEGABYTE = 1024 * 1024;

const town = await openCity({ count: 2_000, log: say });
const villages = town.city.divisions.all.filter((d) => d.level === 'village' && d.code.startsWith('421202') && d.legal);

/** Families of three, each number another one. */
function* residents(): Generator<SheetRow> {
  const first = Date.parse('1940-01-01');
  for (let i = 0; i < ROWS; i++) {
    const born = new Date(first + Math.floor(i / 900) * 86_400_000).toISOString().slice(0, 10) as PlainDate;
    const family = Math.floor(i / FAMILY.length);
    yield {
      household: `H${family}`,
      relation: ['head', 'spouse', 'child'][i % FAMILY.length]!,
      name: `${NAMES[family % NAMES.length]}${NAMES[i % NAMES.length]}${NAMES[(i * 7) % NAMES.length]}`,
      idNumber: makeIdNumber('430602', born, i % 900),
      phone: `138${String(i).padStart(8, '0')}`,
      living: town.city.divisions.fullName(villages[family % villages.length]!.code),
      address: `${(family % 40) + 1}号`,
    };
  }
}

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

/** Each person of the list draws a benefit of his or her own. */
async function makeRecipients(): Promise<void> {
  await withOwner(town.cluster.url('minzheng_owner'), async (client) => {
    await client.query(
      `with made as (insert into entitlement (id, programme, person_id, division, from_month, created_at, created_by)
         select gen_random_uuid(), 'disability-nursing', id, division, '2026-01', now(), 'bench' from person where created_by <> 'system:simulation' returning id, person_id, division),
       covered as (insert into entitlement_member (entitlement_id, person_id, division, from_month) select id, person_id, division, '2026-01' from made)
       insert into entitlement_version (id, entitlement_id, no, from_month, amount_fen, breakdown, parameter_ids, reason, division, person_id, known_since, recorded_by)
         select gen_random_uuid(), id, 1, '2026-01', 12500, '[]', '{}', '确认', division, person_id, now(), 'bench' from made`,
    );
    await client.query('analyze');
  });
}

try {
  const { port } = await server.ask<Listening>('listening');
  const [clerk, leader] = (await server.ask<string[]>('sessions', [
    { role: 'county-clerk', division: COUNTY },
    { role: 'county-leader', division: COUNTY },
  ])) as [string, string];
  const call = async (session: string, method: 'GET' | 'POST', url: string, body?: unknown): Promise<Response> => {
    const form = body instanceof FormData;
    const answer = await fetch(`http://127.0.0.1:${port}${url}`, {
      method,
      headers: {
        cookie: `mz_session=${session}`,
        'x-minzheng': '1',
        'x-forwarded-for': '10.9.8.7',
        ...(body && !form ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: form ? body : JSON.stringify(body) } : {}),
    });
    if (answer.status !== 200) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const told = async <T>(session: string, method: 'GET' | 'POST', url: string, body?: unknown): Promise<T> =>
    (await (await call(session, method, url, body)).json()) as T;
  /** Asks as the page does until the work is at rest; how often the numbers had moved. */
  async function atRest(id: string): Promise<{ view: ImportView; progressSeen: number }> {
    let progressSeen = 0;
    for (let before = -1; ; await sleep(500)) {
      const view = await told<ImportView>(clerk, 'GET', `/api/sheets/imports/${id}`);
      const now = view.rowCount + view.doneCount;
      if (now !== before) progressSeen++;
      before = now;
      if (view.state !== 'reading' && view.state !== 'applying') return { view, progressSeen };
    }
  }
  const processors = () => ({ node: cpuOf(server.pid), postgres: cpuOfPostgres(town.cluster.pid) });
  /** Seconds, rows a second, memory and processor time of a piece of work. */
  async function measured<T>(work: () => Promise<T>) {
    const [memory, before, started] = [watchMemory(server.pid), processors(), performance.now()];
    const value = await work();
    const seconds = (performance.now() - started) / 1000;
    const after = processors();
    const processorSeconds = { node: round(after.node - before.node, 1), postgres: round(after.postgres - before.postgres, 1) };
    return {
      value,
      figures: { seconds: round(seconds, 1), rowsPerSecond: Math.round(ROWS / seconds), memoryMB: memory(), processorSeconds },
    };
  }

  const chunks: Buffer[] = [];
  for await (const chunk of writeSheet({ name: '居民', columns: listColumns, rows: residents() })) chunks.push(chunk as Buffer);
  const file = Buffer.concat(chunks);
  say(`file of ${ROWS} rows: ${round(file.length / MEGABYTE, 1)} MB`);

  const checked = await measured(async () => {
    const form = new FormData();
    form.append('kind', 'residents');
    form.append('file', new Blob([new Uint8Array(file)]), '居民.xlsx');
    return atRest((await told<{ id: string }>(clerk, 'POST', '/api/sheets/imports', form)).id);
  });
  const { id, goodCount, examples } = checked.value.view;
  if (goodCount !== ROWS) throw new Error(`${goodCount} of ${ROWS} rows are good: ${JSON.stringify(examples.slice(0, 3))}`);
  say(`checked: ${JSON.stringify(checked.figures)}`);
  const applied = await measured(async () => {
    await told(clerk, 'POST', `/api/sheets/imports/${id}`, { step: 'apply' });
    return atRest(id);
  });
  if (applied.value.view.doneCount !== ROWS) throw new Error(`not imported: ${applied.value.view.problem}`);
  say(`applied: ${JSON.stringify(applied.figures)}`);

  await makeRecipients();
  const asked = await told<{ id: string; state: string }>(clerk, 'POST', '/api/sheets/exports', {
    kind: 'entitlements',
    filter: { month: TODAY.slice(0, 7), programme: 'disability-nursing', division: COUNTY },
    purpose: '测量用的名单',
  });
  if (asked.state !== 'requested') throw new Error('a long list must wait for approval');
  await told(leader, 'POST', `/api/sheets/exports/${asked.id}/decision`, { agree: true });
  const out = await measured(async () => {
    let bytes = 0;
    let firstByte = 0;
    const started = performance.now();
    const { body } = await call(clerk, 'GET', `/api/sheets/exports/${asked.id}/file`);
    for await (const chunk of body!) {
      firstByte ||= performance.now() - started;
      bytes += chunk.length;
    }
    return { megabytes: round(bytes / MEGABYTE, 1), firstByteMilliseconds: Math.round(firstByte) };
  });
  print({
    bench: 'sheets',
    rows: ROWS,
    in: {
      fileMB: round(file.length / MEGABYTE, 1),
      check: { ...checked.figures, progressSeen: checked.value.progressSeen },
      apply: { ...applied.figures, progressSeen: applied.value.progressSeen },
      limitSeconds: 60,
    },
    out: { ...out.value, ...out.figures },
    machine: machine(),
  });
} finally {
  await server.stop();
  await town.stop();
}
