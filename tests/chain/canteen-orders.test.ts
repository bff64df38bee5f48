/** 老年食堂: the menu of next week, a meal ordered on the phone, the cook's list, what nobody fetched, the filing with its monthly checks, the payment of the month. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CanteenRun, CookDay, MealBoard, MyMeals } from '../../src/domains/elderly-care/meals/ahead-content.ts';
import { createUser } from '../../src/kernel/access/server.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';
import { report } from '../departments.ts';
import { type Elder, elderDesk, VILLAGE } from '../elders.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;
let till: Browser;
let county: Browser;
let village: Browser;
let outletId = '';
let shi: Elder;
let phone: Browser;
const NAME = '永安社区老年食堂';

const at = (time: string, day: string) => api.clock.set(new Date(`${day}T${time}:00+08:00`).toISOString());
const titles = async (by: Browser): Promise<string[]> =>
  (await by.get('/api/messages')).items.map((m: { title: string }) => m.title);

beforeAll(async () => {
  api = await startApi({ start: '2026-11-12' });
  desk = await elderDesk(api);
  county = desk.county;
  village = await api.staff('cun');
  await county.post('/api/care-sites', {
    requestId: requestId(),
    name: NAME,
    kind: 'canteen',
    functions: ['meals'],
    division: VILLAGE,
    reach: 'place',
    address: '花坛巷3号',
    owner: '永安社区居民委员会',
    operator: '永安社区居民委员会',
    contact: '石桂花',
    telephone: '0715-8300001',
    hours: '每天10:30—13:00',
    areaM2: 180,
    dayPlaces: 0,
    fullBeds: 0,
    seats: 40,
    stage: 'operating',
    since: '2026-01-06',
  });
  const { offers } = await county.get('/api/elders/outlets');
  const open = offers.find((o: { action: string }) => o.action === 'till');
  const { fields } = await county.get(open.fieldsAt);
  const siteId = fields.find((f: { name: string }) => f.name === 'siteId').choices[0].value;
  ({ id: outletId } = await county.post(open.to, { ...open.fixed, siteId, creditCode: '91421202MA48R0T13X' }));
  await desk.work(async (tx) => {
    const duty = {
      role: 'institution-user',
      duty: 'care-outlet',
      division: '421202000000',
      unitId: outletId,
      domain: 'elderly-care',
      validFrom: '2026-01-01',
    } as const;
    const made = await createUser(tx, {
      login: 'canteen',
      name: '石桂花',
      division: '421202000000',
      demonstration: true,
      duties: [duty],
    });
    if (!made.ok) throw new Error(made.code);
  });
  till = await api.staff('canteen');
  shi = await desk.elder('史金兰', { birthDate: '1944-03-01' });
  phone = await desk.phoneOf(shi);
});
afterAll(() => api?.stop());

const menu = (on: string, more: object = {}) => ({
  requestId: requestId(),
  on,
  period: 'lunch',
  dishes: '冬瓜排骨汤、清炒豆角、软米饭',
  price: 12_00,
  ...more,
});
const day = (on: string): Promise<CookDay> => till.get(`/api/care-till/meal-orders?day=${on}`);
const mine = (): Promise<MyMeals> => phone.get('/api/my/meals');
const order = (on: string, more: object = {}) => ({
  requestId: requestId(),
  outletId,
  on,
  period: 'lunch',
  mode: 'dine-in',
  note: '',
  ...more,
});
const brought = { mode: 'delivery', address: '汀泗桥镇古塘村3组8号', phone: '13800138000', note: '软一点' };

test('下周菜单星期五以前公布：星期五还没有的，星期六提醒食堂和县里，只提醒一次；公布了老人手机上看得到', async () => {
  await api.moveTo('2026-11-13');
  expect((await day('2026-11-13')).lateWeek).toBeNull();
  await api.moveTo('2026-11-14');
  await api.moveTo('2026-11-15');
  expect((await day('2026-11-15')).lateWeek).toBe('2026-11-16');
  for (const by of [till, county]) expect((await titles(by)).filter((t) => t === '下周菜单还没有公布')).toHaveLength(1);
  expect((await mine()).canteens).toEqual([]);
  await till.post('/api/care-till/menus', menu('2026-11-16'));
  await till.post('/api/care-till/menus', menu('2026-11-16', { period: 'dinner', dishes: '小米粥、花卷', price: 8_00 }));
  await till.post('/api/care-till/menus', menu('2026-11-17'));
  const [canteen] = (await mine()).canteens;
  expect(canteen).toMatchObject({ name: NAME, days: [{ on: '2026-11-16' }, { on: '2026-11-17' }] });
  // 82岁：补2元，约付10元
  expect(canteen!.days[0]!.meals).toMatchObject([
    { periodZh: '午餐', priceFen: 12_00, selfFen: 10_00, closed: false },
    { periodZh: '晚餐', priceFen: 8_00, selfFen: 6_00 },
  ]);
});

test('午餐当天9点截止：8点59分还能订，9点整不能订也不能取消；一餐只订一份；订了的餐价不能改', async () => {
  at('08:59', '2026-11-16');
  const { id } = await phone.post('/api/my/meals', order('2026-11-16'));
  expect((await phone.refused('/api/my/meals', order('2026-11-16', brought))).message).toBe('11月16日午餐已经订过。');
  expect((await till.refused('/api/care-till/menus', menu('2026-11-16', { price: 15_00 }))).code).toBe('MEAL_MENU_ORDERED');
  at('09:00', '2026-11-16');
  expect((await phone.refused(`/api/my/meals/${id}/cancellation`, { requestId: requestId() })).message).toBe(
    '午餐当天9点截止，现在不能订也不能取消。',
  );
  const late = await desk.elder('晚来的', { birthDate: '1950-01-01' });
  expect((await (await desk.phoneOf(late)).refused('/api/my/meals', order('2026-11-16'))).code).toBe('MEAL_ORDER_CLOSED');
});

test('村里替没有手机的老人订送餐：送餐要有地址；做饭单、送餐单上有；取了就是那一餐，补贴照算', async () => {
  const old = await desk.elder('汪大爷', { birthDate: '1939-06-01' });
  const who = { idNumber: old.idNumber, name: old.name };
  expect((await village.refused('/api/meal-orders', order('2026-11-17', { ...who, mode: 'delivery' }))).fields).toMatchObject([
    { path: 'address' },
  ]);
  await village.post('/api/meal-orders', order('2026-11-17', { ...who, ...brought }));
  await phone.post('/api/my/meals', order('2026-11-17'));
  at('10:00', '2026-11-17');
  const list = await day('2026-11-17');
  expect(list.counts).toEqual([
    { zh: '午餐', portions: 2, delivery: 1 },
    { zh: '晚餐', portions: 0, delivery: 0 },
  ]);
  expect(list.rows.map((row) => [row.personName, row.modeZh, row.place?.address ?? null])).toEqual([
    ['史金兰', '堂食', null],
    ['汪大爷', '送餐', '汀泗桥镇古塘村3组8号'],
  ]);
  const [eats, isBrought] = list.rows;
  const serve = eats!.offers.find(({ action }) => action === 'serve')!;
  expect(await till.post(serve.to, serve.fixed)).toEqual({ name: '史金兰', subsidyFen: 2_00, selfPayFen: 10_00, whyNone: null });
  const miss = isBrought!.offers.find(({ action }) => action === 'miss')!;
  await till.post(miss.to, { ...miss.fixed, reason: '送到没有人接' });
  expect((await day('2026-11-17')).rows.map(({ stateZh }) => stateZh)).toEqual(['吃过了', '没有取']);
});

test('订了没有取的，第二天村里去问；补贴没有算', async () => {
  await api.moveTo('2026-11-18');
  expect((await titles(village)).filter((t) => t === '订了餐没有取').length).toBeGreaterThan(0);
  const board: MealBoard = await county.get('/api/meal-orders');
  expect(board.rows).toMatchObject([{ name: NAME, missed: 2 }]);
  const meals = await api.owner.query('select count(*)::int as n from care_meal where voided_at is null');
  expect(meals.rows[0].n).toBe(1);
  const outside = await api.staff('jiayu');
  expect((await outside.get('/api/meal-orders')).rows).toEqual([]);
});

test('备案：申报、另一人核验、领导挂牌、运营；留样100克转整改；停运的收银台登记不了', async () => {
  const leader = await api.staff('xianzhang');
  const form = {
    site: NAME,
    operator: '永安社区居民委员会',
    licenceNo: 'JY24212020000001',
    licenceTo: '2027-06-30',
    manager: '石桂花',
    files: [],
  };
  const { id } = await county.post('/api/registers/canteen-filing', { requestId: requestId(), ...form });
  let version = 1;
  const step = async (by: Browser, action: string, input: object) => {
    const done = await by.post(`/api/registers/canteen-filing/${id}/steps`, { action, version, files: [], ...input });
    version++;
    return done.state;
  };
  const inspect = { action: 'inspect', version, on: '2026-11-18', found: '后厨、消毒柜、留样柜都有', files: [] };
  expect((await county.refused(`/api/registers/canteen-filing/${id}/steps`, inspect)).code).toBe('REGISTER_OWN_HAND');
  expect(await step(leader, 'inspect', { on: '2026-11-18', found: '后厨、消毒柜、留样柜都有' })).toBe('inspected');
  expect(await step(leader, 'file', { documentNo: '咸安助餐备〔2026〕7号' })).toBe('filed');
  expect(await step(county, 'open', { on: '2026-11-18' })).toBe('operating');
  const checked = {
    on: '2026-11-18',
    licenceNo: form.licenceNo,
    licenceTo: form.licenceTo,
    hours: 48,
    labelled: 'yes',
    found: '冰箱干净',
  };
  expect(await step(county, 'check', { ...checked, grams: 124 })).toBe('rectifying');
  expect(await step(county, 'check', { ...checked, grams: 125 })).toBe('operating');
  const view = await county.get(`/api/registers/canteen-filing/${id}`);
  expect(view.limit).toMatchObject({ zh: '月度检查', dueOn: '2026-12-31' });
  expect(await step(county, 'stop', { reason: '后厨漏水停业维修' })).toBe('stopped');
  expect((await till.call('GET', '/api/care-till/meals')).body.error.code).toBe('OUTLET_NONE');
  expect(await step(county, 'open', { on: '2026-11-18' })).toBe('operating');
  await till.get('/api/care-till/meals');
});

test('老人住院：订好的餐先停，做饭单不算份数，不算没有取；出院那天还来得及的照常做，过了的取消', async () => {
  const health = await api.staff('yibao');
  const tell = (type: string, on: string) =>
    report(health, { type, idNumber: shi.idNumber, happenedOn: on, payload: { hospitalId: 'H001' } });
  at('08:00', '2026-11-18');
  for (const on of ['2026-11-19', '2026-11-20']) {
    await till.post('/api/care-till/menus', menu(on));
    await phone.post('/api/my/meals', order(on));
  }
  expect(await tell('hospital.admitted', '2026-11-18')).toBe('已收到。');
  await api.run();
  const list = await day('2026-11-19');
  expect(list.rows.map(({ stateZh, offers }) => [stateZh, offers.length])).toEqual([['住院暂停', 0]]);
  expect(list.counts.map(({ portions }) => portions)).toEqual([0, 0]);
  expect((await titles(till)).filter((t) => t === '订的餐先停一停')).toHaveLength(1);
  expect(await titles(phone)).toContain('订的餐先停一停');
  at('08:00', '2026-11-20');
  await tell('hospital.discharged', '2026-11-20');
  await api.run();
  expect((await day('2026-11-19')).rows).toEqual([]);
  expect((await day('2026-11-20')).rows.map(({ stateZh }) => stateZh)).toEqual(['已订']);
  expect(await titles(till)).toContain('订的餐恢复');
});

test('月度拨付：月末以后县里核定，另一人批准，登记凭证；一家一个月一笔，核定以后不改', async () => {
  const runs = async (by = county): Promise<CanteenRun> =>
    (await by.get('/api/elders/canteens?month=2026-11')).runs.find((run: CanteenRun) => run.outletId === outletId);
  expect((await runs()).offers).toEqual([]);
  await api.moveTo('2026-12-01');
  const [count] = (await runs()).offers;
  expect(count!.causes).toContain('3.00元');
  const note = { note: '送餐单、留影都核过' };
  await county.post(count!.to, { ...count!.fixed, ...note });
  expect((await county.refused(count!.to, { ...count!.fixed, ...note, requestId: requestId() })).code).toBe(
    'CANTEEN_CLAIM_TWICE',
  );
  const leader = await api.staff('xianzhang');
  const approve = (await runs(leader)).offers.find(({ action }) => action === 'approve')!;
  expect((await county.call('POST', approve.to, { ...approve.fixed, ...note })).status).toBe(403);
  expect(await leader.post(approve.to, { ...approve.fixed, ...note })).toEqual({ payBy: '2026-12-15' });
  const pay = (await runs()).offers.find(({ action }) => action === 'pay')!;
  await county.post(pay.to, { ...pay.fixed, on: '2026-12-01', documentNo: '拨字2026-118' });
  expect(await runs()).toMatchObject({ stateZh: '已拨付', amountFen: 3_00, says: '2026-12-01拨付，凭证拨字2026-118' });
  await expect(api.owner.query('update canteen_claim set award_fen = 999')).rejects.toThrow();
});
