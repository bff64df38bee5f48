/** 政策找人, 进出双预警, 线索: from a department's row, a visit, a call or the public page to the person who decides. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../src/domains/social-assistance/demonstration/index.ts';
import { type Api, type Browser, carry, requestId, startApi } from './api.ts';

let api: Api;
let department: Browser;
let clerk: Browser;
let village: Browser;
const VILLAGE = '421202100001';
const TOWN = '421202100000';
const COUNTY = '421202000000';

const idNumberOf = (key: string, n = 0): string => storyOf(key).persons[n]!.idNumber;
let refs = 0;
const row = (
  type: string,
  idNumber: string | undefined,
  happenedOn: string,
  payload: Record<string, unknown> = {},
  reference = `T-${++refs}-xyz`,
) => ({
  reference,
  type,
  ...(idNumber ? { idNumber } : {}),
  happenedOn,
  payload,
});
const send = async (...rows: ReturnType<typeof row>[]) => (await department.post('/api/exchange/events', { rows })).answers;
const clues = async (by: Browser, query = 'view=all') => (await by.get(`/api/clues?${query}`)).rows;
const act = async (by: Browser, id: string, action: string, input: Record<string, unknown> = {}) => {
  const { version } = await by.get(`/api/clues/${id}`);
  return by.post(`/api/clues/${id}/actions`, { action, version, requestId: requestId(), input });
};
const refused = async (by: Browser, id: string, action: string, input: Record<string, unknown> = {}) => {
  const { version } = await by.get(`/api/clues/${id}`);
  return by.refused(`/api/clues/${id}/actions`, { action, version, requestId: requestId(), input });
};
const found = { way: 'visit', result: 'true', findings: '一家三口，靠打零工，孩子住院。' };
const events = async (type: string) =>
  (await api.owner.query('select payload from domain_event where type = $1 order by seq', [type])).rows.map(
    (r: { payload: Record<string, unknown> }) => r.payload,
  );

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(storyOf('fresh'), storyOf('returned'));
  [department, clerk, village] = await Promise.all([api.staff('yibao'), api.staff('xiang'), api.staff('cun')]);
});
afterAll(() => api?.stop());

describe('部门报送', () => {
  test('五条里两条坏的：好的收下，坏的逐条说明，一条也不半截', async () => {
    const answers = await send(
      row('medical.expense.alerted', idNumberOf('fresh'), '2026-02-28', { selfPaid12mFen: 9600_00 }, 'YB-2026-0001'),
      row('medical.expense.alerted', '421202198503100000', '2026-02-28', { selfPaid12mFen: 1 }),
      row('medical.expense.alerted', idNumberOf('fresh'), '2026-03-03', { selfPaid12mFen: 1 }),
      row('no.such.event', idNumberOf('fresh'), '2026-02-28'),
      row('medical.expense.alerted', idNumberOf('fresh'), '2026-02-28', { selfPaid12mFen: -5, name: '张三' }),
    );
    expect(answers.map((a: { state: string }) => a.state)).toEqual(['accepted', 'refused', 'refused', 'refused', 'refused']);
    expect(answers[1].message).toContain('身份证号码');
    expect(answers[2].message).toContain('之后');
    expect(answers[3].message).toContain('对照目录');
    expect(answers[4].message).toContain('不能为负数');
    expect((await events('medical.expense.alerted')).length).toBe(1);
    expect((await department.get('/api/exchange/events')).rows.map((r: { reference: string }) => r.reference)).toEqual([
      'YB-2026-0001',
    ]);
  });

  test('同一编号再送一次：告知已收到，不重复；换了内容：拒绝', async () => {
    const again = await send(
      row('medical.expense.alerted', idNumberOf('fresh'), '2026-02-28', { selfPaid12mFen: 9600_00 }, 'YB-2026-0001'),
    );
    expect(again[0].state).toBe('repeated');
    const other = await send(
      row('medical.expense.alerted', idNumberOf('fresh'), '2026-02-28', { selfPaid12mFen: 9700_00 }, 'YB-2026-0001'),
    );
    expect(other[0]).toMatchObject({ state: 'refused', message: expect.stringContaining('换一个编号') });
    expect((await events('medical.expense.alerted')).length).toBe(1);
  });

  test('别的岗位不能报送', async () => {
    expect((await clerk.call('POST', '/api/exchange/events', { rows: [] })).status).toBe(403);
  });
});

describe('IN-1 到代为申请', () => {
  let id: string;
  test('自付9600元（标准12倍）：乡镇看到一条“可能需要救助”，期限5个工作日，写明依据', async () => {
    await api.run();
    const [clue] = await clues(clerk, 'view=mine&direction=in');
    expect(clue).toMatchObject({
      name: storyOf('fresh').form.applicant.name,
      level: 'yellow',
      state: 'registered',
      dueOn: '2026-03-03',
      reasons: ['医疗自付费用高'],
    });
    id = clue.id;
    const view = await clerk.get(`/api/clues/${id}`);
    expect(view.reasonList[0]).toMatchObject({ rule: 'IN-1', verifyBy: '2026-03-09' });
    expect(view.reasonList[0].clauses.map((c: { name: string; verdict: string }) => [c.name, c.verdict])).toEqual([
      ['近12个月个人自付医疗费用达到预警线', 'met'],
      ['没有享受任何一类救助', 'met'],
    ]);
    expect(view.allowedActions.map((a: { action: string }) => a.action)).toEqual(['assign']);
    expect(await events('assistance.warning.raised')).toEqual([
      { warningId: id, rule: 'IN-1', direction: 'in', householdId: view.householdId, dueAt: '2026-03-09T16:00:00.000Z' },
    ]);
  });

  test('同一家又有学校报告：并入同一条，两个缘由各有依据，不另立一条', async () => {
    await send(row('school.hardship.reported', idNumberOf('fresh', 2), '2026-03-01', { schoolId: 'S-17', kind: 'dropout' }));
    await api.run();
    expect((await clues(clerk)).length).toBe(1);
    const view = await clerk.get(`/api/clues/${id}`);
    expect(view.reasonList.map((r: { rule: string }) => r.rule)).toEqual(['IN-1', 'IN-8']);
    expect(view.events.map((e: { zh: string }) => e.zh)).toEqual(['登记', '又有发现，并入']);
  });

  test('没有核实不能销号；村工作人员核实后，乡镇处置；没有依据不能销号', async () => {
    expect(await refused(clerk, id, 'exclude', { evidence: '不清楚' })).toMatchObject({ code: 'CLUE_NOT_NOW' });
    await act(clerk, id, 'assign', { to: 'village-worker', division: VILLAGE, note: '请上门看看' });
    expect((await clues(village, 'view=mine')).map((c: { id: string }) => c.id)).toContain(id);
    await act(village, id, 'verify', found);
    expect(await refused(clerk, id, 'inform', { evidence: '看', told: '低保政策' })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await refused(clerk, id, 'review', { evidence: '不是领取人' })).toMatchObject({ code: 'CLUE_DIRECTION' });
    expect(await refused(clerk, id, 'apply', { itemId: 'SA-01', agreed: false, evidence: '本人当面' })).toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  test('代为申请：线索以“已代为申请”销号，草稿里姓名、身份证、住址已经填好', async () => {
    const done = await act(clerk, id, 'apply', { itemId: 'SA-01', agreed: true, evidence: '本人当面同意，家里确实困难。' });
    expect(done).toMatchObject({ state: 'closed', draft: { itemId: 'SA-01' } });
    const draft = await clerk.get(`/api/drafts/${done.draft.id}`);
    const { form } = storyOf('fresh');
    expect(draft.content.values.applicant).toMatchObject({
      name: form.applicant.name,
      idNumber: form.applicant.idNumber,
      division: VILLAGE,
    });
    const view = await clerk.get(`/api/clues/${id}`);
    expect(view).toMatchObject({
      stateZh: '已销号',
      dispositionZh: '已代为申请',
      evidence: '本人当面同意，家里确实困难。',
      allowedActions: [],
    });
    expect(await events('assistance.warning.closed')).toMatchObject([{ warningId: id, disposition: 'applied' }]);
  });

  test('销号以后同一件事再说一遍：不再开一条；新的一件事：另开一条', async () => {
    await send(row('medical.expense.alerted', idNumberOf('fresh'), '2026-02-28', { selfPaid12mFen: 9700_00 }));
    await api.run();
    expect(await clues(clerk)).toEqual([]);
    await send(row('poverty.monitor.listed', idNumberOf('fresh'), '2026-03-02'));
    await api.run();
    expect((await clues(clerk)).map((c: { reasons: string[] }) => c.reasons)).toEqual([['防返贫监测对象']]);
  });
});

describe('红色预警：暂停一笔，核实后放开，最长一个周期', () => {
  const story = storyOf('returned');
  let id: string;
  let batch: string;
  const line = async () => {
    const finance = await api.staff('caiwu');
    return (await finance.get(`/api/batches/${batch}/lines`)).rows.find(
      (l: { personName: string }) => l.personName === story.form.applicant.name,
    );
  };

  test('在领的人服刑：红色，次月的款项暂停，金额不变', async () => {
    const kase = await carry(api, story, 'decided');
    expect((await clerk.case(kase)).outcome).toBe('granted');
    await api.moveTo('2026-03-23');
    const finance = await api.staff('caiwu');
    batch = (await finance.post('/api/batches', { programme: 'dibao', county: COUNTY, month: '2026-04', requestId: requestId() }))
      .id;
    expect((await line()).state).toBe('pending');
    await send(row('custody.started', story.form.applicant.idNumber, '2026-03-20', { kind: 'prison' }));
    await api.run();
    const red = (await clues(clerk, 'view=all&level=red')).find((c: { name: string }) => c.name === story.form.applicant.name);
    expect(red).toMatchObject({ levelZh: '红色：核实前暂停发放', direction: expect.stringMatching(/out|both/) });
    id = red.id;
    expect(await line()).toMatchObject({ state: 'on-hold', holdReason: '预警待核实，最长暂停一个周期' });
    expect((await clerk.get(`/api/clues/${id}`)).reasonList.find((r: { rule: string }) => r.rule === 'OUT-2').hold).toEqual({
      until: '2026-04-23',
      releasedAt: null,
    });
  });

  test('核实是数据错误：销号，款项恢复', async () => {
    await act(clerk, id, 'assign', { to: 'township-clerk', division: VILLAGE });
    await act(clerk, id, 'verify', { way: 'record', result: 'false', findings: '同名同号登记错误，本人在家。' });
    await act(clerk, id, 'dataError', { evidence: '公安来函更正。' });
    expect((await line()).state).toBe('pending');
  });

  test('一个周期没有核实：款项恢复，报县级，线索还在，超期为上级所知', async () => {
    await send(row('custody.started', story.form.applicant.idNumber, '2026-03-22', { kind: 'prison' }));
    await api.run();
    expect((await line()).state).toBe('on-hold');
    await api.moveTo('2026-04-23');
    expect((await line()).state).toBe('on-hold');
    await api.moveTo('2026-04-24');
    expect((await line()).state).toBe('pending');
    const leader = await api.staff('xianzhang');
    const titles = (await leader.get('/api/messages')).items.map((m: { title: string }) => m.title);
    expect(titles).toContain('暂停发放期满');
    const township = (await (await api.staff('xianghe')).get('/api/messages')).items.map((m: { title: string }) => m.title);
    expect(township).toContain('线索已超期');
  });
});

describe('人报的线索', () => {
  test('村工作人员五个字段报一条，十分紧急的当天到期；乡镇之外看不到', async () => {
    const { id } = await village.post('/api/clues', {
      name: '李四',
      division: VILLAGE,
      matter: 'living',
      text: '断粮两天，家里没人管。',
      urgent: true,
      requestId: requestId(),
    });
    const [mine] = await clues(clerk, 'view=mine&source=village');
    expect(mine).toMatchObject({ id, name: '李四', urgent: true, dueOn: api.clock.today() });
    const elsewhere = await api.staff('jiayu');
    expect((await elsewhere.call('GET', `/api/clues/${id}`)).status).toBe(404);
    expect((await clues(elsewhere)).length).toBe(0);
  });

  test('没有登记过的人不能代为申请，说明下一步', async () => {
    const [{ id }] = await clues(clerk, 'view=mine&source=village');
    await act(clerk, id, 'assign', { to: 'village-worker', division: VILLAGE });
    await act(village, id, 'verify', found);
    expect(await refused(clerk, id, 'apply', { itemId: 'SA-01', agreed: true, evidence: '本人当面同意' })).toMatchObject({
      code: 'CLUE_NO_PERSON',
    });
    await act(clerk, id, 'refer', { to: '区慈善会', evidence: '先送了米油，转慈善会。' });
  });

  test('群众不登录也能反映，可以不留名；回执不透露任何事；频繁提交要等', async () => {
    const visitor = api.visitor();
    const report = {
      division: TOWN,
      place: '三组桥头',
      about: '王家',
      text: '老人一个人住，病得很重没钱看。',
      requestId: requestId(),
    };
    expect(await visitor.post('/api/reports', report)).toEqual({});
    expect(await visitor.post('/api/reports', report)).toEqual({});
    const reported = await clues(clerk, 'view=all&source=public');
    expect(reported.map((c: { name: string }) => c.name)).toEqual(['王家']);
    const statuses: number[] = [];
    for (let i = 0; i < 8; i++)
      statuses.push((await visitor.call('POST', '/api/reports', { ...report, requestId: requestId() })).status);
    expect(statuses).toContain(429);
    expect(await visitor.refused('/api/clues', {})).toMatchObject({ status: 401 });
  });

  test('不在本乡镇的村不能分派', async () => {
    const [{ id }] = await clues(clerk, 'view=all&source=public');
    expect(await refused(clerk, id, 'assign', { to: 'village-worker', division: '421221103201' })).toMatchObject({
      code: 'CLUE_VILLAGE_FOREIGN',
    });
  });
});

describe('热线', () => {
  let agent: Browser;
  let id: string;
  const ticket = async (action: string, input: Record<string, unknown> = {}) => {
    const { version } = await agent.get(`/api/tickets/${id}`);
    return agent.call('POST', `/api/tickets/${id}/actions`, { action, version, requestId: requestId(), input });
  };
  test('生活困难的来电：工单登记，同时成为线索；A类15分钟派单', async () => {
    agent = await api.staff('rexian');
    ({ id } = await agent.post('/api/tickets', {
      channel: 'call',
      kind: 'help',
      category: 'hardship',
      urgency: 'A',
      division: VILLAGE,
      matter: '邻居家失火，一家人没有住处。',
      about: '赵家',
      phone: '13986660400',
      requestId: requestId(),
    }));
    await api.run();
    const view = await agent.get(`/api/tickets/${id}`);
    expect(Date.parse(view.dueAt) - Date.parse(view.openedAt)).toBe(15 * 60_000);
    const [clue] = await clues(clerk, 'view=mine&source=hotline');
    expect(clue).toMatchObject({ name: '赵家', urgent: true, reasons: ['热线来电'] });
    expect(await events('ticket.opened')).toMatchObject([{ ticketId: id, category: 'hardship', urgency: 'A' }]);
  });

  test('派单、答复、回访、办结；没有打通电话不能办结', async () => {
    expect((await ticket('close')).status).toBe(409);
    await ticket('dispatch', { to: '永安街道', note: '马上安置' });
    await ticket('answer', { answer: '已安置在社区活动室。' });
    await ticket('callBack', { reached: false, said: '无人接听' });
    expect((await ticket('close')).body.error).toMatchObject({ code: 'TICKET_NOT_REACHED' });
    await ticket('callBack', { reached: true, said: '已经住下，满意。', rating: '4' });
    expect((await ticket('close')).body).toMatchObject({ state: 'closed' });
    expect(await events('ticket.closed')).toMatchObject([{ ticketId: id, rating: 4 }]);
    // 本人评了“满意”：回访满意率1／1，打开是这一件
    const { indicator, rows } = await (await api.staff('shi')).get('/api/indicators/call-back-satisfied');
    expect(indicator.total).toMatchObject({ num: 1, den: 1, verdict: 'reached' });
    expect(rows).toMatchObject([{ id, num: 1 }]);
  });
});
