/** 应急呼叫台 by clicks: nobody calls; a widow's button is answered with one press, graded, help is sent, it is called back; the register with a device's key. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { playEmergency } from '../../src/domains/elderly-care/demonstration/emergency.ts';
import { makePlayers } from '../../src/domains/social-assistance/demonstration/players.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { makeIdNumber, registerPerson } from '../../src/kernel/resident/server.ts';
import { Browser, requestId } from '../api.ts';
import { type City, choose, DESK, enterResident, PHONE, reads, shot, startCity, type } from './browser.ts';
import { faults, overflow } from './look.ts';

const VILLAGE = '421202100001';
const idNumber = makeIdNumber('421202', '1944-03-05', 801);
let city: City;
beforeAll(async () => {
  city = await startCity('2026-09-01');
  await city.context.write(systemActor('test', '421200000000'), (tx) =>
    registerPerson(tx, { name: '贺奶奶', idNumber, division: VILLAGE, phone: '13800138000' }),
  );
  const clerk = await city.staff('xiang');
  await clerk.post('/api/emergency/responders', {
    requestId: requestId(),
    division: VILLAGE,
    kind: 'doctor',
    name: '村医老柯',
    phone: '13800001234',
    rank: 1,
  });
  await clerk.post('/api/emergency/homes', {
    requestId: requestId(),
    idNumber,
    name: '贺奶奶',
    division: VILLAGE,
    terrain: 'hill',
    address: '三组12号，门口有桂花树',
    contacts: [{ name: '贺小兰', relation: 'child', phone: '13900005678' }],
    consentOn: '2026-08-01',
  });
});
afterAll(() => city?.stop());

let calls = 0;
const call = async (key: string, kind: string): Promise<string> =>
  (
    await new Browser(city.app).call(
      'POST',
      '/api/emergency/signals',
      { signalId: `browser-${++calls}`, kind },
      { 'x-device-key': key, 'x-minzheng': '1' },
    )
  ).body.incidentId;

let key = '';
test('登记设备：密钥只显示一次；同一序列号再登记，说明白', async () => {
  const page = await city.officer('柯海燕', DESK);
  await page.goto('/work/emergency-homes');
  await page.getByRole('button', { name: '贺奶奶：登记设备' }).click();
  await type(page, 'sn', 'SN-BROWSER-1');
  await choose(page, 'kind', '呼叫器');
  await page.locator('.action-drawer button[type=submit]').click();
  await page.getByText('设备密钥，只显示这一次').waitFor();
  key = (await page.locator('.sos-key').textContent())!;
  expect(key.length).toBeGreaterThan(20);
  await page.getByRole('button', { name: '已写进设备' }).click();
  await reads(page, '还没有信号');
  await page.getByRole('button', { name: '贺奶奶：登记设备' }).click();
  await type(page, 'sn', 'SN-BROWSER-1');
  await choose(page, 'kind', '呼叫器');
  await page.locator('.action-drawer button[type=submit]').click();
  await reads(page, '序列号“SN-BROWSER-1”已经登记过。');
  expect(await faults(page)).toEqual([]);
  await page.setViewportSize(PHONE.viewport!);
  expect(await overflow(page)).toEqual([]);
  await shot(page, 'e01-homes');
  await page.context().close();
});

test('没有呼叫时说没有；按下呼叫器，一按就接，接了才看得到住址；分级、派人、到场、处置、回访', async () => {
  const page = await city.officer('柯海燕', DESK);
  await page.goto('/work/emergency-calls');
  await reads(page, '现在没有呼叫。');
  await call(key, 'pressed');
  await page.getByRole('button', { name: '接听' }).click();
  await page.getByRole('heading', { level: 1, name: '贺奶奶：按键求助' }).waitFor();
  await reads(page, '三组12号，门口有桂花树');
  const drawer = page.locator('.action-drawer');
  const done = async () => {
    await drawer.locator('button[type=submit]').click();
    await drawer.locator('form').waitFor({ state: 'detached' });
  };
  const step = (name: string) => page.getByRole('button', { name, exact: true }).click();
  await step('分级');
  await drawer.getByText('二级（紧急）').first().click();
  await drawer.getByText('无人应答', { exact: true }).first().click();
  await drawer.locator('button[type=submit]').click();
  await reads(page, '回拨无人应答，按一级处理');
  await drawer.getByText('一级（危及生命）').first().click();
  await done();
  await step('派人去');
  await done();
  await reads(page, '120急救中心');
  await page.getByRole('button', { name: '村医老柯：记录答复' }).click();
  await drawer.getByText('接受', { exact: true }).first().click();
  await done();
  await step('已到场');
  await done();
  expect(await faults(page)).toEqual([]);
  await shot(page, 'e02-call');
  await page.setViewportSize(PHONE.viewport!);
  expect(await overflow(page)).toEqual([]);
  await step('处置完毕');
  await type(page, 'result', '扶起，村医量了血压，没有受伤');
  await done();
  await step('记录回访');
  await type(page, 'result', '老人平安，女儿在家');
  await done();
  await reads(page, '已关闭');
  await shot(page, 'e03-closed-phone');
  await page.context().close();
});

test('手机上：接听、与老人通了话才认定误报；处置完以后再按，是新的呼叫', async () => {
  const page = await city.officer('余国庆', PHONE);
  await call(key, 'pressed');
  await page.goto('/work/emergency-calls');
  await page.getByRole('button', { name: '接听' }).click();
  expect(await overflow(page)).toEqual([]);
  await page.getByRole('button', { name: '误报', exact: true }).click();
  await page.locator('.action-drawer button[type=submit]').click();
  // 没有选“已与老人通话”，送不出去
  expect(await page.locator('.action-drawer form').count()).toBe(1);
  await page.locator('.action-drawer').getByText('已与老人通话，平安').first().click();
  await page.locator('.action-drawer button[type=submit]').click();
  await page.locator('.action-drawer form').waitFor({ state: 'detached' });
  await reads(page, '误报');
  await shot(page, 'e04-false-alarm-phone');
  await page.context().close();
});

describe('演示里的三户', () => {
  beforeAll(async () => {
    const players = makePlayers(city.context);
    const moveTo = (instant: string) => city.clock.set(new Date(instant).toISOString());
    await playEmergency({ context: city.context, moveTo }, players.staff);
    await players.leave();
    moveTo('2026-09-01T09:00:00+08:00');
  });

  test('贺桂香夜里摔倒：12秒接听，回拨没有人应按一级办，120和村医同时叫，23分钟到场；坐席看得到每一步用时，她自己查得到谁看过她的住址', async () => {
    const { rows } = await city.owner.query(
      "select i.id from emergency_incident i join person p on p.id = i.person_id where p.name = '贺桂香'",
    );
    const page = await city.officer('柯海燕', DESK);
    await page.goto(`/work/emergency-calls/${rows[0].id}`);
    await page.getByRole('heading', { level: 1, name: /贺桂香：/ }).waitFor();
    for (const text of ['一级（危及生命）', '120急救中心', '村医', '12秒', '左腕骨折', '已打石膏回家，女儿陪护'])
      await reads(page, new RegExp(text));
    expect(await page.getByText('超时').count()).toBe(0);
    expect(await faults(page)).toEqual([]);
    await shot(page, 'e05-widow');
    await page.setViewportSize(PHONE.viewport!);
    expect(await overflow(page)).toEqual([]);
    const own = await city.window(PHONE);
    await own.goto('/app/sign-in');
    await enterResident(own, makeIdNumber('421202', '1944-03-05', 501));
    await own.goto('/app/me');
    await reads(own, '柯海燕');
    await shot(own, 'e06-widow-own');
    for (const one of [page, own]) await one.context().close();
  });

  test('毛先华的手环碰响了：与他通过话才记误报；闵秀珍早上头晕，还没有回访：坐席打过去，记下，关闭', async () => {
    const page = await city.officer('柯海燕', DESK);
    await page.goto('/work/emergency-calls');
    expect(await page.getByRole('link', { name: /毛先华/ }).count()).toBe(0);
    await page.getByRole('link', { name: /闵秀珍/ }).click();
    await reads(page, '血压偏低，村医看过');
    await page.getByRole('button', { name: '记录回访', exact: true }).click();
    await type(page, 'result', '好多了，中午女儿过来');
    await page.locator('.action-drawer button[type=submit]').click();
    await page.locator('.action-drawer form').waitFor({ state: 'detached' });
    await reads(page, '已关闭');
    await page.goto('/work/emergency-calls');
    await reads(page, '现在没有呼叫。');
    const { rows } = await city.owner.query(
      "select i.id from emergency_incident i join person p on p.id = i.person_id where p.name = '毛先华'",
    );
    await page.goto(`/work/emergency-calls/${rows[0].id}`);
    await reads(page, /误报/);
    await reads(page, /洗手时碰到手环/);
    await page.context().close();
  });
});
