/** kill -9 of the server and of PostgreSQL in the middle of submissions, decisions and batch steps: nothing confirmed is lost, nothing happens twice. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { demonstrationCity } from '../start/city.ts';
import { copyOf, databasesOf, freePort, launch, ready, type Server, stop } from '../start/server.ts';
import { Office } from './load.ts';

const STAFF = ['cun', 'xiang', 'xianghe', 'hedui', 'queren', 'caiwu', 'fuhe', 'caizheng'];
const PAUSE_MS = 700;
const MAIN = path.resolve(import.meta.dirname, '../../src/server/main.ts');
const folders: string[] = [];
let city: string;
let server: Server;

beforeAll(async () => {
  city = (await demonstrationCity()).dir;
});
afterAll(async () => {
  server?.child.kill('SIGKILL');
  await sleep(500);
  for (const dir of folders) fs.rmSync(dir, { recursive: true, force: true });
});

async function begin(): Promise<{ dir: string; port: string; restart: () => Promise<void> }> {
  const dir = copyOf(city);
  folders.push(path.dirname(dir));
  const port = String(await freePort());
  const restart = async () => {
    server = await ready(await launch(dir, { PORT: port }));
  };
  await restart();
  return { dir, port, restart };
}

async function asOwner<T>(
  dir: string,
  work: (rows: <R>(text: string, values?: unknown[]) => Promise<R[]>) => Promise<T>,
): Promise<T> {
  const { socketDir } = JSON.parse(fs.readFileSync(path.join(dir, 'running.json'), 'utf8')) as { socketDir: string };
  const client = new pg.Client({
    connectionString: `postgresql:///minzheng?host=${encodeURIComponent(socketDir)}&user=minzheng_owner`,
    options: '-c search_path=xianning,extensions',
  });
  await client.connect();
  try {
    return await work(async <R>(text: string, values: unknown[] = []) => (await client.query(text, values)).rows as R[]);
  } finally {
    await client.end();
  }
}

const casesOf = (dir: string) =>
  asOwner(dir, async (rows) => (await rows<{ n: number }>('select count(*)::int as n from service_case'))[0]!.n);

/**
 * The database server and one of its processes that serve the platform. On a busy machine it takes a while until they are there again after a crash;
 * killing what is not up yet would prove nothing.
 */
async function atWork(dir: string): Promise<{ main: number; backend: number }> {
  for (const until = Date.now() + 30_000; Date.now() < until; await sleep(5)) {
    const main = databasesOf(dir)[0];
    if (main === undefined) continue;
    const backend = childrenOf(main).find((child) => commandOf(child).includes('minzheng_app'));
    if (backend !== undefined) return { main, backend };
  }
  throw new Error('the database did not come back');
}

/** A process may end while it is looked at. */
function readProcess(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
const childrenOf = (pid: number): number[] =>
  readProcess(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
const commandOf = (pid: number): string => readProcess(`/proc/${pid}/cmdline`);

/** Everybody works; `crashes` happens meanwhile; then the day is brought to its end. */
async function workThrough(
  dir: string,
  port: string,
  crashes: (office: Office) => Promise<void>,
): Promise<{ office: Office; batch: string }> {
  // A relative of an officer: the county visits first.
  const left = await asOwner(dir, (rows) =>
    rows<{ id: string }>('select id from service_case where applicant_name = $1', [storyOf('staff-relative').persons[0]!.name]),
  );
  const office = new Office(
    `http://127.0.0.1:${port}`,
    left.map((row) => row.id),
  );
  await office.signIn(...STAFF);
  const desks = [office.receive(1), office.receive(2), office.receive(3), office.decide(PAUSE_MS)];
  const paying = office.pay(PAUSE_MS);
  await crashes(office);
  await office.opened(4);
  office.closing = true;
  await Promise.all(desks);
  return { office, batch: await paying };
}

/** Every confirmed order once, none that was not confirmed; the records agree with their histories. */
async function agrees(dir: string, office: Office, before: number, batch: string): Promise<void> {
  expect(office.refused).toEqual([]);
  const opened = office.confirmed.filter((o) => o.url === '/api/cases');
  const steps = office.confirmed.filter((o) => o.url.endsWith('/actions'));
  expect(opened.length).toBeGreaterThan(3);
  expect(
    office.confirmed.some((o) => o.attempts > 1),
    'the crash met nobody',
  ).toBe(true);
  await asOwner(dir, async (rows) => {
    const cases = await rows<{ id: string }>('select id from service_case where id = any($1)', [opened.map((o) => o.answer.id)]);
    expect(cases).toHaveLength(opened.length);
    expect(
      (await rows<{ n: number }>('select count(*)::int as n from service_case'))[0]!.n - before,
      'applications, each once',
    ).toBe(opened.length);
    expect(
      await rows(`select c.id from service_case c left join (select case_id, count(*)::int as n, min(seq) as first, max(seq) as last from case_event group by case_id) e on e.case_id = c.id
        where e.n is null or e.first <> 1 or e.last <> e.n or c.seq <> e.last or c.state <> (select to_state from case_event x where x.case_id = c.id and x.seq = e.last)`),
      'histories with a gap or another end',
    ).toEqual([]);
    for (const { url, body } of steps.filter((s) => s.url.startsWith('/api/cases/')))
      expect(
        await rows('select seq from case_event where case_id = $1 and action = $2', [url.split('/')[3], body.action]),
        `${url} ${body.action}`,
      ).toHaveLength(1);
    for (const { body } of steps.filter((s) => s.url.startsWith('/api/batches/')))
      expect(
        await rows('select seq from payment_batch_event where batch_id = $1 and action = $2', [batch, body.action]),
        `batch ${body.action}`,
      ).toHaveLength(1);
    for (const { body } of office.confirmed)
      expect(await rows('select 1 from request_answer where request_id = $1', [body.requestId]), body.requestId).toHaveLength(1);

    const confirmed = steps.filter((s) => s.body.action === 'confirm').length;
    expect(confirmed).toBeGreaterThan(0);
    expect(
      await rows(
        // A benefit of one person alone (disabled, elderly, orphaned) has no household.
        `select coalesce(household_id, person_id) as holder from entitlement where end_reason is null group by 1, programme having count(*) > 1`,
      ),
      'entitlements twice',
    ).toEqual([]);
    expect(
      (
        await rows<{ n: number }>(
          `select count(*)::int as n from entitlement where created_at > (select min(at) from request_answer where request_id like 'crash-${process.pid}-%')`,
        )
      )[0]!.n,
    ).toBe(confirmed);
    expect(
      await rows(
        // An ended line is nobody's money: a family that moved has one there and its month at the new place.
        `select person_id, programme, month, array_agg(state) as states, array_agg(division) as divisions from payment_line
          where kind = 'regular' and state <> 'ended' group by person_id, programme, month having count(*) > 1`,
      ),
      'paid twice',
    ).toEqual([]);
    expect(await rows('select seq from payment_batch_event where batch_id = $1 order by seq', [batch])).toEqual(
      await rows('select generate_series(1, max(seq)) as seq from payment_batch_event where batch_id = $1', [batch]),
    );
    const files = await rows<{ results: number }>(
      'select (select count(*)::int from bank_result r where r.bank_file_id = f.id) as results from bank_file f where f.batch_id = $1',
      [batch],
    );
    expect(files.length).toBeGreaterThan(0);
    expect(
      files.filter((f) => f.results !== 1),
      'a bank answered not once',
    ).toEqual([]);
    expect(await rows(`select state from payment_line where batch_id = $1 and state not in ('paid', 'ended')`, [batch])).toEqual(
      [],
    );
    expect(await rows('select state from payment_batch where id = $1', [batch])).toEqual([{ state: 'reconciled' }]);
  });
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, 'audit', 'verify'], {
    env: { ...process.env, MINZHENG_DATA: dir },
  });
  expect(stdout).toContain('没有发现改动');
}

describe('办理中途断电', () => {
  test('两次 kill -9 服务：已答复的都在，重发的只算一次，审计链完好', { timeout: 170_000 }, async () => {
    const { dir, port, restart } = await begin();
    const before = await casesOf(dir);
    const { office, batch } = await workThrough(dir, port, async (office) => {
      for (let crash = 0; crash < 2; crash++) {
        await sleep(2_500);
        await office.inTheMiddle();
        server.child.kill('SIGKILL');
        await server.ended;
        await restart();
      }
      await sleep(1_000);
    });
    await agrees(dir, office, before, batch);
    expect(await stop(server)).toBe(0);
  });

  test('kill -9 数据库主进程两次、后台进程一次：服务不退出，自己恢复，账目不差', { timeout: 170_000 }, async () => {
    const { dir, port } = await begin();
    const before = await casesOf(dir);
    const { pid } = server.child;
    const { office, batch } = await workThrough(dir, port, async (office) => {
      for (const victim of ['postmaster', 'backend', 'postmaster']) {
        await sleep(2_000);
        await office.inTheMiddle();
        const { main, backend } = await atWork(dir);
        process.kill(victim === 'postmaster' ? main : backend, 'SIGKILL');
      }
      await sleep(1_500);
    });
    expect(server.child.exitCode, server.said.err).toBeNull();
    expect(server.child.pid).toBe(pid);
    expect(server.said.out.match(/数据库已恢复/g)).toHaveLength(2);
    await agrees(dir, office, before, batch);
    expect(await stop(server)).toBe(0);
    expect(databasesOf(dir)).toEqual([]);
  });

  test('数据库再也起不来：服务用一句话说明后退出', { timeout: 60_000 }, async () => {
    const { dir } = await begin();
    fs.truncateSync(path.join(dir, 'pg/global/pg_control'), 100);
    process.kill(databasesOf(dir)[0]!, 'SIGKILL');
    expect(await server.ended).toBe(1);
    expect(server.said.err.trim().split('\n').at(-1)).toMatch(/数据库一再意外停止，已停止服务/);
    expect(server.said.err).not.toMatch(/^\s+at .*start\.ts/m);
  });
});
