import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import type { PlainDate } from '../schema/index.ts';
import { keepOlder, olderByDivision } from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-23' });
});
afterAll(() => db.drop());

const [SHUXI, YONGAN] = ['421202100001', '421202001001'] as const;
let persons = 0;
const person = async (division: string, born: PlainDate): Promise<string> => {
  const { rows } = await db.owner.query<{ id: string }>(
    `insert into person (id, division, registered_division, name, name_pinyin, name_initials, sex, birth_date, ethnicity, id_kind, id_number, id_digest, digest_key, created_at, created_by)
     values (gen_random_uuid(), $1, $1, '老人', 'laoren', 'lr', 'female', $2, '汉族', 'resident-id', '', $3, 'k', now(), 'test') returning id`,
    [division, born, Buffer.from(`person ${++persons}`)],
  );
  return rows[0]!.id;
};
const city = systemActor('test', '421200000000');
const older = (on: PlainDate = db.clock.today()) =>
  db.context.read(city, async (tx) => {
    const rows = await tx.rows<{ division: string; persons: number }>(
      sql`select division, persons::int as persons from (${olderByDivision({ lo: '421202000000', hi: '421203000000', on })}) o order by 1`,
    );
    return Object.fromEntries(rows.map((row) => [row.division, row.persons]));
  });
/** The figures are wrong on purpose: whoever reads them shows it. */
const spoil = () => db.owner.query('update older_figure set persons = 1000');

test('六十岁以上的人：数过的读留存的，变了的地方现数，第二天重新数', async () => {
  const first = await person(SHUXI, '1960-01-01');
  await person(SHUXI, '1966-03-24'); // 明天满60岁
  await person(YONGAN, '1950-05-05');
  await person(YONGAN, '1990-05-05');
  expect(await older()).toEqual({ [SHUXI]: 1, [YONGAN]: 1 });
  expect(await keepOlder(db.context)).toBe(true);
  expect(await keepOlder(db.context)).toBe(false);
  expect(await older()).toEqual({ [SHUXI]: 1, [YONGAN]: 1 });
  await spoil();
  expect(await older()).toEqual({ [SHUXI]: 1000, [YONGAN]: 1000 });

  // 一个人搬走：两个地方都现数，数好以后又读留存的
  await db.owner.query('update person set division = $1 where id = $2', [YONGAN, first]);
  expect(await older()).toEqual({ [YONGAN]: 2 });
  expect(await keepOlder(db.context)).toBe(true);
  await spoil();
  expect(await older()).toEqual({ [YONGAN]: 1000 });

  // 改名字不用重新数
  await db.owner.query(`update person set name = '老人家' where id = $1`, [first]);
  expect(await keepOlder(db.context)).toBe(false);

  // 别的一天照人口现数；第二天全部重新数
  expect(await older('2026-03-24')).toEqual({ [SHUXI]: 1, [YONGAN]: 2 });
  db.clock.set('2026-03-24');
  expect(await keepOlder(db.context)).toBe(true);
  expect(await older()).toEqual({ [SHUXI]: 1, [YONGAN]: 2 });
});
