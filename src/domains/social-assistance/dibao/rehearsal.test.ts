/** 政策预演 on a real database: W14, who gains and who loses, two persons, a kill in the middle, and the comparison. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../../tests/database.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { newId } from '../../../kernel/context/server.ts';
import { COUNTY, everywhere, freeze, paymentDesk, staff, VILLAGE } from '../../../kernel/payment/fixtures.ts';
import { endEntitlement, grantEntitlement, recordPayoutAccount, reviseEntitlement } from '../../../kernel/payment/server.ts';
import {
  addParameter,
  allRows,
  getDecision,
  loadParameters,
  makeParameters,
  parametersOf,
  saveDecision,
} from '../../../kernel/policy/server.ts';
import {
  actOnDraft,
  advanceRuns,
  type DraftAction,
  type DraftView,
  differencesView,
  draftView,
  explainHousehold,
  householdsView,
  proposeDraft,
} from '../../../kernel/rehearsal/server.ts';
import { accepted, register } from '../../../kernel/resident/fixtures.ts';
import { registerHousehold } from '../../../kernel/resident/server.ts';
import { explain } from '../../../kernel/result/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import '../domain.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { caring, coupleWith, D26, family, familyW1, monthly, person } from './fixtures.ts';
import { assessDibao, determineDibao, redetermineDibao } from './rules.ts';

type City = Awaited<ReturnType<typeof freshContext>>;
let city: City;
let desk: ReturnType<typeof paymentDesk>;

const nation = systemActor('test', '000000000000');

/** The standards of 2025 without end, as they were before those of 2026 were published. */
async function standardsOf2025(at: City): Promise<void> {
  const rows = at.city.parameters
    .filter((row) => !(row.key.startsWith('DB-STD') && row.validFrom === '2026-01-01'))
    .map((row) => ({ ...row, validTo: row.key.startsWith('DB-STD') && row.validFrom === '2025-01-01' ? null : row.validTo }));
  await at.context.write(nation, (tx) =>
    loadParameters(
      tx,
      rows.map((row) => ({ ...row, floor: null, ceiling: null })),
    ),
  );
}

beforeAll(async () => {
  city = await freshContext({ start: '2025-12-20' });
  desk = paymentDesk(city);
  await standardsOf2025(city);
});
afterAll(() => city.drop());

const leader = staff(COUNTY, 'county-leader', null, '县甲');
const other = staff(COUNTY, 'county-leader', null, '县乙');
const decided: PlainDate = '2025-12-10';

/** A family in payment since January, by the standards in force, with the facts of its decision. */
async function receiving(names: string[], given: FamilyFacts, options: { from?: YearMonth; village?: string } = {}) {
  const village = options.village ?? VILLAGE;
  const facts: FamilyFacts = { ...given, division: village, applicationMonth: '2025-11', decisionDate: decided };
  const from = options.from ?? '2026-01';
  return city.context.write(everywhere, async (tx) => {
    const decision = accepted(redetermineDibao(facts, await parametersOf(tx), `${from}-01` as PlainDate));
    expect(decision.outcome).toBe('eligible');
    const members: string[] = [];
    for (const name of names) members.push(await register(tx, { name, division: village }));
    const [holder] = members as [string, ...string[]];
    const household = accepted(
      await registerHousehold(tx, {
        from: '2025-01-01',
        headId: holder,
        division: village,
        urbanRural: 'urban',
        members: members.slice(1).map((personId) => ({ personId, relation: 'other' as const })),
      }),
    );
    accepted(
      await recordPayoutAccount(tx, {
        personId: holder,
        division: village,
        bank: '通城农商银行',
        number: `62170000001${String(Math.abs(hash(holder)) % 100000).padStart(5, '0')}`,
        holder: names[0]!,
      }),
    );
    const decisionId = await saveDecision(tx, {
      caseId: newId(),
      kind: 'final',
      division: village,
      personId: holder,
      decision,
      facts,
    });
    const entitlement = accepted(
      await grantEntitlement(tx, {
        programme: 'dibao',
        exclusiveGroups: ['basic-living'],
        householdId: household.id,
        personId: holder,
        division: village,
        memberIds: members,
        fromMonth: from,
        amountFen: decision.amountFen!,
        breakdown: [],
        decisionId,
        parameterIds: [],
      }),
    );
    return { id: entitlement.id, holder, decisionId, amountFen: decision.amountFen! };
  });
}
const hash = (text: string): number => [...text].reduce((h, c) => (h * 31 + c.charCodeAt(0)) | 0, 7);

/** Somebody who was refused. */
const refused = (given: FamilyFacts) =>
  city.context.write(everywhere, async (tx) => {
    const facts: FamilyFacts = { ...given, division: VILLAGE, applicationMonth: '2025-11', decisionDate: decided };
    const decision = accepted(determineDibao(facts, makeParameters(await allRows(tx)), '2026-01-05'));
    expect(decision.outcome).toBe('not-eligible');
    const personId = await register(tx, { name: '申请人', division: VILLAGE });
    return saveDecision(tx, { caseId: newId(), kind: 'final', division: VILLAGE, personId, decision, facts });
  });
const raise = (urban: string, validFrom: PlainDate, rural?: string) => [
  { key: 'DB-STD-U', division: COUNTY, value: urban, unit: 'fen/month', validFrom },
  ...(rural ? [{ key: 'DB-STD-R', division: COUNTY, value: rural, unit: 'fen/month', validFrom }] : []),
];
const propose = async (rows: ReturnType<typeof raise>, actor = leader): Promise<string> =>
  accepted(
    await proposeDraft(city.context, actor, {
      title: '调整城乡低保标准',
      documentNo: '通民政发〔2026〕1号',
      rows,
      requestId: newId(),
    }),
  ).id;
const view = async (id: string, actor = leader): Promise<DraftView> =>
  accepted(await city.context.read(actor, (tx) => draftView(tx, id)));
const act = async (id: string, action: DraftAction, actor = leader) =>
  actOnDraft(city.context, actor, { id, action, version: (await view(id)).version, requestId: newId() });
async function rehearsed(id: string): Promise<DraftView> {
  accepted(await act(id, 'rehearse'));
  await advanceRuns(city.context);
  return view(id);
}
const households = async (id: string, filter: Parameters<typeof householdsView>[2]) =>
  accepted(await city.context.write(leader, (tx) => householdsView(tx, id, filter, null))).rows;

test('算例十四：2026年4月20日公布、1月1日起执行，家庭原领1664元，改为1740元，1至4月补发304元随5月发', async () => {
  const w1 = await receiving(['张父', '张母', '张孩'], familyW1());
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
  const id = await propose(raise('80000', '2026-01-01', '66000'));
  const shown = await rehearsed(id);
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
  expect((await view(id)).rows.map((r) => [r.value, r.nowValue])).toEqual([
    ['80000', '78000'],
    ['66000', '64000'],
  ]);

  accepted(await act(id, 'submit'));
  accepted(await act(id, 'approve', other));
  accepted(await act(id, 'publish', other));
  await advanceRuns(city.context);
  const published = await view(id);
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

describe('审批', () => {
  test('没有预演、或预演之后改过，不能送审', async () => {
    const id = await propose(raise('81000', '2026-07-01'));
    const early = await act(id, 'submit');
    expect(early.ok ? '' : explain(early).message).toBe('方案在预演之后改过，或者还没有预演，不能送审。');
    await rehearsed(id);
    const { version } = await view(id);
    accepted(
      await actOnDraft(city.context, leader, {
        id,
        action: 'change',
        version,
        requestId: newId(),
        change: { title: '调整低保标准', documentNo: '通民政发〔2026〕2号', rows: raise('82000', '2026-07-01') },
      }),
    );
    expect((await view(id)).rehearsal!.outdated).toBe(true);
    expect((await act(id, 'submit')).ok).toBe(false);
    accepted(await act(id, 'withdraw'));
  });

  test('拟定人、送审人自己批准：拒绝；换一个人批准：可以；没有批准不能公布', async () => {
    const id = await propose(raise('81000', '2026-07-01'));
    await rehearsed(id);
    accepted(await act(id, 'submit'));
    const own = await act(id, 'approve');
    expect(own.ok ? '' : explain(own).message).toBe('拟定人、送审人与批准人不得为同一人。');
    const early = await act(id, 'publish', other);
    expect(early.ok ? '' : explain(early).message).toBe('方案现在是“待批准”，不能公布。');
    accepted(await act(id, 'approve', other));
    accepted(await act(id, 'sendBack', other));
    accepted(await act(id, 'withdraw'));
  });

  test('低于上级最低标准的方案当场拒绝；县里不能替全市拟定', async () => {
    accepted(
      await city.context.write(nation, (tx) =>
        addParameter(tx, {
          key: 'TK-CARE-1',
          division: '420000000000',
          value: '15000',
          unit: 'fen/month',
          validFrom: '2026-01-01',
          validTo: null,
          source: '省民政厅测试文件',
          nature: 'national',
          note: '',
          floor: '15000',
          ceiling: null,
        }),
      ),
    );
    const low = await proposeDraft(city.context, leader, {
      title: '调整照料护理标准',
      documentNo: '通民政发〔2026〕3号',
      rows: [{ key: 'TK-CARE-1', division: COUNTY, value: '14000', unit: 'fen/month', validFrom: '2026-07-01' }],
      requestId: newId(),
    });
    expect(low.ok ? '' : low.code).toBe('PARAM_BELOW_FLOOR');
    const foreign = await proposeDraft(city.context, leader, {
      title: '调整全市标准',
      documentNo: '通民政发〔2026〕4号',
      rows: [{ key: 'DB-STD-U', division: '421200000000', value: '90000', unit: 'fen/month', validFrom: '2026-07-01' }],
      requestId: newId(),
    });
    expect(foreign.ok ? '' : foreign.code).toBe('REHEARSAL_DIVISION');
  });
});

/** 单人保: a severely disabled, jobless adult whose family as a whole is not below the standard. */
const single = (): FamilyFacts =>
  family(
    [
      person('父亲', 'self', { birthDate: '1965-01-15', employment: 'retired' }),
      person('母亲', 'spouse', { birthDate: '1968-01-15', ...caring }),
      person('儿子', 'child', {
        birthDate: '1998-01-15',
        employment: 'unemployed',
        workCapacity: 'none',
        cannotLiveIndependently: true,
        disabilities: [{ type: 'physical', level: 1 }],
      }),
    ],
    { incomes: [monthly('父亲', 'employee-pension', 2460)], single: { applicant: '儿子', ground: 'disability' } },
  );

describe('谁增加、谁减少、谁进、谁出', () => {
  test('提高标准：差一点的户进来；单人保家庭整户落到标准以下，反而不再符合，标为倒挂，公布时不自动停', async () => {
    desk.on('2026-05-06');
    const gains = await receiving(['李甲', '李乙'], coupleWith(1000), { from: '2026-05' });
    const alone = await receiving(['王父', '王母', '王儿'], single(), { from: '2026-05' });
    const near = await refused(coupleWith(1650));
    const far = await refused(coupleWith(3000));
    const id = await propose(raise('84000', '2026-06-01'));
    const shown = await rehearsed(id);
    const of = async (effect: 'gain' | 'enter' | 'leave' | 'loss') => (await households(id, { effect })).map((h) => h.subjectId);
    expect(await of('gain')).toContain(gains.id);
    expect(await of('enter')).toEqual([near]);
    expect(await of('enter')).not.toContain(far);
    expect(await of('leave')).toEqual([alone.id]);
    expect(await households(id, { effect: 'leave' })).toMatchObject([{ reversal: true, reason: '因标准变动', newFen: 0 }]);
    expect(shown.rehearsal!.report!.groups.reduce((sum, g) => sum + g.reversals, 0)).toBe(1);
    const ten = await households(id, { ten: true });
    expect(ten[0]).toMatchObject({ subjectId: alone.id, personName: '王父' });
    const why = accepted(await city.context.write(leader, (tx) => explainHousehold(tx, id, alone.id)));
    expect([why.before?.outcome, why.after?.outcome]).toEqual(['eligible', 'not-eligible']);
    expect(why.after?.clauses.filter((c) => c.verdict === 'unmet').map((c) => c.name)).toEqual(['家庭属于最低生活保障边缘家庭']);

    accepted(await act(id, 'submit'));
    accepted(await act(id, 'approve', other));
    accepted(await act(id, 'publish', other));
    await advanceRuns(city.context);
    const versions = await desk.count('select count(*)::int from entitlement_version where entitlement_id = $1', [alone.id]);
    expect(versions).toBe(1);
    expect(await desk.count('select count(*)::int from entitlement_version where entitlement_id = $1', [gains.id])).toBe(2);
    expect(await desk.count(`select count(*)::int from message where template = 'rehearsal.to-hear'`, [])).toBe(1);
  });

  test('县里的方案只预演本县：别县领取的户不算', async () => {
    const elsewhere = await receiving(['嘉甲', '嘉乙'], coupleWith(1000), { from: '2026-05', village: '421221100001' });
    const id = await propose(raise('85000', '2026-07-01'));
    const { rehearsal } = await rehearsed(id);
    const rows = (subject: string | null) =>
      desk.count(`select count(*)::int from rehearsal_row where run_id = $1 and ($2::uuid is null or subject_id = $2)`, [
        rehearsal!.id,
        subject,
      ]);
    expect(await rows(elsewhere.id)).toBe(0);
    expect(await rows(null)).toBeGreaterThan(0);
    expect(rehearsal!.done).toBeLessThanOrEqual(rehearsal!.total);
    accepted(await act(id, 'withdraw'));
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
    const id = await propose(raise('85000', '2026-07-01'));
    await rehearsed(id);
    expect(await households(id, { effect: 'unclear' })).toMatchObject([
      { subjectId: by.id, reason: '现行金额不是由系统按事实核算的，须由人工核算', oldFen: 500_00, newFen: 500_00 },
    ]);
    accepted(await act(id, 'withdraw'));
  });
});

describe('公布', () => {
  test('中途被杀：重新启动后从断点接着算，每户只有一个新版本；结果与预演一致', async () => {
    const many: string[] = [];
    for (let i = 0; i < 6; i++) many.push((await receiving([`孙${i}`, `周${i}`], coupleWith(500 + i), { from: '2026-06' })).id);
    const id = await propose(raise('86000', '2026-08-01'));
    await rehearsed(id);
    accepted(await act(id, 'submit'));
    accepted(await act(id, 'approve', other));
    accepted(await act(id, 'publish', other));
    let pages = 0;
    const kill = () => {
      if (++pages === 2) throw new Error('killed');
    };
    await expect(advanceRuns(city.context, { afterPage: kill, pageSize: 2, threads: 1 })).rejects.toThrow('killed');
    const half = await view(id);
    expect(half).toMatchObject({ state: 'publishing', publication: { state: 'running', done: 4 } });
    await advanceRuns(city.context, { pageSize: 2, threads: 2 });
    const done = await view(id);
    expect(done.state).toBe('published');
    expect(done.publication).toMatchObject({ done: done.publication!.total });
    expect(done.publication!.report!.compared!.different).toBe(0);
    for (const entitlement of many)
      expect(
        await desk.count('select count(*)::int from entitlement_version where entitlement_id = $1 and from_month = $2', [
          entitlement,
          '2026-08',
        ]),
      ).toBe(1);
  });

  test('预演之后新增一户：公布照算，结果列出这一户和原因', async () => {
    const id = await propose(raise('87000', '2026-09-01'));
    await rehearsed(id);
    accepted(await act(id, 'submit'));
    accepted(await act(id, 'approve', other));
    const late = await receiving(['郑新'], family([person('郑新', 'self', caring)]), { from: '2026-06' });
    accepted(await act(id, 'publish', other));
    await advanceRuns(city.context);
    const { rows } = accepted(await city.context.write(leader, (tx) => differencesView(tx, id)));
    expect(rows).toMatchObject([{ subjectId: late.id, why: '预演之后新增', rehearsed: null, effect: 'gain' }]);
    expect((await view(id)).publication!.report!.compared!.different).toBe(1);
  });

  test('标准晚公布，家庭已在渐退期：渐退以前的月份照算照补，渐退按最后一次的金额，跟着提高；以后的标准与渐退无关', async () => {
    desk.on('2026-12-10');
    const home = await receiving(['冯甲', '冯乙'], coupleWith(500), { from: '2026-09' });
    const gradual = await city.context.write(everywhere, async (tx) => {
      const facts: FamilyFacts = { ...coupleWith(2400), division: VILLAGE, applicationMonth: '2025-11', decisionDate: decided };
      const decision = accepted(redetermineDibao(facts, await parametersOf(tx), '2026-11-01'));
      expect(decision.outcome).toBe('not-eligible');
      const decisionId = await saveDecision(tx, {
        caseId: newId(),
        kind: 'reviewed',
        division: VILLAGE,
        personId: home.holder,
        decision,
        facts,
      });
      const last = { id: home.id, amountFen: home.amountFen, breakdown: [], decisionId, parameterIds: [] };
      accepted(await reviseEntitlement(tx, { ...last, fromMonth: '2026-11', lastShare: '1', reason: '渐退' }));
      accepted(await endEntitlement(tx, { id: home.id, lastMonth: '2027-04', reason: '渐退期满' }));
      return decisionId;
    });
    const id = await propose(raise('90000', '2026-10-01'));
    await rehearsed(id);
    accepted(await act(id, 'submit'));
    accepted(await act(id, 'approve', other));
    accepted(await act(id, 'publish', other));
    await advanceRuns(city.context);
    const more = 2 * (900_00 - 870_00);
    expect((await households(id, { effect: 'gain' })).filter((h) => h.subjectId === home.id)).toMatchObject([
      { fromMonth: '2026-10', oldFen: home.amountFen, newFen: home.amountFen + more, arrearsFen: 3 * more },
    ]);
    const versions = async () =>
      (
        await city.owner.query(
          'select from_month, amount_fen, decision_id, last_share from entitlement_version where entitlement_id = $1 order by no',
          [home.id],
        )
      ).rows.map((v) => [v.from_month, Number(v.amount_fen), v.decision_id === gradual, v.last_share]);
    const written = [
      ['2026-11', home.amountFen, true, '1'],
      ['2026-10', home.amountFen + more, false, null],
      ['2026-11', home.amountFen + more, true, '1'],
    ];
    expect((await versions()).slice(1)).toEqual(written);
    expect((await view(id)).publication!.report!.compared!.different).toBe(0);

    // 渐退期里才起的标准：最后一次的金额没有变
    const later = await propose(raise('95000', '2026-12-01'));
    await rehearsed(later);
    for (const effect of ['gain', 'loss', 'leave', 'unclear'] as const)
      expect((await households(later, { effect })).map((h) => h.subjectId)).not.toContain(home.id);
    accepted(await act(later, 'withdraw'));
  });
});
