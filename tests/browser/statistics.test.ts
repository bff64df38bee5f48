/** 统计报表 by clicks: the township fills in on a phone, its leader signs, the county sends back and checks, the city locks; every figure opens. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/database/sql.ts';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { carry } from '../api.ts';
import { type City, choose, PHONE, reads, shot, startCity, type } from './browser.ts';
import { faults, overflow, settled } from './look.ts';

const TINGSI = '421202100000';
const XIANAN = '421202000000';
const CITY = '421200000000';
const at = (unit: string): string => `/work/statistics/sheet?form=MZ-M01&period=2026-08&unit=${unit}`;

let city: City;
beforeAll(async () => {
  city = await startCity('2026-07-20');
  const story = storyOf('two-officers');
  await city.register(story);
  await carry(city, story, 'decided');
  await city.moveTo('2026-09-01');
  // 只留一个乡镇填报，逐级走得快
  await city.context.write(systemActor('test', city.context.city), (tx) =>
    tx.run(sql`update stat_period set units = ${[TINGSI]} where form = 'MZ-M01'`),
  );
});
afterAll(() => city?.stop());

/** Presses the button of the page and the one of its drawer. */
async function presses(page: Page, button: string): Promise<void> {
  await page.locator('.page-aside').getByRole('button', { name: button, exact: true }).click();
  const drawer = page.locator('.action-drawer');
  await drawer.getByRole('button', { name: button, exact: true }).click();
  await drawer.waitFor({ state: 'detached' });
}
async function looks(page: Page, name: string): Promise<void> {
  await settled(page);
  await shot(page, name);
  expect(await faults(page), name).toEqual([]);
  expect(await overflow(page), name).toEqual([]);
}

test('乡镇在手机上填：平台数已经填好，从审核结果跳到那一格，写明来源，报请签发；负责人签发', async () => {
  const clerk = await city.officer('李建国', PHONE);
  await clerk.goto('/work/statistics');
  await reads(clerk, '2026-09-04');
  await looks(clerk, 'st01-township-list');
  await clerk.getByRole('link', { name: '社会救助月报 2026年8月' }).click();
  await reads(clerk, /流浪乞讨救助人次没有填/);
  await clerk.getByRole('button', { name: '流浪乞讨救助人次没有填，没有发生的填0' }).click();
  await expect.poll(() => clerk.evaluate(() => document.activeElement?.id)).toBe('cell-c131');
  await clerk.locator('#cell-c131').fill('0');
  await clerk.locator('#cell-c101').fill('9');
  await clerk.getByRole('button', { name: '全部取平台数' }).click();
  expect(await clerk.locator('#cell-c101').inputValue()).toBe('0');
  await clerk.getByLabel('流浪乞讨救助人次的说明').fill('救助站台账');
  await clerk.getByRole('button', { name: '保存', exact: true }).click();
  await reads(clerk, '没有错误，也没有要说明的。');
  await looks(clerk, 'st02-township-sheet');

  await clerk.getByRole('button', { name: /农村低保户数，平台数1户/ }).click();
  const drawer = clerk.locator('.action-drawer');
  await reads(drawer, /1条记录，合计1户，平台数1户/);
  await looks(clerk, 'st03-township-rows');
  await drawer.getByRole('button', { name: '关闭' }).click();

  await presses(clerk, '报请签发');
  await reads(clerk, '待签发');
  const leader = await city.officer('周志强', PHONE);
  await leader.goto(at(TINGSI));
  await presses(leader, '签发上报');
  await reads(leader, '已报');
  await Promise.all([clerk.context().close(), leader.context().close()]);
});

test('县里退回、乡镇改好再报、审核通过；县的数是乡镇之和，点开是各乡镇的数', async () => {
  const county = await city.officer('郑海燕');
  await county.goto('/work/statistics');
  await reads(county, /1个单位，已报1个/);
  await reads(county, '报表按时报送率');
  await looks(county, 'st13-county-list');
  await county.getByRole('link', { name: '社会救助月报 2026年8月' }).click();
  await county.getByRole('link', { name: '汀泗桥镇' }).click();
  await county.locator('.page-aside').getByRole('button', { name: '退回', exact: true }).click();
  await type(county, 'reason', '请核对临时救助人次');
  await county.locator('.action-drawer').getByRole('button', { name: '退回', exact: true }).click();
  await reads(county, '请核对临时救助人次');
  await looks(county, 'st04-returned');

  const clerk = await city.officer('李建国');
  await clerk.goto(at(TINGSI));
  await reads(clerk, '请核对临时救助人次');
  const [file] = await Promise.all([
    clerk.waitForEvent('download'),
    clerk.getByRole('link', { name: '下载本表（.xlsx）' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('社会救助月报 2026年8月 咸安区汀泗桥镇.xlsx');
  await clerk.locator('input[type=file]').setInputFiles(await file.path());
  await reads(clerk, '已读进草稿。');
  await clerk.locator('#cell-c121').fill('3');
  await clerk.locator('#cell-c123').fill('3');
  await clerk.getByRole('button', { name: '保存', exact: true }).click();
  await reads(clerk, /临时救助人次填报3人次，平台数出\d+人次/);
  await looks(clerk, 'st05-difference');
  await clerk.getByLabel('临时救助人次的说明', { exact: true }).fill('三件月底办结，尚未录入');
  await clerk.getByLabel('本年累计临时救助人次的说明').fill('三件月底办结，尚未录入');
  // 没有保存就报：先保存，再报
  await presses(clerk, '报请签发');
  const leader = await city.officer('周志强');
  await leader.goto(at(TINGSI));
  await presses(leader, '签发上报');
  await county.reload();
  await presses(county, '审核通过');

  await county.goto(at(XIANAN));
  await county.getByRole('button', { name: '临时救助人次，合计3，看各单位的数', exact: true }).click();
  await reads(county.locator('.action-drawer'), '下级报的');
  await looks(county, 'st06-county-cell');
  await county.locator('.action-drawer').getByRole('button', { name: '关闭' }).click();
  await looks(county, 'st07-county-sheet');
  await presses(county, '报请签发');
  const head = await city.officer('徐国平');
  await head.goto(at(XIANAN));
  await presses(head, '签发上报');
  for (const page of [county, clerk, leader, head]) await page.context().close();
});

test('市里审核、汇总、签发、锁定；锁定以后哪一级都没有改数的地方', async () => {
  const clerk = await city.officer('罗静');
  await clerk.goto(at(XIANAN));
  await presses(clerk, '审核通过');
  await clerk.goto(at(CITY));
  await presses(clerk, '报请签发');
  const leader = await city.officer('梁伟民');
  await leader.goto(at(CITY));
  await presses(leader, '签发上报');
  await clerk.reload();
  await presses(clerk, '锁定本期');
  await reads(clerk, '已锁定');
  await looks(clerk, 'st08-locked');
  expect(await clerk.locator('.stat-input').count()).toBe(0);
  const phone = await city.officer('李建国', PHONE);
  await phone.goto(at(TINGSI));
  await reads(phone, '已锁定');
  expect(await phone.locator('.stat-input').count()).toBe(0);
  await looks(phone, 'st09-township-locked');
  for (const page of [clerk, leader, phone]) await page.context().close();
});

test('乡镇申请修订，市级领导在手机上按文号批准；第1版还看得到', async () => {
  const clerk = await city.officer('李建国');
  await clerk.goto(at(TINGSI));
  await clerk.locator('.page-aside').getByRole('button', { name: '申请修订' }).click();
  await choose(clerk, 'cells.0.cell', '本年累计临时救助人次', '本年累计');
  await type(clerk, 'cells.0.value', '4');
  await type(clerk, 'reason', '一件补录，已核实');
  await shot(clerk, 'st10-ask-revision');
  await clerk.getByRole('button', { name: '提出申请' }).click();
  await reads(clerk, '等批准');
  const leader = await city.officer('梁伟民', PHONE);
  await leader.goto(at(CITY));
  await leader.getByRole('button', { name: '汀泗桥镇：批准' }).click();
  await type(leader, 'documentNo', '咸民函〔2026〕9号');
  await leader.getByRole('button', { name: '批准修订' }).click();
  await reads(leader, /咸民函〔2026〕9号，成第2版/);
  await looks(leader, 'st11-city-revised');
  await clerk.reload();
  await reads(clerk, '第2版');
  await looks(clerk, 'st12-township-revised');
  await clerk.getByRole('button', { name: '第1版' }).click();
  await expect.poll(() => clerk.locator('#cell-c123').textContent()).toBe('3');
  await clerk.context().close();
  await leader.context().close();
});
