/** A false death report, a wrong match and a wrong date, over HTTP: what the death stopped comes back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Api, type Browser, carry, startApi } from '../api.ts';
import * as months from '../months.ts';

let api: Api;
let clerk: Browser;
let leader: Browser;
let confirmer: Browser;
let finance: Browser;
/** W8: daughter with a wage of 1,300, mother of 75, son of 16. */
const w8 = storyOf('death-on-notice');
beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(w8);
  [clerk, leader, confirmer, finance] = (await Promise.all(['xiang', 'xianghe', 'queren', 'caiwu'].map(api.staff))) as [
    Browser,
    Browser,
    Browser,
    Browser,
  ];
});
afterAll(() => api?.stop());

const pay = (month: string) => months.payMonth(api, month);
const lineOf = async (month: string) => {
  const [batch] = (await finance.get(`/api/batches?month=${month}`)).rows;
  return (await finance.get(`/api/batches/${batch.id}/lines`)).rows.find(
    (l: { personName: string }) => l.personName === '姚红梅',
  );
};
const proposed = async () =>
  (await finance.get('/api/adjustments?state=proposed')).rows.map((a: { direction: string; amountFen: number }) => [
    a.direction,
    a.amountFen,
  ]);
/** Proposed by the clerk, confirmed by the head of the township. */
async function amend(input: object): Promise<void> {
  await clerk.post(`/api/persons/${mother}/death/amendment`, { paper: '派出所证明', ...input });
  await leader.post(`/api/persons/${mother}/death/amendment/decision`, { decision: 'confirm' });
  await api.run();
}
async function die(diedOn: PlainDate): Promise<void> {
  await clerk.post(`/api/persons/${mother}/death/registration`, { diedOn, proof: 'cremation', number: '火化2026-1' });
  await api.run();
}
/** The amount of the open review is decided, after the family was heard where it must be. */
async function settle(): Promise<{ says: string }> {
  const id = await openReview();
  await clerk.act(id, 'proposeChange', { opinion: '按核算结果。' });
  if ((await clerk.case(id)).state === 'hearing')
    await clerk.act(id, 'recordHearing', {
      heldOn: api.clock.today(),
      way: 'phone',
      person: '姚红梅',
      stand: 'agree',
      statement: '没有意见',
    });
  const { result } = (await confirmer.case(id)).sections.review;
  await confirmer.act(id, 'decide', { opinion: '同意。' });
  await api.run();
  return result;
}
const openReview = async (): Promise<string> =>
  (await clerk.get('/api/cases?view=all&itemId=SA-02')).rows.find(
    (r: { state: string }) => !['decided', 'dismissed'].includes(r.state),
  )?.id;

const grantNotice = async () =>
  (
    await api.owner.query(
      "select ends_on - posted_on as days, withdrawn_on from public_notice where case_id = $1 and kind = 'granted'",
      [granted],
    )
  ).rows[0];

let granted: string;
let mother: string;

test('一家三口，5月至7月各发1820元；确认公布只公布30天，不是十年', async () => {
  granted = await carry(api, w8, 'decided');
  for (const [month, on] of [
    ['2026-05', '2026-04-21'],
    ['2026-06', '2026-05-21'],
    ['2026-07', '2026-06-22'],
  ] as const) {
    await api.jumpTo(on as PlainDate);
    await pay(month);
  }
  expect(await grantNotice()).toMatchObject({ days: 30, withdrawn_on: null });
  mother = (await clerk.case(granted)).sections.members.find((m: { name: string }) => m.name === '赵桂芝').personId;
});

test('误报：乡镇撤回以后，这家8月的款照发', async () => {
  await api.jumpTo('2026-07-21');
  await clerk.post(`/api/persons/${mother}/death`, { diedOn: '2026-07-20', source: '邻居说的' });
  await api.run();
  expect(await lineOf('2026-08')).toMatchObject({ state: 'on-hold' });
  await clerk.post(`/api/persons/${mother}/death/withdraw`, { reason: 'wrong-person', paper: '上门见到本人' });
  await api.run();
  expect(await lineOf('2026-08')).toMatchObject({ state: 'pending', amountFen: 1820_00 });
  expect((await clerk.get(`/api/persons/${mother}`)).person).toMatchObject({ lifeState: 'alive' });
  expect(api.errors).toEqual([]);
});

test('对错了人、已按两人定过金额、多发的已列追回：撤销须另一人确认；成员恢复，复核按三人算回，少发的列为待确认的补发', async () => {
  await die('2026-05-20');
  expect(await settle()).toMatchObject({ says: '减发：从2026年6月起每月860.00元' });
  expect(await proposed()).toEqual([['recovery', 1920_00]]);
  // 金额变了，写着原来金额的公布撤下
  expect((await grantNotice()).withdrawn_on).not.toBeNull();
  await pay('2026-08');
  await clerk.post(`/api/persons/${mother}/death/amendment`, { kind: 'revoke', reason: 'wrong-person', paper: '派出所证明' });
  expect(await clerk.refused(`/api/persons/${mother}/death/amendment/decision`, { decision: 'confirm' })).toMatchObject({
    code: 'AMENDMENT_OWN',
  });
  expect((await leader.get('/api/messages')).items[0].body).toContain('赵桂芝的死亡登记有一项“撤销死亡登记”等另一人确认');
  await leader.post(`/api/persons/${mother}/death/amendment/decision`, { decision: 'confirm' });
  await api.run();
  const file = await clerk.get(`/api/persons/${mother}`);
  expect(file).toMatchObject({ person: { lifeState: 'alive', diedOn: null }, deathAmendment: null });
  expect(file.household.members).toHaveLength(3);
  expect((await clerk.case(await openReview())).sections.review).toMatchObject({
    kindZh: '死亡登记撤销或更正',
    since: '2026-06',
  });
  expect(await settle()).toMatchObject({ says: '增发：从2026年6月起每月1,820.00元' });
  expect(await proposed()).toEqual([['back-pay', 960_00]]);
  await api.jumpTo('2026-08-21');
  expect(await lineOf('2026-09')).toMatchObject({ amountFen: 1820_00 });
  expect(api.errors).toEqual([]);
});

test('日期登记早了：更正为7月2日，6月、7月不再追回；又更正为4月28日：5月起都按两人', async () => {
  await die('2026-05-20');
  await settle();
  expect(await proposed()).toEqual([['recovery', 1920_00]]);
  await amend({ kind: 'correct', diedOn: '2026-07-02' });
  expect((await settle()).says).toContain('从2026年6月起每月1,820.00元，从2026年8月起每月860.00元');
  expect(await proposed()).toEqual([]);
  await amend({ kind: 'correct', diedOn: '2026-04-28' });
  expect((await settle()).says).toContain('从2026年5月起每月860.00元');
  expect(await proposed()).toEqual([['recovery', 2880_00]]);
  expect(api.errors).toEqual([]);
});
