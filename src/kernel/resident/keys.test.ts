import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { systemActor } from '../access/index.ts';
import { makeContext } from '../context/server.ts';
import { makeKeyRing, newKey } from '../protect/server.ts';
import { accepted, idNumber, register } from './fixtures.ts';
import { factsAsOf, findByIdNumber, recordFact, registerPerson, reveal, rotateFacts, rotatePersons } from './server.ts';

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
  expect(await during.write(everywhere, (tx) => rotatePersons(tx, 10))).toBe(1);
  expect(await during.write(everywhere, (tx) => rotatePersons(tx, 10))).toBe(0);
  expect(await during.write(everywhere, (tx) => rotateFacts(tx, null, 10))).toEqual({ rotated: 1, next: null });
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
