import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { sql } from '../../database/sql.ts';
import { accepted } from '../resident/fixtures.ts';
import { accountNumber, COUNTY, carryTo, clerk, everywhere, family, freeze, paymentDesk, staff } from './fixtures.ts';
import { correctAccount, figures, keepFigures, simulateBank } from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-23' });
  desk = paymentDesk(db);
});
afterAll(() => db.drop());

const CITY = '421200000000';
const of = (division: string, from = '2026-04', to = '2026-04') =>
  db.context.read(everywhere, (tx) => figures(tx, { from, to, division } as Parameters<typeof figures>[1]));
const told = async (division: string) =>
  (await of(division)).totals.map(({ persons, households, sumFen }) => [persons, households, sumFen]);
/** 留存的一行，直接从表里看。 */
const kept = async () =>
  (
    await db.owner.query(
      "select division, persons, households, sum_fen::int as fen from payment_figure where month = '2026-04' order by 1",
    )
  ).rows;

describe('每月到账的合计', () => {
  test('没数以前照明细现数，数过以后读留存的，两者一样；退回、补发、换了成员都重新数', async () => {
    const pair = await family(db.context, { names: ['周明', '周小明'], amountFen: 500_00, fromMonth: '2026-04' });
    const single = await family(db.context, { names: ['吴亮'], amountFen: 340_00, fromMonth: '2026-04' });
    const { id } = await freeze(db.context, '2026-04');
    await carryTo(db, id, 'sent');
    expect(await told(CITY)).toEqual([]);
    const returned = (await desk.lineOf(id, single)).id;
    const answer = simulateBank(await desk.bankFile(id), { returns: { [returned]: 'R01' } });
    desk.on('2026-04-13');
    accepted(await desk.importFile(id, answer));
    expect(await kept()).toEqual([]);
    const beforeKept = [await of(CITY), await of(COUNTY)];
    expect(await told(CITY)).toEqual([[2, 1, 500_00]]);

    expect(await keepFigures(db.context)).toBe(1);
    expect(await kept()).toEqual([
      { division: CITY, persons: 2, households: 1, fen: 500_00 },
      { division: COUNTY, persons: 2, households: 1, fen: 500_00 },
    ]);
    expect([await of(CITY), await of(COUNTY)]).toEqual(beforeKept);
    expect(await keepFigures(db.context)).toBe(0);

    // 更正账户后补发：还没重新数，看到的已经是新的。
    const township = staff('421222100000', 'township-clerk', null, '乡镇丁');
    accepted(
      await db.context.write(township, (tx) =>
        correctAccount(tx, { lineId: returned, bank: '通城农商银行', number: accountNumber(), holder: '吴亮' }),
      ),
    );
    const again = accepted(await desk.supplement('dibao', '2026-04'));
    await desk.payOut(again.id);
    expect(await told(COUNTY)).toEqual([[3, 2, 840_00]]);
    expect((await kept()).at(0)).toMatchObject({ fen: 500_00 });
    await keepFigures(db.context);
    expect(await told(COUNTY)).toEqual([[3, 2, 840_00]]);
    expect((await kept()).at(0)).toMatchObject({ division: CITY, persons: 3, households: 2, fen: 840_00 });

    // 成员从4月起不再计入：已发月份的人数跟着变。
    await db.owner.query("update entitlement_member set to_month = '2026-03' where entitlement_id = $1 and person_id = $2", [
      pair.id,
      pair.members[1],
    ]);
    expect(await told(CITY)).toEqual([[2, 2, 840_00]]);
    await keepFigures(db.context);
    expect(await told(CITY)).toEqual([[2, 2, 840_00]]);
  });

  test('县里的人只看得到本县留存的合计，看不到全市的', async () => {
    const seen = await db.context.read(clerk, (tx) => tx.rows<{ division: string }>(sql`select division from payment_figure`));
    expect(seen.map((row) => row.division)).toEqual([COUNTY]);
  });
});
