import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { makeContext } from '../context/server.ts';
import { openFileStore } from '../document/server.ts';
import { makeKeyRing, newKey, rotateSealed } from '../protect/server.ts';
import { carryTo, paymentDesk } from './fixtures.ts';
import './server.ts';

const [first, second] = [newKey('2026-01-01'), newKey('2026-03-01')];
let db: Awaited<ReturnType<typeof freshContext>>;
const under = (...keys: (typeof first)[]) => ({
  ...db,
  context: makeContext({
    database: db.database,
    clock: db.clock,
    keys: makeKeyRing({ keys }),
    city: db.city.city.code,
    divisions: db.city.divisions,
    calendar: db.city.calendar,
    office: db.city.office,
  }),
});
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-23' });
});
afterAll(() => db.drop());

const strays = async (): Promise<number> =>
  (
    await db.owner.query(
      'select count(*)::int as n from payment_line l join payout_account a on a.id = l.account_id where l.account_digest <> a.account_digest',
    )
  ).rows[0].n;

test('账户换密钥：发放明细里的账户摘要跟着换，只凭新密钥做出的银行文件与换之前一字不差', async () => {
  const before = under(first);
  const desk = paymentDesk(before);
  const { id } = await desk.w15();
  await carryTo(before, id, 'sent');
  const text = await desk.bankFile(id);
  const both = makeKeyRing({ keys: [first, second] });
  const done = await rotateSealed(db.owner, both, openFileStore(path.join(os.tmpdir(), 'no-files-here')), { settleMs: 0 });
  expect(done).toMatchObject({ rows: { payout_account: 3 }, damaged: [] });
  expect(await strays()).toBe(0);
  expect(await paymentDesk(under(second)).bankFile(id)).toEqual(text);
  // A line that was written while its account changed kept the former digest: the next run finds it.
  await db.owner.query(`update payment_line set account_digest = '\\x00' where no = 1`);
  expect(await strays()).toBe(1);
  await rotateSealed(db.owner, both, openFileStore(path.join(os.tmpdir(), 'no-files-here')), { settleMs: 0 });
  expect(await strays()).toBe(0);
});
