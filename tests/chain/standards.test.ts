/** Standards as those who set and keep them meet them: what one person enters and what goes through a draft; floors and ceilings. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publicActor } from '../../src/kernel/access/index.ts';
import { parametersOf } from '../../src/kernel/policy/server.ts';
import { advanceRuns } from '../../src/kernel/rehearsal/server.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';

const DAY = 'DISASTER-EMERGENCY-DAY';
const A = '421202000000';
const B = '421221000000';
const CITY = '421200000000';

let api: Api;
let city: Browser;
let leaderOfA: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  [city, leaderOfA] = [await api.staff('shi'), await api.staff('xianzhang')];
});
afterAll(() => api?.stop());

const enter = (who: Browser, given: { division: string; value: string; validFrom: string } & Record<string, unknown>) =>
  who.call('POST', '/api/parameters', {
    ...{ key: DAY, unit: 'fen/person/day', source: '咸民发〔2026〕99号', nature: 'seed' },
    ...given,
  });
const valueOn = (key: string, division: string, on: string): Promise<string> =>
  api.context.read(publicActor, async (tx) => {
    const found = (await parametersOf(tx)).on(key, division, on as `${number}-${number}-${number}`);
    return found.ok ? found.value.value : found.code;
  });
const below = async (who: Browser) => (await who.get('/api/parameters/below-floor')).rows;

test('待遇金额依据的标准，一个人直接录入的不收，追溯的也不收，指到方案；别的标准照录，留审计', async () => {
  const entered = (key: string, unit: string, value: string, validFrom: string) =>
    city.call('POST', '/api/parameters', {
      ...{ key, division: '421202000000', value, unit, validFrom, source: '咸民发〔2026〕99号', nature: 'seed' },
    });
  for (const [key, unit, value] of [
    ['DB-STD-U', 'fen/month', '90000'],
    ['TK-CARE-1', 'fen/month', '90000'],
    ['NUR', 'fen/person/month', '20000'],
    ['MIN-WAGE', 'fen/month', '200000'],
  ] as const)
    for (const from of ['2026-01-15', '2026-06-01']) {
      const { status, body } = await entered(key, unit, value, from);
      expect([key, status, body.error?.code]).toEqual([key, 409, 'PARAM_NEEDS_DRAFT']);
    }
  const refused = await entered('DB-STD-U', 'fen/month', '90000', '2026-06-01');
  expect(refused.body.error.message).toBe('“城市低保标准”关系到正在领取的人的金额，不能由一个人直接录入。');
  expect((await entered('PAY-DAY', 'day', '12', '2026-06-01')).status).toBe(200);
  const { rows } = await api.owner.query(
    `select count(*)::int as n from audit_log where action = 'parameter.added' and detail->>'key' = 'PAY-DAY'`,
  );
  expect(rows).toEqual([{ n: 1 }]);
  const goes = async (key: string) => (await city.get(`/api/parameters?key=${key}`)).rows[0].rehearsed;
  expect([await goes('DB-STD-U'), await goes('PAY-DAY')]).toEqual([true, false]);
});

test('按名称、地区、编号都查得到，不论排在第几条：在服务器里查', async () => {
  const keys = async (text: string) => {
    const { rows } = await city.get(`/api/parameters?text=${encodeURIComponent(text)}`);
    return [...new Set(rows.map((r: { key: string }) => r.key))];
  };
  expect(await keys('城市低保标准')).toEqual(['DB-STD-U']);
  // 编号排在后面的，第一页里没有
  const first = (await city.get('/api/parameters')).rows.map((r: { key: string }) => r.key);
  expect(first).toHaveLength(100);
  expect((await keys('特困')).filter((key) => !first.includes(key))).toContain('TK-BASE-U');
  expect((await keys('tk-care')).toSorted()).toEqual(['TK-CARE-1', 'TK-CARE-2', 'TK-CARE-3']);
  expect(await keys('嘉鱼县')).toContain('DB-STD-R');
  expect(await keys('没有这样的标准')).toEqual([]);
});

test('示例 9：应急期救助每天，省定 20（下限）；甲县 7 月 1 日起 25：6 月 30 日为 20，7 月 1 日为 25', async () => {
  expect((await enter(leaderOfA, { division: A, value: '2500', validFrom: '2026-07-01' })).status).toBe(200);
  expect(await valueOn(DAY, A, '2026-06-30')).toBe('2000');
  expect(await valueOn(DAY, A, '2026-07-01')).toBe('2500');
});

test('示例 9：乙县录入 15，拒绝，说出下限，标在“新标准”一栏；恰好 20 收下', async () => {
  const low = await enter(city, { division: B, value: '1500', validFrom: '2026-07-01' });
  expect(low.status).toBe(422);
  expect(low.body.error).toMatchObject({
    code: 'PARAM_BELOW_FLOOR',
    message: '标准不得低于上级规定的最低标准20.00元。',
    fields: [{ path: 'value' }],
  });
  expect((await enter(city, { division: B, value: '1999', validFrom: '2026-07-01' })).status).toBe(422);
  expect((await enter(city, { division: B, value: '2000', validFrom: '2026-07-01' })).status).toBe(200);
});

test('示例 9：一条到 2026-07-31 为止，下一条从 2026-09-01 起：8 月 15 日没有标准，停下', async () => {
  const key = 'EMERGENCY-GAP';
  const rows = { key, division: A, value: '2000' };
  expect((await enter(city, { ...rows, validFrom: '2026-01-01', validTo: '2026-08-01' })).status).toBe(200);
  expect((await enter(city, { ...rows, validFrom: '2026-09-01' })).status).toBe(200);
  expect(await valueOn(key, A, '2026-07-31')).toBe('2000');
  expect(await valueOn(key, A, '2026-08-15')).toBe('PARAM_MISSING');
});

test('市里从 8 月 1 日起定 26 并作下限：甲县收到通知，25 挂在待办上，当日起按 26；录入 27 以后待办没有了', async () => {
  expect(await below(leaderOfA)).toEqual([]);
  const raised = { division: CITY, value: '2600', validFrom: '2026-08-01', floor: '2600', ceiling: '4000' };
  expect((await enter(city, raised)).status).toBe(200);
  expect(await below(leaderOfA)).toMatchObject([
    { divisionName: '咸安区', value: '2500', floor: '2600', from: '2026-08-01', rehearsed: false },
  ]);
  // 市里看得到全市的：甲县、乙县
  expect((await below(city)).map((r: { division: string }) => r.division)).toEqual([A, B]);
  const messages = (await leaderOfA.get('/api/messages')).items.map((m: { body: string }) => m.body);
  expect(messages).toEqual([
    '咸安区的“DISASTER-EMERGENCY-DAY”现为25.00元，低于上级规定的下限26.00元。2026年8月1日起按下限执行，请按新的下限重新录入本地标准。',
  ]);
  expect([await valueOn(DAY, A, '2026-07-31'), await valueOn(DAY, A, '2026-08-01')]).toEqual(['2500', '2600']);
  const high = await enter(leaderOfA, { division: A, value: '4001', validFrom: '2026-08-01' });
  expect(high.body.error).toMatchObject({ code: 'PARAM_ABOVE_CEILING', message: '标准不得高于上级规定的最高标准40.00元。' });
  expect((await enter(leaderOfA, { division: A, value: '2700', validFrom: '2026-08-01' })).status).toBe(200);
  expect(await below(leaderOfA)).toEqual([]);
  expect(await valueOn(DAY, A, '2026-08-01')).toBe('2700');
});

test('下限高于标准本身、上限低于标准本身：不收，标在那一栏', async () => {
  for (const [field, value] of [
    ['floor', '3001'],
    ['ceiling', '2999'],
  ] as const) {
    const { body } = await enter(city, { division: CITY, value: '3000', validFrom: '2026-10-01', [field]: value });
    expect(body.error).toMatchObject({ code: 'PARAM_INVALID', fields: [{ path: field }] });
  }
});

test('方案里定的下限随标准一起公布：低于它的县另拟方案，低于下限的方案存不下', async () => {
  const draft = (who: Browser, division: string, value: string, floor: string | null) =>
    who.call('POST', '/api/standard-drafts', {
      title: '农村低保最低标准',
      documentNo: '咸民政发〔2026〕9号',
      rows: [{ key: 'DB-STD-R', division, value, unit: 'fen/month', validFrom: '2026-05-01', floor }],
      requestId: requestId(),
    });
  const { id } = (await draft(city, CITY, '70000', '70000')).body;
  const chief = await api.staff('shiling');
  for (const [by, action] of [
    [city, 'rehearse'],
    [city, 'submit'],
    [chief, 'approve'],
    [chief, 'publish'],
  ] as const) {
    const { version, rows } = await by.get(`/api/standard-drafts/${id}`);
    expect(rows).toMatchObject([{ floor: '70000', ceiling: null }]);
    await by.post(`/api/standard-drafts/${id}/actions`, { action, version, requestId: requestId() });
    await advanceRuns(api.context);
  }
  const shown = (await city.get('/api/parameters?key=DB-STD-R')).rows;
  expect(shown.find((r: { validFrom: string }) => r.validFrom === '2026-05-01')).toMatchObject({ floor: '70000' });
  const lower = await draft(leaderOfA, A, '69999', null);
  expect(lower.body.error.code).toBe('PARAM_BELOW_FLOOR');
  expect((await draft(leaderOfA, A, '70000', null)).status).toBe(200);
});

test('一个县改按分档发低保：方案第一次写这些标准，缺一档的不收，配齐的收下；一个人直接录入的不收', async () => {
  const band = (key: string, unit: string, value: string) => ({ key, division: B, unit, value, validFrom: '2026-06-01' });
  const propose = (...rows: ReturnType<typeof band>[]) =>
    city.call('POST', '/api/standard-drafts', {
      title: '嘉鱼县城市低保分档发放',
      documentNo: '嘉民政发〔2026〕3号',
      rows,
      requestId: requestId(),
    });
  const { offered } = await city.get(`/api/standards?division=${B}`);
  expect(offered).toContainEqual({ key: 'DB-BANDS-U', unit: 'bands' });
  const two = [
    band('DB-BANDS-U', 'bands', '2'),
    band('DB-BAND-U-1-TO', 'ratio', '0.5'),
    band('DB-BAND-U-1', 'fen/person/month', '60000'),
  ];
  const { status, body } = await propose(...two);
  expect(status).toBe(422);
  expect(body.error).toMatchObject({
    code: 'DIBAO_BANDS_UNFIT',
    message: '嘉鱼县自2026年6月1日起，城市低保按分档发放的设置不能用：第2档没有每人每月的金额。',
    fields: [{ message: '第2档没有每人每月的金额' }],
  });
  const whole = await propose(...two, band('DB-BAND-U-2', 'fen/person/month', '30000'));
  expect(whole.status).toBe(200);
  expect((await city.get(`/api/standard-drafts/${whole.body.id}`)).rows).toMatchObject([
    { key: 'DB-BANDS-U', nowValue: null },
    { key: 'DB-BAND-U-1-TO' },
    { key: 'DB-BAND-U-1' },
    { key: 'DB-BAND-U-2' },
  ]);
  const alone = await city.call('POST', '/api/parameters', {
    ...band('DB-BANDS-U', 'bands', '2'),
    ...{ source: '嘉民政发〔2026〕3号', nature: 'seed' },
  });
  expect(alone.body.error.code).toBe('PARAM_NEEDS_DRAFT');
});
