/** 地名 by clicks: a new road from acceptance to its filing, on the desk and on a phone, and what everybody finds of it afterwards. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { requestId } from '../api.ts';
import { act, type City, enterResident, openCase, PHONE, pick, reads, shot, startCity, type } from './browser.ts';
import { faults, overflow } from './look.ts';

let city: City;
beforeAll(async () => {
  city = await startCity('2026-09-01');
  await city.register(storyOf('fresh'));
  const county = await city.staff('xian');
  await county.post('/api/cases', {
    itemId: 'PN-01',
    channel: 'window',
    requestId: requestId(),
    form: {
      applicant: { name: '余春霞', idNumber: '421202198001011000', phone: '13907240001', village: '421202100001' },
      kind: 'naming',
      category: 'street',
      division: '421202002000',
      specific: '文必',
      generic: '路',
      person: 'none',
      whereabouts: '东起银泉大道，西至淦河',
      widthMetres: 24,
      meaning: '',
      reason: '新建道路已经通车。',
      papers: [],
    },
  });
});
afterAll(() => city?.stop());

test('县里受理、写明同音的理由提请；县长登记批准；手机上登记备案；门户上查得到', async () => {
  const clerk = await city.officer('郑海燕');
  await openCase(clerk, '余春霞');
  await act(clerk, '受理');
  await reads(clerk, /应当避免同音，仍要用的写明理由/);
  expect(await faults(clerk)).toEqual([]);
  await act(clerk, '提请批准', () => type(clerk, 'reason', '片区内几条路都以“文”字起头，成系列。'));
  await shot(clerk, 'n01-case');

  const leader = await city.officer('徐国平');
  await openCase(leader, '余春霞');
  await act(leader, '登记批准', () => type(leader, 'documentNo', '咸安政函〔2026〕21号'));
  await reads(leader, /2026年9月16日前，还有15天/);

  const phone = await city.officer('郑海燕', PHONE);
  await phone.goto('/work/place-namings');
  await reads(phone, '文必路');
  expect(await overflow(phone)).toEqual([]);
  await phone.getByRole('button', { name: '文必路：登记备案' }).click();
  await type(phone, 'filedWith', '咸宁市民政局');
  await type(phone, 'filingNo', '咸民备〔2026〕9号');
  await phone.locator('.action-drawer button[type=submit]').click();
  await phone.locator('.action-drawer form').waitFor({ state: 'detached' });
  expect(await phone.getByRole('button', { name: '文必路：登记备案' }).count()).toBe(0);
  await phone.getByRole('link', { name: '文必路' }).click();
  await reads(phone, '咸安区人民政府，咸安政函〔2026〕21号');
  expect(await overflow(phone)).toEqual([]);
  await shot(phone, 'n02-card-phone');

  await clerk.goto('/work/place-names?q=wenbilu');
  await reads(clerk, '文必路');
  await reads(clerk, '文笔路');
  await shot(clerk, 'n03-list');
  expect(await faults(clerk)).toEqual([]);

  const visitor = await city.window(PHONE);
  await visitor.goto('/place-names');
  await visitor.getByLabel('地名', { exact: true }).fill('文必路');
  await visitor.getByRole('button', { name: '查', exact: true }).click();
  await visitor.getByRole('link', { name: /文必路/ }).click();
  await reads(visitor, 'Wénbì Lù');
  expect(await overflow(visitor)).toEqual([]);
  for (const page of [clerk, leader, phone, visitor]) await page.context().close();
});

test('居民在手机上申报保护一个老地名：县里核实、领导审定；本人看到列入名录、打得开证明', async () => {
  const phone = await city.window(PHONE);
  await phone.goto('/services/PN-05');
  await phone.getByRole('link', { name: '开始申请' }).first().click();
  await enterResident(phone, storyOf('fresh').form.applicant.idNumber);
  await phone.getByRole('heading', { level: 1, name: '谁申报' }).waitFor();
  expect(await phone.locator('#f-applicant-name').inputValue()).toBe('刘志明');
  await type(phone, 'applicant.phone', '13972811111');
  await shot(phone, 'n04-applicant');
  const next = () => phone.getByRole('button', { name: '下一步' }).click();
  await next();
  await phone.getByRole('heading', { level: 1, name: '哪个地名' }).waitFor();
  await phone.getByLabel('在哪里：输入村名查找').fill('桂花路');
  await phone.getByRole('button', { name: /温泉街道桂花路社区/ }).click();
  await type(phone, 'place', '桂花路');
  await shot(phone, 'n05-place');
  await pick(phone, 'protectionClass', '老街巷');
  await next();
  await type(phone, 'story', '抗战时迁来的学校在路边种了两排桂花，从那时起大家都叫它桂花路。');
  await next();
  await phone.getByRole('heading', { level: 1, name: /看一遍/ }).waitFor();
  await shot(phone, 'n06-letter');
  await phone.getByRole('button', { name: '提交申请' }).click();
  await phone.getByRole('heading', { level: 1, name: '已经提交' }).waitFor();
  await phone.getByRole('link', { name: '看办理进度' }).click();
  await reads(phone, '工作人员正在看材料是否齐全');
  expect(await overflow(phone)).toEqual([]);

  const clerk = await city.officer('郑海燕');
  await openCase(clerk, '刘志明');
  await act(clerk, '受理');
  await act(clerk, '提请审定', async () => {
    await type(clerk, 'opinion', '查了县志，来历属实，老街坊都同意。');
    await type(clerk, 'protectionPlan', '立说明牌，不更名，改造时保留路名。');
  });
  const leader = await city.officer('徐国平');
  await openCase(leader, '刘志明');
  await act(leader, '列入保护名录');

  await phone.reload();
  await reads(phone, '已列入保护名录');
  await reads(phone, '历史地名列入保护名录证明');
  expect(await overflow(phone)).toEqual([]);
  await shot(phone, 'n07-result');
  for (const page of [clerk, leader, phone]) await page.context().close();
});
