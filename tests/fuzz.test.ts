/**
 * Whatever is sent to whatever address by whomever: an answer of ours, in Chinese, never a 5xx, nothing of the machine or of a
 * person in it. Every route of the platform takes part by itself; the values are drawn from a fixed seed.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../src/domains/social-assistance/demonstration/index.ts';
import { filled, type Story } from '../src/domains/social-assistance/demonstration/story.ts';
import type { RouteDefinition } from '../src/kernel/http/server.ts';
import type { ActionView } from '../src/kernel/service/index.ts';
import { allRoutes } from '../src/server/routes.ts';
import { type Api, Browser, carry, requestId, startApi } from './api.ts';

/** The second run of the suite, on the older PostgreSQL, rolls the dice a third as often: what it adds is that server, not more chance. */
const times = (n: number): number => (process.env.MINZHENG_TEST_POSTGRES ? Math.ceil(n / 3) : n);
const TIMES_A_ROUTE = times(60);
const HUGE = '长'.repeat(70_000);
const NEVER = '01900000-0000-7000-8000-000000000000';

/** Small and repeatable (mulberry32): a failure is found again. */
function dice(seed: number) {
  let state = seed;
  const roll = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { roll, of: <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)]! };
}
const { roll, of } = dice(20_261_123);

const deep = (levels: number): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = i % 2 ? [value] : { a: value };
  return value;
};

const texts = [
  '',
  ' ',
  '\u0000',
  '张\u0000三',
  '\ud800',
  '\udc00张',
  '𠮷野家',
  '👩‍👩‍👧‍👦',
  '\u202e倒写',
  "'; drop table person; --",
  "' or '1'='1",
  '%_\\',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '{{app}} {count} {name}',
  '../../../../etc/passwd',
  '0x1F',
  '1e308',
  'NaN',
  '-1',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '2026-13',
  '999999999999',
  '421202000000',
  '110101190001010000',
  NEVER,
  `${NEVER}~${NEVER}`,
  `2026-03-02~${NEVER}`,
  `2026-02-30/${NEVER}`,
  `2026-13-01T00:00:00Z/${NEVER}`,
  '~',
  '/',
  'a/b/c',
  '1970-01-01',
  '10000000000000000000000000',
  'x'.repeat(100),
  'x'.repeat(1_000),
];
const values: readonly unknown[] = [
  ...texts,
  null,
  true,
  false,
  0,
  -1,
  -0.5,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 53,
  9_007_199_254_740_991,
  [],
  {},
  [null],
  ['a', 'b'],
  [[[]]],
  { $ne: null },
  { toString: 1 },
  { length: -1 },
  HUGE,
];

/** Names that our own shapes use, so that a value reaches what lies behind the first check. */
const names = [
  'id',
  'idNumber',
  'code',
  'login',
  'password',
  'itemId',
  'title',
  'content',
  'version',
  'form',
  'requestId',
  'draftId',
  'action',
  'input',
  'text',
  'name',
  'phone',
  'field',
  'purpose',
  'caseId',
  'diedOn',
  'source',
  'confirmed',
  'key',
  'division',
  'value',
  'unit',
  'validFrom',
  'validTo',
  'nature',
  'note',
  'to',
  'batchId',
  'returns',
  'personId',
  'dutyId',
  'programme',
  'county',
  'month',
  'kind',
  'lineIds',
  'bank',
  'number',
  'holder',
  'channel',
  'duties',
  'reason',
  'state',
  'down',
  'no-such-field',
];
const parameters = [
  'text',
  'situation',
  'division',
  'cursor',
  'view',
  'light',
  'state',
  'itemId',
  'parent',
  'code',
  'within',
  'idNumber',
  'key',
  'month',
  'county',
  'actor',
  'person',
  'case',
  'action',
  'from',
  'to',
  'q',
  'no-such-parameter',
];

/** What a good request has in these places: one bad value at a time then meets the rest of the code. */
const good: Record<string, unknown> = {
  itemId: 'SA-01',
  title: '低保申请',
  version: 1,
  channel: 'online',
  code: '123456',
  month: '2026-04',
  county: '421202000000',
  division: '421202000000',
  text: '王小明王小明',
  name: '王小明',
  phone: '13800001111',
  diedOn: '2026-02-01',
  source: '家属告知',
  requestId: 'fuzz-request-0',
  kind: 'regular',
  programme: 'dibao',
};

const MACHINE =
  /relation "|column "|violates|syntax error|invalid input|duplicate key|node_modules|Error:|\bat \S+ \(|\.ts:\d|select .* from |undefined|\[object Object\]/i;
const CHINESE = /[一-鿿]/;
let people: Story[];

interface Sent {
  method: string;
  url: string;
  body?: unknown;
  as: string;
}
const shown = (sent: Sent): string => JSON.stringify(sent).slice(0, 600);

/** An answer of ours, whatever was asked. */
function judge(sent: Sent, answer: Pick<LightMyRequestResponse, 'statusCode' | 'headers' | 'body'>): void {
  const { statusCode, body } = answer;
  expect.soft(statusCode, `${shown(sent)} → ${body.slice(0, 300)}`).toBeLessThan(500);
  const type = String(answer.headers['content-type'] ?? '');
  if (type.includes('html')) {
    expect(body, shown(sent)).not.toContain('<script>alert(1)');
    expect(body, shown(sent)).not.toContain('<img src=x');
    return;
  }
  if (statusCode < 400) return;
  expect(type, shown(sent)).toContain('application/json');
  const { error } = JSON.parse(body) as {
    error: { code: string; message: string; next: string | null; fields?: { path: string; message: string }[] };
  };
  expect(error.code, shown(sent)).toMatch(/^[A-Z][A-Z0-9_]+$/);
  expect(error.message, shown(sent)).toMatch(CHINESE);
  for (const field of error.fields ?? []) expect(field.message, shown(sent)).toMatch(CHINESE);
  const said = [error.message, error.next ?? '', ...(error.fields ?? []).map((f) => f.message)].join('\n');
  expect(said, shown(sent)).not.toMatch(MACHINE);
  const asked = JSON.stringify(sent);
  for (const story of people)
    for (const { idNumber, phone } of story.persons)
      for (const secret of [idNumber, phone]) if (!asked.includes(secret)) expect(body, shown(sent)).not.toContain(secret);
}

let api: Api;
const crowd = new Map<string, Browser>();
/** Real records, so that an address leads somewhere. */
const known: Record<string, string[]> = {};
let turns = 0;

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
/** Sends what no browser would; every request from an address of its own, as limits are counted by address. */
async function send(
  as: string,
  method: Method,
  url: string,
  payload?: string | Buffer,
  headers: Record<string, string> = {},
): Promise<LightMyRequestResponse> {
  const cookie = crowd.get(as)?.cookie;
  turns++;
  return api.app.inject({
    method,
    url,
    remoteAddress: `10.${2 + (turns >> 16)}.${(turns >> 8) & 255}.${turns & 255}`,
    headers: {
      'x-minzheng': '1',
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie ? { cookie } : {}),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  });
}

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  people = [storyOf('fresh'), storyOf('returned'), storyOf('one-yuan')];
  await api.register(...people);
  for (const login of [
    'cun',
    'xiang',
    'xianghe',
    'hedui',
    'xian',
    'queren',
    'caiwu',
    'fuhe',
    'caizheng',
    'shi',
    'shiling',
    'shenji',
    'xitong',
    'anquan',
  ])
    crowd.set(login, await api.staff(login));
  crowd.set('resident', await api.resident(people[0]!));
  const cases = [await carry(api, people[0]!, 'surveying'), await carry(api, people[1]!, 'decided')];
  // Whose duties may end and who may be given others, without taking away who asks.
  await crowd.get('xitong')!.post('/api/users', {
    login: 'fuzz',
    name: '测试',
    division: '421202000000',
    password: 'fuzz-fuzz-fuzz',
    role: 'county-clerk',
  });
  const { rows } = await api.owner.query<{ kind: string; id: string }>(`
    select 'persons' as kind, id from person union all select 'notices', id from public_notice union all select 'documents', id from issued_document
    union all select 'files', id from stored_file
    union all select 'users', id from staff_user where login = 'fuzz' union all select 'duties', d.id from duty d join staff_user u on u.id = d.user_id where u.login = 'fuzz'`);
  for (const { kind, id } of rows) known[kind] = [...(known[kind] ?? []), id];
  known.cases = cases;
  const draft = await crowd.get('resident')!.post('/api/drafts', { itemId: 'SA-01', title: '低保申请', content: {} });
  known.drafts = [draft.id];
  await api.moveTo('2026-03-20');
  const batch = await crowd
    .get('caiwu')!
    .post('/api/batches', { programme: 'dibao', county: '421202000000', month: '2026-04', requestId: requestId() });
  known.batches = [batch.id];
});
afterAll(() => api?.stop());

/** Real ids, ids of nothing, and what is no id at all. */
function addressOf(route: RouteDefinition): string {
  const collection = /\/(\w[\w-]*)\/:/.exec(route.url)?.[1] ?? '';
  const path = route.url.replace(/:(\w+)/g, (_, name: string) => {
    if (roll() < 0.6) return name === 'itemId' ? 'SA-01' : encodeURIComponent(of(known[collection] ?? [NEVER]));
    return encodeURIComponent(of(texts.filter((t) => t.isWellFormed()))) || '%20';
  });
  if (route.method !== 'GET' || roll() < 0.1) return path;
  const query = new URLSearchParams();
  for (let i = Math.floor(roll() * 4); i >= 0; i--)
    query.append(of(parameters), String(roll() < 0.3 ? of(Object.values(good)) : of(texts)));
  return `${path}?${query}${roll() < 0.1 ? '&cursor=%' : ''}${roll() < 0.1 ? '&cursor=a&cursor=b&text[]=1&division=' : ''}`;
}

/** The keys that the route's own shape knows, all of them mostly, each good or wild. */
function bodyOf(route: RouteDefinition): unknown {
  if (roll() < 0.1) return of([...values, deep(60), deep(1_000)]);
  const shape = (route.body as { shape?: Record<string, unknown> } | undefined)?.shape;
  const keys = shape ? Object.keys(shape) : names.filter(() => roll() < 0.1);
  const body: Record<string, unknown> = {};
  const wild = of(keys.length > 0 ? keys : names);
  for (const key of keys)
    if (roll() < 0.95)
      body[key] = key === wild ? of(values) : (good[key] ?? of([NEVER, 'pending', '情况属实', 1, false, '2026-03-02']));
  if (roll() < 0.1) body[of(names)] = of(values);
  return body;
}

describe('每一个地址，什么都寄来', () => {
  // The clock has bounds of its own below; signing out would leave nobody to ask the rest.
  const routes = allRoutes.filter((r) => !['/api/demo/clock', '/api/sign-out'].includes(r.url) && !r.multipart);

  test.each(routes.map((r) => [`${r.method} ${r.url}`, r] as const))('%s', async (_name, route) => {
    const callers = ['public', ...crowd.keys()];
    for (let i = 0; i < TIMES_A_ROUTE; i++) {
      const as = of(callers);
      const url = addressOf(route);
      const body = route.method === 'GET' ? undefined : bodyOf(route);
      judge(
        { method: route.method, url, body, as },
        await send(as, route.method, url, body === undefined ? undefined : JSON.stringify(body)),
      );
    }
  });
});

test('每一个列表的每一个查询参数，换成每一种坏值：从第一页给起，或者说怎么改', async () => {
  for (const route of allRoutes.filter((r) => r.method === 'GET' && r.query)) {
    const path = route.url.replace(/:(\w+)/g, (_, name: string) =>
      name === 'itemId' ? 'SA-01' : (known[/\/(\w+)\/:/.exec(route.url)?.[1] ?? '']?.[0] ?? NEVER),
    );
    const keys = Object.keys((route.query as unknown as { shape: object }).shape);
    const needed = keys.filter((key) => key in good && !route.query?.safeParse({}).success).map((key) => `${key}=${good[key]}`);
    let as = 'public';
    for (const login of crowd.keys()) {
      as = login;
      if (![401, 403].includes((await send(login, 'GET', path)).statusCode)) break;
    }
    for (const key of keys)
      for (const text of texts) {
        const query = [
          ...needed.filter((n) => !n.startsWith(`${key}=`)),
          `${key}=${encodeURIComponent(text.toWellFormed())}`,
        ].join('&');
        judge({ method: 'GET', url: `${path}?${query}`, as }, await send(as, 'GET', `${path}?${query}`));
      }
  }
});

describe('写不通的请求', () => {
  const posts = allRoutes.filter((r) => r.method === 'POST' && r.url !== '/api/sign-out');

  test('不是 JSON、半截 JSON、别的类型、没有类型：说请求格式不正确', async () => {
    for (const { url, plainForm } of posts)
      for (const [payload, type] of [
        ['{"a":', 'application/json'],
        ['', 'application/json'],
        ['null', 'application/json'],
        ['[[[[', 'application/json'],
        [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'application/json'],
        ['{"__proto__":{"x":1}}', 'application/json'],
        ['﻿{}', 'application/json; charset=gbk'],
        ['<a/>', 'application/xml'],
        ['a=1&a=2&%', 'application/x-www-form-urlencoded'],
        ['x', 'multipart/form-data'],
        ['x', 'multipart/form-data; boundary=y'],
        ['x', 'text/plain'],
        ['x', 'no type at all'],
      ] as const)
        for (const as of ['public', 'xiang', 'caiwu']) {
          const address = url.replace(/:\w+/g, NEVER);
          const answer = await send(as, 'POST', address, payload, { 'content-type': type });
          judge({ method: 'POST', url: address, body: [payload, type], as }, answer);
          // A page of a form without scripts answers with the page and what is missing.
          if (!plainForm) expect(answer.statusCode, `${url} ${type}`).toBeGreaterThanOrEqual(400);
        }
  });

  test('没有本站的请求头：什么也不做', async () => {
    for (const { url, plainForm } of posts) {
      if (plainForm) continue;
      const answer = await api.app.inject({
        method: 'POST',
        url: url.replace(/:\w+/g, NEVER),
        headers: { 'content-type': 'application/json', cookie: crowd.get('xiang')!.cookie },
        payload: '{}',
      });
      judge({ method: 'POST', url, as: 'xiang' }, answer);
      expect(answer.statusCode, url).toBe(403);
    }
  });

  test('地址写坏、过长、方法不对：没有找到或格式不正确', async () => {
    for (const url of [
      '/api/cases/%E0%A4%A',
      '/api/%',
      '/%00',
      '/api/cases/%00',
      `/api/cases/${'9'.repeat(5_000)}`,
      '/api/../../etc/passwd',
      '//evil.example/api',
      '/api/no-such',
      '/assets/../package.json',
      '/assets/%2e%2e/%2e%2e/package.json',
    ])
      for (const as of ['public', 'xiang']) {
        const answer = await send(as, 'GET', url);
        judge({ method: 'GET', url, as }, answer);
        expect(answer.statusCode, url).toBeGreaterThanOrEqual(400);
      }
    for (const { url } of allRoutes)
      judge({ method: 'PUT', url, as: 'xiang' }, await send('xiang', 'PUT', url.replace(/:\w+/g, NEVER), '{}'));
  });

  test('坏的登录凭据：当作没有登录', async () => {
    for (const cookie of [
      'mz_session=',
      'mz_session=x',
      `mz_session=${'x'.repeat(3_000)}`,
      'mz_session=%00',
      'mz_session=%E0%A4%A',
      'mz_session=a; mz_session=b',
      ';;;=',
      'mz_session="\\"',
    ])
      for (const [url, status] of [
        ['/api/session', 200],
        ['/api/cases', 401],
      ] as const) {
        const answer = await api.app.inject({ method: 'GET', url, headers: { cookie } });
        judge({ method: 'GET', url, as: cookie }, answer);
        expect(answer.statusCode, cookie).toBe(status);
      }
  });

  test('演示时钟只能向前，最多四百天', async () => {
    for (const to of ['2026-02-30', '2000-01-01', '9999-12-31', '2027-12-31', '', null, 1e308, {}, 'yesterday'])
      expect((await send('xiang', 'POST', '/api/demo/clock', JSON.stringify({ to }))).statusCode, String(to)).toBe(422);
  });

  test('正文超过上限：说内容过大', async () => {
    for (const url of ['/api/cases', '/api/drafts', '/api/sign-in']) {
      const answer = await send('xiang', 'POST', url, JSON.stringify({ text: '长'.repeat(400_000) }));
      judge({ method: 'POST', url, as: 'xiang' }, answer);
      expect(answer.statusCode).toBe(413);
    }
  });
});

/** The places of every leaf, as a list of keys. */
function leaves(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}
/** A copy with another value in one place. */
function changed(value: unknown, path: readonly string[], to: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return to;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = changed(copy[key], rest, to);
  return copy;
}

describe('一份好申请里坏一处', () => {
  test('每一栏换成每一种坏值：收下，或者指着那一栏说怎么改', async () => {
    const resident = crowd.get('resident')!;
    const signatures: Record<string, string> = {};
    for (const signer of people[0]!.form.signers) signatures[signer] = await resident.upload('consent');
    const form = filled(people[0]!, signatures);
    for (const path of leaves(form))
      for (let i = times(8); i > 0; i--) {
        const body = { itemId: 'SA-01', channel: 'mobile', form: changed(form, path, of(values)), requestId: requestId() };
        const answer = await send('resident', 'POST', '/api/cases', JSON.stringify(body));
        judge({ method: 'POST', url: '/api/cases', body: [path, body.form], as: 'resident' }, answer);
      }
  });

  test('每一步办理的每一栏换成坏值：不出错，办件仍打得开', async () => {
    const steps = { surveying: ['xiang', 'cun', 'hedui'], decided: ['queren', 'xiang', 'cun'] };
    for (const [n, logins] of Object.values(steps).entries())
      for (const as of logins) {
        const id = known.cases![n]!;
        const opened = (await send(as, 'GET', `/api/cases/${id}`)).json();
        for (const { action, fields } of (opened.allowedActions ?? []) as ActionView[])
          for (let i = times(25); i > 0; i--) {
            const { version } = (await send(as, 'GET', `/api/cases/${id}`)).json();
            const input: Record<string, unknown> = {};
            const wild = fields.length > 0 ? of(fields).name : '';
            for (const field of fields)
              input[field.name] =
                field.name === wild || roll() < 0.3
                  ? of(values)
                  : field.choices
                    ? (field.choices[0]?.value ?? null)
                    : of(['情况属实，请审核', 1, true, '2026-03-02', []]);
            if (roll() < 0.2) input[of(names)] = of(values);
            const url = `/api/cases/${id}/actions`;
            const body = { action, version, requestId: requestId(), input: roll() < 0.1 ? of(values) : input };
            judge({ method: 'POST', url, body, as }, await send(as, 'POST', url, JSON.stringify(body)));
          }
      }
  });

  test('批次的每一步、银行回盘文件：坏的不收，不出错', async () => {
    const id = known.batches![0]!;
    const files = [
      '',
      '\u0000',
      'x',
      HUGE,
      '1|2|3\n'.repeat(1_000),
      '﻿序号,结果\n1,成功',
      '{}',
      '0x',
      '|'.repeat(1_000),
      'H|20260401|1|100\nD|1|-5|ok\n',
    ];
    for (const as of ['caiwu', 'fuhe', 'caizheng', 'xianghe']) {
      const view = await crowd.get(as)!.get(`/api/batches/${id}`);
      for (const { action } of [...(view.allowedActions ?? []), { action: 'reconcile' }, { action: 'no-such' }])
        for (let i = 0; i < 10; i++) {
          const body = {
            action,
            version: of([0, -1, 1e15, view.version]),
            requestId: requestId(),
            input: { reason: of(values), accountOutFen: of(values), [of(names)]: of(values) },
          };
          const url = `/api/batches/${id}/actions`;
          judge({ method: 'POST', url, body, as }, await send(as, 'POST', url, JSON.stringify(body)));
        }
    }
    for (const content of files) {
      const url = `/api/bank-files/${id}/result`;
      const bytes = Buffer.from(content).toString('base64');
      const answer = await send('caiwu', 'POST', url, JSON.stringify({ content: bytes, requestId: requestId() }));
      judge({ method: 'POST', url, body: content, as: 'caiwu' }, answer);
      expect(answer.statusCode, content.slice(0, 40)).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('材料', () => {
  const named = [
    'photo.jpg',
    '../../etc/passwd',
    '名字\u0000.jpg',
    `${'长'.repeat(300)}.jpg`,
    'a"b.jpg',
    '<script>.jpg',
    '𠮷.jpg',
    '',
  ];

  test('类型不对的文件不论叫什么名字都不收，并说收什么', async () => {
    const contents = {
      文字: Buffer.from('只是文字'),
      空: Buffer.alloc(0),
      程序: Buffer.from('MZ\x90\x00'.repeat(50), 'latin1'),
      网页: Buffer.from('<html><script>alert(1)</script>'),
      矢量图: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      压缩包: Buffer.from('PK\x03\x04'.repeat(20), 'latin1'),
    };
    const browser = crowd.get('resident')!;
    for (const [kind, content] of Object.entries(contents))
      for (const name of named.slice(0, 3)) {
        const { status, body } = await browser.send('consent', content, name);
        expect(status, `${kind} ${name}`).toBe(422);
        expect(body.error.message).toMatch(CHINESE);
      }
  });

  test('名字古怪的图片收得下，取得回；名字有不能保存的字符也不出错', async () => {
    for (const name of named) {
      const browser = new Browser(api.app);
      browser.cookie = crowd.get('resident')!.cookie;
      const { status, body } = await browser.send(
        'consent',
        Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64'),
        name,
      );
      expect(status, `${name}: ${JSON.stringify(body)}`).toBeLessThan(500);
      if (status === 200) expect((await browser.call('GET', `/api/files/${body.id}`)).status, name).toBe(200);
    }
  });

  test('200 MB 的文件：边传边拒绝，内存不涨，答复是一句中文', async () => {
    await api.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = api.app.server.address() as AddressInfo;
    const boundary = '----huge';
    const before = process.memoryUsage().rss;
    let most = before;
    const answer = await new Promise<{ status: number; text: string } | { cut: string }>((resolve) => {
      const request = http.request(
        {
          port,
          host: '127.0.0.1',
          method: 'POST',
          path: '/api/files',
          headers: {
            'x-minzheng': '1',
            cookie: crowd.get('resident')!.cookie,
            'content-type': `multipart/form-data; boundary=${boundary}`,
          },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (piece: string) => {
            text += piece;
          });
          response.on('end', () => resolve({ status: response.statusCode!, text }));
        },
      );
      request.on('error', (error) => resolve({ cut: error.message }));
      request.write(
        `--${boundary}\r\ncontent-disposition: form-data; name="paper"\r\n\r\nconsent\r\n--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n`,
      );
      request.write(Buffer.from('89504e470d0a1a0a', 'hex'));
      const piece = Buffer.alloc(1024 * 1024);
      let left = 200;
      const more = (): void => {
        most = Math.max(most, process.memoryUsage().rss);
        while (left > 0) {
          left--;
          if (!request.write(piece)) return void request.once('drain', more);
        }
        request.end(`\r\n--${boundary}--\r\n`);
      };
      more();
    });
    expect(answer).toMatchObject({ status: expect.any(Number) });
    if ('cut' in answer) throw new Error(answer.cut);
    expect([413, 422]).toContain(answer.status);
    expect(JSON.parse(answer.text).error.message).toMatch(CHINESE);
    expect((most - before) / 1e6, 'MB more than before').toBeLessThan(150);
  });
});

test('一切之后：库里没有多出后台错误，服务照常', async () => {
  expect(api.errors).toEqual([]);
  expect((await send('public', 'GET', '/healthz')).statusCode).toBe(200);
});
