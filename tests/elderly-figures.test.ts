/** 养老服务的数: every figure is the sum of the rows that it opens, the binding ones of the plan are counted, and the share of nursing beds moves with a bed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playInstitutions } from '../src/domains/elderly-care-institutions/demonstration/play.ts';
import { playSupervision } from '../src/domains/elderly-care-institutions/demonstration/supervision.ts';
import type { Cockpit } from '../src/domains/planning-statistics/cockpit/content.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

let api: Api;
let city: Browser;
const XIANAN = '421202000000';
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  await playInstitutions({ context: api.context, moveTo: () => undefined }, '2026-09-01');
  await playSupervision({ context: api.context, filesDir: api.filesDir, moveTo: () => undefined });
  city = await api.staff('shi');
});
afterAll(() => api?.stop());

interface Row {
  id: string;
  num: number;
  den: number;
  says: string;
  link: string | null;
  linkId: string | null;
}
interface Figure {
  key: string;
  total: { num: number; den: number; text: string | null; verdict: string };
  areas: { area: string; num: number; den: number }[];
}

async function rowsBehind(by: Browser, url: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor = ''; ; ) {
    const page = await by.get(`${url}${url.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`);
    rows.push(...page.rows);
    if (!page.next) return rows;
    cursor = page.next;
  }
}
const sum = (rows: readonly { num: number; den: number }[], part: 'num' | 'den') => rows.reduce((all, row) => all + row[part], 0);
const goal = async (by: Browser, id: string, query = '') =>
  ((await by.get(`/api/cockpit${query}`)) as Cockpit).plan!.indicators.find((row) => row.id === id)!;

test('两块板上每一项的分子分母，正好等于它打开的记录之和，各县之和等于全市', async () => {
  for (const board of ['care-institutions', 'elderly-care']) {
    const { indicators } = (await city.get(`/api/indicators?board=${board}`)) as { indicators: Figure[] };
    expect(indicators.length).toBeGreaterThan(5);
    for (const { key, total, areas } of indicators) {
      const rows = await rowsBehind(city, `/api/indicators/${key}`);
      expect({ key, num: sum(rows, 'num'), den: sum(rows, 'den') }).toEqual({ key, num: total.num, den: total.den });
      expect([key, sum(areas, 'den')]).toEqual([key, total.den]);
    }
  }
});

test('备案16张床、现场核过6张护理型：占37.5%；又核了一张就是7张，驾驶舱的数跟着变；县里、别的县各数各的', async () => {
  const before = await goal(city, 'IND14-04');
  expect(before).toMatchObject({ value: '37.5%（6／16）', source: '平台现在数的', met: false });
  expect(before.opens.to).toBe('/indicators/nursing-share');
  const wall = await (await api.staff('yuanzhang')).get(`/api/institutions/${(await home()).linkId}/beds`);
  const bed = wall.floors
    .flatMap((f: { rooms: { beds: { id: string; code: string; nursing: boolean }[] }[] }) => f.rooms.flatMap((r) => r.beds))
    .find((b: { nursing: boolean }) => !b.nursing);
  const head = await api.staff('yuanzhang');
  await head.post(`/api/beds/${bed.id}/equipment`, {
    rails: true,
    bedCalls: true,
    wheelchair: true,
    wardStaffed: true,
    requestId: requestId(),
  });
  // 机构自己说有的不算，现场核过才算
  expect((await goal(city, 'IND14-04')).value).toBe('37.5%（6／16）');
  const county = await api.staff('xian');
  await county.post(`/api/beds/${bed.id}/check`, { requestId: requestId() });
  expect((await goal(city, 'IND14-04')).value).toBe('43.8%（7／16）');
  expect((await goal(await api.staff('xianzhang'), 'IND14-04')).value).toBe('43.8%（7／16）');
  expect(await goal(city, 'IND14-04', '?division=421221000000')).toMatchObject({ value: null, note: '现在没有可数的' });
});

const home = async (): Promise<Row> => (await rowsBehind(city, '/api/indicators/nursing-share'))[0]!;

test('入住率和机构页面上的是同一个数；备案率、检查、隐患都数得出来，点开是那一家、那一处', async () => {
  const { rows } = await city.get('/api/indicators/occupancy?month=2026-08');
  const page = await city.get(`/api/institutions/${rows[0].linkId}`);
  expect(page.occupancy).toContain(`${rows[0].num}÷${rows[0].den}床日`);
  const of = async (key: string): Promise<Figure['total']> => (await city.get(`/api/indicators/${key}`)).indicator.total;
  expect(await of('recorded')).toMatchObject({ text: '1／1', verdict: 'reached' });
  expect(await of('dangers-closed')).toMatchObject({ verdict: 'missed' });
  const dangers = await rowsBehind(city, '/api/indicators/dangers-closed');
  expect(dangers.length).toBe((await city.get('/api/care-supervision/dangers')).rows.length);
  expect(dangers[0]).toMatchObject({ link: 'danger' });
});

test('县里只数本县；村里、机构里的人没有这两块板', async () => {
  const county = await api.staff('xian');
  const rows = await rowsBehind(county, '/api/indicators/beds-per-thousand');
  expect(rows.every((row) => row.link === 'institution' || row.id.startsWith(`p${XIANAN.slice(0, 6)}`))).toBe(true);
  for (const login of ['cun', 'yuanzhang'])
    expect((await (await api.staff(login)).call('GET', '/api/indicators/nursing-share')).status, login).not.toBe(200);
});
