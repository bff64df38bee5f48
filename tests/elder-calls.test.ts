/** 走失寻人和应急演练 over HTTP: an old man who did not come home, from the call to the visit afterwards; a drill that nobody counts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DrillFile, DrillList } from '../src/domains/elderly-care/emergency/content.ts';
import type { LostFile } from '../src/domains/elderly-care/lost/content.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { emit } from '../src/kernel/event/server.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

const VILLAGE = '421202100001';
const NEXT = '421202100004';
let api: Api;
let desk: Browser;
let village: Browser;
let leader: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-11-20' });
  [desk, village, leader] = (await Promise.all(['yingji', 'cun', 'xianzhang'].map(api.staff))) as [Browser, Browser, Browser];
});
afterAll(() => api?.stop());

const at = (time: string, day = 22) => api.clock.set(new Date(`2026-11-${day}T${time}+08:00`).toISOString());
const file = (id: string, by = desk): Promise<LostFile> => by.get(`/api/lost-searches/${id}`);
const step = (id: string, what: string, body: object = {}, by = desk) =>
  by.post(`/api/lost-searches/${id}/${what}`, { requestId: requestId(), ...body });
const told = async (by: Browser): Promise<string[]> =>
  (await by.get('/api/messages')).items.map((m: { title: string }) => m.title);

const looks = {
  division: VILLAGE,
  name: '夏桂枝',
  sex: 'female',
  age: 81,
  looks: '身高1米55，短发花白，说本地话',
  wearing: '枣红色棉袄、黑裤子、布鞋',
  lastPlace: '古塘村小卖部',
  lonLat: '114.3210,29.7520',
  minutesAgo: 80,
  care: '失智，叫“夏老师”会答应；有高血压',
  contactName: '女儿夏小燕',
  contactPhone: '13900001111',
};

/** A call about somebody who is lost, answered. */
async function called(): Promise<string> {
  const { id } = await desk.post('/api/emergency/calls', {
    requestId: requestId(),
    division: VILLAGE,
    said: '母亲下午出门没有回来',
  });
  await desk.post(`/api/emergency/incidents/${id}/classify`, { requestId: requestId(), level: '2', answered: 'yes' });
  return id;
}

describe('夏桂枝下午出门没有回来', () => {
  let id = '';
  let photo = '';

  test('电话打到呼叫台：登记样子、照片要有人同意；村里马上知道，分五片去找', async () => {
    at('17:30:00');
    const call = await called();
    photo = await desk.upload('lost-photo');
    expect(
      (await desk.refused(`/api/emergency/incidents/${call}/lost`, { requestId: requestId(), ...looks, photo })).fields,
    ).toEqual([{ path: 'photoConsent', message: '用照片要有人同意，请写明是谁' }]);
    ({ id } = await desk.post(`/api/emergency/incidents/${call}/lost`, {
      requestId: requestId(),
      ...looks,
      photo,
      photoConsent: '女儿夏小燕，电话里同意',
    }));
    const found = await file(id);
    expect(found).toMatchObject({ stateZh: '正在找', sourceZh: '紧急呼叫', photo: true, sectors: 5 });
    // 80分钟，按每小时2公里：2700米
    expect(found.grounds.map(({ name }) => name)).toEqual([
      '最后见到的地方周围300米',
      '东北片（300—2700米）',
      '东南片（300—2700米）',
      '西南片（300—2700米）',
      '西北片（300—2700米）',
    ]);
    expect(await told(village)).toContain('有老人走失，请帮忙找');
    expect((await village.call('GET', `/api/lost-searches/${id}/photo`)).status).toBe(200);
    expect((await desk.refused(`/api/emergency/incidents/${call}/lost`, { requestId: requestId(), ...looks })).code).toBe(
      'LOST_KNOWN',
    );
    expect((await desk.get(`/api/emergency/incidents/${call}`)).lost).toEqual({ id, stateZh: '正在找' });
  });

  test('15分钟没有报110，提醒一次；报了写明时间和接警人；60分钟没有找到，报县里', async () => {
    at('17:45:00');
    await api.run();
    await api.run();
    expect((await file(id)).course.filter(({ zh }) => zh === '还没有报110，已提醒')).toHaveLength(1);
    expect((await file(id)).alarm).toBe('还没有报110');
    at('17:48:00');
    await step(id, 'police', { who: '汀泗派出所 警号021345', minutesAgo: 2 });
    const now = await file(id);
    expect(now.alarm).toBeNull();
    expect(now.course.at(-1)).toMatchObject({ zh: '报110', note: '11月22日17:46，接警人汀泗派出所 警号021345' });
    at('18:30:00');
    await api.run();
    expect((await file(id)).course.at(-1)!.zh).toBe('还没有找到，已报县里和市里');
    expect(await told(leader)).toContain('走失寻人：还没有找到');
  });

  test('寻人启事：家属同意才发；样子里写了病的不许发；公众看得到样子，看不到病和联系人', async () => {
    at('18:35:00');
    const { minutesAgo: _, ...sheet } = looks;
    const { division: __, ...correction } = sheet;
    await step(id, 'correct', { ...correction, looks: '短发花白，有点痴呆' });
    const consent = { consentBy: '女儿夏小燕', way: 'phone', photo: 'yes' };
    expect((await desk.refused(`/api/lost-searches/${id}/publish`, { requestId: requestId(), ...consent })).message).toBe(
      '公示内容包含健康信息，禁止发布。',
    );
    await step(id, 'correct', correction);
    expect(
      (await desk.refused(`/api/lost-searches/${id}/publish`, { requestId: requestId(), way: 'phone', photo: 'no' })).status,
    ).toBe(422);
    await step(id, 'publish', consent);
    const page: string = (await api.visitor().call('GET', '/lost')).body;
    expect(page).toContain('夏桂枝，女，81岁，身高1米55');
    expect(page).not.toMatch(/失智|高血压|夏小燕|13900001111/);
    const picture = /\/lost\/[0-9a-f-]{36}\/photo/.exec(page)![0];
    expect((await api.visitor().call('GET', picture)).status).toBe(200);
    // 登记的样子更正了，挂出去的启事跟着改；更正里写了病的不收
    await step(id, 'correct', { ...correction, wearing: '灰色棉袄、布鞋' });
    expect(String((await api.visitor().call('GET', '/lost')).body).includes('灰色棉袄')).toBe(true);
    const ill = { requestId: requestId(), ...correction, looks: '短发花白，有点痴呆' };
    expect((await desk.refused(`/api/lost-searches/${id}/correct`, ill)).code).toBe('LOST_HEALTH');
    await step(id, 'correct', correction);
  });

  test('加一处从前的家，交给邻村：邻村看得到样子，只看得到这一件；领导看不到病', async () => {
    await step(id, 'place', { name: '从前住的老屋', division: NEXT });
    const { grounds } = await file(id);
    expect(grounds.at(-1)).toMatchObject({ no: 6, name: '从前住的老屋' });
    expect((await file(id, leader)).closer).toBeNull();
    expect((await file(id, leader)).course.every(({ note }) => note === null)).toBe(true);
    expect((await file(id, village)).closer).toMatchObject({ contactName: '女儿夏小燕' });
    const outside = await api.staff('jiayu');
    expect((await outside.call('GET', `/api/lost-searches/${id}`)).status).toBe(404);
  });

  test('没有网络：找的人先记在手机上，按按下的时刻算；找到了，启事马上撤下，晚到的也收', async () => {
    at('18:40:00');
    const before = await file(id, village);
    const stampOf = (offer: { stamp?: { ticket: string } } | undefined, time: string) => ({
      at: new Date(`2026-11-22T${time}+08:00`).toISOString(),
      ticket: offer!.stamp!.ticket,
    });
    const found = before.offers.find(({ action }) => action === 'found');
    const east = before.grounds[1]!.offers.find(({ action }) => action === 'searched');
    at('19:20:00');
    await step(
      id,
      'seen',
      {
        what: '往河边走了',
        who: '过路的钱师傅',
        position: '29.75650,114.32100,15',
        stamp: stampOf(found, '19:05:00'),
      },
      village,
    );
    expect((await file(id)).sightings[0]).toMatchObject({
      kindZh: '有人看到',
      late: true,
      at: '2026-11-22T11:05:00.000Z',
      spot: { east: 0, north: 501 },
    });
    const press = { where: '河边凉亭', condition: 'well', position: '29.75700,114.32200,10', stamp: stampOf(found, '19:18:00') };
    await step(id, 'found', press, village);
    const now = await file(id);
    expect(now).toMatchObject({ state: 'found', notice: false, noticeText: null, foundAt: '2026-11-22T11:18:00.000Z' });
    expect(now.course.slice(-2).map(({ zh }) => zh)).toEqual(['撤下寻人启事', '找到了']);
    expect((await api.visitor().call('GET', '/lost')).body).not.toContain('夏桂枝');
    expect(await told(village)).toContain('不用再找了');
    // 山里的一组，手机才有信号
    await village.post(east!.to, { requestId: requestId(), stamp: stampOf(east, '19:10:00') });
    expect((await file(id)).grounds[1]).toMatchObject({ searched: true, searchedAt: '2026-11-22T11:10:00.000Z' });
    expect(
      (
        await village.refused(`/api/lost-searches/${id}/seen`, {
          requestId: requestId(),
          what: '看到了',
          stamp: { at: press.stamp.at, ticket: 'x.00' },
        })
      ).status,
    ).toBe(422);
  });

  test('核对、交接、24小时没有回访的提醒、回访结束；照片不再给看', async () => {
    at('19:40:00');
    await step(id, 'hand-over', { to: 'family', who: '女儿夏小燕', note: '核对身份证，是本人' });
    expect((await file(id)).photo).toBe(false);
    expect((await village.call('GET', `/api/lost-searches/${id}/photo`)).status).toBe(404);
    at('19:40:00', 23);
    await api.run();
    expect((await file(id)).alarm).toBe('还没有回访');
    await step(id, 'follow-up', { note: '人在家，已戴定位手环，邻居知道情况' }, village);
    expect(await file(id)).toMatchObject({ state: 'closed', endingZh: '人已找到，已回访', alarm: null, offers: [] });
  });
});

test('养老机构报走失：呼叫台响铃，寻人开着等登记样子；同一件事只开一次', async () => {
  at('09:00:00', 24);
  const incidentId = crypto.randomUUID();
  const event = {
    type: 'incident.opened' as const,
    subject: { kind: 'care-incident' as const, id: incidentId },
    division: VILLAGE as never,
    payload: { incidentId, institutionId: crypto.randomUUID(), type: 'wandering', grade: 'S3', at: '2026-11-24T00:20:00.000Z' },
  };
  for (const _ of [1, 2]) await api.context.write(systemActor('test', '421200000000'), (tx) => emit(tx, event as never));
  await api.run();
  const { open } = await desk.get('/api/lost-searches');
  expect(open).toHaveLength(1);
  expect(open[0]).toMatchObject({ sourceZh: '养老机构', stateZh: '还没有登记样子', lastSeenAt: '2026-11-24T00:20:00.000Z' });
  const { rows } = await desk.get('/api/emergency/board');
  expect(rows).toContainEqual(expect.objectContaining({ what: '养老机构求助', stateZh: '待接' }));
  await step(open[0].id, 'mistaken', { note: '老人在花园里，没有走失' });
  expect((await desk.get('/api/lost-searches')).open).toEqual([]);
});

describe('应急演练', () => {
  const drills = (by = leader): Promise<DrillList> => by.get('/api/emergency/drills');
  test('县领导发起，坐席照常办；有自己的用时报告，一个月的达标率里没有它，也没有通知别人', async () => {
    at('10:00:00', 25);
    const before = (await desk.get('/api/emergency/shares?month=2026-11')).rows;
    const { id, incidentId } = await leader.post('/api/emergency/drills', {
      requestId: requestId(),
      division: VILLAGE,
      terrain: 'hill',
      signal: 'fall-still',
      scenario: '独居老人夜里在卫生间摔倒，起不来',
    });
    const take = (what: string, body: object = {}) =>
      desk.post(`/api/emergency/incidents/${incidentId}/${what}`, { requestId: requestId(), ...body });
    const row = (await desk.get('/api/emergency/board')).rows.find((one: { id: string }) => one.id === incidentId);
    expect(row).toMatchObject({ what: '【演练】跌倒后不动', level: 1 });
    at('10:00:16', 25);
    await api.run();
    await take('answer');
    at('10:01:00', 25);
    await take('classify', { level: '1', answered: 'no' });
    await take('dispatch');
    expect(
      (
        await leader.call('POST', `/api/emergency/drills/${id}/end`, {
          requestId: requestId(),
          findings: '接听慢了',
          measures: '改铃声',
        })
      ).body.error.code,
    ).toBe('DRILL_OPEN');
    at('10:30:00', 25);
    await take('arrive');
    await take('resolve', { result: '演练结束' });
    await take('call-back', { result: '演练结束' });
    await leader.post(`/api/emergency/drills/${id}/end`, {
      requestId: requestId(),
      findings: '接听慢了1秒',
      measures: '铃声调大',
    });
    const report: DrillFile = await leader.get(`/api/emergency/drills/${id}`);
    expect(report).toMatchObject({
      deskName: '咸安区应急呼叫台',
      halfZh: '2026年下半年',
      state: 'ended',
      findings: '接听慢了1秒',
    });
    expect(report.measured.map(({ zh, met }) => [zh, met])).toEqual([
      ['接听', false],
      ['分级', true],
      ['一级派出', true],
      ['到场', true],
      ['回访', true],
    ]);
    expect((await desk.get('/api/emergency/shares?month=2026-11')).rows).toEqual(before);
    const events = await api.owner.query(
      "select count(*)::int as n from domain_event where type like 'emergency.%' and payload->>'incidentId' = $1",
      [incidentId],
    );
    expect(events.rows[0].n).toBe(0);
  });

  test('每个台半年一次：这半年演练过的，不再催；过了半年没有演练的，坐席和领导都知道，只说一次', async () => {
    const mine = async () => (await drills()).desks.find(({ name }) => name === '咸安区应急呼叫台')!.halves;
    expect(await mine()).toEqual([
      { half: '2026-1', zh: '2026年上半年', state: 'overdue' },
      { half: '2026-2', zh: '2026年下半年', state: 'done' },
    ]);
    await api.moveTo('2026-11-26');
    const count = async () => (await told(leader)).filter((title) => title === '应急演练超期').length;
    expect(await count()).toBe(1);
    await api.moveTo('2026-11-27');
    expect(await count()).toBe(1);
    expect(await told(desk)).not.toContain('应急演练快到期');
  });
});

describe('养老热线', () => {
  let agent: Browser;
  beforeAll(async () => {
    agent = await api.staff('rexian');
  });
  const call = (kind: string, body: object) =>
    agent.post(`/api/care-hotline/${kind}`, { requestId: requestId(), division: VILLAGE, ...body });
  const row = async (id: string) => (await agent.get('/api/care-hotline')).rows.find((one: { id: string }) => one.id === id);

  test('不是本县的地方：说清楚，不出错', async () => {
    const there = {
      division: '421221103001',
      matter: '别的县的事',
      answer: '请打那边的热线',
      phone: '13800138009',
      about: '某人',
    };
    for (const [kind, body] of Object.entries({
      enquiry: { matter: there.matter, answer: there.answer },
      service: { matter: there.matter, phone: there.phone },
      urgent: { matter: there.matter, phone: there.phone },
      complaint: { matter: there.matter, about: there.about, phone: there.phone },
      abuse: { matter: there.matter, about: there.about },
    }))
      expect([
        kind,
        (await agent.refused(`/api/care-hotline/${kind}`, { requestId: requestId(), division: there.division, ...body })).code,
      ]).toEqual([kind, 'DIVISION_FOREIGN']);
  });

  test('咨询：电话里答复，当场办结', async () => {
    at('09:00:00', 28);
    const { id } = await call('enquiry', { matter: '高龄津贴多少岁有', answer: '80岁起，不用申请，村里会上门', rating: '5' });
    const found = await row(id);
    expect(found).toMatchObject({ kindZh: '咨询', stateZh: '已办结' });
    const ticket = await agent.get(`/api${found.to}`);
    expect(ticket).toMatchObject({ ratingZh: '非常满意', kindZh: '咨询' });
    expect(ticket.events.map(({ zh }: { zh: string }) => zh)).toEqual(['登记', '登记答复', '办结']);
  });

  test('要服务：两小时没有下单，提醒一次；代下单的表带着来电说的', async () => {
    const { id } = await call('service', { matter: '想约助浴，后天上午', phone: '13800138000' });
    expect(await row(id)).toMatchObject({ stateZh: '还没有下单', waits: true, late: false });
    expect((await agent.get(`/api/care-hotline/calls/${id}/order`)).initial).toMatchObject({
      division: VILLAGE,
      phone: '13800138000',
      note: '想约助浴，后天上午',
    });
    at('11:00:00', 28);
    await api.run();
    await api.run();
    expect((await told(agent)).filter((title) => title === '要服务的来电还没有下单')).toHaveLength(1);
    await agent.post(`/api/care-hotline/calls/${id}/otherwise`, { requestId: requestId(), note: '女儿后天自己来照护，不约了' });
    expect(
      (await agent.refused(`/api/care-hotline/calls/${id}/otherwise`, { requestId: requestId(), note: '再来一遍' })).code,
    ).toBe('HOTLINE_DONE');
    expect(await row(id)).toMatchObject({ stateZh: '没有下单', waits: false });
  });

  test('紧急：应急呼叫台马上响铃，话务员在线上等到坐席接起来', async () => {
    at('11:10:00', 28);
    const { id } = await call('urgent', { matter: '老人胸口痛，脸色发白', phone: '13800138001' });
    expect(await row(id)).toMatchObject({ stateZh: '正在转坐席，请不要挂断', waits: true });
    const ringing = (await desk.get('/api/emergency/board')).rows.find(
      (one: { state: string; what: string }) => one.state === 'ringing' && one.what === '电话求助',
    );
    expect(ringing.level).toBe(1);
    await desk.post(`/api/emergency/incidents/${ringing.id}/answer`, { requestId: requestId() });
    expect((await desk.get(`/api/emergency/incidents/${ringing.id}`)).said).toContain('老人胸口痛');
    expect((await row(id)).stateZh).toMatch(/^坐席.+已接$/);
  });

  test('投诉：1个工作日派单，5个工作日答复，复杂的延长到15个工作日一次；回访、满意度、办结', async () => {
    at('10:00:00', 27);
    const { id } = await call('complaint', { about: '某护理站', matter: '约了不来，也不打电话', phone: '13800138002' });
    const { to } = await row(id);
    const ticket = () => agent.get(`/api${to}`);
    const act = async (action: string, input: object = {}) =>
      agent.post(`/api${to}/actions`, { action, version: (await ticket()).version, requestId: requestId(), input });
    expect((await ticket()).dueOn).toBe('2026-11-30');
    await act('dispatch', { to: '汀泗桥镇', note: '请核实' });
    expect((await ticket()).dueOn).toBe('2026-12-04');
    await act('extend', { note: '要问三家人，调服务记录' });
    expect((await ticket()).dueOn).toBe('2026-12-18');
    expect((await ticket()).allowedActions.map(({ action }: { action: string }) => action)).not.toContain('extend');
    await act('answer', { answer: '属实，护理站已道歉，重新上门' });
    await act('callBack', { reached: true, said: '认可', rating: '4' });
    await act('close');
    expect(await row(id)).toMatchObject({ stateZh: '已办结', said: null });
  });

  test('举报虐待：不留名、不留电话也收；县里马上知道；列表里看不到是谁', async () => {
    const { id } = await call('abuse', { about: '三组李婆婆', matter: '儿媳把她锁在柴房里，两天没有吃饭' });
    const found = await row(id);
    expect(found).toMatchObject({ kindZh: '举报虐待老人', said: null, stateZh: '已登记，待派单' });
    expect(await told(leader)).toContain('有人举报虐待老人');
    expect(await agent.get(`/api${found.to}`)).toMatchObject({ urgency: 'A', name: null, phone: null, about: '三组李婆婆' });
  });
});
