/** 驾驶舱 over HTTP: every figure is the count of the list that it opens. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lives, monthly, story, yuan } from '../src/domains/social-assistance/demonstration/story.ts';
import { type Api, type Browser, carry, startApi } from './api.ts';

let api: Api;
let city: Browser;
let county: Browser;
const alone = (key: string, name: string, address: string) =>
  story({
    key,
    title: name,
    place: '汀泗桥社区',
    urbanRural: 'urban',
    address,
    people: [{ name, sex: '女', birth: '1964-05-05', lives: lives.退休 }],
    incomes: [monthly('self', 'employee-pension', 200)],
    expect: { outcome: 'eligible', amountFen: yuan(600) },
  });
const stories = [alone('cockpit-1', '甲在', '1号'), alone('cockpit-2', '乙在', '2号'), alone('cockpit-3', '丙超', '3号')];

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(...stories);
  [city, county] = (await Promise.all(['shi', 'xian'].map(api.staff))) as [Browser, Browser];
  for (const one of stories) await carry(api, one, 'accepted');
  api.clock.set('2026-05-20T01:00:00.000Z');
  await api.run();
});
afterAll(() => api?.stop());

/** Every row of a list, page after page. */
async function listed(by: Browser, url: string): Promise<number> {
  let count = 0;
  for (let cursor = ''; ; ) {
    const { rows, next } = await by.get(`${url}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    count += rows.length;
    if (!next) return count;
    cursor = next;
  }
}

test('在办、超期：全市的、每个县的、每个乡镇的，都和点开的办件列表一样多', async () => {
  const all = await city.get('/api/cockpit');
  expect(all.name).toBe('咸宁市');
  expect(all.work.open).toBeGreaterThanOrEqual(3);
  expect(all.work.overdue).toBeGreaterThan(0);
  expect(all.work).toEqual({
    open: await listed(city, '/api/cases?view=all'),
    overdue: await listed(city, '/api/cases?view=all&light=overdue'),
  });
  const places = [...all.places, ...(await city.get('/api/cockpit?division=421202000000')).places];
  expect(places.filter((row) => row.open > 0)).toHaveLength(2);
  for (const { place, open, overdue } of places)
    expect([place, open, overdue]).toEqual([
      place,
      await listed(city, `/api/cases?view=all&division=${place}`),
      await listed(city, `/api/cases?view=all&light=overdue&division=${place}`),
    ]);
});

test('约束性指标十二项，数的来源没有接上的照实说', async () => {
  const { plan } = await city.get('/api/cockpit');
  expect(plan.indicators).toHaveLength(12);
  expect(
    plan.indicators
      .filter((row: { counted: unknown }) => row.counted === null)
      .every((row: { note: string | null; actual: unknown }) => row.note ?? row.actual),
  ).toBe(true);
});

test('县里只看本县，看得到各乡镇；看别的县、看村：没有找到；乡镇进不来', async () => {
  const own = await county.get('/api/cockpit');
  expect([own.name, own.places.length]).toEqual(['咸安区', 17]);
  expect(own.places[0].paidFen).toBeNull();
  for (const code of ['421221000000', '421200000000', '421202100001'])
    expect((await county.call('GET', `/api/cockpit?division=${code}`)).status, code).toBe(404);
  expect((await (await api.staff('xiang')).call('GET', '/api/cockpit')).status).toBe(403);
});
