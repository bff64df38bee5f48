/** Older people and what they draw, each by name: an assessor at a door without a network, a village, a township, a till, and themselves on their phones. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playBenefits } from '../../src/domains/elderly-care/demonstration/benefits.ts';
import { playElders } from '../../src/domains/elderly-care/demonstration/play.ts';
import { playSites } from '../../src/domains/elderly-care/demonstration/sites.ts';
import { makePlayers } from '../../src/domains/social-assistance/demonstration/players.ts';
import { makeIdNumber } from '../../src/kernel/resident/server.ts';
import { act, type City, enterResident, openCase, PHONE, pick, reads, shot, sign, startCity, type } from './browser.ts';
import { overflow } from './look.ts';

let city: City;

beforeAll(async () => {
  city = await startCity('2026-09-01');
  const players = makePlayers(city.context);
  await playElders({ context: city.context, filesDir: city.platform.filesDir }, players.staff);
  const moveTo = (at: string) => city.clock.set(new Date(at).toISOString());
  moveTo('2026-07-13T09:00:00+08:00');
  await playBenefits({ context: city.context, moveTo }, players.staff, '2026-09-01T09:00:00+08:00');
  await players.leave();
  await playSites({ context: city.context, moveTo });
  moveTo('2026-09-01T09:00:00+08:00');
  await city.run();
});
afterAll(() => city?.stop());

/** An old person on her own phone. */
async function onPhone(birth: string, serial: number, address: string): Promise<Page> {
  const phone = await city.window(PHONE);
  await phone.goto('/app/sign-in');
  await enterResident(phone, makeIdNumber('421202', birth as never, serial));
  await phone.goto(address);
  return phone;
}

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

test('汪兆祥的评估：复核的人看到26项怎么得分、等级怎么算出来的；通过以后汪兆祥自己的手机上看到等级，乡镇看得到等级、看不到各项', async () => {
  const reviewer = await city.officer('孙立群');
  await openCase(reviewer, '汪兆祥');
  await reads(reviewer, '等级怎么算出来的');
  await reads(reviewer, '上下楼梯');
  await act(reviewer, '复核通过', () => type(reviewer, 'opinion', '评分完整，等级计算无误。'));
  await reads(reviewer.locator('.case-head'), '已告知');
  const phone = await onPhone('1943-06-20', 823, '/app/my');
  await phone
    .getByRole('link', { name: /老年人能力评估/ })
    .first()
    .click();
  await reads(phone, '评估结论');
  await reads(phone, /级，.*失能/);
  expect(await overflow(phone)).toEqual([]);
  expect(await phone.getByText('上下楼梯').count()).toBe(0);
  await shot(phone, 'elder-told');
  const clerk = await city.officer('李建国');
  await openCase(clerk, '汪兆祥', 'all');
  await reads(clerk, /失能/);
  expect(await clerk.getByText('上下楼梯').count()).toBe(0);
  for (const page of [reviewer, phone, clerk]) await page.context().close();
});

test('彭大文该认证了：近来没有人见过他，手机上约视频；村里的名单上有约的办法和电话，登记见到，他的手机上有认证记录', async () => {
  await city.owner.query(
    `update old_age_award set check_due_on = '2026-10-20' where person_id = (select id from person where name = '彭大文')`,
  );
  await city.owner.query(
    `update life_trace set seen_on = '2026-03-01' where person_id = (select id from person where name = '彭大文')`,
  );
  const phone = await onPhone('1945-02-17', 827, '/app/elder');
  await phone.getByRole('button', { name: '做年度认证', exact: true }).click();
  await pick(phone, 'way', '视频见到本人');
  await type(phone, 'phone', '13907240827');
  await phone.getByRole('button', { name: '认证', exact: true }).click();
  await reads(phone, /已经约了视频见到本人/);
  expect(await overflow(phone)).toEqual([]);
  await shot(phone, 'elder-life-check');
  const village = await city.officer('陈秀兰', PHONE);
  await village.goto('/work/elders/allowances?list=check');
  await reads(village, /本人约了视频见到本人/);
  await reads(village, '13907240827');
  await village.getByRole('button', { name: '见到本人' }).first().click();
  await pick(village, 'way', '视频见到本人');
  await village.locator('.action-drawer button[type=submit]').click();
  await village.locator('.action-drawer form').waitFor({ state: 'detached' });
  await phone.reload();
  await phone.getByText('认证记录').click();
  await reads(phone, /视频见到本人，陈秀兰/);
  for (const page of [phone, village]) await page.context().close();
});

test('罗玉英：结果刚告诉她，手机上看到等级、有效期和怎么提异议；认可了，马上生效', async () => {
  const phone = await onPhone('1947-03-08', 824, '/app/my');
  await phone
    .getByRole('link', { name: /老年人能力评估/ })
    .first()
    .click();
  await reads(phone, /结果已经告诉您/);
  await phone.getByRole('button', { name: '认可结果' }).click();
  await phone.locator('section.action').getByRole('button', { name: '认可结果' }).click();
  await reads(phone, /已经认可结果/);
  await phone.goto('/app/elder');
  await reads(phone, /级，.*有效期至2027年/);
  expect(await overflow(phone)).toEqual([]);
  await shot(phone, 'elder-agreed');
  await phone.context().close();
});

test('向春桃没有申请过：系统告诉她可以领两项补贴，手机上点一下申请，打到现在的卡；乡镇的“今天要办”里有了', async () => {
  const phone = await onPhone('1941-05-04', 844, '/app/elder');
  await reads(phone, /您可以领养老服务补贴/);
  await reads(phone, /您可以领老年人护理补贴/);
  await shot(phone, 'elder-offered');
  await phone.getByRole('button', { name: '申请，打到我现在的卡' }).first().click();
  await reads(phone, /正在办理/);
  expect(await phone.getByRole('button', { name: '申请，打到我现在的卡' }).count()).toBe(1);
  expect(await overflow(phone)).toEqual([]);
  const clerk = await city.officer('李建国');
  await openCase(clerk, '向春桃');
  await reads(clerk.locator('.case-head'), '待受理');
  for (const page of [phone, clerk]) await page.context().close();
});

test('毛冬生的护理补贴：受理的人自己不能审；乡镇负责人查明没有领工伤护理费，审核通过，送到县里审批', async () => {
  const same = await city.officer('李建国');
  await openCase(same, '毛冬生', 'all');
  expect(await same.locator('.case-actions').getByRole('button', { name: '审核通过' }).count()).toBe(0);
  const leader = await city.officer('周志强');
  await openCase(leader, '毛冬生');
  await reads(leader, '尚不能确定');
  await act(leader, '审核通过', () => pick(leader, 'workInjuryCare', '没有'));
  await reads(leader.locator('.case-head'), '县级审批');
  await shot(leader, 'elder-review');
  for (const page of [same, leader]) await page.context().close();
});

test('古塘村一处房子挂了两块牌子：县里在名册上看到“疑似重复”，打开看到相距10米；县里看过写明，提示没有了', async () => {
  const county = await city.officer('郑海燕');
  await county.goto('/work/care-sites');
  await reads(county, '疑似重复');
  await county.getByRole('link', { name: '古塘村幸福院' }).first().click();
  await reads(county, '10米');
  await reads(county, '空转，不计覆盖率');
  await shot(county, 'elder-site-twice');
  await county.getByRole('button', { name: /不是同一处/ }).click();
  await type(county, 'reason', '到村里看过：幸福院在村委会东头，照料中心在三组，各有门牌');
  await county.locator('.action-drawer button[type=submit]').click();
  await county.getByText('疑似重复').first().waitFor({ state: 'detached' });
  await county.context().close();
});
