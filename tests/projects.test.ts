/** 规划项目 over HTTP: the two printed tables come in as files, disagree by rule and are explained; places and units are confirmed; printed rows stay. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import { annexFile } from '../src/domains/planning-statistics/projects/fixtures.ts';
import type { TableKind } from '../src/domains/planning-statistics/projects/printed.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import type { ImportView } from '../src/kernel/sheet/index.ts';
import { readRows } from '../src/kernel/sheet/server.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

let api: Api;
let city: Browser;
let leader: Browser;
let county: Browser;
let village: Browser;

beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  [city, leader, county, village] = (await Promise.all(['shi', 'shiling', 'xian', 'cun'].map(api.staff))) as [
    Browser,
    Browser,
    Browser,
    Browser,
  ];
});
afterAll(() => api?.stop());

async function atRest(id: string): Promise<ImportView> {
  for (;;) {
    const view = (await city.get(`/api/sheets/imports/${id}`)) as ImportView;
    if (view.state !== 'reading' && view.state !== 'applying') return view;
    await sleep(20);
  }
}
async function check(kind: TableKind, content: Buffer, name = `${kind}.csv`): Promise<ImportView> {
  const sent = await city.sendFile('/api/sheets/imports', ['kind', `project-${kind}`], content, name);
  expect(sent.status, JSON.stringify(sent.body)).toBe(200);
  return atRest(sent.body.id);
}
async function bring(kind: TableKind, content: Buffer): Promise<ImportView> {
  const { id } = await check(kind, content);
  await city.post(`/api/sheets/imports/${id}`, { step: 'apply' });
  return atRest(id);
}
const listed = (query: string, by = city) => by.get(`/api/projects?${query}`);

test('没有导入以前：说清楚要先导入两张表；附件原表下载得到', async () => {
  expect((await city.get('/api/projects/figures')).tables).toEqual([]);
  const refused = await city.call('GET', '/api/projects/reconciliation');
  expect([refused.status, refused.body.error.code]).toEqual([409, 'PROJECT_TABLES_MISSING']);
  const annex = await city.call('GET', '/api/projects/annex/detail');
  expect(String(annex.body)).toContain('咸安区61个村级日间照料中心项目');
});

describe('导入', () => {
  test('有一行不对，整份不收：指出哪一行，下载退回的行，不能只导入其余的', async () => {
    const torn = Buffer.from(annexFile('detail').toString('utf8').replace(',3965,', ',3965亿元,'));
    const view = await check('detail', torn);
    expect(view).toMatchObject({ state: 'checked', entire: true, badCount: 1 });
    expect(view.examples).toEqual([{ no: 5, problem: '金额单位应为万元，请核对' }]);
    const refused = await city.call('POST', `/api/sheets/imports/${view.id}`, { step: 'apply' });
    expect(refused.body.error.code).toBe('IMPORT_ENTIRE');
    expect((await listed('')).sums).toEqual({ rows: 0, units: 0, investmentFen: 0 });
  });

  test('少了一行、行次断开：整份不收', async () => {
    const lines = annexFile('detail').toString('utf8').split('\n');
    const view = await check('detail', Buffer.from(lines.toSpliced(20, 1).join('\n')));
    expect(view.badCount).toBeGreaterThan(0);
    expect(view.examples[0]!.problem).toContain('行次不连续或重复');
  });

  test('两张表各导入一份；同一份再传：文件已导入', async () => {
    expect(await bring('summary', annexFile('summary'))).toMatchObject({ state: 'applied', doneCount: 20 });
    expect(await bring('detail', annexFile('detail'))).toMatchObject({ state: 'applied', doneCount: 351 });
    expect((await bring('detail', annexFile('detail'))).problem).toContain('文件已导入');
    const { sums, rows, next } = await listed('');
    expect(sums).toEqual({ rows: 331, units: 1638, investmentFen: 884_933_660_000 });
    expect([rows.length, next]).toEqual([50, String(rows.at(-1).rowNo)]);
  });

  test('按文字查：输入的百分号和下划线就是它们自己，不是“什么都行”', async () => {
    const found = async (q: string): Promise<number> => (await listed(`q=${encodeURIComponent(q)}`)).sums.rows;
    expect(await found('村级日间照料中心')).toBeGreaterThan(0);
    expect([await found('%'), await found('_'), await found('村级%中心'), await found('\\')]).toEqual([0, 0, 0, 0]);
  });

  test('县里、乡镇不能导入；村里看不到项目库', async () => {
    const sent = await county.sendFile('/api/sheets/imports', ['kind', 'project-detail'], annexFile('detail'), 'x.csv');
    expect(sent.body.error.code).toBe('SHEET_KIND_UNKNOWN');
    expect((await village.call('GET', '/api/projects')).status).toBe(403);
  });

  test('印出的行，应用也改不了、删不了', async () => {
    const { city: code } = api.context;
    const change = api.context.write(systemActor('test', code), (tx) =>
      tx.run(sql`update project_table_row set investment_fen = 0`),
    );
    await expect(change).rejects.toMatchObject({ code: '42501' });
  });
});

describe('对账', () => {
  test('129处对了，29处不一致，逐条有两边的数和差额', async () => {
    const { checked, differences, byRule } = await city.get('/api/projects/reconciliation');
    expect([checked, differences.length]).toEqual([129, 29]);
    expect(byRule.map((r: { rule: string; differing: number }) => [r.rule, r.differing])).toEqual([
      ['R1', 0],
      ['R2', 4],
      ['R3', 2],
      ['R4', 12],
      ['R5', 11],
      ['R6', 0],
    ]);
    expect(differences[0]).toMatchObject({ rule: 'R2', state: 'open', ruleZh: '小类之和与大类小计' });
  });

  test('市里说明原因或登记更正值；县里、领导不能；没有写更正值的不收', async () => {
    const [first, second] = (await city.get('/api/projects/reconciliation')).differences;
    const answer = (by: Browser, key: string, given: object) =>
      by.call('POST', '/api/projects/reconciliation', { key, answer: given, requestId: requestId() });
    expect((await answer(county, first.key, { state: 'explained', reason: '印刷时漏了一项' })).status).toBe(403);
    expect((await answer(leader, first.key, { state: 'explained', reason: '印刷时漏了一项' })).status).toBe(403);
    expect((await answer(city, first.key, { state: 'explained', reason: '漏' })).status).toBe(422);
    expect(
      (await answer(city, second.key, { state: 'corrected', reason: '骨灰堂重复计算' })).body.error.fields[0].path,
    ).toContain('corrected');
    expect((await answer(city, first.key, { state: 'explained', reason: '印刷时漏了一项' })).status).toBe(200);
    expect(
      (await answer(city, second.key, { state: 'corrected', reason: '骨灰堂重复计算', corrected: '179933.77' })).status,
    ).toBe(200);
    expect((await answer(city, 'R9|没有', { state: 'explained', reason: '没有这一处' })).body.error.code).toBe('DIFFERENCE_GONE');
    const { differences } = await city.get('/api/projects/reconciliation');
    expect(
      differences
        .slice(0, 2)
        .map((d: { state: string; answer: { reason: string; corrected: string | null } }) => [
          d.state,
          d.answer.reason,
          d.answer.corrected,
        ]),
    ).toEqual([
      ['explained', '印刷时漏了一项', null],
      ['corrected', '骨灰堂重复计算', '179933.77'],
    ]);
  });
});

describe('地点和个数', () => {
  test('三处“公墓2”提议2个，确认后农村公益性公墓正好342个，这一条不再列出', async () => {
    const { rows } = await listed('open=units');
    expect(rows.map((r: { name: string; unitsProposed: number }) => [r.name, r.unitsProposed])).toEqual([
      ['崇阳县白霓镇公益性公墓2', 2],
      ['崇阳县青山镇公益性公墓2', 2],
      ['崇阳县石城镇公益性公墓2', 2],
    ]);
    for (const row of rows)
      await city.post(`/api/projects/${row.id}/confirmation`, {
        division: row.division,
        units: 2,
        version: row.version,
        requestId: requestId(),
      });
    expect((await listed('open=units')).rows).toEqual([]);
    expect((await listed(`category=${encodeURIComponent('2.农村公益性公墓建设项目')}`)).sums.units).toBe(342);
    const { differences } = await city.get('/api/projects/reconciliation');
    expect(
      differences.some(
        (d: { measure: string; subcategory: string }) => d.measure === 'units' && d.subcategory.includes('农村公益性公墓'),
      ),
    ).toBe(false);
  });

  test('县里只看得到、只确认得了本县的；别县的地点、过时的版本不收', async () => {
    const { rows, sums } = await listed('open=county', county);
    expect(sums.rows).toBeGreaterThan(0);
    expect(rows.every((r: { division: string }) => r.division.startsWith('421202'))).toBe(true);
    const [row] = rows;
    const confirm = (division: string, version = row.version) =>
      county.call('POST', `/api/projects/${row.id}/confirmation`, { division, units: 1, version, requestId: requestId() });
    expect((await confirm('421221100001')).body.error.code).toBe('PROJECT_PLACE_OUTSIDE');
    expect((await confirm('421202003000')).status).toBe(200);
    expect((await confirm('421202003000')).body.error.code).toBe('PROJECT_VERSION');
  });

  test('每个数点开就是它数的那些：各县、各乡镇的行数与清单一致', async () => {
    const { places } = await city.get('/api/projects/figures');
    for (const county of places) {
      for (const place of [county, ...county.townships]) {
        const { sums } = await listed(`division=${place.place}${place.whole ? '' : '&exact=1'}`);
        expect([place.name, sums.rows, sums.units]).toEqual([place.name, place.rows, place.units]);
      }
    }
    expect(places.reduce((n: number, p: { rows: number }) => n + p.rows, 0)).toBe(331);
  });

  test('以后另传一份改过的明细表：原来的保留，人确认过的跟过来；导出的与清单一样多', async () => {
    const changed = Buffer.from(annexFile('detail').toString('utf8').replace(',3965,', ',3966,'));
    expect(await bring('detail', changed)).toMatchObject({ state: 'applied' });
    expect((await listed('open=units')).rows).toEqual([]);
    expect((await listed('')).sums.rows).toBe(331);
    const tables = await api.owner.query(
      'select state, count(*)::int as n from project_table where kind = $1 group by state order by state',
      ['detail'],
    );
    expect(tables.rows).toEqual([
      { state: 'current', n: 1 },
      { state: 'replaced', n: 1 },
    ]);
    const { raw } = await city.call('GET', '/api/projects/export');
    const printed: unknown[] = [];
    for await (const { cells } of readRows(raw, [{ key: 'fen', title: '印出的投资（元）', kind: 'amount' }]))
      printed.push(cells.fen);
    expect(printed).toHaveLength(331);
    expect(printed).toContain(39_660_000);
  });
});
