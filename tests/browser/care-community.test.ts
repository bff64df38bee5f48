/** On the phone: a neighbour helps and the helped tells the code; the statement of the month; tomorrow's lunch is ordered. The cook reads the list at the desk. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishMenu } from '../../src/domains/elderly-care/meals/ahead.ts';
import { checkHelper, registerHelper } from '../../src/domains/elderly-care/mutual-aid/act.ts';
import { applyFor, joinMember, virtualHomeDaily } from '../../src/domains/elderly-care/virtual-home/act.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import type { Tx } from '../../src/kernel/context/server.ts';
import type { Result } from '../../src/kernel/result/index.ts';
import { requestId } from '../api.ts';
import { type Elder, elderDesk, VILLAGE } from '../elders.ts';
import { type City, DESK, enterResident, PHONE, reads, shot, startCity, type } from './browser.ts';
import { faults, overflow } from './look.ts';

let city: City;
let old: Elder;
let neighbour: Elder;
const clock = (instant: string) => city.clock.set(new Date(`${instant}:00+08:00`).toISOString());
const by = async <T>(name: string, work: (tx: Tx) => Promise<Result<T>>, unitId: string | null = null): Promise<T> => {
  const done = await city.context.write({ ...systemActor(name, '421200000000'), unitId }, work);
  if (!done.ok) throw new Error(done.code);
  return done.value;
};
beforeAll(async () => {
  city = await startCity('2026-07-20');
  const people = await elderDesk(city);
  old = await people.elder('左桂英', { birthDate: '1942-03-08' });
  neighbour = await people.elder('万秀英', { birthDate: '1963-02-10' });
  const { id: helper } = await by('village', (tx) =>
    registerHelper(tx, { ...neighbour, kind: 'young-old', offers: '代买、打扫，平日下午' }),
  );
  await by('township', (tx) => checkHelper(tx, helper, { note: '本人来过，村里了解' }));
  const { id: providerId } = await people.county.post('/api/home-care/providers', {
    requestId: requestId(),
    creditCode: '91421202MA4KXXXX0A',
    name: '咸安康养居家服务中心',
    division: '421202000000',
    contractNo: 'RZ-2026-01',
    agreedFrom: '2026-01-01',
    agreedTo: '2027-12-31',
    telephone: '0715-8880001',
    contact: '田经理',
  });
  const asked = {
    providerId,
    division: VILLAGE,
    address: '汀泗桥社区3组8号',
    phone: '13800138000' as never,
    wishes: '每周打一次电话',
  };
  const { id: member } = await by('village', (tx) => applyFor(tx, { ...old, ...asked }));
  await by('host', (tx) =>
    joinMember(tx, member, { orders: 0, meals: 0, calls: 4, visits: 0, device: 'no', fee: 30_00, note: '和老人商量好' }),
  );
  await people.county.post('/api/care-sites', {
    requestId: requestId(),
    name: '永安社区老年食堂',
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
    since: '2026-07-01',
  });
  const { offers } = await people.county.get('/api/elders/outlets');
  const open = offers.find((o: { action: string }) => o.action === 'till');
  const { fields } = await people.county.get(open.fieldsAt);
  const siteId = fields.find((f: { name: string }) => f.name === 'siteId').choices[0].value;
  const { id: outletId } = await people.county.post(open.to, { ...open.fixed, siteId, creditCode: '91421202MA48R0T13X' });
  clock('2026-09-03T08:00');
  await virtualHomeDaily(city.context);
  await by(
    'till',
    (tx) => publishMenu(tx, { on: '2026-09-04' as never, period: 'lunch', dishes: '冬瓜排骨汤、清炒豆角', price: 12_00 }),
    outletId,
  );
  const village = await city.staff('cun');
  await village.post('/api/mutual-aid/requests', {
    requestId: requestId(),
    idNumber: old.idNumber,
    name: old.name,
    division: VILLAGE,
    kind: 'shopping',
    on: '2026-09-03',
    time: '14:00',
    note: '两斤鸡蛋',
  });
  clock('2026-09-03T09:00');
});
afterAll(() => city?.stop());

const phoneOf = async (who: Elder, at: string) => {
  const page = await city.window(PHONE);
  await page.goto(at);
  await enterResident(page, who.idNumber);
  return page;
};

test('邻居在手机上接了、做完了，老人报确认码，当场记10分；老人看到八月的账单，可以打印', async () => {
  const helper = await phoneOf(neighbour, '/app/mutual-aid');
  await reads(helper, '左桂英');
  await helper.getByRole('button', { name: '我去帮' }).click();
  await helper.locator('form button[type=submit]').click();
  await reads(helper, '两斤鸡蛋');
  expect(await overflow(helper)).toEqual([]);
  await shot(helper, 'community01-helper');
  const elder = await phoneOf(old, '/app/mutual-aid');
  await reads(elder, '万秀英来帮');
  const code = (await elder.locator('.say b.num').first().textContent())!;
  clock('2026-09-03T15:30');
  await helper.reload();
  await helper.getByRole('button', { name: '做完了' }).click();
  await type(helper, 'from', '14:00');
  await type(helper, 'to', '15:00');
  await type(helper, 'place', '老人家里');
  await type(helper, 'code', code);
  await helper.locator('form button[type=submit]').click();
  await reads(helper, '记了10分');
  expect(await faults(helper)).toEqual([]);
  await elder.goto('/app/virtual-home');
  await reads(elder, '2026年8月账单');
  await reads(elder, '您付30.00元');
  await elder.getByRole('button', { name: '打印' }).first().waitFor();
  expect(await overflow(elder)).toEqual([]);
  expect(await faults(elder)).toEqual([]);
  await shot(elder, 'community02-statement');
  await elder.context().close();
  await helper.context().close();
});

test('老人在手机上订明天的午餐，大字看得清菜；村里的页面上明天订了一份', async () => {
  const elder = await phoneOf(old, '/app/meals');
  await reads(elder, '冬瓜排骨汤、清炒豆角');
  await elder.getByRole('button', { name: '订午餐' }).click();
  await elder.locator('form button[type=submit]').click();
  await reads(elder, '已订');
  expect(await overflow(elder)).toEqual([]);
  expect(await faults(elder)).toEqual([]);
  await shot(elder, 'community03-meals');
  await elder.context().close();
  const village = await city.officer('陈秀兰', DESK);
  await village.goto('/work/meal-orders');
  await reads(village, '1份');
  expect(await faults(village)).toEqual([]);
  await village.context().close();
});
