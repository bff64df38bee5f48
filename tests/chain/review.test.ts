/** 动态复核 over HTTP: a death in a family that is paid, carried to the new amount; a job that leads to a gradual exit; who may not do what. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDueReviews } from '../../src/domains/social-assistance/review/server.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Browser, carry, requestId } from '../api.ts';
import { appeals } from './review-appeals.ts';
import {
  api,
  clerk,
  closeReviews,
  confirmer,
  finance,
  leader,
  openReviews,
  pay,
  reviewOf,
  village,
  w7,
  w8,
} from './review-desk.ts';

beforeAll(openReviews);
afterAll(closeReviews);

describe('W8：低保家庭成员去世，从登记到新金额', () => {
  let granted: string;
  let review: string;
  let entitlementId: string;
  const signIn = () => api.resident(w8);

  test('5月20日去世，7月3日才登记；6、7月已按三人发放：复核自动开出，8月20日前办完，没有争议的860元照发', async () => {
    granted = await carry(api, w8, 'decided');
    await carry(api, w7, 'decided');
    for (const [month, on] of [
      ['2026-05', '2026-04-21'],
      ['2026-06', '2026-05-21'],
      ['2026-07', '2026-06-22'],
    ] as const) {
      await api.jumpTo(on as PlainDate);
      await pay(month);
    }
    await api.jumpTo('2026-07-03');
    const mother = (await clerk.case(granted)).sections.members.find((m: { name: string }) => m.name === '赵桂芝');
    await clerk.post(`/api/persons/${mother.personId}/death/registration`, {
      diedOn: '2026-05-20',
      proof: 'cremation',
      number: '火化2026-1',
    });
    await api.run();
    review = await reviewOf(clerk, '姚红梅');
    const kase = await clerk.case(review);
    expect(kase).toMatchObject({ state: 'open', itemId: 'SA-02' });
    expect(kase.sections.review).toMatchObject({
      kindZh: '家庭成员去世',
      since: '2026-06',
      dueOn: '2026-08-20',
      result: { change: 'decrease', says: '减发：从2026年6月起每月860.00元' },
      before: { amountFen: 1820_00, persons: 3 },
      now: { amountFen: 860_00, persons: 2 },
    });
    expect((await clerk.get('/api/messages')).items.map((m: { body: string }) => m.body).join('\n')).toContain(
      '姚红梅家有人去世，2026年6月起的低保金须重新核算：按2人重新核算为每月860.00元，先照此发放，其余暂停。',
    );
    entitlementId = kase.sections.entitlement.id;
    await api.jumpTo('2026-07-21');
    const [batch] = (await finance.get('/api/batches?month=2026-08')).rows;
    const lines = (await finance.get(`/api/batches/${batch.id}/lines`)).rows;
    expect(lines.find((l: { personName: string }) => l.personName === '姚红梅')).toMatchObject({
      state: 'pending',
      amountFen: 860_00,
    });
    expect(api.errors).toEqual([]);
  });

  test('同一死亡再报一次、任务再跑一次：还是这一件复核', async () => {
    await api.run();
    const { rows } = await clerk.get('/api/cases?view=all&itemId=SA-02');
    expect(rows).toHaveLength(1);
  });

  test('没有听取意见不能减发；答复期没到不能登记“没有答复”；提出的人不能决定', async () => {
    await clerk.act(review, 'proposeChange', { opinion: '老人去世，按两人核算。' });
    expect(await clerk.case(review)).toMatchObject({ state: 'hearing', stateZh: '听取意见' });
    expect(await confirmer.actRefused(review, 'decide', { opinion: '同意' })).toMatchObject({ code: 'NOT_ALLOWED_NOW' });
    expect(
      await clerk.actRefused(review, 'recordHearing', {
        heldOn: api.clock.today(),
        way: 'phone',
        person: '姚红梅',
        stand: 'silent',
      }),
    ).toMatchObject({ code: 'HEARING_OPEN', message: '答复期到2026年7月28日，还没有到期，不能登记为没有答复。' });
    // However it got there, the county does not decide without a hearing on record.
    await api.owner.query("update service_case set state = 'deciding', holder = 'county-confirmer' where id = $1", [review]);
    expect(await confirmer.actRefused(review, 'decide', { opinion: '同意' })).toMatchObject({
      message: '作出减发、停发决定前须听取救助对象意见。',
    });
    await api.owner.query("update service_case set state = 'hearing', holder = 'township-clerk' where id = $1", [review]);
  });

  test('家里在手机上说明意见，乡镇登记，县里另一人决定：8月起860元，决定书、听取意见记录都在', async () => {
    const daughter = await signIn();
    const seen = await daughter.case(review);
    expect(seen.allowedActions.map((a) => a.action)).toEqual(['answerHearing', 'reportMore']);
    expect(seen.sections.review).toMatchObject({ before: { amountFen: 1820_00 }, now: { amountFen: 860_00 } });
    expect(await daughter.actRefused(review, 'answerHearing', { stand: 'disagree', statement: '' })).toMatchObject({
      code: 'INVALID_INPUT',
    });
    await daughter.act(review, 'answerHearing', { stand: 'agree', statement: '老人走了，情况属实。' });
    const initial = (await clerk.case(review)).allowedActions.find((a) => a.action === 'recordHearing')!.initial;
    expect(initial).toMatchObject({ way: 'online', stand: 'agree', statement: '老人走了，情况属实。' });
    await clerk.act(review, 'recordHearing', initial);
    await api.jumpTo('2026-08-03');
    await confirmer.act(review, 'decide', { opinion: '同意减发。' });
    const done = await clerk.case(review);
    expect(done).toMatchObject({ state: 'decided', outcome: 'granted' });
    const titles = done.sections.documents.map((d: { title: string }) => d.title).sort();
    expect(titles).toEqual(['听取意见记录', '最低生活保障金减发决定书']);
    expect(done.sections.entitlement).toMatchObject({ amountFen: 860_00, state: 'active' });
    expect(done.sections.review.result.says).toBe('减发：从2026年6月起每月860.00元');
    const letter = await clerk.call('GET', done.sections.documents[0].url);
    expect(letter.status).toBe(200);
  });

  test('6、7月多发1920元先是提案，财务认定为迟报后家里收到通知；退回一部分', async () => {
    const { rows } = await finance.get('/api/adjustments');
    expect(rows).toMatchObject([
      {
        direction: 'recovery',
        personName: '姚红梅',
        amountFen: 1920_00,
        months: [
          { month: '2026-06', fen: 960_00 },
          { month: '2026-07', fen: 960_00 },
        ],
      },
    ]);
    expect(
      await finance.refused('/api/adjustments/decide', { ids: [rows[0].id], decision: 'confirm', requestId: requestId() }),
    ).toMatchObject({
      code: 'CLASSIFICATION_MISSING',
    });
    await finance.post('/api/adjustments/decide', {
      ids: [rows[0].id],
      decision: 'confirm',
      classification: 'late-report',
      requestId: requestId(),
    });
    const [debt] = (await finance.get('/api/overpayments?open=yes')).rows;
    expect(debt).toMatchObject({ openFen: 1920_00, classificationZh: '迟报', reason: '家庭成员去世' });
    await finance.post(`/api/overpayments/${debt.id}/receipts`, {
      version: debt.version,
      way: 'return',
      amountFen: 500_00,
      receivedOn: '2026-08-03',
      voucher: '非税2026-0001',
      requestId: requestId(),
    });
    expect((await finance.get('/api/overpayments?open=yes')).rows[0]).toMatchObject({ recoveredFen: 500_00, openFen: 1420_00 });
    await api.run();
    expect((await (await signIn()).get('/api/messages')).items.map((m: { title: string }) => m.title)).toContain(
      '有一笔款项需要退回',
    );
  });

  test('重算6月：6月25日知道的是三人1820元，现在知道的是两人860元；实发1820元；别县的人看不到', async () => {
    const answer = await clerk.get(`/api/entitlements/${entitlementId}/recomputation?on=2026-06-25`);
    expect(answer).toMatchObject({
      month: '2026-06',
      paidFen: 1820_00,
      knownThen: { amountFen: 1820_00, knownOn: '2026-06-25' },
      knownNow: { amountFen: 860_00 },
    });
    expect(answer.knownNow.members.find((m: { name: string }) => m.name === '赵桂芝')).toMatchObject({
      counted: false,
      reason: '已去世',
    });
    const may = await clerk.get(`/api/entitlements/${entitlementId}/recomputation?on=2026-05-25`);
    expect(may).toMatchObject({ knownThen: { amountFen: 1820_00 }, knownNow: { amountFen: 1820_00 } });
    const elsewhere = await api.staff('jiayu');
    expect((await elsewhere.call('GET', `/api/entitlements/${entitlementId}/recomputation?on=2026-06-25`)).status).toBe(404);
  });
});

describe('W7：家庭报告就业，渐退', () => {
  let review: string;
  test('村里代为报告：妻子7月在饭店上班；乡镇登记从7月1日起月薪2600元，核算为渐退六个月', async () => {
    const report = {
      name: '甲七',
      idNumber: w7.persons[0]!.idNumber,
      change: 'job',
      happenedOn: '2026-07-01',
      detail: '在镇上饭店上班',
      papers: [],
    };
    const send = (by: Browser, form: object) =>
      by.call('POST', '/api/cases', { itemId: 'SA-02', channel: 'proxy', form, requestId: requestId() });
    expect((await send(village, { ...report, happenedOn: '2027-01-01' })).body.error.fields[0].message).toContain(
      '日期不能晚于今天',
    );
    expect((await send(village, { ...report, name: '甲八' })).body.error.code).toBe('REVIEW_NO_BENEFIT');
    const trigger = { entitlementId: requestId(), kind: 'death', since: null, dueOn: '2026-08-01', warningId: null };
    expect((await send(village, { ...report, trigger })).status).toBeGreaterThanOrEqual(400);
    const opened = await send(village, report);
    expect(opened.status, JSON.stringify(opened.body)).toBe(200);
    review = opened.body.id;
    // 复核还没办完又报告的，记到同一件里
    const more = await send(village, { ...report, change: 'income', happenedOn: '2026-07-10', detail: '养老金也涨了' });
    expect(more.body).toMatchObject({ id: review, state: 'open' });
    expect((await clerk.case(review)).sections.review.reports).toMatchObject([
      { zh: '有人找到工作或换了工作', happenedOn: '2026-07-01', detail: '在镇上饭店上班' },
      { zh: '收入有变化', happenedOn: '2026-07-10', detail: '养老金也涨了' },
    ]);
    const action = (await clerk.case(review)).allowedActions.find((a) => a.action === 'recordFacts')!;
    const initial = action.initial as { situations: { member: string }[]; incomes: object[] };
    expect(action.fields.find((f) => f.name === 'incomes')!.fields![0]!.choices).toEqual([
      { value: 'self', label: '甲七' },
      { value: 'm1', label: '乙七' },
    ]);
    await clerk.act(review, 'recordFacts', {
      validFrom: '2026-07-01',
      source: '劳动合同',
      situations: initial.situations.map((s) => (s.member === 'm1' ? { ...s, employment: 'employed', exemptReason: 'none' } : s)),
      incomes: [...initial.incomes, { member: 'm1', type: 'wage', amountFen: 2600_00, per: 'month' }],
    });
    expect((await clerk.case(review)).sections.review.result).toMatchObject({
      change: 'gradual',
      says: '渐退：从2026年9月起每月1,000.00元，发到2027年2月为止',
    });
  });

  test('不是申请人的成年家人、代办人也能报告：记到同一件里，只有回执，看不到办件；外人、未成年人不行', async () => {
    const as = async (who: { idNumber?: string }): Promise<Browser> => {
      const browser = api.visitor();
      const { demoCode } = await browser.post('/api/resident/code', { idNumber: who.idNumber });
      await browser.post('/api/resident/sign-in', { idNumber: who.idNumber, code: demoCode });
      return browser;
    };
    const tell = (by: Browser, about: { name?: string; idNumber?: string }, detail: string, papers: string[] = []) =>
      by.call('POST', '/api/cases', {
        itemId: 'SA-02',
        channel: 'mobile',
        requestId: requestId(),
        form: { ...about, change: 'income', happenedOn: '2026-07-12', detail, papers },
      });
    const [husband, wife] = w7.persons.map(({ name, idNumber }) => ({ name, idNumber }));
    const spouse = await as(wife!);
    const told = await tell(spouse, wife!, '工资涨了', [await spouse.upload('support')]);
    expect(told.body).toEqual({ id: review, unseen: true });
    expect((await clerk.case(review)).sections.review.reports.at(-1)).toMatchObject({ zh: '收入有变化', detail: '工资涨了' });
    expect((await clerk.case(review)).events.at(-1)).toMatchObject({ action: 'reportMore', actorName: '乙七' });
    expect((await spouse.get('/api/messages')).items[0]).toMatchObject({
      body: '您报告的“收入有变化”已记到家里的低保复核里，由乡镇（街道）一起核实。',
      caseId: null,
    });
    expect((await spouse.call('GET', `/api/cases/${review}`)).status).toBe(404);
    expect((await spouse.get('/api/my/cases')).rows).toEqual([]);

    const neighbour = w8.persons.find((p) => p.ref === 'self')!;
    const outsider = await as(neighbour);
    expect((await tell(outsider, husband!, '')).body.error.code).toBe('REVIEW_NO_BENEFIT');
    await api.owner.query(
      `update service_case set agent_person_id = (select id from person where name = $1)
       where item_id = 'SA-01' and applicant_name = '甲七'`,
      [neighbour.name],
    );
    expect((await tell(outsider, husband!, '代办人听说的')).body).toEqual({ id: review, unseen: true });

    const son = w8.persons.find((p) => p.ref === 'm2')!;
    expect((await tell(await as(son), { name: son.name, idNumber: son.idNumber }, '')).body.error).toMatchObject({
      code: 'REPORT_BY_ADULT',
    });
    const { rows } = await api.owner.query("select 1 from service_case where item_id = 'SA-02' and closed_at is null");
    expect(rows).toHaveLength(1);
  });

  test('逾期没有答复的，第六天起可以登记；乡镇负责人可以撤回；决定后发到2027年2月', async () => {
    await clerk.act(review, 'proposeChange', { opinion: '就业增收，拟渐退。' });
    await leader.act(review, 'withdrawProposal', { reason: '再核一次工资' });
    await clerk.act(review, 'proposeChange', { opinion: '工资属实，拟渐退。' });
    // 已经提出意见，家里自己又报告：记下来，告诉乡镇；要不要撤回先核实由乡镇定，决定不因此拖住
    const family = await api.resident(w7);
    await family.act(review, 'reportMore', {
      change: 'other',
      happenedOn: api.clock.today(),
      detail: '上班的地方换了',
      papers: [],
    });
    expect(await clerk.case(review)).toMatchObject({ state: 'hearing', sections: { review: { reports: { length: 5 } } } });
    expect((await clerk.get('/api/messages')).items[0].body).toContain('家里又报告：其他变化');
    expect(
      await family.actRefused(review, 'reportMore', { change: 'other', happenedOn: '2027-01-01', detail: '', papers: [] }),
    ).toMatchObject({ code: 'INVALID_INPUT' });
    for (const day of [1, 2, 3, 4, 5])
      await family.act(review, 'reportMore', {
        change: 'other',
        happenedOn: api.clock.today(),
        detail: `第${day}次`,
        papers: [],
      });
    expect(
      await family.actRefused(review, 'reportMore', { change: 'other', happenedOn: api.clock.today(), detail: '', papers: [] }),
    ).toMatchObject({ code: 'REPORTS_MANY' });
    await clerk.act(review, 'withdrawProposal', { reason: '先核实又报告的变化' });
    await clerk.act(review, 'proposeChange', { opinion: '工资属实，拟渐退。' });
    const { dueOn } = await clerk.case(review);
    await api.jumpTo(dueOn!);
    const silent = { heldOn: dueOn, way: 'phone', person: '甲七', stand: 'silent' };
    expect(await clerk.actRefused(review, 'recordHearing', silent)).toMatchObject({ code: 'HEARING_OPEN' });
    await api.jumpTo('2026-08-12');
    await clerk.act(review, 'recordHearing', { ...silent, heldOn: '2026-08-12' });
    const decisions = await Promise.all(
      [1, 2].map(async () => {
        const { version } = await confirmer.case(review);
        return confirmer.call('POST', `/api/cases/${review}/actions`, {
          action: 'decide',
          version,
          requestId: requestId(),
          input: { opinion: '同意渐退。' },
        });
      }),
    );
    expect(decisions.map((d) => d.status).sort()).toEqual([200, 409]);
    const done = await clerk.case(review);
    expect(done.sections.entitlement).toMatchObject({ toMonth: '2027-02', amountFen: 1000_00 });
    expect(done.sections.documents.map((d: { title: string }) => d.title)).toContain('最低生活保障渐退通知书');
  });
});

describe('定期复核', () => {
  test('有劳动能力成员的家庭半年一次；到期前30天自动开出，31天还不开，再跑不重复；须先核对；核对没有变化的维持不变', async () => {
    const { rows: plans } = await api.owner.query(
      'select unsteady, due_on::text, last_on::text from benefit_review_plan order by last_on',
    );
    expect(plans).toEqual([
      { unsteady: true, last_on: '2026-08-03', due_on: '2027-02-03' },
      { unsteady: true, last_on: '2026-08-12', due_on: '2027-02-12' },
    ]);
    // The clock stands at 2026-08-12; the couple in gradual exit is not reviewed again.
    const open = async (): Promise<number> => (await clerk.get('/api/cases?view=mine&itemId=SA-02')).rows.length;
    const dueOn = (day: string) => api.owner.query('update benefit_review_plan set due_on = $1', [day]);
    await dueOn('2026-09-12');
    await openDueReviews(api.context);
    expect(await open()).toBe(0);
    await dueOn('2026-09-11');
    expect([await openDueReviews(api.context), await openDueReviews(api.context)]).toEqual([1, 0]);
    const [{ id }] = (await clerk.get('/api/cases?view=mine&itemId=SA-02')).rows;
    expect((await clerk.case(id)).sections.review).toMatchObject({ kindZh: '定期复核', dueOn: '2026-09-11' });
    expect(await clerk.actRefused(id, 'proposeChange', { opinion: '没有变化。' })).toMatchObject({
      code: 'REVIEW_CHECK_NEEDED',
      message: '定期复核须先核对家庭经济状况。',
    });
    const asked = (await clerk.case(id)).allowedActions.find((a) => a.action === 'requestCheck')!;
    expect(asked.fields.map((f) => f.name)).toEqual(['consents']);
    await clerk.act(id, 'requestCheck', { consents: [{ member: 'self', signature: await clerk.upload('consent') }] });
    const checker = await api.staff('hedui');
    await checker.act(id, 'startCheck');
    await api.run();
    await checker.act(id, 'issueReport');
    const action = (await clerk.case(id)).allowedActions.find((a) => a.action === 'disposeDiscrepancy');
    for (const d of action?.fields[0]?.choices ?? [])
      await clerk.act(id, 'disposeDiscrepancy', { id: d.value, disposition: 'adjusted', reason: '属实' });
    expect((await clerk.case(id)).sections.review.result).toMatchObject({ change: 'unchanged' });
    await clerk.act(id, 'proposeChange', { opinion: '没有变化。' });
    await confirmer.act(id, 'decide', { opinion: '维持不变。' });
    expect(await clerk.case(id)).toMatchObject({ state: 'decided', sections: { entitlement: { amountFen: 860_00 } } });
    expect(api.errors).toEqual([]);
  });
});

appeals();
