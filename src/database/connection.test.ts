import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../tests/database.ts';
import { sql } from './sql.ts';

const nobody = { lo: null, hi: null, personId: null };
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

const remember = (id: string) =>
  sql`insert into request_answer (actor_id, action, request_id, body_hash, answer, at) values ('a', 'test', ${id}, 'h', ${Buffer.from('x')}, '2026-03-02')`;
const count = async (id: string): Promise<number> =>
  (await db.owner.query('select count(*)::int as n from request_answer where request_id = $1', [id])).rows[0].n;

describe('不等回答的写入', () => {
  test('提交时都已写入', async () => {
    await db.database.transaction(nobody, 'write', async (tx) => {
      tx.later(remember('one'));
      tx.later(remember('two'));
    });
    expect([await count('one'), await count('two')]).toEqual([1, 1]);
  });

  test('其中一条写不进去：整笔撤销，报出的是这一条的原因', async () => {
    const lost = db.database.transaction(nobody, 'write', async (tx) => {
      tx.later(remember('three'));
      tx.later(remember('one'));
      tx.later(remember('four'));
    });
    await expect(lost).rejects.toMatchObject({ code: '23505' });
    expect([await count('three'), await count('four')]).toEqual([0, 0]);
  });

  test('写不进去之后又查询：报出的仍是最先的原因，不是“事务已中止”', async () => {
    const lost = db.database.transaction(nobody, 'write', async (tx) => {
      tx.later(remember('one'));
      await tx.one(sql`select 1 as one`);
    });
    await expect(lost).rejects.toMatchObject({ code: '23505' });
  });

  test('失败之后连接照常使用；提交以后权限范围不留在连接上', async () => {
    const seen = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        db.database.transaction({ ...nobody, lo: `4212${i}`.padEnd(12, '0').slice(0, 12), hi: '4213' }, 'read', (tx) =>
          tx.one<{ lo: string }>(sql`select current_setting('app.lo') as lo, ${i}::int as i`),
        ),
      ),
    );
    expect(seen.map((s) => s.lo)).toEqual(Array.from({ length: 20 }, (_, i) => `4212${i}`.padEnd(12, '0')));
    const { rows } = await db.database.pool.query(`select current_setting('app.lo', true) as lo`);
    expect(rows[0].lo ?? '').toBe('');
  });
});
