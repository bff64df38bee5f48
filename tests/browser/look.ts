/** What a page looks like once it stands still. */
import type { Page } from 'playwright-core';

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

/** The page has been drawn and stands still. */
export const settled = async (page: Page) => {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => !/正在(打开|读取|转到)/.test(document.body.textContent));
  // Pictures of the page are judged when they stand still.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((a) => a.finished)));
};
