/** 从找床到退住, through the API: two families and one bed, nine risks, the contract by its clauses, one home for one person, and what the bed shows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, type Browser, requestId, startApi } from '../../../../tests/api.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { startResidentSession } from '../../../kernel/access/server.ts';
import { recordDeath } from '../../../kernel/resident/server.ts';
import {
  addRoom,
  admitAtDesk,
  application,
  contractOf,
  type Home,
  makeElder,
  nineRisks,
  openHome,
  publishPrices,
} from '../fixtures.ts';

let api: Api;
let home: Home;
let county: Browser;
let ids: Map<string, string>;
let beds: { id: string; code: string }[];

beforeAll(async () => {
  api = await startApi({ start: '2026-09-10' });
  ({ home, ids } = await openHome(api));
  county = await api.staff('xian');
  beds = await addRoom(home, { name: '101', beds: 8 });
  await publishPrices(home, '2026-09-10');
});
afterAll(() => api?.stop());

const at = (time: string) => api.clock.set(time.includes('T') ? time : `${time}T10:00:00+08:00`);
const stateOf = async (bedId: string): Promise<string> => (await home.head.get(`/api/beds/${bedId}`)).stateZh;
const desk = async (elder: Awaited<ReturnType<typeof makeElder>>, more = {}): Promise<string> =>
  (await home.reception.post(`/api/institutions/${home.id}/admissions`, { ...application(elder, more), requestId: requestId() }))
    .id;
const step = (by: Browser, id: string, what: string, body: Record<string, unknown> = {}) =>
  by.post(`/api/admissions/${id}/${what}`, { ...body, requestId: requestId() });
const refused = (by: Browser, id: string, what: string, body: Record<string, unknown> = {}) =>
  by.refused(`/api/admissions/${id}/${what}`, { ...body, requestId: requestId() });
async function family(personId: string): Promise<Browser> {
  const browser = api.visitor();
  browser.cookie = `mz_session=${(await startResidentSession(api.context, personId)).token}`;
  return browser;
}

describe('X2 网上预留', () => {
  test('甲10:00:00.000预留；乙50毫秒以后得到“已被预留至10:30”；甲的钱10:30:00.000到，退回，乙可以预留', async () => {
    const [a, b] = [await makeElder(api, { name: '甲老人' }), await makeElder(api, { name: '乙老人' })];
    const [fa, fb] = [await family(a.id), await family(b.id)];
    const hold = (elder: typeof a) => ({
      ...application(elder),
      institutionId: home.id,
      bedId: beds[0]!.id,
      requestId: requestId(),
    });
    at('2026-09-10T10:00:00.000+08:00');
    const own = hold(a);
    const held = await fa.post('/api/my/care/holds', own);
    expect(held.until).toBe('2026-09-10T02:30:00.000Z');
    // 手机没收到回音，再送一遍：还是这一个预留
    expect((await fa.post('/api/my/care/holds', own)).id).toBe(held.id);
    expect(await stateOf(beds[0]!.id)).toBe('预留');
    at('2026-09-10T10:00:00.050+08:00');
    expect(await fb.refused('/api/my/care/holds', hold(b))).toMatchObject({
      code: 'BOOKING_HELD',
      message: '该床位已被预留至10:30。',
    });
    at('2026-09-10T10:30:00.000+08:00');
    expect(await stateOf(beds[0]!.id)).toBe('空闲');
    expect(await refused(home.accountant, held.id, 'booking', { amount: 200_00, method: 'mobile' })).toMatchObject({
      code: 'BOOKING_DEAD',
      message: '预留已过期，款项将原路退回。',
    });
    const { payments } = await home.accountant.get(`/api/admissions/${held.id}`);
    expect(payments.map((p: { zh: string; amountFen: number }) => [p.zh, p.amountFen])).toEqual([
      ['收定金', 200_00],
      ['退定金', 200_00],
    ]);
    expect((await fb.post('/api/my/care/holds', hold(b))).until).toBe('2026-09-10T03:00:00.000Z');
    expect((await fa.get('/api/my/care')).rows).toMatchObject([{ stateZh: '已撤回', bed: null }]);
    const seen = await fb.get('/api/my/care');
    expect(seen.rows).toMatchObject([{ name: '乙老人', stateZh: '已留床', bed: beds[0]!.code, stay: null }]);
    await fb.post(`/api/my/care/${seen.rows[0].id}/withdrawal`, { requestId: requestId() });
    expect(await stateOf(beds[0]!.id)).toBe('空闲');
  });

  test('不满60周岁的不收；同一位老人在一家只有一份申请', async () => {
    const young = await makeElder(api, { name: '陈中年', born: '1975-01-01' });
    const url = `/api/institutions/${home.id}/admissions`;
    expect(await home.reception.refused(url, { ...application(young), requestId: requestId() })).toMatchObject({
      code: 'ADMISSION_TOO_YOUNG',
      message: '陈中年还不满60周岁。',
    });
    const elder = await makeElder(api, { name: '丙老人' });
    const id = await desk(elder);
    expect((await home.reception.refused(url, { ...application(elder), requestId: requestId() })).code).toBe('ADMISSION_TWICE');
    await step(home.reception, id, 'refusal', { reason: '现在没有合适的床位' });
  });
});

describe('轮候', () => {
  test('后来的优先要写理由；写了就可以，理由留着', async () => {
    const [first, second] = [await makeElder(api, { name: '先老人' }), await makeElder(api, { name: '后老人' })];
    const [one, two] = [await desk(first), await desk(second)];
    expect(await refused(home.reception, two, 'offer', { bedId: beds[1]!.id })).toMatchObject({
      code: 'ADMISSION_JUMP',
      message: '前面还有1位老人在轮候，提前安排的请写明理由，理由会公开。',
    });
    // 理由谁都看得到：不写病情、姓名、号码
    for (const [jumpReason, code] of [
      ['脑梗后卧床，家里没有人', 'TEXT_SHOWS_HEALTH'],
      ['失火，联系13907240171', 'TEXT_SHOWS_NUMBERS'],
    ])
      expect(await refused(home.reception, two, 'offer', { bedId: beds[1]!.id, jumpReason })).toMatchObject({ code });
    await step(home.reception, two, 'offer', { bedId: beds[1]!.id, jumpReason: '家中失火，无处居住' });
    expect((await home.reception.get(`/api/admissions/${two}`)).jumpReason).toBe('家中失火，无处居住');
    // 公办机构还有人在轮候，网上不能越过去直接预留
    const third = await makeElder(api, { name: '第三老人' });
    const online = { ...application(third), institutionId: home.id, bedId: beds[0]!.id, requestId: requestId() };
    expect(await (await family(third.id)).refused('/api/my/care/holds', online)).toMatchObject({
      code: 'ADMISSION_QUEUE',
      message: '这家机构还有1位老人在轮候，不能直接预留床位。',
    });
    for (const id of [one, two]) await step(home.reception, id, 'refusal', { reason: '家属改了主意' });
    expect(await stateOf(beds[1]!.id)).toBe('空闲');
  });

  test('女房间不收男老人', async () => {
    const [bed] = await addRoom(home, { name: '102', beds: 1, sexRule: 'female' });
    const man = await makeElder(api, { name: '男老人', sex: 'male' });
    const id = await desk(man);
    expect(await refused(home.reception, id, 'offer', { bedId: bed!.id })).toMatchObject({
      code: 'ROOM_SEX',
      message: '该房间限女性入住。',
    });
    expect(await stateOf(bed!.id)).toBe('空闲');
    await step(home.reception, id, 'refusal', { reason: '改去别家了' });
  });
});

describe('协议', () => {
  let id: string;
  beforeAll(async () => {
    const elder = await makeElder(api, { name: '丁老人', level: 2 });
    id = await desk(elder);
    await step(home.reception, id, 'offer', { bedId: beds[2]!.id });
    await step(home.accountant, id, 'booking', { amount: 200_00, method: 'cash' });
  });

  test('九项风险缺一项不能签，说出缺哪项；没有能力评估的也不能', async () => {
    const { wandering: _, ...eight } = nineRisks();
    await step(home.nurse, id, 'risks', eight);
    expect(await refused(home.reception, id, 'contract', contractOf())).toMatchObject({
      code: 'ADMISSION_UNASSESSED',
      message: '未完成能力评估和九项安全风险评估，不能签订协议。',
    });
    expect((await home.reception.get(`/api/admissions/${id}`)).missing).toEqual(['走失']);
    expect((await refused(home.nurse, id, 'risks', nineRisks({ fall: 'high' }))).code).toBe('RISKS_UNMEASURED');
    await step(home.nurse, id, 'risks', nineRisks({ fall: 'high', measures: '床边加护栏，夜里每两小时看一次' }));
  });

  test('缺少必备条款的不能签，点名', async () => {
    const given = contractOf();
    const body = { ...given, clauses: given.clauses.filter((key) => key !== 'fees') };
    expect(await refused(home.reception, id, 'contract', body)).toMatchObject({
      code: 'CONTRACT_CLAUSE',
      message: '协议缺少必备条款：收费项目、标准、支付和退费。',
    });
  });

  test('X11 月床位费1200元：押金15000元不行，14400元可以', async () => {
    expect(await refused(home.reception, id, 'contract', contractOf({ deposit: 15_000_00 }))).toMatchObject({
      code: 'DEPOSIT_OVER',
      message: '押金超过月床位费12倍。',
    });
    const { documentId } = await step(home.reception, id, 'contract', contractOf({ deposit: 14_400_00 }));
    expect((await home.reception.get(`/api/admissions/${id}`)).contract).toMatchObject({ documentId, depositFen: 14_400_00 });
  });

  test('押金没到账不能入住；到账以后入住：床在住，备案时限从今天起算', async () => {
    expect((await refused(home.reception, id, 'admit')).code).toBe('DEPOSIT_FIRST');
    await step(home.accountant, id, 'deposit', { method: 'bank' });
    await step(home.reception, id, 'admit');
    expect(await stateOf(beds[2]!.id)).toBe('在住');
    expect(await home.head.get('/api/institutions/own')).toMatchObject({ stateZh: '已收住未备案', living: 1 });
    const { rows } = await api.owner.query(`select payload from domain_event where type = 'stay.started'`);
    expect(rows[0].payload).toMatchObject({ institutionId: home.id, kind: 'long', from: '2026-09-10', level: 2 });
  });
});

describe('在住', () => {
  test('全市一个人只住一处：在福利院住着的，公寓不能再办入住，说出在哪家', async () => {
    const elder = await makeElder(api, { name: '戊老人', level: 2 });
    await admitAtDesk(home, elder, { bedId: beds[3]!.id });
    const owner = await api.staff('kangle');
    const flat: Home = { id: ids.get('03')!, head: owner, reception: owner, nurse: owner, carer: owner, accountant: owner };
    const [bed] = await addRoom(flat, { name: '201', beds: 1 });
    await publishPrices(flat, '2026-09-10');
    const { id } = await owner.post(`/api/institutions/${flat.id}/admissions`, { ...application(elder), requestId: requestId() });
    await step(owner, id, 'offer', { bedId: bed!.id });
    // 公寓没有会计：定金由院方的会计登记，这里直接把预留转为预订
    await api.owner.query(`update booking set state = 'reservation' where resource_id = $1 and state = 'hold'`, [bed!.id]);
    await api.owner.query(`update care_bed set state = 'reserved' where id = $1`, [bed!.id]);
    await api.owner.query(`update care_admission set state = 'reserved' where id = $1`, [id]);
    await step(owner, id, 'risks', nineRisks());
    await step(owner, id, 'contract', contractOf({ deposit: 0 }));
    expect(await refused(owner, id, 'admit')).toMatchObject({
      code: 'STAY_ELSEWHERE',
      message: '该老人已在咸安区社会福利院入住，请先办理退住。',
    });
    // 公寓看不到福利院的入住
    expect((await owner.call('GET', `/api/institutions/${home.id}/stays`)).status).toBe(404);
  });

  test('请假、销假、转床、等级变更、退住：床位跟着走，一次办成', async () => {
    const elder = await makeElder(api, { name: '己老人', level: 1 });
    const { stayId } = await admitAtDesk(home, elder, { bedId: beds[4]!.id, contract: { careLevel: 'assisted-1' } });
    const stay = (by: Browser, what: string, body: Record<string, unknown> = {}) =>
      by.post(`/api/stays/${stayId}/${what}`, { ...body, requestId: requestId() });
    const no = (by: Browser, what: string, body: Record<string, unknown> = {}) =>
      by.refused(`/api/stays/${stayId}/${what}`, { ...body, requestId: requestId() });
    await stay(home.nurse, 'leave', { kind: 'out', from: '2026-09-10' });
    expect(await stateOf(beds[4]!.id)).toBe('请假保留');
    expect((await no(home.nurse, 'leave', { kind: 'out', from: '2026-09-12' })).code).toBe('LEAVE_OPEN');
    await stay(home.nurse, 'return');
    expect(await stateOf(beds[4]!.id)).toBe('在住');

    await stay(home.nurse, 'bed', { bedId: beds[5]!.id, reason: '靠近护理站' });
    expect([await stateOf(beds[4]!.id), await stateOf(beds[5]!.id)]).toEqual(['待清洁', '在住']);
    expect((await no(home.nurse, 'bed', { bedId: beds[3]!.id, reason: '换到有人的床' })).code).toBe('BOOKING_TAKEN');
    await home.nurse.post(`/api/beds/${beds[4]!.id}/cleaning`, {
      done: ['linen', 'disinfected', 'belongings'],
      requestId: requestId(),
    });
    expect(await stateOf(beds[4]!.id)).toBe('空闲');

    expect(await no(home.nurse, 'level', { level: 'nursed-1', from: '2026-09-20' })).toMatchObject({
      code: 'LEVEL_CONSENT',
      message: '护理等级变更须经老人或代理人同意。',
    });
    // 年份打错的不收：登记了的等级不能删
    const slip = { level: 'nursed-1', from: '2062-09-20' };
    expect((await no(home.nurse, 'level', { ...slip, consentBy: '儿子' })).code).toBe('LEVEL_AHEAD');
    expect((await no(home.nurse, 'level-question', { ...slip, why: '评估为三级' })).code).toBe('LEVEL_AHEAD');
    await stay(home.nurse, 'level-question', { level: 'nursed-1', from: '2026-09-20', why: '评估为三级' });
    const own = await family(elder.id);
    expect((await own.get('/api/my/care')).rows[0].stay.asked).toEqual({
      levelZh: '介护1',
      from: '2026-09-20',
      why: '评估为三级',
    });
    await own.post(`/api/my/care/stays/${stayId}/consent`, { requestId: requestId() });
    expect((await home.nurse.get(`/api/stays/${stayId}`)).levels.at(-1)).toEqual({
      zh: '介护1',
      fromOn: '2026-09-20',
      consentBy: '本人（网上同意）',
    });

    await stay(home.reception, 'discharge', { reason: '回家居住' });
    expect(await stateOf(beds[5]!.id)).toBe('待清洁');
    expect((await no(home.nurse, 'leave', { kind: 'out', from: '2026-09-11' })).code).toBe('STAY_STATE');
    const { rows } = await api.owner.query(`select payload from domain_event where type = 'stay.ended' and subject_id = $1`, [
      elder.id,
    ]);
    expect(rows[0].payload).toMatchObject({ to: '2026-09-10', reason: 'discharged' });
  });

  test('试住：不用先签协议；到期前3天提醒，再过7天没有决定告诉院长；转正式要先签协议', async () => {
    const elder = await makeElder(api, { name: '庚老人', level: 0 });
    const id = await desk(elder);
    await step(home.reception, id, 'offer', { bedId: beds[6]!.id });
    await step(home.accountant, id, 'booking', { amount: 100_00, method: 'cash' });
    expect((await refused(home.reception, id, 'trial')).code).toBe('ADMISSION_UNASSESSED');
    await step(home.nurse, id, 'risks', nineRisks());
    const { id: stayId } = await step(home.reception, id, 'trial');
    const settle = () => home.reception.call('POST', `/api/stays/${stayId}/settling`, { requestId: requestId() });
    expect((await settle()).body.error.code).toBe('CONTRACT_FIRST');
    const told = async (template: string) =>
      (await api.owner.query(`select count(*)::int as n from message where template = $1`, [template])).rows[0].n;
    at('2026-10-06');
    await api.run();
    expect(await told('care.trial-ends')).toBe(0);
    at('2026-10-08');
    await api.run();
    await api.run();
    expect(await told('care.trial-ends')).toBeGreaterThan(0);
    at('2026-10-17');
    await api.run();
    expect(await told('care.trial-over')).toBe(1);
    await step(home.reception, id, 'contract', contractOf({ careLevel: 'self', from: '2026-10-17' }));
    await step(home.accountant, id, 'deposit', { method: 'cash' });
    expect((await settle()).status).toBe(200);
    expect((await home.reception.get(`/api/stays/${stayId}`)).kindZh).toBe('长期（由试住转）');
    expect(api.errors).toEqual([]);
  });

  test('老人去世：入住到去世那天为止，床待清洁，不用人办', async () => {
    const elder = await makeElder(api, { name: '辛老人', level: 4 });
    const { stayId } = await admitAtDesk(home, elder, {
      bedId: beds[7]!.id,
      contract: { careLevel: 'nursed-2', from: '2026-10-17' },
    });
    at('2026-10-20');
    await api.context.write(systemActor('test', api.context.city), async (tx) => {
      const done = await recordDeath(tx, {
        personId: elder.id,
        diedOn: '2026-10-19',
        source: '医院证明',
        certificateRef: '1号',
        detail: {},
      });
      if (!done.ok) throw new Error(JSON.stringify(done));
    });
    await api.run();
    expect(await home.nurse.get(`/api/stays/${stayId}`)).toMatchObject({ toOn: '2026-10-19', endedZh: '去世' });
    expect(await stateOf(beds[7]!.id)).toBe('待清洁');
    expect(api.errors).toEqual([]);
  });
});

test('县里看得到床位，看不到谁住在里面', async () => {
  const wall = await county.get(`/api/institutions/${home.id}/beds`);
  const people = wall.floors.flatMap((f: { rooms: { beds: { who: string | null }[] }[] }) =>
    f.rooms.flatMap((r) => r.beds.map((b) => b.who)),
  );
  expect(new Set(people)).toEqual(new Set([null]));
  expect((await county.call('GET', `/api/institutions/${home.id}/stays`)).status).toBe(403);
});
