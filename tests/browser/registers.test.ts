/** 征求意见和法制台账 by clicks: an opinion from a phone without signing in, its answer at the desk, a document through its review. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playLegal } from '../../src/domains/planning-statistics/demonstration/legal.ts';
import { makePlayers } from '../../src/domains/social-assistance/demonstration/players.ts';
import { type City, PHONE, reads, shot, startCity } from './browser.ts';
import { faults, overflow, settled } from './look.ts';

let city: City;
beforeAll(async () => {
  city = await startCity('2026-09-01');
  const players = makePlayers(city.context);
  await playLegal(city.context, players.staff);
  await players.leave();
});
afterAll(() => city?.stop());

async function looks(page: Page, name: string): Promise<void> {
  await settled(page);
  await shot(page, name);
  expect(await faults(page), name).toEqual([]);
  expect(await overflow(page), name).toEqual([]);
}

test('手机上不登录提意见：看草案、交上去、知道是第几条；标准和文件在“依法公开”里', async () => {
  const phone = await city.window(PHONE);
  await phone.goto('/consultations');
  await looks(phone, 'rg01-consultations');
  await phone.getByRole('link', { name: /全市养老机构布局规划调整/ }).click();
  await looks(phone, 'rg02-draft');
  await phone.getByLabel('您的意见').fill('整合以后的接送车要写进草案。');
  await phone.getByRole('button', { name: '交上去' }).click();
  await reads(phone, '已经收到，是第3条意见。');
  await looks(phone, 'rg03-received');
  await phone.goto('/open/enforcement');
  await looks(phone, 'rg04-open');
});

test('科室答复两条同类的意见；法制科的另一位看审核期限、审核通过；撰稿人看不到复审的按钮', async () => {
  const clerk = await city.officer('罗静');
  await clerk.goto('/work/consultations');
  await looks(clerk, 'rg05-list');
  await clerk.getByRole('link', { name: /全市养老机构布局规划调整/ }).click();
  await clerk.locator('.page-aside').getByRole('button', { name: '答复意见', exact: true }).click();
  const drawer = clerk.locator('.action-drawer');
  await drawer.getByLabel(/^1\. 整合可以/).check();
  await drawer.getByLabel(/^3\. 整合以后的接送车/).check();
  await drawer.getByLabel('意见归纳').fill('整合以后要有班车接送');
  await drawer.getByLabel('部分采纳').check();
  await drawer.getByLabel('答复', { exact: true }).fill('每周开行一次探亲班车，写入第三条。');
  await looks(clerk, 'rg06-answer');
  await drawer.getByRole('button', { name: '答复意见', exact: true }).click();
  await drawer.waitFor({ state: 'detached' });
  await reads(clerk, '第1、3条');
  await looks(clerk, 'rg07-consultation');

  await clerk.goto('/work/registers');
  await reads(clerk, '咸宁市临时救助工作实施细则');
  await looks(clerk, 'rg08-registers');
  await clerk.getByRole('link', { name: '咸宁市临时救助工作实施细则' }).click();
  await reads(clerk, /还剩6个工作日/);
  await looks(clerk, 'rg09-record');
  expect(await clerk.locator('.page-aside').getByRole('button').count()).toBe(0);

  const second = await city.officer('方正', PHONE);
  await second.goto(new URL(clerk.url()).pathname);
  await second.getByRole('button', { name: '审核通过', exact: true }).click();
  const form = second.locator('.action-drawer');
  await form.getByLabel('审核意见', { exact: true }).fill('主体、权限、程序、内容合法。');
  await form.getByLabel('审核意见书文号').fill('咸民法审〔2026〕9号');
  await looks(second, 'rg10-pass');
  await form.getByRole('button', { name: '审核通过', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  await reads(second, '审核通过，待印发');
  await looks(second, 'rg11-passed');
});
