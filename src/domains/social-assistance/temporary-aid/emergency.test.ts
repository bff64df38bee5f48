/** 急难型, through the HTTP API: W10 in the field, and what must hold when several people spend at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, type Browser, requestId, startApi } from '../../../../tests/api.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { createUser } from '../../../kernel/access/server.ts';
import { makeIdNumber } from '../../../kernel/resident/index.ts';

const TOWN = '421281108000'; // 赤壁市官塘驿镇
const VILLAGE = '421281108001';
const COUNTY = '421281000000';

let api: Api;
let village: Browser;
let clerk: Browser;
let clerk2: Browser;
let leader: Browser;
let confirmer: Browser;
let finance: Browser;

const accounts = [
  { login: 'g-cun', name: '村甲', role: 'village-worker', duty: null, division: VILLAGE },
  { login: 'g-xiang', name: '镇甲', role: 'township-clerk', duty: null, division: TOWN },
  { login: 'g-xiang2', name: '镇乙', role: 'township-clerk', duty: null, division: TOWN },
  { login: 'g-ling', name: '镇丙', role: 'township-leader', duty: null, division: TOWN },
  { login: 'g-queren', name: '县甲', role: 'county-leader', duty: 'county-confirmer', division: COUNTY },
  { login: 'g-caiwu', name: '县乙', role: 'county-clerk', duty: 'finance-clerk', division: COUNTY },
  { login: 'g-xian', name: '县丙', role: 'county-clerk', duty: null, division: COUNTY },
] as const;

beforeAll(async () => {
  api = await startApi({ start: '2026-08-08T02:00:00.000Z' as never });
  await api.context.write(systemActor('test', api.context.city), async (tx) => {
    for (const { login, name, role, duty, division } of accounts) {
      const made = await createUser(tx, {
        login,
        name,
        division,
        demonstration: true,
        duties: [{ role, duty, division, domain: 'social-assistance', validFrom: '2026-01-01' }],
      });
      expect(made.ok).toBe(true);
    }
  });
  [village, clerk, clerk2, leader, confirmer, finance] = (await Promise.all(
    ['g-cun', 'g-xiang', 'g-xiang2', 'g-ling', 'g-queren', 'g-caiwu'].map(api.staff),
  )) as [Browser, Browser, Browser, Browser, Browser, Browser];
});
afterAll(() => api?.stop());

let people = 0;
const stranger = (): string => makeIdNumber('430102', '1990-05-06', 100 + people++); // 湖南户籍
const form = (more: Record<string, unknown> = {}) => ({
  name: '外省甲',
  idNumber: stranger(),
  division: VILLAGE,
  cause: 'fire',
  persons: 4,
  tier: '2',
  what: '凌晨失火，住房和家具全部烧毁，没有人受伤。',
  ...more,
});
const atOnce = async (by: Browser, more: Record<string, unknown> = {}, amountFen: number | null = 3_000_00): Promise<string> => {
  const photo = await by.upload('scene-photo');
  const { id } = await by.post('/api/emergency-aid', { form: form({ photo, ...more }), amountFen, requestId: requestId() });
  return id;
};
const sign = async (by: Browser, id: string) => by.act(id, 'payFirstAid', { receipt: await by.upload('aid-receipt') });
const balance = async (): Promise<number> => (await clerk.get(`/api/reserves/${TOWN}?month=2026-08`)).balanceFen;
const rowsOf = async (text: string, ...values: unknown[]) => (await api.owner.query(text, values)).rows;

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

describe('备用金', () => {
  test('超过乡镇额度的先行救助：拒绝，说明额度', async () => {
    const photo = await clerk.upload('scene-photo');
    const refused = await clerk.refused('/api/emergency-aid', {
      form: form({ photo }),
      amountFen: 3_000_01,
      requestId: requestId(),
    });
    expect(refused.message).toBe('先行救助最多3,000.00元，其余部分报县级审批。');
  });

  test('两名经办人同时花最后一笔钱：一件付出，另一件得到说明，余额不为负；转县级审批有出路', async () => {
    // 花到只剩 3,000 元
    const fund = (await rowsOf(`select id from ledger_account where kind = 'reserve' and division = $1`, TOWN))[0].id;
    const left = await balance();
    const given = (await rowsOf(`select id from ledger_account where kind = 'reserve.given' and division = $1`, TOWN))[0].id;
    const entry = '01920000-0000-7000-8000-000000000001';
    const client = await api.owner.connect();
    await client.query('begin');
    await client.query(
      `insert into ledger_entry (id, cause, note, division, posting_count, digest, day, at, by_id, by_name) values ($1, 'test:spend-down', '测试', $2, 2, '', '2026-09-08', now(), 'x', 'x')`,
      [entry, TOWN],
    );
    await client.query('insert into ledger_posting (entry_id, account_id, amount) values ($1, $2, $3), ($1, $4, $5)', [
      entry,
      fund,
      3_000_00 - left,
      given,
      left - 3_000_00,
    ]);
    await client.query('commit');
    client.release();
    const [one, two] = [await atOnce(clerk), await atOnce(clerk2)];
    const receipts = [await leader.upload('aid-receipt'), await clerk.upload('aid-receipt')];
    const pay = async (by: Browser, id: string, receipt: string) =>
      by.call('POST', `/api/cases/${id}/actions`, {
        action: 'payFirstAid',
        version: (await by.case(id)).version,
        requestId: requestId(),
        input: { receipt },
      });
    const answers = await Promise.all([pay(leader, one, receipts[0]!), pay(clerk, two, receipts[1]!)]);
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409]);
    const short = answers.find((a) => a.status === 409)!.body.error;
    expect(short).toMatchObject({ code: 'RESERVE_SHORT', message: '备用金余额不足，请申请追加或转县级审批。' });
    expect(await balance()).toBe(0);
    const lost = answers[0]!.status === 409 ? one : two;
    const by = lost === one ? leader : clerk;
    await by.act(lost, 'returnProposal', { reason: '备用金余额不足，转县级审批' });
    expect((await clerk.act(lost, 'askCounty', { reason: '备用金不足，请县级直接救助' })).state).toBe('confirming');
    expect((await confirmer.act(lost, 'approveRest', { opinion: '同意。' })).state).toBe('helped');
    expect((await clerk.case(lost)).sections.aid).toMatchObject({ townshipFen: 0, countyFen: 6_400_00 });
    // 另一件：其余部分县里不批，要有写明理由和救济途径的告知书
    const won = lost === one ? two : one;
    await clerk.act(won, 'askCounty', { reason: '超过乡镇额度的部分，请县级审批' });
    expect((await confirmer.act(won, 'refuseRest', { reason: '亲友已经安顿好住处，先行救助够用' })).state).toBe('helped');
    const titles = (await clerk.case(won)).sections.documents.map((d: { title: string }) => d.title);
    expect(titles).toContain('不予临时救助告知书');
  });

  test('余额低于三成：自动提议补到 50,000 元，县级财务拨付；乡镇自己不能重复申请，足够时不能申请', async () => {
    const [refill] = (await finance.get('/api/reserves')).items.map(
      (r: { refill: { id: string; amountFen: number } }) => r.refill,
    );
    expect(refill).toMatchObject({ township: TOWN });
    expect(await clerk.refused(`/api/reserves/${TOWN}/refill`, { requestId: requestId() })).toMatchObject({
      code: 'RESERVE_REFILL_OPEN',
    });
    const before = await balance();
    await finance.post(`/api/reserve-refills/${refill.id}/pay`, { requestId: requestId() });
    expect(await balance()).toBe(before + refill.amountFen);
    expect(await finance.refused(`/api/reserve-refills/${refill.id}/pay`, { requestId: requestId() })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await clerk.refused(`/api/reserves/${TOWN}/refill`, { requestId: requestId() })).toMatchObject({
      code: 'RESERVE_ENOUGH',
    });
  });

  test('拆分：同一人30天内两次、合计超过乡镇额度——标出来，不拒绝；对账单上看得见', async () => {
    const idNumber = stranger();
    const first = await atOnce(clerk, { idNumber, name: '拆分甲', cause: 'accident', tier: '3', persons: 1 }, 2_000_00);
    await sign(leader, first);
    await clerk.act(first, 'endEmergency', { on: api.clock.today(), state: '已经出院回家休养' });
    await clerk.act(first, 'supplement', { explanation: '意外受伤一人，先行救助两千元。', restWaived: '不再需要' });
    await village.act(first, 'publish', { place: '村公示栏' });
    expect((await clerk.case(first)).flags).not.toContain('split-pattern');
    const second = await atOnce(clerk, { idNumber, name: '拆分甲', cause: 'fire', tier: '2', persons: 1 }, 1_600_00);
    await sign(leader, second);
    const kase = await clerk.case(second);
    expect(kase.flags).toContain('split-pattern');
    expect(kase.sections.aid.splitCount).toBe(2);
    const statement = await clerk.get(`/api/reserves/${TOWN}?month=${api.clock.today().slice(0, 7)}`);
    expect(statement.outlays[second]).toMatchObject({ split: true, firstName: '镇甲', secondName: '镇丙' });
    expect(statement.closing).toBe(statement.opening + statement.incoming - statement.outgoing);
  });

  test('急难已经解除、手续还没有补完，又遇急难：照样当天先行救助，两件各办各的；还没有解除的，在原来那一件里办', async () => {
    const idNumber = stranger();
    const first = await atOnce(clerk, { idNumber, name: '又遇甲', cause: 'accident', tier: '3', persons: 1 }, 2_000_00);
    await sign(leader, first);
    const report = { idNumber, name: '又遇甲', cause: 'fire', tier: '2', persons: 1 };
    const photo = await clerk.upload('scene-photo');
    const sheet = { form: form({ ...report, photo }), amountFen: 1_600_00, requestId: requestId() };
    expect((await clerk.refused('/api/emergency-aid', sheet)).code).toBe('SAME_APPLICATION_OPEN');
    await clerk.act(first, 'endEmergency', { on: api.clock.today(), state: '已经出院回家休养' });
    const second = await atOnce(clerk, report, 1_600_00);
    expect((await sign(leader, second)).state).toBe('helped');
    await clerk.act(second, 'endEmergency', { on: api.clock.today(), state: '已经安置妥当，基本稳定' });
    for (const id of [first, second]) {
      await clerk.act(id, 'supplement', { explanation: '当天先行救助，其余不再申请。', restWaived: '亲友帮助解决' });
      expect((await village.act(id, 'publish', { place: '村公示栏' })).state).toBe('granted');
    }
  });

  test('同一事由12个月内第二次：先行救助照付，其余县级不能直接批；一事一议以后可以，参会部门不足拒绝', async () => {
    const idNumber = stranger();
    const again = async () => atOnce(clerk, { idNumber, name: '再次甲', tier: '2', persons: 4 });
    const first = await again();
    await sign(leader, first);
    await clerk.act(first, 'endEmergency', { on: api.clock.today(), state: '已经安置妥当，基本稳定' });
    await clerk.act(first, 'supplement', { explanation: '火灾受困四人，先行救助三千元。', restWaived: '亲友帮助解决' });
    await village.act(first, 'publish', { place: '村公示栏' });
    const second = await again();
    expect((await sign(leader, second)).state).toBe('helped');
    await clerk.act(second, 'askCounty', { reason: '再次失火，请县级审批其余部分' });
    const refused = await confirmer.actRefused(second, 'approveRest', { opinion: '同意。' });
    expect(refused.message).toBe('按核算结果不符合条件：同一事由12个月内没有救助过。');
    const asked = await clerk.post(`/api/cases/${second}/conferences`, {
      requestId: requestId(),
      input: { subject: 'repeat', matter: '再次失火，借住亲戚家，先行救助不够。' },
    });
    expect(asked.dueOn).toBe(api.clock.today());
    expect((await confirmer.get('/api/conferences')).rows).toMatchObject([
      { caseId: second, subjectZh: '再次救助', late: false },
    ]);
    const resolution = {
      heldOn: api.clock.today(),
      way: 'phone',
      amountFen: 12_000_00,
      payer: '县民政局',
      resolution: '同意突破限额，由临时救助资金支付。',
      reviewOn: '2026-11-30',
    };
    const unitsOf = (...units: string[]) => units.map((unit) => ({ unit, name: '值班人员' }));
    const resolve = (input: object) =>
      confirmer.call('POST', `/api/conferences/${asked.id}/resolution`, { requestId: requestId(), input });
    expect((await resolve({ ...resolution, attendees: unitsOf('finance', 'medical', 'finance') })).body.error).toMatchObject({
      code: 'CONFERENCE_TOO_FEW',
    });
    expect((await resolve({ ...resolution, attendees: unitsOf('finance', 'medical', 'housing') })).status).toBe(200);
    expect((await clerk.case(second)).sections.aid.minutesNo).toMatch(/电话会商，纪要待补$/);
    expect((await confirmer.act(second, 'approveRest', { opinion: '按会商结论。' })).state).toBe('helped');
    expect((await clerk.case(second)).sections.aid).toMatchObject({
      townshipFen: 3_000_00,
      countyFen: 9_000_00,
    });
    const minutes = await confirmer.post(`/api/conferences/${asked.id}/minutes`, {
      requestId: requestId(),
      input: { minutes: '各部门电话商议，同意再次救助，由县级支付。' },
    });
    expect((await clerk.case(second)).sections.aid.minutesNo).toBe(minutes.minutesNo);
    expect((await confirmer.get('/api/conferences')).rows).toEqual([]);
  });

  test('对账单导出：期初、每笔、期末，有个案号和两名经办人', async () => {
    const answer = await clerk.call('GET', `/api/reserves/${TOWN}/statement?month=2026-08`);
    expect(String(answer.headers['content-type'])).toContain('text/csv');
    const lines = answer.body.split('\n');
    expect(lines[0]).toContain('日期,摘要,收入,支出,余额,个案编号,第一经办人,第二经办人');
    expect(answer.body).toContain('首次拨付（赤财社〔2026〕8号）');
    expect(answer.body).toMatch(/急难先行救助,,"3,000\.00","47,000\.00",421281SA0820260808\d{5},村甲,镇丙/);
  });

  test('年终：年内不能办；次年收回，余额归零、再办拒绝', async () => {
    const county = await api.staff('g-xian');
    const fund = await balance();
    expect(
      await county.refused(`/api/reserves/${TOWN}/year-end`, { year: 2026, choice: 'return', requestId: requestId() }),
    ).toMatchObject({ status: 403 });
    await api.context.write(systemActor('test', api.context.city), async (tx) => {
      await createUser(tx, {
        login: 'g-fuhe',
        name: '县丁',
        division: COUNTY,
        demonstration: true,
        duties: [
          {
            role: 'county-leader',
            duty: 'finance-reviewer',
            division: COUNTY,
            domain: 'social-assistance',
            validFrom: '2026-01-01',
          },
        ],
      });
    });
    const reviewer = await api.staff('g-fuhe');
    expect(
      await reviewer.refused(`/api/reserves/${TOWN}/year-end`, { year: 2026, choice: 'return', requestId: requestId() }),
    ).toMatchObject({ code: 'RESERVE_YEAR_NOT_OVER' });
    api.clock.set('2027-01-04');
    expect(
      (await reviewer.post(`/api/reserves/${TOWN}/year-end`, { year: 2026, choice: 'return', requestId: requestId() })).amountFen,
    ).toBe(fund);
    expect((await clerk.get(`/api/reserves/${TOWN}?month=2027-01`)).balanceFen).toBe(0);
    expect(
      await reviewer.refused(`/api/reserves/${TOWN}/year-end`, { year: 2026, choice: 'carry', requestId: requestId() }),
    ).toMatchObject({ code: 'RESERVE_YEAR_DONE' });
    const [sum] = await rowsOf(`select coalesce(sum(balance), 0)::text as sum from ledger_account where unit = 'fen'`);
    expect(sum.sum).toBe('0');
  });
});
