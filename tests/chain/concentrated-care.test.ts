/** 集中照护补助（EL-23）: told of, asked for on the telephone, three hands, notice, tripartite agreement, paid by the month in a home; never beside a voucher; ended by discharge. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emit } from '../../src/kernel/event/server.ts';
import { grantEntitlement } from '../../src/kernel/payment/server.ts';
import { recordFact } from '../../src/kernel/resident/server.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';
import { type Elder, elderDesk, VILLAGE } from '../elders.ts';

const HOME = '019a0000-0000-7000-8000-000000000001';
/** The home lies in another county of the city. */
const ELSEWHERE = '421281001001';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;
let leader: Browser;
let who: Elder;
let phone: Browser;

beforeAll(async () => {
  api = await startApi({ start: '2026-04-06' });
  desk = await elderDesk(api);
  leader = await api.staff('xianghe');
  who = await desk.elder('鲁传英', { birthDate: '1948-03-01' });
  phone = await desk.phoneOf(who);
  await desk.work(async (tx) => {
    const granted = await grantEntitlement(tx, {
      programme: 'dibao',
      exclusiveGroups: ['dibao'],
      householdId: null,
      personId: who.id as never,
      division: VILLAGE,
      memberIds: [who.id as never],
      fromMonth: '2025-01',
      amountFen: 500_00,
      breakdown: [],
      decisionId: null,
      parameterIds: [],
    });
    if (!granted.ok) throw new Error(granted.code);
    const recorded = await recordFact(tx, {
      subject: { kind: 'person', id: who.id },
      kind: 'capacity-level',
      value: { level: 4, scheme: 'GB42195_2022', assessmentId: who.id, validTo: '2027-03-31' },
      source: '老年人能力评估',
      validFrom: '2026-03-02',
      validTo: '2027-04-01',
    });
    if (!recorded.ok) throw new Error(recorded.code);
  });
});
afterAll(() => api?.stop());

const jump = (day: PlainDate): Promise<void> => {
  api.clock.set(`${day}T01:00:00.000Z`);
  return api.run();
};
const stay = (type: 'stay.started' | 'stay.ended', more: Record<string, string>) =>
  desk
    .work(async (tx) => {
      const payload = { stayId: HOME, personId: who.id, institutionId: HOME, ...more };
      await emit(tx, { type, subject: { kind: 'person', id: who.id }, division: ELSEWHERE, payload });
    })
    .then(api.run);
const form = (itemId: string, more: Record<string, unknown> = {}) => ({
  itemId,
  channel: 'mobile',
  form: {
    applicant: { name: who.name, idNumber: who.idNumber, phone: '13800138000', division: VILLAGE },
    consent: true,
    ...more,
  },
  requestId: requestId(),
});
const award = async () =>
  (
    await api.owner.query(
      `select state, amount_fen::int as fen, from_month, last_month, reason from elder_subsidy_award where person_id = $1 and kind = 'concentrated'`,
      [who.id],
    )
  ).rows;
const months = async () =>
  (
    await api.owner.query(
      `select month, amount_fen::int as fen from payment_line where person_id = $1 and programme = 'elder-concentrated' and state <> 'ended' order by month`,
      [who.id],
    )
  ).rows;
const vouchers = async () =>
  (
    await api.owner.query('select month, closed_on is not null as closed from care_voucher where person_id = $1 order by month', [
      who.id,
    ])
  ).rows;

test('住进机构以前不符合；住进以后系统告知，手机上申请，三个人办，公示只写补助名称', async () => {
  const { id: voucherCase } = await desk.clerk.post('/api/cases', { ...form('EL-22'), channel: 'window' });
  await desk.clerk.act(voucherCase, 'accept', { opinion: '住在本地。' });
  await desk.reviewer.act(voucherCase, 'confirm', { opinion: '同意。' });
  await jump('2026-05-01');
  expect(await vouchers()).toEqual([{ month: '2026-05', closed: false }]);
  await jump('2026-05-06');
  const { subsidies: before } = await phone.get('/api/elders/my');
  expect(before.offers.map((o: { kind: string }) => o.kind)).not.toContain('concentrated');

  await stay('stay.started', { kind: 'long', from: '2026-05-06', level: '4' });
  const { subsidies } = await phone.get('/api/elders/my');
  expect(subsidies.offers).toContainEqual(
    expect.objectContaining({ kind: 'concentrated', zh: '集中照护补助', amountFen: 600_00, fromMonth: '2026-06', item: 'EL-23' }),
  );
  const account = { bank: '咸宁农商银行', number: '6217000000123456', holder: who.name };
  const { id } = await phone.post('/api/cases', form('EL-23', { account }));
  await desk.clerk.act(id, 'accept');
  await leader.act(id, 'pass', { opinion: '户籍属实，住在市内的养老机构。' });
  const deciding = await desk.reviewer.case(id);
  expect(deciding.sections.decisions.at(-1).clauses).toContainEqual(
    expect.objectContaining({
      name: '住在养老机构，当月满15天',
      verdict: 'met',
      value: { kind: 'count', count: 30, unit: '天' },
    }),
  );
  await desk.reviewer.act(id, 'approve', { opinion: '同意。' });
  const { rows } = await api.owner.query('select text, amount_fen from public_notice where case_id = $1', [id]);
  expect(rows).toEqual([{ text: '拟给予集中照护补助', amount_fen: null }]);
  await jump('2026-05-14');
  const granted = await phone.case(id);
  expect(granted).toMatchObject({ state: 'granted' });
  expect(granted.sections.documents.map((d: { title: string }) => d.title)).toEqual(
    expect.arrayContaining(['经济困难老年人补贴审批表', '集中照护补助三方协议']),
  );
  expect(await award()).toMatchObject([{ state: 'active', fen: 600_00, from_month: '2026-06' }]);
});

test('5月的券还可以用，6月起不再发券；6月、7月按月发；再申请券，不予确认的理由写明', async () => {
  await jump('2026-06-01');
  expect(await vouchers()).toEqual([{ month: '2026-05', closed: false }]);
  expect((await phone.get('/api/elders/my/vouchers')).award).toMatchObject({
    lastMonth: '2026-05',
    reason: '不再符合：当月没有集中照护补助',
  });
  for (const day of ['2026-06-26', '2026-07-06'] as const) await jump(day);
  expect((await months()).slice(0, 2)).toEqual([
    { month: '2026-06', fen: 600_00 },
    { month: '2026-07', fen: 600_00 },
  ]);
  const { id } = await desk.clerk.post('/api/cases', { ...form('EL-22'), channel: 'window' });
  await desk.clerk.act(id, 'accept', { opinion: '请确认。' });
  const kase = await desk.reviewer.case(id);
  expect(kase.allowedActions.map((a) => a.action)).toContain('refuse');
  await desk.reviewer.act(id, 'refuse', { opinion: '不符合。' });
});

test('8月14日离开机构：8月住了13天，发到7月，8月的不发，停发通知书写明原因；券可以再申请', async () => {
  await jump('2026-08-14');
  await stay('stay.ended', { to: '2026-08-14', reason: 'discharged' });
  expect(await award()).toMatchObject([{ state: 'ended', last_month: '2026-07', reason: '离开养老机构，当月没有住满' }]);
  expect((await months()).map((line) => line.month)).toEqual(['2026-06', '2026-07']);
  const stopped = await api.owner.query(
    `select count(*)::int as n from issued_document where person_id = $1 and kind = 'elder-subsidy-stop'`,
    [who.id],
  );
  expect(stopped.rows).toEqual([{ n: 1 }]);
  expect((await phone.get('/api/elders/my/vouchers')).mayApply).toBe(true);
  expect(api.errors).toEqual([]);
});
