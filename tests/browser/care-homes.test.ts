/** 找养老机构 by clicks: a family finds a home on the phone, holds a bed, is admitted by the people of the home; the head's wall of beds shows it. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playInstitutions } from '../../src/domains/elderly-care-institutions/demonstration/play.ts';
import { playSubsidised } from '../../src/domains/elderly-care-institutions/demonstration/subsidised.ts';
import { playSupervision } from '../../src/domains/elderly-care-institutions/demonstration/supervision.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { makeIdNumber, recordFact } from '../../src/kernel/resident/server.ts';
import { type City, choose, enterResident, PHONE, reads, shot, startCity, type } from './browser.ts';
import { faults, overflow, settled } from './look.ts';

const ELDER = { name: '王素珍', idNumber: makeIdNumber('421202', '1946-07-17', 708) };
let city: City;
beforeAll(async () => {
  city = await startCity('2026-09-01');
  await playInstitutions({ context: city.context, moveTo: () => {} }, '2026-09-01');
  await city.context.write(systemActor('test', city.context.city), async (tx) => {
    const { rows } = await city.owner.query('select id from person where name = $1', [ELDER.name]);
    const done = await recordFact(tx, {
      subject: { kind: 'person', id: rows[0].id },
      kind: 'capacity-level',
      value: { level: 1, scheme: 'GB/T 42195-2022', assessmentId: rows[0].id, validTo: '2027-12-31' },
      source: 'test',
      validFrom: '2026-08-01',
    });
    if (!done.ok) throw new Error(done.code);
  });
});
afterAll(() => city?.stop());

async function looks(page: Page, name: string): Promise<void> {
  await settled(page);
  await shot(page, name);
  expect(await faults(page), name).toEqual([]);
  expect(await overflow(page), name).toEqual([]);
}

/** One button of a record, its form, and the button of the form. */
async function step(page: Page, zh: string, fill?: (form: ReturnType<Page['locator']>) => Promise<unknown>): Promise<void> {
  await page.locator('main').getByRole('button', { name: zh, exact: true }).click();
  const form = page.locator('.action-drawer');
  await fill?.(form);
  await form.getByRole('button', { name: zh, exact: true }).click();
  await form.waitFor({ state: 'detached' });
}

/** Somebody of the family on an own phone. */
async function ofFamily(birth: string, order: number, address: string): Promise<Page> {
  const phone = await city.window(PHONE);
  await phone.goto('/app/sign-in');
  await enterResident(phone, makeIdNumber('421202', birth as never, order));
  await phone.goto(address);
  return phone;
}

test('赵小军在外地：手机上看父亲赵德明今天的照护、上周的跌倒怎么处置的，替他请两天假；护理站看到，同意了', async () => {
  const son = await ofFamily('1969-05-12', 711, '/app/care');
  await reads(son, /赵德明，咸安区社会福利院/);
  await son.getByRole('link', { name: '看照护、账单，请假和探访' }).click();
  await reads(son, /跌倒，.*已结案/);
  await reads(son, /氨氯地平片/);
  await reads(son, /早饭爱喝粥/);
  await son.getByText('替老人请假').first().click();
  for (const [label, day] of [
    ['第一个整天', '5'],
    ['最后一个整天', '6'],
  ] as const)
    for (const [part, value] of [
      ['年', '2026'],
      ['月', '9'],
      ['日', day],
    ] as const)
      await son.getByRole('textbox', { name: `${label} ${part}` }).fill(value);
  await son.getByRole('button', { name: '提出请假' }).click();
  await reads(son, /请假，.*：等机构答复/);
  await looks(son, 'ch20-son');
  const nurse = await city.officer('葛红梅');
  await nurse.goto('/work/institution/requests');
  const asked = nurse.getByRole('row', { name: /赵德明.*请假.*9月5日起，到9月6日/ });
  await looks(nurse, 'ch21-requests');
  await asked.getByRole('button', { name: /答复/ }).click();
  await choose(nurse, 'outcome', '同意');
  await nurse.locator('.action-drawer button[type=submit]').click();
  await nurse.locator('.action-drawer').waitFor({ state: 'detached' });
  await son.reload();
  await reads(son, /请假，.*9月5日.*：已同意/);
  for (const page of [son, nurse]) await page.context().close();
});

test('钱桂英：机构建议护理等级改为介护2，手机上看到每月贵多少、为什么；她同意了才改', async () => {
  const own = await ofFamily('1938-11-20', 702, '/app/care');
  await reads(own, '机构建议变更护理等级，等您确认');
  await own.getByRole('link', { name: '看照护、账单，请假和探访' }).click();
  await reads(own, /由介护1改为介护2/);
  await reads(own, '护理费：现在每月1,500.00元，改后每月2,000.00元。');
  await looks(own, 'ch22-level');
  await own.getByRole('button', { name: '同意变更' }).click();
  await own.getByText('护理等级要变更，请您确认').waitFor({ state: 'detached' });
  await own.context().close();
});

test('龚玉兰预付了55,200元，净额60,000元，亮黄灯：沈芳再收一笔4,800.01元的，被拦住，说明白还能收多少', async () => {
  const head = await city.officer('沈芳');
  await head.goto('/work/institution/money');
  await reads(head, '龚玉兰');
  await looks(head, 'ch23-money');
  await head.locator('main').getByRole('button', { name: '登记一笔预收', exact: true }).click();
  for (const [at, text] of [
    ['name', ELDER.name],
    ['idNumber', ELDER.idNumber],
    ['amount', '4800.01'],
    ['monthly', '4600'],
    ['months', '2'],
    ['contractNo', '康乐〔2026〕预字2号'],
  ] as const)
    await type(head, at, text);
  const form = head.locator('.action-drawer');
  await form.locator('button[type=submit]').click();
  await reads(form, /预收费总额超过固定资产净额，禁止继续收取/);
  await reads(form, /最多还能收4,800.00元/);
  await shot(head, 'ch24-over');
  await head.context().close();
});

test('家属在手机上找一家、预留一张床；机构收定金、评估、签协议、办入住；院长的床位墙上是“在住”', async () => {
  const phone = await city.window(PHONE);
  await phone.goto('/app/sign-in');
  await enterResident(phone, ELDER.idNumber);
  await phone.goto('/care-homes?free=any');
  await looks(phone, 'ch01-homes');
  await phone.getByRole('link', { name: '温泉康乐养老公寓' }).click();
  await reads(phone, '每月1,800.00元');
  await looks(phone, 'ch02-home');
  await phone.getByRole('link', { name: '预约参观' }).click();
  for (const [part, value] of [
    ['年', '2026'],
    ['月', '9'],
    ['日', '2'],
  ])
    await phone.getByRole('textbox', { name: `哪一天来 ${part}` }).fill(value!);
  await phone.getByText('上午（9时到11时）').click();
  await phone.getByLabel('联系电话').fill('13907240170');
  await looks(phone, 'ch02-tour');
  await phone.getByRole('button', { name: '预约', exact: true }).click();
  await reads(phone, /9月2日上午（9时到11时），等机构答复/);
  const desk = await city.officer('沈芳');
  await desk.goto('/work/institution/requests');
  await desk.getByRole('button', { name: /参观：答复/ }).click();
  await desk.locator('.action-drawer button[type=submit]').click();
  await reads(desk, '已同意');
  await looks(desk, 'ch02-tour-answered');
  await phone.goto('/app/care');
  await reads(phone, /9月2日上午（9时到11时），已同意/);
  await phone.goto('/care-homes?free=any');
  await phone.getByRole('link', { name: '温泉康乐养老公寓' }).click();
  await phone.getByRole('link', { name: '预留这张床' }).first().click();
  await phone.getByLabel('老人姓名').fill(ELDER.name);
  await phone.getByLabel('老人身份证号码').fill(ELDER.idNumber);
  for (const [part, value] of [
    ['年', '2026'],
    ['月', '9'],
    ['日', '3'],
  ])
    await phone.getByRole('textbox', { name: `希望哪天入住 ${part}` }).fill(value!);
  await phone.getByLabel('联系电话').fill('13907240170');
  await looks(phone, 'ch03-hold');
  await phone.getByRole('button', { name: '预留这张床' }).click();
  await reads(phone, '已留床');
  await looks(phone, 'ch04-held');

  const accountant = await city.officer('贾静');
  await accountant.goto('/work/institution/admissions');
  await accountant.getByRole('link', { name: /王素珍/ }).click();
  await step(accountant, '定金到账', (form) => form.getByLabel('到账金额').fill('200'));

  const head = await city.officer('沈芳');
  await head.goto('/work/institution/admissions');
  await looks(head, 'ch05-admissions');
  await head.getByRole('link', { name: /王素珍/ }).click();
  await step(head, '登记九项风险', async (form) => {
    for (const low of await form.getByLabel('低', { exact: true }).all()) await low.check();
  });
  await step(head, '签服务协议', async (form) => {
    await form.getByLabel('代理人', { exact: true }).fill('本人');
    await form.getByLabel('紧急联系人', { exact: true }).fill('王小军');
    await form.getByLabel('紧急联系电话').fill('13907240171');
    await form.getByLabel('押金', { exact: true }).fill('0');
    await form.getByLabel('押金用途').fill('不收押金');
  });
  await looks(head, 'ch06-admission');
  await step(head, '办理入住');
  await head.goto('/work/institution/beds');
  await reads(head, '王素珍');
  await looks(head, 'ch07-wall');
  const own = await city.officer('柳志明', PHONE);
  await own.goto('/work/institution/beds');
  await looks(own, 'ch08-wall-phone');

  await phone.goto('/app/care');
  await reads(phone, /介助1/);
  await looks(phone, 'ch09-family');
});

test('住进去以后：护理主管定计划，护理员在手机上断网签任务；报了一件跌倒，家属马上看到；家属开付款单，会计收到，账单付清', async () => {
  city.clock.set('2026-09-01T18:00:00+08:00');
  const head = await city.officer('沈芳');
  await head.goto('/work/institution/nursing');
  await looks(head, 'ch10-nursing');
  await head.getByRole('link', { name: /王素珍/ }).click();
  await step(head, '定照护计划', (form) => form.getByLabel('照护目标').fill('自己洗漱，晚上睡好'));
  await reads(head, '协助洗漱');
  await looks(head, 'ch11-plan');

  city.clock.set('2026-09-01T20:05:00+08:00');
  const worker = await city.officer('沈芳', PHONE);
  await worker.goto('/work/bedside');
  await worker.getByLabel(/床号/).fill('301');
  await worker.getByRole('link', { name: /王素珍/ }).click();
  await reads(worker, '20:00');
  await worker.context().setOffline(true);
  await worker.getByRole('button', { name: '20:00 协助洗漱：已做' }).click();
  await reads(worker, '1项已签，还没有送出');
  await looks(worker, 'ch12-offline');
  await worker.context().setOffline(false);
  await worker.getByRole('region', { name: '签过的' }).waitFor();
  await looks(worker, 'ch13-signed');

  await worker.goto('/work/incidents');
  await worker.getByRole('button', { name: '报突发事件' }).click();
  await choose(worker, 'type', '跌倒');
  await worker
    .locator('.action-drawer')
    .getByLabel(/王素珍/)
    .check();
  await choose(worker, 'injury', '轻伤');
  await choose(worker, 'measure', '请医生处理');
  await type(worker, 'place', '房间门口');
  await type(worker, 'what', '起身时滑了一下，膝盖擦伤');
  await looks(worker, 'ch14-report');
  await worker.locator('.action-drawer').getByRole('button', { name: '报告' }).click();
  await worker.getByRole('heading', { name: /跌倒：王素珍/ }).waitFor();
  await looks(worker, 'ch15-incident');

  const phone = await city.window(PHONE);
  await phone.goto('/app/sign-in');
  await enterResident(phone, ELDER.idNumber);
  await phone.goto('/app/care');
  await phone.getByRole('link', { name: '看照护、账单，请假和探访' }).click();
  await reads(phone, /跌倒，轻伤/);
  await reads(phone, /做了，沈芳/);
  await looks(phone, 'ch16-life');

  city.clock.set('2026-10-01T09:00:00+08:00');
  const accountant = await city.officer('贾静');
  await accountant.goto('/work/institution/stays');
  await accountant.getByRole('link', { name: /王素珍/ }).click();
  await step(accountant, '出账单', async (form) => {
    await form.getByRole('textbox', { name: '哪个月 年' }).fill('2026');
    await form.getByRole('textbox', { name: '哪个月 月' }).fill('9');
  });
  await phone.reload();
  await phone.getByRole('button', { name: /付这张账单/ }).click();
  await phone.getByRole('button', { name: '开付款单' }).click();
  await reads(phone, '付款单编号');
  await looks(phone, 'ch17-order');
  await phone.getByRole('button', { name: '我已付款，请核对' }).click();
  await reads(phone, '等会计核对');
  await accountant.reload();
  await reads(accountant, '请核对到账');
  await step(accountant, '登记收款');
  await phone.reload();
  await reads(phone, '已付清');
  await looks(phone, 'ch18-paid');
});

test('一张床变成护理型：院长登记设备，县里现场核过，驾驶舱上的占比就动了', async () => {
  const share = async (name: string): Promise<Page> => {
    const page = await city.officer(name);
    await page.goto('/work/cockpit');
    await reads(page, '养老机构床位中护理型床位占比');
    return page;
  };
  const mayor = await share('梁伟民');
  await reads(mayor, '37.5%（6／16）');
  await mayor.context().close();
  const head = await city.officer('柳志明');
  await head.goto('/work/institution/beds');
  await head.getByRole('button', { name: /101-2/ }).click();
  await head.getByRole('button', { name: '登记设备', exact: true }).click();
  const form = head.locator('.action-drawer');
  for (const box of await form.getByRole('checkbox').all()) await box.check();
  await form.getByRole('button', { name: '登记设备', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  const county = await city.officer('郑海燕');
  const { rows } = await city.owner.query("select id from care_institution where name = '咸安区社会福利院'");
  await county.goto(`/work/institutions/${rows[0].id}/beds`);
  await county.getByRole('button', { name: /101-2/ }).click();
  await county.getByRole('button', { name: '现场核过', exact: true }).click();
  const check = county.locator('.action-drawer');
  await check.getByRole('button', { name: '现场核过', exact: true }).click();
  await check.waitFor({ state: 'detached' });
  const after = await share('梁伟民');
  await reads(after, '43.8%（7／16）');
  await after.getByRole('link', { name: '养老机构床位中护理型床位占比' }).click();
  await reads(after, '备案16张，护理型7张');
  await looks(after, 'ch19-nursing-share');
});

test('温泉康乐养老公寓的安全出口上了锁：公众在它的页面上看到重大隐患，网上留不了床；县里看到在哪里、是什么样的', async () => {
  await playSupervision({ context: city.context, filesDir: city.filesDir, moveTo: () => {} });
  const { rows } = await city.owner.query("select id from care_institution where name = '温泉康乐养老公寓'");
  const family = await city.window(PHONE);
  await family.goto(`/care-homes/${rows[0].id}`);
  await reads(family, /有重大隐患没有销号（疏散通道、安全出口锁闭、堵塞/);
  expect(await family.getByRole('link', { name: '预留这张床' }).count()).toBe(0);
  await looks(family, 'ch25-locked-exit');
  await family.getByRole('link', { name: '检查结果、信用和隐患' }).click();
  await reads(family, '现在不能新收住');
  const county = await city.officer('郑海燕');
  await county.goto('/work/dangers');
  await county.getByRole('link', { name: /疏散通道、安全出口锁闭/ }).click();
  await reads(county, '一楼东侧安全出口');
  await reads(county, /链条锁，值班员没有钥匙/);
  await looks(county, 'ch26-danger');
  for (const page of [family, county]) await page.context().close();
});

test('赤壁市中心福利院：三位老人二季度的运营补贴1,155元在公示，谁都在它的页面上看得到金额、公示到哪天和等级', async () => {
  await playSubsidised({ context: city.context }, '2026-09-01');
  const { rows } = await city.owner.query("select id from care_institution where name = '赤壁市中心福利院'");
  const visitor = await city.window(PHONE);
  await visitor.goto(`/care-homes/${rows[0].id}`);
  await reads(visitor, /2026年第2季度：1,155.00元，公示到2026年9月5日/);
  await reads(visitor, /等级评定3级/);
  await looks(visitor, 'ch27-subsidy');
  await visitor.context().close();
});
