/** A death that was none, or was on another day: what it stopped comes back, once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import type { PlainDate } from '../schema/index.ts';
import { everywhere, family, freeze, paymentDesk } from './fixtures.ts';
import { endAtDeath, grantEntitlement, moveDeath, overpaidOf, rejoinAfterDeath } from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-23' });
  desk = paymentDesk(db);
});
afterAll(() => db.drop());

/** One who lives alone, paid 700 from May to July; a death of 20 May is registered on 3 July. */
async function alone() {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const home = await family(db.context, {
    programme,
    exclusiveGroups: [programme],
    names: ['独居人'],
    amountFen: 700_00,
    fromMonth: '2026-05',
  });
  await desk.payMayToJuly(programme);
  await db.context.write(everywhere, (tx) => endAtDeath(tx, home.holder, '2026-05-20'));
  return { programme, home };
}
const proposed = async (id: string) =>
  (await desk.proposals(id)).filter((p) => p.state === 'proposed').map((p) => [p.direction, p.months.map((m) => m.month)]);
const revoke = (personId: string) =>
  db.context.write(everywhere, (tx) => rejoinAfterDeath(tx, personId, { diedOn: '2026-05-20', reason: '死亡登记撤销' }));
const move = (personId: string, to: PlainDate) =>
  db.context.write(everywhere, (tx) => moveDeath(tx, personId, { from: '2026-05-20', to, reason: '死亡日期更正' }));

test('一个人的待遇：登记去世后停发、6月和7月列为追回；撤销后接着发，追回作废，漏下的8月由下一批名单补上', async () => {
  const { programme, home } = await alone();
  expect(await proposed(home.id)).toEqual([['recovery', ['2026-06', '2026-07']]]);
  const effect = await revoke(home.holder);
  expect(effect.reopened).toMatchObject([{ id: home.id, fromMonth: '2026-06' }]);
  expect(await proposed(home.id)).toEqual([]);
  desk.on('2026-08-20');
  const september = await freeze(db.context, '2026-09', programme);
  expect((await desk.lines(september.id)).map((l) => [l.month, l.amountFen]).sort()).toEqual([
    ['2026-08', 700_00],
    ['2026-09', 700_00],
  ]);
  expect((await revoke(home.holder)).reopened).toEqual([]);
});

test('日期更正为更晚的7月2日：7月照发不追回；更正为更早的4月30日：5月也追回；同一个月里更正，钱不动', async () => {
  const later = await alone();
  await move(later.home.holder, '2026-07-02');
  expect(await proposed(later.home.id)).toEqual([]);
  const earlier = await alone();
  await move(earlier.home.holder, '2026-04-30');
  expect(await proposed(earlier.home.id)).toEqual([['recovery', ['2026-05', '2026-06', '2026-07']]]);
  const same = await alone();
  await move(same.home.holder, '2026-05-03');
  expect(await proposed(same.home.id)).toEqual([['recovery', ['2026-06', '2026-07']]]);
  await db.context.write(everywhere, (tx) => rejoinAfterDeath(tx, same.home.holder, { diedOn: '2026-05-03', reason: '撤销' }));
  expect(await proposed(same.home.id)).toEqual([]);
});

test('一家三口：撤销后成员恢复、暂停解除；已改办另一项互斥待遇的不恢复，报给人处理', async () => {
  const { programme, home } = await desk.paidHome();
  const grandmother = home.members[1]!;
  await db.context.write(everywhere, (tx) => endAtDeath(tx, grandmother, '2026-05-20'));
  desk.on('2026-07-20');
  const august = await freeze(db.context, '2026-08', programme);
  expect(await desk.lineOf(august.id, home)).toMatchObject({ stateZh: '暂停' });
  expect((await revoke(grandmother)).rejoined).toMatchObject([{ id: home.id, fromMonth: '2026-06' }]);
  expect(await desk.lineOf(august.id, home)).toMatchObject({ stateZh: '待发', amountFen: 1820_00 });
  expect(await db.context.read(everywhere, (tx) => overpaidOf(tx, home.id))).toEqual([]);

  const other = await desk.paidHome();
  const aunt = other.home.members[1]!;
  await db.context.write(everywhere, (tx) => endAtDeath(tx, aunt, '2026-05-20'));
  await db.context.write(everywhere, (tx) =>
    grantEntitlement(tx, {
      programme: `${other.programme}-alone`,
      exclusiveGroups: [other.programme],
      householdId: null,
      personId: aunt,
      division: '421222100201',
      memberIds: [aunt],
      fromMonth: '2026-07',
      amountFen: 100_00,
      breakdown: [],
      decisionId: null,
      parameterIds: [],
    }),
  );
  expect(await revoke(aunt)).toMatchObject({ rejoined: [], refused: [{ id: other.home.id }] });
});
