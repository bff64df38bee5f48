/**
 * The pages as a browser gets them: JavaScript of the first load against the budgets, accessibility (axe) of every page and its states,
 * and how long a cheap phone on a slow network waits. Over a budget, with a violation or too slow, it ends with exit code 1.
 * `node bench/web.ts [--no-axe] [--no-phone]`
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { WEB_ROOT } from '../src/server/web.ts';
import { chromiumPath, DESK, PHONE } from '../tests/browser/browser.ts';
import { machine, median, round, say } from './measure.ts';
import { startPlatform, temporaryFolder } from './platform.ts';

const { values } = parseArgs({
  options: { 'no-axe': { type: 'boolean', default: false }, 'no-phone': { type: 'boolean', default: false } },
});

/** kB of 1,000 bytes, gzip; `ready` is what the reader waits for. */
const ENTRIES = [
  { name: 'portal home', url: '/', who: 'visitor', ready: 'main h1, main h2', budget: 130, seconds: 3 },
  { name: 'my cases', url: '/app/my', who: 'resident', ready: 'main h1', budget: 130, seconds: null },
  {
    name: 'application form',
    url: '/app/apply/SA-01',
    who: 'resident',
    ready: 'main input, main select',
    budget: 240,
    seconds: null,
  },
  {
    name: 'workbench list',
    url: '/work/cases',
    who: 'xiang',
    ready: 'main table, main [role=table]',
    budget: 500,
    seconds: null,
  },
] as const;

const TIMES = 5;
/** 1.6 Mbit/s, 150 ms, a processor four times slower. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const SLOWER = 4;

const dataDir = temporaryFolder();
const server = await startPlatform({ dataDir, residents: 2_000 });
say(`ready after ${round(server.readySeconds)} s`);
const browser: Browser = await chromium.launch({
  executablePath: chromiumPath(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--no-first-run'],
});

/** A window without cache or cookies; signed in as an officer or as the first resident of the stories. */
async function window(who: string, phone: boolean, cookies: Record<string, string> = {}): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.url,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...(phone ? PHONE : DESK),
  });
  context.setDefaultTimeout(30_000);
  await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: server.url })));
  if (who !== 'visitor') {
    const { residents } = await (await context.request.get('/api/demo/accounts')).json();
    const data = who === 'resident' ? { personId: residents[0].personId } : { login: who };
    const answer = await context.request.post('/api/demo/sign-in', { headers: { 'x-minzheng': '1' }, data });
    if (!answer.ok()) throw new Error(`${who} cannot sign in: ${await answer.text()}`);
  }
  return context.newPage();
}

async function settled(page: Page, url: string, ready = 'main, body > h1'): Promise<void> {
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.locator(ready).first().waitFor();
}

/** kB of script that an entry loads before anybody has touched it. */
async function sizeOf({ url, who, ready }: (typeof ENTRIES)[number]): Promise<number> {
  const page = await window(who, !url.startsWith('/work'));
  const files = new Set<string>();
  page.on('response', (answer) => {
    if (answer.request().resourceType() === 'script') files.add(new URL(answer.url()).pathname);
  });
  await settled(page, url, ready);
  const inline = await page.locator('script:not([src])').allTextContents();
  await page.context().close();
  const bytes = [...files].map((file) => fs.statSync(path.join(WEB_ROOT, `${file}.gz`)).size);
  return round(
    [...bytes, ...inline.filter((text) => text.trim()).map((text) => gzipSync(text).length)].reduce((a, b) => a + b, 0) / 1000,
    1,
  );
}

/** Seconds until an entry can be used, on the slow phone, each time with an empty cache. */
async function waitOf({ url, who, ready }: (typeof ENTRIES)[number]): Promise<number> {
  const seconds: number[] = [];
  for (let turn = 0; turn < TIMES; turn++) {
    const page = await window(who, true);
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    await session.send('Network.emulateNetworkConditions', NETWORK);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    const began = performance.now();
    await page.goto(url, { waitUntil: 'load' });
    await page.locator(ready).first().waitFor();
    seconds.push((performance.now() - began) / 1000);
    await page.context().close();
  }
  return round(median(seconds));
}

interface Violation {
  page: string;
  rule: string;
  impact: string;
  count: number;
  where: string;
}

const violations: Violation[] = [];
let checked = 0;
async function check(page: Page, name: string): Promise<void> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run();
    return violations.map((v) => ({
      rule: v.id,
      impact: v.impact ?? '',
      count: v.nodes.length,
      where: String(v.nodes[0]?.target ?? ''),
    }));
  });
  checked++;
  for (const violation of found) {
    violations.push({ page: name, ...violation });
    say(`${name}: ${violation.rule} (${violation.count}) ${violation.where}`);
  }
}

/** Every page of both applications, in the states that a newcomer meets. */
async function checkAll(): Promise<void> {
  const visit = async (page: Page, urls: readonly string[], as: string) => {
    for (const url of urls) {
      await settled(page, url).then(
        () => check(page, `${as} ${url}`),
        (error: Error) => {
          throw new Error(`${as} ${url}: ${error.message}`);
        },
      );
    }
  };
  const notices = (await (await fetch(`${server.url}/api/notices`)).json()) as { rows: { id: string }[] };
  const reading = [
    '/',
    '/search?text=低保',
    '/search?text=没有这样的事',
    '/services/SA-01',
    '/notices',
    ...notices.rows.slice(0, 1).map((n) => `/notices/${n.id}`),
    '/check',
    '/standards',
    '/help',
    '/nowhere',
  ];
  for (const cookies of [{}, { mz_size: 'large', mz_contrast: 'high' }]) {
    const visitor = await window('visitor', true, cookies as Record<string, string>);
    await visit(
      visitor,
      [...reading, '/app/sign-in', '/app/check/SA-01'],
      Object.keys(cookies).length ? 'visitor, large text, high contrast' : 'visitor',
    );
    await visitor.context().close();
  }
  const resident = await window('resident', true);
  const mine = (await (await resident.context().request.get('/api/my/cases')).json()) as { rows: { id: string }[] };
  await visit(
    resident,
    ['/app/my', ...mine.rows.slice(0, 1).map((c) => `/app/my/${c.id}`), '/app/messages', '/app/me', '/app/apply/SA-01'],
    'resident',
  );
  const next = resident.getByRole('button', { name: /下一步/ }).first();
  if (await next.isVisible()) {
    await next.click();
    await check(resident, 'resident /app/apply/SA-01 with mistakes');
  }
  await resident.context().close();
  const visitorAtWork = await window('visitor', false);
  await visit(visitorAtWork, ['/work/sign-in'], 'visitor');
  await visitorAtWork.context().close();
  const officers: Record<string, string[]> = {
    cun: ['/work', '/work/cases', '/work/apply', '/work/apply/SA-01'],
    xiang: ['/work', '/work/cases', '/work/persons', '/work/notices', '/work/messages'],
    hedui: ['/work', '/work/cases', '/work/departments'],
    queren: ['/work', '/work/cases?view=done'],
    caiwu: ['/work/batches', '/work/figures', '/work/figures/lines'],
    xitong: ['/work/users'],
    shi: ['/work/figures', '/work/parameters'],
    shenji: ['/work/audit'],
  };
  for (const [login, urls] of Object.entries(officers)) {
    const page = await window(login, false);
    const get = async (url: string) => (await (await page.context().request.get(url)).json()) as { rows?: { id: string }[] };
    await visit(page, urls, login);
    const [kase] = urls.includes('/work/cases') ? ((await get('/api/cases?view=all')).rows ?? []) : [];
    if (kase) {
      await visit(page, [`/work/cases/${kase.id}`], login);
      const action = page.locator('.case-actions button, aside button').first();
      if (await action.isVisible()) {
        await action.click();
        await page.waitForTimeout(600);
        await check(page, `${login} /work/cases/… with an action open`);
      }
      const { applicantPersonId } = (await get(`/api/cases/${kase.id}`)) as { applicantPersonId?: string };
      if (applicantPersonId && login === 'xiang') await visit(page, [`/work/persons/${applicantPersonId}`], login);
    }
    const [batch] = login === 'caiwu' ? ((await get('/api/batches')).rows ?? []) : [];
    if (batch) await visit(page, [`/work/batches/${batch.id}`], login);
    await page.context().close();
  }
  const phone = await window('cun', true);
  await visit(phone, ['/work', '/work/cases'], 'cun on a phone');
  await phone.context().close();
}

const machineThen = machine();
try {
  const entries: Record<string, { kB: number; budget: number; throttledSeconds: number | null; limitSeconds: number | null }> =
    {};
  for (const entry of ENTRIES) {
    const throttled = values['no-phone'] ? null : await waitOf(entry);
    entries[entry.name] = {
      kB: await sizeOf(entry),
      budget: entry.budget,
      throttledSeconds: throttled,
      limitSeconds: entry.seconds,
    };
    say(`${entry.name}: ${JSON.stringify(entries[entry.name])}`);
  }
  if (!values['no-axe']) await checkAll();
  console.log(
    JSON.stringify(
      { bench: 'web', entries, axe: { version: axe.version, pages: checked, violations }, machine: machineThen },
      null,
      2,
    ),
  );
  const over = Object.values(entries).some(
    (e) => e.kB > e.budget || (e.limitSeconds !== null && (e.throttledSeconds ?? 0) > e.limitSeconds),
  );
  if (over || violations.length > 0) process.exitCode = 1;
} finally {
  await browser.close();
  await server.stop();
  fs.rmSync(dataDir, { recursive: true, force: true });
}
