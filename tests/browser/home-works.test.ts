/** 适老化改造: a builder hands in what was done, on a phone beside the photographs from before; the county reads what it came to. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playHomeWorks } from '../../src/domains/elderly-care/demonstration/home-works.ts';
import { roomPicture } from '../../src/domains/elderly-care/demonstration/pictures.ts';
import { playElders } from '../../src/domains/elderly-care/demonstration/play.ts';
import { makePlayers } from '../../src/domains/social-assistance/demonstration/players.ts';
import { type City, DESK, PHONE, reads, shot, startCity } from './browser.ts';

let city: City;

beforeAll(async () => {
  city = await startCity('2026-09-01');
  const players = makePlayers(city.context);
  const moveTo = (at: string) => city.clock.set(new Date(at).toISOString());
  const stage = { context: city.context, filesDir: city.platform.filesDir, moveTo };
  await playElders(stage, players.staff);
  await playHomeWorks(stage, players.staff, '2026-09-01T09:00:00+08:00');
  await players.leave();
  await city.run();
});
afterAll(() => city?.stop());

test('施工单位在手机上登记完工：逐项拍改造后的照片；县里在台账里看到前后照片和补贴', async () => {
  const page = await city.officer('柯师傅', PHONE);
  await page.goto('/work/home-works/mine');
  await reads(page, '翟桂莲');
  await shot(page, 'home-works-mine');
  await page.getByRole('link', { name: '翟桂莲' }).click();
  await reads(page, '拍照位置：卫生间门口朝马桶');
  await page.getByRole('img', { name: '如厕洗浴扶手，改造前' }).waitFor();
  await shot(page, 'home-works-case');
  await page.locator('.case-actions').getByRole('button', { name: '登记完工' }).click();
  const drawer = page.locator('.action-drawer');
  await drawer.locator('.causes').first().waitFor();
  for (const i of [0, 1]) {
    const file = { name: '改造后.png', mimeType: 'image/png', buffer: roomPicture(500 + i, 'after') };
    await drawer.locator(`#f-works-${i}-after`).setInputFiles(file);
    await drawer.getByText('已上传').nth(i).waitFor();
  }
  await shot(page, 'home-works-finish');
  await drawer.locator('button[type=submit]').click();
  await reads(page, '已完成：登记完工');
  const { rows } = await city.owner.query(
    `select c.state, w.actual_fen::int as fen from service_case c join home_works w on w.case_id = c.id where c.applicant_name = '翟桂莲'`,
  );
  expect(rows).toEqual([{ state: 'accepting', fen: 600_00 }]);
  await page.context().close();

  const county = await city.officer('郑海燕', DESK);
  await county.goto('/work/home-works?list=paid');
  await reads(county, '靳银花');
  await shot(county, 'home-works-list');
  await county.getByRole('link', { name: '靳银花' }).click();
  await county.getByRole('img', { name: '地面防滑处理，改造后' }).waitFor();
  await shot(county, 'home-works-paid');
  await county.goto('/work/family-beds');
  await reads(county, '易满堂');
  await reads(county, '上门4次，在线731／744小时（机构报的）');
  await shot(county, 'family-beds');
  await county.context().close();
});

test('评估人员在手机上看到明天要去的一户，方案表单先看七项基础项目', async () => {
  const page = await city.officer('汤月华', PHONE);
  await page.goto('/work/home-works/mine');
  await page.getByRole('link', { name: '戚大有' }).click();
  await page.locator('.case-actions').getByRole('button', { name: '登记方案并签字' }).click();
  await reads(page.locator('.action-drawer'), '七项基础项目需不需要');
  await shot(page, 'home-works-plan');
  await page.context().close();
});
