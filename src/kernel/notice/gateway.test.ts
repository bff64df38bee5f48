/** 短信网关: a real HTTP provider on this machine, which can fail. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
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
const gateway = () =>
  gatewayAdapters(city.context, { url: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/sms`, token: 'secret' });
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
