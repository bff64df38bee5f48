/** 责任险理赔 and 行政处罚 of institutions: what happened, who says what, and what is kept as it was written. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playAccountable } from '../src/domains/elderly-care-institutions/demonstration/accountable.ts';
import { playInstitutions } from '../src/domains/elderly-care-institutions/demonstration/play.ts';
import { playSupervision } from '../src/domains/elderly-care-institutions/demonstration/supervision.ts';
import { type Api, requestId, startApi } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  const stage = { context: api.context, moveTo: () => undefined };
  await playInstitutions(stage, '2026-09-01');
  await playSupervision({ ...stage, filesDir: api.filesDir });
  await playAccountable(stage, '2026-09-01');
  await playAccountable(stage, '2026-09-01');
  await api.run();
});
afterAll(() => api?.stop());

interface Offered {
  action: string;
  to: string;
  fixed: Record<string, unknown>;
}

test('责任险：保险期外的事不能报案；报案、查勘、赔付一步一步', async () => {
  const accountant = await api.staff('kuaiji');
  const policy = async (by = accountant) =>
    ((await by.get('/api/care-insurances')).rows as PolicyRow[]).find((row) => row.policyNo === 'DEM-2025-0701')!;
  const offer = (of: { offers: Offered[] }, action: string) => of.offers.find((o) => o.action === action)!;
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
});

test('责任险补贴：按投保16张、备案16张，60元一张共960元，核、批、拨付，一张保单一次；不公示，核的人不能批', async () => {
  const accountant = await api.staff('kuaiji');
  const county = await api.staff('xian');
  const leader = await api.staff('xianzhang');
  const URL = '/api/care-insurance-subsidies';
  const row = async (by = accountant) => (await by.get(URL)).rows[0];
  const offer = async (by: typeof county, action: string) =>
    ((await row(by)).offers as Offered[]).find((o) => o.action === action)!;
  // 开场已经申请过，一张保单一次
  const policies = (await accountant.get('/api/care-insurances')).rows as PolicyRow[];
  const policy = policies.find(({ policyNo }) => policyNo === 'DEM-2025-0701')!;
  expect(policy.offers.map(({ action }) => action)).toEqual(['report']);
  const again = { policy: policy.id, requestId: requestId() };
  expect((await accountant.refused(URL, again)).code).toBe('SUBSIDY_TWICE');
  const check = { verdict: 'ok', note: '看过保单和发票', requestId: requestId() };
  expect(await county.post((await offer(county, 'check')).to, check)).toEqual({ amountFen: 960_00 });
  expect(await row()).toMatchObject({ stateZh: '核过，待批准', what: '责任险补贴' });
  const approve = await offer(leader, 'approve');
  expect((await county.call('POST', approve.to, { note: '同意', requestId: requestId() })).status).toBe(403);
  await leader.post(approve.to, { note: '同意', requestId: requestId() });
  const paid = { on: '2026-09-01', documentNo: '咸安财拨〔2026〕保补1号', requestId: requestId() };
  await county.post((await offer(county, 'pay')).to, { ...(await offer(county, 'pay')).fixed, ...paid });
  expect(await row()).toMatchObject({ stateZh: '已拨付', amountFen: 960_00, paidFen: 960_00 });
});

interface PolicyRow {
  id: string;
  policyNo: string;
  claims: { stateZh: string; paidFen: number | null; offers: Offered[] }[];
  offers: Offered[];
}
test('行政处罚：两名有证的人立案，告知罚款20,000元，五个工作日里要求听证；听证以后没有办案的领导减轻为8,000元，七个工作日里公开，信用扣10分', async () => {
  const [lead, second] = [await api.staff('zhifa1'), await api.staff('zhifa2')];
  const head = await api.staff('kangle');
  const { id: home } = await head.get('/api/institutions/own');
  type Case = {
    id: string;
    offers: (Offered & { fields: { name: string; choices?: { value: string; label: string }[] }[] })[];
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
  expect((await kase()).offers.map(({ action }) => action)).toEqual(['ask-revocation']);

  // 复议决定撤销：一个人提请，没有办案的领导决定；页面撤回并说明理由，分数补回，罚款退还
  const ask = { ground: 'reconsideration', paperNo: '咸安政复决〔2026〕3号', reason: '复议机关认为证据不足，值班记录能够补正' };
  const county = await api.staff('xian');
  expect((await act(county, 'ask-revocation', ask)).status).toBe(200);
  expect((await county.refused(`/api/care-penalties/${id}/revocation`, { ...ask, requestId: requestId() })).code).toBe(
    'PENALTY_REVOCATION_OPEN',
  );
  await expect(
    api.owner.query("update care_penalty set state = 'revoked', revoked_on = current_date where id = $1", [id]),
  ).rejects.toMatchObject({ constraint: 'care_penalty_revoked_by_two' });
  const revoked = await act(leader, 'decide-revocation', { verdict: 'agreed', opinion: '按复议决定撤销' });
  expect(revoked.body.documentNo).toContain('养罚撤');
  expect(await kase()).toMatchObject({ stateZh: '已撤销', due: { zh: '退还罚款', on: '2026-09-16' } });
  const { rows: ledger } = await api.owner.query(
    "select sum(points)::int as points from care_credit_entry where institution_id = $1 and reason in ('fine', 'revoked')",
    [home],
  );
  expect(ledger).toEqual([{ points: 0 }]);
  expect(await page()).not.toContain('罚款8,000.00元');
  expect(await page()).toContain(`${documentNo}：2026年9月1日已撤销，复议机关认为证据不足，值班记录能够补正`);
  expect((await act(second, 'return', { on: '2026-09-01', voucher: '退付2026-002' })).status).toBe(200);
  expect((await kase()).offers).toEqual([]);
  expect((await kase(head)).stateZh).toBe('已撤销');
  await expect(
    api.owner.query("update care_penalty set state = 'decided', revoked_on = null where id = $1", [id]),
  ).rejects.toThrow();
});

test.each([
  ['告知的罚款改大', 'care_penalty', 'fine_fen = fine_fen + 1'],
  ['理赔的查勘日期往后改', 'care_insurance_claim', 'surveyed_on = surveyed_on + 1'],
] as const)('%s：数据库不收', async (_, table, set) => {
  await expect(api.owner.query(`update ${table} set ${set}`)).rejects.toMatchObject({ constraint: `${table}_stays` });
});
