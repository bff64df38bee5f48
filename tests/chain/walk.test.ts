/** 上门: what an applicant needs to be understood is known to whoever comes; a village walks to everybody whom it is to see, each door once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lives, monthly, story } from '../../src/domains/social-assistance/demonstration/story.ts';
import { type Api, type Browser, carry, requestId, startApi, visitInput } from '../api.ts';

const deaf = story({
  key: 'walk-deaf',
  title: '申请人听不见',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '汀泗街7号',
  people: [{ name: '阮静', sex: '女', birth: '1971-05-05', lives: lives.患病在家 }],
  incomes: [monthly('self', 'other', 200)],
  expect: null,
});
deaf.form.applicant.communication = ['sign', 'at-home'];

let api: Api;
let clerk: Browser;
let village: Browser;
let resident: Browser;
let id = '';
beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  await api.register(deaf);
  [clerk, village] = (await Promise.all(['xiang', 'cun'].map(api.staff))) as [Browser, Browser];
  resident = await api.resident(deaf);
});
afterAll(() => api?.stop());

const rowOf = async (by: Browser) =>
  (await by.case(id)).sections.facts[0].rows.find((r: { label: string }) => r.label === '沟通需要');
const stops = async () => (await village.get('/api/visits')).stops;

test('申请时勾了手语翻译和上门办理：受理的人在办件里看得到，和病情一样加密保存', async () => {
  id = await carry(api, deaf, 'accepted');
  expect(await rowOf(clerk)).toEqual({ label: '沟通需要', value: '手语翻译、上门办理' });
  expect(await rowOf(resident)).toEqual({ label: '沟通需要', value: '手语翻译、上门办理' });
  const { rows } = await api.owner.query(`select value, sealed from fact_version where kind = 'communication'`);
  expect(rows).toMatchObject([{ value: null, sealed: expect.anything() }]);
});

test('受理以前、没有启动调查的不用上门；启动调查以后，村里要上门的清单里有这一家，写明要手语翻译', async () => {
  expect(await stops()).toEqual([]);
  await carry(api, deaf, 'toCheck', { id, from: 'toCheck' });
  const [stop, ...others] = await stops();
  expect(others).toEqual([]);
  expect(stop).toMatchObject({
    name: '阮静',
    point: null,
    needs: ['at-home', 'sign'],
    tasks: [{ zh: '入户调查', href: `/cases/${id}` }],
  });
});

test('记下住处和村委会的位置：清单里带着，乡镇没有这张清单，看得到的只是自己村', async () => {
  const place = { longitude: '114.24800', latitude: '29.78100' };
  const [{ personId }] = await stops();
  await village.post(`/api/visits/homes/${personId}`, { requestId: requestId(), input: place });
  await village.post('/api/visits/office', { requestId: requestId(), input: place });
  expect(await village.get('/api/visits')).toMatchObject({
    office: { longitude: 114.248, latitude: 29.781 },
    stops: [{ point: { longitude: 114.248, latitude: 29.781 } }],
    more: false,
  });
  expect((await clerk.call('GET', '/api/visits')).status).toBe(403);
  const elsewhere = await api.staff('jiayu');
  expect(await elsewhere.refused(`/api/visits/homes/${personId}`, { requestId: requestId(), input: place })).toMatchObject({
    code: 'NOT_FOUND',
  });
  const { rows } = await resident.get('/api/persons/me/looked');
  const looked = JSON.stringify(rows);
  for (const said of ['在要上门的清单中列出', '记下住处的位置']) expect(looked).toContain(said);
});

test('一家有几件事，只去一次：同一个人的线索排在同一处', async () => {
  const [{ personId }] = await stops();
  const { division } = deaf.form.applicant;
  const { id: clue } = await clerk.post('/api/clues', {
    ...{ name: '阮静', division, matter: 'living', text: '邻居说她家最近没有开火。', urgent: false },
    ...{ personId, requestId: requestId() },
  });
  const { version } = await clerk.get(`/api/clues/${clue}`);
  const input = { to: 'village-worker', division };
  await clerk.post(`/api/clues/${clue}/actions`, { action: 'assign', version, requestId: requestId(), input });
  const [stop, ...others] = await stops();
  expect(others).toEqual([]);
  expect(stop.tasks.map((t: { zh: string }) => t.zh).sort()).toEqual(['入户调查', '核实线索'].sort());
});

test('登记了入户调查：清单里没有了；退回补充调查的，又要再去', async () => {
  await carry(api, deaf, 'surveying', { id, from: 'checking' });
  await village.act(id, 'recordVisit', await visitInput(village, deaf, api.clock.today()));
  const tasks = async () => (await stops()).flatMap((s: { tasks: { zh: string }[] }) => s.tasks.map((t) => t.zh));
  expect(await tasks()).toEqual(['核实线索']);
  await clerk.act(id, 'submitForReview', { opinion: '情况属实，请审核。' });
  const leader = await api.staff('xianghe');
  await leader.act(id, 'returnToSurvey', { reason: '邻居的说法不一样，请再去看一次' });
  expect((await tasks()).sort()).toEqual(['入户调查', '核实线索'].sort());
  expect(api.errors).toEqual([]);
});
