/** 居家服务 in tests: two providers with three carers, and what everybody says to one another. Live bindings: they stand once `openHomeCare` is done. */
import type { CarerDay, DayBoard, OrderFile } from '../src/domains/elderly-care/orders/content.ts';
import { createUser, systemActor } from '../src/kernel/access/server.ts';
import { makeIdNumber } from '../src/kernel/resident/index.ts';
import { recordFact } from '../src/kernel/resident/server.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { type Elder, elderDesk } from './elders.ts';

export const COUNTY = '421202000000';
export const VILLAGE = '421202100001';
export const DOOR = '29.78000,114.25000,15';
export const system = systemActor('test', '421200000000');

export let api: Api;
export let county: Browser;
export let leader: Browser;
export let dispatcher: Browser;
export let village: Browser;
export let hotline: Browser;
export let manager: Browser;
export const carers: Record<string, { browser: Browser; id: string }> = {};
export let desk: Awaited<ReturnType<typeof elderDesk>>;
export const items: Record<string, string> = {};

/** Whole minutes of a day in Shanghai. */
export const at = (time: string, day = '2026-11-23') => api.clock.set(new Date(`${day}T${time}:00+08:00`).toISOString());
export const post = (by: Browser, url: string, body: object = {}) =>
  by.post(`/api/home-care/${url}`, { requestId: requestId(), ...body });
export const refused = (by: Browser, url: string, body: object = {}) =>
  by.refused(`/api/home-care/${url}`, { requestId: requestId(), ...body });

export async function account(
  login: string,
  name: string,
  duty: 'home-care-manager' | 'home-care-worker',
  unitId: string,
): Promise<Browser> {
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

let carersMade = 0;
async function enterProvider(name: string, creditCode: string): Promise<string> {
  const { id } = await post(county, 'providers', {
    creditCode,
    name,
    division: COUNTY,
    contractNo: 'RZ-2026-01',
    agreedFrom: '2026-01-01',
    agreedTo: '2027-12-31',
    telephone: '0715-8880001',
    contact: '田经理',
  });
  return id;
}

async function enterWorker(by: Browser, provider: string, login: string, name: string, base: string): Promise<void> {
  const browser = await account(login, name, 'home-care-worker', provider);
  const { id } = await by.post('/api/care-workers', {
    requestId: requestId(),
    name,
    // 女的：助浴须同性护理员，试的老人也是女的
    idNumber: makeIdNumber('421222', '1980-01-01', ++carersMade * 2),
    phone: '13900000001',
    login,
    hiredOn: '2025-01-01',
    healthTo: '2027-12-31',
    backgroundOn: '2026-01-10',
    base,
  });
  const certificate = await by.post(`/api/care-workers/${id}/certificates`, {
    requestId: requestId(),
    no: `CERT-${login}`,
    level: '3',
    issuer: '湖北省职业技能鉴定',
    issuedOn: '2024-05-01',
  });
  await county.post(`/api/care-certificates/${certificate.id}/verification`, {
    result: 'valid',
    reply: '联网查询一致',
    requestId: requestId(),
  });
  carers[login] = { browser, id };
}

/** Two providers with three carers, the items of the county, and the hands of every duty. */
export async function openHomeCare(): Promise<void> {
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
    ['BATH', '上门助浴', 'bath', 'visit', 150_00, { publicPrice: 150_00, sameSex: 'yes', alwaysCall: 'yes', level: '2' }],
    ['WASH', '上门洗衣', 'clean', 'visit', 90_00, { publicPrice: 80_00 }],
    ['ESCORT', '陪同就医', 'escort', 'visit', 130_00, { publicPrice: 120_00 }],
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
}
export const closeHomeCare = () => api?.stop();

export const order = (given: object = {}) => ({
  division: VILLAGE,
  itemId: items.CLEAN,
  on: '2026-11-23',
  time: '10:00',
  address: '汀泗桥镇古塘村3组8号',
  phone: '13800138000',
  position: DOOR,
  ...given,
});
export const onBehalf = async (who: { idNumber: string; name: string }, given: object = {}, by = village) =>
  (await post(by, 'orders', { ...order(given), idNumber: who.idNumber, name: who.name, fund: 'self', ...given })).id as string;
/** A voucher of 800 yuan, as the first day of a month issues it. */
export async function voucherFor(who: Elder, month: string): Promise<void> {
  const { id } = await desk.clerk.post('/api/cases', {
    itemId: 'EL-22',
    channel: 'window',
    form: { applicant: { name: who.name, idNumber: who.idNumber, phone: '13800138000', division: VILLAGE }, consent: true },
    requestId: requestId(),
  });
  await api.owner.query(
    `insert into care_voucher_award (id, person_id, division, from_month, case_id, granted_on) values ($1, $2, $3, $4, $1, $5)`,
    [id, who.id, VILLAGE, month, `${month}-01`],
  );
  await api.owner.query(
    `insert into care_voucher (id, award_id, person_id, division, month, face_fen, lapses_on) values ($1, $1, $2, $3, $4, 80000, ($4 || '-05')::date + interval '1 month')`,
    [id, who.id, VILLAGE, month],
  );
}
export async function tillOf(outlet: string): Promise<Browser> {
  const duty = {
    role: 'institution-user',
    duty: 'care-outlet',
    division: COUNTY,
    unitId: outlet,
    domain: 'elderly-care',
    validFrom: '2026-01-01',
  } as const;
  await api.context.write(system, async (tx) => {
    const made = await createUser(tx, {
      login: 'shouyin',
      name: '聂小红',
      division: COUNTY,
      demonstration: true,
      duties: [duty],
    });
    if (!made.ok) throw new Error(made.code);
  });
  return api.staff('shouyin');
}
export const codeOf = async (phone: Browser): Promise<string> => (await phone.post('/api/elders/my/care-code')).code;
/** 低保边缘, level 2: 二档 300元 a month (5.6). */
export const hasQuota = (who: { id: string }): Promise<void> =>
  api.context.write(system, async (tx) => {
    for (const [kind, value] of [
      ['low-income-status', { kind: 'edge' }],
      ['capacity-level', { level: 2, scheme: 'GB42195_2022', assessmentId: who.id, validTo: '2027-09-30' }],
    ] as const) {
      const fact = {
        subject: { kind: 'person', id: who.id },
        kind,
        value,
        source: '测试',
        validFrom: '2026-10-01',
        validTo: null,
      };
      const recorded = await recordFact(tx, fact as never);
      if (!recorded.ok) throw new Error(recorded.code);
    }
  });
export const mine = (login: string): Promise<CarerDay> => carers[login]!.browser.get('/api/home-care/mine');
export const file = (id: string): Promise<OrderFile> => dispatcher.get(`/api/home-care/orders/${id}`);
export const board = (day: string): Promise<DayBoard> => dispatcher.get(`/api/home-care/board?day=${day}`);
/** What the phone sends: the moment and the ticket of the page that it has open. */
export async function stamp(login: string, id: string, time?: string, day = '2026-11-23') {
  const { mine: rows } = await mine(login);
  const offer = rows.find((row) => row.id === id)!.offers.find((o) => o.action === 'check-in' || o.action === 'check-out')!;
  return { ticket: offer.stamp!.ticket, at: time ? new Date(`${day}T${time}:00+08:00`).toISOString() : offer.stamp!.issuedAt };
}
export const take = (login: string, id: string) => post(carers[login]!.browser, `orders/${id}/take`);
export const visit = async (login: string, id: string, from: string, until: string, day = '2026-11-23') => {
  at(from, day);
  await post(carers[login]!.browser, `orders/${id}/check-in`, { position: DOOR, stamp: await stamp(login, id) });
  at(until, day);
  return post(carers[login]!.browser, `orders/${id}/check-out`, {
    position: DOOR,
    done: '客厅、厨房打扫干净',
    stamp: await stamp(login, id),
  });
};
