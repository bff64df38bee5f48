/** The same thing from two browsers, or ten times at once: one effect, and everybody is told which. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storyOf } from '../src/domains/social-assistance/demonstration/index.ts';
import { filled } from '../src/domains/social-assistance/demonstration/story.ts';
import { type Api, type Browser, carry, requestId, startApi } from './api.ts';

const story = storyOf('fresh');
let api: Api;
let phone: Browser;
let tablet: Browser;

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(story, storyOf('returned'), storyOf('one-yuan'));
  [phone, tablet] = [await api.resident(story), await api.resident(story)];
});
afterAll(() => api?.stop());

const signed = async (which: typeof story, browser: Browser) => {
  const signatures: Record<string, string> = {};
  for (const signer of which.form.signers) signatures[signer] = await browser.upload('consent');
  return filled(which, signatures);
};
const count = async (text: string, ...values: unknown[]): Promise<number> =>
  Number((await api.owner.query(text, values)).rows[0].n);

test('手机和平板同时提交同一份草稿：只有一件，另一边得到一句说明，草稿不再出现', async () => {
  const form = await signed(story, phone);
  const draft = await phone.post('/api/drafts', { itemId: 'SA-01', title: '低保申请', content: form });
  const answers = await Promise.all(
    [phone, tablet].map((browser) =>
      browser.call('POST', '/api/cases', { itemId: 'SA-01', channel: 'mobile', form, draftId: draft.id, requestId: requestId() }),
    ),
  );
  expect(answers.map((a) => a.status).sort(), JSON.stringify(answers.map((a) => a.body))).toEqual([200, 409]);
  expect(answers.find((a) => a.status === 409)?.body.error.message).toMatch(/[一-鿿]/);
  expect((await phone.get('/api/my/cases')).rows).toHaveLength(1);
  expect((await tablet.get('/api/drafts')).rows).toEqual([]);
});

test('同一请求编号同时送来十次：一件办件，十个同样的答复', async () => {
  const other = storyOf('one-yuan');
  const browser = await api.resident(other);
  const body = { itemId: 'SA-01', channel: 'mobile', form: await signed(other, browser), requestId: requestId() };
  const answers = await Promise.all(Array.from({ length: 10 }, () => browser.call('POST', '/api/cases', body)));
  expect(answers.map((a) => a.status)).toEqual(Array(10).fill(200));
  expect(new Set(answers.map((a) => JSON.stringify(a.body))).size).toBe(1);
  expect((await browser.get('/api/my/cases')).rows).toHaveLength(1);
  const changed = await browser.call('POST', '/api/cases', { ...body, channel: 'online' });
  expect(changed.body.error.code).toBe('REQUEST_REUSED');
});

test('同一次确认送来十次：一个待遇、一条经过、十个同样的答复', async () => {
  const id = await carry(api, storyOf('returned'), 'confirming');
  const leader = await api.staff('queren');
  const { version } = await leader.case(id);
  const order = { action: 'confirm', version, requestId: requestId(), input: { opinion: '同意确认。' } };
  const answers = await Promise.all(Array.from({ length: 10 }, () => leader.call('POST', `/api/cases/${id}/actions`, order)));
  expect(
    answers.map((a) => a.status),
    JSON.stringify(answers.map((a) => a.body)),
  ).toEqual(Array(10).fill(200));
  expect(new Set(answers.map((a) => JSON.stringify(a.body))).size).toBe(1);
  expect(await count(`select count(*) as n from case_event where case_id = $1 and action = 'confirm'`, id)).toBe(1);
  expect(await count('select count(*) as n from entitlement')).toBe(1);
});
