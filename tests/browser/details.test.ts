/** One example of each page that is opened from a list: a case of every flow, a family, a decision, a clue, a batch and the rest. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { playDevices } from '../../src/domains/disability/demonstration/devices.ts';
import { playSubsidies, subsidyDays } from '../../src/domains/disability/demonstration/play.ts';
import { playPlaceNames } from '../../src/domains/divisions/demonstration/names.ts';
import { playRequests } from '../../src/domains/divisions/demonstration/requests.ts';
import { playBenefits } from '../../src/domains/elderly-care/demonstration/benefits.ts';
import { playHomeWorks } from '../../src/domains/elderly-care/demonstration/home-works.ts';
import { playElders } from '../../src/domains/elderly-care/demonstration/play.ts';
import { playFunds } from '../../src/domains/planning-statistics/demonstration/funds.ts';
import { playLegal } from '../../src/domains/planning-statistics/demonstration/legal.ts';
import { illness } from '../../src/domains/social-assistance/demonstration/aid.ts';
import { playInbound } from '../../src/domains/social-assistance/demonstration/inbound.ts';
import { stories } from '../../src/domains/social-assistance/demonstration/index.ts';
import { playStories } from '../../src/domains/social-assistance/demonstration/play.ts';
import { tekunDays } from '../../src/domains/social-assistance/demonstration/play-tekun.ts';
import { makePlayers } from '../../src/domains/social-assistance/demonstration/players.ts';
import { playServices } from '../../src/domains/social-assistance/demonstration/services.ts';
import { tekunStories } from '../../src/domains/social-assistance/demonstration/stories-tekun.ts';
import { startResidentSession } from '../../src/kernel/access/server.ts';
import { allFlows } from '../../src/kernel/service/server.ts';
import { demoAccounts } from '../../src/server/accounts.ts';
import { loadCity } from '../../src/server/city.ts';
import { SESSION_COOKIE } from '../../src/server/http.ts';
import { type City, DESK, PHONE, shot, startCity } from './browser.ts';
import { faults, overflow, quiet, settled, watchRequests } from './look.ts';

const OPENING = '2026-09-01';
const INSTANT = `${OPENING}T09:00:00+08:00`;

let city: City;
beforeAll(async () => {
  city = await startCity('2026-06-01');
  const stage = {
    context: city.context,
    filesDir: city.filesDir,
    moveTo: (instant: string) => city.clock.set(new Date(instant).toISOString()),
    runDue: city.run,
  };
  await city.register(...stories, ...tekunStories.map((t) => t.story), illness);
  await playStories(stage, { day: OPENING, instant: INSTANT }, [...tekunDays(stage), ...subsidyDays(stage)]);
  await playSubsidies(stage);
  await playDevices(stage, OPENING);
  await playServices(stage, OPENING);
  await playInbound(stage, OPENING);
  stage.moveTo(INSTANT);
  await playFunds(stage);
  const players = makePlayers(city.context);
  try {
    await playPlaceNames(stage, players.staff);
    await playRequests(stage, players.staff);
    stage.moveTo(INSTANT);
    await playElders(stage, players.staff);
    stage.moveTo('2026-07-13T09:00:00+08:00');
    await playBenefits(stage, players.staff, INSTANT);
    await playHomeWorks(stage, players.staff, INSTANT);
    stage.moveTo(INSTANT);
    await playLegal(city.context, players.staff);
  } finally {
    await players.leave();
  }
  stage.moveTo(INSTANT);
}, 900_000);
afterAll(() => city?.stop());

type Who = { login: string } | { personId: string };
interface Example {
  readonly page: string;
  readonly address: string;
  readonly who: Who;
}

const rows = async <T extends object>(query: string): Promise<T[]> => (await city.owner.query<T>(query)).rows;

/** Whose hand the case waits for; of those that wait for nobody, whoever may open it. */
async function officerOf(caseId: string): Promise<string | null> {
  let may: string | null = null;
  for (const { login } of demoAccounts(loadCity('xianning').divisions, '421200000000')) {
    const { status, body } = await (await city.staff(login)).call('GET', `/api/cases/${caseId}`);
    if (status === 200 && body.allowedActions.length > 0) return login;
    if (status === 200) may ??= login;
  }
  return may;
}

/** The newest of the kind; a kind without any leaves the test without its example, which it says. */
const details: Readonly<Record<string, { from: string; at: (id: string) => string; login: string }>> = {
  家庭: {
    from: 'select household_id as id from service_case where household_id is not null',
    at: (id) => `/households/${id}`,
    login: 'xiang',
  },
  家庭的过去: {
    from: 'select household_id as id from service_case where household_id is not null',
    at: (id) => `/households/${id}?validOn=2026-06-01&knownOn=2026-06-01`,
    login: 'xiang',
  },
  计算经过: { from: "select id from decision where division like '421202%'", at: (id) => `/decisions/${id}`, login: 'queren' },
  线索: { from: "select id from clue where division like '421202%'", at: (id) => `/clues/${id}`, login: 'xian' },
  登记线索: { from: "select '' as id", at: () => '/clues/new', login: 'cun' },
  工单: { from: 'select id from ticket', at: (id) => `/tickets/${id}`, login: 'rexian' },
  登记工单: { from: "select '' as id", at: () => '/tickets/new', login: 'rexian' },
  发放批次: { from: "select id from payment_batch where county = '421202000000'", at: (id) => `/batches/${id}`, login: 'caiwu' },
  按次结算的合同: {
    from: "select id from service_contract where no = '暖阳-2026-01'",
    at: (id) => `/service-contracts/${id}`,
    login: 'xian',
  },
  按节点付款的合同: {
    from: "select m.contract_id as id from contract_milestone m join service_contract c on c.id = m.contract_id where c.division like '421202%'",
    at: (id) => `/purchases/${id}`,
    login: 'xian',
  },
  资金专户: { from: "select id from fund_account where division like '421202%'", at: (id) => `/funds/${id}`, login: 'caiwu' },
  外省来函: { from: 'select id from inbound_check', at: (id) => `/departments/inbound/${id}`, login: 'hedui' },
  代为申请: { from: "select '' as id", at: () => '/apply/SA-01', login: 'xiang' },
};

/**
 * Opens each example as its person and gathers what is wrong there: for the eye, the keyboard and the screen reader. Judged in the window in which it is mostly
 * read, an officer's at a desk and a resident's on a phone; then turned to the other one, where nothing may be wider than the screen.
 */
async function inspect(examples: readonly Example[], read: 'desk' | 'phone' = 'desk'): Promise<string[]> {
  const wrong: string[] = [];
  const windows = read === 'desk' ? ([DESK, PHONE] as const) : ([PHONE, DESK] as const);
  const page = await city.window({ ...windows[0], bypassCSP: true });
  watchRequests(page);
  let at = '';
  page.on('response', (r) => r.status() >= 400 && wrong.push(`${at}: ${r.status()} ${new URL(r.url()).pathname}`));
  page.on('pageerror', (error) => wrong.push(`${at}: ${error.message}`));
  let was = '';
  for (const { page: name, address, who } of examples) {
    at = name;
    if (was !== JSON.stringify(who)) {
      await page.context().clearCookies();
      if ('login' in who) {
        const signedIn = await page.request.post('/api/demo/sign-in', {
          data: who,
          headers: { 'x-minzheng': '1', origin: city.url },
        });
        expect(signedIn.status(), who.login).toBe(200);
      } else {
        const { token } = await startResidentSession(city.context, who.personId);
        await page.context().addCookies([{ name: SESSION_COOKIE, value: token, url: city.url }]);
      }
      was = JSON.stringify(who);
    }
    await page.setViewportSize(windows[0].viewport!);
    await page.goto(address);
    await quiet(page);
    await settled(page);
    // Else the door would be judged in the place of the page.
    if ((await page.getByRole('heading', { level: 1 }).first().textContent()) === '登录') wrong.push(`${name}: not signed in`);
    await shot(page, `detail-${name}-${read}`);
    const found = [...(await faults(page)), ...(await overflow(page))];
    await page.setViewportSize(windows[1].viewport!);
    await settled(page);
    await shot(page, `detail-${name}-other`);
    found.push(...(await overflow(page)));
    wrong.push(...found.map((fault) => `${name}: ${fault}`));
  }
  await page.context().close();
  return wrong;
}

/** One open case of each flow, or a closed one where all are closed. */
const cases = () =>
  rows<{ id: string; flow: string; applicant: string }>(
    'select distinct on (flow) id, flow, applicant_person_id as applicant from service_case order by flow, (closed_at is not null), submitted_at desc, id',
  );

describe('从清单里点开的页面，电脑上和手机上，读屏和键盘没有障碍', () => {
  test('工作台：每一种办件', async () => {
    const found = await cases();
    const examples: Example[] = [];
    for (const { id, flow } of found) {
      const login = await officerOf(id);
      if (login) examples.push({ page: flow, address: `/work/cases/${id}`, who: { login } });
    }
    expect(examples.length).toBe(found.length);
    expect(await inspect(examples)).toEqual([]);
    const played = new Set(found.map((f) => f.flow));
    // Of these the demonstration city has no case: another flow without one fails here.
    const missing = [...new Set(allFlows().map((f) => f.flow.name))].filter((name) => !played.has(name));
    expect(missing.sort()).toEqual(['simple-approval', 'tekun-change', 'tekun-funeral']);
  }, 300_000);

  test('工作台：家庭、计算经过、线索、工单、批次、合同、来函', async () => {
    const examples: Example[] = [];
    for (const [page, { from, at, login }] of Object.entries(details)) {
      const [one] = await rows<{ id: string }>(`${from} order by 1 desc limit 1`);
      expect(one, page).toBeDefined();
      examples.push({ page, address: `/work${at(one!.id)}`, who: { login } });
    }
    expect(await inspect(examples)).toEqual([]);
  }, 300_000);

  test('居民：每一种办件', async () => {
    const examples = (await cases()).map(({ id, flow, applicant }) => ({
      page: `居民-${flow}`,
      address: `/app/my/${id}`,
      who: { personId: applicant },
    }));
    expect(await inspect(examples, 'phone')).toEqual([]);
  }, 300_000);
});
