import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { sql } from '../../database/sql.ts';
import type { YearMonth } from '../schema/index.ts';
import { clerk, everywhere, family } from './fixtures.ts';
import { keepReceiving, receivingSums } from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-23' });
});
afterAll(() => db.drop());

type Of = 'households' | 'persons';
const months: readonly YearMonth[] = ['2026-01', '2026-02', '2026-03'];
/** What is kept; null: to be counted from the entitlements. */
const kept = (month: YearMonth, of: Of, urbanRural: 'urban' | 'rural', actor = everywhere) =>
  db.context.read(actor, async (tx) => {
    const sums = await receivingSums(tx, { programme: 'dibao', month, urbanRural, of });
    return sums && tx.rows(sql`select division, num::int as num from (${sums}) s order by 1`);
  });
const counted = async (month: YearMonth, of: Of, urbanRural: 'urban' | 'rural') =>
  (
    await db.owner.query(
      `select e.division, count(${of === 'households' ? 'distinct e.id' : '*'})::int as num from entitlement e join household h on h.id = e.household_id
         join entitlement_member m on m.entitlement_id = e.id and m.months @> month_no($1)
       where e.programme = 'dibao' and e.months @> month_no($1) and h.urban_rural = $2 group by 1 order by 1`,
      [month, urbanRural],
    )
  ).rows;
const same = async () => {
  for (const month of months)
    for (const of of ['households', 'persons'] as const)
      for (const kind of ['urban', 'rural'] as const)
        expect(await kept(month, of, kind), `${month} ${of} ${kind}`).toEqual(await counted(month, of, kind));
};
/** The places that were counted again, and the months counted for the first time. */
const count = async () => {
  const done = await keepReceiving(db.context);
  return [done.places, done.months];
};
/** What is kept by itself, without a look at what has changed since. */
const figure = async (month: YearMonth) =>
  (
    await db.owner.query(
      `select coalesce(sum(persons), 0)::int as n from receiving_figure where programme = 'dibao' and month = $1`,
      [month],
    )
  ).rows[0].n;

test('享受人数：数过的读留存的，变了的地方照待遇现数；重新数的只是变了的地方，始终和照待遇现数的一样', async () => {
  const pair = await family(db.context, { names: ['周明', '周小明'], amountFen: 500_00, fromMonth: '2026-01' });
  const single = await family(db.context, { names: ['吴亮'], amountFen: 340_00, fromMonth: '2026-02' });
  expect(await kept('2026-03', 'persons', 'rural')).toBeNull();
  expect(await count()).toEqual([1, 3]);
  await same();
  expect(await count()).toEqual([0, 0]);

  // 二月起停发：三月的留存还没有改，看到的已经是对的
  await db.owner.query(`update entitlement set to_month = '2026-02', state = 'ended', end_reason = '试' where id = $1`, [
    single.id,
  ]);
  expect(await figure('2026-03')).toBe(3);
  await same();
  expect(await count()).toEqual([1, 0]);
  expect(await figure('2026-03')).toBe(2);
  await same();

  // 一个成员从二月起不再计入
  await db.owner.query(`update entitlement_member set to_month = '2026-01' where entitlement_id = $1 and person_id = $2`, [
    pair.id,
    pair.members[1],
  ]);
  await same();
  expect(await count()).toEqual([1, 0]);
  await same();

  // 农村改为城镇：享受过的月份都要重新数；别的改动不用
  await db.owner.query(
    `update household set urban_rural = case urban_rural when 'rural' then 'urban' else 'rural' end
    where id = (select household_id from entitlement where id = $1)`,
    [single.id],
  );
  await same();
  expect(await count()).toEqual([1, 0]);
  await same();
  await db.owner.query('update household set version = version + 1');
  await db.owner.query(`update entitlement set end_reason = '再试' where id = $1`, [single.id]);
  expect(await count()).toEqual([0, 0]);
});

test('新的一户从一月起享受，一月的也重新数；换了村，新旧两个村都重新数', async () => {
  const { id } = await family(db.context, { names: ['何迁'], amountFen: 100_00, fromMonth: '2026-01' });
  expect(await figure('2026-01')).toBe(2);
  await same();
  expect(await count()).toEqual([1, 0]);
  expect(await figure('2026-01')).toBe(3);
  await same();
  await db.owner.query(`update entitlement set division = '421202100002' where id = $1`, [id]);
  await same();
  expect(await count()).toEqual([2, 0]);
  await same();
});

test('县里的人看自己范围，不读全市留存的', async () => {
  expect(await kept('2026-03', 'persons', 'rural', clerk)).toBeNull();
});
