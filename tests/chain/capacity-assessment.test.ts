/** 老年人能力评估: applied for, two assessors at the door, another officer looks at it, the person is told, it holds; and what happens who does not agree. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scores } from '../../src/domains/elderly-care/assessment/fixtures.ts';
import { type Api, type Browser, startApi } from '../api.ts';
import { elderDesk, W2 } from '../elders.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;
let two: { first: Browser; third: Browser };
let ids: Awaited<ReturnType<Awaited<ReturnType<typeof elderDesk>>['assessors']>>;

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  desk = await elderDesk(api);
  ids = await desk.assessors();
  two = { first: await api.staff('pinggu1'), third: await api.staff('pinggu3') };
});
afterAll(() => api?.stop());

type Group = { title: string; rows: { label: string; value: string }[] };
const facts = (view: { sections: { concluded?: Group[]; facts: Group[] } }, title: string) =>
  [...(view.sections.concluded ?? []), ...view.sections.facts].find((group) => group.title === title)?.rows ?? null;
const told = async (personId: string): Promise<string[]> =>
  (await api.owner.query('select text from outgoing_message where person_id = $1 order by created_at', [personId])).rows.map(
    (row) => row.text,
  );
const completed = async (personId: string) =>
  (
    await api.owner.query(
      `select payload from domain_event where subject_id = $1 and type = 'elder.assessment.completed' order by seq`,
      [personId],
    )
  ).rows.map((row) => row.payload);

/** Accepted and sent; on the desk of the two. */
async function sentTo(id: string, pair: { first: string; second: string }) {
  await desk.clerk.act(id, 'accept');
  await desk.county.act(id, 'assign', { ...pair, plannedOn: api.clock.today() });
}

test('全程：受理、派两人、上门评分、复核、告知本人；异议期满从告知那天起生效', async () => {
  const who = await desk.elder('王桂兰');
  const id = await desk.apply(desk.clerk, who, { reason: 'first' });
  await sentTo(id, { first: ids.pinggu1, second: ids.pinggu2 });
  expect(await told(who.id)).toContainEqual(expect.stringContaining('评估员汤月华、余国栋将于2026年3月2日上门'));
  expect((await two.first.get('/api/elders/assessments')).rows).toMatchObject([
    { caseId: id, name: '王桂兰', withWhom: '余国栋' },
  ]);
  // 没有派到的评估人员不知道有这一件
  expect((await two.third.call('GET', `/api/cases/${id}`)).status).toBe(404);
  const given = await desk.scoring(two.first, W2, {
    diagnoses: [{ code: 'F01.9', source: '咸宁市中心医院' }],
    riskEvents: { fall: 3, choking: 0, wandering: 0, selfHarm: 0, other: 0 },
  });
  await two.first.act(id, 'score', given);
  const before = await desk.clerk.case(id);
  expect(facts(before, '评估结论')).toBeNull();
  const atReview = await desk.reviewer.case(id);
  expect(atReview.timeline.filter((step) => step.status === 'ahead').map((step) => step.zh)).toEqual(['已告知', '已生效']);
  expect(facts(atReview, '评估结论')).toContainEqual({ label: '等级', value: '3级，能力重度受损（重度失能）' });
  expect(facts(atReview, '等级怎么算出来的')).toContainEqual({ label: '初步等级', value: '2级，能力中度受损（中度失能）' });
  await desk.reviewer.act(id, 'pass', { opinion: '评分完整。' });
  const phone = await desk.phoneOf(who);
  const mine = await phone.case(id);
  expect(mine.state).toBe('told');
  expect(mine.dueOn).toBe('2026-03-16');
  expect(facts(mine, '评估结论')).toContainEqual({ label: '总分', value: '62分（满分90分）' });
  expect(facts(mine, '自理能力（22分）')).toBeNull();
  expect(mine.sections.documents).toMatchObject([{ title: '老年人能力评估报告' }]);
  expect((await phone.call('GET', mine.sections.documents[0].url)).status).toBe(200);
  // 短信里没有健康情况，也没有等级
  for (const text of await told(who.id)) expect(text).not.toMatch(/级|失能|痴呆|F01|62/);
  expect(await completed(who.id)).toEqual([]);
  const listed = (await desk.county.get('/api/elders/assessors')).rows.find((row: { id: string }) => row.id === ids.pinggu1);
  expect(listed).toMatchObject({ given: 1, leaning: null });
  await api.moveTo('2026-03-17');
  expect((await desk.clerk.case(id)).state).toBe('inForce');
  expect(await completed(who.id)).toEqual([
    { personId: who.id, scheme: 'GB42195_2022', level: 3, previousLevel: null, validFrom: '2026-03-02', validTo: '2027-03-01' },
  ]);
});

test('报告只有本人和评估、复核的岗位打得开：村里、乡镇看不到报告，村里也看不到等级', async () => {
  const who = await desk.elder('李春生');
  const id = await desk.apply(desk.clerk, who, { reason: 'first' });
  await sentTo(id, { first: ids.pinggu1, second: ids.pinggu3 });
  await two.third.act(id, 'score', await desk.scoring(two.third, scores({ mobility: { stairs: 2 } })));
  await desk.reviewer.act(id, 'pass', { opinion: '无误。' });
  const village = await (await api.staff('cun')).case(id);
  expect(facts(village, '评估结论')).toBeNull();
  expect(village.sections.documents).toEqual([]);
  const township = await desk.clerk.case(id);
  expect(facts(township, '评估结论')).toContainEqual({ label: '等级', value: '1级，能力轻度受损（轻度失能）' });
  expect(township.sections.documents).toEqual([]);
  const [paper] = (await desk.county.case(id)).sections.documents;
  expect((await desk.clerk.call('GET', paper.url)).status).toBe(404);
  expect((await (await api.staff('caiwu')).call('GET', paper.url)).status).toBe(404);
  // 本人认可，马上生效
  await (await desk.phoneOf(who)).act(id, 'agree');
  expect(await completed(who.id)).toMatchObject([{ level: 1 }]);
});

test('派人：要有医师或者护士，不能有利害关系，不能是同一人；有利害关系的也不列出来', async () => {
  const who = await desk.elder('周德福');
  const id = await desk.apply(desk.clerk, who, { reason: 'first' });
  await desk.clerk.act(id, 'accept');
  const on = { plannedOn: api.clock.today() };
  expect((await desk.county.actRefused(id, 'assign', { first: ids.pinggu2, second: ids.pinggu4, ...on })).code).toBe(
    'ASSESSORS_NOT_CLINICAL',
  );
  expect((await desk.county.actRefused(id, 'assign', { first: ids.pinggu1, second: ids.pinggu1, ...on })).code).toBe(
    'ASSESSORS_ALIKE',
  );
  const change = (ties: string) =>
    desk.county.post(`/api/elders/assessors/${ids.pinggu4}`, {
      requestId: `ties-${ties.length}-${id}`.slice(0, 40),
      input: { ties, active: true },
    });
  await change('温泉康养院');
  expect(await desk.county.actRefused(id, 'assign', { first: ids.pinggu1, second: ids.pinggu4, ...on })).toMatchObject({
    code: 'ASSESSOR_TIED',
    message: expect.stringContaining('评估人员金志远与服务机构（温泉康养院）存在利害关系，请回避'),
  });
  const { allowedActions } = await desk.county.case(id);
  const offered = allowedActions.find((a) => a.action === 'assign')!.fields[0]!.choices!.map((c) => c.value);
  expect(offered).not.toContain(ids.pinggu4);
  await change('');
  await desk.county.act(id, 'assign', { first: ids.pinggu1, second: ids.pinggu4, ...on });
});

test('评分：缺项、昏迷矛盾、F码没有依据、日期早于申请或者晚于今天的不收；有疑问的核对以后勾选再交；交出以后不能改', async () => {
  const who = await desk.elder('陈来香');
  const id = await desk.apply(desk.clerk, who, { reason: 'first' });
  await sentTo(id, { first: ids.pinggu1, second: ids.pinggu2 });
  const good = await desk.scoring(two.first, scores({ mobility: { walking: 0, stairs: 3 } }));
  const { eating: _, ...lacking } = good.selfCare as unknown as Record<string, string>;
  expect((await two.first.actRefused(id, 'score', { ...good, selfCare: lacking })).fields).toMatchObject([
    { path: 'selfCare.eating', message: '请评分' },
  ]);
  expect((await two.first.actRefused(id, 'score', { ...good, coma: true })).fields).toContainEqual({
    path: 'mental.consciousness',
    message: '昏迷与意识水平评分矛盾',
  });
  expect((await two.first.actRefused(id, 'score', { ...good, diagnoses: [{ code: 'F20' }] })).fields).toMatchObject([
    { path: 'diagnoses.0.source' },
  ]);
  // 手机时间错了：比申请还早的、比今天还晚的都不收
  for (const assessedOn of ['2026-03-01', '2027-01-01'])
    expect((await two.first.actRefused(id, 'score', { ...good, assessedOn })).fields).toMatchObject([{ path: 'assessedOn' }]);
  expect(await two.first.actRefused(id, 'score', good)).toMatchObject({
    code: 'ASSESSMENT_DOUBTFUL',
    message: expect.stringContaining('平地不能行走，上下楼梯却是独自完成'),
  });
  await two.first.act(id, 'score', { ...good, checked: true });
  expect((await two.first.call('GET', `/api/cases/${id}`)).body.allowedActions).toEqual([]);
  // 退回以后重新评
  await desk.reviewer.act(id, 'returnToAssessors', { reason: '上下楼梯请再核对' });
  await two.first.act(id, 'score', await desk.scoring(two.first, scores()));
});

test('异议：10个工作日内申请复评，另派两人，复评结论马上生效；原来的人不能再评；过了期的没有可以异议的', async () => {
  const who = await desk.elder('吴祥林');
  const id = await desk.apply(desk.clerk, who, { reason: 'first' });
  await sentTo(id, { first: ids.pinggu1, second: ids.pinggu2 });
  await two.first.act(id, 'score', await desk.scoring(two.first, scores({ mobility: { stairs: 2 } })));
  await desk.reviewer.act(id, 'pass', { opinion: '无误。' });
  const phone = await desk.phoneOf(who);
  const again = await desk.apply(phone, who, { objection: '走路要人扶，没有看出来' }, 'EL-32');
  expect((await desk.clerk.case(id)).state).toBe('superseded');
  await desk.clerk.act(again, 'accept');
  const on = { plannedOn: api.clock.today() };
  expect((await desk.county.actRefused(again, 'assign', { first: ids.pinggu1, second: ids.pinggu3, ...on })).code).toBe(
    'ASSESSORS_AGAIN',
  );
  await desk.county.act(again, 'assign', { first: ids.pinggu3, second: ids.pinggu4, ...on });
  await two.third.act(again, 'score', await desk.scoring(two.third, W2));
  await desk.reviewer.act(again, 'pass', { opinion: '复评无误。' });
  expect((await desk.clerk.case(again)).state).toBe('inForce');
  expect(await completed(who.id)).toMatchObject([{ level: 2, validFrom: api.clock.today() }]);
  expect(
    await desk.clerk.refused('/api/cases', {
      itemId: 'EL-32',
      channel: 'window',
      form: desk.formFor(who, { objection: '还是不同意' }),
      requestId: `late-${again}`.slice(0, 40),
    }),
  ).toMatchObject({ code: 'OBJECTION_NONE' });
});

test('撤回异议的，原来的结果从原来告知的那天起生效', async () => {
  const who = await desk.elder('何腊梅');
  const id = await desk.apply(desk.clerk, who, { reason: 'first' });
  await sentTo(id, { first: ids.pinggu1, second: ids.pinggu2 });
  await two.first.act(id, 'score', await desk.scoring(two.first, W2));
  await desk.reviewer.act(id, 'pass', { opinion: '无误。' });
  const toldOn = api.clock.today();
  const phone = await desk.phoneOf(who);
  const again = await desk.apply(phone, who, { objection: '先不同意这个结果' }, 'EL-32');
  await phone.act(again, 'withdraw', { reason: '想通了，不复评了' });
  expect(await completed(who.id)).toMatchObject([{ level: 2, validFrom: toldOn }]);
});

test('未满60周岁的不受理；老人去世的，没有办完的评估终止', async () => {
  const young = await desk.elder('许小强', { birthDate: '1966-03-30' });
  expect(
    await desk.clerk.refused('/api/cases', {
      itemId: 'EL-08',
      channel: 'window',
      form: desk.formFor(young, { reason: 'first' }),
      requestId: 'too-young-1',
    }),
  ).toMatchObject({ code: 'ELDER_TOO_YOUNG', message: expect.stringContaining('未满60周岁，不在服务对象范围') });
  const who = await desk.elder('方世昌');
  const id = await desk.apply(desk.clerk, who, { reason: 'first' });
  await desk.died(who, api.clock.today());
  expect((await desk.clerk.case(id)).state).toBe('ended');
});

test('到期前30天提醒一次，第二天不再提醒', async () => {
  const who = await desk.elder('段玉珍');
  const id = await desk.apply(desk.clerk, who, { reason: 'first' });
  await sentTo(id, { first: ids.pinggu1, second: ids.pinggu2 });
  await two.first.act(id, 'score', await desk.scoring(two.first, W2));
  await desk.reviewer.act(id, 'pass', { opinion: '无误。' });
  await (await desk.phoneOf(who)).act(id, 'agree');
  await api.owner.query(`update capacity_assessment set valid_to = $2 where person_id = $1`, [who.id, '2026-04-20']);
  const reminders = async () => (await told(who.id)).filter((text) => text.includes('到期前申请重新评估')).length;
  await api.moveTo('2026-03-20');
  expect(await reminders()).toBe(0);
  await api.moveTo('2026-03-23');
  expect(await reminders()).toBe(1);
  expect(api.errors).toEqual([]);
});
