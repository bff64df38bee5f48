/** 自助分析 by clicks: choose, read table and chart, open a figure down to its record, keep and share, export; on a phone too. */
import fs from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { carry } from '../api.ts';
import { type City, PHONE, reads, shot, startCity } from './browser.ts';
import { faults, overflow, settled } from './look.ts';

let city: City;
beforeAll(async () => {
  city = await startCity('2026-07-20');
  const story = storyOf('two-officers');
  await city.register(story);
  await carry(city, story, 'decided');
  await city.moveTo('2026-09-01');
});
afterAll(() => city?.stop());

async function looks(page: Page, name: string): Promise<void> {
  await settled(page);
  await shot(page, name);
  expect(await faults(page), name).toEqual([]);
  expect(await overflow(page), name).toEqual([]);
}
/** Takes one of the offered values of a list. */
async function takes(page: Page, list: string, option: RegExp): Promise<void> {
  await page.getByRole('combobox', { name: list, exact: true }).click();
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: option })
    .first()
    .click();
  await page.keyboard.press('Escape');
}

test('县级经办选农村低保户数，看各乡镇的表和图，点开数到那一户；保存给本单位，导出', async () => {
  const page = await city.officer('郑海燕');
  await page.goto('/work/analysis');
  await reads(page, '先选一项指标，或打开一份保存的分析。');
  await looks(page, 'a01-empty');
  await page.getByRole('combobox', { name: '指标', exact: true }).fill('农村低保户数');
  await takes(page, '指标', /^农村低保户数（户）$/);
  await reads(page, '这些数是怎么来的');
  await page.getByRole('img', { name: /柱状图。.*2026年8月：最多汀泗桥镇1户/ }).waitFor();
  await looks(page, 'a02-table');
  await takes(page, '共几期', /^1期$/);
  await takes(page, '最后一期到哪个月', /^2026年8月$/);
  await page.getByRole('button', { name: '汀泗桥镇，2026年8月：1，看数的是什么' }).click();
  const drawer = page.locator('.action-drawer');
  await drawer.getByText('期末当月享受农村低保的家庭').waitFor();
  await drawer.getByRole('link').first().waitFor();
  await looks(page, 'a03-rows');
  await drawer.getByRole('button', { name: '关闭' }).click();

  await page.getByRole('button', { name: '另存一份' }).click();
  await drawer.getByLabel('名称').fill('各乡镇农村低保');
  await drawer.getByText('本单位', { exact: true }).click();
  await drawer.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByRole('button', { name: '各乡镇农村低保', exact: true, pressed: true }).waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出（.csv）' }).click()]);
  expect(fs.readFileSync(await file.path(), 'utf8')).toContain('汀泗桥镇,1');
  await page.context().close();
});

test('县里另一位在手机上打开分享的那一份，一列排开，改不了别人的', async () => {
  const page = await city.officer('徐国平', PHONE);
  await page.goto('/work/analysis');
  await page.getByRole('button', { name: '各乡镇农村低保', exact: true }).click();
  await page.getByRole('button', { name: '汀泗桥镇，2026年8月：1，看数的是什么' }).waitFor();
  expect(await page.getByRole('button', { name: /^更新/ }).count()).toBe(0);
  await looks(page, 'a04-phone');
  await page.context().close();
});
