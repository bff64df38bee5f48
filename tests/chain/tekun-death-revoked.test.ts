/** 特困人员的死亡登记有误 over HTTP: the support goes on from the month after, with its agreement; nothing is paid twice and no month is missed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../api.ts';
import { oldPerson, tekunDesk } from '../tekun.ts';

const mistaken = oldPerson('tekun-mistaken', '甲误');

let api: Api;
let desk: Awaited<ReturnType<typeof tekunDesk>>;

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(mistaken.story);
  desk = await tekunDesk(api);
});
afterAll(() => api?.stop());

const paid = async () =>
  (
    await api.owner.query(
      `select e.programme, e.state, e.to_month as "to" from entitlement e join person p on p.id = e.person_id where p.name = '甲误' order by 1`,
    )
  ).rows;
const file = async () =>
  (
    await api.owner.query(
      `select t.state, t.last_month as "lastMonth", t.end_reason as "endReason" from tekun_profile t join person p on p.id = t.person_id where p.name = '甲误'`,
    )
  ).rows;

test('5月12日登记去世，供养到5月为止；查明登错了人，另一人确认撤销：供养照旧，基本生活和照料护理都没有断', async () => {
  await desk.supported(mistaken);
  await api.jumpTo('2026-05-13');
  const { rows } = await api.owner.query("select id from person where name = '甲误'");
  const at = `/api/persons/${rows[0].id}/death`;
  const certificate = { diedOn: '2026-05-12', proof: 'cremation', number: 'HH20260512001' };
  await desk.clerk.post(`${at}/registration`, certificate);
  await api.run();
  expect(await file()).toEqual([{ state: 'supported', lastMonth: '2026-05', endReason: 'died' }]);
  expect((await paid()).map((e) => e.to)).toEqual(['2026-05', '2026-05']);

  await desk.clerk.post(`${at}/amendment`, { kind: 'revoke', reason: 'wrong-person', paper: '派出所证明本人健在' });
  await (await api.staff('xianghe')).post(`${at}/amendment/decision`, { decision: 'confirm', note: '' });
  await api.run();
  expect(await file()).toEqual([{ state: 'supported', lastMonth: null, endReason: null }]);
  expect(await paid()).toEqual([
    { programme: 'tekun', state: 'active', to: null },
    { programme: 'tekun-care', state: 'active', to: null },
  ]);
  expect(api.errors).toEqual([]);
});
