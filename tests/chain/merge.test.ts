/** 一个人两份档案: proposed by one, confirmed by another; what moves, what stands against it, and that the old number finds the remaining file. Over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { systemActor } from '../../src/kernel/access/server.ts';
import { grantEntitlement, recordPayoutAccount } from '../../src/kernel/payment/server.ts';
import { factsAsOf, householdOf, makeIdNumber, recordFact, registerHousehold } from '../../src/kernel/resident/server.ts';
import type { Result } from '../../src/kernel/result/index.ts';
import { type Api, type Browser, startApi } from '../api.ts';

let api: Api;
let clerk: Browser;
let other: Browser;
let leader: Browser;
const VILLAGE = '421202100001';
/** 刘志明, 张丽华 and their child, registered as one household. */
const fresh = storyOf('fresh');
const wifeNumber = fresh.persons[1]!.idNumber;

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(fresh);
  [clerk, other, leader] = (await Promise.all(['xiang', 'xiang2', 'xianghe'].map(api.staff))) as [Browser, Browser, Browser];
});
afterAll(() => api?.stop());

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.code} ${JSON.stringify(result.params)}`);
  return result.value;
};
const system = <T>(work: Parameters<typeof api.context.write<T>>[1]) =>
  api.context.write(systemActor('test', api.context.city), work);
const personOf = async (number: string): Promise<string> => (await clerk.get(`/api/persons?idNumber=${number}`)).persons[0].id;
const register = async (number: string, more: object = {}): Promise<string> =>
  (
    await clerk.post('/api/persons', {
      name: '张丽华',
      idKind: 'temporary',
      idNumber: number,
      sex: 'female',
      birthDate: '1987-07-22',
      division: VILLAGE,
      ...more,
    })
  ).id;
/** 张丽华's other file, by a temporary number. */
const temporary = async (): Promise<string> =>
  (await api.owner.query("select id from person where id_kind = 'temporary' and name = '张丽华' and merged_into is null")).rows[0]
    .id;
const propose = (id: string, otherId: string, keep: 'this' | 'other' = 'this', by: Browser = clerk) =>
  by.post(`/api/persons/${id}/merge`, { otherId, keep, paper: '户口簿，当面核对本人' });
const proposeRefused = (id: string, otherId: string, keep: 'this' | 'other' = 'this', by: Browser = clerk) =>
  by.refused(`/api/persons/${id}/merge`, { otherId, keep, paper: '户口簿，当面核对本人' });
const decide = { decision: 'confirm' };
const grant = (personId: string, programme: string, groups: string[], memberIds = [personId]) =>
  system(async (tx) =>
    must(
      await grantEntitlement(tx, {
        programme,
        exclusiveGroups: groups,
        householdId: null,
        personId,
        division: VILLAGE,
        memberIds,
        fromMonth: '2026-02',
        amountFen: 100_00,
        breakdown: [],
        decisionId: null,
        parameterIds: [],
      }),
    ),
  );

describe('提出', () => {
  test('同名、同性别、同一天出生的列出来选；别的按号码找', async () => {
    const wife = await personOf(wifeNumber);
    const twin = await register('L0001');
    const { fields } = await clerk.get(`/api/persons/${wife}/merge-form`);
    expect(fields[0].choices.map((c: { value: string }) => c.value)).toEqual([twin, 'number']);
    const offered = (await clerk.get(`/api/persons/${wife}`)).actions.map((a: { action: string }) => a.action);
    expect(offered).toContain('proposeMerge');
    expect((await leader.get(`/api/persons/${wife}`)).actions.map((a: { action: string }) => a.action)).not.toContain(
      'proposeMerge',
    );
  });

  test('保留没有身份证号码的一份、两份都有身份证号码、性别不同、不在辖区：各说各的', async () => {
    const wife = await personOf(wifeNumber);
    const twin = await temporary();
    const husband = await personOf(fresh.persons[0]!.idNumber);
    expect(await proposeRefused(twin, wife)).toMatchObject({ code: 'MERGE_KEEP_CARD' });
    expect(await proposeRefused(wife, husband)).toMatchObject({ code: 'MERGE_DIFFERENT' });
    expect(await proposeRefused(wife, wife)).toMatchObject({ code: 'MERGE_NO_OTHER' });
    expect(await proposeRefused(wife, twin, 'this', await api.staff('wenquan'))).toMatchObject({ status: 404 });
    expect((await (await api.staff('cun')).call('POST', `/api/persons/${wife}/merge`, {})).status).toBe(403);
  });

  test('提出以后可以撤回；撤回的留下记录', async () => {
    const wife = await personOf(wifeNumber);
    const twin = await temporary();
    const { id } = await propose(wife, twin);
    expect(await proposeRefused(twin, wife, 'other')).toMatchObject({ code: 'MERGE_OPEN' });
    const mine = (await clerk.get(`/api/persons/${twin}`)).merge;
    expect(mine).toMatchObject({ id, mine: true, obstacles: [] });
    expect(mine.actions.map((a: { action: string }) => a.action)).toEqual(['withdraw']);
    expect(await leader.call('POST', `/api/merges/${id}/withdraw`)).toMatchObject({ status: 403 });
    await clerk.post(`/api/merges/${id}/withdraw`);
    expect((await clerk.get(`/api/persons/${wife}`)).merge).toBeNull();
    expect(await leader.refused(`/api/merges/${id}/decision`, decide)).toMatchObject({ code: 'MERGE_NONE' });
  });
});

describe('确认', () => {
  test('提出人不能确认；另一人确认以后：旧编号、旧号码找到保留的一份，查找只列一份，家庭、待遇、账户、证件都在', async () => {
    const wife = await personOf(wifeNumber);
    const twin = await temporary();
    await clerk.post(`/api/persons/${twin}/death`, { diedOn: '2026-03-01', source: '邻居说的' });
    expect(await proposeRefused(wife, twin)).toMatchObject({ code: 'MERGE_LIFE' });
    await clerk.post(`/api/persons/${twin}/death/withdraw`, { reason: 'wrong-person', paper: '当面见到本人' });
    await grant(twin, 'disability-living', ['disability-living']);
    await system(async (tx) => {
      must(
        await recordPayoutAccount(tx, {
          personId: twin,
          division: VILLAGE,
          bank: '农商行',
          number: '6217000010001234565',
          holder: '张丽华',
        }),
      );
      must(
        await recordFact(tx, {
          subject: { kind: 'person', id: twin },
          kind: 'certificate',
          value: { number: 'ZJ-1' },
          source: '窗口',
          validFrom: '2026-01-01',
        }),
      );
      return null;
    });
    // 以另一份档案提出的一件
    const kase = await api.apply(fresh, await api.resident(fresh));
    const mistaken = [kase, await personOf(fresh.persons[0]!.idNumber), twin];
    await api.owner.query(
      'update service_case set applicant_person_id = $3 where id = $1 and applicant_person_id = $2',
      mistaken,
    );
    await api.owner.query('update case_person set person_id = $3 where case_id = $1 and person_id = $2', mistaken);
    await api.owner.query(
      'update case_event set applicant_person_id = $3 where case_id = $1 and applicant_person_id = $2',
      mistaken,
    );
    const { id } = await propose(wife, twin);
    expect(await clerk.call('POST', `/api/merges/${id}/decision`, decide)).toMatchObject({ status: 403 });
    await clerk.post(`/api/merges/${id}/withdraw`);
    const county = await api.staff('xian');
    const { id: again } = await propose(wife, twin, 'this', county);
    expect(await county.refused(`/api/merges/${again}/decision`, decide)).toMatchObject({ code: 'MERGE_OWN' });
    expect((await leader.get('/api/messages')).items[0]).toMatchObject({ title: '两份档案合并待确认' });
    await leader.post(`/api/merges/${again}/decision`, decide);
    await api.run();
    const old = await clerk.get(`/api/persons/${twin}`);
    expect(old.person.id).toBe(wife);
    expect(old.merged).toMatchObject([{ person: { id: twin, idKind: 'temporary' }, on: '2026-03-02' }]);
    const found = (await clerk.get(`/api/persons?text=${encodeURIComponent('张丽华')}`)).persons.map((p: { id: string }) => p.id);
    expect(found).toEqual([wife]);
    expect(
      await clerk.refused('/api/persons', {
        name: '张丽华',
        idKind: 'temporary',
        idNumber: 'L0001',
        sex: 'female',
        birthDate: '1987-07-22',
        division: VILLAGE,
      }),
    ).toMatchObject({ code: 'PERSON_EXISTS' });
    await system(async (tx) => {
      expect((await householdOf(tx, wife))?.members).toHaveLength(3);
      expect(
        (await factsAsOf(tx, { kind: 'person', id: wife }, { validOn: '2026-03-02', kinds: ['certificate'] }))[0]?.value,
      ).toEqual({ number: 'ZJ-1' });
      return null;
    });
    const at = async (table: string) =>
      (await api.owner.query(`select person_id from ${table} where person_id in ($1, $2)`, [wife, twin])).rows.map(
        (r) => r.person_id,
      );
    for (const table of ['entitlement', 'entitlement_member', 'entitlement_exclusion', 'entitlement_version', 'payout_account'])
      expect([table, await at(table)]).toEqual([table, [wife]]);
    expect((await clerk.case(kase)).applicantPersonId).toBe(wife);
    expect((await clerk.get(`/api/persons/${twin}/sections/cases`)).content.map((c: { id: string }) => c.id)).toEqual([kase]);
    const told = await api.owner.query('select distinct applicant_person_id as id from case_event where case_id = $1', [kase]);
    expect(told.rows).toEqual([{ id: wife }]);
    const { rows } = await api.owner.query("select payload from domain_event where type = 'person.merged'");
    expect(rows).toEqual([{ payload: { survivorId: wife, mergedId: twin, decidedOn: '2026-03-02' } }]);
    const looked = await api.owner.query("select distinct actor_name from audit_log where action = 'person.merged'");
    expect(looked.rows).toEqual([{ actor_name: '周志强' }]);
    expect(api.errors).toEqual([]);
  });

  test('家庭成员按两个时间换人：从前知道的照旧，现在知道的是保留的一份', async () => {
    const twin = await register('L0002', { name: '何新', birthDate: '1990-01-01' });
    const card = await register(makeIdNumber('421202', '1990-01-01', 24), {
      name: '何新',
      idKind: 'resident-id',
      birthDate: '1990-01-01',
    });
    const household = await system(async (tx) =>
      must(
        await registerHousehold(tx, { division: VILLAGE, urbanRural: 'rural', headId: twin, members: [], from: '2020-01-01' }),
      ),
    );
    const before = api.clock.now();
    api.clock.set('2026-03-03T01:00:00.000Z');
    const { id } = await propose(card, twin);
    await leader.post(`/api/merges/${id}/decision`, decide);
    const now = await clerk.get(`/api/households/${household.id}`);
    expect(now.household).toMatchObject({
      headId: card,
      members: [{ personId: card, relation: 'head', validFrom: '2020-01-01' }],
    });
    const then = await clerk.get(`/api/households/${household.id}?knownOn=${before.slice(0, 10)}`);
    expect(then.household.members.map((m: { personId: string }) => m.personId)).toEqual([twin]);
  });

  test('两份都在领取的：先停发其中一份才能合并；停了的留在原档案里，请县里核实是否多发', async () => {
    const card = await register(makeIdNumber('421202', '1992-02-02', 22), {
      name: '贺平',
      idKind: 'resident-id',
      birthDate: '1992-02-02',
    });
    const twin = await register('L0003', { name: '贺平', birthDate: '1992-02-02' });
    await grant(card, 'dibao', ['basic-living']);
    const second = await grant(twin, 'dibao', ['basic-living']);
    const { id, obstacles } = await propose(card, twin);
    expect(obstacles).toEqual(['两份档案都在领取“最低生活保障”或者与它不能同时领取的待遇，请先停发其中一份']);
    expect((await leader.get(`/api/persons/${card}`)).merge.actions.map((a: { action: string }) => a.action)).toEqual(['reject']);
    expect(await leader.refused(`/api/merges/${id}/decision`, decide)).toMatchObject({
      code: 'MERGE_OBSTACLES',
      message: '现在还不能合并：两份档案都在领取“最低生活保障”或者与它不能同时领取的待遇，请先停发其中一份。',
    });
    await api.owner.query("update entitlement set state = 'ended', to_month = '2026-03', end_reason = '重复' where id = $1", [
      second.id,
    ]);
    await api.owner.query("update entitlement_member set to_month = '2026-03' where entitlement_id = $1", [second.id]);
    await leader.post(`/api/merges/${id}/decision`, decide);
    const { rows } = await api.owner.query("select person_id, state from entitlement where programme = 'dibao' order by state");
    expect(rows).toEqual([
      { person_id: card, state: 'active' },
      { person_id: twin, state: 'ended' },
    ]);
    const told = (await (await api.staff('xian')).get('/api/messages')).items[0];
    expect(told.body).toContain('贺平的两份档案已合并');
  });

  test('同一家的待遇把一个人算了两次：先减去一个，再合并', async () => {
    const card = await register(makeIdNumber('421202', '1994-04-04', 28), {
      name: '方成',
      idKind: 'resident-id',
      birthDate: '1994-04-04',
    });
    const twin = await register('L0005', { name: '方成', birthDate: '1994-04-04' });
    const { id: entitlement } = await grant(card, 'dibao', ['basic-living'], [card, twin]);
    const { id, obstacles } = await propose(card, twin);
    expect(obstacles).toEqual(['同一家的“最低生活保障”把这个人算了两次，请先复核，减去其中一个']);
    await api.owner.query("update entitlement_member set to_month = '2026-03' where entitlement_id = $1 and person_id = $2", [
      entitlement,
      twin,
    ]);
    await leader.post(`/api/merges/${id}/decision`, decide);
    const { rows } = await api.owner.query('select person_id, state from entitlement where id = $1', [entitlement]);
    expect(rows).toEqual([{ person_id: card, state: 'active' }]);
    expect((await clerk.get(`/api/persons/${twin}`)).person.id).toBe(card);
  });

  test('两份里各有一条还在执行、只许有一条的记录：说出是什么，一点也不改', async () => {
    const card = await register(makeIdNumber('421202', '1993-03-03', 26), {
      name: '邓安',
      idKind: 'resident-id',
      birthDate: '1993-03-03',
    });
    const twin = await register('L0004', { name: '邓安', birthDate: '1993-03-03' });
    for (const person of [card, twin])
      await api.owner.query(
        "insert into rehab_absence (id, person_id, division, kind, from_on) values (gen_random_uuid(), $1, $2, 'hospital', '2026-02-01')",
        [person, VILLAGE],
      );
    const { id } = await propose(card, twin);
    expect(await leader.refused(`/api/merges/${id}/decision`, decide)).toMatchObject({
      code: 'MERGE_CLASH',
      message: '两份档案里各有一条还在执行的“服务对象不在社区的日子”，不能合并。',
    });
    expect((await clerk.get(`/api/persons/${twin}`)).person.id).toBe(twin);
    expect((await other.get(`/api/persons/${card}`)).merge).toMatchObject({ id });
  });
});
