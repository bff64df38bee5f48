import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import type { Actor } from '../access/index.ts';
import { accepted, register } from '../resident/fixtures.ts';
import { registerHousehold } from '../resident/server.ts';
import { clerk, everywhere, OTHER_TOWN, paymentDesk, sentence, TOWN, township, VILLAGE } from './fixtures.ts';
import { type HouseholdQuery, householdList } from './household-list.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let receiving: Awaited<ReturnType<ReturnType<typeof paymentDesk>['w15']>>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-23' });
  receiving = await paymentDesk(db).w15();
  await db.context.write(everywhere, async (tx) => {
    for (let i = 0; i < 31; i++) {
      const headId = await register(tx, { name: `户主${i}`, division: VILLAGE });
      accepted(
        await registerHousehold(tx, {
          division: VILLAGE,
          urbanRural: i === 0 ? 'urban' : 'rural',
          headId,
          members: [],
          from: '2025-01-01',
        }),
      );
    }
  });
});
afterAll(() => db.drop());

const list = async (query: HouseholdQuery, actor: Actor = township) =>
  accepted(await db.context.write(actor, (tx) => householdList(tx, query)));
const april = () => paymentDesk(db).on('2026-04-13');

test('一页30户，凭村和编号翻到底，不重不漏；每翻一页留一条记录，写明看了谁', async () => {
  const first = await list({ division: VILLAGE });
  expect(first.items).toHaveLength(30);
  const rest = await list({ division: VILLAGE, cursor: first.next });
  expect(rest.next).toBeNull();
  const codes = [...first.items, ...rest.items].map((row) => row.code);
  expect(new Set(codes).size).toBe(codes.length);
  expect([...first.items, ...rest.items].filter((row) => row.headName?.startsWith('户主'))).toHaveLength(31);
  const audited = await db.owner.query(
    "select detail, cardinality(person_ids) as persons from audit_log where action = 'household.listed' order by id",
  );
  expect(audited.rows[0]).toMatchObject({ detail: { count: 30 }, persons: 30 });
  expect(audited.rows).toHaveLength(2);
});

test('按领取、按城乡筛选；本月没有生效的不算领取', async () => {
  april();
  const ids = (page: { items: { id: string }[] }) => page.items.map((row) => row.id);
  const any = await list({ division: TOWN, receives: 'any' }, clerk);
  expect(ids(any)).toContain(receiving.a.householdId);
  expect(any.items.every((row) => row.receives.length > 0)).toBe(true);
  expect(ids(await list({ division: TOWN, receives: receiving.programme }, clerk))).toEqual(ids(any));
  expect((await list({ division: VILLAGE, receives: 'none', urbanRural: 'urban' })).items.map((row) => row.headName)).toEqual([
    '户主0',
  ]);
});

test('别的乡镇的家庭看不到；县里没有选到乡镇，请先选', async () => {
  expect((await list({ division: OTHER_TOWN })).items).toEqual([]);
  const wide = await db.context.write(clerk, (tx) => householdList(tx, { division: '421222000000' }));
  expect(sentence(wide)).toBe('一次只列一个乡镇（街道）或村（社区）的家庭。');
});
