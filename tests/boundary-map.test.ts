/** 地图上的界线、界桩、地名 over HTTP: drawn as entered, coloured by what is due, each opening its record; what everybody sees and what not. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MapView } from '../src/kernel/map/index.ts';
import { type Api, type Browser, startApi } from './api.ts';

let api: Api;
let city: Browser;
let county: Browser;
let line: string;
const XIANAN = '421202000000';

beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  [city, county] = (await Promise.all(['shi', 'xian'].map(api.staff))) as [Browser, Browser];
  line = (await city.get('/api/boundary-lines')).rows.find((row: { name: string }) => row.name === '咸安—赤壁线').id;
});
afterAll(() => api?.stop());

const on = async (by: Browser, what: string, input: Record<string, unknown>) =>
  by.call('POST', `/api/boundary-lines/${line}/${what}`, {
    version: (await city.get(`/api/boundary-lines/${line}`)).version,
    ...input,
  });
const mapOf = (by: Browser, division = XIANAN): Promise<MapView> => by.get(`/api/map?division=${division}`);
const borderOf = async (by: Browser) => (await mapOf(by)).borders!.rows.find(({ id }) => id === line)!;
const publicPage = async (query: string) => String((await api.visitor().call('GET', `/map?${query}`)).body);

/** Along the line between 咸安区 and 赤壁市, as the sketch has it. */
async function shared(): Promise<[number, number][]> {
  const { features } = await api.visitor().get('/api/boundaries');
  const ring = (code: string): [number, number][] =>
    features
      .filter(({ id }: { id: string }) => id === code)
      .flatMap(({ geometry }: { geometry: { coordinates: [number, number][][] } }) => geometry.coordinates.flat(1));
  const other = new Set(ring('421281000000').map((p) => p.join()));
  return ring(XIANAN).filter((p) => other.has(p.join()));
}
const course = (points: readonly (readonly number[])[]) => ({
  kind: 'traced',
  source: '照轮廓示意图描的',
  points: points.map((p) => p.join(',')).join('\n'),
});

describe('界线', () => {
  test('没有录入走向的：在名单里，图上不画', async () => {
    expect((await mapOf(county)).borders!.rows).toHaveLength(4);
    expect(await borderOf(county)).toMatchObject({ course: [], tone: 'plain', state: '上一轮的日期没有补录' });
    const text = await publicPage(`place=${XIANAN}&layer=borders`);
    expect(text).toContain('走向还没有录入');
    expect(text).not.toContain('class="border"');
  });

  test('录入走向：县里不录；点不在两侧的，说是第几个；录了照原样画，写明是示意', async () => {
    const points = (await shared()).slice(0, 40);
    expect((await on(county, 'course', course(points))).status).toBe(403);
    const stray = await on(city, 'course', course([...points, [113.9, 30.018]]));
    expect(stray.body.error.fields[0].message).toBe(`第${points.length + 1}个点不在界线两侧的范围内，请核对`);
    expect((await on(city, 'course', course(points))).status).toBe(200);
    const border = await borderOf(county);
    expect(border).toMatchObject({ surveyed: false, to: `/boundaries/${line}` });
    expect(border.course).toEqual(points);
    expect((await city.get(`/api/boundary-lines/${line}`)).course).toMatchObject({
      kindZh: '示意，没有勘测',
      source: '照轮廓示意图描的',
    });
  });

  test('颜色是联合检查：2021年完成的一年内到期，2020年的已逾期，2023年的没有到期', async () => {
    const tones = [];
    for (const lastFinishedOn of ['2021-10-28', '2020-10-28', '2023-10-28']) {
      await on(city, 'basics', { length: '48.7', agreementNo: '3号', lastFinishedOn });
      tones.push((await borderOf(county)).state);
    }
    expect(tones).toEqual(['2026年12月31日到期，一年内到期', '2025年12月31日到期，联合检查逾期', '2028年12月31日到期，没有到期']);
  });

  test('别的县看不到这条线；乡镇的地图没有县界', async () => {
    const jiayu = await mapOf(await api.staff('jiayuxian'), '421221000000');
    expect(jiayu.borders!.rows.map(({ name }) => name)).toEqual(['咸安—嘉鱼线', '嘉鱼—赤壁线']);
    expect((await mapOf(await api.staff('xiang'), '421202100000')).borders).toBeNull();
  });

  test('公开的地图：只有大致的走向和协议长度，没有检查情况，不连到工作台', async () => {
    const text = await publicPage(`place=${XIANAN}&layer=borders`);
    expect(text).toContain('class="border"');
    expect(text).toContain('协议长48.7公里');
    expect(text).toContain('示意图，不作为权属依据');
    expect(text).not.toMatch(/到期|逾期|\/boundaries\//);
  });

  test('从勘测成果表录入：全角数字照认；断在半路的、有一行不对的，整份不导入；原文件连同SM3留着', async () => {
    const points = (await shared()).slice(0, 3);
    const head = '界线,点号,经度,纬度,坐标系';
    const rows = points.map(([lon, lat], i) => `咸安-赤壁线,${i + 1},${lon},${lat},CGCS2000`);
    const importing = async (text: string) => {
      const sent = await city.sendFile('/api/sheets/imports', ['kind', 'boundary-course'], Buffer.from(text, 'utf8'), '勘测.csv');
      for (;;) {
        const now = await city.get(`/api/sheets/imports/${sent.body.id}`);
        if (!['reading', 'applying'].includes(now.state)) return { id: sent.body.id, ...now };
        await sleep(20);
      }
    };
    const before = await borderOf(county);
    const torn = await importing([head, ...rows.slice(0, 2), '咸安-赤壁线,3,114.'].join('\n'));
    expect(torn).toMatchObject({ state: 'refused', problem: expect.stringContaining('最后一行（第4行）不完整') });
    const [first, second, third] = rows as [string, string, string];
    const swapped = await importing([head, first, second.replace(/(\d+\.\d+),(\d+\.\d+)/, '$2,$1'), third].join('\n'));
    expect(swapped).toMatchObject({ state: 'checked', badCount: 1 });
    expect((await city.call('POST', `/api/sheets/imports/${swapped.id}`, { step: 'apply' })).status).toBe(409);
    expect(await borderOf(county)).toEqual(before);

    const wide = (text: string) => text.replace(/[0-9]/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
    const lonLat = (text: string) => text.replace(/,(\d+\.\d+),(\d+\.\d+),/, (_, lon, lat) => `,${wide(lon)},${wide(lat)},`);
    const good = await importing([head, first, lonLat(second), third].join('\n'));
    expect(good).toMatchObject({ state: 'checked', badCount: 0 });
    await city.post(`/api/sheets/imports/${good.id}`, { step: 'apply' });
    await expect.poll(async () => (await city.get(`/api/sheets/imports/${good.id}`)).state).toBe('applied');
    const { course: entered } = await city.get(`/api/boundary-lines/${line}`);
    expect(entered.points).toEqual(points);
    expect(entered).toMatchObject({ surveyed: true });
    const { rows: kept } = await api.owner.query('select content from sheet_import where id = $1', [good.id]);
    expect(entered.source).toContain(kept[0].content);
  });
});

describe('界桩、地名、标志', () => {
  const marker = { no: '12', kind: 'double', material: '花岗岩', division: '421202100001', position: '29.70000,114.20000,5' };

  test('界桩是点，没有巡查过的写明；点开是这条界线；乡镇只看自己管护的；不登录的看不到', async () => {
    await on(county, 'markers', marker);
    await on(county, 'markers', { ...marker, no: '13', division: '421202101000' });
    const view = await mapOf(county);
    expect(view.total.counts.markers).toBe(2);
    expect(view.spots.find(({ layer }) => layer === 'markers')).toMatchObject({
      name: '咸安—赤壁线12号',
      lon: 114.2,
      lat: 29.7,
      tone: 'warn',
      to: `/boundaries/${line}`,
      says: '双面，花岗岩，完好，没有巡查过',
    });
    const town = await mapOf(await api.staff('xiang'), '421202100000');
    expect(town.spots.map(({ name, to }) => [name, to])).toEqual([['咸安—赤壁线12号', '/markers']]);
    const text = await publicPage('place=421202100000');
    expect(text).not.toContain('界桩');
    expect((await api.visitor().call('GET', '/api/map/records?layer=markers')).status).toBe(401);
  });

  test('填了坐标的地名人人看得到，各连到自己那一页；没有坐标的不在图上', async () => {
    const { rows } = await county.get('/api/place-names?text=%E6%A1%82%E8%8A%B1%E8%B7%AF&category=street');
    const id = rows[0].id;
    const { version } = await county.get(`/api/place-names/${id}`);
    const position = '29.83190,114.32480,30';
    await county.post(`/api/place-names/${id}/description`, {
      version,
      syllables: '',
      whereabouts: '',
      origin: '',
      meaning: '',
      position,
    });
    const [spot] = (await mapOf(county)).spots.filter(({ layer }) => layer === 'place-names');
    expect(spot).toMatchObject({ name: '桂花路', lon: 114.3248, lat: 29.8319, to: `/place-names/${id}` });
    expect((await mapOf(county)).total.counts['place-names']).toBe(1);
    expect(await publicPage(`place=${XIANAN}&layer=place-names`)).toContain(`href="/place-names/${id}"`);
  });
});
