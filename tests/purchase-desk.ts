/** How tests of 政府购买服务 begin: who buys, a programme. */
import type { Offer } from '../src/kernel/offer/index.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

export const COUNTY = '421202000000';
export let api: Api;
export let buyer: Browser;
export let clerk: Browser;
export let cashier: Browser;
export let reviewer: Browser;
export const yuan = (n: number): number => Math.round(n * 100);

/** Starts what the tests need. */
export async function openPurchase(): Promise<void> {
  api = await startApi({ start: '2026-03-02' });
  [buyer, clerk, cashier, reviewer] = (await Promise.all(['xian', 'caiwu', 'chuna', 'fuhe'].map(api.staff))) as [
    Browser,
    Browser,
    Browser,
    Browser,
  ];
}
export const closePurchase = () => api?.stop();

export const register = (what: string, input: object) => buyer.post(`/api/purchases/${what}`, { input, requestId: requestId() });
export const refused = (what: string, input: object) =>
  buyer.refused(`/api/purchases/${what}`, { input, requestId: requestId() });
export const form = (given: object) => ({ ...given, requestId: requestId() });
export const offered = (of: { offers: Offer[] }): string[] => of.offers.map((offer) => offer.zh);

export const programme = (given: object = {}) => ({
  name: `独居老人探访${requestId()}`,
  nature: 'service',
  need: '为全区独居老人每周上门探访一次，有记录、有回访。',
  components: [],
  year: 2026,
  fund: 'special',
  budget: yuan(200_000),
  documentNo: '咸安财社〔2026〕31号',
  ...given,
});
