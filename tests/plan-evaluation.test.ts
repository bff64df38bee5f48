/** 规划评估 over HTTP: scheme, own evaluations, a third party that measures again, the public survey, the report with its score, and the targets that follow from it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import type { EvaluationFile } from '../src/domains/planning-statistics/evaluation/content.ts';
import type { IndicatorFile } from '../src/domains/planning-statistics/values/content.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { type Api, Browser, requestId, startApi } from './api.ts';

const CITY = '421200000000';
const XIANAN = '421202000000';
const BEDS = 'IND14-04';
const EVALUATIONS = '/api/plan-evaluations';

let api: Api;
const hands = new Map<string, Browser>();
const by = (login: string): Browser => hands.get(login)!;
const system = () => systemActor('test', api.context.city);

/** A value as it stood published; how it comes there is in plan-values.test.ts. */
const published = (indicator: string, division: string, num: number, den: number) =>
  api.context.write(system(), (tx) =>
    tx.run(sql`insert into plan_value (id, indicator, division, period, period_end, source, version, state, num, den, as_of, source_text, proof_file, reason,
        filled_at, filled_by, filled_name, audited_at, audited_by, audited_name, published_at, published_by, published_name)
      values (${crypto.randomUUID()}, ${indicator}, ${division}, '2025', '2025-12-31', 'report', 1, 'published', ${num}, ${den}, '2025-12-31', '年报', ${crypto.randomUUID()}, '',
        ${tx.now}, 'a', '甲', ${tx.now}, 'b', '乙', ${tx.now}, 'b', '乙')`),
  );

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  for (const login of ['xiang', 'xian', 'jiayuxian', 'shi', 'shiling', 'shenji', 'pinggu', 'caiwu'])
    hands.set(login, await api.staff(login));
  // 十二项里只有三项有数
  await published(BEDS, CITY, 11_140, 18_577);
  await published(BEDS, XIANAN, 2400, 4000);
  await published('IND14-05', CITY, 640, 1000);
  await published('IND14-12', CITY, 70, 70);
});
afterAll(() => api?.stop());

const scheme = (more: object = {}) => ({
  plan: '14',
  kind: 'final',
  baseOn: '2025-12-31',
  method: '逐项比对目标，抽样复测，听取公众评价',
  selfDueOn: '2026-03-20',
  evaluator: '某大学评估中心',
  surveyFrom: '2026-03-05',
  surveyUntil: '2026-03-15',
  requestId: requestId(),
  ...more,
});
let id = '';
const file = (login: string): Promise<EvaluationFile> => by(login).get(`${EVALUATIONS}/${id}`);
const editOf = async (): Promise<number> =>
  (await api.context.read(system(), (tx) => tx.one<{ edit: number }>(sql`select edit from plan_evaluation where id = ${id}`)))
    .edit;
const acting = async (input: object = {}) => ({ edit: await editOf(), requestId: requestId(), ...input });
const does = async (login: string, action: string, input: object = {}) =>
  by(login).post(`${EVALUATIONS}/${id}/${action}`, await acting(input));
const refused = async (login: string, action: string, input: object = {}) =>
  by(login).refused(`${EVALUATIONS}/${id}/${action}`, await acting(input));

describe('方案', () => {
  test('截止日在规划期内、已经过了；同一截止日的同一种评估只有一份；县里不起草', async () => {
    expect((await by('shi').refused(EVALUATIONS, scheme({ baseOn: '2026-01-01' }))).fields[0]!.path).toBe('baseOn');
    expect((await by('shi').refused(EVALUATIONS, scheme({ surveyUntil: '2026-03-04' }))).fields[0]!.path).toBe('surveyUntil');
    expect((await by('xian').call('POST', EVALUATIONS, scheme())).status).toBe(403);
    id = (await by('shi').post(EVALUATIONS, scheme())).id;
    expect((await by('shi').refused(EVALUATIONS, scheme())).code).toBe('EVALUATION_KNOWN');
    expect((await by('xian').get(EVALUATIONS)).rows).toEqual([]);
    expect((await by('xian').call('GET', `${EVALUATIONS}/${id}`)).status).toBe(404);
  });

  test('撤回的草案可以重新起草；批准以后六县和各业务科室收到自评', async () => {
    await does('shi', 'withdraw');
    id = (await by('shi').post(EVALUATIONS, scheme())).id;
    await does('shiling', 'adopt');
    expect((await refused('shi', 'withdraw')).code).toBe('EVALUATION_STATE');
    const { selfEvaluations } = await file('shi');
    expect(selfEvaluations.filter((s) => !s.name.startsWith('市级')).map((s) => s.name)).toHaveLength(6);
    expect(selfEvaluations.filter((s) => s.name.startsWith('市级')).map((s) => s.name)).toContain('市级：养老服务');
    await expect(api.owner.query(`update city.plan_evaluation set adopted_by = drafted_by where id = '${id}'`)).rejects.toThrow(
      'plan_evaluation_two_persons',
    );
  });
});

test('自评：县交自己的一份，只交一次；别的县的交不了', async () => {
  const { selfEvaluations } = await file('xian');
  expect(selfEvaluations.map((s) => [s.name, s.offers.map((o) => o.zh)])).toEqual([['咸安区', ['交自评']]]);
  const at = `${EVALUATIONS}/${id}/selves/${selfEvaluations[0]!.id}`;
  const words = { done: '护理型床位2400张，占60%，达到目标。', problems: '无' };
  expect((await by('jiayuxian').refused(at, { ...words, requestId: requestId() })).code).toBe('SELF_UNKNOWN');
  const proof = await by('xian').upload('plan-self-proof', Buffer.from('%PDF-1.4\n%%EOF\n'), '床位台账.pdf');
  await by('xian').post(at, { ...words, proofs: [proof], requestId: requestId() });
  expect((await by('xian').refused(at, { ...words, requestId: requestId() })).code).toBe('SELF_DONE');
  expect((await file('shi')).selves).toEqual({ total: expect.any(Number), done: 1 });
});

test('第三方没有声明独立性以前，自评的佐证看不到、打不开', async () => {
  const self = (await file('shi')).selfEvaluations.find((s) => s.name === '咸安区')!;
  expect((await file('pinggu')).selfEvaluations.find((s) => s.name === '咸安区')!.proofs).toEqual([]);
  const at = `${EVALUATIONS}/${id}/selves/${self.id}/files/${self.proofs[0]!.id}`;
  expect((await by('pinggu').call('GET', at)).body.error.code).toBe('EVALUATOR_UNDECLARED');
});

describe('第三方复测', () => {
  const measuresAt = () => `${EVALUATIONS}/${id}/measures`;
  const measure = (division: string, num: number, den: number, indicator = BEDS) => ({
    indicator,
    division,
    num,
    den,
    sample: 120,
    note: '随机抽20家机构，逐床核对',
    requestId: requestId(),
  });

  test('先声明独立性；第三方只看评估，别的都看不到', async () => {
    expect((await by('pinggu').refused(measuresAt(), measure(CITY, 1, 2))).code).toBe('EVALUATOR_UNDECLARED');
    expect((await by('pinggu').refused(`${EVALUATIONS}/${id}/declare`, await acting({ independent: false }))).code).toBe(
      'INVALID_INPUT',
    );
    await does('pinggu', 'declare', { independent: true });
    for (const url of ['/api/persons/search?q=x', '/api/plan-values', '/api/cases', `/api/plan-indicators/${BEDS}`])
      expect((await by('pinggu').call('GET', url)).status, url).toBe(403);
    for (const action of ['adopt', 'report', 'publish'])
      expect((await by('pinggu').call('POST', `${EVALUATIONS}/${id}/${action}`, await acting())).status).toBe(403);
  });

  test('相差5%以内相符，超过5%须复核：报60%，复测57.0%相符；报64%，复测50%要复核', async () => {
    await by('pinggu').post(measuresAt(), measure(XIANAN, 570, 1000));
    expect((await by('pinggu').refused(measuresAt(), measure(XIANAN, 600, 1000))).code).toBe('MEASURE_DONE');
    await by('pinggu').post(measuresAt(), measure('421200000000', 500, 1000, 'IND14-05'));
    expect((await by('pinggu').refused(measuresAt(), measure('421221000000', 1, 2))).code).toBe('MEASURE_NO_VALUE');
    const { measures } = await file('shi');
    expect(measures.filter((m) => m.measured).map((m) => [m.indicator, m.unitName, m.stateZh])).toEqual([
      [BEDS, '咸安区', '相符'],
      ['IND14-05', '咸宁市', '须复核'],
    ]);
    const { items } = await by('shi').get('/api/messages');
    expect(items[0].body).toContain('报送64.0%，第三方复测50.0%，请复核');
  });

  test('复核写明用哪个数、为什么；复测的人复核不了；只复核一次', async () => {
    const row = (await file('shi')).measures.find((m) => m.state === 'recheck')!;
    const [offer] = row.offers;
    const given = { outcome: 'take', reason: '台账把居家供养的算了进去' };
    expect((await by('pinggu').call('POST', offer!.to, { ...given, requestId: requestId() })).status).toBe(403);
    await by('shi').post(offer!.to, { ...given, requestId: requestId() });
    expect((await by('shi').refused(offer!.to, { ...given, requestId: requestId() })).code).toBe('MEASURE_SETTLED');
  });

  test('看原始记录：平台数的才有，人名只写姓，看了留痕；没有接入的说没有', async () => {
    const rows = await by('pinggu').get(`${EVALUATIONS}/${id}/rows?indicator=IND14-10&division=${CITY}`);
    expect(rows.rows.length).toBeGreaterThan(0);
    expect((await by('pinggu').call('GET', `${EVALUATIONS}/${id}/rows?indicator=IND14-07&division=${CITY}`)).status).toBe(404);
    expect((await by('shi').call('GET', `${EVALUATIONS}/${id}/rows?indicator=IND14-10&division=${CITY}`)).status).toBe(403);
    const { rows: kept } = await api.owner.query(
      `select count(*)::int as n from city.audit_log where action = 'plan-evaluation.sampled'`,
    );
    expect(kept[0].n).toBe(1);
  });
});

describe('第三方看自评的佐证', () => {
  const PDF = Buffer.from('%PDF-1.4\n%%EOF\n');
  const selfOf = async (login: string, name: string) => (await file(login)).selfEvaluations.find((s) => s.name === name)!;
  const fileAt = async () => {
    const self = await selfOf('shi', '咸安区');
    return { self, proof: self.proofs[0]!, at: `${EVALUATIONS}/${id}/selves/${self.id}/files/${self.proofs[0]!.id}` };
  };

  test('声明了独立性，自评的佐证打得开，打开留痕', async () => {
    const { at, proof } = await fileAt();
    const [shown] = (await selfOf('pinggu', '咸安区')).proofs;
    expect(shown).toMatchObject({ id: proof.id, to: at });
    const opened = await by('pinggu').call('GET', shown!.to);
    expect([opened.status, opened.raw.toString()]).toEqual([200, PDF.toString()]);
    const { rows } = await api.owner.query(
      `select count(*)::int as n from audit_log where action = 'file.opened' and subject_id = $1`,
      [proof.id],
    );
    expect(rows[0].n).toBe(1);
  });

  test('别的材料他都打不开：直接按编号、借自评的地址、指标值的佐证；市里、县里不走这个地址', async () => {
    const { self, proof, at } = await fileAt();
    expect((await by('pinggu').call('GET', `/api/files/${proof.id}`)).status).toBe(403);
    const other = await by('shi').upload('plan-value-proof', PDF, '年报.pdf');
    const borrowed = `${EVALUATIONS}/${id}/selves/${self.id}/files/${other}`;
    expect((await by('pinggu').call('GET', borrowed)).status).toBe(404);
    const unbound = await by('xian').upload('plan-self-proof', PDF, '没有交的.pdf');
    expect((await by('pinggu').call('GET', `${EVALUATIONS}/${id}/selves/${self.id}/files/${unbound}`)).status).toBe(404);
    const wrongSelf = (await selfOf('shi', '嘉鱼县')).id;
    expect((await by('pinggu').call('GET', `${EVALUATIONS}/${id}/selves/${wrongSelf}/files/${proof.id}`)).status).toBe(404);
    for (const login of ['shi', 'xian', 'jiayuxian', 'shenji', 'caiwu'])
      expect((await by(login).call('GET', at)).status, login).toBe(403);
    // 经办走自己的地址：本县的打得开，别的县打不开
    expect((await by('xian').call('GET', `/api/files/${proof.id}`)).status).toBe(200);
    expect((await by('jiayuxian').call('GET', `/api/files/${proof.id}`)).status).toBe(404);
  });

  test('别人声明的评估，不是他的：打不开', async () => {
    const { at } = await fileAt();
    const declared = (who: string) => api.owner.query('update plan_evaluation set declared_by = $2 where id = $1', [id, who]);
    const { rows } = await api.owner.query('select declared_by as who from plan_evaluation where id = $1', [id]);
    await declared('another-institution');
    expect([(await by('pinggu').call('GET', at)).status, (await selfOf('pinggu', '咸安区')).proofs]).toEqual([404, []]);
    await declared(rows[0].who);
    expect((await by('pinggu').call('GET', at)).status).toBe(200);
  });
});

describe('公众评价', () => {
  const ORIGIN = { origin: 'http://city.test', host: 'city.test', 'content-type': 'application/x-www-form-urlencoded' };
  const answers = async (phone: string, answer = 'b', survey = id) => {
    const visitor = new Browser(api.app);
    const body = new URLSearchParams({ survey, answer, phone, requestId: requestId() }).toString();
    const { status, body: page } = await visitor.call('POST', '/survey', body, ORIGIN);
    return { status, page: String(page) };
  };

  test('没有开始的不收；开始以后不用登录、不用脚本，一个号码一次', async () => {
    expect((await answers('13907240001')).page).toContain('现在没有公众评价');
    await api.moveTo('2026-03-05');
    const page = String((await new Browser(api.app).call('GET', '/survey')).body);
    expect(page).toContain('2026年3月15日截止');
    expect(page).not.toContain('<script');
    expect((await answers('123')).status).toBe(422);
    expect((await answers('13907240001', '')).page).toContain('aria-invalid');
    const first = await answers('13907240001', 'a');
    expect([first.status, first.page.includes('收到了，谢谢您')]).toEqual([200, true]);
    const second = await answers('13907240001', 'e');
    expect([second.status, second.page.includes('您已参与过本次评价')]).toEqual([422, true]);
    expect((await answers('13907240002')).status).toBe(200);
  });

  test('同一个号码同时送两份，只算一份', async () => {
    const done = await Promise.all([answers('13907240003', 'c'), answers('13907240003', 'c')]);
    expect(done.map((d) => d.status).sort()).toEqual([200, 422]);
    expect((await file('shi')).survey).toMatchObject({ copies: 3, index: '80.0', valid: false, open: true });
  });

  test('号码哪里都没有明文，也连不到怎么答的', async () => {
    for (const table of ['plan_survey_voice', 'plan_survey_count', 'domain_event', 'audit_log', 'request_once'])
      for (const { row } of (await api.owner.query(`select to_regclass('city.${table}') as known`)).rows[0].known
        ? (await api.owner.query(`select t::text as row from city.${table} t`)).rows
        : [])
        expect(row).not.toContain('1390724000');
    const { rows } = await api.owner.query(
      `select column_name from information_schema.columns where table_schema = 'city' and table_name = 'plan_survey_voice'`,
    );
    expect(rows.map((r) => r.column_name).sort()).toEqual(['division', 'evaluation_id', 'phone_digest']);
  });

  test('算例十五：400份，指数78.0，满385份有效', async () => {
    await api.owner.query(`delete from city.plan_survey_count`);
    for (const [answer, copies] of Object.entries({ a: 120, b: 180, c: 70, d: 20, e: 10 }))
      await api.owner.query(`insert into city.plan_survey_count values ($1, $2, '2026-03-06', $3, $4)`, [
        id,
        CITY,
        answer,
        copies,
      ]);
    expect((await file('shi')).survey).toMatchObject({
      copies: 400,
      index: '78.0',
      valid: true,
      most: { day: '2026-03-06', copies: 400 },
    });
  });
});

describe('报告', () => {
  const words = { report: '三项有数的指标中一项达到，其余没有发布的数。', changesPlan: true };

  test('自评没有交齐、公众评价没有结束不成稿', async () => {
    expect((await refused('shi', 'report', words)).message).toContain('自评没有交');
    await api.moveTo('2026-03-21');
  });

  test('没有发布的数按没有完成算，复核采用复测的用复测的；近似达标不算达标；总体没有完成', async () => {
    expect((await refused('shi', 'report', { ...words, report: `${words.report}联系人13907241234。` })).code).toBe(
      'TEXT_SHOWS_NUMBERS',
    );
    await does('shi', 'report', words);
    const { results, score, complete, consultation } = await file('shi');
    expect(results).toHaveLength(12);
    const of = (key: string) => results.find((r) => r.indicator === key)!;
    expect(of(BEDS)).toMatchObject({ text: '59.9%', near: true, met: false });
    expect(of('IND14-05')).toMatchObject({ text: '50.0%', from: 'measured', met: false });
    expect(of('IND14-12')).toMatchObject({ text: '100.0%', met: true, completion: 1 });
    expect(of('IND14-01')).toMatchObject({ text: null, completion: 0 });
    // (59.9666÷60 + 50÷60 + 1) ÷ 12 × 100
    expect([score, complete]).toEqual(['23.61', false]);
    expect(consultation).toMatchObject({ stateZh: '征集中', endsOn: '2026-04-20', opinions: 0 });
  });

  test('成稿以后参与过的号码摘要删掉；县里公布以前看不到得分', async () => {
    const { rows } = await api.owner.query(`select count(*)::int as n from city.plan_survey_voice`);
    expect(rows[0].n).toBe(0);
    expect(await file('xian')).toMatchObject({ score: null, results: [], report: null });
  });

  test('要调整规划的公开征求意见30日，采纳情况公布以后才审定；公布以后门户和各县都看得到，谁也改不了', async () => {
    const visitor = new Browser(api.app);
    expect(String((await visitor.call('GET', '/plan')).body)).toContain('看草案，提意见');
    expect((await refused('shiling', 'approve')).message).toContain('征集中');
    await api.moveTo('2026-04-21');
    expect((await refused('shiling', 'approve')).message).toContain('已截止，待答复');
    const heard = (await file('shi')).consultation!.id;
    const { version } = await by('shi').get(`/api/consultations/${heard}`);
    await by('shi').post(`/api/consultations/${heard}/summary`, { version, summary: '没有收到意见，按报告的建议调整。' });
    await does('shiling', 'approve');
    expect((await refused('shi', 'report', words)).code).toBe('EVALUATION_STATE');
    await does('shiling', 'publish');
    expect(await file('xian')).toMatchObject({ score: '23.61', state: 'published' });
    const page = String((await visitor.call('GET', '/plan')).body);
    expect(page).toContain('23.61分，总体没有完成');
    expect(page).toContain('指数78.0，共400份');
    expect(page).toContain('59.9%');
    await expect(
      api.context.write(system(), (tx) => tx.run(sql`update plan_evaluation set score = 10000 where id = ${id}`)),
    ).rejects.toMatchObject({ code: '42501' });
  });

  test('按评估结果调整目标：另成一版，写明是哪次评估', async () => {
    const offer = (await file('shi')).results.find((r) => r.indicator === BEDS)!.offers[0]!;
    await by('shi').post(offer.to, { ...offer.fixed, year: '2025', value: '62', reason: '按末期评估结果调整' });
    const { targets }: IndicatorFile = await by('shiling').get(`/api/plan-indicators/${BEDS}?division=${CITY}`);
    const proposed = targets.find((t) => t.state === 'proposed')!;
    expect(proposed.evaluationId).toBe(id);
    const [adopt] = proposed.offers;
    await by('shiling').post(adopt!.to, { ...adopt!.fixed, documentNo: '咸民发〔2026〕20号' });
    const after: IndicatorFile = await by('shi').get(`/api/plan-indicators/${BEDS}?division=${CITY}`);
    expect(after.trend.targetText).toBe('62%');
  });
});
