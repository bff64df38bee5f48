/** 特困供养机构 and what homes become: placement with its order, the tripartite agreement, medical care and conversion of rural homes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import { playInstitutions } from '../src/domains/elderly-care-institutions/demonstration/play.ts';
import { playRural } from '../src/domains/elderly-care-institutions/demonstration/rural.ts';
import { playSupervision } from '../src/domains/elderly-care-institutions/demonstration/supervision.ts';
import { application, type Elder, makeElder, nineRisks } from '../src/domains/elderly-care-institutions/fixtures.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { emit } from '../src/kernel/event/server.ts';
import { factsAsOf } from '../src/kernel/resident/server.ts';
import { type Api, requestId, startApi } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  const stage = { context: api.context, moveTo: () => undefined };
  await playInstitutions(stage, '2026-09-01');
  await playSupervision({ ...stage, filesDir: api.filesDir });
  await playRural(stage, '2026-09-01');
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
interface Offered {
  action: string;
  to: string;
  fixed: Record<string, unknown>;
}
interface Board {
  rates: { key: string; text: string; num: number; den: number; says: string }[];
  placements: {
    id: string;
    name: string;
    dueOn: string;
    bedZh: string;
    gradeZh: string;
    stateZh: string;
    tone: string;
    says: string;
    offers: (Offered & { fields: { name: string; choices?: { value: string; label: string }[] }[] })[];
  }[];
  roster: { name: string; days: number; agreementNo: string | null; differs: string | null; paidTo: string }[];
}
const board = async (login: string): Promise<Board> => {
  const by = await api.staff(login);
  const placements = (await by.get('/api/care-placements')).rows;
  return { ...(await by.get('/api/care-tekun')), placements, roster: (await by.get('/api/care-tekun/roster')).rows };
};

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

test('暂停以后恢复供养的，安置期限从恢复那天算：不是一开始就逾期', async () => {
  const of = await makeElder(api, { name: '柴恢复', level: 2 });
  await recognise(of, 'half', 'institution');
  const turn = async (toState: 'suspended' | 'active') => {
    await api.context.write(systemActor('social-assistance', api.context.city), (tx) =>
      emit(tx, {
        type: 'tekun.award.changed',
        subject: { kind: 'person', id: of.id },
        division: '421202100001',
        payload: {
          awardId: of.id,
          version: 2,
          amountFen: 1190_00,
          effectiveMonth: '2026-10',
          reason: 'review',
          mode: 'home',
          personId: of.id,
          fromState: toState === 'active' ? 'suspended' : 'active',
          toState,
        },
      }),
    );
    await api.run();
  };
  const mine = async () => (await board('xian')).placements.filter(({ name }) => name === '柴恢复');
  await turn('suspended');
  expect(await mine()).toEqual([]);
  api.clock.set('2026-11-02T09:00:00+08:00');
  await turn('active');
  expect(await mine()).toMatchObject([{ dueOn: '2026-11-16', late: false }]);
});

test('机构公告终止服务：住在那里的特困人员要另外安置，乡镇知道，名册上写明；留着床的安置退回待安置', async () => {
  const head = await api.staff('nongfu');
  const { id } = await head.get('/api/institutions/own');
  const third = await makeElder(api, { name: '董安置', level: 2 });
  await recognise(third, 'half', 'institution');
  const county = await api.staff('xian');
  const waiting = (await board('xian')).placements.find(({ name }) => name === '董安置')!;
  const offer = waiting.offers.find(({ action }) => action === 'place')!;
  const place = { institution: id, contact: '陈秀兰', phone: '13900005021', reason: '本人要求离亲友近' };
  await county.post(offer.to, { ...place, requestId: requestId() });
  await head.post(`/api/institutions/${id}/announcement`, {
    what: 'suspend',
    from: '2026-12-10',
    reason: '房屋加固，老人转到社会福利院',
    requestId: requestId(),
  });
  const now = await board('xian');
  expect(now.roster.find(({ name }) => name === '向守仁')!.differs).toBe('机构拟暂停，需要另外安置');
  expect(now.placements.find(({ name }) => name === '董安置')).toMatchObject({
    tone: 'bad',
    says: expect.stringContaining('机构拟暂停，需要另外安置'),
  });
  const { rows: told } = await api.owner.query("select body from message where template = 'care-tekun.needs-place'");
  expect(told).toHaveLength(1);
  expect(told[0].body).toMatch(/^汀泗桥镇农村福利院2026年12月10日起暂停服务：/);
  for (const name of ['向守仁', '董安置']) expect(told[0].body).toContain(name);
  await api.context.write(systemActor('test', api.context.city), (tx) =>
    emit(tx, {
      type: 'facility.suspended',
      subject: { kind: 'care-institution', id },
      division: '421202100004',
      payload: { facilityId: id, kind: 'care-institution', from: '2026-12-10', reason: '暂停服务' },
    }),
  );
  await api.run();
  expect((await board('xian')).placements.find(({ name }) => name === '董安置')).toMatchObject({ stateZh: '待安置' });
});
