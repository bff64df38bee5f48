import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { accepted, idNumber, officer, register, residentActor } from './fixtures.ts';
import {
  closeAccess,
  findByIdNumber,
  getPerson,
  grantAccess,
  householdOf,
  identifyPerson,
  type PersonId,
  personFile,
  personFileSection,
  recordFact,
  registerHousehold,
  reveal,
} from './server.ts';

const VILLAGE = '421222100201'; // 通城县
const ELSEWHERE = '421223100201'; // 崇阳县
const tongcheng = officer('421222000000', 'county-clerk');
const everywhere = systemActor('test', '421200000000');

let db: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-02' });
});
afterAll(async () => db.drop());

const newPerson = (name: string, division = VILLAGE) => db.context.write(everywhere, (tx) => register(tx, { name, division }));

test('通城县办件打开住在崇阳县的人：看得到基本资料，看不到家庭历史和人生大事；办结关闭后看不到', async () => {
  const number = idNumber();
  const id = await db.context.write(everywhere, (tx) => register(tx, { name: '郑跨县', idNumber: number, division: ELSEWHERE }));
  await db.context.write(everywhere, (tx) =>
    recordFact(tx, {
      subject: { kind: 'person', id },
      kind: 'declared-income',
      value: { fen: 1 },
      source: '本人申报',
      validFrom: '2026-01-01',
    }),
  );
  expect(await db.context.read(tongcheng, (tx) => findByIdNumber(tx, number))).toBeNull();
  expect(await db.context.write(tongcheng, (tx) => identifyPerson(tx, { idNumber: number, name: '郑错名' }))).toBeNull();
  const found = await db.context.write(tongcheng, (tx) => identifyPerson(tx, { idNumber: number, name: '郑跨县' }));
  expect(found).toBe(id);
  expect(await db.context.read(tongcheng, (tx) => getPerson(tx, id))).toMatchObject({ ok: false, code: 'NOT_FOUND' });
  await db.context.write(tongcheng, (tx) => grantAccess(tx, { personId: id, division: '421222000000', reason: 'case:1' }));
  const file = accepted(await db.context.write(tongcheng, (tx) => personFile(tx, id)));
  expect(file.person.name).toBe('郑跨县');
  for (const key of ['households', 'life'])
    expect(accepted(await db.context.write(tongcheng, (tx) => personFileSection(tx, id, key))).content).toEqual([]);
  await db.context.write(tongcheng, (tx) => closeAccess(tx, 'case:1'));
  expect(await db.context.read(tongcheng, (tx) => getPerson(tx, id))).toMatchObject({ ok: false, code: 'NOT_FOUND' });
});
test('居民只看到自己；家人只见关系，不见姓名', async () => {
  const [me, wife] = [await newPerson('孙本人'), await newPerson('孙家人')];
  await db.context.write(everywhere, async (tx) =>
    accepted(
      await registerHousehold(tx, {
        division: VILLAGE,
        urbanRural: 'rural',
        headId: me,
        members: [{ personId: wife, relation: 'spouse' }],
        from: '2020-01-01',
      }),
    ),
  );
  await db.context.read(residentActor(me), async (tx) => {
    expect(accepted(await getPerson(tx, me)).name).toBe('孙本人');
    expect(await getPerson(tx, wife)).toMatchObject({ ok: false, code: 'NOT_FOUND' });
    expect(await tx.rows(sql`select id from person`)).toHaveLength(1);
    const household = await householdOf(tx, me);
    expect(household?.members.map((m) => [m.relation, m.person?.name ?? null])).toEqual([
      ['head', '孙本人'],
      ['spouse', null],
    ]);
  });
});
test('没有设定范围的连接一行也看不到；提交之后同一连接仍然一行也看不到', async () => {
  const client = await db.database.pool.connect();
  const count = async () => {
    const seen: number[] = [];
    for (const table of [
      'person',
      'household',
      'household_member',
      'relationship',
      'fact_version',
      'life_event',
      'person_access',
    ])
      seen.push((await client.query(`select 1 from ${table}`)).rowCount ?? -1);
    const found = await client.query(
      `select * from person_search_page('张', array['421222100'], '0', ':', '', '00000000-0000-0000-0000-000000000000', 20)`,
    );
    return [...seen, found.rowCount];
  };
  try {
    expect(await count()).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    await client.query(
      `begin;select set_config('app.lo','421200000000',true),set_config('app.hi','4213',true),set_config('app.person','',true)`,
    );
    expect((await client.query('select 1 from person')).rowCount).toBeGreaterThan(0);
    await client.query('commit');
    expect(await count()).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    await expect(client.query('select 1 from person_search')).rejects.toThrow('permission denied');
  } finally {
    client.release();
  }
});
test('查看完整号码须写事由，本人事后能看到是谁看的', async () => {
  const number = idNumber();
  const id = await db.context.write(everywhere, (tx) => register(tx, { name: '周事由', idNumber: number, division: VILLAGE }));
  const ask = (purpose: string) => db.context.write(tongcheng, (tx) => reveal(tx, { personId: id, field: 'idNumber', purpose }));
  expect(await ask(' ')).toMatchObject({ ok: false, code: 'PURPOSE_REQUIRED' });
  expect(await ask('核对低保申请')).toEqual({ ok: true, value: number });
  const { rows } = await db.owner.query(
    `select action, purpose, actor_id from audit_log where person_id = $1 and action = 'person.revealed'`,
    [id],
  );
  expect(rows).toEqual([{ action: 'person.revealed', purpose: '核对低保申请', actor_id: tongcheng.id }]);
  const phone = await db.context.write(tongcheng, (tx) => reveal(tx, { personId: id, field: 'phone', purpose: '电话回访' }));
  expect(phone).toMatchObject({ ok: false, code: 'NOTHING_TO_REVEAL' });
});
test('10分钟内可看50人的档案，第51人被拒绝；已看过的人仍可再看', async () => {
  const curious = officer('421222000000', 'county-clerk');
  const ids: PersonId[] = [];
  for (let i = 0; i < 51; i++) ids.push(await newPerson('吴邻居'));
  const open = (id: PersonId) => db.context.write(curious, async (tx) => (await personFile(tx, id)).ok);
  for (const id of ids.slice(0, 50)) expect(await open(id)).toBe(true);
  expect(await db.context.write(curious, (tx) => personFile(tx, ids[50]!))).toMatchObject({ ok: false, code: 'BULK_VIEW' });
  expect(await open(ids[0]!)).toBe(true);
});
