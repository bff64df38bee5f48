/** 岗位代理: named by the leader for some days; both names on record; two who stand in for each other count as one. Over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { type Api, type Browser, carry, startApi } from '../api.ts';

let api: Api;
let leader: Browser;
let countyLeader: Browser;
const fresh = storyOf('fresh');

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(fresh);
  [leader, countyLeader] = (await Promise.all(['xianghe', 'xianzhang'].map(api.staff))) as [Browser, Browser];
});
afterAll(() => api?.stop());

type Choice = { value: string; label: string };
const choice = (list: readonly Choice[], name: string, duty = ''): string =>
  list.find(({ label }) => label.startsWith(name) && label.includes(duty))!.value;
const named = async (by: Browser, absent: string, deputy: string, days: { from: string; to: string }) => {
  const { absent: duties, deputies } = await by.get('/api/deputies/choices');
  return { dutyId: choice(duties, absent), userId: choice(deputies, deputy), ...days, reason: '外出培训' };
};
const march = { from: '2026-03-02', to: '2026-03-06' };
/** Goes over to the duty of the one who is away. */
const standIn = async (by: Browser, name: string): Promise<void> => {
  const { duties } = await by.get('/api/session');
  await by.post('/api/duty', { dutyId: duties.find((d: { zh: string }) => d.zh.includes(`（代${name}）`)).id });
};

describe('谁指定谁', () => {
  test('乡镇负责人给本乡镇的岗位指定；别人不能；自己的岗位不能自己指定', async () => {
    const { absent } = await leader.get('/api/deputies/choices');
    expect(absent.map((c: Choice) => c.label)).toEqual(expect.arrayContaining(['李建国（汀泗桥镇 乡镇经办人）']));
    expect(absent.some((c: Choice) => c.label.startsWith('周志强'))).toBe(false);
    expect((await (await api.staff('xiang')).call('GET', '/api/deputies')).status).toBe(403);
    const own = await countyLeader.get('/api/deputies/choices');
    const forLeader = {
      dutyId: choice(own.absent, '周志强'),
      userId: choice((await leader.get('/api/deputies/choices')).deputies, '李建国'),
      ...march,
      reason: '外出',
    };
    expect(await leader.refused('/api/deputies', forLeader)).toMatchObject({ code: 'DEPUTY_NOT_YOURS' });
  });

  test('不合适的人、过去的日子、同几天第二个人：说明白', async () => {
    const given = await named(leader, '李建国', '王芳', march);
    expect(await leader.refused('/api/deputies', { ...given, from: '2026-03-01' })).toMatchObject({ code: 'DEPUTY_DATES' });
    expect(await leader.refused('/api/deputies', { ...given, to: '2026-06-30' })).toMatchObject({ code: 'DEPUTY_DATES' });
    const village = await named(leader, '李建国', '陈秀兰', march);
    expect(await leader.refused('/api/deputies', village)).toMatchObject({
      code: 'DEPUTY_UNFIT',
      message: '陈秀兰不能代理“汀泗桥镇 乡镇经办人”。',
    });
    await leader.post('/api/deputies', given);
    expect(await leader.refused('/api/deputies', await named(leader, '李建国', '姜敏', march))).toMatchObject({
      code: 'DEPUTY_TAKEN',
      message: '这几天已经由王芳代理。',
    });
  });

  test('代理人收到消息；到期自动没有这个岗位', async () => {
    const wang = await api.staff('xiang2');
    expect((await wang.get('/api/messages')).items[0]).toMatchObject({ title: '请您代理岗位' });
    const duties = async () => (await wang.get('/api/session')).duties.map((d: { zh: string }) => d.zh);
    expect(await duties()).toEqual(['乡镇经办人', '乡镇经办人（代李建国）']);
    api.clock.set('2026-03-07T01:00:00.000Z');
    expect(await duties()).toEqual(['乡镇经办人']);
    api.clock.set('2026-03-07T01:00:00.000Z');
  });
});

describe('两个人算一个人', () => {
  let id: string;
  let clerk: Browser;
  test('经办人代理负责人：记下两个人的名字；自己提交的件，不能以负责人的岗位提出初审意见', async () => {
    id = await carry(api, fresh, 'reviewing');
    clerk = await api.staff('xiang');
    const today = api.clock.today();
    await countyLeader.post('/api/deputies', await named(countyLeader, '周志强', '李建国', { from: today, to: '2026-05-30' }));
    await standIn(clerk, '周志强');
    expect((await clerk.get('/api/session')).actor).toMatchObject({ name: '李建国（代周志强）', role: 'township-leader' });
    expect(await clerk.actRefused(id, 'giveOpinion', { opinion: '按核算结果提出意见。' })).toMatchObject({
      code: 'OWN_SUBMISSION',
    });
  });

  test('没有经手过的人代理负责人：可以办，经过和审计里都是“王芳（代周志强）”', async () => {
    const [row] = (await countyLeader.get('/api/deputies')).rows.filter((r: { mayEnd: boolean }) => r.mayEnd);
    await countyLeader.post(`/api/deputies/${row.id}/end`);
    expect((await clerk.call('GET', '/api/cases')).status).toBe(401);
    const today = api.clock.today();
    await countyLeader.post('/api/deputies', await named(countyLeader, '周志强', '王芳', { from: today, to: '2026-05-30' }));
    const wang = await api.staff('xiang2');
    await standIn(wang, '周志强');
    await wang.act(id, 'giveOpinion', { opinion: '按核算结果提出意见。' });
    const event = (await wang.case(id)).events.findLast((e) => e.action === 'giveOpinion')!;
    expect(event).toMatchObject({ actorName: '王芳（代周志强）', actorRole: '乡镇审核人' });
    const { rows } = await api.owner.query(
      "select actor_name, role from audit_log where action = 'case.giveOpinion' and case_id = $1",
      [id],
    );
    expect(rows).toEqual([{ actor_name: '王芳（代周志强）', role: 'township-leader' }]);
  });

  test('代理人以本人名义提出的，被代理的人不能确认；代理结束以后，代理期间提出的仍不能', async () => {
    const wang = await api.staff('xiang2');
    const { rows } = await api.owner.query("select id from person where name = '张丽华'");
    const url = `/api/persons/${rows[0].id}/death`;
    await wang.post(`${url}/registration`, { diedOn: api.clock.today(), proof: 'cremation', number: '火化2026-9' });
    await wang.post(`${url}/amendment`, { kind: 'revoke', reason: 'wrong-person', paper: '派出所证明' });
    const back = await api.staff('xianghe');
    const confirm = { decision: 'confirm' };
    expect(await back.refused(`${url}/amendment/decision`, confirm)).toMatchObject({ code: 'AMENDMENT_OWN' });
    expect((await back.get(`/api/persons/${rows[0].id}`)).deathAmendment).toMatchObject({ mine: true, actions: [] });
    const [running] = (await countyLeader.get('/api/deputies')).rows.filter((r: { mayEnd: boolean }) => r.mayEnd);
    await countyLeader.post(`/api/deputies/${running.id}/end`);
    api.clock.set(`${api.clock.today().slice(0, 8)}29T01:00:00.000Z`);
    expect(await back.refused(`${url}/amendment/decision`, confirm)).toMatchObject({ code: 'AMENDMENT_OWN' });
    await (await api.staff('xian')).post(`${url}/amendment/decision`, confirm);
  });
});
