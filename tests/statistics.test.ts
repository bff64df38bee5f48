/** 统计报表 over HTTP: from cells that are filled in beforehand to the city's lock; returned, checked, late, twice, after the lock, two at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import { releaseDatasets } from '../src/kernel/dataset/server.ts';
import { readRows } from '../src/kernel/sheet/server.ts';
import { requestId } from './api.ts';
import { deadlines } from './statistics-deadlines.ts';
import {
  ACTIONS,
  api,
  by,
  CITY,
  cell,
  closeStatistics,
  DUPU,
  does,
  doing,
  FORM,
  fill,
  JIAYU,
  openStatistics,
  PERIOD,
  query,
  refused,
  report,
  SOURCE,
  saved,
  sheet,
  system,
  TINGSI,
  typedOf,
  WENQUAN,
  XIANAN,
} from './statistics-desk.ts';
import { revisions } from './statistics-revisions.ts';

beforeAll(openStatistics);
afterAll(closeStatistics);

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

revisions();

deadlines();
