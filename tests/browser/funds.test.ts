/** 资金 by clicks: a meeting's decision is allocated, checked by another, paid by a third; a part of a contract is asked for and paid; everybody reads what was published. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openProvider } from '../../src/domains/planning-statistics/demonstration/fixtures.ts';
import { playFunds } from '../../src/domains/planning-statistics/demonstration/funds.ts';
import { type City, choose, photo, reads, shot, startCity, type } from './browser.ts';
import { faults, settled } from './look.ts';

let city: City;
beforeAll(async () => {
  city = await startCity('2026-09-01');
  await openProvider(city.context);
  await playFunds({ context: city.context, filesDir: city.filesDir });
  await city.run();
});
afterAll(() => city?.stop());

test('财务从专户分配民政专项经费，复核的人审核，公开以后门户上看得到；出纳支付一笔待支付的', async () => {
  const clerk = await city.officer('胡晓梅');
  await clerk.goto('/work/funds');
  await clerk.getByRole('link', { name: '咸安区民政资金专户' }).click();
  await clerk.getByRole('button', { name: '民政专项经费：分配' }).click();
  await choose(clerk, 'purpose', '养老服务');
  await choose(clerk, 'place', '汀泗桥镇');
  await type(clerk, 'unit', '汀泗桥镇社区食堂');
  await type(clerk, 'amount', '500000');
  await type(clerk, 'decisionNo', '局党组会议纪要〔2026〕18号');
  await clerk.locator('.action-drawer input[type=file]').last().setInputFiles(photo());
  await clerk.locator('.action-drawer img').waitFor();
  await shot(clerk, 'f01-allocate');
  await clerk.locator('.action-drawer button[type=submit]').click();
  await reads(clerk, '可用余额不足：还可以分配400,000.00元，需要500,000.00元。');
  await type(clerk, 'amount', '100000');
  await clerk.locator('.action-drawer button[type=submit]').click();
  await reads(clerk, '¥300,000.00');

  const reviewer = await city.officer('朱文斌');
  await reviewer.goto('/work/funds?view=allocations');
  await reviewer.getByRole('button', { name: '汀泗桥镇社区食堂：审核分配' }).click();
  await reviewer.locator('.action-drawer button[type=submit]').click();
  await reads(reviewer.getByRole('row').filter({ hasText: '汀泗桥镇社区食堂' }), '已下达');

  await clerk.goto('/work/funds?view=allocations');
  await clerk.getByRole('button', { name: '汀泗桥镇社区食堂：公开分配结果' }).click();
  await clerk.locator('.action-drawer button[type=submit]').click();
  await reads(clerk.getByRole('row').filter({ hasText: '汀泗桥镇社区食堂' }), '2026-09-01');
  await settled(clerk);
  expect(await faults(clerk)).toEqual([]);
  await clerk.goto('/funds');
  await reads(clerk, '汀泗桥镇社区食堂');

  const cashier = await city.officer('黄丽萍');
  await cashier.goto('/work/funds?view=payments&state=checked');
  await cashier.getByRole('button', { name: '咸安区汀泗桥镇农村福利院：支付' }).click();
  await reads(cashier, '制单、复核、支付是三个人');
  await cashier.locator('.action-drawer button[type=submit]').click();
  await reads(cashier, '没有支付。');
  await cashier.goto('/work/funds?view=payments&state=paid');
  await reads(cashier.getByRole('row').filter({ hasText: '200,000.00' }), '胡晓梅 → 朱文斌 → 黄丽萍');
  await shot(cashier, 'f02-paid');
});

test('采购人员验收到期的节点；财务照合同制单；各页没有毛病', async () => {
  const buyer = await city.officer('郑海燕');
  await buyer.goto('/work/purchases?view=calendar');
  await reads(buyer, '验收：半年服务');
  await buyer.goto('/work/purchases');
  await buyer.getByRole('link', { name: '咸安民购-2026-03' }).click();
  await buyer.getByRole('button', { name: '咸安民购-2026-03第2个节点：验收合格' }).click();
  await type(buyer, 'note', '抽查90户，记录齐全，回访满意。');
  await buyer.locator('.action-drawer button[type=submit]').click();
  await reads(buyer.getByRole('row').filter({ hasText: '半年服务' }), '抽查90户');
  await settled(buyer);
  expect(await faults(buyer)).toEqual([]);

  const clerk = await city.officer('胡晓梅');
  await clerk.goto(buyer.url());
  await clerk.getByRole('button', { name: '咸安民购-2026-03第1个节点：制单付款' }).click();
  await clerk.locator('.action-drawer button[type=submit]').click();
  await reads(clerk, '付款办理中');
  for (const view of ['flow', 'idle', 'differences', 'shares']) {
    await clerk.goto(`/work/funds?view=${view}`);
    await settled(clerk);
    expect(await faults(clerk), view).toEqual([]);
  }
});
