import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { newId } from '../context/server.ts';
import { loadParameters } from '../policy/server.ts';
import { accepted } from '../resident/fixtures.ts';
import {
  accountNumber,
  COUNTY,
  carryTo,
  everywhere,
  type Family,
  family,
  freeze,
  paymentDesk,
  reviewer,
  sentence,
  staff,
  VILLAGE,
} from './fixtures.ts';
import {
  correctAccount,
  endAtDeath,
  endEntitlement,
  overpayments,
  payUndisputed,
  planRecovery,
  proposeAdjustments,
  recordReceipt,
  releaseHold,
  reviseByStandard,
  reviseEntitlement,
} from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
const leader = staff(COUNTY, 'county-leader', null, '县领导己');
const clerk = staff(COUNTY, 'county-clerk', 'finance-clerk', '财务甲');

beforeAll(async () => {
  db = await freshContext({ start: '2026-03-23' });
  desk = paymentDesk(db);
  const row = (key: string, value: string, unit: string) =>
    ({
      key,
      division: '421200000000',
      value,
      unit,
      validFrom: '2021-07-01',
      validTo: null,
      source: '测试',
      nature: 'assumption',
      note: '',
    }) as const;
  await db.context.write(everywhere, (tx) =>
    loadParameters(tx, [row('RECOVERY-RETURN-DAYS', '30', 'days'), row('RECOVERY-OFFSET-PERCENT', '20', 'percent')]),
  );
});
afterAll(() => db.drop());

const revise = (home: Family, fromMonth: `${number}-${number}`, yuan: number, reason: string, actor = everywhere) =>
  db.context.write(actor, (tx) =>
    reviseEntitlement(tx, {
      id: home.id,
      fromMonth,
      amountFen: yuan * 100,
      breakdown: [],
      decisionId: null,
      parameterIds: [],
      reason,
    }),
  );

/** A family of three, paid 1,820 from May to July 2026. */
async function paidHome() {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const home = await family(db.context, {
    programme,
    exclusiveGroups: [programme],
    names: ['女儿', '奶奶', '外孙'],
    amountFen: 1820_00,
    fromMonth: '2026-05',
  });
  for (const [month, day] of [
    ['2026-05', '2026-04-20'],
    ['2026-06', '2026-05-20'],
    ['2026-07', '2026-06-22'],
  ] as const) {
    desk.on(day);
    await desk.payOut((await freeze(db.context, month, programme)).id);
  }
  desk.on('2026-07-03');
  return { programme, home };
}
const ledger = async (home: Family) =>
  (await db.context.write(clerk, (tx) => overpayments(tx, { entitlementId: home.id }))).items;

describe('多发与追回', () => {
  test('W8的钱：8月先发没有争议的860元；决定后6、7月多发1920元先提出，另一人认定性质后成为应追回款项；听取前不追', async () => {
    const { programme, home } = await paidHome();
    const dead = home.members[1]!;
    await db.context.write(everywhere, async (tx) => {
      await endAtDeath(tx, dead, '2026-05-20');
      await payUndisputed(tx, {
        entitlementId: home.id,
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
    expect(await ledger(home)).toMatchObject([
      { amountFen: 1920_00, openFen: 1920_00, classificationZh: '迟报', returnBy: '2026-08-19', plan: { methodZh: '主动退回' } },
    ]);
    // Asked again, by whichever run: nothing is counted twice.
    await db.context.write(everywhere, (tx) => proposeAdjustments(tx, { ids: [home.id], reason: '再算一次' }));
    expect(await desk.proposals(home.id)).toHaveLength(1);
  });

  test('决定维持原金额：扣下的960元成为待确认的补发，未送出的名单恢复全额', async () => {
    const { programme, home } = await paidHome();
    await db.context.write(everywhere, async (tx) => {
      await endAtDeath(tx, home.members[1]!, '2026-05-20');
      await payUndisputed(tx, { entitlementId: home.id, code: 'recompute', amountFen: 860_00, reason: '先发没有争议的部分' });
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
    const { programme, home } = await paidHome();
    accepted(await revise(home, '2026-05', 1900, '标准提高', reviewer));
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
    accepted(await revise(home, '2026-05', 1910, '再次提高'));
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
    for (const [month, day] of [
      ['2026-05', '2026-04-20'],
      ['2026-06', '2026-05-20'],
      ['2026-07', '2026-06-22'],
    ] as const) {
      desk.on(day);
      await desk.payOut((await freeze(db.context, month, programme)).id);
    }
    desk.on('2026-07-03');
    accepted(await revise(home, '2026-05', 254, '调标'));
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
    const { home } = await paidHome();
    accepted(await revise(home, '2026-06', 860, '成员死亡'));
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

  test('主动退回一部分、凭证号不能用两次、多退不收；按月抵扣不超过20%且须书面同意；其余由县级负责人按纪要核销，核销后不再收', async () => {
    const { home } = await paidHome();
    accepted(await revise(home, '2026-06', 860, '成员死亡'));
    accepted(await desk.decide([(await desk.proposals(home.id))[0]!.id], 'confirm', { classification: 'death' }));
    const now = async () => (await ledger(home))[0]!;
    const { id, version } = await now();
    const command = {
      id,
      version,
      way: 'return' as const,
      amountFen: 1000_00,
      receivedOn: '2026-07-03' as const,
      voucher: '非税0001',
      requestId: newId(),
    };
    const answers = await Promise.all([recordReceipt(db.context, clerk, command), recordReceipt(db.context, clerk, command)]);
    expect(answers.map(accepted)).toEqual([{ openFen: 920_00 }, { openFen: 920_00 }]);
    const next = async (yuan: number, voucher: string) =>
      recordReceipt(db.context, clerk, {
        ...command,
        version: (await now()).version,
        amountFen: yuan * 100,
        voucher,
        requestId: newId(),
      });
    expect(sentence(await next(1, '非税0001'))).toBe('缴款凭证号“非税0001”已经登记过，不能重复登记。');
    expect(sentence(await next(921, '非税0002'))).toBe('金额超过尚未追回的920.00元。');
    const plan = async (more: object, actor = clerk) =>
      planRecovery(db.context, actor, { id, version: (await now()).version, method: 'offset', requestId: newId(), ...more });
    expect(sentence(await plan({ monthlyFen: 100_00 }))).toBe('按月抵扣须有本人的书面同意。');
    expect(sentence(await plan({ monthlyFen: 172_01, consentFile: newId() }))).toBe(
      '每月抵扣不得超过月发放额的20%，最多172.00元。',
    );
    expect(sentence(await plan({ method: 'write-off', minutes: '县长办公会纪要〔2026〕8号' }))).toBe(
      '核销由县级负责人按会议纪要办理。',
    );
    const minutes = '县长办公会纪要〔2026〕8号，家庭无偿还能力';
    expect(sentence(await plan({ method: 'write-off', minutes }, { ...leader, id: reviewer.id }))).toBe(
      '确认多发的人和决定核销的人不得为同一人。',
    );
    await expect(
      db.owner.query(
        `insert into recovery_plan (id, overpayment_id, person_id, division, method, minutes, made_at, made_by, made_name, ended_at)
         select gen_random_uuid(), id, person_id, division, 'write-off', '纪要', now(), opened_by, '测试', now() from overpayment where id = $1`,
        [id],
      ),
    ).rejects.toThrow('not written off by who confirmed it');
    expect(sentence(await plan({ method: 'write-off', minutes: '' }, leader))).toBe('核销须写明县级会议纪要的编号和理由。');
    accepted(await plan({ method: 'write-off', minutes }, leader));
    expect(await now()).toMatchObject({ openFen: 0, recoveredFen: 1000_00, writtenOffFen: 920_00, plan: { methodZh: '核销' } });
    expect(sentence(await next(1, '非税0003'))).toBe('这项多发款项已经结清，不能再登记。');
  });

  test('抵扣：每月少打100元，发放成功才算追回；应发不受影响，不会又当成少发；最后一个月只抵剩下的', async () => {
    const { programme, home } = await offsetAgreed();
    desk.on('2026-07-20');
    const august = await freeze(db.context, '2026-08', programme);
    expect(await desk.lineOf(august.id, home)).toMatchObject({ amountFen: 1570_00 });
    await desk.payOut(august.id);
    expect((await ledger(home))[0]).toMatchObject({ recoveredFen: 100_00, openFen: 50_00 });
    desk.on('2026-08-20');
    const september = await freeze(db.context, '2026-09', programme);
    expect(await desk.lineOf(september.id, home)).toMatchObject({ amountFen: 1620_00 });
    await desk.payOut(september.id);
    expect((await ledger(home))[0]).toMatchObject({ recoveredFen: 150_00, openFen: 0 });
    desk.on('2026-09-21');
    const october = await freeze(db.context, '2026-10', programme);
    expect(await desk.lineOf(october.id, home)).toMatchObject({ amountFen: 1670_00 });
    expect(await db.context.write(everywhere, (tx) => proposeAdjustments(tx, { ids: [home.id], reason: '每日核对' }))).toEqual(
      [],
    );
  });

  /** A debt of 150 yuan, of which 100 a month are to be kept back from August on. */
  async function offsetAgreed() {
    const { programme, home } = await paidHome();
    accepted(await revise(home, '2026-07', 1670, '收入增加'));
    accepted(await desk.decide([(await desk.proposals(home.id))[0]!.id], 'confirm', { classification: 'late-report' }));
    const [debt] = await ledger(home);
    await db.owner.query(`update recovery_plan set ended_at = now() where overpayment_id = $1`, [debt!.id]);
    await db.owner.query(
      `insert into recovery_plan (id, overpayment_id, person_id, division, method, monthly_fen, from_month, consent_file, made_at, made_by, made_name)
       select gen_random_uuid(), id, person_id, division, 'offset', 10000, '2026-08', gen_random_uuid(), now(), 'test', '测试' from overpayment where id = $1`,
      [debt!.id],
    );
    return { programme, home, debt: debt! };
  }

  /** The same, with the list of August frozen. */
  async function offsetInFlight() {
    const { programme, home } = await offsetAgreed();
    desk.on('2026-07-20');
    const august = await freeze(db.context, '2026-08', programme);
    return { programme, home, august, now: async () => (await ledger(home))[0]! };
  }

  /** Until another session waits for this one. */
  const untilAwaited = async (client: PoolClient) => {
    const { rows } = await client.query('select pg_backend_pid() as pid');
    const waiting = 'select count(distinct pid)::int from pg_locks where not granted and pg_blocking_pids(pid) @> array[$1::int]';
    await vi.waitFor(async () => expect(await desk.count(waiting, [rows[0].pid])).toBe(1), { timeout: 5000, interval: 20 });
  };

  test('正在路上的抵扣不能再收一次现金、再核销一次：只收剩下的50元，回盘照样导入', async () => {
    const { august, now } = await offsetInFlight();
    await carryTo(db, august.id, 'sent');
    const receive = async (yuan: number) =>
      recordReceipt(db.context, clerk, {
        id: (await now()).id,
        version: (await now()).version,
        way: 'return',
        amountFen: yuan * 100,
        receivedOn: '2026-07-20',
        voucher: `非税在途${yuan}`,
        requestId: newId(),
      });
    expect(sentence(await receive(150))).toBe('金额超过尚未追回的50.00元。');
    const plan = { method: 'write-off' as const, minutes: '县长办公会纪要〔2026〕9号，无偿还能力' };
    accepted(
      await planRecovery(db.context, leader, {
        id: (await now()).id,
        version: (await now()).version,
        ...plan,
        requestId: newId(),
      }),
    );
    expect(await now()).toMatchObject({ writtenOffFen: 50_00, openFen: 100_00 });
    await desk.payOut(august.id);
    expect(await now()).toMatchObject({ writtenOffFen: 50_00, recoveredFen: 100_00, openFen: 0 });
  });

  test('抵扣过的一笔退票重发：重发到账算追回100元，不会少打了钱又不算还', async () => {
    const { programme, home, august, now } = await offsetInFlight();
    await desk.payOut(august.id, { returns: 1 });
    const line = await desk.lineOf(august.id, home);
    accepted(
      await db.context.write(clerk, (tx) =>
        correctAccount(tx, { lineId: line.id, bank: '通城农商银行', number: accountNumber(), holder: '女儿' }),
      ),
    );
    const extra = accepted(await desk.supplement(programme, '2026-08', [line.id]));
    expect(await desk.lineOf(extra.id, home)).toMatchObject({ amountFen: 1570_00 });
    await desk.payOut(extra.id);
    expect(await now()).toMatchObject({ recoveredFen: 100_00, openFen: 50_00 });
    expect((await desk.agreementOf(programme, '2026-08')).differences.map((d) => [d.kind, d.fen])).toEqual([['offset', 100_00]]);
  });

  test('生成名单时财务正在登记现金缴款：名单等缴款记完再算，还清的不再抵扣', async () => {
    const { programme, home, debt } = await offsetAgreed();
    const cash = await db.owner.connect();
    try {
      await cash.query('begin');
      await cash.query('select 1 from overpayment where id = $1 for update', [debt.id]);
      await cash.query('update overpayment set recovered_fen = amount_fen where id = $1', [debt.id]);
      desk.on('2026-07-20');
      const august = freeze(db.context, '2026-08', programme);
      await untilAwaited(cash);
      await cash.query('commit');
      expect(await desk.lineOf((await august).id, home)).toMatchObject({ amountFen: 1670_00 });
    } finally {
      cash.release();
    }
  });

  test('导入回盘先锁多发款项再记账：等缴款登记时不占台账账户，两边不会互相等死', async () => {
    const { august, now } = await offsetInFlight();
    await carryTo(db, august.id, 'sent');
    const cash = await db.owner.connect();
    try {
      await cash.query('begin');
      await cash.query('select 1 from overpayment where id = $1 for update', [(await now()).id]);
      const imported = desk.payOut(august.id);
      await untilAwaited(cash);
      await cash.query(`select 1 from ledger_account where kind like 'payment.%' for update nowait`);
      await cash.query('commit');
      await imported;
    } finally {
      cash.release();
    }
    expect(await now()).toMatchObject({ recoveredFen: 100_00, openFen: 50_00 });
  });

  test('终止以后已经发出的月份整月待追回', async () => {
    const { home } = await paidHome();
    accepted(
      await db.context.write(everywhere, (tx) => endEntitlement(tx, { id: home.id, lastMonth: '2026-05', reason: '收入超标' })),
    );
    expect(await desk.proposals(home.id)).toMatchObject([{ direction: 'recovery', amountFen: 3640_00, reason: '收入超标' }]);
  });
});
