/** 地图 over HTTP: every project and facility is found under its place, every number is the count of its list; what everybody sees, and what not. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { annexFile } from '../src/domains/planning-statistics/projects/fixtures.ts';
import type { MapRecord, MapView } from '../src/kernel/map/index.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

let api: Api;
let city: Browser;
let county: Browser;
const XIANAN = '421202000000';
const TINGSI = '421202100000';
const STATION = {
  kind: 'point',
  host: 'community',
  operator: '市残联',
  telephone: '0715-0000000',
  hours: '周一至周五',
  hasPermit: false,
};

beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  [city, county] = (await Promise.all(['shi', 'xian'].map(api.staff))) as [Browser, Browser];
  for (const kind of ['summary', 'detail'] as const) {
    const { body } = await city.sendFile('/api/sheets/imports', ['kind', `project-${kind}`], annexFile(kind), `${kind}.csv`);
    const atRest = async (): Promise<void> => {
      while (['reading', 'applying'].includes((await city.get(`/api/sheets/imports/${body.id}`)).state)) await sleep(20);
    };
    await atRest();
    await city.post(`/api/sheets/imports/${body.id}`, { step: 'apply' });
    await atRest();
  }
});
afterAll(() => api?.stop());

const station = (name: string, more: object) => ({
  ...STATION,
  name,
  division: '421202100001',
  address: `${name}旁`,
  requestId: requestId(),
  ...more,
});

describe('登记位置', () => {
  test('坐标不在所选的县：请核对；在县里的，收下；没有坐标也收下，只是图上没有', async () => {
    const outside = await county.refused('/api/devices/stations', station('错点', { lonLat: '113.9000,30.0180' }));
    expect(outside.fields.map((f) => f.message)).toEqual(['坐标不在所选区划范围内，请核对']);
    await county.post('/api/devices/stations', station('正点', { lonLat: '114.2987,29.8529' }));
    await county.post('/api/devices/stations', station('无点', {}));
    const view: MapView = await county.get(`/api/map?division=${TINGSI}`);
    expect(view.total.counts.devices).toBe(2);
    expect(view.spots.map(({ name }) => name)).toEqual(['正点']);
  });
});

async function records(by: Browser, query: string): Promise<MapRecord[]> {
  const rows: MapRecord[] = [];
  for (let cursor = ''; ; ) {
    const page = await by.get(`/api/map/records?${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    rows.push(...page.rows);
    if (!page.next) return rows;
    cursor = page.next;
  }
}

describe('每一处的数就是点开的名单', () => {
  for (const division of ['421200000000', XIANAN, TINGSI])
    test(division, async () => {
      const view: MapView = await city.get(`/api/map?division=${division}`);
      for (const row of [view.total, ...view.places])
        for (const [layer, count] of Object.entries(row.counts)) {
          const found = await records(city, `division=${row.place}&layer=${layer}${row.exact ? '&exact=1' : ''}`);
          expect([row.name, layer, found.length]).toEqual([row.name, layer, count]);
        }
      for (const { key } of view.layers)
        expect(view.places.reduce((sum, row) => sum + (row.counts[key] ?? 0), 0)).toBe(view.total.counts[key] ?? 0);
    });

  test('全市的项目一个不少：331行都在各自的乡镇、县或者市名下，各点开到项目页', async () => {
    const found = await records(city, 'layer=projects');
    expect(found).toHaveLength(331);
    expect(new Set(found.map(({ id }) => id)).size).toBe(331);
    expect(found.every(({ to, id }) => to === `/projects/${id}`)).toBe(true);
    const { rows } = await city.get(`/api/projects?division=${TINGSI}`);
    const here = await records(city, `division=${TINGSI}&layer=projects`);
    expect(new Set(here.map(({ id }) => id))).toEqual(new Set(rows.map(({ id }: { id: string }) => id)));
  });
});

test('县里看不到别的县；乡镇只看本乡镇；村里没有这一页', async () => {
  expect((await county.call('GET', '/api/map?division=421221000000')).status).toBe(404);
  expect((await county.call('GET', '/api/map/records?division=421221000000&layer=projects')).status).toBe(404);
  const town: MapView = await (await api.staff('xiang')).get('/api/map');
  expect([town.name, town.path.map(({ name }) => name)]).toEqual(['汀泗桥镇', ['汀泗桥镇']]);
  expect((await (await api.staff('cun')).call('GET', '/api/map')).status).toBe(403);
});

describe('公开的地图', () => {
  const page = async (url: string) => {
    const { status, body } = await api.visitor().call('GET', url);
    return { status, text: String(body) };
  };

  test('不登录、不用脚本：县在图上是链接；乡镇页列出它的每一个项目和网点', async () => {
    const { text } = await page('/map');
    expect(text).not.toContain('<script');
    expect(text.match(/<a href="\/map\?place=4212\d{8}" aria-label/g)).toHaveLength(6);
    expect(text).toContain('示意图，不作为权属依据');
    const town = (await page(`/map?place=${TINGSI}`)).text;
    for (const { name } of await records(city, `division=${TINGSI}&layer=projects`)) expect(town).toContain(name);
    expect(town).toContain('无点');
    expect(town).not.toContain('/projects/');
  });

  test('办件、线索不在公开的地图上；别的市的地方：没有找到', async () => {
    const { text } = await page(`/map?place=${XIANAN}`);
    expect(text).not.toContain('办件列表');
    expect(text).not.toContain('超期');
    expect((await page('/map?place=110000000000')).status).toBe(404);
  });

  test('落点服务：在哪个县，离界线近不近', async () => {
    const at = (lon: number, lat: number) => api.visitor().get(`/api/divisions/at?lon=${lon}&lat=${lat}`);
    expect(await at(114.298711, 29.852891)).toMatchObject({ known: true, code: XIANAN, nearBoundary: false });
    expect(await at(113.92, 30.02)).toMatchObject({ known: true, code: null });
    expect(await at(113.9, 30.018)).toMatchObject({ code: '421221000000', note: '示意图，不作为权属依据' });
  });
});

test('没有图形的城市：地图照样按地方列出，落点答“不知道”', async () => {
  const tiny = await startApi({ city: 'tiny' });
  try {
    const { status, body } = await tiny.visitor().call('GET', '/map');
    expect([status, String(body).includes('<svg')]).toEqual([200, false]);
    expect(await tiny.visitor().get('/api/divisions/at?lon=114&lat=30')).toMatchObject({ known: false, code: null });
  } finally {
    await tiny.stop();
  }
});
