/** What is held when its list leaves for the bank, or comes back, is not lost: whatever was in its way is put right, and the next list pays it, once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { accepted } from '../resident/fixtures.ts';
import { accountNumber, everywhere, type Family, family, freeze, paymentDesk, township, VILLAGE } from './fixtures.ts';
import { type BatchId, correctAccount, holdPerson, overpaidOf, recordPayoutAccount, releaseHold, setPayee } from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-04-20' });
  desk = paymentDesk(db);
});
afterAll(() => db.drop());

const home = (programme: string, name: string, more: { account?: 'none'; bank?: string; accountHolder?: string } = {}) =>
  family(db.context, {
    programme,
    exclusiveGroups: [programme],
    names: [name, `${name}的儿子`],
    amountFen: 600_00,
    fromMonth: '2026-05',
    ...more,
  });
const accountFor = (personId: string, holder: string) =>
  db.context.write(everywhere, async (tx) =>
    accepted(
      await recordPayoutAccount(tx, {
        personId: personId as never,
        division: VILLAGE,
        bank: '通城农商银行',
        number: accountNumber(),
        holder,
      }),
    ),
  );
const linesOf = async (id: BatchId, of: Family) =>
  (await desk.lines(id)).filter((l) => l.personId === of.holder).map((l) => [l.month, l.kindZh, l.stateZh, l.amountFen]);

test('没有账户的名单已经送出：登记账户以后，下个月的名单把两个月一起发', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const [none] = [await home(programme, '无账户', { account: 'none' }), await home(programme, '有账户')];
  const may = await freeze(db.context, '2026-05', programme);
  await desk.payOut(may.id);
  expect(await linesOf(may.id, none)).toEqual([['2026-05', '当月', '暂停', 600_00]]);
  await accountFor(none.holder, '无账户');
  desk.on('2026-05-20');
  const june = await freeze(db.context, '2026-06', programme);
  expect(await linesOf(june.id, none)).toEqual([
    ['2026-05', '当月', '待发', 600_00],
    ['2026-06', '当月', '待发', 600_00],
  ]);
  await desk.payOut(june.id);
  const agreed = await desk.agreementOf(programme, '2026-05');
  expect([agreed.decidedFen, agreed.receivedFen, agreed.differences]).toEqual([1200_00, 1200_00, []]);
});

test('改由儿子领取：已经送出的名单里因为没有账户停着的月份，也由下个月的名单发给儿子', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const [none] = [await home(programme, '不会用卡', { account: 'none' }), await home(programme, '另一家')];
  const may = await freeze(db.context, '2026-05', programme);
  await desk.payOut(may.id);
  await accountFor(none.members[1]!, '儿子');
  await db.context.write(everywhere, (tx) =>
    setPayee(tx, {
      entitlementId: none.id,
      fromMonth: '2026-05',
      to: { personId: none.members[1] as never },
      reason: '本人不会用卡',
    }),
  );
  desk.on('2026-05-20');
  const june = await freeze(db.context, '2026-06', programme);
  expect((await linesOf(june.id, none)).map(([month, , state]) => [month, state])).toEqual([
    ['2026-05', '待发'],
    ['2026-06', '待发'],
  ]);
});

test('名单里更正账户的：名单已经送出，更正以后由下个月的名单发', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const [none] = [await home(programme, '补账户', { account: 'none' }), await home(programme, '第三家')];
  const may = await freeze(db.context, '2026-05', programme);
  await desk.payOut(may.id);
  const { id: lineId } = await desk.lineOf(may.id, none);
  accepted(
    await db.context.write(township, (tx) =>
      correctAccount(tx, { lineId, bank: '通城农商银行', number: accountNumber(), holder: '补账户' }),
    ),
  );
  expect(await linesOf(may.id, none)).toEqual([['2026-05', '当月', '终止', 600_00]]);
  desk.on('2026-05-20');
  expect(await linesOf((await freeze(db.context, '2026-06', programme)).id, none)).toHaveLength(2);
});

test('补差停着、名单已经送出：不再停的时候，下个月的名单照发；其中已经不应发的月份收回重提，不先发再追', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const [same, less] = [await home(programme, '照旧'), await home(programme, '又减了'), await home(programme, '第三家')];
  await desk.payMayToJuly(programme);
  for (const each of [same, less]) {
    await desk.revise(each, '2026-05', 644, '调标');
    const [proposal] = await desk.proposals(each.id);
    expect(proposal).toMatchObject({ direction: 'back-pay', amountFen: 132_00 });
    accepted(await desk.decide([proposal!.id], 'confirm'));
  }
  desk.on('2026-07-20');
  const august = await freeze(db.context, '2026-08', programme);
  const held = { division: VILLAGE, code: 'recompute', reason: '待重新核算' };
  for (const { holder } of [same, less])
    await db.context.write(everywhere, (tx) => holdPerson(tx, { personId: holder, ...held }));
  await desk.payOut(august.id);
  expect(await linesOf(august.id, same)).toEqual([
    ['2026-08', '当月', '暂停', 644_00],
    ['2026-08', '补差', '暂停', 132_00],
  ]);
  await desk.revise(less, '2026-07', 580, '复核');
  for (const { holder } of [same, less])
    await db.context.write(everywhere, (tx) => releaseHold(tx, { personId: holder, code: 'recompute', reason: '已核算' }));
  const open = (await desk.proposals(less.id)).filter((p) => p.state === 'proposed');
  expect(open.map((p) => [p.direction, p.amountFen])).toEqual(
    expect.arrayContaining([
      ['back-pay', 88_00],
      ['recovery', 20_00],
    ]),
  );
  expect(open).toHaveLength(2);
  desk.on('2026-08-20');
  const september = await freeze(db.context, '2026-09', programme);
  expect(await linesOf(september.id, same)).toEqual([
    ['2026-08', '当月', '待发', 644_00],
    ['2026-09', '当月', '待发', 644_00],
    ['2026-09', '补差', '待发', 132_00],
  ]);
  expect(await linesOf(september.id, less)).toEqual([
    ['2026-08', '当月', '待发', 580_00],
    ['2026-09', '当月', '待发', 580_00],
  ]);
});

test('补差退回、更正账户、重发：还是算在它所补的那几个月，不算重发那个月多发', async () => {
  const { programme, home: paid } = await desk.paidHome();
  await desk.revise(paid, '2026-05', 1864, '调标');
  const [proposal] = await desk.proposals(paid.id);
  accepted(await desk.decide([proposal!.id], 'confirm'));
  desk.on('2026-07-20');
  const august = await freeze(db.context, '2026-08', programme);
  const difference = (await desk.lines(august.id)).find((l) => l.kind === 'back-pay')!;
  await desk.payOut(august.id, { returns: { [difference.id]: 'R03' } });
  accepted(
    await db.context.write(township, (tx) =>
      correctAccount(tx, { lineId: difference.id, bank: '通城农商银行', number: accountNumber(), holder: '女儿' }),
    ),
  );
  desk.on('2026-08-14');
  const again = accepted(await desk.supplement(programme, '2026-08'));
  expect(await linesOf(again.id, paid)).toEqual([['2026-08', '重发', '待发', 132_00]]);
  await desk.payOut(again.id);
  for (const month of ['2026-05', '2026-07', '2026-08'] as const) {
    const agreed = await desk.agreementOf(programme, month);
    expect([month, agreed.decidedFen, agreed.receivedFen, agreed.differences]).toEqual([month, 1864_00, 1864_00, []]);
  }
  expect(await db.context.read(everywhere, (tx) => overpaidOf(tx, paid.id))).toEqual([]);
  await desk.revise(paid, '2026-08', 1800, '减');
  expect((await desk.proposals(paid.id)).filter((p) => p.state === 'proposed')).toMatchObject([
    { direction: 'recovery', amountFen: 64_00 },
  ]);
});
