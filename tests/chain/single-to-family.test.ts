/** 单人保, and then the whole family is under the standard: its application is opened from the file, the benefit goes on until it is decided, nobody asks twice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import type { NewReview } from '../../src/domains/social-assistance/review/open.ts';
import { openReview } from '../../src/domains/social-assistance/review/server.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { monthAfter, monthOf, plusDays } from '../../src/kernel/calendar/index.ts';
import { setSimulatedAnswers } from '../../src/kernel/exchange/server.ts';
import type { EntitlementId } from '../../src/kernel/payment/server.ts';
import { advanceRuns } from '../../src/kernel/rehearsal/server.ts';
import { makeIdNumber } from '../../src/kernel/resident/index.ts';
import { moveHousehold } from '../../src/kernel/resident/server.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Api, type Browser, carry, requestId, startApi } from '../api.ts';

/** Father, mother and a severely disabled son; the father's pension of 2,700 makes them 低保边缘, the son receives 1,040 alone. */
const family = storyOf('single-edge');
const now = { outcome: 'eligible', amountFen: yuan(1040) } as const;

let api: Api;
let clerk: Browser;
let leader: Browser;
let confirmer: Browser;
let parent: string;

/** A city in which the family is recognised and the son receives alone. */
async function begin(): Promise<void> {
  api = await startApi({ start: '2026-06-01' });
  await api.register(family);
  [clerk, leader, confirmer] = (await Promise.all(['xiang', 'xianghe', 'queren'].map(api.staff))) as [Browser, Browser, Browser];
  parent = await carry(api, family, 'surveying');
  await clerk.act(parent, 'openMemberCase', { member: 'm2' });
  const own = (await clerk.case(parent)).children[0]!.id;
  await carry(api, family, 'decided', { id: parent, from: 'reviewing' });
  await carry(api, { ...family, expect: now }, 'decided', { id: own, from: 'accepted' });
}
const asSystem = () => systemActor('test', api.context.city);

const singles = async () =>
  (
    await api.owner.query(
      `select e.id, e.to_month, e.end_reason, (select count(*)::int from entitlement_member m where m.entitlement_id = e.id) as members
       from entitlement e order by e.from_month, e.id`,
    )
  ).rows;

async function lookAgain(reason: string): Promise<string> {
  const [{ id }] = await singles();
  const opened = await api.context.write(asSystem(), (tx) =>
    openReview(tx, { entitlementId: id as EntitlementId, kind: 'change', reason }),
  );
  if (!opened.ok) throw new Error(opened.code);
  return opened.value.caseId;
}

/** The father's pension is 1,500 from now on, whoever is asked. */
async function findPoorer(id: string, by = clerk): Promise<void> {
  const { idNumber } = family.persons[0]!;
  const item = { kind: 'employee-pension', text: '职工基本养老金', amountFen: 1500_00 } as const;
  await api.context.write(asSystem(), (tx) => setSimulatedAnswers(tx, [{ source: 'social-insurance', idNumber, items: [item] }]));
  const pension = (await by.case(id)).allowedActions.find((a) => a.action === 'recordFacts')!.initial as {
    incomes: { type: string; amountFen: number }[];
  };
  await by.act(id, 'recordFacts', {
    ...pension,
    source: '养老金发放记录',
    incomes: pension.incomes.map((i) => (i.type === 'employee-pension' ? { ...i, amountFen: 1500_00 } : i)),
  });
}
/** Every adult signs, the departments are asked. */
async function check(id: string, by = clerk): Promise<void> {
  const members = ['self', 'm1', 'm2'];
  const consents = await Promise.all(members.map(async (member) => ({ member, signature: await by.upload('consent') })));
  await by.act(id, 'requestCheck', { consents });
  const checker = await api.staff('hedui');
  await checker.act(id, 'startCheck');
  await api.run();
  await checker.act(id, 'issueReport');
  const action = (await by.case(id)).allowedActions.find((a) => a.action === 'disposeDiscrepancy');
  for (const d of action?.fields[0]?.choices ?? [])
    await by.act(id, 'disposeDiscrepancy', { id: d.value, disposition: 'adjusted', reason: '家庭承认，属实' });
}

describe('单人保的全家也低于标准了', () => {
  beforeAll(begin);
  afterAll(() => api?.stop());
  let application: string;

  test('复核的结果不是停发，是转办全家的低保：先按各位成年家人的签名核对，再报县里；钱照发', async () => {
    const review = await lookAgain('父亲的养老金少了');
    await findPoorer(review);
    expect((await clerk.case(review)).sections.review.result).toMatchObject({ change: 'reclassify', says: '转办更高一类救助' });
    expect(await clerk.actRefused(review, 'proposeChange', { opinion: '全家低于标准。' })).toMatchObject({
      code: 'REVIEW_CHECK_NEEDED',
    });
    await check(review);
    await clerk.act(review, 'proposeChange', { opinion: '全家低于标准，转办全家的低保。' });
    await confirmer.act(review, 'decide', { opinion: '同意转办。' });
    const kase = await clerk.case(review);
    expect(kase.state).toBe('decided');
    expect(kase.children).toMatchObject([{ itemId: 'SA-01', applicantName: '范建设', state: 'submitted' }]);
    application = kase.children[0]!.id;
    expect(await singles()).toMatchObject([{ to_month: null, members: 1 }]);
    const said = (await (await api.resident(family)).get('/api/messages')).items.map((m: { body: string }) => m.body).join();
    expect(said).toContain('范磊的待遇复核时发现，您家按现在的情况可以办最低生活保障，已经用原来的材料替您立了一件');
    expect(api.errors).toEqual([]);
  });

  test('申请里有全家三口和现在的养老金，不用再填；家里撤回申请的，原来的单人保重新核实', async () => {
    const declared = JSON.stringify((await clerk.case(application)).sections.facts);
    for (const part of ['常春花', '范磊', '1,500.00']) expect(declared).toContain(part);
    await clerk.act(application, 'accept');
    await (await api.resident(family)).act(application, 'withdraw', { reason: '先不办了' });
    await api.run();
    const { rows } = await api.owner.query('select case_id from benefit_review where change is null');
    expect(rows).toHaveLength(1);
    const review = rows[0].case_id;
    await check(review);
    expect((await clerk.case(review)).sections.review.result).toMatchObject({ change: 'reclassify' });
    await clerk.act(review, 'proposeChange', { opinion: '仍低于标准。' });
    await confirmer.act(review, 'decide', { opinion: '同意转办。' });
    application = (await clerk.case(review)).children[0]!.id;
    expect(api.errors).toEqual([]);
  });

  test('全家的低保确认以后：每月1,140元（差额900元加重残240元），儿子的单人保发到当月，不重不漏；认定随之结束，不再为单人保开复核', async () => {
    await carry(api, { ...family, expect: { outcome: 'eligible', amountFen: yuan(1140) } }, 'decided', {
      id: application,
      from: 'accepted',
    });
    const month = monthOf(api.clock.today());
    const { entitlement } = (await confirmer.case(application)).sections;
    expect(entitlement.versions).toMatchObject([{ amountFen: 1140_00, fromMonth: monthAfter(api.clock.today()) }]);
    expect(entitlement.memberIds).toHaveLength(3);
    expect(await singles()).toMatchObject([
      { to_month: month, end_reason: '全家纳入低保，单人保并入', members: 1 },
      { to_month: null, members: 3 },
    ]);
    await api.run();
    const open = await api.owner.query('select 1 from benefit_review where change is null');
    expect(open.rows).toEqual([]);
    expect((await leader.case(parent)).sections.recognition.state).toBe('ended');
    expect(api.errors).toEqual([]);
  });
});

describe('公布提高标准，全家落到标准以下', () => {
  beforeAll(begin);
  afterAll(() => api?.stop());
  let review: string;

  /** The county's urban standard from a day on. */
  async function publish(value: string, validFrom: PlainDate, no: number): Promise<void> {
    const [county, city] = (await Promise.all(['xianzhang', 'shiling'].map(api.staff))) as [Browser, Browser];
    const { id } = await county.post('/api/standard-drafts', {
      title: '咸安区低保标准调整',
      documentNo: `咸安民政发〔2026〕${no}号`,
      rows: [{ key: 'DB-STD-U', division: '421202000000', value, unit: 'fen/month', validFrom }],
      requestId: requestId(),
    });
    for (const [by, action] of [
      [county, 'rehearse'],
      [county, 'submit'],
      [city, 'approve'],
      [city, 'publish'],
    ] as const) {
      const { version } = await by.get(`/api/standard-drafts/${id}`);
      await by.post(`/api/standard-drafts/${id}/actions`, { action, version, requestId: requestId() });
      await advanceRuns(api.context);
    }
    await api.run();
    expect(api.errors).toEqual([]);
  }
  const amounts = async (): Promise<[string, number][]> =>
    (
      await api.owner.query('select from_month, amount_fen::int as fen from entitlement_version order by entitlement_id, no')
    ).rows.map((v) => [v.from_month, v.fen]);
  const openReviews = async () => (await api.owner.query('select case_id, kind from benefit_review where change is null')).rows;

  test('800元提高到820元，全家人均900元还是边缘：单人保按新标准820＋246＝1066元，不用复核', async () => {
    const [[from]] = (await amounts()) as [[string, number]];
    api.clock.set('2026-08-05T01:00:00.000Z');
    await publish('82000', '2026-07-01', 8);
    expect(await amounts()).toEqual([
      [from, 1040_00],
      [from, 1066_00],
    ]);
    expect(await openReviews()).toEqual([]);
  });

  test('提高到920元，全家低于标准：单人保照发，按新标准920＋276＝1196元，从执行的8月起；自动开出复核，由人转办全家', async () => {
    await publish('92000', '2026-08-01', 9);
    expect((await amounts()).at(-1)).toEqual(['2026-08', 1196_00]);
    const open = await openReviews();
    expect(open).toMatchObject([{ kind: 'standard' }]);
    review = open[0].case_id;
    const kase = await clerk.case(review);
    expect(kase.sections.review).toMatchObject({ kindZh: '标准调整', result: { change: 'reclassify' } });
    expect(JSON.stringify(kase.sections)).toContain('按新标准全家低于低保标准');
  });

  test('各位成年家人签名核对，县里同意：立全家的申请；确认以后每月336元（差额60元加重残276元），单人保发到当月', async () => {
    await check(review);
    await clerk.act(review, 'proposeChange', { opinion: '按新标准全家低于标准，转办。' });
    await confirmer.act(review, 'decide', { opinion: '同意转办。' });
    const [child] = (await clerk.case(review)).children;
    await carry(api, { ...family, expect: { outcome: 'eligible', amountFen: yuan(336) } }, 'decided', {
      id: child!.id,
      from: 'accepted',
    });
    const month = monthOf(api.clock.today());
    expect(await singles()).toMatchObject([
      { to_month: month, end_reason: '全家纳入低保，单人保并入' },
      { to_month: null, members: 3 },
    ]);
    expect((await amounts()).at(-1)).toEqual([monthAfter(api.clock.today()), 336_00]);
    await api.run();
    expect(await openReviews()).toEqual([]);
    expect(api.errors).toEqual([]);
  });
});

describe('自己领单人保，家里别的人都走了', () => {
  /** 生大病的丈夫自己领单人保每月1040元；妻子的工资2600元，全家是低保边缘。 */
  const couple = (key: string, [sick, wife]: [string, string], address: string) =>
    story({
      key,
      title: '单人保，妻子离婚',
      place: '汀泗桥社区',
      urbanRural: 'urban',
      address,
      people: [
        { name: sick, sex: '男', birth: '1984-03-03', lives: { ...lives.患病在家, seriousIllness: true } },
        { name: wife, sex: '女', birth: '1985-03-03', relation: 'spouse', lives: lives.上班 },
      ],
      incomes: [monthly('m1', 'wage', 2600)],
      expect: { outcome: 'not-eligible', amountFen: 0, recognised: 'edge' },
    });
  const alone = couple('alone-left', ['甲病', '甲病妻'], '21号');
  const withChild = couple('alone-child', ['乙病', '乙病妻'], '22号');

  const recognitionOf = async (name: string) =>
    (
      await api.owner.query(
        `select r.id, r.state, (select coalesce(array_agg(q.name order by q.name), '{}') from assistance_recognition_member m join person q on q.id = m.person_id
            where m.recognition_id = r.id and (m.valid_to is null or m.valid_to > $2)) as members
          from assistance_recognition r join person p on p.id = r.person_id where p.name = $1`,
        [name, api.clock.today()],
      )
    ).rows;
  const benefitsOf = async (name: string) =>
    (
      await api.owner.query(
        'select e.to_month as "to" from entitlement e join person p on p.id = e.person_id where p.name = $1 order by e.from_month',
        [name],
      )
    ).rows;
  const openCases = async (name: string) =>
    (
      await api.owner.query(
        'select c.id, c.item_id as item, c.state from service_case c where c.applicant_name = $1 and c.open',
        [name],
      )
    ).rows;
  async function carryBoth(of: typeof alone): Promise<void> {
    await carry(api, of, 'decided');
    await carry(api, { ...of, form: { ...of.form, applyAs: 'illness' }, expect: now }, 'decided');
  }
  /** The yearly look at the recognition finds that the wife is gone. */
  async function reviewRecognition(name: string, more: (id: string) => Promise<unknown> = async () => {}): Promise<string> {
    const [{ id: recognitionId }] = await recognitionOf(name);
    const opened = await api.context.write(asSystem(), (tx) =>
      openReview(tx, { recognitionId, kind: 'periodic', reason: '定期复核到期' }),
    );
    const id = opened.ok ? opened.value.caseId : '';
    await clerk.act(id, 'removeMember', { member: 'm1', reason: 'divorce', leftOn: api.clock.today(), source: '婚姻登记信息' });
    await more(id);
    const signers = ['self'];
    const consents = await Promise.all(signers.map(async (member) => ({ member, signature: await clerk.upload('consent') })));
    await clerk.act(id, 'requestCheck', { consents });
    const checker = await api.staff('hedui');
    await checker.act(id, 'startCheck');
    await api.run();
    await checker.act(id, 'issueReport');
    await clerk.act(id, 'proposeChange', { opinion: '妻子已离婚，按现在的家人核算。' });
    await confirmer.act(id, 'decide', { opinion: '同意。' });
    await api.run();
    expect(api.errors).toEqual([]);
    return id;
  }

  beforeAll(async () => {
    api = await startApi({ start: '2026-06-01' });
    await api.register(alone, withChild);
    [clerk, leader, confirmer] = (await Promise.all(['xiang', 'xianghe', 'queren'].map(api.staff))) as [
      Browser,
      Browser,
      Browser,
    ];
    await carryBoth(alone);
    await carryBoth(withChild);
  });
  afterAll(() => api?.stop());

  test('妻子离婚，只剩他一人，他已经领着：不再立一件申请，认定结束；离了婚的妻子不再占着这一户的认定；单人保照发', async () => {
    expect(await recognitionOf('甲病')).toMatchObject([{ state: 'active', members: ['甲病妻'] }]);
    const id = await reviewRecognition('甲病');
    expect((await clerk.case(id)).children).toEqual([]);
    expect(await recognitionOf('甲病')).toMatchObject([{ state: 'ended', members: [] }]);
    expect(await benefitsOf('甲病')).toEqual([{ to: null }]);
    // 边缘家庭的身份没有了，单人保重新核实：只剩他一人，按家庭审，维持不变
    const [review] = await openCases('甲病');
    expect(review).toMatchObject({ item: 'SA-02' });
    expect((await clerk.case(review.id)).sections.review.result).toMatchObject({ change: 'unchanged' });
    await clerk.act(review.id, 'proposeChange', { opinion: '维持。' });
    await confirmer.act(review.id, 'decide', { opinion: '同意。' });
    await api.run();
    expect(await openCases('甲病')).toEqual([]);
    expect(await benefitsOf('甲病')).toEqual([{ to: null }]);
  });

  test('妻子离婚，他和新生的孩子低于标准：转办全家的低保；确认以后认定结束，只有一份待遇，不再复核出第二件申请', async () => {
    const child = makeIdNumber('421202', api.clock.today(), 951);
    const id = await reviewRecognition('乙病', (review) =>
      clerk.act(review, 'addMember', {
        name: '乙小病',
        idNumber: child,
        relation: 'child',
        reason: 'birth',
        joinedOn: api.clock.today(),
        ...lives.幼儿,
        source: '户籍登记',
      }),
    );
    const [application] = (await clerk.case(id)).children;
    expect(application).toMatchObject({ itemId: 'SA-01', state: 'submitted' });
    // 转办期间认定有效，只保留还是一家人的
    expect(await recognitionOf('乙病')).toMatchObject([{ state: 'active', members: ['乙小病'] }]);
    await carry(api, { ...withChild, expect: { outcome: 'eligible', amountFen: 0 } }, 'decided', {
      id: application!.id,
      from: 'accepted',
    });
    await api.run();
    expect(api.errors).toEqual([]);
    expect(await recognitionOf('乙病')).toMatchObject([{ state: 'ended', members: [] }]);
    expect(await benefitsOf('乙病')).toEqual([{ to: monthOf(api.clock.today()) }, { to: null }]);
    expect(await openCases('乙病')).toEqual([]);
  });
});

describe('搬了家的、一人有两份的', () => {
  beforeAll(begin);
  afterAll(() => api?.stop());
  const THERE = '421202001002'; // 温泉街道

  test('全家搬到本县另一个乡镇以后才转办：申请立在现在住的地方，由那里的乡镇接着办', async () => {
    const there = await api.staff('wenquan');
    const { rows } = await api.owner.query('select household_id from entitlement');
    const moved = await api.context.write(asSystem(), (tx) =>
      moveHousehold(tx, {
        householdId: rows[0].household_id,
        toDivision: THERE,
        urbanRural: 'urban',
        movedOn: api.clock.today(),
        source: '公安户籍信息',
        reason: 'test',
      }),
    );
    expect(moved.ok).toBe(true);
    await api.run();
    const review = await lookAgain('父亲的养老金少了');
    await findPoorer(review, there);
    await check(review, there);
    await there.act(review, 'proposeChange', { opinion: '全家低于标准，转办全家的低保。' });
    await confirmer.act(review, 'decide', { opinion: '同意转办。' });
    const [child] = (await there.case(review)).children;
    expect(child).toMatchObject({ itemId: 'SA-01', applicantName: '范建设', division: THERE });
    // 没有人重新填过住址和电话，受理时不改档案
    const contacts = async () =>
      (await api.owner.query("select count(*)::int as n from fact_version where kind in ('address', 'phone')")).rows[0].n;
    const before = await contacts();
    await there.act(child!.id, 'accept');
    expect(await contacts()).toBe(before);
    expect(api.errors).toEqual([]);
  });

  describe('同一个人的两份待遇：父亲自己的单人保，和全家的低保边缘身份', () => {
    let [recognition, single]: [string, string] = ['', ''];
    const open = (given: NewReview) => api.context.write(asSystem(), (tx) => openReview(tx, given));
    const underway = async () =>
      (
        await api.owner.query(`select c.id, left(c.division, 6) as county, coalesce(r.entitlement_id, r.recognition_id) as of, r.kind
          from benefit_review r join service_case c on c.id = r.case_id where r.change is null order by r.kind`)
      ).rows;

    beforeAll(async () => {
      const held = (await api.owner.query("select id, person_id from assistance_recognition where state = 'active'")).rows;
      recognition = held[0].id;
      single = (await singles())[0].id;
      await api.owner.query('update entitlement set person_id = $1 where id = $2', [held[0].person_id, single]);
      // 自己领单人保的人，不在全家的低保边缘身份里面
      await api.owner.query('update assistance_recognition_member set valid_to = $2 where person_id = $1', [
        held[0].person_id,
        plusDays(api.clock.today(), -1),
      ]);
    });

    test('各复核各的：一份还没办完，另一份到期照样开出，再有情况记到各自的那一件里', async () => {
      const first = await open({ recognitionId: recognition, kind: 'periodic', reason: '定期复核到期' });
      const second = await open({
        entitlementId: single as EntitlementId,
        kind: 'death',
        reason: '家庭成员去世',
        since: '2026-07',
      });
      expect([first, second]).toMatchObject([
        { ok: true, value: { joined: false } },
        { ok: true, value: { joined: false } },
      ]);
      expect(await underway()).toMatchObject([
        { of: single, kind: 'death' },
        { of: recognition, kind: 'periodic' },
      ]);
      expect(await open({ recognitionId: recognition, kind: 'warning', reason: '有了新车' })).toMatchObject({
        ok: true,
        value: { joined: true, caseId: first.ok && first.value.caseId },
      });
    });

    test('全家迁到嘉鱼：两份都移交，各开一件迁移复核', async () => {
      const { rows } = await api.owner.query('select household_id from assistance_recognition where id = $1', [recognition]);
      const moved = await api.context.write(asSystem(), (tx) =>
        moveHousehold(tx, {
          householdId: rows[0].household_id,
          toDivision: '421221103001',
          movedOn: api.clock.today(),
          source: '公安户籍信息',
          reason: 'test',
        }),
      );
      expect(moved.ok).toBe(true);
      await api.run();
      expect(api.errors).toEqual([]);
      expect((await underway()).map((r) => [r.county, r.kind])).toEqual([
        ['421221', 'move'],
        ['421221', 'move'],
      ]);
    });
  });
});
