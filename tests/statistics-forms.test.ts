/** The report forms of the city as data: which open when and for whom, what counts itself, what counties fill in; and the open month of the demonstration. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { playStatistics } from '../src/domains/planning-statistics/demonstration/statistics.ts';
import type { SheetView } from '../src/domains/planning-statistics/statistics/content.ts';
import { FormDefinition } from '../src/domains/planning-statistics/statistics/definition.ts';
import { makePlayers } from '../src/domains/social-assistance/demonstration/players.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

const TINGSI = '421202100000';
const XIANAN = '421202000000';
const CITY = '421200000000';
const FOLDER = 'cities/xianning/stat-forms';

let api: Api;
let clerk: Browser;
let county: Browser;
let city: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  [clerk, county, city] = (await Promise.all(['xiang', 'xian', 'shi'].map(api.staff))) as [Browser, Browser, Browser];
});
afterAll(() => api?.stop());

const sheet = (by: Browser, form: string, period: string, unit: string): Promise<SheetView> =>
  by.get(`/api/statistics/sheet?form=${form}&period=${period}&unit=${unit}`);

describe('演示城市', () => {
  const play = async () => {
    const players = makePlayers(api.context);
    await playStatistics(api.context, players.staff);
    await players.leave();
  };
  const states = async () =>
    Object.fromEntries((await sheet(county, 'MZ-M01', '2026-08', XIANAN)).children.map((c) => [c.name, c.stateZh]));

  test('8月的在报：十个乡镇已审，一个等县里审，一个退回并写明理由，汀泗桥镇还没有填；再建立一遍还是这样', async () => {
    await play();
    const found = await states();
    expect(found).toMatchObject({ 汀泗桥镇: '未填', 温泉街道: '退回', 浮山街道: '已报', 大幕乡: '已审' });
    expect(Object.values(found).filter((state) => state === '已审')).toHaveLength(10);
    await play();
    expect(await states()).toEqual(found);
    const returned = await sheet(await api.staff('wenquan'), 'MZ-M01', '2026-08', '421202001000');
    expect(returned.steps.map((s) => s.zh)).toEqual(['填报', '填好，报请签发', '签发上报', '退回']);
    expect(returned.steps.at(-1)!.note).toContain('与救助站核对');
  });
});

describe('报表', () => {
  const forms = readdirSync(FOLDER).map((file) => FormDefinition.parse(JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'))));

  test('14张表都读得懂；表间审核说到的表和格都在', () => {
    expect(forms.map((form) => form.code)).toEqual(
      ['A00', 'A01', 'A02', 'H01', 'M01', 'Q01', 'Q02', 'Q03', 'Q04', 'Q05', 'Q06', 'Q07', 'Q08', 'Q09'].map((n) => `MZ-${n}`),
    );
    const missing = forms.flatMap((form) =>
      form.rules.flatMap((rule) =>
        rule.check === 'S14' && !forms.find((f) => f.code === rule.form)?.cells.some((c) => c.key === rule.other)
          ? [`${form.code} ${rule.form} ${rule.other}`]
          : [],
      ),
    );
    expect(missing).toEqual([]);
  });

  test('一格在哪张表里都是一个意思：同一代码，名称和单位都一样', () => {
    const words = new Map<string, string>();
    for (const { key, label, unit } of forms.flatMap((form) => form.cells)) {
      const said = `${label}（${unit}）`;
      expect(words.get(key) ?? said, key).toBe(said);
      words.set(key, said);
    }
  });

  test('10月1日开第三季度的季报：乡镇填的70张，县填的6张；县里的不出现在乡镇的清单里', async () => {
    await api.moveTo('2026-10-01');
    const { rows } = await api.owner.query(
      `select form, cardinality(units) as n from stat_period where period = '2026-Q3' order by form`,
    );
    expect(rows.map(({ form, n }: { form: string; n: number }) => `${form} ${n}`)).toEqual([
      'MZ-Q01 70',
      'MZ-Q02 70',
      'MZ-Q03 70',
      'MZ-Q04 6',
      'MZ-Q05 70',
      'MZ-Q06 6',
      'MZ-Q07 6',
      'MZ-Q08 6',
      'MZ-Q09 6',
    ]);
    const listed = async (by: Browser) => (await by.get('/api/statistics')).periods.map((p: { form: string }) => p.form);
    expect(await listed(clerk)).not.toContain('MZ-Q04');
    expect(await listed(county)).toContain('MZ-Q04');
    expect((await clerk.call('GET', `/api/statistics/sheet?form=MZ-Q04&period=2026-Q3&unit=${TINGSI}`)).status).toBe(404);
  });

  test('村委会、居委会按行政区划册数，点开就是那些村；两项补贴按在领的数；没有接入的如实写明', async () => {
    const grassroots = await sheet(clerk, 'MZ-Q05', '2026-Q3', TINGSI);
    const villages = grassroots.cells.find((c) => c.key === 'c601')!;
    const opened = await clerk.get(`/api/statistics/rows?form=MZ-Q05&period=2026-Q3&unit=${TINGSI}&cell=c601`);
    expect(Number(villages.counted)).toBeGreaterThan(5);
    expect(opened.rows.length).toBe(Number(villages.counted));
    expect(opened.rows[0].name).toMatch(/村$/);
    const subsidies = await sheet(clerk, 'MZ-Q03', '2026-Q3', TINGSI);
    expect(subsidies.cells.map((c) => c.counted)).toEqual(['0', '0']);
    const children = await sheet(clerk, 'MZ-Q02', '2026-Q3', TINGSI);
    expect(children.cells.find((c) => c.key === 'c303')).toMatchObject({ counted: null, source: '来源尚未接入' });
  });

  test('县里自己填的表：社会组织总数不等于三类之和，报不出去；改好、写明来源，报到市里，市里没有自己的数也能汇总', async () => {
    const at = { form: 'MZ-Q04', period: '2026-Q3', unit: XIANAN };
    const save = async (typed: Record<string, string>) => {
      const { edit } = await sheet(county, at.form, at.period, at.unit);
      const notes = Object.fromEntries(Object.keys(typed).map((key) => [key, '社会组织法人库9月末数']));
      await county.post('/api/statistics/sheet', { ...at, edit, typed, notes, requestId: requestId() });
      return { ...at, action: 'prepare', edit: edit + 1, input: {}, requestId: requestId() };
    };
    const ACTIONS = '/api/statistics/sheet/actions';
    const wrong = await save({ c500: '121', c501: '60', c502: '58', c503: '2' });
    const answer = await county.refused(ACTIONS, wrong);
    expect(answer.fields.map((f) => f.message)).toEqual([
      '社会组织总数121个，社会团体＋民办非企业单位（社会服务机构）＋基金会合计120个',
    ]);
    const right = await save({ c500: '120', c501: '60', c502: '58', c503: '2' });
    await county.post(ACTIONS, right);
    const leader = await api.staff('xianzhang');
    await leader.post(ACTIONS, { ...at, action: 'sign', edit: right.edit + 1, input: {}, requestId: requestId() });
    const whole = await sheet(city, at.form, at.period, CITY);
    expect(whole.children.find((c) => c.unit === XIANAN)).toMatchObject({ stateZh: '已报', totals: { c500: '120' } });
    expect(whole.cells[0]).toMatchObject({ typed: '0', total: null });
  });
});
