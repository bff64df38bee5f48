/** An assessor at a door without a network, and a village that sees to the old-age allowance, on their phones. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playBenefits } from '../../src/domains/elderly-care/demonstration/benefits.ts';
import { playElders } from '../../src/domains/elderly-care/demonstration/play.ts';
import { makePlayers } from '../../src/domains/social-assistance/demonstration/players.ts';
import { type City, openCase, PHONE, pick, reads, shot, sign, startCity, type } from './browser.ts';

let city: City;

beforeAll(async () => {
  city = await startCity('2026-09-01');
  const players = makePlayers(city.context);
  await playElders({ context: city.context, filesDir: city.platform.filesDir }, players.staff);
  const moveTo = (at: string) => city.clock.set(new Date(at).toISOString());
  moveTo('2026-07-13T09:00:00+08:00');
  await playBenefits({ context: city.context, moveTo }, players.staff, '2026-09-01T09:00:00+08:00');
  await players.leave();
  await city.run();
});
afterAll(() => city?.stop());

test('没有网络时评分：26项带说明，矛盾当场提示，两人签名；有网络了自动送到，等复核', async () => {
  await city.moveTo('2026-09-02');
  const page = await city.officer('汤月华', PHONE);
  await page.getByRole('heading', { name: '要评估的老人' }).waitFor();
  await page.getByRole('link', { name: '秦淑芬' }).first().click();
  await page.locator('.case-actions').getByRole('button', { name: '登记评估' }).click();
  const drawer = page.locator('.action-drawer');
  await drawer.locator('.causes').first().waitFor();
  await page.context().setOffline(true);
  await type(page, 'startTime', '09:30');
  await type(page, 'endTime', '10:05');
  // 每一项选满分的那一句，昏迷时再核对
  for (const group of await drawer.locator('fieldset.group fieldset.field-choice').all())
    await group.locator('label').first().click();
  expect(await drawer.getByText('合计').count()).toBe(0);
  await drawer.getByText('老人处于昏迷状态').click();
  await reads(drawer, '昏迷与意识水平评分矛盾');
  await shot(page, 'elder-contradiction');
  await drawer.getByText('老人处于昏迷状态').click();
  await drawer.getByText('昏迷与意识水平评分矛盾').waitFor({ state: 'detached' });
  await pick(page, 'mobility.stairs', '2分 在指导或提示下完成');
  await sign(page, 'firstSignature');
  await sign(page, 'secondSignature');
  await drawer.locator('button[type=submit]').click();
  await reads(drawer, '联网后自动再送一次');
  await shot(page, 'elder-offline');
  await page.context().setOffline(false);
  await reads(page, '已完成：登记评估');
  const { rows } = await city.owner.query(
    `select c.state, a.scored_on::text from service_case c join capacity_assessment a on a.case_id = c.id where c.applicant_name = '秦淑芬'`,
  );
  expect(rows).toEqual([{ state: 'reviewing', scored_on: '2026-09-02' }]);
  await page.context().close();
});

test('村里核实高龄津贴：在“今天要办”里，登记见到本人和社保卡，送乡镇', async () => {
  const page = await city.officer('陈秀兰', PHONE);
  await openCase(page, '万长寿');
  await page.locator('.case-actions').getByRole('button', { name: '核实本人和账户' }).click();
  const drawer = page.locator('.action-drawer');
  await pick(page, 'seen', '在家里见到本人');
  await type(page, 'account.bank', '咸宁农商银行');
  await type(page, 'account.number', '6224120000482901');
  await type(page, 'account.holder', '万长寿');
  await shot(page, 'elder-confirm');
  await drawer.locator('button[type=submit]').click();
  await reads(page, '已完成：核实本人和账户');
  await page.goto('/work/elders/allowances');
  await reads(page, '彭大文');
  await shot(page, 'elder-allowances');
  await page.goto('/work/elders?living=alone');
  await reads(page, '秦淑芬');
  await page.getByRole('button', { name: '更改居住' }).first().click();
  await reads(page.locator('.action-drawer'), '紧急联系人');
  await shot(page, 'elder-living');
  expect(city.errors).toEqual([]);
  await page.context().close();
});

test('消费券：老人手机上出码，网点照着收，先说清抵多少再收；食堂没带卡的按名册登记', async () => {
  const phone = await city.window(PHONE);
  const { accounts: _, ...demo } = await (await phone.request.get('/api/demo/accounts')).json();
  const elder = JSON.stringify(demo).match(/"personId":"([0-9a-f-]{36})","name":"祝长青"/)![1];
  await phone.request.post('/api/demo/sign-in', { headers: { 'x-minzheng': '1' }, data: { personId: elder } });
  await phone.goto('/app/vouchers');
  await reads(phone, '还有710.00元');
  await phone.getByRole('button', { name: '出示码' }).click();
  const code = (await phone.locator('.now [role=status]').textContent())!.replaceAll(/\D/g, '');
  await shot(phone, 'elder-vouchers');
  const till = await city.officer('聂小红', PHONE);
  await till.getByLabel('老人出示的码，或者卡号').fill(code);
  await till.getByLabel('服务内容').fill('上门理发');
  await till.getByLabel('应付金额（元）').fill('30');
  await till.getByRole('button', { name: '看能抵多少' }).click();
  await reads(till, '老人再付15.00元');
  await shot(till, 'elder-till');
  await till.getByRole('button', { name: '老人同意，核销' }).click();
  await reads(till, '券里还有695.00元');
  const canteen = await city.officer('胡师傅', PHONE);
  await canteen.getByLabel('餐价（元）').fill('12');
  await canteen.getByLabel('按姓名在名册里找').fill('祝长青');
  await canteen.keyboard.press('Enter');
  await canteen.getByRole('button', { name: /祝长青/ }).click();
  await canteen.getByRole('button', { name: /登\s*记/ }).click();
  await reads(canteen, '祝长青付9.00元，补贴3.00元');
  await shot(canteen, 'elder-canteen');
  expect(city.errors).toEqual([]);
});
