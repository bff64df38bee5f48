/** 紧急呼叫 over HTTP: from the button of a widow who has fallen at night to the call back; nothing is lost and nothing is done twice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallFile } from '../src/domains/elderly-care/emergency/content.ts';
import { recordContacts } from '../src/domains/elderly-care/register/living.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { idNumber } from '../src/kernel/resident/fixtures.ts';
import { registerPerson } from '../src/kernel/resident/server.ts';
import { type Api, Browser, requestId, startApi } from './api.ts';

const VILLAGE = '421202100001';
let api: Api;
let desk: Browser;
let other: Browser;
let clerk: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-11-20' });
  [desk, other, clerk] = (await Promise.all(['yingji', 'yingji2', 'xiang'].map(api.staff))) as [Browser, Browser, Browser];
  for (const [kind, name, rank] of [
    ['doctor', '村医老柯', 1],
    ['neighbour', '邻居阮婶', 2],
    ['cadre', '章主任', 9],
  ] as const)
    await clerk.post('/api/emergency/responders', {
      requestId: requestId(),
      division: VILLAGE,
      kind,
      name,
      phone: '13800001234',
      rank,
    });
});
afterAll(() => api?.stop());

const night = (time: string, day = 22) => api.clock.set(new Date(`2026-11-${day}T${time}+08:00`).toISOString());

/** A home with one device. */
async function home(name: string, given: { terrain?: string; kind?: string } = {}) {
  const number = idNumber();
  await api.context.write(systemActor('test', '421200000000'), (tx) =>
    registerPerson(tx, { name, idNumber: number, division: VILLAGE, phone: '13800138000' }),
  );
  const { id } = await clerk.post('/api/emergency/homes', {
    requestId: requestId(),
    idNumber: number,
    name,
    division: VILLAGE,
    terrain: given.terrain ?? 'hill',
    address: '三组12号，门口有桂花树',
    contacts: [{ name: '王小明', relation: 'child', phone: '13900005678', canOpenDoor: true }],
    key: '邻居阮婶',
    health: '高血压，吃阿司匹林',
    consentOn: '2026-11-01',
  });
  const device = await clerk.post(`/api/emergency/homes/${id}/devices`, {
    requestId: requestId(),
    sn: `SN-${number.slice(-8)}`,
    kind: given.kind ?? 'caller',
    spot: '床头',
  });
  return { id: id as string, key: device.key as string, deviceId: device.id as string, number };
}

let signals = 0;
const signal = (kind: string, more: object = {}) => ({ signalId: `signal-${++signals}`, kind, ...more });
async function send(key: string, body: object) {
  const answer = await new Browser(api.app).call('POST', '/api/emergency/signals', body, {
    'x-device-key': key,
    'x-minzheng': '1',
  });
  return { status: answer.status, ...answer.body };
}
const file = (id: string, by = desk): Promise<CallFile> => by.get(`/api/emergency/incidents/${id}`);
const take = (id: string, action: string, body: object = {}, by = desk) =>
  by.post(`/api/emergency/incidents/${id}/${action}`, { requestId: requestId(), ...body });
const onBoard = async (id: string, by = desk) =>
  (await by.get('/api/emergency/board')).rows.find((row: { id: string }) => row.id === id);

describe('W12 夜里摔倒的独居老人', () => {
  test('按下呼叫器，14秒接听，56秒分级，60秒派出，45分到场；处置、回访以后关闭，每一步用时都达标', async () => {
    const { key } = await home('王桂香');
    night('02:10:00');
    const { status, incidentId } = await send(key, signal('fall'));
    expect(status).toBe(200);
    expect(await onBoard(incidentId)).toMatchObject({
      personName: '王桂香',
      what: '跌倒',
      stateZh: '待接',
      level: 1,
      graded: false,
    });

    night('02:10:14');
    // 接起以前，坐席看得到是谁，看不到住址电话
    expect((await file(incidentId)).home).toBeNull();
    await take(incidentId, 'answer');
    const answered = await file(incidentId);
    expect(answered.home).toMatchObject({
      address: '三组12号，门口有桂花树',
      key: '邻居阮婶',
      contacts: [{ name: '王小明（子女，有钥匙）', phone: '13900005678' }],
    });
    expect(answered.offers.map((o) => o.zh)).toEqual(['分级', '误报', '有人走失']);

    night('02:11:10');
    await take(incidentId, 'classify', { level: '1', answered: 'no' });
    night('02:11:14');
    await take(incidentId, 'dispatch');
    const sent = await file(incidentId);
    expect(sent.help.map((h) => `${h.helperZh} ${h.name}`)).toEqual([
      '120 120急救中心',
      '应急响应人 村医老柯',
      '应急响应人 邻居阮婶',
      '紧急联系人 王小明',
    ]);
    night('02:11:40');
    await take(incidentId, 'help-answer', { no: 2, answer: 'accepted' });
    night('02:56:14');
    await take(incidentId, 'arrive');
    night('03:30:00');
    await take(incidentId, 'resolve', { result: '扶起，村医量了血压，120送市中心医院检查' });
    night('10:00:00');
    await take(incidentId, 'call-back', { result: '已回家，儿子在陪' });
    const closed = await file(incidentId);
    expect(closed.stateZh).toBe('已关闭');
    expect(closed.measured.map((m) => [m.zh, m.met])).toEqual([
      ['接听', true],
      ['分级', true],
      ['一级派出', true],
      ['通知第一联系人', true],
      ['到场', true],
      ['回访', true],
    ]);
    expect(closed.course.map((s) => s.zh)).toEqual([
      '收到呼叫',
      '接听',
      '分级',
      '派出',
      '呼叫',
      '呼叫',
      '呼叫',
      '呼叫',
      '接受',
      '到场',
      '处置完毕',
      '回访',
    ]);
    expect(await onBoard(incidentId)).toBeUndefined();
  });
});

describe('呼叫不会丢，也不会算两次', () => {
  test('设备没收到回答，用同一编号再送：是同一个呼叫；编号一样内容不同，不收；没处置完又按，并在一起', async () => {
    const { key } = await home('李大爷');
    night('08:00:00');
    const first = signal('pressed');
    const { incidentId } = await send(key, first);
    expect(await send(key, first)).toMatchObject({ incidentId, repeated: true });
    expect(await send(key, { ...first, kind: 'smoke' })).toMatchObject({ status: 409 });
    night('08:20:00');
    expect(await send(key, signal('fall'))).toMatchObject({ incidentId, repeated: false });
    expect(await onBoard(incidentId)).toMatchObject({ repeats: 1, level: 1 });
    const rows = await api.owner.query(
      'select count(*)::int as n from emergency_incident where device_id = (select device_id from emergency_incident where id = $1)',
      [incidentId],
    );
    expect(rows.rows[0].n).toBe(1);
  });

  test('五十个设备同时呼叫，每个再重送一遍：五十个呼叫，一个不少', async () => {
    const homes = await Promise.all(Array.from({ length: 50 }, (_, i) => home(`老人${i}`)));
    night('09:00:00');
    const answers = await Promise.all(
      homes.flatMap(({ key }) => {
        const once = signal('pressed');
        return [send(key, once), send(key, once)];
      }),
    );
    expect(new Set(answers.map((a) => a.status))).toEqual(new Set([200]));
    const ids = new Set(answers.map((a) => a.incidentId));
    expect(ids.size).toBe(50);
    const board = await desk.get('/api/emergency/board');
    expect(board.rows.filter((row: { id: string }) => ids.has(row.id))).toHaveLength(50);
  });

  test('假密钥、停用了的设备：不收；心跳只记下还在；测试当场关闭，不上呼叫台', async () => {
    const { key, id, deviceId } = await home('赵大妈');
    night('10:00:00');
    expect(await send('wrong', signal('pressed'))).toMatchObject({
      status: 403,
      error: { message: '设备密钥无效，或者设备已经停用。' },
    });
    expect(await send(key, signal('heartbeat', { battery: 15 }))).toMatchObject({ status: 200, incidentId: null });
    const { rows } = await clerk.get('/api/emergency/homes?trouble=1');
    expect(rows.find((row: { id: string }) => row.id === id).devices).toMatchObject([{ battery: 15, trouble: '电量低' }]);
    const tested = await send(key, signal('test'));
    expect(await onBoard(tested.incidentId)).toBeUndefined();
    expect(await file(tested.incidentId)).toMatchObject({ stateZh: '已关闭', endingZh: '测试' });
    await clerk.post(`/api/emergency/devices/${deviceId}/retire`, { requestId: requestId() });
    expect(await send(key, signal('pressed'))).toMatchObject({ status: 403 });
  });

  test('设备的钟不准：以服务器收到为准，说早了十分钟以上的标明迟到', async () => {
    const { key } = await home('钱婆婆');
    night('11:00:00');
    const { incidentId } = await send(key, signal('pressed', { deviceAt: '2026-11-22T10:40:00+08:00' }));
    expect(await file(incidentId)).toMatchObject({ late: true, t0: '2026-11-22T03:00:00.000Z' });
  });
});

describe('没有人接、没有人应', () => {
  test('15秒、45秒、60秒一步步升级，每一步只一次；接起来就停', async () => {
    const { key } = await home('孙爷爷', { kind: 'smoke' });
    night('12:00:00');
    const { incidentId } = await send(key, signal('smoke'));
    const zh = async () => (await file(incidentId)).course.map((s) => s.zh);
    night('12:00:14');
    await api.run();
    expect(await zh()).toEqual(['收到呼叫']);
    night('12:00:15');
    await api.run();
    await api.run();
    expect(await zh()).toEqual(['收到呼叫', '15秒无人接听，转全县坐席']);
    night('12:01:00');
    await api.run();
    expect((await zh()).slice(2)).toEqual(['45秒无人接听，转市级应急救援中心', '60秒无人接听，须立即拨打120']);
    expect((await onBoard(incidentId)).alarm).toBe('60秒无人接听，须立即拨打120');
    expect(
      (await desk.get('/api/messages')).items.filter((m: { title: string }) => m.title === '紧急呼叫没有人接').length,
    ).toBeGreaterThan(0);
    await take(incidentId, 'answer');
    night('12:01:30');
    await api.run();
    expect((await zh()).at(-1)).toBe('接听');
  });

  test('两个坐席同时接：只有一个接到，另一个知道是谁接的', async () => {
    const { key } = await home('周奶奶');
    night('13:00:00');
    const { incidentId } = await send(key, signal('pressed'));
    const answers = await Promise.all(
      [desk, other].map((by) => by.call('POST', `/api/emergency/incidents/${incidentId}/answer`, { requestId: requestId() })),
    );
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409]);
    expect(answers.find((a) => a.status === 409)!.body.error.message).toMatch(/^这个呼叫已由(柯海燕|余国庆)接听。$/);
  });

  test('接了以后坐席的屏幕坏了：一分钟没有分级，别的坐席知道，接着办', async () => {
    const { key } = await home('吴大爷');
    night('14:00:00');
    const { incidentId } = await send(key, signal('pressed'));
    await take(incidentId, 'answer');
    night('14:01:00');
    await api.run();
    expect((await onBoard(incidentId, other)).alarm).toBe('接听后没有进展，请别的坐席接着办');
    await take(incidentId, 'classify', { level: '2', answered: 'yes' }, other);
    expect(await file(incidentId)).toMatchObject({ level: 2 });
  });

  test('二级：响应人60秒不答复叫下一个，谢绝的马上叫下一个，一直叫到乡镇', async () => {
    const { key } = await home('郑阿姨');
    night('15:00:00');
    const { incidentId } = await send(key, signal('pressed'));
    await take(incidentId, 'answer');
    await take(incidentId, 'classify', { level: '2', answered: 'yes' });
    await take(incidentId, 'dispatch');
    const called = async () => (await file(incidentId)).help.map((h) => h.name);
    expect(await called()).toEqual(['村医老柯', '王小明']);
    night('15:01:00');
    await api.run();
    expect(await called()).toEqual(['村医老柯', '王小明', '邻居阮婶']);
    await take(incidentId, 'help-answer', { no: 3, answer: 'declined' });
    expect((await called()).at(-1)).toBe('章主任');
    night('15:02:00');
    await api.run();
    expect((await file(incidentId)).help.at(-1)!.helperZh).toBe('乡镇值班');
  });

  test('回拨没有人应：不能定为二级；没有与老人通话，不能认定误报', async () => {
    const { key } = await home('冯大爷');
    night('16:00:00');
    const { incidentId } = await send(key, signal('pressed'));
    await take(incidentId, 'answer');
    const at = `/api/emergency/incidents/${incidentId}`;
    expect((await desk.refused(`${at}/classify`, { requestId: requestId(), level: '2', answered: 'no' })).message).toBe(
      '回拨无人应答，按一级处理，不能定为更低的级别。',
    );
    expect((await desk.refused(`${at}/false-alarm`, { requestId: requestId(), spoke: 'no' })).status).toBe(422);
    await take(incidentId, 'false-alarm', { spoke: 'yes', note: '擦桌子碰到' });
    expect(await file(incidentId)).toMatchObject({ stateZh: '已关闭', endingZh: '误报' });
  });

  test('设备24小时没有信号：乡镇知道，只告诉一次；再有信号就好了', async () => {
    const { key, id } = await home('陈伯');
    night('17:00:00');
    await send(key, signal('heartbeat'));
    const told = async () =>
      (await clerk.get('/api/messages')).items.filter((m: { title: string }) => m.title === '智能设备失联').length;
    await api.moveTo('2026-11-24');
    const first = await told();
    expect(first).toBeGreaterThan(0);
    await api.moveTo('2026-11-25');
    expect(await told()).toBe(first);
    await send(key, signal('heartbeat'));
    // 有上报的小时各记一条：家庭养老床位的在线率由此算
    const hours = await api.owner.query(
      'select count(*)::int as n from care_device_hour h join care_device d on d.id = h.device_id where d.home_id = $1',
      [id],
    );
    expect(hours.rows).toEqual([{ n: 2 }]);
    const { rows } = await clerk.get('/api/emergency/homes?q=陈伯');
    expect(rows.find((row: { id: string }) => row.id === id).devices[0].trouble).toBeNull();
  });
});

describe('谁看得到', () => {
  test('开通时没有填联系人：村里登记过的照用，谁也没有登记过的不能开通', async () => {
    const number = idNumber();
    const { value: person } = (await api.context.write(systemActor('test', '421200000000'), (tx) =>
      registerPerson(tx, { name: '阮秀英', idNumber: number, division: VILLAGE, phone: '13800138000' }),
    )) as { value: string };
    const opened = {
      requestId: requestId(),
      idNumber: number,
      name: '阮秀英',
      division: VILLAGE,
      terrain: 'hill',
      address: '五组3号',
      consentOn: '2026-11-01',
    };
    expect((await clerk.call('POST', '/api/emergency/homes', opened)).body).toMatchObject({
      error: { fields: [{ path: 'contacts', message: '村里没有登记过紧急联系人，请至少填一个' }] },
    });
    await api.context.write(systemActor('test', '421200000000'), (tx) =>
      recordContacts(
        tx,
        person,
        [{ name: '阮大山', relation: 'neighbour', phone: '13900001111', canOpenDoor: true }],
        '村（社区）登记',
      ),
    );
    expect((await clerk.call('POST', '/api/emergency/homes', { ...opened, requestId: requestId() })).status).toBe(200);
  });

  test('响应人按村、按次序列出，电话给经办人看', async () => {
    const { rows, offers } = await clerk.get('/api/emergency/responders');
    expect(rows.map((row: { name: string; phone: string }) => [row.name, row.phone])).toEqual(
      ['村医老柯', '邻居阮婶', '章主任'].map((name) => [name, '13800001234']),
    );
    expect(offers.map((offer: { zh: string }) => offer.zh)).toEqual(['登记响应人']);
  });

  test('外乡镇的经办人看不到；县领导看得到呼叫，看不到住址电话；打开过的，老人自己查得到', async () => {
    const { key, number } = await home('严奶奶');
    night('08:00:00', 26);
    const { incidentId } = await send(key, signal('pressed'));
    await take(incidentId, 'answer');
    await file(incidentId);
    const outside = await api.staff('jiayu');
    expect((await outside.call('GET', `/api/emergency/incidents/${incidentId}`)).status).toBe(404);
    const leader = await api.staff('xianzhang');
    expect((await file(incidentId, leader)).home).toBeNull();
    const found = await api.owner.query(
      "select count(*)::int as n from audit_log a join emergency_home h on h.person_id = a.person_id where a.action = 'emergency.read' and h.id = (select home_id from emergency_incident where id = $1)",
      [incidentId],
    );
    expect(found.rows[0].n).toBe(2);
    expect(number).toHaveLength(18);
  });

  test('一个月的达标率：误报、并案、测试不算', async () => {
    const { rows } = await desk.get('/api/emergency/shares?month=2026-11');
    const answer = rows.find((row: { measure: string }) => row.measure === 'answer');
    expect(answer.all).toBeGreaterThan(55);
    expect(answer.met).toBeLessThan(answer.all);
  });
});
