/** 异地医疗报销帮办: from the portal and by telephone, told within two working days what to bring, handed on, called back; papers stay with their owner. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startResidentSession, systemActor } from '../src/kernel/access/server.ts';
import { idNumber, register } from '../src/kernel/resident/fixtures.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

const VILLAGE = '421202100001';
let api: Api;
let hotline: Browser;
let township: Browser;
let county: Browser;
let elder: Browser;
let neighbour: Browser;
const clock = (at: string) => api.clock.set(`${at}:00+08:00`);
const told = async (by: Browser): Promise<string[]> => (await by.get('/api/messages')).items.map((m: { body: string }) => m.body);
const rows = async (by: Browser) => (await by.get('/api/reimbursement-helps')).rows;
const send = (by: Browser, url: string, body: object) => by.post(url, { ...body, requestId: requestId() });
const no = (by: Browser, url: string, body: object) => by.refused(url, { ...body, requestId: requestId() });

beforeAll(async () => {
  api = await startApi({ start: '2026-09-17' });
  clock('2026-09-17T10:00');
  [hotline, township, county] = (await Promise.all(['rexian', 'xiang', 'xian'].map(api.staff))) as [Browser, Browser, Browser];
  const people = await api.context.write(systemActor('test', api.context.city), async (tx) => [
    await register(tx, { name: '午老人', idNumber: idNumber('1944-05-05'), division: VILLAGE }),
    await register(tx, { name: '未老人', idNumber: idNumber('1945-05-05'), division: VILLAGE }),
  ]);
  const browse = async (personId: string) => {
    const browser = api.visitor();
    browser.cookie = `mz_session=${(await startResidentSession(api.context, personId)).token}`;
    return browser;
  };
  [elder, neighbour] = (await Promise.all(people.map((p) => browse(p)))) as [Browser, Browser];
});
afterAll(() => api?.stop());

const mine = {
  division: VILLAGE,
  kind: 'inpatient',
  place: '武汉市某医院',
  matter: '8月在儿子家住院，花了一万多，没有备案，不知道还能不能报',
  phone: '13900006001',
};
let id: string;

test('老人在手机上求助：成一件工单，直接派给镇里，最迟后天下班前有人讲材料；邻居看不到', async () => {
  expect((await no(elder, '/api/elders/my/reimbursements', { ...mine, division: '421202000000' })).fields).toMatchObject([
    { path: 'division' },
  ]);
  ({ id } = await send(elder, '/api/elders/my/reimbursements', mine));
  const own = await elder.get('/api/elders/my/reimbursements');
  expect(own.rows).toMatchObject([{ kindZh: '在外地住院', stateZh: '等材料指导', papers: [] }]);
  // 9月17日星期四求助，两个工作日：18日、20日（调休上班）以后的规定由日历算
  const [row] = await rows(township);
  expect(row).toMatchObject({ name: '午老人', late: false, stateZh: '等材料指导' });
  expect((await neighbour.get('/api/elders/my/reimbursements')).rows).toEqual([]);
  expect((await told(township))[0]).toContain('养老服务工单');
  const ticket = await api.owner.query(`select state, channel, kind, category from ticket`);
  expect(ticket.rows).toEqual([{ state: 'dispatched', channel: 'portal', kind: 'help', category: 'elderly' }]);
  const { rows: kept } = await api.owner.query(`select encode(content, 'escape') as text from reimbursement_help`);
  expect(kept[0].text).not.toContain('武汉');
});

test('两个工作日没有人讲材料：镇里、县里各收到一次', async () => {
  const { rows: due } = await api.owner.query(`select guide_due from reimbursement_help where id = $1`, [id]);
  api.clock.set(new Date(Date.parse(due[0].guide_due) - 60_000).toISOString());
  await api.run();
  expect((await told(county)).filter((m) => m.includes('还没有指导材料') || m.includes('到期还没有'))).toHaveLength(0);
  api.clock.set(new Date(due[0].guide_due).toISOString());
  await api.run();
  await api.run();
  for (const by of [township, county]) expect((await told(by)).filter((m) => m.includes('到期还没有指导材料'))).toHaveLength(1);
  expect(await rows(township)).toMatchObject([{ late: true }]);
});

test('没有讲材料不能登记结果；讲了，老人收到要带什么；转给医保，工单转为待回访；再登记一次不收', async () => {
  const outcome = { outcome: 'transferred', said: '转区医保中心3号窗口李同志，9月25日补备案' };
  expect((await no(township, `/api/reimbursement-helps/${id}/outcome`, outcome)).code).toBe('REIMBURSE_UNGUIDED');
  await send(township, `/api/reimbursement-helps/${id}/guide`, {
    papers: ['card', 'invoice', 'summary'],
    said: '先补备案，再到区医保中心3号窗口',
  });
  expect((await told(elder))[0]).toContain(
    '请带：社保卡和身份证、发票、出院小结或病历。先补备案，再到区医保中心3号窗口。原件您自己保管，我们不收。',
  );
  await send(township, `/api/reimbursement-helps/${id}/outcome`, outcome);
  expect((await no(township, `/api/reimbursement-helps/${id}/outcome`, outcome)).code).toBe('REIMBURSE_ENDED');
  expect((await elder.get('/api/elders/my/reimbursements')).rows).toMatchObject([
    { stateZh: '转给医保经办机构，待回访', result: outcome.said },
  ]);
});

test('热线回访、办结，和别的工单一样；老人看到办结', async () => {
  const [ticket] = (await hotline.get('/api/tickets')).rows;
  const act = (action: string, version: number, input = {}) =>
    hotline.post(`/api/tickets/${ticket.id}/actions`, { action, version, input, requestId: requestId() });
  const back = await act('callBack', ticket.version, { reached: true, said: '已经报了八千多', rating: '5' });
  await act('close', back.version);
  expect((await elder.get('/api/elders/my/reimbursements')).rows).toMatchObject([{ stateZh: '已回访，办结' }]);
});

test('不会用手机的打热线：话务员登记，镇里同一张单子上办；没有地方上传材料', async () => {
  const call = { ...mine, name: '申老人', kind: 'medicine', place: '长沙市某药店' };
  await send(hotline, '/api/reimbursement-helps', call);
  expect((await township.call('POST', '/api/reimbursement-helps', { ...call, requestId: requestId() })).status).toBe(403);
  const { rows: listed, offers } = await hotline.get('/api/reimbursement-helps');
  expect(listed.map((r: { name: string }) => r.name)).toContain('申老人');
  expect(offers[0].fields.map((f: { type: string }) => f.type)).not.toContain('file');
  const looks = await api.owner.query(`select count(*)::int as n from audit_log where action = 'reimbursement.listed'`);
  expect(looks.rows[0].n).toBeGreaterThan(0);
});
