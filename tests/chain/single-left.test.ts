/** 单人保 when the others leave the family, move away, or when somebody has two benefits at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lives, monthly, story } from '../../src/domains/social-assistance/demonstration/story.ts';
import type { NewReview } from '../../src/domains/social-assistance/review/open.ts';
import { openReview } from '../../src/domains/social-assistance/review/server.ts';
import { monthOf, plusDays } from '../../src/kernel/calendar/index.ts';
import type { EntitlementId } from '../../src/kernel/payment/server.ts';
import { makeIdNumber } from '../../src/kernel/resident/index.ts';
import { moveHousehold } from '../../src/kernel/resident/server.ts';
import { carry } from '../api.ts';
import { api, asSystem, begin, check, clerk, confirmer, findPoorer, lookAgain, now, openCity, singles } from './single-desk.ts';

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
    await openCity(alone, withChild);
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
