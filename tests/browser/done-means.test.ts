/** What this stone promises, by clicks and keys alone: a new family, from the village worker's phone to the credited payment. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeIdNumber } from '../../src/kernel/resident/index.ts';
import {
  act,
  type City,
  choose,
  enterAs,
  enterResident,
  moveClock,
  openCase,
  PHONE,
  photo,
  pick,
  reads,
  readsInTime,
  shot,
  sign,
  startCity,
  type,
} from './browser.ts';

const mother = { name: '田春芳', idNumber: makeIdNumber('421202', '1986-04-12', 812) };
const son = { name: '田亮', idNumber: makeIdNumber('421202', '2015-09-03', 817) };

let city: City;
let village: Page;
let clerk: Page;
let finance: Page;
let batch: string;

beforeAll(async () => {
  city = await startCity('2026-09-01');
  city.wake();
});
afterAll(() => city?.stop());

const next = (page: Page) => page.getByRole('button', { name: '下一步' }).click();

describe('从村干部的手机到钱到账', () => {
  test('村干部在手机上一键登录，替一户新家庭填申请表，家人签名后提交', async () => {
    village = await city.window(PHONE);
    await village.goto('/work/sign-in');
    await enterAs(village, '陈秀兰');
    await shot(village, '01-today');
    await village.getByRole('navigation', { name: '常用页面' }).getByRole('link', { name: '代办申请' }).click();
    await village
      .getByRole('link', { name: /最低生活保障/ })
      .first()
      .click();
    await reads(village, '第1步，共');
    await type(village, 'applicant.name', mother.name);
    await type(village, 'applicant.idNumber', mother.idNumber);
    await type(village, 'applicant.phone', '13971512345');
    await choose(village, 'applicant.division', '汀泗桥社区', '汀泗桥社区');
    await type(village, 'applicant.address', '汀泗街66号');
    await pick(village, 'applicant.urbanRural', '城市');
    await pick(village, 'applicant.employment', '没有工作');
    await pick(village, 'applicant.workCapacity', '能正常劳动');
    await choose(village, 'applicant.exemptReason', '照护');
    await shot(village, '02-applicant');
    await next(village);
    await village.getByRole('button', { name: '添加共同生活的家人' }).click();
    await type(village, 'members.0.name', son.name);
    await type(village, 'members.0.idNumber', son.idNumber);
    await choose(village, 'members.0.relation', '子女');
    await pick(village, 'members.0.employment', '未成年');
    await pick(village, 'members.0.workCapacity', '不能劳动');
    await shot(village, '03-members');
    await next(village);
    await reads(village, '第3步');
    await next(village);
    await reads(village, '第4步');
    await next(village);
    await type(village, 'account.bank', '咸宁农村商业银行');
    await type(village, 'account.number', '6217701986041200016');
    await type(village, 'account.holder', mother.name);
    await shot(village, '04-account');
    await next(village);
    await choose(village, 'consents.0.member', mother.name);
    await sign(village, 'consents.0.signature');
    await village.getByLabel('以上内容属实').check();
    await shot(village, '05-consents');
    await village.getByRole('button', { name: '提交申请' }).click();
    await reads(village.locator('.case-head'), '已提交');
    await shot(village, '06-submitted');
  });

  test('乡镇经办人受理，启动调查核对', async () => {
    clerk = await city.officer('李建国');
    await openCase(clerk, mother.name);
    await act(clerk, '受理');
    await reads(clerk, '421202SA012026090100001');
    await act(clerk, '启动调查核对');
    await shot(clerk, '07-accepted');
  });

  test('核对专员启动核对，各部门答复后出具报告', async () => {
    const checker = await city.officer('吴敏');
    await openCase(checker, mother.name);
    await act(checker, '启动核对');
    await readsInTime(checker, /已答复(\d+)项，共查询\1项/);
    await shot(checker, '08-checking');
    await act(checker, '出具核对报告');
    await reads(checker.locator('.case-head'), '入户调查');
    await checker.context().close();
  });

  test('村干部和乡镇经办人两人入户，在手机上登记、拍照、家人签名', async () => {
    await openCase(village, mother.name, 'all');
    await act(village, '登记入户调查', async () => {
      await choose(village, 'surveyors.1.name', '李建国');
      await type(village, 'respondent', mother.name);
      await pick(village, 'living', '与申报一致');
      await type(village, 'findings', '租住一间，家里陈设简单，邻里反映属实。');
      await village.locator('.action-drawer input[type=file]').last().setInputFiles(photo());
      await reads(village.locator('.action-drawer'), '已上传');
      await sign(village, 'signature');
      await shot(village, '09-visit');
    });
    await reads(village, '陈秀兰、李建国');
  });

  test('经办人提交初审，分管负责人看到系统算出的金额和每一条理由，提出意见', async () => {
    await openCase(clerk, mother.name);
    await act(clerk, '提交初审');
    const leader = await city.officer('周志强');
    await openCase(leader, mother.name);
    await shot(leader, '10-review');
    await leader
      .getByText(/^符合的\d+条$/)
      .first()
      .click();
    await reads(leader, '家庭月人均收入低于最低生活保障标准');
    await act(leader, '提出初审意见', () => type(leader, 'opinion', '符合条件，拟予确认。'));
    await leader.context().close();
  });

  test('村里张贴公示；用演示时钟走过七天，经办人上报', async () => {
    await openCase(village, mother.name, 'all');
    await act(village, '张贴公示', () => type(village, 'place', '社区公示栏'));
    await reads(village.locator('.case-head'), '公示中');
    await moveClock(clerk, '2026-09-09');
    await openCase(clerk, mother.name);
    await act(clerk, '上报县民政局');
  });

  test('县里的确认人看到每一条和每月1760元，确认，从10月发放', async () => {
    const confirmer = await city.officer('孙立群');
    await openCase(confirmer, mother.name);
    await confirmer
      .getByText(/^符合的\d+条$/)
      .first()
      .click();
    await reads(confirmer, '家庭月人均收入低于最低生活保障标准');
    await reads(confirmer, '1,760.00');
    await shot(confirmer, '11-confirming');
    await act(confirmer, '确认', () => type(confirmer, 'opinion', '同意确认。'));
    await reads(confirmer.locator('.case-head'), '已确认');
    await reads(confirmer, '2026年10月');
    await confirmer.context().close();
  });

  test('9月20日编制10月批次；乡镇确认、县里复核、财政审核，送银行、回盘、对账', async () => {
    finance = await city.officer('胡晓梅');
    await moveClock(finance, '2026-09-20');
    await finance.getByRole('navigation', { name: '主要页面' }).getByRole('link', { name: '发放', exact: true }).click();
    await finance.getByRole('button', { name: '编制批次' }).waitFor();
    await shot(finance, '12-batches');
    await finance
      .getByRole('link', { name: /咸安区/ })
      .first()
      .click();
    await finance.getByRole('heading', { level: 1, name: /咸安区/ }).waitFor();
    await shot(finance, '13-batch');
    batch = finance.url();
    await act(finance, '开始核对');
    await clerk.goto(batch);
    await act(clerk, '确认本乡镇名单');
    await finance.reload();
    await act(finance, '提交复核');
    const reviewer = await city.officer('朱文斌');
    await reviewer.goto(batch);
    await act(reviewer, '复核通过');
    const treasury = await city.officer('高明');
    await treasury.goto(batch);
    await act(treasury, '审核同意拨款');
    await moveClock(finance, '2026-10-10');
    await act(finance, '送银行');
    await finance.getByRole('button', { name: '模拟银行处理' }).click();
    await reads(finance, '与送出一致');
    await shot(finance, '14-bank');
    await act(finance, '对账', () => type(finance, 'statedFen', '1760'));
    await reads(finance, '已对账');
    await shot(finance, '15-reconciled');
  });

  test('这1760元在批次、居民档案、办件、数据和审计里都查得到，本人在手机上也看得到', async () => {
    await finance.getByRole('link', { name: mother.name }).first().click();
    await finance.getByRole('heading', { level: 1, name: mother.name }).waitFor();
    await reads(finance, '1,760.00');
    await shot(finance, '16-person');
    await openCase(clerk, mother.name, 'done');
    await reads(clerk.locator('section', { hasText: '待遇和发放' }), '1,760.00');
    await finance.getByRole('navigation', { name: '主要页面' }).getByRole('link', { name: '发放数据' }).click();
    await reads(finance, '1,760.00');
    await finance.getByRole('link', { name: '咸安区' }).first().click();
    await reads(finance, mother.name);
    await shot(finance, '17-figures');
    const auditor = await city.officer('宋清');
    // 页面多的岗位，菜单按组收起：按名称找。
    await auditor.getByRole('searchbox', { name: '按名称找页面' }).fill('审计');
    await auditor.getByRole('navigation', { name: '主要页面' }).getByRole('link', { name: '审计', exact: true }).click();
    await auditor.getByRole('heading', { level: 1, name: '审计' }).waitFor();
    await reads(auditor, '发放批次：对账');
    await shot(auditor, '18-audit');
    await auditor
      .getByRole('row', { name: /发放批次：送银行/ })
      .getByRole('link', { name: '发放批次' })
      .click();
    await reads(auditor, '与送出一致');
    const phone = await city.window(PHONE);
    await phone.goto('/app/me');
    await enterResident(phone, mother.idNumber);
    await reads(phone, /2026年10月 1,760(\.00)?元/);
    await reads(phone, /陈秀兰/);
    await shot(phone, '19-me');
    expect(city.errors).toEqual([]);
  });
});
