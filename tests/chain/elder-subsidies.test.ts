/** 经济困难老年人补贴: told by the register, applied for at the township, decided by the county, on the notice, paid by the month; of two the higher one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepStatus } from '../../src/domains/social-assistance/recognition/status.ts';
import { emit } from '../../src/kernel/event/server.ts';
import { grantEntitlement } from '../../src/kernel/payment/server.ts';
import { recordFact } from '../../src/kernel/resident/server.ts';
import type { PlainDate, YearMonth } from '../../src/kernel/schema/index.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';
import { type Elder, elderDesk, VILLAGE } from '../elders.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;
let leader: Browser;

beforeAll(async () => {
  api = await startApi({ start: '2026-04-06' });
  desk = await elderDesk(api);
  leader = await api.staff('xianghe');
});
afterAll(() => api?.stop());

const entitle = (who: Elder, programme: string, fromMonth: YearMonth, amountFen: number) =>
  desk.work(async (tx) => {
    const granted = await grantEntitlement(tx, {
      programme,
      exclusiveGroups: [programme],
      householdId: null,
      personId: who.id as never,
      division: VILLAGE,
      memberIds: [who.id as never],
      fromMonth,
      amountFen,
      breakdown: [],
      decisionId: null,
      parameterIds: [],
    });
    if (!granted.ok) throw new Error(granted.code);
  });
const tell = (type: Parameters<typeof emit>[1]['type'], who: Elder, payload: Parameters<typeof emit>[1]['payload']) =>
  desk
    .work(async (tx) => {
      await emit(tx, { type, subject: { kind: 'person', id: who.id }, division: VILLAGE, payload });
    })
    .then(api.run);
/** An assessment in force from a day. */
async function assessed(who: Elder, level: number, validFrom: PlainDate): Promise<void> {
  await desk.work(async (tx) => {
    const value = { level, scheme: 'GB42195_2022', assessmentId: who.id, validTo: '2027-03-31' };
    const recorded = await recordFact(tx, {
      subject: { kind: 'person', id: who.id },
      kind: 'capacity-level',
      value,
      source: '老年人能力评估',
      validFrom,
      validTo: '2027-04-01',
    });
    if (!recorded.ok) throw new Error(recorded.code);
  });
  await tell('elder.assessment.completed', who, { personId: who.id });
}
/** 低保边缘 from June on, as social assistance tells of it. */
const recognised = (who: Elder, validTo: PlainDate | null): Promise<void> =>
  desk
    .work((tx) => keepStatus(tx, { personIds: [who.id], kind: 'edge', validFrom: '2026-06-01', validTo }))
    .then(() => tell('elder.assessment.completed', who, { personId: who.id }));
const account = (who: Elder) => ({ bank: '咸宁农商银行', number: `6217000000${who.idNumber.slice(-7, -1)}`, holder: who.name });
const ask = (who: Elder) => ({
  itemId: 'EL-04',
  channel: 'window',
  form: {
    applicant: { name: who.name, idNumber: who.idNumber, phone: '13800138000', division: VILLAGE },
    account: account(who),
    consent: true,
  },
  requestId: requestId(),
});
/** To a day at once, with what falls due on it. */
const jump = (day: PlainDate): Promise<void> => {
  api.clock.set(`${day}T01:00:00.000Z`);
  return api.run();
};
const awards = async (who: Elder) =>
  (
    await api.owner.query(
      'select kind, state, amount_fen::int as fen, from_month, last_month, reason from elder_subsidy_award where person_id = $1 order by from_month, kind',
      [who.id],
    )
  ).rows;
const lines = async (who: Elder) =>
  (
    await api.owner.query(
      `select month, amount_fen::int as fen, state from payment_line where person_id = $1 and programme = 'elder-nursing' and state <> 'ended' order by month`,
      [who.id],
    )
  ).rows;

/** Asked for at the window, and on the notice after the county's decision. */
async function approved(who: Elder): Promise<string> {
  const { id } = await desk.clerk.post('/api/cases', ask(who));
  await desk.clerk.act(id, 'accept');
  await leader.act(id, 'pass', { workInjuryCare: 'no', opinion: '户籍、账户属实。' });
  await desk.reviewer.act(id, 'approve', { opinion: '同意。' });
  return id;
}

test('低保老人评为3级：系统告知可以领；窗口代办，三个人分别办，公示没有健康信息，次月起每月200元；W8残疾人护理补贴240元的择高停发', async () => {
  const who = await desk.elder('向春桃', { birthDate: '1944-02-03' });
  await entitle(who, 'dibao', '2025-01', 500_00);
  await assessed(who, 3, '2026-04-03');
  const offered = (await desk.clerk.get('/api/elders/subsidies?list=offered')).rows;
  expect(offered.map((row: { kindZh: string; name: string }) => [row.name, row.kindZh])).toEqual([
    ['向春桃', '养老服务补贴'],
    ['向春桃', '老年人护理补贴'],
  ]);
  const id = await approved(who);
  const notice = (await api.owner.query('select text, amount_fen, applicant_masked from public_notice where case_id = $1', [id]))
    .rows;
  expect(notice).toEqual([{ text: '拟给予老年人护理补贴', amount_fen: null, applicant_masked: expect.stringContaining('*') }]);
  // 村里看不到这件：等级是健康信息
  expect((await (await api.staff('cun')).call('GET', `/api/cases/${id}`)).status).toBe(404);
  expect(await awards(who)).toEqual([]);
  await jump('2026-04-14');
  expect(await awards(who)).toMatchObject([{ kind: 'nursing', state: 'active', fen: 200_00, from_month: '2026-05' }]);
  expect((await desk.clerk.refused('/api/cases', ask(who))).code).toBe('ELDER_SUBSIDY_DRAWN');

  // 另一项由本人在手机上确认，账户沿用
  const phone = await desk.phoneOf(who);
  const { subsidies } = await phone.get('/api/elders/my');
  expect(subsidies.offers).toMatchObject([{ kind: 'service', amountFen: 100_00, fromMonth: '2026-05', accountKnown: true }]);
  const confirmed = await phone.post('/api/elders/my/subsidies', { requestId: requestId(), kind: 'service' });
  expect(await desk.clerk.case(confirmed.id)).toMatchObject({ state: 'submitted', applicantName: '向春桃' });

  // 5月、6月的发了，7月起残疾人护理补贴240元：发到6月
  for (const day of ['2026-04-26', '2026-05-05', '2026-05-26', '2026-06-05', '2026-06-26'] as const) await jump(day);
  await api.owner.query(
    `update payment_line set state = 'paid', paid_on = '2026-06-20' where programme = 'elder-nursing' and month <= '2026-06'`,
  );
  expect(await lines(who)).toMatchObject([
    { month: '2026-05', fen: 200_00, state: 'paid' },
    { month: '2026-06', fen: 200_00, state: 'paid' },
    { month: '2026-07', fen: 200_00, state: 'pending' },
  ]);
  await entitle(who, 'disability-nursing', '2026-07', 240_00);
  await tell('disability.subsidy.changed', who, { personId: who.id, kind: 'nursing', state: 'granted', from: '2026-07' });
  expect(await awards(who)).toMatchObject([{ state: 'ended', last_month: '2026-06', reason: '择高停发' }]);
  expect((await lines(who)).map((line) => line.month)).toEqual(['2026-05', '2026-06']);
  const told = (
    await api.owner.query(
      `select payload from domain_event where subject_id = $1 and type = 'elder.allowance.changed' order by seq`,
      [who.id],
    )
  ).rows.map((row) => row.payload);
  expect(told.at(-1)).toMatchObject({ programme: 'ECS', kind: 'nursing', to: '2026-06', month: '2026-07', reason: 'higher' });
  expect(api.errors).toEqual([]);
});

test('低保边缘的算经济困难；评为4级次月起300元；退出低保边缘次月停发；公示期间去世的不发', async () => {
  const who = await desk.elder('涂秋香', { birthDate: '1950-02-03' });
  const gone = await desk.elder('毛冬生', { birthDate: '1950-02-03' });
  await jump('2026-07-01');
  for (const elder of [who, gone]) {
    await recognised(elder, null);
    await assessed(elder, 2, '2026-06-03');
    await approved(elder);
  }
  await jump('2026-07-03');
  await desk.died(gone, '2026-07-03');
  await jump('2026-07-09');
  expect(await awards(who)).toMatchObject([{ fen: 100_00, from_month: '2026-08', state: 'active' }]);
  expect(await awards(gone)).toEqual([]);
  await jump('2026-08-06');
  await assessed(who, 4, '2026-08-05');
  expect(await awards(who)).toMatchObject([{ fen: 300_00, from_month: '2026-08' }]);
  await recognised(who, '2026-08-10');
  expect(await awards(who)).toMatchObject([{ state: 'ended', last_month: '2026-08', reason: '不再是低保或者低保边缘家庭成员' }]);
  expect(api.errors).toEqual([]);
});
