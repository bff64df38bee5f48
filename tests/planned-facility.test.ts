/** 康复设施和规划项目: an officer says which planned project a facility is; both pages show it, and a stage that is reported there is known here. */
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playProjects } from '../src/domains/planning-statistics/demonstration/projects.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

let api: Api;
let city: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  await playProjects({ context: api.context, filesDir: api.filesDir }, path.resolve(import.meta.dirname, '../cities/xianning'));
  city = await api.staff('shi');
});
afterAll(() => api?.stop());

const at = (code: string) => `/api/facilities/projects/${code}/planned`;
const link = (code: string, planned: string, by = city) => by.call('POST', at(code), { planned, requestId: requestId() });
const facility = async (code: string) =>
  (await city.get('/api/facilities/projects')).rows.find((row: { code: string }) => row.code === code);
const planned = async (name: string): Promise<{ id: string }> =>
  (await city.get(`/api/projects?q=${encodeURIComponent(name)}`)).rows[0];
const shownAt = async (id: string): Promise<string[]> =>
  (await city.get(`/api/projects/${id}`)).facilities.map((one: { name: string }) => one.name);

test('可选的是本地的规划项目，名称最像的在前；别县的、领导、乡镇都不能对', async () => {
  const { fields } = await city.get(at('JSWS-03'));
  const [first] = fields[0].choices;
  expect(first).toMatchObject({
    value: (await planned('崇阳县失智老人护理院')).id,
    label: expect.stringContaining('崇阳县失智老人护理院'),
  });
  expect(fields[0].choices.every(({ label }: { label: string }) => !label.startsWith('咸安区'))).toBe(true);
  const elsewhere = (await planned('咸安区社会福利院养护楼')).id;
  expect((await link('JSWS-03', elsewhere)).body.error.fields[0].path).toBe('planned');
  expect((await link('JSWS-03', first.value, await api.staff('xian'))).status).toBe(404);
  for (const login of ['xiang', 'xianzhang', 'shiling', 'shenji'])
    expect((await link('JSWS-03', first.value, await api.staff(login))).status, login).toBe(403);
});

test('对上以后两边都看得到；改了、说没有的，那边也跟着改', async () => {
  const { id } = await planned('崇阳县失智老人护理院');
  expect((await link('JSWS-03', id)).status).toBe(200);
  await api.run();
  expect(await facility('JSWS-03')).toMatchObject({ plannedName: '崇阳县失智老人护理院', plannedTo: `/projects/${id}` });
  expect(await shownAt(id)).toEqual(['崇阳县失智老人护理院']);
  await link('JSWS-03', 'none');
  await api.run();
  expect([(await facility('JSWS-03')).plannedName, await shownAt(id)]).toEqual([null, []]);
});

test('规划里一行是18处的，18处都可以对上它；规划报的阶段只有单独一处的跟着走', async () => {
  const { id } = await planned('咸宁市失智老年人养护院');
  const row = (await planned('通山县18个精神障碍社区康复服务中心')).id;
  for (const code of ['JSWS-02-01', 'JSWS-02-02']) expect((await link(code, row)).status).toBe(200);
  expect((await link('JSWS-04', id)).status).toBe(200);
  await api.run();
  expect(await shownAt(row)).toEqual(['通山县精神障碍社区康复服务中心（第1处）', '通山县精神障碍社区康复服务中心（第2处）']);
  await city.post(`/api/projects/${id}/reports`, {
    month: '2026-08',
    stage: 'approved',
    stageOn: '2026-08-20',
    invested: 0,
    money: [],
    done: '取得立项批复。',
    requestId: requestId(),
  });
  await api.run();
  expect((await facility('JSWS-04')).stage).toBe('approved');
  expect(api.errors).toEqual([]);
});
