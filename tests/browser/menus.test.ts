/**
 * Every duty opens every page of its menu: none is refused, none breaks, none is wider than the smallest phone. A page is drawn once at each level of
 * divisions and judged at its first; whoever else has it only asks for what it is made of, and draws it too where an answer is a refusal.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { levelOf } from '../../src/kernel/division/index.ts';
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

/** What each page asked for when it was first drawn, by its address: judged for its accessibility then. */
const asked = new Map<string, Set<string>>();
/** The pages that have been drawn, each with the level of who looked. */
const drawn = new Set<string>();

/** Whether all that a page asks for is given to this member of staff. */
const given = async (page: Page, path: string): Promise<boolean> => {
  for (const address of asked.get(path)!) if ((await page.request.get(address)).status() >= 400) return false;
  return true;
};

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
    const paths = await links.evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
    expect(paths.length).toBeGreaterThan(0);

    let at = '';
    let asks: Set<string> | undefined;
    const wrong: string[] = [];
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (request.method() === 'GET' && pathname.startsWith('/api/')) asks?.add(pathname + search);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) wrong.push(`${at}: ${response.status()} ${new URL(response.url()).pathname}`);
    });
    page.on('pageerror', (error) => wrong.push(`${at}: ${error.message}`));
    const level = levelOf(account.division);
    for (const [i, path] of paths.entries()) {
      if (drawn.has(path + level) && (await given(page, path))) continue;
      drawn.add(path + level);
      const first = !asked.has(path);
      asks = asked.get(path) ?? new Set();
      asked.set(path, asks);
      at = (await links.nth(i).textContent())!;
      await links.nth(i).click();
      await links.and(page.locator('[aria-current]')).filter({ hasText: at }).first().waitFor();
      await settled(page);
      await shot(page, `menu-${account.login}-${i}`);
      if (first) {
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
