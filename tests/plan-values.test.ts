/** 指标值 over HTTP: asked, filled in with proof, checked by county and city, published, revised; two sources that differ; targets with versions. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import type { IndicatorFile, OwedView, ValuesView } from '../src/domains/planning-statistics/values/content.ts';
import { heldAs, type Performer, systemActor } from '../src/kernel/access/index.ts';
import { createUser } from '../src/kernel/access/server.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

const CITY = '421200000000';
const XIANAN = '421202000000';
const JIAYU = '421221000000';
const TINGSI = '421202100000';
/** 养老机构床位中护理型床位占比, 约束性, ≥60% */
const BEDS = 'IND14-04';
/** 生活不能自理特困人员集中供养率：平台自己数 */
const CENTRAL = 'IND14-05';

let api: Api;
const hands = new Map<string, Browser>();
const by = (login: string): Browser => hands.get(login)!;
const system = () => systemActor('test', api.context.city);

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
  api = await startApi({ start: '2026-07-01' });
  await hire('jyling', 'county-leader', JIAYU);
  for (const login of ['xiang', 'xian', 'xianzhang', 'jiayuxian', 'jyling', 'shi', 'shiling', 'shenji', 'caiwu'])
    hands.set(login, await api.staff(login));
});
afterAll(() => api?.stop());

const VALUES = '/api/plan-values';
const fileOf = (login: string, indicator: string, division: string): Promise<IndicatorFile> =>
  by(login).get(`/api/plan-indicators/${indicator}?division=${division}`);
const overview = (login: string): Promise<ValuesView> => by(login).get(VALUES);
const reportedIn = async (indicator: string, division: string, source = '单位填报') =>
  (await fileOf('shi', indicator, division)).values.find((v) => v.sourceZh === source)!;

interface Fill {
  source?: string;
  num?: number;
  den?: number;
  value?: string;
  sourceText?: string;
  proof?: string;
  reason?: string;
  period?: string;
}
async function filling(login: string, indicator: string, division: string, given: Fill) {
  const { period = '2026-Q2', ...rest } = given;
  const typed =
    given.source === 'system' ? {} : { sourceText: '机构床位台账', proof: await by(login).upload('plan-value-proof') };
  return { indicator, division, period, source: 'report', ...typed, ...rest, requestId: requestId() };
}
const fills = async (...of: Parameters<typeof filling>) => by(of[0]).post(VALUES, await filling(...of));
const fillRefused = async (...of: Parameters<typeof filling>) => by(of[0]).refused(VALUES, await filling(...of));

const acting = (edit: number, input: object = {}) => ({ edit, requestId: requestId(), ...input });
async function does(login: string, action: string, indicator: string, division: string, input: object = {}, source?: string) {
  const { id, edit } = await latest(indicator, division, source);
  return by(login).post(`${VALUES}/${id}/${action}`, acting(edit, input));
}
async function refused(login: string, action: string, indicator: string, division: string, input: object = {}) {
  const { id, edit } = await latest(indicator, division);
  return by(login).refused(`${VALUES}/${id}/${action}`, acting(edit, input));
}
const latest = (indicator: string, division: string, source?: string): Promise<{ id: string; edit: number }> =>
  api.context.read(system(), (tx) =>
    tx.one<{
      id: string;
      edit: number;
    }>(sql`select id, edit from plan_value where indicator = ${indicator} and division = ${division}
      and (${source ?? null}::text is null or source = ${source ?? null}) order by id desc limit 1`),
  );
const through = async (indicator: string, division: string, leader: string, source?: string) => {
  await does(leader, 'check', indicator, division, {}, source);
  await does('shi', 'audit', indicator, division, {}, source);
  await does('shiling', 'publish', indicator, division, {}, source);
};

const ask = (indicator: string, more: object = {}) =>
  by('shi').call('POST', '/api/plan-assignments', {
    indicator,
    level: 'county',
    term: 'quarter',
    fromPeriod: '2026-Q2',
    requestId: requestId(),
    ...more,
  });

describe('任务下达', () => {
  test('没有目标的指标不下达；期别与多久报一次要对得上；同一项不下达两次；县里不下达', async () => {
    expect((await ask('NO-SUCH')).status).toBe(422);
    expect((await ask(BEDS, { fromPeriod: '2026' })).body.error.fields[0].path).toBe('fromPeriod');
    expect((await ask(BEDS, { fromPeriod: '2021-Q1' })).body.error.code).toBe('CALENDAR_YEAR_MISSING');
    expect((await ask(BEDS)).status).toBe(200);
    expect((await ask(BEDS)).body.error.message).toContain('已经下达');
    expect((await by('xian').call('POST', '/api/plan-assignments', { requestId: requestId() })).status).toBe(403);
    expect((await ask(CENTRAL)).status).toBe(200);
  });

  test('六个县（市、区）各欠第二季度的一份，7月10日前报；告知县级经办', async () => {
    const { mine } = await overview('xian');
    expect(mine.map((one: OwedView) => [one.indicator, one.period, one.due, one.stateZh])).toEqual([
      [CENTRAL, '2026-Q2', '2026-07-10', '未报'],
      [BEDS, '2026-Q2', '2026-07-10', '未报'],
    ]);
    const { assignments } = await overview('shi');
    expect(assignments.find((a) => a.indicator === BEDS)).toMatchObject({ units: 6, last: { sent: 0, late: 0 } });
    const { items } = await by('xian').get('/api/messages');
    expect(items.map((m: { body: string }) => m.body)).toContain(
      '下达“养老机构床位中护理型床位占比”每季度填报，从2026年第二季度起；第一期应于2026年7月10日前报。',
    );
  });

  test('截止日遇休息日移到前一个工作日：第一季度4月10日（星期五）不动，2026年1月10日是星期六，移到9日', async () => {
    await ask('IND14-12', { level: 'city', term: 'quarter', fromPeriod: '2025-Q4' });
    const { mine } = await overview('shi');
    expect(mine.map((one) => [one.period, one.due])).toEqual([
      ['2026-Q2', '2026-07-10'],
      ['2026-Q1', '2026-04-10'],
      ['2025-Q4', '2026-01-09'],
    ]);
  });
});

describe('填报', () => {
  test('没有出处和佐证不收；没有下达的、没有过完的一期、别的县的不能填', async () => {
    const { status } = await by('xian').refused(VALUES, {
      indicator: BEDS,
      division: XIANAN,
      period: '2026-Q2',
      source: 'report',
      num: 100,
      den: 200,
      requestId: requestId(),
    });
    expect(status).toBe(422);
    const bare = { indicator: BEDS, division: XIANAN, period: '2026-Q2', source: 'report', num: 100, den: 200 };
    expect(await by('xian').refused(VALUES, { ...bare, requestId: requestId() })).toMatchObject({
      code: 'VALUE_NO_SOURCE',
      message: expect.stringContaining('请填写数据来源并上传佐证'),
      fields: [{ path: 'sourceText' }, { path: 'proof' }],
    });
    const given = { num: 1200, den: 2000 };
    expect((await fillRefused('xian', BEDS, XIANAN, { ...given, period: '2026-Q3' })).code).toBe('VALUE_NOT_OVER');
    expect((await fillRefused('xian', BEDS, XIANAN, { ...given, period: '2026-Q1' })).code).toBe('VALUE_NOT_ASKED');
    expect((await fillRefused('xian', 'IND14-03', XIANAN, given)).code).toBe('VALUE_NOT_ASKED');
    expect((await fillRefused('xian', BEDS, JIAYU, given)).code).toBe('VALUE_NOT_YOURS');
    expect((await fillRefused('xian', BEDS, XIANAN, { num: 1200, den: 0 })).fields[0]!.path).toBe('den');
    expect((await fillRefused('xian', BEDS, XIANAN, { source: 'system' })).code).toBe('VALUE_NOT_COUNTED');
    expect((await by('caiwu').call('GET', VALUES)).status).toBe(403);
  });

  test('平台数出来的直接取，不用出处和佐证；填的数相差超过1%要写明原因', async () => {
    const form = await by('xian').get(`${VALUES}/form?indicator=${CENTRAL}&division=${XIANAN}&period=2026-Q2`);
    expect(form.fields[0]).toMatchObject({ name: 'source', help: '平台还没有数这项指标，请写明出处并上传佐证' });
    // 另一项平台数得出：精神康复福利设施，市一处
    await ask('IND14-10', { level: 'city' });
    const counted = await by('shi').get(`${VALUES}/form?indicator=IND14-10&division=${CITY}&period=2026-Q2`);
    expect(counted.fields[0].help).toMatch(/^平台数0\.0%（0／1），截至2026-07-01：/);
    const unexplained = await fillRefused('shi', 'IND14-10', CITY, { num: 1, den: 1 });
    expect(unexplained).toMatchObject({ code: 'VALUE_UNEXPLAINED', fields: [{ path: 'reason' }] });
    expect(unexplained.message).toContain('填报100.0%，平台数0.0%，相差超过1%，请写明原因');
    await fills('shi', 'IND14-10', CITY, { source: 'system' });
    const [value] = (await fileOf('shi', 'IND14-10', CITY)).values;
    expect(value).toMatchObject({ sourceZh: '平台数', text: '0.0%', counted: '0.0%', proofFile: null, stateZh: '待市审' });
  });

  test('县里填了，本县负责人县审，市里市审，领导发布；填报的人不审自己的，别人办过的要刷新', async () => {
    await fills('xian', BEDS, XIANAN, { num: 11_140, den: 18_577 });
    expect((await fillRefused('xian', BEDS, XIANAN, { num: 11_147, den: 18_577 })).code).toBe('VALUE_OPEN');
    expect((await refused('shi', 'audit', BEDS, XIANAN)).code).toBe('VALUE_NOT_YOURS');
    expect((await refused('jyling', 'check', BEDS, XIANAN)).code).toBe('NOT_FOUND');
    expect((await overview('xianzhang')).waiting.map((v) => [v.indicator, v.offers.map((o) => o.zh)])).toEqual([
      [BEDS, ['县审通过', '退回']],
    ]);
    const { id, edit } = await latest(BEDS, XIANAN);
    await does('xianzhang', 'check', BEDS, XIANAN);
    expect((await by('shi').refused(`${VALUES}/${id}/audit`, acting(edit))).code).toBe('VALUE_CHANGED');
    await does('shi', 'audit', BEDS, XIANAN);
    expect((await by('jiayuxian').get(`/api/plan-indicators/${BEDS}?division=${XIANAN}`)).values).toEqual([]);
    await does('shiling', 'publish', BEDS, XIANAN);
    // 算例一：11140／18577＝59.9666%，显示59.9%，接近，未达标
    expect((await fileOf('jiayuxian', BEDS, XIANAN)).judged).toMatchObject({
      text: '59.9%',
      parts: '11,140／18,577',
      near: true,
      met: false,
    });
    const events = await api.owner.query(`select payload from city.domain_event where type = 'indicator.value.published'`);
    expect(events.rows[0].payload).toMatchObject({ indicatorId: BEDS, division: XIANAN, period: '2026-Q2', version: 1 });
  });

  test('退回写明理由，改好再报，还是第1版', async () => {
    await fills('jiayuxian', BEDS, JIAYU, { num: 500, den: 1000 });
    expect((await refused('jyling', 'sendBack', BEDS, JIAYU, { reason: '短' })).fields[0]!.path).toBe('reason');
    await does('jyling', 'sendBack', BEDS, JIAYU, { reason: '分母少了新开的一家' });
    const { mine } = await overview('jiayuxian');
    expect(mine.find((one) => one.indicator === BEDS)).toMatchObject({ stateZh: '已退回', offers: [{ zh: '改好再报' }] });
    await fills('jiayuxian', BEDS, JIAYU, { num: 500, den: 1050 });
    await through(BEDS, JIAYU, 'jyling');
    expect(await reportedIn(BEDS, JIAYU)).toMatchObject({ version: 1, text: '47.6%', parts: '500／1,050', stateZh: '已发布' });
  });

  test('发布了的改不了：接口不收第二次，数据库也不收', async () => {
    expect((await fillRefused('jiayuxian', BEDS, JIAYU, { num: 1, den: 2 })).code).toBe('VALUE_PUBLISHED');
    await expect(
      api.context.write(system(), (tx) => tx.run(sql`update plan_value set num = 1 where state = 'published'`)),
    ).rejects.toMatchObject({ code: '42501' });
  });

  test('同一份请求送两次只有一次；两人同时审，第二个说数据已更新', async () => {
    const body = await filling('jiayuxian', CENTRAL, JIAYU, { num: 6, den: 10 });
    const [first, second] = [await by('jiayuxian').post(VALUES, body), await by('jiayuxian').post(VALUES, body)];
    expect(second).toEqual(first);
    const { edit } = await latest(CENTRAL, JIAYU);
    const [a, b] = await Promise.all([
      by('jyling').call('POST', `${VALUES}/${first.id}/check`, acting(edit)),
      by('jyling').call('POST', `${VALUES}/${first.id}/check`, acting(edit)),
    ]);
    expect([a.status, b.status].sort()).toEqual([200, 409]);
  });
});

describe('修订', () => {
  test('写明理由另成一版，走同样的审核；发布以前旧的照用，发布以后旧的留着', async () => {
    const { id, edit } = await latest(BEDS, JIAYU);
    const proof = await by('jiayuxian').upload('plan-value-proof');
    const given = { edit, source: 'report', num: 520, den: 1050, sourceText: '复核台账', proof, requestId: requestId() };
    expect(
      (await by('jiayuxian').refused(`${VALUES}/${id}/revisions`, { ...given, requestId: requestId() })).fields[0]!.path,
    ).toBe('revisionReason');
    await by('jiayuxian').post(`${VALUES}/${id}/revisions`, { ...given, revisionReason: '漏数20张，已核实' });
    expect((await fileOf('shi', BEDS, JIAYU)).judged?.parts).toBe('500／1,050');
    await through(BEDS, JIAYU, 'jyling');
    const file = await fileOf('shi', BEDS, JIAYU);
    expect(file.judged?.parts).toBe('520／1,050');
    expect(file.values.map((v) => [v.version, v.stateZh, v.revisionReason])).toEqual([
      [2, '已发布', '漏数20张，已核实'],
      [1, '已修订', null],
    ]);
    const events = await api.owner.query(`select payload from city.domain_event where type = 'indicator.value.revised'`);
    expect(events.rows.map((r) => r.payload.version)).toEqual([2]);
  });
});

describe('数据冲突', () => {
  test('另一来源的数不一样：两个都留着，开一处冲突，不下结论，告知两边', async () => {
    await fills('shi', BEDS, JIAYU, { source: 'department', num: 540, den: 1050, sourceText: '市卫健委年报' });
    expect((await refused('shi', 'audit', BEDS, JIAYU)).code).toBe('VALUE_NOT_YOURS');
    await does('shiling', 'audit', BEDS, JIAYU, {}, 'department');
    await does('shiling', 'publish', BEDS, JIAYU, {}, 'department');
    const file = await fileOf('jiayuxian', BEDS, JIAYU);
    expect(file.judged).toMatchObject({ conflict: true, met: null, status: null });
    expect(file.conflicts[0]!.values.map((v) => [v.sourceZh, v.parts])).toEqual([
      ['单位填报', '520／1,050'],
      ['其他部门提供', '540／1,050'],
    ]);
    const events = await api.owner.query(`select payload from city.domain_event where type = 'indicator.conflict.opened'`);
    expect(events.rows.map((r) => r.payload)).toEqual([
      {
        indicatorId: BEDS,
        values: expect.arrayContaining(['51.4%', '49.5%']),
        sources: expect.arrayContaining(['department', 'report']),
      },
    ]);
    const { items } = await by('jiayuxian').get('/api/messages');
    expect(items[0].body).toContain('存在不同来源数值，请核定');
  });

  test('市里写明理由核定一个；再核定一次说谁核定过；修订以后要重新核定', async () => {
    const { conflicts } = await fileOf('shi', BEDS, JIAYU);
    const chosen = conflicts[0]!.values.find((v) => v.sourceZh === '单位填报')!;
    const at = `/api/plan-conflicts/${conflicts[0]!.id}`;
    const given = { valueId: chosen.id, reason: '以现场清点的为准' };
    expect((await by('jiayuxian').call('POST', at, { ...given, requestId: requestId() })).status).toBe(403);
    expect((await by('shi').refused(at, { valueId: chosen.id, requestId: requestId() })).fields[0]!.path).toBe('reason');
    await by('shi').post(at, { ...given, requestId: requestId() });
    expect(await by('shi').refused(at, { ...given, requestId: requestId() })).toMatchObject({ code: 'CONFLICT_CHOSEN' });
    expect((await fileOf('shi', BEDS, JIAYU)).judged).toMatchObject({ parts: '520／1,050', conflict: false });

    const { id, edit } = await latest(BEDS, JIAYU, 'report');
    const proof = await by('jiayuxian').upload('plan-value-proof');
    const more = { edit, source: 'report', num: 530, den: 1050, sourceText: '再核', proof, revisionReason: '又查到10张' };
    await by('jiayuxian').post(`${VALUES}/${id}/revisions`, { ...more, requestId: requestId() });
    await through(BEDS, JIAYU, 'jyling', 'report');
    expect((await fileOf('shi', BEDS, JIAYU)).judged).toMatchObject({ conflict: true });
  });

  test('来源不同、数一样的不算冲突', async () => {
    await does('shi', 'audit', CENTRAL, JIAYU);
    await does('shiling', 'publish', CENTRAL, JIAYU);
    await fills('shi', CENTRAL, JIAYU, { source: 'yearbook', num: 3, den: 5, sourceText: '统计年报' });
    await does('shiling', 'audit', CENTRAL, JIAYU, {}, 'yearbook');
    await does('shiling', 'publish', CENTRAL, JIAYU, {}, 'yearbook');
    expect((await fileOf('shi', CENTRAL, JIAYU)).conflicts).toEqual([]);
  });
});

describe('目标的版本', () => {
  const TARGETS = `/api/plan-indicators/${BEDS}/targets`;
  const proposal = (more: object = {}) => ({
    year: '2025',
    value: '55',
    reason: '机构关停两家',
    requestId: requestId(),
    ...more,
  });

  test('调低约束性指标须上传批准文件；县提出、市领导审定，提出的人不审定；目标的年份在规划期内', async () => {
    expect(await by('shi').refused(TARGETS, proposal())).toMatchObject({
      code: 'TARGET_LOWERED',
      message: expect.stringContaining('调低约束性指标须上传批准文件'),
    });
    expect((await by('shi').refused(TARGETS, proposal({ value: '60' }))).code).toBe('TARGET_SAME');
    expect((await by('shi').refused(TARGETS, proposal({ year: '2027' }))).code).toBe('TARGET_YEAR');
    const { id } = await by('jiayuxian').post(TARGETS, proposal({ value: '50' }));
    expect((await by('jiayuxian').refused(TARGETS, proposal({ value: '51' }))).code).toBe('TARGET_OPEN');
    const at = `/api/plan-targets/${id}`;
    expect((await by('shi').call('POST', at, { decision: 'adopt', requestId: requestId() })).status).toBe(403);
    const adopt = { decision: 'adopt', documentNo: '咸政函〔2026〕12号' };
    expect((await by('shiling').refused(at, { ...adopt, requestId: requestId() })).code).toBe('TARGET_LOWERED');
    const documentFile = await by('shiling').upload('plan-target-approval');
    await by('shiling').post(at, { ...adopt, documentFile, requestId: requestId() });
    expect((await by('shiling').refused(at, { ...adopt, documentFile, requestId: requestId() })).code).toBe('TARGET_DECIDED');
  });

  test('原来的一版看得到，删不掉、改不了；只改了嘉鱼县的，别的县和市照旧', async () => {
    const { targets } = await fileOf('xian', BEDS, JIAYU);
    expect(targets.map((t) => [t.unitName, t.year, t.text, t.version, t.inForce, t.documentNo])).toEqual([
      ['咸宁市', '2025', '60%', 1, true, null],
      ['嘉鱼县', '2025', '50%', 1, true, '咸政函〔2026〕12号'],
    ]);
    expect(targets[1]).toMatchObject({ before: '60%', lowered: true });
    for (const change of [sql`update plan_target set value = '1'`, sql`delete from plan_target`])
      await expect(api.context.write(system(), (tx) => tx.run(change))).rejects.toMatchObject({ code: '42501' });
  });

  test('市里提高目标不用批准文件，写明文号；第2版起用，第1版还在', async () => {
    const { id } = await by('shi').post(TARGETS, proposal({ value: '65', reason: '中期评估后提高' }));
    await by('shiling').post(`/api/plan-targets/${id}`, {
      decision: 'adopt',
      documentNo: '咸民发〔2026〕3号',
      requestId: requestId(),
    });
    const { targets } = await fileOf('shi', BEDS, CITY);
    expect(targets.map((t) => [t.text, t.version, t.inForce])).toEqual([
      ['60%', 1, false],
      ['65%', 2, true],
    ]);
  });

  test('不同意的写明理由，目标不变', async () => {
    const { id } = await by('xian').post(TARGETS, proposal({ value: '70' }));
    await by('shiling').post(`/api/plan-targets/${id}`, { decision: 'refuse', answer: '按市里的目标', requestId: requestId() });
    const { targets } = await fileOf('xian', BEDS, XIANAN);
    expect(targets.find((t) => t.unitName === '咸安区')).toMatchObject({ stateZh: '未同意', version: null, inForce: false });
  });
});

describe('催报', () => {
  test('到期前两个工作日提醒没有报的，到期后一天提醒逾期、告知市里；报了的不提醒', async () => {
    await api.moveTo('2026-07-09');
    await api.moveTo('2026-07-11');
    const { rows } = await api.owner.query(
      `select template, count(*)::int as n from city.message where template like 'plan-value.%due' or template like 'plan-value.late%' group by 1 order by 1`,
    );
    // 六个县里嘉鱼两项都报了，咸安报了床位；市本级还欠社工站
    expect(rows).toEqual([
      { template: 'plan-value.due', n: 10 },
      { template: 'plan-value.late-below', n: 2 },
      { template: 'plan-value.overdue', n: 10 },
    ]);
    const { late, assignments } = await overview('shi');
    expect(late.every((one) => one.late === 1)).toBe(true);
    expect(assignments.find((a) => a.indicator === BEDS)!.last).toMatchObject({ sent: 2, published: 2, late: 4 });
  });
});

test('乡镇看得到发布的，看不到别的乡镇没有发布的；审计只看', async () => {
  // 目标提高到65%以后，59.97%离目标还远，照常四舍五入
  expect((await fileOf('xiang', BEDS, XIANAN)).judged).toMatchObject({ text: '60.0%', near: false, met: false });
  expect((await by('xiang').call('GET', `/api/plan-indicators/${BEDS}?division=421202001000`)).status).toBe(404);
  expect((await by('xiang').get(`/api/plan-indicators/${BEDS}?division=${TINGSI}`)).places.at(-1).division).toBe(TINGSI);
  expect((await by('shenji').call('POST', VALUES, {})).status).toBe(403);
  expect((await fileOf('shenji', BEDS, XIANAN)).offers).toEqual([]);
});
