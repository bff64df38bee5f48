/** 居家服务 over HTTP: from an order on the portal to the settlement of the month. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CarerDay, DayBoard, MyOrder, OrderFile } from '../src/domains/elderly-care/orders/content.ts';
import { forgetPositions } from '../src/domains/elderly-care/orders/forget.ts';
import { createUser, systemActor } from '../src/kernel/access/server.ts';
import { idNumber } from '../src/kernel/resident/fixtures.ts';
import { recordDeath, recordFact } from '../src/kernel/resident/server.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { type Elder, elderDesk } from './elders.ts';

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
const post = (by: Browser, url: string, body: object = {}) =>
  by.post(`/api/home-care/${url}`, { requestId: requestId(), ...body });
const refused = (by: Browser, url: string, body: object = {}) =>
  by.refused(`/api/home-care/${url}`, { requestId: requestId(), ...body });

async function account(
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
    idNumber: idNumber('1980-01-01'),
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
/** A voucher of 800 yuan, as the first day of a month issues it. */
async function voucherFor(who: Elder, month: string): Promise<void> {
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
async function tillOf(outlet: string): Promise<Browser> {
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
const codeOf = async (phone: Browser): Promise<string> => (await phone.post('/api/elders/my/care-code')).code;
/** 低保边缘, level 2: 二档 300元 a month (5.6). */
const hasQuota = (who: { id: string }): Promise<void> =>
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

describe('谁先接就是谁', () => {
  test('发给所有人时两家的护理员同时接：一个接到，另一个知道已被接单', async () => {
    const li = await desk.elder('李长青');
    at('06:00', '2026-11-25');
    const id = await onBehalf(li, { on: '2026-11-25' });
    await api.run();
    for (const minute of ['06:10', '06:20', '06:30']) {
      at(minute, '2026-11-25');
      await api.run();
    }
    expect((await file(id)).course.at(-1)).toMatchObject({ zh: '发给所有合适的护理员', note: '3人' });
    const answers = await Promise.all(
      ['huli1', 'huli3'].map((login) =>
        carers[login]!.browser.call('POST', `/api/home-care/orders/${id}/take`, { requestId: requestId() }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.error.message).toBe('该工单已被他人接单。');
  });

  test('助急马上派，每人2分钟；没有人接的转调度员，调度员指定；证书没有核验的指定不了', async () => {
    const zhao = await desk.elder('赵友德');
    at('07:00', '2026-11-26');
    const id = await onBehalf(zhao, { itemId: items.URGENT, on: '2026-11-26', position: undefined }, hotline);
    await post(dispatcher, `orders/${id}/acceptance`, { position: DOOR });
    for (const minute of ['07:00', '07:02', '07:04', '07:06', '07:08']) {
      at(minute, '2026-11-26');
      await api.run();
    }
    const [row] = (await board('2026-11-26')).rows;
    expect(row).toMatchObject({ id, alarm: '没有人接', stateZh: '已受理' });
    const { id: fresh } = await manager.post('/api/care-workers', {
      requestId: requestId(),
      name: '新来的小吴',
      idNumber: idNumber('1990-01-01'),
      phone: '13900000009',
      hiredOn: '2026-11-01',
      healthTo: '2027-12-31',
      backgroundOn: '2026-10-01',
    });
    expect((await refused(dispatcher, `orders/${id}/assignment`, { workerId: fresh })).message).toBe(
      '不能派给新来的小吴：证书已过期或未核验，不能派单。',
    );
    await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli1!.id });
    expect((await file(id)).workerName).toBe('章小兰');
  });
});

describe('没有网络、没有到', () => {
  test('山里没有信号，签到签退第二天才送到：按手机记的时间算；改过的时间、别人的凭证不算', async () => {
    const qian = await desk.elder('钱婆婆');
    at('06:00', '2026-11-27');
    const id = await onBehalf(qian, { on: '2026-11-27' });
    await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli1!.id });
    at('09:30', '2026-11-27');
    const { ticket } = await stamp('huli1', id);
    const huli = carers.huli1!.browser;
    const pressed = (time: string) => ({ ticket, at: new Date(`2026-11-27T${time}:00+08:00`).toISOString() });
    at('08:00', '2026-11-28');
    await api.run();
    // 钟以为没有来，已另派；手机上的记录送到，恢复
    expect((await file(id)).stateZh).toBe('爽约');
    const send = (when: string, given: object = {}) =>
      refused(huli, `orders/${id}/check-in`, { position: DOOR, stamp: { ...pressed(when), ...given } });
    expect((await send('09:20')).code).toBe('ORDER_STAMP');
    expect((await send('10:00', { ticket: ticket.replace(/.$/, (c) => (c === '0' ? '1' : '0')) })).code).toBe('ORDER_STAMP');
    await post(huli, `orders/${id}/check-in`, { position: DOOR, stamp: pressed('10:02') });
    expect(await post(huli, `orders/${id}/check-out`, { position: DOOR, done: '打扫', stamp: pressed('11:54') })).toEqual({
      minutes: 112,
      fen: 70_00,
    });
    expect((await file(id)).visit).toMatchObject({ inLate: true, outLate: true, billedMinutes: 105 });
    const others = (await board('2026-11-28')).rows.filter((row) => row.personName === '钱婆婆');
    expect(others.map((row) => row.stateZh)).toEqual(['已取消']);
  });

  test('到了时间15分钟还没有人到：算爽约，村里和调度员知道，马上另派人；助急的也一样', async () => {
    const sun = await desk.elder('孙有福');
    at('06:00', '2026-11-29');
    const id = await onBehalf(sun, { on: '2026-11-29' });
    await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli1!.id });
    at('10:11', '2026-11-29');
    expect((await board('2026-11-29')).rows[0]).toMatchObject({ id, alarm: '晚了11分钟' });
    at('10:15', '2026-11-29');
    await api.run();
    await api.run();
    const rows = (await board('2026-11-29')).rows.filter((row) => row.personName === '孙有福');
    expect(rows.map((row) => [row.stateZh, row.alarm])).toEqual([
      ['爽约', '护理员没有到'],
      ['派单中', null],
    ]);
    for (const by of [village, dispatcher])
      expect((await by.get('/api/messages')).items.map((m: { title: string }) => m.title)).toContain('护理员没有到');
  });
});

describe('做完以后', () => {
  test('助浴72小时也不自动核实，要打电话报确认码；保洁自动核实；村里当面问过的也算', async () => {
    const zhou = await desk.elder('周玉莲');
    at('06:00', '2026-11-30');
    const [bath, clean, asked] = [
      await onBehalf(zhou, { on: '2026-11-30', itemId: items.BATH, time: '08:00' }),
      await onBehalf(zhou, { on: '2026-11-30', time: '11:00' }),
      await onBehalf(zhou, { on: '2026-11-30', time: '14:00' }),
    ];
    for (const id of [bath, clean, asked]) await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli2!.id });
    await visit('huli2', bath, '08:00', '09:30', '2026-11-30');
    await visit('huli2', clean, '11:00', '13:00', '2026-11-30');
    await visit('huli2', asked, '14:00', '16:00', '2026-11-30');
    await post(village, `orders/${asked}/village-confirmation`, { who: '周玉莲本人' });
    at('16:01', '2026-12-03');
    await api.run();
    expect([(await file(bath)).stateZh, (await file(clean)).stateZh]).toEqual(['待核实', '已核实']);
    expect((await file(clean)).verifiedZh).toMatch(/自动确认/);
    expect((await file(bath)).alarm).toBe('等电话回访');
    expect((await refused(hotline, `orders/${bath}/call-back`, { code: '999999x'.slice(0, 6) })).message).toBe('确认码不对。');
    const [{ code }] = ((await (await desk.phoneOf(zhou)).get('/api/my/home-care')).rows as MyOrder[]).filter(
      (o) => o.id === bath,
    ) as [MyOrder];
    await post(hotline, `orders/${bath}/call-back`, { code });
    expect(await file(bath)).toMatchObject({ stateZh: '已核实', verifiedZh: '电话回访，老人报出确认码（钱慧）' });
  });

  test('老人有异议：这一单先不付，别的不受影响；县里查了照付，老人知道结果', async () => {
    const feng = await desk.elder('冯玉兰');
    const phone = await desk.phoneOf(feng);
    at('06:00', '2026-12-01');
    const id = await onBehalf(feng, { on: '2026-12-01' });
    await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli1!.id });
    await visit('huli1', id, '10:00', '11:00', '2026-12-01');
    await phone.post(`/api/my/home-care/${id}/dispute`, { requestId: requestId(), dispute: '只扫了客厅，厨房没有做' });
    expect(await file(id)).toMatchObject({ stateZh: '争议中', alarm: '有异议', dispute: '只扫了客厅，厨房没有做' });
    expect((await phone.refused(`/api/my/home-care/${id}/confirmation`, { requestId: requestId() })).code).toBe('ORDER_STATE');
    await post(county, `orders/${id}/decision`, { decision: 'pay', grounds: '看了照片，问了邻居，厨房不在约定里' });
    expect((await file(id)).stateZh).toBe('已核实');
    expect((await phone.get('/api/messages')).items.map((m: { title: string }) => m.title)).toContain('异议有结果了');
  });

  test('护理员退回，马上另问别人；到了时间老人不在，村里去看', async () => {
    const cheng = await desk.elder('程桂香');
    at('06:00', '2026-12-02');
    const id = await onBehalf(cheng, { on: '2026-12-02' });
    await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli1!.id });
    await post(carers.huli1!.browser, `orders/${id}/hand-back`, { reason: '孩子发烧，去不了' });
    expect((await mine('huli1')).mine.filter((row) => row.id === id)).toEqual([]);
    await api.run();
    expect((await mine('huli2')).offered.map((row) => row.id)).toContain(id);
    await take('huli2', id);
    at('10:05', '2026-12-02');
    await post(carers.huli2!.browser, `orders/${id}/absence`, {
      position: DOOR,
      note: '敲门十分钟，电话没有人接',
      stamp: await stamp('huli2', id),
    });
    expect(await file(id)).toMatchObject({ stateZh: '爽约', alarm: '老人不在' });
    expect((await village.get('/api/messages')).items.map((m: { title: string }) => m.title)).toContain('上门时老人不在');
  });

  test('老人去世：没有做的取消，去世以后的服务记录不予结算，交人核查', async () => {
    const wu = await desk.elder('吴老太');
    await hasQuota(wu);
    at('06:00', '2026-12-04');
    const done = await onBehalf(wu, { on: '2026-12-04', fund: 'public' });
    const open = await onBehalf(wu, { on: '2026-12-07' });
    await post(dispatcher, `orders/${done}/assignment`, { workerId: carers.huli1!.id });
    await visit('huli1', done, '10:00', '12:00', '2026-12-04');
    await api.context.write(system, async (tx) => {
      const died = await recordDeath(tx, {
        personId: wu.id as never,
        diedOn: '2026-12-02',
        source: '殡仪馆火化登记',
        certificateRef: 'HH-1',
      });
      if (!died.ok) throw new Error(died.code);
    });
    await api.run();
    expect([(await file(done)).stateZh, (await file(open)).stateZh]).toEqual(['不予结算', '已取消']);
    const clues = await api.owner.query("select count(*)::int as n from clue where kind = 'home-care' and person_id = $1", [
      wu.id,
    ]);
    expect(clues.rows[0].n).toBe(1);
  });

  test('批量派单：一天的单一次派完，没有人重叠，固定时间前后都留了20分钟', async () => {
    at('16:00', '2026-12-05');
    const chen = await desk.elder('陈秀英');
    const ids: string[] = [];
    for (const [i, time] of ['08:00', '08:00', '08:00', '11:00', '11:00', '14:00'].entries())
      ids.push(await onBehalf(chen, { on: '2026-12-07', time, address: `汀泗桥镇古塘村${i}组1号` }));
    const day = (await board('2026-12-07')).offers.find((o) => o.action === 'assign-day')!;
    expect(await dispatcher.post(day.to, day.fixed)).toMatchObject({ assigned: 6, nobody: 0, changed: 0, placeless: 0 });
    const files = await Promise.all(ids.map(file));
    expect(new Set(files.map((f) => `${f.start} ${f.workerName}`)).size).toBe(6);
    expect(new Set(files.map((f) => f.stateZh))).toEqual(new Set(['已接单']));
  });
});

describe('W9、W7 额度、消费券、本人各付多少', () => {
  let he: Elder;
  let phone: Browser;
  const month = async () => (await phone.get('/api/my/home-care')).month;
  const done = async (given: object, day: string) => {
    const id = await onBehalf(he, { fund: 'public', on: day, anySex: 'yes', ...given });
    await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli1!.id });
    await visit('huli1', id, '10:00', '11:00', day);
    return id;
  };
  const confirmed = async (id: string) => {
    await post(village, `orders/${id}/village-confirmation`, { who: '何冬秀本人' });
    return (await file(id)).parts;
  };

  test('W9 二档300元：助洁80元、助浴150元全由额度付；陪诊120元下单前就知道额度付70元，自付50元；第四单剩余0.00元', async () => {
    he = await desk.elder('何冬秀');
    await hasQuota(he);
    phone = await desk.phoneOf(he);
    at('07:00', '2026-12-12');
    const wash = await done({ itemId: items.WASH }, '2026-12-12');
    at('07:00', '2026-12-13');
    const bath = await done({ itemId: items.BATH }, '2026-12-13');
    expect(await month()).toMatchObject({ quota: { amountFen: 300_00, reservedFen: 230_00, usedFen: 0 } });
    expect(await confirmed(wash)).toEqual({ quotaFen: 80_00, voucherFen: 0, ownFen: 0 });
    expect(await confirmed(bath)).toEqual({ quotaFen: 150_00, voucherFen: 0, ownFen: 0 });
    at('07:00', '2026-12-14');
    const asked = { ...order({ itemId: items.ESCORT, on: '2026-12-14' }), fund: 'public' };
    expect((await phone.post('/api/my/home-care/parts', asked)).says).toBe(
      '按预约的时间约120.00元：政府购买额度付70.00元（2026年12月的额度剩余0.00元），本人约付50.00元。以核实的时间为准。',
    );
    const escort = await done({ itemId: items.ESCORT }, '2026-12-14');
    expect(await file(escort)).toMatchObject({ heldFen: 70_00, parts: null });
    expect(await confirmed(escort)).toEqual({ quotaFen: 70_00, voucherFen: 0, ownFen: 50_00 });
    // 额度用完了：第四单按不用额度的价格，全由本人付
    const fourth = await onBehalf(he, { itemId: items.WASH, on: '2026-12-15', fund: 'public' });
    const { items: told } = await phone.get('/api/messages');
    expect(told.map((m: { body: string }) => m.body).find((text: string) => text.includes('12月15日'))).toContain(
      '2026年12月的额度剩余0.00元），本人约付90.00元',
    );
    expect(await file(fourth)).toMatchObject({ heldFen: null, fundZh: '不用额度' });
    await post(village, `orders/${fourth}/cancellation`, { reason: '家里来人了' });
    expect(await month()).toMatchObject({ orders: 3, quotaFen: 300_00, voucherFen: 0, ownFen: 50_00 });
  });

  test('取消、爽约的放开，护理员后来补到的重新占住；中断的也放开', async () => {
    at('07:00', '2027-01-04');
    const day = '2027-01-04';
    const cancelled = await onBehalf(he, { itemId: items.BATH, on: day, fund: 'public' });
    expect(await month()).toMatchObject({ quota: { reservedFen: 150_00 } });
    await post(village, `orders/${cancelled}/cancellation`, { reason: '不洗了' });
    expect(await month()).toMatchObject({ quota: { reservedFen: 0 } });
    const late = await onBehalf(he, { itemId: items.WASH, on: day, fund: 'public' });
    await post(dispatcher, `orders/${late}/assignment`, { workerId: carers.huli1!.id });
    at('09:58', day);
    const kept = await stamp('huli1', late);
    at('10:16', day);
    await api.run();
    // 爽约的放开，另派的单占住：还是一笔
    expect((await file(late)).stateZh).toBe('爽约');
    expect(await month()).toMatchObject({ quota: { reservedFen: 80_00 } });
    await post(carers.huli1!.browser, `orders/${late}/check-in`, { position: DOOR, stamp: kept });
    expect(await month()).toMatchObject({ quota: { reservedFen: 80_00 } });
    expect(await file(late)).toMatchObject({ stateZh: '服务中', heldFen: 80_00 });
    await post(carers.huli1!.browser, `orders/${late}/abort`, { reason: '停水了' });
    expect(await month()).toMatchObject({ quota: { reservedFen: 0, usedFen: 0 } });
  });

  test('额度付不完的，消费券抵剩下的一半；收银台不能为同一单再收一次；不予结算的，券退回、额度放开', async () => {
    await voucherFor(he, '2027-01');
    const { id: outlet } = await county.post('/api/elders/outlets', {
      requestId: requestId(),
      kind: 'home',
      name: '咸安康养居家服务中心',
      creditCode: '91421202MA4KXXXX0A',
      division: '421202001002',
      address: '温泉街道花坛巷3号',
      telephone: '0715-8300001',
    });
    const till = await tillOf(outlet);
    const day = '2027-01-05';
    at('07:00', day);
    const first = await done({ itemId: items.BATH }, day);
    at('12:00', day);
    const second = await onBehalf(he, { itemId: items.BATH, on: day, time: '15:00', fund: 'public' });
    const third = { ...order({ itemId: items.ESCORT, on: '2027-01-06' }), idNumber: he.idNumber, name: he.name, fund: 'public' };
    expect((await village.post('/api/home-care/orders/parts', third)).says).toBe(
      '按预约的时间约130.00元：政府购买额度付0.00元（2027年1月的额度剩余0.00元），消费券约抵65.00元，本人约付65.00元。以核实的时间为准。',
    );
    expect(await confirmed(first)).toEqual({ quotaFen: 150_00, voucherFen: 0, ownFen: 0 });
    await post(village, `orders/${second}/cancellation`, { reason: '洗过了' });
    at('07:00', '2027-01-06');
    const wash = await done({ itemId: items.BATH }, '2027-01-06');
    await confirmed(wash);
    at('07:00', '2027-01-07');
    const clean = await done({ itemId: items.ESCORT, fund: 'self' }, '2027-01-07');
    const bill = { code: await codeOf(phone), serviceOn: '2027-01-07', what: '陪诊', payableFen: 130_00 };
    expect((await till.refused('/api/care-till/vouchers', { ...bill, requestId: requestId() })).code).toBe('VOUCHER_ORDER');
    expect(await confirmed(clean)).toEqual({ quotaFen: 0, voucherFen: 65_00, ownFen: 65_00 });
    const { rows } = await till.get('/api/care-till/vouchers');
    expect(rows).toMatchObject([{ what: '陪同就医', payableFen: 130_00, deductedFen: 65_00, offers: [] }]);
    expect(
      (await till.refused(`/api/care-till/vouchers/${rows[0].id}/reversal`, { reason: '记错了人', requestId: requestId() })).code,
    ).toBe('VOUCHER_OF_ORDER');
    expect(await month()).toMatchObject({ quotaFen: 300_00, voucherFen: 65_00, ownFen: 65_00, voucher: { usedFen: 65_00 } });
    for (const id of [clean, wash]) {
      await post(village, `orders/${id}/dispute`, { dispute: '没有人来过' });
      await post(county, `orders/${id}/decision`, { decision: 'refuse', grounds: '查实没有上门' });
      expect((await file(id)).parts).toEqual({ quotaFen: 0, voucherFen: 0, ownFen: 0 });
    }
    expect(await month()).toMatchObject({ quota: { usedFen: 150_00 }, voucherFen: 0, ownFen: 0, voucher: { usedFen: 0 } });
    // 结算单只有额度付的那一张
    at('09:00', '2027-02-03');
    expect(await post(manager, 'settlements', { month: '2027-01' })).toMatchObject({ lines: 1, fen: 150_00 });
    // 网点的券另有去处：冲正过的不再算
    expect((await till.get('/api/care-till/vouchers')).month).toEqual({ count: 0, deductedFen: 0 });
  });

  test('数据库守着：各部分加起来就是应付的；额度付的要真的占着；没有做成的单不占额度', async () => {
    const [{ id }] = (
      await api.owner.query(`select id from home_care_order where quota_fen = 15000 and state = 'verified' limit 1`)
    ).rows;
    for (const [set, constraint] of [
      ['own_fen = own_fen + 1', 'home_care_order_parts'],
      ['quota_fen = quota_fen - 1, own_fen = own_fen + 1', 'home_care_order_quota'],
      [`state = 'aborted'`, 'home_care_order_lets_go'],
    ] as const)
      await expect(api.owner.query(`update home_care_order set ${set} where id = $1`, [id])).rejects.toMatchObject({
        constraint,
      });
    await expect(api.owner.query(`update care_quota_hold set fen = fen - 1 where order_id = $1`, [id])).rejects.toMatchObject({
      constraint: 'care_quota_adds_up',
    });
  });
});

describe('走访发现的需求下成工单', () => {
  const needs = async (day = '2027-02-11') => (await board(day)).needs;
  const press = async (by: Browser, offer: { to: string; fieldsAt?: string; fixed: object }, more: object = {}) => {
    const { initial } = await by.get(offer.fieldsAt!);
    return by.call('POST', offer.to, { ...offer.fixed, ...initial, ...more });
  };

  test('一按下单，两边都看得到；没有人到的另派单接着办，取消的需求回来；核实了自动办结', async () => {
    const hu = await desk.elder('胡桂兰');
    at('08:00', '2027-02-10');
    const contacts = [{ name: '女儿小芳', relation: 'child', phone: '13900001111', canOpenDoor: true }];
    await village.post(`/api/elders/${hu.id}/living`, { requestId: requestId(), input: { status: 'alone', contacts } });
    await api.run();
    const [startedAt, endedAt] = ['2027-02-10T07:40:00+08:00', '2027-02-10T07:50:00+08:00'];
    await village.post('/api/elder-visits/records', {
      requestId: requestId(),
      sentAt: api.clock.now(),
      input: { personId: hu.id, mode: 'home', outcome: 'need', startedAt, endedAt, position: DOOR, needs: ['clean'] },
    });
    const [need] = await needs();
    expect(need).toMatchObject({ what: '助洁', personName: '胡桂兰', urgent: false });
    // 登记里没有地址的，第一次要填；以后不用
    expect((await press(dispatcher, need!.offers[0]!)).body.error.fields).toMatchObject([{ path: 'address' }]);
    const { id, no } = (await press(dispatcher, need!.offers[0]!, { address: '汀泗桥镇古塘村5组2号' })).body;
    expect(await file(id)).toMatchObject({ needZh: expect.stringContaining('助洁，2027年2月10日'), stateZh: '已受理' });
    expect(await needs()).toEqual([]);
    const seen = async () => (await village.get('/api/elder-visits/rows?view=needs')).rows;
    expect((await seen())[0]).toMatchObject({ orderId: id, says: expect.stringContaining(`工单${no}，已受理`), offers: [] });
    await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli1!.id });
    at('09:16', '2027-02-11');
    await api.run();
    const [{ orderId: other }] = await seen();
    expect(other).not.toBe(id);
    await post(village, `orders/${other}/cancellation`, { reason: '改天再来' });
    expect((await needs()).map((row) => row.id)).toEqual([need!.id]);
    // 村里一按：明天9点，地址、电话用上一次的
    const order = (await seen())[0].offers.find((o: { action: string }) => o.action === 'order');
    const again = (await press(village, { ...order, fixed: { requestId: requestId() } })).body.id;
    await post(dispatcher, `orders/${again}/assignment`, { workerId: carers.huli2!.id });
    await visit('huli2', again, '09:00', '11:00', '2027-02-12');
    await post(village, `orders/${again}/village-confirmation`, { who: '胡桂兰本人' });
    expect(await seen()).toEqual([]);
    const section = await village.get(`/api/persons/${hu.id}/sections/elder-visits`);
    expect(JSON.stringify(section)).toContain('（居室保洁）已核实');
    expect(api.errors).toEqual([]);
  });
});

describe('月度结算', () => {
  test('申报、抽查（谁都可以重算）、回访、核定、另一位批准；不属实的不付；一个月只结一次', async () => {
    const zheng = await desk.elder('郑国香');
    await hasQuota(zheng);
    at('06:00', '2027-03-08');
    const ids: string[] = [];
    for (const day of ['2027-03-08', '2027-03-09', '2027-03-10']) {
      at('06:00', day);
      const id = await onBehalf(zheng, { on: day, fund: 'public' });
      await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli2!.id });
      await visit('huli2', id, '10:00', '12:00', day);
      await post(village, `orders/${id}/village-confirmation`, { who: '郑国香本人' });
      ids.push(id);
    }
    expect((await refused(manager, 'settlements', { month: '2027-03' })).message).toBe('这个月还没有过完，不能结算。');
    // 9日那天她其实住在养老机构
    await api.owner.query(
      `insert into elder_stay (stay_id, person_id, division, from_on, to_on)
       select gen_random_uuid(), person_id, division, '2027-03-08', '2027-03-10' from home_care_order where id = $1`,
      [ids[0]],
    );
    at('09:00', '2027-04-06');
    const { id, fen } = await post(manager, 'settlements', { month: '2027-03' });
    expect(fen).toBe(3 * 72_00);
    const marked = await api.owner.query(
      'select order_id from home_care_settlement_line where settlement_id = $1 and $2 = any(flags)',
      [id, 'stayed'],
    );
    expect(marked.rows.map((row) => row.order_id)).toEqual([ids[1]]);
    expect((await refused(manager, 'settlements', { month: '2027-03' })).code).toMatch(/SETTLE_(TWICE|EMPTY)/);
    const sheet = () => county.get(`/api/home-care/settlements/${id}`);
    expect((await sheet()).secret).toBeNull();
    expect(await post(county, `settlements/${id}/draw`, { beacon: '03 08 16 21 27 30 + 11' })).toEqual({ all: 0, random: 3 });
    const drawn = await sheet();
    expect(createHash('sha256').update(drawn.secret).digest('hex')).toBe(drawn.digest);
    expect((await refused(county, `settlements/${id}/check`)).message).toBe('还有3条没有回访，不能核定。');
    for (const [i, orderId] of ids.entries())
      await post(county, `settlements/${id}/calls`, { orderId, result: i === 0 ? 'wrong' : 'right', note: '说没有人来过' });
    // 抽了3条错1条，超过20%：本来要全查，已经全部查过
    expect(await post(county, `settlements/${id}/check`)).toEqual({ payFen: 144_00 });
    const { documentId } = await post(leader, `settlements/${id}/approval`);
    expect((await leader.call('GET', `/api/documents/${documentId}/pdf`)).status).toBe(200);
    expect(await Promise.all(ids.map(async (one) => (await file(one)).stateZh))).toEqual(['不予结算', '已结算', '已结算']);
    expect((await refused(leader, `settlements/${id}/approval`)).message).toBe('这张结算单现在是“已批准”，不能这样办。');
    // 另一家看不到
    expect((await (await api.staff('fuwu2')).call('GET', `/api/home-care/settlements/${id}`)).status).toBe(404);
  });

  test('位置只留90天：结算过的三个月以后只剩量过的距离，没有结算的留着', async () => {
    const kept = async () =>
      (
        await api.owner.query(
          `select count(*) filter (where in_mark is not null)::int as marks, count(in_metres)::int as metres from home_care_order
            where settlement_id is not null and planned_on = '2027-03-08'`,
        )
      ).rows[0];
    at('09:00', '2027-06-06');
    await forgetPositions(api.context);
    const before = await kept();
    expect(before.marks).toBeGreaterThan(0);
    at('09:00', '2027-06-07');
    await forgetPositions(api.context);
    expect(await kept()).toEqual({ marks: 0, metres: before.metres });
  });
});
