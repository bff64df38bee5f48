import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type Browser, requestId, startApi } from '../../../../tests/api.ts';

let api: Api;
let [clerk, leader, county, other]: Browser[] = [];
beforeAll(async () => {
  api = await startApi({ start: '2027-01-04' });
  [clerk, leader, county, other] = await Promise.all(['shi', 'shiling', 'xian', 'jiayuqueren'].map(api.staff));
});
afterAll(() => api?.stop());

const LIST = '/api/performance';
const plan = (more: Record<string, unknown> = {}) => ({
  requestId: requestId(),
  input: {
    scheme: 'assistance',
    kind: 'year',
    year: 2026,
    baseMonth: '2026-12',
    selfDueOn: '2027-01-15',
    figures: [
      { indicator: 'hotline', weight: 30 },
      { indicator: 'reserve-coverage', weight: 20 },
      { indicator: 'tekun-institution', weight: 20 },
    ],
    judged: [{ title: '主动发现', standard: '每月入户走访有记录，重点对象全覆盖', weight: 30 }],
    ...more,
  },
});
const onPlan = (by: Browser, id: string, action: string, input: unknown = {}) =>
  by.call('POST', `${LIST}/${id}/actions`, { action, input, requestId: requestId() });
const sheetOf = async (by: Browser): Promise<string> => (await by.get(LIST)).sheets[0].id;
const on = async (by: Browser, sheet: string, action: string, no?: number, input: unknown = {}) =>
  by.call('POST', `${LIST}/sheets/${sheet}${no === undefined ? '' : `/items/${no}`}/actions`, {
    action,
    input,
    version: (await clerk!.get(`${LIST}/sheets/${sheet}`)).version,
    requestId: requestId(),
  });
const codeOf = (answer: { body: { error?: { code: string } } }) => answer.body.error?.code;

test('方案各项合计100分，指标要有目标；起草的人不能批准；同年同类只有一份', async () => {
  const short = await clerk!.refused(LIST, plan({ judged: [] }));
  expect(short.fields[0]).toEqual({ path: 'figures', message: '各项分值合计应为100分，现在是70分' });
  const unknown = await clerk!.refused(LIST, plan({ figures: [{ indicator: 'aid-average', weight: 70 }] }));
  expect(unknown.code).toBe('INVALID_INPUT');
  expect((await clerk!.refused(LIST, plan({ selfDueOn: '2026-12-31' }))).code).toBe('INVALID_INPUT');
  expect((await county!.call('POST', LIST, plan())).status).toBe(403);
  const { id } = await clerk!.post(LIST, plan());
  expect(await clerk!.refused(LIST, plan())).toMatchObject({ code: 'PERFORMANCE_KNOWN', fields: [{ path: 'year' }] });
  expect((await onPlan(clerk!, id, 'adopt')).status).toBe(409);
  expect((await county!.get(LIST)).sheets).toEqual([]);
  expect((await onPlan(leader!, id, 'adopt')).status).toBe(200);
  expect((await clerk!.get(LIST)).plans[0].sheets).toHaveLength(6);
  await expect(api.owner.query(`update city.performance_plan set adopted_by = drafted_by where id = '${id}'`)).rejects.toThrow(
    'performance_plan_two_persons',
  );
});

test('县自评附佐证，只见本县的表；核分前看不到市里的评分', async () => {
  const sheet = await sheetOf(county!);
  expect((await other!.call('GET', `${LIST}/sheets/${sheet}`)).status).toBe(404);
  expect(codeOf(await on(county!, sheet, 'report'))).toBe('PERFORMANCE_UNFILLED');
  const says = '十二个乡镇每月走访，记录在案。';
  expect((await on(county!, sheet, 'fill', 4, { points: 28, says })).body.error.fields[0].path).toBe('proof');
  const proof = await county!.upload('performance-proof');
  expect((await on(county!, sheet, 'fill', 4, { points: 31, says, proof })).status).toBe(422);
  expect((await on(county!, sheet, 'fill', 4, { points: 28, says, proof })).status).toBe(200);
  expect((await on(county!, sheet, 'fill', 1, { points: 30, says, proof })).status).toBe(409);
  expect((await on(county!, sheet, 'report')).status).toBe(200);
  expect((await on(county!, sheet, 'fill', 4, { points: 30, says, proof })).status).toBe(409);
  expect(codeOf(await on(clerk!, sheet, 'tell'))).toBe('PERFORMANCE_UNFILLED');
  expect((await on(clerk!, sheet, 'score', 4, { points: 20, reason: '两个乡镇有缺漏。' })).status).toBe(200);
  const seen = await county!.get(`${LIST}/sheets/${sheet}`);
  expect(seen.items[3]).toMatchObject({ selfPoints: 28, points: null, reason: '' });
  expect(seen.total).toBeNull();
  expect(seen.items[1].now).toContain('目标100%');
  expect((await clerk!.get(`${LIST}/sheets/${sheet}`)).items[3].points).toBe('20分');
});

test('核分：指标由系统数出并说明怎么得分，没有可数的连分值一起不计；告知后5个工作日内可以提异议', async () => {
  const sheet = await sheetOf(county!);
  expect((await on(clerk!, sheet, 'tell')).status).toBe(200);
  const seen = await county!.get(`${LIST}/sheets/${sheet}`);
  expect(seen.objectUntil).toBe('2027-01-11');
  expect(seen.items[0]).toMatchObject({ points: '30分', reason: '实际1／1，达到目标100%，得满分30分。' });
  expect(seen.items[1]).toMatchObject({ points: '0分' });
  expect(seen.items[2]).toMatchObject({ points: '不计入' });
  // (30 + 0 + 20) ÷ (30 + 20 + 30) × 100
  expect(seen.total).toBe('62.5分');
  const stored = (await api.owner.query('select words::text as w from city.performance_score where no = 4')).rows;
  expect(JSON.stringify(stored)).not.toContain('缺漏');
});

test('异议每项一次，由没有评过分的人答复，采纳的改分', async () => {
  const sheet = await sheetOf(county!);
  const reason = '缺漏的两个乡镇已补录，请复核。';
  expect((await on(county!, sheet, 'object', 4, { reason })).status).toBe(200);
  expect(codeOf(await on(county!, sheet, 'object', 4, { reason }))).toBe('PERFORMANCE_OBJECTED');
  const answer = { verdict: 'accepted', points: 26, says: '复核属实。' };
  expect(codeOf(await on(clerk!, sheet, 'answer', 4, answer))).toBe('PERFORMANCE_SAME_PERSON');
  expect((await on(leader!, sheet, 'answer', 4, { verdict: 'accepted', says: '复核属实。' })).status).toBe(422);
  expect((await on(leader!, sheet, 'answer', 4, answer)).status).toBe(200);
  expect((await county!.get(`${LIST}/sheets/${sheet}`)).total).toBe('70分');
  await api.moveTo('2027-01-12');
  expect(codeOf(await on(county!, sheet, 'object', 1, { reason }))).toBe('PERFORMANCE_CLOSED');
});

test('到期前三天提醒一次；逾期没有自评的直接核分；都过了异议期才公布，名次和结论各县都看到', async () => {
  const [{ id, sheets }] = (await clerk!.get(LIST)).plans;
  const told = await other!.get('/api/session');
  await api.moveTo('2027-01-16');
  expect((await other!.get('/api/session')).unread).toBeGreaterThanOrEqual(told.unread);
  const rest = sheets.filter((s: { state: string }) => s.state === 'self');
  expect(rest).toHaveLength(5);
  const conclusion = '总体达到目标，备用金还没有全部拨付。';
  expect((await onPlan(leader!, id, 'publish', { conclusion })).body.error.message).toContain('待县自评');
  for (const { id: sheet } of rest) {
    expect((await on(clerk!, sheet, 'score', 4, { points: 0, reason: '没有自评。' })).status).toBe(200);
    expect((await on(clerk!, sheet, 'tell')).status).toBe(200);
  }
  expect((await onPlan(leader!, id, 'publish', { conclusion })).body.error.message).toContain('可以提异议到');
  await api.moveTo('2027-01-25');
  expect((await onPlan(leader!, id, 'publish', { conclusion })).status).toBe(200);
  const seen = await other!.get(`${LIST}/sheets/${await sheetOf(other!)}`);
  expect(seen).toMatchObject({ state: 'published', conclusion });
  expect(seen.standing[0]).toEqual({ countyName: '咸安区', total: '70分', place: 1 });
  expect(seen.standing.slice(1).every((s: { place: number }) => s.place === 2)).toBe(true);
  const reminded = await api.owner.query(`select count(*)::int as n from city.message where template = 'performance.due'`);
  expect(reminded.rows[0].n).toBe(5);
});
