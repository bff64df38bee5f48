/** 特困的义务人凭本人授权核对: the result stands in the third condition, before and after the township has verified, through the HTTP API. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../../src/kernel/access/index.ts';
import { setSimulatedAnswers } from '../../src/kernel/exchange/server.ts';
import { makeIdNumber } from '../../src/kernel/resident/index.ts';
import { type Api, requestId, startApi } from '../api.ts';
import { oldPerson, tekunDesk } from '../tekun.ts';

const son = { name: '甲子', idNumber: makeIdNumber('421202', '1954-05-05', 721) };
const old = oldPerson('tekun-supporter', '甲独', { birth: '1934-02-01' });
const who = {
  ...old,
  tekun: {
    ...old.tekun,
    supporters: [
      {
        ...son,
        relation: 'child' as const,
        category: 'none' as const,
        disability: 'none' as const,
        status: 'none' as const,
        division: '421202001000',
        urbanRural: 'urban' as const,
      },
    ],
  },
};

let api: Api;
let desk: Awaited<ReturnType<typeof tekunDesk>>;
let id = '';
let supporter = '';
const send = (by: typeof desk.clerk, url: string, body: object = {}) => by.post(url, { ...body, requestId: requestId() });
const initial = async () =>
  ((await desk.clerk.case(id)).allowedActions.find((a) => a.action === 'verifySupporters')!.initial as { supporters: object[] })
    .supporters;
const condition = async () =>
  (await desk.clerk.case(id)).sections.decisions
    .at(-1)
    .clauses.find((c: { name: string }) => c.name.startsWith('没有法定义务人'));

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(who.story);
  desk = await tekunDesk(api);
  await api.context.write(systemActor('test', api.context.city), (tx) =>
    setSimulatedAnswers(tx, [
      { source: 'tax', idNumber: son.idNumber, items: [{ kind: 'wage', text: '工资薪金所得', amountFen: 900_00 }] },
    ]),
  );
  id = await desk.applied(who);
  await desk.clerk.act(id, 'accept');
  await desk.clerk.act(id, 'startSurvey');
  await desk.checker.act(id, 'startCheck');
  await api.run();
  await desk.checker.act(id, 'issueReport');
});
afterAll(() => api?.stop());

test('申报的义务人可以请他授权：号码取自申请表；年龄按身份证号码，收入还没有查明', async () => {
  const { choices } = (await desk.clerk.case(id)).sections.verification.supporters;
  expect(choices).toMatchObject([{ rows: [0], name: '甲子', relation: 'child' }]);
  expect(await initial()).toMatchObject([{ name: '甲子', birthDate: '1954-05-05', monthlyIncomeFen: null }]);
  supporter = (await send(desk.clerk, `/api/cases/${id}/supporters`, { relation: 'child', name: '甲子', rows: [0] })).id;
  await send(desk.clerk, `/api/supporters/${supporter}/paper-consent`, { signature: await desk.clerk.upload('consent') });
});

test('核对出结果：不用再打一遍，核实义务人的表上已是查得的收入，第三个条件按它判断', async () => {
  await send(desk.checker, `/api/supporters/${supporter}/ask`);
  await api.run();
  expect(await send(desk.checker, `/api/supporters/${supporter}/report`)).toEqual({ differs: false });
  expect(await initial()).toMatchObject([{ name: '甲子', monthlyIncomeFen: 900_00, assetsLow: null }]);
  expect(await condition()).toMatchObject({ verdict: 'unknown' });
});

test('乡镇核实了财产：70周岁以上、收入低于上年人均可支配收入，没有履行义务能力', async () => {
  const [found] = await initial();
  await desk.clerk.act(id, 'verifySupporters', {
    supporters: [{ ...found, assetsLow: true }],
    basis: '查看核对结果，并上门了解财产。',
  });
  expect(await condition()).toMatchObject({ verdict: 'met' });
  expect((await condition()).note).toContain('70周岁以上');
  expect(api.errors).toEqual([]);
});
