/** The hands of the 低保 chain. */
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { type Api, type Browser, startApi } from '../api.ts';

export const story = storyOf('fresh');
const neighbour = storyOf('returned');

export let api: Api;
export let family: Browser;
export let clerk: Browser;
export let leader: Browser;
export let checker: Browser;
export let village: Browser;
export let confirmer: Browser;
export let finance: Browser;
export let reviewer: Browser;
export let treasury: Browser;
export let id: string;
export const setId = (of: string): void => {
  id = of;
};

/** Starts what the tests need. */
export async function openDibao(): Promise<void> {
  api = await startApi({ start: '2026-03-02' });
  await api.register(story, neighbour);
  family = await api.resident(story);
  [clerk, leader, checker, village, confirmer, finance, reviewer, treasury] = (await Promise.all(
    ['xiang', 'xianghe', 'hedui', 'cun', 'queren', 'caiwu', 'fuhe', 'caizheng'].map(api.staff),
  )) as [Browser, Browser, Browser, Browser, Browser, Browser, Browser, Browser];
}
export const closeDibao = () => api?.stop();

export const holds = async (browser: Browser): Promise<string[]> =>
  (await browser.get('/api/cases?view=mine')).rows.map((r: { id: string }) => r.id);
/** What may be done with this case and others of the list at once. */
export const together = async (by: Browser) =>
  (await by.get('/api/cases?view=all')).rows
    .find((row: { id: string }) => row.id === id)
    .bulk.map((bulk: { action: string }) => bulk.action);
export const open = async (browser: Browser) => (await browser.case(id)).allowedActions.map((a) => a.action);
