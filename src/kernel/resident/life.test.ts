import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { systemActor } from '../access/index.ts';
import { accepted, officer, register } from './fixtures.ts';
import {
  DeathRegistration,
  decideAmendment,
  factsAsOf,
  getPerson,
  householdOf,
  openAmendment,
  proposeAmendment,
  recordDeath,
  recordFact,
  registerDeath,
  registerHousehold,
  reportDeath,
  withdrawDeathReport,
} from './server.ts';

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
test('登记死亡：凭哪种证明、编号，或者两个人上门；缺编号、只有一人、两次写同一人、上门早于去世的不收', async () => {
  const base = { diedOn: '2026-03-08' } as const;
  const problems = (given: object): string[] => {
    const read = DeathRegistration.safeParse({ ...base, ...given });
    return read.success ? [] : read.error.issues.map((issue) => issue.path.join('.'));
  };
  expect(problems({ proof: 'cremation' })).toEqual(['number']);
  expect(problems({ proof: 'cremation', number: '火证001' })).toEqual([]);
  expect(problems({})).toEqual(['proof']);
  expect(problems({ proof: 'visit', visitedOn: '2026-03-09', first: '王芳' })).toEqual(['second']);
  expect(problems({ proof: 'visit', visitedOn: '2026-03-09', first: '王芳', second: '王芳' })).toEqual(['second']);
  expect(problems({ proof: 'visit', visitedOn: '2026-03-07', first: '王芳', second: '李军' })).toEqual(['visitedOn']);
  const id = await newPerson('凭证人');
  const visit = (visitedOn: string) =>
    db.context.write(tongcheng, (tx) =>
      registerDeath(tx, {
        personId: id,
        ...DeathRegistration.parse({ ...base, proof: 'visit', visitedOn, first: '王芳', second: '李军' }),
      }),
    );
  expect(await visit('2026-12-31')).toMatchObject({ code: 'DEATH_VISIT_IN_FUTURE' });
  accepted(await visit('2026-03-09'));
  const { rows } = await db.owner.query("select source, detail from life_event where person_id = $1 and kind = 'death'", [id]);
  expect(rows).toEqual([{ source: '两人上门核实', detail: { proof: 'visit', visit: '王芳、李军2026年3月9日上门核实' } }]);
  const event = await db.owner.query("select payload from domain_event where subject_id = $1 and type = 'person.died'", [id]);
  expect(JSON.stringify(event.rows)).not.toContain('王芳');
});
test('误报的死亡由一人撤回：恢复在世、发出撤销事件；同一条部门数据再来不再理会，另一个日期的照报', async () => {
  const id = await newPerson('误报人');
  const report = { personId: id, diedOn: '2026-03-08', source: '部门数据' } as const;
  const withdrawn = { personId: id, reason: 'wrong-person', paper: '3月9日上门见到本人' } as const;
  const withdraw = () => db.context.write(tongcheng, (tx) => withdrawDeathReport(tx, withdrawn));
  expect(await withdraw()).toMatchObject({ code: 'NO_DEATH_REPORT' });
  accepted(await db.context.write(everywhere, (tx) => reportDeath(tx, report)));
  accepted(await withdraw());
  await db.context.read(tongcheng, async (tx) => {
    expect(accepted(await getPerson(tx, id))).toMatchObject({ lifeState: 'alive', diedOn: null });
  });
  const { rows } = await db.owner.query('select type, payload from domain_event where subject_id = $1 order by seq', [id]);
  expect(rows.map((r) => r.type)).toEqual(['person.death.reported', 'person.death.revoked']);
  expect(rows[1].payload).toEqual({ personId: id, revokedOn: db.clock.today(), reason: 'wrong-person', diedOn: '2026-03-08' });
  expect(await db.context.write(everywhere, (tx) => reportDeath(tx, report))).toMatchObject({ code: 'DEATH_REFUTED' });
  accepted(await db.context.write(everywhere, (tx) => reportDeath(tx, { ...report, diedOn: '2026-03-09' })));
});
test('已登记的死亡：撤销要另一人确认，确认后回到家庭；更正日期，家庭成员截止日、档案随之改', async () => {
  const [head, old] = [await newPerson('齐户主'), await newPerson('齐老人')];
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
  const [clerk, other] = [officer('421222000000', 'county-clerk'), officer('421222000000', 'county-clerk')];
  const members = (validOn: '2026-03-03' | '2026-03-06' | '2026-03-09') =>
    db.context.read(tongcheng, async (tx) => (await householdOf(tx, head, { validOn }))?.members.length);
  const decide = (actor: typeof clerk, decision: 'confirm' | 'reject', note = '') =>
    db.context.write(actor, (tx) => decideAmendment(tx, { personId: old, decision, note }));
  const revoke = { personId: old, kind: 'revoke', reason: 'wrong-record', paper: '公安机关证明本人健在' } as const;
  expect(await db.context.write(clerk, (tx) => proposeAmendment(tx, revoke))).toMatchObject({ code: 'NOT_DEAD' });
  accepted(await db.context.write(clerk, (tx) => recordDeath(tx, { personId: old, diedOn: '2026-03-05', source: '火化证明' })));
  const correct = (diedOn: '2026-03-05' | '2026-03-07' | '2026-03-02' | '2026-12-31') =>
    db.context.write(clerk, (tx) => proposeAmendment(tx, { personId: old, kind: 'correct', diedOn, paper: '更正后的死亡证明' }));
  expect(await correct('2026-03-05')).toMatchObject({ code: 'AMENDMENT_SAME_DATE' });
  expect(await correct('2026-12-31')).toMatchObject({ code: 'DEATH_IN_FUTURE' });
  accepted(await correct('2026-03-07'));
  expect(await db.context.write(clerk, (tx) => proposeAmendment(tx, revoke))).toMatchObject({ code: 'AMENDMENT_OPEN' });
  expect(await decide(clerk, 'confirm')).toMatchObject({ code: 'AMENDMENT_OWN' });
  expect(await members('2026-03-06')).toBe(1);
  accepted(await decide(other, 'confirm'));
  expect([await members('2026-03-06'), await members('2026-03-09')]).toEqual([2, 1]);
  accepted(await correct('2026-03-02'));
  expect(await decide(other, 'reject')).toMatchObject({ code: 'AMENDMENT_NOTE' });
  accepted(await decide(other, 'reject', '证明上没有日期'));
  expect(await decide(other, 'confirm')).toMatchObject({ code: 'AMENDMENT_NONE' });
  accepted(await correct('2026-03-02'));
  accepted(await decide(other, 'confirm'));
  expect(await members('2026-03-03')).toBe(1);
  accepted(await db.context.write(clerk, (tx) => proposeAmendment(tx, revoke)));
  await db.context.read(other, async (tx) => expect(await openAmendment(tx, old)).toMatchObject({ kind: 'revoke', mine: false }));
  accepted(await decide(other, 'confirm', '已核实'));
  expect([await members('2026-03-03'), await members('2026-03-09')]).toEqual([2, 2]);
  await db.context.read(tongcheng, async (tx) => {
    expect(accepted(await getPerson(tx, old))).toMatchObject({ lifeState: 'alive', diedOn: null });
    const [life] = await factsAsOf(tx, { kind: 'person', id: old }, { validOn: '2026-03-09', kinds: ['life'] });
    expect(life!.value).toEqual({ alive: true });
  });
  const { rows } = await db.owner.query(
    "select type from domain_event where subject_id = $1 and type like 'person.death%' order by seq",
    [old],
  );
  expect(rows.map((r) => r.type)).toEqual(['person.death.corrected', 'person.death.corrected', 'person.death.revoked']);
  await expect(
    db.owner.query("update death_amendment set decided_by = proposed_by where person_id = $1 and state = 'confirmed'", [old]),
  ).rejects.toMatchObject({ constraint: 'death_amendment_two_persons' });
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
