/** 规划项目 by clicks: from the two printed tables to what they say against each other, to a project on the map of its township. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { annexFile } from '../../src/domains/planning-statistics/projects/fixtures.ts';
import type { TableKind } from '../../src/domains/planning-statistics/projects/printed.ts';
import { type City, PHONE, pick, reads, shot, startCity, type } from './browser.ts';
import { faults, overflow } from './look.ts';

let city: City;
beforeAll(async () => {
  city = await startCity('2026-09-01');
});
afterAll(() => city?.stop());

async function bring(page: Page, kind: TableKind, zh: string, rows: number): Promise<void> {
  await page.getByRole('link', { name: `导入${zh}` }).click();
  await page.locator('input[type=file]').setInputFiles({ name: `${zh}.csv`, mimeType: 'text/csv', buffer: annexFile(kind) });
  const job = page.locator('.jobs > li').first();
  await reads(job, '检查完毕，待导入');
  await job.getByRole('button', { name: `全部导入，${rows}行` }).click();
  await page.getByRole('button', { name: `导入${rows}行` }).click();
  await reads(job, new RegExp(`已导入${rows}行`));
  await page.getByRole('link', { name: '规划项目' }).first().click();
}

test('市里导入两张附件，一页看到哪里对不上并说明原因；确认个数以后那一处不再列出；从地图点到一个乡镇的项目', async () => {
  const page = await city.officer('罗静');
  await page.goto('/work/projects');
  await reads(page, '还没有导入');
  await bring(page, 'summary', '汇总表', 20);
  await bring(page, 'detail', '明细表', 351);
  await page.getByRole('button', { name: '对账', exact: true }).click();
  await reads(page, '对了129处，29处不一致，还有29处没有说明。');
  await page.getByRole('button', { name: '说明', exact: true }).first().click();
  await pick(page, 'state', '已解释');
  await type(page, 'reason', '印刷时漏列一个小类。');
  await page.getByRole('button', { name: '登记说明' }).click();
  await reads(page, '还有28处没有说明');
  await reads(page, '印刷时漏列一个小类。');
  await shot(page, 'p01-differences');
  expect(await faults(page)).toEqual([]);

  await page.getByRole('button', { name: '项目', exact: true }).click();
  await page.getByRole('button', { name: /个数待确认 3/ }).click();
  for (const left of [2, 1, 0]) {
    await page
      .getByRole('button', { name: /公益性公墓2/ })
      .first()
      .click();
    await page.locator('.action-drawer').getByRole('button', { name: '确认', exact: true }).click();
    await page.getByRole('button', { name: `个数待确认 ${left}` }).waitFor();
  }
  await page.getByRole('button', { name: '对账', exact: true }).click();
  await reads(page, '28处不一致');

  await page.getByRole('button', { name: '按地区', exact: true }).click();
  await page.getByRole('button', { name: '崇阳县', exact: true }).click();
  const town = page.getByRole('row').filter({ hasText: '天城镇' });
  const rows = (await town.getByRole('button').textContent()) ?? '';
  await town.getByRole('button').click();
  await reads(page, new RegExp(`^${rows}行`));
  await shot(page, 'p02-township');
  await page.context().close();
});

test('县里在手机上看本县的项目，不横向滚动；不能导入，也不能替市里说明差异', async () => {
  const page = await city.officer('郑海燕', PHONE);
  await page.goto('/work/projects');
  await reads(page, /83行/);
  expect(await overflow(page)).toEqual([]);
  expect(await page.getByRole('link', { name: '导入明细表' }).count()).toBe(0);
  await page.getByRole('button', { name: '对账', exact: true }).click();
  await reads(page, /不一致/);
  expect(await page.getByRole('button', { name: '说明', exact: true }).count()).toBe(0);
  await page.context().close();
});
