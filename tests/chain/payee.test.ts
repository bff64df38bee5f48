/** 领款人去世: the rest of the family goes on being paid, to one of its own. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { type Api, type Browser, carry, requestId, startApi } from '../api.ts';

let api: Api;
let clerk: Browser;
let confirmer: Browser;
let finance: Browser;
let granted: string;
let review: string;

/** A couple with a pension of 600 that the wife draws: 1600 − 600 = 1000; the wife alone 800 − 600 = 200. */
const couple = story({
  key: 'payee-dies',
  title: '领款人去世',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '18号',
  people: [
    { name: '己领', sex: '男', birth: '1958-03-03', lives: lives.年老 },
    { name: '庚领', sex: '女', birth: '1960-03-03', relation: 'spouse', lives: lives.年老 },
  ],
  incomes: [monthly('m1', 'employee-pension', 600)],
  expect: { outcome: 'eligible', amountFen: yuan(1000) },
});

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(couple);
  [clerk, confirmer, finance] = (await Promise.all(['xiang', 'queren', 'caiwu'].map(api.staff))) as [Browser, Browser, Browser];
  granted = await carry(api, couple, 'decided');
});
afterAll(() => api?.stop());

const lineOf = async (month: string) => {
  const [batch] = (await finance.get(`/api/batches?month=${month}`)).rows;
  const { rows } = await finance.get(`/api/batches/${batch.id}/lines`);
  return rows.find((line: { month: string }) => line.month === month);
};

test('领款人4月去世：没有登记新的领款人，不能提出复核意见；登记后照常提出', async () => {
  await api.jumpTo('2026-04-20');
  const { personId } = (await clerk.case(granted)).sections.members.find((m: { name: string }) => m.name === '己领');
  await clerk.post(`/api/persons/${personId}/death/registration`, {
    diedOn: '2026-04-18',
    proof: 'cremation',
    number: '火化2026-1',
  });
  await api.run();
  review = (await clerk.get('/api/cases?view=all&itemId=SA-02')).rows[0].id;
  expect(await clerk.actRefused(review, 'proposeChange', { opinion: '按一人核算。', refusing: '' })).toMatchObject({
    code: 'PAYEE_DEAD',
    message: '领款人己领已去世，救助金打不出去。',
  });
  const offered = (await clerk.case(review)).allowedActions.find((a) => a.action === 'changePayee')!;
  expect(offered.fields[0]).toMatchObject({ name: 'member', choices: [{ value: 'm1', label: '庚领' }] });
  expect(
    await clerk.actRefused(review, 'changePayee', { member: 'self', bank: '农商行', number: '6217700000001234' }),
  ).toMatchObject({
    code: 'MEMBER_UNKNOWN',
  });
  await clerk.act(review, 'changePayee', { member: 'm1', bank: '咸宁农村商业银行', number: '6217700000001234' });
  expect((await clerk.case(review)).allowedActions.map((a) => a.action)).not.toContain('changePayee');
  await clerk.act(review, 'proposeChange', { opinion: '按一人核算。', refusing: '' });
});

/** Who was told of the hearing or the decision. */
const told = async (template: string): Promise<string[]> =>
  (
    await api.owner.query(
      'select p.name from message m join person p on p.id = m.to_person_id where m.case_id = $1 and m.template = $2',
      [review, template],
    )
  ).rows.map((row) => row.name);

test('听取意见、县里决定以后，6月名单照发给妻子的账户，5月没有争议的部分也不再暂停', async () => {
  await clerk.act(review, 'recordHearing', {
    heldOn: api.clock.today(),
    way: 'phone',
    person: '庚领',
    stand: 'agree',
    statement: '没有意见',
  });
  await confirmer.act(review, 'decide', { opinion: '同意。' });
  expect([await told('review.hearing'), await told('review.decided')]).toEqual([['庚领'], ['庚领']]);
  expect((await clerk.case(review)).sections.review.result.says).toBe('减发：从2026年5月起每月200.00元');
  const may = await lineOf('2026-05');
  expect(may).toMatchObject({ state: 'pending', amountFen: 200_00, last4: '1234' });
  await api.jumpTo('2026-05-21');
  expect(await lineOf('2026-06')).toMatchObject({ state: 'pending', amountFen: 200_00, last4: '1234' });
  const { id, version } = (await finance.get('/api/batches?month=2026-06')).rows[0];
  await finance.post(`/api/batches/${id}/actions`, { action: 'startCheck', version, requestId: requestId(), input: {} });
  expect(await lineOf('2026-06')).toMatchObject({ state: 'pending' });
});
