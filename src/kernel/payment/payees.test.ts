/** 收款人: what is due to a person may be paid to an institution or a caregiver, from a month on. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import type { Tx } from '../context/server.ts';
import { accepted, register } from '../resident/fixtures.ts';
import { makeIdNumber } from '../resident/index.ts';
import type { Id } from '../schema/index.ts';
import { clerk, everywhere, family, freeze, paymentDesk, reviewer, sentence, step, township, VILLAGE } from './fixtures.ts';
import {
  correctAccount,
  deadPayee,
  endEntitlement,
  grantEntitlement,
  holdPerson,
  livingPayees,
  payEstate,
  payeesOf,
  recordPayee,
  recordPayoutAccount,
  releaseHold,
  setPayee,
} from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
let programme: string;
let person: string;
let carer: string;
let home: string;
let id: string;
const work = <T>(body: (tx: Tx) => Promise<T>): Promise<T> => db.context.write(everywhere, body);
const COUNTY = `${VILLAGE.slice(0, 6)}000000`;

beforeAll(async () => {
  db = await freshContext({ start: '2026-04-20' });
  desk = paymentDesk(db);
  programme = desk.newProgramme();
  await work(async (tx) => {
    person = await register(tx, { name: '甲', division: VILLAGE });
    carer = await register(tx, { name: '乙', division: VILLAGE });
    home = await recordPayee(tx, { division: COUNTY, kind: 'institution', name: '福利院' });
    const account = (number: string, holder: string) => ({ division: VILLAGE, bank: '农商银行', number, holder });
    accepted(await recordPayoutAccount(tx, { personId: person, ...account('62170000000000001', '甲') }));
    accepted(await recordPayoutAccount(tx, { personId: carer, ...account('62170000000000002', '乙') }));
    accepted(await recordPayoutAccount(tx, { payeeId: home, ...account('62170000000000003', '福利院') }));
    id = accepted(
      await grantEntitlement(tx, {
        programme,
        exclusiveGroups: [],
        householdId: null,
        personId: person,
        division: VILLAGE,
        memberIds: [person],
        fromMonth: '2026-05',
        amountFen: 325_00,
        breakdown: [],
        decisionId: null,
        parameterIds: [],
      }),
    ).id;
  });
});
afterAll(() => db.drop());

const last4 = async (batch: string): Promise<string[]> =>
  (await db.owner.query('select account_last4 from payment_line where batch_id = $1 order by month', [batch])).rows.map(
    (r) => r.account_last4,
  );

test('同名单位只登记一次；县里的机构可以选', async () => {
  expect(await work((tx) => recordPayee(tx, { division: COUNTY, kind: 'institution', name: '福利院' }))).toBe(home);
  expect((await work((tx) => payeesOf(tx, { county: COUNTY, kind: 'institution' }))).map((p) => p.name)).toEqual(['福利院']);
});

test('5月付给照料人，6月起付给机构：冻结的名单各到各的账户；冻结以后改收款人，没有送银行的跟着改', async () => {
  await work((tx) => setPayee(tx, { entitlementId: id, fromMonth: '2026-05', to: { personId: carer }, reason: '照料协议' }));
  const may = await freeze(db.context, '2026-05', programme);
  expect(await last4(may.id)).toEqual(['0002']);
  desk.on('2026-05-20');
  await work((tx) => setPayee(tx, { entitlementId: id, fromMonth: '2026-06', to: { payeeId: home }, reason: '入住机构' }));
  const june = await freeze(db.context, '2026-06', programme);
  expect([await last4(may.id), await last4(june.id)]).toEqual([['0002'], ['0003']]);
  await work((tx) => setPayee(tx, { entitlementId: id, fromMonth: '2026-06', to: { personId: person }, reason: '离开机构' }));
  expect([await last4(may.id), await last4(june.id)]).toEqual([['0002'], ['0001']]);
});

test('照料人换了账户：只有付给他的那一笔跟着换', async () => {
  await work(async (tx) =>
    accepted(
      await recordPayoutAccount(tx, {
        personId: carer,
        division: VILLAGE,
        bank: '农商银行',
        number: '62170000000000009',
        holder: '乙',
      }),
    ),
  );
  const { rows } = await db.owner.query('select month, account_last4 as last4 from payment_line order by month');
  expect(rows).toEqual([
    { month: '2026-05', last4: '0009' },
    { month: '2026-06', last4: '0001' },
  ]);
});

test('消息发给还在的人：领款人去世，发给登记的新领款人；没有登记的发给家里最年长的；没有人在了就不发', async () => {
  desk.on('2026-04-20');
  const own = desk.newProgramme();
  const given = { programme: own, exclusiveGroups: [own], amountFen: 300_00, fromMonth: '2026-01' as const };
  const family3 = await family(db.context, { ...given, names: ['辛一', '辛二', '辛三'] });
  const reader = async () => (await work((tx) => livingPayees(tx, [family3.id]))).map((found) => found.personId);
  const dies = (who: string) =>
    db.owner.query(`update person set life_state = 'dead', died_on = '2026-02-01' where id = $1`, [who]);
  const [holder, second, third] = family3.members as [string, string, string];
  expect(await reader()).toEqual([holder]);
  await db.owner.query(`update person set birth_date = '1950-01-01' where id = $1`, [third]);
  await dies(holder);
  expect(await reader()).toEqual([third]);
  const account = { division: VILLAGE, bank: '农商银行', number: '62170000000000777', holder: '辛二' };
  await work(async (tx) => accepted(await recordPayoutAccount(tx, { personId: second as Id<'Person'>, ...account })));
  await work((tx) =>
    setPayee(tx, {
      entitlementId: family3.id,
      fromMonth: '2026-02',
      to: { personId: second as Id<'Person'> },
      reason: '领款人去世',
    }),
  );
  expect(await reader()).toEqual([second]);
  await dies(second);
  await dies(third);
  expect(await reader()).toEqual([]);
});

test('一个人领的去世：死亡当月的一笔暂停；登记有误撤销的照发；登记领取人以后，没有发出的都发给领取人', async () => {
  desk.on('2026-04-20');
  const own = desk.newProgramme();
  const given = { programme: own, exclusiveGroups: [own], amountFen: 125_00, fromMonth: '2026-05' as const };
  const alone = await family(db.context, { ...given, names: ['癸'] });
  const may = await freeze(db.context, '2026-05', own);
  const marked = (state: 'dead' | 'alive', on: string | null) =>
    db.owner.query('update person set life_state = $2, died_on = $3 where id = $1', [alone.holder, state, on]);
  await marked('dead', '2026-05-02');
  accepted(await step(db, may.id, 'startCheck'));
  expect(await desk.lineOf(may.id, alone)).toMatchObject({ stateZh: '暂停', holdReason: '领款人已死亡，请登记由谁领取' });
  await marked('alive', null);
  await work((tx) => releaseHold(tx, { personId: alone.holder, code: 'death', reason: '死亡登记撤销' }));
  expect(await desk.lineOf(may.id, alone)).toMatchObject({ stateZh: '待发' });

  await marked('dead', '2026-05-02');
  await work((tx) =>
    holdPerson(tx, { personId: alone.holder, division: VILLAGE, code: 'death', reason: '收到死亡报告，待核实' }),
  );
  const { id: lineId } = await desk.lineOf(may.id, alone);
  const heir = { lineId, name: '癸子', idNumber: makeIdNumber('421222', '1990-09-09', 11), relation: '儿子', bank: '农商银行' };
  const named = (number: string, by = township) => db.context.write(by, (tx) => payEstate(tx, { ...heir, number }));
  expect(await named('62170000000004321', reviewer)).toMatchObject({ code: 'NOT_PERMITTED' });
  accepted(await named('62170000000004321'));
  expect(await desk.lineOf(may.id, alone)).toMatchObject({ stateZh: '待发', last4: '4321' });
  expect(await named('62170000000004321')).toMatchObject({ code: 'LINE_NOT_HELD' });
  expect(await work((tx) => deadPayee(tx, { id: alone.id, personId: alone.holder }))).toBeNull();
});

test('价格补贴随低保走：领款人换人，没发出去的补贴一起换；低保从以前的月份起停，那些月份的补贴也不该发', async () => {
  const [base, extra] = [desk.newProgramme(), desk.newProgramme()];
  const [old, heir] = await work(async (tx) => [
    await register(tx, { name: '户主', division: VILLAGE }),
    await register(tx, { name: '家人', division: VILLAGE }),
  ]);
  const grant = (of: { programme: string; fromMonth: '2026-05'; amountFen: number; cause?: string }) =>
    work((tx) =>
      grantEntitlement(tx, {
        exclusiveGroups: [],
        householdId: null,
        personId: old!,
        division: VILLAGE,
        memberIds: [old!, heir!],
        breakdown: [],
        decisionId: null,
        parameterIds: [],
        ...of,
      }),
    );
  const ground = accepted(await grant({ programme: base, fromMonth: '2026-05', amountFen: 600_00 }));
  const subsidy = accepted(await grant({ programme: extra, fromMonth: '2026-05', amountFen: 40_00, cause: ground.id }));
  await work((tx) => endEntitlement(tx, { id: subsidy.id, lastMonth: '2026-05', reason: '按月一次发给' }));
  const { id: batch } = await freeze(db.context, '2026-05', extra);
  const line = async () =>
    (await db.owner.query('select state, hold_code, account_last4 from payment_line where batch_id = $1', [batch])).rows[0];
  expect(await line()).toMatchObject({ state: 'on-hold', hold_code: 'account-missing' });
  await work(async (tx) => {
    const account = { division: VILLAGE, bank: '农商银行', number: '62170000000000009', holder: '家人' };
    accepted(await recordPayoutAccount(tx, { personId: heir!, ...account }));
    await setPayee(tx, { entitlementId: ground.id, fromMonth: '2026-05', to: { personId: heir! }, reason: '原领款人去世' });
  });
  expect(await line()).toEqual({ state: 'pending', hold_code: null, account_last4: '0009' });
  await work((tx) => endEntitlement(tx, { id: ground.id, lastMonth: '2026-04', reason: '隐瞒收入' }));
  expect(await line()).toMatchObject({ state: 'ended' });
  const { rows } = await db.owner.query('select to_month, end_reason from entitlement where id = $1', [subsidy.id]);
  expect(rows).toEqual([{ to_month: '2026-04', end_reason: '隐瞒收入' }]);
});

test('乡镇改由县里登记的机构收款：没有送出的发到机构的账户；机构的一笔退回，账户由县里更正，乡镇不能改', async () => {
  desk.on('2026-04-20');
  const own = desk.newProgramme();
  const given = { programme: own, exclusiveGroups: [own], amountFen: 900_00, fromMonth: '2026-05' as const };
  const admitted = await family(db.context, { ...given, names: ['入住的'] });
  const unit = await work(async (tx) => {
    const payeeId = await recordPayee(tx, { division: COUNTY, kind: 'institution', name: '县福利院' });
    const account = { payeeId, division: COUNTY, bank: '农商银行', holder: '县福利院' };
    accepted(await recordPayoutAccount(tx, { ...account, number: '62170000000007777' }));
    return payeeId;
  });
  const may = await freeze(db.context, '2026-05', own);
  const to = { entitlementId: admitted.id, fromMonth: '2026-05' as const, to: { payeeId: unit }, reason: '入住机构' };
  await db.context.write(township, (tx) => setPayee(tx, to));
  const { id: lineId } = await desk.lineOf(may.id, admitted);
  expect(await desk.lineOf(may.id, admitted)).toMatchObject({ stateZh: '待发', last4: '7777' });
  await desk.payOut(may.id, { returns: { [lineId]: 'R03' } });
  const corrected = { lineId, bank: '农商银行', number: '62170000000008888', holder: '县福利院' };
  const refused = await db.context.write(township, (tx) => correctAccount(tx, corrected));
  expect(sentence(refused)).toBe('这一笔付给县福利院，它的收款账户由登记它的县级部门管理，不能在这里更正。');
  accepted(await db.context.write(clerk, (tx) => correctAccount(tx, corrected)));
  desk.on('2026-05-11');
  expect(await desk.lineOf(accepted(await desk.supplement(own, '2026-05')).id, admitted)).toMatchObject({ last4: '8888' });
});

test('住在别县、在那边已登记账户的亲属：这里登记他的新账户不报错，只有一个有效，他本人收到通知；两处同时登记也只留一个', async () => {
  const elsewhere = '421221100001';
  const heir = await work((tx) => register(tx, { name: '外县的', division: elsewhere }));
  const record = (number: string, by = township, division = VILLAGE) =>
    db.context.write(by, (tx) =>
      recordPayoutAccount(tx, { personId: heir as Id<'Person'>, division, bank: '农商银行', number, holder: '外县的' }),
    );
  accepted(await record('62170000000011111', everywhere, elsewhere));
  accepted(await record('62170000000022222'));
  const open = async () =>
    (await db.owner.query('select last4 from payout_account where owner_id = $1 and valid_to is null', [heir])).rows.map(
      (r) => r.last4,
    );
  expect(await open()).toEqual(['2222']);
  const told = await db.owner.query(
    `select count(*)::int as count from message where to_person_id = $1 and template = 'account.replaced'`,
    [heir],
  );
  expect(told.rows[0].count).toBe(1);

  const fresh = await work((tx) => register(tx, { name: '新登记的', division: VILLAGE }));
  const both = await Promise.all(
    ['62170000000033333', '62170000000044444'].map((number) =>
      db.context.write(township, (tx) =>
        recordPayoutAccount(tx, {
          personId: fresh as Id<'Person'>,
          division: VILLAGE,
          bank: '农商银行',
          number,
          holder: '新登记的',
        }),
      ),
    ),
  );
  expect(both.map((r) => r.ok)).toEqual([true, true]);
});
