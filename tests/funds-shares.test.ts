/** 福彩公益金养老占比 and 社会办占比 over HTTP (例12, 5.6): judged level by level, and what comes back is out of them again. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from './api.ts';
import {
  allocate,
  api,
  arrive,
  bank,
  CITY,
  COUNTY,
  city,
  cityCashier,
  cityLeader,
  clerk,
  closeFunds,
  file,
  form,
  line,
  openFunds,
  order,
  pass,
  reviewer,
  yuan,
} from './funds-desk.ts';

beforeAll(async () => {
  await openFunds();
  api.clock.set('2026-09-12T02:00:00.000Z');
});
afterAll(closeFunds);

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
