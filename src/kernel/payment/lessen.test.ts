/** What was asked back and never arrived, or is due after all: the debt grows less by itself, and the books come out right. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { newId } from '../context/server.ts';
import { accepted } from '../resident/fixtures.ts';
import {
  accountNumber,
  carryTo,
  clerk,
  everywhere,
  type Family,
  family,
  freeze,
  loadRecoveryParameters,
  paymentDesk,
  township,
} from './fixtures.ts';
import { closeNotDue } from './list-jobs.ts';
import { correctAccount, endEntitlement, recordReceipt, reopenEntitlement } from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-04-20' });
  desk = paymentDesk(db);
  await loadRecoveryParameters(db.context);
});
afterAll(() => db.drop());

const home = (programme: string, names: string[]) =>
  family(db.context, { programme, exclusiveGroups: [programme], names, amountFen: 600_00, fromMonth: '2026-05' });
const act = <T>(does: Parameters<typeof db.context.write<T>>[1]) => db.context.write(everywhere, does);
const end = (of: Family, lastMonth: `${number}-${number}`) =>
  act(async (tx) => accepted(await endEntitlement(tx, { id: of.id, lastMonth, reason: '不再符合条件' })));
const reopen = (of: Family) => act(async (tx) => accepted(await reopenEntitlement(tx, { id: of.id, reason: '复议' })));
const open = async (of: Family) =>
  (await desk.proposals(of.id)).filter((p) => p.state === 'proposed').map((p) => [p.direction, p.amountFen / 100]);
const confirmOpen = async (of: Family) => {
  const ids = (await desk.proposals(of.id)).filter((p) => p.state === 'proposed').map((p) => p.id);
  accepted(await desk.decide(ids, 'confirm', { classification: 'late-report' }));
};
const debtsOf = async (of: Family) =>
  (await desk.debts(of)).map((d) => [d.amountFen, d.recoveredFen, d.lessenedFen, d.openFen].map((fen) => fen / 100));
const cash = async (of: Family, yuan: number) => {
  const [debt] = await desk.debts(of);
  accepted(
    await recordReceipt(db.context, clerk, {
      id: debt!.id,
      version: debt!.version,
      way: 'return',
      amountFen: yuan * 100,
      receivedOn: db.context.clock.today(),
      voucher: `非税${newId().slice(-6)}`,
      requestId: newId(),
    }),
  );
};
/** May is at the bank when it turns out that something of it is not due; that is asked back, and confirmed, before the bank has answered. */
async function askedBackAtTheBank(undue: (of: Family) => Promise<unknown>) {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const [one] = [await home(programme, ['独居人']), await home(programme, ['别家'])];
  const may = await freeze(db.context, '2026-05', programme);
  await carryTo(db, may.id, 'sent');
  await undue(one);
  await confirmOpen(one);
  return { programme, one, may, line: await desk.lineOf(may.id, one) };
}

test('还在银行就确认追回600元，银行退了回来：钱没有到户，多发款项自行结清，告诉本人不用退；钱第二天退回财政，三方相符', async () => {
  const { programme, one, may, line } = await askedBackAtTheBank((of) => end(of, '2026-04'));
  expect(await debtsOf(one)).toEqual([[600, 0, 0, 600]]);
  await desk.payOut(may.id, { returns: { [line.id]: 'R03' } });
  expect(await debtsOf(one)).toEqual([[600, 600, 600, 0]]);
  const told = `select body from message where template = 'benefit.overpaid.lessened' and to_person_id = $1`;
  expect((await db.owner.query(told, [one.holder])).rows).toEqual([
    { body: '请您家退回的补助金，其中600.00元被银行退回，没有到您家账户，不用退；这笔款项已经结清。' },
  ]);
  expect(await desk.balances(programme)).toEqual({ budget: -1200_00, paid: 600_00, returned: 600_00 });
  expect(await closeNotDue(db.context, [programme])).toBe(1);
  expect(await desk.balances(programme)).toEqual({ budget: -600_00, paid: 600_00 });
  expect((await desk.agreementOf(programme, '2026-05')).differences).toEqual([]);
  expect(await open(one)).toEqual([]);
});

test('还在银行时降到400元、确认追回200元，银行全退了回来：200元不用退，更正账户以后发400元', async () => {
  const { programme, one, may, line } = await askedBackAtTheBank((of) => desk.revise(of, '2026-05', 400, '复核'));
  await desk.payOut(may.id, { returns: { [line.id]: 'R03' } });
  expect(await debtsOf(one)).toEqual([[200, 200, 200, 0]]);
  const account = { bank: '通城农商银行', number: accountNumber(), holder: '独居人' };
  accepted(await db.context.write(township, (tx) => correctAccount(tx, { lineId: line.id, ...account })));
  const again = accepted(await desk.supplement(programme, '2026-05'));
  expect((await desk.lines(again.id)).map((l) => [l.kindZh, l.amountFen])).toEqual([['当月', 400_00]]);
  await desk.payOut(again.id);
  expect(await desk.balances(programme)).toEqual({ budget: -1000_00, paid: 1000_00 });
  expect((await desk.agreementOf(programme, '2026-05')).differences).toEqual([]);
});

test('确认追回以后到账了：照追，一分不减', async () => {
  const { one, may } = await askedBackAtTheBank((of) => end(of, '2026-04'));
  await desk.payOut(may.id);
  expect(await debtsOf(one)).toEqual([[600, 0, 0, 600]]);
});

test('停发的决定被改变，已经退了200元：没退的400元不用退，退了的200元补发', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const one = await home(programme, ['独居人']);
  await desk.payOut((await freeze(db.context, '2026-05', programme)).id);
  desk.on('2026-05-11');
  await end(one, '2026-04');
  await confirmOpen(one);
  await cash(one, 200);
  await reopen(one);
  expect(await debtsOf(one)).toEqual([[600, 600, 400, 0]]);
  expect(await open(one)).toEqual([['back-pay', 200]]);
  expect((await desk.agreementOf(programme, '2026-05')).differences.map((d) => [d.kind, d.fen])).toEqual([
    ['debt', -200_00],
    ['unlisted', 200_00],
  ]);
  expect(await desk.balances(programme)).toEqual({ budget: -600_00, paid: 400_00, recovered: 200_00 });
});

test('误登记去世、追回都退清了，撤销后补发，又登记了去世：还是同一个月、同一个缘由，照样提出追回', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const [one] = [await home(programme, ['独居人']), await home(programme, ['别家'])];
  await desk.payOut((await freeze(db.context, '2026-05', programme)).id);
  desk.on('2026-05-11');
  await end(one, '2026-04');
  await confirmOpen(one);
  await cash(one, 600);
  await reopen(one);
  expect(await open(one)).toEqual([['back-pay', 600]]);
  await confirmOpen(one);
  desk.on('2026-05-20');
  await desk.payOut((await freeze(db.context, '2026-06', programme)).id);
  await end(one, '2026-04');
  expect(await open(one)).toEqual([['recovery', 1200]]);
  await confirmOpen(one);
  await reopen(one);
  expect(await debtsOf(one)).toEqual([
    [600, 600, 0, 0],
    [1200, 1200, 1200, 0],
  ]);
  expect(await open(one)).toEqual([]);
});

test('名单上正按月抵扣这笔多发款项，款项没有到户：名单不再扣，这个月全额发', async () => {
  const { programme, one, may, line } = await askedBackAtTheBank((of) => desk.revise(of, '2026-05', 500, '复核'));
  const [debt] = await desk.debts(one);
  await db.owner.query(`update recovery_plan set ended_at = now() where overpayment_id = $1`, [debt!.id]);
  await db.owner.query(
    `insert into recovery_plan (id, overpayment_id, person_id, division, method, monthly_fen, from_month, consent_file, made_at, made_by, made_name)
     select gen_random_uuid(), id, person_id, division, 'offset', 6000, '2026-06', gen_random_uuid(), now(), 'test', '测试' from overpayment where id = $1`,
    [debt!.id],
  );
  desk.on('2026-05-20');
  const june = await freeze(db.context, '2026-06', programme);
  expect(await desk.lineOf(june.id, one)).toMatchObject({ amountFen: 440_00 });
  await desk.payOut(may.id, { returns: { [line.id]: 'R03' } });
  expect(await debtsOf(one)).toEqual([[100, 100, 100, 0]]);
  expect(await desk.lineOf(june.id, one)).toMatchObject({ amountFen: 500_00 });
});
