/** 急难型 as its tests begin: a township, its officers, a fire. */
import { expect } from 'vitest';
import { type Api, type Browser, requestId, startApi } from '../../../../../tests/api.ts';
import { systemActor } from '../../../../kernel/access/index.ts';
import { createUser } from '../../../../kernel/access/server.ts';
import { makeIdNumber } from '../../../../kernel/resident/index.ts';

export const TOWN = '421281108000'; // 赤壁市官塘驿镇
export const VILLAGE = '421281108001';
export const COUNTY = '421281000000';

export let api: Api;
export let village: Browser;
export let clerk: Browser;
export let clerk2: Browser;
export let leader: Browser;
export let confirmer: Browser;
export let finance: Browser;

const accounts = [
  { login: 'g-cun', name: '村甲', role: 'village-worker', duty: null, division: VILLAGE },
  { login: 'g-xiang', name: '镇甲', role: 'township-clerk', duty: null, division: TOWN },
  { login: 'g-xiang2', name: '镇乙', role: 'township-clerk', duty: null, division: TOWN },
  { login: 'g-ling', name: '镇丙', role: 'township-leader', duty: null, division: TOWN },
  { login: 'g-queren', name: '县甲', role: 'county-leader', duty: 'county-confirmer', division: COUNTY },
  { login: 'g-caiwu', name: '县乙', role: 'county-clerk', duty: 'finance-clerk', division: COUNTY },
  { login: 'g-xian', name: '县丙', role: 'county-clerk', duty: null, division: COUNTY },
] as const;

/** Starts what the tests need. */
export async function openTown(): Promise<void> {
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
}
export const closeTown = () => api?.stop();

let people = 0;
export const stranger = (): string => makeIdNumber('430102', '1990-05-06', 100 + people++); // 湖南户籍
export const form = (more: Record<string, unknown> = {}) => ({
  name: '外省甲',
  idNumber: stranger(),
  division: VILLAGE,
  cause: 'fire',
  persons: 4,
  tier: '2',
  what: '凌晨失火，住房和家具全部烧毁，没有人受伤。',
  ...more,
});
export const atOnce = async (
  by: Browser,
  more: Record<string, unknown> = {},
  amountFen: number | null = 3_000_00,
): Promise<string> => {
  const photo = await by.upload('scene-photo');
  const { id } = await by.post('/api/emergency-aid', { form: form({ photo, ...more }), amountFen, requestId: requestId() });
  return id;
};
export const sign = async (by: Browser, id: string) => by.act(id, 'payFirstAid', { receipt: await by.upload('aid-receipt') });
export const balance = async (): Promise<number> => (await clerk.get(`/api/reserves/${TOWN}?month=2026-08`)).balanceFen;
export const rowsOf = async (text: string, ...values: unknown[]) => (await api.owner.query(text, values)).rows;
