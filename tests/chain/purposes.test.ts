/** 看完整号码要说为什么，为了办件的选哪一件；档案、家庭、标准上的按钮由服务端说. Over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { type Api, type Browser, startApi } from '../api.ts';

let api: Api;
let clerk: Browser;
let person: string;
let kase: string;
const fresh = storyOf('fresh');
const other = storyOf('paid');

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(fresh, other);
  clerk = await api.staff('xiang');
  kase = await api.apply(fresh, await api.resident(fresh));
  person = (await clerk.case(kase)).applicantPersonId;
});
afterAll(() => api?.stop());

const reveal = (by: Browser, body: object, id = person) =>
  by.call('POST', `/api/persons/${id}/reveal`, { field: 'idNumber', ...body });
const looks = async (id = person) =>
  (
    await api.owner.query<{ purpose: string; case_id: string | null }>(
      "select purpose, case_id from audit_log where action = 'person.revealed' and person_id = $1 order by recorded_at, id",
      [id],
    )
  ).rows;

describe('查看完整号码', () => {
  test('为了办件的，从这个人在办的办件里选；事由和办件一起留下记录', async () => {
    const { fields } = await clerk.get(`/api/persons/${person}/purposes`);
    expect(fields.map((f: { name: string }) => f.name)).toEqual(['for', 'caseId', 'purpose']);
    expect(fields[1].choices).toEqual([{ value: kase, label: '最低生活保障审核确认 还没有办件号（已提交）' }]);
    const { household } = await clerk.get(`/api/persons/${person}`);
    expect((await clerk.get(`/api/households/${household.id}/purposes`)).fields[1].choices).toEqual(fields[1].choices);
    expect((await reveal(clerk, { for: 'case', caseId: kase })).body.value).toBe(fresh.persons[0]!.idNumber);
    expect(await looks()).toEqual([{ purpose: '办理一件办件：最低生活保障审核确认 还没有办件号（已提交）', case_id: kase }]);
  });

  test('不说事由、说为了办件而不选、选别人的办件、写得太短：都看不到，也没有记录', async () => {
    const before = (await looks()).length;
    const code = async (body: object) => (await reveal(clerk, body)).body.error?.code;
    expect(await code({})).toBe('PURPOSE_REQUIRED');
    expect(await code({ purpose: '核对' })).toBe('PURPOSE_REQUIRED');
    expect(await code({ for: 'case' })).toBe('PURPOSE_CASE');
    expect(await code({ for: 'case', caseId: '019f5c00-0000-7000-8000-000000000000' })).toBe('PURPOSE_CASE');
    expect(await code({ for: 'contact', purpose: '电' })).toBe('PURPOSE_REQUIRED');
    expect(await code({ for: 'contact', purpose: '电话通知补交材料' })).toBeUndefined();
    expect((await looks()).slice(before)).toEqual([{ purpose: '联系本人或家人：电话通知补交材料', case_id: null }]);
  });

  test('没有在办的办件，就没有“办理一件办件”可选；办结的不能再拿来当事由', async () => {
    const [stranger] = (await clerk.get(`/api/persons?idNumber=${other.persons[0]!.idNumber}`)).persons;
    const { fields } = await clerk.get(`/api/persons/${stranger.id}/purposes`);
    expect(fields.map((f: { name: string }) => f.name)).toEqual(['for', 'purpose']);
    expect(fields[0].choices.map((c: { value: string }) => c.value)).toEqual(['contact', 'identity', 'clue', 'other']);
    await (await api.resident(fresh)).act(kase, 'withdraw', { reason: '先不申请了' });
    expect((await reveal(clerk, { for: 'case', caseId: kase })).body.error.code).toBe('PURPOSE_CASE');
  });

  test('审计人员没有“查看完整”；辖区以外的人连事由也不问', async () => {
    expect((await (await api.staff('shenji')).get(`/api/persons/${person}`)).reveals).toEqual([]);
    expect((await clerk.get(`/api/persons/${person}`)).reveals).toContain('idNumber');
    expect((await (await api.staff('wenquan')).call('GET', `/api/persons/${person}/purposes`)).status).toBe(404);
  });

  test('家庭地址也要说事由', async () => {
    const { household } = await clerk.get(`/api/persons/${person}`);
    expect((await clerk.call('POST', `/api/households/${household.id}/address`, {})).body.error.code).toBe('PURPOSE_REQUIRED');
  });
});

describe('按钮由服务端说', () => {
  const offered = async (login: string, url: string): Promise<string[]> =>
    (await (await api.staff(login)).get(url)).actions.map((a: { action: string }) => a.action);

  test('在世的人：村里能报告，乡镇能登记，负责人没有可办的', async () => {
    const url = `/api/persons/${person}`;
    expect(await offered('cun', url)).toEqual(['reportDeath']);
    expect(await offered('xiang', url)).toEqual(['reportDeath', 'registerDeath', 'proposeMerge']);
    expect(await offered('xianghe', url)).toEqual([]);
    expect(await offered('shenji', url)).toEqual([]);
    expect((await clerk.get(url)).mayApply).toBe(true);
    expect((await (await api.staff('xian')).get(url)).mayApply).toBe(true);
    expect((await (await api.staff('xianzhang')).get(url)).mayApply).toBe(false);
  });

  test('按钮上写的地址就是受理的地址：报告以后多出撤回，撤回以后没有了', async () => {
    const url = `/api/persons/${person}`;
    const act = async (action: string, input: object) => {
      const offer = (await clerk.get(url)).actions.find((a: { action: string }) => a.action === action);
      await clerk.post(offer.to, { ...offer.fixed, ...input });
    };
    await act('reportDeath', { diedOn: '2026-03-01', source: '邻居说的' });
    expect(await offered('xiang', url)).toContain('withdrawDeath');
    await act('withdrawDeath', { reason: 'wrong-person', paper: '当面见到本人' });
    expect(await offered('xiang', url)).not.toContain('withdrawDeath');
  });

  test('家庭：乡镇经办人能变更户主，看从前某一天的时候没有按钮；村里没有', async () => {
    const { household } = await clerk.get(`/api/persons/${person}`);
    const url = `/api/households/${household.id}`;
    expect(await offered('xiang', url)).toEqual(['changeHead']);
    expect(await offered('xiang', `${url}?validOn=2026-03-01`)).toEqual([]);
    expect(await offered('cun', url)).toEqual([]);
  });

  test('标准：须预演的拟定方案，其余的录入；不管标准的岗位没有', async () => {
    const actions = async (login: string, key: string) =>
      (await (await api.staff(login)).get(`/api/parameters?key=${key}`)).rows[0].actions;
    expect(await actions('xianzhang', 'NOTICE-DAYS')).toEqual([{ action: 'enter', zh: '录入新标准' }]);
    expect(await actions('xianzhang', 'DB-STD-U')).toEqual([{ action: 'propose', zh: '拟定方案' }]);
    expect(await actions('xiang', 'NOTICE-DAYS')).toEqual([]);
  });
});
