/** Every duty opens every page of its menu: none is refused, none breaks, none is wider than the smallest phone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoAccounts } from '../../src/server/accounts.ts';
import { loadCity } from '../../src/server/city.ts';
import { type City, DESK, enterAs, PHONE, shot, startCity } from './browser.ts';
import { faults, overflow, quiet, settled, watchRequests } from './look.ts';

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city?.stop());

/** One account for each duty: the others of a duty have the same menu. */
const accounts = [
  ...new Map(
    demoAccounts(loadCity('xianning').divisions, '421200000000').map(
      (account) => [account.duty ?? account.role, account] as const,
    ),
  ).values(),
];

/** Judged for its accessibility once, by the first duty that has it. */
const judged = new Set<string>();

describe('每个岗位的菜单', () => {
  test.each(accounts)('$name（$login）：每一页都打得开，读屏和键盘没有障碍，手机上不用左右滑', async (account) => {
    const page = await city.window({ ...DESK, bypassCSP: true });
    watchRequests(page);
    await page.goto('/work/sign-in');
    await enterAs(page, account.name);
    const menu = page.getByRole('navigation', { name: '主要页面' });
    // Of many pages the groups are folded: each is opened once and stays so.
    const folded = menu.locator('details:not([open]) > summary');
    while ((await folded.count()) > 0) await folded.first().click();
    const links = menu.getByRole('link');
    const count = await links.count();
    expect(count).toBeGreaterThan(0);

    let at = '';
    const wrong: string[] = [];
    page.on('response', (response) => {
      if (response.status() >= 400) wrong.push(`${at}: ${response.status()} ${new URL(response.url()).pathname}`);
    });
    page.on('pageerror', (error) => wrong.push(`${at}: ${error.message}`));
    for (let i = 0; i < count; i++) {
      at = (await links.nth(i).textContent())!;
      await links.nth(i).click();
      await links.and(page.locator('[aria-current]')).filter({ hasText: at }).first().waitFor();
      await settled(page);
      await shot(page, `menu-${account.login}-${i}`);
      const { pathname } = new URL(page.url());
      if (!judged.has(pathname)) {
        judged.add(pathname);
        // The page before may still have stood there while this one came.
        await quiet(page);
        await settled(page);
        wrong.push(...(await faults(page)).map((fault) => `${at}: ${fault}`));
      }
      await page.setViewportSize(PHONE.viewport!);
      wrong.push(...(await overflow(page)).map((wide) => `${at}: ${wide}`));
      await shot(page, `menu-${account.login}-${i}-phone`);
      await page.setViewportSize(DESK.viewport!);
    }
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});
