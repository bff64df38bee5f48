/** 医养台账: green channels confirmed every year, units of hospitals, demonstration institutions up to the public page, the rescue kit; I-36b and I-46 with their rows. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHome } from '../src/domains/elderly-care-institutions/fixtures.ts';
import { plusDays } from '../src/kernel/calendar/index.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { actsOn, type RegisterActs } from './registers.ts';

let api: Api;
let acts: RegisterActs;
let county: Browser;
let leader: Browser;
let city: Browser;
const NAME = '咸安区社会福利院';

beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  acts = actsOn(api);
  const { home } = await openHome(api);
  [county, leader, city] = (await Promise.all(['xian', 'xianzhang', 'shi'].map(api.staff))) as [Browser, Browser, Browser];
  await api.owner.query(`update care_institution set recorded_beds = 20 where id = $1`, [home.id]);
});
afterAll(() => api?.stop());

const enter = (key: string, form: object, who = county) => acts.enter(who, key, form);
const card = (key: string, id: string, who = county) => acts.card(who, key, id);
const total = async (key: string) => (await city.get(`/api/indicators/${key}`)).indicator.total;
/** The rows that a figure opens: as many as it counts. */
const rows = async (key: string) => (await city.get(`/api/indicators/${key}`)).rows;

const hospital = (name: string) => ({
  name,
  kind: 'general',
  grade: 'two',
  address: '咸安区示例路1号',
  telephone: '0715-8888120',
});
const confirmed = {
  measures: ['register', 'see', 'emergency'],
  department: '门诊部',
  telephone: '0715-8888121',
  basis: '医院盖章的确认表',
};
let green: string;

test('绿色通道：三家医疗机构，确认一家，一家没有，一家还没有答：1／3；同一家登记两次不收', async () => {
  const key = 'care-green-channel';
  green = await enter(key, hospital('咸安区人民医院（示例）'));
  const second = await enter(key, hospital('咸安区中医院（示例）'));
  await enter(key, hospital('汀泗桥镇卫生院（示例）'));
  // 别的单位登记的，自己看不到也不能再登记一条
  const elsewhere = await api.staff('jiayuxian');
  for (const by of [county, elsewhere])
    expect(
      (await by.refused(`/api/registers/${key}`, { ...hospital('咸安区中医院（示例）'), requestId: requestId() })).message,
    ).toBe('老年绿色通道里已经有“咸安区中医院（示例）”。');
  await acts.done(county, key, green, 'confirm', confirmed);
  await acts.done(county, key, second, 'deny', { reason: '还没有安排人手' });
  expect(await total('green-channel')).toMatchObject({ num: 1, den: 3 });
  expect((await rows('green-channel')).map((r: { name: string; says: string }) => [r.name, r.says]).sort()).toEqual([
    ['咸安区中医院（示例）', '2026-09-01登记没有绿色通道'],
    ['咸安区人民医院（示例）', '2026-09-01确认'],
    ['汀泗桥镇卫生院（示例）', '还没有确认'],
  ]);
});

test('满一年没有再确认的不算，到期前30天提醒县里；再确认一次又算', async () => {
  const key = 'care-green-channel';
  expect((await card(key, green)).limit).toMatchObject({ zh: '再确认绿色通道', dueOn: '2027-09-01', late: false });
  await acts.jump('2027-08-02');
  expect((await county.get('/api/messages')).items[0].body).toContain('“咸安区人民医院（示例）”再确认绿色通道剩余30日');
  expect(await total('green-channel')).toMatchObject({ num: 1 });
  await acts.jump('2027-09-01');
  expect(await total('green-channel')).toMatchObject({ num: 0, den: 3 });
  await acts.done(county, key, green, 'confirm', confirmed);
  expect(await total('green-channel')).toMatchObject({ num: 1, den: 3 });
});

test('医院老年康复单元：登记30张，年度确认按这一次的20张；停办的网上撤下', async () => {
  const key = 'hospital-elder-unit';
  const id = await enter(key, {
    name: '咸安区中医院（示例）',
    grade: 'two',
    kind: 'centre',
    beds: 30,
    partners: NAME,
    telephone: '0715-8888130',
  });
  await acts.done(county, key, id, 'confirm', { beds: 20, partners: NAME, referrals: 12, basis: '医院盖章的确认表' });
  expect((await card(key, id)).facts).toContainEqual({ label: '床位', value: '20张' });
  const open = async () => (await api.visitor().call('GET', `/open/${key}`)).raw.toString();
  expect(await open()).toContain('20张');
  expect((await card(key, id)).limit).toMatchObject({ zh: '年度确认' });
  await acts.done(county, key, id, 'close', { reason: '科室合并', where: '转到康复科' });
  expect(await open()).not.toContain('20张');
});

test('医养示范机构：没有医养结合的不收；评审的人不能是登记的人；公示期满才能命名；命名的写在公开页上；一年复核；撤销的撤下', async () => {
  const key = 'care-demonstration';
  const form = { name: NAME, services: '内设医务室，两名医生、三名护士，和区人民医院双向转诊', appliedOn: '2027-09-01' };
  expect((await county.refused(`/api/registers/${key}`, { ...form, requestId: requestId() })).code).toBe('DEMO_HOME_UNSERVED');
  const head = await api.staff('yuanzhang');
  const own = await head.get('/api/institutions/own');
  await head.post(`/api/institutions/${own.id}/medical`, {
    kind: 'clinic',
    partner: '本院医务室',
    fromOn: '2026-01-01',
    insured: true,
    requestId: requestId(),
  });
  expect((await county.refused(`/api/registers/${key}`, { ...form, name: '没有这家', requestId: requestId() })).status).toBe(422);
  const id = await enter(key, form);
  const review = { members: '区卫健局、区民政局、区人民医院三人', opinion: '看过医务室和病历，够得上' };
  expect((await acts.refusal(county, key, id, 'review', review)).code).toBe('REGISTER_OWN_HAND');
  await acts.done(leader, key, id, 'review', review);
  await acts.done(county, key, id, 'post', { telephone: '0715-8888100' });
  const name = { documentNo: '咸安民发〔2027〕9号', verified: '' };
  expect((await acts.refusal(leader, key, id, 'name', name)).message).toBe('公示到2027年9月8日，期满才能命名。');
  expect(await total('medical-demonstration-counties')).toMatchObject({ num: 0, den: 6 });
  await acts.jump('2027-09-09');
  await acts.done(leader, key, id, 'name', name);
  expect(await total('medical-demonstration-counties')).toMatchObject({ num: 1, den: 6 });
  expect((await rows('medical-demonstration-counties')).filter((r: { num: number }) => r.num === 1)).toMatchObject([
    { name: '咸安区' },
  ]);
  expect(await total('medical-demonstration-city')).toMatchObject({ num: 0 });
  const page = async () => (await api.visitor().call('GET', `/care-homes/${own.id}`)).raw.toString();
  expect(await page()).toContain('县级医养示范机构');
  // 同一家同一级只有一条：命名的撤销以前不能再申报
  expect((await county.refused(`/api/registers/${key}`, { ...form, requestId: requestId() })).code).toBe('REGISTER_TWICE');
  await acts.jump('2027-09-17');
  await acts.done(county, key, id, 'check', { on: '2027-09-17', result: 'repair', found: '少了一名医生，一个月里补上' });
  expect((await card(key, id)).stateZh).toBe('复核要整改');
  await acts.done(leader, key, id, 'revoke', { reason: '没有补上医生', documentNo: '咸安民发〔2027〕20号' });
  expect(await total('medical-demonstration-counties')).toMatchObject({ num: 0 });
  expect(await page()).not.toContain('医养示范机构');
});

test('市里命名的算市级；县里看得到，不能办', async () => {
  const key = 'care-demonstration';
  const form = { name: NAME, services: '内设医务室，两名医生、三名护士，和区人民医院双向转诊', appliedOn: '2027-09-10' };
  const id = await enter(key, form, city);
  const head = await api.staff('shiling');
  await acts.done(head, key, id, 'review', { members: '市卫健委、市民政局、市中心医院三人', opinion: '看过现场，够得上示范' });
  await acts.done(city, key, id, 'post', { telephone: '0715-8888100' });
  const name = { documentNo: '咸民发〔2027〕30号', verified: '' };
  await acts.done(city, key, id, 'object', { objection: '巡诊记录是补的' });
  await acts.jump(plusDays('2027-09-17', 8));
  expect((await acts.refusal(head, key, id, 'name', name)).code).toBe('REGISTER_OBJECTED');
  await acts.done(head, key, id, 'name', { ...name, verified: '调了医院的出诊记录，一致' });
  expect(await total('medical-demonstration-city')).toMatchObject({ num: 1 });
  expect(await rows('medical-demonstration-city')).toMatchObject([{ name: NAME, link: 'register', linkId: `${key}/${id}` }]);
});

test('设备包：七种缺一种标红，写明缺什么；补齐了变绿；全市只有一份，由市里登记', async () => {
  const key = 'care-rescue-kit';
  const form = {
    name: NAME,
    keeper: '护理部葛红梅',
    ecg: 1,
    bed: 2,
    oxygen: 4,
    suction: 2,
    sterile: 1,
    physio: 1,
    occupational: 0,
  };
  expect((await county.refused(`/api/registers/${key}`, { ...form, requestId: requestId() })).code).toBe('REGISTER_NOT_YOURS');
  const id = await enter(key, form, city);
  const { name: _, ...check } = { ...form, tried: '氧气瓶压力正常，吸痰器能用' };
  await acts.done(city, key, id, 'check', check);
  expect(await card(key, id, city)).toMatchObject({ title: `${NAME}：缺作业治疗设备`, stateZh: '不齐', tone: 'bad' });
  await acts.done(city, key, id, 'check', { ...check, occupational: 1 });
  expect(await card(key, id, city)).toMatchObject({ title: NAME, stateZh: '七种齐全', limit: { zh: '年度清点' } });
  expect((await city.refused(`/api/registers/${key}`, { ...form, requestId: requestId() })).code).toBe('REGISTER_TWICE');
  // 各县的应急呼叫台旁边都看得到
  const desk = await (await api.staff('yingji')).get('/api/emergency/equipment');
  expect(desk.rows).toMatchObject([{ title: NAME, stateZh: '七种齐全' }]);
  expect(desk.rows[0].facts).toContainEqual({ label: '作业治疗设备', value: '1件' });
});
