/** 助餐资格 (EL-11): the village sees the person, the township decides by what data say, the card comes with the decision; once a year a list of names. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type Browser, requestId, startApi } from '../api.ts';
import { type Elder, elderDesk, VILLAGE } from '../elders.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;
let village: Browser;
let who: Elder;

beforeAll(async () => {
  api = await startApi({ start: '2026-11-12' });
  desk = await elderDesk(api);
  village = await api.staff('cun');
  who = await desk.elder('史金兰', { birthDate: '1944-03-01' });
});
afterAll(() => api?.stop());

const form = (of: Elder) => ({ applicant: { name: of.name, idNumber: of.idNumber, division: VILLAGE }, consent: true });
const apply = (by: Browser, of: Elder) =>
  by.call('POST', '/api/cases', { itemId: 'EL-11', channel: 'online', form: form(of), requestId: requestId() });

test('老人自己手机上申请；全程5个工作日；村里核实，乡镇核定，发就餐卡；类别村里看不到', async () => {
  const phone = await desk.phoneOf(who);
  const { status, body } = await apply(phone, who);
  expect([status, body]).toEqual([200, expect.anything()]);
  const { id } = body;
  expect(await village.case(id)).toMatchObject({ state: 'checking', dueOn: '2026-11-16' });
  expect((await village.case(id)).sections.decisions).toEqual([]);
  await village.act(id, 'confirm', { opinion: '见到本人，住在本社区。' });
  const deciding = await desk.clerk.case(id);
  expect(deciding).toMatchObject({ dueOn: '2026-11-19', totalDueOn: '2026-11-19' });
  expect(deciding.sections.decisions).toMatchObject([
    { outcome: 'eligible', amountFen: 2_00, clauses: [{}, {}, { name: '助餐补贴属于哪一类', value: { text: '80岁以上' } }] },
  ]);
  expect(deciding.allowedActions.map(({ action }: { action: string }) => action)).not.toContain('refuse');
  await desk.clerk.act(id, 'approve', { opinion: '符合条件，核定。' });
  await api.run();
  const { rows } = await api.owner.query(
    `select e.category, e.from_on::text, c.number from meal_eligibility e join care_card c on c.person_id = e.person_id where e.person_id = $1`,
    [who.id],
  );
  expect(rows).toEqual([{ category: 'M3', from_on: '2026-11-12', number: expect.stringMatching(/^\d{8}$/) }]);
  const mine = await phone.case(id);
  expect(mine).toMatchObject({ state: 'granted' });
  expect(mine.sections.documents.map((d: { title: string }) => d.title)).toEqual(['就餐卡和助餐补贴核定通知']);
  const again = await apply(phone, who);
  expect(again.body.error.message).toBe('史金兰已经核定过助餐补贴，不用再申请。');
});

test('两个人同时申请同一位：只有一件；住在养老机构的不予核定，告知书写明原因', async () => {
  const inHome = await desk.elder('石玉兰', { birthDate: '1946-05-31' });
  const both = await Promise.all([apply(await desk.phoneOf(inHome), inHome), apply(village, inHome)]);
  expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
  const { id } = both.find(({ status }) => status === 200)!.body;
  await desk.work(async (tx) => {
    const { keepStay } = await import('../../src/domains/elderly-care/outlets/store.ts');
    await keepStay(tx, {
      stayId: '019a0000-0000-7000-8000-000000000001',
      personId: inHome.id,
      institutionId: '019a0000-0000-7000-8000-000000000002',
      from: '2026-11-01',
      to: null as never,
      division: VILLAGE,
    } as never);
  });
  await village.act(id, 'confirm', { opinion: '人住在福利院。' });
  expect((await desk.clerk.actRefused(id, 'approve', { opinion: '同意。' })).code).toBe('MEAL_NOT_ELIGIBLE');
  await desk.clerk.act(id, 'refuse', { opinion: '机构里已经包餐。' });
  const { rows } = await api.owner.query(`select kind from issued_document where case_id = $1`, [id]);
  expect(rows).toEqual([{ kind: 'meal-refusal' }]);
});

test('年度名单：一年一次，只有姓名；网上只有隐去的姓名，没有类别和金额', async () => {
  const board = await village.get('/api/meal-orders');
  const offer = board.offers.find(({ action }: { action: string }) => action === 'post-list');
  expect(await village.post(offer.to, { ...offer.fixed, place: '居委会公示栏' })).toEqual({ persons: 1 });
  expect((await village.refused('/api/meal-lists', { place: '居委会公示栏', requestId: requestId() })).code).toBe(
    'MEAL_LIST_POSTED',
  );
  expect((await village.get('/api/meal-orders')).list).toMatchObject({ persons: 1, postedOn: '2026-11-12' });
  const { rows } = await api.owner.query(
    `select n.text, n.amount_fen, n.applicant_masked, n.ends_on::text from public_notice n join service_case c on c.id = n.case_id where c.item_id = 'EL-11'`,
  );
  expect(rows).toEqual([
    { text: '2026年享受助餐补贴', amount_fen: null, applicant_masked: expect.stringContaining('*'), ends_on: '2026-11-19' },
  ]);
});

test('去世的资格终止', async () => {
  await desk.died(who, '2026-11-12');
  const { rows } = await api.owner.query('select end_reason from meal_eligibility where person_id = $1', [who.id]);
  expect(rows).toEqual([{ end_reason: '老人去世' }]);
  expect(api.errors).toEqual([]);
});
