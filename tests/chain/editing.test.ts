/** 正在办: whoever opens a form first works on it for half an hour; a colleague is told before typing, and refused if he sends all the same. Over HTTP. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { type Api, type Browser, carry, startApi } from '../api.ts';

let api: Api;
let li: Browser;
let wang: Browser;
let leader: Browser;
let id: string;
beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  const fresh = storyOf('fresh');
  await api.register(fresh);
  id = await carry(api, fresh, 'submitted');
  [li, wang, leader] = (await Promise.all(['xiang', 'xiang2', 'xianghe'].map(api.staff))) as [Browser, Browser, Browser];
});
afterEach(() => vi.useRealTimers());
afterAll(() => api?.stop());

const begin = (by: Browser) => by.call('POST', `/api/cases/${id}/edit`);
const end = (by: Browser) => by.call('DELETE', `/api/cases/${id}/edit`);
const HALF_HOUR = 30 * 60_000;

test('李建国打开了受理的表：王芳打开时就知道是谁、到几点，硬要送出、领走也不行；别的岗位不受影响', async () => {
  expect((await begin(li)).status).toBe(200);
  const refused = await wang.refused(`/api/cases/${id}/edit`);
  expect(refused).toMatchObject({ status: 409, code: 'CASE_EDITED' });
  expect(refused.message).toBe('李建国正在办这一件，您不能同时办。');
  expect((await wang.case(id)).editing).toMatchObject({ name: '李建国', until: expect.stringMatching(/^\d\d:\d\d$/) });
  expect((await li.case(id)).editing).toBeNull();
  expect(await wang.actRefused(id, 'accept')).toMatchObject({ code: 'CASE_EDITED' });
  const taken = await wang.refused(`/api/cases/${id}/claim`, { action: 'claim', requestId: 'claim-from-under' });
  expect(taken).toMatchObject({ code: 'CASE_EDITED' });
  expect((await leader.case(id)).editing).toBeNull();
  expect((await begin(leader)).status).toBe(200);
  expect(await wang.refused(`/api/cases/${id}/edit`)).toMatchObject({ code: 'CASE_EDITED' });
});

test('关上就放开；别人关不了', async () => {
  await end(wang);
  expect(await wang.refused(`/api/cases/${id}/edit`)).toMatchObject({ code: 'CASE_EDITED' });
  await end(li);
  expect((await begin(wang)).status).toBe(200);
  expect(await li.actRefused(id, 'accept')).toMatchObject({ code: 'CASE_EDITED' });
});

test('29分钟还拦着，过了半个小时自动放开', async () => {
  const now = Date.now();
  vi.useFakeTimers({ toFake: ['Date'], now: now + HALF_HOUR - 60_000 });
  expect(await li.refused(`/api/cases/${id}/edit`)).toMatchObject({ code: 'CASE_EDITED' });
  vi.useFakeTimers({ toFake: ['Date'], now: now + HALF_HOUR + 60_000 });
  expect((await wang.case(id)).editing).toBeNull();
  expect((await begin(li)).status).toBe(200);
});

test('办完一步就没有了；领办了的不用，同事看到的是领办的人', async () => {
  await end(li);
  await begin(li);
  await li.act(id, 'accept');
  expect((await begin(wang)).status).toBe(200);
  await end(wang);
  await li.post(`/api/cases/${id}/claim`, { action: 'claim', requestId: 'claim-while-editing' });
  expect((await begin(li)).status).toBe(200);
  expect((await api.owner.query('select 1 from case_edit where case_id = $1', [id])).rows).toEqual([]);
  expect(await wang.refused(`/api/cases/${id}/edit`)).toMatchObject({ code: 'CASE_CLAIMED' });
});
