/** 驾驶舱 over HTTP: every figure is the count of the list that it opens; of a year that is over only what is known of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cockpit, Figure, Opens } from '../src/domains/planning-statistics/cockpit/content.ts';
import { annexFile } from '../src/domains/planning-statistics/projects/fixtures.ts';
import type { TableKind } from '../src/domains/planning-statistics/projects/printed.ts';
import { lives, monthly, story, yuan } from '../src/domains/social-assistance/demonstration/story.ts';
import { type Api, type Browser, carry, requestId, startApi } from './api.ts';
import { payMonth } from './months.ts';

let api: Api;
let city: Browser;
let county: Browser;
const XIANAN = '421202000000';
const alone = (key: string, name: string, address: string) =>
  story({
    key,
    title: name,
    place: '汀泗桥社区',
    urbanRural: 'urban',
    address,
    people: [{ name, sex: '女', birth: '1964-05-05', lives: lives.退休 }],
    incomes: [monthly('self', 'employee-pension', 200)],
    expect: { outcome: 'eligible', amountFen: yuan(600) },
  });
const stories = [alone('cockpit-1', '甲在', '1号'), alone('cockpit-2', '乙在', '2号'), alone('cockpit-3', '丙超', '3号')];
const paid = alone('cockpit-4', '丁领', '4号');

async function bring(kind: TableKind): Promise<void> {
  const { body } = await city.sendFile('/api/sheets/imports', ['kind', `project-${kind}`], annexFile(kind), `${kind}.csv`);
  const atRest = async (): Promise<void> => {
    while (['reading', 'applying'].includes((await city.get(`/api/sheets/imports/${body.id}`)).state)) await sleep(20);
  };
  await atRest();
  await city.post(`/api/sheets/imports/${body.id}`, { step: 'apply' });
  await atRest();
}

beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  await api.register(...stories, paid);
  [city, county] = (await Promise.all(['shi', 'xian'].map(api.staff))) as [Browser, Browser];
  await carry(api, paid, 'decided');
  for (const [month, on] of [
    ['2026-11', '2026-10-21'],
    ['2026-12', '2026-11-23'],
    ['2027-01', '2026-12-21'],
  ] as const) {
    await api.jumpTo(on);
    await payMonth(api, month);
  }
  await api.jumpTo('2027-03-02');
  await bring('summary');
  await bring('detail');
  for (const one of stories) await carry(api, one, 'accepted');
  await (await api.staff('cun')).post('/api/clues', {
    division: '421202100001',
    name: '戊难',
    matter: 'no-income',
    text: '家里断了收入，老人没有人管，请去看看。',
    urgent: true,
    requestId: requestId(),
  });
  await api.jumpTo('2027-05-20');
});
afterAll(() => api?.stop());

type Row = Record<string, never> & { num?: number; amountFen?: number; sumFen?: number; investmentFen?: number };
/** Every row of a list, page after page. */
async function listed(by: Browser, url: string, cursorName = 'cursor'): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor = ''; ; ) {
    const page = await by.get(`${url}${cursor ? `&${cursorName}=${encodeURIComponent(cursor)}` : ''}`);
    rows.push(...page.rows);
    if (!page.next) return rows;
    cursor = page.next;
  }
}
const sum = (rows: readonly Row[], key: keyof Row): number => rows.reduce((total, row) => total + Number(row[key] ?? 0), 0);

/** What stands on the page that a figure opens, read as that page reads it. */
async function behind(by: Browser, { to, search }: Opens, of: Figure['of']): Promise<number> {
  const query = new URLSearchParams(search as Record<string, string>).toString();
  if (to === '/cases') return (await listed(by, `/api/cases?${query}`)).length;
  if (to === '/clues') return (await listed(by, `/api/clues?${query}`)).length;
  if (to === '/projects') {
    const narrowed = new URLSearchParams(search as Record<string, string>);
    narrowed.delete('view');
    const rows = await listed(by, `/api/projects?${narrowed}`, 'after');
    return of === 'fen' ? sum(rows, 'investmentFen') : rows.length;
  }
  if (to === '/cockpit') return ((await by.get(`/api/cockpit?${query}`)) as Cockpit).months.reduce((all, m) => all + m.sumFen, 0);
  if (to === '/figures')
    return (await by.get(`/api/figures?${query}`)).rows.reduce((all: number, row: Row) => all + row.sumFen!, 0);
  if (to === '/figures/lines') {
    const { name: _, ...rest } = search;
    return sum(await listed(by, `/api/figures/lines?${new URLSearchParams(rest)}`), 'amountFen');
  }
  if (to === '/statistics')
    return (await by.get('/api/statistics')).periods.reduce(
      (all: number, p: { below: { late: number } }) => all + p.below.late,
      0,
    );
  if (to.startsWith('/indicators/')) return sum(await listed(by, `/api${to}?${query}`), 'num');
  throw new Error(`nobody has said what ${to} lists`);
}

async function agrees(by: Browser, where: string, figures: readonly Figure[]): Promise<void> {
  for (const { key, count, of, opens } of figures)
    if (opens) expect([where, key, await behind(by, opens, of)]).toEqual([where, key, count]);
}

/** The whole cockpit: its large figures, its warnings, every place, every month. */
async function allAgree(by: Browser, query: string): Promise<Cockpit> {
  const view: Cockpit = await by.get(`/api/cockpit?${query}`);
  await agrees(by, `${query} figures`, view.figures);
  await agrees(by, `${query} warnings`, view.warnings);
  for (const place of view.places)
    await agrees(
      by,
      `${query} ${place.name}`,
      place.figures.filter(({ count }) => count > 0),
    );
  for (const { month, sumFen, opens } of view.months) expect([month, await behind(by, opens, 'fen')]).toEqual([month, sumFen]);
  return view;
}
const countOf = (view: Cockpit, key: string): number | undefined => view.figures.find((f) => f.key === key)?.count;

describe('每一个数都和点开的一样多', () => {
  test('全市', async () => {
    const view = await allAgree(city, '');
    expect(view.name).toBe('咸宁市');
    expect(countOf(view, 'open')).toBeGreaterThanOrEqual(3);
    expect(countOf(view, 'overdue')).toBeGreaterThan(0);
    expect(countOf(view, 'clues')).toBeGreaterThan(0);
    expect(countOf(view, 'projects')).toBe(331);
    expect(countOf(view, 'paid')).toBeGreaterThan(0);
    expect(view.warnings.map(({ key }) => key)).toEqual(expect.arrayContaining(['overdue', 'project-never']));
    // 县和没有再往下分的加起来，就是全市的
    for (const [i, { key }] of view.places[0]!.figures.entries())
      if (countOf(view, key) !== undefined)
        expect([key, view.places.reduce((all, { figures }) => all + figures[i]!.count, 0)]).toEqual([key, countOf(view, key)]);
  });

  test('市里看一个县：线索、项目提醒也只数这个县的', async () => {
    const view = await allAgree(city, `division=${XIANAN}`);
    expect([view.name, view.level]).toEqual(['咸安区', 'county']);
    const other: Cockpit = await city.get('/api/cockpit?division=421221000000');
    expect(countOf(other, 'clues')).toBe(0);
    expect(countOf(view, 'clues')).toBeGreaterThan(0);
  });

  test('过去的一年：发放按月的明细，项目按年底报的阶段；没有留存的照实说', async () => {
    const view = await allAgree(city, 'year=2026');
    expect(view.past).toBe(true);
    expect(countOf(view, 'paid')).toBeGreaterThan(0);
    expect(countOf(view, 'open')).toBeUndefined();
    expect(view.untold.join()).toContain('没有留存');
    const missing = (await city.get('/api/cockpit?year=2022')) as Cockpit;
    expect(missing.months).toEqual([]);
    expect(missing.plan?.indicators.every((row) => row.value === null && row.note?.includes('没有留存'))).toBe(true);
    expect(missing.statistics).toEqual([]);
  });

  test('县里看自己的', async () => {
    await allAgree(county, '');
    await allAgree(county, 'year=2026');
  });
});

test('约束性指标十二项：平台每月留存自己数的，走势一个月一个点，过了的月份改不了；没有接上来源的照实说', async () => {
  const { plan, years }: Cockpit = await city.get('/api/cockpit');
  expect(years).toEqual([2021, 2022, 2023, 2024, 2025, 2026, 2027]);
  expect(plan?.indicators).toHaveLength(12);
  expect(plan?.indicators.every((row) => row.value !== null || row.note !== null)).toBe(true);
  const counted = plan!.indicators.find(({ id }) => id === 'IND14-01')!;
  expect(counted.trend.map(({ at, kind }) => [at, kind])).toEqual(
    expect.arrayContaining([
      ['2026-12', 'kept'],
      ['2027-05', 'now'],
    ]),
  );
  const before: Cockpit = await city.get('/api/cockpit?year=2026');
  expect(before.plan!.indicators.find(({ id }) => id === 'IND14-01')).toMatchObject({
    value: expect.stringMatching(/^\d+\.\d%（\d+／6）$/),
    source: '平台当时留存的（2026-12）',
  });
  await expect(
    api.owner.query("update plan_count set num = num + 1, counted_on = '2027-05-20' where month = '2026-12'"),
  ).rejects.toThrow('never counted again');
  // 县里看的是本县的留存，看不到全市的那一行
  const own: Cockpit = await county.get('/api/cockpit?year=2026');
  expect(own.plan!.indicators.find(({ id }) => id === 'IND14-01')?.value).toMatch(/／1）$/);
});

test('县里只看本县；看别的县、看村、看明年：没有找到；开不了这些清单的人不给看驾驶舱', async () => {
  const own: Cockpit = await county.get('/api/cockpit');
  expect([own.name, own.places.filter(({ exact }) => !exact).length]).toEqual(['咸安区', 17]);
  for (const query of ['division=421221000000', 'division=421200000000', 'division=421202100001', 'year=2028', 'year=2020'])
    expect((await county.call('GET', `/api/cockpit?${query}`)).status, query).toBe(404);
  for (const login of ['xiang', 'queren', 'shenji'])
    expect((await (await api.staff(login)).call('GET', '/api/cockpit')).status, login).toBe(403);
});
