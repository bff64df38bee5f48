/** 几个人分着办、代理、查看号码、合并档案: as the officers see it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
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
