/** The library of the demonstration city: what a newcomer finds in it. */
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../../../../tests/api.ts';
import { playProjects } from './projects.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../../../cities/xianning');
let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  const stage = { context: api.context, filesDir: api.filesDir };
  await playProjects(stage, FOLDER);
  // A start that was cut short goes on: nothing is played twice.
  await playProjects(stage, FOLDER);
  await api.run();
});
afterAll(() => api?.stop());

test('每种情形都有一个：按时的、停更的、支付快于进度的、概算超的、暂停的、调整的、投用的、待核的', async () => {
  const city = await api.staff('shi');
  const found = async (query: string): Promise<string[]> =>
    (await city.get(`/api/projects?${query}`)).rows.map((row: { name: string }) => row.name);
  expect(await found('alarm=stale')).toEqual(['咸安区殡仪馆改扩建工程(一期)']);
  expect(await found('alarm=paid')).toEqual(['咸安区社会福利院养护楼建设项目']);
  expect(await found('alarm=overrun')).toEqual(['咸安区城市公益性公墓(一期)建设项目']);
  expect(await found('side=paused')).toEqual(['咸安区救助管理站升级改造项目']);
  expect(await found('side=adjusted')).toEqual(['咸宁市智慧社区信息服务系统']);
  expect(await found('stage=in-use')).toEqual(['咸安区汀泗桥镇2个社区居家养老服务中心项目']);
  expect(await found('unchecked=1')).toEqual(['咸安区汀泗桥镇农村福利院改扩建项目']);
  const { rows } = await api.owner.query(
    `select template, count(*)::int as n from message where template like 'project.%' group by template order by template`,
  );
  expect(rows).toEqual([
    { template: 'project.never', n: 7 },
    { template: 'project.stale', n: 1 },
    { template: 'project.to-check', n: 1 },
  ]);
  expect(api.errors).toEqual([]);
});
