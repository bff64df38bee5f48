/** 钱桂英 falls at night, is brought to the hospital, lies there, and comes back; her daughter in another city follows each step on the phone. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playInstitutions } from '../../src/domains/elderly-care-institutions/demonstration/play.ts';
import { nameAgent } from '../../src/domains/elderly-care-institutions/stays/agent.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { makeIdNumber, registerPerson } from '../../src/kernel/resident/server.ts';
import { type City, choose, enterResident, PHONE, reads, shot, startCity, type } from './browser.ts';
import { faults, overflow, settled } from './look.ts';

const DAUGHTER = { name: '钱小红', idNumber: makeIdNumber('421202', '1966-04-08', 712) };
let city: City;
beforeAll(async () => {
  city = await startCity('2026-09-01');
  await playInstitutions({ context: city.context, moveTo: () => {} }, '2026-09-01');
  const { rows } = await city.owner.query(
    `select s.id from care_stay s join person p on p.id = s.person_id where p.name = '钱桂英' and s.to_on is null`,
  );
  await city.context.write(systemActor('test', city.context.city), async (tx) => {
    const known = await registerPerson(tx, { ...DAUGHTER, division: '421202100001', phone: '13907240199' });
    if (!known.ok) throw new Error(known.code);
    const named = await nameAgent(tx, rows[0].id, { ...DAUGHTER, checked: true });
    if (!named.ok) throw new Error(named.code);
  });
});
afterAll(() => city?.stop());

async function looks(page: Page, name: string): Promise<void> {
  await settled(page);
  await shot(page, name);
  expect(await faults(page), name).toEqual([]);
  expect(await overflow(page), name).toEqual([]);
}

/** One button of the record, its form, and the button of the form. */
async function step(page: Page, zh: string, fill: () => Promise<unknown>): Promise<void> {
  await page.locator('main').getByRole('button', { name: zh, exact: true }).click();
  const form = page.locator('.action-drawer');
  await form.locator('.causes').waitFor();
  await fill();
  await form.locator('button[type=submit]').click();
  await form.waitFor({ state: 'detached' });
}

test('夜里跌倒，护理员在手机上转到协议医院；接收、住院、转回，女儿一步一步看得到，床一直留着', async () => {
  city.clock.set('2026-09-01T22:30:00+08:00');
  const carer = await city.officer('宋春梅', PHONE);
  await carer.goto('/work/care-referrals');
  await reads(carer, '咸安区人民医院（示例）');
  await looks(carer, 'cr01-referrals-phone');
  await step(carer, '转诊到医院', async () => {
    await choose(carer, 'stayId', '钱桂英', '钱');
    await type(carer, 'reason', '起夜时滑倒，右腕肿痛');
    await type(carer, 'escort', '宋春梅');
    await looks(carer, 'cr02-out');
  });
  await carer.getByRole('heading', { name: '钱桂英：转诊' }).waitFor();
  await reads(carer, '起夜时滑倒，右腕肿痛');
  await looks(carer, 'cr03-sheet');

  const phone = await city.window(PHONE);
  await phone.goto('/app/sign-in');
  await enterResident(phone, DAUGHTER.idNumber);
  await phone.goto('/app/care');
  await phone.getByRole('link', { name: '看照护、账单，请假和探访' }).click();
  await reads(phone, /送往咸安区人民医院（示例），已转出，等医院接收/);
  await looks(phone, 'cr04-daughter-out');

  const nurse = await city.officer('葛红梅');
  await nurse.goto('/work/care-referrals');
  await nurse.getByRole('link', { name: /钱桂英/ }).click();
  await step(nurse, '登记医院接收', async () => {
    await type(nurse, 'who', '急诊科张医生');
    await type(nurse, 'text', '交接单已交，药也带去');
  });
  await step(nurse, '登记住院', async () => {
    await type(nurse, 'ward', '骨科5床');
    await type(nurse, 'text', '右腕骨折，大概住十天');
  });
  await reads(nurse, '住院中');
  await looks(nurse, 'cr05-admitted');
  await phone.reload();
  await reads(phone, /床位保留到/);
  await reads(phone, /骨科5床：右腕骨折/);
  await looks(phone, 'cr06-daughter-admitted');

  city.clock.set('2026-09-08T10:00:00+08:00');
  await nurse.reload();
  await step(nurse, '登记转回', async () => {
    await type(nurse, 'text', '每周换药，右手不提重物');
    await nurse
      .locator('.action-drawer')
      .getByText(/已收下/)
      .click();
  });
  await reads(nurse, '已转回');
  await phone.reload();
  await reads(phone, /送往咸安区人民医院（示例），已转回/);
  await looks(phone, 'cr07-daughter-back');
  for (const page of [carer, nurse, phone]) await page.context().close();
});
