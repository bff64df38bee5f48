/**
 * Whatever is sent to whatever address by whomever: an answer of ours, in Chinese, never a 5xx, nothing of the machine or of a
 * person in it. Every route of the platform takes part by itself; the values are drawn from a fixed seed.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filled } from '../src/domains/social-assistance/demonstration/story.ts';
import type { RouteDefinition } from '../src/kernel/http/server.ts';
import type { ActionView } from '../src/kernel/service/index.ts';
import { allRoutes } from '../src/server/routes.ts';
import { Browser, requestId } from './api.ts';
import { CHINESE, gatherCrowd } from './fuzz/crowd.ts';
import { deep, good, HUGE, NEVER, names, of, parameters, roll, texts, values } from './fuzz/values.ts';

const TIMES_A_ROUTE = 25;

let town: Awaited<ReturnType<typeof gatherCrowd>>;
beforeAll(async () => {
  town = await gatherCrowd();
});
afterAll(() => town?.api.stop());

/** Real ids, ids of nothing, and what is no id at all. */
function addressOf(route: RouteDefinition): string {
  const collection = /\/(\w[\w-]*)\/:/.exec(route.url)?.[1] ?? '';
  const path = route.url.replace(/:(\w+)/g, (_, name: string) => {
    if (roll() < 0.6) return name === 'itemId' ? 'SA-01' : encodeURIComponent(of(town.known[collection] ?? [NEVER]));
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
    const callers = ['public', ...town.logins.keys()];
    const drawn = Array.from({ length: TIMES_A_ROUTE }, () => {
      const as = of(callers);
      const url = addressOf(route);
      return { method: route.method, url, body: route.method === 'GET' ? undefined : bodyOf(route), as };
    });
    const ask = async (sent: (typeof drawn)[number]): Promise<void> => {
      const payload = sent.body === undefined ? undefined : JSON.stringify(sent.body);
      town.judge(sent, await town.send(sent.as, sent.method, sent.url, payload));
    };
    // Who reads changes nothing: all at once. What is written comes one after another, so that a failure is found again.
    if (route.method === 'GET') await Promise.all(drawn.map(ask));
    else for (const sent of drawn) await ask(sent);
  });
});

test('每一个列表的每一个查询参数，换成每一种坏值：从第一页给起，或者说怎么改', async () => {
  for (const route of allRoutes.filter((r) => r.method === 'GET' && r.query)) {
    const path = route.url.replace(/:(\w+)/g, (_, name: string) =>
      name === 'itemId' ? 'SA-01' : (town.known[/\/(\w+)\/:/.exec(route.url)?.[1] ?? '']?.[0] ?? NEVER),
    );
    const keys = Object.keys((route.query as unknown as { shape: object }).shape);
    const needed = keys.filter((key) => key in good && !route.query?.safeParse({}).success).map((key) => `${key}=${good[key]}`);
    let as = 'public';
    for (const login of town.logins.keys()) {
      as = login;
      if (![401, 403].includes((await town.send(login, 'GET', path)).statusCode)) break;
    }
    const ask = async (key: string, text: string): Promise<void> => {
      const others = needed.filter((n) => !n.startsWith(`${key}=`));
      const url = `${path}?${[...others, `${key}=${encodeURIComponent(text.toWellFormed())}`].join('&')}`;
      town.judge({ method: 'GET', url, as }, await town.send(as, 'GET', url));
    };
    for (const key of keys) await Promise.all(texts.map((text) => ask(key, text)));
  }
});

describe('写不通的请求', () => {
  const posts = allRoutes.filter((r) => r.method === 'POST' && r.url !== '/api/sign-out');
  const unreadable = [
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
  ] as const;

  test.each(posts.map((route) => [route.url, route] as const))(
    '%s：不是 JSON、半截 JSON、别的类型、没有类型',
    async (_url, route) => {
      const address = route.url.replace(/:\w+/g, NEVER);
      // What cannot be read is answered before anybody is asked for; who sends it is left to the dice.
      const drawn = unreadable.map(([payload, type]) => ({ payload, type, as: of(['public', 'xiang', 'caiwu']) }));
      const ask = async ({ payload, type, as }: (typeof drawn)[number]): Promise<void> => {
        const answer = await town.send(as, 'POST', address, payload, { 'content-type': type });
        town.judge({ method: 'POST', url: address, body: [payload, type], as }, answer);
        // A page of a form without scripts answers with the page and what is missing.
        if (!route.plainForm) expect(answer.statusCode, type).toBeGreaterThanOrEqual(400);
      };
      await Promise.all(drawn.map(ask));
    },
  );

  test('没有本站的请求头：什么也不做', async () => {
    for (const { url, plainForm } of posts) {
      if (plainForm) continue;
      const answer = await town.api.app.inject({
        method: 'POST',
        url: url.replace(/:\w+/g, NEVER),
        headers: { 'content-type': 'application/json', cookie: town.logins.get('xiang')!.cookie },
        payload: '{}',
      });
      town.judge({ method: 'POST', url, as: 'xiang' }, answer);
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
        const answer = await town.send(as, 'GET', url);
        town.judge({ method: 'GET', url, as }, answer);
        expect(answer.statusCode, url).toBeGreaterThanOrEqual(400);
      }
    for (const url of ['/api/persons/undefined', '/api/cases/1', '/api/batches/x', '/api/decisions/{}'])
      expect((await town.send('xiang', 'GET', url)).statusCode, url).toBe(404);
    for (const { url } of allRoutes)
      town.judge({ method: 'PUT', url, as: 'xiang' }, await town.send('xiang', 'PUT', url.replace(/:\w+/g, NEVER), '{}'));
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
        const answer = await town.api.app.inject({ method: 'GET', url, headers: { cookie } });
        town.judge({ method: 'GET', url, as: cookie }, answer);
        expect(answer.statusCode, cookie).toBe(status);
      }
  });

  test('演示时钟只能向前，最多四百天', async () => {
    for (const to of ['2026-02-30', '2000-01-01', '9999-12-31', '2027-12-31', '', null, 1e308, {}, 'yesterday'])
      expect((await town.send('xiang', 'POST', '/api/demo/clock', JSON.stringify({ to }))).statusCode, String(to)).toBe(422);
  });

  test('正文超过上限：说内容过大', async () => {
    for (const url of ['/api/cases', '/api/drafts', '/api/sign-in']) {
      const answer = await town.send('xiang', 'POST', url, JSON.stringify({ text: '长'.repeat(400_000) }));
      town.judge({ method: 'POST', url, as: 'xiang' }, answer);
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
    const resident = town.logins.get('resident')!;
    const signatures: Record<string, string> = {};
    for (const signer of town.people[0]!.form.signers) signatures[signer] = await resident.upload('consent');
    const form = filled(town.people[0]!, signatures);
    for (const path of leaves(form))
      for (let i = 8; i > 0; i--) {
        const body = { itemId: 'SA-01', channel: 'mobile', form: changed(form, path, of(values)), requestId: requestId() };
        const answer = await town.send('resident', 'POST', '/api/cases', JSON.stringify(body));
        town.judge({ method: 'POST', url: '/api/cases', body: [path, body.form], as: 'resident' }, answer);
      }
  });

  test('每一步办理的每一栏换成坏值：不出错，办件仍打得开', async () => {
    const steps = { surveying: ['xiang', 'cun', 'hedui'], decided: ['queren', 'xiang', 'cun'] };
    for (const [n, logins] of Object.values(steps).entries())
      for (const as of logins) {
        const id = town.known.cases![n]!;
        const opened = (await town.send(as, 'GET', `/api/cases/${id}`)).json();
        for (const { action, fields } of (opened.allowedActions ?? []) as ActionView[])
          for (let i = 25; i > 0; i--) {
            const { version } = (await town.send(as, 'GET', `/api/cases/${id}`)).json();
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
            town.judge({ method: 'POST', url, body, as }, await town.send(as, 'POST', url, JSON.stringify(body)));
          }
      }
  });

  test('批次的每一步、银行回盘文件：坏的不收，不出错', async () => {
    const id = town.known.batches![0]!;
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
      const view = await town.logins.get(as)!.get(`/api/batches/${id}`);
      for (const { action } of [...(view.allowedActions ?? []), { action: 'reconcile' }, { action: 'no-such' }])
        for (let i = 0; i < 10; i++) {
          const body = {
            action,
            version: of([0, -1, 1e15, view.version]),
            requestId: requestId(),
            input: { reason: of(values), accountOutFen: of(values), [of(names)]: of(values) },
          };
          const url = `/api/batches/${id}/actions`;
          town.judge({ method: 'POST', url, body, as }, await town.send(as, 'POST', url, JSON.stringify(body)));
        }
    }
    for (const content of files) {
      const url = `/api/bank-files/${id}/result`;
      const bytes = Buffer.from(content).toString('base64');
      const answer = await town.send('caiwu', 'POST', url, JSON.stringify({ content: bytes, requestId: requestId() }));
      town.judge({ method: 'POST', url, body: content, as: 'caiwu' }, answer);
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
    const browser = town.logins.get('resident')!;
    for (const [kind, content] of Object.entries(contents))
      for (const name of named.slice(0, 3)) {
        const { status, body } = await browser.send('consent', content, name);
        expect(status, `${kind} ${name}`).toBe(422);
        expect(body.error.message).toMatch(CHINESE);
      }
  });

  test('名字古怪的图片收得下，取得回；名字有不能保存的字符也不出错', async () => {
    for (const name of named) {
      const browser = new Browser(town.api.app);
      browser.cookie = town.logins.get('resident')!.cookie;
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
    await town.api.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = town.api.app.server.address() as AddressInfo;
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
            cookie: town.logins.get('resident')!.cookie,
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
  expect(town.api.errors).toEqual([]);
  expect((await town.send('public', 'GET', '/healthz')).statusCode).toBe(200);
});
