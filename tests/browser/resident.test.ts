/** A resident's side, on the phone in the hand: what is there without scripts, and an application from the home page to the receipt. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { lives, story } from '../../src/domains/social-assistance/demonstration/story.ts';
import { carry } from '../api.ts';
import { type City, DESK, enterResident, openCase, PHONE, pick, reads, shot, sign, startCity, type } from './browser.ts';

let city: City;
const fresh = storyOf('fresh');
const neighbour = storyOf('objection-dismissed');
const recognised = storyOf('one-fen');
const couple = storyOf('two-officers');
const household = story({
  key: 'browser-household',
  title: '一家三口',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '9号',
  people: [
    { name: '贺大年', sex: '男', birth: '1984-04-04', lives: lives.上班 },
    { name: '贺妻子', sex: '女', birth: '1986-04-04', relation: 'spouse', lives: lives.照护家人 },
    { name: '贺孩子', sex: '女', birth: '2016-04-04', relation: 'child', lives: lives.上学 },
  ],
  expect: null,
});

beforeAll(async () => {
  city = await startCity('2026-09-01');
  await city.register(fresh, neighbour, recognised, couple, household);
});
afterAll(() => city?.stop());

const withoutScripts = { ...PHONE, javaScriptEnabled: false };
const wideAsScreen = (page: Page) =>
  page.evaluate((screen) => document.documentElement.scrollWidth <= screen, page.viewportSize()!.width);

/** Says for a wife and a child what the register does not know. */
async function sayOfFamily(page: Page): Promise<void> {
  for (const [at, employment, capacity] of [
    ['members.0', '没有工作', '能正常劳动'],
    ['members.1', '未成年', '不能劳动'],
  ] as const) {
    await pick(page, `${at}.employment`, employment);
    await pick(page, `${at}.workCapacity`, capacity);
  }
}

describe('不用脚本也能看', () => {
  test('从首页到办事指南，不开脚本也能打开；大字、高对比一点就换', async () => {
    const page = await city.window(withoutScripts);
    await page.goto('/');
    await page.getByRole('link', { name: /家里困难/ }).click();
    await page
      .getByRole('link', { name: /最低生活保障/ })
      .first()
      .click();
    await reads(page, '谁能办');
    await reads(page, '要多久');
    await shot(page, 'r01-guide');
    await page.getByRole('link', { name: '大字' }).click();
    await page.getByRole('link', { name: '高对比' }).click();
    expect(await page.locator('html').getAttribute('data-size')).toBe('large');
    expect(await page.locator('html').getAttribute('data-contrast')).toBe('high');
    await reads(page, '谁能办');
    await shot(page, 'r02-guide-large');
    await page.context().close();
  });

  test('公示页不开脚本也能提异议；电话写错了，写好的意见还在', async () => {
    await carry(city, neighbour, 'onNotice');
    const page = await city.window(withoutScripts);
    await page.goto('/notices');
    await page
      .getByRole('main')
      .getByRole('link', { name: /孙\*生/ })
      .first()
      .click();
    await page.getByLabel('您的意见').fill('听说他家还有一块鱼塘，请查一查。');
    await page.getByLabel('您的姓名').fill('孙小毛');
    await page.getByLabel('您的手机').fill('1397150');
    await page.getByRole('button', { name: '提交意见' }).click();
    await reads(page, '还没有提交');
    expect(await page.getByLabel('您的意见').inputValue()).toBe('听说他家还有一块鱼塘，请查一查。');
    await shot(page, 'r03-objection');
    await page.getByLabel('您的手机').fill('13971500022');
    await page.getByRole('button', { name: '提交意见' }).click();
    await reads(page, '已经收到您的意见');
    await page.context().close();
  });

  test('扫文书上的码：看得到文号、名称和日期，看不到姓名、证件号和金额', async () => {
    const id = await carry(city, couple, 'decided');
    const { rows } = await city.owner.query(
      'select check_code, number from issued_document where case_id = $1 order by issued_at desc limit 1',
      [id],
    );
    const page = await city.window(withoutScripts);
    await page.goto(`/check/${rows[0].check_code}`);
    await reads(page, '是真的，现在有效');
    await reads(page, rows[0].number);
    const said = await page.locator('body').textContent();
    for (const secret of [couple.form.applicant.name, couple.form.applicant.idNumber, '1,320', '1320'])
      expect(said).not.toContain(secret);
    await shot(page, 'r04-check');
    await page.context().close();
  });
});

describe('在手机上申请', () => {
  let phone: Page;
  let other: Page;

  test('不登录先算一算：写明每一条和大约多少钱', async () => {
    phone = await city.window(PHONE);
    await phone.goto('/services/SA-01');
    await phone.getByRole('link', { name: '先看看符不符合' }).click();
    await pick(phone, 'division', '咸安区');
    await pick(phone, 'urbanRural', '城市');
    await pick(phone, 'people.0.age', '18至59岁');
    await type(phone, 'people.0.otherFen', '300');
    await phone.getByRole('button', { name: '算一算' }).click();
    await phone.getByRole('heading', { level: 1, name: '很可能符合低保' }).waitFor();
    await shot(phone, 'r05-precheck');
    expect(await phone.locator('.sum').textContent()).toBe('500.00元');
  });

  test('用身份证号和验证码登录，填到一半关掉，换一台电脑接着填', async () => {
    await phone.getByRole('link', { name: '去申请' }).click();
    await enterResident(phone, fresh.form.applicant.idNumber);
    await phone.getByRole('heading', { level: 1, name: '申请人' }).waitFor();
    expect(await phone.locator('#f-applicant-name').inputValue()).toBe('刘志明');
    await type(phone, 'applicant.phone', '13972811111');
    await type(phone, 'applicant.address', '汀泗街18号2单元301');
    await pick(phone, 'applicant.urbanRural', '城市');
    await pick(phone, 'applicant.employment', '上班或打工');
    await pick(phone, 'applicant.workCapacity', '能正常劳动');
    await reads(phone, '已自动保存');
    await shot(phone, 'r06-applicant');
    expect(await wideAsScreen(phone)).toBe(true);
    await phone.close();
    other = await city.window(DESK);
    await other.goto('/app/my');
    await enterResident(other, fresh.form.applicant.idNumber);
    await reads(other, '还没填完的');
    await shot(other, 'r07-drafts');
    await other.getByRole('link', { name: /点开接着填/ }).click();
    await other.locator('#f-applicant-address').waitFor();
    expect(await other.locator('#f-applicant-address').inputValue()).toBe('汀泗街18号2单元301');
    expect(await other.locator('#f-applicant-phone').inputValue()).toBe('13972811111');
  });

  test('填完、签名、提交，得到回执；进度里写明每一步谁办、最迟哪天', async () => {
    const next = () => other.getByRole('button', { name: '下一步' }).click();
    await next();
    await other.getByRole('heading', { level: 1, name: '家里还有谁' }).waitFor();
    await sayOfFamily(other);
    await next();
    for (const title of ['收入', '财产和支出']) {
      await other.getByRole('heading', { level: 1, name: title }).waitFor();
      await next();
    }
    await type(other, 'account.bank', '咸宁农村商业银行');
    await type(other, 'account.number', '6217701985031000015');
    await type(other, 'account.holder', '刘志明');
    await next();
    await other.getByRole('heading', { level: 1, name: /看一遍/ }).waitFor();
    await shot(other, 'r08-letter');
    for (const i of [0, 1]) await sign(other, `consents.${i}.signature`);
    await other.getByLabel('以上内容属实').check();
    await other.getByRole('button', { name: '提交申请' }).click();
    await other.getByRole('heading', { level: 1, name: '已经提交' }).waitFor();
    await shot(other, 'r09-receipt');
    await other.getByRole('link', { name: '看办理进度' }).click();
    await reads(other, '由乡镇经办人办');
    await reads(other, '一步一步');
    await shot(other, 'r10-case');
  });

  test('不想办了：撤回前说清后果，写明原因后撤回', async () => {
    await other.getByRole('button', { name: '撤回申请' }).click();
    await reads(other, '申请停止办理，不影响以后重新申请');
    await type(other, 'reason', '已经找到工作，不再需要。');
    await other.getByRole('button', { name: '确定撤回申请' }).click();
    await other.getByRole('heading', { level: 2, name: '已撤回' }).waitFor();
    await other.context().close();
  });
});

describe('一家人不用再抄一遍', () => {
  test('户籍登记的家人已经填好，号码只显示一部分；删去的会指名，点一下又写上；孩子不用签名', async () => {
    const phone = await city.window(PHONE);
    await phone.goto('/app/apply/SA-01');
    await enterResident(phone, household.form.applicant.idNumber);
    await phone.getByRole('heading', { level: 1, name: '申请人' }).waitFor();
    expect(await phone.locator('#f-applicant-phone').inputValue()).toBe(household.persons[0]!.phone);
    if ((await phone.locator('#f-applicant-address').inputValue()) === '') await type(phone, 'applicant.address', '汀泗街9号');
    await pick(phone, 'applicant.urbanRural', '城市');
    await pick(phone, 'applicant.employment', '上班或打工');
    await pick(phone, 'applicant.workCapacity', '能正常劳动');
    await phone.getByRole('button', { name: '下一步' }).click();
    await phone.getByRole('heading', { level: 1, name: '家里还有谁' }).waitFor();
    await reads(phone, '户籍登记的家庭成员，请核对。');
    const [, wife, child] = household.persons;
    expect(await phone.locator('#f-members-0-name').inputValue()).toBe(wife!.name);
    expect(await phone.locator('#f-members-0-idNumber').inputValue()).toBe(`421***********${wife!.idNumber.slice(-4)}`);
    expect(await phone.content()).not.toContain(wife!.idNumber);
    expect(await wideAsScreen(phone)).toBe(true);
    await shot(phone, 'r13-family');
    await phone.getByRole('button', { name: new RegExp(`删去\\s*共同生活的家人 2：${child!.name}`) }).click();
    await reads(phone, `户籍上的${child!.name}（子女）没有写上`);
    await shot(phone, 'r14-left-out');
    await phone.getByRole('button', { name: `写上${child!.name}` }).click();
    expect(await phone.locator('#f-members-1-name').inputValue()).toBe(child!.name);
    await sayOfFamily(phone);
    await phone.getByRole('button', { name: '下一步' }).click();
    for (const title of ['收入', '财产和支出']) {
      await phone.getByRole('heading', { level: 1, name: title }).waitFor();
      await phone.getByRole('button', { name: '下一步' }).click();
    }
    await type(phone, 'account.bank', '咸宁农村商业银行');
    await type(phone, 'account.number', '6217701985031000015');
    await type(phone, 'account.holder', household.persons[0]!.name);
    await phone.getByRole('button', { name: '下一步' }).click();
    await phone.getByRole('heading', { level: 1, name: /看一遍/ }).waitFor();
    for (const i of [0, 1]) await sign(phone, `consents.${i}.signature`);
    expect(await phone.locator('#f-consents-2-signature').count()).toBe(0);
    await phone.getByLabel('以上内容属实').check();
    await phone.getByRole('button', { name: '提交申请' }).click();
    await phone.getByRole('heading', { level: 1, name: '已经提交' }).waitFor();
    await phone.context().close();
  });
});

describe('朗读', () => {
  test('办事指南可以朗读，一段一段念，再点一下就停；不开脚本没有这个按钮', async () => {
    const page = await city.window(PHONE);
    await page.addInitScript(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      Object.defineProperty(window, 'speechSynthesis', {
        value: {
          speak: (words: SpeechSynthesisUtterance) => {
            said.push(words.text);
            words.onstart?.(new Event('start') as never);
            if (said.length < 3) setTimeout(() => words.onend?.(new Event('end') as never));
          },
          cancel: () => {},
        },
      });
    });
    await page.goto('/services/SA-01');
    await page.getByRole('button', { name: '朗读这一页' }).click();
    await page.locator('.being-read').waitFor();
    const heard = await page
      .waitForFunction(() => (window as unknown as { said: string[] }).said.length === 3)
      .then(() => page.evaluate(() => (window as unknown as { said: string[] }).said));
    expect(heard[0]).toContain('最低生活保障');
    await shot(page, 'r15-aloud');
    await page.getByRole('button', { name: '停止朗读' }).click();
    expect(await page.locator('.being-read').count()).toBe(0);
    await page.context().close();
    const plain = await city.window(withoutScripts);
    await plain.goto('/services/SA-01');
    expect(await plain.getByRole('button', { name: '朗读这一页' }).count()).toBe(0);
    await reads(plain, '谁能办');
    await plain.context().close();
  });
});

describe('说话填写', () => {
  /** A recogniser of our own, or none at all, in place of the browser's. */
  const hears = (text: string | null) => `(() => {
    delete window.SpeechRecognition; delete window.webkitSpeechRecognition;
    const text = ${JSON.stringify(text)};
    if (text !== null) window.webkitSpeechRecognition = class {
      start() {}
      stop() { this.onresult({ results: [[{ transcript: text }]] }); this.onend(); }
      abort() { this.onend?.(); }
    };
  })()`;
  const opened = async (by: typeof neighbour, text: string | null) => {
    const page = await city.window(PHONE);
    await page.addInitScript(hears(text));
    await page.goto('/app/apply/SA-04');
    await enterResident(page, by.form.applicant.idNumber);
    await page.locator('#f-detail').waitFor();
    return page;
  };

  test('说的话填进“具体情况”，再说的接在后面；姓名、证件号没有这个按钮', async () => {
    const page = await opened(neighbour, '腿摔断了，自己走不了');
    const button = page.getByRole('button', { name: /：具体情况/ });
    expect(await page.locator('.speak').count()).toBe(1);
    for (const _ of [1, 2]) {
      await button.click();
      await reads(page, '正在听，请说');
      await button.click();
      await reads(page, '已填上：腿摔断了');
    }
    expect(await page.locator('#f-detail').inputValue()).toBe('腿摔断了，自己走不了，腿摔断了，自己走不了');
    await shot(page, 'r16-spoken');
    await page.context().close();
  });

  test('浏览器不会听的，什么也不多', async () => {
    const page = await opened(recognised, null);
    expect(await page.locator('.speak').count()).toBe(0);
    await page.context().close();
  });
});

describe('看得到为什么，也看得到谁看过', () => {
  test('差一分不是低保、认定为低保边缘：低保差在哪一条、您家是多少、标准是多少，都写明', async () => {
    await carry(city, recognised, 'decided');
    const phone = await city.window(PHONE);
    await phone.goto('/app/my');
    await enterResident(phone, recognised.form.applicant.idNumber);
    await phone
      .getByRole('link', { name: /已认定/ })
      .first()
      .click();
    await phone.getByText('最低生活保障：不符合').click();
    const clause = phone.locator('.clause', { hasText: '家庭月人均收入低于最低生活保障标准' }).filter({ hasText: '不符合' });
    expect(await clause.first().textContent()).toMatch(/800\.00元.*标准是.*800\.00元/s);
    await shot(phone, 'r11-recognised');
    await phone.context().close();
  });

  test('工作人员打开过档案，本人在“谁看过我的信息”里看得到是谁', async () => {
    const clerk = await city.officer('李建国');
    await openCase(clerk, couple.form.applicant.name, 'done');
    await clerk.locator('.case-title').getByRole('link', { name: couple.form.applicant.name }).click();
    await reads(clerk, '基本信息');
    await clerk.context().close();
    const phone = await city.window(PHONE);
    await phone.goto('/app/me');
    await enterResident(phone, couple.form.applicant.idNumber);
    await reads(phone, /李建国（.*乡镇经办人）/);
    await reads(phone, '还没有发放记录');
    await shot(phone, 'r12-me');
    await phone.context().close();
  });
});
