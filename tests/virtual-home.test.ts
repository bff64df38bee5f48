/** 虚拟养老院 over HTTP: joins, is called, is served, gets one statement a month; a son in another city reads what his mother lets him. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MyLinks } from '../src/domains/elderly-care/family-link/content.ts';
import type { MemberFile, MemberList, MyVirtualHome } from '../src/domains/elderly-care/virtual-home/content.ts';
import { createUser, systemActor } from '../src/kernel/access/server.ts';
import { idNumber } from '../src/kernel/resident/fixtures.ts';
import { type Api, Browser, requestId, startApi } from './api.ts';
import { type Elder, elderDesk, VILLAGE } from './elders.ts';

const COUNTY = '421202000000';
const DOOR = '29.78000,114.25000,15';

let api: Api;
let people: Awaited<ReturnType<typeof elderDesk>>;
let county: Browser;
let manager: Browser;
let other: Browser;
let carer: Browser;
let wu: Elder;
let phone: Browser;
let providerId = '';
let itemId = '';

const at = (time: string, day: string) => api.clock.set(new Date(`${day}T${time}:00+08:00`).toISOString());
async function account(login: string, name: string, duty: 'home-care-manager' | 'home-care-worker', unitId: string) {
  await api.context.write(systemActor('test', '421200000000'), async (tx) => {
    const made = await createUser(tx, {
      login,
      name,
      division: COUNTY,
      demonstration: true,
      duties: [{ role: 'institution-user', duty, division: COUNTY, domain: 'elderly-care', unitId, validFrom: '2026-01-01' }],
    });
    if (!made.ok) throw new Error(made.code);
  });
  return api.staff(login);
}
const provider = async (name: string, creditCode: string): Promise<string> =>
  (
    await county.post('/api/home-care/providers', {
      requestId: requestId(),
      creditCode,
      name,
      division: COUNTY,
      contractNo: 'RZ-2026-01',
      agreedFrom: '2026-01-01',
      agreedTo: '2027-12-31',
      telephone: '0715-8880001',
      contact: '田经理',
    })
  ).id;

beforeAll(async () => {
  api = await startApi({ start: '2026-09-21' });
  people = await elderDesk(api);
  county = await api.staff('xian');
  providerId = await provider('咸安康养居家服务中心', '91421202MA4KXXXX0A');
  manager = await account('fuwu', '田文', 'home-care-manager', providerId);
  other = await account('fuwu2', '贺平', 'home-care-manager', await provider('温泉到家公司', '91421202MA4KXXXX1B'));
  carer = await account('huli1', '章小兰', 'home-care-worker', providerId);
  const worker = await manager.post('/api/care-workers', {
    requestId: requestId(),
    name: '章小兰',
    idNumber: idNumber('1980-01-01'),
    phone: '13900000001',
    login: 'huli1',
    hiredOn: '2025-01-01',
    healthTo: '2027-12-31',
    backgroundOn: '2026-01-10',
    base: '29.78100,114.25000,10',
  });
  const certificate = await manager.post(`/api/care-workers/${worker.id}/certificates`, {
    requestId: requestId(),
    no: 'CERT-1',
    level: '3',
    issuer: '湖北省职业技能鉴定',
    issuedOn: '2024-05-01',
  });
  await county.post(`/api/care-certificates/${certificate.id}/verification`, {
    result: 'valid',
    reply: '联网查询一致',
    requestId: requestId(),
  });
  ({ id: itemId } = await county.post('/api/home-care/items', {
    requestId: requestId(),
    code: 'CLEAN',
    name: '居室保洁',
    class: 'clean',
    unit: 'hour',
    price: 40_00,
    minMinutes: 40,
    plannedMinutes: 120,
    level: '1',
    sameSex: 'no',
    photo: 'no',
    alwaysCall: 'no',
    from: '2026-01-01',
  }));
  wu = await people.elder('伍桂枝', { birthDate: '1942-03-08' });
  phone = await people.phoneOf(wu);
});
afterAll(() => api?.stop());

const mine = (): Promise<MyVirtualHome> => phone.get('/api/my/virtual-home');
const members = (by: Browser): Promise<MemberList> => by.get('/api/virtual-homes/members');
const file = (by = manager): Promise<MemberFile> => by.get(`/api/virtual-homes/members/${memberId}`);
const step = (what: string, body: object, by = manager) =>
  by.post(`/api/virtual-homes/members/${memberId}/${what}`, { requestId: requestId(), ...body });
const agreed = { orders: 4, meals: 0, calls: 4, visits: 0, device: 'no', fee: 30_00, note: '和老人、儿子电话里说好' };
const asked = {
  division: VILLAGE,
  address: '汀泗桥镇古塘村3组8号',
  phone: '13800138000',
  wishes: '每周打扫一次，每周打一次电话',
};

let memberId = '';
test('在手机上申请入网，五个工作日内答复；同时只能在一家；别的服务商看不到', async () => {
  const { offers } = await mine();
  expect(offers.map(({ action }) => action)).toEqual(['apply']);
  const apply = () => phone.call('POST', '/api/my/virtual-home', { requestId: requestId(), providerId, ...asked });
  const first = await apply();
  expect(first.body).toMatchObject({ answerBy: '2026-09-29' });
  memberId = first.body.id;
  expect((await apply()).body.error.message).toBe('伍桂枝已经在一家虚拟养老院入网，或者正在等答复。');
  expect((await members(manager)).rows).toMatchObject([{ personName: '伍桂枝', stateZh: '等服务商答复' }]);
  expect((await members(other)).rows).toEqual([]);
  expect((await other.call('GET', `/api/virtual-homes/members/${memberId}`)).status).toBe(404);
});

test('接收以后服务包从下个月起；关怀电话没有人接，村里知道；有事要办，乡镇知道', async () => {
  expect(await step('joining', agreed)).toEqual({ from: '2026-10' });
  expect(await mine()).toMatchObject({
    member: { stateZh: '已入网', says: '每月上门服务4次，关怀电话4次，月服务费30.00元' },
    statements: [],
  });
  await api.moveTo('2026-10-09');
  expect((await members(manager)).rows[0]!.callDue).toBe(true);
  await step('calls', { outcome: 'no-answer', said: '' });
  await step('calls', { outcome: 'need', said: '灯坏了，够不着' });
  expect((await members(manager)).rows[0]!.callDue).toBe(false);
  const titles = async (login: string) =>
    (await (await api.staff(login)).get('/api/messages')).items.map((m: { title: string }) => m.title);
  expect(await titles('cun')).toContain('关怀电话：没有人接');
  expect(await titles('xiang')).toContain('关怀电话：有事要办');
  expect((await file()).calls.map(({ zh, said }) => [zh, said])).toEqual([
    ['有事要办', '灯坏了，够不着'],
    ['没有人接', null],
  ]);
});

test('服务商给会员约一次保洁，照常派单；做完老人自己确认，服务商不能确认', async () => {
  const form = await manager.get(`/api/virtual-homes/members/${memberId}/order-form`);
  expect(form.fields[0].choices).toEqual([{ value: itemId, label: '居室保洁，40.00元／小时' }]);
  const { id } = await step('orders', { itemId, on: '2026-10-12', time: '10:00', note: '' });
  const dispatcher = await api.staff('diaodu');
  await dispatcher.post(`/api/home-care/orders/${id}/acceptance`, { requestId: requestId(), position: DOOR });
  at('09:45', '2026-10-12');
  await api.run();
  await carer.post(`/api/home-care/orders/${id}/take`, { requestId: requestId() });
  const stamp = async () => {
    const { mine: rows } = await carer.get('/api/home-care/mine');
    const { stamp: issued } = rows
      .find((row: { id: string }) => row.id === id)
      .offers.find((o: { action: string }) => o.action === 'check-in' || o.action === 'check-out');
    return { ticket: issued.ticket, at: issued.issuedAt };
  };
  await carer.post(`/api/home-care/orders/${id}/departure`, { requestId: requestId() });
  at('10:00', '2026-10-12');
  await carer.post(`/api/home-care/orders/${id}/check-in`, { requestId: requestId(), position: DOOR, stamp: await stamp() });
  at('12:00', '2026-10-12');
  await carer.post(`/api/home-care/orders/${id}/check-out`, {
    requestId: requestId(),
    position: DOOR,
    done: '客厅、厨房打扫干净',
    stamp: await stamp(),
  });
  await phone.post(`/api/my/home-care/${id}/confirmation`, { requestId: requestId() });
});

test('每月3日出上个月的账单，只出一次，一分不重；一张里有上门、通话、服务费', async () => {
  await api.moveTo('2026-11-02');
  expect((await mine()).statements).toEqual([]);
  await api.moveTo('2026-11-03');
  await api.moveTo('2026-11-04');
  const { statements } = await mine();
  expect(statements).toHaveLength(1);
  expect(statements[0]).toMatchObject({ month: '2026-10', totalFen: 110_00, ownFen: 110_00, paidZh: null });
  expect(statements[0]!.lines.map(({ zh, done, planned, ownFen }) => [zh, done, planned, ownFen])).toEqual([
    ['上门服务', 1, 4, 0],
    ['居室保洁', 1, null, 80_00],
    ['通话关怀', 1, 4, 0],
    ['月服务费', null, null, 30_00],
  ]);
  await expect(
    api.owner.query('update virtual_home_statement set own_fen = 1 where id = $1', [statements[0]!.id]),
  ).rejects.toThrow();
  const pay = { requestId: requestId(), on: '2026-11-04', how: '现金，收据0087号' };
  const url = `/api/virtual-homes/statements/${statements[0]!.id}/payment`;
  expect((await other.call('POST', url, pay)).status).toBe(404);
  await manager.post(url, { ...pay, requestId: requestId() });
  expect((await mine()).statements[0]!.paidZh).toBe('2026-11-04已付，现金，收据0087号');
});

const form = (tail: string) => ({ headers: { origin: 'http://city.test', host: 'city.test' }, payload: `tail=${tail}` });
const read = async (path: string, tail: string): Promise<string> => {
  const sent = form(tail);
  const answer = await api.app.inject({
    method: 'POST',
    url: path,
    remoteAddress: '10.9.9.9',
    headers: { ...sent.headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: sent.payload,
  });
  return answer.body;
};
test('儿子在深圳：母亲开的链接，填手机后4位看得到账单，没有让看的看不到；每次查看留痕；收回马上打不开', async () => {
  const { path } = await phone.post('/api/my/family-links', {
    requestId: requestId(),
    name: '伍建军',
    relation: 'child',
    phone: '13512345678',
    scopes: ['statement'],
  });
  const plain = await new Browser(api.app).call('GET', path);
  expect(plain.body).toContain('您手机号码的后4位');
  expect(plain.body).not.toContain('伍桂枝');
  expect(await read(path, '0000')).toContain('后4位不对');
  const opened = await read(path, '5678');
  expect(opened).toContain('2026年10月账单');
  expect(opened).toContain('110.00元');
  expect(opened).not.toContain('<h2>上门服务</h2>');
  const links: MyLinks = await phone.get('/api/my/family-links');
  expect(links.rows).toMatchObject([{ name: '伍建军', scopesZh: ['月度账单'], stateZh: '可以看' }]);
  await phone.post(`/api/my/family-links/${links.rows[0]!.id}/scopes`, { requestId: requestId(), scopes: ['orders'] });
  const changed = await read(path, '5678');
  expect(changed).not.toContain('10月账单');
  expect(changed).toContain('居室保洁');
  const seen = await api.owner.query(
    "select count(*)::int as n from audit_log where action = 'family-link.opened' and person_id = $1",
    [wu.id],
  );
  expect(seen.rows[0].n).toBe(2);
  await phone.post(`/api/my/family-links/${links.rows[0]!.id}/withdrawal`, { requestId: requestId() });
  expect(await read(path, '5678')).toContain('链接打不开了');
});

test('试错五次链接停用；别人的链接改不了', async () => {
  const { path } = await phone.post('/api/my/family-links', {
    requestId: requestId(),
    name: '伍建军',
    relation: 'child',
    phone: '13512345678',
    scopes: ['statement'],
  });
  for (let i = 0; i < 5; i++) await read(path, '1111');
  expect(await read(path, '5678')).toContain('链接打不开了');
  const stranger = await people.phoneOf(await people.elder('旁人'));
  const { rows }: MyLinks = await phone.get('/api/my/family-links');
  expect((await stranger.refused(`/api/my/family-links/${rows[0]!.id}/withdrawal`, { requestId: requestId() })).status).toBe(404);
});

test('没有手机的老人：村里替他申请，替他给家人开链接；到期没有答复，县里知道一次', async () => {
  const village = await api.staff('cun');
  const old = await people.elder('伍大爷', { birthDate: '1938-01-01' });
  const who = { idNumber: old.idNumber, name: old.name };
  await village.post('/api/virtual-homes/members', { requestId: requestId(), ...who, providerId, ...asked });
  await village.post('/api/family-links', {
    requestId: requestId(),
    idNumber: old.idNumber,
    elderName: old.name,
    name: '伍小妹',
    relation: 'child',
    phone: '13512340000',
    scopes: ['statement', 'orders', 'meals', 'visits', 'aid'],
  });
  await api.moveTo('2026-11-12');
  await api.moveTo('2026-11-13');
  const titles = (await county.get('/api/messages')).items.map((m: { title: string }) => m.title);
  expect(titles.filter((title: string) => title === '虚拟养老院入网没有答复')).toHaveLength(1);
});

test('老人去世：第二天退网，当月的账单照常出一张；没有办完的互助求助取消', async () => {
  await phone.post('/api/my/mutual-aid', { requestId: requestId(), kind: 'company', on: '2026-11-20', time: '09:00', note: '' });
  await people.died(wu, '2026-11-13');
  await api.moveTo('2026-11-15');
  expect((await file()).stateZh).toBe('已退网');
  const aid = await api.owner.query('select state, end_reason from aid_request where person_id = $1', [wu.id]);
  expect(aid.rows).toEqual([{ state: 'cancelled', end_reason: '老人去世' }]);
  await api.moveTo('2026-12-03');
  await api.moveTo('2026-12-04');
  expect((await file()).statements.map(({ month }) => month)).toEqual(['2026-11', '2026-10']);
});
