/** 单人保随全家迁到另一个县 over HTTP: only the person's own benefit goes along, by the standard of the new county, beside the recognition of the family. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { openReview } from '../../src/domains/social-assistance/review/server.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { monthOf, plusMonths } from '../../src/kernel/calendar/index.ts';
import { findByIdNumber, householdOf, moveHousehold } from '../../src/kernel/resident/server.ts';
import { type Api, type Browser, carry, startApi } from '../api.ts';

const THERE = '421221103001';
const mixed = storyOf('single-edge');

let api: Api;
let clerk: Browser;
let there: Browser;
let child: string;

beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  await api.register(mixed, poorThere);
  [clerk, there] = (await Promise.all(['xiang', 'jiayu'].map(api.staff))) as [Browser, Browser];
  const parent = await carry(api, mixed, 'surveying');
  await clerk.act(parent, 'openMemberCase', { member: 'm2' });
  child = (await clerk.case(parent)).children[0]!.id;
  await carry(api, mixed, 'decided', { id: parent, from: 'reviewing' });
  await carry(api, { ...mixed, expect: { outcome: 'eligible', amountFen: yuan(1040) } }, 'decided', {
    id: child,
    from: 'accepted',
  });
});
afterAll(() => api?.stop());

/** 人均826.67元：咸安的标准800元，是边缘家庭；嘉鱼的标准830元，全家低于标准。 */
const poorThere = story({
  key: 'single-poor-there',
  title: '单人保，迁入地全家低于标准',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '41号',
  people: [
    { name: '庚建设', sex: '男', birth: '1964-08-20', lives: lives.退休 },
    { name: '庚妻', sex: '女', birth: '1967-03-11', relation: 'spouse', lives: lives.照护家人 },
    { name: '庚磊', sex: '男', birth: '1997-05-05', relation: 'child', lives: lives.重残 },
  ],
  incomes: [monthly('self', 'employee-pension', 2480)],
  expect: { outcome: 'not-eligible', amountFen: 0, recognised: 'edge' },
});

const rows = async (query: string) => (await api.owner.query(query)).rows;
const entitlements = () =>
  rows(`select left(e.division, 6) as county, p.name, (select min(v.from_month) from entitlement_version v where v.entitlement_id = e.id) as "from", e.to_month as "to",
      (select v.amount_fen::int from entitlement_version v where v.entitlement_id = e.id order by v.no desc limit 1) as fen,
      (select string_agg(q.name, '、') from entitlement_member m join person q on q.id = m.person_id where m.entitlement_id = e.id) as members
    from entitlement e join person p on p.id = e.person_id where e.programme = 'dibao' order by e.division`);

let underway: string;

test('迁移以前，咸安正在定期复核这一家的低保边缘身份', async () => {
  const [{ id }] = await rows('select id from assistance_recognition');
  const opened = await api.context.write(systemActor('test', api.context.city), (tx) =>
    openReview(tx, { recognitionId: id, kind: 'periodic', reason: '定期复核到期' }),
  );
  expect(opened).toMatchObject({ ok: true, value: { joined: false } });
  underway = opened.ok ? opened.value.caseId : '';
  expect((await clerk.case(underway)).state).toBe('open');
});

test('全家迁到嘉鱼：儿子的单人保咸安发到迁移的当月，嘉鱼从次月接着发，仍只他一人；全家的低保边缘身份一起移交', async () => {
  const before = await entitlements();
  expect(before).toMatchObject([{ county: '421202', name: '范磊', to: null, fen: 1040_00, members: '范磊' }]);
  const month = monthOf(api.clock.today());
  await api.context.write(systemActor('test', api.context.city), async (tx) => {
    const home = await householdOf(tx, (await findByIdNumber(tx, mixed.persons[0]!.idNumber))!.id);
    const move = { householdId: home!.id, toDivision: THERE, movedOn: api.clock.today(), source: '户籍信息', reason: 'test' };
    expect((await moveHousehold(tx, move)).ok).toBe(true);
  });
  await api.run();
  expect(api.errors).toEqual([]);
  // 830元，加重度残疾30%的249元
  expect(await entitlements()).toEqual([
    { ...before[0], to: month },
    { county: '421221', name: '范磊', from: plusMonths(month, 1), to: null, fen: 1079_00, members: '范磊' },
  ]);
  expect(
    await rows(`select p.name, r.kind, r.state, left(r.division, 6) as county,
        (select count(*)::int from assistance_recognition_member m where m.recognition_id = r.id and m.valid_to is null) as n
      from assistance_recognition r join person p on p.id = r.person_id`),
  ).toEqual([{ name: '范建设', kind: 'edge', state: 'active', county: '421221', n: 2 }]);
});

test('嘉鱼收到两份档案，各复核各的：单人保的复核只写他一人', async () => {
  const reviews = (await there.get('/api/cases?view=all&itemId=SA-02')).rows;
  expect(reviews.map((r: { applicantName: string }) => r.applicantName).toSorted()).toEqual(['范建设', '范磊']);
  const single = reviews.find((r: { applicantName: string }) => r.applicantName === '范磊').id;
  expect((await there.case(single)).sections.review).toMatchObject({ kindZh: '迁移', now: { persons: 1, amountFen: 1079_00 } });
  expect((await clerk.call('GET', `/api/cases/${single}`)).status).toBe(404);
});

test('咸安没有办完的那一件到此为止，嘉鱼凭移交的档案另办一件', async () => {
  expect((await clerk.case(underway)).state).toBe('moved');
  const [{ id }] = (await there.get('/api/cases?view=all&itemId=SA-02')).rows.filter(
    (r: { applicantName: string }) => r.applicantName === '范建设',
  );
  expect(id).not.toBe(underway);
  await there.act(id, 'receiveFile', {});
  expect((await there.case(id)).sections.review).toMatchObject({ kindZh: '迁移' });
});

test('迁到标准高的嘉鱼，全家低于那里的标准：单人保按嘉鱼的标准先接上发，每月1079元，不停着、也不照咸安的1040元；复核的结果是转办全家的低保', async () => {
  const parent = await carry(api, poorThere, 'surveying');
  await clerk.act(parent, 'openMemberCase', { member: 'm2' });
  const own = (await clerk.case(parent)).children[0]!.id;
  await carry(api, poorThere, 'decided', { id: parent, from: 'reviewing' });
  await carry(api, { ...poorThere, expect: { outcome: 'eligible', amountFen: yuan(1040) } }, 'decided', {
    id: own,
    from: 'accepted',
  });
  await api.context.write(systemActor('test', api.context.city), async (tx) => {
    const home = await householdOf(tx, (await findByIdNumber(tx, poorThere.persons[0]!.idNumber))!.id);
    const move = { householdId: home!.id, toDivision: THERE, movedOn: api.clock.today(), source: '户籍信息', reason: 'test' };
    expect((await moveHousehold(tx, move)).ok).toBe(true);
  });
  await api.run();
  expect(api.errors).toEqual([]);
  const mine = (await entitlements()).filter((e: { name: string }) => e.name === '庚磊');
  expect(mine.map((e: { county: string; fen: number }) => [e.county, e.fen])).toEqual([
    ['421202', 1040_00],
    ['421221', 1079_00],
  ]);
  const first = mine[1].from;
  const holds = await rows(
    `select h.code, h.from_month from payment_hold h join entitlement e on e.id = h.entitlement_id join person p on p.id = e.person_id
      where p.name = '庚磊' and h.released_at is null`,
  );
  expect(holds).toEqual([{ code: 'move', from_month: plusMonths(first, 3) }]);
  const review = (await there.get('/api/cases?view=all&itemId=SA-02')).rows.find(
    (r: { applicantName: string }) => r.applicantName === '庚磊',
  ).id;
  expect((await there.case(review)).sections.review.result).toMatchObject({ change: 'reclassify' });
});
