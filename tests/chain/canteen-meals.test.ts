/** 老年助餐 and the quota of purchased services on a real database: W13 at two canteens; the month's account of W9. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { quotaOf, releaseQuota, reserveQuota, spendQuota } from '../../src/domains/elderly-care/quota/account.ts';
import { createUser } from '../../src/kernel/access/server.ts';
import { grantEntitlement } from '../../src/kernel/payment/server.ts';
import { recordFact } from '../../src/kernel/resident/server.ts';
import type { Result } from '../../src/kernel/result/index.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';
import { type Elder, elderDesk, VILLAGE } from '../elders.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;
let who: Elder;
let card: string;
const canteens: Browser[] = [];

const SITE = {
  kind: 'canteen',
  functions: ['meals'],
  division: VILLAGE,
  reach: 'place',
  address: '温泉街道花坛巷3号',
  owner: '永安社区居民委员会',
  operator: '永安社区居民委员会',
  contact: '石桂花',
  telephone: '0715-8300001',
  hours: '每天10:30—13:00',
  areaM2: 180,
  dayPlaces: 0,
  fullBeds: 0,
  seats: 40,
  stage: 'operating',
  since: '2026-01-06',
};

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.code);
  return result.value;
};

beforeAll(async () => {
  api = await startApi({ start: '2026-11-12' });
  desk = await elderDesk(api);
  who = await desk.elder('史金兰', { birthDate: '1944-03-01' });
  for (const [i, name] of ['永安社区老年食堂', '花坛社区助餐点'].entries()) {
    const { id: siteId } = await desk.county.post('/api/care-sites', { ...SITE, name, requestId: requestId() });
    const creditCode = ['91421202MA48R0T13X', '52421202MJH2345678'][i];
    const { offers } = await desk.county.get('/api/elders/outlets');
    const till = offers.find((o: { action: string }) => o.action === 'till');
    const { id } = await desk.county.post(till.to, { ...till.fixed, siteId, creditCode });
    await desk.work(async (tx) => {
      const division = '421202000000';
      const duty = {
        role: 'institution-user',
        duty: 'care-outlet',
        division,
        unitId: id,
        domain: 'elderly-care',
        validFrom: '2026-01-01',
      } as const;
      value(await createUser(tx, { login: `canteen${i}`, name, division, demonstration: true, duties: [duty] }));
    });
    canteens.push(await api.staff(`canteen${i}`));
  }
  await desk.work(async (tx) => {
    value(
      await grantEntitlement(tx, {
        programme: 'dibao',
        exclusiveGroups: ['basic-living'],
        householdId: null,
        personId: who.id as never,
        division: VILLAGE,
        memberIds: [who.id as never],
        fromMonth: '2025-01',
        amountFen: 500_00,
        breakdown: [],
        decisionId: null,
        parameterIds: [],
      }),
    );
  });
  card = (await (await api.staff('cun')).post(`/api/elders/${who.id}/care-card`, { requestId: requestId() })).number;
});
afterAll(() => api?.stop());

const meal = (more: Record<string, unknown>) => ({
  code: card,
  period: 'lunch',
  mode: 'dine-in',
  priceFen: 12_00,
  requestId: requestId(),
  ...more,
});

test('W13：82岁低保，午餐12元补4元付8元；第二家的午餐全价；晚餐特价4.50元付1元；取消了的可以再来', async () => {
  const [first, second] = canteens as [Browser, Browser];
  expect(await first.post('/api/care-till/meals', meal({}))).toEqual({
    name: '史金兰',
    subsidyFen: 4_00,
    selfPayFen: 8_00,
    whyNone: null,
  });
  expect(await second.post('/api/care-till/meals', meal({}))).toMatchObject({ selfPayFen: 12_00, whyNone: '本餐次已享受补贴' });
  const found = await second.get('/api/care-till/guests?q=%E5%8F%B2%E9%87%91%E5%85%B0');
  expect(found.rows).toMatchObject([{ name: '史金兰', age: 82 }]);
  const dinner = { code: undefined, personId: found.rows[0].personId, period: 'dinner', priceFen: 4_50 };
  expect(await second.post('/api/care-till/meals', meal(dinner))).toMatchObject({ subsidyFen: 3_50, selfPayFen: 1_00 });
  // 两家同一刻登记：只有一家有补贴
  const { rows } = await second.get('/api/care-till/meals');
  const [cancel] = rows[0].offers;
  await second.post(cancel.to, { ...cancel.fixed, reason: '送到没有人接' });
  const both = await Promise.all(
    [first, second].map((at) => at.post('/api/care-till/meals', meal({ ...dinner, priceFen: 8_00 }))),
  );
  expect(both.map((s) => s.subsidyFen).sort()).toEqual([0, 4_00]);
  expect(await first.get('/api/care-till/meals')).toMatchObject({
    totals: [
      { zh: '午餐', count: 1 },
      { zh: '晚餐', count: 1 },
    ],
  });
});

test('月度结算：餐补加每餐1元奖补；一分钟登记三份以上的列为疑点；食堂收不了消费券', async () => {
  await canteens[0]!.post('/api/care-till/meals', meal({}));
  const { rows, totalFen } = await desk.county.get('/api/elders/canteens?month=2026-11');
  expect(rows.reduce((s: number, r: { subsidised: number }) => s + r.subsidised, 0)).toBe(2);
  expect(totalFen).toBe(4_00 + 4_00 + 2 * 1_00);
  expect(rows.flatMap((r: { doubts: string[] }) => r.doubts)).toEqual([expect.stringContaining('同一分钟登记3份以上的有1次')]);
  expect((await canteens[0]!.call('GET', '/api/care-till/vouchers')).body.error.code).toBe('OUTLET_NONE');
});

test('食堂只有一本名册：名称、座位是设施的；停运的设施收银台登记不了，一处设施一个收银台', async () => {
  const { rows } = await desk.county.get('/api/elders/outlets');
  expect(rows.map((r: { name: string; seats: number; open: boolean }) => [r.name, r.seats, r.open])).toEqual([
    ['永安社区老年食堂', 40, true],
    ['花坛社区助餐点', 40, true],
  ]);
  const { siteId } = rows[1];
  const again = { siteId, creditCode: '52421202MJH2345678', requestId: requestId() };
  expect((await desk.county.refused('/api/elders/canteen-tills', again)).code).toBe('TILL_SITE');
  const move = (to: string) =>
    desk.county.post(`/api/care-sites/${siteId}/decision`, { to, on: '2026-11-12', note: '灶台检修', requestId: requestId() });
  await move('suspended');
  expect((await canteens[1]!.call('GET', '/api/care-till/meals')).body.error.code).toBe('OUTLET_NONE');
  await move('operating');
  expect((await canteens[1]!.get('/api/care-till/meals')).outlet).toEqual({ name: '花坛社区助餐点', seats: 40 });
});

test('W9：二档300元，三单80、150、70元，第四单0元；取消的放开；同一单说两遍只算一次；没有档的没有额度', async () => {
  const fact = { level: 2, scheme: 'GB42195_2022', assessmentId: who.id, validTo: '2027-09-30' };
  await desk.work(async (tx) =>
    value(
      await recordFact(tx, {
        subject: { kind: 'person', id: who.id },
        kind: 'capacity-level',
        value: fact,
        source: '老年人能力评估',
        validFrom: '2026-10-12',
        validTo: '2027-10-01',
      }),
    ),
  );
  const month = '2026-11' as const;
  const orders = [80_00, 150_00, 120_00, 60_00].map((estimateFen) => ({
    orderId: randomUUID(),
    personId: who.id,
    month,
    estimateFen,
  }));
  const held: number[] = [];
  for (const order of orders) held.push(value(await desk.work((tx) => reserveQuota(tx, order))).reservedFen);
  expect(held).toEqual([80_00, 150_00, 70_00, 0]);
  expect(await desk.work((tx) => reserveQuota(tx, orders[0]!))).toMatchObject({ value: { reservedFen: 80_00, leftFen: 0 } });
  await desk.work((tx) => releaseQuota(tx, orders[1]!.orderId));
  // 实际130元：占住的70元，再加放开的60元
  expect(await desk.work((tx) => spendQuota(tx, { orderId: orders[2]!.orderId, trueFen: 130_00 }))).toMatchObject({
    value: { usedFen: 130_00, leftFen: 90_00 },
  });
  expect(await desk.work((tx) => spendQuota(tx, { orderId: orders[2]!.orderId, trueFen: 130_00 }))).toMatchObject({
    value: { leftFen: 90_00 },
  });
  expect(await desk.work((tx) => spendQuota(tx, { orderId: orders[1]!.orderId, trueFen: 10_00 }))).toMatchObject({
    code: 'QUOTA_NONE',
  });
  expect(await desk.work((tx) => quotaOf(tx, who.id, month))).toMatchObject({
    tier: 2,
    amountFen: 300_00,
    usedFen: 130_00,
    reservedFen: 80_00,
  });
  const young = await desk.elder('佘小妹', { birthDate: '1950-03-01' });
  expect(await desk.work((tx) => reserveQuota(tx, { ...orders[0]!, orderId: randomUUID(), personId: young.id }))).toMatchObject({
    code: 'QUOTA_NONE',
  });
  expect(api.errors).toEqual([]);
});

test('额度：十单同一刻占，加起来不超过这个月的300元', async () => {
  const held = await Promise.all(
    Array.from({ length: 10 }, () =>
      desk.work((tx) => reserveQuota(tx, { orderId: randomUUID(), personId: who.id, month: '2026-12', estimateFen: 70_00 })),
    ),
  );
  expect(held.map((one) => value(one).reservedFen).sort((a, b) => b - a)).toEqual([
    70_00, 70_00, 70_00, 70_00, 20_00, 0, 0, 0, 0, 0,
  ]);
});
