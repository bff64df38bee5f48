/** What a reviewer tried in order to see, take or pay more than a duty allows. Each of these once succeeded. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { plusDays } from '../../src/kernel/calendar/index.ts';
import { addParameter } from '../../src/kernel/policy/server.ts';
import { buildServer, loggedRequest } from '../../src/server/http.ts';
import { allRoutes } from '../../src/server/routes.ts';
import { type Api, carry, requestId, startApi, visitInput } from '../api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  await api.register(storyOf('objection-dismissed'), storyOf('one-fen'));
});
afterAll(() => api?.stop());

describe('提异议的人', () => {
  test('姓名电话只给处理异议的人看；村干部、财务、审计看到的是遮盖的；县级入户不能填未来的日子', async () => {
    const story = storyOf('objection-dismissed');
    const id = await carry(api, story, 'onNotice');
    const clerk = await api.staff('xiang');
    const notice = (await clerk.case(id)).sections.notice;
    const objector = { text: '他家还承包着鱼塘，请查一查。', name: '石大勇', phone: '13986630001' };
    await api.visitor().post(`/api/notices/${notice.id}/objections`, { ...objector, requestId: requestId() });
    for (const login of ['xiang', 'xianghe', 'queren'])
      expect((await (await api.staff(login)).case(id)).sections.objections).toMatchObject([objector]);
    for (const login of ['cun', 'caiwu', 'fuhe', 'shenji']) {
      const seen = await (await api.staff(login)).call('GET', `/api/cases/${id}`);
      expect(JSON.stringify(seen.body), login).not.toContain(objector.name);
      expect(JSON.stringify(seen.body), login).not.toContain(objector.phone);
    }
    await clerk.act(id, 'recordAppraisal', {
      heldOn: api.clock.today(),
      place: '村委会会议室',
      host: '周志强',
      participants: '村民代表九人，驻村干部二人',
      discussion: '逐一核实情况，代表发表意见。',
      agree: 10,
      disagree: 1,
      abstain: 0,
      upheld: 'dismissed',
      result: '鱼塘已于去年退包，已答复。',
    });
    const leader = await api.staff('xianghe');
    await leader.act(id, 'reviseOpinion', { opinion: '异议不成立，维持原意见。' });
    const county = await api.staff('xian');
    for (const on of [plusDays(api.clock.today(), 1), '2020-01-01'] as const)
      expect(await county.actRefused(id, 'recordCountyVisit', await visitInput(county, story, on))).toMatchObject({
        status: 422,
        fields: [{ path: 'on' }],
      });
  });
});

describe('换一个岗位还是同一个人', () => {
  test('经办人又兼分管负责人：自己提交的件不能由自己提出初审意见', async () => {
    const story = storyOf('one-yuan');
    await api.register(story);
    const id = await carry(api, story, 'reviewing');
    const admin = await api.staff('xitong');
    const users = (await admin.get('/api/users')).rows as { id: string; login: string }[];
    const xiang = users.find((u) => u.login === 'xiang')!.id;
    await admin.post(`/api/users/${xiang}/duties`, { post: 'township-leader', division: '421202100000' });
    const clerk = await api.staff('xiang');
    const { duties } = (await clerk.get('/api/session')) as { duties: { id: string; zh: string }[] };
    await clerk.post('/api/duty', { dutyId: duties.find((d) => d.zh.includes('审核'))!.id });
    expect(await clerk.actRefused(id, 'giveOpinion', { opinion: '属实。' })).toMatchObject({ code: 'OWN_SUBMISSION' });
    await (await api.staff('xianghe')).act(id, 'giveOpinion', { opinion: '属实。' });
  });

  test('县级入户以后退回重新公示，又有人提异议：县级要再入户一次', async () => {
    const story = storyOf('paid');
    await api.register(story);
    const id = await carry(api, story, 'onNotice');
    const [clerk, leader, county, confirmer] = await Promise.all(['xiang', 'xianghe', 'xian', 'queren'].map(api.staff));
    const objected = async () => {
      const { notice } = (await clerk!.case(id)).sections;
      const objector = { text: '他家在城里还有一套房。', name: '石大勇', phone: '13986630001', requestId: requestId() };
      await api.visitor().post(`/api/notices/${notice.id}/objections`, objector);
      await clerk!.act(id, 'recordAppraisal', {
        heldOn: api.clock.today(),
        place: '村委会会议室',
        host: '周志强',
        participants: '村民代表九人，驻村干部二人',
        discussion: '逐一核实情况，代表发表意见。',
        agree: 10,
        disagree: 1,
        abstain: 0,
        upheld: 'dismissed',
        result: '房子是亲戚的，已答复。',
      });
      await leader!.act(id, 'reviseOpinion', { opinion: '异议不成立，维持原意见。' });
    };
    const visited = async () => county!.act(id, 'recordCountyVisit', await visitInput(county!, story, api.clock.today()));
    await objected();
    await visited();
    await confirmer!.act(id, 'returnToTownship', { reason: '补充邻里走访记录' });
    await clerk!.act(id, 'submitForReview', { opinion: '已补充走访。' });
    await leader!.act(id, 'giveOpinion', { opinion: '属实。' });
    await clerk!.act(id, 'postNotice', { place: '村公示栏' });
    await objected();
    expect(await confirmer!.actRefused(id, 'confirm', { opinion: '同意。' })).toMatchObject({ code: 'COUNTY_VISIT_REQUIRED' });
    await visited();
    expect((await confirmer!.case(id)).allowedActions.map((a) => a.action)).toContain('confirm');
  });
});

describe('公示的是另一类，不能确认', () => {
  test('公示的是低保边缘；报县后标准提高变成低保：要退回公示，不能直接确认', async () => {
    const id = await carry(api, storyOf('one-fen'), 'confirming');
    const confirmer = await api.staff('queren');
    const raised = await api.context.write(systemActor('test', '421200000000'), (tx) =>
      addParameter(tx, {
        key: 'DB-STD-U',
        division: '421202000000',
        value: '90000',
        unit: 'fen/month',
        validFrom: api.clock.today(),
        validTo: null,
        source: '咸民发〔2026〕99号',
        nature: 'assumption',
        note: '',
      }),
    );
    expect(raised.ok).toBe(true);
    expect((await confirmer.case(id)).sections.decisions.at(-1)).toMatchObject({ kind: 'preview', outcome: 'eligible' });
    expect(await confirmer.actRefused(id, 'confirm', { opinion: '同意确认。' })).toMatchObject({ code: 'NOTICE_OTHER' });
  });
});

describe('三员分立', () => {
  const account = { domain: 'all', division: '421202000000' };
  test('系统管理员不能给自己、也不能给管理员加业务岗位；没有“系统”“居民”这样的工作人员', async () => {
    const admin = await api.staff('xitong');
    const users = (await admin.get('/api/users')).rows as { id: string; login: string }[];
    const idOf = (login: string) => users.find((u) => u.login === login)!.id;
    const finance = { post: 'finance-clerk', division: '421202000000' };
    expect(await admin.refused(`/api/users/${idOf('xitong')}/duties`, finance)).toMatchObject({ code: 'OWN_DUTY' });
    expect(await admin.refused(`/api/users/${idOf('anquan')}/duties`, finance)).toMatchObject({ code: 'DUTY_UNFIT' });
    expect(await admin.refused(`/api/users/${idOf('caiwu')}/duties`, { ...finance, post: 'auditor' })).toMatchObject({
      code: 'DUTY_UNFIT',
    });
    const mixed = { ...finance, role: 'village-worker', duty: null };
    expect(await admin.refused(`/api/users/${idOf('cun')}/duties`, mixed)).toMatchObject({ code: 'INVALID_INPUT' });
    for (const post of ['system', 'resident', 'public'])
      expect(await admin.refused('/api/users', { ...account, login: `bad.${post}`, name: '某人', post })).toMatchObject({
        code: 'DUTY_UNFIT',
      });
    await admin.post(`/api/users/${idOf('caiwu')}/duties`, { post: 'county-clerk', division: '421202000000' });
  });
});

describe('生产环境', () => {
  test('日志只记路径，不记查询里的姓名和身份证号码', () => {
    const request = { method: 'GET', url: '/api/persons?idNumber=421202198503100017&text=%E5%88%98', ip: '127.0.0.1' };
    expect(loggedRequest(request)).toEqual({ method: 'GET', url: '/api/persons', remoteAddress: '127.0.0.1' });
  });

  test('换着写来源地址，也躲不过每分钟的次数限制', async () => {
    const app = await buildServer({ ...api.platform, mode: 'production' }, allRoutes, { logger: false });
    const guess = async (i: number) =>
      (
        await app.inject({
          method: 'POST',
          url: '/api/sign-in',
          remoteAddress: '127.0.0.1',
          headers: { 'x-minzheng': '1', 'x-forwarded-for': `198.51.100.${i}, 203.0.113.9` },
          payload: { login: `nobody${i}`, password: 'wrong' },
        })
      ).statusCode;
    const answers: number[] = [];
    for (let i = 1; i <= 31; i++) answers.push(await guess(i));
    expect(answers.slice(0, 30)).not.toContain(429);
    expect(answers[30]).toBe(429);
    await app.close();
  });
});

test('财务看得到待遇和公示，看不到家庭情况、核对结果和办理意见；申请人看不到内部意见', async () => {
  const story = storyOf('old-couple');
  await api.register(story);
  const id = await carry(api, story, 'confirming');
  const seen = await (await api.staff('caiwu')).case(id);
  expect(Object.keys(seen.sections).sort()).toEqual(['entitlement', 'notice', 'payments']);
  expect(seen.events.some((e: { opinion: unknown; data: unknown }) => e.opinion !== null || e.data !== null)).toBe(false);
  const opinionOf = (events: readonly { action: string; opinion: string | null }[], action: string) =>
    events.findLast((e) => e.action === action)!.opinion;
  const own = await (await api.resident(story)).case(id);
  expect(opinionOf(own.events, 'submitForReview')).toBeNull();
  const clerk = await (await api.staff('xiang')).case(id);
  expect(opinionOf(clerk.events, 'submitForReview')).not.toBeNull();
});

test('数据来源的答复方式全市一样：一个县的核对人员不能替全市停用', async () => {
  const way = { source: 'tax', way: 'off' };
  expect((await (await api.staff('hedui')).refused('/api/verification/sources', way)).status).toBe(403);
  await (await api.staff('xitong')).post('/api/verification/sources', { ...way, way: 'interface' });
});
