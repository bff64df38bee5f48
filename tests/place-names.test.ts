/** 地名库 over HTTP (divisions.md 3, 4.4, 9): found by what it is called now, was called before, and by pinyin; what it was called on a day. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, Browser, startApi } from './api.ts';

let api: Api;
let county: Browser;
let city: Browser;
let village: Browser;

beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  [county, city, village] = (await Promise.all(['xian', 'shi', 'cun'].map(api.staff))) as [Browser, Browser, Browser];
});
afterAll(() => api?.stop());

const find = async (by: Browser, query: string) => (await by.get(`/api/place-names?${query}`)).rows;
const names = async (by: Browser, query: string): Promise<string[]> =>
  (await find(by, query)).map((row: { name: string }) => row.name);

describe('检索', () => {
  test('今名、旧名、全拼、首字母、名称中间的字，都找得到同一条', async () => {
    for (const text of ['赤壁市', '蒲圻', 'chibishi', 'cbs', '壁市'])
      expect(await names(city, `text=${text}`), text).toContain('赤壁市');
    expect((await find(city, 'text=蒲圻市'))[0]).toMatchObject({
      name: '赤壁市',
      formerNames: '蒲圻市',
      statusZh: '标准',
      spelling: 'Chibi Shi',
    });
  });

  test('没有这样的名称，一条也没有', async () => {
    expect(await find(city, 'text=曼哈顿')).toEqual([]);
  });

  test('按类别、按地区翻：一页五十条，接着翻不重不漏', async () => {
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: { rows: { id: string }[]; next: string | null } = await city.get(
        `/api/place-names?category=committee&division=421202000000${next && `&cursor=${next}`}`,
      );
      seen.push(...page.rows.map(({ id }) => id));
      next = page.next;
    }
    // 咸安区66个社区、125个村（divisions.md 5.8）
    expect(seen).toHaveLength(191);
    expect(new Set(seen).size).toBe(191);
  });

  test('县里只看得到本县的；村里看得到本村的和全区的路', async () => {
    expect(await names(county, 'text=隽水大道')).toEqual([]);
    expect(await names(city, 'text=隽水大道')).toEqual(['隽水大道']);
    expect(await names(village, 'text=咸宁大道')).toEqual(['咸宁大道']);
    expect(await names(village, 'text=双泉社区')).toEqual([]);
  });
});

describe('地名卡片', () => {
  test('赤壁市1998年6月10日叫蒲圻市，6月11日起叫赤壁市', async () => {
    const [row] = await find(city, 'text=赤壁市');
    const called = async (on: string) => (await city.get(`/api/place-names/${row.id}?on=${on}`)).on.name;
    expect([await called('1998-06-10'), await called('1998-06-11'), await called('2026-09-01')]).toEqual([
      '蒲圻市',
      '赤壁市',
      '赤壁市',
    ]);
  });

  test('读音、来历、类别写得清楚；演示用的写明', async () => {
    const [row] = await find(county, 'text=长安大道');
    expect(await county.get(`/api/place-names/${row.id}`)).toMatchObject({
      reading: "Cháng'ān Dàdào",
      spelling: "Chang'an Dadao",
      categoryZh: '街路巷',
      widthMetres: 45,
      source: expect.stringContaining('演示'),
    });
  });

  test('城市资料再装一次，一条也不多', async () => {
    const { loadPack } = await import('../src/server/open.ts');
    const count = async () => (await api.owner.query('select count(*)::int as n from place_name')).rows[0].n;
    const before = await count();
    await loadPack(api.platform, api.city);
    expect(await count()).toBe(before);
  });
});

describe('门户（不用登录）', () => {
  const open = async (url: string) => new Browser(api.app).call('GET', url);

  test('查得到旧名，打开卡片，问某一天叫什么', async () => {
    const list = await open('/place-names?text=%E8%92%B2%E5%9C%BB');
    expect(list.status).toBe(200);
    expect(list.body).toContain('赤壁市');
    expect(list.body).toContain('曾用名：蒲圻市');
    const id = /\/place-names\/([0-9a-f-]{36})/.exec(list.body)![1];
    const card = await open(`/place-names/${id}?on=1990-01-01`);
    expect(card.body).toContain('1990年1月1日叫“蒲圻市”');
  });

  test('没有的地名、错的编号，说得明白', async () => {
    expect((await open('/place-names?text=%E6%9B%BC%E5%93%88%E9%A1%BF')).body).toContain('没有找到');
    expect((await open('/place-names/00000000-0000-7000-8000-000000000000')).status).toBe(404);
  });
});
