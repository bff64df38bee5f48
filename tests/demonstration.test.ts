/** The demonstration city as a newcomer finds it: every desk has work, every story rests where it should. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { illness } from '../src/domains/social-assistance/demonstration/aid.ts';
import { stories, storyOf } from '../src/domains/social-assistance/demonstration/index.ts';
import { playStories } from '../src/domains/social-assistance/demonstration/play.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { replayDecision } from '../src/kernel/policy/replay.ts';
import { type Api, requestId, startApi } from './api.ts';

let api: Api;
const START = { day: '2026-09-01', instant: '2026-09-01T09:00:00+08:00' } as const;
const play = () =>
  playStories(
    {
      context: api.context,
      filesDir: api.filesDir,
      moveTo: (instant) => api.clock.set(new Date(instant).toISOString()),
      runDue: api.run,
    },
    START,
  );

const everything = async () =>
  (
    await api.owner.query(`select (select count(*)::int from service_case) as cases, (select count(*)::int from case_event) as events, (select count(*)::int from payment_line where programme = 'dibao') as lines,
      (select count(*)::int from issued_document) as documents, (select count(*)::int from entitlement) as entitlements, (select count(*)::int from public_notice) as notices, (select count(*)::int from objection) as objections`)
  ).rows[0];

beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  await api.register(...stories, illness);
  await play();
  // Three months of a city, day by day.
}, 300_000);
afterAll(() => api?.stop());

describe('演示城市', () => {
  test('每个故事停在它该停的地方', async () => {
    const { rows } = await api.owner.query(
      `select s.key, c.state from demonstration_story s
       left join service_case c on (c.applicant_person_id = s.person_id or c.agent_person_id = s.person_id) and c.item_id = 'SA-01' where s.key = any($1) order by s.position`,
      [stories.map((s) => s.key)],
    );
    expect(Object.fromEntries(rows.map((r: { key: string; state: string | null }) => [r.key, r.state]))).toEqual(
      Object.fromEntries(stories.map((s) => [s.key, s.rest])),
    );
    expect(api.errors).toEqual([]);
  });

  test('每个岗位的待办里都有事；已经超期的只有等外省复函的核对', async () => {
    const desks = ['xiang', 'xianghe', 'cun', 'hedui', 'queren', 'jiayu'];
    for (const login of desks) {
      const browser = await api.staff(login);
      expect((await browser.get('/api/cases?view=mine')).rows.length, login).toBeGreaterThan(0);
    }
    const city = await api.staff('shi');
    const { rows } = await city.get('/api/cases?view=all');
    expect(
      rows
        .filter((r: { light: string }) => r.light === 'overdue')
        .map((r: { applicantName: string; stateZh: string }) => [r.applicantName, r.stateZh]),
    ).toEqual([['周桂英', '核对中']]);
  });

  test('七、八月已发放；八月退两笔，一笔等更正，一笔已更正、到期自动编成补发名单；九月的名单等乡镇确认', async () => {
    const finance = await api.staff('caiwu');
    const { rows } = await finance.get('/api/batches?programme=dibao');
    expect(
      rows.map((b: { month: string; state: string; sumFen: number; lineCount: number }) => [
        b.month,
        b.state,
        b.lineCount,
        b.sumFen,
      ]),
    ).toEqual([
      // 施玉珍 moved in August: the new county pays her September.
      ['2026-09', 'checking', 4, 3240_00],
      ['2026-08', 'draft', 1, 500_00],
      ['2026-08', 'reconciled', 8, 6820_00],
      ['2026-07', 'reconciled', 3, 4160_00],
    ]);
    const august = rows.find((b: { month: string; state: string }) => b.month === '2026-08' && b.state === 'reconciled');
    expect((await finance.get(`/api/batches/${august.id}/lines?state=returned`)).rows).toMatchObject([
      { personName: '周桂英', amountFen: 660_00, returnReason: '户名不符' },
    ]);
    const paid = await api.resident(storyOf('paid'));
    expect(
      (await paid.get('/api/persons/me/payments')).rows.map((p: { month: string; state: string }) => [p.month, p.state]),
    ).toEqual([
      ['2026-09', 'pending'],
      ['2026-08', 'paid'],
      ['2026-07', 'paid'],
    ]);
  });

  test('数据按项目看，各项加起来是全部；没有的项目不能编制批次', async () => {
    const finance = await api.staff('caiwu');
    const sumOf = async (programme?: string) =>
      (await finance.get(`/api/figures?month=2026-08${programme ? `&programme=${programme}` : ''}`)).totals[0]?.sumFen ?? 0;
    let sum = 0;
    for (const { key } of (await finance.get('/api/programmes')).rows) sum += await sumOf(key);
    expect(sum).toBe(await sumOf());
    expect(sum).toBeGreaterThan(0);

    const refusal = await finance.refused('/api/batches', {
      programme: 'nothing',
      county: '421202000000',
      month: '2026-10',
      requestId: requestId(),
    });
    expect(refusal).toMatchObject({ status: 422, fields: [{ path: 'programme', message: '没有这个发放项目' }] });
  });

  test('登录页列出每个故事；税务停机那户的查询写明没有反馈', async () => {
    const { residents } = await api.visitor().get('/api/demo/accounts');
    expect(residents.map((r: { story: string }) => r.story)).toEqual([...stories, illness].map((s) => s.title));
    const checker = await api.staff('hedui');
    const row = (await checker.get('/api/cases?view=mine&state=checking')).rows.find(
      (r: { applicantName: string }) => r.applicantName === '高有田',
    );
    const { verification } = (await checker.case(row.id)).sections;
    // The tax office alone is silent, about three persons.
    expect(verification.answers.asked - verification.answers.answered).toBe(3);
  });

  test('隐瞒收入的一家：停发、多发的两个月全部追回、罚款、分期，正在复议', async () => {
    const finance = await api.staff('caiwu');
    const { rows } = await finance.get('/api/overpayments?open=yes');
    const debt = rows.find((r: { personName: string }) => r.personName === '程德运');
    expect(debt).toMatchObject({
      classification: 'fraud',
      amountFen: 2240_00,
      openFen: 2000_00,
      plan: { method: 'instalments', monthlyFen: 200_00, fromMonth: '2026-09' },
      fine: { amountFen: 1120_00, receivedFen: 0, payBy: '2026-09-02' },
    });
    const county = await api.staff('xian');
    const review = (await county.get('/api/cases?view=done&itemId=SA-02')).rows.find(
      (r: { applicantName: string }) => r.applicantName === '程德运',
    );
    expect((await county.case(review.id)).sections.review.result.says).toBe('停发：发到2026年6月为止');
    expect((await county.get(`/api/cases/${review.id}/appeals`)).rows).toMatchObject([{ kindZh: '行政复议', resultZh: null }]);
    // 他自己在“我的文书”里打得开
    const papers = (await (await api.resident(storyOf('fraud'))).get('/api/persons/me/documents')).rows;
    expect(papers.map((p: { title: string }) => p.title)).toEqual(
      expect.arrayContaining(['行政处罚决定书', '多发款项追回通知书', '最低生活保障停发决定书']),
    );
  });

  test('核对中心：一封复函已登记，一封协查函过了期限', async () => {
    const checker = await api.staff('hedui');
    const { rows } = await checker.get('/api/verification/queries');
    expect(rows.filter((r: { way: string }) => r.way === 'letter')).toMatchObject([
      { applicantName: '周桂英', sourceName: '湖南省长沙市雨花区核对中心', overdue: true },
    ]);
  });

  test('一事一议：一件有纪要，一件等会商；一个标准等第二个人批准', async () => {
    const county = await api.staff('xian');
    expect((await county.get('/api/conferences')).rows).toMatchObject([{ personName: '石磊', stateZh: '待会商', late: false }]);
    const leader = await api.staff('xianzhang');
    expect((await leader.get('/api/standard-drafts')).rows).toMatchObject([{ state: 'submitted' }]);
  });

  test('物价联动：6月没有达到启动线；7月已经提出，等市领导批准', async () => {
    const leader = await api.staff('shiling');
    expect((await leader.get('/api/price-link')).rows).toMatchObject([
      { month: '2026-07', state: 'submitted', submittedName: '罗静', may: { approve: true } },
      { month: '2026-06', state: 'none', publishedOn: '2026-07-13' },
    ]);
  });

  test('两件复核在乡镇手上：老人去世的已在网上答复，等登记听取意见；另一家自己报告了就业', async () => {
    const clerk = await api.staff('xiang');
    const { rows } = await clerk.get('/api/cases?view=mine&itemId=SA-02');
    expect(rows.map((r: { applicantName: string; state: string }) => [r.applicantName, r.state]).sort()).toEqual([
      ['何大山', 'open'],
      ['肖春梅', 'hearing'],
    ]);
    const bereaved = rows.find((r: { applicantName: string }) => r.applicantName === '肖春梅');
    expect((await clerk.case(bereaved.id)).sections.review).toMatchObject({
      dueOn: '2026-10-15',
      proposal: { says: '减发：从2026年8月起每月860.00元' },
      answer: { says: '没有不同意见：老人走了，情况属实，多领的会退。' },
    });
  });

  test('作过的每一个决定，按当时知道的再作一次，一字不差', async () => {
    const { rows } = await api.owner.query<{ id: string; rule_name: string }>('select id, rule_name from decision order by id');
    const again = await api.context.read(systemActor('test', api.context.city), async (tx) => {
      const told: { rule: string; says: unknown }[] = [];
      for (const { id, rule_name: rule } of rows) {
        const replayed = await replayDecision(tx, id, { known: 'then' });
        told.push({ rule, says: replayed.ok ? replayed.value.differences : replayed.code });
      }
      return told;
    });
    expect(new Set(again.map((a) => a.rule)).size).toBeGreaterThan(2);
    expect(again.filter((a) => !Array.isArray(a.says) || a.says.length > 0)).toEqual([]);
  });

  test('村里的工作人员手上有一份填好的草稿：家里人签了名就能交，乡镇马上收到', async () => {
    const village = await api.staff('cun');
    const [draft] = (await village.get('/api/drafts')).rows;
    expect(draft.title).toBe('低保申请：刘志明');
    const { content } = await village.get(`/api/drafts/${draft.id}`);
    const consents = [
      { member: 'self', signature: await village.upload('consent') },
      { member: 'm1', signature: await village.upload('consent') },
    ];
    const opened = await village.post('/api/cases', {
      itemId: 'SA-01',
      channel: 'proxy',
      form: { ...content.values, consents, promise: true },
      requestId: requestId(),
      draftId: draft.id,
    });
    const clerk = await api.staff('xiang');
    expect(await clerk.case(opened.id)).toMatchObject({ state: 'submitted', applicantName: '刘志明', channelZh: '代办' });
    expect((await village.get('/api/drafts')).rows).toEqual([]);
    const family = await api.resident(storyOf('fresh'));
    await family.act(opened.id, 'withdraw', { reason: '演示完毕，先撤回' });
  });

  test('退回的一笔：更正户名以后补发，家里收到到账的消息', async () => {
    const finance = await api.staff('caiwu');
    const { rows } = await finance.get('/api/batches?month=2026-08&programme=dibao');
    const august = rows.find((b: { kind: string; county: string }) => b.kind === 'regular' && b.county === '421202000000');
    const [line] = (await finance.get(`/api/batches/${august.id}/lines?state=returned`)).rows;
    await finance.post(`/api/payment-lines/${line.id}/account`, {
      bank: '咸宁农村商业银行',
      number: storyOf('returned').form.account.number,
      holder: '周桂英',
    });
    const { id } = await finance.post('/api/batches', {
      programme: 'dibao',
      county: '421202000000',
      month: '2026-08',
      kind: 'supplementary',
      requestId: requestId(),
    });
    for (const [login, action] of [
      ['caiwu', 'startCheck'],
      ['xiang', 'confirmTownship'],
      ['caiwu', 'submitReview'],
      ['fuhe', 'reviewCounty'],
      ['caizheng', 'approveTreasury'],
      ['caiwu', 'sendToBank'],
    ] as const) {
      const by = await api.staff(login);
      const { version } = await by.get(`/api/batches/${id}`);
      await by.post(`/api/batches/${id}/actions`, { action, version, requestId: requestId(), input: {} });
    }
    await finance.post('/api/demo/bank', { batchId: id, returns: 0 });
    await api.run();
    const family = await api.resident(storyOf('returned'));
    expect((await family.get('/api/persons/me/payments')).rows.find((p: { state: string }) => p.state === 'paid')).toMatchObject({
      month: '2026-08',
      amountFen: 660_00,
    });
    expect((await family.get('/api/messages')).items[0].body).toContain('2026年8月低保金660.00元已发放');
  });

  test('建立到一半被中断：再来一次，什么也不会重复；退回又补发的那一笔还是补发过的样子', async () => {
    const before = await everything();
    const money = async () =>
      (
        await api.owner.query(
          `select l.month, l.no, l.kind, l.state, l.hold_code, l.amount_fen, b.state as batch, b.version from payment_line l join payment_batch b on b.id = l.batch_id order by b.id, l.no`,
        )
      ).rows;
    const lines = await money();
    await play();
    expect(await everything()).toEqual(before);
    expect(await money()).toEqual(lines);
  });
});

describe('演示城市里的线索', () => {
  test('乡镇的待办里有四条线索：看病花费大的一家、两个在领家庭有人去世（红色）、热线来电，没有一条超期', async () => {
    const clerk = await api.staff('xiang');
    const { rows } = await clerk.get('/api/clues?view=mine');
    expect(rows.map((c: { name: string; reasons: string[]; level: string }) => [c.name, c.reasons[0], c.level]).sort()).toEqual([
      ['余秋菊', '领取人死亡', 'red'],
      ['刘志明', '医疗自付费用高', 'yellow'],
      ['彭家老人', '热线来电', 'yellow'],
      ['黄桂兰', '领取人死亡', 'red'],
    ]);
    const red = rows.find((c: { name: string }) => c.name === '余秋菊');
    expect((await clerk.get(`/api/clues/${red.id}`)).members.map((m: { name: string }) => m.name)).toEqual(['何大山']);
    const agent = await api.staff('rexian');
    const tickets = (await agent.get('/api/tickets')).rows as { kindZh: string; state: string; late: boolean }[];
    expect(tickets.map((t) => [t.kindZh, t.state, t.late]).sort()).toEqual([
      ['投诉举报', 'registered', false],
      ['求助', 'registered', false],
    ]);
  });

  test('慈善组织帮过的一家看得到帮了什么，还有一件等答复；赤岗村的公布单打印了，等着张贴', async () => {
    const clerk = await api.staff('xiang');
    expect((await clerk.get('/api/referrals')).rows).toMatchObject([
      { personName: '余庆华', toUnitZh: '慈善组织', needZh: '教育资助', state: 'open' },
    ]);
    const [{ caseId }] = (await clerk.get('/api/referrals')).rows;
    expect((await clerk.case(caseId)).sections.help.charity).toMatchObject([{ charity: '咸安区慈善总会', amountFen: 3_000_00 }]);
    const printed = (await clerk.get('/api/roster')).rows.filter((r: { last: object | null }) => r.last);
    expect(printed).toMatchObject([{ due: true, last: { month: '2026-09', postedOn: null } }]);
  });
});
