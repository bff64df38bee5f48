import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/database.ts';
import { copyIn, copyOut } from './copy.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

test('写得慢时也一行不少：五兆的表分块流出，收的一方每块都要等，再流回另一张表', async () => {
  const client = await db.owner.connect();
  const parts: Buffer[] = [];
  const rows = await copyOut(
    client,
    `copy (select i, repeat('字', 330) from generate_series(1, 5000) i) to stdout`,
    async (part) => {
      await sleep(2);
      parts.push(part);
    },
  );
  expect([rows, parts.length > 20]).toEqual([5000, true]);
  await client.query('create temporary table copied (i integer, words text)');
  async function* again() {
    yield* parts;
  }
  expect(await copyIn(client, 'copy copied from stdin', again())).toBe(5000);
  const { rows: sums } = await client.query('select sum(i)::int as sum, min(length(words)) as least from copied');
  expect(sums).toEqual([{ sum: 12_502_500, least: 330 }]);
  client.release();
});

test('源头中断：装入失败并说出原因，连接还能用', async () => {
  const client = await db.owner.connect();
  await client.query('create temporary table cut (i integer)');
  async function* broken() {
    yield Buffer.from('1\n2\n');
    throw new Error('文件读到一半');
  }
  await expect(copyIn(client, 'copy cut from stdin', broken())).rejects.toThrow('文件读到一半');
  expect((await client.query('select count(*)::int as n from cut')).rows).toEqual([{ n: 0 }]);
  client.release();
});
