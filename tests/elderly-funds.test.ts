/** 养老的钱和特困供养: the construction subsidy of a home with its three parts and what comes back; the subsidies of facilities. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import { playSiteMoney } from '../src/domains/elderly-care/demonstration/site-money.ts';
import { playSites } from '../src/domains/elderly-care/demonstration/sites.ts';
import { playAccountable } from '../src/domains/elderly-care-institutions/demonstration/accountable.ts';
import { playBuilt } from '../src/domains/elderly-care-institutions/demonstration/built.ts';
import { playInstitutions } from '../src/domains/elderly-care-institutions/demonstration/play.ts';
import { playRural } from '../src/domains/elderly-care-institutions/demonstration/rural.ts';
import { playSupervision } from '../src/domains/elderly-care-institutions/demonstration/supervision.ts';
import { application, type Elder, makeElder, nineRisks } from '../src/domains/elderly-care-institutions/fixtures.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { emit } from '../src/kernel/event/server.ts';
import { factsAsOf } from '../src/kernel/resident/server.ts';
import { type Api, requestId, startApi } from './api.ts';
import { jumpTo } from './months.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  const stage = { context: api.context, moveTo: () => undefined };
  await playInstitutions(stage, '2026-09-01');
  await playBuilt(stage, '2026-09-01');
  await playBuilt(stage, '2026-09-01');
  await playSupervision({ ...stage, filesDir: api.filesDir });
  await playRural(stage, '2026-09-01');
  await playAccountable(stage, '2026-09-01');
  await playAccountable(stage, '2026-09-01');
  await playSites(stage);
  await playSiteMoney(stage, '2026-09-01');
  await api.run();
});
afterAll(() => api?.stop());

/** What social assistance says of a person: recognised, assessed by the six acts, asked what he or she wishes. */
async function recognise(of: Elder, grade: 'able' | 'half' | 'full', wish: 'institution' | 'home'): Promise<void> {
  await api.context.write(systemActor('social-assistance', api.context.city), async (tx) => {
    const told = { subject: { kind: 'person', id: of.id }, division: '421202100001' } as const;
    const award = { awardId: of.id, version: 1, amountFen: 1190_00, effectiveMonth: '2026-10', reason: 'granted', mode: 'home' };
    await emit(tx, { ...told, type: 'tekun.wish.recorded', payload: { personId: of.id, wish, recordedOn: '2026-09-01' } });
    await emit(tx, {
      ...told,
      type: 'tekun.award.changed',
      payload: { ...award, personId: of.id, fromState: null, toState: 'active' },
    });
    await emit(tx, { ...told, type: 'tekun.care.changed', payload: { personId: of.id, grade, effectiveMonth: '2026-10' } });
  });
  await api.run();
}
const wishes = async (of: Elder, wish: 'institution' | 'home') => {
  await api.context.write(systemActor('social-assistance', api.context.city), (tx) =>
    emit(tx, {
      type: 'tekun.wish.recorded',
      subject: { kind: 'person', id: of.id },
      division: '421202100001',
      payload: { personId: of.id, wish, recordedOn: '2026-09-01' },
    }),
  );
  await api.run();
};
interface Board {
  rates: { key: string; text: string; num: number; den: number; says: string }[];
  placements: {
    id: string;
    name: string;
    dueOn: string;
    bedZh: string;
    gradeZh: string;
    stateZh: string;
    offers: (Row['offers'][number] & { fields: { name: string; choices?: { value: string; label: string }[] }[] })[];
  }[];
  roster: { name: string; days: number; agreementNo: string | null; differs: string | null; paidTo: string }[];
}
const board = async (login: string) => (await (await api.staff(login)).get('/api/care-tekun')) as Board;

test('特困安置：9月1日说愿意集中供养，十个工作日到9月15日；半护理要护理型床位，同一个村的福利院最近，安置到别处要写理由；社会老人要等', async () => {
  const wait = await makeElder(api, { name: '向守仁', level: 2 });
  await recognise(wait, 'half', 'institution');
  const [row] = (await board('xian')).placements;
  expect(row).toMatchObject({ name: '向守仁', dueOn: '2026-09-15', bedZh: '护理型床位', gradeZh: '半护理', stateZh: '待安置' });
  const offer = row!.offers.find((o) => o.action === 'place')!;
  const choices = offer.fields.find((f) => f.name === 'institution')!.choices!;
  expect(choices.map(({ label }) => label)).toEqual([
    '咸安区社会福利院，同一个村，1号楼201-2（护理型）',
    '汀泗桥镇农村福利院，同一个乡镇，主楼102-1（护理型）',
  ]);
  // 社会老人申请农村福利院的护理型床位：还有一位在等
  const head = await api.staff('nongfu');
  const { id: rural } = await head.get('/api/institutions/own');
  const other = await makeElder(api, { name: '罗大有', level: 2 });
  const { id: asked } = await head.post(`/api/institutions/${rural}/admissions`, {
    ...application(other),
    requestId: requestId(),
  });
  const wall = await head.get(`/api/institutions/${rural}/beds`);
  const beds = wall.floors.flatMap((f: { rooms: { beds: { id: string; code: string }[] }[] }) =>
    f.rooms.flatMap((r) => r.beds),
  ) as {
    id: string;
    code: string;
  }[];
  const bed = (code: string) => beds.find((b) => b.code.endsWith(code))!.id;
  const give = (code: string) => ({ bedId: bed(code), requestId: requestId() });
  expect(await head.refused(`/api/admissions/${asked}/offer`, give('102-2'))).toMatchObject({
    code: 'TEKUN_WAITS',
    message: '还有1位愿意集中供养的特困人员在等这样的床位，先安排他们。',
  });
  // 普通床位不合适他，可以给社会老人
  await head.post(`/api/admissions/${asked}/offer`, give('101-1'));
  const county = await api.staff('xian');
  const place = { institution: rural, contact: '陈秀兰', phone: '13900005021', requestId: requestId() };
  expect((await county.refused(offer.to, place)).message).toBe('咸安区社会福利院更近，也有合适的床位。');
  await county.post(offer.to, { ...place, reason: '本人要求离亲友近', requestId: requestId() });
  expect((await board('xian')).placements[0]).toMatchObject({ stateZh: '已留床，待签三方协议' });
});

test('三方协议：机构评过九项风险才能签，护理等级按能力等级；签了才办入住；名册、比率、告诉社会救助的都跟着变', async () => {
  const head = await api.staff('nongfu');
  const own = (await board('nongfu')).placements[0]!;
  const offer = own.offers.find((o) => o.action === 'agree')!;
  const given = {
    careLevel: 'assisted-2',
    townshipSigner: '陈秀兰',
    personSigner: '本人',
    emergency: '向守义',
    emergencyPhone: '13900005022',
    from: '2026-09-01',
    months: 12,
  };
  expect((await head.refused(offer.to, { ...given, requestId: requestId() })).code).toBe('ADMISSION_UNASSESSED');
  const { rows: admissions } = await head.get(`/api/institutions/${(await head.get('/api/institutions/own')).id}/admissions`);
  const admission = admissions.find((a: { name: string }) => a.name === '向守仁').id as string;
  await head.post(`/api/admissions/${admission}/risks`, { ...nineRisks(), requestId: requestId() });
  await head.post(offer.to, { ...given, requestId: requestId() });
  expect((await board('xian')).placements[0]).toMatchObject({ stateZh: '已签三方协议，待入住' });
  await head.post(`/api/admissions/${admission}/admit`, { requestId: requestId() });
  await api.run();
  const after = await board('xian');
  expect(after.placements).toEqual([]);
  expect(after.roster).toMatchObject([{ name: '向守仁', differs: '已经入住，救助还按分散供养', paidTo: '没有发放' }]);
  expect(after.roster[0]!.agreementNo).toContain('养供');
  expect(after.rates).toMatchObject([
    { key: 'I-31', text: '100.0%', num: 1, den: 1 },
    { key: 'I-32', text: '100.0%', num: 1, den: 1 },
  ]);
  const { rows: told } = await api.owner.query("select body from message where template = 'care-tekun.joined'");
  expect(told[0].body).toContain('向守仁2026年9月1日入住汀泗桥镇农村福利院');
  const [fact] = await api.context.read(systemActor('test', api.context.city), async (tx) => {
    const { personId } = await tx.one<{ personId: string }>(sql`select person_id from care_tekun where supported`);
    return factsAsOf(tx, { kind: 'person', id: personId }, { validOn: '2026-09-01', kinds: ['concentrated-support'] });
  });
  expect(fact!.value).toMatchObject({ institution: '汀泗桥镇农村福利院' });
});

test('又一位全护理的：安置以后改了主意，留的床马上空出来；缓一缓的不算在等，社会老人可以住', async () => {
  const second = await makeElder(api, { name: '付桂英', level: 4, sex: 'female' });
  await recognise(second, 'full', 'institution');
  const county = await api.staff('xian');
  const row = (await board('xian')).placements[0]!;
  expect(row).toMatchObject({ name: '付桂英', gradeZh: '全护理' });
  const offer = (action: string, of = row) => of.offers.find((o) => o.action === action)!;
  const institution = (offer('place') as (typeof row.offers)[number]).fields[0]!.choices![0]!.value;
  await county.post(offer('place').to, { institution, contact: '陈秀兰', phone: '13900005021', requestId: requestId() });
  await wishes(second, 'home');
  expect((await board('xian')).placements).toEqual([]);
  const { rows: left } = await api.owner.query('select state, closed_reason from care_admission where person_id = $1', [
    second.id,
  ]);
  expect(left).toEqual([{ state: 'withdrawn', closed_reason: '意愿变了' }]);
  await wishes(second, 'institution');
  const again = (await board('xian')).placements[0]!;
  await county.post(offer('postpone', again).to, { reason: '先住院治疗，一个月以后再说', requestId: requestId() });
  const head = await api.staff('nongfu');
  const { id: rural } = await head.get('/api/institutions/own');
  const social = await makeElder(api, { name: '谈冬香', level: 3, sex: 'female' });
  const { id } = await head.post(`/api/institutions/${rural}/admissions`, { ...application(social), requestId: requestId() });
  const wall = await head.get(`/api/institutions/${rural}/beds`);
  const free = wall.floors
    .flatMap((f: { rooms: { beds: { id: string; code: string }[] }[] }) => f.rooms.flatMap((r) => r.beds))
    .find((b: { code: string }) => b.code.endsWith('102-2')).id;
  await head.post(`/api/admissions/${id}/offer`, { bedId: free, requestId: requestId() });
});

interface Row {
  id: string;
  institutionName: string;
  stateZh: string;
  amountFen: number;
  paidFen: number;
  parts: { no: number; stateZh: string; amountFen: number; says: string }[];
  use: { until: string; fullMonths: number; backFen: number } | null;
  claim: { says: string; stateZh: string; amountFen: number; leftFen: number } | null;
  offers: { action: string; to: string; fixed: Record<string, unknown> }[];
}
const rows = async (login: string) => (await (await api.staff(login)).get('/api/care-construction')).rows as Row[];
const rowOf = async (name: string, login = 'xian') => (await rows(login)).find((row) => row.institutionName === name)!;
const offered = async (name: string, login = 'xian') => (await rowOf(name, login)).offers.map(({ action }) => action);
/** What is offered is done, as the page sends it. */
async function act(name: string, login: string, action: string, body: Record<string, unknown> = {}) {
  const offer = (await rowOf(name, login)).offers.find((o) => o.action === action)!;
  return (await api.staff(login)).call('POST', offer.to, { ...offer.fixed, requestId: requestId(), ...body });
}

const YIHE = '浮山颐和养护院';
const KANGNING = '永安康宁老年公寓';

test('建设补贴：自建10张、护理型一半，20,000元分三期；第一期4月15日拨过，用到2031年4月15日；县里看得到本县的，院长看自己的，别家不在范围', async () => {
  expect(await rowOf(YIHE)).toMatchObject({
    amountFen: 20_000_00,
    paidFen: 10_000_00,
    stateZh: '已批准',
    parts: [
      { no: 1, stateZh: '已拨付', amountFen: 10_000_00 },
      { no: 2, stateZh: '还没有核', amountFen: 6000_00, says: '2027-04-10起核' },
      { no: 3, amountFen: 4000_00 },
    ],
    use: { until: '2031-04-15', fullMonths: 4, backFen: 9333_33 },
  });
  const { id: home } = await (await api.staff('yihe')).get('/api/institutions/own');
  expect((await api.visitor().call('GET', `/care-homes/${home}`)).body).toContain('按10张床算，20,000.00元');
  // 租赁12张每张1,000元；护理型3张，3÷0.4＝7张，12,000×7÷12＝7,000元
  expect(await rowOf(KANGNING)).toMatchObject({ amountFen: 7000_00, paidFen: 3500_00, use: null });
  expect((await rows('yihe')).map((row) => row.institutionName)).toEqual([YIHE]);
  const head = await api.staff('yihe');
  const { id } = await head.get('/api/institutions/own');
  const again = { selfBeds: 10, leasedBeds: 0, papers: '再申请一次', requestId: requestId() };
  expect((await head.refused(`/api/institutions/${id}/construction`, again)).message).toBe(
    '备案10张，已经补贴过10张，还可以申请0张。',
  );
  const kangle = await api.staff('kangle');
  const company = (await kangle.get('/api/institutions/own')).id;
  expect((await kangle.refused(`/api/institutions/${company}/construction`, { ...again, requestId: requestId() })).code).toBe(
    'BUILD_NOT_FOR',
  );
  expect((await kangle.call('GET', '/api/care-construction')).body).toMatchObject({ rows: [], offers: [] });
});

test('转租作宾馆：满5个月，追回3,500×55÷60＝3,208.33元；谁登记的谁不能定；分两次退回，多一分不收，凭证只用一次，付清为止', async () => {
  expect((await rowOf(KANGNING)).claim).toMatchObject({ amountFen: 3208_33, stateZh: '待领导定' });
  expect(await offered(KANGNING)).toEqual([]);
  expect((await act(KANGNING, 'xianzhang', 'decide-claim', { verdict: 'claim', decision: '咸安民〔2026〕31号' })).status).toBe(
    200,
  );
  const { rows: told } = await api.owner.query("select count(*)::int as n from message where template = 'care-build.claimed'");
  expect(told[0].n).toBe(1);
  const first = { amount: 2000_00, on: '2026-09-01', voucher: '退建补2026-01' };
  expect((await act(KANGNING, 'xian', 'receive', { ...first, amount: 3208_34 })).body.error.message).toContain('还差3,208.33元');
  expect((await act(KANGNING, 'xian', 'receive', first)).status).toBe(200);
  expect((await act(KANGNING, 'xian', 'receive', { ...first, amount: 1 })).body.error.code).toBe('BUILD_VOUCHER');
  expect((await rowOf(KANGNING)).claim).toMatchObject({ stateZh: '追回中', leftFen: 1208_33 });
  expect((await act(KANGNING, 'xian', 'receive', { ...first, amount: 1208_33, voucher: '退建补2026-02' })).status).toBe(200);
  expect((await rowOf(KANGNING)).claim).toMatchObject({ stateZh: '已结清', leftFen: 0 });
});

test('医养结合和转型：协议少一项不收；没有过期的才算，登记结束就不算；农村福利院转型只登记一次，要有全托，计入转型率', async () => {
  const head = await api.staff('nongfu');
  const county = await api.staff('xian');
  const { id } = await head.get('/api/institutions/own');
  const link = {
    kind: 'agreement',
    partner: '咸安区中医院（示例）',
    fromOn: '2026-09-01',
    toOn: '2027-08-31',
    insured: true,
    roundDay: '2',
    agreed: ['green'],
    requestId: requestId(),
  };
  expect((await head.refused(`/api/institutions/${id}/medical`, link)).message).toBe(
    '协议里还没有：双向转诊、急救联系人和电话。',
  );
  const own = () => head.get('/api/care-medical').then(({ rows: [row] }) => row);
  expect(await own()).toMatchObject({ served: true, links: [{ stateZh: '快到期' }] });
  const { to } = (await own()).links[0].offers[0];
  await head.post(to, { on: '2026-09-01', why: '卫生院没有医生', requestId: requestId() });
  expect(await own()).toMatchObject({ served: false });
  const conversion = { on: '2026-08-30', functions: ['day', 'home'], documentNo: '咸安民〔2026〕8号', requestId: requestId() };
  expect((await county.refused(`/api/institutions/${id}/conversion`, conversion)).fields).toMatchObject([{ path: 'functions' }]);
  const rate = async () => (await county.get('/api/indicators/rural-converted')).indicator.total;
  expect(await rate()).toMatchObject({ num: 0, den: 3 });
  const full = { ...conversion, functions: ['full', 'day', 'home'] };
  await county.post(`/api/institutions/${id}/conversion`, { ...full, requestId: requestId() });
  expect((await county.refused(`/api/institutions/${id}/conversion`, { ...full, requestId: requestId() })).code).toBe(
    'CONVERSION_TWICE',
  );
  expect(await rate()).toMatchObject({ num: 1, den: 3 });
});

test('责任险：保险期外的事不能报案；报案、查勘、赔付一步一步；补贴按投保16张、备案16张，60元一张共960元，核、批、拨付，一张保单一次', async () => {
  const accountant = await api.staff('kuaiji');
  const county = await api.staff('xian');
  const policy = async (by = accountant) =>
    ((await by.get('/api/care-insurances')).rows as PolicyRow[]).find((row) => row.policyNo === 'DEM-2025-0701')!;
  const offer = (of: { offers: Row['offers'] }, action: string) => of.offers.find((o) => o.action === action)!;
  const report = { what: '走廊跌倒，髋部骨折', reportedOn: '2026-09-01', reportNo: 'JC-2026-118' };
  const first = offer(await policy(), 'report');
  expect((await accountant.refused(first.to, { ...report, happenedOn: '2025-01-01', requestId: requestId() })).message).toContain(
    '不保2025年1月1日',
  );
  await accountant.post(first.to, { ...report, happenedOn: '2026-08-30', requestId: requestId() });
  const claim = async () => (await policy()).claims[0]!;
  const on = '2026-09-01';
  await accountant.post(offer(await claim(), 'survey').to, { on, survey: '看过监控和病历', requestId: requestId() });
  await accountant.post(offer(await claim(), 'paid').to, { on, amount: 12_000_00, requestId: requestId() });
  expect(await claim()).toMatchObject({ stateZh: '已赔付', paidFen: 12_000_00, offers: [] });
  // 开场已经申请过，一张保单一次
  const { id } = await policy();
  const again = { requestId: requestId() };
  expect((await accountant.refused(`/api/care-insurances/${id}/subsidy`, again)).code).toBe('INSURE_SUBSIDY_TWICE');
  const check = offer(await policy(county), 'check');
  expect(await county.post(check.to, { verdict: 'ok', note: '看过保单和发票', requestId: requestId() })).toEqual({
    amountFen: 960_00,
  });
  const leader = await api.staff('xianzhang');
  await leader.post(offer(await policy(leader), 'approve').to, { requestId: requestId() });
  const pay = offer(await policy(county), 'pay');
  await county.post(pay.to, { on, documentNo: '咸安财拨〔2026〕保补1号', requestId: requestId() });
  expect((await policy()).subsidy).toMatchObject({ stateZh: '已拨付', amountFen: 960_00 });
});

interface PolicyRow {
  id: string;
  policyNo: string;
  claims: { stateZh: string; paidFen: number | null; offers: Row['offers'] }[];
  subsidy: { stateZh: string; amountFen: number } | null;
  offers: Row['offers'];
}
test('行政处罚：两名有证的人立案，告知罚款20,000元，五个工作日里要求听证；听证以后没有办案的领导减轻为8,000元，七个工作日里公开，信用扣10分', async () => {
  const [lead, second] = [await api.staff('zhifa1'), await api.staff('zhifa2')];
  const head = await api.staff('kangle');
  const { id: home } = await head.get('/api/institutions/own');
  type Case = {
    id: string;
    offers: (Row['offers'][number] & { fields: { name: string; choices?: { value: string; label: string }[] }[] })[];
    what: string;
    stateZh: string;
    due: { zh: string; on: string } | null;
  };
  const opening = ((await lead.get('/api/care-penalties')).offers as Case['offers'])[0]!;
  const others = opening.fields.find((f) => f.name === 'second')!.choices!;
  expect(others.map(({ label }) => label.slice(0, 3))).not.toContain('鲍振华');
  const facts = '检查发现夜间没有人值班，已责令整改仍不改正';
  const open = { institution: home, second: others[0]!.value, facts, requestId: requestId() };
  const { id } = await lead.post(opening.to, open);
  const cases = async (by = lead) => (await by.get('/api/care-penalties')).rows as Case[];
  const kase = async (by = lead) => (await cases(by)).find((row) => row.id === id)!;
  const act = async (by: typeof lead, action: string, body: object = {}) => {
    const offer = (await kase(by)).offers.find((o) => o.action === action)!;
    return by.call('POST', offer.to, { ...offer.fixed, ...body });
  };
  // 告知以前机构看不到
  expect((await cases(head)).map((row) => row.what)).toEqual(['拟责令改正、罚款12,000.00元']);
  expect((await act(second, 'record', { record: '询问值班组长，调看监控三晚无人' })).status).toBe(200);
  const notice = { kinds: ['correct', 'fine'], fine: 30_000_01, basis: '《养老机构管理办法》第四十六条' };
  expect((await act(lead, 'notice', notice)).body.error.message).toBe('罚款最多30,000.00元。');
  expect((await act(lead, 'notice', { ...notice, fine: 20_000_00 })).body).toEqual({ sayBy: '2026-09-08' });
  expect((await act(head, 'state', { said: '值班表有人，只是没有签到' })).status).toBe(200);
  expect((await act(head, 'ask-hearing')).status).toBe(200);
  const leader = await api.staff('xianzhang');
  expect((await kase(leader)).offers).toEqual([]);
  expect((await act(lead, 'hear', { on: '2026-09-01', heard: '法制科科长主持，机构补交了签到表' })).status).toBe(200);
  const decision = { kinds: ['correct', 'fine'], fine: 20_000_01, answer: '补交的签到表能证明部分夜晚有人' };
  expect((await act(leader, 'decide', decision)).body.error.code).toBe('PENALTY_HEAVIER');
  const { documentNo } = (await act(leader, 'decide', { ...decision, fine: 8000_00 })).body;
  expect(documentNo).toContain('养罚');
  expect(await kase()).toMatchObject({
    stateZh: '已处罚',
    what: '责令改正、罚款8,000.00元',
    due: { zh: '公开', on: '2026-09-10' },
  });
  const { rows: points } = await api.owner.query(
    "select points, note from care_credit_entry where institution_id = $1 and reason = 'fine'",
    [home],
  );
  expect(points).toEqual([{ points: -10, note: `${documentNo}：责令改正、罚款8,000.00元` }]);
  const page = async () => (await api.visitor().call('GET', `/care-homes/${home}`)).body as string;
  expect(await page()).not.toContain(documentNo);
  expect((await act(second, 'publish')).status).toBe(200);
  expect(await page()).toContain(`${documentNo}：责令改正、罚款8,000.00元`);
  expect((await act(lead, 'pay', { on: '2026-09-01', voucher: '罚缴2026-008' })).status).toBe(200);
  expect((await kase()).offers).toEqual([]);
});

const siteMoney = async (login: string) => (await api.staff(login)).get('/api/care-site-subsidies');
interface SiteRow {
  siteName: string;
  what: string;
  stateZh: string;
  amountFen: number | null;
  says: string[];
  offers: Row['offers'];
}
test('设施补贴：城市中心B级开满9个月，30,000元；一处两块牌子没有核实以前不能申请；农村的B级开了3个月，2,000元，县核、领导批、拨付；一年一笔', async () => {
  const before = await siteMoney('xian');
  expect(before.rows).toMatchObject([
    { siteName: '香城社区居家养老服务中心', what: '2025年运营补贴', stateZh: '公示中', amountFen: 30_000_00 },
  ]);
  const township = await api.staff('xiang');
  const county = await api.staff('xian');
  const { rows: sites } = await township.get(`/api/care-sites?q=${encodeURIComponent('古塘村')}`);
  const rural = sites.find((row: { name: string }) => row.name.includes('互助')).id as string;
  const run = () => ({ site: rural, year: 2025, requestId: requestId() });
  expect((await township.refused('/api/care-site-subsidies/running', run())).code).toBe('SITE_SUBSIDY_TWIN');
  const { twins } = await county.get(`/api/care-sites/${rural}`);
  await county.post(twins[0].offers[0].to, { ...twins[0].offers[0].fixed, reason: '两层楼和旁边的平房，是两处房子' });
  expect((await township.refused('/api/care-site-subsidies/running', { ...run(), year: 2026 })).code).toBe('SITE_SUBSIDY_EARLY');
  await township.post('/api/care-site-subsidies/running', run());
  expect((await township.refused('/api/care-site-subsidies/running', run())).code).toBe('SITE_SUBSIDY_TWICE');
  const of = async (login: string) => ((await siteMoney(login)).rows as SiteRow[]).find((row) => row.siteName.includes('互助'))!;
  const step = async (login: string, action: string, body: Record<string, unknown>) => {
    const offer = (await of(login)).offers.find((o) => o.action === action)!;
    return (await api.staff(login)).call('POST', offer.to, { ...offer.fixed, ...body });
  };
  expect((await step('xian', 'check', { verdict: 'notice', note: '记录和现场一致' })).body).toEqual({ amountFen: 2000_00 });
  expect((await of('xian')).says[0]).toBe('等次B，一年8,000.00元，开放满15天的3个月');
  await jumpTo(api, '2026-09-09');
  expect((await step('xianzhang', 'approve', { note: '没有异议' })).status).toBe(200);
  expect((await step('xian', 'pay', { on: '2026-09-09', documentNo: '咸安财拨〔2026〕设补3号' })).status).toBe(200);
  expect(await of('xian')).toMatchObject({ stateZh: '已拨付' });
});

test('同一处同一用途只有一个项目给钱：福彩公益金给过建设的，不再给；这里给了运营的，别的项目也登记不进去；中心没有建设补贴', async () => {
  const township = await api.staff('xiang');
  const county = await api.staff('xian');
  const site = async (q: string) => (await county.get(`/api/care-sites?q=${encodeURIComponent(q)}`)).rows[0].id as string;
  const rural = await site('互助照料');
  const build = { site: rural, requestId: requestId() };
  expect((await township.refused('/api/care-site-subsidies/building', build)).message).toContain(
    '已经由“福彩公益金2020年农村养老项目（示例）”给过',
  );
  const elsewhere = {
    site: rural,
    purpose: 'run',
    year: 2025,
    programme: '乡村振兴衔接资金',
    amount: 10_000_00,
    documentNo: '咸乡振〔2025〕9号',
    requestId: requestId(),
  };
  expect((await county.refused('/api/care-site-subsidies/elsewhere', elsewhere)).code).toBe('SITE_SUBSIDY_PAID_HERE');
  const town = { site: await site('汀泗桥镇综合'), requestId: requestId() };
  expect((await township.refused('/api/care-site-subsidies/building', town)).message).toBe(
    '“综合性养老服务设施”没有一次性建设补贴。',
  );
});

test('第二期满两年才核，第二年平均入住率正好四成，核、批准、拨付三步两个人；登记错了停用，领导改回来', async () => {
  expect((await act(YIHE, 'xian', 'end', { on: '2026-08-31', reason: '邻居来电说关门了' })).status).toBe(200);
  expect(await rowOf(YIHE)).toMatchObject({
    claim: { amountFen: 9333_33 },
    parts: [{}, { stateZh: '不拨' }, { stateZh: '不拨' }],
  });
  expect((await act(YIHE, 'xianzhang', 'decide-claim', { verdict: 'mistaken', decision: '上门看过，照常开着' })).status).toBe(
    200,
  );
  expect(await offered(YIHE)).toEqual(['end']);
  const { id } = await rowOf(YIHE);
  const early = { no: 2, note: '还在用于养老', requestId: requestId() };
  const clerk = await api.staff('xian');
  expect((await clerk.refused(`/api/care-construction/${id}/part-check`, early)).message).toBe('第二期从2027年4月10日起才能核。');
  await jumpTo(api, '2027-04-12');
  expect(await offered(YIHE)).toEqual(['part-check', 'end']);
  expect((await act(YIHE, 'xian', 'part-check', { note: '还在用于养老，床位没有减少' })).body).toEqual({ state: 'checked' });
  expect((await rowOf(YIHE)).parts[1]!.says).toContain('第二年平均入住率40.0%（1460÷3650床日）');
  expect((await act(YIHE, 'xianzhang', 'part-approve')).status).toBe(200);
  expect((await act(YIHE, 'xian', 'part-pay', { on: '2027-04-12', documentNo: '咸安财拨〔2027〕建补2号' })).status).toBe(200);
});

test('机构终止：满17个月，已拨16,000元追回16,000×43÷60＝11,466.67元；第三期不能再拨', async () => {
  await jumpTo(api, '2027-09-30');
  const head = await api.staff('yihe');
  const { id } = await head.get('/api/institutions/own');
  // 住着的四位都退了，终止那一天
  await api.owner.query(
    `update care_stay set to_on = '2027-09-29', ended = 'discharged', end_reason = '转到别处' where institution_id = $1 and to_on is null`,
    [id],
  );
  await api.owner.query("delete from care_payment where institution_id = $1 and kind = 'deposit'", [id]);
  await api.owner.query("update care_institution set state = 'resettling' where id = $1", [id]);
  await (await api.staff('xian')).post(`/api/institutions/${id}/end`, { requestId: requestId() });
  await api.run();
  expect(await rowOf(YIHE)).toMatchObject({
    claim: { amountFen: 11_466_67, stateZh: '待领导定' },
    paidFen: 16_000_00,
    parts: [{}, {}, { stateZh: '不拨', says: '停止养老使用' }],
  });
  const third = { no: 3, note: '备案满三年了', requestId: requestId() };
  expect(
    (await (await api.staff('xian')).refused(`/api/care-construction/${(await rowOf(YIHE)).id}/part-check`, third)).code,
  ).toBe('BUILD_ENDED');
  expect(
    (await act(YIHE, 'xianzhang', 'decide-claim', { verdict: 'mistaken', decision: '想改回来' })).body.error.fields,
  ).toMatchObject([{ path: 'verdict' }]);
});

test.each([
  ['核过的建设补贴改金额', 'care_build', 'amount_fen = amount_fen * 2'],
  ['拨过的一期改日子，少算几个月', 'care_build_part', 'paid_on = paid_on - 365'],
  ['追回的改小', 'care_build_claim', 'amount_fen = 1, received_fen = 0'],
  ['核过的设施补贴改金额', 'care_site_subsidy', 'amount_fen = amount_fen + 1'],
  ['告知的罚款改大', 'care_penalty', 'fine_fen = fine_fen + 1'],
  ['理赔的查勘日期往后改', 'care_insurance_claim', 'surveyed_on = surveyed_on + 1'],
] as const)('%s：数据库不收', async (_, table, set) => {
  await expect(api.owner.query(`update ${table} set ${set}`)).rejects.toMatchObject({ constraint: `${table}_stays` });
});
