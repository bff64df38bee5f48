/** 急难型, through the HTTP API: W10 in the field, and what must hold when several people spend at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestId } from '../../../../tests/api.ts';
import {
  api,
  atOnce,
  balance,
  COUNTY,
  clerk,
  closeTown,
  confirmer,
  finance,
  form,
  leader,
  openTown,
  rowsOf,
  sign,
  TOWN,
  VILLAGE,
  village,
} from './emergency/fixtures.ts';

beforeAll(openTown);
afterAll(closeTown);

describe('示例 W10：官塘驿镇失火，先行救助', () => {
  let id: string;

  test('还没有备用金：不能先行支出，说明怎么办；县级拨付 50,000 元，不能重复首次拨付', async () => {
    const photo = await clerk.upload('scene-photo');
    const refused = await clerk.refused('/api/emergency-aid', {
      form: form({ photo }),
      amountFen: 3_000_00,
      requestId: requestId(),
    });
    expect(refused.code).toBe('RESERVE_NOT_OPEN');
    expect((await rowsOf('select count(*)::int as n from service_case'))[0].n).toBe(0);
    expect(
      (await finance.post(`/api/reserves/${TOWN}/advance`, { documentNo: '赤财社〔2026〕8号', requestId: requestId() }))
        .balanceFen,
    ).toBe(50_000_00);
    const again = await finance.refused(`/api/reserves/${TOWN}/advance`, {
      documentNo: '赤财社〔2026〕9号',
      requestId: requestId(),
    });
    expect(again.code).toBe('RESERVE_OPEN_ALREADY');
  });

  test('8月8日（周六）外省户籍一家4口：一张表，马上办；核算 6,400 元，乡镇 3,000 元，其余 3,400 元', async () => {
    const estimate = await village.get(`/api/emergency-aid/estimate?division=${VILLAGE}&cause=fire&tier=2&persons=4`);
    expect(estimate).toMatchObject({ amountFen: 6_400_00, townshipFen: 3_000_00, countyFen: 3_400_00, balanceFen: 50_000_00 });
    id = await atOnce(village);
    const kase = await leader.case(id);
    expect(kase).toMatchObject({
      state: 'toSign',
      dueOn: '2026-08-09',
      limit: { of: 'step', dueAt: '2026-08-09T02:00:00.000Z' },
      light: 'green',
    });
    expect(kase.clocks[0]).toMatchObject({ limit: '24小时' });
  });

  test('提出的人不能自己签付；另一人签付：余额 50,000 → 47,000，支出单、两人签字、收据、照片齐全', async () => {
    expect(await village.actRefused(id, 'payFirstAid', { receipt: await village.upload('aid-receipt') })).toMatchObject({
      code: 'NOT_YOUR_STEP',
    });
    expect((await sign(leader, id)).state).toBe('helped');
    expect(await balance()).toBe(47_000_00);
    const kase = await leader.case(id);
    expect(kase.sections.aid.outlay).toMatchObject({ amountFen: 3_000_00, firstName: '村甲', secondName: '镇丙' });
    expect(kase.sections.documents.map((d: { title: string }) => d.title)).toEqual(['临时救助备用金支出单']);
    expect(kase.sections.aid).toMatchObject({ townshipFen: 3_000_00, restFen: 3_400_00, followUpOn: '2026-09-07' });
    const asked = JSON.stringify(kase.sections.facts);
    expect(asked).not.toMatch(/户籍|收入/);
  });

  test('其余 3,400 元县级审批：分两阶段 2,000＋1,400，第一阶段马上，第二阶段核查以后；合计不等拒绝', async () => {
    await clerk.act(id, 'askCounty', {
      reason: '超过乡镇额度的部分，请县级审批',
      bank: '赤壁农商银行',
      number: '6217700000012345',
      holder: '外省甲',
    });
    const wrong = await confirmer.actRefused(id, 'approveRest', {
      opinion: '同意。',
      stages: [{ amountFen: 2_000_00, purpose: '租房' }],
    });
    expect(wrong).toMatchObject({
      code: 'AID_STAGE_SUM',
      message: '各阶段金额合计2,000.00元，应等于审批金额3,400.00元。',
      fields: [{ path: 'stages', message: '各阶段合计应为3,400.00元' }],
    });
    const stages = [
      { amountFen: 2_000_00, purpose: '租房和衣被' },
      { amountFen: 1_400_00, purpose: '修房开工以后' },
    ];
    expect((await confirmer.act(id, 'approveRest', { opinion: '同意。', stages })).state).toBe('helped');
    const paid = await rowsOf(
      `select v.amount_fen, e.from_month, e.to_month, e.cause from entitlement e join entitlement_version v on v.entitlement_id = e.id where e.programme = 'temporary-aid'`,
    );
    expect(paid).toMatchObject([{ amount_fen: 2_000_00, from_month: '2026-08', to_month: '2026-08', cause: `${id}:1` }]);
    expect((await clerk.case(id)).sections.aid).toMatchObject({ restFen: 0, amountFen: 5_000_00 });
  });

  test('8月10日急难解除：补充说明到8月24日止；还有阶段没发不能公布；补齐、公布、办结', async () => {
    await api.moveTo('2026-08-11');
    expect((await village.act(id, 'endEmergency', { on: '2026-08-10', state: '已租房安置，生活稳定' })).state).toBe(
      'supplementing',
    );
    expect((await clerk.case(id)).dueOn).toBe('2026-08-24');
    await clerk.act(id, 'supplement', {
      explanation: '火灾受困四人，先行救助三千元，县级救助三千四百元。',
      measures: ['counselling'],
    });
    expect(await village.actRefused(id, 'publish', { place: '村公示栏' })).toMatchObject({ code: 'AID_STAGES_OPEN' });
    await clerk.act(id, 'releaseStage', { check: '房屋已经开工修缮，材料已进场' });
    expect((await village.act(id, 'publish', { place: '村公示栏' })).state).toBe('granted');
    expect(
      (
        await rowsOf(
          `select sum(amount_fen)::int as sum from temporary_aid_stage where case_id = $1 and released_at is not null`,
          id,
        )
      )[0].sum,
    ).toBe(3_400_00);
    const notices = await api.visitor().get(`/api/notices?division=${TOWN}`);
    expect(notices.rows[0]).toMatchObject({
      kind: 'granted',
      amountFen: 6_400_00,
      applicantMasked: expect.not.stringContaining('外省甲'),
    });
  });

  test('县级的钱随批次走：不等下月，每周自动编制，财务也可以随时编制；两个阶段各一笔，不重不漏', async () => {
    await finance.post('/api/batches', {
      programme: 'temporary-aid',
      county: COUNTY,
      month: '2026-08',
      requestId: requestId(),
    });
    const lines = await rowsOf(
      `select amount_fen, state from payment_line where month = '2026-08' and batch_id in
        (select id from payment_batch where programme = 'temporary-aid' and county = $1) order by amount_fen`,
      COUNTY,
    );
    expect(lines).toEqual([
      { amount_fen: 1_400_00, state: 'pending' },
      { amount_fen: 2_000_00, state: 'pending' },
    ]);
  });

  test('救助后30天：9月7日提醒回访，前一天没有；登记一次，再登记拒绝', async () => {
    await api.moveTo('2026-09-06');
    expect((await village.get('/api/aid/follow-ups')).rows).toEqual([]);
    await api.moveTo('2026-09-07');
    expect((await village.get('/api/aid/follow-ups')).rows).toMatchObject([{ caseId: id, followUpOn: '2026-09-07' }]);
    expect((await village.get('/api/messages')).items.map((m: { title: string }) => m.title)).toContain('到期回访');
    await village.post(`/api/aid/${id}/follow-up`, { text: '房子修好了，孩子已经上学。', requestId: requestId() });
    expect(await village.refused(`/api/aid/${id}/follow-up`, { text: '再写一次看看。', requestId: requestId() })).toMatchObject({
      code: 'AID_FOLLOWED_UP',
    });
    expect((await clerk.case(id)).sections.aid.followUp).toBe('房子修好了，孩子已经上学。');
  });
});

describe('谁都能得到帮助', () => {
  test('没有任何证件、不知道姓名：写性别和大约年龄，编临时号，当天救助', async () => {
    const who = { name: '不详', idNumber: undefined, persons: 1, tier: '1', cause: 'accident' };
    const photo = await clerk.upload('scene-photo');
    const body = { form: form({ ...who, photo }), amountFen: 800_00, requestId: requestId() };
    expect(await clerk.refused('/api/emergency-aid', body)).toMatchObject({ code: 'AID_PERSON_UNKNOWN' });
    const id = await atOnce(clerk, { ...who, sex: 'male', age: 50 }, 800_00);
    await sign(leader, id);
    expect((await clerk.case(id)).state).toBe('helped');
    expect(await rowsOf(`select id_kind, sex from person where name = '不详'`)).toEqual([{ id_kind: 'temporary', sex: 'male' }]);
  });

  test('以户籍为由不受理：急难救助不限户籍和居住地，请直接受理', async () => {
    const photo = await clerk.upload('scene-photo');
    const opened = await clerk.post('/api/cases', {
      itemId: 'SA-08',
      channel: 'window',
      form: form({ photo }),
      requestId: requestId(),
    });
    const refused = await clerk.actRefused(opened.id, 'dismiss', {
      ground: 'not-urgent',
      reason: '不是本地户籍，请回户籍地申请',
    });
    expect(refused.message).toBe('急难救助不限户籍和居住地，请直接受理。');
    expect((await clerk.act(opened.id, 'dismiss', { ground: 'untrue', reason: '到场核实没有发生火情' })).state).toBe('dismissed');
    expect((await clerk.case(opened.id)).sections.documents.map((d: { title: string }) => d.title)).toEqual(['终止办理告知书']);
  });

  test('路人不登录就能报告，马上看到电话；乡镇据此办理，24小时从报告时起算；不成立的写明理由', async () => {
    const visitor = api.visitor();
    const report = {
      division: VILLAGE,
      who: '路边一位老人',
      where: '107国道加油站旁',
      what: '老人倒在路边，身上没有钱也没有证件',
      phone: '13900001111',
    };
    const answer = await visitor.post('/api/emergency-reports', { ...report, requestId: requestId() });
    expect(answer.telephone).toMatch(/\d{4,}/);
    const reported = api.clock.now();
    api.clock.set(new Date(Date.parse(reported) + 3 * 3_600_000).toISOString());
    const { rows } = await clerk.get('/api/emergency-reports');
    expect(rows).toMatchObject([{ id: answer.id, who: '路边一位老人', phone: '13900001111' }]);
    const id = await atOnce(
      clerk,
      { name: '不详', idNumber: undefined, sex: 'male', age: 75, persons: 1, tier: '1', reportId: answer.id },
      800_00,
    );
    expect((await clerk.case(id)).limit?.dueAt).toBe(new Date(Date.parse(reported) + 24 * 3_600_000).toISOString());
    expect((await clerk.get('/api/emergency-reports')).rows).toEqual([]);
    const second = await visitor.post('/api/emergency-reports', { ...report, requestId: requestId() });
    await clerk.post(`/api/emergency-reports/${second.id}/dismiss`, { result: '同一位老人，已在救助' });
    expect(await clerk.refused(`/api/emergency-reports/${second.id}/dismiss`, { result: '再来一次看看' })).toMatchObject({
      code: 'AID_REPORT_HANDLED',
    });
    expect(
      await rowsOf(`select count(*)::int as n from emergency_report where encode(content, 'escape') like '%13900001111%'`),
    ).toEqual([{ n: 0 }]);
  });

  test('24小时：开始是绿灯，到点以前是红灯，过一分钟就是超期并通知分管负责人，周末也一样', async () => {
    const id = await atOnce(clerk, {}, 100_00);
    const { limit, light } = await clerk.case(id);
    const dueAt = limit?.dueAt;
    expect(light).toBe('green');
    api.clock.set(dueAt!);
    expect((await clerk.case(id)).light).toBe('red');
    api.clock.set(new Date(Date.parse(dueAt!) + 60_000).toISOString());
    await api.run();
    expect((await clerk.case(id)).light).toBe('overdue');
    expect(await rowsOf(`select level from case_alert where case_id = $1 and level = 'overdue'`, id)).toHaveLength(1);
  });
});

describe('先给的不是钱', () => {
  const blankets = {
    kind: 'goods',
    what: '棉被',
    quantity: '4床',
    valueFen: 480_00,
    source: '镇物资库',
    money: 'none',
  };

  test('物资没有签字也没有照片：不收；有照片就记下，算首次救助；不发钱的转入急难中，县里还能给', async () => {
    const id = await atOnce(village, {}, null);
    const reported = api.clock.now();
    expect(await village.actRefused(id, 'helpInKind', blankets)).toMatchObject({
      code: 'INVALID_INPUT',
      fields: [{ path: 'photo', message: '请受助人签字，或者拍一张照片' }],
    });
    const photo = await village.upload('scene-photo');
    expect((await village.act(id, 'helpInKind', { ...blankets, photo })).state).toBe('helped');
    const { aid, facts } = (await clerk.case(id)).sections;
    expect(aid).toMatchObject({ townshipFen: 0, amountFen: null, firstHelpAt: reported, restFen: 6_400_00 });
    expect(aid.inKind).toMatchObject([
      { kindZh: '发放实物', what: '棉被', quantity: '4床', valueFen: 480_00, givenName: '村甲' },
    ]);
    expect(facts.at(-1)).toMatchObject({ title: '已给的帮助（不是钱）' });
    const [kept] = await rowsOf(`select content from aid_in_kind where case_id = $1`, id);
    expect(kept.content.toString('utf8')).not.toContain('棉被');

    // 急难中还可以再给；补充说明表写明给过什么，不用再填一遍
    await clerk.act(id, 'moreInKind', { kind: 'counselling', what: '社工陪伴疏导', quantity: '1次' });
    await clerk.act(id, 'endEmergency', { on: api.clock.today(), state: '借住亲戚家，生活稳定' });
    const asks = (await clerk.case(id)).allowedActions.find((a) => a.action === 'supplement')!;
    expect(asks.initial).toEqual({ measures: ['goods', 'counselling'] });
    await clerk.act(id, 'supplement', {
      explanation: '火灾受困四人，当场发放棉被，没有发钱。',
      measures: ['goods', 'counselling', 'referral'],
      restWaived: '亲友帮助解决',
    });
    const titles = (await clerk.case(id)).sections.documents.map((d: { title: string }) => d.title);
    expect(titles).toContain('临时救助审批表（急难补充说明表）');
    const board = await confirmer.get('/api/indicators/aid-in-kind');
    expect(JSON.stringify(board)).toContain('480.00');
  });

  test('先给了被子，钱随后发：还在待先行救助，第二人照样签付，首次救助从给被子时算起', async () => {
    const id = await atOnce(village, { cause: 'accident' }, null);
    const photo = await village.upload('scene-photo');
    expect((await village.act(id, 'helpInKind', { ...blankets, photo, money: 'follows' })).state).toBe('toHelp');
    const { firstHelpAt } = (await clerk.case(id)).sections.aid;
    api.clock.set(new Date(Date.parse(api.clock.now()) + 3_600_000).toISOString());
    await village.act(id, 'proposeFirstAid', { amountFen: 1_000_00 });
    await sign(leader, id);
    expect((await clerk.case(id)).sections.aid).toMatchObject({ firstHelpAt, townshipFen: 1_000_00 });
  });
});
