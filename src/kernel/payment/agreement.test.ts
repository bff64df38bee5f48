import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { newId } from '../context/server.ts';
import { accountsOfKind, statementOf } from '../ledger/server.ts';
import { loadParameters } from '../policy/server.ts';
import { accepted } from '../resident/fixtures.ts';
import { accountNumber, carryTo, clerk, everywhere, family, freeze, paymentDesk, staff, TOWN, VILLAGE } from './fixtures.ts';
import { correctAccount, holdPerson, overpayments, recordReceipt, reviseEntitlement, simulateBank } from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-23' });
  desk = paymentDesk(db);
  await db.context.write(everywhere, (tx) =>
    loadParameters(tx, [
      {
        key: 'RECOVERY-RETURN-DAYS',
        division: '421200000000',
        value: '30',
        unit: 'days',
        validFrom: '2021-07-01',
        validTo: null,
        source: '测试',
        nature: 'assumption',
        note: '',
      },
    ]),
  );
});
afterAll(() => db.drop());

const balances = async (programme: string) => {
  const found = await desk.balances(programme);
  expect(Object.values(found).reduce((sum, fen) => sum + fen, 0)).toBe(0);
  return found;
};
const row = (programme: string, month: `${number}-${number}` = '2026-04') => desk.agreementOf(programme, month);
/** Whatever has happened: what was decided less what arrived is explained to the fen, each part with an owner. */
function expectAgreed(r: Awaited<ReturnType<typeof row>>): void {
  expect(r.differences.reduce((sum, d) => sum + d.fen, 0)).toBe(r.decidedFen - r.receivedFen);
  expect(r.differences.every((d) => d.owner !== '' && d.zh !== '')).toBe(true);
}
const kindsOf = (r: Awaited<ReturnType<typeof row>>) => Object.fromEntries(r.differences.map((d) => [d.kind, d.fen]));

describe('钱的台账与三方对账', () => {
  test('W15的钱：3120元从预算经专户送银行，到账2780，退回340；更正重发后3120全部到户；每一步决定＝到账＋有归属的差额', async () => {
    const { programme, b, id } = await desk.w15();
    expect(kindsOf(await row(programme))).toEqual({ pending: 3120_00 });
    await carryTo(db, id, 'sent');
    expect(await balances(programme)).toEqual({ budget: -3120_00, transit: 3120_00 });
    expect(kindsOf(await row(programme))).toEqual({ transit: 3120_00 });
    const line = (await desk.lineOf(id, b)).id;
    const content = simulateBank(await desk.bankFile(id), { returns: { [line]: 'R01' } });
    accepted(await desk.importFile(id, content));
    accepted(await desk.importFile(id, content));
    expect(await balances(programme)).toEqual({ budget: -3120_00, paid: 2780_00, returned: 340_00 });
    const april = await row(programme);
    expect(april).toMatchObject({ decidedFen: 3120_00, sentFen: 3120_00, receivedFen: 2780_00 });
    expect(april.differences).toMatchObject([
      { kind: 'returned', fen: 340_00, count: 1, owner: '乡镇（街道）', state: 'returned' },
    ]);
    desk.on('2026-04-13');
    const town = staff(TOWN.replace('100', '101'), 'township-clerk', null, '乡镇');
    accepted(
      await db.context.write(town, (tx) =>
        correctAccount(tx, { lineId: line, bank: '通城农商银行', number: accountNumber(), holder: '王五' }),
      ),
    );
    expect(kindsOf(await row(programme))).toEqual({ corrected: 340_00 });
    const extra = accepted(await desk.supplement(programme, '2026-04'));
    await desk.payOut(extra.id);
    expect(await balances(programme)).toEqual({ budget: -3120_00, paid: 3120_00 });
    expect(await row(programme)).toMatchObject({ decidedFen: 3120_00, receivedFen: 3120_00, differences: [] });
  });

  test('暂停的一笔归乡镇；减发以后多发的待确认追回；确认、退回500元，台账上应追回少500、已追回多500', async () => {
    const { programme, a, c, id } = await desk.w15();
    await db.context.write(everywhere, (tx) =>
      holdPerson(tx, { personId: c.holder, division: VILLAGE, code: 'death', reason: '待核实' }),
    );
    expect(kindsOf(await row(programme))).toEqual({ pending: 2080_00, held: 1040_00 });
    await desk.payOut(id);
    expectAgreed(await row(programme));
    accepted(
      await db.context.write(everywhere, (tx) =>
        reviseEntitlement(tx, {
          id: a.id,
          fromMonth: '2026-04',
          amountFen: 1000_00,
          breakdown: [],
          decisionId: null,
          parameterIds: [],
          reason: '收入增加',
        }),
      ),
    );
    const april = await row(programme);
    expectAgreed(april);
    expect(kindsOf(april)).toEqual({ held: 1040_00, overpaid: -740_00 });
    accepted(await desk.decide([(await desk.proposals(a.id))[0]!.id], 'confirm', { classification: 'late-report' }));
    expect(await balances(programme)).toEqual({ budget: -2080_00, paid: 1340_00, receivable: 740_00 });
    expectAgreed(await row(programme));
    expect(kindsOf(await row(programme))).toEqual({ held: 1040_00, debt: -740_00 });
    const [debt] = (await db.context.write(clerk, (tx) => overpayments(tx, { entitlementId: a.id }))).items;
    const receipt = {
      id: debt!.id,
      version: debt!.version,
      way: 'return' as const,
      amountFen: 500_00,
      receivedOn: '2026-03-23' as const,
      voucher: '非税0500',
      requestId: newId(),
    };
    accepted(await recordReceipt(db.context, clerk, receipt));
    accepted(await recordReceipt(db.context, clerk, receipt));
    expect(await balances(programme)).toEqual({ budget: -2080_00, paid: 1340_00, receivable: 240_00, recovered: 500_00 });
  });

  test('名单生成后才确认的家庭：差额写明还没有编入名单；对账单一笔一笔看得到事由', async () => {
    const programme = desk.newProgramme();
    const group = { programme, exclusiveGroups: [programme], fromMonth: '2026-05' as const };
    desk.on('2026-04-20');
    await family(db.context, { ...group, names: ['周一'], amountFen: 300_00 });
    const may = await freeze(db.context, '2026-05', programme);
    await family(db.context, { ...group, names: ['周二'], amountFen: 200_00 });
    await desk.payOut(may.id);
    const r = await row(programme, '2026-05');
    expectAgreed(r);
    expect(kindsOf(r)).toEqual({ unlisted: 200_00 });
    const statement = await db.context.read(everywhere, async (tx) => {
      const account = (await accountsOfKind(tx, 'payment.transit')).items.find((x) => x.subject === programme)!;
      return accepted(await statementOf(tx, { accountId: account.id, from: '2026-04-01', to: '2026-12-31' }));
    });
    expect(statement.items.map((i) => [i.note, i.amount, i.balanceAfter])).toEqual([
      ['送代发银行', 300_00, 300_00],
      ['代发银行回盘', -300_00, 0],
    ]);
  });
});
