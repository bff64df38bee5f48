/** 支出型, through the HTTP API: from the portal to the bank's list, within the township's limit and above it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, type Browser, requestId, startApi, visitInput } from '../../../../tests/api.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { firstDayOf, monthAfter, monthOf, plusDays } from '../../../kernel/calendar/index.ts';
import { endEntitlement, grantEntitlement } from '../../../kernel/payment/server.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import { storyOf } from '../demonstration/index.ts';
import { filled, type Story } from '../demonstration/story.ts';

const COUNTY = '421202000000';
let api: Api;
let clerk: Browser;
let leader: Browser;
let checker: Browser;
let confirmer: Browser;

beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  await api.register(storyOf('fresh'), storyOf('returned'), storyOf('one-yuan'), storyOf('rigid-sick'));
  [clerk, leader, checker, confirmer] = (await Promise.all(['xiang', 'xianghe', 'hedui', 'queren'].map(api.staff))) as [
    Browser,
    Browser,
    Browser,
    Browser,
  ];
});
afterAll(() => api?.stop());

type Expense = Story['form']['expenses'][number];
const bill = (totalFen: number, reimbursedFen = 0): Expense => ({ member: 'self', class: 'medical', totalFen, reimbursedFen });

async function apply(story: Story, expenses: Expense[]): Promise<string> {
  const browser = await api.resident(story);
  const signatures: Record<string, string> = {};
  for (const signer of story.form.signers) signatures[signer] = await browser.upload('consent');
  const form = { ...filled(story, signatures), expenses, aid: { cause: 'medical', story: '住院手术花了很多钱，还借了债。' } };
  const { id } = await browser.post('/api/cases', { itemId: 'SA-07', channel: 'mobile', form, requestId: requestId() });
  return id;
}

/** To the end of the notice. */
async function carry(story: Story, id: string): Promise<void> {
  await clerk.act(id, 'accept');
  await clerk.act(id, 'startSurvey');
  await checker.act(id, 'startCheck');
  await api.run();
  await checker.act(id, 'issueReport');
  for (const d of (await clerk.case(id)).allowedActions.find((a) => a.action === 'disposeDiscrepancy')?.fields[0]?.choices ?? [])
    await clerk.act(id, 'disposeDiscrepancy', { id: d.value, disposition: 'adjusted', reason: '家属承认，属实' });
  await clerk.act(id, 'recordVisit', await visitInput(clerk, story, api.clock.today()));
  await clerk.act(id, 'submitForReview', { opinion: '支出和家境属实，请审核。' });
  await leader.act(id, 'giveOpinion', { opinion: '按核算结果，拟予救助。' });
  await clerk.act(id, 'postNotice', { place: '社区公示栏' });
}
const rowsOf = async (text: string, ...values: unknown[]) => (await api.owner.query(text, values)).rows;
const amountOf = async (id: string): Promise<number> => (await confirmer.case(id)).sections.decisions.at(-1).amountFen;

describe('乡镇额度以内', () => {
  const story = storyOf('one-yuan');
  let id: string;

  test('自负 3,000 元：公示5天，第5天还不能办，第6天转乡镇审批；15个工作日（9月20日周日上班）到9月21日', async () => {
    id = await apply(story, [bill(4_000_00, 1_000_00)]);
    await carry(story, id);
    const posted = await clerk.case(id);
    expect(posted).toMatchObject({ state: 'onNotice', dueOn: '2026-09-06', totalDueOn: '2026-09-21' });
    expect(posted.sections.notice.text).toBe('拟给予支出型临时救助（一次性）');
    await api.moveTo('2026-09-06');
    expect((await clerk.case(id)).state).toBe('onNotice');
    await api.moveTo('2026-09-07');
    expect((await clerk.case(id)).state).toBe('approving');
  });

  test('分管负责人审批：从批准当月一次性待遇，审批表、审核意见表、公示单各一份', async () => {
    expect((await leader.act(id, 'approve', { opinion: '同意救助。' })).state).toBe('granted');
    const kase = await clerk.case(id);
    const amountFen = kase.sections.aid.amountFen;
    expect(amountFen).toBe(900_00); // 3,000 × 30%
    expect(kase.sections.aid).toMatchObject({ townshipFen: amountFen, countyFen: 0, followUpOn: '2026-10-07' });
    expect(kase.sections.documents.map((d: { title: string }) => d.title)).toEqual([
      '临时救助审批表',
      '临时救助审核公示',
      '临时救助审核意见表',
      '社会救助入户调查表',
      '居民家庭经济状况核对报告',
      '社会救助申请受理通知书',
      '居民家庭经济状况核对授权书',
      '居民家庭经济状况核对授权书',
    ]);
    const paid = await rowsOf(`select from_month, to_month, cause from entitlement where programme = 'temporary-aid'`);
    expect(paid).toEqual([{ from_month: '2026-09', to_month: '2026-09', cause: `${id}:1` }]);
  });

  test('同一事由当年再申请：核算不符合，写明是哪一条', async () => {
    const again = await apply(story, [bill(9_000_00)]);
    await clerk.act(again, 'accept');
    const { decisions } = (await clerk.case(again)).sections;
    const unmet = decisions[0].clauses.filter((c: { verdict: string }) => c.verdict === 'unmet');
    expect(unmet.map((c: { name: string }) => c.name)).toEqual(['同一事由12个月内没有救助过']);
  });
});

describe('超过乡镇额度', () => {
  const story = storyOf('fresh');
  let id: string;

  test('自负 36,000 元：公示满后上报；初审人不能批；县级分两阶段批准', async () => {
    id = await apply(story, [bill(50_000_00, 14_000_00)]);
    await carry(story, id);
    await api.moveTo('2026-09-14');
    expect((await clerk.case(id)).state).toBe('toFile');
    await clerk.act(id, 'fileToCounty');
    const amountFen = await amountOf(id);
    expect(amountFen).toBeGreaterThan(2_000_00);
    const stages = [
      { amountFen: amountFen - 2_000_00, purpose: '结清住院欠费' },
      { amountFen: 2_000_00, purpose: '复查以后' },
    ];
    expect((await confirmer.act(id, 'confirm', { opinion: '同意救助。', stages })).state).toBe('staged');
    expect(await clerk.actRefused(id, 'releaseStage', { check: '好' })).toMatchObject({ code: 'INVALID_INPUT' });
    expect((await clerk.act(id, 'releaseStage', { check: '已复查，票据属实' })).state).toBe('granted');
    const sum = await rowsOf(
      'select sum(amount_fen)::int as sum, count(*)::int as n from temporary_aid_stage where case_id = $1 and entitlement_id is not null',
      id,
    );
    expect(sum).toEqual([{ sum: amountFen, n: 2 }]);
    const finance = await api.staff('caiwu');
    await finance.post('/api/batches', {
      programme: 'temporary-aid',
      county: COUNTY,
      month: '2026-09',
      requestId: requestId(),
    });
    // What was granted a week ago stands in the list that made itself, the rest in this one.
    const lines = await rowsOf(
      `select count(*)::int as n from payment_line where state = 'pending' and batch_id in
        (select id from payment_batch where programme = 'temporary-aid' and county = $1)`,
      COUNTY,
    );
    expect(lines).toEqual([{ n: 3 }]);
  });
});

describe('分阶段救助停发', () => {
  test('听取家庭意见以后才停，送告知书，短信告诉停了多少；已发的不动', async () => {
    const story = storyOf('rigid-sick');
    const id = await apply(story, [bill(100_000_00, 10_000_00)]);
    await carry(story, id);
    await api.moveTo(plusDays(api.clock.today(), 8));
    await clerk.act(id, 'fileToCounty');
    const amountFen = await amountOf(id);
    const stages = [
      { amountFen: amountFen - 1_000_00, purpose: '结清住院欠费' },
      { amountFen: 1_000_00, purpose: '复查以后' },
    ];
    await confirmer.act(id, 'confirm', { opinion: '同意救助。', stages });
    const reason = '复查费用已由医保全部报销';
    expect(await leader.actRefused(id, 'cancelStages', { reason })).toMatchObject({ code: 'INVALID_INPUT' });
    expect((await leader.act(id, 'cancelStages', { reason, heard: 'phone', statement: '没有意见' })).state).toBe('granted');
    const kase = await clerk.case(id);
    expect(kase.sections.documents.map((d: { title: string }) => d.title)).toContain('临时救助停发余下阶段告知书');
    const family = await api.resident(story);
    expect((await family.get('/api/messages')).items[0].body).toContain(`余下的临时救助金1,000.00元不再发放，原因：${reason}`);
    const left = await rowsOf(
      'select sum(amount_fen)::int as sum from temporary_aid_stage where case_id = $1 and entitlement_id is not null',
      id,
    );
    expect(left).toEqual([{ sum: amountFen - 1_000_00 }]);
  });
});

describe('低保对象', () => {
  test('只核实支出：不启动核对，没有核对报告也能提交审核；缺口就是自负支出', async () => {
    const story = storyOf('returned');
    const [person] = await rowsOf('select id, division from person where name = $1', story.form.applicant.name);
    const granted = await api.context.write(systemActor('test', api.context.city), (tx) =>
      grantEntitlement(tx, {
        programme: 'dibao',
        exclusiveGroups: ['basic-living'],
        householdId: null,
        personId: person.id,
        division: person.division,
        memberIds: [person.id],
        fromMonth: monthOf(api.clock.today()),
        amountFen: 500_00,
        breakdown: [],
        decisionId: null,
        parameterIds: [],
      }),
    );
    expect(granted.ok).toBe(true);
    const id = await apply(story, [bill(6_000_00, 1_000_00)]);
    await clerk.act(id, 'accept');
    const offered = (await clerk.case(id)).allowedActions.map((a) => a.action);
    expect(offered).toContain('surveyExpense');
    expect(offered).not.toContain('startSurvey');
    await clerk.act(id, 'surveyExpense');
    await clerk.act(id, 'recordVisit', await visitInput(clerk, story, api.clock.today()));
    await clerk.act(id, 'submitExpense', { opinion: '票据属实。' });
    await leader.act(id, 'giveOpinion', { opinion: '拟予救助。' });
    expect((await clerk.case(id)).state).toBe('toPost');
    expect(await amountOf(id)).toBe(1_500_00);
  });

  const returned = storyOf('returned');
  const stop = async (lastMonth: YearMonth) => {
    const [{ id }] = await rowsOf(
      `select e.id from entitlement e join person p on p.id = e.person_id where p.name = $1 and e.programme = 'dibao'`,
      returned.form.applicant.name,
    );
    const ended = await api.context.write(systemActor('test', api.context.city), (tx) =>
      endEntitlement(tx, { id, lastMonth, reason: '不再符合条件' }),
    );
    expect(ended.ok).toBe(true);
  };
  const theirs = async (): Promise<string> =>
    (await rowsOf(`select id from service_case where item_id = 'SA-07' and applicant_name = $1`, returned.form.applicant.name))[0]
      .id;

  test('低保决定停发，本月还在发：本月仍只核实支出，照常办', async () => {
    await stop(monthOf(api.clock.today()));
    expect((await clerk.case(await theirs())).sections.facts[0].rows).toContainEqual({ label: '现有救助', value: '低保对象' });
    await clerk.act(await theirs(), 'postNotice', { place: '社区公示栏' });
  });

  test('到了下个月低保停了：不能再只核实支出，批的人知道缺的是核对、怎么办；退回以后经办人启动核对，接着办', async () => {
    const id = await theirs();
    api.clock.set(`${firstDayOf(monthAfter(api.clock.today()))}T01:00:00.000Z`);
    await api.run();
    if ((await clerk.case(id)).state === 'toFile') await clerk.act(id, 'fileToCounty');
    const { state } = await clerk.case(id);
    const [by, action, back] =
      state === 'approving'
        ? ([leader, 'approve', 'returnToSurvey'] as const)
        : ([confirmer, 'confirm', 'returnToTownship'] as const);
    expect(await by.actRefused(id, action, { opinion: '同意。', ...(action === 'confirm' ? { stages: [] } : {}) })).toMatchObject(
      {
        code: 'AID_CHECK_DUE',
        message: expect.stringContaining('须核对家庭经济状况，现在还没有核对'),
        next: expect.stringContaining('启动调查核对'),
      },
    );
    await by.act(id, back, { reason: '低保已停，请核对家庭经济状况。' });
    expect(await clerk.actRefused(id, 'submitExpense', { opinion: '票据属实。' })).toMatchObject({ code: 'AID_CHECK_DUE' });
    expect((await clerk.case(id)).allowedActions.map((a) => a.action)).toContain('startSurvey');
    await clerk.act(id, 'startSurvey');
    await checker.act(id, 'startCheck');
    await api.run();
    await checker.act(id, 'issueReport');
    for (const d of (await clerk.case(id)).allowedActions.find((a) => a.action === 'disposeDiscrepancy')?.fields[0]?.choices ??
      [])
      await clerk.act(id, 'disposeDiscrepancy', { id: d.value, disposition: 'adjusted', reason: '家属承认，属实' });
    await clerk.act(id, 'submitForReview', { opinion: '支出和家境属实，请审核。' });
    await leader.act(id, 'giveOpinion', { opinion: '按核算结果。' });
    expect((await clerk.case(id)).flags).not.toContain('expense-only');
    expect((await clerk.case(id)).state).toBe('toPost');
    expect(api.errors).toEqual([]);
  });
});
