/** What a page looks like once it stands still. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page, Request } from 'playwright-core';

/** What stands out of the screen to the right. A phone would zoom out to show it, so the screen's own width counts, not the window's. */
export const overflow = (page: Page) =>
  page.evaluate((screen) => {
    if (document.documentElement.scrollWidth <= screen) return [];
    const wide = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > screen + 1);
    return [
      `${document.documentElement.scrollWidth}px wide`,
      ...wide.slice(0, 5).map((e) => `${e.tagName.toLowerCase()}.${e.className} ${(e.textContent ?? '').slice(0, 30)}`),
    ];
  }, page.viewportSize()!.width);

/** What a page has asked for and has no answer to yet. */
const waiting = new WeakMap<Page, Set<Request>>();
/** From now on `quiet` knows what this page waits for. */
export function watchRequests(page: Page): void {
  const open = new Set<Request>();
  waiting.set(page, open);
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
}
/** Waits until everything is answered and what is drawn of it asks for nothing more; Playwright's own waiting takes half a second longer on every page. */
export async function quiet(page: Page): Promise<void> {
  const open = waiting.get(page);
  if (!open) throw new Error('the requests of this page are not watched');
  for (let still = 0; still < 4; ) {
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
    still = open.size === 0 ? still + 1 : 0;
    if (open.size > 0) await sleep(10);
  }
}

/** The page has been drawn and stands still. */
export const settled = async (page: Page) => {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => !/正在(打开|读取|转到)/.test(document.body.textContent));
  // Pictures of the page are judged when they stand still.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((a) => a.finished)));
};

const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong, one line each: the rule, and where. */
export async function faults(page: Page): Promise<string[]> {
  // As long as half a megabyte is: once in a document, however many of its pages are judged.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe comes as a script
    const { violations } = await (globalThis as any).axe.run(document, { resultTypes: ['violations'] });
    // biome-ignore lint/suspicious/noExplicitAny: axe comes as a script
    return violations.map((v: any) => `${v.id}: ${v.nodes.map((n: any) => n.target.join(' ')).join('; ')}`);
  });
  return found as string[];
}
