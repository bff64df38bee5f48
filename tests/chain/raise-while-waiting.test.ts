/** A standard is published while a family's death waits to be decided: no machine raises that family, and the decision makes up every month. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { advanceRuns } from '../../src/kernel/rehearsal/server.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Api, type Browser, carry, requestId, startApi } from '../api.ts';
import { payMonth } from '../months.ts';

let api: Api;
let clerk: Browser;
let leader: Browser;
let confirmer: Browser;
let finance: Browser;
/** W8: daughter with a wage of 1,300, mother of 75, son of 16. */
const w8 = storyOf('death-on-notice');
let granted: string;
let review: string;

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(w8);
  [clerk, leader, confirmer, finance] = (await Promise.all(['xiang', 'xianzhang', 'queren', 'caiwu'].map(api.staff))) as [
    Browser,
    Browser,
    Browser,
    Browser,
  ];
  granted = await carry(api, w8, 'decided');
  for (const [month, on] of [
    ['2026-05', '2026-04-21'],
    ['2026-06', '2026-05-21'],
    ['2026-07', '2026-06-22'],
  ] as const) {
    await api.jumpTo(on as PlainDate);
    await payMonth(api, month);
  }
});
afterAll(() => api?.stop());

/** The county raises its urban standard from 800 to 830 yuan, from May on. */
async function publishRaise() {
  const { id } = await leader.post('/api/standard-drafts', {
    title: '咸安区低保标准调整',
    documentNo: '咸安民政发〔2026〕8号',
    rows: [{ key: 'DB-STD-U', division: '421202000000', value: '83000', unit: 'fen/month', validFrom: '2026-05-01' }],
    requestId: requestId(),
  });
  const city = await api.staff('shiling');
  const act = async (by: Browser, action: string) => {
    const { version } = await by.get(`/api/standard-drafts/${id}`);
    await by.post(`/api/standard-drafts/${id}/actions`, { action, version, requestId: requestId() });
    await advanceRuns(api.context);
  };
  await act(leader, 'rehearse');
  await act(leader, 'submit');
  await act(city, 'approve');
  await act(city, 'publish');
  return city.get(`/api/standard-drafts/${id}`);
}
const versions = async (): Promise<[string, number][]> =>
  (await clerk.case(granted)).sections.entitlement.versions.map((v: { fromMonth: string; amountFen: number }) => [
    v.fromMonth,
    v.amountFen,
  ]);

test('6月去世、7月登记，等着重新核算；这时公布5月起提高的标准：这一户不随公布提高，待人工核算', async () => {
  await api.jumpTo('2026-07-03');
  const mother = (await clerk.case(granted)).sections.members.find((m: { name: string }) => m.name === '赵桂芝');
  await clerk.post(`/api/persons/${mother.personId}/death/registration`, {
    diedOn: '2026-06-20',
    proof: 'cremation',
    number: '火化2026-1',
  });
  await api.run();
  review = (await clerk.get('/api/cases?view=all&itemId=SA-02')).rows[0].id;
  expect((await clerk.case(review)).sections.review).toMatchObject({
    before: { amountFen: 1820_00, persons: 3 },
    result: { says: '减发：从2026年7月起每月860.00元' },
  });
  const published = await publishRaise();
  expect(published).toMatchObject({ state: 'published', publication: { report: { groups: [{ effect: 'unclear' }] } } });
  expect(await versions()).toEqual([['2026-04', 1820_00]]);
});

test('复核按新标准算：三口人时每月1937元，7月起两口人每月941元；提出、听取、决定是同一个数', async () => {
  const shown = (await clerk.case(review)).sections.review;
  expect(shown).toMatchObject({
    before: { amountFen: 1820_00, persons: 3 },
    raise: { documentNo: '咸安民政发〔2026〕8号', fromMonth: '2026-05', amountFen: 1937_00 },
    now: { amountFen: 941_00, persons: 2 },
    result: { says: '减发：从2026年7月起每月941.00元' },
  });
  await clerk.act(review, 'proposeChange', { opinion: '老人去世，按两人核算。' });
  await clerk.act(review, 'recordHearing', {
    heldOn: api.clock.today(),
    way: 'phone',
    person: '姚红梅',
    stand: 'agree',
    statement: '没有意见',
  });
  await confirmer.act(review, 'decide', { opinion: '同意。' });
  await api.run();
  expect(api.errors).toEqual([]);
  expect(await versions()).toEqual([
    ['2026-04', 1820_00],
    ['2026-05', 1937_00],
    ['2026-07', 941_00],
  ]);
});

test('5月、6月少发的列为补发，7月多发的列为追回，另一人确认；以前的月份不再没人管', async () => {
  const rows = (await finance.get('/api/adjustments?state=proposed')).rows;
  expect(rows.map((a: { direction: string; amountFen: number }) => [a.direction, a.amountFen]).toSorted()).toEqual([
    ['back-pay', 234_00],
    ['recovery', 879_00],
  ]);
  const passed = await api.owner.query('select first_month, made_up_at is not null as made_up from passed_raise');
  expect(passed.rows).toEqual([{ first_month: '2026-05', made_up: true }]);
  const family = await api.resident(w8);
  const told = (await family.get('/api/messages')).items.map((m: { body: string }) => m.body).join('\n');
  expect(told).toContain('1,937.00');
});
