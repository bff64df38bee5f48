/** How tests of 双随机, checks and dangers begin: homes under supervision, those who inspect them, a frozen batch of the plan. */
import { createHash } from 'node:crypto';
import { openHomes } from '../src/domains/elderly-care-institutions/demonstration/homes.ts';
import { engageInspectors, openSupervisedHomes } from '../src/domains/elderly-care-institutions/demonstration/supervised.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import type { Offer } from '../src/kernel/offer/index.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

export const API = '/api/care-supervision';
export let api: Api;
export let county: Browser;
export let city: Browser;
export let otherCity: Browser;
export let legal: Browser;
export let head: Browser;
export let leader: Browser;
export const homes = new Map<string, string>();
export const logins = new Map([
  ['鲍振华', 'zhifa1'],
  ['易晓云', 'zhifa2'],
  ['万国斌', 'zhifa3'],
  ['童玲', 'zhifa4'],
  ['雷建军', 'zhifa5'],
]);

/** Starts what the tests need. */
export async function openInspection(): Promise<void> {
  api = await startApi({ start: '2026-08-31' });
  await api.context.write(systemActor('demonstration', api.context.city), async (tx) => {
    for (const [key, id] of await openHomes(tx)) homes.set(key, id);
    for (const [key, id] of await openSupervisedHomes(tx)) homes.set(key, id);
    await engageInspectors(tx);
  });
  [county, city, otherCity, legal, head, leader] = (await Promise.all(
    ['xian', 'shi', 'shicai', 'fazhike', 'yuanzhang', 'xianzhang'].map(api.staff),
  )) as [Browser, Browser, Browser, Browser, Browser, Browser];
}
export const closeInspection = () => api?.stop();

export const offered = (of: { offers: Offer[] }): string[] => of.offers.map((offer) => offer.zh);
/** A photograph that was not taken before. */
export const photo = (by: Browser, paper = 'danger-photo') =>
  by.upload(paper, Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(requestId())]));
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export const matter = '消防和服务安全';
export let planId: string;
export const setPlanId = (of: string): void => {
  planId = of;
};
export const draws = () => city.get(`${API}/draws`);
export const view = (id: string, by = city) => by.get(`${API}/draws/${id}`);
/** A frozen batch of the plan. */
export const prepare = async (more: object = {}) =>
  (
    await city.post(`${API}/plans/${planId}/draws`, {
      from: '2026-09-14',
      to: '2026-09-30',
      beaconSource: '双色球2026103期',
      ...more,
    })
  ).id as string;
export const promised = async (id: string) =>
  legal.post(`${API}/draws/${id}/promise`, { version: (await view(id)).offers[0]?.fixed.version ?? 1 });
export const beacon = { beacon: '03 08 16 21 27 30 + 11', beaconOn: '2026-09-02', witness: '市司法局 贺平' };
