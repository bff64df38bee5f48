/** 养老服务消费券: by the level, not the registration; a voucher each month; taken off at listed outlets by code or card; what is left lapses. W7 end to end. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createUser } from '../../src/kernel/access/server.ts';
import { emit } from '../../src/kernel/event/server.ts';
import { recordFact } from '../../src/kernel/resident/server.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';
import { type Elder, elderDesk, VILLAGE } from '../elders.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;
let who: Elder;
let card: string;
const tills = {} as Record<'home' | 'institution', Browser>;

const jump = (day: PlainDate): Promise<void> => {
  api.clock.set(`${day}T01:00:00.000Z`);
  return api.run();
};

async function till(kind: 'home' | 'institution', name: string, creditCode: string): Promise<Browser> {
  const { id } = await desk.county.post('/api/elders/outlets', {
    requestId: requestId(),
    kind,
    name,
    creditCode,
    division: VILLAGE,
    address: '温泉街道花坛巷3号',
    telephone: '0715-8300001',
  });
  await desk.work(async (tx) => {
    const duty = {
      role: 'institution-user',
      duty: 'care-outlet',
      division: '421202000000',
      unitId: id,
      domain: 'elderly-care',
      validFrom: '2026-01-01',
    } as const;
    const made = await createUser(tx, {
      login: `till-${kind}`,
      name,
      division: '421202000000',
      demonstration: true,
      duties: [duty],
    });
    if (!made.ok) throw new Error(made.code);
  });
  return api.staff(`till-${kind}`);
}
const bill = (
  serviceOn: PlainDate,
  payableFen: number,
  by: Record<string, string> = { code: card, idTail: who.idNumber.slice(-4) },
) => ({
  ...by,
  serviceOn,
  what: '助浴',
  payableFen,
});
const take = (at: Browser, of: ReturnType<typeof bill>) => at.post('/api/care-till/vouchers', { ...of, requestId: requestId() });
const vouchers = async () =>
  (
    await api.owner.query(
      'select month, face_fen::int as face, used_fen::int as used, closed_on is not null as closed from care_voucher where person_id = $1 order by month',
      [who.id],
    )
  ).rows;

beforeAll(async () => {
  api = await startApi({ start: '2026-10-12' });
  desk = await elderDesk(api);
  who = await desk.elder('祝长青', { birthDate: '1950-06-01' });
  tills.home = await till('home', '咸安区温馨居家养老服务站', '91421202MA48R0T13X');
  tills.institution = await till('institution', '咸安区安康养老院', '52421202MJH2345678');
});
afterAll(() => api?.stop());

const form = () => ({
  itemId: 'EL-22',
  channel: 'window',
  form: { applicant: { name: who.name, idNumber: who.idNumber, phone: '13800138000', division: VILLAGE }, consent: true },
  requestId: requestId(),
});

test('没有评估的先评估；2级的两个人分别办，公示没有健康信息，次月1日发券800元，告知本人', async () => {
  expect((await desk.clerk.refused('/api/cases', form())).code).toBe('VOUCHER_NO_LEVEL');
  await desk.work(async (tx) => {
    const recorded = await recordFact(tx, {
      subject: { kind: 'person', id: who.id },
      kind: 'capacity-level',
      value: { level: 2, scheme: 'GB42195_2022', assessmentId: who.id, validTo: '2027-09-30' },
      source: '老年人能力评估',
      validFrom: '2026-10-12',
      validTo: '2027-10-01',
    });
    if (!recorded.ok) throw new Error(recorded.code);
    const payload = { personId: who.id };
    await emit(tx, { type: 'elder.assessment.completed', subject: { kind: 'person', id: who.id }, division: VILLAGE, payload });
  });
  await api.run();
  const phone = await desk.phoneOf(who);
  expect(await phone.get('/api/elders/my/vouchers')).toMatchObject({ award: null, mayApply: true, vouchers: [] });
  const { id } = await desk.clerk.post('/api/cases', form());
  await desk.clerk.act(id, 'accept', { opinion: '住在本地。' });
  await desk.reviewer.act(id, 'confirm', { opinion: '同意。' });
  const { rows } = await api.owner.query('select text, amount_fen from public_notice where case_id = $1', [id]);
  expect(rows).toEqual([{ text: '拟发放养老服务消费券', amount_fen: null }]);
  await jump('2026-10-21');
  expect(await desk.clerk.case(id)).toMatchObject({ state: 'granted' });
  expect(await vouchers()).toEqual([]);
  await jump('2026-11-01');
  expect(await vouchers()).toEqual([{ month: '2026-11', face: 800_00, used: 0, closed: false }]);
  card = (await phone.get('/api/elders/my/vouchers')).cardNumber;
  expect(card).toMatch(/^\d{8}$/);
});

test('W7：180元抵90元、265.50元抵132.75元；码用一次作废，卡要对上身份证后4位；30日的120元12月3日核销，用11月的券，余517.25元失效', async () => {
  await jump('2026-11-12');
  const phone = await desk.phoneOf(who);
  const { code } = await phone.post('/api/elders/my/care-code');
  const a = bill('2026-11-12', 180_00, { code });
  expect(await tills.home.post('/api/care-till/vouchers/preview', a)).toMatchObject({
    name: '祝长青',
    balanceFen: 800_00,
    deductFen: 90_00,
    selfPayFen: 90_00,
  });
  expect(await take(tills.home, a)).toMatchObject({ deductFen: 90_00, selfPayFen: 90_00, balanceFen: 710_00 });
  expect((await tills.home.refused('/api/care-till/vouchers', { ...a, requestId: requestId() })).code).toBe('CARE_CODE_WRONG');
  const wrong = bill('2026-11-12', 10_00, { code: card, idTail: '0000' });
  expect((await tills.home.refused('/api/care-till/vouchers', { ...wrong, requestId: requestId() })).code).toBe(
    'CARE_CODE_WRONG',
  );
  expect(await take(tills.home, bill('2026-11-12', 265_50))).toMatchObject({ deductFen: 132_75, balanceFen: 577_25 });
  await jump('2026-12-03');
  expect(await take(tills.home, bill('2026-11-30', 120_00))).toMatchObject({ deductFen: 60_00, balanceFen: 517_25 });
  expect(
    (await tills.home.refused('/api/care-till/vouchers', { ...bill('2026-11-29', 50_00), requestId: requestId() })).message,
  ).toContain('消费券仅限当月使用');
  await jump('2026-12-06');
  expect(await vouchers()).toEqual([
    { month: '2026-11', face: 800_00, used: 282_75, closed: true },
    { month: '2026-12', face: 800_00, used: 0, closed: false },
  ]);
  const events = await api.owner.query(
    `select type, (payload ->> 'amountFen')::int as fen from domain_event where subject_id = $1 and type like 'voucher.%' order by seq`,
    [who.id],
  );
  expect(events.rows.filter((e) => e.type === 'voucher.expired')).toEqual([{ type: 'voucher.expired', fen: 517_25 }]);
});

test('两家店同一秒：后到的只抵剩下的；用完的自付；冲正回到当月的券，上月已经失效的退回资金', async () => {
  const two = await Promise.all([
    take(tills.institution, bill('2026-12-06', 1500_00)),
    take(tills.home, bill('2026-12-06', 1000_00)),
  ]);
  const taken = two.map((t) => t.deductFen as number);
  expect(taken.reduce((a, b) => a + b, 0)).toBe(800_00);
  expect([
    [600_00, 200_00],
    [300_00, 500_00],
  ]).toContainEqual(taken);
  expect(
    (await tills.home.refused('/api/care-till/vouchers', { ...bill('2026-12-06', 10_00), requestId: requestId() })).code,
  ).toBe('VOUCHER_EMPTY');
  const reverse = (at: Browser, id: string) =>
    at.post(`/api/care-till/vouchers/${id}/reversal`, { reason: '账单开错了', requestId: requestId() });
  expect(await reverse(tills.home, two[1].id)).toEqual({ to: 'voucher' });
  expect((await vouchers())[1]).toMatchObject({ used: taken[0] });
  const old = await api.owner.query(`select id from care_voucher_use where person_id = $1 and deducted_fen = 6000`, [who.id]);
  expect(await reverse(tills.home, old.rows[0].id)).toEqual({ to: 'fund' });
  expect((await vouchers())[0]).toMatchObject({ used: 282_75 });
  // 别家的账不能冲
  expect(
    (await tills.home.refused(`/api/care-till/vouchers/${two[0].id}/reversal`, { reason: '不是我的', requestId: requestId() }))
      .status,
  ).toBe(404);
});

test('住进养老机构的，住的日子不能用居家的券；去世以后不再发', async () => {
  await desk.work(async (tx) => {
    const payload = { stayId: who.id, personId: who.id, institutionId: who.id, kind: 'long', from: '2026-12-07', level: 'semi' };
    await emit(tx, { type: 'stay.started', subject: { kind: 'person', id: who.id }, division: VILLAGE, payload });
  });
  await jump('2026-12-08');
  expect(
    (await tills.home.refused('/api/care-till/vouchers', { ...bill('2026-12-08', 10_00), requestId: requestId() })).code,
  ).toBe('VOUCHER_IN_INSTITUTION');
  await desk.died(who, '2026-12-08');
  await jump('2027-01-01');
  expect((await vouchers()).map((v) => v.month)).toEqual(['2026-11', '2026-12']);
  expect(api.errors).toEqual([]);
});

test('一个账号十分钟里试错五次就停：同时来十次也只算五次；对的卡也要等；别的网点照收；过了十分钟接着收', async () => {
  const wrong = bill('2027-01-01', 10_00, { code: '000000' });
  const tries = await Promise.all(Array.from({ length: 10 }, () => tills.home.refused('/api/care-till/vouchers/preview', wrong)));
  expect(tries.filter(({ code }) => code === 'CARE_CODE_WRONG')).toHaveLength(5);
  expect(tries.filter(({ code }) => code === 'CARE_CODE_TRIES')).toHaveLength(5);
  expect((await tills.home.refused('/api/care-till/vouchers/preview', bill('2027-01-01', 10_00))).code).toBe('CARE_CODE_TRIES');
  expect((await tills.institution.refused('/api/care-till/vouchers/preview', wrong)).code).toBe('CARE_CODE_WRONG');
  api.clock.set(new Date(Date.parse(api.clock.now()) + 10 * 60_000).toISOString());
  expect((await tills.home.refused('/api/care-till/vouchers/preview', wrong)).code).toBe('CARE_CODE_WRONG');
});
