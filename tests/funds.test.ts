/** 资金专户 over HTTP: what comes is allocated by a meeting, paid by three persons for nothing but its purpose, and agrees with the bank; two officers never spend the last yuan twice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Offer } from '../src/kernel/offer/index.ts';
import { idNumber } from '../src/kernel/resident/fixtures.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

const CITY = '421200000000';
const COUNTY = '421202000000';
const TOWNSHIP = '421202100000';

let api: Api;
let clerk: Browser;
let cashier: Browser;
let reviewer: Browser;
let city: Browser;
let cityCashier: Browser;
let cityLeader: Browser;
let account: string;

beforeAll(async () => {
  api = await startApi({ start: '2026-07-30' });
  [clerk, cashier, reviewer, city, cityCashier, cityLeader] = (await Promise.all(
    ['caiwu', 'chuna', 'fuhe', 'shi', 'shicai', 'shiling'].map(api.staff),
  )) as [Browser, Browser, Browser, Browser, Browser, Browser];
  account = (await clerk.post('/api/funds/accounts', form({ ...bank, name: '民政资金专户' }))).id;
});
afterAll(() => api?.stop());

const bank = {
  bank: '中国农业银行咸安支行',
  number: '17650101040012345',
  purpose: '福彩公益金和养老服务补助',
  openedOn: '2026-06-01',
};
const form = <T extends object>(given: T) => ({ ...given, requestId: requestId() });
const file = (id = account, by = clerk) => by.get(`/api/funds/accounts/${id}`);
const offered = (of: { offers: Offer[] }): string[] => of.offers.map((offer) => offer.zh);
const yuan = (n: number): number => Math.round(n * 100);

const line = (given: object = {}, by = clerk, of = account) =>
  by.post(
    `/api/funds/accounts/${of}/lines`,
    form({
      year: 2026,
      source: 'lottery-county',
      name: `养老服务补助${requestId()}`,
      purposes: ['elderly'],
      budget: yuan(2_000_000),
      documentNo: '咸安财社〔2026〕20号',
      ...given,
    }),
  );
const arrive = async (lineId: string, amount: number, arrivedOn = '2026-07-30', by = clerk) =>
  (await by.post(`/api/funds/lines/${lineId}/arrivals`, form({ amount, arrivedOn, voucherNo: requestId() }))).id as string;
const decision = async (given: object, by = clerk) =>
  form({
    purpose: 'elderly',
    place: TOWNSHIP,
    unit: '汀泗桥镇农村福利院',
    decidedOn: '2026-07-30',
    decisionNo: '局党组会议纪要〔2026〕9号',
    decision: await by.upload('fund-decision'),
    ...given,
  });
const allocate = async (arrivalId: string, given: object, by = clerk) =>
  (await by.post(`/api/funds/arrivals/${arrivalId}/allocations`, await decision(given, by))).id as string;
const payee = {
  purpose: 'elderly',
  payee: '汀泗桥镇农村福利院',
  payeeCode: '12421202MB1234567X',
  bank: '湖北农商行汀泗支行',
  account: '820100000123456789',
  reason: '消防改造工程款',
};
const order = (allocationId: string, given: object, by = clerk) =>
  by.post(`/api/funds/allocations/${allocationId}/payments`, form({ ...payee, ...given }));
const pass = (by: Browser, url: string) => by.post(url, form({ answer: 'pass' }));

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

describe('福彩公益金养老占比，逐级评（例12）', () => {
  const give = async (of: { by: Browser; check: Browser; source: string; level: string; parts: [string, number][] }) => {
    const { id } = await of.by.post('/api/funds/accounts', form({ ...bank, name: `福彩专户${of.level}` }));
    const total = of.parts.reduce((sum, [, amount]) => sum + amount, 0);
    const planned = await line(
      { source: of.source, year: 2025, purposes: of.parts.map(([p]) => p), budget: yuan(total) },
      of.by,
      id,
    );
    const arrival = await arrive(planned.id, yuan(total), '2026-09-01', of.by);
    for (const [purpose, amount] of of.parts) {
      const made = await allocate(arrival, { purpose, amount: yuan(amount), place: of.level }, of.by);
      await pass(of.check, `/api/funds/allocations/${made}/check`);
    }
  };

  test('市级1200万占2000万60.0%达到；县级530万占1000万53.0%未达到，合计57.7%不替它达标；别的县无支出不评', async () => {
    await give({
      by: city,
      check: cityLeader,
      source: 'lottery-city',
      level: CITY,
      parts: [
        ['elderly', 12_000_000],
        ['children', 8_000_000],
      ],
    });
    await give({
      by: clerk,
      check: reviewer,
      source: 'lottery-county',
      level: COUNTY,
      parts: [
        ['elderly', 5_300_000],
        ['social-work', 4_700_000],
      ],
    });
    const { shares } = await city.get('/api/funds/shares?year=2025');
    const of = (name: string) => shares.find((row: { divisionName: string }) => row.divisionName === name);
    expect(of('咸宁市')).toMatchObject({ percent: '60.0%', minPercent: 55, verdictZh: '达到' });
    expect(of('咸安区')).toMatchObject({ percent: '53.0%', verdictZh: '未达到' });
    expect(of('嘉鱼县')).toMatchObject({ percent: '—', verdictZh: '无支出，不评' });
    expect(
      (await clerk.get('/api/funds/shares?year=2025')).shares.map((row: { divisionName: string }) => row.divisionName),
    ).toEqual(['咸安区']);
  });

  test('2021年按50%评，2022年起按55%：哪一年都有要求可比', async () => {
    const min = async (year: number) => (await city.get(`/api/funds/shares?year=${year}`)).shares[0].minPercent;
    expect([await min(2020), await min(2021), await min(2022)]).toEqual([50, 50, 55]);
  });

  test('市里的钱也是三个人付：经办、领导、另一个经办', async () => {
    const { rows } = await city.get('/api/funds/allocations?purpose=elderly&source=lottery-city');
    const { id } = await order(rows[0].id, { amount: yuan(10_000) }, city);
    await pass(cityLeader, `/api/funds/payments/${id}/check`);
    expect((await city.refused(`/api/funds/payments/${id}/pay`, form({}))).code).toBe('FUND_SAME_PERSON');
    await cityCashier.post(`/api/funds/payments/${id}/pay`, form({}));
  });

  test('从来源到用途到地区，看得到分配和支付', async () => {
    const flow = await city.get('/api/funds/flow?year=2025');
    expect(flow.rows).toContainEqual({
      sourceZh: '福彩公益金（市级）',
      purposeZh: '养老服务',
      placeName: '咸宁市',
      allocatedFen: yuan(12_000_000),
      paidFen: yuan(10_000),
    });
  });
});

describe('社会办占比和退回的资金（5.6）', () => {
  const jiayu = async () => {
    const of = (await city.get('/api/funds/shares?year=2026')).shares.find(
      (row: { divisionName: string }) => row.divisionName === '嘉鱼县',
    );
    return of;
  };
  let by: Browser;
  let check: Browser;
  let cash: Browser;
  let own: string;
  let arrival: string;
  let allocation: string;
  let payment: string;

  test('100万：养老60万，其中社会办15万；社会办占养老的25.0%未达到30%，占全部的15.0%列在旁边', async () => {
    [by, check, cash] = [city, cityLeader, cityCashier];
    own = (await by.post('/api/funds/accounts', form({ ...bank, name: '2026年福彩专户' }))).id;
    const planned = await line(
      { source: 'lottery-city', year: 2026, purposes: ['elderly', 'children'], budget: yuan(1_000_000) },
      by,
      own,
    );
    arrival = await arrive(planned.id, yuan(1_000_000), '2026-09-01', by);
    const give = async (given: object) => {
      const id = await allocate(arrival, { place: CITY, ...given }, by);
      await pass(check, `/api/funds/allocations/${id}/check`);
      return id;
    };
    allocation = await give({ purpose: 'elderly', amount: yuan(450_000) });
    await give({ purpose: 'elderly', amount: yuan(150_000), privateRun: true, unit: '咸宁市康养护理院（民办）' });
    await give({ purpose: 'children', amount: yuan(400_000) });
    const { shares, privateBaseZh } = await by.get('/api/funds/shares?year=2026');
    expect(privateBaseZh).toBe('占用于养老的');
    expect(shares[0]).toMatchObject({
      divisionName: '咸宁市',
      percent: '60.0%',
      privateFen: yuan(150_000),
      privateMinPercent: 30,
      privatePercent: '25.0%',
      privateOtherPercent: '15.0%',
      privateVerdict: 'missed',
    });
    expect((await jiayu()).privateVerdict).toBe('none');
  });

  test('用于儿童的不能算社会办养老', async () => {
    await expect(
      api.owner.query("update fund_allocation set private_run = true where purpose = 'children'"),
    ).rejects.toMatchObject({ constraint: 'fund_allocation_private_run' });
  });

  test('付出去的45万退回20万：回到可用余额，养老占比由60%变为(60－20)÷(100－20)=50.0%；再退30万的被拒绝', async () => {
    payment = (await order(allocation, { amount: yuan(450_000) }, by)).id;
    await pass(check, `/api/funds/payments/${payment}/check`);
    await cash.post(`/api/funds/payments/${payment}/pay`, form({}));
    const before = (await file(own, by)).account;
    const back = { amount: yuan(200_000), on: api.clock.today(), voucherNo: 'TH1', reason: '项目结余退回' };
    await by.post(`/api/funds/payments/${payment}/refund`, form(back));
    const after = (await file(own, by)).account;
    expect([after.balanceFen - before.balanceFen, after.availableFen - before.availableFen]).toEqual([
      yuan(200_000),
      yuan(200_000),
    ]);
    const [row] = (await by.get('/api/funds/shares?year=2026')).shares;
    expect(row).toMatchObject({ elderlyFen: yuan(400_000), totalFen: yuan(800_000), percent: '50.0%', verdict: 'missed' });
    // 支付口径：付了45万，退了20万
    expect(row).toMatchObject({ spentElderlyFen: yuan(250_000), spentFen: yuan(250_000) });
    const over = await by.refused(
      `/api/funds/payments/${payment}/refund`,
      form({ ...back, amount: yuan(300_000), voucherNo: 'TH2' }),
    );
    expect(over.message).toBe('退回300,000.00元超过付出去还没有退回的250,000.00元。');
    const again = await by.refused(`/api/funds/payments/${payment}/refund`, form({ ...back, amount: yuan(1) }));
    expect(again.code).toBe('FUND_KNOWN');
  });

  test('退回过的不能再登记银行退票；县里的人不能登记市里的退回', async () => {
    const bounce = form({ on: api.clock.today(), reason: '户名与账号不符' });
    expect((await by.refused(`/api/funds/payments/${payment}/bounce`, bounce)).code).toBe('FUND_MOVE');
    const other = form({ amount: 100, on: api.clock.today(), voucherNo: 'TH9', reason: '项目结余退回' });
    expect((await clerk.refused(`/api/funds/payments/${payment}/refund`, other)).status).toBe(404);
  });

  test('两人同时把剩下的25万各退20万：只成一笔', async () => {
    const give = (voucherNo: string) => form({ amount: yuan(200_000), on: api.clock.today(), voucherNo, reason: '项目结余退回' });
    const both = await Promise.all(
      [by, cash].map((who, i) => who.call('POST', `/api/funds/payments/${payment}/refund`, give(`TH-${i}`))),
    );
    expect(both.map((a) => a.body.error?.code ?? 'ok').sort()).toEqual(['FUND_REFUND_OVER', 'ok']);
  });

  test('指标看板：养老占比是分配减退回，点开有退回的那一行；市和咸安区分开评；规划指标由平台数', async () => {
    const { indicators } = await city.get('/api/indicators?board=funds');
    const of = (key: string) => indicators.find((i: { key: string }) => i.key === key);
    // 市：养老20万÷60万＝33.3%
    const [own] = of('lottery-elderly').areas.filter((a: { area: string }) => a.area === CITY);
    expect(own).toMatchObject({ num: yuan(200_000), den: yuan(600_000), percent: '33.3', verdict: 'missed' });
    expect(of('lottery-elderly').targetText).toBe('55%');
    const detail = await city.get('/api/indicators/lottery-elderly');
    const back = detail.rows.filter((row: { says: string }) => row.says.startsWith('退回'));
    expect(back.map((row: { num: number }) => row.num)).toEqual([-yuan(200_000), -yuan(200_000)]);
    expect(of('lottery-private').areas.find((a: { area: string }) => a.area === CITY)).toMatchObject({
      num: yuan(150_000),
      den: yuan(200_000),
      verdict: 'reached',
    });
    expect(of('lottery-elderly-levels').total).toMatchObject({ verdict: 'missed' });
    expect(of('funds-reconciled').total.den).toBeGreaterThan(0);
    const plan = await city.get('/api/plan-indicators/T14-lot-elderly');
    expect(JSON.stringify(plan)).toContain('本年预算的福彩公益金分配给养老服务的');
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
