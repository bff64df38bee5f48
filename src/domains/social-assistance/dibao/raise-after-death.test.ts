/** A raise that is published after a death was decided: the months since the death rise by what is due without the person (4.6). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../../tests/database.ts';
import { decided, familyRegister, raise, standardsOf2025 } from '../../../../tests/dibao.ts';
import { newId } from '../../../kernel/context/server.ts';
import { everywhere, paymentDesk, VILLAGE } from '../../../kernel/payment/fixtures.ts';
import { reviseEntitlement } from '../../../kernel/payment/server.ts';
import { getDecision, parametersOf, saveDecision } from '../../../kernel/policy/server.ts';
import { draftDesk, leader } from '../../../kernel/rehearsal/fixtures.ts';
import { accepted } from '../../../kernel/resident/fixtures.ts';
import '../domain.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { coupleWith } from './fixtures.ts';
import { redetermineDibao } from './rules.ts';

type City = Awaited<ReturnType<typeof freshContext>>;
let city: City;
beforeAll(async () => {
  city = await freshContext({ start: '2026-02-20' });
  await standardsOf2025(city);
});
afterAll(() => city?.drop());

/** The husband draws a pension and dies on 20 March; from May the widow is decided alone, the months before stand as they were. */
async function widowOf(pension: number) {
  const facts: FamilyFacts = { ...coupleWith(pension), division: VILLAGE, applicationMonth: '2025-11', decisionDate: decided };
  const husband = facts.members.find((m) => m.relation === 'self')!.ref;
  const family = await familyRegister(city).receiving(['丈夫', '妻子'], coupleWith(pension), { from: '2026-02' });
  const widow: FamilyFacts = {
    ...facts,
    members: facts.members.map((m) => (m.ref === husband ? { ...m, diedOn: '2026-03-20' } : m)),
  };
  await city.context.write(everywhere, async (tx) => {
    const decision = accepted(redetermineDibao(widow, await parametersOf(tx), '2026-05-01'));
    const decisionId = await saveDecision(tx, {
      caseId: newId(),
      kind: 'final',
      division: VILLAGE,
      personId: family.holder,
      decision,
      facts: widow,
    });
    accepted(
      await reviseEntitlement(tx, {
        id: family.id,
        fromMonth: '2026-05',
        amountFen: decision.amountFen!,
        breakdown: [],
        decisionId,
        parameterIds: [],
        reason: '家庭成员去世',
      }),
    );
  });
  return family.id;
}

const amounts = async (id: string) =>
  (
    await city.owner.query(
      'select no, from_month, amount_fen, decision_id from entitlement_version where entitlement_id = $1 order by no',
      [id],
    )
  ).rows.map((v) => ({ from: v.from_month, fen: Number(v.amount_fen), decisionId: v.decision_id }));

test('旧标准下少一口人反而多、新标准下少：去世以后到决定以前的月份，按少了一口人的新标准补', async () => {
  // 780元：两口人1560－790＝770，一口人780；805元：两口人1610－790＝820，一口人805
  const id = await widowOf(790);
  expect((await amounts(id)).map((v) => [v.from, v.fen])).toEqual([
    ['2026-02', 770_00],
    ['2026-05', 780_00],
  ]);
  paymentDesk(city).on('2026-05-17');
  const drafts = draftDesk(city.context);
  const draft = await drafts.propose(raise('80500', '2026-03-01'));
  await drafts.rehearsed(draft);
  expect((await drafts.publish(draft)).publication!.report!.compared).toMatchObject({ equal: 1, different: 0 });
  const after = (await amounts(id)).slice(2);
  // 3月20日去世，3月还是两口人
  expect(after.map((v) => [v.from, v.fen])).toEqual([
    ['2026-03', 820_00],
    ['2026-04', 805_00],
    ['2026-05', 805_00],
  ]);
  const april = accepted(await city.context.read(leader, (tx) => getDecision(tx, after[1]!.decisionId)));
  expect(april).toMatchObject({ kind: 'standard', amountFen: 805_00, effectiveMonth: '2026-04' });
  expect((april.facts as FamilyFacts).members.map((m) => m.diedOn)).toEqual(['2026-03-20', null]);

  // 再提高一次：5月以后还是按一口人算，4月仍按当时的两口人里去世一人算
  const again = await drafts.propose(raise('85000', '2026-04-01'));
  await drafts.rehearsed(again);
  await drafts.publish(again);
  expect((await amounts(id)).slice(5).map((v) => [v.from, v.fen])).toEqual([
    ['2026-04', 850_00],
    ['2026-05', 850_00],
  ]);
});
