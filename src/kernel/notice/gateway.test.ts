/** 短信和微信网关: real HTTP providers on this machine, which can fail, hang and lie. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshContext, testKeys } from '../../../tests/database.ts';
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { makeContext } from '../context/server.ts';
import { idNumber, register } from '../resident/fixtures.ts';
import { defineTemplates, deliverOutgoing, gatewayAdapters, notify } from './server.ts';

defineTemplates({ 'gateway-test.hello': { title: '提醒', text: '请带身份证来办理。' } });

const VILLAGE = '421202001001';
let city: Awaited<ReturnType<typeof freshContext>>;
let provider: http.Server;
let received: { key: string; authorization: string; body: { telephone: string; text: string } }[] = [];
let answer = 200;

beforeAll(async () => {
  city = await freshContext({ start: '2026-03-02' });
  provider = http.createServer(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
    received.push({
      key: String(request.headers['idempotency-key']),
      authorization: String(request.headers.authorization),
      body,
    });
    response.writeHead(answer, { 'content-type': 'application/json' }).end('{"ref":"P-1"}');
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  provider.close();
  await city.drop();
});
beforeEach(async () => {
  received = [];
  answer = 200;
  await city.owner.query('delete from outgoing_message');
});

const actor = () => systemActor('test', city.context.city);
const addressOf = (server: http.Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const PAGE = 'https://mz.example.cn/app/messages';
const gateway = (wechat: string | null = null) =>
  gatewayAdapters(
    city.context,
    {
      sms: { url: `${addressOf(provider)}/sms`, token: 'secret' },
      wechat: wechat === null ? null : { url: wechat, token: 'other' },
      page: PAGE,
    },
    300,
  );
const tell = (suffix: string, phone?: string) =>
  city.context.write(actor(), async (tx) => {
    const personId = await register(tx, {
      name: '张小华',
      division: VILLAGE,
      idNumber: idNumber('1980-05-06', suffix),
      ...(phone ? { phone } : {}),
    });
    await notify(tx, { to: { personId }, template: 'gateway-test.hello' });
    return personId;
  });
const outgoing = () =>
  city.context.read(actor(), (tx) =>
    tx.rows<{ id: string; state: string; error: string | null; ref: string | null; never: boolean }>(
      sql`select id, state, error, provider_ref as ref, next_at = 'infinity' as never from outgoing_message`,
    ),
  );

test('送到登记的手机，带口令和消息编号；网关的编号记下来', async () => {
  await tell('421221', '13800001234');
  expect(await deliverOutgoing(city.context, gateway())).toBe(1);
  const [message] = await outgoing();
  expect(message).toMatchObject({ state: 'sent', ref: 'P-1' });
  expect(received).toEqual([
    {
      key: message!.id,
      authorization: 'Bearer secret',
      body: { telephone: '13800001234', text: expect.stringContaining('【民政】') },
    },
  ]);
});

test('网关答复500：记为没有送出，稍后用同一编号再送；记录里没有手机号', async () => {
  await tell('421223', '13800005678');
  answer = 500;
  expect(await deliverOutgoing(city.context, gateway())).toBe(0);
  const [failed] = await outgoing();
  expect(failed).toMatchObject({ state: 'failed', never: false, error: expect.stringContaining('500') });
  expect(failed!.error).not.toContain('138');
  answer = 200;
  city.clock.set('2026-03-02T08:00:00Z');
  expect(await deliverOutgoing(city.context, gateway())).toBe(1);
  expect(new Set(received.map((r) => r.key))).toEqual(new Set([failed!.id]));
});

test('没有登记手机的：不再重试，写明原因；站内消息还在', async () => {
  await tell('421224');
  await deliverOutgoing(city.context, gateway());
  expect(await outgoing()).toEqual([
    expect.objectContaining({ state: 'failed', never: true, error: expect.stringContaining('没有登记手机号码') }),
  ]);
  expect(received).toEqual([]);
});

test('网关坏了：试一条就停，其余的原样等着，不算一次；恢复后一次全部送出', async () => {
  for (const suffix of ['421225', '421226', '421227']) await tell(suffix, '13800001234');
  answer = 503;
  await deliverOutgoing(city.context, gateway());
  expect(received).toHaveLength(1);
  expect((await outgoing()).map((row) => row.state).sort()).toEqual(['failed', 'waiting', 'waiting']);
  answer = 200;
  city.clock.set('2026-03-02T09:00:00Z');
  expect(await deliverOutgoing(city.context, gateway())).toBe(3);
});

describe('微信', () => {
  const tellBoth = (suffix: string) =>
    both.write(actor(), async (tx) => {
      const personId = await register(tx, {
        name: '张小华',
        division: VILLAGE,
        idNumber: idNumber('1980-05-06', suffix),
        phone: '13800001234',
      });
      await notify(tx, { to: { personId }, template: 'gateway-test.hello' });
    });
  const states = async () => {
    const rows = await city.context.read(actor(), (tx) =>
      tx.rows<{ channel: string; state: string; error: string | null; never: boolean }>(
        sql`select channel, state, error, next_at = 'infinity' as never from outgoing_message`,
      ),
    );
    return Object.fromEntries(rows.map(({ channel, ...row }) => [channel, row]));
  };
  let both: typeof city.context;
  let account: http.Server;
  let say: (response: http.ServerResponse) => void;
  const asked: unknown[] = [];
  beforeAll(async () => {
    both = makeContext({
      database: city.database,
      clock: city.clock,
      keys: testKeys,
      city: city.context.city,
      divisions: city.context.divisions,
      calendar: city.context.calendar,
      office: city.context.office,
      channels: ['sms', 'wechat'],
    });
    account = http.createServer(async (request, response) => {
      asked.push(JSON.parse(Buffer.concat(await request.toArray()).toString()));
      say(response);
    });
    await new Promise<void>((resolve) => account.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    asked.length = 0;
  });
  afterAll(() => {
    account.closeAllConnections();
    account.close();
  });

  test('接了微信的城市：同一条消息两个渠道各送一次，微信里说的不比短信多，点开是消息页', async () => {
    say = (response) => response.end('{"ref":"W-1"}');
    await tellBoth('421228');
    expect(await deliverOutgoing(city.context, gateway(addressOf(account)))).toBe(2);
    expect(await states()).toMatchObject({ sms: { state: 'sent' }, wechat: { state: 'sent' } });
    expect(asked).toEqual([{ telephone: '13800001234', text: received[0]!.body.text, url: PAGE }]);
  });

  test('没有绑定微信的：写明原因，不再试；短信照送', async () => {
    say = (response) => response.end('{"bound":false}');
    await tellBoth('421229');
    expect(await deliverOutgoing(city.context, gateway(addressOf(account)))).toBe(1);
    expect(await states()).toMatchObject({
      sms: { state: 'sent' },
      wechat: { state: 'failed', never: true, error: expect.stringContaining('没有绑定微信') },
    });
  });

  test.each<[string, (response: http.ServerResponse) => void, string]>([
    ['迟迟不答', () => {}, '没有及时答复'],
    ['答了一半', (response) => response.writeHead(200).write('{"ref":'), '没有及时答复'],
    ['要先登录的页面', (response) => response.writeHead(302, { location: '/login' }).end(), '连接不上'],
    ['网页', (response) => response.end('<html>维护中</html>'), '不是约定的 JSON'],
    ['口令不对', (response) => response.writeHead(401).end(), '401'],
    ['断开', (response) => response.destroy(), '连接不上'],
  ])('微信网关%s：短信照送，微信记为没有送出、稍后再试，记录里没有号码和口令', async (_, wrong, said) => {
    say = wrong;
    await tellBoth(`4212${30 + ++tried}`);
    expect(await deliverOutgoing(city.context, gateway(addressOf(account)))).toBe(1);
    const { sms, wechat } = await states();
    expect(sms).toMatchObject({ state: 'sent' });
    expect(wechat).toMatchObject({ state: 'failed', never: false, error: expect.stringContaining(said) });
    expect(wechat!.error).not.toMatch(/138|other/);
  });
  let tried = 0;
});
