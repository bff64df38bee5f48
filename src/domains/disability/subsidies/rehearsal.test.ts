/** 两项补贴 in a rehearsal (D2): what a new rate costs before anybody enters it, and its publication. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../../tests/database.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { newId } from '../../../kernel/context/server.ts';
import { COUNTY, everywhere, freeze, paymentDesk, staff, VILLAGE } from '../../../kernel/payment/fixtures.ts';
import { grantEntitlement, recordPayoutAccount } from '../../../kernel/payment/server.ts';
import { getDecision, loadParameters, nameStandards, parametersOf, saveDecision } from '../../../kernel/policy/server.ts';
import {
  actOnDraft,
  advanceRuns,
  type DraftAction,
  draftView,
  explainHousehold,
  householdsView,
  proposeDraft,
} from '../../../kernel/rehearsal/server.ts';
import { accepted, register } from '../../../kernel/resident/fixtures.ts';
import '../domain.ts';
import { parameterNames } from '../parameters.ts';
import type { Kind } from './facts.ts';
import { factsWith } from './fixtures.ts';
import { determineSubsidy, programmeOfKind } from './rules.ts';

let city: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
const nation = systemActor('test', '000000000000');
const leader = staff(COUNTY, 'county-leader', null, '县甲');
const other = staff(COUNTY, 'county-leader', null, '县乙');

nameStandards(parameterNames);
beforeAll(async () => {
  city = await freshContext({ start: '2026-06-20' });
  desk = paymentDesk(city);
  await city.context.write(nation, (tx) =>
    loadParameters(
      tx,
      city.city.parameters.map((row) => ({ ...row, floor: null, ceiling: null })),
    ),
  );
});
afterAll(() => city?.drop());

/** Somebody who draws a subsidy from June on, or was refused it. */
const person = (name: string, kind: Kind, facts = factsWith({ division: VILLAGE })) =>
  city.context.write(everywhere, async (tx) => {
    const personId = await register(tx, { name, division: VILLAGE });
    const decision = accepted(determineSubsidy(kind, facts, await parametersOf(tx), '2026-06-20'));
    const decisionId = await saveDecision(tx, { caseId: newId(), kind: 'final', division: VILLAGE, personId, decision, facts });
    if (decision.outcome !== 'eligible') return { id: decisionId, personId };
    const account = { bank: '通城农商银行', number: `6217000000100${String(name.charCodeAt(0)).padStart(5, '0')}`, holder: name };
    accepted(await recordPayoutAccount(tx, { personId, division: VILLAGE, ...account }));
    const granted = await grantEntitlement(tx, {
      programme: programmeOfKind(kind),
      exclusiveGroups: [programmeOfKind(kind)],
      householdId: null,
      personId,
      division: VILLAGE,
      memberIds: [personId],
      fromMonth: '2026-06',
      amountFen: decision.amountFen!,
      breakdown: decision.breakdown,
      decisionId,
      parameterIds: [],
    });
    return { id: accepted(granted).id, personId };
  });

const propose = async (rows: { key: string; value: string; validFrom: `${number}-${number}-${number}` }[]): Promise<string> =>
  accepted(
    await proposeDraft(city.context, leader, {
      title: '调整残疾人两项补贴标准',
      documentNo: '通民政发〔2026〕12号',
      rows: rows.map((row) => ({ ...row, division: COUNTY, unit: 'fen/person/month' })),
      requestId: newId(),
    }),
  ).id;
const view = async (id: string) => accepted(await city.context.read(leader, (tx) => draftView(tx, id)));
const act = async (id: string, action: DraftAction, actor = leader) =>
  accepted(await actOnDraft(city.context, actor, { id, action, version: (await view(id)).version, requestId: newId() }));
const households = async (id: string, effect: 'gain' | 'enter') =>
  accepted(await city.context.write(leader, (tx) => householdsView(tx, id, { effect }, null))).rows;

test('生活补贴由110元调为130元，6月起执行：两人各增20元，重算一次就知道要补多少；护理补贴不动；原来其他补贴更高的人变为符合条件', async () => {
  const li = await person('李生活', 'living');
  const wang = await person('王生活', 'living');
  const zhang = await person('张护理', 'nursing');
  // 已领120元其他生活类补贴：110元时就高不享受，130元时可以享受
  const others = [{ class: 'living' as const, name: '地方生活补助', amountFen: 120_00, from: '2026-01' as const, to: null }];
  const refused = await person('赵他项', 'living', factsWith({ division: VILLAGE, others }));
  desk.on('2026-06-22');
  await desk.payOut((await freeze(city.context, '2026-07', programmeOfKind('living'))).id);

  desk.on('2026-07-20');
  const id = await propose([{ key: 'LIV', value: '13000', validFrom: '2026-06-01' }]);
  await act(id, 'rehearse');
  await advanceRuns(city.context);
  const shown = await view(id);
  expect(shown.rehearsal).toMatchObject({ state: 'done', done: 3, total: 3 });
  expect(
    shown.rehearsal!.report!.groups.map((g) => [g.programme, g.effect, g.persons, g.oldFen, g.newFen, g.arrearsFen]),
  ).toEqual([
    ['disability-living', 'enter', 1, 0, 130_00, 0],
    ['disability-living', 'gain', 2, 220_00, 260_00, 80_00],
  ]);
  expect((await households(id, 'gain')).map((h) => h.subjectId).sort()).toEqual([li.id, wang.id].sort());
  expect((await households(id, 'enter')).map((h) => h.subjectId)).toEqual([refused.id]);
  const why = accepted(await city.context.write(leader, (tx) => explainHousehold(tx, id, li.id)));
  expect([why.before?.amountFen, why.after?.amountFen]).toEqual([110_00, 130_00]);

  await act(id, 'submit');
  await act(id, 'approve', other);
  await act(id, 'publish', other);
  await advanceRuns(city.context);
  expect((await view(id)).publication!.report!.compared).toMatchObject({ equal: 3, different: 0 });
  const { announcement } = await view(id);
  expect(announcement).toMatchObject({ title: '民政保障标准调整公告' });
  const [paper] = (await city.owner.query('select id, content from issued_document')).rows;
  const said = JSON.stringify(city.context.keys.openJson(paper.content, `issued_document.content:${paper.id}`));
  expect(said).toContain('根据通民政发〔2026〕12号');
  expect(said).toContain('["困难残疾人生活补贴标准","通城县","110.00元／月","130.00元／月"');
  const versions = (
    await city.owner.query('select amount_fen, decision_id from entitlement_version where entitlement_id = $1 order by no', [
      li.id,
    ])
  ).rows;
  expect(versions.map((v: { amount_fen: string }) => Number(v.amount_fen))).toEqual([110_00, 130_00]);
  const decision = accepted(await city.context.read(leader, (tx) => getDecision(tx, versions[1].decision_id)));
  expect(decision).toMatchObject({ kind: 'standard', ruleName: 'disability-living-month', amountFen: 130_00 });
  expect(await desk.count('select count(*)::int from entitlement_version where entitlement_id = $1', [zhang.id])).toBe(1);
  const told = await city.owner.query(`select payload from domain_event where type = 'disability.subsidy.changed' order by seq`);
  expect(told.rows.map((r: { payload: object }) => r.payload)).toMatchObject([
    { kind: 'living', amountFen: 130_00, from: '2026-06', reason: 'standard' },
    { kind: 'living', amountFen: 130_00, from: '2026-06', reason: 'standard' },
  ]);
});

test('调过一次以后还能再预演：不需要打开任何人的材料', async () => {
  const id = await propose([
    { key: 'LIV', value: '14000', validFrom: '2026-09-01' },
    { key: 'NUR', value: '12500', validFrom: '2026-09-01' },
  ]);
  await act(id, 'rehearse');
  await advanceRuns(city.context, { threads: 1 });
  expect((await view(id)).rehearsal!.report!.groups.map((g) => [g.programme, g.effect, g.persons])).toEqual([
    ['disability-living', 'enter', 1],
    ['disability-living', 'gain', 2],
    ['disability-nursing', 'same', 1],
  ]);
});
