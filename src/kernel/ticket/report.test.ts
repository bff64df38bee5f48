/** 监督举报: from a page without scripts, without a name, to the answer that its code opens. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type Browser, requestId, startApi } from '../../../tests/api.ts';

let api: Api;
let agent: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  agent = await api.staff('rexian');
});
afterAll(() => api?.stop());

const TOWN = '421202100000';
const report = {
  whom: 'household',
  category: 'assistance',
  division: TOWN,
  place: '赤岗村',
  about: '王某某',
  text: '他家去年买了小车跑运输，一直在领低保。',
};
const post = (visitor: Browser, url: string, fields: object) =>
  visitor.call('POST', url, new URLSearchParams(fields as Record<string, string>).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    origin: 'http://city.test',
    host: 'city.test',
  });
const codeIn = (page: string): string => /<p class="code">([^<]+)<\/p>/.exec(page)![1]!;
const open = async (who: Browser) => (await who.get('/api/tickets')).rows as { id: string; version: number }[];
const act = async (who: Browser, id: string, action: string, input: object = {}) => {
  const { version } = await who.get(`/api/tickets/${id}`);
  return who.call('POST', `/api/tickets/${id}/actions`, { action, version, requestId: requestId(), input });
};

test('不留姓名也受理：给一个查询码和答复期限；派单、答复以后凭码看答复，没有电话的可以直接办结', async () => {
  const visitor = api.visitor();
  const bad = await post(visitor, '/supervise', { ...report, about: '', text: '有', requestId: requestId() });
  expect(bad.status).toBe(422);
  expect(bad.body).toContain('请填写');
  const sent = requestId();
  const received = await post(visitor, '/supervise', { ...report, requestId: sent });
  expect(received.status).toBe(200);
  expect(received.body).toContain('最迟2026年6月8日答复');
  const code = codeIn(received.body as string);
  expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/);
  // Pressed twice: the same code, one ticket.
  expect(codeIn((await post(visitor, '/supervise', { ...report, requestId: sent })).body as string)).toBe(code);
  const [ticket, ...others] = await open(agent);
  expect(others).toEqual([]);
  const { id } = ticket!;
  expect(await agent.get(`/api/tickets/${id}`)).toMatchObject({
    kindZh: '投诉举报',
    channelZh: '网上',
    phone: null,
    name: null,
    about: '王某某，赤岗村',
  });
  expect((await post(visitor, '/supervise/progress', { code: code.toLowerCase() })).body).toContain('最迟2026年6月8日答复');
  expect((await act(agent, id, 'dispatch', { to: '汀泗桥镇', note: '请核查。' })).status).toBe(200);
  const clerk = await api.staff('xiang');
  expect((await act(clerk, id, 'answer', { answer: '经查车辆情况属实，已转动态复核。' })).status).toBe(200);
  expect((await act(agent, id, 'callBack', { reached: true, said: '没有电话' })).body.error.code).toBe('TICKET_NO_PHONE');
  expect((await agent.get(`/api/tickets/${id}`)).allowedActions.map((a: { action: string }) => a.action)).toEqual(['close']);
  expect((await act(agent, id, 'close')).body).toMatchObject({ state: 'closed' });
  const seen = (await post(visitor, '/supervise/progress', { code })).body as string;
  expect(seen).toContain('经查车辆情况属实，已转动态复核。');
  expect(seen).not.toContain('王某某');
  const wrong = await post(visitor, '/supervise/progress', { code: 'AAAA-BBBB-CCCC' });
  expect(wrong.status).toBe(404);
  const { rows } = await api.owner.query('select receipt, content from ticket');
  expect(JSON.stringify(rows)).not.toContain(code.replaceAll('-', ''));
});

test('举报干部、工作人员的：当地乡镇看不到，由县里办；留了电话的照样要回访', async () => {
  await post(api.visitor(), '/supervise', {
    ...report,
    whom: 'staff',
    category: 'payment',
    about: '村干部李某',
    text: '把几户的存折收在自己手里。',
    phone: '13900002222',
    requestId: requestId(),
  });
  expect(await open(await api.staff('xiang'))).toEqual([]);
  expect(await open(await api.staff('xianghe'))).toEqual([]);
  const county = await api.staff('xian');
  const [ticket] = await open(agent);
  expect((await act(agent, ticket!.id, 'dispatch', { to: '县民政局', note: '请直接核查。' })).status).toBe(200);
  expect(((await county.get('/api/messages')).items as { title: string }[]).map((m) => m.title)).toContain('有工单');
  expect((await act(county, ticket!.id, 'answer', { answer: '已收回存折，发还本人。' })).status).toBe(200);
  expect((await act(agent, ticket!.id, 'close')).body.error.code).toBe('TICKET_NOT_REACHED');
});

test('举报县里工作人员的：这个县看不到，由市里接下、答复、办结', async () => {
  const received = await post(api.visitor(), '/supervise', {
    ...report,
    whom: 'county-staff',
    about: '县民政局张某',
    text: '收了人家的礼才给办。',
    requestId: requestId(),
  });
  const before = new Set((await open(agent)).map((t) => t.id));
  for (const login of ['xiang', 'xian', 'xianzhang', 'rexian'])
    expect((await open(await api.staff(login))).map((t) => t.id).filter((id) => !before.has(id))).toEqual([]);
  const city = await api.staff('shi');
  const [ticket, ...others] = (await open(city)).filter((t) => !before.has(t.id));
  expect(others).toEqual([]);
  const { id } = ticket!;
  expect((await agent.call('GET', `/api/tickets/${id}`)).status).toBe(404);
  expect(((await city.get('/api/messages')).items as { title: string }[]).map((m) => m.title)).toContain('有工单');
  expect(await city.get(`/api/tickets/${id}`)).toMatchObject({ about: '县民政局张某，赤岗村' });
  expect((await act(city, id, 'dispatch', { to: '市民政局', note: '直接核查。' })).status).toBe(200);
  expect((await act(city, id, 'answer', { answer: '已核查处理。' })).status).toBe(200);
  expect((await act(city, id, 'close')).body).toMatchObject({ state: 'closed' });
  const code = codeIn(received.body as string);
  expect((await post(api.visitor(), '/supervise/progress', { code })).body).toContain('已核查处理。');
});

test('举报按期答复率：到期没有答复的算在分母里', async () => {
  await post(api.visitor(), '/supervise', { ...report, requestId: requestId() });
  await api.moveTo('2026-06-09');
  const { indicators } = await (await api.staff('xian')).get('/api/indicators?board=social-assistance');
  expect(indicators.find((i: { key: string }) => i.key === 'report-answered').total).toMatchObject({ num: 2, den: 3 });
});
