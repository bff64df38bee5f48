/** The simulated city, small: every family played through the platform for half a year, and every month paid as it was due. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulateOn } from '../src/server/simulation/run.ts';
import { freshDatabase } from './database.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db?.drop());

test('九户困难家庭半年：没有漏发、错发，金额到分相符；晚公布的标准补发到位', async () => {
  const { books, comparison, lapses, replayed } = await simulateOn(
    { appUrl: db.appUrl, ownerUrl: db.ownerUrl, schema: 'city' },
    { population: 200, families: 9, months: 6, seed: 3 },
  );
  expect(comparison.differences).toEqual([]);
  expect(lapses).toBe(0);
  expect(replayed.stuck).toEqual([]);
  expect(books).toEqual([]);
  const dibao = comparison.tallies.get('dibao')!;
  expect(dibao).toMatchObject({ missed: 0, notEntitledPaid: 0, wrongAmount: 0 });
  expect(dibao.found).toBeGreaterThan(10);
  expect(replayed.steps.map((s) => s.kind)).toContain('granted');
}, 400_000);
