/** 复议、诉讼改变了特困和丧葬补助的决定 (4.9): refused, ended, not paid; what follows is opened by the platform or by the county. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../../src/kernel/access/server.ts';
import { makeIdNumber } from '../../src/kernel/resident/index.ts';
import { findByIdNumber, findOrRegister, recordDeath } from '../../src/kernel/resident/server.ts';
import { type Api, requestId, startApi } from '../api.ts';
import { oldPerson, tekunDesk } from '../tekun.ts';

const young = oldPerson('appeal-young', '甲壮', { birth: '1990-02-01' });
const ended = oldPerson('appeal-ended', '乙终');

let api: Api;
let desk: Awaited<ReturnType<typeof tekunDesk>>;
beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(young.story, ended.story);
  desk = await tekunDesk(api);
});
afterAll(() => api?.stop());

const titles = (kase: { sections: { documents: { title: string }[] } }) => kase.sections.documents.map((d) => d.title);
/** The decision of a case is revoked. */
async function revoked(caseId: string): Promise<string> {
  const kase = await desk.county.case(caseId);
  const decision = kase.sections.decisions.findLast((d: { kind: string }) => d.kind === 'final');
  expect(decision).toMatchObject({ outcome: 'not-eligible' });
  const today = api.clock.today();
  const { id } = await desk.county.post(`/api/decisions/${decision.id}/appeals`, {
    requestId: requestId(),
    input: { kind: 'reconsideration', filedOn: today, body: '咸安区人民政府' },
  });
  const input = { result: 'revoked', resultedOn: today, text: '咸安政复决〔2026〕5号。' };
  await desk.county.post(`/api/appeals/${id}/result`, { requestId: requestId(), input });
  await api.run();
  expect(api.errors).toEqual([]);
  return id;
}
const remedyOf = async (caseId: string) => (await desk.county.get(`/api/cases/${caseId}/appeals`)).rows.at(-1).remedyCaseId;
const remedy = (appealId: string) => desk.county.post(`/api/appeals/${appealId}/remedy`, { requestId: requestId() });

test('不予认定被撤销：县里用原来的申请再立一件，不用再填再签', async () => {
  const id = await desk.applied(young);
  await desk.atCounty(young, id);
  await desk.confirmer.act(id, 'refuse', { opinion: '没有丧失劳动能力，不予认定。' });
  const appealed = await revoked(id);
  expect(await remedyOf(id)).toBeNull();
  const { caseId } = await remedy(appealed);
  expect(await desk.clerk.case(caseId)).toMatchObject({ itemId: 'SA-03', state: 'submitted', parent: { id } });
  await desk.clerk.act(caseId, 'accept');
});

test('终止决定被撤销：供养恢复，停发的月份先暂停；重新核实没有变化的，从停发的次月起补发，照料协议接着用', async () => {
  await desk.supported(ended);
  const { from } = (await desk.entitlements())[0];
  const stop = await desk.change(ended, { kind: 'stop', ground: 'obligor' });
  await desk.clerk.act(stop, 'accept');
  await desk.clerk.act(stop, 'postNotice', { place: '社区公示栏' });
  await desk.clerk.act(stop, 'recordHearing', { how: 'visit', heardOn: api.clock.today(), person: '乙终', said: '没有人养我。' });
  await desk.later(8);
  const last = api.clock.today().slice(0, 7);
  await desk.confirmer.act(stop, 'stop', { opinion: '同意终止。' });
  await desk.later(60);
  await revoked(stop);
  const review = await remedyOf(stop);
  const kase = await desk.clerk.case(review);
  expect(kase).toMatchObject({ itemId: 'SA-04', state: 'submitted' });
  expect(kase.sections.tekun).toMatchObject({ stateZh: '供养中', lastMonth: null, agreement: { caregiver: '余水生' } });
  expect((await desk.entitlements()).map((e) => [e.from, e.to])).toEqual([
    [from, null],
    [from, null],
  ]);
  const held = async () =>
    (await api.owner.query(`select distinct from_month from payment_hold where code = 'recompute' and released_at is null`)).rows;
  const [hold] = await held();
  expect(hold.from_month > last).toBe(true);
  const { initial } = kase.allowedActions.find((a) => a.action === 'recordYearly')!;
  await desk.clerk.act(review, 'recordYearly', { ...initial, note: '女儿没有能力赡养，情况和认定时一样。' });
  expect(await desk.clerk.case(review)).toMatchObject({ state: 'kept' });
  expect(await held()).toEqual([]);
});

test('丧葬补助不予发放：有告知书和救济途径；被撤销的，县里用原来的申领再立一件，核实后发放一次', async () => {
  const bearer = { name: '乙侄', idNumber: makeIdNumber('421202', '1975-05-05', 985) };
  await api.context.write(systemActor('test', api.context.city), async (tx) => {
    await findOrRegister(tx, { ...bearer, division: '421202100001' });
    const dead = await findByIdNumber(tx, ended.story.form.applicant.idNumber);
    const diedOn = api.clock.today();
    expect((await recordDeath(tx, { personId: dead!.id, diedOn, source: '火化证明' })).ok).toBe(true);
  });
  await api.run();
  const { name, idNumber, division } = ended.story.form.applicant;
  const { id } = await desk.clerk.post('/api/cases', {
    itemId: 'SA-15',
    channel: 'window',
    form: {
      applicant: { ...bearer, phone: '13900005555', relation: '侄子' },
      deceased: { name, idNumber, division },
      costFen: 8000_00,
      account: { bank: '咸宁农村商业银行', number: '6217790000007777' },
      papers: [await desk.clerk.upload('support')],
      promise: true,
    },
    requestId: requestId(),
  });
  await desk.clerk.act(id, 'accept');
  await desk.clerk.act(id, 'submitToCounty', { opinion: '票据齐全，由侄子承担。' });
  await desk.confirmer.act(id, 'refuse', { reason: '票据不是申请人的，不能证明由他承担。' });
  const refused = await desk.county.case(id);
  expect(refused).toMatchObject({ state: 'refused', outcome: 'refused' });
  expect(titles(refused)).toEqual(['特困人员丧葬补助不予发放告知书']);
  const { caseId } = await remedy(await revoked(id));
  await desk.clerk.act(caseId, 'accept');
  await desk.clerk.act(caseId, 'submitToCounty', { opinion: '按复议决定重新核实，由侄子承担。' });
  await desk.confirmer.act(caseId, 'grant', { opinion: '同意发放。' });
  expect(await desk.county.case(caseId)).toMatchObject({ state: 'granted', parent: { id } });
  expect(api.errors).toEqual([]);
});
