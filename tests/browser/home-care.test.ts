/** 居家服务 by clicks, in the week of the demonstration: the dispatcher's day, a worker at the door without network, the county's sheet, an order on the portal. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playHomeCare } from '../../src/domains/elderly-care/demonstration/home-care.ts';
import { playWorkforce } from '../../src/domains/elderly-care/demonstration/workforce.ts';
import { playInstitutions } from '../../src/domains/elderly-care-institutions/demonstration/play.ts';
import { makePlayers } from '../../src/domains/social-assistance/demonstration/players.ts';
import { makeIdNumber } from '../../src/kernel/resident/server.ts';
import { type City, DESK, enterResident, PHONE, reads, shot, startCity } from './browser.ts';
import { faults, overflow } from './look.ts';

let city: City;
const clock = (time: string) => city.clock.set(new Date(`2026-09-01T${time}:00+08:00`).toISOString());
beforeAll(async () => {
  city = await startCity('2026-08-01');
  const players = makePlayers(city.context);
  const stage = { context: city.context, moveTo: (instant: string) => city.clock.set(new Date(instant).toISOString()) };
  await playInstitutions(stage, '2026-09-01');
  await playHomeCare(stage, players.staff, '2026-09-01');
  await playWorkforce(stage, '2026-09-01');
  await players.leave();
  clock('10:11');
});
afterAll(() => city?.stop());

test('派单台：晚了11分钟的红在最前，一按改派；明天八单一次派完', async () => {
  const page = await city.officer('程晓云', DESK);
  await page.goto('/work/home-care/board');
  await reads(page, '晚了11分钟');
  await reads(page, '2单要马上处理');
  expect(await faults(page)).toEqual([]);
  await shot(page, 'h01-board');
  await page.getByRole('button', { name: '向桂英：改派' }).click();
  await page.locator('.action-drawer button[type=submit]').click();
  await reads(page, '1单要马上处理');
  await page.getByRole('button', { name: '后一天' }).click();
  await reads(page, '8单还没有人');
  await page.getByRole('button', { name: '批量派单' }).click();
  await page.locator('.action-drawer button[type=submit]').click();
  await reads(page, /派出8单/);
  await reads(page, '0单还没有人');
  await shot(page, 'h02-tomorrow');
  await page.setViewportSize(PHONE.viewport!);
  expect(await overflow(page)).toEqual([]);
  await shot(page, 'h03-tomorrow-phone');
  await page.context().close();
});

test('护理员的手机：没有网络时签到，记在手机上；有网络了送到，按当时的时间算', async () => {
  const page = await city.officer('孟桂枝', PHONE);
  await page.context().grantPermissions(['geolocation']);
  await page.context().setGeolocation({ latitude: 29.79124, longitude: 114.24534, accuracy: 12 });
  clock('10:55');
  await page.goto('/work/home-care/mine');
  await reads(page, '卢秀兰');
  expect(await overflow(page)).toEqual([]);
  await shot(page, 'h04-mine');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: '签到', exact: true }).first().click();
  const drawer = page.locator('.action-drawer');
  await drawer.getByRole('button', { name: '记下现在的位置' }).click();
  await reads(drawer, /误差约12米/);
  await drawer.locator('button[type=submit]').click();
  await reads(drawer, '联网后自动再送一次');
  clock('11:10');
  await page.context().setOffline(false);
  await reads(page, '服务中');
  const { rows } = await city.owner.query(
    `select in_at, in_received_at from home_care_order where state = 'checked-in' and planned_on = '2026-09-01'`,
  );
  expect(rows).toHaveLength(1);
  expect(new Date(rows[0].in_at).toISOString() < '2026-09-01T03:00:00.000Z').toBe(true);
  expect(new Date(rows[0].in_received_at).toISOString() >= '2026-09-01T03:10:00.000Z').toBe(true);
  await shot(page, 'h05-checked-in');
  await page.context().close();
});

test('结算单、服务商、护理员名册：看得清，没有差错', async () => {
  const page = await city.officer('郑海燕', DESK);
  await page.goto('/work/home-care/settlements');
  await page.getByRole('link', { name: /康养到家/ }).click();
  await page.getByRole('button', { name: '抽查' }).click();
  await page.locator('[name=beacon], #f-beacon').first().fill('03 08 16 21 27 30 + 11');
  await page.locator('.action-drawer button[type=submit]').click();
  await reads(page, '抽中');
  await page.locator('.action-drawer form').waitFor({ state: 'detached' });
  expect(await faults(page)).toEqual([]);
  await shot(page, 'h06-sheet');
  for (const [address, text, name] of [
    ['/work/home-care/providers', '居室保洁（助洁）', 'h07-providers'],
    ['/work/care-workers', '证书已过期或未核验', 'h08-workers'],
  ] as const) {
    await page.setViewportSize(DESK.viewport!);
    await page.goto(address);
    await reads(page, text);
    expect(await faults(page)).toEqual([]);
    await shot(page, name);
    await page.setViewportSize(PHONE.viewport!);
    expect(await overflow(page)).toEqual([]);
  }
  await page.context().close();
});

test('护理员补贴：院长看每个人差什么、打开一个人的证书码；县里划掉一行', async () => {
  const head = await city.officer('柳志明', DESK);
  await head.goto('/work/care-claims');
  await reads(head, '现在可以申报的');
  await reads(head, '骆芳：没有核验过的证书');
  expect(await faults(head)).toEqual([]);
  await shot(head, 'h11-claims');
  await head.setViewportSize(PHONE.viewport!);
  expect(await overflow(head)).toEqual([]);
  await shot(head, 'h11-claims-phone');
  await head.setViewportSize(DESK.viewport!);
  await head.goto('/work/care-workers');
  await head.getByRole('link', { name: '宋春梅' }).click();
  await reads(head, '扫码看证书');
  expect(await faults(head)).toEqual([]);
  await shot(head, 'h12-worker');
  await head.setViewportSize(PHONE.viewport!);
  expect(await overflow(head)).toEqual([]);
  await head.context().close();

  const county = await city.officer('郑海燕', DESK);
  await county.goto('/work/care-claims');
  await reads(county, '待县核');
  await county.getByRole('button', { name: '庞秀珍：划掉' }).click();
  await county.locator('.action-drawer #f-reason, .action-drawer [name=reason]').first().fill('考勤和排班表对不上');
  await county.locator('.action-drawer button[type=submit]').click();
  await reads(county, '划掉：考勤和排班表对不上');
  expect(await faults(county)).toEqual([]);
  await shot(county, 'h13-claims-county');
  await county.context().close();
});

test('老人自己看：谁来、确认码、确认、评价；再约一次，下单前知道额度付多少', async () => {
  const page = await city.window(PHONE);
  await page.goto('/app/sign-in');
  await enterResident(page, makeIdNumber('421202', '1943-04-02', 602));
  await page.goto('/app/home-care');
  await reads(page, '居室保洁');
  expect(await overflow(page)).toEqual([]);
  await shot(page, 'h09-portal');
  await page.getByRole('button', { name: '约一次上门服务' }).click();
  await reads(page, '上门地址');
  expect(await faults(page)).toEqual([]);
  const items = page.getByLabel('服务项目');
  await items.selectOption((await items.locator('option', { hasText: '居室保洁' }).getAttribute('value'))!);
  for (const [part, value] of [
    ['年', '2026'],
    ['月', '9'],
    ['日', '3'],
  ] as const)
    await page.getByLabel(`哪一天 ${part}`).fill(value);
  await page.getByLabel('几点').selectOption('10:00');
  await page.getByLabel('上门地址').fill('汀泗桥镇古塘村，向桂英家');
  await page.getByLabel('联系电话').fill('13907240700');
  await page.getByRole('button', { name: '看要付多少' }).click();
  await reads(page, '按预约的时间约72.00元：政府购买额度付72.00元（2026年9月的额度剩余228.00元），本人约付0.00元');
  expect(await overflow(page)).toEqual([]);
  await shot(page, 'h10-portal-form');
  // 单送到了，回答丢在路上：再按一次还是这一单
  await page.route(
    '**/api/my/home-care',
    async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    },
    { times: 1 },
  );
  await page.getByRole('button', { name: '就这样，下单' }).click();
  await reads(page, '网络不通，刚才的操作没有送到。');
  await page.getByRole('button', { name: '就这样，下单' }).click();
  await reads(page, /政府购买额度300\.00元，用了0\.00元，约好还没有做的占72\.00元/);
  await shot(page, 'h11-portal-month');
  await page.context().close();
});
