/** 规划指标 by clicks: a county fills in on a phone, its leader checks, the city publishes; the wall and the file show it; anybody answers the survey. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/database/sql.ts';
import { playPlan } from '../../src/domains/planning-statistics/demonstration/plan.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { type City, PHONE, photo, pick, reads, shot, startCity, type } from './browser.ts';
import { faults, overflow, settled } from './look.ts';

let city: City;
beforeAll(async () => {
  city = await startCity('2026-09-01');
  await playPlan({ context: city.context, filesDir: city.filesDir });
});
afterAll(() => city?.stop());

async function looks(page: Page, name: string): Promise<void> {
  await settled(page);
  await shot(page, name);
  expect(await faults(page), name).toEqual([]);
  expect(await overflow(page), name).toEqual([]);
}
async function presses(page: Page, row: string, button: string): Promise<void> {
  await page
    .getByRole('button', { name: `${row}：${button}` })
    .first()
    .click();
  const drawer = page.locator('.action-drawer');
  await drawer.locator('button[type=submit]').click();
  await drawer.waitFor({ state: 'detached' });
}
const BEDS = '养老机构床位中护理型床位占比';

test('县里在手机上填：写明出处、附佐证；负责人在手机上县审', async () => {
  const clerk = await city.officer('龚建平', PHONE);
  await clerk.goto('/work/plan/values');
  await reads(clerk, '2026年第二季度');
  await looks(clerk, 'pv01-county-list');
  const county = await city.officer('郑海燕', PHONE);
  await county.goto('/work/plan/values');
  await reads(county, '待县审');
  const leader = await city.officer('徐国平', PHONE);
  await leader.goto('/work/plan/values');
  await reads(leader, '等您办的（1）');
  await looks(leader, 'pv02-leader-waiting');
  await presses(leader, `咸安区${BEDS}`, '县审通过');
  await expect.poll(() => leader.getByText(/等您办的/).count()).toBe(0);
  for (const page of [clerk, county, leader]) await page.context().close();
});

test('市里审核、发布；填报表写明平台没有数，出处和佐证缺一样都不收', async () => {
  const clerk = await city.officer('罗静');
  await clerk.goto('/work/plan/values');
  await reads(clerk, /等您办的/);
  await looks(clerk, 'pv03-city-values');
  await presses(clerk, `咸安区${BEDS}`, '市审通过');
  await clerk.getByRole('button', { name: /社工站.*2026年第二季度：填报/ }).click();
  const drawer = clerk.locator('.action-drawer');
  await reads(drawer, /平台还没有数这项指标/);
  await pick(clerk, 'source', '单位填报');
  await type(clerk, 'num', '70');
  await type(clerk, 'den', '70');
  await drawer.locator('button[type=submit]').click();
  await reads(drawer, '请填写出处');
  await reads(drawer, '请拍照上传佐证');
  await looks(clerk, 'pv04-fill');
  await type(clerk, 'sourceText', '社工站名册');
  await drawer.locator('#f-proof').setInputFiles(photo('名册.png'));
  await reads(drawer, '已上传');
  await drawer.locator('button[type=submit]').click();
  await drawer.waitFor({ state: 'detached' });
  const leader = await city.officer('梁伟民');
  await leader.goto('/work/plan/values');
  await presses(leader, `咸安区${BEDS}`, '发布');
  await presses(leader, '咸宁市乡镇(街道)都有社工站覆盖率', '市审通过');
  await Promise.all([clerk.context().close(), leader.context().close()]);
});

test('状态墙：目标、发布的、各县对比、冲突；核定以后不再等', async () => {
  const clerk = await city.officer('罗静');
  await clerk.goto('/work/plan');
  await reads(clerk, '来源不同的数');
  await looks(clerk, 'pv05-wall');
  await clerk.getByRole('button', { name: `崇阳县${BEDS}：核定` }).click();
  const drawer = clerk.locator('.action-drawer');
  await drawer
    .getByText(/单位填报/)
    .first()
    .click();
  await type(clerk, 'reason', '以现场清点的为准');
  await drawer.locator('button[type=submit]').click();
  await drawer.waitFor({ state: 'detached' });
  await clerk.locator('.data').getByRole('link', { name: BEDS }).first().click();
  await reads(clerk, '目标各版');
  await clerk.getByRole('button', { name: '咸宁市', exact: true }).click();
  await clerk.getByRole('img', { name: new RegExp(`${BEDS}：2021年32.6%.*2025年59.9%；目标60%`) }).waitFor();
  await looks(clerk, 'pv06-indicator');
  const phone = await city.officer('郑海燕', PHONE);
  await phone.goto('/work/plan/indicators/IND14-04?division=421202000000');
  await reads(phone, '目标各版');
  await looks(phone, 'pv07-indicator-phone');
  await phone.goto('/work/plan');
  await reads(phone, '各县（市、区）对比');
  await looks(phone, 'pv08-wall-phone');
  await Promise.all([clerk.context().close(), phone.context().close()]);
});

test('评估：公布了的谁都看得到；第三方只见评估；居民在手机上评一次', async () => {
  const evaluator = await city.officer('贺文');
  await evaluator.goto('/work/plan/evaluations');
  await looks(evaluator, 'pv09-evaluations');
  await evaluator.getByRole('link', { name: /末期评估/ }).click();
  await reads(evaluator, '第三方复测');
  await looks(evaluator, 'pv10-evaluation');
  const phone = await city.officer('徐国平', PHONE);
  await phone.goto('/work/plan/evaluations');
  await phone.getByRole('link', { name: /末期评估/ }).click();
  // The list's lead speaks of it too: the heading is the evaluation's own.
  await phone.getByRole('heading', { name: '公众评价' }).waitFor();
  await looks(phone, 'pv11-evaluation-phone');

  await city.context.write(systemActor('test', city.context.city), (tx) =>
    tx.run(sql`insert into plan_evaluation (id, division, plan, kind, title, base_on, method, self_due_on, evaluator, survey_from, survey_until, state, drafted_at, drafted_by,
        drafted_name, adopted_at, adopted_by, adopted_name)
      values (${crypto.randomUUID()}, ${city.context.city}, '14', 'special', '养老服务专项评估', '2025-06-30', '专项', '2026-10-01', '某机构', '2026-09-01', '2026-09-30', 'open',
        ${tx.now}, 'a', '甲', ${tx.now}, 'b', '乙')`),
  );
  const visitor = await city.window(PHONE);
  await visitor.goto('/plan');
  await reads(visitor, /末期评估/);
  await looks(visitor, 'pv12-public-plan');
  await visitor.getByRole('link', { name: '我来评一评' }).click();
  await looks(visitor, 'pv13-survey');
  await visitor.getByLabel('总的来说，这几年的民政工作您满意吗').selectOption({ label: '满意' });
  await visitor.getByLabel('您的手机').fill('13907241234');
  await visitor.getByRole('button', { name: '交上去' }).click();
  await reads(visitor, '收到了，谢谢您');
  await visitor.goto('/survey');
  await visitor.getByLabel('总的来说，这几年的民政工作您满意吗').selectOption({ label: '非常不满意' });
  await visitor.getByLabel('您的手机').fill('13907241234');
  await visitor.getByRole('button', { name: '交上去' }).click();
  await reads(visitor, '您已参与过本次评价');
  await looks(visitor, 'pv14-survey-twice');
  for (const page of [evaluator, phone, visitor]) await page.context().close();
});
