/** 互助养老 over HTTP: a neighbour helps, the helped says so, the points become something; and what the database does not let through. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AidList, HelperList, MyAid } from '../src/domains/elderly-care/mutual-aid/content.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { type Elder, elderDesk, VILLAGE } from './elders.ts';

let api: Api;
let people: Awaited<ReturnType<typeof elderDesk>>;
let village: Browser;
let town: Browser;
let old: Elder;
let neighbour: Elder;
let helperPhone: Browser;
let oldPhone: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-15' });
  people = await elderDesk(api);
  [village, town] = (await Promise.all(['cun', 'xiang'].map(api.staff))) as [Browser, Browser];
  old = await people.elder('左奶奶', { birthDate: '1940-05-31' });
  neighbour = await people.elder('万秀英', { birthDate: '1963-02-10' });
  [helperPhone, oldPhone] = [await people.phoneOf(neighbour), await people.phoneOf(old)];
});
afterAll(() => api?.stop());

const ask = { on: '2026-09-18', time: '15:00', kind: 'shopping', note: '两斤鸡蛋' };
const askFor = async (by = village): Promise<string> =>
  (
    await by.post('/api/mutual-aid/requests', {
      requestId: requestId(),
      idNumber: old.idNumber,
      name: old.name,
      division: VILLAGE,
      ...ask,
    })
  ).id;
const step = (by: Browser, id: string, what: string, body: object = {}) =>
  by.post(`/api/mutual-aid/requests/${id}/${what}`, { requestId: requestId(), ...body });
const stepRefused = (by: Browser, id: string, what: string, body: object = {}) =>
  by.refused(`/api/mutual-aid/requests/${id}/${what}`, { requestId: requestId(), ...body });
const mine = (by: Browser): Promise<MyAid> => by.get('/api/my/mutual-aid');
const own = (by: Browser, id: string, what: string, body: object = {}) =>
  by.post(`/api/my/mutual-aid/${id}/${what}`, { requestId: requestId(), ...body });
const ownRefused = (by: Browser, id: string, what: string, body: object = {}) =>
  by.refused(`/api/my/mutual-aid/${id}/${what}`, { requestId: requestId(), ...body });
const list = (show = 'waiting'): Promise<AidList> => town.get(`/api/mutual-aid/requests?show=${show}`);
const helpers = async (): Promise<HelperList> => town.get('/api/mutual-aid/helpers');
const worked = (on: string, from: string, to: string, code = '') => ({ on, from, to, place: '老人家里', code });

let helperId = '';
test('邻居在手机上登记做帮手；不满60岁不算低龄老年人；乡镇核实以前不能接', async () => {
  const young = await people.elder('小凌', { birthDate: '1990-01-01' });
  const body = { requestId: requestId(), kind: 'young-old', offers: '代买、打扫，平日下午' };
  expect((await (await people.phoneOf(young)).refused('/api/my/mutual-aid-helper', body)).message).toBe(
    '低龄老年人是60岁以上、70岁以下，小凌不在其中。',
  );
  await helperPhone.post('/api/my/mutual-aid-helper', { ...body, requestId: requestId() });
  const id = await askFor();
  expect((await ownRefused(helperPhone, id, 'take')).message).toBe('您还不是核实过的互助帮手。');
  helperId = (await helpers()).rows[0]!.id;
  await town.post(`/api/mutual-aid/helpers/${helperId}/check`, { requestId: requestId(), note: '本人来过，村里了解' });
  expect((await mine(helperPhone)).helper?.near).toMatchObject([{ personName: '左奶奶', kindZh: '代买代办', note: null }]);
  await own(helperPhone, id, 'take');
  expect((await mine(helperPhone)).helper?.mine).toMatchObject([{ note: '两斤鸡蛋', stateZh: '有人接了' }]);
});

test('同一件事别人不能再接；做完报确认码当场确认，一小时10分；码错了不行', async () => {
  const other = await people.elder('卢师傅', { birthDate: '1962-01-01' });
  const { id: otherHelper } = await village.post('/api/mutual-aid/helpers', {
    requestId: requestId(),
    idNumber: other.idNumber,
    name: other.name,
    kind: 'volunteer',
    offers: '修水电',
  });
  await town.post(`/api/mutual-aid/helpers/${otherHelper}/check`, { requestId: requestId(), note: '有志愿者证' });
  const { id } = (await list()).rows[0]!;
  expect((await stepRefused(village, id, 'assign', { helperId: otherHelper })).message).toBe('已经有人接了。');
  const code = (await mine(oldPhone)).asked[0]!.code!;
  await api.moveTo('2026-09-16');
  const wrongCode = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  expect((await ownRefused(helperPhone, id, 'done', worked('2026-09-15', '15:00', '16:30', wrongCode))).code).toBe(
    'CARE_CODE_WRONG',
  );
  expect(await own(helperPhone, id, 'done', worked('2026-09-15', '15:00', '16:30', code))).toMatchObject({ points: 15 });
  expect((await mine(oldPhone)).asked).toMatchObject([
    { stateZh: '已确认', confirmedZh: '报了确认码，左奶奶', points: 15, done: { minutes: 90, place: '老人家里' } },
  ]);
  expect((await mine(helperPhone)).helper?.points).toBe(15);
});

test('没有手机的：村里求助、找人、记做完；记的人不能代老人确认，另一位问过老人才行', async () => {
  const id = await askFor(town);
  await step(village, id, 'assign', { helperId });
  await step(village, id, 'done', worked('2026-09-15', '08:00', '10:00'));
  expect((await stepRefused(village, id, 'confirm', { who: '老人本人' })).code).toBe('AID_OWN_HAND');
  await step(town, id, 'confirm', { who: '老人本人' });
  expect((await list('all')).rows.find((row) => row.id === id)).toMatchObject({
    stateZh: '已确认',
    confirmedZh: '村（社区）问过本人，李建国，问了老人本人',
    points: 20,
  });
});

test('一天最多8小时，同一时间只在一处，不能自己帮自己', async () => {
  const [first, second] = [await askFor(), await askFor()];
  for (const id of [first, second]) await own(helperPhone, id, 'take');
  expect((await ownRefused(helperPhone, first, 'done', worked('2026-09-15', '09:30', '10:30'))).code).toBe('AID_OVERLAP');
  expect((await ownRefused(helperPhone, first, 'done', worked('2026-09-15', '16:30', '21:01'))).message).toBe(
    '9月15日已经记了210分钟，一天最多8小时。',
  );
  await own(helperPhone, first, 'done', worked('2026-09-15', '16:30', '21:00'));
  expect((await ownRefused(helperPhone, second, 'done', worked('2026-09-15', '21:00', '21:01'))).code).toBe('AID_DAY_FULL');
  await own(oldPhone, first, 'confirm');
  const { id: forMe } = await helperPhone.post('/api/my/mutual-aid', { requestId: requestId(), ...ask, on: '2026-09-16' });
  expect((await ownRefused(helperPhone, forMe, 'take')).code).toBe('AID_SELF');
});

test('库里也不让：绕过程序写的第九小时、自己帮自己、超过余分的兑换', async () => {
  const person = async (id: string) =>
    (await api.owner.query('select person_id from aid_helper where id = $1', [id])).rows[0].person_id as string;
  await expect(api.owner.query('update aid_day set minutes = 481 where helper_id = $1', [helperId])).rejects.toMatchObject({
    constraint: 'aid_day_minutes',
  });
  const insert = (helped: string, from: string, to: string, minutes: number) =>
    api.owner.query(
      `insert into aid_request (id, person_id, division, kind, wanted_at, channel, asked_at, asked_by, asked_name, state, code, helper_id, taken_at, from_at, to_at, minutes, place, done_at, done_by)
       values (gen_random_uuid(), $1, '${VILLAGE}', 'other', $2, 'village', $2, 'x', 'x', 'done', '\\x00', $4, $2, $2, $3, $5, '家里', $3, 'x')`,
      [helped, from, to, helperId, minutes],
    );
  await expect(insert(old.id, '2026-09-15T13:30:00Z', '2026-09-15T14:30:00Z', 60)).rejects.toMatchObject({
    constraint: 'aid_day_minutes',
  });
  await expect(insert(await person(helperId), '2026-09-16T01:00:00Z', '2026-09-16T02:00:00Z', 60)).rejects.toMatchObject({
    constraint: 'aid_request_self',
  });
  await expect(insert(old.id, '2026-09-15T07:10:00Z', '2026-09-15T07:20:00Z', 10)).rejects.toMatchObject({
    constraint: 'aid_request_overlap',
  });
  await expect(
    api.owner.query(
      `insert into aid_redemption (id, helper_id, division, points, what, at, by_id, by_name) values (gen_random_uuid(), $1, '${VILLAGE}', 999, '米', now(), 'x', 'x')`,
      [helperId],
    ),
  ).rejects.toMatchObject({ constraint: 'aid_redemption_enough' });
});

test('积分兑换，不够的不换；查明是假的作废，分扣回', async () => {
  const redeem = (points: number) => ({ requestId: requestId(), points, what: '洗衣液一桶' });
  expect((await village.refused(`/api/mutual-aid/helpers/${helperId}/redeem`, redeem(81))).message).toBe(
    '现在有80分，不够兑换。',
  );
  expect(await village.post(`/api/mutual-aid/helpers/${helperId}/redeem`, redeem(30))).toEqual({ left: 50 });
  const confirmed = (await list('all')).rows.find((row) => row.points === 45)!;
  await step(town, confirmed.id, 'void', { reason: '查监控当天下午没有去' });
  expect((await mine(helperPhone)).helper).toMatchObject({ points: 5, redeemed: [{ what: '洗衣液一桶', points: 30 }] });
});

test('两个人互相帮一整天，列出来给乡镇看；别的县看不到', async () => {
  await oldPhone.post('/api/my/mutual-aid-helper', { requestId: requestId(), kind: 'volunteer', offers: '看孩子' });
  const oldHelper = (await helpers()).rows.find(({ name }) => name === '左奶奶')!;
  await town.post(`/api/mutual-aid/helpers/${oldHelper.id}/check`, { requestId: requestId(), note: '本人来过' });
  await api.moveTo('2026-09-18');
  for (const [helper, helped] of [
    [helperPhone, oldPhone],
    [oldPhone, helperPhone],
  ] as const)
    for (const on of ['2026-09-16', '2026-09-17']) {
      const { id } = await helped.post('/api/my/mutual-aid', { requestId: requestId(), ...ask, on: '2026-09-18' });
      await own(helper, id, 'take');
      await own(helper, id, 'done', worked(on, '08:00', '15:00'));
      await own(helped, id, 'confirm');
    }
  expect((await town.get('/api/mutual-aid/doubts')).rows.map(({ says }: { says: string }) => says)).toEqual([
    expect.stringMatching(/互相帮，一个月一个记1[47](\.5)?小时，一个记1[47](\.5)?小时$/),
  ]);
  const elsewhere = await api.staff('jiayu');
  expect((await elsewhere.get('/api/mutual-aid/requests?show=all')).rows).toEqual([]);
});

test('没有人接的，过了时间村里知道一次', async () => {
  const { id } = await oldPhone.post('/api/my/mutual-aid', { requestId: requestId(), ...ask, on: '2026-09-18', time: '09:30' });
  const told = async () =>
    (await village.get('/api/messages')).items.filter((m: { title: string }) => m.title === '互助求助要看一看').length;
  const before = await told();
  await api.moveTo('2026-09-19');
  await api.moveTo('2026-09-20');
  await api.moveTo('2026-09-21');
  expect(await told()).toBe(before + 1);
  await own(oldPhone, id, 'cancel', { reason: '不用了' });
});

test('设施的党组织照登记的设施名称填，包保联系换人要有交接说明', async () => {
  const county = await api.staff('xian');
  const branch = { site: '没有的中心', name: '汀泗桥养老联合党支部', head: '余书记', members: 9, since: '2026-03-01', files: [] };
  const refused = await county.refused('/api/registers/care-party-branch', { requestId: requestId(), ...branch });
  expect(refused.fields[0]?.path).toMatch(/site$/);
  const name = '古塘村涂家互助养老中心户';
  await county.post('/api/care-sites', {
    requestId: requestId(),
    name,
    kind: 'host-household',
    functions: ['activity', 'meals'],
    division: VILLAGE,
    reach: 'place',
    address: '三组12号',
    owner: '涂大嫂',
    operator: '涂大嫂',
    contact: '涂大嫂',
    telephone: '0999-0000811',
    hours: '每天8:00—17:00',
    areaM2: 90,
    dayPlaces: 0,
    fullBeds: 0,
    seats: 10,
    stage: 'operating',
    since: '2026-05-01',
  });
  expect((await county.get('/api/care-sites?kind=host-household')).rows).toMatchObject([{ name, kindZh: '互助养老中心户' }]);
  await county.post('/api/registers/care-party-branch', { requestId: requestId(), ...branch, site: name });
  const contact = {
    site: name,
    person: '余局长',
    post: '县民政局副局长',
    phone: '13900000001',
    duty: '每月到场一次，看伙食和安全',
    files: [],
  };
  const { id } = await county.post('/api/registers/care-contact', { requestId: requestId(), ...contact });
  const handOver = {
    action: 'hand-over',
    version: 1,
    files: [],
    on: '2026-09-20',
    person: '汪科长',
    post: '县民政局养老科',
    phone: '13900000002',
  };
  expect((await county.refused(`/api/registers/care-contact/${id}/steps`, { ...handOver, note: '' })).fields[0]?.path).toBe(
    'note',
  );
  await county.post(`/api/registers/care-contact/${id}/steps`, { ...handOver, note: '电线要改，月底前看一次' });
  expect((await county.get(`/api/registers/care-contact/${id}`)).title).toBe(`${name}：汪科长`);
});

test('老年人名单：村里没有登记过的待核实，登记过的有效，满12个月待更新', async () => {
  const rows = async (record: string): Promise<string[]> =>
    (await village.get(`/api/elders?record=${record}`)).rows.map((row: { name: string }) => row.name);
  expect(await rows('unverified')).toContain('左奶奶');
  await village.post(`/api/elders/${old.id}/living`, { requestId: requestId(), input: { status: 'empty-nest', contacts: [] } });
  expect(await rows('unverified')).not.toContain('左奶奶');
  expect(await rows('valid')).toEqual(['左奶奶']);
  await api.owner.query(
    "update fact_version set valid_from = '2025-09-21' where subject_id = $1 and kind = 'living-status' and superseded_at is null",
    [old.id],
  );
  expect(await rows('stale')).toEqual(['左奶奶']);
});
