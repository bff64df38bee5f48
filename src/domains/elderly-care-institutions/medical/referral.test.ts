/** 巡诊和转诊 through the API: the round of the partner's doctor, a resident who falls and goes to hospital, stays there, comes back; her daughter hears each step. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type Browser, requestId, startApi } from '../../../../tests/api.ts';
import { startResidentSession } from '../../../kernel/access/server.ts';
import { addRoom, admitAtDesk, type Elder, type Home, makeElder, openHome, publishPrices } from '../fixtures.ts';
import { watchMedical } from './act.ts';
import { ringReferrals } from './ring.ts';

let api: Api;
let home: Home;
let county: Browser;
let elder: Elder;
let other: Elder;
let stayId: string;
let otherStay: string;
let daughter: Browser;
let linkId: string;

const at = (time: string, day = '2026-09-10') => api.clock.set(`${day}T${time}:00+08:00`);
const resident = async (personId: string): Promise<Browser> => {
  const browser = api.visitor();
  browser.cookie = `mz_session=${(await startResidentSession(api.context, personId)).token}`;
  return browser;
};
const send = (by: Browser, url: string, body: Record<string, unknown> = {}) => by.post(url, { ...body, requestId: requestId() });
const no = (by: Browser, url: string, body: Record<string, unknown> = {}) => by.refused(url, { ...body, requestId: requestId() });
const messages = async (by: Browser): Promise<string[]> =>
  (await by.get('/api/messages')).items.map((m: { body: string }) => m.body);
const life = () => daughter.get(`/api/my/care/stays/${stayId}`);

beforeAll(async () => {
  api = await startApi({ start: '2026-09-10' });
  ({ home } = await openHome(api));
  county = await api.staff('xian');
  at('09:00');
  const beds = await addRoom(home, { name: '101', beds: 2 });
  await publishPrices(home, '2026-09-10');
  elder = await makeElder(api, { name: '辰老人', level: 2 });
  other = await makeElder(api, { name: '巳老人', level: 1 });
  ({ stayId } = await admitAtDesk(home, elder, { bedId: beds[0]!.id }));
  ({ stayId: otherStay } = await admitAtDesk(home, other, { bedId: beds[1]!.id }));
  const child = await makeElder(api, { name: '辰小红', born: '1972-03-04', sex: 'female' });
  await send(home.reception, `/api/stays/${stayId}/agent`, { name: child.name, idNumber: child.idNumber, checked: true });
  daughter = await resident(child.id);
});
afterAll(() => api?.stop());

test('医养协议：少一样不收，写明少什么；数据库也不收；登记了，合作医院和急救电话在“巡诊和转诊”里', async () => {
  const link = {
    kind: 'agreement',
    partner: '咸安区人民医院（示例）',
    fromOn: '2026-09-01',
    toOn: '2027-08-31',
    insured: true,
    agreed: ['green', 'referral'],
    contact: '急诊科值班',
    contactPhone: '0715-8888120',
  };
  expect(await no(home.head, `/api/institutions/${home.id}/medical`, link)).toMatchObject({
    message: '协议里还没有：每周巡诊。',
  });
  ({ id: linkId } = await send(home.head, `/api/institutions/${home.id}/medical`, { ...link, roundDay: '3' }));
  await expect(api.owner.query('update care_medical_link set green = false where id = $1', [linkId])).rejects.toMatchObject({
    constraint: 'care_medical_link_agreed',
  });
  expect((await home.carer.get('/api/care-referrals')).partners).toMatchObject([
    {
      partner: '咸安区人民医院（示例）',
      says: '巡诊周三，绿色通道，双向转诊',
      contact: '急诊科值班，0715-8888120',
      lastOn: null,
      late: true,
    },
  ]);
});

test('九天没有人来巡诊，护理主管和院长收到一次提醒；来了登记，家属看得到医生给自家老人的建议，看不到别家的', async () => {
  await watchMedical(api.context);
  await watchMedical(api.context);
  expect((await messages(home.nurse)).filter((m) => m.includes('最近一次巡诊是'))).toHaveLength(1);
  const round = {
    linkId,
    on: '2026-09-10',
    doctor: '刘医生',
    findings: '看了2位，都平稳',
    seen: [
      { stayId, advice: '血压偏高，盐再少些，一周后复查' },
      { stayId: otherStay, advice: '膝盖热敷' },
    ],
  };
  const url = `/api/institutions/${home.id}/rounds`;
  expect((await no(home.nurse, url, { ...round, on: '2026-09-11' })).fields).toMatchObject([{ path: 'on' }]);
  expect((await no(home.nurse, url, { ...round, seen: [round.seen[0], round.seen[0]] })).fields).toMatchObject([
    { path: 'seen' },
  ]);
  await send(home.nurse, url, round);
  expect(await home.nurse.get('/api/care-referrals')).toMatchObject({
    partners: [{ lastOn: '2026-09-10', late: false }],
    rounds: [{ doctor: '刘医生', seen: 2 }],
  });
  expect((await life()).advice).toMatchObject([{ doctor: '刘医生', advice: '血压偏高，盐再少些，一周后复查' }]);
});

let referral: string;
let incident: string;
const step = (by: Browser, what: string, body: Record<string, unknown> = {}) =>
  send(by, `/api/care-referrals/${referral}/${what}`, body);

test('夜里跌倒，护理员转到协议医院：女儿马上收到；用药、医嘱、联系人写进交接单，只有本机构看得到，每次看都有记录；没转回以前不能再转', async () => {
  at('22:30', '2026-09-11');
  await send(home.nurse, `/api/stays/${stayId}/medications`, {
    drug: '氨氯地平片 5毫克',
    dose: '每次1片',
    times: '08:00',
    units: 1,
    stock: 30,
    doctor: '刘医生9月10日',
    entrustedBy: '女儿辰小红',
    signed: true,
  });
  ({ id: incident } = await send(home.carer, `/api/institutions/${home.id}/incidents`, {
    type: 'fall',
    stayIds: [stayId],
    injury: 'hospital',
    measure: 'hospital',
    place: '卫生间门口',
    what: '起夜时滑倒，右腕肿',
  }));
  const offer = (await home.carer.get(`/api/care-incidents/${incident}`)).offers.find(
    (o: { action: string }) => o.action === 'refer',
  );
  expect(offer.initial).toMatchObject({ hospital: '咸安区人民医院（示例）', green: true, incidentId: incident, stayId });
  at('22:40', '2026-09-11');
  const out = { ...offer.initial, reason: '跌倒，右腕肿痛，怀疑骨折', escort: '宋春梅，13900005021', minutesAgo: 5 };
  ({ referralId: referral } = await home.carer.post(offer.to, { ...out, ...offer.fixed }));
  expect((await no(home.carer, offer.to, out)).code).toBe('REFERRAL_OPEN');
  expect((await messages(daughter))[0]).toBe(
    '辰老人于9月11日22:35送往咸安区人民医院（示例），宋春梅，13900005021陪着，请与0999-0000701联系。后面每一步会接着告诉您。',
  );
  const file = await home.carer.get(`/api/care-referrals/${referral}`);
  const said = Object.fromEntries(file.handover.map((f: { label: string; value: string }) => [f.label, f.value]));
  expect(said).toMatchObject({
    在用的药: '氨氯地平片 5毫克，每次1片，08:00',
    护理等级: '介助2',
    联系谁: '王小明，13900005999',
    为什么转: '跌倒，右腕肿痛，怀疑骨折',
  });
  expect((await county.call('GET', `/api/care-referrals/${referral}`)).status).toBe(403);
  const looks = await api.owner.query(
    `select count(*)::int as n from audit_log where action = 'care-referral.read' and person_id = $1`,
    [elder.id],
  );
  expect(looks.rows[0].n).toBe(1);
  // 突发事件里也写了一笔
  expect((await home.nurse.get(`/api/care-incidents/${incident}`)).steps.map((s: { text: string }) => s.text)).toContain(
    '转到咸安区人民医院（示例）',
  );
  const sealed = await api.owner.query(`select encode(handover, 'escape') as text from care_referral where id = $1`, [referral]);
  expect(sealed.rows[0].text).not.toContain('氨氯地平');
});

test('一小时没有登记谁接收的，提醒一次；不能越过接收直接登记住院、转回', async () => {
  expect((await no(home.nurse, `/api/care-referrals/${referral}/return`, { text: '回来了', papers: true })).message).toBe(
    '现在是“已转出，等医院接收”，不能登记转回。',
  );
  at('23:34', '2026-09-11');
  expect(await ringReferrals(api.context)).toBe(0);
  at('23:35', '2026-09-11');
  expect(await ringReferrals(api.context)).toBe(1);
  expect(await ringReferrals(api.context)).toBe(0);
  expect((await messages(home.nurse))[0]).toContain('还没有登记谁接收的');
  expect((await home.nurse.get('/api/care-referrals')).referrals).toMatchObject([{ late: true }]);
  expect(
    (await no(home.carer, `/api/care-referrals/${referral}/receipt`, { who: '张医生', text: '交接单已交', minutesAgo: 120 }))
      .code,
  ).toBe('REFERRAL_BEFORE');
  await step(home.carer, 'receipt', { who: '急诊科张医生', text: '交接单已交，药也带去', minutesAgo: 20 });
  expect((await messages(daughter))[0]).toBe('咸安区人民医院（示例）已接收辰老人，接收的是急诊科张医生。');
});

test('住院：从12日起算住院请假，床位请假保留到10月11日，写下以后改不动；三天没有消息提醒问医院，问过的家属看得到', async () => {
  at('09:00', '2026-09-12');
  await step(home.nurse, 'admission', { ward: '骨科5床', text: '右腕骨折，大概住十天', minutesAgo: 30 });
  const stay = await home.nurse.get(`/api/stays/${stayId}`);
  expect(stay).toMatchObject({ away: true, leaves: [{ zh: '住院', fromOn: '2026-09-12', toOn: null }] });
  const { rows } = await api.owner.query(
    `select b.state, f.keep_to::text from care_referral f join care_stay s on s.id = f.stay_id
    join care_bed b on b.id = s.bed_id where f.id = $1`,
    [referral],
  );
  expect(rows).toEqual([{ state: 'on-leave', keep_to: '2026-10-11' }]);
  await expect(
    api.owner.query(`update care_referral set keep_to = '2027-01-01' where id = $1`, [referral]),
  ).rejects.toMatchObject({ constraint: 'care_referral_stays' });
  expect(await life()).toMatchObject({
    away: true,
    referrals: [
      { open: true, stateZh: '住院中', keepTo: '2026-10-11', steps: [{ zh: '转出' }, { zh: '医院接收' }, { zh: '住院' }] },
    ],
  });
  at('08:29', '2026-09-15');
  expect(await ringReferrals(api.context)).toBe(0);
  at('08:30', '2026-09-15');
  expect(await ringReferrals(api.context)).toBe(1);
  expect((await messages(home.nurse))[0]).toContain('几天没有消息，请打电话问一次');
  await step(home.carer, 'news', { text: '手术顺利，能坐起' });
  expect((await life()).referrals[0].steps.at(-1).text).toBe('手术顺利，能坐起');
});

test('转回：要先收下出院小结；住院请假销掉，床上又有人；家属看到出院的医嘱；以后可以再转', async () => {
  at('10:00', '2026-09-22');
  expect((await no(home.nurse, `/api/care-referrals/${referral}/return`, { text: '每周换药', papers: false })).code).toBe(
    'INVALID_INPUT',
  );
  await step(home.nurse, 'return', { text: '每周换药，右手不提重物，10月10日复查', papers: true });
  expect(await home.nurse.get(`/api/stays/${stayId}`)).toMatchObject({
    away: false,
    leaves: [{ zh: '住院', fromOn: '2026-09-12', toOn: '2026-09-22' }],
  });
  expect((await messages(daughter))[0]).toContain('辰老人已从咸安区人民医院（示例）转回');
  expect((await life()).referrals).toMatchObject([{ open: false, stateZh: '已转回', keepTo: null }]);
  expect(await ringReferrals(api.context)).toBe(0);
  const again = await send(home.carer, `/api/institutions/${home.id}/referrals`, {
    stayId,
    hospital: '咸安区人民医院（示例）',
    reason: '发热',
    escort: '宋春梅',
  });
  expect(again.referralId).not.toBe(referral);
});

test('住院没有过夜就回来：一天请假也不算；在医院退住，转诊跟着结束', async () => {
  at('18:00', '2026-09-22');
  const url = `/api/institutions/${home.id}/referrals`;
  const { referralId } = await send(home.carer, url, {
    stayId: otherStay,
    hospital: '咸安区中医院（示例）',
    reason: '胸闷',
    escort: '宋春梅',
  });
  const go = (what: string, body: Record<string, unknown>) => send(home.nurse, `/api/care-referrals/${referralId}/${what}`, body);
  await go('receipt', { who: '急诊', text: '已交接' });
  await go('admission', { ward: '观察室', text: '留观' });
  await go('return', { text: '没有大事', papers: true });
  expect((await home.nurse.get(`/api/stays/${otherStay}`)).leaves).toMatchObject([{ fromOn: '2026-09-23', toOn: '2026-09-23' }]);
  const second = await send(home.carer, url, {
    stayId: otherStay,
    hospital: '咸安区中医院（示例）',
    reason: '胸闷',
    escort: '宋春梅',
  });
  await send(home.reception, `/api/stays/${otherStay}/discharge`, { reason: '转到别处' });
  const { rows } = await api.owner.query('select ended_as, next_at from care_referral where id = $1', [second.referralId]);
  expect(rows).toEqual([{ ended_as: 'discharged', next_at: null }]);
});

test('协议到2027年8月31日：还有60天那天提醒院长一次，前一天不提醒', async () => {
  const ending = async () => (await messages(home.head)).filter((m) => m.includes('的协议2027年8月31日到期')).length;
  at('08:00', '2027-07-01');
  await watchMedical(api.context);
  expect(await ending()).toBe(0);
  at('08:00', '2027-07-02');
  await watchMedical(api.context);
  await watchMedical(api.context);
  expect(await ending()).toBe(1);
});
