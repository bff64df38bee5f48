/** 规划衔接 over HTTP: a goal beside the goal of another plan, what they ask differently, taken away again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type Browser, requestId, startApi } from './api.ts';

const LINKS = '/api/plan-links';
let api: Api;
let [shi, xian, shiling]: Browser[] = [];
beforeAll(async () => {
  api = await startApi({ start: '2026-04-13' });
  [shi, xian, shiling] = await Promise.all(['shi', 'xian', 'shiling'].map(api.staff));
});
afterAll(() => api?.stop());

const inLibrary = (more: object = {}) => ({
  indicator: 'T14-lot-elderly',
  relation: 'succeeds',
  otherIndicator: 'T13-lot-elderly',
  requestId: requestId(),
  ...more,
});
const printed = (more: object = {}) => ({
  indicator: 'IND14-04',
  relation: 'higher',
  where: 'outside',
  otherPlan: '全省养老服务规划',
  otherGoal: '护理型床位占比达到55%',
  otherYear: '2025',
  otherQualifier: '≥',
  otherValue: '55',
  otherUnit: '%',
  note: '按市里的执行',
  requestId: requestId(),
  ...more,
});

test('福彩公益金：“十四五”55%对“十三五”50%，高5个百分点；两边都看得到，一对只登记一次', async () => {
  expect((await xian!.get(LINKS)).rows).toEqual([]);
  expect((await shi!.refused(LINKS, inLibrary({ otherIndicator: 'T14-lot-elderly' }))).fields[0]!.path).toBe('otherIndicator');
  expect((await shi!.refused(LINKS, inLibrary({ otherIndicator: undefined }))).fields[0]!.path).toBe('otherIndicator');
  await shi!.post(LINKS, inLibrary());
  const back = { indicator: 'T13-lot-elderly', otherIndicator: 'T14-lot-elderly', relation: 'parallel' };
  expect((await shi!.refused(LINKS, inLibrary(back))).code).toBe('PLAN_LINK_KNOWN');
  const { rows, offers } = await xian!.get(LINKS);
  expect(rows).toMatchObject([
    {
      relationZh: '上一期规划',
      ours: { indicator: 'T14-lot-elderly', text: '≥55%（2022年）' },
      other: { indicator: 'T13-lot-elderly', text: '≥50%（2020年）' },
      apart: 'more',
      says: '高5个百分点，要求更高，年份不同（2022、2020）',
      offers: [],
    },
  ]);
  expect(offers).toEqual([]);
  const [turned] = (await xian!.get(`${LINKS}?indicator=T13-lot-elderly`)).rows;
  expect(turned).toMatchObject({ ours: { text: '≥50%（2020年）' }, apart: 'less', relationZh: '对方把它作为上一期规划' });
});

test('别的规划照原文填，缺一样不行；目标调整以后差异跟着变；撤去以后不再列出', async () => {
  expect((await shi!.refused(LINKS, printed({ otherValue: undefined }))).fields[0]!.path).toBe('otherValue');
  expect((await shi!.refused(LINKS, printed({ otherValue: '百分之五十五' }))).code).toBe('INVALID_INPUT');
  expect((await xian!.call('POST', LINKS, printed())).status).toBe(403);
  const { id } = await shi!.post(LINKS, printed());
  const one = async () => (await shi!.get(`${LINKS}?indicator=IND14-04`)).rows[0];
  expect(await one()).toMatchObject({ other: { indicator: null, plan: '全省养老服务规划' }, says: '高5个百分点，要求更高' });
  const target = { year: '2025', value: '65', reason: '中期评估后提高', requestId: requestId() };
  const proposed = await shi!.post('/api/plan-indicators/IND14-04/targets', target);
  const decision = { decision: 'adopt', documentNo: '咸民发〔2026〕3号', requestId: requestId() };
  await shiling!.post(`/api/plan-targets/${proposed.id}`, decision);
  expect(await one()).toMatchObject({ ours: { text: '65%（2025年）' }, says: '高10个百分点，要求更高' });
  await shi!.post(`${LINKS}/${id}/removal`, { requestId: requestId() });
  expect(await one()).toBeUndefined();
  expect((await shi!.refused(`${LINKS}/${id}/removal`, { requestId: requestId() })).code).toBe('NOT_FOUND');
});
