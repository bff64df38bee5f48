/** 政府购买居家养老服务（EL-24）: whoever has a quota by what data say applies for nothing; who has not is taken in, decided, put on the notice and told the quota in writing. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { quotaFor } from '../../src/domains/elderly-care/quota/account.ts';
import { emit } from '../../src/kernel/event/server.ts';
import { grantEntitlement } from '../../src/kernel/payment/server.ts';
import { recordFact } from '../../src/kernel/resident/server.ts';
import type { PlainDate, YearMonth } from '../../src/kernel/schema/index.ts';
import { type Api, requestId, startApi } from '../api.ts';
import { type Elder, elderDesk, VILLAGE } from '../elders.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;

beforeAll(async () => {
  api = await startApi({ start: '2026-10-12' });
  desk = await elderDesk(api);
});
afterAll(() => api?.stop());

const jump = (day: PlainDate): Promise<void> => {
  api.clock.set(`${day}T01:00:00.000Z`);
  return api.run();
};
const assessed = (who: Elder, level: number, validFrom: PlainDate) =>
  desk.work(async (tx) => {
    const recorded = await recordFact(tx, {
      subject: { kind: 'person', id: who.id },
      kind: 'capacity-level',
      value: { level, scheme: 'GB42195_2022', assessmentId: who.id, validTo: '2027-09-30' },
      source: '老年人能力评估',
      validFrom,
      validTo: '2027-10-01',
    });
    if (!recorded.ok) throw new Error(recorded.code);
  });
const dibao = (who: Elder) =>
  desk.work(async (tx) => {
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
  });
const form = (who: Elder, onlyChildLost: 'yes' | 'no' = 'no') => ({
  itemId: 'EL-24',
  channel: 'window',
  form: {
    applicant: { name: who.name, idNumber: who.idNumber, phone: '13800138000', division: VILLAGE },
    onlyChildLost,
    consent: true,
  },
  requestId: requestId(),
});
const quota = (who: Elder, month: YearMonth) =>
  desk.work(async (tx) => {
    const found = await quotaFor(tx, who.id, month);
    if (!found.ok) throw new Error(found.code);
    return found.value;
  });

test('低保3级的，系统自动给一档400元：再申请的，告诉已经有了，直接预约', async () => {
  const who = await desk.elder('柯家旺', { birthDate: '1950-06-01' });
  await dibao(who);
  await assessed(who, 3, '2026-09-10');
  const refused = await desk.clerk.refused('/api/cases', form(who));
  expect(refused).toMatchObject({ code: 'QUOTA_HELD', message: '柯家旺已经有政府购买服务额度，一档，每月400.00元，不用申请。' });
});

test('失独老人2级：手机上申请，乡镇看证件，县里批，公示7天不写原因，发额度通知，11月起每月300元；住进机构的月份没有，出来又有', async () => {
  const who = await desk.elder('毕桂兰', { birthDate: '1950-06-01' });
  await assessed(who, 2, '2026-09-10');
  expect(await quota(who, '2026-10')).toBeNull();
  const phone = await desk.phoneOf(who);
  const { id } = await phone.post('/api/cases', { ...form(who, 'yes'), channel: 'mobile' });
  await desk.clerk.act(id, 'accept', { onlyChildLost: 'yes', opinion: '看过证件，住在本村。' });
  const deciding = await desk.reviewer.case(id);
  expect(deciding.allowedActions.map((a) => a.action)).toContain('approve');
  expect(deciding.allowedActions.map((a) => a.action)).not.toContain('refuse');
  await desk.reviewer.act(id, 'approve', { opinion: '同意。' });
  const { rows } = await api.owner.query(
    'select text, amount_fen, posted_on::text, ends_on::text from public_notice where case_id = $1',
    [id],
  );
  expect(rows).toEqual([
    { text: '拟同意政府购买居家养老服务', amount_fen: null, posted_on: '2026-10-12', ends_on: '2026-10-19' },
  ]);
  await jump('2026-10-20');
  const granted = await phone.case(id);
  expect(granted.state).toBe('granted');
  expect(granted.sections.documents.map((d: { title: string }) => d.title)).toContain('政府购买居家养老服务额度通知');
  expect(await quota(who, '2026-10')).toBeNull();
  expect(await quota(who, '2026-11')).toMatchObject({ tier: 2, amountFen: 300_00 });
  await jump('2026-11-02');
  expect((await desk.clerk.refused('/api/cases', form(who, 'yes'))).code).toBe('QUOTA_HELD');

  const stay = (type: 'stay.started' | 'stay.ended', more: Record<string, string>) =>
    desk
      .work(async (tx) => {
        const payload = { stayId: who.id, personId: who.id, institutionId: who.id, ...more };
        await emit(tx, { type, subject: { kind: 'person', id: who.id }, division: VILLAGE, payload });
      })
      .then(api.run);
  await stay('stay.started', { kind: 'long', from: '2026-11-20', level: '2' });
  expect([await quota(who, '2026-11'), await quota(who, '2026-12')]).toMatchObject([{ tier: 2 }, null]);
  await jump('2026-12-05');
  await stay('stay.ended', { to: '2026-12-05', reason: 'discharged' });
  expect(await quota(who, '2027-01')).toMatchObject({ tier: 2, amountFen: 300_00 });
  // 重新评为1级的，次月起没有
  await assessed(who, 1, '2026-12-20');
  expect(await quota(who, '2027-01')).toBeNull();
});

test('证件没有的不予批准：告知书写明差在哪里，短信不写等级；没有额度的不能当作有', async () => {
  const who = await desk.elder('晏春生', { birthDate: '1950-06-01' });
  await assessed(who, 2, '2026-09-10');
  const { id } = await desk.clerk.post('/api/cases', form(who, 'yes'));
  await desk.clerk.act(id, 'accept', { onlyChildLost: 'no', opinion: '没有证件。' });
  const same = await desk.reviewer.case(id);
  expect(same.allowedActions.map((a) => a.action)).toContain('refuse');
  await desk.reviewer.act(id, 'refuse', { opinion: '不符合。' });
  await api.run();
  const messages = (await (await desk.phoneOf(who)).get('/api/messages')).items as { body: string }[];
  expect(messages.some((m) => m.body.includes('没有批准'))).toBe(true);
  for (const { body } of messages) expect(body).not.toMatch(/2级|失能/);
  expect(api.errors).toEqual([]);
});
