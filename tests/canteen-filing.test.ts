/** 老年食堂 filed by its operator (EL-31): in its own workbench, onto the county's register, decided in twenty working days; each turn told, the plaque printed; one filing for one canteen. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OwnFilings } from '../src/domains/elderly-care/meals/own-filing-terms.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { VILLAGE } from './elders.ts';

let api: Api;
let village: Browser;
let county: Browser;
let leader: Browser;
const NAME = '永安社区老年食堂';
const siteOf = (name: string, division = VILLAGE) => ({
  kind: 'canteen',
  name,
  functions: ['meals'],
  division,
  reach: 'place',
  address: '花坛巷3号',
  owner: '永安社区居民委员会',
  operator: '永安社区居民委员会',
  contact: '石桂花',
  telephone: '0999-0000001',
  hours: '每天10:30—13:00',
  areaM2: 180,
  dayPlaces: 0,
  fullBeds: 0,
  seats: 40,
  stage: 'operating',
  since: '2026-01-06',
  requestId: requestId(),
});

beforeAll(async () => {
  api = await startApi({ start: '2026-11-12' });
  [village, county, leader] = [await api.staff('cun'), await api.staff('xian'), await api.staff('xianzhang')];
});
afterAll(() => api?.stop());

const mine = (): Promise<OwnFilings> => village.get('/api/canteen-filings');
const licence = { operator: '永安社区居民委员会', licenceNo: 'JY24212020000001', licenceTo: '2027-06-30', manager: '石桂花' };
let id = '';
let version = 1;
const step = async (by: Browser, action: string, input: object) => {
  const done = await by.post(`/api/registers/canteen-filing/${id}/steps`, { action, version, files: [], ...input });
  version++;
  return done.state;
};

test('还没有登记设施的报不了；登记了的在自己的页面上申报，20个工作日；许可证过期的不收；一处只有一件', async () => {
  expect(await mine()).toEqual({ rows: [], offers: [] });
  const { id: siteId } = await county.post('/api/care-sites', siteOf(NAME));
  const { id: other } = await county.post('/api/care-sites', siteOf('别村的食堂', '421202100004'));
  const [offer] = (await mine()).offers;
  expect(offer!.fields!.find(({ name }) => name === 'siteId')!.choices).toEqual([{ value: siteId, label: NAME }]);
  const file = (more = {}) =>
    village.call('POST', '/api/canteen-filings', { ...licence, siteId, requestId: requestId(), ...more });
  expect((await file({ siteId: other })).body.error.fields).toEqual([{ path: 'siteId', message: '请从名单里选' }]);
  expect((await file({ licenceTo: '2026-11-11' })).body.error.fields).toMatchObject([{ path: 'licenceTo' }]);
  const both = await Promise.all([file(), file()]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  id = both.find(({ status }) => status === 200)!.body.id;
  expect(await mine()).toMatchObject({
    rows: [{ title: NAME, zh: '已申报，待现场核验', dueOn: '2026-12-10', plaque: false }],
    offers: [],
  });
});

test('县里现场核验、备案挂牌，每一步经营者看得到、收到消息；备案牌自己下载，二维码查得到', async () => {
  expect((await county.get('/api/registers/canteen-filing')).rows).toMatchObject([{ title: NAME }]);
  expect(await step(county, 'inspect', { on: '2026-11-12', found: '后厨、消毒柜、留样柜都有' })).toBe('inspected');
  expect(await step(leader, 'file', { documentNo: '咸安助餐备〔2026〕7号' })).toBe('filed');
  await api.run();
  const [row] = (await mine()).rows;
  expect(row).toMatchObject({ zh: '已备案挂牌', documentNo: '咸安助餐备〔2026〕7号', plaque: true, dueOn: null });
  expect(row!.course.map(({ says }) => says)).toEqual(['已申报，待现场核验', '核验通过，待备案', '已备案挂牌']);
  const { rows: told } = await api.owner.query(`select count(*)::int as n from message where title = '老年食堂备案'`);
  expect(told[0].n).toBe(2);
  const plaque = await village.call('GET', `/api/canteen-filings/${id}/plaque`);
  expect([plaque.status, plaque.raw.subarray(0, 4).toString()]).toEqual([200, '%PDF']);
  const { rows } = await api.owner.query(`select id, title from issued_document where kind = 'canteen-plaque'`);
  expect(rows).toMatchObject([{ title: '老年食堂（助餐点）备案牌' }]);
});

test('没有通过的写明理由，可以重新申报；纸质的由县里登记，报的人也看得到', async () => {
  const { id: second } = await county.post('/api/care-sites', siteOf('花坛社区助餐点'));
  const paper = { ...licence, site: '花坛社区助餐点', files: [], requestId: requestId() };
  ({ id } = await county.post('/api/registers/canteen-filing', paper));
  version = 1;
  expect((await mine()).rows.map(({ title }) => title)).toContain('花坛社区助餐点');
  expect((await county.refused('/api/registers/canteen-filing', { ...paper, requestId: requestId() })).code).toBe(
    'REGISTER_TWICE',
  );
  expect(await step(leader, 'refuse', { reason: '没有留样柜' })).toBe('refused');
  expect((await mine()).rows.find(({ title }) => title === '花坛社区助餐点')!.course.at(-1)!.says).toBe('没有通过：没有留样柜');
  await village.post('/api/canteen-filings', { ...licence, siteId: second, requestId: requestId() });
  expect(api.errors).toEqual([]);
});
