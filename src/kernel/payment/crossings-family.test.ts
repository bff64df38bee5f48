/** Several things at once that hold the money of one family: one ends, the others go on, here and in the county where one of them lives. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../database/sql.ts';
import { accepted } from '../resident/fixtures.ts';
import { act, closeDesk, db, desk, hold, home, linesOf, openDesk, payPart, release } from './crossings/fixtures.ts';
import { accountNumber, clerk, freeze, OTHER_VILLAGE, otherTownship, staff, VILLAGE } from './fixtures.ts';
import {
  correctAccount,
  endEntitlement,
  freeHeld,
  grantEntitlement,
  leaveEntitlements,
  releaseHold,
  relocateEntitlements,
} from './server.ts';

beforeAll(openDesk);
afterAll(closeDesk);

describe('没有账户的一家在本县以内迁到另一个乡镇，那里登记了账户', () => {
  const clerkThere = { ...otherTownship, role: 'township-clerk' as const };
  async function movedOnce(sent: boolean) {
    const programme = desk.newProgramme();
    desk.on('2026-04-20');
    const one = await home(programme, ['迁走的'], { account: 'none' });
    await home(programme, ['别家']);
    const may = await freeze(db.context, '2026-05', programme);
    if (sent) await desk.payOut(may.id);
    const places = { fromDivision: VILLAGE, toDivision: OTHER_VILLAGE };
    await act((tx) => relocateEntitlements(tx, { personId: one.holder as never, ...places, programmes: [programme] }));
    desk.on('2026-05-20');
    const june = await freeze(db.context, '2026-06', programme);
    const line = await desk.lineOf(june.id, one);
    const account = { bank: '通城农商银行', number: accountNumber(), holder: '迁走的' };
    accepted(await db.context.write(clerkThere, (tx) => correctAccount(tx, { lineId: line.id, ...account })));
    if (!sent) await desk.payOut(may.id);
    desk.on('2026-06-22');
    return linesOf((await freeze(db.context, '2026-07', programme)).id, one);
  }
  const both = [
    ['2026-05', '当月', '待发', 600],
    ['2026-07', '当月', '待发', 600],
  ];
  test('原乡镇的5月名单已经送出：5月由7月的名单发', async () => expect(await movedOnce(true)).toEqual(both));
  test('原乡镇的5月名单还没有送出：也一样', async () => expect(await movedOnce(false)).toEqual(both));
});

describe('一家里几件事停着钱', () => {
  test('先后两人去世，前一人的登记撤销了：后一人还在核算，名单仍只发没有争议的200元', async () => {
    const programme = desk.newProgramme();
    desk.on('2026-04-20');
    const one = await home(programme, ['丈夫', '妻子', '父亲']);
    const may = await freeze(db.context, '2026-05', programme);
    const [, wife, father] = one.members as [string, string, string];
    for (const [personId, yuan] of [
      [wife, 400],
      [father, 200],
    ] as const) {
      await hold(personId, 'recompute', { entitlementIds: [one.id] });
      await payPart(one, personId, yuan);
    }
    expect(await linesOf(may.id, one)).toEqual([['2026-05', '当月', '待发', 200]]);
    await release(wife, 'recompute');
    expect(await linesOf(may.id, one)).toEqual([['2026-05', '当月', '待发', 200]]);
    await release(father, 'recompute');
    expect(await linesOf(may.id, one)).toEqual([['2026-05', '当月', '待发', 600]]);
  });

  test('预警属实全部停着，家里又有人去世：去世算出的没有争议的部分，不放出预警停着的钱', async () => {
    const programme = desk.newProgramme();
    desk.on('2026-04-20');
    const one = await home(programme, ['丈夫', '妻子']);
    const may = await freeze(db.context, '2026-05', programme);
    await hold(one.holder, 'recompute', { entitlementIds: [one.id] });
    await hold(one.members[1]!, 'recompute', { entitlementIds: [one.id] });
    await payPart(one, one.members[1]!);
    expect((await linesOf(may.id, one)).map((l) => l[2])).toEqual(['暂停']);
    await release(one.holder, 'recompute');
    expect(await linesOf(may.id, one)).toEqual([['2026-05', '当月', '待发', 300]]);
  });

  test('停发以后又批了的一家，去世晚报：前后两项都停着，前一项先作了决定，后一项等它自己的决定', async () => {
    const programme = desk.newProgramme();
    desk.on('2026-04-20');
    const former = await home(programme, ['丈夫', '妻子']);
    const [husband, wife] = former.members as [string, string];
    const may = await freeze(db.context, '2026-05', programme);
    const again = await act(async (tx) => {
      accepted(await endEntitlement(tx, { id: former.id, lastMonth: '2026-05', reason: '不再符合条件' }));
      return accepted(
        await grantEntitlement(tx, {
          programme,
          exclusiveGroups: [programme],
          householdId: former.householdId as never,
          personId: husband as never,
          division: VILLAGE,
          memberIds: former.members as never,
          fromMonth: '2026-06',
          amountFen: 700_00,
          breakdown: [],
          decisionId: null,
          parameterIds: [],
        }),
      );
    });
    desk.on('2026-05-20');
    const june = await freeze(db.context, '2026-06', programme);
    await act((tx) => leaveEntitlements(tx, { personId: wife, lastMonth: '2026-04', reason: '去世', holdReason: '待重新核算' }));
    await release(wife, 'recompute', { entitlementIds: [former.id] });
    expect((await linesOf(may.id, former)).map((l) => l[2])).toEqual(['待发']);
    expect(await desk.lineOf(june.id, { ...former, id: again.id })).toMatchObject({ stateZh: '暂停' });
  });
});

describe('家里有人在外县', () => {
  const ELSEWHERE = '421221103001';
  const clerkThere = staff('421221000000', 'county-clerk', 'finance-clerk', '嘉鱼经办');

  test('在外县登记的死亡报告：本县财务生成的名单也停着，解除别的暂停也不放出', async () => {
    const programme = desk.newProgramme();
    desk.on('2026-04-20');
    const one = await home(programme, ['丈夫', '在外县的妻子']);
    await hold(one.members[1]!, 'death', { division: ELSEWHERE });
    const may = await freeze(db.context, '2026-05', programme);
    expect((await linesOf(may.id, one)).map((l) => l[2])).toEqual(['暂停']);
    await hold(one.holder, 'custody');
    await db.context.write(clerk, (tx) => releaseHold(tx, { personId: one.holder as never, code: 'custody', reason: '查明' }));
    expect((await linesOf(may.id, one)).map((l) => l[2])).toEqual(['暂停']);
    expect(
      await db.context.write(clerk, (tx) =>
        tx.run(sql`update payment_hold set reason = '改' where person_id = ${one.members[1]!}`),
      ),
    ).toBe(0);
  });

  test('解除的人看不到本县的名单：停着的一笔第二天也放出；名单已经送出的，由下一份名单发', async () => {
    const programme = desk.newProgramme();
    desk.on('2026-04-20');
    const [one, two] = [await home(programme, ['丈夫', '在外县的妻子']), await home(programme, ['父亲', '在外县的儿子'])];
    const [wife, son] = [one.members[1]!, two.members[1]!];
    await home(programme, ['别家']);
    for (const personId of [wife, son]) await hold(personId, 'death', { division: ELSEWHERE });
    const may = await freeze(db.context, '2026-05', programme);
    const releaseThere = (personId: string) =>
      db.context.write(clerkThere, (tx) => releaseHold(tx, { personId: personId as never, code: 'death', reason: '误报' }));
    await releaseThere(wife);
    expect(await freeHeld(db.context)).toBe(1);
    expect((await linesOf(may.id, one)).map((l) => l[2])).toEqual(['待发']);
    await desk.payOut(may.id);
    await releaseThere(son);
    expect(await freeHeld(db.context)).toBe(1);
    desk.on('2026-05-20');
    const june = await freeze(db.context, '2026-06', programme);
    expect((await linesOf(june.id, two)).map((l) => [l[0], l[2]])).toEqual([
      ['2026-05', '待发'],
      ['2026-06', '待发'],
    ]);
    expect(await freeHeld(db.context)).toBe(0);
  });
});
