/** What lies below a county over HTTP: its units as the law counts them (5.8), and 社区网格 (D24), data below a community, brought in by a sheet, counted upward. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type Browser, startApi } from './api.ts';

let api: Api;
let county: Browser;
let township: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  [county, township] = (await Promise.all(['xian', 'xiang'].map(api.staff))) as [Browser, Browser];
});
afterAll(() => api?.stop());

const HEAD = '村社区代码,网格编号,网格名称,范围,户数';
async function importing(by: Browser, ...lines: string[]) {
  const file = Buffer.from([HEAD, ...lines].join('\n'), 'utf8');
  const { body } = await by.sendFile('/api/sheets/imports', ['kind', 'community-grids'], file, '网格.csv');
  const at = async () => by.get(`/api/sheets/imports/${body.id}`);
  const atRest = async () => {
    for (;;) {
      const now = await at();
      if (!['reading', 'applying'].includes(now.state)) return now;
      await sleep(20);
    }
  };
  const read = await atRest();
  await by.post(`/api/sheets/imports/${body.id}`, { step: 'apply' });
  return { read, done: await atRest() };
}
const grids = (by: Browser, division = '') => by.get(`/api/community-grids${division && `?division=${division}`}`);

test('一个社区三个网格：社区列得出，乡镇、县里数得出；不是区划，代码表里没有', async () => {
  await importing(
    township,
    '421202100001,01,老街网格,老街两边,120',
    '421202100001,02,河西网格,汀泗河以西,95',
    '421202100001,03,新区网格,,',
  );
  const community = await grids(township, '421202100001');
  expect(community.grids.map((g: { name: string; households: number | null }) => [g.name, g.households])).toEqual([
    ['老街网格', 120],
    ['河西网格', 95],
    ['新区网格', null],
  ]);
  const view = await grids(county);
  expect(view.total).toEqual({ grids: 3, households: 215, covered: 1 });
  expect(view.below.find((row: { code: string }) => row.code === '421202100000')).toMatchObject({ grids: 3, covered: 1 });
  const { counts } = await county.get('/api/divisions/on/2026-09-01');
  expect(counts.villages).toBe(1079);
});

test('再导入一次就是更新，不多出一个；别的乡镇的村不能登记', async () => {
  const { read } = await importing(township, '421202100001,02,河西网格,汀泗河以西到铁路,101', '421202101001,01,外镇网格,,10');
  expect(JSON.stringify(read)).toContain('没有这个村（社区）代码，或不在您的辖区');
  const { total, grids: rows } = await grids(township, '421202100001');
  expect(total).toMatchObject({ grids: 3, households: 221 });
  expect(rows[1].extent).toBe('汀泗河以西到铁路');
  expect((await township.call('GET', '/api/community-grids?division=421202101000')).status).toBe(404);
});

test('区划表里乡镇、村按法定的数：咸安13个乡镇（街道）、191个村（社区），功能区和其他单位分得开；全市70和1079', async () => {
  const { counts, rows } = await county.get('/api/divisions/on/2026-06-01');
  const legal = (level: string, of = '4212'): number =>
    rows.filter((r: { level: string; legal: boolean; code: string }) => r.level === level && r.legal && r.code.startsWith(of))
      .length;
  expect([legal('township', '421202'), legal('village', '421202')]).toEqual([13, 191]);
  expect([legal('township'), legal('village')]).toEqual([counts.townships, counts.villages]);
  expect(counts).toMatchObject({ townships: 70, otherTownships: 19, villages: 1079, otherVillages: 17 });
});
