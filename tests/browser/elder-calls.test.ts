/** 走失寻人、养老热线、养老需求 by clicks: the desk describes, the village's worker reports on a phone, the public reads the notice; a wish from the hotline waits. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestId } from '../api.ts';
import { type City, DESK, PHONE, reads, shot, startCity } from './browser.ts';
import { faults, overflow } from './look.ts';

const VILLAGE = '421202100001';
let city: City;
beforeAll(async () => {
  city = await startCity('2026-09-01');
  const desk = await city.staff('yingji');
  const { id } = await desk.post('/api/emergency/calls', { requestId: requestId(), division: VILLAGE, said: '母亲没有回来' });
  const search = await desk.post(`/api/emergency/incidents/${id}/lost`, {
    requestId: requestId(),
    division: VILLAGE,
    name: '夏桂枝',
    sex: 'female',
    age: 81,
    looks: '短发花白，说本地话',
    wearing: '枣红色棉袄',
    lastPlace: '菜市场西门',
    lonLat: '114.2890,29.7430',
    minutesAgo: 40,
    contactName: '女儿夏小燕',
    contactPhone: '13900001111',
  });
  await desk.post(`/api/lost-searches/${search.id}/publish`, {
    requestId: requestId(),
    consentBy: '女儿夏小燕',
    way: 'phone',
    photo: 'no',
  });
});
afterAll(() => city?.stop());

test('村里的人在手机上看样子、看分片，报一片找过了；断了网先记着，有网络就送出', async () => {
  const page = await city.officer('陈秀兰', PHONE);
  await page.goto('/work/lost-searches');
  await page.getByRole('link', { name: '汀泗桥社区' }).first().click();
  await reads(page, '枣红色棉袄');
  expect(await overflow(page)).toEqual([]);
  expect(await faults(page)).toEqual([]);
  await shot(page, 'lost01-phone');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: '最后见到的地方周围300米：这片找过了' }).click();
  await page.locator('.action-drawer button[type=submit]').click();
  await page.context().setOffline(false);
  await reads(page, '找过1片，一共5片');
  await page.context().close();
});

test('热线：要服务的登记下来，等着下单；需求页没有缺口时说没有；公众看得到寻人启事', async () => {
  const page = await city.officer('钱慧', DESK);
  await page.goto('/work/care-hotline');
  await reads(page, '现在没有等着办的来电。');
  expect(await faults(page)).toEqual([]);
  await page.goto('/work/care-needs');
  await reads(page, '需求都办结了。');
  await page.goto('/lost');
  await reads(page, '夏桂枝，女，81岁');
  expect(await overflow(page)).toEqual([]);
  await page.context().close();
});
