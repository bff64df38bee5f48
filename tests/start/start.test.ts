/** Starting, stopping and everything that may be wrong with a start: one clear line, nothing changed, nothing left running. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { demonstrationCity, type MadeCity, partsOf } from './city.ts';
import {
  copyOf,
  databasesOf,
  freePort,
  healthy,
  launch,
  noDatabase,
  ready,
  type Server,
  start,
  stop,
  temporaryFolder,
} from './server.ts';

const folders: string[] = [];
const folder = (): string => {
  const dir = path.join(temporaryFolder(), 'data');
  folders.push(path.dirname(dir));
  return dir;
};
const copy = (): string => {
  const dir = copyOf(city);
  folders.push(path.dirname(dir));
  return dir;
};
const running: Server[] = [];
const begin = async (dir: string, settings?: Record<string, string>): Promise<Server> => {
  const server = await start(dir, settings);
  running.push(server);
  return server;
};

let made: MadeCity;
let city: string;
beforeAll(async () => {
  ({ dir: city, ...made } = await demonstrationCity());
});
afterAll(async () => {
  for (const server of running) server.child.kill('SIGKILL');
  await sleep(200);
  for (const dir of folders) fs.rmSync(dir, { recursive: true, force: true });
});

/** Every file of a folder with its content. */
function contentsOf(dir: string): Record<string, string> {
  const all: Record<string, string> = {};
  for (const entry of fs.readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    // Files that PostgreSQL takes back when it next starts: what it said of itself, not what it keeps.
    if (['postmaster.opts', 'postmaster.pid'].includes(entry.name)) continue;
    all[path.relative(dir, file)] = entry.isFile() ? createHash('sha256').update(fs.readFileSync(file)).digest('hex') : 'folder';
  }
  return all;
}

/** It ends by itself with one Chinese line, no stack trace, and no database. */
async function refuses(dir: string, settings: Record<string, string | undefined>, words: RegExp, account = {}): Promise<void> {
  const server = await launch(dir, settings, account);
  running.push(server);
  expect(await server.ended, server.said.out).not.toBe(0);
  expect(server.said.err.trim().split('\n'), server.said.err).toHaveLength(1);
  expect(server.said.err).toMatch(words);
  expect(server.said.err).not.toMatch(/^\s+at |\.ts:\d/m);
  expect(await noDatabase(dir), 'a database is left running').toBe(true);
}

describe('启动与停止', () => {
  test('第一次启动显示进度、地址和演示账号；停止后没有留下进程', async () => {
    expect(made.out).toMatch(/演示居民 200／200/);
    expect(made.out).toMatch(/居民门户\s+http:\/\/localhost:\d+/);
    expect(made.out).toMatch(/xiang\s+李建国/);
    expect(made.ended).toBe(0);
    expect(await noDatabase(city)).toBe(true);
  });

  // How long it takes is measured by `bench/start.ts`.
  test('第二次启动不再建立演示城市', async () => {
    const server = await begin(copy());
    expect(server.said.out).not.toContain('演示居民');
    await stop(server);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s（连来两次）：10秒内正常结束，数据库一起停', async (signal) => {
    const dir = copy();
    const server = await begin(dir);
    const began = performance.now();
    server.child.kill(signal);
    await sleep(20);
    expect(await stop(server, signal)).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(server.said.err).toBe('');
    expect(databasesOf(dir)).toEqual([]);
    expect(fs.existsSync(path.join(dir, 'running.json'))).toBe(false);
  });

  test('后台任务卡住了：不等它，10秒内正常结束，下次启动接着做', async () => {
    const dir = copy();
    const server = await begin(dir);
    const { socketDir } = JSON.parse(fs.readFileSync(path.join(dir, 'running.json'), 'utf8')) as { socketDir: string };
    const holder = new pg.Client(`postgresql:///minzheng?host=${encodeURIComponent(socketDir)}&user=minzheng_owner`);
    holder.on('error', () => {}); // it loses its database with the server
    await holder.connect();
    await holder.query('begin; lock table xianning.audit_seal');
    const began = performance.now();
    expect(await stop(server)).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(server.said.out).toMatch(/后台任务还没有做完/);
    expect(databasesOf(dir)).toEqual([]);
  });

  test('服务被 kill -9：数据库跟着停，马上再启动也成', async () => {
    const dir = copy();
    const server = await begin(dir);
    server.child.kill('SIGKILL');
    const again = await begin(dir);
    expect(databasesOf(dir)).toHaveLength(1);
    await stop(again);
    expect(databasesOf(dir)).toEqual([]);
  });

  test('建立数据库的半路上被 kill -9：下次从头建立', () => {
    expect(made.unfinished).toEqual([expect.stringMatching(/^pg\.new-/)]);
    expect(partsOf(city)).toEqual([]);
    expect(fs.existsSync(path.join(city, 'pg/PG_VERSION'))).toBe(true);
  });

  test('普通用户（不是 root）也能启动', async () => {
    const dir = folder();
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    if (nobody.uid) fs.chownSync(path.dirname(dir), nobody.uid, nobody.gid);
    // The small city: who starts it matters here, not what is played in it.
    const server = await ready(await launch(dir, { MINZHENG_CITY: 'tiny', MINZHENG_DEMO_RESIDENTS: '20' }, nobody));
    running.push(server);
    expect(fs.statSync(path.join(dir, 'pg')).uid).toBe(nobody.uid ?? process.getuid?.());
    expect(await stop(server)).toBe(0);
  });
});

describe('不能启动时，一句话说明，什么也不改', () => {
  test('端口已被占用', async () => {
    const port = await freePort();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    const dir = folder();
    await refuses(dir, { PORT: String(port) }, /端口 \d+ 已被占用/);
    expect(fs.existsSync(dir)).toBe(false);
    await new Promise((resolve) => other.close(resolve));
  });

  test('同一个数据目录启动第二次：第二个被拒绝，第一个照常', async () => {
    const dir = copy();
    const first = await begin(dir);
    const second = await launch(dir);
    running.push(second);
    expect(await second.ended).toBe(1);
    expect(second.said.err.trim().split('\n')).toHaveLength(1);
    expect(second.said.err).toMatch(/正在被另一个民政平台使用/);
    expect(await healthy(first.base)).toBe(true);
    expect(JSON.parse(fs.readFileSync(path.join(dir, 'running.json'), 'utf8')).pid).toBe(first.child.pid);
    await stop(first);
  });

  test.each([
    ['缺少 PG_VERSION', (dir: string) => fs.rmSync(path.join(dir, 'pg/PG_VERSION')), /缺少 PG_VERSION.*没有改动任何数据/],
    [
      'pg_control 被截断',
      (dir: string) => fs.truncateSync(path.join(dir, 'pg/global/pg_control'), 100),
      /可能已损坏.*没有改动任何数据/,
    ],
    ['密钥文件不见了', (dir: string) => fs.rmSync(path.join(dir, 'keys.json')), /没有密钥文件/],
    ['密钥文件不是 JSON', (dir: string) => fs.writeFileSync(path.join(dir, 'keys.json'), '{"keys":'), /不是有效的 JSON/],
    ['密钥文件缺内容', (dir: string) => fs.writeFileSync(path.join(dir, 'keys.json'), '{"keys":[{"id":1}]}'), /内容不完整/],
  ])('%s', async (_what, damage, words) => {
    const dir = copy();
    damage(dir);
    const before = contentsOf(dir);
    await refuses(dir, {}, words);
    expect(contentsOf(dir)).toEqual(before);
  });

  test('密钥文件是别处的：说缺少哪一把', async () => {
    const dir = copy();
    fs.copyFileSync(path.join(dir, 'keys.json'), path.join(dir, 'keys.kept'));
    const keys = JSON.parse(fs.readFileSync(path.join(dir, 'keys.json'), 'utf8'));
    keys.keys[0].id = 'kzzzzzzz';
    fs.writeFileSync(path.join(dir, 'keys.json'), JSON.stringify(keys));
    await refuses(dir, {}, /缺少密钥 k[0-9a-z]{7}/);
    fs.renameSync(path.join(dir, 'keys.kept'), path.join(dir, 'keys.json'));
    await stop(await begin(dir));
  });

  test('数据目录不能写', async () => {
    const file = path.join(folder());
    fs.writeFileSync(file, '');
    await refuses(path.join(file, 'data'), {}, /不能写入/);
    if (process.getuid?.() === 0) await refuses(folder(), {}, /不能写入（EACCES）/, { uid: 65_534, gid: 65_534 });
  });

  test.each([
    ['端口不是数', { PORT: 'abc' }, /端口 PORT=abc 无效/],
    ['端口过大', { PORT: '70000' }, /端口 PORT=70000 无效/],
    ['没有这个城市', { MINZHENG_CITY: 'nowhere' }, /nowhere/],
    ['居民数不是整数', { MINZHENG_DEMO_RESIDENTS: '1.5' }, /MINZHENG_DEMO_RESIDENTS/],
    ['只给了一个数据库地址', { DATABASE_URL: 'postgresql:///x' }, /要一起设置/],
    [
      '数据库连接不上',
      { DATABASE_URL: 'postgresql://a@127.0.0.1:1/x', DATABASE_OWNER_URL: 'postgresql://b@127.0.0.1:1/x' },
      /连接不上/,
    ],
  ])('%s', async (_what, settings: Record<string, string>, words) => {
    await refuses(folder(), settings, words);
  });
});

describe('外部数据库与生产模式', () => {
  const url = (role: string, database: string) => inject('databaseUrl').replace('ROLE', role).replace('DATABASE', database);
  const database = `start_${process.pid}`;
  let admin: pg.Client;
  let external: Record<string, string>;
  let keys: string;

  beforeAll(async () => {
    admin = new pg.Client({ connectionString: url('postgres', 'postgres') });
    await admin.connect();
    await admin.query(`create database ${database} owner minzheng_owner`);
    await admin.query(`create database ${database}_new owner minzheng_owner`);
    // The small city: where it is kept matters here, not what is played in it.
    external = {
      MINZHENG_CITY: 'tiny',
      MINZHENG_DEMO_RESIDENTS: '20',
      DATABASE_URL: url('minzheng_app', database),
      DATABASE_OWNER_URL: url('minzheng_owner', database),
    };
  });
  afterAll(async () => {
    for (const name of [database, `${database}_new`]) await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  });

  test('演示模式用外部数据库：建得成演示城市，不启动内置数据库', async () => {
    const dir = folder();
    const server = await begin(dir, external);
    expect(databasesOf(dir)).toEqual([]);
    expect(fs.existsSync(path.join(dir, 'pg'))).toBe(false);
    expect(await stop(server)).toBe(0);
    keys = path.join(dir, 'keys.json');
  });

  test('外部数据库已有资料而密钥不在：不另造一把', async () => {
    const dir = folder();
    await refuses(dir, external, /缺少密钥/);
    expect(fs.existsSync(path.join(dir, 'keys.json'))).toBe(false);
  });

  test('生产模式：缺配置、要演示账号、库里有演示账号，都拒绝', async () => {
    const production = {
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://mz.example.cn',
      MINZHENG_KEYS: keys,
      HOST: '127.0.0.1',
      SMS_GATEWAY_URL: 'http://127.0.0.1:1/',
      SMS_GATEWAY_TOKEN: 'test',
    };
    await refuses(
      folder(),
      { NODE_ENV: 'production' },
      /缺少配置：DATABASE_URL、DATABASE_OWNER_URL、MINZHENG_KEYS 或 MINZHENG_KEY_COMMAND、PUBLIC_URL、SMS_GATEWAY_URL、SMS_GATEWAY_TOKEN/,
    );
    await refuses(folder(), { ...production, ...external, MINZHENG_DEMO: '1' }, /不能启用演示账号/);
    await refuses(folder(), { ...production, ...external, MINZHENG_KEYS: '/nowhere/keys.json' }, /读不到密钥文件/);
    await refuses(folder(), { ...production, ...external, MINZHENG_KEY_COMMAND: '/bin/true' }, /只能设置一个/);
    const byCommand = { ...production, ...external, MINZHENG_KEYS: undefined };
    await refuses(folder(), { ...byCommand, MINZHENG_KEY_COMMAND: '/nowhere/keys' }, /找不到密钥命令/);
    await refuses(folder(), { ...byCommand, MINZHENG_KEY_COMMAND: '/bin/true' }, /不是有效的 JSON/);
    await refuses(folder(), { ...production, ...external }, /有演示账号，生产模式拒绝启动/);
  });

  test('业务账号是超级用户、所有者：拒绝', async () => {
    await refuses(folder(), { ...external, DATABASE_URL: url('postgres', database) }, /超级用户/);
    await refuses(folder(), { ...external, DATABASE_URL: url('minzheng_owner', database) }, /同一个账号/);
    // An owner under another name: a third role migrates, and tables belong to the role that serves.
    await refuses(
      folder(),
      { ...external, DATABASE_URL: url('minzheng_owner', database), DATABASE_OWNER_URL: url('postgres', database) },
      /所有者/,
    );
  });

  test('生产模式用干净的数据库、密钥由命令给出：启动，没有演示入口', async () => {
    const server = await begin(folder(), {
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://mz.example.cn',
      MINZHENG_KEY_COMMAND: `/bin/cat ${keys}`,
      HOST: '127.0.0.1',
      SMS_GATEWAY_URL: 'http://127.0.0.1:1/',
      SMS_GATEWAY_TOKEN: 'test',
      DATABASE_URL: url('minzheng_app', `${database}_new`),
      DATABASE_OWNER_URL: url('minzheng_owner', `${database}_new`),
    });
    expect(server.said.out).not.toContain('演示');
    const answer = await fetch(`${server.base}/api/demo/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-minzheng': '1' },
      body: '{"login":"xiang"}',
    });
    expect(await answer.json()).toMatchObject({ error: { code: 'DEMONSTRATION_ONLY' } });
    expect(await stop(server)).toBe(0);
  });
});
