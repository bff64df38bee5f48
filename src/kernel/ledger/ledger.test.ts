import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { systemActor } from '../access/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { accepted, officer } from '../resident/fixtures.ts';
import { explain } from '../result/index.ts';
import type { DivisionCode } from '../schema/index.ts';
import { accountsOfKind, findAccount, type LedgerAccount, openAccount, postEntry, reverseEntry, statementOf } from './server.ts';

const COUNTY = '421281000000';
const TOWN = '421281103000';
const OTHER = '421281104000';
const county = officer(COUNTY, 'county-clerk');
const town = officer(TOWN);

let db: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-08-03' });
});
afterAll(() => db.drop());

let places = 0;
/** A county's source that may owe, and a township's purse that may not, with so much in it. */
async function purse(amount: number, division: DivisionCode = TOWN): Promise<{ source: LedgerAccount; fund: LedgerAccount }> {
  const subject = `t${++places}`;
  return db.context.write(county, async (tx) => {
    const source = await openAccount(tx, {
      kind: 'test.source',
      division: COUNTY,
      subject,
      unit: 'fen',
      name: '县级资金',
      mayBeNegative: true,
    });
    const fund = await openAccount(tx, {
      kind: 'test.fund',
      division,
      subject,
      unit: 'fen',
      name: '乡镇备用金',
      mayBeNegative: false,
    });
    if (amount > 0) accepted(await postEntry(tx, move(`advance:${subject}`, source, fund, amount)));
    return { source, fund };
  });
}
const move = (cause: string, from: LedgerAccount, to: LedgerAccount, amount: number) => ({
  cause,
  note: '测试',
  reference: { kind: 'test', id: cause },
  postings: [
    { accountId: from.id, amount: -amount },
    { accountId: to.id, amount },
  ],
});
const spent = (tx: Tx) =>
  openAccount(tx, { kind: 'test.spent', division: TOWN, unit: 'fen', name: '已支出', mayBeNegative: false });
const pay = (fund: LedgerAccount, cause: string, amount: number, actor = town) =>
  db.context.once(actor, { action: 'pay', requestId: newId(), body: { cause } }, async (tx) =>
    postEntry(tx, move(cause, fund, await spent(tx), amount)),
  );
const balance = async (account: LedgerAccount): Promise<number> =>
  (await db.owner.query<{ balance: number }>('select balance from ledger_account where id = $1', [account.id])).rows[0]!.balance;

describe('余额', () => {
  test('拨付5万元、支出3000元：余额4.7万元，两边合计为零', async () => {
    const { source, fund } = await purse(50_000_00);
    expect(await pay(fund, newId(), 3_000_00)).toMatchObject({ ok: true });
    expect(await balance(fund)).toBe(47_000_00);
    expect(await balance(source)).toBe(-50_000_00);
    const { rows } = await db.owner.query('select coalesce(sum(balance), 0)::text as sum from ledger_account');
    expect(rows[0].sum).toBe('0');
  });

  test('正好花完可以，多一分不行：说明余额和所需', async () => {
    const { fund } = await purse(100_00);
    const short = await pay(fund, newId(), 100_01);
    expect(short).toMatchObject({ ok: false, code: 'LEDGER_BALANCE_SHORT' });
    if (!short.ok) expect(explain(short).message).toBe('“乡镇备用金”余额不足：余额100.00元，需要100.01元。');
    expect(await pay(fund, newId(), 100_00)).toMatchObject({ ok: true });
    expect(await balance(fund)).toBe(0);
  });

  test('八人同时花最后一笔钱：一人成功，七人得到说明，没有异常', async () => {
    const { fund } = await purse(2_000_00);
    const answers = await Promise.all(Array.from({ length: 8 }, () => pay(fund, newId(), 2_000_00, officer(TOWN))));
    expect(answers.map((a) => (a.ok ? 'paid' : a.code)).sort()).toEqual([...Array(7).fill('LEDGER_BALANCE_SHORT'), 'paid']);
    expect(await balance(fund)).toBe(0);
  });

  test('余额不足之后事务可以继续：改走别的钱', async () => {
    const { source, fund } = await purse(10_00);
    const how = await db.context.write(county, async (tx) => {
      const to = await spent(tx);
      const cause = newId();
      const first = await postEntry(tx, move(cause, fund, to, 20_00));
      return first.ok ? 'fund' : accepted(await postEntry(tx, move(cause, source, to, 20_00))).replayed;
    });
    expect(how).toBe(false);
    expect(await balance(fund)).toBe(10_00);
  });
});

describe('一事由只记一次', () => {
  test('同一事由再来：返回原来那笔，余额不变，即使余额已经不够', async () => {
    const { fund } = await purse(500_00);
    const cause = newId();
    const first = accepted(await pay(fund, cause, 500_00));
    const again = accepted(await pay(fund, cause, 500_00));
    expect(again).toEqual({ id: first.id, replayed: true });
    expect(await balance(fund)).toBe(0);
  });

  test('同一事由同时来十次：只记一笔', async () => {
    const { fund } = await purse(500_00);
    const cause = newId();
    const answers = await Promise.all(Array.from({ length: 10 }, () => pay(fund, cause, 100_00, officer(TOWN))));
    expect(answers.filter((a) => a.ok && !a.value.replayed)).toHaveLength(1);
    expect(answers.every((a) => a.ok)).toBe(true);
    expect(await balance(fund)).toBe(400_00);
  });

  test('同一事由换了金额：拒绝', async () => {
    const { fund } = await purse(500_00);
    const cause = newId();
    accepted(await pay(fund, cause, 100_00));
    expect(await pay(fund, cause, 200_00)).toMatchObject({ code: 'LEDGER_CAUSE_REUSED' });
    expect(await balance(fund)).toBe(400_00);
  });
});

describe('冲销', () => {
  test('记错了另记一笔：余额复原，原来那笔还在；第二次冲销被拒，同一事由重来不变', async () => {
    const { fund } = await purse(500_00);
    const { id } = accepted(await pay(fund, newId(), 120_00));
    const reverse = (cause: string) => db.context.write(town, (tx) => reverseEntry(tx, { entryId: id, cause, note: '录错个案' }));
    const cause = newId();
    const counter = accepted(await reverse(cause));
    expect(await balance(fund)).toBe(500_00);
    expect(accepted(await reverse(cause))).toEqual({ id: counter.id, replayed: true });
    expect(await reverse(newId())).toMatchObject({ code: 'LEDGER_ALREADY_REVERSED' });
    const kept = await db.owner.query('select count(*)::int as count from ledger_posting where entry_id = any($1)', [
      [id, counter.id],
    ]);
    expect(kept.rows[0].count).toBe(4);
  });

  test('冲销会使余额为负的：拒绝', async () => {
    const { source, fund } = await purse(0);
    const { id } = accepted(await db.context.write(county, (tx) => postEntry(tx, move(newId(), source, fund, 50_00))));
    accepted(await pay(fund, newId(), 30_00));
    expect(await db.context.write(county, (tx) => reverseEntry(tx, { entryId: id, cause: newId(), note: '退回' }))).toMatchObject(
      {
        code: 'LEDGER_BALANCE_SHORT',
      },
    );
  });

  test('看不全一笔的账户，就不能冲销它', async () => {
    const { source, fund } = await purse(0);
    const { id } = accepted(await db.context.write(county, (tx) => postEntry(tx, move(newId(), source, fund, 50_00))));
    expect(await db.context.write(town, (tx) => reverseEntry(tx, { entryId: id, cause: newId(), note: '退回' }))).toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('数据库自己守住', () => {
  const entry = `insert into ledger_entry (id, cause, note, division, posting_count, digest, day, at, by_id, by_name)
    values ($1, $1::uuid::text, '绕过', '${TOWN}', 2, '', '2026-08-03', now(), 'x', 'x')`;
  const directly = async (text: string[], values: unknown[][]) => {
    const client = await db.owner.connect();
    try {
      await client.query('begin');
      for (const [i, t] of text.entries()) await client.query(t, values[i]!);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  };
  const posting = 'insert into ledger_posting (entry_id, account_id, amount) values ($1, $2, $3)';

  test('合计不为零、只有一边、没有过账、事后补一条：都提交不了', async () => {
    const { source, fund } = await purse(10_00);
    const id = newId();
    const cases: [string[], unknown[][]][] = [
      [
        [entry, posting, posting],
        [[id], [id, fund.id, 100], [id, source.id, -99]],
      ],
      [
        [entry, posting],
        [[id], [id, source.id, -100]],
      ],
      [[entry], [[id]]],
    ];
    for (const [text, values] of cases)
      await expect(directly(text, values)).rejects.toMatchObject({ constraint: 'ledger_entry_balances' });
    await directly([entry, posting, posting], [[id], [id, fund.id, 100], [id, source.id, -100]]);
    const third = await purse(0);
    await expect(
      directly(
        [posting, posting],
        [
          [id, third.fund.id, 1],
          [id, third.source.id, -1],
        ],
      ),
    ).rejects.toMatchObject({
      constraint: 'ledger_entry_balances',
    });
  });

  test('不同单位不能相抵：五元换五分积分，不行', async () => {
    const { source } = await purse(0);
    const points = await db.context.write(county, (tx) =>
      openAccount(tx, { kind: 'test.points', division: TOWN, unit: 'point', name: '积分', mayBeNegative: false }),
    );
    const id = newId();
    await expect(directly([entry, posting, posting], [[id], [id, source.id, -500], [id, points.id, 500]])).rejects.toMatchObject({
      constraint: 'ledger_entry_balances',
    });
    await expect(db.context.write(county, (tx) => postEntry(tx, move(newId(), source, points, 500)))).rejects.toThrow(
      'does not come to zero',
    );
  });

  test('余额低于零：约束拒绝', async () => {
    const { source, fund } = await purse(10_00);
    const id = newId();
    await expect(directly([entry, posting, posting], [[id], [id, fund.id, -1001], [id, source.id, 1001]])).rejects.toMatchObject({
      constraint: 'ledger_account_balance',
    });
  });

  test('应用角色：改不了余额，改不了、删不了分录和过账，写不了序号', async () => {
    const { rows } = await db.owner.query<Record<string, boolean>>(`select
      has_column_privilege('minzheng_app', 'city.ledger_account', 'balance', 'update') or has_column_privilege('minzheng_app', 'city.ledger_account', 'balance', 'insert') as balance,
      has_column_privilege('minzheng_app', 'city.ledger_posting', 'balance_after', 'insert') as running,
      has_any_column_privilege('minzheng_app', 'city.ledger_posting', 'update') or has_table_privilege('minzheng_app', 'city.ledger_posting', 'delete') as posting,
      has_any_column_privilege('minzheng_app', 'city.ledger_entry', 'update') or has_table_privilege('minzheng_app', 'city.ledger_entry', 'delete') as entry`);
    expect(rows[0]).toEqual({ balance: false, running: false, posting: false, entry: false });
  });
});

describe('查账', () => {
  test('按月对账单：期初、收入、支出、期末相符；翻页不漏不重', async () => {
    db.clock.set('2026-09-01');
    const { fund } = await purse(1_000_00);
    for (let i = 0; i < 60; i++) accepted(await pay(fund, newId(), 1_00));
    db.clock.set('2026-10-08');
    accepted(await pay(fund, newId(), 40_00));
    const page = (from: `${number}-${number}-${number}`, to: `${number}-${number}-${number}`, cursor: string | null = null) =>
      db.context.read(town, async (tx) => accepted(await statementOf(tx, { accountId: fund.id, from, to }, cursor)));
    const first = await page('2026-09-01', '2026-09-30');
    expect(first).toMatchObject({ opening: 0, incoming: 1_000_00, outgoing: 60_00, closing: 940_00 });
    expect(first.items).toHaveLength(50);
    const second = await page('2026-09-01', '2026-09-30', first.next);
    expect(second.next).toBeNull();
    expect([...first.items, ...second.items].map((line) => line.no)).toEqual(Array.from({ length: 61 }, (_, i) => i + 1));
    expect(second.items.at(-1)).toMatchObject({ amount: -1_00, balanceAfter: 940_00, note: '测试', byName: '经办人' });
    expect(await page('2026-10-01', '2026-10-31')).toMatchObject({
      opening: 940_00,
      incoming: 0,
      outgoing: 40_00,
      closing: 900_00,
    });
    expect(await page('2026-11-01', '2026-11-30')).toMatchObject({ opening: 900_00, closing: 900_00, items: [] });
  });

  test('乡镇看得见本镇账户上县里拨的钱，看不见县和邻镇的账户，也动不了', async () => {
    const { source, fund } = await purse(10_00);
    const neighbour = await purse(10_00, OTHER);
    await db.context.write(town, async (tx) => {
      const own = accepted(await statementOf(tx, { accountId: fund.id, from: '2026-01-01', to: '2026-12-31' }));
      expect(own.items).toMatchObject([{ amount: 10_00 }]);
      for (const foreign of [source, neighbour.fund]) {
        expect(await findAccount(tx, foreign)).toBeNull();
        expect(await statementOf(tx, { accountId: foreign.id, from: '2026-01-01', to: '2026-12-31' })).toMatchObject({
          code: 'NOT_FOUND',
        });
        expect(await postEntry(tx, move(newId(), foreign, fund, 1_00))).toMatchObject({ code: 'NOT_FOUND' });
      }
    });
  });

  test('县里按地区列出各镇的账户；同一账户开两次还是一个', async () => {
    const kind = 'test.listed';
    const open = (division: DivisionCode) =>
      db.context.write(systemActor('test', '421200000000'), (tx) =>
        openAccount(tx, { kind, division, unit: 'minute', name: '工时', mayBeNegative: false }),
      );
    const ids = [await open(OTHER), await open(TOWN), await open(TOWN)].map((a) => a.id);
    expect(ids[1]).toBe(ids[2]);
    const listed = await db.context.read(county, (tx) => accountsOfKind(tx, kind));
    expect(listed).toMatchObject({ items: [{ division: TOWN }, { division: OTHER }], next: null });
  });
});
