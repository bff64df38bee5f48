/** 补贴 by clicks: an objection sends a sum back, the county counts again and puts it on notice, the leader approves it, it is paid; the books of construction and insurance beside. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playSiteMoney } from '../../src/domains/elderly-care/demonstration/site-money.ts';
import { playSites } from '../../src/domains/elderly-care/demonstration/sites.ts';
import { playAccountable } from '../../src/domains/elderly-care-institutions/demonstration/accountable.ts';
import { playBuilt } from '../../src/domains/elderly-care-institutions/demonstration/built.ts';
import { playInstitutions } from '../../src/domains/elderly-care-institutions/demonstration/play.ts';
import { playSupervision } from '../../src/domains/elderly-care-institutions/demonstration/supervision.ts';
import { type City, DESK, PHONE, reads, shot, startCity, type } from './browser.ts';
import { faults, overflow, settled } from './look.ts';

let city: City;
beforeAll(async () => {
  city = await startCity('2026-09-01');
  const stage = { context: city.context, moveTo: () => undefined };
  await playInstitutions(stage, '2026-09-01');
  await playBuilt(stage, '2026-09-01');
  await playSupervision({ ...stage, filesDir: city.filesDir });
  await playAccountable(stage, '2026-09-01');
  await playSites(stage);
  await playSiteMoney(stage, '2026-09-01');
  await city.run();
});
afterAll(() => city?.stop());

test('设施补贴：有异议的退回重核，县里再算、再公示，领导批准，县里登记拨付；建设、保险的页面也没有毛病，手机上放得下', async () => {
  const clerk = await city.officer('郑海燕', DESK);
  await clerk.goto('/work/care-site-subsidies');
  await reads(clerk, '等次B，一年40,000.00元，开放满15天的9个月');
  await clerk.getByRole('button', { name: /香城.*：登记异议/ }).click();
  await type(clerk, 'says', '居民说五月份一直锁着门');
  await clerk.locator('.action-drawer button[type=submit]').click();
  await clerk.locator('.action-drawer form').waitFor({ state: 'detached' });
  await reads(clerk, '居民说五月份一直锁着门');
  await settled(clerk);
  expect(await faults(clerk)).toEqual([]);
  await shot(clerk, 's01-objection');

  const leader = await city.officer('徐国平', DESK);
  await leader.goto('/work/care-site-subsidies');
  await leader.getByRole('button', { name: /香城.*：登记公示异议的结果/ }).click();
  await leader.locator('.action-drawer').getByText('有问题，退回重核', { exact: true }).click();
  await type(leader, 'answer', '五月的照片没有定位，重新核一遍');
  await leader.locator('.action-drawer button[type=submit]').click();
  await reads(leader, '待县核');

  await clerk.reload();
  await clerk.getByRole('button', { name: /香城.*：核/ }).click();
  await type(clerk, 'note', '五月的照片补看了原图，开着');
  await clerk.locator('.action-drawer button[type=submit]').click();
  await reads(clerk, '公示中');

  // 居民自己在公示页上提，不用账号；领导看得到是谁，查清以后才能批准
  const phone = await city.window(PHONE);
  await phone.goto('/open/subsidies');
  await phone
    .locator('h2', { hasText: '香城' })
    .locator('xpath=following-sibling::p[1]')
    .getByRole('link', { name: '有不同意见' })
    .click();
  await phone.getByLabel('您的意见').fill('六月份也有一个星期锁着门');
  await phone.getByLabel('您的姓名').fill('石大妈');
  await phone.getByLabel('您的手机').fill('13907240001');
  expect(await overflow(phone)).toEqual([]);
  await shot(phone, 's06-objection');
  await phone.getByRole('button', { name: '提交意见' }).click();
  await reads(phone, '已经收到您的意见');
  await leader.reload();
  await reads(leader, /六月份也有一个星期锁着门（石大妈，13907240001/);
  await leader.getByRole('button', { name: /香城.*：登记公示异议的结果/ }).click();
  await leader.locator('.action-drawer').getByText('没有问题', { exact: true }).click();
  await type(leader, 'answer', '六月锁门的一个星期没有算进开放的天数');
  await leader.locator('.action-drawer button[type=submit]').click();
  await leader.locator('.action-drawer form').waitFor({ state: 'detached' });
  city.clock.set('2026-09-10');
  await leader.reload();
  await leader.getByRole('button', { name: /香城.*：批准/ }).click();
  await type(leader, 'note', '公示期满，异议已经查清');
  await leader.locator('.action-drawer button[type=submit]').click();
  await reads(leader, '已批准，待拨付');

  await clerk.goto('/work/care-site-subsidies');
  await clerk.getByRole('button', { name: /香城.*：登记拨付/ }).click();
  await type(clerk, 'documentNo', '咸安财拨〔2026〕设补3号');
  await clerk.locator('.action-drawer button[type=submit]').click();
  await reads(clerk, '拨付，凭证咸安财拨〔2026〕设补3号');
  await settled(clerk);
  expect(await faults(clerk)).toEqual([]);
  await shot(clerk, 's02-paid');
  await clerk.setViewportSize(PHONE.viewport!);
  expect(await overflow(clerk)).toEqual([]);
  await shot(clerk, 's03-phone');
  for (const [address, text, name] of [
    ['/work/care-construction', '浮山颐和养护院', 's04-construction'],
    ['/work/care-insurance', '保单DEM-2025-0701', 's05-insurance'],
  ] as const) {
    await clerk.setViewportSize(DESK.viewport!);
    await clerk.goto(address);
    await reads(clerk, text);
    await settled(clerk);
    expect(await faults(clerk), address).toEqual([]);
    await shot(clerk, name);
    await clerk.setViewportSize(PHONE.viewport!);
    expect(await overflow(clerk), address).toEqual([]);
  }
});
