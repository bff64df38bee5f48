/** 统计报表 over HTTP: from cells that are filled in beforehand to the city's lock; returned, checked, late, twice, after the lock, two at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import type { CellView, SheetView } from '../src/domains/planning-statistics/statistics/content.ts';
import { storyOf } from '../src/domains/social-assistance/demonstration/index.ts';
import { heldAs, type Performer, systemActor } from '../src/kernel/access/index.ts';
import { createUser } from '../src/kernel/access/server.ts';
import { releaseDatasets } from '../src/kernel/dataset/server.ts';
import { addParameter } from '../src/kernel/policy/server.ts';
import { readRows } from '../src/kernel/sheet/server.ts';
import { type Api, type Browser, carry, requestId, startApi } from './api.ts';

const TINGSI = '421202100000';
const WENQUAN = '421202001000';
const DUPU = '421221103000';
const XIANAN = '421202000000';
const JIAYU = '421221000000';
const CITY = '421200000000';
const FORM = 'MZ-M01';
const PERIOD = '2026-08';

let api: Api;
const hands = new Map<string, Browser>();
const by = (login: string): Browser => hands.get(login)!;
const system = () => systemActor('test', api.context.city);

/** The officers whom the demonstration does not have: another leader, another county. */
async function hire(login: string, performer: Performer, division: string): Promise<void> {
  await api.context.write(system(), (tx) =>
    createUser(tx, {
      login,
      name: `测试${login}`,
      division,
      demonstration: true,
      duties: [{ ...heldAs(performer), division, domain: 'all', validFrom: '2026-01-01' }],
    }),
  );
}

beforeAll(async () => {
  api = await startApi({ start: '2026-07-20' });
  const story = storyOf('two-officers');
  await api.register(story);
  await carry(api, story, 'decided');
  await hire('wqling', 'township-leader', WENQUAN);
  await hire('jyxian', 'county-clerk', JIAYU);
  await hire('jyling', 'county-leader', JIAYU);
  for (const login of [
    'xiang',
    'xianghe',
    'xian',
    'xianzhang',
    'wenquan',
    'wqling',
    'jiayu',
    'jiayuhe',
    'jyxian',
    'jyling',
    'shi',
    'shiling',
    'shenji',
    'cun',
  ])
    hands.set(login, await api.staff(login));
  await api.moveTo('2026-08-31');
});
afterAll(() => api?.stop());

const query = (unit: string, more = '') => `form=${FORM}&period=${PERIOD}&unit=${unit}${more}`;
const sheet = (login: string, unit: string): Promise<SheetView> => by(login).get(`/api/statistics/sheet?${query(unit)}`);
const cell = (view: SheetView, key: string): CellView => view.cells.find((c) => c.key === key)!;
const typedOf = (view: SheetView): Record<string, string> =>
  Object.fromEntries(view.cells.filter((c) => !c.computed).map((c) => [c.key, c.typed ?? '']));
const notesOf = (view: SheetView): Record<string, string> =>
  Object.fromEntries(view.cells.filter((c) => c.note !== '').map((c) => [c.key, c.note]));

/** Types some cells over what stands there. */
async function fill(login: string, unit: string, typed: Record<string, string>, notes: Record<string, string> = {}) {
  const view = await sheet(login, unit);
  return {
    form: FORM,
    period: PERIOD,
    unit,
    edit: view.edit,
    typed: { ...typedOf(view), ...typed },
    notes: { ...notesOf(view), ...notes },
    requestId: requestId(),
  };
}
const saved = async (...of: Parameters<typeof fill>) => by(of[0]).post('/api/statistics/sheet', await fill(...of));
const doing = async (login: string, unit: string, action: string, input: object = {}, edit?: number) => ({
  form: FORM,
  period: PERIOD,
  unit,
  action,
  edit: edit ?? (await sheet(login, unit)).edit,
  input,
  requestId: requestId(),
});
const ACTIONS = '/api/statistics/sheet/actions';
const does = async (...of: Parameters<typeof doing>) => by(of[0]).post(ACTIONS, await doing(...of));
const refused = async (...of: Parameters<typeof doing>) => by(of[0]).refused(ACTIONS, await doing(...of));

const SOURCE = { c131: '救助站台账，本月没有' };
async function report(clerk: string, leader: string, unit: string): Promise<void> {
  await saved(clerk, unit, { c131: '0' }, SOURCE);
  await does(clerk, unit, 'prepare');
  await does(leader, unit, 'sign');
}

describe('建期', () => {
  test('月份没有过完不开期；9月1日开8月的，70个乡镇（街道）各填一张，功能区不填', async () => {
    expect((await by('xiang').get('/api/statistics')).periods.map((p: { period: string }) => p.period)).not.toContain(PERIOD);
    await api.moveTo('2026-09-01');
    const { units } = await api.context.read(system(), (tx) =>
      tx.one<{ units: string[] }>(sql`select units from stat_period where form = ${FORM} and period = ${PERIOD}`),
    );
    expect(units.length).toBe(70);
    expect(units).toContain(TINGSI);
  });

  test('期限：乡镇9月4日（5日是星期六，移到前一个工作日），县9月8日；开期当天告知填报人', async () => {
    const own = async (login: string) =>
      (await by(login).get('/api/statistics')).periods.find((p: { period: string }) => p.period === PERIOD).own;
    expect(await own('xiang')).toMatchObject({ due: '2026-09-04', state: 'empty', stateZh: '未填', late: 0 });
    expect((await own('xian')).due).toBe('2026-09-08');
    expect((await own('shi')).due).toBe('2026-09-11');
    const { items } = await by('xiang').get('/api/messages');
    expect(items.map((m: { body: string }) => m.body)).toContain('社会救助月报2026年8月已经开期，应于2026年9月4日前报送。');
  });

  test('以后的步骤只用三个乡镇（别的照样，只是多）', async () => {
    await api.context.write(system(), (tx) =>
      tx.run(sql`update stat_period set units = ${[WENQUAN, TINGSI, DUPU]} where form = ${FORM} and period = ${PERIOD}`),
    );
  });
});

describe('乡镇填报', () => {
  test('打开就有平台数的数；没有接入来源的格如实写明，空着', async () => {
    const view = await sheet('xiang', TINGSI);
    expect(view).toMatchObject({ state: 'empty', edit: 0, save: true, unitName: expect.stringContaining('汀泗桥') });
    const [rural, persons, tramps] = [cell(view, 'c102'), cell(view, 'c104'), cell(view, 'c131')];
    expect(rural).toMatchObject({ counted: '1', typed: '1', total: '1' });
    expect(Number(persons.counted)).toBeGreaterThanOrEqual(1);
    expect(tramps).toMatchObject({ counted: null, typed: '', total: null, source: '来源尚未接入' });
    expect(view.findings.map((f) => [f.check, f.cells[0]])).toContainEqual(['filled', 'c131']);
  });

  test('每一格打开就是它数的记录，个数对得上', async () => {
    const view = await sheet('xiang', TINGSI);
    for (const { key, counted, unit } of view.cells.filter((c) => c.counted !== null)) {
      const opened = await by('xiang').get(`/api/statistics/rows?${query(TINGSI, `&cell=${key}`)}`);
      const sum = opened.rows.reduce((all: number, row: { num: number }) => all + row.num, 0);
      expect(sum, key).toBe(opened.sum);
      if (unit !== '万元') expect(String(sum), key).toBe(counted);
    }
    const rows = await by('xiang').get(`/api/statistics/rows?${query(TINGSI, '&cell=c102')}`);
    expect(rows.rows).toMatchObject([{ link: 'household', placeName: expect.stringContaining('汀泗桥') }]);
  });

  test('存在错误不能上报，逐格指出；没有来源的要写明数从哪里来', async () => {
    await saved('xiang', TINGSI, { c131: '1.5', c109: '99' });
    const errors = await refused('xiang', TINGSI, 'prepare');
    expect(errors.message).toBe('存在2项错误，不能上报。');
    expect(errors.fields.map((f) => f.path)).toEqual(['c131', 'c108']);
    await saved('xiang', TINGSI, { c131: '0', c109: cell(await sheet('xiang', TINGSI), 'c109').counted! });
    const notes = await refused('xiang', TINGSI, 'prepare');
    expect([notes.code, notes.message]).toEqual(['STAT_NOTES', '还有1处没有说明，不能上报。']);
  });

  test('填报数和平台数不一致的，要说明差在哪里', async () => {
    const before = await sheet('xiang', TINGSI);
    await saved(
      'xiang',
      TINGSI,
      { c102: '2', c114: String(Number(cell(before, 'c114').typed) + 1), c104: '2', c109: '1', c110: '1' },
      SOURCE,
    );
    const view = await sheet('xiang', TINGSI);
    expect(view.findings.filter((f) => f.check === 'S12' && !f.explained).length).toBeGreaterThanOrEqual(2);
    expect(cell(view, 'c102')).toMatchObject({ typed: '2', counted: '1', before: null });
    expect((await refused('xiang', TINGSI, 'prepare')).code).toBe('STAT_NOTES');
    await saved('xiang', TINGSI, typedOf(before));
    await saved('xiang', TINGSI, { c131: '0' });
    expect((await sheet('xiang', TINGSI)).findings.filter((f) => f.kind !== 'warning' && !f.explained)).toEqual([]);
  });

  test('别的乡镇看不到，村里、县里不能替乡镇填', async () => {
    expect((await by('wenquan').call('GET', `/api/statistics/sheet?${query(TINGSI)}`)).status).toBe(404);
    expect((await by('cun').call('GET', '/api/statistics')).status).toBe(403);
    const answer = await by('xian').refused('/api/statistics/sheet', await fill('xian', TINGSI, { c131: '9' }));
    expect([answer.code, answer.message]).toEqual(['STAT_NOT_YOURS', '只能由乡镇经办人办理。']);
  });

  test('表格下载、填好读回来：填报数和说明进草稿，合计由平台算；别的单位、别的表的不收', async () => {
    const file = await by('xiang').call('GET', `/api/statistics/sheet/file?${query(TINGSI)}`);
    expect(file.status).toBe(200);
    expect(decodeURIComponent(String(file.headers['content-disposition']))).toContain(
      '社会救助月报 2026年8月 咸安区汀泗桥镇.xlsx',
    );
    const lines: string[] = [];
    const printed: Record<string, unknown>[] = [];
    const columns = ['代码', '指标', '填报数', '平台数', '说明'].map((title) => ({ key: title, title, kind: 'text' as const }));
    for await (const row of readRows(file.raw, columns, { above: (v) => lines.push(String(v[0])) })) printed.push(row.cells);
    expect(lines.slice(0, 3)).toEqual([
      '社会救助月报',
      '填报单位：咸安区汀泗桥镇　2026年8月　第1版　草稿',
      `报表编号：MZ-M01　报表期：2026-08　单位代码：${TINGSI}`,
    ]);
    expect(printed.find((r) => r.代码 === 'C102' || r.代码 === 'c102')).toMatchObject({
      指标: '农村低保户数',
      填报数: 1,
      平台数: 1,
    });

    const csv = (unit: string, change: Record<string, string> = {}, sums: Record<string, string> = {}) =>
      Buffer.from(
        [
          '社会救助月报',
          `报表编号：${FORM}　报表期：${PERIOD}　单位代码：${unit}`,
          '代码,填报数,说明',
          ...printed.flatMap((r) => {
            const code = String(r.代码 ?? '').trim();
            return code === '' ? [] : [`${code},${change[code] ?? sums[code] ?? r.填报数 ?? ''},${r.说明 ?? ''}`];
          }),
        ].join('\n'),
      );
    const before = await sheet('xiang', TINGSI);
    const url = (edit: number) => `/api/statistics/sheet/file?${query(TINGSI)}&edit=${edit}&requestId=${requestId()}`;
    const bring = (content: Buffer, edit = before.edit) => by('xiang').sendFile(url(edit), ['form', FORM], content, '月报.csv');
    const foreign = await bring(csv(WENQUAN));
    expect(foreign.body.error.message).toContain('表头写的是咸安区温泉街道');
    expect((await bring(Buffer.from('随便一份\n1,2'))).body.error.code).toBe('STAT_FILE_WRONG');
    const read = await bring(csv(TINGSI, { c131: '4' }, { c107: '9' }));
    expect(read.body).toMatchObject({ differing: ['低保户数合计：表里9户，各格相加1户'] });
    expect(cell(await sheet('xiang', TINGSI), 'c131')).toMatchObject({ typed: '4', note: SOURCE.c131 });
    expect((await bring(csv(TINGSI))).body.error.code).toBe('STAT_CHANGED');
    await saved('xiang', TINGSI, { c131: '0' });
  });

  test('负责人改数不收，试过的留痕', async () => {
    const answer = await by('xianghe').refused('/api/statistics/sheet', await fill('xianghe', TINGSI, { c102: '88' }));
    expect(answer.message).toBe('统计数据不得随意更改，本次修改已留痕。');
    const { rows } = await by('shenji').get('/api/audit?action=statistics.changed-by-leader');
    expect(rows).toMatchObject([{ actorName: '周志强' }]);
  });

  test('两个人同时改一张表：后存的被告知是谁改过', async () => {
    const [first, second] = [await fill('xiang', TINGSI, { c131: '0' }), await fill('xiang', TINGSI, { c131: '1' })];
    await by('xiang').post('/api/statistics/sheet', first);
    const answer = await by('xiang').refused('/api/statistics/sheet', second);
    expect(answer.message).toBe('数据已被他人更新，请刷新后重试。李建国刚刚办理过这张报表。');
  });

  test('填报人不能自己签发；负责人签发以后就是“已报”，告知县里；再报一次：请勿重复提交', async () => {
    await does('xiang', TINGSI, 'prepare');
    expect((await sheet('xiang', TINGSI)).stateZh).toBe('待签发');
    expect((await refused('xiang', TINGSI, 'sign')).message).toBe('只能由乡镇审核人办理。');
    const signing = await doing('xianghe', TINGSI, 'sign');
    await by('xianghe').post(ACTIONS, signing);
    expect(await by('xianghe').post(ACTIONS, signing)).toEqual({ state: 'submitted' }); // 同一次点击送到两回
    expect((await refused('xianghe', TINGSI, 'sign')).message).toBe('该报表已上报，请勿重复提交。');
    expect((await refused('xiang', TINGSI, 'prepare')).message).toBe('该报表已上报，请勿重复提交。');
    const { items } = await by('xian').get('/api/messages');
    expect(items.map((m: { body: string }) => m.body)).toContain('汀泗桥镇的社会救助月报2026年8月已报，请审核。');
  });

  test('已报的打开是报送时数的；后来变了的不影响', async () => {
    const count = async () => (await by('xiang').get(`/api/statistics/rows?${query(TINGSI, '&cell=c102')}`)).count;
    expect(await count()).toBe(1);
    await api.context.write(system(), (tx) =>
      tx.run(sql`update entitlement set from_month = '2026-12' where programme = 'dibao' and division >= ${TINGSI}`),
    );
    expect(await count()).toBe(1);
    expect(cell(await sheet('xiang', TINGSI), 'c102').counted).toBe('1');
    await api.context.write(system(), (tx) =>
      tx.run(sql`update entitlement set from_month = '2026-08' where programme = 'dibao' and division >= ${TINGSI}`),
    );
  });
});

describe('县级审核', () => {
  test('退回要写理由，理由告知乡镇；乡镇改好再报', async () => {
    expect((await refused('xian', TINGSI, 'sendBack', { reason: '' })).fields.map((f) => f.path)).toEqual(['reason']);
    await does('xian', TINGSI, 'sendBack', { reason: '请核对本月新增的低保户' });
    const view = await sheet('xiang', TINGSI);
    expect(view).toMatchObject({ state: 'returned', stateZh: '退回', save: true, signers: { signed: null } });
    expect(view.steps.at(-1)).toMatchObject({ zh: '退回', note: '请核对本月新增的低保户', byName: '郑海燕' });
    const { items } = await by('xiang').get('/api/messages');
    expect(items.map((m: { body: string }) => m.body)).toContain('社会救助月报2026年8月被退回：请核对本月新增的低保户。');
    await does('xiang', TINGSI, 'prepare');
    await does('xianghe', TINGSI, 'sign');
  });

  test('两个人一个通过、一个退回：后来的被拒', async () => {
    const { edit } = await sheet('xian', TINGSI);
    const both = [
      await doing('xian', TINGSI, 'check', {}, edit),
      await doing('xian', TINGSI, 'sendBack', { reason: '再核对一遍' }, edit),
    ];
    const answers = await Promise.all(both.map((body) => by('xian').call('POST', ACTIONS, body)));
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409]);
    expect(answers.find((a) => a.status === 409)!.body.error.code).toBe('STAT_CHANGED');
    if ((await sheet('xian', TINGSI)).state === 'returned') {
      await does('xiang', TINGSI, 'prepare');
      await does('xianghe', TINGSI, 'sign');
      await does('xian', TINGSI, 'check');
    }
    expect((await sheet('xian', TINGSI)).stateZh).toBe('已审');
  });

  test('还有乡镇没有审核通过，县里报不出去，说出是哪几个；催报一天一次', async () => {
    const answer = await refused('xian', XIANAN, 'prepare');
    expect(answer.message).toBe('还有1个单位没有审核通过：温泉街道（未填）。');
    const call = { form: FORM, period: PERIOD, unit: WENQUAN };
    await by('xian').post('/api/statistics/calls', { ...call, requestId: requestId() });
    const twice = await by('xian').refused('/api/statistics/calls', { ...call, requestId: requestId() });
    expect(twice.message).toBe('今天已经催过温泉街道。');
    const { items } = await by('wenquan').get('/api/messages');
    expect(items.map((m: { body: string }) => m.body)).toContain('郑海燕催报：社会救助月报2026年8月应于2026年9月4日前报送。');
  });

  test('县的数是乡镇之和，加不归乡镇报的；每一格展开是各乡镇的数', async () => {
    await report('wenquan', 'wqling', WENQUAN);
    await does('xian', WENQUAN, 'check');
    const view = await sheet('xian', XIANAN);
    expect(cell(view, 'c102')).toMatchObject({ typed: '0', counted: '0', total: '1' });
    expect(view.children.map((c) => [c.name, c.stateZh, c.totals.c102])).toEqual([
      ['温泉街道', '已审', '0'],
      ['汀泗桥镇', '已审', '1'],
    ]);
    expect(view.findings.filter((f) => f.kind !== 'warning')).toEqual([]);
  });

  test('一边退回乡镇、一边县里报请签发：只成一样，县的汇总里不会有退回了的', async () => {
    const both = [await doing('xian', WENQUAN, 'sendBack', { reason: '再核对一遍' }), await doing('xian', XIANAN, 'prepare')];
    const answers = await Promise.all(both.map((body) => by('xian').call('POST', ACTIONS, body)));
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409]);
    expect(['STAT_ABOVE_SENT', 'STAT_BELOW_OPEN']).toContain(answers.find((a) => a.status === 409)!.body.error.code);
    if ((await sheet('xian', XIANAN)).state === 'signing') await does('xian', XIANAN, 'takeBack');
    else {
      await does('wenquan', WENQUAN, 'prepare');
      await does('wqling', WENQUAN, 'sign');
      await does('xian', WENQUAN, 'check');
    }
  });

  test('县里报请签发以后，乡镇的不能再退回', async () => {
    await does('xian', XIANAN, 'prepare');
    const answer = await refused('xian', TINGSI, 'sendBack', { reason: '又发现问题' });
    expect(answer.message).toBe('咸安区的汇总表已经待签发，不能再退回下级。');
    await does('xianzhang', XIANAN, 'sign');
  });
});

describe('市级审核和锁定', () => {
  test('市里退回县，县退回乡镇；改好以后逐级报上来，市的数是各县之和', async () => {
    await report('jiayu', 'jiayuhe', DUPU);
    await does('jyxian', DUPU, 'check');
    await does('jyxian', JIAYU, 'prepare');
    await does('jyling', JIAYU, 'sign');
    await does('shi', JIAYU, 'sendBack', { reason: '支出与发放数不一致' });
    await does('jyxian', DUPU, 'sendBack', { reason: '请核对支出' });
    await does('jiayu', DUPU, 'prepare');
    await does('jiayuhe', DUPU, 'sign');
    await does('jyxian', DUPU, 'check');
    await does('jyxian', JIAYU, 'prepare');
    await does('jyling', JIAYU, 'sign');
    await does('shi', JIAYU, 'check');
    await does('shi', XIANAN, 'check');
    const view = await sheet('shi', CITY);
    expect(view.children.map((c) => [c.name, c.totals.c102])).toEqual([
      ['咸安区', '1'],
      ['嘉鱼县', '0'],
    ]);
    expect(cell(view, 'c102').total).toBe('1');
  });

  test('市里签发报省以后锁定；锁定以后谁都改不了：请走修订程序', async () => {
    await does('shi', CITY, 'prepare');
    await does('shiling', CITY, 'sign');
    expect((await sheet('shi', CITY)).offers.map((o) => o.zh)).toEqual(['退回', '锁定本期']);
    await does('shi', CITY, 'lock');
    for (const [login, unit] of [
      ['xiang', TINGSI],
      ['xian', XIANAN],
      ['shi', CITY],
    ] as const) {
      const view = await sheet(login, unit);
      expect([view.stateZh, view.save, view.offers.map((o) => o.zh)], unit).toEqual(['已锁定', false, ['申请修订']]);
      expect(
        view.findings.filter((f) => f.kind !== 'warning' && !f.explained),
        unit,
      ).toEqual([]);
      const answer = await by(login).refused('/api/statistics/sheet', await fill(login, unit, { c131: '5' }));
      expect(answer.message).toBe('本期已锁定，请走修订程序。');
      expect((await refused(login, unit, 'prepare')).message).toBe('本期已锁定，请走修订程序。');
    }
    const change = api.context.write(system(), (tx) =>
      tx.run(sql`update stat_submission set totals = '{}'::jsonb where state = 'locked'`),
    );
    await expect(change).rejects.toMatchObject({ code: '42501' });
    const forget = api.context.write(system(), (tx) => tx.run(sql`delete from stat_counted_row`));
    await expect(forget).rejects.toMatchObject({ code: '42501' });
  });
});

describe('公开', () => {
  test('锁定以后，谁都能在民政数据里看到；1户写“<5”，合计也写“<5”；累计和期初不公布', async () => {
    const page = String((await api.visitor().call('GET', '/data')).body);
    expect(page).not.toContain('<script');
    expect(page).toContain('社会救助月报，2026年8月');
    expect(page).toMatch(/农村低保户数<\/dt><dd><b class="num">&lt;5户<\/b><br><small>咸安区&lt;5户、嘉鱼县0户/);
    expect(page).not.toMatch(/累计临时救助人次|期初低保户数/);
  });

  test('没有锁定的别的报表，公开的页面上没有；开放数据里是同样的数', async () => {
    const page = String((await api.visitor().call('GET', '/data')).body);
    expect(page).not.toContain('婚姻收养登记季报');
    await releaseDatasets(api.context);
    const csv = String((await api.visitor().call('GET', '/open-data/statistics.csv')).body);
    expect(csv).toMatch(/MZ-M01,社会救助月报,2026-08,421202000000,咸安区,c102,农村低保户数,户,<5,/);
    expect(csv).not.toContain('c123');
  });
});

describe('修订', () => {
  const revision = (cells: { cell: string; value: string }[], reason = '一户8月已批准，漏录入') => ({
    form: FORM,
    period: PERIOD,
    unit: TINGSI,
    input: { cells, reason },
    requestId: requestId(),
  });
  const REVISIONS = '/api/statistics/revisions';
  const one = [
    { cell: 'c102', value: '2' },
    { cell: 'c115', value: '2' },
  ];
  const open = async (login: string, unit: string) => (await sheet(login, unit)).revisions.find((r) => r.state === 'asked')!;
  const decide = (login: string, id: string, decision: string, input: object) => ({
    path: `${REVISIONS}/${id}`,
    body: { decision, input, requestId: requestId() },
    login,
  });

  test('没有改什么、理由太短、整数格写小数：不收；县里不能替乡镇申请', async () => {
    expect((await by('xiang').refused(REVISIONS, revision([{ cell: 'c102', value: '1' }]))).code).toBe('STAT_REVISION_SAME');
    expect((await by('xiang').refused(REVISIONS, revision(one, '漏'))).fields.map((f) => f.path)).toEqual(['reason']);
    const halves = await by('xiang').refused(REVISIONS, revision([{ cell: 'c102', value: '2.5' }]));
    expect(halves.fields.map((f) => f.path)).toEqual(['cells.0.value']);
    expect((await by('xian').refused(REVISIONS, revision(one))).status).toBe(404);
  });

  test('修订以后表内关系不成立的，批准不了；不批准的写理由，数不变', async () => {
    await by('xiang').post(REVISIONS, revision([{ cell: 'c102', value: '2' }]));
    expect((await by('xiang').refused(REVISIONS, revision(one))).code).toBe('STAT_REVISION_OPEN');
    const asked = await open('shiling', CITY);
    const approve = decide('shiling', asked.id, 'approve', { documentNo: '咸民函〔2026〕8号' });
    const answer = await by('shiling').refused(approve.path, approve.body);
    expect([answer.message, answer.fields[0]!.message]).toEqual([
      '存在1项错误，不能上报。',
      '低保户数合计2户，期初0户加1户减0户得1户',
    ]);
    const refuse = decide('shiling', asked.id, 'refuse', { answer: '新增户数没有一并修订' });
    await by('shiling').post(refuse.path, refuse.body);
    expect(await sheet('xiang', TINGSI)).toMatchObject({ version: 1, newest: 1 });
    expect((await by('shiling').refused(refuse.path, { ...refuse.body, requestId: requestId() })).code).toBe(
      'STAT_REVISION_DECIDED',
    );
  });

  test('市级领导按文号批准：乡镇、县、市各另成一版，原来的一版还在；市级经办、县里不能批准', async () => {
    await by('xiang').post(REVISIONS, revision(one));
    const { id } = await open('shiling', CITY);
    for (const login of ['shi', 'xianzhang', 'xian'])
      expect(
        (await by(login).call('POST', `${REVISIONS}/${id}`, decide(login, id, 'approve', { documentNo: 'x' }).body)).status,
      ).toBe(403);
    const { path, body } = decide('shiling', id, 'approve', { documentNo: '咸民函〔2026〕9号' });
    expect(await by('shiling').post(path, body)).toEqual({ version: 2 });
    for (const [login, unit] of [
      ['xiang', TINGSI],
      ['xian', XIANAN],
      ['shi', CITY],
    ] as const) {
      const view = await sheet(login, unit);
      expect([view.version, view.stateZh, cell(view, 'c102').total, cell(view, 'c107').total], unit).toEqual([
        2,
        '已锁定',
        '2',
        '2',
      ]);
      const first: SheetView = await by(login).get(`/api/statistics/sheet?${query(unit, '&version=1')}`);
      expect([first.version, cell(first, 'c102').total], unit).toEqual([1, '1']);
      expect(view.revisions[0]).toMatchObject({ documentNo: '咸民函〔2026〕9号', stateZh: '已批准', toVersion: 2 });
    }
    expect((await sheet('jyxian', JIAYU)).version).toBe(1);
    const [footnote] = (await sheet('xiang', TINGSI)).revisions;
    expect(footnote!.changes).toEqual([
      { key: 'c102', label: '农村低保户数', unit: '户', before: '1', after: '2' },
      { key: 'c115', label: '本期新增低保户数', unit: '户', before: '1', after: '2' },
    ]);
  });

  test('锁定的报表各有一份文书：文号、PDF、摘要；修订版代替前一版，核验前一版说“已被修订版代替”；没有修订的仍然有效', async () => {
    const first = (await by('xiang').get(`/api/statistics/sheet?${query(TINGSI, '&version=1')}`)).paper;
    const second = (await sheet('xiang', TINGSI)).paper!;
    expect([first.number, second.number]).toEqual(['咸安汀泗桥民统字〔2026〕1号', '咸安汀泗桥民统字〔2026〕2号']);
    expect([first.revokedOn !== null, second.revokedOn]).toEqual([true, null]);
    expect(second.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(second.digest).not.toBe(first.digest);
    expect(second.says).toContain('没有使用电子认证机构的数字证书');
    const pdf = await by('xiang').call('GET', second.url);
    expect([pdf.status, pdf.raw.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    const code = async (number: string): Promise<string> =>
      (await api.owner.query('select check_code from issued_document where number = $1', [number])).rows[0].check_code;
    const visitor = api.visitor();
    const old = (await visitor.call('GET', `/check/${await code(first.number)}`)).body;
    expect(old).toContain('已被修订版代替');
    expect(old).toContain(`由${second.number}代替`);
    expect((await visitor.call('GET', `/check/${await code(second.number)}`)).body).toContain('是真的，现在有效');
    const answer = await visitor.get(`/api/documents/check/${await code(first.number)}`);
    expect(answer).toMatchObject({ number: first.number, title: '统计报表', replacedBy: second.number });
    // 汇总的两级跟着另出一份，没有动的县还是第一份
    expect((await sheet('shi', CITY)).paper!.number).toBe('咸宁民统字〔2026〕2号');
    expect((await sheet('jyxian', JIAYU)).paper).toMatchObject({ number: '嘉鱼民统字〔2026〕1号', revokedOn: null });
  });

  test('报表文书的数据摘要按锁定的数算；出具了的文书改不了，别的县打不开', async () => {
    const paper = (await sheet('xiang', TINGSI)).paper!;
    expect((await by('xian').get(`/api/statistics/sheet?${query(TINGSI)}`)).paper.digest).toBe(paper.digest);
    expect((await by('jyxian').call('GET', paper.url)).status).toBe(404);
    await expect(
      api.owner.query("update issued_document set replaced_by = null where revoked_reason like '由%代替'"),
    ).rejects.toThrow('cannot be altered');
  });

  test('批准了的修订，谁也改不了', async () => {
    const change = api.context.write(system(), (tx) => tx.run(sql`update stat_revision set reason = '别的理由'`));
    await expect(change).rejects.toMatchObject({ code: '42501' });
  });
});

describe('期限、提醒', () => {
  test('到期前两个工作日提醒一次，逾期第一天告知本单位和上级；同一天再跑一遍不重复', async () => {
    await api.context.write(system(), (tx) =>
      tx.run(sql`insert into stat_period (form, period, form_version, division, units, opened_at)
        select form, '2026-09', form_version, division, units, ${tx.now} from stat_period where form = ${FORM} and period = ${PERIOD}`),
    );
    // 9月的报表：10月5日在国庆假期里，前一个工作日9月30日不在期后，移到10月8日
    const told = async (login: string, word: string) =>
      (await by(login).get('/api/messages')).items.filter(
        (m: { body: string }) => m.body.includes('2026年9月') && m.body.includes(word),
      ).length;
    await api.moveTo('2026-10-08');
    expect(await told('xiang', '应于2026年10月8日前报送。')).toBe(1);
    await api.moveTo('2026-10-09');
    await api.run();
    // 一个县的乡镇逾期，县里只收一条，不是一镇一条
    expect([await told('xiang', '已逾期1日'), await told('xian', '个单位没有报')]).toEqual([1, 1]);
    const own = (await by('xiang').get('/api/statistics')).periods.find((p: { period: string }) => p.period === '2026-09').own;
    expect(own).toMatchObject({ state: 'empty', due: '2026-10-08', late: 1 });
  });

  test('审计看得到各级的报表和经过，什么也办不了', async () => {
    const { periods } = await by('shenji').get('/api/statistics');
    expect(periods.find((p: { period: string }) => p.period === PERIOD).own.stateZh).toBe('已锁定');
    const view = await sheet('shenji', TINGSI);
    expect([view.save, view.offers, view.steps.length > 5]).toEqual([false, [], true]);
    expect((await by('shenji').call('POST', '/api/statistics/sheet', {})).status).toBe(403);
  });

  test('按时报送率：8月的乡镇、县都在期限内报了；9月的一个也没有报', async () => {
    const rate = async (login: string, month: string) =>
      (await by(login).get(`/api/indicators?board=statistics&month=${month}`)).indicators[0];
    expect((await rate('shi', '2026-09')).total).toMatchObject({ num: 5, den: 5, text: '100.0%', verdict: 'reached' });
    expect((await rate('xian', '2026-10')).total).toMatchObject({ num: 0, verdict: 'missed' });
    const { rows } = await by('xian').get('/api/indicators/reports-on-time?month=2026-09');
    expect(rows.map((r: { name: string; says: string }) => `${r.name}，${r.says}`)).toContain(
      '汀泗桥镇：社会救助月报2026年8月，应于2026-09-04前报送，2026-09-01报',
    );
    expect((await by('xianghe').get('/api/indicators?board=statistics')).indicators).toEqual([]);
  });

  test('退回率越低越好：9月报出的有几次被退回，超过5%就没有达到；点开看得到退回的理由，“没有做到的”就是退回的', async () => {
    const { indicators } = await by('shi').get('/api/indicators?board=statistics&month=2026-09');
    const rate = indicators.find((i: { key: string }) => i.key === 'reports-returned');
    expect(rate).toMatchObject({ better: 'lower', targetText: '不超过5%', total: { verdict: 'missed' } });
    expect(rate.total.num).toBeGreaterThan(0);
    expect(rate.total.den).toBeGreaterThan(rate.total.num);
    const { rows } = await by('shi').get('/api/indicators/reports-returned?month=2026-09&only=missed');
    expect(rows).toHaveLength(rate.total.num);
    expect(rows.map((r: { says: string }) => r.says)).toContain('2026-09-01报，被退回：请核对本月新增的低保户');
    // 10月还没有人报：没有可算的，不是达到
    const later = (await by('shi').get('/api/indicators?board=statistics&month=2026-10')).indicators[1];
    expect(later.total).toMatchObject({ den: 0, verdict: 'none' });
  });

  test('减负监测：没有打开就什么也不列；打开以后，催报和退回算县里要的，报表算市里要的，乡镇看不到', async () => {
    expect(await by('xian').get('/api/statistics/asked')).toEqual({ months: [], rows: [] });
    await api.context.write(system(), async (tx) => {
      const source = { source: '市民政局减负工作安排', nature: 'assumption', note: '' } as const;
      const days = { validFrom: tx.today, validTo: null } as const;
      await addParameter(tx, { key: 'BRANCH-MONITOR', division: CITY, value: '1', unit: 'switch', ...days, ...source });
    });
    const { months, rows } = await by('xian').get('/api/statistics/asked');
    expect(months.at(-1)).toBe('2026-10');
    const of = (name: string) => rows.find((row: { issuerName: string }) => row.issuerName === name);
    const september = months.indexOf('2026-09');
    const known = await api.owner.query(
      `select (select count(*)::int from stat_call where kind = 'urged' and division like '421202%' and division not like '%000000')
        + (select count(*)::int from stat_step where action = 'sendBack' and division like '421202%' and division not like '%000000') as n`,
    );
    expect(known.rows[0].n).toBeGreaterThan(0);
    expect(of('咸安区').counts[september]).toBe(known.rows[0].n);
    expect([of('咸安区').mine, of('咸宁市').mine]).toEqual([true, false]);
    expect(of('咸宁市').counts[september]).toBeGreaterThan(0);
    expect((await by('xiang').call('GET', '/api/statistics/asked')).status).toBe(403);
  });

  test('第二个月：上期的数在旁边，变动超过30%的要说明', async () => {
    const view: SheetView = await by('xiang').get(`/api/statistics/sheet?form=${FORM}&period=2026-09&unit=${TINGSI}`);
    expect(cell(view, 'c102')).toMatchObject({ before: '2', typed: '1' });
    expect(view.findings.filter((f) => f.check === 'S07').map((f) => [f.cells[0], f.kind])).toEqual([['c102', 'note']]);
  });

  test('节假日改了，期限跟着改：9月4日改成放假，8月的报表移到9月3日', async () => {
    const due = async () =>
      (await by('xiang').get('/api/statistics')).periods.find((p: { period: string }) => p.period === PERIOD).own.due;
    expect(await due()).toBe('2026-09-04');
    const admin = await api.staff('xitong');
    const days = (await admin.get('/api/calendar')).rows
      .filter((d: { date: string }) => d.date.startsWith('2026'))
      .map(({ date, kind, name }: { date: string; kind: string; name: string }) => ({ date, kind, name }));
    const list = { year: 2026, source: '省政府办公厅关于临时放假的通知', provisional: false };
    await admin.post('/api/calendar', { ...list, days: [...days, { date: '2026-09-04', kind: 'holiday', name: '临时放假' }] });
    expect(await due()).toBe('2026-09-03');
  });
});
