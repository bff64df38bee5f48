/** 驾驶舱 on a wall, at a desk and on a phone: a number is clicked and its list is there. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { carry } from '../api.ts';
import { type City, PHONE, reads, shot, startCity } from './browser.ts';
import { faults, overflow } from './look.ts';

let city: City;
const alone = story({
  key: 'cockpit-open',
  title: '甲在',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '1号',
  people: [{ name: '甲在', sex: '女', birth: '1964-05-05', lives: lives.退休 }],
  incomes: [monthly('self', 'employee-pension', 200)],
  expect: { outcome: 'eligible', amountFen: yuan(600) },
});
beforeAll(async () => {
  city = await startCity('2026-09-01');
  await city.register(alone);
  await carry(city, alone, 'accepted');
});
afterAll(() => city?.stop());

test('市长看全市，点到咸安区，再点到那一件；大屏上不横向滚动，打印得出来', async () => {
  const page = await city.officer('梁伟民');
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto('/work/cockpit');
  await reads(page, '咸宁市民政驾驶舱');
  await reads(page, '约束性指标');
  expect(await page.locator('.goals li').count()).toBe(12);
  expect(await overflow(page)).toEqual([]);
  await shot(page, 'c01-wall');
  expect(await faults(page)).toEqual([]);
  // 图上的县也是链接，键盘走得到
  const onMap = page.locator('.city-map').getByRole('link', { name: /^咸安区，/ });
  await onMap.focus();
  await page.keyboard.press('Enter');
  await reads(page, '咸安区民政驾驶舱');
  const town = page.getByRole('row').filter({ hasText: '汀泗桥镇' });
  await town.getByRole('link', { name: '1', exact: true }).first().click();
  await reads(page, '甲在');
  await page.context().close();
});

test('手机上一列排开，不横向滚动；按键盘走得到每个数', async () => {
  const page = await city.officer('徐国平', PHONE);
  await page.goto('/work/cockpit');
  await reads(page, '咸安区民政驾驶舱');
  expect(await overflow(page)).toEqual([]);
  await shot(page, 'c02-phone');
  await page.locator('.big').first().focus();
  await page.keyboard.press('Enter');
  await reads(page, '甲在');
  await page.context().close();
});

test('拖到过去的年份：不倒推的照实说；项目地图从县走到乡镇，名单在那里', async () => {
  const page = await city.officer('梁伟民');
  await page.goto('/work/cockpit');
  const slider = page.getByRole('slider', { name: '看哪一年' });
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await reads(page, '过去某一年底有多少没有留存');
  expect(await slider.getAttribute('aria-valuetext')).toBe('2025年（已经过去）');
  expect(await faults(page)).toEqual([]);
  await page.goto('/work/map?division=421202000000');
  await reads(page, '咸安区地图');
  expect(await overflow(page)).toEqual([]);
  expect(await faults(page)).toEqual([]);
  await page.getByRole('link', { name: '汀泗桥镇' }).click();
  await reads(page, '汀泗桥镇地图');
  await shot(page, 'c03-map-township');
  await page.context().close();
});

test('公开的地图和数据在手机上：不登录、不用脚本，县点得开', async () => {
  const page = await city.window(PHONE);
  for (const [url, title] of [
    ['/map', '咸宁市的项目和设施'],
    ['/map?place=421202000000', '咸安区的项目和设施'],
    ['/data', '咸宁市民政数据'],
    ['/open-data', '开放数据'],
  ] as const) {
    await page.goto(url);
    await reads(page, title);
    expect(await overflow(page), url).toEqual([]);
    expect(await faults(page), url).toEqual([]);
  }
  await page.goto('/map');
  await page.getByRole('link', { name: /^咸安区，/ }).click();
  await reads(page, '咸安区的项目和设施');
  await shot(page, 'c04-public-map-phone');
  await page.context().close();
});
