/** 乡镇界线 over HTTP: official lines in, checked whole, published from a day on; what the map draws before, after, and when a township has changed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collection, squaresOf } from '../src/domains/divisions/outlines/fixtures.ts';
import type { MapView } from '../src/kernel/map/index.ts';
import type { DivisionCode } from '../src/kernel/schema/index.ts';
import { type Api, type Browser, startApi } from './api.ts';

let api: Api;
let city: Browser;
let county: Browser;
const XIANAN = '421202000000' as DivisionCode;
const URL = '/api/township-outlines';

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  [city, county] = (await Promise.all(['shi', 'xian'].map(api.staff))) as [Browser, Browser];
});
afterAll(() => api?.stop());

const squares = () => squaresOf(api.context.divisions, XIANAN, [114.28042, 29.75017]);
const send = (text: string, system = 'CGCS2000') =>
  city.sendFile(URL, ['system', system], Buffer.from(text), '咸安区乡镇界线.geojson');
const publish = async (id: string, given: object) =>
  city.call('POST', `${URL}/${id}/publication`, { version: 1, source: '2025年乡级界线勘界成果', ...given });
const mapOf = async (by: Browser): Promise<MapView> => by.get(`/api/map?division=${XIANAN}`);
const page = async (): Promise<string> => String((await api.visitor().call('GET', `/map?place=${XIANAN}`)).body);

test('没有导入过：图上写明只有县界；只有市里能导入，要说明坐标系', async () => {
  expect((await mapOf(county)).townships).toBeNull();
  expect(await page()).toContain('没有乡镇的界线：还没有导入勘界成果');
  expect((await county.sendFile(URL, ['system', 'CGCS2000'], Buffer.from('{}'), 'a.geojson')).status).toBe(403);
  expect((await send(collection(squares()), 'WGS72')).body.error.code).toBe('OUTLINE_SYSTEM');
  expect((await county.call('GET', URL)).status).toBe(403);
});

test('有一处不对：列出第几个、哪里不对，整份不能公布', async () => {
  const { body } = await send(collection(squares().slice(1)));
  const view = await city.get(`${URL}/${body.id}`);
  expect(view.problems).toMatchObject([{ no: 0, name: '咸安区' }]);
  expect(view.offers.map(({ action }: { action: string }) => action)).toEqual(['discard']);
  expect((await publish(body.id, { validFrom: '2026-03-02' })).body.error.code).toBe('OUTLINE_PROBLEMS');
  await city.post(`${URL}/${body.id}/discarding`, { version: 1 });
  expect((await publish(body.id, { validFrom: '2026-03-02', version: 2 })).body.error.code).toBe('OUTLINE_STATE');
});

test('公布以后按日期起画：县里的图按乡镇着色，公开的也是，写明依据和是不是审过的；坐标只到大致', async () => {
  const { body } = await send(collection(squares()));
  const view = await city.get(`${URL}/${body.id}`);
  expect(view).toMatchObject({ features: 13, problemCount: 0, stateZh: '等公布' });
  expect(view.content).toMatch(/^[0-9a-f]{64}$/);
  expect((await publish(body.id, { validFrom: '2026-03-04', version: 9 })).body.error.code).toBe('OUTLINE_STATE');
  expect((await publish(body.id, { validFrom: '2026-03-04' })).status).toBe(200);
  expect((await mapOf(county)).townships).toBeNull();
  await api.moveTo('2026-03-04');
  const { townships } = await mapOf(county);
  expect(townships).toMatchObject({ validFrom: '2026-03-04', source: '2025年乡级界线勘界成果', missing: [] });
  expect(townships!.outlines).toHaveLength(13);
  const [lon, lat] = (townships!.outlines[0]!.geometry.coordinates as unknown as number[][][]).flat()[1]!;
  for (const degrees of [lon!, lat!]) expect(degrees).toBe(Math.round(degrees * 1000) / 1000);
  const html = await page();
  expect(html).toContain('乡镇界线：2025年乡级界线勘界成果，2026年3月4日起。示意图，不作为权属依据');
  expect(html).toContain('place=421202100000');
  // 乡镇自己的人也看得到同县的
  expect((await (await api.staff('xiang')).get('/api/map?division=421202100000')).townships.outlines).toHaveLength(13);
  // 外县没有
  expect((await city.get('/api/map?division=421221000000')).townships).toBeNull();
});

test('新的一版从它的那天起换下旧的，旧的留着；同一份文件不公布两次', async () => {
  const again = (await send(collection(squares()))).body.id;
  expect((await publish(again, { validFrom: '2026-03-05' })).body.error.code).toBe('OUTLINE_TWICE');
  const newer = (await send(collection(squaresOf(api.context.divisions, XIANAN, [114.29, 29.76])))).body.id;
  expect((await publish(newer, { validFrom: '2026-03-05', reviewNo: '鄂咸S（2026）1号' })).status).toBe(200);
  await api.moveTo('2026-03-05');
  expect((await mapOf(county)).townships).toMatchObject({ validFrom: '2026-03-05' });
  expect(await page()).toContain('审图号鄂咸S（2026）1号');
  const { rows } = await city.get(URL);
  expect(rows.filter(({ state }: { state: string }) => state === 'published')).toHaveLength(2);
});

test('有乡镇没有界线了（区划变更以后）：不画残缺的图，说明缺谁', async () => {
  await api.owner.query("delete from division_outline where division = '421202100000'");
  const { townships } = await mapOf(county);
  expect(townships!.missing).toEqual(['汀泗桥镇']);
  expect(await page()).toContain('汀泗桥镇的区划变更以后还没有新的界线');
});
