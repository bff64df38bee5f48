/** 政策预演 on a real database: W14, who gains and who loses, and what a publication writes for them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../../tests/database.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { COUNTY, everywhere, freeze, paymentDesk, sentence, VILLAGE } from '../../../kernel/payment/fixtures.ts';
import { endEntitlement, grantEntitlement, holdPerson, releaseHold } from '../../../kernel/payment/server.ts';
import { getDecision, parametersOf } from '../../../kernel/policy/server.ts';
import { draftDesk, leader, other } from '../../../kernel/rehearsal/fixtures.ts';
import { explainHousehold, makeUpRaise, proposeDraft } from '../../../kernel/rehearsal/server.ts';
import { accepted, register } from '../../../kernel/resident/fixtures.ts';
import { registerHousehold } from '../../../kernel/resident/server.ts';
import type { Id } from '../../../kernel/schema/index.ts';
import '../domain.ts';
import { decided, familyRegister, raise, single, standardsOf2025 } from '../../../../tests/dibao.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { coupleWith, D26, familyW1 } from './fixtures.ts';
import { assessDibao, redetermineDibao } from './rules.ts';

/** The standard of the county in the middle of 2026. */
const valueOn = async (tx: Tx, key: string): Promise<string> => {
  const found = (await parametersOf(tx)).on(key, COUNTY, '2026-07-01');
  return found.ok ? found.value.value : '';
};

type City = Awaited<ReturnType<typeof freshContext>>;
let city: City;
let desk: ReturnType<typeof paymentDesk>;
let drafts: ReturnType<typeof draftDesk>;
let families: ReturnType<typeof familyRegister>;

beforeAll(async () => {
  city = await freshContext({ start: '2025-12-20' });
  desk = paymentDesk(city);
  drafts = draftDesk(city.context);
  families = familyRegister(city);
  await standardsOf2025(city);
});
afterAll(() => city?.drop());

test('算例十四：2026年4月20日公布、1月1日起执行，家庭原领1664元，改为1740元，1至4月补发304元随5月发', async () => {
  const w1 = await families.receiving(['张父', '张母', '张孩'], familyW1());
  expect(w1.amountFen).toBe(1664_00);
  for (const [month, day] of [
    ['2026-01', '2025-12-22'],
    ['2026-02', '2026-01-22'],
    ['2026-03', '2026-02-24'],
    ['2026-04', '2026-03-23'],
  ] as const) {
    desk.on(day);
    await desk.payOut((await freeze(city.context, month)).id);
  }
  desk.on('2026-04-20');
  const id = await drafts.propose(raise('80000', '2026-01-01', '66000'));
  const shown = await drafts.rehearsed(id);
  expect(shown.rehearsal).toMatchObject({ state: 'done', outdated: false, done: 1, total: 1 });
  expect(shown.rehearsal!.report!.groups).toEqual([
    {
      programme: 'dibao',
      county: COUNTY,
      urbanRural: 'urban',
      size: 3,
      effect: 'gain',
      households: 1,
      persons: 3,
      oldFen: 1664_00,
      newFen: 1740_00,
      arrearsFen: 304_00,
      reversals: 0,
    },
  ]);
  // 预演不改变任何待遇，也不让标准生效
  expect(await desk.count('select count(*)::int from entitlement_version where entitlement_id = $1', [w1.id])).toBe(1);
  expect((await drafts.view(id)).rows.map((r) => [r.value, r.nowValue])).toEqual([
    ['80000', '78000'],
    ['66000', '64000'],
  ]);

  const published = await drafts.publish(id);
  expect(published.state).toBe('published');
  expect(published.publication!.report!.compared).toMatchObject({ equal: 1, different: 0 });
  const versions = (
    await city.owner.query(
      'select no, from_month, amount_fen, decision_id from entitlement_version where entitlement_id = $1 order by no',
      [w1.id],
    )
  ).rows;
  expect(versions.map((v) => [v.no, v.from_month, Number(v.amount_fen)])).toEqual([
    [1, '2026-01', 1664_00],
    [2, '2026-01', 1740_00],
  ]);
  const decision = accepted(await city.context.read(leader, (tx) => getDecision(tx, versions[1].decision_id)));
  expect(decision).toMatchObject({ kind: 'standard', outcome: 'eligible', amountFen: 1740_00, effectiveMonth: '2026-01' });
  expect((decision.facts as FamilyFacts).members).toHaveLength(3);
  expect(decision.decision.clauses.find((c) => c.name.includes('低于最低生活保障标准'))?.parameter).toMatchObject({
    value: '80000',
    source: '通民政发〔2026〕1号',
  });

  const proposals = await desk.proposals(w1.id);
  expect(proposals).toMatchObject([{ direction: 'back-pay', amountFen: 304_00 }]);
  accepted(
    await desk.decide(
      proposals.map((p) => p.id),
      'confirm',
    ),
  );
  const may = await freeze(city.context, '2026-05');
  const lines = (
    await city.owner.query(
      'select kind, amount_fen from payment_line where batch_id = $1 and entitlement_id = $2 order by kind',
      [may.id, w1.id],
    )
  ).rows;
  expect(lines.map((l) => [l.kind, Number(l.amount_fen)])).toEqual([
    ['back-pay', 304_00],
    ['regular', 1740_00],
  ]);
});

test('成批核算与逐条核算，结果、金额、人数一分不差', () => {
  const families = [familyW1(), familyW1(2600), single(), ...[0, 799.5, 1599.99, 1600, 2400].map((income) => coupleWith(income))];
  for (const facts of families)
    for (const firstDay of ['2026-01-01', '2026-09-01'] as const) {
      const full = accepted(redetermineDibao({ ...facts, decisionDate: decided }, D26, firstDay));
      const brief = accepted(assessDibao({ ...facts, decisionDate: decided }, D26, firstDay));
      expect(brief).toEqual({ outcome: full.outcome, amountFen: full.amountFen ?? 0, persons: full.persons });
    }
});

describe('谁增加、谁减少、谁进、谁出', () => {
  test('提高标准：差一点的户进来；单人保家庭整户落到标准以下，单人保照发、按新标准提高，写明须转办全家；被拒绝过的单人保申请不因此算作进来', async () => {
    desk.on('2026-05-06');
    const gains = await families.receiving(['李甲', '李乙'], coupleWith(1000), { from: '2026-05' });
    const alone = await families.receiving(['王父', '王母', '王儿'], single(), { from: '2026-05' });
    // 已经决定发到7月为止的，不再找人看
    const ending = await families.receiving(['赵父', '赵母', '赵儿'], single(), { from: '2026-05' });
    accepted(
      await city.context.write(everywhere, (tx) =>
        endEntitlement(tx, { id: ending.id, lastMonth: '2026-07', reason: '全家纳入低保，单人保并入' }),
      ),
    );
    const near = await families.refused(coupleWith(1650));
    const far = await families.refused(coupleWith(3000));
    const refusedAlone = await families.refused({
      ...single(),
      incomes: single().incomes!.map((i) => ({ ...i, amountFen: 2300_00 })),
    });
    const id = await drafts.propose(raise('84000', '2026-06-01'));
    const shown = await drafts.rehearsed(id);
    const of = async (effect: 'gain' | 'enter' | 'leave' | 'loss') =>
      (await drafts.households(id, { effect })).map((h) => h.subjectId);
    expect(await of('gain')).toContain(gains.id);
    expect(await of('enter')).toEqual([near]);
    expect(await of('enter')).not.toContain(far);
    expect(await of('enter')).not.toContain(refusedAlone);
    expect(await of('gain')).toContain(alone.id);
    expect(await of('leave')).toEqual([]);
    const goesOn = (await drafts.households(id, { effect: 'gain' })).find((h) => h.subjectId === alone.id);
    expect((await drafts.households(id, { effect: 'gain' })).find((h) => h.subjectId === ending.id)).toMatchObject({
      newFen: 1092_00,
      reason: null,
    });
    // 840＋252
    expect(goesOn).toMatchObject({
      reversal: false,
      newFen: 1092_00,
      reason: '按新标准全家低于低保标准，须转办全家的低保，办成以前单人保照发',
    });
    expect(shown.rehearsal!.report!.groups.reduce((sum, g) => sum + g.reversals, 0)).toBe(0);
    const why = accepted(await city.context.write(leader, (tx) => explainHousehold(tx, id, alone.id)));
    expect([why.before?.outcome, why.after?.outcome]).toEqual(['eligible', 'eligible']);
    expect(why.after?.clauses.find((c) => c.name === '家庭属于最低生活保障边缘家庭')?.note).toContain('办成以前单人保照发');

    await drafts.publish(id);
    const versions = await desk.count('select count(*)::int from entitlement_version where entitlement_id = $1', [alone.id]);
    expect(versions).toBe(2);
    expect(await desk.count('select count(*)::int from entitlement_version where entitlement_id = $1', [gains.id])).toBe(2);
    expect(await desk.count(`select count(*)::int from message where template = 'rehearsal.to-hear'`, [])).toBe(0);
  });

  test('县里的方案只预演本县：别县领取的户不算', async () => {
    const elsewhere = await families.receiving(['嘉甲', '嘉乙'], coupleWith(1000), { from: '2026-05', village: '421221100001' });
    const id = await drafts.propose(raise('85000', '2026-07-01'));
    const { rehearsal } = await drafts.rehearsed(id);
    const rows = (subject: string | null) =>
      desk.count(`select count(*)::int from rehearsal_row where run_id = $1 and ($2::uuid is null or subject_id = $2)`, [
        rehearsal!.id,
        subject,
      ]);
    expect(await rows(elsewhere.id)).toBe(0);
    expect(await rows(null)).toBeGreaterThan(0);
    expect(rehearsal!.done).toBeLessThanOrEqual(rehearsal!.total);
    accepted(await drafts.act(id, 'withdraw'));
  });

  test('金额不是按事实核算的、等待重新核算的：标为需人工核算，公布时不动', async () => {
    const by = await city.context.write(everywhere, async (tx) => {
      const holder = await register(tx, { name: '赵渐退', division: VILLAGE });
      const household = accepted(
        await registerHousehold(tx, { from: '2025-01-01', headId: holder, division: VILLAGE, urbanRural: 'urban', members: [] }),
      );
      return accepted(
        await grantEntitlement(tx, {
          programme: 'dibao',
          exclusiveGroups: ['basic-living'],
          householdId: household.id,
          personId: holder,
          division: VILLAGE,
          memberIds: [holder],
          fromMonth: '2026-05',
          amountFen: 500_00,
          breakdown: [],
          decisionId: null,
          parameterIds: [],
        }),
      );
    });
    const id = await drafts.propose(raise('85000', '2026-07-01'));
    await drafts.rehearsed(id);
    expect(await drafts.households(id, { effect: 'unclear' })).toMatchObject([
      { subjectId: by.id, reason: '现行金额不是由系统按事实核算的，须由人工核算', oldFen: 500_00, newFen: 500_00 },
    ]);
    accepted(await drafts.act(id, 'withdraw'));
  });
});

describe('标准只升不降', () => {
  const propose = (value: string, validFrom: '2026-07-01' | '2026-08-01' = '2026-07-01') =>
    proposeDraft(city.context, leader, {
      title: '调整标准',
      documentNo: '通民政发〔2026〕9号',
      rows: raise(value, validFrom),
      requestId: newId(),
    });

  test('拟调低于现行：拟定时就不收，指出现行多少；正好等于现行可以', async () => {
    const present = Number((await city.context.read(leader, (tx) => valueOn(tx, 'DB-STD-U'))) as string);
    const refused = await propose(String(present - 100));
    expect(refused).toMatchObject({ ok: false, code: 'REHEARSAL_LOWERED', fields: [{ path: 'rows.0.value' }] });
    expect(sentence(refused)).toContain('调整后的标准不得低于现行标准');
    expect((await propose(String(present), '2026-08-01')).ok).toBe(true);
  });

  test('拟定以后标准又提高了：公布时再问一次，低了就不公布', async () => {
    const present = Number((await city.context.read(leader, (tx) => valueOn(tx, 'DB-STD-U'))) as string);
    const low = await drafts.propose(raise(String(present + 100), '2026-11-01'));
    await drafts.rehearsed(low);
    const high = await drafts.propose(raise(String(present + 300), '2026-10-01'));
    await drafts.rehearsed(high);
    await drafts.publish(high);
    await drafts.approve(low);
    expect(await drafts.act(low, 'publish', other)).toMatchObject({ ok: false, code: 'REHEARSAL_LOWERED' });
  });
});

test('公布时暂停着等人决定的：这一户不动；决定继续发、放开暂停时一并提高，只提高一次', async () => {
  const waiting = await families.receiving(['孙甲', '孙乙'], coupleWith(1000), { from: '2026-05' });
  const versions = async () =>
    (
      await city.owner.query('select from_month, amount_fen from entitlement_version where entitlement_id = $1 order by no', [
        waiting.id,
      ])
    ).rows.map((v) => [v.from_month, Number(v.amount_fen)]);
  const before = await versions();
  const of = { personId: waiting.holder as Id<'Person'>, code: 'recompute' };
  await city.context.write(everywhere, (tx) =>
    holdPerson(tx, { ...of, division: VILLAGE, reason: '预警属实，作出决定前暂停', entitlementIds: [waiting.id] }),
  );
  const id = await drafts.propose(raise('90000', '2026-11-01'));
  await drafts.rehearsed(id);
  await drafts.publish(id);
  expect(await versions()).toEqual(before);
  const decideToGoOn = () =>
    city.context.write(everywhere, async (tx) => {
      await makeUpRaise(tx, waiting.id);
      await releaseHold(tx, { ...of, reason: '决定继续发' });
    });
  await decideToGoOn();
  const after = await versions();
  expect(after).toHaveLength(before.length + 1);
  expect(after.at(-1)![0]).toBe('2026-11');
  expect(after.at(-1)![1]).toBeGreaterThan(before.at(-1)![1] as number);
  await decideToGoOn();
  expect(await versions()).toEqual(after);
});

test('改按分档发放：先预演，谁增谁减看得见；公布以后增加的按档写入新的金额，减少的不自动执行', async () => {
  const more = await families.receiving(['分甲', '分乙'], coupleWith(1000), { from: '2026-05' });
  const less = await families.receiving(['档甲', '档乙'], coupleWith(200), { from: '2026-05' });
  const band = (key: string, unit: string, value: string) => ({
    key,
    division: COUNTY,
    unit,
    value,
    validFrom: '2026-12-01' as const,
  });
  const id = await drafts.propose([
    band('DB-BANDS-U', 'bands', '2'),
    band('DB-BAND-U-1-TO', 'ratio', '0.9'),
    band('DB-BAND-U-1', 'fen/person/month', '50000'),
    band('DB-BAND-U-2', 'fen/person/month', '10000'),
  ]);
  await drafts.rehearsed(id);
  const found = async (effect: 'gain' | 'loss', of: string) =>
    (await drafts.households(id, { effect })).find((h) => h.subjectId === of);
  expect(await found('gain', more.id)).toMatchObject({ fromMonth: '2026-12', newFen: 1000_00 });
  expect(await found('loss', less.id)).toMatchObject({ newFen: 1000_00 });

  await drafts.publish(id);
  const { rows } = await city.owner.query(
    'select amount_fen, decision_id from entitlement_version where entitlement_id = $1 and from_month = $2',
    [more.id, '2026-12'],
  );
  expect(rows.map((row) => Number(row.amount_fen))).toEqual([1000_00]);
  const made = accepted(await city.context.read(leader, (tx) => getDecision(tx, rows[0].decision_id)));
  expect(made.decision.breakdown[0]).toMatchObject({ label: '第1档保障金额', fen: 1000_00 });
  const untouched = 'select count(*)::int from entitlement_version where entitlement_id = $1 and from_month = $2';
  expect(await desk.count(untouched, [less.id, '2026-12'])).toBe(0);
  expect(await desk.count(`select count(*)::int from message where template = 'rehearsal.to-hear'`, [])).toBe(1);
});
