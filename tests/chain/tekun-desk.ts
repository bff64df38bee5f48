import {
  type TekunStory,
  tekunFilled,
  tekunHome,
  tekunWish,
} from '../../src/domains/social-assistance/demonstration/stories-tekun.ts';
import { systemActor } from '../../src/kernel/access/server.ts';
import { makeIdNumber } from '../../src/kernel/resident/index.ts';
import { registerPerson } from '../../src/kernel/resident/server.ts';
import { type Api, type Browser, requestId, startApi, visitInput } from '../api.ts';

export let api: Api;
export let person: Browser;
export let clerk: Browser;
export let leader: Browser;
export let checker: Browser;
export let county: Browser;
export let confirmer: Browser;
export let finance: Browser;
export let id: string;
export const setId = (of: string): void => {
  id = of;
};

/** Starts what the tests need. */
export async function openTekun(): Promise<void> {
  api = await startApi({ start: '2026-05-06' });
  await api.register(tekunHome.story, tekunWish.story);
  person = await api.resident(tekunHome.story);
  [clerk, leader, checker, county, confirmer, finance] = (await Promise.all(
    ['xiang', 'xianghe', 'hedui', 'xian', 'queren', 'caiwu'].map(api.staff),
  )) as [Browser, Browser, Browser, Browser, Browser, Browser];
}
export const closeTekun = () => api?.stop();

export async function apply(of: TekunStory, browser: Browser, more: Record<string, unknown> = {}): Promise<string> {
  const signatures: Record<string, string> = {};
  for (const signer of of.story.form.signers) signatures[signer] = await browser.upload('consent');
  const form = { ...tekunFilled(of, signatures), ...more };
  return (await browser.post('/api/cases', { itemId: 'SA-03', channel: 'mobile', form, requestId: requestId() })).id;
}
export const holds = async (browser: Browser): Promise<string[]> =>
  (await browser.get('/api/cases?view=mine')).rows.map((r: { id: string }) => r.id);
export const one = async (text: string, ...values: unknown[]) => (await api.owner.query(text, values)).rows[0];
export const titles = (kase: { sections: { documents: { title: string }[] } }) => kase.sections.documents.map((d) => d.title);

/** From acceptance to the township's opinion. */
export async function surveyed(caseId: string, of: TekunStory, supporters: Record<string, unknown>[]): Promise<void> {
  await clerk.act(caseId, 'accept');
  await clerk.act(caseId, 'startSurvey');
  await checker.act(caseId, 'startCheck');
  await api.run();
  await checker.act(caseId, 'issueReport');
  await clerk.act(caseId, 'recordVisit', await visitInput(clerk, of.story, api.clock.today()));
  await clerk.act(caseId, 'verifySupporters', { supporters, basis: '查阅户籍档案并向村干部核实。' });
  await clerk.act(caseId, 'submitForReview', { opinion: '情况属实，请审核。' });
}

export const cannot = (...items: string[]) => ({
  ...Object.fromEntries(
    ['eating', 'dressing', 'bed', 'toilet', 'walking', 'bathing'].map((i) => [i, items.includes(i) ? 'no' : 'yes']),
  ),
  organisation: '咸安区民政局',
  assessors: [{ name: '郑海燕' }, { name: '李建国' }],
  personOpinion: '没有意见',
});

export const carerId = makeIdNumber('421202', '1970-04-04', 981);
export const agreement = async (by: Browser, more: Record<string, unknown> = {}) => ({
  carer: 'person',
  name: '余水生',
  idNumber: carerId,
  relation: '邻居',
  phone: '13900001234',
  duties: '做饭洗衣、打扫卫生、陪同看病取药。',
  bank: '咸宁农村商业银行',
  number: '6217790000001234',
  signedOn: api.clock.today(),
  signature: await by.upload('agreement-signature'),
  ...more,
});

export async function freezeOf(programme: string, month: string) {
  const { id: batch } = await finance.post('/api/batches', {
    programme,
    county: '421202000000',
    month,
    requestId: requestId(),
  });
  const { rows } = await api.owner.query(
    'select month, amount_fen::int as fen, state, hold_code as hold, account_last4 as last4 from payment_line where batch_id = $1 order by month',
    [batch],
  );
  return { batch, rows };
}

export const registered = (name: string, idNumber: string): Promise<string> =>
  api.context.write(systemActor('test', api.context.city), async (tx) => {
    const done = await registerPerson(tx, {
      name,
      idNumber,
      division: tekunHome.story.form.applicant.division,
      address: '5组4号',
    });
    if (!done.ok) throw new Error(done.code);
    return done.value;
  });

export let wishCase: string;
export const setWishCase = (of: string): void => {
  wishCase = of;
};
