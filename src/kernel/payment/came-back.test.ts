/** What came back from the bank and is not due any more as it was sent: it is not sent again, not asked back, and its month is paid once when it is due after all. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { accepted } from '../resident/fixtures.ts';
import {
  accountNumber,
  carryTo,
  everywhere,
  type Family,
  family,
  freeze,
  loadRecoveryParameters,
  paymentDesk,
  sentence,
  township,
} from './fixtures.ts';
import { type BatchId, correctAccount, endAtDeath, endEntitlement, rejoinAfterDeath } from './server.ts';

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
const linesOf = async (id: BatchId, of: Family) =>
  (await desk.lines(id)).filter((l) => l.personId === of.holder).map((l) => [l.month, l.kindZh, l.stateZh, l.amountFen / 100]);
const open = async (of: Family) =>
  (await desk.proposals(of.id)).filter((p) => p.state === 'proposed').map((p) => [p.direction, p.amountFen / 100]);
const correct = (lineId: string, holder: string) =>
  db.context.write(township, (tx) =>
    correctAccount(tx, { lineId: lineId as never, bank: '通城农商银行', number: accountNumber(), holder }),
  );
/** May paid out, the line of the first family returned. */
async function returned() {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const [one] = [await home(programme, ['独居人']), await home(programme, ['别家'])];
  const may = await freeze(db.context, '2026-05', programme);
  const line = await desk.lineOf(may.id, one);
  await desk.payOut(may.id, { returns: { [line.id]: 'R03' } });
  desk.on('2026-05-11');
  return { programme, one, line };
}

/** Months and holders of the list of June. */
async function freezeNext(programme: string) {
  desk.on('2026-05-20');
  return (await desk.lines((await freeze(db.context, '2026-06', programme)).id)).map((l) => [l.month, l.personId]);
}

test('退回以后金额降到400元：更正账户以前等着，更正以后只发400元，600元退回财政；指明照原样重发的不收', async () => {
  const { programme, one, line } = await returned();
  accepted(await desk.revise(one, '2026-05', 400, '复核'));
  expect(await open(one)).toEqual([]);
  const another = await freezeNext(programme);
  expect(another).not.toContainEqual(['2026-05', one.holder]);
  accepted(await correct(line.id, '独居人'));
  expect(sentence(await desk.supplement(programme, '2026-05', [line.id]))).toBe(
    '该笔款项退回以后，应发的金额变了或者不再应发，不能照原样重发。',
  );
  const again = accepted(await desk.supplement(programme, '2026-05'));
  expect(await linesOf(again.id, one)).toEqual([['2026-05', '当月', '待发', 400]]);
  await desk.payOut(again.id);
  expect((await desk.agreementOf(programme, '2026-05')).differences).toEqual([]);
  expect(await desk.balances(programme)).toEqual({ budget: -1000_00, paid: 1000_00 });
});

test('正等着重发，登记了去世：不再重发；登记撤销了，那个月照发一次', async () => {
  const { programme, one, line } = await returned();
  accepted(await correct(line.id, '独居人'));
  const again = accepted(await desk.supplement(programme, '2026-05', [line.id]));
  await act((tx) => endAtDeath(tx, one.holder as never, '2026-04-28'));
  expect(await linesOf(again.id, one)).toEqual([['2026-05', '重发', '终止', 600]]);
  await act((tx) => rejoinAfterDeath(tx, one.holder as never, { diedOn: '2026-04-28', reason: '撤销' }));
  const next = accepted(await desk.supplement(programme, '2026-05'));
  expect((await linesOf(next.id, one)).map((l) => [l[0], l[2], l[3]])).toEqual([['2026-05', '待发', 600]]);
  await desk.payOut(next.id);
  expect((await desk.agreementOf(programme, '2026-05')).differences).toEqual([]);
});

test('还在银行就提出追回，银行又退回来了：钱不在家里，追回作废', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const [one] = [await home(programme, ['独居人']), await home(programme, ['别家'])];
  const may = await freeze(db.context, '2026-05', programme);
  await carryTo(db, may.id, 'sent');
  await act((tx) => endAtDeath(tx, one.holder as never, '2026-04-28'));
  expect(await open(one)).toEqual([['recovery', 600]]);
  await desk.payOut(may.id, { returns: { [(await desk.lineOf(may.id, one)).id]: 'R03' } });
  expect(await open(one)).toEqual([]);
});

test('补差退回以后，其中6、7月不再应发：不重发，只把5月的重新提出；发出去的照追', async () => {
  const { programme, home: paid } = await desk.paidHome();
  await desk.revise(paid, '2026-05', 1864, '调标');
  accepted(await desk.decide([(await desk.proposals(paid.id))[0]!.id], 'confirm'));
  desk.on('2026-07-20');
  const august = await freeze(db.context, '2026-08', programme);
  const difference = (await desk.lines(august.id)).find((l) => l.kind === 'back-pay')!;
  await desk.payOut(august.id, { returns: { [difference.id]: 'R03' } });
  await act((tx) => endEntitlement(tx, { id: paid.id, lastMonth: '2026-05', reason: '停发' }));
  await home(programme, ['别家']);
  desk.on('2026-08-20');
  const september = await freeze(db.context, '2026-09', programme);
  expect((await open(paid)).sort()).toEqual([
    ['back-pay', 44],
    ['recovery', 1820 * 2 + 1864],
  ]);
  for (const p of (await desk.proposals(paid.id)).filter((p) => p.state === 'proposed'))
    accepted(await desk.decide([p.id], 'confirm', { classification: 'late-report' }));
  await desk.payOut(september.id);
  desk.on('2026-09-21');
  await desk.payOut((await freeze(db.context, '2026-10', programme)).id);
  expect((await desk.balances(programme)).returned).toBeUndefined();
  expect((await desk.agreementOf(programme, '2026-05')).differences).toEqual([]);
});
