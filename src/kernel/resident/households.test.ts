import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { systemActor } from '../access/index.ts';
import type { PlainDate } from '../schema/index.ts';
import { accepted, officer, register } from './fixtures.ts';
import { changeHead } from './head.ts';
import {
  addHouseholdMember,
  addressOfHousehold,
  householdFile,
  householdOf,
  membersOf,
  type PersonId,
  recordRelationship,
  registerHousehold,
  relatedTo,
  removeMember,
  updateContact,
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

test('女儿3月1日迁出、3月10日才知道：按当时所知她还在户里，按现在所知3月5日她已不在', async () => {
  const [father, daughter] = [await newPerson('何父'), await newPerson('何女')];
  db.clock.set('2026-03-02');
  const { id } = await db.context.write(tongcheng, async (tx) =>
    accepted(
      await registerHousehold(tx, {
        division: VILLAGE,
        urbanRural: 'rural',
        headId: father,
        members: [{ personId: daughter, relation: 'child' }],
        from: '2020-01-01',
      }),
    ),
  );
  db.clock.set('2026-03-10');
  accepted(
    await db.context.write(tongcheng, (tx) =>
      removeMember(tx, { householdId: id, personId: daughter, on: '2026-03-01', reason: '婚嫁' }),
    ),
  );
  await db.context.read(tongcheng, async (tx) => {
    const size = async (asOf: { validOn: '2026-03-05' | '2026-02-28'; knownAt?: string }) =>
      (await householdOf(tx, father, asOf))?.members.length;
    expect(await size({ validOn: '2026-03-05', knownAt: '2026-03-05T00:00:00Z' })).toBe(2);
    expect(await size({ validOn: '2026-03-05' })).toBe(1);
    expect(await size({ validOn: '2026-02-28' })).toBe(2);
    expect(await householdOf(tx, daughter)).toBeNull();
  });
  // 一户一档：同样两个时钟，每一次变动都在，打开留痕
  await db.context.write(tongcheng, async (tx) => {
    const then = accepted(await householdFile(tx, id, { validOn: '2026-03-05', knownAt: '2026-03-05T00:00:00Z' }));
    expect(then.household.members.map((m) => m.person?.name)).toEqual(['何父', '何女']);
    const now = accepted(await householdFile(tx, id, { validOn: '2026-03-05' }));
    expect(now.household.members.map((m) => m.person?.name)).toEqual(['何父']);
    expect(now.history.filter((m) => m.name === '何女').map((m) => m.supersededAt === null)).toEqual([true, false]);
  });
  const foreign = officer('421223000000', 'county-clerk');
  expect(await db.context.write(foreign, (tx) => householdFile(tx, id, { validOn: '2026-03-05' }))).toMatchObject({
    code: 'NOT_FOUND',
  });
  const { rows } = await db.owner.query(
    `select payload from domain_event where type = 'household.member.changed' and subject_id = $1`,
    [id],
  );
  expect(rows).toMatchObject([{ payload: { personId: daughter, change: 'left', effectiveOn: '2026-03-01' } }]);
});
test('一人同时只属一户：已在别户的人（哪怕在看不到的县）不能再加入，两人同时加入也只成一个', async () => {
  const [a, b, shared] = [await newPerson('许甲'), await newPerson('许乙'), await newPerson('许共')];
  const found = (head: PersonId) =>
    db.context.write(tongcheng, async (tx) =>
      accepted(
        await registerHousehold(tx, { division: VILLAGE, urbanRural: 'rural', headId: head, members: [], from: '2020-01-01' }),
      ),
    );
  const households = [await found(a), await found(b)];
  expect(households[0]!.code).toMatch(/^421222\d{7}$/);
  const results = await Promise.all(
    households.map((h) =>
      db.context.write(tongcheng, (tx) =>
        addHouseholdMember(tx, {
          householdId: h.id,
          member: { personId: shared, relation: 'other' },
          from: '2026-01-01',
          reason: '投靠',
        }),
      ),
    ),
  );
  expect(results.map((r) => (r.ok ? 'ok' : r.code)).sort()).toEqual(['ALREADY_IN_HOUSEHOLD', 'ok']);
});
test('迁出日期不能早于加入日期，户主不能迁出', async () => {
  const [head, child] = [await newPerson('施户主'), await newPerson('施子')];
  const { id } = await db.context.write(tongcheng, async (tx) =>
    accepted(
      await registerHousehold(tx, {
        division: VILLAGE,
        urbanRural: 'urban',
        headId: head,
        members: [{ personId: child, relation: 'child' }],
        from: '2026-01-01',
      }),
    ),
  );
  const remove = (personId: PersonId, on: '2026-01-01' | '2026-01-02') =>
    db.context.write(tongcheng, async (tx) => {
      const result = await removeMember(tx, { householdId: id, personId, on, reason: '分户' });
      return result.ok ? 'ok' : result.code;
    });
  expect(await remove(head, '2026-01-02')).toBe('HEAD_STAYS');
  expect(await remove(child, '2026-01-01')).toBe('MEMBERSHIP_DATES');
  expect(await remove(child, '2026-01-02')).toBe('ok');
  expect(await remove(child, '2026-01-02')).toBe('NOT_A_MEMBER');
});
test('变更户主：父亲把户主让给儿子，各人与户主的关系随之换算，以前的照旧查得到；父亲随后可以迁出', async () => {
  const [father, mother, son, grandchild] = [
    await newPerson('万父'),
    await newPerson('万母'),
    await newPerson('万子'),
    await newPerson('万孙'),
  ];
  const { id } = await db.context.write(tongcheng, async (tx) =>
    accepted(
      await registerHousehold(tx, {
        division: VILLAGE,
        urbanRural: 'rural',
        headId: father,
        members: [
          { personId: mother, relation: 'spouse' },
          { personId: son, relation: 'child' },
          { personId: grandchild, relation: 'grandchild' },
        ],
        from: '2020-01-01',
      }),
    ),
  );
  const change = (headId: PersonId, version: number, on: PlainDate = '2026-01-02') =>
    db.context.write(tongcheng, (tx) => changeHead(tx, { householdId: id, headId, on, source: '户口簿', version }));
  const relations = (validOn: PlainDate) =>
    db.context.read(tongcheng, async (tx) =>
      Object.fromEntries((await membersOf(tx, id, { validOn })).map((m) => [m.person!.name, m.relation])),
    );
  await db.context.write(everywhere, (tx) =>
    recordRelationship(tx, { personId: son, relatedId: grandchild, kind: 'child', source: '出生证' }),
  );
  const stranger = await newPerson('路过的人');
  expect(await change(stranger, 1)).toMatchObject({ ok: false, code: 'NOT_A_MEMBER' });
  expect(await change(father, 1)).toMatchObject({ ok: false, code: 'HEAD_ALREADY' });
  expect(await change(son, 7)).toMatchObject({ ok: false, code: 'VERSION_CONFLICT' });
  expect(await change(son, 1, '2099-01-01')).toMatchObject({ ok: false, code: 'MEMBERSHIP_IN_FUTURE' });
  expect(await change(son, 1)).toMatchObject({ ok: true });
  expect(await relations('2026-01-02')).toEqual({ 万子: 'head', 万父: 'parent', 万母: 'parent', 万孙: 'child' });
  expect(await relations('2026-01-01')).toEqual({ 万父: 'head', 万母: 'spouse', 万子: 'child', 万孙: 'grandchild' });
  const left = await db.context.write(tongcheng, (tx) =>
    removeMember(tx, { householdId: id, personId: father, on: '2026-01-03', reason: '户籍迁出' }),
  );
  expect(left.ok).toBe(true);
});
test('回避：经办人的儿子、同住的人、在别县的岳母都查得出，无关的人不算', async () => {
  const [own, son, mother, stranger] = [
    await newPerson('经办自己'),
    await newPerson('经办儿子'),
    await newPerson('岳母', ELSEWHERE),
    await newPerson('路人'),
  ];
  await db.context.write(everywhere, async (tx) => {
    accepted(await recordRelationship(tx, { personId: own, relatedId: son, kind: 'child', source: '户口簿' }));
    accepted(await recordRelationship(tx, { personId: mother, relatedId: own, kind: 'child', source: '结婚证' }));
  });
  const related = await db.context.read(tongcheng, (tx) => relatedTo(tx, own, [son, mother, stranger]));
  expect(new Map(related.map((r) => [r.personId, r.kind]))).toEqual(
    new Map([
      [son, 'child'],
      [mother, 'parent'],
    ]),
  );
});

test('4月1日搬家改了住址：看3月的家庭是老住址，看4月的是新住址；按3月所知也是老住址；看要写事由，本人查得到', async () => {
  db.clock.set('2026-03-02');
  const head = await db.context.write(everywhere, (tx) =>
    register(tx, { name: '搬家户', division: VILLAGE, address: '老屋场1号' }),
  );
  const { id } = await db.context.write(tongcheng, async (tx) =>
    accepted(
      await registerHousehold(tx, { division: VILLAGE, urbanRural: 'rural', headId: head, members: [], from: '2020-01-01' }),
    ),
  );
  const fileOn = (validOn: PlainDate, knownAt?: string) =>
    db.context.write(tongcheng, async (tx) => accepted(await householdFile(tx, id, { validOn, knownAt })).address);
  const addressOn = (validOn: PlainDate, knownAt?: string, purpose = '核对入户地址') =>
    db.context.write(tongcheng, (tx) =>
      addressOfHousehold(tx, { householdId: id, asOf: { validOn, knownAt }, stated: { for: 'other', purpose } }),
    );
  expect(await fileOn('2026-03-02')).toEqual({ registered: true });
  for (const [on, address] of [
    ['2026-04-01', '新村小区2栋'],
    ['2026-06-01', '县城南路3号'],
  ] as const) {
    db.clock.set(on);
    accepted(
      await db.context.write(tongcheng, (tx) => updateContact(tx, { personId: head, contact: { address }, source: '入户调查' })),
    );
  }
  expect(await fileOn('2026-03-15')).toEqual({ registered: true });
  expect(await fileOn('2026-04-15')).toEqual({ registered: true, source: '入户调查', since: '2026-04-01' });
  expect(await fileOn('2026-06-01')).toEqual({ registered: true, source: '入户调查', since: '2026-06-01' });
  const shown = [
    await addressOn('2026-03-15'),
    await addressOn('2026-04-15'),
    await addressOn('2026-06-01'),
    await addressOn('2026-06-01', '2026-03-20T00:00:00Z'),
    await addressOn('2026-06-01', '2026-05-20T00:00:00Z'),
  ];
  expect(shown.map(accepted)).toEqual(['老屋场1号', '新村小区2栋', '县城南路3号', '老屋场1号', '新村小区2栋']);
  expect(await addressOn('2026-03-15', undefined, '')).toMatchObject({ code: 'PURPOSE_REQUIRED' });
  const { rows } = await db.owner.query(
    "select purpose, detail from audit_log where action = 'person.revealed' and person_id = $1 order by xid, id limit 1",
    [head],
  );
  expect(rows).toEqual([{ purpose: '核对入户地址', detail: { field: 'address', validOn: '2026-03-15' } }]);
});
