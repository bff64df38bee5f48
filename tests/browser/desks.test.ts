/** 几个人分着办、代理、查看号码、合并档案: as the officers see it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { systemActor } from '../../src/kernel/access/server.ts';
import { grantEntitlement } from '../../src/kernel/payment/server.ts';
import { carry } from '../api.ts';
import { type City, choose, DESK, openCase, PHONE, pick, reads, startCity, type } from './browser.ts';
import { faults, overflow, settled } from './look.ts';

let city: City;
const fresh = storyOf('fresh');
const { name } = fresh.form.applicant;
beforeAll(async () => {
  city = await startCity();
  await city.register(fresh);
  await carry(city, fresh, 'submitted');
});
afterAll(() => city?.stop());

/** Somebody draws a benefit. */
const granted = () =>
  city.context.write(systemActor('test', city.context.city), async (tx) => {
    const { rows } = await city.owner.query('select id, division from person where name = $1 and merged_into is null limit 1', [
      name,
    ]);
    const made = await grantEntitlement(tx, {
      programme: 'dibao',
      exclusiveGroups: ['basic-living'],
      householdId: null,
      personId: rows[0].id,
      division: rows[0].division,
      memberIds: [rows[0].id],
      fromMonth: '2026-02',
      amountFen: 100_00,
      breakdown: [],
      decisionId: null,
      parameterIds: [],
    });
    if (!made.ok) throw new Error(made.code);
    return made.value;
  });

test('李建国领办，手机上转给王芳；领办的时候王芳看到是谁、没有按钮，转来以后能办', async () => {
  const li = await city.officer('李建国', PHONE);
  await openCase(li, name);
  await li.getByRole('button', { name: '领办', exact: true }).click();
  await li.locator('.action-drawer button[type=submit]').click();
  await reads(li, '您领办');
  const wang = await city.officer('王芳');
  await wang.goto('/work/cases');
  await reads(wang, '李建国');
  await openCase(wang, name);
  await reads(wang, /这一件由李建国领办/);
  expect(await wang.getByRole('button', { name: '受理', exact: true }).count()).toBe(0);
  await li.getByRole('button', { name: '转给他人' }).click();
  await pick(li, 'to', '王芳');
  await li.locator('.action-drawer button[type=submit]').click();
  await reads(li, /王芳领办/);
  expect(await overflow(li)).toEqual([]);
  await wang.reload();
  await wang.getByRole('button', { name: '受理', exact: true }).waitFor();
  await wang.goto('/work/cases?claim=mine');
  await wang.getByRole('link', { name }).waitFor();
  for (const page of [li, wang]) await page.context().close();
});

test('负责人指定代理人，代理人换到这个岗位，名字旁边写着代谁', async () => {
  const leader = await city.officer('周志强', { ...DESK, bypassCSP: true });
  await leader.goto('/work/deputies');
  await leader.getByRole('button', { name: '指定代理人' }).click();
  await choose(leader, 'dutyId', '李建国');
  await choose(leader, 'userId', '王芳');
  const until = leader.getByRole('group', { name: /到哪天止/ });
  for (const [i, part] of ['2026', '09', '04'].entries()) await until.locator('input').nth(i).fill(part);
  await type(leader, 'reason', '休假');
  await leader.locator('.action-drawer button[type=submit]').click();
  await reads(leader, '代理中');
  await settled(leader);
  expect(await faults(leader)).toEqual([]);
  const wang = await city.officer('王芳');
  await wang.locator('button.who').click();
  await wang.getByText(/换到：.*（代李建国）/).click();
  await reads(wang, '王芳（代李建国）');
  for (const page of [leader, wang]) await page.context().close();
});

test('查看号码：为了办件的选好哪一件就行', async () => {
  const clerk = await city.officer('李建国');
  await clerk.goto(`/work/persons?text=${encodeURIComponent(name)}`);
  await clerk.getByRole('link', { name }).first().click();
  await clerk.getByRole('button', { name: '查看完整的证件号码' }).click();
  await reads(clerk, '哪一件');
  await clerk.getByRole('button', { name: '查看并留下记录' }).click();
  await clerk.getByText(fresh.persons[0]!.idNumber.slice(-4)).first().waitFor();
  await expect
    .poll(async () => ((await clerk.locator('.facts').first().textContent()) ?? '').replace(/\s/g, ''))
    .toContain(fresh.persons[0]!.idNumber);
  await clerk.context().close();
});

test('两份档案：经办人提出，负责人在手机上确认，查找只剩一份', async () => {
  const clerk = await city.staff('xiang');
  const [person] = (await clerk.get(`/api/persons?idNumber=${fresh.persons[0]!.idNumber}`)).persons;
  await clerk.post('/api/persons', {
    name,
    idKind: 'temporary',
    idNumber: 'L0001',
    sex: person.sex,
    birthDate: person.birthDate,
    division: person.division,
  });
  const page = await city.officer('李建国');
  await page.goto(`/work/persons/${person.id}`);
  await page.getByRole('button', { name: '与另一份档案合并' }).click();
  await choose(page, 'otherId', '无证临时号');
  await pick(page, 'keep', '现在打开的这一份');
  await type(page, 'paper', '户口簿，当面核对本人');
  await page.locator('.action-drawer button[type=submit]').click();
  await reads(page, '等另一人确认');
  const leader = await city.officer('周志强', PHONE);
  await leader.goto(`/work/persons/${person.id}`);
  await leader.getByRole('button', { name: '确认', exact: true }).click();
  await leader.locator('.action-drawer button[type=submit]').click();
  await reads(leader, '并入的档案');
  expect(await overflow(leader)).toEqual([]);
  await leader.goto(`/work/persons?text=${encodeURIComponent(name)}`);
  await settled(leader);
  expect(await leader.getByRole('link', { name }).count()).toBe(1);
  for (const one of [page, leader]) await one.context().close();
});

test('合错了：县里在档案上提出撤销，负责人在手机上看清回去多少、留下多少，确认以后又是两份', async () => {
  const county = await city.officer('郑海燕', { ...DESK, bypassCSP: true });
  await county.goto(`/work/persons?text=${encodeURIComponent(name)}`);
  await county.getByRole('link', { name }).first().click();
  await county.getByRole('button', { name: `${name}：撤销合并` }).click();
  await type(county, 'paper', '两人同时到窗口，当面核对');
  await county.locator('.action-drawer button[type=submit]').click();
  await reads(county, '撤销合并，等另一人确认');
  await settled(county);
  expect(await faults(county)).toEqual([]);
  const leader = await city.officer('周志强', PHONE);
  await leader.goto(new URL(county.url()).pathname);
  await reads(leader, '留在这一份的');
  expect(await overflow(leader)).toEqual([]);
  await leader.getByRole('button', { name: '确认撤销' }).click();
  await leader.locator('.action-drawer button[type=submit]').click();
  await leader.getByText('撤销合并，等另一人确认').waitFor({ state: 'detached' });
  await leader.goto(`/work/persons?text=${encodeURIComponent(name)}`);
  await settled(leader);
  expect(await leader.getByRole('link', { name }).count()).toBe(2);
  for (const one of [county, leader]) await one.context().close();
});

test('两个人同时打开一件的表：后来的看到谁正在办，先来的关上以后就能办', async () => {
  const other = storyOf('one-yuan');
  await city.register(other);
  await carry(city, other, 'submitted');
  const applicant = other.form.applicant.name;
  const [li, wang] = [await city.officer('李建国'), await city.officer('王芳', PHONE)];
  for (const page of [li, wang]) await openCase(page, applicant);
  const opens = (page: typeof li) => page.getByRole('button', { name: '受理', exact: true }).first().click();
  const held = li.waitForResponse((answer) => answer.url().endsWith('/edit'));
  await opens(li);
  await held;
  await opens(wang);
  await reads(wang, '李建国正在办这一件，您不能同时办。');
  expect(await wang.locator('.action-drawer button[type=submit]').count()).toBe(0);
  expect(await overflow(wang)).toEqual([]);
  await wang.getByRole('button', { name: '知道了' }).click();
  const freed = li.waitForResponse((answer) => answer.url().endsWith('/edit') && answer.request().method() === 'DELETE');
  await li.getByRole('button', { name: '先不办' }).click();
  await freed;
  await opens(wang);
  await wang.locator('.action-drawer button[type=submit]').waitFor();
  for (const page of [li, wang]) await page.context().close();
});

test('追回台账在1280宽的屏上放不下：能办的按钮仍在眼前', async () => {
  const { id } = await granted();
  await city.owner.query(
    `with e as (select e.id, e.programme, e.person_id, e.household_id, e.division, v.id as version_id from entitlement e join entitlement_version v on v.entitlement_id = e.id where e.id = $1),
      a as (insert into payment_adjustment (id, entitlement_id, direction, programme, person_id, household_id, division, version_id, amount_fen, reason, state,
        proposed_at, proposed_by, decided_at, decided_by, decided_name)
        select gen_random_uuid(), id, 'recovery', programme, person_id, household_id, division, version_id, 20000, '迟报', 'confirmed', now(), 'a', now(), 'b', '测试' from e returning *)
    insert into overpayment (id, adjustment_id, entitlement_id, programme, person_id, household_id, division, amount_fen, classification, opened_on, return_by, opened_by)
      select gen_random_uuid(), id, entitlement_id, programme, person_id, household_id, division, amount_fen, 'late-report', '2026-07-01', '2026-08-03', 'b' from a`,
    [id],
  );
  const page = await city.officer('胡晓梅', { viewport: { width: 1280, height: 800 } });
  await page.goto('/work/overpayments');
  const button = page.getByRole('button', { name: '登记退回' });
  await button.waitFor();
  // 再窄一些，表一定比屏宽
  await page.setViewportSize({ width: 900, height: 800 });
  const frame = page.getByRole('region', { name: /追回台账/ });
  expect(await frame.evaluate((box) => box.scrollWidth > box.clientWidth)).toBe(true);
  const [box, edge] = [await button.boundingBox(), await frame.boundingBox()];
  expect(box!.x + box!.width).toBeLessThanOrEqual(edge!.x + edge!.width);
  await page.context().close();
});

test('服务事项：罗静改材料，梁伟民在手机上批准，百姓的办事指南马上是新的', async () => {
  const clerk = await city.officer('罗静', { ...DESK, bypassCSP: true });
  await clerk.goto('/work/service-items');
  await clerk.getByLabel('事项名称、拼音或者百姓的说法').fill('低保');
  await clerk.getByRole('link', { name: '最低生活保障审核确认' }).click();
  await clerk.getByRole('button', { name: '修改文字' }).click();
  await type(clerk, 'papers', '身份证、户口簿\n<b>银行卡</b>');
  await type(clerk, 'reason', '窗口反映看不懂');
  await clerk.locator('.action-drawer button[type=submit]').click();
  await reads(clerk, /第2条不能有网页代码/);
  await type(clerk, 'papers', '身份证、户口簿\n本人的银行卡');
  await clerk.locator('.action-drawer button[type=submit]').click();
  await reads(clerk, '修改，等另一人批准');
  await settled(clerk);
  expect(await faults(clerk)).toEqual([]);
  const leader = await city.officer('梁伟民', PHONE);
  await leader.goto('/work/service-items/SA-01');
  await reads(leader, '本人的银行卡');
  expect(await overflow(leader)).toEqual([]);
  await leader.getByRole('button', { name: '批准', exact: true }).click();
  await leader.locator('.action-drawer button[type=submit]').click();
  await reads(leader, '市里改过');
  const visitor = await city.window(PHONE);
  await visitor.goto('/services/SA-01');
  await reads(visitor, '本人的银行卡');
  for (const page of [clerk, leader, visitor]) await page.context().close();
});
