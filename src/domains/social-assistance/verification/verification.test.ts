import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshContext } from '../../../../tests/database.ts';
import { type Actor, publicActor } from '../../../kernel/access/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import {
  type DepartmentMode,
  recordConsent,
  runQueries,
  setScenario,
  setSimulatedAnswer,
  setSourceWay,
} from '../../../kernel/exchange/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { hand } from '../../../kernel/service/fixtures.ts';
import { familyW1 } from '../dibao/fixtures.ts';
import { determineDibao } from '../dibao/rules.ts';
import {
  births,
  COUNTY,
  checker,
  child,
  clerk,
  father,
  loadStandards,
  MARKER,
  members,
  mother,
  must,
  requestOnce,
  resident,
  system,
  TOWN,
} from './fixtures.ts';
import {
  allSources,
  archiveVerification,
  collect,
  disposeDiscrepancy,
  issueReport,
  objectToReport,
  openDiscrepancies,
  recheckVerification,
  requestVerification,
  retryVerification,
  simulatedDepartments,
  sourceList,
  startVerification,
  VERIFICATION_PURPOSE,
  type VerificationMember,
  type VerificationSource,
  verificationOf,
  verificationProgress,
  verifiedFacts,
  withdrawConsent,
} from './server.ts';

const confirmer = hand(COUNTY, 'county-leader', { duty: 'county-confirmer' });
/** Sources that answer by themselves, of three members: what a check of this family asks at once. */
const atOnce = allSources.filter(
  (source) => sourceList[source].way === 'interface' && (sourceList[source].validFrom ?? '') <= '2026-03-02',
);
const ASKED = 3 * atOnce.length;

let city: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  city = await freshContext({ start: '2026-03-02' });
  await loadStandards(city);
});
afterAll(() => city.drop());

let caseId = '';
let consents: string[] = [];
beforeEach(async () => {
  city.clock.set('2026-03-02');
  await city.owner.query(
    'truncate verification_discrepancy, verification_request, exchange_query, exchange_batch, exchange_source, consent, simulated_answer, department_scenario, audit_log cascade',
  );
  caseId = newId();
  consents = [];
  await city.context.write(system, async (tx) => {
    for (const { idNumber } of members)
      for (const source of allSources) await setSimulatedAnswer(tx, { source, idNumber, items: [] });
  });
});

const consentOf = async (who: VerificationMember, guardian?: VerificationMember) => {
  const result = await city.context.write(clerk, (tx) =>
    recordConsent(tx, {
      personId: who.personId,
      birthDate: births[who.ref as keyof typeof births],
      guardianId: guardian?.personId ?? null,
      purpose: VERIFICATION_PURPOSE,
      sources: allSources,
      validTo: '2026-09-01',
      signatureFile: newId(),
      caseId,
      division: TOWN,
    }),
  );
  if (!result.ok) throw new Error(result.code);
  consents.push(result.value.id);
};
const familySigned = async () => {
  await consentOf(father);
  await consentOf(mother);
  await consentOf(child, father);
};
const act = <T, C extends string>(actor: Actor, work: (tx: Tx) => Promise<Result<T, C>>) => requestOnce(city, actor, work);
const request = () =>
  act(clerk, (tx) =>
    requestVerification(tx, { caseId, division: TOWN, applicantId: father.personId, members, declared: familyW1() }),
  );
const start = () => act(checker, (tx) => startVerification(tx, { caseId }));
const report = (proceedReason?: string) =>
  act(checker, (tx) => issueReport(tx, { caseId, ...(proceedReason === undefined ? {} : { proceedReason }) }));
/** Departments answer at once; only where one is slow does the limit matter, whatever else the machine does. */
const worker = (maxAttempts = 2, timeoutMs = 20_000) =>
  runQueries(city.context, simulatedDepartments(city.context), { settled: collect, timeoutMs, maxAttempts });
const ask = async () => {
  await must(request());
  await must(start());
};
const scenario = (source: VerificationSource, mode: DepartmentMode, delayMs = 0) =>
  city.context.write(system, (tx) => setScenario(tx, { source, mode, delayMs }));
const says = (source: VerificationSource, who: VerificationMember, items: Parameters<typeof setSimulatedAnswer>[1]['items']) =>
  city.context.write(system, (tx) => setSimulatedAnswer(tx, { source, idNumber: who.idNumber, items }));
const view = async (actor: Actor = checker) => must(city.context.write(actor, (tx) => verificationOf(tx, caseId)));
const facts = () => city.context.read(checker, (tx) => verifiedFacts(tx, caseId));
const outcome = () =>
  city.context.read(checker, async (tx) => {
    const decided = determineDibao((await verifiedFacts(tx, caseId))!, await parametersOf(tx), tx.today);
    if (!decided.ok) throw new Error(decided.code);
    return decided.value;
  });
const audited = async (action: string): Promise<number> =>
  (await city.owner.query('select 1 from audit_log where action = $1', [action])).rowCount ?? 0;
const undeclaredHouse = [{ kind: 'house', recordNo: '鄂2026001', quantity: '120', text: '标记住宅' }];

describe('授权', () => {
  test('母亲没有签授权：暂不能受理，写明是谁', async () => {
    await consentOf(father);
    await consentOf(child, father);
    expect(await request()).toMatchObject({ code: 'CONSENT_MISSING', params: { names: mother.name } });
    expect(await city.context.read(clerk, (tx) => verificationProgress(tx, caseId))).toBeNull();
  });
  test('全家授权：已提请，启动期限 3 个工作日', async () => {
    await familySigned();
    await must(request());
    expect(await city.context.read(clerk, (tx) => verificationProgress(tx, caseId))).toMatchObject({
      stateName: '已提请',
      startDue: '2026-03-05',
    });
    expect(await request()).toMatchObject({ code: 'VERIFICATION_OPEN' });
  });
  test('提请后母亲撤回授权：回到待授权，不能启动；重新签署后可以继续', async () => {
    await familySigned();
    await must(request());
    await must(act(clerk, (tx) => withdrawConsent(tx, { consentId: consents[1]! })));
    expect((await view()).stateName).toBe('待授权');
    expect(await start()).toMatchObject({ code: 'VERIFICATION_STATE' });
    expect(await request()).toMatchObject({ code: 'CONSENT_MISSING' });
    await consentOf(mother);
    await ask();
    await worker().drain();
    expect((await view()).answers).toEqual({ answered: ASKED, asked: ASKED });
  });
  test('提请后授权到期：启动被拒绝，一个查询也没有发出，拒绝留痕', async () => {
    await familySigned();
    await must(request());
    city.clock.set('2026-09-02');
    expect(await start()).toMatchObject({ code: 'CONSENT_MISSING' });
    expect([(await view()).queries.length, await audited('exchange.query.refused')]).toEqual([0, 1]);
  });
  test('乡镇经办人不能启动核对', async () => {
    await familySigned();
    await must(request());
    expect(await act(clerk, (tx) => startVerification(tx, { caseId }))).toMatchObject({ code: 'NOT_PERMITTED' });
  });
});

test('申请人在自己手机上收齐全家签字并提请：不经窗口也能受理', async () => {
  for (const who of members)
    await must(
      act(resident, (tx) =>
        recordConsent(tx, {
          personId: who.personId,
          birthDate: births[who.ref as keyof typeof births],
          guardianId: who === child ? father.personId : null,
          purpose: VERIFICATION_PURPOSE,
          sources: allSources,
          validTo: '2026-09-01',
          signatureFile: newId(),
          caseId,
          division: TOWN,
        }),
      ),
    );
  const given = { caseId, division: TOWN, applicantId: father.personId, members, declared: familyW1() };
  await must(act(resident, (tx) => requestVerification(tx, given)));
  await must(start());
  expect((await view()).queries).toHaveLength(ASKED);
});

describe('核对', () => {
  beforeEach(familySigned);
  test('各部门都反馈且一致：报告完整，有效期六个月，认定可以继续', async () => {
    await ask();
    expect((await view()).stateName).toBe('已启动');
    await worker().drain();
    expect((await view()).stateName).toBe('部分反馈');
    expect((await outcome()).outcome).toBe('undetermined'); // no report yet: never a pass
    expect(await must(report())).toMatchObject({ discrepancyCount: 0, unanswered: [] });
    const seen = await view();
    expect(seen).toMatchObject({ stateName: '报告已出', validTo: '2026-09-02', discrepancies: [] });
    expect(new Set(seen.report?.lines.map((line) => line.result))).toEqual(new Set(['consistent']));
    expect(await outcome()).toMatchObject({ outcome: 'eligible', amountFen: 1740_00 }); // W1
    expect(await report()).toMatchObject({ code: 'VERIFICATION_STATE' });
  });
  test('同时点两次启动：只启动一次，每人每个来源一个查询', async () => {
    await must(request());
    const outcomes = await Promise.all([start(), start()]);
    expect(outcomes.filter((o) => o.ok)).toHaveLength(1);
    expect((await view()).queries).toHaveLength(ASKED);
  });
  test('税务停用：报告须写理由并标注未反馈；认定写明理由；恢复后补出完整报告', async () => {
    await scenario('tax', 'down');
    await ask();
    const checking = worker();
    await checking.drain();
    expect(await report()).toMatchObject({ code: 'SOURCES_UNANSWERED', params: { sources: '税务部门' } });
    expect(await report('  ')).toMatchObject({ code: 'REASON_REQUIRED' });
    expect(await must(report('税务系统停机，先行办理'))).toMatchObject({ unanswered: ['税务部门'] });
    expect((await view()).report?.lines.filter((line) => line.source === 'tax').map((line) => line.result)).toEqual(
      Array(3).fill('unanswered'),
    );
    expect((await facts())?.check).toMatchObject({
      status: 'partial',
      unanswered: ['税务部门'],
      proceedReason: '税务系统停机，先行办理',
    });

    city.clock.set('2026-03-03');
    await checking.drain();
    expect((await view()).queries.filter((q) => q.state === 'failed')).toHaveLength(3);
    await scenario('tax', 'normal');
    await must(act(checker, (tx) => retryVerification(tx, { caseId })));
    await checking.drain();
    await must(report());
    expect((await facts())?.check).toMatchObject({ status: 'complete', unanswered: [] });
  });
  test('税务停用时先出报告并归档：此后不再向税务查询', async () => {
    await scenario('tax', 'down');
    await ask();
    await worker().drain();
    await must(report('税务系统停机，先行办理'));
    await must(act(checker, (tx) => archiveVerification(tx, { caseId })));
    city.clock.set('2026-03-03');
    expect(await worker().drain()).toBe(0);
    expect((await view()).queries.filter((q) => q.fault === 'not-needed')).toHaveLength(3);
  });
  test('部门都停用：状态是查询中', async () => {
    for (const source of atOnce) if (source !== 'civil-affairs') await scenario(source, 'down');
    await city.context.write(system, (tx) => setSourceWay(tx, sourceList, { source: 'civil-affairs', way: 'off' }));
    await ask();
    await worker().drain();
    expect((await view()).stateName).toBe('查询中');
  });
  test('不动产登记太慢：超时，不算一致', async () => {
    await scenario('real-estate', 'slow', 60_000);
    await ask();
    await worker(1, 1_500).drain();
    expect((await view()).queries.filter((q) => q.source === 'real-estate').map((q) => q.state)).toEqual(
      Array(3).fill('timeout'),
    );
    expect(await report()).toMatchObject({ code: 'SOURCES_UNANSWERED' });
  });
  test('税务答非所问：不采用，标为异常', async () => {
    await scenario('tax', 'wrong');
    await ask();
    await worker(1).drain();
    await must(report('税务答复有误'));
    expect((await view()).report?.lines.filter((l) => l.source === 'tax').map((l) => l.result)).toEqual(
      Array(3).fill('abnormal'),
    );
  });
  test('户籍前后矛盾（在册又注销）：列为差异，处置为数据错误后人口不变', async () => {
    await says('civil-registration', father, [{ kind: 'registered', text: '户籍在册' }]);
    await scenario('civil-registration', 'contradictory');
    await ask();
    await worker().drain();
    await must(report());
    const { discrepancies } = await view();
    expect(discrepancies.map((d) => d.detail.kind)).toEqual(['death', 'death', 'death']);
    for (const { id } of discrepancies)
      await must(act(checker, (tx) => disposeDiscrepancy(tx, { id, disposition: 'data-error', reason: '派出所来函更正' })));
    expect((await facts())?.members.map((m) => m.diedOn)).toEqual([null, null, null]);
  });
});

describe('差异处置', () => {
  beforeEach(async () => {
    await familySigned();
    await says('real-estate', mother, undeclaredHouse);
    await says('tax', father, [{ kind: 'wage', amountFen: 2600_00 }]);
    await ask();
    await worker().drain();
    await must(report());
  });
  const dispose = async (
    kind: string,
    disposition: 'adjusted' | 'appeal-upheld' | 'exempted',
    reason = '核实无误',
    actor = clerk,
  ) => {
    const { id } = (await view()).discrepancies.find((d) => d.detail.kind === kind)!;
    return act(actor, (tx) => disposeDiscrepancy(tx, { id, disposition, reason, evidence: [newId()] }));
  };
  test('未处置：认定待查明，不能归档', async () => {
    expect((await outcome()).outcome).toBe('undetermined');
    expect(await act(checker, (tx) => archiveVerification(tx, { caseId }))).toMatchObject({
      code: 'DISCREPANCY_OPEN',
      params: { count: 2 },
    });
  });
  test('工资属实调整、住房申诉成立：工资按查得 2,600 元，住房不计，可以归档', async () => {
    await must(dispose('income', 'adjusted'));
    await must(dispose('house', 'appeal-upheld'));
    const after = await facts();
    expect(after?.incomes?.filter((i) => i.member === '父亲' && i.type === 'wage')).toMatchObject([{ amountFen: 2600_00 }]);
    expect(after?.assets?.houses).toEqual([]);
    // W1 with a wage of 2,600: 2,600 − 400 = 2,200; × 12 − 3,600 = 22,800; (28,800 − 22,800) / 12 = 500; + 240
    expect(await outcome()).toMatchObject({ outcome: 'eligible', amountFen: 740_00 });
    await must(act(checker, (tx) => archiveVerification(tx, { caseId })));
    expect((await view()).stateName).toBe('归档');
    expect(await dispose('house', 'exempted')).toMatchObject({ code: 'VERIFICATION_STATE' });
  });
  test('待处置清单：镇里看得到两项，处置一项后剩一项；申请人看不到', async () => {
    const open = async (actor: Actor) =>
      (await city.context.read(actor, (tx) => openDiscrepancies(tx, caseId))).map((d) => d.text);
    expect(await open(clerk)).toHaveLength(2);
    await must(dispose('income', 'adjusted'));
    expect(await open(clerk)).toEqual(['有未申报的住房：标记住宅，120平方米']);
    expect(await open(resident)).toEqual([]);
  });
  test('没有理由、处置两次、无关岗位：拒绝', async () => {
    expect(await dispose('house', 'exempted', ' ')).toMatchObject({ code: 'REASON_REQUIRED' });
    expect(await dispose('house', 'exempted', '经核实', confirmer)).toMatchObject({ code: 'NOT_PERMITTED' });
    expect(await dispose('house', 'exempted', '经核实', hand('421221001000')).catch(String)).toMatchObject({
      code: 'NOT_FOUND',
    });
    await must(dispose('house', 'exempted'));
    expect(await dispose('house', 'adjusted')).toMatchObject({ code: 'DISCREPANCY_DISPOSED', params: { disposition: '豁免' } });
  });
  test('申请人提出异议：10 个工作日内复核；重新查询后报告更正', async () => {
    await must(act(resident, (tx) => objectToReport(tx, { caseId, reason: '房子早已卖掉' })));
    expect(await view()).toMatchObject({ stateName: '异议', reviewDue: '2026-03-16', objection: '房子早已卖掉' });
    expect((await facts())?.check?.status).toBe('querying');
    await says('real-estate', mother, []);
    await must(act(checker, (tx) => recheckVerification(tx, { caseId })));
    expect((await view()).stateName).toBe('复核');
    await worker().drain();
    await must(report());
    expect((await view()).discrepancies.map((d) => d.detail.kind)).toEqual(['income']);
  });
  test('谁能看：镇、核对中心、县可以并留痕；邻县、公众、申请人看不到内容', async () => {
    const before = await audited('verification.viewed');
    for (const actor of [clerk, checker, confirmer]) expect((await view(actor)).discrepancies).toHaveLength(2);
    expect((await audited('verification.viewed')) - before).toBe(3);
    for (const actor of [hand('421221001000'), hand(TOWN, 'village-worker'), resident, publicActor])
      expect(await city.context.write(actor, (tx) => verificationOf(tx, caseId))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await city.context.read(resident, (tx) => verificationProgress(tx, caseId))).toMatchObject({
      stateName: '报告已出',
      answers: null,
    });
    expect(JSON.stringify(await view())).not.toContain(father.idNumber);
  });
  test('标记内容不得明文出现在任何一张表里', async () => {
    await must(dispose('house', 'exempted', '标记理由'));
    const { rows: tables } = await city.owner.query(`select tablename from pg_tables where schemaname = 'city'`);
    const secrets = [MARKER, '标记住宅', '标记理由', '鄂2026001', father.idNumber, mother.idNumber];
    for (const { tablename } of tables) {
      const { rows } = await city.owner.query(`select t::text as line from ${tablename} t`);
      const text = rows.map((row) => row.line).join('\n');
      for (const secret of secrets)
        for (const form of [secret, Buffer.from(secret).toString('hex')])
          expect(text.includes(form), `${secret} in ${tablename}`).toBe(false);
    }
  });
});
