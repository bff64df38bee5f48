/** 找养老机构、找养老服务 when a city has more of them than fit on a page: none is cut off in silence, filters count all of them, the nearest come first. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addRoom, type Home, openHome, publishPrices } from '../src/domains/elderly-care-institutions/fixtures.ts';
import { type Api, startApi } from './api.ts';

let api: Api;
let home: Home;
let total: number;

beforeAll(async () => {
  api = await startApi({ start: '2026-09-10' });
  ({ home } = await openHome(api));
  await addRoom(home, { name: '101', beds: 2 });
  await publishPrices(home, '2026-09-10');
  // 照这一家再登记七十家，一路向东，隔一公里一家；都没有床，也没有公布价格
  await api.owner.query(
    `insert into care_institution select (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), 'name', '东边第' || n || '家',
       'credit_code', '5242120000000' || lpad(n::text, 5, '0'), 'lon', 114.30 + n * 0.01, 'lat', 29.80, 'division', '421202100000'))).* from care_institution i, generate_series(1, 70) n where i.id = $1`,
    [home.id],
  );
  total = (await api.owner.query("select count(*)::int as n from care_institution where state <> 'preparing'")).rows[0].n;
  expect(total).toBeGreaterThan(70);
});
afterAll(() => api?.stop());

const page = async (query: string): Promise<string> => String((await api.visitor().call('GET', `/care-homes?${query}`)).body);
const namesOf = (html: string): string[] => [...html.matchAll(/href="\/care-homes\/[^"]+"><b>([^<]+)<\/b>/g)].map((m) => m[1]!);

test('七十多家分三页，翻得到最后一家，一家不少、一家不重；有空床的在前', async () => {
  const names = new Set<string>();
  for (const at of [1, 2, 3]) {
    const html = await page(`page=${at}`);
    expect(html.includes(`共${total}家`)).toBe(true);
    for (const name of namesOf(html)) names.add(name);
  }
  expect(names.size).toBe(total);
  expect(namesOf(await page('page=1'))[0]).not.toMatch(/^东边/);
  expect((await page('page=1')).includes('下一页')).toBe(true);
  const last = await page('page=999');
  expect(last.includes('下一页')).toBe(false);
  expect(namesOf(last)).toHaveLength(total - 60);
});

test('价格、空床、护理等级在全部里筛，数是筛出来的数', async () => {
  for (const wish of ['free=any', 'upTo=3000', 'level=%E4%BB%8B%E6%8A%A41']) {
    const html = await page(wish);
    expect([wish, namesOf(html).length]).toEqual([wish, 1]);
    expect(html.includes('共1家')).toBe(true);
  }
  expect((await page('grade=3')).includes('没有符合条件的')).toBe(true);
});

test('从一个乡镇出发，近的在前，写明大约多远；翻页还是这个次序', async () => {
  const html = await page('from=421202100000');
  expect(html.includes('按远近排')).toBe(true);
  const near = namesOf(html);
  const middle = [...near.slice(0, 4)].filter((name) => name.startsWith('东边')).map((name) => Number(name.match(/\d+/)![0]));
  for (const n of middle) expect(Math.abs(n - 35)).toBeLessThan(4);
  expect(/约\d+(\.\d)?(米|公里)/.test(html)).toBe(true);
  const last = namesOf(await page('from=421202100000&page=3'));
  expect(last.some((name) => name === '东边第1家' || name === '东边第70家')).toBe(true);
});

test('社区设施一千多处：分页，数得全', async () => {
  const { rows } = await api.owner.query('select count(*)::int as n from care_site');
  expect(rows[0].n).toBe(0);
  await api.owner.query(
    `insert into care_site select (jsonb_populate_record(null::care_site, $1::jsonb || jsonb_build_object('id', gen_random_uuid(), 'name', '第' || lpad(n::text, 4, '0') || '处'))).* from generate_series(1, 1100) n`,
    [
      JSON.stringify({
        division: '421202100001',
        kind: 'day-care',
        state: 'operating',
        functions: ['day'],
        reach: 'place',
        address: '某路1号',
        owner: '村委会',
        operator: '村委会',
        contact: '值班',
        telephone: '0715-0000000',
        hours: '每天',
        area_m2: 200,
        day_places: 10,
        full_beds: 0,
        seats: 0,
        state_on: '2026-01-01',
        opened_on: '2026-01-01',
        version: 1,
        entered_at: '2026-01-01T00:00:00Z',
        entered_by: 'test',
        changed_at: '2026-01-01T00:00:00Z',
      }),
    ],
  );
  const html = String((await api.visitor().call('GET', '/care-services?page=22')).body);
  expect(html.includes('共1100处，这里是第1051到1100处')).toBe(true);
  expect(html.includes('下一页')).toBe(false);
});
