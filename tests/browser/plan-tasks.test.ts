/** 入库申报和规划任务 by clicks: a township's project goes through county and city into the library; a county reports a task with its proof, the city checks it. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playEntries } from '../../src/domains/planning-statistics/demonstration/entries.ts';
import { playProjects } from '../../src/domains/planning-statistics/demonstration/projects.ts';
import { playTasks } from '../../src/domains/planning-statistics/demonstration/tasks.ts';
import { type City, PHONE, photo, pick, reads, shot, startCity, type } from './browser.ts';
import { faults, overflow } from './look.ts';

let city: City;
beforeAll(async () => {
  city = await startCity('2026-09-01');
  const stage = { context: city.context, filesDir: city.filesDir };
  await playProjects(stage, path.resolve(import.meta.dirname, '../../cities/xianning'));
  await playEntries(city.context);
  await playTasks(stage);
});
afterAll(() => city?.stop());

const NAME = '汀泗桥镇社会工作服务站用房改造';
const card = (page: Page, name: string) => page.locator('article').filter({ hasText: name });

test('乡镇在手机上看到退回的原因；县里核过报市，市里审定入库，项目页写明未列入印发表', async () => {
  const town = await city.officer('李建国', PHONE);
  await town.goto('/work/projects?view=entries');
  await reads(card(town, '汀泗桥镇未成年人保护工作站'), '投资没有附概算');
  await town.getByRole('button', { name: '申报入库' }).waitFor();
  expect(await overflow(town)).toEqual([]);
  await town.context().close();

  const county = await city.officer('郑海燕');
  await county.goto('/work/projects?view=entries&state=county');
  await card(county, NAME).getByRole('button', { name: '核过，报市' }).click();
  await county.locator('.action-drawer').getByRole('button', { name: '核过，报市' }).click();
  await reads(county, '没有这样的申报。');
  await county.context().close();

  const page = await city.officer('罗静');
  await page.goto('/work/projects?view=entries&state=city');
  await card(page, NAME).getByRole('button', { name: '审定入库' }).click();
  await page.locator('.action-drawer').getByRole('button', { name: '审定入库' }).click();
  await reads(page, /待市审定 1/);
  await page.getByRole('button', { name: /已入库 2/ }).click();
  await shot(page, 'p30-entries');
  expect(await faults(page)).toEqual([]);
  await page.getByRole('link', { name: NAME }).click();
  await reads(page, '未列入印发表');
  await reads(page, '汀政函〔2026〕19号');
  await page.context().close();
});

test('县里报任务的进展附佐证，市里核过，状态从逾期走到完成；规划页上的数点得开', async () => {
  const TASK = '完成全区养老机构消防设施改造验收';
  const county = await city.officer('郑海燕', PHONE);
  await county.goto('/work/plan/tasks?state=overdue');
  await county.getByRole('link', { name: TASK }).click();
  await county.getByRole('button', { name: '报进展' }).click();
  const drawer = county.locator('.action-drawer');
  await pick(county, 'claim', '已完成');
  for (const [part, text] of [
    ['年', '2026'],
    ['月', '08'],
    ['日', '31'],
  ] as const)
    await county.getByLabel(`完成日期 ${part}`).fill(text);
  await type(county, 'says', '38家全部通过消防复查。');
  await drawer.locator('#f-proof').setInputFiles(photo('复查意见.png'));
  await reads(drawer, '已上传');
  await drawer.getByRole('button', { name: '报进展' }).click();
  await reads(county, '进展待核');
  expect(await overflow(county)).toEqual([]);
  await county.context().close();

  const page = await city.officer('罗静');
  await page.goto('/work/plan');
  await page.getByRole('link', { name: /进展待核 2/ }).click();
  await page.getByRole('link', { name: TASK }).click();
  await page.getByRole('button', { name: '核进展' }).click();
  await page.locator('.action-drawer').getByRole('button', { name: '核进展' }).click();
  await reads(page, '2026-08-31');
  await reads(page, '晚了16日');
  await shot(page, 'p31-task');
  expect(await faults(page)).toEqual([]);
  await page.context().close();
});
