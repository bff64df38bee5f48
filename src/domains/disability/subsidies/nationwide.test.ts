/** 全国查询: the same subsidy in another county of the country, through the exchange, with consent, purpose and case. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, requestId, startApi } from '../../../../tests/api.ts';
import { type Person, subsidyDesk } from '../../../../tests/subsidies.ts';
import { systemActor } from '../../../kernel/access/server.ts';
import { setScenario, setSimulatedAnswer } from '../../../kernel/exchange/server.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof subsidyDesk>>;
beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  desk = await subsidyDesk(api);
});
afterAll(() => api?.stop());

const source = 'subsidy-nationwide';
const system = systemActor('test', '421200000000');
type Item = { kind: string; text: string; from: string; to?: string | null };
const elsewhere = (who: Person, ...items: Item[]) =>
  api.context.write(system, (tx) => setSimulatedAnswer(tx, { source, idNumber: who.idNumber, items: items as never }));
const ask = (id: string) => desk.county.call('POST', `/api/cases/${id}/nationwide`, { requestId: requestId() });
const shown = async (id: string) => (await desk.county.case(id)).sections.nationwide;
const refusal = (id: string) => desk.county.actRefused(id, 'approve', { opinion: '同意。' });
const nursing = (to: string | null = null): Item => ({ kind: 'nursing', text: '湖南省临湘市', from: '2025-03', to });

async function filed(name: string, ...items: Item[]) {
  const who = await desk.person(name, { dibaoFrom: '2025-01' });
  await elsewhere(who, ...items);
  const id = await desk.apply(desk.clerk, who);
  await desk.checked(id, who);
  await api.run();
  return { who, id };
}

test('别的县还在发护理补贴：不能审定，写明哪里、从哪月起；那边停发、再查一次以后才审定；停在申请当月的仍算重叠', async () => {
  const { who, id } = await filed('游二娃', nursing());
  expect(await shown(id)).toMatchObject({
    state: 'elsewhere',
    asOf: '2026-03-02',
    found: [{ kindZh: '重度残疾人护理补贴', place: '湖南省临湘市', from: '2025-03', to: null }],
    mayAsk: true,
  });
  expect(await refusal(id)).toMatchObject({
    code: 'SUBSIDY_ELSEWHERE',
    message: '该人员已在其他地区享受同类补贴，请先停发原待遇。',
  });
  await elsewhere(who, nursing('2026-03'));
  expect((await ask(id)).status).toBe(200);
  await api.run();
  expect((await refusal(id)).code).toBe('SUBSIDY_ELSEWHERE');
  await elsewhere(who, nursing('2026-02'));
  await ask(id);
  await api.run();
  expect(await desk.county.act(id, 'approve', { opinion: '同意。' })).toMatchObject({ state: 'granted' });
  const { rows } = await api.owner.query(`select purpose, case_id = $1 as own from exchange_query where source = $2`, [
    id,
    source,
  ]);
  expect(rows).toEqual(Array(3).fill({ purpose: '残疾人两项补贴：核对是否在其他地区享受', own: true }));
});

test('没有在别处享受：查到“没有”，照常审定；残联看不到查询', async () => {
  const { id } = await filed('段一平');
  expect(await shown(id)).toMatchObject({ state: 'clear', found: [] });
  expect((await desk.federation.case(id)).sections.nationwide).toBeUndefined();
  expect(await desk.county.act(id, 'approve', { opinion: '同意。' })).toMatchObject({ state: 'granted' });
});

test('授权撤回以后再查：拒绝，并且记录在案', async () => {
  const { id } = await filed('路三平');
  await api.owner.query(`update consent set revoked_at = now(), revoked_by = 'test' where case_id = $1`, [id]);
  const refused = await ask(id);
  expect(refused.status).toBe(403);
  expect(refused.body.error.message).toContain('不能向全国残疾人两项补贴信息系统查询。本次请求已记录');
  const { rows } = await api.owner.query(
    `select count(*)::int as n from audit_log where action = 'exchange.query.refused' and case_id = $1`,
    [id],
  );
  expect(rows).toEqual([{ n: 1 }]);
});

test('对方系统停用：不影响审定；以后查到别处也在发，转稽核疑点，钱不自动停', async () => {
  await api.context.write(system, (tx) => setScenario(tx, { source, mode: 'down' }));
  const { who, id } = await filed('荣四海', nursing());
  expect(await shown(id)).toMatchObject({ state: 'waiting', found: [] });
  expect(await desk.county.act(id, 'approve', { opinion: '同意。' })).toMatchObject({ state: 'granted' });
  await api.context.write(system, (tx) => setScenario(tx, { source, mode: 'normal' }));
  await api.moveTo('2026-03-03');
  const findings = await api.owner.query(
    `select kind, detail, state from disability_finding where person_id = $1 and kind = 'elsewhere'`,
    [who.id],
  );
  expect(findings.rows).toEqual([
    { kind: 'elsewhere', detail: '重度残疾人护理补贴：湖南省临湘市从2025年3月起发放', state: 'open' },
  ]);
  expect((await desk.awardsOf(who)).map((a) => a.state)).toEqual(['active', 'active']);
});
