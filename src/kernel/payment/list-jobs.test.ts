/** What the daily job does so that nobody has to remember it: grants one by one, what came back and is not due, what was corrected and not sent again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { newId } from '../context/server.ts';
import { loadParameters } from '../policy/server.ts';
import { accepted } from '../resident/fixtures.ts';
import type { PlainDate } from '../schema/index.ts';
import {
  accountNumber,
  everywhere,
  type Family,
  family,
  freeze,
  loadRecoveryParameters,
  paymentDesk,
  township,
  VILLAGE,
} from './fixtures.ts';
import {
  type BatchId,
  correctAccount,
  defineProgramme,
  endEntitlement,
  grantEntitlement,
  listDue,
  recordPayoutAccount,
} from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-04-20' });
  desk = paymentDesk(db);
  await loadRecoveryParameters(db.context);
  const days = {
    'PAY-FREEZE-DAY': 20,
    'PAY-DAY': 10,
    'PAY-LIMIT-TOWNSHIP': 5,
    'PAY-LIMIT-COUNTY': 3,
    'PAY-LIMIT-TREASURY': 1,
    'PAY-LIMIT-RESULT': 3,
    'PAY-LIMIT-REISSUE': 5,
  };
  await db.context.write(everywhere, (tx) =>
    loadParameters(
      tx,
      Object.entries(days).map(([key, value]) => ({
        key,
        division: '421200000000',
        value: String(value),
        unit: key.includes('LIMIT') ? 'workdays' : 'day',
        validFrom: '2021-07-01' as const,
        validTo: null,
        source: '测试',
        nature: 'assumption' as const,
        note: '',
      })),
    ),
  );
});
afterAll(() => db.drop());

const act = <T>(does: Parameters<typeof db.context.write<T>>[1]) => db.context.write(everywhere, does);
let programmes = 0;
/** A programme whose grants come one by one; its lists are the business of the daily job. Registered under a key that no other test uses. */
const singles = (): string =>
  defineProgramme({ key: `single-${++programmes}`, zh: '临时救助', money: '救助金', grants: 'single' }).key;
/** What the job made on a day. */
async function madeOn(day: PlainDate, programme: string): Promise<{ id: BatchId; kind: string }[]> {
  desk.on(day);
  await listDue(db.context, [programme]);
  const batches = await db.owner.query(
    `select id, kind from payment_batch where programme = $1 and (created_at at time zone 'Asia/Shanghai')::date = $2::date order by id`,
    [programme, day],
  );
  return batches.rows;
}
const granted = async (programme: string, name: string, more: { account?: 'none' } = {}) => {
  const one = await family(db.context, {
    programme: desk.newProgramme(),
    exclusiveGroups: [],
    names: [name],
    amountFen: 1_00,
    fromMonth: '2026-05',
    ...more,
  });
  const grant = await act(async (tx) => {
    const { id } = accepted(
      await grantEntitlement(tx, {
        programme,
        exclusiveGroups: [],
        householdId: null,
        personId: one.holder as never,
        division: VILLAGE,
        memberIds: [one.holder as never],
        fromMonth: '2026-05',
        cause: newId(),
        amountFen: 800_00,
        breakdown: [],
        decisionId: null,
        parameterIds: [],
      }),
    );
    accepted(await endEntitlement(tx, { id, lastMonth: '2026-05', reason: '一次发给' }));
    return id;
  });
  return { ...one, id: grant };
};
const accountFor = (of: Family, name: string) =>
  act(async (tx) =>
    accepted(
      await recordPayoutAccount(tx, {
        personId: of.holder as never,
        division: VILLAGE,
        bank: '通城农商银行',
        number: accountNumber(),
        holder: name,
      }),
    ),
  );

test('临时救助没有账户，名单送出时停着：过了三个月登记了账户，第二天自己又编一份名单', async () => {
  const programme = singles();
  const [none] = [await granted(programme, '没账户的', { account: 'none' }), await granted(programme, '有账户的')];
  const [first] = await madeOn('2026-05-06', programme);
  await desk.payOut(first!.id);
  expect(await madeOn('2026-08-10', programme)).toEqual([]);
  await accountFor(none, '没账户的');
  const [again] = await madeOn('2026-08-11', programme);
  expect((await desk.lines(again!.id)).map((l) => [l.personId, l.amountFen])).toEqual([[none.holder, 800_00]]);
  expect(await madeOn('2026-08-12', programme)).toEqual([]);
});

test('临时救助加了200元，确认补发：没有月月的名单，自己编一份', async () => {
  const programme = singles();
  const one = await granted(programme, '加了的');
  const [first] = await madeOn('2026-05-06', programme);
  await desk.payOut(first!.id);
  accepted(await desk.revise(one, '2026-05', 1000, '更正'));
  accepted(await desk.decide([(await desk.proposals(one.id))[0]!.id], 'confirm'));
  const [again] = await madeOn('2026-05-14', programme);
  expect((await desk.lines(again!.id)).map((l) => [l.kindZh, l.amountFen])).toEqual([['补差', 200_00]]);
});

test('退回来的临时救助不再应发：没有别的名单要编，第二天也退回财政，不在退票里挂着', async () => {
  const programme = singles();
  const one = await granted(programme, '退回来的');
  const [first] = await madeOn('2026-05-06', programme);
  await desk.payOut(first!.id, { returns: { [(await desk.lineOf(first!.id, one)).id]: 'R03' } });
  await act(async (tx) => accepted(await endEntitlement(tx, { id: one.id, lastMonth: '2026-04', reason: '撤销' })));
  expect(await desk.balances(programme)).toEqual({ budget: -800_00, returned: 800_00 });
  expect(await madeOn('2026-05-15', programme)).toEqual([]);
  expect(await desk.balances(programme)).toEqual({});
  expect((await desk.lineOf(first!.id, one)).stateZh).toBe('终止');
});

test('退票更正了账户没有人重发：到了重发的最后一天自己编补发名单；没到的那天不编', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const [one] = [
    await family(db.context, {
      programme,
      exclusiveGroups: [programme],
      names: ['退票的'],
      amountFen: 600_00,
      fromMonth: '2026-05',
    }),
  ];
  const may = await freeze(db.context, '2026-05', programme);
  const line = await desk.lineOf(may.id, one);
  await desk.payOut(may.id, { returns: { [line.id]: 'R03' } });
  const account = { bank: '通城农商银行', number: accountNumber(), holder: '退票的' };
  accepted(await db.context.write(township, (tx) => correctAccount(tx, { lineId: line.id, ...account })));
  const [{ due_on: due }] = (await db.owner.query('select due_on from returned_payment where line_id = $1', [line.id])).rows;
  expect(due).toBe('2026-05-15');
  expect(await madeOn('2026-05-14', programme)).toEqual([]);
  const [again] = await madeOn('2026-05-15', programme);
  expect((await desk.lines(again!.id)).map((l) => [l.kindZh, l.month, l.amountFen])).toEqual([['重发', '2026-05', 600_00]]);
});
