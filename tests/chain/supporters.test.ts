/** 户外义务人: consent on the phone and on paper, refusal, what was found and what it changes, through the HTTP API. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { type Api, type Browser, carry, requestId, startApi } from '../api.ts';

let api: Api;
let clerk: Browser;
let checker: Browser;
let son: Browser;

const sonStory = story({
  key: 'son',
  title: '不住在一起的儿子',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '汀泗街9号',
  people: [{ name: '孙建波', sex: '男', birth: '1984-05-05', lives: lives.退休 }],
  incomes: [monthly('self', 'wage', 5800)],
  expect: null,
});
const daughterStory = story({
  key: 'daughter',
  title: '不住在一起的女儿',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '汀泗街10号',
  people: [{ name: '孙建梅', sex: '女', birth: '1987-05-05', lives: lives.退休 }],
  expect: null,
});
const obligor = (name: string, supports: string, monthlyIncomeFen: number) => ({
  name,
  relation: 'child' as const,
  supports,
  mustSupport: 2,
  householdSize: 3,
  monthlyIncomeFen,
  division: '421202001000',
  urbanRural: 'urban' as const,
});
/** The couple of the story 扣除赡养费后每月340元, who say of their son that he earns next to nothing. */
const couple = story({
  key: 'couple',
  title: '老两口有一个在城里的儿子',
  place: '洪口村',
  urbanRural: 'rural',
  address: '1组3号',
  people: [
    { name: '孙长福', sex: '男', birth: '1954-01-15', lives: lives.年老 },
    { name: '黄金枝', sex: '女', birth: '1956-01-15', relation: 'spouse', lives: lives.年老 },
  ],
  incomes: [
    monthly('self', 'resident-pension', 185),
    monthly('m1', 'resident-pension', 185),
    { member: 'self', type: 'land-rent', amountFen: yuan(1200), per: 'window' },
  ],
  obligors: [
    ...['self', 'm1'].map((supports) => obligor('孙建波', supports, yuan(500))),
    ...['self', 'm1'].map((supports) => obligor('孙建梅', supports, yuan(500))),
  ],
  expect: { outcome: 'eligible', amountFen: yuan(340) },
});
const idOf = (of: typeof couple) => of.persons[0]!.idNumber;

let id = '';
const check = async () => (await clerk.case(id)).sections.verification;
const supporters = async () => (await check()).supporters;
const rowOf = async (name: string) => (await supporters()).rows.find((r: { name: string }) => r.name === name);
const amount = async () => (await clerk.case(id)).sections.decisions[0].amountFen;
const send = (by: Browser, url: string, body: Record<string, unknown> = {}) => by.post(url, { ...body, requestId: requestId() });
const refused = (by: Browser, url: string, body: Record<string, unknown> = {}) =>
  by.refused(url, { ...body, requestId: requestId() });
const nameHim = { relation: 'child', name: '孙建波', rows: [0, 1] };

beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  await api.register(couple, sonStory, daughterStory);
  [clerk, checker] = (await Promise.all(['xiang', 'hedui'].map(api.staff))) as [Browser, Browser];
  son = await api.resident(sonStory);
  id = await carry(api, couple, 'surveying');
});
afterAll(() => api?.stop());

describe('户外义务人', () => {
  test('申报的义务人按人列出，一人赡养两位老人算一个；家里人不能列为户外义务人', async () => {
    expect((await supporters()).choices).toEqual([
      { rows: [0, 1], name: '孙建波', relation: 'child', idNumber: null, phone: null },
      { rows: [2, 3], name: '孙建梅', relation: 'child', idNumber: null, phone: null },
    ]);
    const inside = { relation: 'spouse', name: '黄金枝', rows: [], idNumber: couple.persons[1]!.idNumber };
    expect((await refused(clerk, `/api/cases/${id}/supporters`, inside)).code).toBe('SUPPORTER_INSIDE');
    await send(clerk, `/api/cases/${id}/supporters`, { ...nameHim, idNumber: idOf(sonStory) });
    const again = await refused(clerk, `/api/cases/${id}/supporters`, { ...nameHim, idNumber: idOf(sonStory) });
    expect(again.message).toContain('孙建波已经在本件的户外义务人里');
    expect(await rowOf('孙建波')).toMatchObject({ state: 'asked', declared: true });
  });

  test('没有本人授权就查询：不予查询，并且留下记录', async () => {
    const { id: supporter } = await rowOf('孙建波');
    expect((await refused(checker, `/api/supporters/${supporter}/ask`)).code).toBe('QUERY_WITHOUT_BASIS');
    const { rows } = await api.owner.query(
      `select count(*)::int as n from audit_log where action = 'exchange.query.refused' and case_id = $1`,
      [id],
    );
    expect(rows[0].n).toBe(1);
    expect(await rowOf('孙建波')).toMatchObject({ state: 'asked' });
  });

  test('本人在手机上看到谁申请、查什么，签名授权；别人看不到，也不能替他签', async () => {
    const { rows } = await son.get('/api/my/support-requests');
    expect(rows).toMatchObject([{ applicantName: '孙长福', relationZh: '子女', state: 'asked' }]);
    expect(rows[0].sources.length).toBe(6);
    const daughter = await api.resident(daughterStory);
    expect((await daughter.get('/api/my/support-requests')).rows).toEqual([]);
    const signature = await daughter.upload('consent');
    expect((await refused(daughter, `/api/my/support-requests/${rows[0].id}/agree`, { signature })).code).toBe('NOT_FOUND');
    await send(son, `/api/my/support-requests/${rows[0].id}/agree`, { signature: await son.upload('consent') });
    expect((await son.get('/api/my/support-requests')).rows).toMatchObject([{ state: 'agreed' }]);
    expect((await checker.get('/api/supporters/to-do')).rows).toMatchObject([{ caseId: id, stateZh: '待查询' }]);
    const early = await clerk.actRefused(id, 'submitForReview', { opinion: '情况属实，请审核。' });
    expect(early.message).toContain('孙建波同意了核对，还没有结果');
  });

  test('只查授权的来源；查得工资5800元，高于申报500元，须处置；属实调整后按赡养费重新核算', async () => {
    const { id: supporter } = await rowOf('孙建波');
    const before = await amount();
    expect(await send(checker, `/api/supporters/${supporter}/ask`)).toMatchObject({ queries: 5 });
    await api.run();
    expect(await send(checker, `/api/supporters/${supporter}/report`)).toMatchObject({ differs: true });
    expect((await rowOf('孙建波')).result.difference).toBe('月收入：申报全家500.00元，查得本人5,800.00元');
    // 没有处置的差异：尚不能确定，不出金额
    expect(await amount()).toBeNull();
    const open = await clerk.actRefused(id, 'submitForReview', { opinion: '情况属实，请审核。' });
    expect(open.code).toBe('SUPPORTER_UNDISPOSED');
    await send(clerk, `/api/supporters/${supporter}/dispose`, { disposition: 'adjusted', reason: '儿子承认，属实' });
    expect([before > yuan(340), await amount()]).toEqual([true, yuan(340)]);
    expect(
      (await refused(clerk, `/api/supporters/${supporter}/dispose`, { disposition: 'adjusted', reason: '再处置一次' })).code,
    ).toBe('SUPPORTER_STATE');
  });

  test('女儿不同意：记下来，不查询，办件照常办理；以后可以签书面授权，撤回后不再查询', async () => {
    await send(clerk, `/api/cases/${id}/supporters`, {
      relation: 'child',
      name: '孙建梅',
      rows: [2, 3],
      idNumber: idOf(daughterStory),
    });
    const { id: supporter } = await rowOf('孙建梅');
    await send(clerk, `/api/supporters/${supporter}/paper-refusal`);
    expect(await rowOf('孙建梅')).toMatchObject({ state: 'declined' });
    expect((await refused(checker, `/api/supporters/${supporter}/ask`)).code).toBe('QUERY_WITHOUT_BASIS');
    await send(clerk, `/api/supporters/${supporter}/paper-consent`, { signature: await clerk.upload('consent') });
    const daughter = await api.resident(daughterStory);
    const [mine] = (await daughter.get('/api/my/support-requests')).rows;
    expect(mine.state).toBe('agreed');
    await daughter.post(`/api/consents/${mine.consentId}/withdraw`);
    expect(await rowOf('孙建梅')).toMatchObject({ state: 'withdrawn' });
    expect((await refused(checker, `/api/supporters/${supporter}/ask`)).code).toBe('QUERY_WITHOUT_BASIS');
    expect((await check()).state).toBe('reported');
  });

  test('儿子看不到父母的办件，也看不到核对结果', async () => {
    expect((await son.call('GET', `/api/cases/${id}`)).status).toBe(404);
    expect(JSON.stringify(await son.get('/api/my/support-requests'))).not.toContain('5800');
  });
});
