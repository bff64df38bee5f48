/** A change too small to adjust the amount, and then the family moves to another county: who pays what until the new county has decided (4.6). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { openReview } from '../../src/domains/social-assistance/review/server.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import type { EntitlementId } from '../../src/kernel/payment/server.ts';
import { type Api, type Browser, carry, requestId, startApi } from '../api.ts';

let api: Api;
let clerk: Browser;
let confirmer: Browser;
const couple = story({
  key: 'small-change',
  title: '收入变动不大，后来迁走',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '1号',
  people: [
    { name: '甲微', sex: '男', birth: '1964-03-03', lives: lives.退休 },
    { name: '乙微', sex: '女', birth: '1983-03-03', relation: 'spouse', lives: lives.照护家人 },
  ],
  incomes: [monthly('self', 'employee-pension', 400)],
  expect: { outcome: 'eligible', amountFen: yuan(1200) },
});

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(couple);
  [clerk, confirmer] = (await Promise.all(['xiang', 'queren'].map(api.staff))) as [Browser, Browser];
  await carry(api, couple, 'decided');
});
afterAll(() => api?.stop());

const amounts = async () =>
  (
    await api.owner.query(
      `select e.division, v.from_month, v.amount_fen from entitlement e join entitlement_version v on v.entitlement_id = e.id order by e.created_at, v.no`,
    )
  ).rows.map((v) => [v.division.slice(0, 6), v.from_month, Number(v.amount_fen)]);

test('养老金多了60元，不到一成：复核期内不调整', async () => {
  await api.jumpTo('2026-05-06');
  const { rows } = await api.owner.query('select id from entitlement');
  const opened = await api.context.write(systemActor('test', api.context.city), (tx) =>
    openReview(tx, { entitlementId: rows[0].id as EntitlementId, kind: 'change', reason: '家庭报告养老金增加' }),
  );
  if (!opened.ok) throw new Error(opened.code);
  const { caseId } = opened.value;
  const before = (await clerk.case(caseId)).allowedActions.find((a) => a.action === 'recordFacts')!.initial as {
    incomes: { amountFen: number }[];
  };
  await clerk.act(caseId, 'recordFacts', {
    ...before,
    source: '养老金发放记录',
    incomes: before.incomes.map((i) => ({ ...i, amountFen: 460_00 })),
  });
  expect((await clerk.case(caseId)).sections.review.result).toMatchObject({ change: 'not-marked' });
  await clerk.act(caseId, 'proposeChange', { opinion: '变化不大，不作调整。' });
  await confirmer.act(caseId, 'decide', { opinion: '同意。' });
  expect(await amounts()).toEqual([['421202', '2026-04', 1200_00]]);
});

test('6月迁到嘉鱼：重新确认以前，按移交的决定和嘉鱼的标准接着发，830×2－400＝1260元，不由机器先调整', async () => {
  await api.jumpTo('2026-06-12');
  const resident = await api.resident(couple);
  const { id } = await resident.post('/api/cases', {
    itemId: 'SA-02',
    channel: 'mobile',
    requestId: requestId(),
    form: {
      name: '甲微',
      idNumber: couple.persons[0]!.idNumber,
      detail: '',
      papers: [],
      change: 'moved',
      happenedOn: '2026-06-11',
    },
  });
  await clerk.act(id, 'recordMove', {
    movedOn: '2026-06-11',
    urbanRural: 'urban',
    source: '公安户籍信息',
    toDivision: '421221103001',
  });
  await api.run();
  expect(api.errors).toEqual([]);
  expect((await amounts()).slice(1)).toEqual([['421221', '2026-07', 1260_00]]);
});

test('嘉鱼重新确认，变化才算进去：830×2－460＝1200元，从决定的次月起', async () => {
  const [there, decides] = (await Promise.all(['jiayu', 'jiayuqueren'].map(api.staff))) as [Browser, Browser];
  await api.jumpTo('2026-07-06');
  const review = (await there.get('/api/cases?view=all&itemId=SA-02')).rows[0].id;
  await there.act(review, 'receiveFile', { note: '材料齐全' });
  expect((await there.case(review)).sections.review.result).toMatchObject({ says: '减发：从2026年8月起每月1,200.00元' });
  await there.act(review, 'proposeChange', { opinion: '按现在的收入核算。' });
  await there.act(review, 'recordHearing', {
    heldOn: api.clock.today(),
    way: 'phone',
    person: '甲微',
    stand: 'agree',
    statement: '没有意见',
  });
  await decides.act(review, 'decide', { opinion: '同意。' });
  expect((await amounts()).slice(1)).toEqual([
    ['421221', '2026-07', 1260_00],
    ['421221', '2026-08', 1200_00],
  ]);
  expect(api.errors).toEqual([]);
});
