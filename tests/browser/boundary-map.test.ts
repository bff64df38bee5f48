/** 地图上的界线、界桩、地名 by clicks; 门楼牌 by a resident on the phone; a grid below a community; a record that is not there. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestId } from '../api.ts';
import { type City, DESK, PHONE, reads, shot, startCity, type } from './browser.ts';
import { faults, overflow } from './look.ts';

let city: City;
let line: string;
beforeAll(async () => {
  city = await startCity('2026-09-01');
  const clerk = await city.staff('shi');
  line = (await clerk.get('/api/boundary-lines')).rows.find((row: { name: string }) => row.name === '咸安—赤壁线').id;
  const to = async (what: string, input: object) =>
    clerk.post(`/api/boundary-lines/${line}/${what}`, {
      version: (await clerk.get(`/api/boundary-lines/${line}`)).version,
      ...input,
    });
  await to('basics', { length: '48.7', agreementNo: '3号', lastFinishedOn: '2020-10-28' });
  const county = await city.staff('xian');
  const marker = { no: '12', kind: 'double', material: '花岗岩', division: '421202100001', position: '29.80000,114.30000,5' };
  await county.post(`/api/boundary-lines/${line}/markers`, marker);
});
afterAll(() => city?.stop());

for (const [screen, at] of [
  ['电脑', DESK],
  ['手机', PHONE],
] as const)
  test(`${screen}：录入走向，地图上按联合检查的情况着色，界线、界桩点开是各自的记录`, async () => {
    const clerk = await city.officer('罗静', at);
    await clerk.goto(`/work/boundaries/${line}`);
    await clerk.getByRole('button', { name: '录入走向' }).click();
    await type(clerk, 'source', '照县界示意图描的');
    await clerk.locator('.action-drawer').getByText('示意，没有勘测').first().click();
    await type(clerk, 'points', '114.1500,29.8200\n114.1600,29.8000\n114.1550,29.7800');
    await clerk.locator('.action-drawer button[type=submit]').click();
    await clerk.locator('.action-drawer form').waitFor({ state: 'detached' });
    await reads(clerk, /录入了3个点，示意，没有勘测。来源：照县界示意图描的/);
    expect(await clerk.locator('path.map-line.map-traced').count()).toBe(1);
    await clerk.goto('/work/map');
    await clerk.getByRole('button', { name: '界线', exact: true }).click();
    await reads(clerk, '2025年12月31日到期，联合检查逾期');
    expect(await clerk.locator('path.map-line.tone-bad').count()).toBe(1);
    expect(await overflow(clerk)).toEqual([]);
    expect(await faults(clerk)).toEqual([]);
    await shot(clerk, `b01-lines-${screen}`);
    await clerk.getByRole('button', { name: '界桩', exact: true }).click();
    await clerk.getByRole('link', { name: '咸安—赤壁线12号' }).first().click();
    await reads(clerk, '本轮到期');
    await clerk.context().close();
  });

test('公开的地图选得到界线，没有检查情况', async () => {
  const visitor = await city.window(PHONE);
  await visitor.goto('/map');
  await visitor.getByLabel('看什么').selectOption({ label: '界线' });
  await visitor.getByRole('button', { name: '看', exact: true }).click();
  await reads(visitor, '协议长48.7公里');
  expect(await visitor.locator('path.border').count()).toBe(1);
  expect(await visitor.getByText('逾期').count()).toBe(0);
  expect(await overflow(visitor)).toEqual([]);
  await shot(visitor, 'b02-public');
  await visitor.context().close();
});

test('门楼牌：县里编号，出具的证明在办件里，扫码的网页查得到', async () => {
  const county = await city.staff('xian');
  await county.post('/api/cases', {
    itemId: 'PN-06',
    channel: 'window',
    requestId: requestId(),
    form: {
      applicant: { name: '余春霞', idNumber: '421202198001011000', phone: '13907240001', village: '421202100001' },
      want: 'number',
      division: '421202001005',
      street: '桂花路',
      papers: [await county.upload('place-scheme')],
    },
  });
  const visitor = await city.window(PHONE);
  await visitor.goto('/services/PN-06');
  await visitor.getByRole('link', { name: '开始申请' }).waitFor();
  const clerk = await city.officer('郑海燕');
  await clerk.goto('/work/cases?view=mine');
  await clerk
    .getByRole('link', { name: /余春霞/ })
    .first()
    .click();
  await clerk.locator('.case-actions').getByRole('button', { name: '受理', exact: true }).click();
  await clerk.locator('.action-drawer button[type=submit]').click();
  await reads(clerk, '已完成：受理');
  await clerk.locator('.case-actions').getByRole('button', { name: '编号、出具证明' }).click();
  await type(clerk, 'number', '26');
  await clerk.locator('.action-drawer button[type=submit]').click();
  await reads(clerk, '已完成：编号、出具证明');
  await reads(clerk, '门楼牌编号和标准地址证明');
  await shot(clerk, 'b03-plate');
  const { rows } = await city.owner.query(`select check_code from issued_document where kind = 'address-plate'`);
  await visitor.goto(`/check/${rows[0].check_code}`);
  await reads(visitor, '门楼牌编号和标准地址证明');
  await clerk.goto('/work/place-names/00000000-0000-7000-8000-000000000000');
  await clerk.getByRole('heading', { level: 1 }).waitFor();
  expect(await faults(clerk)).toEqual([]);
  await clerk.goto('/work/grids');
  await reads(clerk, '咸安区的社区网格');
  expect(await faults(clerk)).toEqual([]);
  for (const page of [clerk, visitor]) await page.context().close();
});
