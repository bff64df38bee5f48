/** 项目总览 over HTTP, on the library of the demonstration: indicators that open, dates, money by source and stage, years, the spreadsheet. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { playProjects } from '../src/domains/planning-statistics/demonstration/projects.ts';
import { readRows } from '../src/kernel/sheet/server.ts';
import { type Api, type Browser, startApi } from './api.ts';

let api: Api;
let city: Browser;
let county: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  await playProjects({ context: api.context, filesDir: api.filesDir }, path.resolve(import.meta.dirname, '../cities/xianning'));
  await api.run();
  [city, county] = (await Promise.all(['shi', 'jiayuqueren'].map(api.staff))) as [Browser, Browser];
});
afterAll(() => api?.stop());

const wan = (n: number): number => Math.round(n * 1_000_000);

describe('项目指标', () => {
  const figures = async (query: string, by = city) => {
    const { indicators } = await by.get(`/api/indicators?board=projects&${query}`);
    return Object.fromEntries(
      indicators.map((i: { key: string; total: { num: number; den: number } }) => [i.key, [i.total.num, i.total.den]]),
    );
  };

  test('开工、竣工、投用的个数和投资，完成投资：都除以项目库', async () => {
    expect(await figures('month=2026-09')).toEqual({
      'projects-started-units': [5, 1638],
      'projects-started-money': [wan(7814.14), wan(884_933.66)],
      'projects-completed-units': [2, 1638],
      'projects-completed-money': [wan(500), wan(884_933.66)],
      'projects-in-use-units': [2, 1638],
      'projects-in-use-money': [wan(500), wan(884_933.66)],
      'projects-invested': [wan(2751), wan(884_933.66)],
    });
  });

  test('看6月的：按当时的阶段和当时的月报；5月进库时已经开工的也算', async () => {
    const june = await figures('month=2026-06');
    expect([june['projects-started-units']?.[0], june['projects-invested']?.[0]]).toEqual([4, wan(1641)]);
    const may = await figures('month=2026-05');
    expect(may['projects-in-use-units']?.[0]).toBe(0);
  });

  test('点开就是它数的那些项目；县里数的是本县的', async () => {
    const { rows, indicator } = await city.get('/api/indicators/projects-started-units?month=2026-09');
    expect(indicator.total.den).toBe(1638);
    // 数进去的排在前面
    expect(rows.slice(0, 5).map((row: { num: number; link: string }) => [row.num, row.link])).toEqual([
      [1, 'project'],
      [2, 'project'],
      [1, 'project'],
      [1, 'project'],
      [0, 'project'],
    ]);
    let [num, cursor] = [0, ''];
    for (;;) {
      const page = await city.get(`/api/indicators/projects-started-units?month=2026-09${cursor && `&cursor=${cursor}`}`);
      num += page.rows.reduce((sum: number, row: { num: number }) => sum + row.num, 0);
      if (!page.next) break;
      cursor = page.next;
    }
    expect(num).toBe(5);
    expect((await figures('month=2026-09', county))['projects-started-units']).toEqual([
      0,
      (await county.get('/api/projects')).sums.units,
    ]);
  });
});

test('进度图：计划和实际两条；计划竣工已过还没有竣工的、计划开工已过还没有开工的，标为拖期', async () => {
  const { rows } = await city.get('/api/projects/gantt');
  const dates = rows.map(
    (r: { name: string; plannedStartOn: string; startedOn: string | null; completedOn: string | null; late: boolean }) => [
      r.name.slice(0, 9),
      r.plannedStartOn,
      r.startedOn,
      r.completedOn,
      r.late,
    ],
  );
  expect(dates).toEqual([
    ['咸安区汀泗桥镇农村', '2026-06-01', '2026-06-08', null, false],
    ['咸安区汀泗桥镇2个', '2025-10-08', '2026-05-28', '2026-05-28', false],
    ['咸安区社会福利院养', '2026-07-01', null, null, true],
    ['咸宁市儿童福利院、', '2026-05-10', '2026-08-06', null, false],
    ['咸安区殡仪馆改扩建', '2025-09-01', '2026-03-10', null, true],
    ['咸安区城市公益性公', '2026-11-01', null, null, false],
    ['咸宁市智慧社区信息', '2026-09-15', null, null, false],
  ]);
  expect((await county.get('/api/projects/gantt')).rows).toEqual([]);
});

test('资金按来源和阶段：每个来源的计划、到账、支付等于它各阶段之和；数点开就是那些项目', async () => {
  const { sources, stages } = await city.get('/api/projects/money');
  const central = sources.find((s: { source: string }) => s.source === 'central');
  expect(central).toMatchObject({ rows: 2, plannedFen: wan(4200), arrivedFen: wan(2700), paidFen: wan(1900) });
  for (const source of sources) {
    const sum = (part: 'plannedFen' | 'paidFen') =>
      source.byStage.reduce((total: number, cell: Record<string, number>) => total + cell[part]!, 0);
    expect([source.zh, sum('plannedFen'), sum('paidFen')]).toEqual([source.zh, source.plannedFen, source.paidFen]);
    expect((await city.get(`/api/projects?source=${source.source}`)).sums.rows).toBe(source.rows);
  }
  for (const { stage, rows } of stages) expect((await city.get(`/api/projects?stage=${stage}`)).sums.rows).toBe(rows);
  expect(stages.reduce((sum: number, s: { rows: number }) => sum + s.rows, 0)).toBe(331);
});

test('年度计划：2026年计划开工5个、计划竣工3个，实际开工4个、竣工1个，当年完成2751万元；数点开就是那些项目', async () => {
  const { rows } = await city.get('/api/projects/years');
  expect(rows.map((r: { year: number; toStart: number; toFinish: number }) => [r.year, r.toStart, r.toFinish])).toEqual([
    [2025, 2, 0],
    [2026, 5, 3],
    [2027, 0, 3],
    [2028, 0, 1],
  ]);
  expect(rows[1]).toEqual({
    year: 2026,
    toStart: 5,
    toStartFen: wan(15_137.97),
    started: 4,
    toFinish: 3,
    toFinishFen: wan(2814.14),
    finished: 1,
    doneFen: wan(2751),
  });
  expect((await city.get('/api/projects?starts=2026')).sums.rows).toBe(5);
  expect((await city.get('/api/projects?finishes=2026')).sums.rows).toBe(3);
});

test('照片：最近计入的月报的现场照片，新的在前；待核的还没有', async () => {
  const { rows } = await city.get('/api/projects/photos');
  expect(
    rows.map((r: { name: string; month: string; stageZh: string }) => `${r.name.slice(0, 9)} ${r.month} ${r.stageZh}`),
  ).toEqual(['咸安区汀泗桥镇农村 2026-07 主体', '咸安区汀泗桥镇农村 2026-06 开工', '咸安区汀泗桥镇2个 2026-06 投用']);
  expect((await city.call('GET', `/api/files/${rows[0].id}`)).status).toBe(200);
  expect((await county.get('/api/projects/photos')).rows).toEqual([]);
});

test('地图：筛选以后各县的行数和清单一致', async () => {
  const { places } = await city.get('/api/projects/places?stage=structure');
  expect(places.map((p: { name: string; rows: number }) => [p.name, p.rows])).toEqual([['咸安区', 2]]);
});

test('人人可看的页面：已经启动的项目和阶段，暂停的写明；没有问题、到账支付和待核的月报', async () => {
  const page = String((await api.visitor().call('GET', '/projects')).body);
  expect(page).toContain('安排咸宁市的重大项目，计划投资');
  expect(page).toContain('咸安区汀泗桥镇农村福利院改扩建项目');
  expect(page).toMatch(/咸安区救助管理站升级改造项目<\/b>　<span class="tag">立项<\/span>　<span class="tag">暂停/);
  for (const hidden of ['连续降雨', '资金已拨到代建单位', '主体封顶', '马桥镇农村福利院']) expect(page).not.toContain(hidden);
  const jiayu = String((await api.visitor().call('GET', '/projects?county=421221000000')).body);
  expect(jiayu).toContain('还没有启动的项目');
});

test('导出：筛出来的每个项目一行，印出的、现在的投资和资金各有一列', async () => {
  const { raw, headers } = await city.call('GET', '/api/projects/export?stage=structure');
  expect(String(headers['content-type'])).toContain('spreadsheet');
  const columns = ['name', 'stage', 'workingFen', 'paidFen', 'alarms'].map((key, i) => ({
    key,
    title: ['名称', '阶段', '现在的投资（元）', '累计支付（元）', '提醒'][i]!,
    kind: 'text' as const,
  }));
  const rows: unknown[] = [];
  for await (const { cells } of readRows(raw, columns))
    rows.push(Object.values(cells).map((cell) => (cell === undefined ? '' : cell)));
  expect(rows).toEqual([
    ['咸安区汀泗桥镇农村福利院改扩建项目', '主体', 4_900_000, 2_200_000, ''],
    ['咸安区殡仪馆改扩建工程(一期)', '主体', 18_241_400, 9_000_000, '月报逾期、长期未更新'],
  ]);
});
