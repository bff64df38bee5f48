/** The city in which the stories of 低保 are carried through, and its hands. */
import { stories } from '../../src/domains/social-assistance/demonstration/index.ts';
import { type Api, type Browser, startApi } from '../api.ts';

export let api: Api;
export let clerk: Browser;
export let leader: Browser;
export let checker: Browser;
export let confirmer: Browser;

/** Starts what the tests need. */
export async function openStories(): Promise<void> {
  api = await startApi({ start: '2026-09-01' });
  await api.register(...stories);
  [clerk, leader, checker, confirmer] = (await Promise.all(['xiang', 'xianghe', 'hedui', 'queren'].map(api.staff))) as [
    Browser,
    Browser,
    Browser,
    Browser,
  ];
}
export const closeStories = () => api?.stop();

export const actions = async (browser: Browser, id: string) => (await browser.case(id)).allowedActions.map((a) => a.action);
export const final = async (id: string) =>
  (await confirmer.case(id)).sections.decisions.find((d: { kind: string }) => d.kind === 'final');
