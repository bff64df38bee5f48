/** 两项补贴的可选公示 (4.1): where the county has switched it on, nothing is approved before the notice has hung; where not, nothing changes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../../src/kernel/access/index.ts';
import { loadParameters } from '../../src/kernel/policy/server.ts';
import { type Api, requestId, startApi } from '../api.ts';
import { subsidyDesk } from '../subsidies.ts';

const COUNTY = '421202000000';
let api: Api;
let desk: Awaited<ReturnType<typeof subsidyDesk>>;
beforeAll(async () => {
  api = await startApi({ start: '2026-04-13' });
  desk = await subsidyDesk(api);
});
afterAll(() => api?.stop());

const switchOn = () =>
  api.context.write(systemActor('test', '000000000000'), (tx) =>
    loadParameters(tx, [
      {
        key: 'SUBSIDY-NOTICE-DAYS',
        division: COUNTY,
        value: '7',
        unit: 'days',
        validFrom: '2026-04-01',
        validTo: null,
        source: '咸安民政发〔2026〕3号',
        nature: 'assumption',
        note: '',
        floor: null,
        ceiling: null,
      },
    ]),
  );
const actionsOf = async (id: string) => (await desk.county.case(id)).allowedActions.map((a) => a.action);

test('没有开公示的县：没有“张贴公示”这一步，残联核对以后直接审定', async () => {
  const who = await desk.person('不公示甲', { dibaoFrom: '2025-01' });
  const id = await desk.apply(desk.clerk, who);
  await desk.checked(id, who);
  expect(await actionsOf(id)).not.toContain('postNotice');
  await desk.county.act(id, 'approve', { opinion: '同意。' });
});

test('县里开了7天公示：没有公示期满不能批准；公示只有姓名和补贴名称；期满第二天自动转待审定，时限不算公示的日子', async () => {
  await switchOn();
  const who = await desk.person('公示乙', { dibaoFrom: '2025-01' });
  const id = await desk.apply(desk.clerk, who);
  await desk.checked(id, who);
  const due = (await desk.county.case(id)).totalDueOn!;
  expect((await desk.county.actRefused(id, 'approve', { opinion: '同意。' })).message).toBe(
    '本县规定审定以前公示7天，公示还没有期满。',
  );
  await desk.county.act(id, 'postNotice', { place: '村公示栏' });
  const [notice] = (await api.visitor().get(`/api/notices?division=${COUNTY}`)).rows;
  expect(notice).toMatchObject({ text: '拟给予困难残疾人生活补贴、重度残疾人护理补贴', amountFen: null, endsOn: '2026-04-20' });
  expect(JSON.stringify(notice)).not.toMatch(/公示乙|肢体|一级|低保|110|125/);
  expect((await desk.county.case(id)).sections.documents.map((d: { title: string }) => d.title)).toContain('残疾人两项补贴公示');
  await api.moveTo('2026-04-20');
  expect((await desk.county.case(id)).state).toBe('onNotice');
  await api.moveTo('2026-04-21');
  const kase = await desk.county.case(id);
  expect(kase.state).toBe('approving');
  expect(kase.totalDueOn! > due).toBe(true);
  await desk.county.act(id, 'approve', { opinion: '同意。' });
  expect((await desk.county.case(id)).state).toBe('granted');
});

test('公示期内有异议：转乡镇核实；不成立的接着公示到期满；成立的退回初审，重新公示', async () => {
  const who = await desk.person('公示丙', { dibaoFrom: '2025-01' });
  const id = await desk.apply(desk.clerk, who);
  await desk.checked(id, who);
  await desk.county.act(id, 'postNotice', { place: '村公示栏' });
  const [notice] = (await api.visitor().get(`/api/notices?division=${COUNTY}`)).rows;
  const objection = { text: '他家不在村里住了，请查一查。', name: '李四', phone: '13900002222' };
  await api.visitor().post(`/api/notices/${notice.id}/objections`, { ...objection, requestId: requestId() });
  expect((await desk.clerk.case(id)).state).toBe('objected');
  expect((await desk.clerk.act(id, 'settleObjection', { upheld: 'dismissed', result: '上门核实，一直住在村里。' })).state).toBe(
    'onNotice',
  );
  expect((await desk.clerk.case(id)).dueOn).toBe('2026-04-28');
  await api.visitor().post(`/api/notices/${notice.id}/objections`, { ...objection, requestId: requestId() });
  expect((await desk.clerk.act(id, 'settleObjection', { upheld: 'upheld', result: '确实已经搬走半年。' })).state).toBe(
    'checking',
  );
  await desk.clerk.act(id, 'passInitial', desk.care);
  await desk.federation.act(id, 'certify', desk.certificate(who));
  expect(await actionsOf(id)).toContain('postNotice');
  expect((await desk.county.actRefused(id, 'approve', { opinion: '同意。' })).code).toBe('SUBSIDY_NOTICE_FIRST');
});
