/** Back-pay and recovery are proposals: who makes them, who confirms them, what is never counted twice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { newId } from '../context/server.ts';
import { accepted } from '../resident/fixtures.ts';
import {
  COUNTY,
  clerk,
  everywhere,
  family,
  freeze,
  loadRecoveryParameters,
  paymentDesk,
  reviewer,
  sentence,
  staff,
  VILLAGE,
} from './fixtures.ts';
import {
  endAtDeath,
  endEntitlement,
  payUndisputed,
  proposeAdjustments,
  releaseHold,
  reviseByStandard,
  reviseEntitlement,
} from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
const leader = staff(COUNTY, 'county-leader', null, '县领导己');

beforeAll(async () => {
  db = await freshContext({ start: '2026-03-23' });
  desk = paymentDesk(db);
  await loadRecoveryParameters(db.context);
});
afterAll(() => db?.drop());

describe('补发与追回的提出', () => {
  test('W8的钱：8月先发没有争议的860元；决定后6、7月多发1920元先提出，另一人认定性质后成为应追回款项；听取前不追', async () => {
    const { programme, home } = await desk.paidHome();
    const dead = home.members[1]!;
    await db.context.write(everywhere, async (tx) => {
      await endAtDeath(tx, dead, '2026-05-20');
      await payUndisputed(tx, {
        entitlementId: home.id,
        personId: dead,
        code: 'recompute',
        amountFen: 860_00,
        reason: '听取意见前先发没有争议的部分',
      });
    });
    expect(await desk.proposals(home.id)).toEqual([]);
    desk.on('2026-07-20');
    const august = await freeze(db.context, '2026-08', programme);
    expect(await desk.lineOf(august.id, home)).toMatchObject({ stateZh: '待发', amountFen: 860_00 });
    await db.context.write(everywhere, async (tx) => {
      accepted(
        await reviseEntitlement(tx, {
          id: home.id,
          fromMonth: '2026-06',
          amountFen: 860_00,
          breakdown: [],
          decisionId: null,
          parameterIds: [],
          reason: '成员死亡',
        }),
      );
      await releaseHold(tx, { personId: dead, code: 'recompute', reason: '已重新核算' });
    });
    expect(await desk.lineOf(august.id, home)).toMatchObject({ stateZh: '待发', amountFen: 860_00 });
    const [proposal, ...others] = await desk.proposals(home.id);
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({
      direction: 'recovery',
      amountFen: 1920_00,
      months: [
        { month: '2026-06', fen: 960_00 },
        { month: '2026-07', fen: 960_00 },
      ],
    });
    expect(sentence(await desk.decide([proposal!.id], 'confirm'))).toBe('确认追回时须认定多发的性质。');
    accepted(await desk.decide([proposal!.id], 'confirm', { classification: 'late-report' }));
    expect(await desk.debts(home)).toMatchObject([
      { amountFen: 1920_00, openFen: 1920_00, classificationZh: '迟报', returnBy: '2026-08-19', plan: { methodZh: '主动退回' } },
    ]);
    // Asked again, by whichever run: nothing is counted twice.
    await db.context.write(everywhere, (tx) => proposeAdjustments(tx, { ids: [home.id], reason: '再算一次' }));
    expect(await desk.proposals(home.id)).toHaveLength(1);
  });

  test('决定维持原金额：扣下的960元成为待确认的补发，未送出的名单恢复全额', async () => {
    const { programme, home } = await desk.paidHome();
    await db.context.write(everywhere, async (tx) => {
      await endAtDeath(tx, home.members[1]!, '2026-05-20');
      await payUndisputed(tx, {
        entitlementId: home.id,
        personId: home.members[1]!,
        code: 'recompute',
        amountFen: 860_00,
        reason: '先发没有争议的部分',
      });
    });
    desk.on('2026-07-20');
    const august = await freeze(db.context, '2026-08', programme);
    await desk.payOut(august.id);
    desk.on('2026-08-20');
    const september = await freeze(db.context, '2026-09', programme);
    expect(await desk.lineOf(september.id, home)).toMatchObject({ amountFen: 860_00 });
    await db.context.write(everywhere, (tx) =>
      releaseHold(tx, { personId: home.members[1]!, code: 'recompute', reason: '维持原金额' }),
    );
    expect(await desk.lineOf(september.id, home)).toMatchObject({ amountFen: 1820_00 });
    expect(await desk.proposals(home.id)).toMatchObject([
      { direction: 'back-pay', amountFen: 960_00, months: [{ month: '2026-08', fen: 960_00 }], reason: '维持原金额' },
    ]);
  });

  test('没有确认的补发不发；不予调整的不再自动提出；提出人不能自己确认；两人同时确认只算一次', async () => {
    const { programme, home } = await desk.paidHome();
    accepted(await desk.revise(home, '2026-05', 1900, '标准提高', reviewer));
    const [proposal] = await desk.proposals(home.id);
    expect(proposal).toMatchObject({ amountFen: 240_00, state: 'proposed' });
    expect(sentence(await desk.decide([proposal!.id], 'confirm'))).toBe('提出人与确认人不得为同一人。');
    desk.on('2026-07-20');
    const august = await freeze(db.context, '2026-08', programme);
    expect((await desk.lines(august.id)).map((l) => l.kindZh)).toEqual(['当月']);
    const both = await Promise.all([leader, clerk].map((actor) => desk.decide([proposal!.id], 'confirm', { actor })));
    expect(both.filter((r) => r.ok)).toHaveLength(1);
    expect(both.map(sentence).filter(Boolean)).toEqual(['所选的调整中有已经处理过的，没有改动。']);
    const extra = accepted(await desk.supplement(programme, '2026-08'));
    expect((await desk.lines(extra.id)).map((l) => [l.kindZh, l.amountFen])).toEqual([['补差', 240_00]]);
    expect(await desk.supplement(programme, '2026-08')).toMatchObject({ code: 'NOTHING_TO_PAY' });
    accepted(await desk.revise(home, '2026-05', 1910, '再次提高'));
    const again = (await desk.proposals(home.id)).find((p) => p.state === 'proposed')!;
    expect(again.amountFen).toBe(30_00);
    accepted(await desk.decide([again.id], 'reject', { note: '标准文件有误' }));
    expect(await db.context.write(everywhere, (tx) => proposeAdjustments(tx, { ids: [home.id], reason: '每日核对' }))).toEqual(
      [],
    );
  });

  test('调标一次改两户，另一户不动：各有一项补发，月份和金额分开算；再跑一遍什么也不变', async () => {
    desk.on('2026-04-20');
    const programme = desk.newProgramme();
    const given = { programme, exclusiveGroups: [programme], fromMonth: '2026-05' as const };
    const homes = [];
    for (const [name, yuan] of [
      ['吕一', 1000],
      ['吕二', 500],
      ['吕三', 300],
    ] as const)
      homes.push(await family(db.context, { ...given, names: [name], amountFen: yuan * 100 }));
    await desk.payOut((await freeze(db.context, '2026-05', programme)).id);
    desk.on('2026-05-20');
    await desk.payOut((await freeze(db.context, '2026-06', programme)).id);
    const raised = homes.slice(0, 2).map((home, i) => ({
      entitlementId: home.id,
      division: VILLAGE,
      personId: home.holder,
      fromMonth: '2026-05' as const,
      amountFen: [1020_00, 530_00][i]!,
      decisionId: newId(),
      parameterIds: [],
      factsOf: newId(),
      lastShare: null,
    }));
    await db.context.write(everywhere, (tx) => reviseByStandard(tx, raised, { reason: '调标：测试', division: COUNTY }));
    const proposed = [];
    for (const home of homes) proposed.push((await desk.proposals(home.id)).map((p) => [p.direction, p.amountFen, p.months]));
    expect(proposed).toEqual([
      [
        [
          'back-pay',
          40_00,
          [
            { month: '2026-05', fen: 20_00 },
            { month: '2026-06', fen: 20_00 },
          ],
        ],
      ],
      [
        [
          'back-pay',
          60_00,
          [
            { month: '2026-05', fen: 30_00 },
            { month: '2026-06', fen: 30_00 },
          ],
        ],
      ],
      [],
    ]);
    const again = { ids: homes.map((home) => home.id), reason: '每日核对' };
    expect(await db.context.write(everywhere, (tx) => proposeAdjustments(tx, again))).toEqual([]);
  });

  test('补发已经确认、还没有编进名单，才知道人在5月去世：6、7月的补发收回，不发也不追；5月的重新提出；追回的只是真发出去的', async () => {
    const programme = desk.newProgramme();
    desk.on('2026-04-20');
    const alone = { programme, exclusiveGroups: [programme], names: ['独居'], amountFen: 230_00, fromMonth: '2026-05' as const };
    const home = await family(db.context, alone);
    await desk.payMayToJuly(programme);
    accepted(await desk.revise(home, '2026-05', 254, '调标'));
    const [backPay] = await desk.proposals(home.id);
    expect(backPay).toMatchObject({ direction: 'back-pay', amountFen: 72_00 });
    accepted(await desk.decide([backPay!.id], 'confirm', {}));
    await db.context.write(everywhere, (tx) => endAtDeath(tx, home.holder, '2026-05-28'));
    const open = await desk.proposals(home.id);
    const proposed = open.map(({ direction, months }) => [direction, months]).sort();
    expect(proposed).toEqual([
      ['back-pay', [{ month: '2026-05', fen: 24_00 }]],
      [
        'recovery',
        [
          { month: '2026-06', fen: 230_00 },
          { month: '2026-07', fen: 230_00 },
        ],
      ],
    ]);
  });

  test('绕过程序把同一月份再算一次、自己确认自己、追回超过多发：数据库拒绝', async () => {
    const { home } = await desk.paidHome();
    accepted(await desk.revise(home, '2026-06', 860, '成员死亡'));
    const [proposal] = await desk.proposals(home.id);
    await expect(
      db.owner.query(
        `with a as (insert into payment_adjustment (id, entitlement_id, direction, programme, person_id, division, version_id, amount_fen, reason, proposed_at, proposed_by)
          select gen_random_uuid(), entitlement_id, direction, programme, person_id, division, version_id, amount_fen, reason, proposed_at, proposed_by from payment_adjustment where id = $1 returning id)
         insert into payment_adjustment_month (adjustment_id, entitlement_id, division, direction, month, basis, amount_fen)
          select a.id, m.entitlement_id, m.division, m.direction, m.month, m.basis, m.amount_fen from a, payment_adjustment_month m where m.adjustment_id = $1`,
        [proposal!.id],
      ),
    ).rejects.toThrow('payment_adjustment_month_once');
    await expect(
      db.owner.query(
        "update payment_adjustment set state = 'confirmed', decided_by = proposed_by, decided_at = now() where id = $1",
        [proposal!.id],
      ),
    ).rejects.toThrow('payment_adjustment_two_persons');
    accepted(await desk.decide([proposal!.id], 'confirm', { classification: 'clerical' }));
    await expect(
      db.owner.query('update overpayment set recovered_fen = amount_fen + 1 where adjustment_id = $1', [proposal!.id]),
    ).rejects.toThrow('overpayment_balance');
  });

  test('终止以后已经发出的月份整月待追回', async () => {
    const { home } = await desk.paidHome();
    accepted(
      await db.context.write(everywhere, (tx) => endEntitlement(tx, { id: home.id, lastMonth: '2026-05', reason: '收入超标' })),
    );
    expect(await desk.proposals(home.id)).toMatchObject([{ direction: 'recovery', amountFen: 3640_00, reason: '收入超标' }]);
  });
});
