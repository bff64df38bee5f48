/** A village worker goes round her elders on a phone, part of it where there is no network; the township sees what came of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playVisits } from '../../src/domains/elderly-care/demonstration/visits.ts';
import { makePlayers } from '../../src/domains/social-assistance/demonstration/players.ts';
import { type City, DESK, PHONE, photo, reads, shot, startCity, type } from './browser.ts';

let city: City;

beforeAll(async () => {
  city = await startCity('2026-07-29');
  const players = makePlayers(city.context);
  await playVisits(
    { context: city.context, moveTo: (instant) => city.clock.set(new Date(instant).toISOString()) },
    players.staff,
  );
  await players.leave();
  city.clock.set('2026-09-01T01:00:00.000Z');
  await city.run();
});
afterAll(() => city?.stop());

const visits = async (name: string) =>
  (
    await city.owner.query(
      `select v.mode, v.outcome, v.validity, v.photo_hash is not null as photo from elder_visit v join person p on p.id = v.person_id
        where p.name = $1 and v.visited_on = '2026-09-01'`,
      [name],
    )
  ).rows;

test('村里走一天：按路线排好；没有网络时照样记，见到的、有需要的、没见到的都存在手机上；有网络了自动送到，各记一次', async () => {
  const page = await city.officer('陈秀兰', PHONE);
  await page.context().grantPermissions(['geolocation']);
  const stand = (metres: number) =>
    page.context().setGeolocation({ latitude: 29.75 + metres / 111_194.9, longitude: 114.29, accuracy: 9 });
  await page.goto('/work/elder-visits/walk');
  await reads(page, '熊国富');
  // 敲门没有人应的、超期的都在今天；离村委会近的在前
  await reads(page, '敲门无应答：打电话找人');
  await reads(page, '已超期');
  await shot(page, 'visits-phone');
  const door = (name: string) => page.locator('ol.walk > li', { hasText: name });
  await stand(540);
  await page.context().setOffline(true);
  await page.getByRole('button', { name: '熊国富：到了' }).click();
  await door('熊国富').getByRole('button', { name: '见到本人' }).click();
  await door('熊国富').locator('input[type=file]').setInputFiles(photo('屋里.png'));
  await reads(door('熊国富'), '已拍1张');
  await shot(page, 'visits-at-door');
  await door('熊国富').getByRole('button', { name: '一切正常' }).click();
  await reads(door('熊国富'), '已记，等网络');
  await stand(900);
  await page.getByRole('button', { name: '吴先觉：到了' }).click();
  await door('吴先觉').getByRole('button', { name: '见到本人' }).click();
  await door('吴先觉').getByRole('button', { name: '有需要' }).click();
  await door('吴先觉').getByLabel('助餐').check();
  await door('吴先觉').getByLabel('急，当天要办').check();
  await door('吴先觉').getByRole('textbox').fill('三天没有买菜了');
  await shot(page, 'visits-need');
  await door('吴先觉').getByRole('button', { name: '记下，报乡镇' }).click();
  // 点错了，去了一页没有打开过的：说明白，回得来
  await page.locator('nav.thumbs').getByRole('link', { name: '办件', exact: true }).click();
  await reads(page, '没有网络，这一页还打不开');
  await shot(page, 'visits-unreached');
  await page.getByRole('button', { name: '回到刚才的页面' }).click();
  await reads(door('吴先觉'), '已记，等网络');
  await reads(page, '还没有送出的2条');
  await shot(page, 'visits-offline');
  await page.context().setOffline(false);
  await page.getByText(/还没有送出的/).waitFor({ state: 'detached' });
  // 不到五分钟的，由乡镇核实
  expect(await visits('熊国富')).toEqual([{ mode: 'home', outcome: 'well', validity: 'suspect', photo: true }]);
  expect(await visits('吴先觉')).toEqual([{ mode: 'home', outcome: 'need', validity: 'suspect', photo: false }]);
  // 再上门一次还是没有人应
  await stand(700);
  await page.getByRole('button', { name: '佘秀英：到了' }).click();
  await door('佘秀英').getByRole('button', { name: '没见到' }).click();
  await reads(door('佘秀英'), '敲门无应答：已报乡镇');
  await page.context().close();
});

test('乡镇看板：哪些超期、哪些有疑点；核实一条，交办一项需求；县里启动寒潮走访', async () => {
  const page = await city.officer('李建国', DESK);
  await page.goto('/work/elder-visits/board?view=suspects');
  await reads(page, '熊国富');
  await shot(page, 'visits-board');
  await page.getByRole('button', { name: '熊国富：核实' }).click();
  await page.getByText('属实，算数').click();
  await type(page, 'note', '打电话问了本人，聊了一刻钟。');
  await page.locator('.ant-drawer button[type=submit]').click();
  await page.getByRole('button', { name: '熊国富：核实' }).waitFor({ state: 'detached' });
  expect((await visits('熊国富'))[0]!.validity).toBe('valid');
  // 登记情况从已经登记的开始，不会把以前的冲掉
  await page.goto('/work/elder-visits/board?view=people');
  await page.getByRole('button', { name: '熊国富：登记情况' }).click();
  expect(await page.getByLabel('半小时内没有人能赶到').isChecked()).toBe(true);
  expect(await page.getByLabel('失智').isChecked()).toBe(false);
  await page.goto('/work/elder-visits/board?view=needs');
  await reads(page, '助餐（急），待交办');
  await page.goto('/work/elder-visits/board');
  await reads(page, '黎大顺');
  await page.context().close();
  const county = await city.officer('郑海燕', DESK);
  await county.goto('/work/elder-visits/board');
  await county.getByRole('button', { name: '极端天气走访' }).click();
  await county.getByText('寒潮').click();
  await county.locator('.ant-drawer button[type=submit]').click();
  await reads(county, '寒潮走访：');
  await county.goto('/work/elderly-indicators');
  await reads(county, '特殊困难老年人月探访率');
  await shot(county, 'visits-figures');
  await county.context().close();
});
