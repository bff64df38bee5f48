/** 复核没办完，户籍迁走 over HTTP: the months before the move are decided by the county that paid them, those after by the new one; no held month is left to nobody. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { openReview } from '../../src/domains/social-assistance/review/server.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { moveHousehold } from '../../src/kernel/resident/server.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Api, type Browser, carry, requestId, startApi } from '../api.ts';

const THERE = '421221103001';
const NEAR = '421202001002';
/** W8: daughter with a wage of 1,300, mother of 75, son of 16. */
const w8 = storyOf('death-on-notice');
const couple = (key: string, names: [string, string], address: string) =>
  story({
    key,
    title: '复核没办完就迁走',
    place: '汀泗桥社区',
    urbanRural: 'urban',
    address,
    people: [
      { name: names[0], sex: '男', birth: '1964-03-03', lives: lives.退休 },
      { name: names[1], sex: '女', birth: '1983-03-03', relation: 'spouse', lives: lives.照护家人 },
    ],
    incomes: [monthly('self', 'employee-pension', 1000)],
    expect: { outcome: 'eligible', amountFen: yuan(600) },
  });
const warned = couple('warned-moves', ['甲预', '乙预'], '11号');
const near = couple('near-moves', ['甲近', '乙近'], '12号');
const twice = couple('twice-moves', ['甲再', '乙再'], '13号');
const poorer = couple('poorer-standard', ['甲低', '乙低'], '15号');
const late = couple('late-moves', ['甲晚', '乙晚'], '14号');

let api: Api;
let clerk: Browser;
let confirmer: Browser;
let finance: Browser;
let there: Browser;
let decidesThere: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(w8, warned, near, twice, poorer, late);
  [clerk, confirmer, finance, there, decidesThere] = (await Promise.all(
    ['xiang', 'queren', 'caiwu', 'jiayu', 'jiayuqueren'].map(api.staff),
  )) as [Browser, Browser, Browser, Browser, Browser];
});
afterAll(() => api?.stop());

/** Pays the list of a month of 咸安, which froze by itself. */
async function pay(month: string): Promise<void> {
  const batch = (await finance.get(`/api/batches?month=${month}&programme=dibao`)).rows[0];
  for (const [login, action] of [
    ['caiwu', 'startCheck'],
    ['xiang', 'confirmTownship'],
    ['wenquan', 'confirmTownship'],
    ['caiwu', 'submitReview'],
    ['fuhe', 'reviewCounty'],
    ['caizheng', 'approveTreasury'],
    ['caiwu', 'sendToBank'],
  ] as const) {
    const by = await api.staff(login);
    if (login === 'wenquan' && (await by.call('GET', `/api/batches/${batch.id}`)).status === 404) continue;
    const { version, allowedActions } = await by.get(`/api/batches/${batch.id}`);
    if (login === 'wenquan' && !allowedActions.some((a: { action: string }) => a.action === action)) continue;
    await by.post(`/api/batches/${batch.id}/actions`, { action, version, requestId: requestId(), input: {} });
  }
  await finance.post('/api/demo/bank', { batchId: batch.id, returns: 0 });
}
const reviewsOf = async (by: Browser, name: string): Promise<{ id: string; state: string }[]> =>
  (await by.get('/api/cases?view=all&itemId=SA-02')).rows.filter((r: { applicantName: string }) => r.applicantName === name);
const openOf = async (by: Browser, name: string): Promise<string> =>
  (await reviewsOf(by, name)).find(({ state }) => !['decided', 'dismissed', 'moved'].includes(state))?.id ?? '';
const rows = async (query: string, values: unknown[] = []) => (await api.owner.query(query, values)).rows;
const monthsOf = (name: string) =>
  rows(
    `select left(e.division, 6) as county, e.from_month as "from", e.to_month as "to" from entitlement e join person p on p.id = e.person_id
      where p.name = $1 and e.programme = 'dibao' order by e.from_month`,
    [name],
  );
const holdsOf = (name: string) =>
  rows(
    `select left(e.division, 6) as county, h.code, h.from_month as "from" from payment_hold h join entitlement e on e.id = h.entitlement_id join person p on p.id = e.person_id
      where p.name = $1 and h.released_at is null order by 1, 2`,
    [name],
  );
/** The family tells of its move; the clerk enters it in whatever review is open. */
async function move(of: typeof w8, to: string, movedOn: PlainDate): Promise<void> {
  const { id } = await (await api.resident(of)).post('/api/cases', {
    itemId: 'SA-02',
    channel: 'mobile',
    requestId: requestId(),
    form: {
      name: of.persons[0]!.name,
      idNumber: of.persons[0]!.idNumber,
      change: 'moved',
      happenedOn: movedOn,
      detail: '',
      papers: [],
    },
  });
  await clerk.act(id, 'recordMove', { toDivision: to, urbanRural: 'urban', movedOn, source: '公安户籍信息' });
  await api.run();
  expect(api.errors).toEqual([]);
}
async function settle(id: string, by: { clerk: Browser; confirmer: Browser }): Promise<string> {
  await by.clerk.act(id, 'proposeChange', { opinion: '按核算结果。' });
  if ((await by.clerk.case(id)).state === 'hearing')
    await by.clerk.act(id, 'recordHearing', {
      heldOn: api.clock.today(),
      way: 'phone',
      person: '本人',
      stand: 'agree',
      statement: '没有意见',
    });
  const { result } = (await by.confirmer.case(id)).sections.review;
  await by.confirmer.act(id, 'decide', { opinion: '同意。' });
  await api.run();
  expect(api.errors).toEqual([]);
  return result.says;
}

describe('有人去世，复核没有决定就全家迁到嘉鱼', () => {
  let review: string;

  test('7月3日登记5月20日去世，7月10日迁走：咸安发到7月，去世的复核留在咸安，只管到7月', async () => {
    const granted = await carry(api, w8, 'decided');
    for (const [month, on] of [
      ['2026-05', '2026-04-21'],
      ['2026-06', '2026-05-21'],
      ['2026-07', '2026-06-22'],
    ] as const) {
      await api.jumpTo(on);
      await pay(month);
    }
    await api.jumpTo('2026-07-03');
    const mother = (await clerk.case(granted)).sections.members.find((m: { name: string }) => m.name === '赵桂芝').personId;
    await clerk.post(`/api/persons/${mother}/death/registration`, {
      diedOn: '2026-05-20',
      proof: 'cremation',
      number: '火化2026-1',
    });
    await api.run();
    review = await openOf(clerk, '姚红梅');
    await api.jumpTo('2026-07-10');
    await move(w8, THERE, '2026-07-08');
    expect(await monthsOf('姚红梅')).toEqual([
      { county: '421202', from: '2026-04', to: '2026-07' },
      { county: '421221', from: '2026-08', to: null },
    ]);
    expect(await openOf(clerk, '姚红梅')).toBe(review);
    const kase = await clerk.case(review);
    expect(kase.sections.review).toMatchObject({
      kindZh: '家庭成员去世',
      movedAway: { toName: expect.stringContaining('嘉鱼'), lastMonth: '2026-07' },
      before: { amountFen: 1820_00, persons: 3 },
      result: { change: 'decrease', says: '减发：从2026年6月起每月860.00元' },
    });
    expect(kase.allowedActions.map((a) => a.action)).not.toContain('recordMove');
  });

  test('嘉鱼另办自己的：按本县标准从8月起，知道咸安还有没办完的', async () => {
    const id = await openOf(there, '姚红梅');
    expect(id).not.toBe(review);
    const kase = await there.case(id);
    expect(kase.sections.review.reason).toContain('迁出以前的月份由迁出地接着复核');
    await there.act(id, 'receiveFile', {});
    await settle(id, { clerk: there, confirmer: decidesThere });
    expect((await monthsOf('姚红梅')).length).toBe(2);
  });

  test('咸安听取意见、作出决定：6、7月多发1920元提出追回；咸安的待遇还是发到7月，嘉鱼的不动；没有停着的月份', async () => {
    expect(await settle(review, { clerk, confirmer })).toBe('减发：从2026年6月起每月860.00元');
    expect(await monthsOf('姚红梅')).toEqual([
      { county: '421202', from: '2026-04', to: '2026-07' },
      { county: '421221', from: '2026-08', to: null },
    ]);
    expect(await holdsOf('姚红梅')).toEqual([]);
    expect((await finance.get('/api/adjustments')).rows).toMatchObject([
      { direction: 'recovery', personName: '姚红梅', amountFen: 1920_00, months: [{ month: '2026-06' }, { month: '2026-07' }] },
    ]);
  });
});

describe('预警属实，钱停着，复核没有决定就迁到嘉鱼', () => {
  const hold = async () => {
    const [e] = await rows(
      `select e.id, e.division, e.person_id from entitlement e join person p on p.id = e.person_id where p.name = '甲预'`,
    );
    return e as { id: string; division: string; person_id: string };
  };

  test('9月起停着，9月迁走：咸安的9月还停着由咸安决定；嘉鱼的10月也停着，由嘉鱼决定', async () => {
    await carry(api, warned, 'decided');
    const { holdPerson } = await import('../../src/kernel/payment/server.ts');
    const { id, division, person_id: personId } = await hold();
    await api.jumpTo('2026-08-21');
    await api.context.write(systemActor('test', api.context.city), async (tx) => {
      await openReview(tx, { entitlementId: id as never, kind: 'warning', reason: '预警属实' });
      const held = {
        code: 'recompute',
        reason: '预警属实，复核决定前暂停',
        entitlementIds: [id as never],
        fromMonth: '2026-09' as const,
      };
      await holdPerson(tx, { personId: personId as never, division, ...held });
    });
    await pay('2026-09');
    await api.jumpTo('2026-09-05');
    await move(warned, THERE, '2026-09-03');
    expect(await holdsOf('甲预')).toEqual([
      { county: '421202', code: 'recompute', from: '2026-09' },
      { county: '421221', code: 'move', from: '2027-01' },
      { county: '421221', code: 'recompute', from: '2026-10' },
    ]);
  });

  test('咸安查明不实：停着的9月由咸安下一份名单发，嘉鱼的仍等嘉鱼；嘉鱼确认以后也发', async () => {
    const leader = await api.staff('xianghe');
    await leader.act(await openOf(clerk, '甲预'), 'dismiss', { reason: '查明是同名的人。' });
    expect((await holdsOf('甲预')).map((h) => h.county)).toEqual(['421221', '421221']);
    await api.jumpTo('2026-09-21');
    const batch = (await finance.get('/api/batches?month=2026-10&programme=dibao')).rows[0];
    const lines = (await finance.get(`/api/batches/${batch.id}/lines`)).rows;
    expect(lines.filter((l: { personName: string }) => l.personName === '甲预')).toMatchObject([
      { month: '2026-09', state: 'pending', amountFen: 600_00 },
    ]);
    const id = await openOf(there, '甲预');
    await there.act(id, 'receiveFile', {});
    await settle(id, { clerk: there, confirmer: decidesThere });
    expect(await holdsOf('甲预')).toEqual([]);
  });
});

describe('在本县以内迁移', () => {
  test('定期复核没办完就迁到温泉街道：登记迁移不等于办完，复核由温泉接着办', async () => {
    await carry(api, near, 'decided');
    const [e] = await rows(`select e.id from entitlement e join person p on p.id = e.person_id where p.name = '甲近'`);
    await api.context.write(systemActor('test', api.context.city), (tx) =>
      openReview(tx, { entitlementId: e.id, kind: 'periodic', reason: '定期复核到期' }),
    );
    const review = await openOf(clerk, '甲近');
    await move(near, NEAR, api.clock.today());
    const wenquan = await api.staff('wenquan');
    expect((await wenquan.case(review)).state).toBe('open');
    expect((await wenquan.case(review)).sections.review).toMatchObject({ kindZh: '定期复核' });
  });
});

describe('迁入嘉鱼还没有重新确认，又在嘉鱼以内迁移', () => {
  test('迁入的复核接着办；确认以后第四个月起的暂停解除', async () => {
    await carry(api, twice, 'decided');
    await move(twice, THERE, api.clock.today());
    const id = await openOf(there, '甲再');
    await there.act(id, 'receiveFile', {});
    await there.act(id, 'recordMove', {
      toDivision: '421221103002',
      urbanRural: 'urban',
      movedOn: api.clock.today(),
      source: '公安户籍信息',
    });
    await api.run();
    expect(api.errors).toEqual([]);
    expect(await openOf(there, '甲再')).toBe(id);
    await settle(id, { clerk: there, confirmer: decidesThere });
    expect(await holdsOf('甲再')).toEqual([]);
  });
});

describe('迁到嘉鱼以后，才登记迁走以前的去世', () => {
  test('10月去世，11月迁走，迁走以后登记：咸安复核11月，按本县标准；嘉鱼复核12月起；两边各提出各的', async () => {
    const granted = await carry(api, late, 'decided');
    await api.jumpTo('2026-10-21');
    await pay('2026-11');
    await api.jumpTo('2026-11-05');
    await move(late, THERE, '2026-11-03');
    const wife = (await clerk.case(granted)).sections.members.find((m: { name: string }) => m.name === '乙晚').personId;
    await api.jumpTo('2026-11-10');
    await there.post(`/api/persons/${wife}/death/registration`, {
      diedOn: '2026-10-15',
      proof: 'cremation',
      number: '火化2026-9',
    });
    await api.run();
    expect(api.errors).toEqual([]);
    expect(await holdsOf('甲晚')).toEqual([
      { county: '421202', code: 'recompute', from: '2026-11' },
      { county: '421221', code: 'move', from: '2027-03' },
      { county: '421221', code: 'recompute', from: '2026-12' },
    ]);
    expect(await settle(await openOf(clerk, '甲晚'), { clerk, confirmer })).toBe('停发：发到2026年10月为止');
    expect((await finance.get('/api/adjustments')).rows.at(-1)).toMatchObject({
      direction: 'recovery',
      personName: '甲晚',
      amountFen: 600_00,
      months: [{ month: '2026-11' }],
    });
    const id = await openOf(there, '甲晚');
    await there.act(id, 'receiveFile', {});
    expect(await settle(id, { clerk: there, confirmer: decidesThere })).toContain('停发');
    expect(await holdsOf('甲晚')).toEqual([]);
  });
});

describe('迁到标准低的地方，按那里的标准不符合', () => {
  test('咸安每人800元，嘉鱼农村每人690元，两口人每月收入1500元：3月迁走，咸安发到3月，以后停着；5月决定停发，4月、5月也不发，不是从6月才停', async () => {
    const richer = { ...poorer, form: { ...poorer.form, incomes: [monthly('self', 'employee-pension', 1500)] } };
    await api.jumpTo('2027-01-04');
    await carry(api, { ...richer, expect: { outcome: 'eligible', amountFen: yuan(100) } }, 'decided');
    await api.jumpTo('2027-03-10');
    const { id: householdId } = (
      await rows(
        "select m.household_id as id from household_member m join person p on p.id = m.person_id where p.name = '甲低' and m.valid_to is null",
      )
    )[0];
    await api.context.write(systemActor('test', api.context.city), (tx) =>
      moveHousehold(tx, {
        householdId,
        toDivision: THERE,
        urbanRural: 'rural',
        movedOn: '2027-03-08',
        source: '公安户籍信息',
        reason: 'test',
      }),
    );
    await api.run();
    expect(await holdsOf('甲低')).toEqual([{ county: '421221', code: 'move', from: '2027-04' }]);
    await api.jumpTo('2027-05-12');
    const id = await openOf(there, '甲低');
    await there.act(id, 'receiveFile', {});
    expect(await settle(id, { clerk: there, confirmer: decidesThere })).toBe('停发：发到2027年3月为止');
    expect((await monthsOf('甲低')).map((m) => [m.county, m.to])).toEqual([
      ['421202', '2027-03'],
      ['421221', '2027-03'],
    ]);
    await api.jumpTo('2027-05-21');
    const due = await rows(
      `select l.month, l.state from payment_line l join entitlement e on e.id = l.entitlement_id join person p on p.id = e.person_id
        where p.name = '甲低' and l.division like '421221%' and l.state <> 'ended'`,
    );
    expect(due).toEqual([]);
    expect(await holdsOf('甲低')).toEqual([]);
  });
});
