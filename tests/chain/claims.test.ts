/** 一个乡镇三位经办人: who works on which case, how it is handed on, and what a colleague is told. Over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { createUser, systemActor } from '../../src/kernel/access/server.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';

let api: Api;
let li: Browser;
let wang: Browser;
let zhao: Browser;
let leader: Browser;
let id: string;
const fresh = storyOf('fresh');

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(fresh);
  await api.context.write(systemActor('test', api.context.city), (tx) =>
    createUser(tx, {
      login: 'xiang3',
      name: '赵敏',
      division: '421202100000',
      demonstration: true,
      duties: [{ role: 'township-clerk', division: '421202100000', domain: 'all' }],
    }),
  );
  [li, wang, zhao, leader] = (await Promise.all(['xiang', 'xiang2', 'xiang3', 'xianghe'].map(api.staff))) as [
    Browser,
    Browser,
    Browser,
    Browser,
  ];
  id = await api.apply(fresh, await api.resident(fresh));
});
afterAll(() => api?.stop());

const claim = (by: Browser, action: string, input: object = {}) =>
  by.post(`/api/cases/${id}/claim`, { action, requestId: requestId(), input });
const claimRefused = (by: Browser, action: string, input: object = {}) =>
  by.refused(`/api/cases/${id}/claim`, { action, requestId: requestId(), input });
const listed = async (by: Browser, claimed?: string) =>
  (await by.get(`/api/cases?view=mine${claimed ? `&claim=${claimed}` : ''}`)).rows.map((row: { id: string }) => row.id);
const claimed = async (by: Browser) => {
  const kase = await by.case(id);
  return {
    by: kase.claiming?.by && { name: kase.claiming.by.name, mine: kase.claiming.by.mine, endsOn: kase.claiming.by.endsOn },
    may: kase.claiming?.actions.map((a) => a.zh) ?? [],
    acts: kase.allowedActions.map((a) => a.action),
  };
};
/** 赵敏的账号编号, as the form of a hand-over offers it. */
const colleague = async (by: Browser, name: string): Promise<string> =>
  (await by.case(id)).claiming!.actions.find((a) => a.action === 'handOver')!.fields[0]!.choices!.find((c) => c.label === name)!
    .value;

describe('领办', () => {
  test('没有人领的，三个人都能办，也都能领；只有一个人的岗位不用领', async () => {
    for (const clerk of [li, wang, zhao])
      expect(await claimed(clerk)).toMatchObject({ by: null, may: ['领办'], acts: expect.arrayContaining(['accept']) });
    expect(await li.get('/api/cases/shared')).toEqual({ shared: true });
    expect(await (await api.staff('wenquan')).get('/api/cases/shared')).toEqual({ shared: false });
    expect(await listed(wang, 'none')).toEqual([id]);
    expect(await listed(wang, 'mine')).toEqual([]);
  });

  test('李建国领了：别人看得到是谁领的，没有按钮，硬办也不行，话说得明白', async () => {
    await claim(li, 'claim');
    expect(await claimed(li)).toEqual({
      by: { name: '李建国', mine: true, endsOn: '2026-03-09' },
      may: ['转给他人', '交回'],
      acts: expect.arrayContaining(['accept']),
    });
    expect(await claimed(wang)).toEqual({ by: { name: '李建国', mine: false, endsOn: '2026-03-09' }, may: [], acts: [] });
    expect(await wang.actRefused(id, 'accept')).toMatchObject({
      status: 409,
      code: 'CASE_CLAIMED',
      message: '这一件由李建国领办，您不能同时办。',
    });
    expect(await claimRefused(wang, 'claim')).toMatchObject({ code: 'CASE_CLAIMED' });
    expect(await claimRefused(wang, 'release')).toMatchObject({ code: 'CLAIM_NOT_NOW' });
    expect([await listed(li, 'mine'), await listed(li, 'none'), await listed(wang, 'mine'), await listed(wang, 'none')]).toEqual([
      [id],
      [],
      [],
      [],
    ]);
    expect((await wang.get('/api/cases?view=mine')).rows[0].claim).toEqual({ name: '李建国', mine: false });
  });

  test('两个人同时领：一个领到，另一个被告知是谁领的', async () => {
    await claim(li, 'release');
    const both = await Promise.all(
      [wang, zhao].map((by) => by.call('POST', `/api/cases/${id}/claim`, { action: 'claim', requestId: requestId(), input: {} })),
    );
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(both.find((answer) => answer.status === 409)!.body.error.code).toBe('CASE_CLAIMED');
    await claim(leader, 'release');
  });

  test('转给同岗位的另一人：收到消息，接着由他办；不在这个岗位的人不能接', async () => {
    await claim(li, 'claim');
    expect(await claimRefused(li, 'handOver', { to: '019f5c00-0000-7000-8000-000000000000' })).toMatchObject({
      code: 'CLAIM_UNFIT',
      fields: [{ path: 'to', message: '请选择接手的人' }],
    });
    await claim(li, 'handOver', { to: await colleague(li, '赵敏'), note: '材料已经看过' });
    expect(await claimed(zhao)).toMatchObject({ by: { name: '赵敏', mine: true } });
    expect((await claimed(li)).acts).toEqual([]);
    const [message] = (await zhao.get('/api/messages')).items;
    expect(message).toMatchObject({ title: '有一件转给您办', caseId: id });
    expect(message.body).toContain('由李建国转给您接着办。材料已经看过');
  });

  test('负责人可以转办、可以放开；居民看不到谁在办', async () => {
    expect((await claimed(leader)).may).toEqual(['转给他人', '交回']);
    await claim(leader, 'handOver', { to: await colleague(leader, '李建国') });
    expect(await claimed(li)).toMatchObject({ by: { name: '李建国', mine: true } });
    expect((await (await api.resident(fresh)).case(id)).claiming).toBeNull();
    expect((await (await api.resident(fresh)).case(id)).claim).toBeNull();
  });

  test('件到别的岗位再回来，还是原来的人接着办；办一步，期限重新数', async () => {
    api.clock.set('2026-03-04T01:00:00.000Z');
    await li.act(id, 'accept');
    expect((await claimed(li)).by).toEqual({ name: '李建国', mine: true, endsOn: '2026-03-11' });
    await li.act(id, 'startSurvey');
    const checker = await api.staff('hedui');
    expect((await checker.case(id)).claim).toBeNull();
    await checker.act(id, 'startCheck');
    await api.run();
    api.clock.set('2026-03-20T01:00:00.000Z');
    await api.run();
    await checker.act(id, 'issueReport');
    expect((await claimed(wang)).by).toEqual({ name: '李建国', mine: false, endsOn: '2026-03-27' });
  });

  test('满5个工作日没有办：自动放开，谁都能接，件不再回到原来的人', async () => {
    api.clock.set('2026-03-28T01:00:00.000Z');
    expect(await claimed(wang)).toMatchObject({ by: null, may: ['领办'] });
    expect((await claimed(wang)).acts.length).toBeGreaterThan(0);
    expect(await listed(wang, 'none')).toEqual([id]);
    await claim(wang, 'claim');
    expect((await claimed(li)).acts).toEqual([]);
  });

  test('每一次都留下记录', async () => {
    const { rows } = await api.owner.query<{ action: string; actor_name: string }>(
      "select actor_name, action from audit_log where case_id = $1 and action in ('case.claimed', 'case.released', 'case.handed-over') order by recorded_at, id",
      [id],
    );
    expect(
      rows.map((r) => `${r.actor_name} ${r.action}`).filter((row) => !/王芳|赵敏/.test(row) || row.startsWith('王芳')),
    ).toEqual(
      expect.arrayContaining([
        '李建国 case.claimed',
        '李建国 case.released',
        '李建国 case.handed-over',
        '周志强 case.handed-over',
      ]),
    );
  });
});
