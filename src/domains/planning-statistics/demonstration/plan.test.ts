/** The plan of the demonstration city: what a newcomer finds on the wall, in the list of values and in the evaluation. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../../../../tests/api.ts';
import { playPlan } from './plan.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  const stage = { context: api.context, filesDir: api.filesDir };
  await playPlan(stage);
  // A start that was cut short goes on: nothing is played twice.
  await playPlan(stage);
  await api.run();
});
afterAll(() => api?.stop());

test('墙上十二项都有发布的数，各县能对比，一处冲突等核定、一处核定过', async () => {
  const { plans, matrix, conflicts } = await (await api.staff('shi')).get('/api/plan-indicators');
  expect(plans[0].indicators.filter((i: { published: unknown }) => i.published)).toHaveLength(12);
  const statuses = plans[0].indicators.map((i: { status: string }) => i.status);
  expect(statuses).toContain('met');
  expect(statuses).toContain('behind');
  expect(matrix.map((row: { id: string }) => row.id)).toEqual(['IND14-04', 'IND14-08', 'IND14-11']);
  expect(conflicts.map((c: { chosenAt: string | null }) => c.chosenAt !== null)).toEqual([false, true]);
});

test('一项指标：五年的趋势、修订过的数、调低过的目标', async () => {
  const shi = await api.staff('shi');
  const beds = await shi.get('/api/plan-indicators/IND14-04?division=421200000000');
  expect(beds.trend.points.map((p: { text: string }) => p.text)).toEqual(['32.6%', '39.8%', '47.7%', '53.8%', '59.9%']);
  expect(beds.judged).toMatchObject({ text: '59.9%', near: true, met: false });
  const jiayu = await shi.get('/api/plan-indicators/IND14-04?division=421221000000');
  expect(jiayu.values.find((v: { period: string; version: number }) => v.period === '2025' && v.version === 2).state).toBe(
    'published',
  );
  const { targets } = await shi.get('/api/plan-indicators/IND14-08?division=421224000000');
  expect(targets.find((t: { unitName: string }) => t.unitName === '通山县')).toMatchObject({
    lowered: true,
    documentNo: '咸政函〔2024〕11号',
  });
});

test('每个岗位都有等着办的：县审、市审、发布、退回改报、逾期、审定目标；评估已经公布', async () => {
  const waiting = async (login: string) =>
    (await (await api.staff(login)).get('/api/plan-values')).waiting.map((v: { unitName: string }) => v.unitName);
  expect(await waiting('xianzhang')).toEqual(['咸安区']);
  expect(await waiting('shi')).toEqual(['通城县']);
  expect(await waiting('shiling')).toEqual(['赤壁市']);
  const { late } = await (await api.staff('shi')).get('/api/plan-values');
  expect(late.map((one: { unitName: string; stateZh: string }) => [one.unitName, one.stateZh])).toEqual([
    ['崇阳县', '已退回'],
    ['通山县', '未报'],
  ]);
  const { rows } = await (await api.staff('pinggu')).get('/api/plan-evaluations');
  expect(rows).toMatchObject([
    { stateZh: '已公布', score: expect.stringMatching(/^9\d\.\d\d$/), verdictZh: expect.stringContaining('没有完成') },
  ]);
  expect(api.errors).toEqual([]);
});
