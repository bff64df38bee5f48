/** What goes wrong for a family and who sees it where: the stories of the demonstration, each on the screen of the person whom it concerns. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import type { Story } from '../../src/domains/social-assistance/demonstration/story.ts';
import { plusDays } from '../../src/kernel/calendar/index.ts';
import { carry, requestId } from '../api.ts';
import {
  act,
  type City,
  choose,
  enterResident,
  moveClock,
  openCase,
  PHONE,
  photo,
  pick,
  reads,
  shot,
  sign,
  startCity,
  type,
} from './browser.ts';

let city: City;
const [down, death, blind, upheld] = ['tax-down', 'death-on-notice', 'proxy', 'objection-upheld'].map(storyOf) as [
  Story,
  Story,
  Story,
  Story,
];

beforeAll(async () => {
  city = await startCity('2026-09-01');
  await city.register(down, death, blind, upheld);
});
afterAll(() => city?.stop());

const head = (page: Page) => page.locator('.case-head');
const check = (page: Page) => page.locator('section', { has: page.getByRole('heading', { name: '家庭经济状况核对' }) }).last();
const wideAsScreen = (page: Page) =>
  page.evaluate((screen) => document.documentElement.scrollWidth <= screen, page.viewportSize()!.width);

/** Today, into the three boxes of a date. */
async function dated(page: Page, label: string): Promise<void> {
  const [year, month, day] = city.clock.today().split('-') as [string, string, string];
  for (const [part, text] of [
    ['年', year],
    ['月', month],
    ['日', day],
  ] as const)
    await page.getByLabel(`${label} ${part}`).fill(text);
}

describe('税务停机', () => {
  test('乡镇看得到是税务暂不可用、什么时候再查；家里人在手机上看到办件等着、没有丢；恢复后核对中心重查，出报告', async () => {
    const { name, idNumber } = down.form.applicant;
    const id = await carry(city, down, 'toCheck');
    const checker = await city.staff('hedui');
    await checker.post('/api/demo/departments', { source: 'tax', mode: 'down' });
    await checker.act(id, 'startCheck');
    await city.run();

    const clerk = await city.officer('李建国');
    await openCase(clerk, name, 'all');
    await reads(check(clerk), '税务部门');
    await reads(check(clerk), /暂不可用，已试1次，系统.*12:01 再查/);
    await shot(clerk, 's01-tax-down');

    const phone = await city.window(PHONE);
    await phone.goto('/app/my');
    await enterResident(phone, idNumber);
    await phone.getByRole('link', { name: /核对中/ }).click();
    await reads(phone, /正在等各部门答复。部门没有答复时会一直等，不会因此丢掉您的申请/);
    expect(await wideAsScreen(phone)).toBe(true);
    await shot(phone, 's02-tax-family');

    const centre = await city.officer('吴敏');
    await openCase(centre, name, 'all');
    await centre.locator('.case-actions').getByRole('button', { name: '出具核对报告', exact: true }).click();
    const drawer = centre.locator('.action-drawer');
    await drawer.locator('.causes').waitFor();
    await drawer.locator('button[type=submit]').click();
    await reads(drawer.locator('[role=alert]'), /税务部门/);
    await shot(centre, 's03-tax-report');
    await centre.context().close();

    await checker.post('/api/demo/departments', { source: 'tax', mode: 'normal' });
    await moveClock(clerk, plusDays(city.clock.today(), 1));
    const again = await city.officer('吴敏');
    await openCase(again, name);
    await again.getByText('还没有反馈的来源').waitFor({ state: 'detached' });
    await act(again, '出具核对报告');
    await reads(head(again), '入户调查');
    for (const page of [clerk, phone, again]) await page.context().close();
  });
});

describe('公示期间老人去世', () => {
  test('村里在手机上报告去世；乡镇在办件上看到谁去世了、按两口人重新核算；县里按两口人确认', async () => {
    const { name } = death.form.applicant;
    const id = await carry(city, death, 'onNotice');
    const village = await city.officer('陈秀兰', PHONE);
    await openCase(village, name, 'all');
    await village
      .getByRole('link', { name: /赵桂芝/ })
      .first()
      .click();
    await village.getByRole('button', { name: '报告去世' }).click();
    await dated(village, '哪天去世的');
    await type(village, 'source', '女儿来村里说的');
    await village.getByRole('button', { name: '报告（发放先暂停）' }).click();
    await reads(village, '疑似死亡');
    await shot(village, 's04-death-village');

    const clerk = await city.officer('李建国');
    await openCase(clerk, name, 'all');
    await clerk
      .getByRole('link', { name: /赵桂芝/ })
      .first()
      .click();
    await clerk.getByRole('button', { name: '登记死亡' }).click();
    await dated(clerk, '哪天去世的');
    await choose(clerk, 'proof', '死亡证明');
    await type(clerk, 'number', '鄂咸2026-0412');
    await clerk.locator('form').getByRole('button', { name: '登记死亡' }).click();
    await reads(clerk, '已去世');
    await city.run();
    await openCase(clerk, name, 'all');
    await clerk.locator('.facts > *', { hasText: '赵桂芝' }).filter({ hasText: '去世' }).first().waitFor();
    await reads(clerk, /860\.00/);
    await shot(clerk, 's05-death-township');

    const { notice } = (await (await city.staff('xiang')).case(id)).sections;
    await moveClock(clerk, plusDays(notice.endsOn, 1));
    await openCase(clerk, name);
    await act(clerk, '上报县民政局');
    const confirmer = await city.officer('孙立群');
    await openCase(confirmer, name);
    await act(confirmer, '确认', () => type(confirmer, 'opinion', '老人已去世，按两口人确认。'));
    await reads(head(confirmer), '已确认');
    await reads(confirmer, /860\.00/);
    await shot(confirmer, 's06-death-county');
    for (const page of [village, clerk, confirmer]) await page.context().close();
  });
});

describe('孙子替失明的奶奶申请', () => {
  test('孙子在手机上从“帮家人办”进去，填奶奶的信息，代签、提交；他和奶奶都看得到办件，乡镇看到是代办', async () => {
    const { applicant, account } = blind.form;
    const grandson = blind.persons.find((p) => p.ref === 'agent')!;
    const phone = await city.window(PHONE);
    await phone.goto('/');
    await phone.getByRole('link', { name: /帮家人办/ }).click();
    await phone.getByRole('link', { name: /最低生活保障审核确认/ }).click();
    await enterResident(phone, grandson.idNumber);
    await phone.getByRole('heading', { level: 1, name: '申请人' }).waitFor();
    await reads(phone, '您在替家人申请');
    expect(await phone.locator('#f-applicant-name').inputValue()).toBe('');
    await type(phone, 'applicant.name', applicant.name);
    await type(phone, 'applicant.idNumber', applicant.idNumber);
    await type(phone, 'applicant.phone', applicant.phone);
    expect(await wideAsScreen(phone)).toBe(true);
    await phone.getByRole('textbox', { name: '户籍所在村（社区）：输入村名查找' }).fill('大桥村');
    await phone
      .getByRole('button', { name: /汀泗桥镇.*大桥村/ })
      .first()
      .click();
    await type(phone, 'applicant.address', '5组1号');
    await pick(phone, 'applicant.urbanRural', '农村');
    await pick(phone, 'applicant.employment', '没有工作');
    await pick(phone, 'applicant.workCapacity', '不能劳动');
    await phone.locator('#f-applicant-disability').selectOption({ label: '视力' });
    await pick(phone, 'applicant.disabilityLevel', '一级');
    await shot(phone, 's07-proxy');
    const next = () => phone.getByRole('button', { name: '下一步' }).click();
    await next();
    for (const title of ['家里还有谁', '收入', '财产和支出']) {
      await phone.getByRole('heading', { level: 1, name: title }).waitFor();
      await next();
    }
    await type(phone, 'account.bank', account.bank);
    await type(phone, 'account.number', account.number);
    await type(phone, 'account.holder', account.holder);
    await next();
    await phone.getByRole('heading', { level: 1, name: /看一遍/ }).waitFor();
    await sign(phone, 'consents.0.signature');
    await phone.getByLabel('以上内容属实').check();
    expect(await wideAsScreen(phone)).toBe(true);
    await shot(phone, 's08-proxy-letter');
    await phone.getByRole('button', { name: '提交申请' }).click();
    await phone.getByRole('heading', { level: 1, name: '已经提交' }).waitFor();

    const hers = await city.window(PHONE);
    for (const [page, idNumber] of [
      [phone, null],
      [hers, applicant.idNumber],
    ] as const) {
      await page.goto('/app/my');
      if (idNumber) await enterResident(page, idNumber);
      await page.getByRole('link', { name: /最低生活保障.*已提交/ }).click();
      await reads(page, '由乡镇经办人办');
      await shot(page, idNumber ? 's09-grandmother' : 's09-grandson');
    }
    const clerk = await city.officer('李建国');
    await openCase(clerk, applicant.name);
    await reads(head(clerk), '代办');
    await reads(clerk, `${grandson.name} 居民`);
    await act(clerk, '受理');
    for (const page of [phone, hers, clerk]) await page.context().close();
  });
});

describe('公示有异议', () => {
  test('乡镇在办件上看到邻居的原话，重新入户登记查到的情况；家里人在手机上看得到有异议，看不到是谁提的', async () => {
    const { name } = upheld.form.applicant;
    const id = await carry(city, upheld, 'onNotice');
    const { notice } = (await (await city.staff('xiang')).case(id)).sections;
    await city.visitor().post(`/api/notices/${notice.id}/objections`, { ...upheld.inputs!.object, requestId: requestId() });
    const clerk = await city.officer('李建国');
    await openCase(clerk, name);
    await reads(clerk, upheld.inputs!.object!.text as string);
    await shot(clerk, 's10-objection');
    await act(clerk, '登记入户调查', async () => {
      await choose(clerk, 'surveyors.1.name', '村干部，系统里没有账号');
      await type(clerk, 'surveyors.1.cadre', '陈秀兰');
      await type(clerk, 'respondent', name);
      await pick(clerk, 'living', '比申报的更困难');
      await type(clerk, 'findings', '儿子在饭店上班，工资单每月2900元。');
      await clerk.locator('.action-drawer input[type=file]').last().setInputFiles(photo());
      await reads(clerk.locator('.action-drawer'), '已上传');
      await sign(clerk, 'signature');
    });
    const phone = await city.window(PHONE);
    await phone.goto('/app/my');
    await enterResident(phone, upheld.form.applicant.idNumber);
    await phone.getByRole('link', { name: /异议处理中/ }).click();
    await reads(phone, /有人对公示提出意见，乡镇（街道）正在重新调查/);
    expect(await phone.locator('body').textContent()).not.toContain(upheld.inputs!.object!.name as string);
    for (const page of [clerk, phone]) await page.context().close();
  });
});
