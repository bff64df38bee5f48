/** 资金专户 over HTTP: what comes is allocated by a meeting, paid by three persons for nothing but its purpose, and agrees with the bank; two officers never spend the last yuan twice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Offer } from '../src/kernel/offer/index.ts';
import { idNumber } from '../src/kernel/resident/fixtures.ts';
import {
  account,
  allocate,
  api,
  arrive,
  bank,
  cashier,
  city,
  clerk,
  closeFunds,
  decision,
  file,
  form,
  line,
  offered,
  openFunds,
  order,
  pass,
  payee,
  reviewer,
  yuan,
} from './funds-desk.ts';

beforeAll(openFunds);
afterAll(closeFunds);

describe('从到账到公开，一笔钱的全程', () => {
  let lineId: string;
  let arrival: string;
  let allocation: string;
  let payment: string;

  test('专户账号加密，页面和数据库里只有尾号；预算200万，到账150万；超过预算的不收', async () => {
    lineId = (await line()).id;
    arrival = await arrive(lineId, yuan(1_500_000));
    const found = await file();
    expect(found.account).toMatchObject({ numberMasked: '尾号2345', balanceFen: yuan(1_500_000), availableFen: yuan(1_500_000) });
    expect(JSON.stringify(found)).not.toContain(bank.number);
    const more = await clerk.refused(
      `/api/funds/lines/${lineId}/arrivals`,
      form({ amount: yuan(500_000.01), arrivedOn: '2026-07-30', voucherNo: 'X1' }),
    );
    expect(more).toMatchObject({ code: 'FUND_OVER_BUDGET', message: '到账500,000.01元超过预算余额500,000.00元。' });
    const event = await api.owner.query("select payload from domain_event where type = 'fund.arrived'");
    expect(event.rows[0].payload).toMatchObject({
      source: 'lottery-county',
      amountFen: yuan(1_500_000),
      arrivedOn: '2026-07-30',
    });
  });

  test('分配：用途不在允许范围的不收；须有集体研究的纪要；经办的人不能自己审核', async () => {
    const wrong = await clerk.refused(
      `/api/funds/arrivals/${arrival}/allocations`,
      await decision({ amount: yuan(1000), purpose: 'children' }),
    );
    expect(wrong).toMatchObject({ code: 'FUND_PURPOSE', message: '专款专用：资金用途不符，不能分配。' });
    const { decision: _, ...without } = await decision({ amount: yuan(1000) });
    expect((await clerk.refused(`/api/funds/arrivals/${arrival}/allocations`, without)).fields[0]).toMatchObject({
      path: 'decision',
    });
    allocation = await allocate(arrival, { amount: yuan(800_000) });
    expect((await clerk.refused(`/api/funds/allocations/${allocation}/check`, form({ answer: 'pass' }))).status).toBe(403);
    expect((await clerk.refused(`/api/funds/allocations/${allocation}/payments`, form({ ...payee, amount: 100 }))).code).toBe(
      'FUND_MOVE',
    );
    await pass(reviewer, `/api/funds/allocations/${allocation}/check`);
    const { rows } = await clerk.get('/api/funds/allocations');
    expect(rows[0]).toMatchObject({ stateZh: '已下达', amountFen: yuan(800_000), publishBy: '2026-08-27' });
    expect((await reviewer.call('GET', `/api/files/${rows[0].decision}`)).status).toBe(200);
    const event = await api.owner.query("select payload from domain_event where type = 'fund.allocated'");
    expect(event.rows[0].payload).toMatchObject({
      toUnit: '汀泗桥镇农村福利院',
      amountFen: yuan(800_000),
      allocatedOn: '2026-07-30',
    });
  });

  test('支付：用途不符不能支付；收款单位没有18位代码（个人）不收', async () => {
    const wrong = await clerk.refused(
      `/api/funds/allocations/${allocation}/payments`,
      form({ ...payee, amount: 100, purpose: 'children' }),
    );
    expect(wrong).toMatchObject({ code: 'FUND_PURPOSE', message: '专款专用：资金用途不符，不能支付。' });
    const person = await clerk.refused(
      `/api/funds/allocations/${allocation}/payments`,
      form({ ...payee, amount: 100, payeeCode: idNumber('1950-01-01', '421202') }),
    );
    expect(person.fields).toEqual([{ path: 'payeeCode', message: '这是身份证号码，请填写单位的统一社会信用代码' }]);
  });

  test('制单、复核、支付是三个人：制单的不能复核、不能支付；第三人支付以后台账才少', async () => {
    payment = (await order(allocation, { amount: yuan(300_000) })).id;
    const url = `/api/funds/payments/${payment}`;
    expect((await cashier.refused(`${url}/pay`, form({}))).code).toBe('FUND_MOVE');
    await pass(reviewer, `${url}/check`);
    expect(await clerk.refused(`${url}/pay`, form({}))).toMatchObject({
      code: 'FUND_SAME_PERSON',
      message: '制单、复核、支付须由不同人员办理。',
    });
    expect(offered((await clerk.get('/api/funds/payments')).rows[0])).toEqual([]);
    expect(offered((await cashier.get('/api/funds/payments')).rows[0])).toEqual(['支付']);
    expect((await file()).account.balanceFen).toBe(yuan(1_500_000));
    await cashier.post(`${url}/pay`, form({}));
    expect((await file()).account).toMatchObject({
      balanceFen: yuan(1_200_000),
      availableFen: yuan(700_000),
      toPayFen: yuan(500_000),
    });
    await expect(api.owner.query('update fund_payment set paid_by = made_by where id = $1', [payment])).rejects.toMatchObject({
      constraint: 'fund_payment_three_persons',
    });
    const event = await api.owner.query("select payload from domain_event where type = 'fund.paid'");
    expect(event.rows[0].payload).toMatchObject({ toUnit: '汀泗桥镇农村福利院', amountFen: yuan(300_000), paidOn: '2026-07-30' });
    expect((await clerk.get('/api/funds/payments')).rows[0]).toMatchObject({ payeeAccount: '尾号6789', paidName: '黄丽萍' });
  });

  test('同一张支付按两次，只付一次；再付一次的被拒绝', async () => {
    const once = (await order(allocation, { amount: yuan(1_000) })).id;
    await pass(reviewer, `/api/funds/payments/${once}/check`);
    const sent = form({});
    await cashier.post(`/api/funds/payments/${once}/pay`, sent);
    await cashier.post(`/api/funds/payments/${once}/pay`, sent);
    expect((await cashier.refused(`/api/funds/payments/${once}/pay`, form({}))).message).toBe('这一笔现在是“已支付”，不能支付。');
    expect((await file()).account.balanceFen).toBe(yuan(1_199_000));
  });

  test('回单登记一次；退票的钱退回专户，可以重新支付', async () => {
    const receipt = form({ receiptNo: 'HD0001', receiptOn: '2026-07-30' });
    await clerk.post(`/api/funds/payments/${payment}/receipt`, receipt);
    expect(
      (await clerk.refused(`/api/funds/payments/${payment}/receipt`, form({ receiptNo: 'HD2', receiptOn: '2026-07-30' }))).code,
    ).toBe('FUND_MOVE');
    await clerk.post(`/api/funds/payments/${payment}/bounce`, form({ on: '2026-07-30', reason: '户名与账号不符' }));
    expect((await file()).account).toMatchObject({ balanceFen: yuan(1_499_000), toPayFen: yuan(799_000) });
    expect((await clerk.get('/api/funds/payments?state=bounced')).rows).toHaveLength(1);
  });

  test('公开以后门户上人人看得到来源、用途、单位和金额，看不到账号；没有公开的看不到', async () => {
    const visitor = api.visitor();
    const before = (await visitor.call('GET', '/funds')).body;
    expect(before).not.toContain('汀泗桥镇农村福利院');
    await clerk.post(`/api/funds/allocations/${allocation}/publish`, form({}));
    const page = (await visitor.call('GET', '/funds')).body;
    for (const seen of ['福彩公益金（县级）', '养老服务', '汀泗桥镇农村福利院', '80万元', '局党组会议纪要〔2026〕9号'])
      expect(page).toContain(seen);
    for (const hidden of ['820100000123456789', '17650101040012345', '尾号', '消防改造']) expect(page).not.toContain(hidden);
  });

  test('领导和审计只看，乡镇看不到；市里看得到县里的账，不能动', async () => {
    expect(offered(await file(account, await api.staff('shenji')))).toEqual([]);
    expect((await (await api.staff('xiang')).call('GET', '/api/funds')).status).toBe(403);
    expect(offered(await file(account, city))).toEqual([]);
    expect(
      (await city.refused(`/api/funds/lines/${lineId}/arrivals`, form({ amount: 100, arrivedOn: '2026-07-30', voucherNo: 'Y' })))
        .code,
    ).toBe('FUND_NOT_YOURS');
    expect((await (await api.staff('jiayuxian')).call('GET', `/api/funds/accounts/${account}`)).status).toBe(404);
  });

  test('导出的表里有这一笔，账号只有尾号', async () => {
    const sheet = await clerk.call('GET', '/api/funds/payments/export?state=paid');
    expect(sheet.status).toBe(200);
    expect(sheet.raw.subarray(0, 2).toString()).toBe('PK');
  });
});

describe('最后的余额', () => {
  test('两人同时把最后10万各分6万：只成一笔，另一笔“可用余额不足”', async () => {
    const arrival = await arrive((await line()).id, yuan(100_000));
    const forms = [await decision({ amount: yuan(60_000) }), await decision({ amount: yuan(60_000) }, cashier)];
    const both = await Promise.all(
      [clerk, cashier].map((by, i) => by.call('POST', `/api/funds/arrivals/${arrival}/allocations`, forms[i])),
    );
    expect(both.map((a) => a.status).sort()).toEqual([200, 409]);
    expect(both.find((a) => a.status === 409)!.body.error.message).toBe('可用余额不足：还可以分配40,000.00元，需要60,000.00元。');
  });

  test('两人同时把一笔分配的10万各付6万：只成一笔', async () => {
    const arrival = await arrive((await line()).id, yuan(100_000));
    const allocation = await allocate(arrival, { amount: yuan(100_000) });
    await pass(reviewer, `/api/funds/allocations/${allocation}/check`);
    const both = await Promise.all(
      [clerk, cashier].map((by) =>
        by.call('POST', `/api/funds/allocations/${allocation}/payments`, form({ ...payee, amount: yuan(60_000) })),
      ),
    );
    expect(both.map((a) => a.body.error?.code ?? 'ok').sort()).toEqual(['FUND_SHORT', 'ok']);
  });

  test('审核退回的分配，钱回到可用余额', async () => {
    const arrival = await arrive((await line()).id, yuan(100_000));
    const allocation = await allocate(arrival, { amount: yuan(100_000) });
    expect((await clerk.call('POST', `/api/funds/arrivals/${arrival}/allocations`, await decision({ amount: 1 }))).status).toBe(
      409,
    );
    await reviewer.post(`/api/funds/allocations/${allocation}/check`, form({ answer: 'return', note: '金额要重新研究' }));
    await allocate(arrival, { amount: yuan(100_000) });
  });
});

describe('对账（例16）', () => {
  test('期初150万、收80万、付1,120,350.50；银行1,179,949.50：差异300元，说明一笔退票才收；逐日计龄，处理以后不再挂', async () => {
    const own = (await clerk.post('/api/funds/accounts', form({ ...bank, name: '对账专户' }))).id;
    const lineId = (await line({ budget: yuan(3_000_000) }, clerk, own)).id;
    const first = await arrive(lineId, yuan(1_500_000));
    await api.moveTo('2026-08-03');
    await arrive(lineId, yuan(800_000), '2026-08-03');
    const allocation = await allocate(first, { amount: yuan(1_200_000) });
    await pass(reviewer, `/api/funds/allocations/${allocation}/check`);
    const { id } = await order(allocation, { amount: yuan(1_120_350.5) });
    await pass(reviewer, `/api/funds/payments/${id}/check`);
    await cashier.post(`/api/funds/payments/${id}/pay`, form({}));
    const month = (given: object) => form({ month: '2026-08', bank: yuan(1_179_949.5), ...given });
    expect((await clerk.refused(`/api/funds/accounts/${own}/reconciliations`, month({}))).code).toBe('FUND_MONTH_OPEN');
    await api.moveTo('2026-09-04');
    const unsaid = await clerk.refused(`/api/funds/accounts/${own}/reconciliations`, month({}));
    expect(unsaid.message).toBe('账面1,179,649.50元，银行1,179,949.50元，差异300.00元；说明的差异合计0.00元。');
    const said = { items: [{ side: 'more', amount: yuan(300), on: '2026-08-25', note: '退回一笔付款，还没有入账' }] };
    expect(await clerk.post(`/api/funds/accounts/${own}/reconciliations`, month(said))).toMatchObject({
      closingFen: yuan(1_179_649.5),
      differenceFen: yuan(300),
    });
    const found = await file(own);
    expect(found.reconciliations[0]).toMatchObject({
      openingFen: yuan(1_500_000),
      inFen: yuan(800_000),
      outFen: yuan(1_120_350.5),
      closingFen: yuan(1_179_649.5),
      bankFen: yuan(1_179_949.5),
      dueOn: '2026-09-10',
    });
    expect(found.account).toMatchObject({ owed: ['2026-06', '2026-07'], openDifferences: 1 });
    const [difference] = (await clerk.get('/api/funds/differences')).rows;
    expect(difference).toMatchObject({ amountFen: yuan(300), days: 10, note: '退回一笔付款，还没有入账' });
    await clerk.post(`/api/funds/differences/${difference.id}/settle`, form({ settlement: '9月2日已登记退票' }));
    expect((await file(own)).account.openDifferences).toBe(0);
  });

  test('两人同时对同一个月：两版，后一版接着前一版，不会重号', async () => {
    const [mine] = (await clerk.get('/api/funds')).accounts.filter((a: { name: string }) => a.name === '民政资金专户');
    const { offers } = await file(mine.id);
    const { initial } = offers.find((o: Offer) => o.action === 'reconcile');
    const both = await Promise.all(
      [clerk, cashier].map((by) => by.call('POST', `/api/funds/accounts/${mine.id}/reconciliations`, form({ ...initial }))),
    );
    expect(both.map((a) => a.status)).toEqual([200, 200]);
    expect((await file(mine.id)).reconciliations.map((r: { version: number }) => r.version)).toEqual([2, 1]);
  });

  test('10日过了还没有对的，每月只提醒一次', async () => {
    const told = async () =>
      Number((await api.owner.query("select count(*) from message where template = 'fund.unreconciled'")).rows[0].count);
    await api.moveTo('2026-09-11');
    const once = await told();
    expect(once).toBeGreaterThan(0);
    await api.moveTo('2026-09-12');
    expect(await told()).toBe(once);
  });
});

describe('闲置', () => {
  test('到账第31日起没有分配的列入清单、告诉财务和领导一次；第61日没有支付的再告诉一次', async () => {
    const name = '闲置例子';
    const arrival = await arrive((await line({ name })).id, yuan(50_000), '2026-08-14');
    const listed = async () => (await clerk.get('/api/funds/idle')).rows.filter((row: { id: string }) => row.id === arrival);
    const idled = async () =>
      (
        await api.owner.query(
          "select payload from domain_event where type = 'fund.idled' and subject_id = $1 order by recorded_at",
          [arrival],
        )
      ).rows.map((r) => r.payload);
    const told = async () =>
      (
        await api.owner.query("select count(*)::int as n from message where template = 'fund.idle' and body like $1", [
          `%${name}%`,
        ])
      ).rows[0].n;
    await api.moveTo('2026-09-13');
    expect([await listed(), await idled(), await told()]).toEqual([[], [], 0]);
    await api.moveTo('2026-09-14');
    expect(await listed()).toMatchObject([{ days: 31, amountFen: yuan(50_000), kindZh: '到账以后没有分配' }]);
    const first = { source: 'lottery-county', amountFen: yuan(50_000), days: 31 };
    expect([await idled(), await told()]).toEqual([[first], 2]);
    // 早到账一个月：第60日还不算没有支付，第61日才算
    await api.owner.query("update fund_arrival set arrived_on = '2026-07-17' where id = $1", [arrival]);
    await api.moveTo('2026-09-15');
    expect(await idled()).toEqual([first]);
    await api.moveTo('2026-09-16');
    expect([await idled(), await told()]).toEqual([[first, { ...first, days: 61 }], 4]);
  });
});
