/** Whoever can put a payment right sees it at once, whichever list it stands on; a township its own, the county all of them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import type { Actor } from '../access/index.ts';
import { accepted } from '../resident/fixtures.ts';
import {
  accountNumber,
  clerk,
  everywhere,
  family,
  freeze,
  OTHER_VILLAGE,
  otherTownship,
  paymentDesk,
  township,
  VILLAGE,
} from './fixtures.ts';
import { correctAccount, recordPayoutAccount, waitingLines } from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-04-20' });
  desk = paymentDesk(db);
});
afterAll(() => db.drop());

const seenBy = async (actor: Actor) =>
  (await db.context.write(actor, (tx) => waitingLines(tx))).items.map((l) => [l.personName, l.month, l.stateZh, l.dueOn]);

test('没有账户的、被退回的，各在自己乡镇的“等更正”里，县财务都看得到；名单送出以后还在；更正、登记以后就没有了', async () => {
  const programme = desk.newProgramme();
  const given = { programme, exclusiveGroups: [programme], amountFen: 600_00, fromMonth: '2026-05' as const };
  const none = await family(db.context, { ...given, names: ['没账户的'], account: 'none' });
  const back = await family(db.context, { ...given, names: ['退回的'], village: OTHER_VILLAGE });
  await family(db.context, { ...given, names: ['照发的'] });
  const may = await freeze(db.context, '2026-05', programme);
  expect(await seenBy(township)).toEqual([['没账户的', '2026-05', '暂停', '2026-05-09']]);
  const line = await desk.lineOf(may.id, back);
  await desk.payOut(may.id, { returns: { [line.id]: 'R03' } });
  desk.on('2026-06-30');
  expect(await seenBy(township)).toEqual([['没账户的', '2026-05', '暂停', '2026-05-09']]);
  expect(await seenBy(otherTownship)).toEqual([['退回的', '2026-05', '退票', '2026-05-15']]);
  expect((await seenBy(clerk)).map(([name]) => name)).toEqual(['没账户的', '退回的']);
  const account = (holder: string) => ({ bank: '通城农商银行', number: accountNumber(), holder });
  accepted(await db.context.write(clerk, (tx) => correctAccount(tx, { lineId: line.id, ...account('退回的') })));
  accepted(
    await db.context.write(everywhere, (tx) =>
      recordPayoutAccount(tx, { personId: none.holder as never, division: VILLAGE, ...account('没账户的') }),
    ),
  );
  expect(await seenBy(clerk)).toEqual([]);
});
