import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { type Api, type Browser, startApi } from '../api.ts';
import * as months from '../months.ts';

export let api: Api;
export let clerk: Browser;
export let leader: Browser;
export let confirmer: Browser;
export let finance: Browser;
export let village: Browser;
/** W8: daughter with a wage of 1,300, mother of 75, son of 16. */
export const w8 = storyOf('death-on-notice');
/** W7: a couple with a pension of 600. */
export const w7 = story({
  key: 'w7',
  title: 'W7',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '1号',
  people: [
    { name: '甲七', sex: '男', birth: '1964-03-03', lives: lives.退休 },
    { name: '乙七', sex: '女', birth: '1968-03-03', relation: 'spouse', lives: lives.照护家人 },
  ],
  incomes: [monthly('self', 'employee-pension', 600)],
  expect: { outcome: 'eligible', amountFen: yuan(1000) },
});

/** Starts what the tests need. */
export async function openReviews(): Promise<void> {
  api = await startApi({ start: '2026-03-02' });
  await api.register(w8, w7);
  [clerk, leader, confirmer, finance, village] = (await Promise.all(
    ['xiang', 'xianghe', 'queren', 'caiwu', 'cun'].map(api.staff),
  )) as [Browser, Browser, Browser, Browser, Browser];
}
export const closeReviews = () => api?.stop();

export const pay = (month: string) => months.payMonth(api, month);
export const reviewOf = async (by: Browser, name: string): Promise<string> =>
  (await by.get('/api/cases?view=all&itemId=SA-02')).rows.find((r: { applicantName: string }) => r.applicantName === name)?.id;
