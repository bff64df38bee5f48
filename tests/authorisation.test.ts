/** Who may call which address: every route × every role and duty, at the gate, exactly as declared. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../src/domains/social-assistance/demonstration/index.ts';
import {
  createUser,
  type DutyCode,
  duties,
  type Role,
  roles,
  startStaffSession,
  systemActor,
} from '../src/kernel/access/server.ts';
import type { RouteDefinition } from '../src/kernel/http/server.ts';
import { buildServer } from '../src/server/http.ts';
import { allRoutes } from '../src/server/routes.ts';
import { type Api, Browser, startApi } from './api.ts';

let api: Api;
let gate: FastifyInstance;
const cookies = new Map<string, string>();

/** The same addresses and permissions; behind the gate only a bell. */
const { params: _p, query: _q, body: _b, perMinute: _m, multipart: _u, ...empty } = {} as Partial<RouteDefinition>;
const bells = allRoutes.map(
  ({ method, url, permission, summary }): RouteDefinition => ({
    ...empty,
    method,
    url,
    permission,
    summary,
    handler: async () => ({ reached: true }),
  }),
);

const staffRoles = (Object.keys(roles) as Role[]).filter((r) => !['public', 'resident', 'system'].includes(r));
const callers = ['public', 'resident', ...staffRoles, ...Object.keys(duties)];

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(storyOf('fresh'));
  gate = await buildServer(api.platform, bells, { logger: false });
  const admin = systemActor('test', api.context.city);
  for (const key of callers.slice(2)) {
    const duty = key in duties ? (key as DutyCode) : null;
    const role = duty ? duties[duty].base : (key as Role);
    const created = await api.context.write(admin, (tx) =>
      createUser(tx, {
        login: `gate-${key}`,
        name: '测试',
        division: '421202000000',
        demonstration: true,
        duties: [{ role, duty, division: '421202000000', domain: 'social-assistance' }],
      }),
    );
    if (!created.ok) throw new Error(created.code);
    const session = await startStaffSession(api.context, created.value.id);
    if (!session.ok) throw new Error(session.code);
    cookies.set(key, `mz_session=${session.value.token}`);
  }
  cookies.set('resident', (await api.resident(storyOf('fresh'))).cookie);
});
afterAll(async () => {
  await gate?.close();
  await api?.stop();
});

const addressOf = (url: string): string => url.replace(/:\w+/g, '019f5c00-0000-7000-8000-000000000000').replace('*', 'x');

/** Computed here from the declaration, not by the code under test. */
function declared({ permission }: RouteDefinition, caller: string): 'in' | 401 | 403 {
  if (permission.kind === 'anyone') return 'in';
  if (caller === 'public') return 401;
  if (permission.kind === 'signedIn') return 'in';
  return (permission.performers as readonly string[]).includes(caller) ? 'in' : 403;
}

describe('权限矩阵', () => {
  test(`${allRoutes.length}个地址，${callers.length}种身份：放行的正好是声明的`, async () => {
    const wrong: string[] = [];
    // All callers of a route at once: each waits for its session to be read, fifty thousand times.
    const ask = async (route: RouteDefinition, caller: string): Promise<void> => {
      const cookie = cookies.get(caller);
      const answer = await gate.inject({
        method: route.method,
        url: addressOf(route.url),
        headers: { 'x-minzheng': '1', ...(cookie ? { cookie } : {}) },
      });
      const got = answer.statusCode === 200 && answer.body.includes('reached') ? 'in' : answer.statusCode;
      if (got !== declared(route, caller))
        wrong.push(`${caller} ${route.method} ${route.url}: ${got}, declared ${declared(route, caller)}`);
    };
    for (const route of bells) await Promise.all(callers.map((caller) => ask(route, caller)));
    expect(wrong).toEqual([]);
    expect(bells.length).toBeGreaterThan(50);
  });

  test('改动数据的请求没有本站的标记一律拒绝', async () => {
    const open: string[] = [];
    for (const route of bells.filter((r) => r.method !== 'GET')) {
      const caller = callers.find((c) => declared(route, c) === 'in')!;
      const cookie = cookies.get(caller);
      const answer = await gate.inject({ method: route.method, url: addressOf(route.url), headers: cookie ? { cookie } : {} });
      if (answer.statusCode !== 403) open.push(`${route.method} ${route.url}: ${answer.statusCode}`);
    }
    expect(open).toEqual([]);
  });

  test('没有声明权限的地址装不上', async () => {
    const app = await buildServer(api.platform, [], { logger: false });
    expect(() => app.get('/api/naked', async () => ({}))).toThrow('declares no permission');
    await app.close();
  });

  test('同一地址只声明一次，每个地址都有一句中文说明', () => {
    const addresses = allRoutes.map((r) => `${r.method} ${r.url}`);
    expect(addresses.filter((a, i) => addresses.indexOf(a) < i)).toEqual([]);
    expect(allRoutes.filter((r) => !/\p{Script=Han}/u.test(r.summary)).map((r) => r.url)).toEqual([]);
  });

  test('最要紧的几处，写死在这里：谁都不能悄悄放宽', () => {
    const performers = (method: string, url: string): readonly string[] => {
      const { permission } = allRoutes.find((r) => r.method === method && r.url === url)!;
      return permission.kind === 'performers' ? permission.performers : [permission.kind];
    };
    expect(performers('POST', '/api/batches')).toEqual(['finance-clerk']);
    expect(performers('GET', '/api/bank-files/:id')).toEqual(['finance-clerk']);
    expect(performers('POST', '/api/users')).toEqual(['sys-admin']);
    for (const administrator of ['sys-admin', 'security-admin', 'audit-admin']) {
      expect(performers('GET', '/api/persons/:id')).not.toContain(administrator);
      expect(performers('POST', '/api/persons/:id/reveal')).not.toContain(administrator);
      expect(performers('GET', '/api/cases/:id')).not.toContain(administrator);
    }
    expect(
      performers('POST', '/api/cases').every((p) => ['resident', 'village-worker', 'township-clerk', 'county-clerk'].includes(p)),
    ).toBe(true);
  });

  test('换了身份、退出以后，旧的登录不再有效', async () => {
    const browser = new Browser(api.app);
    await browser.post('/api/demo/sign-in', { login: 'xiang' });
    const { cookie } = browser;
    await browser.post('/api/sign-out');
    browser.cookie = cookie;
    expect((await browser.call('GET', '/api/cases')).status).toBe(401);
    browser.cookie = 'mz_session=not-a-session';
    expect((await browser.call('GET', '/api/cases')).status).toBe(401);
  });
});
