/** 合错了: a merge is undone by two officers, by the record of what it moved; and two files with identity numbers of which one is wrong. Over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { systemActor } from '../../src/kernel/access/server.ts';
import { grantEntitlement, recordPayoutAccount } from '../../src/kernel/payment/server.ts';
import { factsAsOf, householdOf, makeIdNumber, recordFact, registerHousehold } from '../../src/kernel/resident/server.ts';
import type { Result } from '../../src/kernel/result/index.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Api, type Browser, startApi } from '../api.ts';

let api: Api;
let clerk: Browser;
let leader: Browser;
let county: Browser;
const VILLAGE = '421202100001';
const fresh = storyOf('fresh');

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(fresh);
  [clerk, leader, county] = (await Promise.all(['xiang', 'xianghe', 'xian'].map(api.staff))) as [Browser, Browser, Browser];
});
afterAll(() => api?.stop());

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.code} ${JSON.stringify(result.params)}`);
  return result.value;
};
const system = <T>(work: Parameters<typeof api.context.write<T>>[1]) =>
  api.context.write(systemActor('test', api.context.city), work);
let number = 0;
const register = async (name: string, birthDate: string, more: object = {}): Promise<string> =>
  (
    await clerk.post('/api/persons', {
      name,
      idKind: 'temporary',
      idNumber: `U${String(++number).padStart(4, '0')}`,
      sex: 'female',
      birthDate,
      division: VILLAGE,
      ...more,
    })
  ).id;
const card = (name: string, birthDate: PlainDate, sequence: number, more: object = {}): Promise<string> =>
  register(name, birthDate, { idKind: 'resident-id', idNumber: makeIdNumber('421202', birthDate, sequence), ...more });
const grant = (personId: string, programme: string, groups: string[]) =>
  system(async (tx) =>
    must(
      await grantEntitlement(tx, {
        programme,
        exclusiveGroups: groups,
        householdId: null,
        personId,
        division: VILLAGE,
        memberIds: [personId],
        fromMonth: '2026-02',
        amountFen: 100_00,
        breakdown: [],
        decisionId: null,
        parameterIds: [],
      }),
    ),
  );
const account = (personId: string, tail: string) =>
  system(async (tx) =>
    must(
      await recordPayoutAccount(tx, {
        personId,
        division: VILLAGE,
        bank: '农商行',
        number: `62170000100012345${tail}`,
        holder: '某人',
      }),
    ),
  );
const merge = async (survivor: string, merged: string): Promise<string> => {
  const { id } = await clerk.post(`/api/persons/${survivor}/merge`, {
    otherId: merged,
    keep: 'this',
    paper: '户口簿，当面核对本人',
  });
  await leader.post(`/api/merges/${id}/decision`, { decision: 'confirm' });
  return id;
};
const ask = (mergeId: string, more: object = {}, by = clerk) =>
  by.post(`/api/merges/${mergeId}/unmerge`, { paper: '两人同时到窗口，当面核对', ...more });
const confirm = (id: string) => leader.post(`/api/unmerges/${id}/decision`, { decision: 'confirm' });
const holders = async (table: string, ids: readonly string[], column = 'person_id'): Promise<string[]> =>
  (await api.owner.query(`select ${column} as id from ${table} where ${column} = any ($1) order by 1`, [ids])).rows.map(
    (r) => r.id,
  );

describe('撤销合并', () => {
  test('一人提出，另一人确认；先说清楚回去多少、留下多少；待遇、账户、证件、办件、家庭都回到各自的一份', async () => {
    const twin = await register('孙静', '1988-05-05');
    const survivor = await card('孙静', '1988-05-05', 22);
    const household = await system(async (tx) =>
      must(
        await registerHousehold(tx, { division: VILLAGE, urbanRural: 'rural', headId: twin, members: [], from: '2020-01-01' }),
      ),
    );
    const { id: entitlement } = await grant(twin, 'disability-living', ['disability-living']);
    await account(twin, '61');
    await account(survivor, '62');
    await system(async (tx) =>
      must(
        await recordFact(tx, {
          subject: { kind: 'person', id: twin },
          kind: 'certificate',
          value: { number: 'ZJ-7' },
          source: '窗口',
          validFrom: '2026-01-01',
        }),
      ),
    );
    const mergeId = await merge(survivor, twin);
    await api.run();
    expect((await clerk.get(`/api/persons/${twin}`)).person.id).toBe(survivor);
    const newer = await grant(survivor, 'nursing', ['nursing']);
    const { merged } = await clerk.get(`/api/persons/${survivor}`);
    expect(merged).toMatchObject([{ mergeId, undoable: true, actions: [{ action: 'proposeUnmerge' }] }]);
    const { fields } = await clerk.get(`/api/merges/${mergeId}/unmerge-form`);
    expect(fields.map((field: { label: string }) => field.label)).toEqual([
      '依据（凭什么说不是同一个人）',
      '合并以后新确定的待遇',
    ]);

    const { id } = await ask(mergeId);
    expect(await clerk.refused(`/api/merges/${mergeId}/unmerge`, { paper: '再提一次试试' })).toMatchObject({
      code: 'UNMERGE_OPEN',
    });
    const shown = (await leader.get(`/api/persons/${survivor}`)).unmerge;
    expect(shown).toMatchObject({ id, mine: false, merged: { id: twin } });
    expect(shown.back).toContainEqual({ zh: '待遇', count: 1 });
    expect(shown.stays).toContainEqual({ zh: '待遇', count: 1 });
    expect(await clerk.call('POST', `/api/unmerges/${id}/decision`, { decision: 'confirm' })).toMatchObject({ status: 403 });
    await confirm(id);
    await api.run();

    expect((await clerk.get(`/api/persons/${twin}`)).person.id).toBe(twin);
    expect(await holders('entitlement', [survivor, twin])).toEqual([survivor, twin].sort());
    for (const table of ['entitlement', 'entitlement_member', 'entitlement_version', 'entitlement_exclusion'])
      expect([
        table,
        (
          await api.owner.query(
            `select distinct person_id from ${table} where ${table === 'entitlement' ? 'id' : 'entitlement_id'} = $1`,
            [entitlement],
          )
        ).rows,
      ]).toEqual([table, [{ person_id: twin }]]);
    expect((await api.owner.query('select person_id from entitlement where id = $1', [newer.id])).rows).toEqual([
      { person_id: survivor },
    ]);
    const open = await api.owner.query(
      'select person_id from payout_account where person_id = any ($1) and valid_to is null order by 1',
      [[survivor, twin]],
    );
    expect(open.rows.map((row) => row.person_id)).toEqual([survivor, twin].sort());
    await system(async (tx) => {
      expect(await householdOf(tx, twin)).toMatchObject({ id: household.id, headId: twin });
      expect(await householdOf(tx, survivor)).toBeNull();
      const certificate = (personId: string) =>
        factsAsOf(tx, { kind: 'person', id: personId }, { validOn: '2026-03-02', kinds: ['certificate'] });
      expect((await certificate(twin))[0]?.value).toEqual({ number: 'ZJ-7' });
      expect(await certificate(survivor)).toEqual([]);
      return null;
    });
    const found = (await clerk.get(`/api/persons?text=${encodeURIComponent('孙静')}`)).persons.map((p: { id: string }) => p.id);
    expect(found.sort()).toEqual([survivor, twin].sort());
    const { rows } = await api.owner.query("select payload from domain_event where type = 'person.unmerged'");
    expect(rows).toEqual([{ payload: { survivorId: survivor, mergedId: twin, decidedOn: '2026-03-02' } }]);
    const audited = await api.owner.query(
      "select actor_name, action from audit_log where subject_id = $1 and action like 'person.unmerge%' order by recorded_at, id",
      [twin],
    );
    expect(audited.rows).toEqual([
      { actor_name: '李建国', action: 'person.unmerge-proposed' },
      { actor_name: '周志强', action: 'person.unmerged' },
    ]);
    expect(await clerk.refused(`/api/merges/${mergeId}/unmerge`, { paper: '再撤一次试试' })).toMatchObject({
      code: 'UNMERGE_NONE',
    });
    expect(api.errors).toEqual([]);
    // 分开以后还能再合、再分。
    await confirm((await ask(await merge(survivor, twin))).id);
    expect((await clerk.get(`/api/persons/${twin}`)).person.id).toBe(twin);
  });

  test('合并以后新立的办件和待遇，勾选的归恢复出来的一份；没有勾选的留下；别人的选不了', async () => {
    const survivor = (await clerk.get(`/api/persons?idNumber=${fresh.persons[0]!.idNumber}`)).persons[0].id;
    const twin = await register('刘志明', '1985-03-10', {
      sex: 'male',
      birthDate: (await clerk.get(`/api/persons/${survivor}`)).person.birthDate,
    });
    const mergeId = await merge(survivor, twin);
    const kase = await api.apply(fresh, await api.resident(fresh));
    const { id: later } = await grant(survivor, 'nursing', ['nursing']);
    const { fields } = await clerk.get(`/api/merges/${mergeId}/unmerge-form`);
    expect(fields[1].choices).toMatchObject([{ value: kase, label: expect.stringContaining('最低生活保障审核确认') }]);
    expect(await clerk.refused(`/api/merges/${mergeId}/unmerge`, { paper: '当面核对', cases: [later] })).toMatchObject({
      code: 'UNMERGE_FOREIGN',
    });
    await confirm((await ask(mergeId, { cases: [kase], entitlements: [later] })).id);
    expect((await clerk.case(kase)).applicantPersonId).toBe(twin);
    expect(await holders('case_event', [survivor, twin], 'applicant_person_id')).toEqual([twin]);
    expect(
      (
        await api.owner.query('select person_id from case_person where case_id = $1 and person_id = any ($2)', [
          kase,
          [survivor, twin],
        ])
      ).rows,
    ).toEqual([{ person_id: twin }]);
    for (const table of ['entitlement', 'entitlement_member'])
      expect(
        (
          await api.owner.query(
            `select person_id from ${table} where ${table === 'entitlement' ? 'id' : 'entitlement_id'} = $1`,
            [later],
          )
        ).rows,
      ).toEqual([{ person_id: twin }]);
  });

  test('退回要写理由；提出的人可以撤回；合并以后去世的先核实是哪一位', async () => {
    const twin = await register('周兰', '1979-09-09');
    const survivor = await card('周兰', '1979-09-09', 24);
    const mergeId = await merge(survivor, twin);
    const { id } = await ask(mergeId, {}, county);
    expect(await county.refused(`/api/unmerges/${id}/decision`, { decision: 'confirm' })).toMatchObject({ code: 'MERGE_OWN' });
    expect(await leader.refused(`/api/unmerges/${id}/decision`, { decision: 'reject' })).toMatchObject({ code: 'MERGE_NOTE' });
    await leader.post(`/api/unmerges/${id}/decision`, { decision: 'reject', note: '是同一个人，已上门见到' });
    expect((await leader.get(`/api/persons/${survivor}`)).unmerge).toBeNull();
    const again = await ask(mergeId);
    await clerk.post(`/api/unmerges/${again.id}/withdraw`);
    expect(await leader.refused(`/api/unmerges/${again.id}/decision`, { decision: 'confirm' })).toMatchObject({
      code: 'UNMERGE_NONE',
    });
    const third = await ask(mergeId);
    await clerk.post(`/api/persons/${survivor}/death`, { diedOn: '2026-03-01', source: '邻居说的' });
    expect(await leader.refused(`/api/unmerges/${third.id}/decision`, { decision: 'confirm' })).toMatchObject({
      code: 'MERGE_LIFE',
    });
    expect((await clerk.get(`/api/persons/${twin}`)).person.id).toBe(survivor);
  });

  test('并入过两份的，从最近的一次撤销起；早先没有记录的说明不能撤销', async () => {
    const survivor = await card('田梅', '1981-11-11', 26);
    const first = await register('田梅', '1981-11-11');
    const second = await register('田梅', '1981-11-11');
    const one = await merge(survivor, first);
    const two = await merge(survivor, second);
    const offered = async () =>
      (await clerk.get(`/api/persons/${survivor}`)).merged.map((m: { mergeId: string; actions: unknown[] }) => [
        m.mergeId,
        m.actions.length,
      ]);
    expect(await offered()).toEqual([
      [one, 0],
      [two, 1],
    ]);
    expect(await clerk.refused(`/api/merges/${one}/unmerge`, { paper: '当面核对' })).toMatchObject({ code: 'UNMERGE_LATER' });
    await confirm((await ask(two)).id);
    expect(await offered()).toEqual([[one, 1]]);
    await api.owner.query('update person_merge set mark = null where id = $1', [one]);
    expect(await clerk.refused(`/api/merges/${one}/unmerge`, { paper: '当面核对' })).toMatchObject({ code: 'UNMERGE_NO_RECORD' });
    expect(await offered()).toEqual([[one, 0]]);
  });
});

describe('一人两个居民身份证号码', () => {
  const wrong = makeIdNumber('421202', '1990-01-18', 21);

  test('要选明另一个号码为什么不用了，并上传证明；合并以后按从前的号码仍找到本人，但不能用它登录', async () => {
    const right = await card('金玉', '1990-01-08', 28);
    const mistyped = await register('金玉', '1990-01-18', { idKind: 'resident-id', idNumber: wrong, sex: 'male' });
    const given = { otherId: mistyped, keep: 'this', paper: '户口簿与身份证原件' };
    const asked = await clerk.refused(`/api/persons/${right}/merge`, given);
    expect(asked).toMatchObject({ code: 'MERGE_DIFFERENT' });
    expect(await clerk.refused(`/api/persons/${right}/merge`, { ...given, numberFault: 'wrong' })).toMatchObject({
      code: 'MERGE_PROOF',
    });
    const proof = await clerk.upload('identity-proof');
    const { id } = await clerk.post(`/api/persons/${right}/merge`, { ...given, numberFault: 'wrong', proof });
    const shown = (await leader.get(`/api/persons/${right}`)).merge;
    expect(shown).toMatchObject({ numberFault: 'wrong', proof: `/api/files/${proof}` });
    expect((await leader.call('GET', shown.proof)).status).toBe(200);
    await leader.post(`/api/merges/${id}/decision`, { decision: 'confirm' });
    expect((await clerk.get(`/api/persons?idNumber=${wrong}`)).persons[0].id).toBe(right);
    expect((await clerk.get(`/api/persons/${right}`)).merged).toMatchObject([{ numberFault: 'wrong' }]);
    const signIn = await api.visitor().call('POST', '/api/resident/code', { idNumber: wrong });
    expect(signIn.body.demoCode).toBeNull();
    await confirm((await ask(id)).id);
    expect((await clerk.get(`/api/persons?idNumber=${wrong}`)).persons[0].id).toBe(mistyped);
  });

  test('同名同生日、两份都有号码的：没有说明的不合，说是哪一处要填', async () => {
    const one = await card('龙芳', '1991-02-02', 22);
    const two = await card('龙芳', '1991-02-02', 24);
    const refused = await clerk.refused(`/api/persons/${one}/merge`, {
      otherId: two,
      keep: 'this',
      paper: '户口簿' + '，当面核对',
    });
    expect(refused).toMatchObject({ code: 'MERGE_TWO_CARDS', fields: [{ path: 'numberFault' }] });
  });
});
