/** A real browser on the real server: one city per test file, in which stories stand where the test begins. */
import fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import {
  type BrowserContext,
  type BrowserContextOptions,
  type Browser as Chromium,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';
import { developmentAdapters } from '../../src/kernel/notice/server.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { startJobs } from '../../src/server/jobs.ts';
import { WEB_ROOT } from '../../src/server/web.ts';
import { type Api, startApi } from '../api.ts';

/** Where Linux keeps the browsers that these tests can drive; first the one that has no window, which takes two thirds of the time. */
const PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** The installed Chromium; a sentence that says how to install one when there is none. */
export function chromiumPath(wanted = process.env.CHROMIUM, places: readonly string[] = PLACES): string {
  if (wanted) {
    if (fs.existsSync(wanted)) return wanted;
    throw new Error(`CHROMIUM says ${wanted}, which is not there.`);
  }
  const found = places.find((place) => fs.existsSync(place));
  if (found) return found;
  throw new Error(
    'Browser tests need Chromium and Chinese fonts. Install them with: apt-get install chromium fonts-noto-cjk (or set CHROMIUM to the path of a Chromium or Chrome).',
  );
}

/**
 * What Chromium does for somebody at its window and nobody needs here. The first three are pages of its own behind the address bar, opened in every window at
 * several times the cost of one of ours. The others Playwright turns off itself; of two such lists Chromium obeys the last alone.
 */
const NOT_NEEDED = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'AimEnabled',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

async function launch(): Promise<Chromium> {
  const executablePath = chromiumPath();
  if (!fs.existsSync(path.join(WEB_ROOT, 'portal.html'))) throw new Error('The pages are not built. Run: npm run build');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      `--disable-features=${NOT_NEEDED.join(',')}`,
    ],
  });
}

/** The cheapest phone of the survey, held upright. */
export const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
export const DESK: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

export type City = Api & {
  url: string;
  /** From now on departments answer and messages go out by themselves, as in a city that runs. */
  wake(): void;
  /** A window of its own: no cookie, no storage of another. */
  window(options?: BrowserContextOptions): Promise<Page>;
  /** A member of staff who has signed in, on the first page of the workbench. The clicks of it are `enterAs`'s. */
  officer(name: string, options?: BrowserContextOptions): Promise<Page>;
};

/** A city at a day, served on a free port. What happens by itself begins with `wake`: a test that plays many steps before has them to itself. */
export async function startCity(start: PlainDate = '2026-09-01'): Promise<City> {
  const chrome = await launch();
  const api = await startApi({ start });
  const jobs = startJobs(api.context, {
    dataDir: api.dataDir,
    filesDir: api.filesDir,
    adapters: developmentAdapters,
    onError: (error) => api.errors.push(error),
  });
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`;
  const contexts = new Set<BrowserContext>();
  const window = async (options: BrowserContextOptions = DESK) => {
    const context = await chrome.newContext({ baseURL: url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options });
    contexts.add(context);
    context.setDefaultTimeout(30_000);
    return context.newPage();
  };
  return {
    ...api,
    url,
    wake: () => jobs.start(),
    window,
    async officer(name, options = DESK) {
      const page = await window(options);
      const known = await page.request.get('/api/demo/accounts');
      const { accounts } = (await known.json()) as { accounts: { login: string; name: string }[] };
      const { login } = accounts.find((account) => account.name === name)!;
      const answer = await page.request.post('/api/demo/sign-in', { headers: { 'x-minzheng': '1' }, data: { login } });
      if (!answer.ok()) throw new Error(`${name}: ${await answer.text()}`);
      await page.goto('/work/');
      await page.locator('header.top').waitFor();
      await page.locator('main h1').first().waitFor();
      return page;
    },
    async stop() {
      if (shots)
        for (const [i, context] of [...contexts].entries()) for (const page of context.pages()) await shot(page, `last-${i}`);
      await chrome.close();
      await jobs.stop();
      await api.stop();
    },
  };
}

export async function enterAs(page: Page, name: string): Promise<void> {
  // On a phone the groups of accounts are closed until one looks for somebody.
  await page.getByLabel('按姓名、岗位或地方找演示账号').fill(name);
  await page.locator('button.account', { hasText: name }).first().click();
  await page.locator('header.top').waitFor();
  await page.locator('main h1').first().waitFor();
}

/** Waits until a text can be read: what is in the page and hidden (an entry of a closed group of the menu) is not read. */
export const reads = (where: Page | Locator, text: string | RegExp): Promise<void> =>
  where.getByText(text).filter({ visible: true }).first().waitFor();

/** Reads the case again until it says what others are doing meanwhile. */
export async function readsInTime(page: Page, text: string | RegExp): Promise<void> {
  for (let tries = 0; tries < 6; tries++) {
    const said = await page
      .getByText(text)
      .filter({ visible: true })
      .first()
      .waitFor({ timeout: 3_000 })
      .then(
        () => true,
        () => false,
      );
    if (said) return;
    await page.reload();
  }
  throw new Error(`the case never said “${text}”`);
}

const idOf = (at: string): string => `#f-${at.replaceAll('.', '-')}`;
/** The form that is being filled in: the drawer's while one is open. */
const input = (page: Page, at: string): Locator => page.locator(idOf(at)).last();

export const type = (page: Page, at: string, text: string): Promise<void> => input(page, at).fill(text);
/** One of few, laid out. */
export const pick = (page: Page, at: string, label: string): Promise<void> =>
  input(page, at).getByText(label, { exact: true }).click();
/** One of a list, which opens, or is laid out where it is short. */
export async function choose(page: Page, at: string, label: string, typed?: string): Promise<void> {
  const field = input(page, at);
  await field.waitFor();
  if ((await field.getAttribute('role')) === 'radiogroup') return field.getByText(label).first().click();
  await field.click();
  if (typed) await field.pressSequentially(typed);
  const open = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)');
  await open.locator('.ant-select-item-option').filter({ hasText: label }).first().click();
}
/** A signature, written with a finger. */
export async function sign(page: Page, at: string): Promise<void> {
  const field = input(page, at);
  const paper = field.locator('canvas');
  await paper.scrollIntoViewIfNeeded();
  const box = (await paper.boundingBox())!;
  await page.mouse.move(box.x + 30, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 20, { steps: 4 });
  await page.mouse.move(box.x + box.width - 30, box.y + 30, { steps: 4 });
  await page.mouse.up();
  await field.getByRole('button', { name: '签好了' }).click();
  await field.getByRole('img', { name: '您的签名' }).waitFor();
}

/** A small photograph, as a phone would take. */
export const photo = (name = '现场.png') => ({
  name,
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFElEQVR4nGOsra1lYGBgYmBgYGAAABILAZEUH7I0AAAAAElFTkSuQmCC',
    'base64',
  ),
});

/** Opens an officer's case from the list of what waits, by the applicant's name. */
export async function openCase(page: Page, applicant: string, view = 'mine'): Promise<void> {
  await page.goto(`/work/cases?view=${view}`);
  await page
    .getByRole('link', { name: new RegExp(applicant) })
    .first()
    .click();
  await page.locator('.case-head').waitFor();
}

/** One action of a case or a batch: its button, its form, its own button again; waits for the word that it is done. */
export async function act(page: Page, zh: string, fill?: () => Promise<unknown>): Promise<void> {
  await page.locator('.case-actions').getByRole('button', { name: zh, exact: true }).click();
  const drawer = page.locator('.action-drawer');
  await drawer.locator('.causes').waitFor();
  await fill?.();
  await drawer.locator('button[type=submit]').click();
  await reads(page, `已完成：${zh}`);
  await drawer.locator('form').waitFor({ state: 'detached' });
}

/** The clock of the demonstration, moved with its strip. */
export async function moveClock(page: Page, to: PlainDate): Promise<void> {
  const strip = page.getByRole('region', { name: '演示时钟' });
  await strip.getByRole('button', { name: '选日期' }).click();
  await page.getByLabel('走到哪一天').fill(to);
  await page.getByRole('button', { name: '走到这一天' }).click();
  // Every day on the way is played.
  await strip
    .getByText(/刚才：走过\d+天/)
    .first()
    .waitFor({ timeout: 60_000 });
}

/** Signs a resident in with the number and the code that is shown. */
export async function enterResident(page: Page, idNumber: string): Promise<void> {
  await page.getByLabel('身份证号码').fill(idNumber);
  await page.getByRole('button', { name: '获取验证码' }).click();
  const code = (await page.locator('#code-help b').textContent())!;
  await page.getByLabel('短信验证码').fill(code);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByLabel('短信验证码').waitFor({ state: 'detached' });
}

const shots = process.env.MINZHENG_TEST_SHOTS;
/** A picture for whoever develops these tests; none otherwise. */
export async function shot(page: Page, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
}
