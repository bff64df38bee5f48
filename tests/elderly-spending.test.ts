/** 农村养老财政资金占比 (elderly-care I-27): what is used in a village is rural, in a community not, what serves both is split by the older people who live there. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeElder } from '../src/domains/elderly-care-institutions/fixtures.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

const VILLAGE = '421202100237';
const COMMUNITY = '421202100001';
const TOWN = '421202100000';
let api: Api;
let clerk: Browser;
let reviewer: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-07-30' });
  [clerk, reviewer] = (await Promise.all(['caiwu', 'fuhe'].map(api.staff))) as [Browser, Browser];
  // 镇里登记了四位老人，三位在村里，一位在社区
  for (const [name, division] of [
    ['甲', VILLAGE],
    ['乙', VILLAGE],
    ['丙', VILLAGE],
    ['丁', COMMUNITY],
  ] as const)
    await makeElder(api, { name: `老人${name}`, division });
});
afterAll(() => api?.stop());

const form = <T extends object>(given: T) => ({ ...given, requestId: requestId() });

async function allocate(arrival: string, place: string, amount: number): Promise<void> {
  const { id } = await clerk.post(
    `/api/funds/arrivals/${arrival}/allocations`,
    form({
      purpose: 'elderly',
      place,
      unit: `用在${place}`,
      amount,
      decidedOn: '2026-07-30',
      decisionNo: '局党组会议纪要〔2026〕9号',
      decision: await clerk.upload('fund-decision'),
    }),
  );
  await reviewer.post(`/api/funds/allocations/${id}/check`, form({ answer: 'pass' }));
}

test('村里50万、社区30万、全镇40万（三位老人在村、一位在社区）：农村80万÷120万，打开就是三笔，各说怎么分', async () => {
  const account = (
    await clerk.post(
      '/api/funds/accounts',
      form({
        bank: '中国农业银行咸安支行',
        number: '17650101040012345',
        purpose: '养老服务补助',
        openedOn: '2026-06-01',
        name: '民政资金专户',
      }),
    )
  ).id;
  const line = await clerk.post(
    `/api/funds/accounts/${account}/lines`,
    form({
      year: 2026,
      source: 'county',
      name: '养老服务补助',
      purposes: ['elderly'],
      budget: 200_000_000,
      documentNo: '咸安财社〔2026〕20号',
    }),
  );
  const { id: arrival } = await clerk.post(
    `/api/funds/lines/${line.id}/arrivals`,
    form({ amount: 150_000_000, arrivedOn: '2026-07-30', voucherNo: 'YH-1' }),
  );
  await allocate(arrival, VILLAGE, 50_000_000);
  await allocate(arrival, COMMUNITY, 30_000_000);
  await allocate(arrival, TOWN, 40_000_000);
  const { indicator, rows } = await clerk.get('/api/indicators/rural-elderly-spending?month=2026-07');
  expect(indicator.total).toMatchObject({ num: 80_000_000, den: 120_000_000 });
  const says = Object.fromEntries(rows.map((r: { num: number; den: number; says: string }) => [r.den, [r.num, r.says]]));
  expect(says).toEqual({
    50000000: [50_000_000, '古塘村，农村，局党组会议纪要〔2026〕9号'],
    30000000: [0, '汀泗桥社区，城市，局党组会议纪要〔2026〕9号'],
    40000000: [30_000_000, '汀泗桥镇，城乡都有，按老年人分：农村3人，共4人，局党组会议纪要〔2026〕9号'],
  });
});
