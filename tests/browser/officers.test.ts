/** What goes wrong in an office, and how two desks mend it: the stories of the demonstration, by clicks. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import type { Story } from '../../src/domains/social-assistance/demonstration/story.ts';
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
const [two, relative, house, short, objected, returned] = [
  'two-officers',
  'staff-relative',
  'undeclared-house',
  'supplement',
  'objection-dismissed',
  'returned',
].map(storyOf) as [Story, Story, Story, Story, Story, Story];

beforeAll(async () => {
  city = await startCity('2026-09-01');
  await city.register(two, relative, house, short, objected, returned);
});
afterAll(() => city?.stop());

const head = (page: Page) => page.locator('.case-head');

async function countyVisit(name: string, applicant: string): Promise<void> {
  const county = await city.officer('郑海燕');
  await openCase(county, applicant, 'all');
  await act(county, '登记县级入户', async () => {
    await choose(county, 'surveyors.1.name', '系统里没有账号', '没有账号');
    await type(county, 'surveyors.1.cadre', name);
    await type(county, 'respondent', applicant);
    await pick(county, 'living', '与申报一致');
    await type(county, 'findings', '县里上门看过，情况属实。');
    await county.locator('.action-drawer input[type=file]').last().setInputFiles(photo());
    await sign(county, 'signature');
  });
  await county.context().close();
}

describe('两个人办同一件事', () => {
  test('两位确认人同时打开：后来的看到谁正在办；过了半个小时先送出的成功，另一位看到有人已经办过，刷新后接着看', async () => {
    await carry(city, two, 'confirming');
    const [first, second] = [await city.officer('孙立群'), await city.officer('何玉珍')];
    for (const page of [first, second]) await openCase(page, two.form.applicant.name);
    const opens = (page: typeof first) =>
      page.locator('.case-actions').getByRole('button', { name: '确认', exact: true }).click();
    const held = second.waitForResponse((answer) => answer.url().endsWith('/edit'));
    await opens(second);
    await held;
    await type(second, 'opinion', '同意确认。');
    await opens(first);
    await reads(first, '何玉珍正在办这一件，您不能同时办。');
    await first.getByRole('button', { name: '知道了' }).click();
    // 半个小时没有动静，自动放开
    await city.owner.query('delete from case_edit');
    await act(first, '确认', () => type(first, 'opinion', '同意确认。'));
    await second.locator('.action-drawer button[type=submit]').click();
    const refusal = second.locator('.action-drawer [role=alert]');
    await refusal.waitFor();
    expect(await refusal.textContent()).toContain('刷新');
    await shot(second, 'o01-conflict');
    await refusal.getByRole('button', { name: /刷\s?新/ }).click();
    await reads(head(second), '已确认');
    for (const page of [first, second]) await page.context().close();
  });

  test('工作人员的亲戚：县里没有上门不能确认，上门以后可以', async () => {
    await carry(city, relative, 'confirming');
    const confirmer = await city.officer('孙立群');
    const { name } = relative.form.applicant;
    await openCase(confirmer, name);
    await reads(head(confirmer), /近亲属/);
    const actions = confirmer.locator('.case-actions');
    await reads(actions, '登记县级入户');
    expect(await actions.getByRole('button', { name: '确认', exact: true }).count()).toBe(0);
    await shot(confirmer, 'o02-relative');
    await countyVisit('马超', name);
    await confirmer.goto('/work/');
    await openCase(confirmer, name);
    await act(confirmer, '确认', () => type(confirmer, 'opinion', '县级入户属实，同意确认。'));
    await reads(head(confirmer), '已确认');
    await confirmer.context().close();
  });
});

describe('查到的和申报的不一样', () => {
  test('没申报的老屋：经办人按“属实调整”处置，差异清零', async () => {
    await carry(city, house, 'surveying');
    const clerk = await city.officer('李建国');
    await openCase(clerk, house.form.applicant.name);
    await shot(clerk, 'o03-house');
    await clerk.locator('.case-actions').getByRole('button', { name: '处置核对差异' }).click();
    await clerk
      .locator('#f-id')
      .getByText(/祖屋|住房|房/)
      .first()
      .click();
    await pick(clerk, 'disposition', '属实调整');
    await type(clerk, 'reason', '家属承认老屋28平方米，属实。');
    await clerk.locator('.action-drawer button[type=submit]').click();
    await reads(clerk, '已完成：处置核对差异');
    await clerk.locator('.case-actions').getByRole('button', { name: '处置核对差异' }).waitFor({ state: 'detached' });
    await reads(clerk, '属实调整');
    await shot(clerk, 'o04-adjusted');
    await clerk.context().close();
  });

  test('差一份材料：乡镇一次告知，居民在手机上补齐，又回到乡镇的待办', async () => {
    const { name, idNumber } = short.form.applicant;
    await carry(city, short, 'submitted');
    const clerk = await city.officer('李建国');
    await openCase(clerk, name);
    await act(clerk, '一次性告知补正', async () => {
      await type(clerk, 'papers.0.paper', '离婚协议或判决书');
      await type(clerk, 'papers.0.reason', '用来确认孩子的抚养费');
    });
    await reads(head(clerk), '待补正');
    const phone = await city.window(PHONE);
    await phone.goto('/app/my');
    await enterResident(phone, idNumber);
    await phone.getByRole('link', { name: /待补正/ }).click();
    await phone.getByRole('button', { name: '补齐材料' }).click();
    await phone
      .locator('.action input[type=file]')
      .last()
      .setInputFiles({ name: '判决书.png', mimeType: 'image/png', buffer: await phone.screenshot() });
    await reads(phone.locator('.action'), '已上传');
    await type(phone, 'explanation', '判决书在这里。');
    await shot(phone, 'o05-supplement');
    await phone.getByRole('button', { name: '确定补齐材料' }).click();
    await phone.getByRole('heading', { level: 2, name: '已提交' }).waitFor();
    await openCase(clerk, name);
    await act(clerk, '受理');
    for (const page of [clerk, phone]) await page.context().close();
  });
});

describe('公示有异议', () => {
  test('民主评议认为不成立：分管负责人维持原意见，县里上门后确认', async () => {
    const { name } = objected.form.applicant;
    const id = await carry(city, objected, 'onNotice');
    const { notice } = (await (await city.staff('xiang')).case(id)).sections;
    await city.visitor().post(`/api/notices/${notice.id}/objections`, { ...objected.inputs!.object, requestId: requestId() });
    const clerk = await city.officer('李建国');
    await openCase(clerk, name);
    await reads(clerk, '听说他家还有一块鱼塘，请查一查。');
    await act(clerk, '登记民主评议', async () => {
      const [year, month, day] = city.clock.today().split('-') as [string, string, string];
      for (const [part, text] of [
        ['年', year],
        ['月', month],
        ['日', day],
      ] as const)
        await clerk.getByLabel(`评议日期 ${part}`).fill(text);
      await type(clerk, 'place', '村委会会议室');
      await type(clerk, 'host', '周志强');
      await type(clerk, 'participants', '村民代表九人，驻村干部二人');
      await type(clerk, 'discussion', '逐一核实情况，代表发表意见。');
      await type(clerk, 'agree', '10');
      await type(clerk, 'disagree', '1');
      await pick(clerk, 'upheld', '异议不成立');
      await type(clerk, 'result', '鱼塘已于去年退包，异议不成立，已答复。');
      await shot(clerk, 'o06-appraisal');
    });
    const leader = await city.officer('周志强');
    await openCase(leader, name);
    await act(leader, '提出复核意见', () => type(leader, 'opinion', '异议不成立，维持原意见。'));
    await countyVisit('马超', name);
    const confirmer = await city.officer('孙立群');
    await openCase(confirmer, name);
    await act(confirmer, '确认', () => type(confirmer, 'opinion', '同意确认。'));
    await reads(head(confirmer), '已确认');
    for (const page of [clerk, leader, confirmer]) await page.context().close();
  });
});

describe('银行退回一笔', () => {
  test('户名不符被退回：更正账户，编一个补发批次，再走一遍，到账', async () => {
    await carry(city, returned, 'decided');
    await city.moveTo('2026-09-20');
    const [finance, clerk, reviewer, treasury] = [
      await city.officer('胡晓梅'),
      await city.officer('李建国'),
      await city.officer('朱文斌'),
      await city.officer('高明'),
    ];
    const through = async (batch: string) => {
      await act(finance, '开始核对');
      await clerk.goto(batch);
      await act(clerk, '确认本乡镇名单');
      await finance.reload();
      await act(finance, '提交复核');
      await reviewer.goto(batch);
      await act(reviewer, '复核通过');
      await treasury.goto(batch);
      await act(treasury, '审核同意拨款');
    };
    await finance.goto('/work/batches');
    await finance
      .getByRole('link', { name: /咸安区/ })
      .first()
      .click();
    await finance.getByRole('heading', { level: 1, name: /咸安区/ }).waitFor();
    await through(finance.url());
    await moveClock(finance, '2026-10-10');
    await act(finance, '送银行');
    await finance.getByLabel('演示：其中退票').fill('1');
    await finance.getByRole('button', { name: '模拟银行处理' }).click();
    await reads(finance, '户名不符');
    await finance
      .getByRole('button', { name: /^更正账户：/ })
      .first()
      .click();
    await type(finance, 'bank', '咸宁农村商业银行');
    await type(finance, 'number', '6217701985031000023');
    await shot(finance, 'o07-correct');
    await finance
      .locator('.wb-form')
      .getByRole('button', { name: /更\s?正/ })
      .click();
    await reads(finance, '已更正');
    await finance.goto('/work/batches');
    await finance.getByRole('button', { name: '编制批次' }).click();
    await finance.getByRole('dialog').getByText('补发', { exact: true }).click();
    await finance.getByLabel('发放月份').fill('2026-10');
    await shot(finance, 'o08-supplementary');
    await finance
      .getByRole('dialog')
      .getByRole('button', { name: /编\s?制/ })
      .click();
    await finance.waitForURL(/\/work\/batches\/.+/);
    await finance.getByRole('dialog').waitFor({ state: 'detached' });
    await through(finance.url());
    await finance.reload();
    await act(finance, '送银行');
    await finance.getByRole('button', { name: '模拟银行处理' }).click();
    await reads(finance, '与送出一致');
    await reads(finance, '全部成功');
    await shot(finance, 'o09-reissued');
    for (const page of [finance, clerk, reviewer, treasury]) await page.context().close();
  });
});
