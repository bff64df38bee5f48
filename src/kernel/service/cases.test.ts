import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { sql } from '../../database/sql.ts';
import { publicActor, systemActor } from '../access/index.ts';
import { loadParameters } from '../policy/server.ts';
import { idNumber, register, residentActor } from '../resident/fixtures.ts';
import { recordRelationship } from '../resident/server.ts';
import { explain } from '../result/index.ts';
import { codeOf, hand, must, openTest, perform, requestId, TEST_ITEM, testItem } from './fixtures.ts';
import { act, caseEvents, caseView, getCase, myCases, openCase, publishItems } from './server.ts';

const 石桥镇 = '990121100000';
const 上坪村 = '990121100201';
const 柳湾乡 = '990121200000';
const 清溪县 = '990121000000';

let city: Awaited<ReturnType<typeof freshContext>>;
const clerk = hand(石桥镇, 'township-clerk', { id: 'clerk-1' });
const leader = hand(石桥镇, 'township-leader');
const worker = hand(上坪村, 'village-worker');
const elsewhere = hand(柳湾乡);
const confirmer = hand(清溪县, 'county-leader', { duty: 'county-confirmer' });

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

const newPerson = (name = '张小华', division = 上坪村) =>
  city.context.write(systemActor('test', city.context.city), (tx) =>
    register(tx, { name, division, idNumber: idNumber('1980-05-06', '990121') }),
  );
const opened = async (name?: string) => {
  const personId = await newPerson(name);
  return { personId, ...must(await openTest(city.context, clerk, { personId, name: name ?? '张小华', division: 上坪村 })) };
};
const stored = async (id: string) =>
  must(await city.context.read(systemActor('test', city.context.city), (tx) => getCase(tx, id)));

describe('谁能办、何时能办', () => {
  test('乡镇经办人受理：状态、经办、办件号、受理日、期限和经过一起写下', async () => {
    const { id } = await opened();
    const receipt = must(await perform(city.context, clerk, id, 'accept'));
    expect(receipt).toEqual({ id, version: 2, state: 'reviewing' });
    const kase = await stored(id);
    expect(kase).toMatchObject({
      state: 'reviewing',
      holder: 'township-leader',
      acceptedOn: '2026-03-02',
      enteredOn: '2026-03-02',
      seq: 2,
      stepSeq: 2,
    });
    expect(kase.no).toMatch(/^990121TT0120260302\d{5}$/);
    const events = await city.context.read(clerk, (tx) => caseEvents(tx, id));
    expect(events.map((e) => [e.action, e.fromState, e.toState, e.actorId])).toEqual([
      ['submit', null, 'submitted', 'clerk-1'],
      ['accept', 'submitted', 'reviewing', 'clerk-1'],
    ]);
  });

  test('不是这一步的人来办：说明由谁办；另一乡镇的人根本查不到', async () => {
    const { id } = await opened();
    const refused = await perform(city.context, worker, id, 'accept');
    expect(refused).toMatchObject({ ok: false, code: 'NOT_YOUR_STEP' });
    if (!refused.ok) expect(explain(refused).message).toBe('受理由乡镇经办人办理，您的岗位不能操作。');
    expect(codeOf(await perform(city.context, elsewhere, id, 'accept'))).toBe('NOT_FOUND');
    expect(codeOf(await perform(city.context, publicActor, id, 'accept'))).toBe('NOT_FOUND');
    expect((await stored(id)).state).toBe('submitted');
  });

  test('还没到的步骤不能办：说明现在在哪一步', async () => {
    const { id } = await opened();
    const refused = await perform(city.context, confirmer, id, 'confirm');
    expect(codeOf(refused)).toBe('NOT_ALLOWED_NOW');
    if (!refused.ok) expect(explain(refused).message).toBe('现在是“已提交”，不能确认。');
  });

  test('没有的动作查不到', async () => {
    const { id } = await opened();
    expect(codeOf(await perform(city.context, clerk, id, 'destroy'))).toBe('NOT_FOUND');
  });

  test('“提出异议”只从公示页来：经办人、申请人都不能直接按下去', async () => {
    const { id, personId } = await opened();
    must(await perform(city.context, clerk, id, 'accept'));
    must(await perform(city.context, leader, id, 'post'));
    expect(codeOf(await perform(city.context, clerk, id, 'object'))).toBe('NOT_YOUR_STEP');
    expect(codeOf(await perform(city.context, residentActor(personId), id, 'object'))).toBe('NOT_YOUR_STEP');
    expect(codeOf(await perform(city.context, clerk, id, 'endNotice'))).toBe('NOT_YOUR_STEP');
    expect((await stored(id)).state).toBe('onNotice');
  });

  test('公示上申请人的姓名遮盖；申请人是儿童的，姓名一个字也不公开', async () => {
    const posted = async (isChild: boolean) => {
      const { id, personId } = await opened();
      if (isChild) await city.owner.query("update person set birth_date = '2015-06-01' where id = $1", [personId]);
      must(await perform(city.context, clerk, id, 'accept'));
      must(await perform(city.context, leader, id, 'post'));
      const { rows } = await city.owner.query('select applicant_masked from public_notice where case_id = $1', [id]);
      return rows[0].applicant_masked;
    };
    expect(await posted(false)).toMatch(/^.\*/);
    expect(await posted(true)).toBe('未成年人（依法不公开姓名）');
  });

  test('回避：申请人的配偶是经办人，不能受理，页面上也没有按钮', async () => {
    const { id, personId } = await opened();
    const spouse = await newPerson('李四');
    await city.context.write(clerk, (tx) =>
      recordRelationship(tx, { personId, relatedId: spouse, kind: 'spouse', source: '婚姻登记' }),
    );
    const related = hand(石桥镇, 'township-clerk', { ownPersonId: spouse });
    expect(codeOf(await perform(city.context, related, id, 'accept'))).toBe('RECUSAL');
    const view = must(await city.context.write(related, (tx) => caseView(tx, id)));
    expect(view.allowedActions.map((a) => a.action)).not.toContain('accept');
    const free = must(await city.context.write(clerk, (tx) => caseView(tx, id)));
    expect(free.allowedActions.map((a) => a.action)).toContain('accept');
  });
});

describe('两个人、两次', () => {
  test('版本旧了：请先刷新', async () => {
    const { id } = await opened();
    must(await perform(city.context, clerk, id, 'accept'));
    const late = await act(city.context, leader, { caseId: id, action: 'post', version: 1, requestId: requestId(), input: {} });
    expect(codeOf(late)).toBe('VERSION_CONFLICT');
  });

  test('两位经办人同时受理：一个办成，另一个被告知数据已更新，只有一条经过、一个办件号', async () => {
    const { id } = await opened();
    const both = await Promise.all(
      [clerk, hand(石桥镇)].map((actor) =>
        act(city.context, actor, { caseId: id, action: 'accept', version: 1, requestId: requestId(), input: {} }),
      ),
    );
    expect(both.map(codeOf).sort()).toEqual(['OK', 'VERSION_CONFLICT']);
    expect((await stored(id)).seq).toBe(2);
  });

  test('同一请求发两次（先后、同时）：第二次得到第一次的回答，什么也没有多做', async () => {
    const { id } = await opened();
    const command = { caseId: id, action: 'accept', version: 1, requestId: requestId(), input: {} };
    const first = must(await act(city.context, clerk, command));
    const again = must(await act(city.context, clerk, command));
    expect(again).toEqual(first);
    const second = await opened();
    const twice = { caseId: second.id, action: 'accept', version: 1, requestId: requestId(), input: {} };
    const answers = await Promise.all([1, 2, 3].map(() => act(city.context, clerk, twice)));
    expect(answers.map((a) => must(a).version)).toEqual([2, 2, 2]);
    expect((await stored(second.id)).seq).toBe(2);
  });

  test('同一请求编号换了内容：拒绝', async () => {
    const { id } = await opened();
    const command = { caseId: id, action: 'accept', version: 1, requestId: requestId(), input: {} };
    must(await act(city.context, clerk, command));
    expect(codeOf(await act(city.context, clerk, { ...command, input: { other: 1 } }))).toBe('REQUEST_REUSED');
  });

  test('同一人同一事项第二次申请：拒绝并说出办件号；办结以后可以再申请', async () => {
    const { id, personId } = await opened();
    const form = { personId, name: '张小华', division: 上坪村 };
    const before = await openTest(city.context, clerk, form);
    expect(before).toMatchObject({ ok: false, code: 'SAME_APPLICATION_OPEN', params: { number: '还没有办件号' } });
    must(await perform(city.context, clerk, id, 'accept'));
    const { no } = await stored(id);
    const after = await openTest(city.context, clerk, form);
    expect(after).toMatchObject({ ok: false, params: { number: `办件号${no}` } });
    must(await perform(city.context, residentActor(personId), id, 'withdraw'));
    must(await openTest(city.context, clerk, form));
  });

  test('两个浏览器同时提交同一份申请：只有一件', async () => {
    const personId = await newPerson();
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => openTest(city.context, clerk, { personId, name: '张小华', division: 上坪村 })),
    );
    expect(answers.filter((a) => a.ok)).toHaveLength(1);
    expect(answers.filter((a) => !a.ok).map(codeOf)).toEqual(Array(3).fill('SAME_APPLICATION_OPEN'));
  });

  test('二十件同时受理：办件号各不相同，连号，格式是区划6位＋事项＋日期＋5位', async () => {
    city.clock.set('2026-03-03');
    const cases = await Promise.all(Array.from({ length: 20 }, () => opened()));
    await Promise.all(cases.map(({ id }) => perform(city.context, clerk, id, 'accept').then(must)));
    const numbers = await Promise.all(cases.map(async ({ id }) => (await stored(id)).no!));
    expect(numbers.sort()).toEqual(Array.from({ length: 20 }, (_, i) => `990121TT0120260303${String(i + 1).padStart(5, '0')}`));
    city.clock.set('2026-03-02');
  });
});

describe('坏的输入', () => {
  const refused = async (form: unknown, actor = clerk) => {
    const result = await openCase(city.context, actor, { itemId: TEST_ITEM, channel: 'window', form, requestId: requestId() });
    if (result.ok) throw new Error('accepted');
    return result;
  };
  const form = { personId: '00000000-0000-7000-8000-000000000000', name: '张三', division: 上坪村 };

  test('外地的村、别的乡镇的村、没有的代码：不收', async () => {
    for (const division of ['421222100201', '990121200201', '990121100999', '990000000000', ''])
      expect((await refused({ ...form, division })).code).toBe('DIVISION_FOREIGN');
  });

  test('多出来的字段：说出字段名', async () => {
    const { code, fields } = await refused({ ...form, isAdmin: true });
    expect(code).toBe('INVALID_INPUT');
    expect(fields).toEqual([{ path: 'isAdmin', message: '没有“isAdmin”这一项' }]);
  });

  test('姓名过长、申请表是空的或不是对象：拒绝', async () => {
    expect((await refused({ ...form, name: '长'.repeat(21) })).fields?.[0]?.path).toBe('name');
    for (const bad of [null, 'x', [], {}]) expect((await refused(bad)).code).toBe('INVALID_INPUT');
  });

  test('文字里有数据库存不下的字符（\\u0000）：拒绝，不是系统错误', async () => {
    expect((await refused({ ...form, name: '张\u0000三' })).code).toBe('INVALID_INPUT');
    const { id } = await opened();
    must(await perform(city.context, clerk, id, 'accept'));
    expect(codeOf(await perform(city.context, clerk, id, 'note', { text: '好\u0000' }))).toBe('INVALID_INPUT');
  });

  test('动作的输入过长：拒绝，状态不变', async () => {
    const { id } = await opened();
    must(await perform(city.context, clerk, id, 'accept'));
    expect(codeOf(await perform(city.context, clerk, id, 'note', { text: '字'.repeat(11) }))).toBe('INVALID_INPUT');
    expect((await stored(id)).seq).toBe(2);
  });

  test('没有的事项；没有网上流程的事项：说到哪里办', async () => {
    const unknown = await openCase(city.context, clerk, { itemId: 'ZZ-99', channel: 'window', form: {}, requestId: requestId() });
    expect(codeOf(unknown)).toBe('ITEM_UNKNOWN');
    await city.context.write(systemActor('city-pack', '000000000000'), (tx) =>
      publishItems(tx, [{ ...testItem, itemId: 'TT-02', name: '只有指南', template: 'guide' }]),
    );
    const guide = await openCase(city.context, clerk, { itemId: 'TT-02', channel: 'window', form: {}, requestId: requestId() });
    expect(guide).toMatchObject({ code: 'ITEM_NOT_ONLINE', params: { name: '只有指南' } });
  });
});

describe('行级安全', () => {
  test('另一乡镇看不到；申请人看到自己的；代办人看到自己代办的；别的居民和访客看不到', async () => {
    const personId = await newPerson('王五');
    const agentId = await newPerson('王小五');
    const agent = residentActor(agentId);
    const { id } = must(await openTest(city.context, agent, { personId, name: '王五', division: 上坪村 }));
    const seenBy = (actor: Parameters<typeof city.context.read>[0]) =>
      city.context.read(actor, async (tx) => ({
        found: (await getCase(tx, id)).ok,
        events: (await caseEvents(tx, id)).length,
        persons: (await tx.rows(sql`select person_id from case_person where case_id = ${id}`)).length,
      }));
    const all = { found: true, events: 1, persons: 1 };
    const none = { found: false, events: 0, persons: 0 };
    expect(await seenBy(clerk)).toEqual(all);
    expect(await seenBy(residentActor(personId))).toEqual(all);
    expect(await seenBy(agent)).toEqual(all);
    expect(await seenBy(elsewhere)).toEqual(none);
    expect(await seenBy(residentActor(await newPerson('路人')))).toEqual(none);
    expect(await seenBy(publicActor)).toEqual(none);
    expect((await city.context.read(agent, myCases)).map((row) => row.id)).toEqual([id]);
    expect((await city.context.read(residentActor(personId), myCases)).map((row) => row.id)).toEqual([id]);
  });

  test('代办人可以撤回代办的申请', async () => {
    const personId = await newPerson('赵奶奶');
    const agent = residentActor(await newPerson('赵孙'));
    const { id } = must(await openTest(city.context, agent, { personId, name: '赵奶奶', division: 上坪村 }));
    must(await perform(city.context, agent, id, 'withdraw'));
    expect(await stored(id)).toMatchObject({ state: 'withdrawn', outcome: 'withdrawn', holder: null });
  });

  test('应用角色不能改、不能删办理经过，不能删办件', async () => {
    const { id } = await opened();
    for (const statement of [
      sql`update case_event set opinion = '改' where case_id = ${id}`,
      sql`delete from case_event where case_id = ${id}`,
      sql`delete from service_case where id = ${id}`,
    ])
      await expect(city.context.write(clerk, (tx) => tx.run(statement))).rejects.toMatchObject({ code: '42501' });
  });

  test('经过里的数据是密文；申请人看不到内部数据', async () => {
    const { id, personId } = await opened();
    must(await perform(city.context, clerk, id, 'accept'));
    must(await perform(city.context, clerk, id, 'note', { text: '查过' }));
    const { rows } = await city.owner.query(
      `select encode(data, 'escape') as data from case_event where case_id = '${id}' and data is not null`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].data).not.toContain('标记查过');
    const own = must(await city.context.write(residentActor(personId), (tx) => caseView(tx, id)));
    expect(own.events.at(-1)).toMatchObject({ zh: '记录', data: null });
    expect(own.allowedActions.map((a) => a.action)).toEqual(['withdraw']);
    const office = must(await city.context.write(clerk, (tx) => caseView(tx, id)));
    expect(office.events.at(-1)?.data).toEqual({ secret: '标记查过' });
  });
});
