import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { systemActor } from '../access/index.ts';
import { makeContext } from '../context/server.ts';
import { openFileStore } from '../document/server.ts';
import { makeKeyRing, newKey, rotateSealed } from '../protect/server.ts';
import { accepted, idNumber, register } from './fixtures.ts';
import { factsAsOf, findByIdNumber, recordFact, registerPerson, reveal } from './server.ts';

const VILLAGE = '421222100201';
const everywhere = systemActor('test', '421200000000');
const [first, second] = [newKey('2026-01-01'), newKey('2026-03-01')];

let db: Awaited<ReturnType<typeof freshContext>>;
const withKeys = (...keys: (typeof first)[]) =>
  makeContext({
    database: db.database,
    clock: db.clock,
    keys: makeKeyRing({ keys }),
    city: db.city.city.code,
    divisions: db.city.divisions,
    calendar: db.city.calendar,
    office: db.city.office,
  });
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-02' });
});
afterAll(async () => db.drop());

test('换密钥：轮换前、轮换中、轮换后都按号码查得到，也不能重复登记；轮换完成后只凭新密钥能打开', async () => {
  const number = idNumber();
  const value = { kind: '残疾人证', number: '44' };
  const id = await withKeys(first).write(everywhere, async (tx) => {
    const made = await register(tx, {
      name: '换钥人',
      idNumber: number,
      phone: '13800001111',
      address: '三组12号',
      division: VILLAGE,
    });
    accepted(
      await recordFact(tx, {
        subject: { kind: 'person', id: made },
        kind: 'certificate',
        value,
        source: '残联',
        validFrom: '2020-01-01',
      }),
    );
    return made;
  });
  const during = withKeys(first, second);
  expect((await during.read(everywhere, (tx) => findByIdNumber(tx, number)))?.id).toBe(id);
  const again = await during.write(everywhere, (tx) =>
    registerPerson(tx, { name: '换钥人', idNumber: number, division: VILLAGE }),
  );
  expect(again).toMatchObject({ ok: false, code: 'PERSON_EXISTS' });
  const done = await rotateSealed(db.owner, during.keys, openFileStore(path.join(os.tmpdir(), 'no-files-here')), { settleMs: 0 });
  expect(done).toMatchObject({ rows: { person: 1, fact_version: 1 }, damaged: [], missing: [] });
  expect((await rotateSealed(db.owner, during.keys, openFileStore(path.join(os.tmpdir(), 'no-files-here')))).rows).toMatchObject({
    person: 0,
    fact_version: 0,
  });
  const after = withKeys(second);
  await after.write(everywhere, async (tx) => {
    expect((await findByIdNumber(tx, number))?.id).toBe(id);
    for (const [field, clear] of [
      ['idNumber', number],
      ['phone', '13800001111'],
      ['address', '三组12号'],
    ] as const)
      expect(await reveal(tx, { personId: id, field, purpose: '测试' })).toEqual({ ok: true, value: clear });
    const [fact] = await factsAsOf(tx, { kind: 'person', id }, { validOn: '2026-01-01' });
    expect(fact?.value).toEqual(value);
  });
});
