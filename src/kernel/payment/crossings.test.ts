/** Two things that cross — two holds, a hold and a standard, an end and an end taken back: whatever comes first, a month that is due is paid once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../database/sql.ts';
import { accepted } from '../resident/fixtures.ts';
import { act, closeDesk, db, desk, hold, home, linesOf, open, openDesk, payPart, release } from './crossings/fixtures.ts';
import { accountNumber, freeze, step, township, VILLAGE } from './fixtures.ts';
import {
  correctAccount,
  endAtDeath,
  endEntitlement,
  grantEntitlement,
  payEstate,
  proposeAdjustments,
  recordPayoutAccount,
  rejoinAfterDeath,
  reopenEntitlement,
  reviseEntitlement,
  setPayee,
} from './server.ts';
import { reviseByStandard } from './standard.ts';

beforeAll(openDesk);
afterAll(closeDesk);

test('家里两件事都停着钱，先查清的一件解除以后还停；另一件也查清了，名单上照发', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const one = await home(programme, ['丈夫', '妻子']);
  const may = await freeze(db.context, '2026-05', programme);
  await hold(one.holder, 'recompute', { entitlementIds: [one.id] });
  await hold(one.members[1]!, 'death');
  await release(one.holder, 'recompute');
  expect(await linesOf(may.id, one)).toEqual([['2026-05', '当月', '暂停', 600]]);
  await release(one.members[1]!, 'death');
  expect(await linesOf(may.id, one)).toEqual([['2026-05', '当月', '待发', 600]]);
});

test('退回的款已经重发，领款人却去世了：登记亲属领取以后，发到亲属的账户，不发到死者的账户', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const one = await home(programme, ['独居人']);
  const may = await freeze(db.context, '2026-05', programme);
  const line = await desk.lineOf(may.id, one);
  await desk.payOut(may.id, { returns: { [line.id]: 'R03' } });
  desk.on('2026-05-11');
  const account = { bank: '通城农商银行', number: accountNumber(), holder: '独居人' };
  accepted(await db.context.write(township, (tx) => correctAccount(tx, { lineId: line.id, ...account })));
  await act(async (tx) => {
    await tx.run(sql`update person set life_state = 'dead', died_on = '2026-05-09' where id = ${one.holder}`);
    await endAtDeath(tx, one.holder as never, '2026-05-09');
  });
  const again = accepted(await desk.supplement(programme, '2026-05', [line.id]));
  expect(await linesOf(again.id, one)).toEqual([['2026-05', '重发', '暂停', 600]]);
  const waits = await desk.lineOf(again.id, one);
  accepted(
    await db.context.write(township, (tx) =>
      payEstate(tx, {
        lineId: waits.id as never,
        name: '外甥',
        idNumber: '422221198507152257',
        relation: '外甥',
        bank: '通城农商银行',
        number: '6217000009876543210',
      }),
    ),
  );
  expect(await desk.lineOf(again.id, one)).toMatchObject({ stateZh: '待发', last4: '3210' });
});

test('误登记去世，已经改由外甥领取：登记撤销以后，没有发出的还是发给本人', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const one = await home(programme, ['独居人']);
  const may = await freeze(db.context, '2026-05', programme);
  const own = (await desk.lineOf(may.id, one)).last4;
  const marked = (state: 'dead' | 'alive', on: string | null) =>
    db.owner.query('update person set life_state = $2, died_on = $3 where id = $1', [one.holder, state, on]);
  await marked('dead', '2026-05-02');
  accepted(await step(db, may.id, 'startCheck'));
  const { id: lineId } = await desk.lineOf(may.id, one);
  const nephew = {
    name: '外甥',
    idNumber: '422221198507152257',
    relation: '外甥',
    bank: '通城农商银行',
    number: '6217000009876543210',
  };
  accepted(await db.context.write(township, (tx) => payEstate(tx, { lineId, ...nephew })));
  expect(await desk.lineOf(may.id, one)).toMatchObject({ stateZh: '待发', last4: '3210' });
  await marked('alive', null);
  await act((tx) => rejoinAfterDeath(tx, one.holder as never, { diedOn: '2026-05-02', reason: '撤销' }));
  expect(await desk.lineOf(may.id, one)).toMatchObject({ stateZh: '待发', last4: own });
});

test('改由没有账户的儿子领取：等他登记账户，不再发到原来的账户', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const one = await home(programme, ['母亲', '儿子']);
  const may = await freeze(db.context, '2026-05', programme);
  const son = one.members[1]! as never;
  await act((tx) => setPayee(tx, { entitlementId: one.id, fromMonth: '2026-05', to: { personId: son }, reason: '本人不会用卡' }));
  expect(await desk.lineOf(may.id, one)).toMatchObject({ stateZh: '暂停', holdReason: '没有登记发放账户', last4: null });
  const account = { bank: '通城农商银行', number: '6217000009876501234', holder: '儿子' };
  await act(async (tx) => accepted(await recordPayoutAccount(tx, { personId: son, division: VILLAGE, ...account })));
  expect(await desk.lineOf(may.id, one)).toMatchObject({ stateZh: '待发', last4: '1234' });
});

test('听取意见前只发没有争议的300元：这时标准提高，有争议的部分还是不发', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const one = await home(programme, ['丈夫', '妻子']);
  const may = await freeze(db.context, '2026-05', programme);
  await hold(one.holder, 'recompute', { entitlementIds: [one.id] });
  await payPart(one);
  expect(await linesOf(may.id, one)).toEqual([['2026-05', '当月', '待发', 300]]);
  const [version] = (await db.owner.query('select id from entitlement_version where entitlement_id = $1', [one.id])).rows;
  await act((tx) =>
    reviseByStandard(
      tx,
      [
        {
          entitlementId: one.id,
          division: VILLAGE,
          personId: one.holder,
          fromMonth: '2026-05',
          amountFen: 644_00,
          decisionId: null,
          parameterIds: [],
          factsOf: version.id,
          lastShare: null,
        },
      ],
      { reason: '调标', division: VILLAGE },
    ),
  );
  expect(await linesOf(may.id, one)).toEqual([['2026-05', '当月', '待发', 300]]);
});

test('名单送出以后才算出没有争议的部分：停下的那个月也先发这一部分', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const [one] = [await home(programme, ['丈夫', '妻子']), await home(programme, ['别家'])];
  const may = await freeze(db.context, '2026-05', programme);
  await hold(one.holder, 'recompute', { entitlementIds: [one.id] });
  await desk.payOut(may.id);
  await payPart(one);
  desk.on('2026-05-20');
  const june = await freeze(db.context, '2026-06', programme);
  expect(await linesOf(june.id, one)).toEqual([
    ['2026-05', '当月', '待发', 300],
    ['2026-06', '当月', '待发', 300],
  ]);
});

test('没有账户停在已送的名单里，后来知道那个月以前已经去世：不应发也不再停着，三方相符', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const [one] = [await home(programme, ['独居人'], { account: 'none' }), await home(programme, ['别家'])];
  const may = await freeze(db.context, '2026-05', programme);
  await desk.payOut(may.id);
  await act((tx) => endAtDeath(tx, one.holder as never, '2026-04-28'));
  expect((await desk.agreementOf(programme, '2026-05')).differences).toEqual([]);
});

test('渐退到8月期满，误登记去世又撤销：还是到8月期满', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const one = await home(programme, ['独居人']);
  await act((tx) => endEntitlement(tx, { id: one.id, lastMonth: '2026-08', reason: '渐退期满' }));
  await act((tx) => endAtDeath(tx, one.holder as never, '2026-05-02'));
  await act((tx) => rejoinAfterDeath(tx, one.holder as never, { diedOn: '2026-05-02', reason: '撤销' }));
  const [row] = (await db.owner.query('select to_month, end_reason from entitlement where id = $1', [one.id])).rows;
  expect(row).toEqual({ to_month: '2026-08', end_reason: '渐退期满' });
});

test('停发的决定被改变：跟着停掉的价格补贴也恢复，还是只有那一个月', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const one = await home(programme, ['独居人']);
  const extra = `${programme}-price`;
  const price = await act(async (tx) => {
    const granted = accepted(
      await grantEntitlement(tx, {
        programme: extra,
        exclusiveGroups: [extra],
        householdId: null,
        personId: one.holder as never,
        division: VILLAGE,
        memberIds: [one.holder as never],
        fromMonth: '2026-06',
        cause: one.id,
        amountFen: 30_00,
        breakdown: [],
        decisionId: null,
        parameterIds: [],
      }),
    );
    accepted(await endEntitlement(tx, { id: granted.id, lastMonth: '2026-06', reason: '按月一次发给' }));
    return granted;
  });
  await act((tx) => endEntitlement(tx, { id: one.id, lastMonth: '2026-05', reason: '隐瞒收入' }));
  await act((tx) => reopenEntitlement(tx, { id: one.id, reason: '复议' }));
  const [row] = (await db.owner.query('select to_month from entitlement where id = $1', [price.id])).rows;
  expect(row).toEqual({ to_month: '2026-06' });
});

test('单人保从已经发了的5月起停，同一个人5月起全家保：5月的全家保照发，单人保的5月追回', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const one = await home(programme, ['独居人']);
  const may = await freeze(db.context, '2026-05', programme);
  await desk.payOut(may.id);
  desk.on('2026-05-11');
  await act((tx) => endEntitlement(tx, { id: one.id, lastMonth: '2026-04', reason: '改办' }));
  await act(async (tx) =>
    accepted(
      await grantEntitlement(tx, {
        programme,
        exclusiveGroups: [programme],
        householdId: null,
        personId: one.holder as never,
        division: VILLAGE,
        memberIds: [one.holder as never],
        fromMonth: '2026-05',
        amountFen: 700_00,
        breakdown: [],
        decisionId: null,
        parameterIds: [],
      }),
    ),
  );
  desk.on('2026-05-20');
  const june = await freeze(db.context, '2026-06', programme);
  expect((await desk.lines(june.id)).map((l) => [l.month, l.amountFen / 100])).toEqual([
    ['2026-05', 700],
    ['2026-06', 700],
  ]);
  expect(await open(one)).toEqual([['recovery', 600]]);
});

test('正在生成名单的时候，一户停发、一户降了金额：开始核对时名单按决定改过来', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const [ended, lower] = [await home(programme, ['停发的']), await home(programme, ['降的']), await home(programme, ['别家'])];
  const id = await act(async (tx) => {
    accepted(await endEntitlement(tx, { id: ended.id, lastMonth: '2026-04', reason: '不再符合条件' }));
    const less = { fromMonth: '2026-05' as const, amountFen: 400_00, breakdown: [], decisionId: null, parameterIds: [] };
    accepted(await reviseEntitlement(tx, { id: lower.id, ...less, reason: '复核' }));
    return (await freeze(db.context, '2026-05', programme)).id;
  });
  expect(await linesOf(id, ended)).toEqual([['2026-05', '当月', '待发', 600]]);
  accepted(await step(db, id, 'startCheck'));
  expect(await linesOf(id, ended)).toEqual([['2026-05', '当月', '终止', 600]]);
  expect(await linesOf(id, lower)).toEqual([['2026-05', '当月', '待发', 400]]);
});

test('先发了没有争议的300元：决定以前不提出补另一半，维持原金额以后才提出', async () => {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const [one] = [await home(programme, ['丈夫', '妻子']), await home(programme, ['别家'])];
  const may = await freeze(db.context, '2026-05', programme);
  await hold(one.holder, 'recompute', { entitlementIds: [one.id] });
  await payPart(one);
  await desk.payOut(may.id);
  await act((tx) => proposeAdjustments(tx, { ids: [one.id], reason: '调标' }));
  expect(await open(one)).toEqual([]);
  await release(one.holder, 'recompute');
  expect(await open(one)).toEqual([['back-pay', 300]]);
});
