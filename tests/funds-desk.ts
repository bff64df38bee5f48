/** How tests enter funds as a browser would: an account, what comes, who decides, who pays. */
import type { Offer } from '../src/kernel/offer/index.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

export const CITY = '421200000000';
export const COUNTY = '421202000000';
const TOWNSHIP = '421202100000';

export let api: Api;
export let clerk: Browser;
export let cashier: Browser;
export let reviewer: Browser;
export let city: Browser;
export let cityCashier: Browser;
export let cityLeader: Browser;
export let account: string;

/** Starts the server, with an account of the county. */
export async function openFunds(): Promise<void> {
  api = await startApi({ start: '2026-07-30' });
  [clerk, cashier, reviewer, city, cityCashier, cityLeader] = (await Promise.all(
    ['caiwu', 'chuna', 'fuhe', 'shi', 'shicai', 'shiling'].map(api.staff),
  )) as [Browser, Browser, Browser, Browser, Browser, Browser];
  account = (await clerk.post('/api/funds/accounts', form({ ...bank, name: '民政资金专户' }))).id;
}
export const closeFunds = () => api?.stop();

export const bank = {
  bank: '中国农业银行咸安支行',
  number: '17650101040012345',
  purpose: '福彩公益金和养老服务补助',
  openedOn: '2026-06-01',
};
export const form = <T extends object>(given: T) => ({ ...given, requestId: requestId() });
export const file = (id = account, by = clerk) => by.get(`/api/funds/accounts/${id}`);
export const offered = (of: { offers: Offer[] }): string[] => of.offers.map((offer) => offer.zh);
export const yuan = (n: number): number => Math.round(n * 100);

export const line = (given: object = {}, by = clerk, of = account) =>
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
export const arrive = async (lineId: string, amount: number, arrivedOn = '2026-07-30', by = clerk) =>
  (await by.post(`/api/funds/lines/${lineId}/arrivals`, form({ amount, arrivedOn, voucherNo: requestId() }))).id as string;
export const decision = async (given: object, by = clerk) =>
  form({
    purpose: 'elderly',
    place: TOWNSHIP,
    unit: '汀泗桥镇农村福利院',
    decidedOn: '2026-07-30',
    decisionNo: '局党组会议纪要〔2026〕9号',
    decision: await by.upload('fund-decision'),
    ...given,
  });
export const allocate = async (arrivalId: string, given: object, by = clerk) =>
  (await by.post(`/api/funds/arrivals/${arrivalId}/allocations`, await decision(given, by))).id as string;
export const payee = {
  purpose: 'elderly',
  payee: '汀泗桥镇农村福利院',
  payeeCode: '12421202MB1234567X',
  bank: '湖北农商行汀泗支行',
  account: '820100000123456789',
  reason: '消防改造工程款',
};
export const order = (allocationId: string, given: object, by = clerk) =>
  by.post(`/api/funds/allocations/${allocationId}/payments`, form({ ...payee, ...given }));
export const pass = (by: Browser, url: string) => by.post(url, form({ answer: 'pass' }));
