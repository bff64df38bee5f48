/** 行政区划 by clicks: a township becomes a town (fictional), from the scheme to the day on which everybody finds the new name. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type City, choose, moveClock, PHONE, photo, reads, shot, startCity, type } from './browser.ts';
import { faults, overflow } from './look.ts';

let city: City;
beforeAll(async () => {
  city = await startCity('2026-09-01');
});
afterAll(() => city?.stop());

const TITLE = '汀泗桥镇改为街道';
const papers = ['application', 'facts', 'risk', 'experts', 'opinions', 'maps'];

test('市里补录界线，到期写得清楚；村里在手机上巡查界桩，报损以后县里从这条线上看到', async () => {
  const clerk = await city.officer('罗静');
  await clerk.goto('/work/boundaries');
  await clerk.getByRole('link', { name: '咸安—嘉鱼线' }).click();
  await clerk.getByRole('button', { name: '补录基本情况' }).click();
  await type(clerk, 'length', '81.5');
  await type(clerk, 'agreementNo', '鄂民界〔2002〕7号');
  for (const [part, text] of [
    ['年', '2021'],
    ['月', '10'],
    ['日', '28'],
  ] as const)
    await clerk.getByLabel(`上一轮联合检查完成日期 ${part}`).fill(text);
  await clerk.locator('.action-drawer button[type=submit]').click();
  await reads(clerk, '81.5公里');
  await reads(clerk, '半年内到期');
  await shot(clerk, 'd06-line');
  expect(await faults(clerk)).toEqual([]);

  const line = clerk.url().split('/').at(-1)!;
  const county = await city.staff('xian');
  const marker = { no: '12', kind: 'double', material: '花岗岩', division: '421202100001', position: '29.80000,114.30000,5' };
  await county.post(`/api/boundary-lines/${line}/markers`, marker);
  const village = await city.officer('陈秀兰', PHONE);
  await village.context().grantPermissions(['geolocation']);
  await village.context().setGeolocation({ latitude: 29.8001, longitude: 114.3001, accuracy: 5 });
  await village.goto('/work/markers');
  await reads(village, '该巡查了');
  expect(await overflow(village)).toEqual([]);
  await village.getByRole('button', { name: '12号界桩：巡查' }).click();
  const drawer = village.locator('.action-drawer');
  await choose(village, 'state', '损坏');
  await drawer.locator('input[type=file]#f-photo').setInputFiles(photo('界桩.png'));
  await reads(drawer, '已上传');
  await drawer
    .getByRole('button', { name: /位置|定位/ })
    .first()
    .click();
  await reads(drawer, /北纬/);
  await shot(village, 'd07-visit');
  await drawer.locator('button[type=submit]').click();
  await drawer.locator('form').waitFor({ state: 'detached' });
  await reads(village, '损坏');
  await clerk.reload();
  await reads(clerk, '界桩 完好0／1');
  for (const page of [clerk, village]) await page.context().close();
});

test('县里拟定方案，看清影响，六份材料齐了报送；县长登记批准；到了那天乡镇换了名字，前一天的还查得到', async () => {
  const clerk = await city.officer('郑海燕');
  const dated = async (page: typeof clerk, label: string, day: string) => {
    const [year, month, date] = day.split('-') as [string, string, string];
    for (const [part, text] of [
      ['年', year],
      ['月', month],
      ['日', date],
    ] as const)
      await page.getByLabel(`${label} ${part}`).fill(text);
  };
  const drawer = (page: typeof clerk) => page.locator('.action-drawer');
  const send = async (page: typeof clerk) => {
    await drawer(page).locator('button[type=submit]').click();
    await drawer(page).locator('form').waitFor({ state: 'detached' });
  };
  await clerk.goto('/work/divisions');
  await reads(clerk, '70个，另有开发区、农场等19个');
  await reads(clerk, '1079个，另有其他17个');
  await clerk.getByRole('button', { name: '拟定变更方案' }).click();
  await choose(clerk, 'type', '撤镇设街道');
  await type(clerk, 'title', TITLE);
  await drawer(clerk)
    .getByRole('button', { name: /变更的单位/ })
    .click();
  await choose(clerk, 'ends.0.unit', '咸安区汀泗桥镇', '汀泗桥镇');
  await drawer(clerk)
    .getByRole('button', { name: /变更以后的单位/ })
    .click();
  await type(clerk, 'begins.0.code', '421202004000');
  await type(clerk, 'begins.0.name', '汀泗桥街道');
  await dated(clerk, '拟生效日期', '2026-09-05');
  await type(clerk, 'reason', '城区扩展，已达到设街道的标准。');
  await shot(clerk, 'd01-scheme');
  await send(clerk);
  await reads(clerk, '影响分析');
  await reads(clerk, /启用\d+个。这些代码下现有/);
  await shot(clerk, 'd02-impact');
  expect(await faults(clerk)).toEqual([]);

  await clerk.getByRole('button', { name: '补充材料' }).click();
  for (const kind of papers)
    await drawer(clerk)
      .locator(`input[type=file]#f-${kind}`)
      .setInputFiles(photo(`${kind}.png`));
  await drawer(clerk)
    .getByText('已上传')
    .nth(papers.length - 1)
    .waitFor();
  await send(clerk);
  await clerk.getByRole('button', { name: '报送', exact: true }).click();
  await send(clerk);
  await reads(clerk, '已报送');
  expect(await clerk.getByRole('button', { name: '登记批准' }).count()).toBe(0);

  const leader = await city.officer('徐国平');
  await leader.goto('/work/divisions');
  await leader.getByRole('link', { name: TITLE }).click();
  await leader.getByRole('button', { name: '登记批准' }).click();
  await type(leader, 'approver', '湖北省人民政府');
  await dated(leader, '批准日期', '2026-09-01');
  await dated(leader, '生效日期', '2026-09-05');
  await drawer(leader).locator('button[type=submit]').click();
  await reads(leader, '请填写');
  await type(leader, 'documentNo', '鄂政函〔2026〕12号');
  await send(leader);
  await reads(leader, '已批准');
  await moveClock(leader, '2026-09-05');
  await leader.goto('/work/divisions');
  await leader.getByRole('link', { name: TITLE }).click();
  await reads(leader, '实施中');
  await reads(leader, '已经归属完毕。');
  await shot(leader, 'd03-in-effect');

  await leader.goto('/work/divisions?on=2026-09-05&against=2026-09-04');
  const row = leader.getByRole('row').filter({ hasText: '421202004000' });
  await reads(row, '汀泗桥街道');
  await reads(leader.getByRole('row').filter({ hasText: '421202100000' }), '没有了的');
  await shot(leader, 'd04-on-day');

  const visitor = await city.window(PHONE);
  await visitor.goto('/');
  await visitor.getByRole('link', { name: '区划变更公告' }).click();
  await visitor.getByRole('link', { name: new RegExp(TITLE) }).click();
  await reads(visitor, '鄂政函〔2026〕12号');
  await reads(visitor, '421202004001');
  expect(await overflow(visitor)).toEqual([]);
  await shot(visitor, 'd08-announcement');
  await visitor.context().close();

  const township = await city.officer('李建国', PHONE);
  await township.goto('/work/persons');
  await reads(township, /汀泗桥街道/);
  for (const page of [clerk, leader, township]) await page.context().close();
});

test('手机上看区划和一件变更，不横向滚动', async () => {
  const page = await city.officer('徐国平', PHONE);
  await page.goto('/work/divisions');
  await reads(page, TITLE);
  expect(await overflow(page)).toEqual([]);
  await page.getByRole('link', { name: TITLE }).click();
  await reads(page, '经过');
  expect(await overflow(page)).toEqual([]);
  await shot(page, 'd05-phone');
  await page.context().close();
});
