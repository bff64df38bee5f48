/** 一人一档: the first screen, the sections that are opened one by one, and what of it is on record. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { systemActor } from '../access/index.ts';
import { whoLooked } from '../audit/server.ts';
import { accepted, officer, register, residentActor } from './fixtures.ts';
import { definePersonFileSection, type PersonId, personFile, personFileSection } from './server.ts';

const VILLAGE = '421222100201'; // 通城县
const tongcheng = officer('421222000000', 'county-clerk');
const everywhere = systemActor('test', '421200000000');

let db: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-10' });
  definePersonFileSection({ key: 'test-rights', zh: '待遇', first: true, load: async (_, personId) => [{ personId }] });
  definePersonFileSection({ key: 'test-cases', zh: '办件', load: async (_, personId) => [{ personId }] });
});
afterAll(async () => db.drop());

const newPerson = (name: string) => db.context.write(everywhere, (tx) => register(tx, { name, division: VILLAGE }));
const recorded = async (id: PersonId) =>
  (
    await db.owner.query(
      `select action, detail from audit_log where person_id = $1 and action like 'person.%opened' order by id`,
      [id],
    )
  ).rows;

test('打开档案先给第一屏：要紧的栏目带内容，其余只有名字；记一次，写明看了哪些栏目', async () => {
  const id = await newPerson('朱档案');
  const file = accepted(await db.context.write(tongcheng, (tx) => personFile(tx, id)));
  expect(file.sections.slice(-4)).toEqual([
    { key: 'test-rights', zh: '待遇', content: [{ personId: id }] },
    { key: 'test-cases', zh: '办件' },
    { key: 'households', zh: '家庭经历' },
    { key: 'life', zh: '人生大事' },
  ]);
  const shown = file.sections.filter((s) => 'content' in s).map((s) => s.key);
  expect(shown).toEqual(['entitlements', 'test-rights']);
  expect(await recorded(id)).toEqual([{ action: 'person.opened', detail: { sections: shown } }]);
});

test('栏目打开时才取，打开一栏记一次；十分钟内再看同一栏不再记，另一个人看要记', async () => {
  const id = await newPerson('朱栏目');
  const open = (actor: typeof tongcheng, key: string) => db.context.write(actor, (tx) => personFileSection(tx, id, key));
  expect(accepted(await open(tongcheng, 'test-cases'))).toEqual({ key: 'test-cases', zh: '办件', content: [{ personId: id }] });
  expect(accepted(await open(tongcheng, 'life')).content).toMatchObject([{ kind: 'birth' }]);
  await open(tongcheng, 'test-cases');
  await open(officer('421222000000', 'county-clerk'), 'test-cases');
  expect(await recorded(id)).toEqual(
    [
      ['test-cases', '办件'],
      ['life', '人生大事'],
      ['test-cases', '办件'],
    ].map(([section, zh]) => ({ action: 'person.section.opened', detail: { section, zh } })),
  );
  const looked = await db.context.read(residentActor(id), (tx) => whoLooked(tx, id));
  expect(looked.items.filter((row) => row.action === 'person.section.opened')).toHaveLength(3);
});

test('没有这一栏、看不到这个人：都是没有找到，也不留看过的记录', async () => {
  const id = await newPerson('朱不见');
  const refused = { ok: false, code: 'NOT_FOUND' };
  expect(await db.context.write(tongcheng, (tx) => personFileSection(tx, id, 'nothing'))).toMatchObject(refused);
  const far = officer('421223000000', 'county-clerk');
  expect(await db.context.write(far, (tx) => personFileSection(tx, id, 'life'))).toMatchObject(refused);
  expect(await recorded(id)).toEqual([]);
});

test('整份档案一次给全，也只记一次', async () => {
  const id = await newPerson('朱整份');
  const file = accepted(await db.context.write(tongcheng, (tx) => personFile(tx, id, 'all')));
  const last = file.sections.slice(-4).map((s) => s.content);
  expect(last).toMatchObject([[{ personId: id }], [{ personId: id }], [], [{ kind: 'birth' }]]);
  expect(await recorded(id)).toEqual([
    { action: 'person.opened', detail: { sections: file.sections.filter((s) => 'content' in s).map((s) => s.key) } },
  ]);
  expect(file.sections.every((s) => 'content' in s)).toBe(true);
});

test('10分钟内看过50人，第51人的栏目也打不开', async () => {
  const curious = officer('421222000000', 'county-clerk');
  const ids: PersonId[] = [];
  for (let i = 0; i < 51; i++) ids.push(await newPerson('朱邻居'));
  const open = (id: PersonId) => db.context.write(curious, (tx) => personFileSection(tx, id, 'life'));
  for (const id of ids.slice(0, 50)) accepted(await open(id));
  expect(await open(ids[50]!)).toMatchObject({ ok: false, code: 'BULK_VIEW' });
  expect((await open(ids[0]!)).ok).toBe(true);
});
