/** 自助分析 over HTTP: what is chosen is what the records say; inside the own rights only; kept, shared, exported. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import type { AnalysisView, SavedView } from '../src/domains/planning-statistics/analysis/content.ts';
import { storyOf } from '../src/domains/social-assistance/demonstration/index.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { newId } from '../src/kernel/context/server.ts';
import { readRows } from '../src/kernel/sheet/server.ts';
import { type Api, type Browser, carry, requestId, startApi } from './api.ts';

const XIANAN = '421202000000';
const TINGSI = '421202100000';
const WENQUAN = '421202001000';
const JIAYU = '421221000000';
const DUPU = '421221103000';
const CITY = '421200000000';

let api: Api;
const hands = new Map<string, Browser>();
const by = (login: string): Browser => hands.get(login)!;

/** 养老服务季报 of the second quarter as the city has locked it: three townships, two counties with something of their own, the city. */
const locked: readonly (readonly [unit: string, own: Record<string, number>, totals: Record<string, number>])[] = [
  [WENQUAN, { c201: 4, c202: 700, c203: 420, c204: 510 }, { c201: 4, c202: 700, c203: 420, c204: 510 }],
  [TINGSI, { c201: 2, c202: 300, c203: 100, c204: 210 }, { c201: 2, c202: 300, c203: 100, c204: 210 }],
  [DUPU, { c201: 1, c202: 120, c203: 60, c204: 80 }, { c201: 1, c202: 120, c203: 60, c204: 80 }],
  [XIANAN, { c201: 1, c202: 200, c203: 200, c204: 150 }, { c201: 7, c202: 1200, c203: 720, c204: 870 }],
  [JIAYU, { c201: 0, c202: 0, c203: 0, c204: 0 }, { c201: 1, c202: 120, c203: 60, c204: 80 }],
  [CITY, { c201: 1, c202: 500, c203: 400, c204: 300 }, { c201: 9, c202: 1820, c203: 1180, c204: 1250 }],
];
const texts = (values: Record<string, number>) => Object.fromEntries(Object.entries(values).map(([k, v]) => [k, String(v)]));
const scaled = (values: Record<string, number>) => Object.fromEntries(Object.entries(values).map(([k, v]) => [k, v * 10_000]));

beforeAll(async () => {
  api = await startApi({ start: '2026-07-20' });
  const stories = [storyOf('two-officers')];
  await api.register(...stories);
  for (const one of stories) await carry(api, one, 'decided');
  for (const login of ['xiang', 'wenquan', 'xian', 'xianzhang', 'caiwu', 'shi', 'shiling', 'shenji', 'cun', 'xitong'])
    hands.set(login, await api.staff(login));
  await api.moveTo('2026-09-02');
  await api.context.write(systemActor('test', api.context.city), async (tx) => {
    await tx.run(sql`insert into stat_period (form, period, form_version, division, units, opened_at, locked_at, locked_by, locked_name)
      values ('MZ-Q01', '2026-Q2', 1, ${CITY}, ${[WENQUAN, TINGSI, DUPU]}, ${tx.now}, ${tx.now}, 'shi', '市经办')`);
    for (const [unit, own, totals] of locked)
      await tx.run(sql`insert into stat_submission (id, form, period, division, version, state, typed, counted, totals, notes, changed_at, changed_by, changed_name,
          prepared_at, prepared_by, prepared_name, signed_at, signed_by, signed_name, locked_at)
        values (${newId()}, 'MZ-Q01', '2026-Q2', ${unit}, 1, 'locked', ${JSON.stringify(texts(own))}::jsonb, '{}', ${JSON.stringify(scaled(totals))}::jsonb, '{}',
          ${tx.now}, 'a', '甲', ${tx.now}, 'a', '甲', ${tx.now}, 'b', '乙', ${tx.now})`);
  });
});
afterAll(() => api?.stop());

const query = (given: Record<string, string | number>): string =>
  new URLSearchParams(
    Object.entries({
      level: 'county',
      by: 'month',
      count: 1,
      rows: 'division',
      columns: 'measure',
      chart: 'bar',
      to: '2026-08',
      ...given,
    }).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
const analysis = (login: string, given: Record<string, string | number>): Promise<AnalysisView> =>
  by(login).get(`/api/analysis?${query(given)}`);
const refusal = async (login: string, given: Record<string, string | number>) => {
  const answer = await by(login).call('GET', `/api/analysis?${query(given)}`);
  return [answer.status, answer.body.error?.message];
};
/** Rows that have something, by name. */
const filled = (view: AnalysisView) =>
  Object.fromEntries(
    view.rows.flatMap((row, i) => {
      const shown = view.cells[i]!.map((cell) => cell?.text ?? null);
      return shown.some((text) => text !== null && text !== '0') ? [[row.zh, shown]] : [];
    }),
  );

describe('选什么', () => {
  test('各岗位只看得到自己岗位能看的指标；村里、系统管理员没有这一页', async () => {
    const measures = async (login: string) =>
      (await by(login).get('/api/analysis/options')).measures.map((m: { key: string }) => m.key) as string[];
    expect(await measures('xian')).toEqual(
      expect.arrayContaining(['counted.c102', 'locked.MZ-Q01.c202', 'indicator.people-helped', 'indicator.reports-on-time']),
    );
    const finance = await measures('caiwu');
    expect(finance.filter((key) => !key.startsWith('indicator.'))).toEqual([]); // 财务不填统计报表
    for (const login of ['cun', 'xitong']) expect((await by(login).call('GET', '/api/analysis/options')).status, login).toBe(403);
    expect((await refusal('caiwu', { measures: 'counted.c102' }))[1]).toBe('所选的指标里有1项您的岗位看不到，或者没有了。');
  });

  test('平台数：8月农村低保户数按县、按乡镇、按月，和报表里数的一样，点开就是那一户', async () => {
    const view = await analysis('shi', { measures: 'counted.c102,counted.c104' });
    expect(filled(view)).toMatchObject({ 咸安区: ['1', expect.any(String)] });
    expect(view.columnTotals!.map((cell) => cell!.text)[0]).toBe('1');
    const towns = await analysis('shi', { measures: 'counted.c102', level: 'township', division: XIANAN });
    expect(filled(towns)).toEqual({ 汀泗桥镇: ['1'] });
    const months = await analysis('xian', {
      measures: 'counted.c102',
      rows: 'period',
      columns: 'division',
      count: 3,
      level: 'own',
    });
    expect(months.rows.map((row) => row.zh)).toEqual(['2026年6月', '2026年7月', '2026年8月']);
    expect(months.cells.map(([cell]) => cell!.text)).toEqual(['0', '0', '1']);
    const cell = towns.cells.flat().find((c) => c?.text === '1')!;
    const opened = await by('shi').get(
      `/api/analysis/rows?measure=${cell.measure}&division=${cell.division}&period=${cell.period}`,
    );
    expect(opened).toMatchObject({ count: 1, rows: [{ link: 'household', placeName: expect.stringContaining('汀泗桥') }] });
    const { rows } = await by('shenji').get('/api/audit?action=analysis.listed');
    expect(rows.length).toBe(1);
  });

  test('享受人数读留存的，和照待遇现数的一个不差', async () => {
    const asked = { measures: 'counted.c101,counted.c102,counted.c103,counted.c104', level: 'township' };
    const kept = await analysis('shi', asked);
    expect(filled(kept)).toHaveProperty('汀泗桥镇');
    const { rowCount } = await api.owner.query(`delete from receiving_month where month = '2026-08'`);
    expect(rowCount).toBe(1);
    expect(await analysis('shi', asked)).toEqual(kept);
  });

  test('锁定的数：各县各乡镇照锁定的，本级自报的单列一行，合计就是市里锁定的数', async () => {
    const at = { by: 'quarter', to: '2026-06', measures: 'locked.MZ-Q01.c202,locked.MZ-Q01.c203' };
    const counties = await analysis('shi', at);
    expect(filled(counties)).toEqual({
      '咸宁市（未分到下级）': ['500', '400'],
      咸安区: ['1,200', '720'],
      嘉鱼县: ['120', '60'],
    });
    expect(counties.columnTotals!.map((cell) => [cell!.text, cell!.missing])).toEqual([
      ['1,820', 0],
      ['1,180', 0],
    ]);
    const towns = await analysis('shi', { ...at, level: 'township' });
    expect(filled(towns)).toMatchObject({
      '咸安区（未分到下级）': ['200', '200'],
      温泉街道: ['700', '420'],
      鱼岳镇: ['120', '60'],
    });
    expect(towns.columnTotals!.map((cell) => cell!.text)).toEqual(['1,820', '1,180']);
    expect((await analysis('shi', { ...at, level: 'own' })).cells.flat().map((cell) => cell!.text)).toEqual(['1,820', '1,180']);
  });

  test('指标：一个县的率由分子、分母重新算', async () => {
    const view = await analysis('xian', { measures: 'indicator.village-assistants', level: 'township', to: '2026-09' });
    const [num, den] = view.columnTotals![0]!.text.split('／').map((n) => Number(n.replaceAll(',', '')));
    const parts = view.cells.map(([cell]) => cell!.text.split('／').map(Number));
    const counted = parts.filter(([, d]) => !Number.isNaN(d));
    expect(counted.reduce((sum, [n]) => sum + n!, 0)).toBe(num);
    expect(counted.reduce((sum, [, d]) => sum + d!, 0)).toBe(den);
    expect(den).toBeGreaterThan(100);
  });
});

describe('不该给的', () => {
  test('别的县、保密指标往下钻、报表往村里分、月报按季度看、行列相同：各有一句话', async () => {
    expect(await refusal('xian', { measures: 'counted.c102', division: JIAYU })).toEqual([
      403,
      '这份分析看的是嘉鱼县，不在您的范围。',
    ]);
    expect((await refusal('shi', { measures: 'indicator.rehab-refer', by: 'year', division: XIANAN }))[1]).toContain(
      '只按您本辖区的下一级看',
    );
    expect((await refusal('shi', { measures: 'indicator.rehab-refer', by: 'year', level: 'township' }))[1]).toContain(
      '再细分就能认出人来',
    );
    const q = { measures: 'locked.MZ-Q01.c202', by: 'quarter', division: XIANAN };
    expect((await refusal('shi', { ...q, level: 'village' }))[1]).toBe('养老机构床位数只到乡镇（街道），不能再往下分。');
    expect((await refusal('shi', { ...q, by: 'month' }))[1]).toBe('养老机构床位数是季报，不能按月报看。');
    expect((await refusal('shi', { measures: 'counted.c102', columns: 'division' }))[1]).toBe('行和列不能是同一样。');
    expect((await refusal('shi', { measures: 'counted.c102,counted.c104', columns: 'period' }))[1]).toContain('只能选一项');
    expect((await refusal('shi', { measures: 'counted.c102', level: 'village' }))[1]).toBe('村（社区）太多，一次看不完。');
    const many = 'counted.c101,counted.c102,counted.c103,counted.c104';
    expect((await refusal('shi', { measures: many, count: 24 }))[1]).toBe('一次要数96回，超过60回。');
  });

  test('记录也只在自己的范围里打开；保密的没有记录可开；锁定的到报表里看', async () => {
    const open = async (login: string, measure: string, division: string) =>
      (await by(login).call('GET', `/api/analysis/rows?measure=${measure}&division=${division}&period=2026-08`)).body.error.code;
    expect(await open('wenquan', 'counted.c102', TINGSI)).toBe('ANALYSIS_OUTSIDE');
    expect(await open('shi', 'indicator.rehab-refer', CITY)).toBe('ANALYSIS_NO_ROWS');
    expect(await open('shi', 'locked.MZ-M01.c102', CITY)).toBe('ANALYSIS_NO_ROWS');
  });
});

describe('保存、分享、导出', () => {
  const spec = {
    measures: ['counted.c102'],
    level: 'township',
    by: 'month',
    count: 3,
    rows: 'division',
    columns: 'period',
    chart: 'bar',
  };
  const save = (name: string, share: string, more: object = {}) => ({
    name,
    share,
    spec: { ...spec, ...more },
    requestId: requestId(),
  });
  const seen = async (login: string): Promise<SavedView[]> => (await by(login).get('/api/analyses')).saved;
  const names = async (login: string) => (await seen(login)).map((s) => s.name).sort();

  test('自己的别人看不到，本单位的同单位看得到，给大家的都看得到；各人打开看到的是自己范围的数', async () => {
    await by('xian').post('/api/analyses', save('只有我', 'own'));
    await by('xian').post('/api/analyses', save('本县的', 'unit'));
    await by('shi').post('/api/analyses', save('全市农村低保', 'all'));
    expect(await names('xian')).toEqual(['全市农村低保', '只有我', '本县的']);
    expect(await names('xianzhang')).toEqual(['全市农村低保', '本县的']);
    expect(await names('shi')).toEqual(['全市农村低保']);
    expect(await names('wenquan')).toEqual(['全市农村低保']);
    const everyone = await analysis('wenquan', { measures: 'counted.c102', level: 'own' });
    expect([everyone.divisionName, everyone.cells[0]![0]!.text]).toEqual(['咸安区温泉街道', '0']);
  });

  test('同名、改别人的、改了又改、删了：各有一句话；同一次点击送到两回只存一份', async () => {
    const twice = save('只有我', 'own');
    expect((await by('xian').refused('/api/analyses', twice)).message).toBe('您已有一份叫“只有我”的分析。');
    const [mine] = (await seen('xian')).filter((s) => s.name === '本县的') as [SavedView];
    const change = { name: '本县三个月', share: 'unit', spec, version: mine.version, requestId: requestId() };
    expect((await by('xianzhang').refused(`/api/analyses/${mine.id}`, { ...change, requestId: requestId() })).code).toBe(
      'ANALYSIS_NOT_YOURS',
    );
    await by('xian').post(`/api/analyses/${mine.id}`, change);
    await by('xian').post(`/api/analyses/${mine.id}`, change);
    expect((await by('xian').refused(`/api/analyses/${mine.id}`, { ...change, requestId: requestId() })).message).toBe(
      '这份分析刚刚改过。',
    );
    const [now] = (await seen('xian')).filter((s) => s.name === '本县三个月') as [SavedView];
    const hidden = (await seen('xian')).find((s) => s.name === '只有我')!;
    const removal = { version: now.version, requestId: requestId() };
    expect((await by('shi').refused(`/api/analyses/${hidden.id}/removal`, { version: 1, requestId: requestId() })).code).toBe(
      'NOT_FOUND',
    );
    await by('xian').post(`/api/analyses/${now.id}/removal`, removal);
    expect(await names('xianzhang')).toEqual(['全市农村低保']);
  });

  test('导出的和看到的一样：.csv带BOM，.xlsx里是数，合计和说明在里面，留痕', async () => {
    const at = query({ by: 'quarter', to: '2026-06', measures: 'locked.MZ-Q01.c202' });
    const csv = await by('shi').call('GET', `/api/analysis/file?${at}&as=csv`);
    const lines = csv.raw.toString('utf8').split('\n');
    expect(lines[0]).toBe('\uFEFF咸宁市：养老机构床位数');
    expect(lines.slice(2)).toEqual(expect.arrayContaining([',养老机构床位数', '咸安区,1200', '嘉鱼县,120', '合计,1820']));
    const file = await by('shi').call('GET', `/api/analysis/file?${at}&as=xlsx`);
    const rows = [];
    for await (const { cells } of readRows(file.raw, [{ key: 'beds', title: '养老机构床位数', kind: 'text' }]))
      rows.push(cells.beds);
    expect(rows).toContain(1820);
    const { rows: audited } = await by('shenji').get('/api/audit?action=analysis.exported');
    expect(audited.length).toBe(2);
  });
});
