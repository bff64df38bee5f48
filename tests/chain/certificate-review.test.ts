/** 残疾人证变动: a family that receives, or is recognised, is looked at again by itself where the change can alter the result; a person decides. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordCertificate } from '../../src/domains/disability/certificate/record.ts';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { lives, monthly, type Story, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { monthAfter } from '../../src/kernel/calendar/index.ts';
import { findByIdNumber } from '../../src/kernel/resident/server.ts';
import { type Api, type Browser, carry, startApi } from '../api.ts';

const couple = (key: string, names: [string, string], address: string) =>
  story({
    key,
    title: '残疾人证变动',
    place: '汀泗桥社区',
    urbanRural: 'urban',
    address,
    people: [
      { name: names[0], sex: '男', birth: '1964-03-03', lives: lives.退休 },
      { name: names[1], sex: '女', birth: '1983-03-03', relation: 'spouse', lives: lives.照护家人 },
    ],
    incomes: [monthly('self', 'employee-pension', 1000)],
    expect: { outcome: 'eligible', amountFen: yuan(600) },
  });
/** 两口人每月600元。 */
const severe = couple('cert-severe', ['甲证', '甲证妻'], '31号');
const light = couple('cert-light', ['乙证', '乙证妻'], '32号');
/** 人均850元，低保边缘；妻子一年康复自费3600元，没有残疾人证不扣除。 */
const edge: Story = story({
  key: 'cert-edge',
  title: '低保边缘，康复自费',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '33号',
  people: [
    { name: '丙证', sex: '男', birth: '1964-03-03', lives: lives.退休 },
    { name: '丙证妻', sex: '女', birth: '1983-03-03', relation: 'spouse', lives: lives.照护家人 },
  ],
  incomes: [monthly('self', 'employee-pension', 1700)],
  expenses: [{ member: 'm1', class: 'rehabilitation', totalFen: yuan(3600), reimbursedFen: 0 }],
  expect: { outcome: 'not-eligible', amountFen: 0, recognised: 'edge' },
});
/** 儿子凭一级残疾自己领单人保。 */
const alone = storyOf('single-edge');

let api: Api;
let clerk: Browser;
let confirmer: Browser;

beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  await api.register(severe, light, edge, alone);
  [clerk, confirmer] = (await Promise.all(['xiang', 'queren'].map(api.staff))) as [Browser, Browser];
  const parent = await carry(api, alone, 'surveying');
  await clerk.act(parent, 'openMemberCase', { member: 'm2' });
  const own = (await clerk.case(parent)).children[0]!.id;
  await carry(api, alone, 'decided', { id: parent, from: 'reviewing' });
  await carry(api, { ...alone, expect: { outcome: 'eligible', amountFen: yuan(1040) } }, 'decided', {
    id: own,
    from: 'accepted',
  });
  for (const each of [severe, light, edge]) await carry(api, each, 'decided');
});
afterAll(() => api?.stop());

/** The federation's register says something new of a person. */
async function certify(of: Story, ref: number, level: '1' | '4', state: 'valid' | 'cancelled' = 'valid'): Promise<void> {
  const { idNumber } = of.persons[ref]!;
  await api.context.write(systemActor('test', api.context.city), async (tx) => {
    const person = await findByIdNumber(tx, idNumber);
    const recorded = await recordCertificate(tx, {
      personId: person!.id,
      division: '421202100001',
      certificate: {
        number: `${idNumber}4${level}`,
        category: 'physical',
        level,
        issuedOn: '2026-06-01',
        validTo: '2036-05-31',
        state,
      },
      idNumber,
      since: api.clock.today(),
      source: '残联',
    });
    expect(recorded.ok).toBe(true);
  });
  await api.run();
  expect(api.errors).toEqual([]);
}
const open = async (): Promise<{ id: string; kind: string; name: string; of: string }[]> =>
  (
    await api.owner.query(`select r.case_id as id, r.kind, c.applicant_name as name, case when r.recognition_id is null then 'benefit' else 'recognition' end as of
      from benefit_review r join service_case c on c.id = r.case_id where r.change is null order by c.applicant_name, "of"`)
  ).rows;
/** The form in which the clerk writes down what is so now, as it is filled in already. */
const factsForm = async (id: string) =>
  (await clerk.case(id)).allowedActions.find((a) => a.action === 'recordFacts')!.initial as {
    situations: { member: string; disability: string; disabilityLevel?: string }[];
  };

describe('领着低保的家里', () => {
  let review: string;

  test('妻子新领一级残疾人证：复核自己开出，理由里没有她的病情；同一本证再报一次，还是这一件', async () => {
    await certify(severe, 1, '1');
    await certify(severe, 1, '1');
    expect(await open()).toMatchObject([{ kind: 'change', name: '甲证', of: 'benefit' }]);
    review = (await open())[0]!.id;
    const todo = (await clerk.get('/api/messages')).items.find((m: { caseId: string }) => m.caseId === review);
    expect(todo.body).not.toMatch(/一级|肢体|甲证妻/);
  });

  test('登记变化的表里，她的残疾类别、等级已按残联的填好；登记以后每月增加240元，从决定的下个月起', async () => {
    const initial = await factsForm(review);
    expect(initial.situations.find((s) => s.member === 'm1')).toMatchObject({ disability: 'physical', disabilityLevel: '1' });
    await clerk.act(review, 'recordFacts', { ...initial, source: '残联的残疾人证登记' });
    await clerk.act(review, 'proposeChange', { opinion: '新领残疾人证，增发分类施保。' });
    await confirmer.act(review, 'decide', { opinion: '同意。' });
    await api.run();
    const { rows } = await api.owner.query(
      `select v.from_month as month, v.amount_fen::int as fen from entitlement_version v join entitlement e on e.id = v.entitlement_id join person p on p.id = e.person_id
        where p.name = '甲证' order by v.no`,
    );
    expect(rows.at(-1)).toEqual({ month: monthAfter(api.clock.today()), fen: 840_00 });
    expect(await open()).toEqual([]);
  });

  test('乙家妻子领的是四级：分类施保和资格都不变，不打扰', async () => {
    await certify(light, 1, '4');
    expect(await open()).toEqual([]);
  });
});

describe('单人保、低保边缘', () => {
  test('儿子的残疾人证注销：单人保没有了依据，复核自己开出，核算为停发；钱照发到决定', async () => {
    await certify(alone, 2, '1');
    expect(await open()).toEqual([]);
    await certify(alone, 2, '1', 'cancelled');
    const [review, ...others] = await open();
    expect([review, others]).toMatchObject([{ kind: 'change', name: '范磊', of: 'benefit' }, []]);
    const initial = await factsForm(review!.id);
    expect(initial.situations.find((s) => s.member === 'self')).toMatchObject({ disability: 'none' });
    await clerk.act(review!.id, 'recordFacts', { ...initial, source: '残联的残疾人证登记' });
    expect((await clerk.case(review!.id)).sections.review.result).toMatchObject({ change: 'stop' });
    const { rows } = await api.owner.query(
      `select e.to_month from entitlement e join person p on p.id = e.person_id where p.name = '范磊'`,
    );
    expect(rows).toEqual([{ to_month: null }]);
  });

  test('边缘家庭的妻子领了证，康复自费可以扣除，全家低于标准：认定的复核自己开出', async () => {
    await certify(edge, 1, '4');
    expect((await open()).filter((r) => r.name === '丙证')).toMatchObject([{ kind: 'change', of: 'recognition' }]);
  });
});
