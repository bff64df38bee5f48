/** 补贴公示：anybody objects on the page itself, without scripts; words, name and telephone reach the hand that looks into it, never the body that is to be paid. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playSiteMoney } from '../src/domains/elderly-care/demonstration/site-money.ts';
import { playSites } from '../src/domains/elderly-care/demonstration/sites.ts';
import { type Api, requestId, startApi } from './api.ts';

let api: Api;
let id = '';
beforeAll(async () => {
  api = await startApi({ start: '2026-08-31' });
  const stage = { context: api.context, moveTo: () => undefined };
  await playSites(stage);
  await playSiteMoney(stage, '2026-09-01');
  await api.owner.query(`alter table subsidy disable trigger subsidy_stays; update subsidy set notice_to = '2026-09-02' where state = 'checked';
    alter table subsidy enable trigger subsidy_stays`);
  await api.run();
  id = (await api.owner.query(`select id from subsidy where state = 'checked'`)).rows[0].id;
});
afterAll(() => api?.stop());

const form = (given: Record<string, string>) =>
  api
    .visitor()
    .call('POST', `/open/subsidies/${id}/objections`, new URLSearchParams({ requestId: requestId(), ...given }).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'http://city.test',
      host: 'city.test',
    });
const good = { text: '五月份我去过三次都锁着门', name: '石大妈', phone: '13907240001' };
const list = async (login: string) =>
  (await (await api.staff(login)).get('/api/care-site-subsidies')).rows.find((row: { id: string }) => row.id === id);

test('公示页上每一笔有“有不同意见”；填错的写过的还在，电话不对说在旁边；填对了收到', async () => {
  const all = (await api.visitor().call('GET', '/open/subsidies')).body;
  expect(all).toContain(`/open/subsidies/${id}`);
  const page = (await api.visitor().call('GET', `/open/subsidies/${id}`)).body;
  expect(page).toContain('30,000.00元');
  expect(page).toContain('您的名字和电话只给办案的人核实用');
  const wrong = await form({ ...good, phone: '12' });
  expect(wrong.status).toBe(422);
  expect(wrong.body).toContain('五月份我去过三次都锁着门');
  const done = await form(good);
  expect([done.status, done.body.includes('已经收到您的意见')]).toEqual([200, true]);
});

test('没有查清不能批准；意见县里看得到，提的人姓名电话只有核实的领导看得到，库里是密文；查清以后照常', async () => {
  const county = (await list('xian')).reviews[0].says;
  expect(county).toContain('五月份我去过三次都锁着门');
  expect(county).not.toContain('石大妈');
  expect((await list('xianzhang')).reviews[0].says).toContain('石大妈，13907240001');
  // 别的岗位知道有异议，不知道说了什么
  expect((await list('shi')).reviews[0]).toMatchObject({ zh: '公示异议', says: expect.stringContaining('有人在公示页提出异议') });
  const { rows } = await api.owner.query('select content, says from subsidy_review');
  expect(rows[0].says).toBe('有人在公示页提出异议');
  expect(rows[0].content.toString('latin1')).not.toContain('13907240001');
  const leader = await api.staff('xianzhang');
  const approval = { note: '公示期满', requestId: requestId() };
  await api.moveTo('2026-09-03');
  expect((await leader.refused(`/api/care-site-subsidies/${id}/approval`, approval)).code).toBe('SUBSIDY_REVIEW_OPEN');
  const answer = (await list('xianzhang')).offers.find((o: { action: string }) => o.action === 'answer');
  await leader.post(answer.to, { ...answer.fixed, outcome: 'right', answer: '看过五月的打卡和照片，开着' });
  await leader.post(`/api/care-site-subsidies/${id}/approval`, { ...approval, requestId: requestId() });
});

test('公示过了、撤下了的：不能再提，告诉打哪里', async () => {
  expect((await api.visitor().call('GET', `/open/subsidies/${id}`)).status).toBe(404);
  expect((await form(good)).status).toBe(404);
  expect(api.errors).toEqual([]);
});
