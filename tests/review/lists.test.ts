/** Cursors and filters that somebody typed: a list begins at its first page, or says what is wrong; it never breaks. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
});
afterAll(() => api?.stop());

const ID = '01990000-0000-7000-8000-000000000000';
const odd = ['1', '1~x', `1~${ID}`, `2026-02-30~${ID}`, `0~${ID}`, `2026~${ID}`, `Mon 1~${ID}`];
const lists: readonly [login: string, url: string][] = [
  ['hedui', '/api/verification/batches'],
  ['hedui', '/api/verification/queries'],
  ['xian', '/api/disability/certificates?list=all'],
  ['shenji', '/api/supervision/means'],
  ['shenji', '/api/rectifications'],
  ['xian', '/api/purchases/contracts'],
  ['xian', '/api/purchases/tasks'],
  ['xian', '/api/coordination'],
  ['queren', '/api/township-checks'],
];

test.each(lists)('%s 看 %s：翻页的位置是编的，从头看起', async (login, url) => {
  const user = await api.staff(login);
  for (const cursor of odd) {
    const answer = await user.call('GET', `${url}${url.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`);
    expect(answer.status, cursor).toBe(200);
  }
});

test('公开的找辅具页：种类是编的，照样打得开', async () => {
  for (const kind of ['toString', 'constructor', '__proto__'])
    expect((await api.visitor().call('GET', `/devices?kind=${kind}`)).status, kind).toBe(200);
});
