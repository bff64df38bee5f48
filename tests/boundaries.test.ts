/** 界线 over HTTP (divisions.md 4.3, 5.4, 5.7, 8): the round of five years, markers seen on the spot, repair with both sides, a year's score. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plusDays } from '../src/kernel/calendar/index.ts';
import type { PlainDate } from '../src/kernel/schema/index.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

let api: Api;
let city: Browser;
let xianan: Browser;
let jiayu: Browser;
let village: Browser;
let line: string;
let marker: string;

/** A picture of its own each time: the same one twice is no visit. */
let shots = 0;
const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);
const photo = (by: Browser) => by.upload('marker-photo', Buffer.concat([JPEG, Buffer.from([0, shots++])]), `界桩${shots}.jpg`);

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  [city, xianan, jiayu, village] = (await Promise.all(['shi', 'xian', 'jiayuxian', 'cun'].map(api.staff))) as [
    Browser,
    Browser,
    Browser,
    Browser,
  ];
  line = (await city.get('/api/boundary-lines')).rows.find((row: { name: string }) => row.name === '咸安—嘉鱼线').id;
});
afterAll(() => api?.stop());

const view = (by: Browser = city) => by.get(`/api/boundary-lines/${line}`);
const send = async (by: Browser, url: string, input: Record<string, unknown>) => by.call('POST', url, input);
const onLine = async (by: Browser, what: string, input: Record<string, unknown>) =>
  send(by, `/api/boundary-lines/${line}/${what}`, { version: (await view()).version, ...input });
const jumpTo = async (day: PlainDate) => {
  await api.jumpTo(day);
  expect(api.errors).toEqual([]);
};

describe('联合检查', () => {
  test('城市资料里有县与县之间的八条线；两侧都看得到，别的县看不到', async () => {
    expect((await city.get('/api/boundary-lines')).rows).toHaveLength(8);
    const names = async (by: Browser) => (await by.get('/api/boundary-lines')).rows.map((row: { name: string }) => row.name);
    expect(await names(jiayu)).toEqual(['咸安—嘉鱼线', '嘉鱼—赤壁线']);
    expect(await names(xianan)).toHaveLength(4);
    const other = (await city.get('/api/boundary-lines')).rows.find((row: { name: string }) => row.name === '崇阳—赤壁线').id;
    expect((await jiayu.call('GET', `/api/boundary-lines/${other}`)).status).toBe(404);
  });

  test('补录上一轮2021年10月28日完成：2026年底到期；一年前、半年前、三个月前各提醒两侧一次', async () => {
    expect(
      (await onLine(city, 'basics', { length: '81.5', agreementNo: '鄂民界〔2002〕7号', lastFinishedOn: '2021-10-28' })).status,
    ).toBe(200);
    expect(await view()).toMatchObject({ dueOn: '2026-12-31', overdue: false, warned: 1, length: '81.5' });
    const told = async (by: Browser) =>
      (await by.get('/api/messages')).items.filter((m: { title: string }) => m.title === '界线联合检查到期提醒').length;
    await jumpTo('2026-03-03');
    await jumpTo('2026-03-04');
    expect([await told(xianan), await told(jiayu)]).toEqual([1, 1]);
    await jumpTo('2026-06-30');
    await jumpTo('2026-09-30');
    expect([await told(xianan), await told(jiayu)]).toEqual([3, 3]);
    expect((await xianan.get('/api/messages')).items[0].body).toContain(
      '咸安—嘉鱼线本轮联合检查应于2026年12月31日前完成，还有3个月',
    );
  });

  test('安排、报进度：计划81.5公里，完成60.2公里是73.9%；没有做完不能备案；备案后下一轮2031年底到期', async () => {
    expect(
      (await onLine(xianan, 'inspections', { lead: '421223000000', planned: '81.5', plannedOn: '2026-10-08' })).body.error.fields,
    ).toEqual([{ path: 'lead', message: '牵头方须是界线两侧之一' }]);
    expect(
      (await onLine(xianan, 'inspections', { lead: '421202000000', planned: '90', plannedOn: '2026-10-08' })).body.error.fields[0]
        .message,
    ).toBe('不能长于协议长度');
    expect((await onLine(xianan, 'inspections', { lead: '421202000000', planned: '81.5', plannedOn: '2026-10-08' })).status).toBe(
      200,
    );
    expect(
      (await onLine(jiayu, 'inspections', { lead: '421221000000', planned: '81.5', plannedOn: '2026-10-08' })).body.error.code,
    ).toBe('INSPECTION_OPEN');
    const step = async (by: Browser, what: string, input: Record<string, unknown>) => {
      const [{ id, version }] = (await view()).inspections;
      return send(by, `/api/joint-inspections/${id}/${what}`, { version, ...input });
    };
    expect((await step(jiayu, 'progress', { done: '60.2' })).status).toBe(200);
    expect((await view()).progress).toBe(73.9);
    expect((await step(jiayu, 'progress', { done: '50' })).body.error.fields[0].message).toBe('累计数不能比上次少');
    const report = {
      finishedOn: '2026-09-30',
      reportNo: '咸安嘉鱼联检〔2026〕1号',
      leaders: '咸安区人民政府王某、嘉鱼县人民政府李某',
    };
    expect((await step(xianan, 'filing', report)).body.error.message).toBe('还有21.3公里没有检查，不能备案。');
    await step(jiayu, 'progress', { done: '81.5' });
    expect((await step(xianan, 'filing', report)).status).toBe(200);
    expect(await view()).toMatchObject({ dueOn: '2031-12-31', warned: 0, progress: null });
    expect((await step(xianan, 'filing', report)).body.error.code).toBe('INSPECTION_FILED');
    const filed = (await api.owner.query(`select payload from domain_event where type = 'boundary.inspection.filed'`)).rows;
    expect(filed).toHaveLength(1);
  });
});

describe('界桩', () => {
  const AT = '29.80000,114.30000,5';
  const visits = async (by: Browser, input: Record<string, unknown>, what = 'visits') => {
    const { version } = (await view()).markerRows.find((m: { id: string }) => m.id === marker);
    const known = what === 'visits' ? { requestId: requestId() } : { version };
    return send(by, `/api/boundary-markers/${marker}/${what}`, { ...known, ...input });
  };

  test('登记界桩：编号一条线上不重复，管护的在两侧之一', async () => {
    const given = { no: '12', kind: 'double', material: '花岗岩', division: '421202100001', position: AT };
    expect((await onLine(xianan, 'markers', { ...given, division: '421223100001' })).body.error.fields[0].message).toBe(
      '须在界线两侧之一',
    );
    const added = await onLine(xianan, 'markers', given);
    marker = added.body.id;
    expect((await onLine(xianan, 'markers', given)).body.error.fields[0].message).toBe('这条界线上已有这个编号');
    expect((await village.get('/api/boundary-markers')).rows).toMatchObject([
      { no: '12', lineName: '咸安—嘉鱼线', overdue: true },
    ]);
    expect((await view(jiayu)).markerRows).toHaveLength(1);
  });

  test('村里巡查：五十米以外的、用过的照片不行；报损两侧都知道', async () => {
    const shot = await photo(village);
    expect((await visits(village, { state: 'good', photo: shot, position: '29.80100,114.30000,5' })).body.error.message).toBe(
      '位置或时间不符，请现场重新拍摄。',
    );
    expect((await visits(village, { state: 'good', photo: shot, position: AT })).status).toBe(200);
    expect((await village.get('/api/boundary-markers')).rows[0]).toMatchObject({ stateZh: '完好', overdue: false });
    const again = await village.upload('marker-photo', Buffer.concat([JPEG, Buffer.from([0, 0])]), '旧照片.jpg');
    expect((await visits(village, { state: 'damaged', photo: again, position: AT })).body.error.message).toBe(
      '这张照片用过了，请现场重新拍摄。',
    );
    expect(
      (await visits(village, { state: 'damaged', photo: await photo(village), position: AT, note: '被车撞断' })).status,
    ).toBe(200);
    const heard = async (by: Browser) => (await by.get('/api/messages')).items[0];
    expect((await heard(xianan)).body).toContain('12号界桩：损坏');
    expect((await heard(jiayu)).body).toContain('12号界桩：损坏');
    expect((await view()).markers).toEqual({ good: 0, all: 1 });
  });

  test('没有网络时记下的：第二天送到，记的是那一天；重送只记一次；更早的请现场重拍；晚到的不盖过后来看到的', async () => {
    const given = { state: 'good', position: AT, photo: await photo(village), requestId: requestId() };
    const today = api.clock.today();
    const day = (n: number) => plusDays(today, n);
    const late = await visits(village, { ...given, seenOn: day(-2) });
    expect([late.status, late.body.error.fields[0].message]).toEqual([422, '须是今天或者昨天看的']);
    expect((await visits(village, { ...given, seenOn: day(-1) })).status).toBe(200);
    expect((await visits(village, { ...given, seenOn: day(-1) })).status).toBe(200);
    const kept = await api.owner.query(
      'select visited_on::text as on from marker_visit where marker_id = $1 order by visited_on',
      [marker],
    );
    expect(kept.rows.map((row: { on: string }) => row.on)).toEqual([day(-1), today, today]);
    expect((await village.get('/api/boundary-markers')).rows[0]).toMatchObject({ stateZh: '损坏', visitedOn: today });
  });

  test('毗邻方没有到场的不能登记修复；别的县不能替着修', async () => {
    const repair = { photo: await photo(xianan), position: AT };
    expect((await visits(xianan, repair, 'repairs')).body.error.message).toBe('未见毗邻方到场记录，不能登记修复。');
    expect(
      (await visits(jiayu, { photo: await photo(jiayu), position: AT, witness: '咸安区民政局张某' }, 'repairs')).status,
    ).toBe(404);
    expect((await visits(xianan, { ...repair, witness: '嘉鱼县民政局李某' }, 'repairs')).status).toBe(200);
    expect((await view()).markers).toEqual({ good: 1, all: 1 });
  });
});

describe('争议和考核', () => {
  test('一起争议从受理到生效；年度考核按记录算，一年一次', async () => {
    await onLine(xianan, 'disputes', {
      place: '两县交界的山场',
      facts: '双方村民对山场归属说法不一，已劝止采伐。',
      openedOn: '2026-09-01',
    });
    const [dispute] = (await view()).disputes;
    const move = (input: Record<string, unknown>) =>
      send(jiayu, `/api/boundary-disputes/${dispute.id}/steps`, { version: dispute.version, ...input });
    expect((await move({ state: 'settled', closedOn: '2026-09-20' })).status).toBe(422);
    expect((await move({ state: 'settled', closedOn: '2026-09-20', outcome: '双方签订协议，以山脊为界' })).status).toBe(200);
    const assess = () => onLine(city, 'assessments', { year: 2026, agreed: true, files: 8, incident: false });
    expect((await assess()).body).toMatchObject({ hundredths: 2000 + 2500 + 2000 + 1500 + 800, grade: 'passed' });
    expect((await assess()).body.error.message).toBe('2026年度已经考核过。');
    expect((await view(jiayu)).assessments).toMatchObject([{ year: 2026, score: '88.00', gradeZh: '合格' }]);
  });

  test('指标从联检、界桩和考核里数出来，两侧各算一次：咸安四条线里一条88分合格，咸安—嘉鱼线本轮已查完', async () => {
    const figure = (key: string, by: Browser, division: string) =>
      by.get(`/api/indicators/boundary-${key}?month=2026-12&division=${division}`);
    const [own, whole] = ['421202000000', '421200000000'];
    const peaceful = await figure('peaceful', xianan, own);
    expect(peaceful.indicator.total).toMatchObject({ num: 1, den: 4, verdict: 'missed' });
    expect(peaceful.rows).toHaveLength(4);
    expect((await figure('peaceful', city, whole)).indicator.total).toMatchObject({ num: 2, den: 16 });
    expect((await figure('score', jiayu, '421221000000')).indicator.total).toMatchObject({
      num: 8800,
      den: 10000,
      text: '88.0%',
    });
    const inspected = await figure('inspected', xianan, own);
    expect(inspected.indicator.total).toMatchObject({ num: 81_500, den: 81_500, verdict: 'reached' });
    expect(inspected.rows[0]).toMatchObject({ name: '咸安—嘉鱼线', says: '本轮2026-09-30查完，81.5公里' });
    expect((await figure('markers-good', xianan, own)).indicator.total).toMatchObject({ num: 1, den: 1 });
  });

  test('登记乡镇之间的线：两侧同级，不重复；县里不能登记', async () => {
    const given = { division: '421202100000', otherDivision: '421202001000', requestId: requestId() };
    expect((await xianan.call('POST', '/api/boundary-lines', given)).status).toBe(403);
    expect((await city.call('POST', '/api/boundary-lines', given)).status).toBe(200);
    expect((await city.call('POST', '/api/boundary-lines', { ...given, requestId: requestId() })).body.error.message).toBe(
      '这两个单位之间的界线已经登记过。',
    );
    expect(
      (await city.call('POST', '/api/boundary-lines', { ...given, otherDivision: '421202000000', requestId: requestId() }))
        .status,
    ).toBe(422);
  });
});
