/** 复议、诉讼改变了决定 (4.9): each kind of decision leads on to the case that puts it right; nothing is a dead end. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { type Api, type Browser, carry, requestId, startApi } from '../api.ts';
import { subsidyDesk } from '../subsidies.ts';

let api: Api;
let clerk: Browser;
let confirmer: Browser;
let county: Browser;

const alone = (key: string, name: string, pension: number, amount: number | null) =>
  story({
    key,
    title: name,
    place: '汀泗桥社区',
    urbanRural: 'urban',
    address: `${key}号`,
    people: [{ name, sex: '男', birth: '1964-03-03', lives: lives.退休 }],
    incomes: [monthly('self', 'employee-pension', pension)],
    expect: amount === null ? { outcome: 'not-eligible', amountFen: 0 } : { outcome: 'eligible', amountFen: yuan(amount) },
  });
const refused = alone('appeal-refused', '甲诉', 1300, null);
const stopped = alone('appeal-stopped', '乙诉', 600, 200);
const indebted = alone('appeal-indebted', '丁诉', 600, 200);

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(refused, stopped, indebted);
  [clerk, confirmer, county] = (await Promise.all(['xiang', 'queren', 'xian'].map(api.staff))) as [Browser, Browser, Browser];
});
afterAll(() => api?.stop());

/** A result of the appeal against the final decision of a case. */
async function appeal(caseId: string, result: 'upheld' | 'revoked' | 'remade'): Promise<string> {
  const kase = await county.case(caseId);
  const { id: decisionId } = kase.sections.decisions.findLast((d: { kind: string }) => d.kind === 'final');
  const today = api.clock.today();
  const { id } = await county.post(`/api/decisions/${decisionId}/appeals`, {
    requestId: requestId(),
    input: { kind: result === 'upheld' ? 'lawsuit' : 'reconsideration', filedOn: today, body: '咸安区人民政府' },
  });
  const input = { result, resultedOn: today, text: '咸安政复决〔2026〕3号。' };
  await county.post(`/api/appeals/${id}/result`, { requestId: requestId(), input });
  await api.run();
  return id;
}
const remedyOf = async (caseId: string) => (await county.get(`/api/cases/${caseId}/appeals`)).rows.at(-1).remedyCaseId;
const remedy = (appealId: string) => county.call('POST', `/api/appeals/${appealId}/remedy`, { requestId: requestId() });

describe('不予确认的决定被撤销', () => {
  test('维持的不用重新办理；撤销的由县级经办人用原来的申请再立一件，乡镇受理照常，不用再填再签；只立一次', async () => {
    const id = await carry(api, refused, 'decided');
    const upheld = await appeal(id, 'upheld');
    expect((await remedy(upheld)).body.error).toMatchObject({ code: 'APPEAL_STANDS' });
    const revoked = await appeal(id, 'revoked');
    expect(await remedyOf(id)).toBeNull();
    expect((await clerk.call('POST', `/api/appeals/${revoked}/remedy`, { requestId: requestId() })).status).toBe(403);
    const opened = await remedy(revoked);
    expect(opened.status, JSON.stringify(opened.body)).toBe(200);
    expect((await remedy(revoked)).body.error).toMatchObject({ code: 'APPEAL_REMEDIED' });
    const again = await remedyOf(id);
    expect(again).toBe(opened.body.caseId);
    const kase = await clerk.case(again);
    expect(kase).toMatchObject({ itemId: 'SA-01', state: 'submitted', parent: { id } });
    await clerk.act(again, 'accept');
    expect(api.errors).toEqual([]);
  });
});

describe('停发的决定被撤销', () => {
  let review: string;

  test('停发以后两个月才有结果：自动开出复核，从停发的次月起重新核算', async () => {
    await carry(api, stopped, 'decided');
    await api.jumpTo('2026-04-22');
    review = (
      await clerk.post('/api/cases', {
        itemId: 'SA-02',
        channel: 'proxy',
        requestId: requestId(),
        form: {
          name: '乙诉',
          idNumber: stopped.persons[0]!.idNumber,
          change: 'income',
          happenedOn: api.clock.today(),
          detail: '',
          papers: [],
        },
      })
    ).id;
    const initial = (await clerk.case(review)).allowedActions.find((a) => a.action === 'recordFacts')!.initial as object;
    const pension = (amountFen: number) => ({
      ...initial,
      validFrom: api.clock.today(),
      source: '养老金发放记录',
      incomes: [{ member: 'self', type: 'employee-pension', amountFen, per: 'month' }],
    });
    await clerk.act(review, 'recordFacts', pension(1300_00));
    await clerk.act(review, 'proposeChange', { opinion: '养老金提高，拟停发。' });
    await clerk.act(review, 'recordHearing', {
      heldOn: api.clock.today(),
      way: 'phone',
      person: '乙诉',
      stand: 'disagree',
      statement: '没有提高这么多。',
    });
    await confirmer.act(review, 'decide', { opinion: '同意停发。' });
    const { toMonth } = (await clerk.case(review)).sections.entitlement;
    expect(toMonth).not.toBeNull();
    await api.jumpTo('2026-06-08');
    await appeal(review, 'revoked');
    const again = await remedyOf(review);
    expect((await clerk.case(again)).sections.review).toMatchObject({ kindZh: '复议或诉讼结果' });
    const since = (await clerk.case(again)).sections.review.since;
    expect(since > toMonth && since < '2026-06').toBe(true);
    await clerk.act(again, 'recordFacts', { ...pension(600_00), validFrom: `${since}-01` });
    expect((await clerk.case(again)).sections.review.result).toMatchObject({ change: 'unchanged' });
    await clerk.act(again, 'proposeChange', { opinion: '养老金没有提高，恢复。' });
    await confirmer.act(again, 'decide', { opinion: '同意恢复。' });
    expect((await clerk.case(again)).sections.entitlement).toMatchObject({ state: 'active', toMonth: null, amountFen: 200_00 });
    expect(api.errors).toEqual([]);
    // 停发期间没有发的月份，随下一批一起发
    await api.jumpTo('2026-06-22');
    const { rows } = await api.owner.query(
      `select l.month, l.amount_fen::int as fen from payment_line l join person p on p.id = l.person_id
       where p.name = '乙诉' and l.state <> 'ended' and l.month > $1 order by l.month`,
      [toMonth],
    );
    expect(rows).toEqual(['2026-05', '2026-06', '2026-07'].map((month) => ({ month, fen: 200_00 })));
  });
});

describe('残疾人两项补贴不予批准的决定被责令重作', () => {
  test('同样由县级经办人再立一件', async () => {
    const desk = await subsidyDesk(api);
    const who = await desk.person('丙诉');
    const id = await desk.apply(desk.clerk, who);
    await desk.clerk.act(id, 'accept');
    await desk.clerk.act(id, 'passInitial', { ...desk.care, longTermCare: 'no' });
    await desk.federation.act(id, 'certify', desk.certificate(who));
    await desk.county.act(id, 'refuse', { opinion: '两项都不符合条件。' });
    const remade = await appeal(id, 'remade');
    expect(await remedyOf(id)).toBeNull();
    const opened = await remedy(remade);
    expect(opened.status, JSON.stringify(opened.body)).toBe(200);
    expect(await desk.clerk.case(opened.body.caseId)).toMatchObject({ itemId: 'DB-01', state: 'submitted', parent: { id } });
    expect(api.errors).toEqual([]);
  });
});

describe('追回多发的钱，当事人提起了复议', () => {
  test('复议没有结果，不能申请法院强制执行；维持以后可以；申请以后又起诉的，标明暂停', async () => {
    const id = await carry(api, indebted, 'decided');
    const debt = '01920000-0000-7000-8000-0000000000d1';
    await api.owner.query(
      `with e as (select e.id, e.programme, e.person_id, e.household_id, e.division, v.id as version_id from entitlement e
          join entitlement_version v on v.entitlement_id = e.id join person p on p.id = e.person_id where p.name = '丁诉' and e.programme = 'dibao' limit 1),
        a as (insert into payment_adjustment (id, entitlement_id, direction, programme, person_id, household_id, division, version_id, amount_fen, reason, state,
            proposed_at, proposed_by, decided_at, decided_by, decided_name)
          select '01920000-0000-7000-8000-0000000000d0', id, 'recovery', programme, person_id, household_id, division, version_id, 20000, '迟报', 'confirmed', now(), 'a', now(), 'b', '测试' from e returning *)
      insert into overpayment (id, adjustment_id, entitlement_id, programme, person_id, household_id, division, amount_fen, classification, opened_on, return_by, opened_by)
        select $1, id, entitlement_id, programme, person_id, household_id, division, amount_fen, 'late-report', '2026-02-01', '2026-03-03', 'b' from a`,
      [debt],
    );
    const finance = await api.staff('caiwu');
    const row = async () => (await finance.get('/api/overpayments?open=yes')).rows.find((r: { id: string }) => r.id === debt);
    const today = api.clock.today();
    const file = async () => {
      const kase = await county.case(id);
      const { id: decisionId } = kase.sections.decisions.findLast((d: { kind: string }) => d.kind === 'final');
      return (kind: 'reconsideration' | 'lawsuit') =>
        county.post(`/api/decisions/${decisionId}/appeals`, {
          requestId: requestId(),
          input: { kind, filedOn: today, body: '咸安区人民政府' },
        });
    };
    const appealBy = await file();
    const { id: appealId } = await appealBy('reconsideration');
    const application = async () => ({
      version: (await row()).version,
      urgedOn: '2026-03-04',
      court: '咸安区人民法院',
      appliedOn: today,
      requestId: requestId(),
    });
    expect(await finance.refused(`/api/overpayments/${debt}/court`, await application())).toMatchObject({
      code: 'COURT_APPEAL_OPEN',
    });
    await county.post(`/api/appeals/${appealId}/result`, {
      requestId: requestId(),
      input: { result: 'upheld', resultedOn: today, text: '咸安政复决〔2026〕9号。' },
    });
    await finance.post(`/api/overpayments/${debt}/court`, await application());
    expect(await row()).toMatchObject({ court: { open: true, suspended: false }, plan: { method: 'court' } });
    await appealBy('lawsuit');
    expect((await row()).court).toMatchObject({ suspended: true });
  });
});
