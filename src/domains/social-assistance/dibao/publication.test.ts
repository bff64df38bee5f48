/** 公布: two persons approve, a kill in the middle, the comparison with the rehearsal, a standard published late. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../../tests/database.ts';
import { newId } from '../../../kernel/context/server.ts';
import { COUNTY, everywhere, paymentDesk, VILLAGE } from '../../../kernel/payment/fixtures.ts';
import { endEntitlement, reviseEntitlement } from '../../../kernel/payment/server.ts';
import { addParameter, parametersOf, saveDecision } from '../../../kernel/policy/server.ts';
import { draftDesk, leader, other } from '../../../kernel/rehearsal/fixtures.ts';
import { actOnDraft, advanceRuns, differencesView, proposeDraft } from '../../../kernel/rehearsal/server.ts';
import { accepted } from '../../../kernel/resident/fixtures.ts';
import { explain } from '../../../kernel/result/index.ts';
import '../domain.ts';
import { decided, familyRegister, nation, raise, standardsOf2025 } from '../../../../tests/dibao.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { caring, coupleWith, family, person } from './fixtures.ts';
import { redetermineDibao } from './rules.ts';

type City = Awaited<ReturnType<typeof freshContext>>;
let city: City;
let desk: ReturnType<typeof paymentDesk>;
let drafts: ReturnType<typeof draftDesk>;
let families: ReturnType<typeof familyRegister>;

beforeAll(async () => {
  city = await freshContext({ start: '2026-05-06' });
  desk = paymentDesk(city);
  drafts = draftDesk(city.context);
  families = familyRegister(city);
  await standardsOf2025(city);
});
afterAll(() => city?.drop());

describe('审批', () => {
  test('没有预演、或预演之后改过，不能送审', async () => {
    const id = await drafts.propose(raise('81000', '2026-07-01'));
    const early = await drafts.act(id, 'submit');
    expect(early.ok ? '' : explain(early).message).toBe('方案在预演之后改过，或者还没有预演，不能送审。');
    await drafts.rehearsed(id);
    const { version } = await drafts.view(id);
    accepted(
      await actOnDraft(city.context, leader, {
        id,
        action: 'change',
        version,
        requestId: newId(),
        change: { title: '调整低保标准', documentNo: '通民政发〔2026〕2号', rows: raise('82000', '2026-07-01') },
      }),
    );
    expect((await drafts.view(id)).rehearsal!.outdated).toBe(true);
    expect((await drafts.act(id, 'submit')).ok).toBe(false);
    accepted(await drafts.act(id, 'withdraw'));
  });

  test('拟定人、送审人自己批准：拒绝；换一个人批准：可以；没有批准不能公布', async () => {
    const id = await drafts.propose(raise('81000', '2026-07-01'));
    await drafts.rehearsed(id);
    accepted(await drafts.act(id, 'submit'));
    const own = await drafts.act(id, 'approve');
    expect(own.ok ? '' : explain(own).message).toBe('拟定人、送审人与批准人不得为同一人。');
    const early = await drafts.act(id, 'publish', other);
    expect(early.ok ? '' : explain(early).message).toBe('方案现在是“待批准”，不能公布。');
    accepted(await drafts.act(id, 'approve', other));
    accepted(await drafts.act(id, 'sendBack', other));
    accepted(await drafts.act(id, 'withdraw'));
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

describe('公布', () => {
  test('有事实登记以前确认的户：事实在决定里，照样预演和公布，金额一致', async () => {
    const old = await families.receiving(['钱旧', '钱新'], coupleWith(700), { from: '2026-06' });
    await city.owner.query('delete from entitlement_facts where entitlement_id = $1', [old.id]);
    const id = await drafts.propose(raise('85000', '2026-07-01'));
    await drafts.rehearsed(id);
    const raised = (await drafts.households(id, { effect: 'gain' })).find((h) => h.subjectId === old.id)!;
    expect(raised.newFen).toBeGreaterThan(old.amountFen);
    expect((await drafts.publish(id)).publication!.report!.compared!.different).toBe(0);
    const { rows } = await city.owner.query(
      'select amount_fen from entitlement_version where entitlement_id = $1 order by no desc limit 1',
      [old.id],
    );
    expect(Number(rows[0].amount_fen)).toBe(raised.newFen);
  });

  test('中途被杀：重新启动后从断点接着算，每户只有一个新版本；结果与预演一致', async () => {
    const many: string[] = [];
    for (let i = 0; i < 6; i++)
      many.push((await families.receiving([`孙${i}`, `周${i}`], coupleWith(500 + i), { from: '2026-06' })).id);
    const id = await drafts.propose(raise('86000', '2026-08-01'));
    await drafts.rehearsed(id);
    await drafts.approve(id);
    accepted(await drafts.act(id, 'publish', other));
    let pages = 0;
    const kill = () => {
      if (++pages === 2) throw new Error('killed');
    };
    await expect(advanceRuns(city.context, { afterPage: kill, pageSize: 2, threads: 1 })).rejects.toThrow('killed');
    const half = await drafts.view(id);
    expect(half).toMatchObject({ state: 'publishing', publication: { state: 'running', done: 4 } });
    await advanceRuns(city.context, { pageSize: 2, threads: 2 });
    const done = await drafts.view(id);
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
    const id = await drafts.propose(raise('87000', '2026-09-01'));
    await drafts.rehearsed(id);
    await drafts.approve(id);
    const late = await families.receiving(['郑新'], family([person('郑新', 'self', caring)]), { from: '2026-06' });
    accepted(await drafts.act(id, 'publish', other));
    await advanceRuns(city.context);
    const { rows } = accepted(await city.context.write(leader, (tx) => differencesView(tx, id)));
    expect(rows).toMatchObject([{ subjectId: late.id, why: '预演之后新增', rehearsed: null, effect: 'gain' }]);
    expect((await drafts.view(id)).publication!.report!.compared!.different).toBe(1);
  });

  test('标准晚公布，家庭已在渐退期：渐退以前的月份照算照补，渐退按最后一次的金额，跟着提高；以后的标准与渐退无关', async () => {
    desk.on('2026-12-10');
    const home = await families.receiving(['冯甲', '冯乙'], coupleWith(500), { from: '2026-09' });
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
    const id = await drafts.propose(raise('90000', '2026-10-01'));
    await drafts.rehearsed(id);
    await drafts.publish(id);
    const more = 2 * (900_00 - 870_00);
    expect((await drafts.households(id, { effect: 'gain' })).filter((h) => h.subjectId === home.id)).toMatchObject([
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
    expect((await drafts.view(id)).publication!.report!.compared!.different).toBe(0);

    // 渐退期里才起的标准：最后一次的金额没有变
    const later = await drafts.propose(raise('95000', '2026-12-01'));
    await drafts.rehearsed(later);
    for (const effect of ['gain', 'loss', 'leave', 'unclear'] as const)
      expect((await drafts.households(later, { effect })).map((h) => h.subjectId)).not.toContain(home.id);
    accepted(await drafts.act(later, 'withdraw'));
  });
});
