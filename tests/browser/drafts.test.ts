/** An application that is written for somebody at a desk: it keeps itself, and says the truth when it could not. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type City, pick, reads, shot, startCity, type } from './browser.ts';

let city: City;
let clerk: Page;
beforeAll(async () => {
  city = await startCity();
  clerk = await city.officer('李建国');
});
afterAll(() => city?.stop());

const value = (at: string) => clerk.locator(`#f-${at.replaceAll('.', '-')}`).inputValue();
/** The save that carries these words, answered by the server. */
const saves = (words: string) =>
  clerk.waitForResponse((r) => r.url().endsWith('/api/drafts') && (r.request().postData() ?? '').includes(words));

test('代办的申请分几次填：每一次都存上，重新打开接着填、接着存', async () => {
  await clerk.goto('/work/apply/SA-01');
  await reads(clerk, '第1步，共');
  for (const [at, words] of [
    ['applicant.name', '刘志明'],
    ['applicant.address', '汀泗街18号'],
    ['applicant.phone', '13972811111'],
  ] as const) {
    const saved = saves(words);
    await type(clerk, at, words);
    expect((await saved).status()).toBe(200);
    await reads(clerk, '草稿已保存');
  }
  await clerk.reload();
  await clerk.locator('#f-applicant-name').waitFor();
  expect([await value('applicant.name'), await value('applicant.address'), await value('applicant.phone')]).toEqual([
    '刘志明',
    '汀泗街18号',
    '13972811111',
  ]);
  for (const [saving, choice] of [
    ['urban', '城市'],
    ['rural', '农村'],
  ] as const) {
    const saved = saves(saving);
    await pick(clerk, 'applicant.urbanRural', choice);
    expect((await saved).status()).toBe(200);
  }
  await reads(clerk, '草稿已保存');
});

test('服务器不收：写明哪里不对，不推给网络；断网才说联网后再试，联网后自己补存', async () => {
  const tooLong = '一'.repeat(200_001);
  const saved = saves(tooLong);
  await type(clerk, 'applicant.address', tooLong);
  expect((await saved).status()).toBe(413);
  await reads(clerk.locator('.saved'), /^草稿没有保存：/);
  expect(await clerk.locator('.saved').textContent()).not.toContain('联网');
  await shot(clerk, 'd01-refused');
  await clerk.context().setOffline(true);
  await type(clerk, 'applicant.address', '汀泗街20号');
  await reads(clerk.locator('.saved'), '联网后会再试');
  const again = saves('汀泗街20号');
  await clerk.context().setOffline(false);
  expect((await again).status()).toBe(200);
  await reads(clerk.locator('.saved'), '草稿已保存');
});
