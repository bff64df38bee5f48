/** 户籍在本县以内迁移 over HTTP: the same benefit goes on in the new township with its file; a review only where another standard holds there. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { openReview } from '../../src/domains/social-assistance/review/server.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { type HouseholdId, moveHousehold } from '../../src/kernel/resident/server.ts';
import type { DivisionCode, PlainDate } from '../../src/kernel/schema/index.ts';
import { type Api, type Browser, carry, requestId, startApi, visitInput } from '../api.ts';

const HERE = '421202100001'; // 汀泗桥镇汀泗桥社区
const THERE = '421202001002'; // 温泉街道万年路社区
let api: Api;
let clerk: Browser;
let there: Browser;
let confirmer: Browser;

const alone = (key: string, name: string, urbanRural: 'urban' | 'rural', address: string) =>
  story({
    key,
    title: name,
    place: '汀泗桥社区',
    urbanRural,
    address,
    people: [{ name, sex: '女', birth: '1964-05-05', lives: lives.退休 }],
    incomes: [monthly('self', 'employee-pension', 200)],
    expect: { outcome: 'eligible', amountFen: urbanRural === 'urban' ? yuan(600) : yuan(460) },
  });
const same = alone('within-same', '甲同', 'urban', '1号');
const rural = alone('within-rural', '乙农', 'rural', '2组2号');
const applying = alone('within-applying', '丙申', 'rural', '2组3号');
const edge = story({
  key: 'within-edge',
  title: '丁边',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '4号',
  people: [
    { name: '丁边', sex: '男', birth: '1964-03-03', lives: lives.退休 },
    { name: '丁边妻', sex: '女', birth: '1983-03-03', relation: 'spouse', lives: lives.照护家人 },
  ],
  incomes: [monthly('self', 'employee-pension', 1700)],
  expect: { outcome: 'not-eligible', amountFen: 0, recognised: 'edge' },
});

/** Two people and a pension of 1,000: 1,600 − 1,000 = 600. */
const couple = (key: string, names: [string, string], address: string) =>
  story({
    key,
    title: names[0],
    place: '汀泗桥社区',
    urbanRural: 'urban',
    address,
    people: [
      { name: names[0], sex: '男', birth: '1958-03-03', lives: lives.年老 },
      { name: names[1], sex: '女', birth: '1960-03-03', relation: 'spouse', lives: lives.年老 },
    ],
    incomes: [monthly('m1', 'employee-pension', 600)],
    expect: { outcome: 'eligible', amountFen: yuan(1000) },
  });
const widow = couple('within-widow', ['戊逝', '戊妻'], '5号');
const edgeWidow = story({
  key: 'within-edge-widow',
  title: '己逝',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '6号',
  people: [
    { name: '己逝', sex: '男', birth: '1958-03-03', lives: lives.年老 },
    { name: '己妻', sex: '女', birth: '1960-03-03', relation: 'spouse', lives: lives.年老 },
  ],
  incomes: [monthly('m1', 'employee-pension', 1700)],
  expect: { outcome: 'not-eligible', amountFen: 0, recognised: 'edge' },
});
const widowLater = couple('within-widow-later', ['辛逝', '辛妻'], '8号');
const widowAway = couple('within-widow-away', ['庚逝', '庚妻'], '7号');

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(same, rural, applying, edge, widow, edgeWidow, widowAway, widowLater);
  [clerk, there, confirmer] = (await Promise.all(['xiang', 'wenquan', 'queren'].map(api.staff))) as [Browser, Browser, Browser];
});
afterAll(() => api?.stop());

const rows = async (query: string, ...values: unknown[]) => (await api.owner.query(query, values)).rows;
const reportMove = async (of: typeof same, on: PlainDate): Promise<string> =>
  (
    await (
      await api.resident(of)
    ).post('/api/cases', {
      itemId: 'SA-02',
      channel: 'mobile',
      requestId: requestId(),
      form: {
        name: of.persons[0]!.name,
        idNumber: of.persons[0]!.idNumber,
        change: 'moved',
        happenedOn: on,
        detail: '',
        papers: [],
      },
    })
  ).id;
const reviewsOf = async (by: Browser, name: string): Promise<{ id: string; state: string }[]> =>
  (await by.get('/api/cases?view=all&itemId=SA-02')).rows.filter((r: { applicantName: string }) => r.applicantName === name);
const entitlements = (name: string) =>
  rows(
    `select e.division, e.from_month, e.to_month from entitlement e join person p on p.id = e.person_id where p.name = $1 order by e.from_month`,
    name,
  );

describe('标准相同：从汀泗桥镇迁到同县的温泉街道', () => {
  let granted: string;
  const input = { toDivision: THERE, urbanRural: 'urban', movedOn: '2026-05-12', source: '公安户籍信息' };

  test('5月12日迁、13日登记：还是同一项低保，金额不变、不开复核，档案到了温泉，汀泗桥不再看到', async () => {
    granted = await carry(api, same, 'decided');
    await api.jumpTo('2026-04-26');
    await api.jumpTo('2026-05-13');
    const report = await reportMove(same, '2026-05-12');
    expect(await clerk.actRefused(report, 'recordMove', { ...input, toDivision: HERE })).toMatchObject({
      fields: [{ path: 'toDivision', message: '现在就在这个村（社区）' }],
    });
    await clerk.act(report, 'recordMove', input);
    await api.run();
    expect(api.errors).toEqual([]);
    expect(await entitlements('甲同')).toEqual([{ division: THERE, from_month: '2026-04', to_month: null }]);
    expect(await reviewsOf(there, '甲同')).toEqual([]);
    expect((await there.case(granted)).state).toBe('granted');
    expect((await clerk.call('GET', `/api/cases/${granted}`)).status).toBe(404);
    expect((await clerk.case(report)).state).toBe('moved');
    expect((await (await api.resident(same)).get('/api/messages')).items[0].body).toContain(
      '由那里的乡镇（街道）接着办，一切照旧',
    );
  });

  test('户籍所在地有两个时钟：5月1日在汀泗桥，12日起在温泉；12日当天还不知道', async () => {
    const [household] = await rows(
      `select m.household_id as id from household_member m join person p on p.id = m.person_id where p.name = '甲同'`,
    );
    const county = await api.staff('xian');
    const on = async (day: string, known = '') =>
      (await county.get(`/api/households/${household.id}?validOn=${day}${known}`)).household.division;
    expect(await on('2026-05-01')).toBe(HERE);
    expect(await on('2026-05-12')).toBe(THERE);
    expect(await on('2026-05-12', '&knownOn=2026-05-12')).toBe(HERE);
    const file = await county.get(`/api/households/${household.id}`);
    expect(file.moves).toMatchObject([{ movedOn: '2026-05-12', source: '公安户籍信息' }]);
  });

  test('每个月只有一笔：5月的在汀泗桥的名单，6月起在温泉的名单；长期公布、定期复核都在温泉', async () => {
    await api.jumpTo('2026-05-26');
    await api.jumpTo('2026-06-26');
    const lines = await rows(
      `select l.month, l.division, l.amount_fen::int as fen from payment_line l join person p on p.id = l.person_id where p.name = '甲同' order by l.month`,
    );
    expect(new Set(lines.map((l) => l.month)).size).toBe(lines.length);
    expect(lines.filter((l) => l.month >= '2026-05')).toEqual([
      { month: '2026-05', division: HERE, fen: 600_00 },
      { month: '2026-06', division: THERE, fen: 600_00 },
      { month: '2026-07', division: THERE, fen: 600_00 },
    ]);
    const villages = (await there.get('/api/roster')).rows.map((r: { village: string }) => r.village);
    expect(villages).toEqual([THERE]);
    const due = (await there.get('/api/reviews/due?class=dibao')).rows;
    expect(due).toMatchObject([{ name: '甲同' }]);
    expect(api.errors).toEqual([]);
  });

  test('在温泉照常复核：看得到家里的情况；迁回汀泗桥不能早于上一次迁移', async () => {
    const [due] = await rows(`select due_on::text as on from benefit_review_plan where division = $1`, THERE);
    await api.jumpTo(due.on);
    const review = (await reviewsOf(there, '甲同'))[0]!.id;
    expect((await there.case(review)).sections.review).toMatchObject({
      kindZh: '定期复核',
      before: { persons: 1, amountFen: 600_00 },
    });
    expect(await there.actRefused(review, 'recordMove', { ...input, toDivision: HERE, movedOn: '2026-05-01' })).toMatchObject({
      code: 'MOVE_OUT_OF_ORDER',
      message: '已经登记了2026年5月12日的一次迁移，不能在它以前再登记一次。',
      fields: [{ path: 'movedOn', message: '不能早于上一次迁移的那天' }],
    });
  });
});

describe('标准不同：从农村迁到城市社区', () => {
  test('农村660－200＝460元，城市800－200＝600元：在温泉开出复核，决定以前照旧，决定的次月起600元', async () => {
    await carry(api, rural, 'decided');
    const today = api.clock.today();
    const report = await reportMove(rural, today);
    await clerk.act(report, 'recordMove', { toDivision: THERE, urbanRural: 'urban', movedOn: today, source: '公安户籍信息' });
    await api.run();
    expect(api.errors).toEqual([]);
    expect(await entitlements('乙农')).toMatchObject([{ division: THERE, to_month: null }]);
    const [review] = await reviewsOf(there, '乙农');
    const kase = await there.case(review!.id);
    expect(kase.sections.review).toMatchObject({
      kindZh: '迁移',
      before: { persons: 1, amountFen: 460_00 },
      now: { persons: 1, amountFen: 600_00 },
      result: { change: 'increase' },
    });
    expect(kase.sections.review.dueOn > today).toBe(true);
    await there.act(review!.id, 'proposeChange', { opinion: '迁入城市社区，按城市标准。' });
    await confirmer.act(review!.id, 'decide', { opinion: '同意。' });
    const versions = await rows(
      `select v.from_month, v.amount_fen::int as fen from entitlement_version v join person p on p.id = v.person_id where p.name = '乙农' order by v.no`,
    );
    expect(versions.map((v) => v.fen)).toEqual([460_00, 600_00]);
    expect(versions[1]!.from_month > today.slice(0, 7)).toBe(true);
    expect(api.errors).toEqual([]);
  });
});

describe('正在申请的人', () => {
  test('调查中迁走：办件转到温泉的待办，汀泗桥不再看到，按城市标准接着算，不用重新申请', async () => {
    const id = await carry(api, applying, 'surveying');
    const [household] = await rows('select household_id as id from service_case where id = $1', id);
    await api.context.write(systemActor('test', '421200000000'), async (tx) => {
      const moved = await moveHousehold(tx, {
        householdId: household.id as HouseholdId,
        toDivision: THERE,
        urbanRural: 'urban',
        movedOn: tx.today,
        source: '公安户籍信息',
        reason: 'test',
      });
      if (!moved.ok) throw new Error(moved.code);
    });
    await api.run();
    expect((await clerk.call('GET', `/api/cases/${id}`)).status).toBe(404);
    expect((await there.get('/api/cases?view=mine')).rows.map((r: { id: string }) => r.id)).toContain(id);
    expect((await there.get('/api/messages')).items.map((m: { title: string }) => m.title)).toContain('办件随户籍转来');
    for (const d of (await there.case(id)).allowedActions.find((a) => a.action === 'disposeDiscrepancy')?.fields[0]?.choices ??
      [])
      await there.act(id, 'disposeDiscrepancy', { id: d.value, disposition: 'adjusted', reason: '属实' });
    await there.act(id, 'recordVisit', await visitInput(there, applying, api.clock.today()));
    await there.act(id, 'submitForReview', { opinion: '情况属实，请审核。' });
    expect((await there.case(id)).sections.decisions.at(-1)).toMatchObject({ outcome: 'eligible', amountFen: 600_00 });
    expect(api.errors).toEqual([]);
  });
});

describe('只有认定的家庭', () => {
  test('低保边缘认定跟到温泉继续有效，两地同一标准不开复核', async () => {
    await carry(api, edge, 'decided');
    const today = api.clock.today();
    await clerk.act(await reportMove(edge, today), 'recordMove', {
      toDivision: THERE,
      urbanRural: 'urban',
      movedOn: today,
      source: '公安户籍信息',
    });
    await api.run();
    expect(
      await rows(
        `select r.division, r.state, (select count(*)::int from assistance_recognition_member m where m.recognition_id = r.id and m.division = r.division) as n
         from assistance_recognition r join person p on p.id = r.person_id where p.name = '丁边'`,
      ),
    ).toEqual([{ division: THERE, state: 'active', n: 2 }]);
    expect(await reviewsOf(there, '丁边')).toEqual([]);
    expect((await there.get('/api/reviews/due?class=edge')).rows).toMatchObject([{ name: '丁边' }]);
    expect(api.errors).toEqual([]);
  });
});

describe('申请人去世，家人随后迁移：待遇是全家的，跟着户口走', () => {
  const registerDeath = async (granted: string, name: string): Promise<void> => {
    const { personId } = (await clerk.case(granted)).sections.members.find((m: { name: string }) => m.name === name);
    await clerk.post(`/api/persons/${personId}/death/registration`, {
      diedOn: api.clock.today(),
      proof: 'cremation',
      number: `火化-${name}`,
    });
    await api.run();
  };
  const moveAs = (toDivision: string) => ({
    toDivision,
    urbanRural: 'urban',
    movedOn: api.clock.today(),
    source: '公安户籍信息',
  });
  /** By the police register, without anybody's report. */
  const moveHome = async (name: string, toDivision: string): Promise<void> => {
    const [household] = await rows(
      `select m.household_id as id from household_member m join person p on p.id = m.person_id where p.name = $1 and m.valid_to is null`,
      name,
    );
    await api.context.write(systemActor('test', api.context.city), async (tx) => {
      const moved = await moveHousehold(tx, {
        householdId: household.id as HouseholdId,
        toDivision: toDivision as DivisionCode,
        movedOn: api.clock.today(),
        source: '公安户籍信息',
        reason: 'test',
      });
      if (!moved.ok) throw new Error(moved.code);
    });
    await api.run();
    expect(api.errors).toEqual([]);
  };
  const account = { member: 'm1', bank: '咸宁农村商业银行', number: '6217700000001234' };
  const decide = async (id: string, by: Browser, decider: Browser): Promise<void> => {
    await by.act(id, 'proposeChange', { opinion: '按一人核算。', refusing: '' });
    await by.act(id, 'recordHearing', {
      heldOn: api.clock.today(),
      way: 'phone',
      person: '家人',
      stand: 'agree',
      statement: '没有意见',
    });
    await decider.act(id, 'decide', { opinion: '同意。' });
    await api.run();
  };

  test('复核没有办完就迁到温泉：低保、档案和复核都到温泉，由温泉接着办；汀泗桥不再看到', async () => {
    const granted = await carry(api, widow, 'decided');
    await registerDeath(granted, '戊逝');
    const [review] = await reviewsOf(clerk, '戊逝');
    await clerk.act(review!.id, 'recordMove', moveAs(THERE));
    await api.run();
    expect(api.errors).toEqual([]);
    expect((await entitlements('戊逝')).map((e) => e.division)).toEqual([THERE]);
    expect((await clerk.call('GET', `/api/cases/${review!.id}`)).status).toBe(404);
    expect((await there.case(granted)).state).toBe('granted');
    await there.act(review!.id, 'changePayee', account);
    expect((await there.case(review!.id)).sections.review.result.says).toContain('每月200.00元');
    await decide(review!.id, there, confirmer);
    expect((await there.case(review!.id)).sections.review.result.says).toContain('每月200.00元');
    expect(
      (
        await rows(
          `select m.title, p.name from message m join person p on p.id = m.to_person_id where m.template like 'review.moved%' and p.name like '戊%'`,
        )
      ).map((m) => m.name),
    ).toEqual(['戊妻']);
    expect(api.errors).toEqual([]);
  });

  test('复核办完、改由妻子领取以后又迁回汀泗桥：低保跟着走，钱还是打给妻子', async () => {
    await moveHome('戊妻', HERE);
    expect((await entitlements('戊逝')).map((e) => e.division)).toEqual([HERE]);
  });

  test('下一次定期复核：温泉知道申请人已去世，只请妻子授权核对', async () => {
    await registerDeath(await carry(api, widowLater, 'decided'), '辛逝');
    const [decided] = await reviewsOf(clerk, '辛逝');
    await clerk.act(decided!.id, 'changePayee', account);
    await decide(decided!.id, clerk, confirmer);
    await moveHome('辛妻', THERE);
    const [e] = await rows(`select e.id from entitlement e join person p on p.id = e.person_id where p.name = '辛逝'`);
    await api.context.write(systemActor('test', api.context.city), (tx) =>
      openReview(tx, { entitlementId: e.id, kind: 'periodic', reason: '定期复核到期' }),
    );
    const review = (await reviewsOf(there, '辛逝')).find((r) => r.state === 'open')!;
    await there.act(review.id, 'requestCheck', { consents: [{ member: 'm1', signature: await there.upload('consent') }] });
  });

  test('低保边缘的申请人去世，家人迁到温泉：认定也跟到温泉', async () => {
    await registerDeath(await carry(api, edgeWidow, 'decided'), '己逝');
    await moveHome('己妻', THERE);
    expect(
      await rows(
        `select r.division, r.state from assistance_recognition r join person p on p.id = r.person_id where p.name = '己逝' and r.state = 'active'`,
      ),
    ).toEqual([{ division: THERE, state: 'active' }]);
  });

  test('改由妻子领取以后迁到嘉鱼：咸安发到当月，嘉鱼从下月起接着发，还是打给妻子', async () => {
    await registerDeath(await carry(api, widowAway, 'decided'), '庚逝');
    const [review] = await reviewsOf(clerk, '庚逝');
    await clerk.act(review!.id, 'changePayee', account);
    await decide(review!.id, clerk, confirmer);
    await moveHome('庚妻', '421221103001');
    const [before, after] = await entitlements('庚逝');
    expect(before!.to_month).not.toBeNull();
    expect(after).toMatchObject({ division: '421221103001', to_month: null });
    const jiayu = await api.staff('jiayu');
    const open = (await reviewsOf(jiayu, '庚逝')).filter((r) => r.state !== 'decided');
    expect(open).toHaveLength(1);
    await jiayu.act(open[0]!.id, 'receiveFile', {});
    expect((await jiayu.case(open[0]!.id)).allowedActions.map((a) => a.action)).not.toContain('changePayee');
    expect(
      await rows(
        `select p.name from entitlement_payee y join person p on p.id = y.owner_id join entitlement e on e.id = y.entitlement_id where e.division = '421221103001'`,
      ),
    ).toEqual([{ name: '庚妻' }]);
    expect((await reviewsOf(clerk, '庚逝')).filter((r) => !['decided', 'moved'].includes(r.state))).toEqual([]);
  });
});
