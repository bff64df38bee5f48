import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { systemActor } from '../access/index.ts';
import { accepted, officer, register } from './fixtures.ts';
import { factsAsOf, getPerson, householdOf, recordDeath, recordFact, registerHousehold, reportDeath } from './server.ts';

const VILLAGE = '421222100201'; // 通城县
const tongcheng = officer('421222000000', 'county-clerk');
const everywhere = systemActor('test', '421200000000');

let db: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-10' });
});
afterAll(async () => db.drop());

const newPerson = (name: string, division = VILLAGE) => db.context.write(everywhere, (tx) => register(tx, { name, division }));

test('疑似死亡只作报告；确认死亡后退出家庭、记入档案、发出事件', async () => {
  const [head, old] = [await newPerson('沈户主'), await newPerson('沈老人')];
  await db.context.write(tongcheng, async (tx) =>
    accepted(
      await registerHousehold(tx, {
        division: VILLAGE,
        urbanRural: 'rural',
        headId: head,
        members: [{ personId: old, relation: 'parent' }],
        from: '2020-01-01',
      }),
    ),
  );
  const notice = { personId: old, diedOn: '2026-03-08', source: '村委会报告' } as const;
  accepted(await db.context.write(tongcheng, (tx) => reportDeath(tx, notice)));
  await db.context.read(tongcheng, async (tx) => {
    expect(accepted(await getPerson(tx, old)).lifeState).toBe('death-reported');
    expect((await householdOf(tx, head))?.members).toHaveLength(2);
  });
  accepted(
    await db.context.write(tongcheng, (tx) => recordDeath(tx, { ...notice, source: '火化证明', certificateRef: '火证001' })),
  );
  await db.context.read(tongcheng, async (tx) => {
    expect(accepted(await getPerson(tx, old))).toMatchObject({ lifeState: 'dead', diedOn: '2026-03-08' });
    expect((await householdOf(tx, head))?.members).toHaveLength(1);
    expect((await householdOf(tx, head, { validOn: '2026-03-07' }))?.members).toHaveLength(2);
    const facts = await factsAsOf(tx, { kind: 'person', id: old }, { validOn: '2026-03-08', kinds: ['life'] });
    expect(facts.map((f) => f.value)).toEqual([{ alive: false, diedOn: '2026-03-08', certificateRef: '火证001' }]);
  });
  const { rows } = await db.owner.query('select type from domain_event where subject_id = $1 order by seq', [old]);
  expect(rows.map((r) => r.type)).toEqual(['person.death.reported', 'person.died']);
  expect(await db.context.write(tongcheng, (tx) => recordDeath(tx, notice))).toMatchObject({ ok: false, code: 'ALREADY_DEAD' });
});
test('死亡日期在明天、早于出生：都不登记，改成今天就可以', async () => {
  const id = await newPerson('蒋日期');
  const die = (diedOn: '2026-03-11' | '1980-05-05' | '2026-03-10') =>
    db.context.write(tongcheng, async (tx) => {
      const result = await recordDeath(tx, { personId: id, diedOn, source: '医院' });
      return result.ok ? 'ok' : result.code;
    });
  expect(await die('2026-03-11')).toBe('DEATH_IN_FUTURE');
  expect(await die('1980-05-05')).toBe('DEATH_BEFORE_BIRTH');
  expect(await die('2026-03-10')).toBe('ok');
});
test('收入后来更正：决定时读到的那一版还查得到，中间更正的一个月不改前后月份', async () => {
  const id = await newPerson('韩收入');
  const subject = { kind: 'person', id } as const;
  const record = (fen: number, validFrom: '2026-01-01' | '2026-02-01', validTo: '2026-03-01' | null = null) =>
    db.context.write(tongcheng, async (tx) =>
      accepted(
        await recordFact(tx, { subject, kind: 'verified-income', value: { fen }, source: '核对报告', validFrom, validTo }),
      ),
    );
  const first = await record(1000_00, '2026-01-01');
  db.clock.set('2026-03-20');
  await record(1500_00, '2026-02-01', '2026-03-01');
  await db.context.read(tongcheng, async (tx) => {
    const on = async (validOn: '2026-01-15' | '2026-02-15' | '2026-03-15', knownAt?: string) =>
      (await factsAsOf(tx, subject, { validOn, ...(knownAt ? { knownAt } : {}) })).map((f) => (f.value as { fen: number }).fen);
    expect(await on('2026-02-15')).toEqual([1500_00]);
    expect(await on('2026-01-15')).toEqual([1000_00]);
    expect(await on('2026-03-15')).toEqual([1000_00]);
    expect(await on('2026-02-15', '2026-03-15T00:00:00Z')).toEqual([1000_00]);
    const then = await factsAsOf(tx, subject, { validOn: '2026-02-15', knownAt: '2026-03-15T00:00:00Z' });
    expect(then[0]!.id).toBe(first);
  });
});
test('残疾证等证明加密保存，读出来仍是原值', async () => {
  const id = await newPerson('杨证件');
  const value = { kind: '残疾人证', number: '42122219800506MARKER44' };
  await db.context.write(tongcheng, async (tx) =>
    accepted(
      await recordFact(tx, {
        subject: { kind: 'person', id },
        kind: 'certificate',
        value,
        source: '残联',
        validFrom: '2020-01-01',
      }),
    ),
  );
  const stored = await db.owner.query('select fact_version::text as row from fact_version where subject_id = $1', [id]);
  expect(stored.rows[0].row).not.toContain('MARKER');
  const [fact] = await db.context.read(tongcheng, (tx) => factsAsOf(tx, { kind: 'person', id }, { validOn: '2026-01-01' }));
  expect(fact!.value).toEqual(value);
});
