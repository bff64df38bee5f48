/** 提出退住, as the family does it on a phone: told in time, once, answered by the home; it ends nothing by itself. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type Browser, requestId, startApi } from '../../../../tests/api.ts';
import { startResidentSession } from '../../../kernel/access/server.ts';
import { addRoom, admitAtDesk, type Elder, type Home, makeElder, openHome, publishPrices } from '../fixtures.ts';

let api: Api;
let home: Home;
let elder: Elder;
let stayId: string;
let own: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-10' });
  ({ home } = await openHome(api));
  const beds = await addRoom(home, { name: '101', beds: 2 });
  await publishPrices(home, '2026-09-10');
  elder = await makeElder(api, { name: '退住老人', level: 2 });
  ({ stayId } = await admitAtDesk(home, elder, { bedId: beds[0]!.id }));
  own = await family(elder.id);
});
afterAll(() => api?.stop());

async function family(personId: string): Promise<Browser> {
  const browser = api.visitor();
  browser.cookie = `mz_session=${(await startResidentSession(api.context, personId)).token}`;
  return browser;
}
const url = () => `/api/my/care/stays/${stayId}/departure`;
const asked = (more: object = {}) => ({ on: '2026-09-17', note: '女儿接回家住', requestId: requestId(), ...more });

test('提前7日：9月10日提，最早9月17日走；别人家的提不了', async () => {
  expect((await own.refused(url(), asked({ on: '2026-09-16' }))).fields).toEqual([
    { path: 'on', message: '要提前7日提出，最早9月17日；急着走的请打机构电话' },
  ]);
  const other = await family((await makeElder(api, { name: '别人' })).id);
  expect((await other.refused(url(), asked())).code).toBe('NOT_FOUND');
});

test('提了一次，没有答复以前不能再提；撤回了可以改日子；接待答复，老人还在住，到那天才办理退住', async () => {
  const { id } = await own.post(url(), asked());
  expect((await own.refused(url(), asked({ on: '2026-09-20' }))).code).toBe('DEPARTURE_TWICE');
  await own.post(`/api/my/care/requests/${id}/withdrawal`, { requestId: requestId() });
  await own.post(url(), asked({ on: '2026-09-20' }));
  const { rows } = await home.reception.get(`/api/institutions/${home.id}/requests`);
  expect(rows[0]).toMatchObject({ kindZh: '退住', days: '9月20日', says: '女儿接回家住', state: 'asked' });
  const [answer] = rows[0].offers;
  // 护理主管答复请假，退住由接待答复
  expect((await home.nurse.get(`/api/institutions/${home.id}/requests`)).rows[0].offers).toEqual([]);
  await home.reception.post(answer.to, { ...answer.fixed, outcome: 'agreed', answer: '9月20日上午来办' });
  const mine = await own.get(`/api/my/care/stays/${stayId}`);
  expect(mine).toMatchObject({ toOn: null });
  expect(mine.requests[0]).toMatchObject({ kindZh: '退住', stateZh: '已同意', answer: '9月20日上午来办' });
});
