/** What was overpaid comes back: by return, kept back from the month, or written off; never twice. */
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
  applyToCourt,
  correctAccount,
  endEntitlement,
  holdPerson,
  planRecovery,
  proposeAdjustments,
  recordCourtResult,
  recordReceipt,
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

/** A debt of 150 yuan, of which 100 a month are to be kept back from August on. */
async function offsetAgreed() {
  const { programme, home } = await desk.paidHome();
  accepted(await desk.revise(home, '2026-07', 1670, '收入增加'));
  accepted(await desk.decide([(await desk.proposals(home.id))[0]!.id], 'confirm', { classification: 'late-report' }));
  const [debt] = await desk.debts(home);
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
  return { programme, home, august, now: async () => (await desk.debts(home))[0]! };
}

/** Until another session waits for this one. */
const untilAwaited = async (client: PoolClient) => {
  const { rows } = await client.query('select pg_backend_pid() as pid');
  const waiting = 'select count(distinct pid)::int from pg_locks where not granted and pg_blocking_pids(pid) @> array[$1::int]';
  await vi.waitFor(async () => expect(await desk.count(waiting, [rows[0].pid])).toBe(1), { timeout: 5000, interval: 20 });
};

describe('追回', () => {
  test('主动退回一部分、凭证号不能用两次、多退不收；按月抵扣不超过20%且须书面同意；其余由县级负责人按纪要核销，核销后不再收', async () => {
    const { home } = await desk.paidHome();
    accepted(await desk.revise(home, '2026-06', 860, '成员死亡'));
    accepted(await desk.decide([(await desk.proposals(home.id))[0]!.id], 'confirm', { classification: 'death' }));
    const now = async () => (await desk.debts(home))[0]!;
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
    expect((await desk.debts(home))[0]).toMatchObject({ recoveredFen: 100_00, openFen: 50_00 });
    desk.on('2026-08-20');
    const september = await freeze(db.context, '2026-09', programme);
    expect(await desk.lineOf(september.id, home)).toMatchObject({ amountFen: 1620_00 });
    await desk.payOut(september.id);
    expect((await desk.debts(home))[0]).toMatchObject({ recoveredFen: 150_00, openFen: 0 });
    desk.on('2026-09-21');
    const october = await freeze(db.context, '2026-10', programme);
    expect(await desk.lineOf(october.id, home)).toMatchObject({ amountFen: 1670_00 });
    expect(await db.context.write(everywhere, (tx) => proposeAdjustments(tx, { ids: [home.id], reason: '每日核对' }))).toEqual(
      [],
    );
  });

  test('按月抵扣的家庭停发了：抵扣不了，台账上写明要另定追回方式', async () => {
    const { home } = await offsetAgreed();
    const plan = async () => (await desk.debts(home))[0]!.plan;
    expect(await plan()).toMatchObject({ method: 'offset', over: false });
    await db.context.write(everywhere, (tx) => endEntitlement(tx, { id: home.id, lastMonth: '2026-07', reason: '不再符合条件' }));
    desk.on('2026-07-31');
    expect(await plan()).toMatchObject({ over: false });
    desk.on('2026-08-01');
    expect(await plan()).toMatchObject({ over: true });
  });

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

  test('要抵扣的一笔停着、名单已经送出：那一笔不会再扣，150元可以一次退清', async () => {
    const { programme, home } = await offsetAgreed();
    const now = async () => (await desk.debts(home))[0]!;
    desk.on('2026-07-20');
    await family(db.context, { programme, exclusiveGroups: [], names: ['别家'], amountFen: 300_00, fromMonth: '2026-08' });
    const august = await freeze(db.context, '2026-08', programme);
    await db.context.write(everywhere, (tx) =>
      holdPerson(tx, { personId: home.holder as never, division: VILLAGE, code: 'recompute', reason: '待重新核算' }),
    );
    await carryTo(db, august.id, 'sent');
    accepted(
      await recordReceipt(db.context, clerk, {
        id: (await now()).id,
        version: (await now()).version,
        way: 'return',
        amountFen: 150_00,
        receivedOn: '2026-07-20',
        voucher: '非税停着的',
        requestId: newId(),
      }),
    );
    expect(await now()).toMatchObject({ openFen: 0 });
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

  test('7月下旬起本县不许抵扣（比例为0）：名单照常生成，全额发；不会因为要抵扣0元而生成不了', async () => {
    const { programme, home } = await offsetAgreed();
    const none = {
      key: 'RECOVERY-OFFSET-PERCENT',
      division: COUNTY,
      value: '0',
      unit: 'percent',
      validFrom: '2026-07-21',
    } as const;
    await db.context.write(everywhere, (tx) =>
      loadParameters(tx, [{ ...none, validTo: null, source: '测试', nature: 'assumption', note: '' }]),
    );
    desk.on('2026-07-21');
    const august = await freeze(db.context, '2026-08', programme);
    expect(await desk.lineOf(august.id, home)).toMatchObject({ amountFen: 1670_00 });
  });
});

describe('申请法院强制执行', () => {
  test('期限没过、没有催告满十日不能申请；申请后不再抵扣；执行回来的照样登记；结束以后才能再申请', async () => {
    const { home, debt } = await offsetAgreed();
    const now = async () => (await desk.debts(home))[0]!;
    const apply = async (more: object = {}) =>
      applyToCourt(db.context, clerk, {
        id: debt.id,
        version: (await now()).version,
        urgedOn: '2026-08-04',
        court: '咸安区人民法院',
        appliedOn: '2026-08-15',
        number: '',
        requestId: newId(),
        ...more,
      });
    // 7月3日确认，30天内主动退回：8月2日为止
    expect(await now()).toMatchObject({ returnBy: '2026-08-02', mayApplyToCourt: false, court: null });
    desk.on('2026-08-02');
    expect(sentence(await apply({ appliedOn: '2026-08-02' }))).toBe(
      '主动退回的期限是2026年8月2日，还没有过，不能申请人民法院强制执行。',
    );
    desk.on('2026-08-15');
    expect(sentence(await apply({ appliedOn: '2026-08-14' }))).toBe('催告书送达满10日仍不退回的，才能申请人民法院强制执行。');
    expect((await now()).mayApplyToCourt).toBe(true);
    accepted(await apply());
    expect(await now()).toMatchObject({
      mayApplyToCourt: false,
      plan: { method: 'court', monthlyFen: null },
      court: { court: '咸安区人民法院', appliedOn: '2026-08-15', result: null, open: true, suspended: false },
    });
    expect(sentence(await apply())).toBe('已经向咸安区人民法院申请强制执行，还没有结束。');

    const court = (await now()).court!;
    const result = (more: object) =>
      recordCourtResult(db.context, clerk, {
        id: court.id,
        result: 'granted',
        resultOn: '2026-08-15',
        document: '（2026）鄂1202行审8号',
        requestId: newId(),
        ...more,
      });
    expect(await result({ resultOn: '2026-08-14' })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(accepted(await result({}))).toEqual({ open: true });
    accepted(
      await recordReceipt(db.context, clerk, {
        id: debt.id,
        version: (await now()).version,
        way: 'court',
        amountFen: 50_00,
        receivedOn: '2026-08-15',
        voucher: '法院代收0001',
        requestId: newId(),
      }),
    );
    expect(await now()).toMatchObject({ recoveredFen: 50_00, openFen: 100_00, mayApplyToCourt: false });
    expect(accepted(await result({ result: 'finished' }))).toEqual({ open: false });
    expect(sentence(await result({ result: 'refused' }))).toBe('这次申请已经有了最后结果，不能再改。');
    expect(await now()).toMatchObject({ mayApplyToCourt: true, court: { resultZh: '执行完毕或者终结', open: false } });
  });
});
