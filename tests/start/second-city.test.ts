/** Another city is another pack: it starts with its own residents and officers, and everything that they may open answers. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DutyDesk } from '../../src/kernel/offer/index.ts';
import { demoAccounts } from '../../src/server/accounts.ts';
import { loadCity } from '../../src/server/city.ts';
import { type Server, start, stop, temporaryFolder } from './server.ts';

const { city, divisions } = loadCity('tiny');
const accounts = demoAccounts(divisions, city.code);
/** One of each kind of officer. */
const kinds = [...new Map(accounts.map((account) => [account.duty ?? account.role, account] as const)).entries()];
const own = { 'x-minzheng': '1', 'content-type': 'application/json' };

const folder = temporaryFolder();
let server: Server;
beforeAll(async () => {
  server = await start(path.join(folder, 'data'), { MINZHENG_CITY: 'tiny', MINZHENG_DEMO_RESIDENTS: '60' });
}, 300_000);
afterAll(async () => {
  if (server) expect(await stop(server), server.said.err).toBe(0);
  fs.rmSync(folder, { recursive: true, force: true });
});

const get = (url: string, cookie = '') => fetch(`${server.base}${url}`, { headers: { ...own, cookie }, redirect: 'manual' });
/** Read to its end: an answer that nobody takes keeps its connection, and a server that stops waits for it. */
async function statusOf(url: string, cookie: string): Promise<number> {
  const answer = await get(url, cookie);
  await answer.arrayBuffer();
  return answer.status;
}
async function signIn(login: string): Promise<string> {
  const answer = await fetch(`${server.base}/api/demo/sign-in`, {
    method: 'POST',
    headers: { ...own, origin: server.base },
    body: JSON.stringify({ login }),
  });
  expect(answer.status, login).toBe(200);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

test('启动时印出本市的账号；都在本市的县、乡、村', async () => {
  expect(server.said.out).toContain('演示居民 60／60');
  // It answers before it has said so.
  await expect.poll(() => server.said.out).toContain('Ctrl-C');
  expect(server.said.out).toMatch(/xiang\s+李建国\s+乡镇经办人（石桥镇）/);
  expect(server.said.out).not.toMatch(/咸宁|咸安|汀泗桥/);
});

test('公开的页面都打得开，写的是本市', async () => {
  for (const url of ['/', '/standards', '/notices', '/help', '/app']) {
    const answer = await get(url);
    expect([url, answer.status < 400]).toEqual([url, true]);
    expect(await answer.text(), url).not.toContain('咸宁');
  }
});

test.each(kinds)(
  '%s：登录，菜单上的每一页都打得开，能读的接口没有一个出错',
  async (kind, { login }) => {
    const cookie = await signIn(login);
    const { places } = (await (await get('/api/desk', cookie)).json()) as DutyDesk;
    expect(places.length, kind).toBeGreaterThan(0);
    for (const { to } of places) expect([to, await statusOf(`/work${to}`, cookie)]).toEqual([to, 200]);
    const { paths } = (await (await get('/api/openapi.json')).json()) as { paths: Record<string, { get?: unknown }> };
    const reads = Object.keys(paths).filter((url) => paths[url]!.get && url.startsWith('/api/') && !url.includes('{'));
    expect(reads.length).toBeGreaterThan(50);
    let answered = 0;
    for (const url of reads) {
      const status = await statusOf(url, cookie);
      expect(status, url).toBeLessThan(500);
      if (status === 200) answered++;
    }
    expect(answered).toBeGreaterThan(5);
  },
  120_000,
);
