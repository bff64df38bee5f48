/** 批量登记 by clicks: from the list of residents to a family of the register. */
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeIdNumber } from '../../src/kernel/resident/index.ts';
import { type City, reads, shot, startCity } from './browser.ts';

let city: City;
beforeAll(async () => {
  city = await startCity('2026-09-01');
});
afterAll(() => city?.stop());

const number = (order: number): string => makeIdNumber('421202', '1985-03-04', order);

test('乡镇经办人从“居民”进批量登记：传一份表，看到会怎样登记、哪一户退回、为什么；导入正确的，退回的能下载', async () => {
  const page = await city.officer('李建国');
  await page.goto('/work/persons');
  await page.getByRole('link', { name: '用表格批量登记' }).click();
  await page.getByRole('heading', { level: 1, name: '居民和家庭批量登记' }).waitFor();
  const rows = [
    ['户号', '与户主关系', '姓名', '证件号码', '居住地'],
    ['1', '户主', '樊父', number(1), '赤岗村'],
    ['1', '妻', '樊母', number(2), '赤岗村'],
    ['2', '户主', '樊甲', number(3), '赤岗村'],
    ['2', '子', '樊乙', '421202198503040000', '赤岗村'],
  ];
  const sheet = Buffer.from(await writeXlsx({ sheets: [{ name: '名单', rows }] }));
  await page.getByLabel('选择居民和家庭批量登记表格').setInputFiles({
    name: '赤岗村居民.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: sheet,
  });
  const job = page.locator('.jobs > li').first();
  await reads(job, '检查完毕，待导入');
  expect(await job.textContent()).toContain('共4行，可以导入2行（新登记2行），退回2行。其中整户可以导入1户，整户退回1户。');
  await reads(job, '第4行：同一户的第5行有问题，整户退回');
  await job.getByText('看前2行会怎样登记').click();
  await reads(job, '咸安区汀泗桥镇赤岗村');
  await shot(page, 's01-checked');
  await job.getByRole('button', { name: '导入正确的2行' }).click();
  await page.getByRole('button', { name: '导入2行' }).click();
  await reads(job, /已导入2行/);
  const [file] = await Promise.all([page.waitForEvent('download'), job.getByRole('link', { name: '下载退回的2行' }).click()]);
  expect(file.suggestedFilename()).toBe('居民和家庭批量登记-退回.xlsx');
  await page.context().close();
});
