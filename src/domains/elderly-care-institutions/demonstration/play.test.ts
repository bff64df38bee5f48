/** 养老机构 of the demonstration city: what a newcomer finds. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, requestId, startApi } from '../../../../tests/api.ts';
import { playInstitutions } from './play.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  const stage = { context: api.context, moveTo: () => {} };
  await playInstitutions(stage, '2026-09-01');
  // A start that was cut short goes on: nothing is played twice.
  await playInstitutions(stage, '2026-09-01');
  await api.run();
  expect(api.errors).toEqual([]);
});
afterAll(() => api?.stop());

test('全市五家；县里只看得到本县的，院长只看得到自己的', async () => {
  const city = await api.staff('shi');
  expect((await city.get('/api/institutions')).rows).toHaveLength(5);
  const county = await api.staff('xian');
  const own = (await county.get('/api/institutions')).rows as { id: string; name: string }[];
  expect(own.map((row) => row.name).sort()).toEqual(['咸安区社会福利院', '汀泗桥镇农村福利院', '温泉康乐养老公寓'].sort());
  const head = await api.staff('yuanzhang');
  expect((await head.get('/api/institutions/own')).name).toBe('咸安区社会福利院');
  expect((await head.call('GET', '/api/institutions')).status).toBe(403);
  const other = own.find((row) => row.name === '温泉康乐养老公寓')!;
  expect((await head.call('GET', `/api/institutions/${other.id}`)).status).toBe(404);
});

test('福利院里每种床都有；一位的账单付清了，一位等着看；等级变更等着家属同意', async () => {
  const head = await api.staff('yuanzhang');
  const own = await head.get('/api/institutions/own');
  expect(own).toMatchObject({ stateZh: '已备案', recordedBeds: 16, beds: 16, nursing: 6, living: 6 });
  expect(own.occupancy).toMatch(/^\d+\.\d%（2026年8月，\d+÷\d+床日）$/);
  const wall = await head.get(`/api/institutions/${own.id}/beds`);
  expect(wall.counts.map((c: { zh: string }) => c.zh)).toEqual([
    '待启用',
    '空闲',
    '已预订',
    '在住',
    '请假保留',
    '待清洁',
    '维修',
  ]);
  const { rows } = await head.get(`/api/institutions/${own.id}/bills`);
  expect(rows.map((r: { name: string; stateZh: string }) => [r.name, r.stateZh])).toEqual([
    ['赵德明', '待付'],
    ['钱桂英', '已付清'],
  ]);
  const page = (await api.visitor().call('GET', '/care-homes?free=any')).body as string;
  expect(page).toContain('咸安区社会福利院');
  expect(page).not.toContain('嘉鱼县夕阳红护理院');
  expect((await api.visitor().call('GET', '/care-homes?grade=1')).body).not.toContain('还没有等级');
  const one = (await api.visitor().call('GET', `/care-homes/${own.id}`)).body as string;
  expect(one).toMatch(/床位费（双人间）<\/dt><dd>每月1,?200/);
  expect(one).toContain('有1位老人在轮候');
  expect(one).not.toMatch(/赵德明|钱桂英|王素珍/);
  expect((await api.visitor().call('GET', '/care-homes/nobody')).status).toBe(404);
});

test('县里登记一家：同一代码、同一院区只能登记一次；不能登记到别的县；更正留下经过', async () => {
  const county = await api.staff('xian');
  const given = {
    name: '永安阳光养老院',
    creditCode: '52421202MJY0000016',
    siteNo: 1,
    kind: 'care-apartment',
    legalForm: 'non-profit',
    operation: 'private',
    managedBy: 'society',
    registrar: 'county',
    division: '421202100001',
    address: '汀泗街9号',
    telephone: '0999-0000799',
    contact: '何平',
    stage: 'registered',
  };
  const { id } = await county.post('/api/institutions', { ...given, requestId: requestId() });
  expect(await county.refused('/api/institutions', { ...given, requestId: requestId() })).toMatchObject({
    code: 'CARE_HOME_TWICE',
    message: expect.stringContaining('52421202MJY0000016的院区1已经登记过'),
  });
  expect(
    (await county.refused('/api/institutions', { ...given, siteNo: 2, division: '421281001001', requestId: requestId() })).code,
  ).toBe('CARE_HOME_OUTSIDE');
  const file = await county.get(`/api/institutions/${id}`);
  expect(file).toMatchObject({ stateZh: '已登记', recordedBeds: 0, steps: [{ zh: '登记', toZh: '已登记' }] });
  const offer = file.offers.find((o: { action: string }) => o.action === 'correct');
  await county.post(offer.to, { ...offer.initial, ...offer.fixed, telephone: '0999-0000798', note: '电话登记错了' });
  expect(await county.refused(offer.to, { ...offer.initial, ...offer.fixed, note: '电话登记错了' })).toMatchObject({
    code: 'CARE_HOME_VERSION',
  });
  const after = await county.get(`/api/institutions/${id}`);
  expect([after.telephone, after.steps[0].zh]).toEqual(['0999-0000798', '更正登记']);
});
