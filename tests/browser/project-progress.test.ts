/** 项目推进 by clicks: a county officer opens a project of the library and reports its month with money and a photograph; the city sees it in the list. */
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playProjects } from '../../src/domains/planning-statistics/demonstration/projects.ts';
import { type City, choose, PHONE, photo, reads, shot, startCity, type } from './browser.ts';
import { faults, overflow, settled } from './look.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../cities/xianning');
const HOME = '咸安区汀泗桥镇农村福利院改扩建项目';
const TUMULUS = '咸安区马桥镇农村福利院扩建项目';

let city: City;
beforeAll(async () => {
  city = await startCity('2026-09-01');
  await playProjects({ context: city.context, filesDir: city.filesDir }, FOLDER);
  await city.run();
});
afterAll(() => city?.stop());

test('县里从清单打开一个项目：登记资金计划，报8月的进度带照片；市里在清单里看到阶段，点开看到照片和问题，督促一个停更的', async () => {
  const county = await city.officer('郑海燕');
  await county.goto('/work/projects');
  await county.getByLabel('按名称、地点、实施单位查').fill('马桥镇农村福利院');
  await county.keyboard.press('Enter');
  await county.getByRole('link', { name: TUMULUS }).click();
  await reads(county, '还没有报过进度。');
  await county.getByRole('button', { name: '资金计划', exact: true }).click();
  await choose(county, 'money.0.source', '省级');
  await type(county, 'reason', '省里已经下达计划');
  await county.locator('.action-drawer button[type=submit]').click();
  await reads(county, '计划合计460万元');

  await county.getByRole('button', { name: '报月报', exact: true }).click();
  await choose(county, 'stage', '立项');
  for (const [part, text] of [
    ['年', '2026'],
    ['月', '8'],
    ['日', '12'],
  ] as const)
    await county.getByLabel(`到这个阶段的日期 ${part}`).fill(text);
  await type(county, 'invested', '120000');
  await type(county, 'money.0.arrived', '1000000');
  await type(county, 'money.0.paid', '1200000');
  await type(county, 'done', '8月12日取得立项批复。');
  await type(county, 'problem', '扩建用地还差2亩指标。');
  await county.locator('.action-drawer input[type=file]').last().setInputFiles(photo());
  await county.locator('.action-drawer img').waitFor();
  await shot(county, 's01-report-form');
  await county.locator('.action-drawer button[type=submit]').click();
  await reads(county, '累计支付不能超过累计到账');
  await type(county, 'money.0.paid', '120000');
  await county.locator('.action-drawer button[type=submit]').click();
  await reads(county, '扩建用地还差2亩指标。');
  await county.locator('.month-report img').first().waitFor();
  await settled(county);
  await shot(county, 's02-project');
  expect(await faults(county)).toEqual([]);

  const page = await city.officer('罗静');
  await page.goto(`/work/projects?q=${encodeURIComponent('马桥镇农村福利院')}`);
  const row = page.getByRole('row').filter({ hasText: TUMULUS });
  await reads(row, '立项');
  await reads(row, '报到2026-08');
  await shot(page, 's03-list');
  await page.goto('/work/projects');
  await page.getByRole('button', { name: '长期未更新 1' }).click();
  await page.getByRole('link', { name: '咸安区殡仪馆改扩建工程(一期)' }).click();
  await reads(page, /最近一次更新是2026年6月20日，已满60日/);
  await page.getByRole('button', { name: '督促', exact: true }).click();
  await type(page, 'reason', '请本周内补报7月进度');
  await page.locator('.action-drawer button[type=submit]').click();
  await reads(page, '市里督促');
  await shot(page, 's04-stale');
  await county.goto('/work/messages');
  await reads(county, /请本周内补报7月进度/);
  await county.context().close();
  await page.context().close();
});

test('乡镇报的，县里在“月报待核”里核；在手机上不横向滚动', async () => {
  const county = await city.officer('郑海燕', PHONE);
  await county.goto('/work/projects');
  await county.getByRole('button', { name: /月报待核 1/ }).click();
  await county.getByRole('link', { name: HOME }).click();
  await reads(county, '待县里核');
  expect(await overflow(county)).toEqual([]);
  await shot(county, 's05-phone');
  await county.getByRole('button', { name: '核对', exact: true }).click();
  await county.locator('.action-drawer button[type=submit]').click();
  await county.getByText('待县里核').waitFor({ state: 'detached' });
  await reads(county, /郑海燕核过/);
  expect(await overflow(county)).toEqual([]);
  for (const [view, word] of [
    ['gantt', '拖期'],
    ['money', '中央预算内'],
    ['years', '2028年'],
    ['places', '咸安区'],
    ['photos', '2026年7月'],
  ] as const) {
    await county.goto(`/work/projects?view=${view}`);
    await reads(county, word);
    await settled(county);
    await shot(county, `s11-${view}-phone`);
    expect([view, await overflow(county)]).toEqual([view, []]);
  }
  await county.context().close();
});

test('市里看总览：进度图上两个拖期的，资金按来源点开就是那些项目，年度计划，指标点开到项目', async () => {
  const page = await city.officer('罗静');
  await page.goto('/work/projects?view=gantt');
  await reads(page, '计划2025年9月1日至2026年6月30日，2026年3月10日开工');
  expect(await page.getByText('拖期', { exact: true }).count()).toBe(2);
  await settled(page);
  await shot(page, 's06-gantt');
  expect(await faults(page)).toEqual([]);
  await page.getByRole('button', { name: '资金', exact: true }).click();
  await reads(page, '福彩公益金（部级）');
  await shot(page, 's07-money');
  expect(await faults(page)).toEqual([]);
  await page.getByRole('button', { name: '专项债的1个项目' }).click();
  await reads(page, '只看有专项债资金的');
  await page.getByRole('link', { name: '咸安区城市公益性公墓(一期)建设项目' }).waitFor();
  await page.getByRole('button', { name: '看全部' }).click();
  await page.getByRole('button', { name: '年度计划', exact: true }).click();
  await shot(page, 's08-years');
  await page.getByRole('button', { name: '2026年计划竣工3行' }).click();
  await reads(page, '只看计划2026年竣工的');
  await page.goto('/work/projects?view=photos');
  await page.locator('.site-photos img').nth(2).waitFor();
  await settled(page);
  await shot(page, 's10-photos');
  await page.goto('/work/projects/indicators');
  await page.getByRole('link', { name: /投用的项目/ }).click();
  await page.getByRole('link', { name: '咸安区汀泗桥镇2个社区居家养老服务中心项目' }).click();
  await reads(page, '6月20日开始服务，助餐点同步开放。');
  await page.context().close();
});
