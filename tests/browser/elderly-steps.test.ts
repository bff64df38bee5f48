/** Pages of elderly care that no other test walks, each by its main step: 特困安置, 医养结合, 行政处罚, 老年协会, 人才台账. One page load each. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playInstitutions } from '../../src/domains/elderly-care-institutions/demonstration/play.ts';
import { playRural } from '../../src/domains/elderly-care-institutions/demonstration/rural.ts';
import { playSupervision } from '../../src/domains/elderly-care-institutions/demonstration/supervision.ts';
import { makeElder } from '../../src/domains/elderly-care-institutions/fixtures.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { emit } from '../../src/kernel/event/server.ts';
import { type City, choose, reads, shot, startCity, type } from './browser.ts';
import { faults, overflow, settled } from './look.ts';

let city: City;
beforeAll(async () => {
  city = await startCity('2026-09-01');
  const stage = { context: city.context, moveTo: () => undefined };
  await playInstitutions(stage, '2026-09-01');
  await playSupervision({ ...stage, filesDir: city.filesDir });
  await playRural(stage, '2026-09-01');
  const elder = await makeElder(city, { name: '祝老人', level: 1 });
  await city.context.write(systemActor('social-assistance', city.context.city), async (tx) => {
    const told = { subject: { kind: 'person', id: elder.id }, division: '421202100001' } as const;
    const payload = {
      awardId: elder.id,
      version: 1,
      amountFen: 1190_00,
      effectiveMonth: '2026-10',
      reason: 'granted',
      mode: 'home',
    };
    await emit(tx, {
      ...told,
      type: 'tekun.wish.recorded',
      payload: { personId: elder.id, wish: 'institution', recordedOn: '2026-09-01' },
    });
    await emit(tx, {
      ...told,
      type: 'tekun.award.changed',
      payload: { ...payload, personId: elder.id, fromState: null, toState: 'active' },
    });
  });
  await city.run();
});
afterAll(() => city?.stop());

/** A date is typed in its three parts. */
async function day(page: Page, at: string, date: string): Promise<void> {
  for (const [i, part] of date.split('-').entries()) await page.locator(`#f-${at} input`).nth(i).fill(part);
}

interface Walk {
  readonly who: string;
  readonly at: string;
  /** The button of the main step, in a row or over the list; null: the page is only looked at. */
  readonly step: string | null;
  readonly row?: string;
  readonly fill?: (page: Page, form: Locator) => Promise<void>;
  readonly says: string | RegExp;
}

const walks: Readonly<Record<string, Walk>> = {
  特困安置: {
    who: '郑海燕',
    at: '/work/care-tekun',
    step: '安置',
    row: '祝老人',
    async fill(page) {
      await type(page, 'contact', '李建国');
      await type(page, 'phone', '13907240077');
    },
    says: '已留床，待签三方协议',
  },
  医养结合: { who: '郑海燕', at: '/work/care-medical', step: null, says: /医养|签约|协议/ },
  行政处罚: {
    who: '鲍振华',
    at: '/work/care-penalties',
    step: '立案',
    async fill(page) {
      await choose(page, 'institution', '福利院');
      await choose(page, 'second', '易晓云');
      await type(page, 'facts', '检查发现夜间没有人值班，责令整改以后仍不改正');
    },
    says: '立案调查',
  },
  老年协会: {
    who: '陈秀兰',
    at: '/work/senior-associations',
    step: '登记一个协会',
    async fill(page) {
      await choose(page, 'division', '汀泗桥社区', '汀泗桥社区');
      await type(page, 'name', '汀泗桥社区老年协会');
      await type(page, 'head', '涂会长');
      await type(page, 'members', '86');
      await day(page, 'since', '2026-08-01');
    },
    says: '汀泗桥社区老年协会',
  },
  人才台账: {
    who: '郑海燕',
    at: '/work/care-registers?key=care-competition',
    step: '登记成绩',
    async fill(page) {
      await type(page, 'competition', '咸宁市养老护理员技能大赛');
      await choose(page, 'range', '市级');
      await day(page, 'heldOn', '2026-08-20');
      await type(page, 'name', '柯小兰');
      await type(page, 'employer', '康乐养老公寓');
      await type(page, 'rank', '一等奖');
    },
    says: /柯小兰，一等奖/,
  },
};

test.each(Object.entries(walks))('%s', async (name, { who, at, step, row, fill, says }) => {
  const page = await city.officer(who);
  await page.goto(at);
  await page.locator('main h1').first().waitFor();
  if (step) {
    const button = page.locator('main').getByRole('button', { name: row ? `${row}：${step}` : step, exact: true });
    await button.first().click();
    const form = page.locator('.action-drawer');
    await form.waitFor();
    await fill?.(page, form);
    await form.locator('button[type=submit]').click();
    await form.locator('form').waitFor({ state: 'detached' });
  }
  await reads(page, says);
  await settled(page);
  await shot(page, `es-${name}`);
  expect(await faults(page)).toEqual([]);
  expect(await overflow(page)).toEqual([]);
  await page.context().close();
});
