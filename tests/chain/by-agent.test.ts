/** 代办不等于被委托: the applicant hears of it at once and can stop it; the agent reads neither decision nor money. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { desksOf } from '../../src/domains/social-assistance/demonstration/path.ts';
import { type Api, type Browser, carry, requestId, startApi } from '../api.ts';

const blind = storyOf('proxy');
let api: Api;
let clerk: Browser;
let agent: Browser;
let grandmother: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  await api.register(blind);
  clerk = await api.staff(desksOf(blind).clerk);
  agent = await api.resident(blind);
  grandmother = await api.resident({ ...blind, persons: blind.persons.filter((p) => p.ref !== 'agent') });
});
afterAll(() => api?.stop());

test('有人替她申请：她马上收到消息，写着谁办的；她说不是她办的，申请停止，乡镇收到消息；代办人自己不能说', async () => {
  const id = await api.apply(blind, agent);
  const [message] = (await grandmother.get('/api/messages')).items;
  expect(message.title).toBe('有人替您提交了申请');
  expect(message.body).toContain(blind.persons.find((p) => p.ref === 'agent')!.name);
  expect((await agent.case(id)).disownable).toBe(false);
  expect((await agent.refused(`/api/cases/${id}/not-mine`, { requestId: requestId() })).code).toBe('NOT_FOUND');
  expect((await grandmother.case(id)).disownable).toBe(true);
  expect(await grandmother.post(`/api/cases/${id}/not-mine`, { requestId: requestId() })).toEqual({ stopped: true });
  expect(await clerk.case(id)).toMatchObject({ state: 'withdrawn', outcome: 'withdrawn' });
  expect((await clerk.get('/api/messages')).items[0].title).toBe('申请人说不是本人办的');
});

test('代办人看得到进度，看不到核查的收入、决定、文书和发放；本人都看得到', async () => {
  const id = await carry(api, blind, 'decided');
  const [his, hers] = [await agent.case(id), await grandmother.case(id)];
  expect(his.state).toBe(hers.state);
  expect(hers.sections.decisions.length).toBeGreaterThan(0);
  expect(his.sections).toMatchObject({ decisions: [], documents: [], payments: [], entitlement: null, verification: null });
  const decision = await agent.call('GET', `/decisions/${hers.sections.decisions[0].id}`);
  expect(decision.status).toBe(404);
});
