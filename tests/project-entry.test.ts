/** 入库申报 (PS-09) over HTTP: a project that no printed table has comes into the library by two persons; what is printed, and what is compared with it, stays as it is. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import type { EntriesView, EntryView } from '../src/domains/planning-statistics/entry/content.ts';
import { annexFile } from '../src/domains/planning-statistics/projects/fixtures.ts';
import type { TableKind } from '../src/domains/planning-statistics/projects/printed.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { readRows } from '../src/kernel/sheet/server.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

const ENTRIES = '/api/projects/entries';
const TINGSI = '421202100000';
const PRINTED = 884_933_660_000;
const wan = (n: number): number => Math.round(n * 1_000_000);

let api: Api;
const hands = new Map<string, Browser>();
const by = (login: string): Browser => hands.get(login)!;

async function bring(kind: TableKind): Promise<void> {
  const sent = await by('shi').sendFile('/api/sheets/imports', ['kind', `project-${kind}`], annexFile(kind), `${kind}.csv`);
  const rest = async () => {
    for (;;) {
      const view = await by('shi').get(`/api/sheets/imports/${sent.body.id}`);
      if (view.state !== 'reading' && view.state !== 'applying') return view;
      await sleep(20);
    }
  };
  await rest();
  await by('shi').post(`/api/sheets/imports/${sent.body.id}`, { step: 'apply' });
  expect(await rest()).toMatchObject({ state: 'applied' });
}

beforeAll(async () => {
  api = await startApi({ start: '2026-07-06' });
  for (const login of ['cun', 'xiang', 'xian', 'xianzhang', 'jiayuxian', 'shi', 'shiling', 'shenji'])
    hands.set(login, await api.staff(login));
});
afterAll(() => api?.stop());

const form = (more: object = {}) => ({
  name: '汀泗桥镇互助养老服务点',
  type: '一、养老服务体系建设项目|1.社区居家养老服务设施建设项目',
  division: TINGSI,
  location: '古塘村三组',
  implementer: '汀泗桥镇人民政府',
  investment: wan(86.5),
  units: 1,
  documentNo: '咸安发改审〔2026〕40号',
  reason: '规划印发以后新增的乡村振兴项目',
  requestId: requestId(),
  ...more,
});
const list = (login: string, query = ''): Promise<EntriesView> => by(login).get(`${ENTRIES}${query}`);
const entry = async (id: string, login = 'shi'): Promise<EntryView> => (await list(login)).rows.find((row) => row.id === id)!;
const versionOf = async (id: string): Promise<number> =>
  (
    await api.context.read(systemActor('test', api.context.city), (tx) =>
      tx.one<{ version: number }>(sql`select version from project_entry where id = ${id}`),
    )
  ).version;
const does = async (login: string, id: string, action: string, given: object = {}) =>
  by(login).post(`${ENTRIES}/${id}/${action}`, { ...given, version: await versionOf(id), requestId: requestId() });
const refused = async (login: string, id: string, action: string, given: object = {}) =>
  by(login).refused(`${ENTRIES}/${id}/${action}`, { ...given, version: await versionOf(id), requestId: requestId() });
const actions = (of: { offers: readonly { action: string }[] }): string[] => of.offers.map(({ action }) => action);
const sums = async (query = '') => (await by('shi').get(`/api/projects?${query}`)).sums;

let id = '';
let type = '';

test('还没有导入附件二：没有类型可选，不给报', async () => {
  expect((await list('xiang')).offers).toEqual([]);
  expect((await by('xiang').refused(ENTRIES, form())).code).toBe('ENTRY_NO_TABLE');
  await bring('summary');
  await bring('detail');
  const { offers } = await list('xiang');
  expect(actions({ offers })).toEqual(['enter']);
  type = offers[0]!.fields.find((field) => field.name === 'type')!.choices![0]!.value;
});

describe('填报', () => {
  test('乡镇填一件：进待县核，二十个工作日内办；村里、领导、市里、审计不填', async () => {
    for (const login of ['cun', 'xianzhang', 'shi', 'shiling', 'shenji'])
      expect((await by(login).call('POST', ENTRIES, form({ type }))).status, login).toBe(403);
    ({ id } = await by('xiang').post(ENTRIES, form({ type })));
    // 2026年7月6日以后第二十个工作日
    expect(await entry(id, 'xiang')).toMatchObject({ state: 'county', stateZh: '待县核', dueOn: '2026-08-03', late: false });
    expect(actions(await entry(id, 'xiang'))).toEqual(['withdraw']);
    expect(actions(await entry(id, 'xian'))).toEqual(['check', 'return', 'withdraw']);
    expect(actions(await entry(id, 'shi'))).toEqual([]);
    expect((await list('jiayuxian')).rows).toEqual([]);
  });

  test('投资是零、没有文号、别处的地点、表里没有的类型：指到那一栏', async () => {
    const wrong = async (more: object) => (await by('xiang').refused(ENTRIES, form({ type, ...more }))).fields?.[0]?.path;
    expect(await wrong({ investment: 0 })).toBe('investment');
    expect(await wrong({ documentNo: '' })).toBe('documentNo');
    expect(await wrong({ type: '十、别的|' })).toBe('type');
    expect((await by('xiang').refused(ENTRIES, form({ type, division: '421202000000' }))).code).toBe('PROJECT_PLACE_OUTSIDE');
    expect((await by('xian').refused(ENTRIES, form({ type, division: '421221100000' }))).code).toBe('PROJECT_PLACE_OUTSIDE');
  });

  test('同一件发两次只报一次', async () => {
    const once = form({ type, name: '汀泗桥镇公益性公墓道路硬化' });
    const [first, again] = [await by('xiang').post(ENTRIES, once), await by('xiang').post(ENTRIES, once)];
    expect(again.id).toBe(first.id);
    await does('xiang', first.id, 'withdraw', { reason: '与镇里的道路项目合并申报' });
    expect(await entry(first.id)).toMatchObject({ state: 'withdrawn', dueOn: null, offers: [] });
  });
});

describe('核和审定', () => {
  test('市里不越过县里；县里退回要写原因，乡镇改好再报，期限重新算', async () => {
    expect((await refused('shi', id, 'admit')).code).toBe('ENTRY_STATE');
    expect((await refused('shi', id, 'return', { reason: '县里还没有核过' })).code).toBe('ENTRY_STATE');
    expect((await refused('xian', id, 'return', { reason: '补' })).fields[0]!.path).toBe('reason');
    await does('xian', id, 'return', { reason: '投资与批复的85万元不一致' });
    expect((await entry(id, 'xiang')).state).toBe('returned');
    expect(actions(await entry(id, 'xiang'))).toEqual(['correct', 'withdraw']);
    expect((await refused('jiayuxian', id, 'correct', form({ type }))).code).toBe('NOT_FOUND');
    api.clock.set('2026-07-13T01:00:00.000Z');
    const { requestId: _, ...given } = form({ type, investment: wan(85) });
    await does('xiang', id, 'correct', given);
    expect(await entry(id)).toMatchObject({ state: 'county', investmentFen: wan(85), dueOn: '2026-08-10' });
  });

  test('县里自己改过的，县里不能再核：须由另一人', async () => {
    const other = (await by('xiang').post(ENTRIES, form({ type, name: '汀泗桥镇婚姻登记点' }))).id;
    await does('xian', other, 'return', { reason: '请写全实施单位' });
    const { requestId: _, ...given } = form({ type, name: '汀泗桥镇婚姻登记点', implementer: '咸安区民政局婚姻登记处' });
    await does('xian', other, 'correct', given);
    // 县里改的直接到市里
    expect((await entry(other)).state).toBe('city');
    expect((await refused('xian', other, 'check')).code).toBe('ENTRY_STATE');
    await does('shi', other, 'return', { reason: '婚姻登记点不单独立项' });
    await does('xian', other, 'withdraw', { reason: '按市里的意见撤回' });
  });

  test('县里核过报市，市里审定：入库，排在印出的后面，标明未列入印发表', async () => {
    await does('xian', id, 'check', { note: '与批复一致' });
    expect(actions(await entry(id, 'xian'))).toEqual(['withdraw']);
    const { projectId } = await does('shi', id, 'admit');
    const file = await by('xian').get(`/api/projects/${projectId}`);
    expect(file.project).toMatchObject({
      name: '汀泗桥镇互助养老服务点',
      printed: false,
      stage: 'reserve',
      division: TINGSI,
      investmentFen: wan(85),
      placeStateZh: '已确认',
    });
    expect(file.entry.steps.map((step: { zh: string }) => step.zh)).toEqual([
      '填报',
      '退回',
      '改报',
      '县里核过，报市',
      '审定入库',
    ]);
    expect((await refused('xiang', id, 'withdraw', { reason: '已经入库了' })).code).toBe('ENTRY_STATE');
    expect(await entry(id)).toMatchObject({ state: 'admitted', projectId, offers: [] });
  });

  test('同时审定两件：各排各的位置，都翻得到', async () => {
    const two = [];
    for (const name of ['汀泗桥镇农村公益性公墓北区', '汀泗桥镇农村公益性公墓南区'])
      two.push((await by('xian').post(ENTRIES, form({ type, name }))).id);
    await Promise.all(two.map((one) => does('shi', one, 'admit')));
    const { rows } = await by('shi').get('/api/projects?entered=1');
    expect(new Set(rows.map((row: { rowNo: number }) => row.rowNo)).size).toBe(3);
    let after = '0';
    const seen: string[] = [];
    for (;;) {
      const page = await by('shi').get(`/api/projects?after=${after}`);
      seen.push(...page.rows.map((row: { name: string }) => row.name));
      if (page.next === null) break;
      after = page.next;
    }
    expect(seen).toHaveLength(334);
    expect(seen.at(-3)).toBe('汀泗桥镇互助养老服务点');
  });
});

describe('印出的不变', () => {
  test('对账还是129处、29处不一致；印出的331行、投资合计一分不差', async () => {
    const { checked, differences } = await by('shi').get('/api/projects/reconciliation');
    expect([checked, differences.length]).toEqual([129, 29]);
    expect(await sums()).toEqual({ rows: 334, units: 1641, investmentFen: PRINTED + wan(85 + 86.5 * 2) });
    expect(await sums('entered=1')).toEqual({ rows: 3, units: 3, investmentFen: wan(85 + 86.5 * 2) });
    expect((await by('shi').get('/api/projects/figures')).open.entered).toBe(3);
  });

  test('公开的页面：计划投资是印出的；“完成投资”只对印出的算', async () => {
    const page = await by('cun').call('GET', '/projects');
    expect(String(page.body)).toContain('计划投资884,933.66万元');
    const { indicators } = await by('shi').get('/api/indicators?board=projects&month=2026-07');
    const den = (key: string) => indicators.find((i: { key: string }) => i.key === key).total.den;
    expect([den('projects-invested'), den('projects-started-units')]).toEqual([PRINTED, 1641]);
    const { raw } = await by('shi').call('GET', '/api/projects/export');
    const marks: [unknown, unknown][] = [];
    for await (const { cells } of readRows(raw, [
      { key: 'printed', title: '印发', kind: 'text' },
      { key: 'fen', title: '印出的投资（元）', kind: 'amount' },
    ]))
      marks.push([cells.printed ?? '', cells.fen ?? null]);
    expect(marks).toHaveLength(334);
    expect(marks.slice(-3)).toEqual(Array.from({ length: 3 }, () => ['未列入印发表', null]));
    expect(marks.slice(0, -3).reduce((sum, [, fen]) => sum + Number(fen), 0)).toBe(PRINTED / 100);
  });

  test('另传一份明细表以后，申报的还在库里，不算“现行表里没有”', async () => {
    const changed = Buffer.from(annexFile('detail').toString('utf8').replace(',3965,', ',3966,'));
    const sent = await by('shi').sendFile('/api/sheets/imports', ['kind', 'project-detail'], changed, 'detail.csv');
    await sleep(500);
    await by('shi').post(`/api/sheets/imports/${sent.body.id}`, { step: 'apply' });
    await expect
      .poll(async () => (await by('shi').get(`/api/sheets/imports/${sent.body.id}`)).state, { timeout: 20_000 })
      .toBe('applied');
    expect((await sums('entered=1')).rows).toBe(3);
    expect((await by('shi').get('/api/projects/figures')).open).toMatchObject({ entered: 3, dropped: 0 });
  });
});

describe('入库以后与印出的一样推进', () => {
  test('资金计划、月报、阶段；按地区、按阶段和资金都数得到它', async () => {
    const [row] = (await by('xian').get(`/api/projects?entered=1&q=${encodeURIComponent('互助养老服务点')}`)).rows;
    const { version } = (await by('xian').get(`/api/projects/${row.id}`)).project;
    await by('xian').post(`/api/projects/${row.id}/funding`, {
      money: [{ source: 'county', planned: wan(85) }],
      reason: '区级财政安排',
      version,
      requestId: requestId(),
    });
    await by('xiang').post(`/api/projects/${row.id}/reports`, {
      month: '2026-07',
      stage: 'approved',
      stageOn: '2026-07-10',
      invested: 0,
      money: [{ source: 'county', arrived: wan(20), paid: 0 }],
      done: '取得立项批复。',
      requestId: requestId(),
    });
    const { reports } = await by('xian').get(`/api/projects/${row.id}`);
    await by('xian').post(`/api/projects/${row.id}/reports/${reports[0].id}/check`, {
      decision: 'count',
      requestId: requestId(),
    });
    const { stages, places } = await by('shi').get('/api/projects/figures');
    expect(stages.find((s: { stage: string }) => s.stage === 'approved').rows).toBe(1);
    expect(places.reduce((n: number, p: { rows: number }) => n + p.rows, 0)).toBe(334);
    const { sources } = await by('shi').get('/api/projects/money');
    expect(sources).toMatchObject([{ source: 'county', plannedFen: wan(85), arrivedFen: wan(20) }]);
    const { rows: onMap } = await by('shi').get(`/api/map/records?layer=projects&division=${TINGSI}`);
    expect(onMap).toContainEqual(
      expect.objectContaining({ name: '汀泗桥镇互助养老服务点', says: expect.stringContaining('未列入印发表，投资85.00万元') }),
    );
    expect(String((await by('cun').call('GET', '/projects')).body)).toContain('未列入印发表');
  });

  test('库里已有同名的：审定以前看得见，入库以后两条都标疑似重复', async () => {
    const [printed] = (await by('xian').get('/api/projects?')).rows;
    const same = form({ name: printed.name, type: `${printed.category}|${printed.subcategory}` });
    const { id: twin } = await by('xian').post(ENTRIES, same);
    expect((await entry(twin)).namesakes).toMatchObject([{ id: printed.id, says: expect.stringContaining('印发的表里有') }]);
    const { projectId } = await does('shi', twin, 'admit');
    const { rows } = await by('shi').get('/api/projects?alarm=duplicate');
    expect(rows.map((row: { id: string }) => row.id)).toEqual(expect.arrayContaining([printed.id, projectId]));
  });

  test('超过期限没有办：只提醒一次', async () => {
    const late = (await by('xian').post(ENTRIES, form({ type, name: '汀泗桥镇养老助餐点' }))).id;
    api.clock.set('2026-08-20T01:00:00.000Z');
    await api.run();
    await api.moveTo('2026-08-22');
    expect(await entry(late)).toMatchObject({ late: true });
    const { rows } = await api.owner.query(`select count(*)::int as n from message where template = 'project-entry.overdue'`);
    expect(rows[0].n).toBe(1);
    expect(api.errors).toEqual([]);
  });
});
