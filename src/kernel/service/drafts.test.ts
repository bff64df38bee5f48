import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { publicActor, systemActor } from '../access/index.ts';
import { loadParameters } from '../policy/server.ts';
import { idNumber, register, residentActor } from '../resident/fixtures.ts';
import { codeOf, hand, must, requestId, TEST_ITEM, testItem } from './fixtures.ts';
import { dropDraft, getDraft, myDrafts, openCase, publishItems, saveDraft } from './server.ts';

const 石桥镇 = '990121100000';
const 上坪村 = '990121100201';
let city: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  city = await freshContext({ city: 'tiny', start: '2026-03-02' });
  await city.context.write(systemActor('city-pack', '000000000000'), async (tx) => {
    await loadParameters(
      tx,
      city.city.parameters.map((row) => ({ ...row, floor: null, ceiling: null })),
    );
    await publishItems(tx, [testItem]);
  });
});
afterAll(() => city.drop());

const newPerson = () =>
  city.context.write(systemActor('test', city.context.city), (tx) =>
    register(tx, { name: '张小华', division: 上坪村, idNumber: idNumber('1980-05-06', '990121') }),
  );
const save = (
  actor: Parameters<typeof city.context.write>[0],
  given: { id?: string; version?: number; content?: unknown; title?: string },
) => city.context.write(actor, (tx) => saveDraft(tx, { itemId: TEST_ITEM, title: '低保申请', content: {}, ...given }));

test('填到哪存到哪：填错、缺项、列表半行都存得下，换一台设备接着填', async () => {
  const me = residentActor(await newPerson());
  const content = { applicant: { idNumber: '12345', phone: '' }, members: [null, { name: 7 }] };
  const { id, version, savedAt } = must(await save(me, { content }));
  expect([version, savedAt.slice(0, 10)]).toEqual([1, '2026-03-02']);
  expect(must(await city.context.read(me, (tx) => getDraft(tx, id)))).toMatchObject({ content, version: 1, title: '低保申请' });
  expect((await city.context.read(me, myDrafts)).map((d) => d.id)).toEqual([id]);
});

test('两台设备：后存的先开的一台被告知已更新，不覆盖；刷新后可以存', async () => {
  const me = residentActor(await newPerson());
  const { id } = must(await save(me, { content: { at: '开始' } }));
  must(await save(me, { id, version: 1, content: { at: '手机' } }));
  expect(codeOf(await save(me, { id, version: 1, content: { at: '电脑' } }))).toBe('VERSION_CONFLICT');
  expect(codeOf(await save(me, { id, content: { at: '没带版本' } }))).toBe('VERSION_CONFLICT');
  expect(must(await city.context.read(me, (tx) => getDraft(tx, id))).content).toEqual({ at: '手机' });
  expect(must(await save(me, { id, version: 2, content: { at: '电脑' } })).version).toBe(3);
  const both = await Promise.all(['甲', '乙'].map((at) => save(me, { id, version: 3, content: { at } })));
  expect(both.map(codeOf).sort()).toEqual(['OK', 'VERSION_CONFLICT']);
});

test('别人的草稿查不到、改不了、删不掉，也不能借提交申请把它删掉：同一乡镇的同事也一样', async () => {
  const owner = hand(石桥镇);
  const { id } = must(await save(owner, { content: { secret: 1 } }));
  const stranger = residentActor(await newPerson());
  for (const other of [hand(石桥镇), hand('990121200000'), stranger, publicActor]) {
    expect(codeOf(await city.context.read(other, (tx) => getDraft(tx, id)))).toBe('DRAFT_GONE');
    expect(
      codeOf(
        await save(other, { id, version: 1, content: {} }).catch((error: Error) => ({
          ok: false as const,
          code: error.message,
          params: {},
        })),
      ),
    ).toBe('DRAFT_GONE');
    expect(await city.context.write(other, (tx) => dropDraft(tx, id))).toBe(0);
  }
  const personId = await newPerson();
  must(
    await openCase(city.context, hand(石桥镇), {
      itemId: TEST_ITEM,
      channel: 'window',
      form: { personId, name: '张小华', division: 上坪村 },
      requestId: requestId(),
      draftId: id,
    }),
  );
  expect(must(await city.context.read(owner, (tx) => getDraft(tx, id))).content).toEqual({ secret: 1 });
});

test('提交以后草稿一起消失；提交没成，草稿还在', async () => {
  const me = residentActor(await newPerson());
  const { id } = must(await save(me, {}));
  const submit = (division: string) =>
    openCase(city.context, me, {
      itemId: TEST_ITEM,
      channel: 'mobile',
      form: { personId: me.personId, name: '张小华', division },
      requestId: requestId(),
      draftId: id,
    });
  expect(codeOf(await submit('421222100201'))).toBe('DIVISION_FOREIGN');
  must(await city.context.read(me, (tx) => getDraft(tx, id)));
  must(await submit(上坪村));
  expect(codeOf(await city.context.read(me, (tx) => getDraft(tx, id)))).toBe('DRAFT_GONE');
  expect(codeOf(await save(me, { id, version: 1 }))).toBe('DRAFT_GONE');
});

test('最多30份：第31份请先清理；删一份又可以存', async () => {
  const me = residentActor(await newPerson());
  const ids: string[] = [];
  for (let i = 0; i < 30; i++) ids.push(must(await save(me, { title: `第${i}份` })).id);
  expect(await save(me, {})).toMatchObject({ ok: false, code: 'TOO_MANY_DRAFTS', params: { count: 30 } });
  expect(await city.context.read(me, myDrafts)).toHaveLength(30);
  expect(await city.context.write(me, (tx) => dropDraft(tx, ids[0]!))).toBe(1);
  must(await save(me, {}));
});

test('库里是密文', async () => {
  const me = residentActor(await newPerson());
  const { id } = must(await save(me, { content: { applicant: { name: '标记姓名' } } }));
  const { rows } = await city.owner.query(`select encode(content, 'escape') as text from draft where id = '${id}'`);
  expect(rows[0].text).not.toContain('标记姓名');
});
