/** 政策预演 and 为什么 as a browser asks: who may, two persons, the published figures, and a decision made again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { advanceRuns } from '../../src/kernel/rehearsal/server.ts';
import { type Api, type Browser, carry, requestId, startApi } from '../api.ts';

let api: Api;
let leader: Browser;
let city: Browser;
let granted: string;

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(storyOf('returned'), storyOf('fresh'));
  granted = await carry(api, storyOf('returned'), 'decided');
  [leader, city] = [await api.staff('xianzhang'), await api.staff('shiling')];
});
afterAll(() => api?.stop());

const decisionOf = async (browser: Browser): Promise<string> =>
  (await browser.case(granted)).sections.decisions.findLast((d: { kind: string }) => d.kind === 'final').id;

test('县里拟定、预演、送审，市里批准、公布：周桂英家660元变为741元，结果与预演一致', async () => {
  const { id } = await leader.post('/api/standard-drafts', {
    title: '咸安区低保标准调整',
    documentNo: '咸安民政发〔2026〕8号',
    rows: [{ key: 'DB-STD-U', division: '421202000000', value: '83000', unit: 'fen/month', validFrom: '2026-05-01' }],
    requestId: requestId(),
  });
  const view = (who: Browser) => who.get(`/api/standard-drafts/${id}`);
  const act = async (who: Browser, action: string) =>
    who.post(`/api/standard-drafts/${id}/actions`, { action, version: (await view(who)).version, requestId: requestId() });
  expect((await view(leader)).allowedActions.map((a: { action: string }) => a.action)).toEqual([
    'change',
    'rehearse',
    'withdraw',
  ]);
  await act(leader, 'rehearse');
  await advanceRuns(api.context);
  const shown = await view(leader);
  expect(shown.rehearsal).toMatchObject({ state: 'done', done: 1, total: 1 });
  expect(shown.rehearsal.report.groups).toMatchObject([
    { effect: 'gain', oldFen: 660_00, newFen: 741_00, households: 1, size: 2 },
  ]);
  const { rows } = await leader.get(`/api/standard-drafts/${id}/households?ten=1`);
  expect(rows).toMatchObject([{ personName: '周桂英', effect: 'gain' }]);
  const why = await leader.get(`/api/standard-drafts/${id}/households/${rows[0].subjectId}`);
  expect([why.before.amountFen, why.after.amountFen]).toEqual([660_00, 741_00]);

  api.clock.set('2026-04-20');
  await act(leader, 'submit');
  const own = await leader.call('POST', `/api/standard-drafts/${id}/actions`, {
    action: 'approve',
    version: 1,
    requestId: requestId(),
  });
  expect(own.body.error.code).toBe('REHEARSAL_SAME_PERSON');
  await act(city, 'approve');
  await act(city, 'publish');
  await advanceRuns(api.context);
  const done = await view(city);
  expect(done).toMatchObject({ state: 'published', publication: { report: { compared: { equal: 1, different: 0 } } } });
  const kase = await leader.case(granted);
  expect(
    kase.sections.entitlement.versions.map((v: { fromMonth: string; amountFen: number }) => [v.fromMonth, v.amountFen]),
  ).toEqual([
    [kase.sections.entitlement.fromMonth, 660_00],
    ['2026-05', 741_00],
  ]);
  expect(kase.sections.decisions.at(-1)).toMatchObject({ kindZh: '调标重算', amountFen: 741_00 });
});

test('公布的公告不用登录也看得到：标准页上有，PDF下载得到；别的文书按这个地址打不开', async () => {
  const anybody = api.visitor();
  const [draft] = (await city.get('/api/standard-drafts')).rows;
  const { announcement } = await city.get(`/api/standard-drafts/${draft.id}`);
  const page = String((await anybody.call('GET', '/standards')).body);
  expect(page).toContain(`/standards/announcements/${announcement.id}`);
  expect(page).toContain(announcement.number);
  const pdf = await anybody.call('GET', `/standards/announcements/${announcement.id}`);
  expect([pdf.status, String(pdf.body).slice(0, 5)]).toEqual([200, '%PDF-']);
  const { rows } = await api.owner.query('select id from issued_document where id <> $1 limit 1', [announcement.id]);
  expect((await anybody.call('GET', `/standards/announcements/${rows[0].id}`)).status).toBe(404);
  expect((await anybody.call('GET', `/api/documents/${announcement.id}/pdf`)).status).toBe(401);
});

test('为什么：条款、数值、标准来源、依据逐条都在；按当时知道的重算，一字不差', async () => {
  const id = await decisionOf(leader);
  const page = await leader.get(`/api/decisions/${id}`);
  expect(page).toMatchObject({ kindZh: '审核确认', outcome: 'eligible', amountFen: 660_00, remedy: true });
  // 工作人员看得到是家里哪一位，不只是什么关系
  expect(page.account.lines[0].who).toBe(`${storyOf('returned').form.applicant.name}（本人）`);
  for (const clause of page.clauses) expect(clause.basis).toMatch(/[一-鿿]/);
  const again = await leader.get(`/api/decisions/${id}/replay?known=then`);
  expect(again).toMatchObject({ facts: 'kept', differences: [], decision: { amountFen: 660_00 } });
  const later = await leader.get(`/api/decisions/${id}/replay?known=now&on=2026-05-06`);
  expect(later.decision.amountFen).toBe(741_00);
  expect(later.differences.map((d: { what: string }) => d.what)).toContain('金额');
  const before = await leader.get(`/api/decisions/${id}/replay?known=then&on=2026-05-06`);
  expect(before.decision.amountFen).toBe(660_00);
});

test('本人打开自己的“为什么”，不用脚本也能看、能打印；别人和没有登录的看不到', async () => {
  const id = await decisionOf(leader);
  const resident = await api.resident(storyOf('returned'));
  const page = await resident.call('GET', `/decisions/${id}`);
  expect(page.status).toBe(200);
  for (const text of ['为什么是这个结果', '家庭月人均收入低于最低生活保障标准', '标准来源', '行政复议', '第三种回答'])
    expect(page.body).toContain(text);
  const stranger = await api.resident(storyOf('fresh'));
  expect((await stranger.call('GET', `/decisions/${id}`)).status).toBe(404);
  expect((await stranger.call('GET', `/api/decisions/${id}`)).status).toBe(404);
  expect((await api.visitor().call('GET', `/decisions/${id}`)).status).toBe(404);
  const payer = await api.staff('caiwu');
  expect((await payer.call('GET', `/api/decisions/${id}`)).status).toBe(403);
});

test('嘉鱼县的人看不到咸安区的方案；财务不能预演', async () => {
  expect((await (await api.staff('caiwu')).call('GET', '/api/standard-drafts')).status).toBe(403);
  const auditor = await api.staff('shenji');
  const { rows } = await auditor.get('/api/standard-drafts');
  expect(rows).toHaveLength(1);
  const refused = await auditor.call('POST', '/api/standard-drafts', {});
  expect(refused.status).toBe(403);
});

test('没有哪项待遇按它核算的参数，预演算不出什么：不能拿来拟方案，告诉在哪里录入', async () => {
  const draft = {
    title: '残疾人证过期宽限',
    documentNo: '咸民政发〔2026〕9号',
    rows: [{ key: 'CERT-GRACE', division: '421200000000', value: '3', unit: 'month', validFrom: '2026-06-01' }],
    requestId: requestId(),
  };
  expect(await city.refused('/api/standard-drafts', draft)).toMatchObject({
    code: 'REHEARSAL_KEY_NOT_READ',
    next: '请在“标准参数”里录入这项参数。',
  });
});
