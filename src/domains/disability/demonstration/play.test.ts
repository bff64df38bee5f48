/** What the county finds under 补贴比对 when the demonstration begins. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../../../../tests/api.ts';
import { subsidyDays } from './play.ts';

let api: Api;
const play = async () => {
  for (const { on, work } of subsidyDays({ context: api.context, runDue: api.run })) {
    if (api.clock.today() < on) api.clock.set(`${on}T01:00:00.000Z`);
    await work();
    await api.run();
  }
};

beforeAll(async () => {
  api = await startApi({ start: '2026-08-26' });
  await play();
});
afterAll(() => api?.stop());

test('正在领护理补贴的人，人社报来9月起有工伤护理费：等县里核实，属实的话发到8月；再建立一遍也只有一条', async () => {
  const county = await api.staff('xian');
  const open = async () => (await county.get('/api/disability/comparisons')).rows;
  expect(await open()).toMatchObject([
    { personName: '舒长林', zh: '开始领取工伤生活护理费', from: '2026-09-01', effects: ['重度残疾人护理补贴发到2026年8月'] },
  ]);
  await play();
  expect(await open()).toHaveLength(1);
  expect(api.errors).toEqual([]);
});
