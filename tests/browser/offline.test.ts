/** A home visit where there is no network: what is typed, photographed and signed stays on the phone and arrives when the network is back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { carry } from '../api.ts';
import { subsidyDesk } from '../subsidies.ts';
import { type City, choose, openCase, PHONE, photo, pick, reads, shot, sign, startCity, type } from './browser.ts';

let city: City;
let visiting: string;
const story = storyOf('two-officers');
const name = story.form.applicant.name;

beforeAll(async () => {
  city = await startCity('2026-09-01');
  await city.register(story);
  visiting = await carry(city, story, 'surveying');
});
afterAll(() => city?.stop());

test('没有网络时登记入户调查：照片和签名存在手机上，写明等着送；关掉再打开都还在；有网络了自动送到', async () => {
  const page = await city.officer('李建国', PHONE);
  await page.context().grantPermissions(['geolocation']);
  await page.context().setGeolocation({ latitude: 29.7, longitude: 114.3, accuracy: 12 });
  const open = () => page.locator('.case-actions').getByRole('button', { name: '登记入户调查' }).click();
  const drawer = page.locator('.action-drawer');
  await openCase(page, name, 'all');
  await open();
  await drawer.locator('.causes').waitFor();
  await page.context().setOffline(true);
  await choose(page, 'surveyors.1.name', '村干部，系统里没有账号');
  await type(page, 'surveyors.1.cadre', '陈秀兰');
  await type(page, 'respondent', name);
  await pick(page, 'living', '与申报一致');
  await type(page, 'findings', '山上没有信号，家里陈设简单。');
  await drawer.locator('input[type=file]').last().setInputFiles(photo());
  await reads(drawer, '存在这台设备上，等网络');
  await drawer.getByRole('button', { name: '记下现在的位置' }).click();
  await reads(drawer, '北纬29.70000°，东经114.30000°（误差约12米）');
  await sign(page, 'signature');
  await reads(drawer, '2个文件还在这台设备上');
  await drawer.locator('button[type=submit]').click();
  await reads(drawer, '联网后自动再送一次');
  await shot(page, 'offline-drawer');
  // The drawer is closed and the phone is put away: the page says what waits; with the network it is opened and sent.
  await drawer.getByRole('button', { name: '先不办' }).click();
  await reads(page, '这台设备上还有1张表没有送出');
  await shot(page, 'offline-waits');
  await page.context().setOffline(false);
  await page.reload();
  await page
    .getByRole('region', { name: '还没有送出' })
    .getByRole('link', { name: `${name}：登记入户调查` })
    .click();
  await open();
  await reads(drawer, '2个文件还在这台设备上');
  // Cut again at the moment of sending: the line comes back and the form goes by itself.
  await page.context().setOffline(true);
  await drawer.locator('button[type=submit]').click();
  await reads(drawer, '联网后自动再送一次');
  await page.context().setOffline(false);
  await reads(page, '已完成：登记入户调查');
  await page.getByRole('region', { name: '还没有送出' }).waitFor({ state: 'detached' });
  const clerk = await city.staff('xiang');
  const { visits } = (await clerk.case(visiting)).sections;
  expect(visits).toHaveLength(1);
  expect(visits[0]).toMatchObject({ signed: true, position: '29.70000,114.30000,12' });
  const { rows } = await city.owner.query(
    'select media_type from stored_file where case_id = $1 and created_at > $2 order by created_at',
    [visiting, '2026-09-01'],
  );
  expect(rows.length).toBeGreaterThanOrEqual(2);
  expect(visits[0].photos).toHaveLength(1);
  await page.context().close();
});

test('界桩巡查：没有网络时拍照、定位、记下，写明等着送；有网络了自动送到，记一次', async () => {
  const clerk = await city.staff('xian');
  const line = (await (await city.staff('shi')).get('/api/boundary-lines')).rows[0].id;
  await clerk.post(`/api/boundary-lines/${line}/markers`, {
    no: '7',
    kind: 'double',
    material: '花岗岩',
    division: '421202100001',
    position: '29.80000,114.30000,5',
  });
  const page = await city.officer('陈秀兰', PHONE);
  await page.context().grantPermissions(['geolocation']);
  await page.context().setGeolocation({ latitude: 29.8001, longitude: 114.3001, accuracy: 5 });
  await page.goto('/work/markers');
  await reads(page, '该巡查了');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: '7号界桩：巡查' }).click();
  const drawer = page.locator('.action-drawer');
  await choose(page, 'state', '损坏');
  await drawer.locator('input[type=file]').last().setInputFiles(photo('界桩.png'));
  await reads(drawer, '存在这台设备上，等网络');
  await drawer.getByRole('button', { name: '记下现在的位置' }).click();
  await reads(drawer, /北纬/);
  await drawer.locator('button[type=submit]').click();
  await reads(drawer, '联网后自动再送一次');
  await reads(page, '这台设备上还有1张表没有送出');
  await shot(page, 'offline-marker');
  await page.context().setOffline(false);
  await reads(page, '已完成：巡查');
  await page.getByRole('region', { name: '还没有送出' }).waitFor({ state: 'detached' });
  const { rows } = await city.owner.query('select state, by_name from marker_visit');
  expect(rows).toEqual([{ state: 'damaged', by_name: '陈秀兰' }]);
  await page.context().close();
});

test('残疾人上门：打开以后没有网络也看得到；当场登记的生存确认存在手机上，有网络了自动送到', async () => {
  const desk = await subsidyDesk(city);
  const who = await desk.granted('阮无信');
  await city.owner.query(`update subsidy_award set from_month = '2025-06' where person_id = $1`, [who.id]);
  await city.moveTo('2026-09-02');
  const page = await city.officer('陈秀兰', PHONE);
  await page.goto('/work/disability/village');
  await reads(page, '阮无信');
  await reads(page, '快到期的残疾人证');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: '登记' }).first().click();
  const drawer = page.locator('.action-drawer');
  await pick(page, 'result', '见到本人');
  await type(page, 'note', '在堂屋见到，精神还好。');
  await drawer.locator('button[type=submit]').click();
  await reads(drawer, '联网后自动再送一次');
  await reads(page, '上门交接辅具');
  await shot(page, 'offline-village');
  await page.context().setOffline(false);
  await reads(page, '已完成：登记生存确认');
  const { rows } = await city.owner.query(`select state, way from subsidy_confirmation where person_id = $1`, [who.id]);
  expect(rows).toEqual([{ state: 'confirmed', way: 'visit' }]);
  await page.context().close();
});
