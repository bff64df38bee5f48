/** 一家福利院交给别人运营, by clicks: the leader approves the scheme on a phone, the operator hangs on notice for everybody, too few beds kept back are refused, the home is handed over. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playInstitutions } from '../../src/domains/elderly-care-institutions/demonstration/play.ts';
import { playReform } from '../../src/domains/elderly-care-institutions/demonstration/reform.ts';
import { type City, PHONE, reads, shot, startCity, type } from './browser.ts';
import { faults, overflow, settled } from './look.ts';

const HOME = '汀泗桥镇农村福利院';
let city: City;
beforeAll(async () => {
  city = await startCity('2026-09-01');
  await playInstitutions({ context: city.context, moveTo: () => {} }, '2026-09-01');
  await playReform({ context: city.context }, '2026-09-01');
});
afterAll(() => city?.stop());

async function looks(page: Page, name: string): Promise<void> {
  // The page before may still stand there while this one comes.
  await page.waitForLoadState('networkidle');
  await settled(page);
  await shot(page, name);
  expect(await faults(page), name).toEqual([]);
  expect(await overflow(page), name).toEqual([]);
}
async function dated(page: Page, label: string, [year, month, day]: readonly [string, string, string]): Promise<void> {
  for (const [part, text] of [
    ['年', year],
    ['月', month],
    ['日', day],
  ] as const)
    await page.getByLabel(`${label} ${part}`).fill(text);
}
const FIRST = ['2026', '9', '1'] as const;

/** A button of the record: its form opens. */
const opens = (page: Page, zh: string) => page.locator('.page-aside').getByRole('button', { name: zh, exact: true }).click();
async function sends(page: Page, zh: string): Promise<void> {
  const form = page.locator('.action-drawer');
  await form.getByRole('button', { name: zh, exact: true }).click();
  await form.waitFor({ state: 'detached' });
}

let at: string;
test('局长在手机上批准方案；经办人发招标公告、登记中标，网上公示运营方', async () => {
  const clerk = await city.officer('郑海燕');
  await clerk.goto('/work/care-reform');
  await looks(clerk, 'cr01-shelf');
  await clerk.getByRole('link', { name: `${HOME}：服务外包` }).click();
  await reads(clerk, '已评估，待定方案');
  await looks(clerk, 'cr02-record');
  at = new URL(clerk.url()).pathname;

  const leader = await city.officer('徐国平', PHONE);
  await leader.goto(at);
  await opens(leader, '批准方案');
  await type(leader, 'no', '咸安政办〔2026〕12号');
  await dated(leader, '批准日期', FIRST);
  await type(leader, 'scheme', '护理服务外包三年，床位保留两成，特困人员留在原处，职工自愿留用。');
  await looks(leader, 'cr03-approve');
  await sends(leader, '批准方案');
  await reads(leader, '方案已批准，待招标');

  await clerk.reload();
  await opens(clerk, '发布招标公告');
  await clerk.locator('.action-drawer').getByText('公开招标', { exact: true }).click();
  await type(clerk, 'noticeNo', 'XA-2026-018');
  await dated(clerk, '开标日期', FIRST);
  await sends(clerk, '发布招标公告');
  await opens(clerk, '登记中标并公示');
  for (const [field, text] of [
    ['bidders', '3'],
    ['operator', '咸宁市安护养老服务有限公司'],
    ['operatorCode', '91421200MADEM00022'],
    ['record', '没有处罚和失信，运营过两家养老院'],
    ['telephone', '0999-0000733'],
  ] as const)
    await type(clerk, field, text);
  await sends(clerk, '登记中标并公示');
  await reads(clerk, '中标公示中');
  const visitor = await city.window(PHONE);
  await visitor.goto('/open/care-operation');
  await reads(visitor, '咸宁市安护养老服务有限公司');
  await looks(visitor, 'cr04-open');
});

test('公示满7日才能登记合同：40张床只留7张被退回，留8张签了；移交以后机构是服务外包', async () => {
  city.clock.set('2026-09-09T01:00:00.000Z');
  await city.run();
  const leader = await city.officer('徐国平');
  await leader.goto(at);
  await opens(leader, '登记合同');
  for (const [field, text] of [
    ['contractNo', '咸安养运〔2026〕3号'],
    ['years', '3'],
    ['rentFen', '0'],
    ['depositFen', '50000'],
    ['beds', '40'],
    ['reserved', '7'],
    ['assets', '主楼一栋，床40张，厨房设备一套，清单作附件'],
    ['targets', '年度得分不低于60分，投诉、安全、满意度'],
    ['exit', '两次考核不合格、转包的退出，老人留在原处'],
  ] as const)
    await type(leader, field, text);
  await dated(leader, '从哪天起', ['2026', '9', '9']);
  const form = leader.locator('.action-drawer');
  await form.getByLabel('合同写明不得转包、转租').check();
  await form.getByLabel('合同写明特困人员继续在这里供养').check();
  await form.getByRole('button', { name: '登记合同', exact: true }).click();
  await reads(leader, '40张床位保留7张，不到20%');
  await looks(leader, 'cr05-refused');
  await type(leader, 'reserved', '8');
  await sends(leader, '登记合同');
  await reads(leader, '已签合同，待移交');

  const clerk = await city.officer('郑海燕', PHONE);
  await clerk.goto(at);
  await opens(clerk, '移交');
  await dated(clerk, '移交日期', ['2026', '9', '9']);
  await type(clerk, 'inventory', '按清单逐项清点，一致，双方签字');
  await looks(clerk, 'cr06-hand-over');
  await sends(clerk, '移交');
  await reads(clerk, '运营中');
  await looks(clerk, 'cr07-running');
  await clerk.goto('/work/institutions');
  await clerk.getByRole('link', { name: HOME }).click();
  await reads(clerk, '服务外包');
});
