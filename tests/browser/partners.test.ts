/** Who works for the county without being of it: the provider of services on the phone, the body of community rehabilitation, and who checks them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { playDevices } from '../../src/domains/disability/demonstration/devices.ts';
import { stories } from '../../src/domains/social-assistance/demonstration/index.ts';
import { playServices } from '../../src/domains/social-assistance/demonstration/services.ts';
import { type City, choose, PHONE, photo, pick, reads, shot, startCity, type } from './browser.ts';
import { overflow } from './look.ts';

const START = '2026-09-01';
let city: City;

beforeAll(async () => {
  city = await startCity(START);
  await city.register(...stories);
  const stage = {
    context: city.context,
    filesDir: city.filesDir,
    moveTo: (instant: string) => city.clock.set(new Date(instant).toISOString()),
  };
  await playServices(stage, START);
  await playDevices(stage, START);
  city.clock.set(`${START}T09:00:00.000Z`);
});
afterAll(() => city?.stop());

describe('承接机构', () => {
  test('在手机上填报一次服务：没有凭证的，话写在那一栏；附了照片就报出去', async () => {
    const page = await city.officer('夏雨', PHONE);
    await page.goto('/work/service-tasks');
    await page.getByRole('button', { name: '填报服务' }).click();
    const drawer = page.locator('.action-drawer');
    await type(page, 'time', '14:30');
    await type(page, 'minutes', '40');
    await type(page, 'latitude', '29.68210');
    await type(page, 'longitude', '114.26900');
    await type(page, 'note', '陪着聊了近况，帮忙量了血压。');
    await drawer.getByRole('button', { name: '填报服务' }).click();
    await reads(drawer, '请拍现场照片，或请受助人签字');
    expect(await overflow(page)).toEqual([]);
    await drawer.locator('input[type=file]').last().setInputFiles(photo());
    await reads(drawer, '已上传');
    await drawer.getByRole('button', { name: '填报服务' }).click();
    await reads(page, '没有这样的服务');
    await page.context().close();
  });

  test('乡镇负责人验收：只有照片的先问过本人；有疑点的要写明怎样核实；不合格的写明原因', async () => {
    const page = await city.officer('周志强');
    await page.goto('/work/service-tasks');
    const doubtful = page.getByRole('row').filter({ hasText: '照片与另一次服务相同' }).first();
    const drawer = page.locator('.action-drawer');
    await doubtful.getByRole('button', { name: '本人确认' }).click();
    await pick(page, 'how', '电话问过本人');
    await pick(page, 'said', '属实');
    await drawer.getByRole('button', { name: '本人确认' }).click();
    await doubtful.getByRole('button', { name: '验收合格', exact: true }).click();
    await drawer.getByRole('button', { name: '验收合格' }).click();
    await reads(drawer, '请填写核实情况');
    await shot(page, 'partners-accept');
    await drawer.getByRole('button', { name: '先不办' }).click();
    await doubtful.getByRole('button', { name: '验收不合格' }).click();
    await type(page, 'reason', '照片是上一次的，当天没有上门。');
    await drawer.getByRole('button', { name: '验收不合格' }).click();
    await doubtful.waitFor({ state: 'detached' });
    await page.goto('/work/service-tasks?state=refused');
    await reads(page, '不合格：照片是上一次的，当天没有上门。');
    await page.context().close();
  });
});

describe('康复机构', () => {
  test('登记一次服务，时间撞了的说在时间那一栏；上月结算提交，县里核对', async () => {
    const page = await city.officer('康静');
    await page.getByRole('link', { name: '方伟' }).first().click();
    await page.getByRole('button', { name: '登记服务' }).click();
    const drawer = page.locator('.action-drawer');
    await choose(page, 'service', '服药训练');
    for (const [i, part] of ['2026', '8', '27'].entries()) await page.locator('#f-on input').nth(i).fill(part);
    await type(page, 'time', '14:30');
    await type(page, 'minutes', '30');
    await pick(page, 'staffId', '康静');
    await type(page, 'place', '活动室');
    await pick(page, 'evidence', '本人签到');
    await type(page, 'note', '按时服药，情绪平稳。');
    await drawer.getByRole('button', { name: '保存' }).click();
    await reads(drawer, '请核对开始时间和时长');
    await type(page, 'time', '16:30');
    await drawer.getByRole('button', { name: '保存' }).click();
    await drawer.waitFor({ state: 'detached' });
    await reads(page, '按时服药，情绪平稳。');
    await page.getByRole('link', { name: '在服务的人' }).click();
    await page.getByRole('button', { name: '提交结算' }).click();
    await drawer.getByRole('button', { name: '保存' }).click();
    await reads(page, '待县里核对');
    await shot(page, 'partners-rehab');
    const county = await city.officer('郑海燕');
    await county.goto('/work/rehab/figures');
    await county.getByRole('button', { name: '核对无误' }).click();
    await reads(county, '已核对');
    await county.context().close();
    await page.context().close();
  });
});
