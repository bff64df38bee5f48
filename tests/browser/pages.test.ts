/** Every page and its main states: no accessibility fault, nothing wider than the smallest phone, a clear sentence when something fails. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import type { Story } from '../../src/domains/social-assistance/demonstration/story.ts';
import { carry } from '../api.ts';
import { type City, DESK, enterAs, enterResident, openCase, PHONE, reads, shot, startCity, type } from './browser.ts';
import { faults, overflow, settled } from './look.ts';

let city: City;
let personId: string;
let granted: string;
let reviewing: string;
let longNamed: string;
let noticeId: string;
const story = storyOf('two-officers');
const second = storyOf('one-fen');
const posted = storyOf('objection-dismissed');
/** A name as long as any on an identity card. */
const LONG_NAME = '买买提艾力·阿卜杜热合曼·吐尔逊江·艾尼瓦尔·库尔班江·依力';
const fresh = storyOf('fresh');
const long: Story = {
  ...fresh,
  persons: fresh.persons.map((p) => (p.ref === 'self' ? { ...p, name: LONG_NAME } : p)),
  form: {
    ...fresh.form,
    applicant: { ...fresh.form.applicant, name: LONG_NAME },
    account: { ...fresh.form.account, holder: LONG_NAME },
  },
};

beforeAll(async () => {
  city = await startCity('2026-09-01');
  await city.register(story, second, posted, long);
  granted = await carry(city, story, 'decided');
  reviewing = await carry(city, second, 'surveying');
  longNamed = await carry(city, long, 'reviewing');
  const onNotice = await carry(city, posted, 'onNotice');
  const clerk = await city.staff('xiang');
  noticeId = (await clerk.case(onNotice)).sections.notice.id;
  personId = (await clerk.case(granted)).applicantPersonId!;
  await city.moveTo('2026-09-20');
});
afterAll(() => city?.stop());

/** Opens each address and gathers what is wrong there. */
async function inspect(
  page: Page,
  addresses: readonly string[],
  judge: 'axe' | 'width' | 'both',
  mark = '',
): Promise<Record<string, string[]>> {
  const wrong: Record<string, string[]> = {};
  for (const address of addresses) {
    await page.goto(address);
    await settled(page);
    await shot(page, `p${mark}${address.replace(/\W+/g, '-').slice(0, 40)}`);
    const found = [...(judge === 'width' ? [] : await faults(page)), ...(judge === 'axe' ? [] : await overflow(page))];
    if (found.length > 0) wrong[address] = found;
  }
  return wrong;
}

const reading = () => [
  '/',
  '/search?q=低保',
  '/search?q=没有这样的事',
  '/situations/hardship',
  '/services/SA-01',
  '/notices',
  `/notices/${noticeId}`,
  '/check',
  '/check/NO-SUCH-CODE',
  '/standards',
  '/help',
  '/no-such-page',
];
const portal = () => [
  `/app/my`,
  `/app/my/${granted}`,
  '/app/messages',
  '/app/me',
  '/app/apply/SA-01',
  '/app/check/SA-01',
  '/app/nothing-here',
];
const work = () => [
  '/work/',
  '/work/cases?view=all',
  '/work/cases?view=mine&text=没有这个人',
  `/work/cases/${granted}`,
  `/work/cases/${reviewing}`,
  `/work/cases/${longNamed}`,
  '/work/apply',
  '/work/apply/SA-01',
  '/work/persons?text=向春枝',
  `/work/persons/${personId}`,
  `/work/persons/${personId}?open=cases,payments,consents,devices,households,life`,
  '/work/notices',
  '/work/parameters',
  '/work/messages',
  '/work/outbox',
  '/work/nothing-here',
];
const money = ['/work/batches', '/work/figures'];

const noCsp = { bypassCSP: true };

describe('每一页，手机上和大字模式下', () => {
  test('阅读页：360像素宽不用左右滑，读屏和键盘没有障碍；大字、高对比也一样', async () => {
    const page = await city.window({ ...PHONE, ...noCsp });
    expect(await inspect(page, reading(), 'both')).toEqual({});
    await page.goto('/display?size=large&contrast=high&back=/');
    expect(await inspect(page, reading(), 'both', 'L')).toEqual({});
    await page.context().close();
  });

  test('居民办事的页面也一样', async () => {
    const page = await city.window({ ...PHONE, ...noCsp });
    await page.goto('/app/sign-in?back=/app/my');
    await settled(page);
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: '获取验证码' }).click();
    await page.getByRole('alert').first().waitFor();
    expect(await faults(page)).toEqual([]);
    await enterResident(page, story.form.applicant.idNumber);
    expect(await inspect(page, portal(), 'both')).toEqual({});
    await page.goto('/app/messages');
    await reads(page, /每月1,320\.00元/);
    await page.goto('/app/apply/SA-01');
    await page.getByRole('button', { name: '下一步' }).click();
    await reads(page, /还有\d+处要改/);
    expect([...(await faults(page)), ...(await overflow(page))]).toEqual([]);
    await page.getByRole('button', { name: '大字' }).click();
    await page.getByRole('button', { name: '高对比' }).click();
    expect(await inspect(page, portal(), 'both', 'L')).toEqual({});
    await page.context().close();
  });
});

describe('工作台', () => {
  test('桌面上每一页没有障碍', async () => {
    const page = await city.window({ ...DESK, ...noCsp });
    await page.goto('/work/sign-in');
    await page.locator('button.account').first().waitFor();
    expect(await faults(page)).toEqual([]);
    await enterAs(page, '李建国');
    expect(await inspect(page, work(), 'axe')).toEqual({});
    await openCase(page, second.form.applicant.name, 'all');
    await page.locator('.case-actions').getByRole('button', { name: '登记入户调查' }).click();
    await page.locator('.action-drawer .causes').waitFor();
    await page.locator('.action-drawer button[type=submit]').click();
    await page.locator('.action-drawer .wrong').first().waitFor();
    await settled(page);
    expect(await faults(page)).toEqual([]);
    await page.context().close();
  });

  test('一人一档的栏目打开时才取：用键盘打开，取不到可以再试；打印整份时每一栏都在', async () => {
    const page = await city.officer('李建国', DESK);
    const asked: string[] = [];
    page.on('request', (r) => /\/api\/persons\//.test(r.url()) && asked.push(r.url().replace(/^.*\/api\/persons\/[^/?]*/, '')));
    await page.goto(`/work/persons/${personId}`);
    await reads(page, '享受待遇');
    expect(asked).toEqual(['']);
    const section = (zh: string) => page.locator('details', { has: page.getByRole('heading', { name: zh, exact: true }) });
    await section('办件').locator('summary').focus();
    await page.keyboard.press('Enter');
    await reads(section('办件'), story.form.applicant.name);
    await page.route('**/sections/life', (r) => r.fulfill({ status: 500, body: '' }));
    await section('人生大事').locator('summary').click();
    await section('人生大事').getByRole('alert').waitFor();
    await page.unroute('**/sections/life');
    await section('人生大事').getByRole('button', { name: '再试一次' }).click();
    await reads(section('人生大事'), '出生');
    expect(asked).toEqual(['', '/sections/cases', '/sections/life', '/sections/life']);
    await page.evaluate(() => {
      window.print = () => document.body.setAttribute('data-printed', document.querySelector('main')?.textContent ?? '');
    });
    await page.getByRole('button', { name: '打印整份' }).click();
    await page.locator('body[data-printed]').waitFor();
    const printed = await page.locator('body').getAttribute('data-printed');
    for (const zh of [/发放记录.*没有记录|发放记录.*金额/, /核对授权.*有效期至/, /家庭经历.*户主/, /人生大事.*出生/])
      expect(printed).toMatch(zh);
    expect(asked.slice(4)).toEqual(['?sections=all']);
    await page.context().close();
  });

  test('财务、管理和审计的页面也没有障碍', async () => {
    for (const [name, pages] of [
      ['胡晓梅', money],
      ['吴敏', ['/work/departments?view=inbound', '/work/departments?view=supporters']],
      ['罗静', ['/work/price-link']],
      ['唐亮', ['/work/users']],
      ['周志强', ['/work/deputies']],
      ['宋清', ['/work/audit']],
    ] as const) {
      const page = await city.officer(name, { ...DESK, ...noCsp });
      expect(await inspect(page, pages, 'axe')).toEqual({});
      if (name === '胡晓梅') {
        await page.goto('/work/batches');
        await page
          .getByRole('link', { name: /咸安区/ })
          .first()
          .click();
        await page.getByRole('heading', { level: 1, name: /咸安区/ }).waitFor();
        await settled(page);
        expect(await faults(page)).toEqual([]);
      }
      await page.context().close();
    }
  });

  test('村干部的手机上每一页都不用左右滑', async () => {
    const page = await city.officer('李建国', PHONE);
    expect(await inspect(page, [...work(), ...money.slice(0, 1)], 'width', 'P')).toEqual({});
    await page.context().close();
  });

  test('只用键盘：登录、打开办件、办一步', async () => {
    const page = await city.window();
    await page.goto('/work/sign-in');
    await page.locator('button.account', { hasText: '李建国' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '今天要办' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('跳到正文');
    await page
      .getByRole('link', { name: /邓学军/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await page.locator('.case-head').waitFor();
    await page.locator('.case-actions button').first().focus();
    await page.keyboard.press('Enter');
    const drawer = page.locator('.action-drawer');
    await drawer.locator('.causes').waitFor();
    // The keys stay inside what was opened, and Escape closes it.
    for (let i = 0; i < 12; i++) await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.action-drawer') !== null)).toBe(true);
    await page.keyboard.press('Escape');
    await drawer.locator('form').waitFor({ state: 'detached' });
    await page.context().close();
  });
});

describe('出了问题', () => {
  test('断网：说清楚没有送到，写好的意见还在；联网后自动再送', async () => {
    const page = await city.officer('李建国');
    await openCase(page, second.form.applicant.name, 'all');
    await page.locator('.case-actions').getByRole('button', { name: '延长办理期限' }).click();
    await page.locator('#f-ground').getByText('调查难度大').click();
    await type(page, 'reason', '家在外地，入户要多次往返。');
    await page.context().setOffline(true);
    await page.locator('.action-drawer button[type=submit]').click();
    await reads(page.locator('.action-drawer [role=alert]'), '网络不通');
    expect(await page.locator('#f-reason').inputValue()).toBe('家在外地，入户要多次往返。');
    await page.context().setOffline(false);
    await reads(page, '已完成：延长办理期限');
    await page.context().close();
  });

  test('服务器出错：说一句明白话，可以再试，页面不白', async () => {
    const page = await city.officer('李建国');
    await page.route('**/api/cases?*', (route) => route.fulfill({ status: 500, body: 'oops' }));
    await page.goto('/work/cases?view=all');
    await reads(page.getByRole('alert'), '系统暂时繁忙');
    await page.unroute('**/api/cases?*');
    await page.getByRole('button', { name: '再试一次' }).click();
    await page
      .getByRole('link', { name: new RegExp(second.form.applicant.name) })
      .first()
      .waitFor();
    const phone = await city.window(PHONE);
    await phone.goto('/app/my');
    await enterResident(phone, story.form.applicant.idNumber);
    await phone.route('**/api/cases/*', (route) => route.abort());
    await phone.goto(`/app/my/${granted}`);
    await reads(phone.getByRole('alert'), '网络不通');
    await phone.unroute('**/api/cases/*');
    await phone.getByRole('button', { name: '再试一次' }).click();
    await reads(phone, '一步一步');
    for (const each of [page, phone]) await each.context().close();
  });

  test('居民打开别人的办件：写明没有找到，不透露有没有', async () => {
    const phone = await city.window(PHONE);
    await phone.goto('/app/my');
    await enterResident(phone, story.form.applicant.idNumber);
    await phone.goto(`/app/my/${reviewing}`);
    await phone.getByRole('alert').waitFor();
    expect(await phone.locator('main').textContent()).not.toContain('邓');
    await phone.context().close();
  });
});
