/** 居家服务 over HTTP: from an order on the portal to the settlement of the month. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CarerDay, DayBoard, MyOrder, OrderFile } from '../src/domains/elderly-care/orders/content.ts';
import { createUser, systemActor } from '../src/kernel/access/server.ts';
import { idNumber } from '../src/kernel/resident/fixtures.ts';
import { recordDeath, registerPerson } from '../src/kernel/resident/server.ts';
import { type Api, Browser, requestId, startApi } from './api.ts';
import { elderDesk } from './elders.ts';

const COUNTY = '421202000000';
const VILLAGE = '421202100001';
const DOOR = '29.78000,114.25000,15';
const system = systemActor('test', '421200000000');

let api: Api;
let county: Browser;
let leader: Browser;
let dispatcher: Browser;
let village: Browser;
let hotline: Browser;
let manager: Browser;
const carers: Record<string, { browser: Browser; id: string }> = {};
let desk: Awaited<ReturnType<typeof elderDesk>>;
const items: Record<string, string> = {};

/** Whole minutes of a day in Shanghai. */
const at = (time: string, day = '2026-11-23') => api.clock.set(new Date(`${day}T${time}:00+08:00`).toISOString());
const post = (by: Browser, url: string, body: object = {}) => by.post(`/api/home-care/${url}`, { requestId: requestId(), ...body });
const refused = (by: Browser, url: string, body: object = {}) =>
  by.refused(`/api/home-care/${url}`, { requestId: requestId(), ...body });

async function account(login: string, name: string, duty: 'home-care-manager' | 'home-care-worker', unitId: string): Promise<Browser> {
  await api.context.write(system, async (tx) => {
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

async function enterProvider(name: string, creditCode: string): Promise<string> {
  const { id } = await post(county, 'providers', {
    creditCode,
    name,
    division: COUNTY,
    contractNo: 'RZ-2026-01',
    agreedFrom: '2026-01-01',
    agreedTo: '2026-12-31',
    telephone: '0715-8880001',
    contact: '田经理',
  });
  return id;
}

async function enterWorker(by: Browser, provider: string, login: string, name: string, base: string): Promise<void> {
  const browser = await account(login, name, 'home-care-worker', provider);
  const { id } = await post(by, 'workers', {
    name,
    idNumber: idNumber('1980-01-01'),
    phone: '13900000001',
    login,
    hiredOn: '2025-01-01',
    healthTo: '2027-12-31',
    backgroundOn: '2026-01-10',
    base,
  });
  const certificate = await post(by, `workers/${id}/certificates`, {
    no: `CERT-${login}`,
    level: '3',
    issuer: '湖北省职业技能鉴定',
    issuedOn: '2024-05-01',
  });
  await post(county, `certificates/${certificate.id}/verification`, { result: 'valid' });
  carers[login] = { browser, id };
}

beforeAll(async () => {
  api = await startApi({ start: '2026-11-20' });
  desk = await elderDesk(api);
  [county, leader, dispatcher, village, hotline] = (await Promise.all(
    ['xian', 'xianzhang', 'diaodu', 'cun', 'rexian'].map(api.staff),
  )) as [Browser, Browser, Browser, Browser, Browser];
  const provider = await enterProvider('咸安康养居家服务中心', '91421202MA4KXXXX0A');
  manager = await account('fuwu', '田文', 'home-care-manager', provider);
  await enterWorker(manager, provider, 'huli1', '章小兰', '29.78100,114.25000,10');
  await enterWorker(manager, provider, 'huli2', '余秋香', '29.79000,114.25000,10');
  const other = await enterProvider('温泉到家养老服务公司', '91421202MA4KXXXX1B');
  const second = await account('fuwu2', '贺平', 'home-care-manager', other);
  await enterWorker(second, other, 'huli3', '孟桂枝', '29.80000,114.25000,10');
  for (const [code, name, kind, unit, price, more] of [
    ['CLEAN', '居室保洁', 'clean', 'hour', 40_00, { publicPrice: 36_00 }],
    ['BATH', '上门助浴', 'bath', 'visit', 150_00, { sameSex: 'yes', alwaysCall: 'yes', level: '2' }],
    ['URGENT', '应急照护', 'urgent', 'visit', 80_00, {}],
  ] as const)
    items[code] = (
      await post(county, 'items', {
        code,
        name,
        class: kind,
        unit,
        price,
        minMinutes: 40,
        plannedMinutes: 120,
        level: '1',
        sameSex: 'no',
        photo: 'no',
        alwaysCall: 'no',
        from: '2026-01-01',
        ...more,
      })
    ).id;
});
afterAll(() => api?.stop());

const order = (given: object = {}) => ({
  division: VILLAGE,
  itemId: items.CLEAN,
  on: '2026-11-23',
  time: '10:00',
  address: '汀泗桥镇古塘村3组8号',
  phone: '13800138000',
  position: DOOR,
  ...given,
});
const onBehalf = async (who: { idNumber: string; name: string }, given: object = {}, by = village) =>
  (await post(by, 'orders', { ...order(given), idNumber: who.idNumber, name: who.name, fund: 'self', ...given })).id as string;
const mine = (login: string): Promise<CarerDay> => carers[login]!.browser.get('/api/home-care/mine');
const file = (id: string): Promise<OrderFile> => dispatcher.get(`/api/home-care/orders/${id}`);
const board = (day: string): Promise<DayBoard> => dispatcher.get(`/api/home-care/board?day=${day}`);
/** What the phone sends: the moment and the ticket of the page that it has open. */
async function stamp(login: string, id: string, time?: string, day = '2026-11-23') {
  const { mine: rows } = await mine(login);
  const offer = rows.find((row) => row.id === id)!.offers.find((o) => o.action === 'check-in' || o.action === 'check-out')!;
  return { ticket: offer.stamp!.ticket, at: time ? new Date(`${day}T${time}:00+08:00`).toISOString() : offer.stamp!.issuedAt };
}
const take = (login: string, id: string) => post(carers[login]!.browser, `orders/${id}/take`);
const visit = async (login: string, id: string, from: string, until: string, day = '2026-11-23') => {
  at(from, day);
  await post(carers[login]!.browser, `orders/${id}/check-in`, { position: DOOR, stamp: await stamp(login, id) });
  at(until, day);
  return post(carers[login]!.browser, `orders/${id}/check-out`, {
    position: DOOR,
    done: '客厅、厨房打扫干净',
    stamp: await stamp(login, id),
  });
};

describe('W10、W11 老人网上约保洁', () => {
  let id = '';
  let elder: Browser;
  test('下单自动受理，先问最近的章小兰，10分钟没有答复问余秋香；余秋香接单，老人收到确认码', async () => {
    const wang = await desk.elder('王桂香');
    elder = await desk.phoneOf(wang);
    at('06:00');
    const { fields } = await elder.get('/api/my/home-care/form');
    expect(fields.find((f: { name: string }) => f.name === 'itemId').choices.map((c: { label: string }) => c.label)).toContain(
      '居室保洁，40.00元／小时（政府购买36.00元）',
    );
    expect((await elder.refused('/api/my/home-care', { requestId: requestId(), ...order({ time: '07:30' }) })).message).toBe(
      '请至少提前2小时预约；急事请选助急项目。',
    );
    ({ id } = await elder.post('/api/my/home-care', { requestId: requestId(), ...order() }));
    await api.run();
    expect((await mine('huli1')).offered.map((o) => [o.id, o.personName, o.address])).toEqual([[id, '王**', null]]);
    at('06:10');
    await api.run();
    expect((await mine('huli1')).offered).toEqual([]);
    expect((await mine('huli2')).offered.map((o) => o.id)).toEqual([id]);
    await take('huli2', id);
    expect((await refused(carers.huli1!.browser, `orders/${id}/take`)).message).toBe('该工单已被他人接单。');
    const [row] = (await elder.get('/api/my/home-care')).rows as MyOrder[];
    expect(row).toMatchObject({ stateZh: '已接单', workerName: '余秋香', code: expect.stringMatching(/^\d{6}$/) });
    expect((await mine('huli2')).mine[0]).toMatchObject({ address: '汀泗桥镇古塘村3组8号', km: 1.1 });
  });

  test('签到太早、离得太远都不行；预约120分钟做了160分钟，没有同意延长，按135分钟90元', async () => {
    const huli = carers.huli2!.browser;
    at('09:29');
    expect((await refused(huli, `orders/${id}/check-in`, { position: DOOR, stamp: await stamp('huli2', id) })).message).toBe(
      '最早提前30分钟签到，还没有到时间。',
    );
    at('09:55');
    await post(huli, `orders/${id}/departure`);
    const far = { position: '29.79000,114.25000,10', stamp: await stamp('huli2', id) };
    expect((await refused(huli, `orders/${id}/check-in`, far)).message).toBe('您距服务地址1112米，超出500米范围，不能签到。');
    expect(await visit('huli2', id, '10:00', '12:40')).toEqual({ minutes: 160, fen: 90_00 });
  });

  test('服务商自己不能确认；老人确认、给五星；评过的护理员有了熟人分', async () => {
    for (const by of [manager, carers.huli2!.browser])
      expect(
        (await by.call('POST', `/api/home-care/orders/${id}/call-back`, { requestId: requestId(), code: '000000' })).status,
      ).toBe(403);
    await elder.post(`/api/my/home-care/${id}/confirmation`, { requestId: requestId() });
    await elder.post(`/api/my/home-care/${id}/evaluation`, { requestId: requestId(), stars: '5', said: '很仔细' });
    expect((await file(id)).course.map((s) => s.zh)).toEqual([
      '下单',
      '受理',
      '派给',
      '没有答复',
      '派给',
      '接单',
      '出发',
      '签到',
      '签退',
      '核实',
      '评价',
    ]);
    const next = (await elder.post('/api/my/home-care', { requestId: requestId(), ...order({ on: '2026-11-24' }) })).id;
    await api.run();
    expect((await mine('huli2')).offered.map((o) => o.id)).toEqual([next]);
    await elder.post(`/api/my/home-care/${next}/cancellation`, { requestId: requestId() });
    expect((await mine('huli2')).offered).toEqual([]);
  });
});
