import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext, testKeys } from '../../tests/database.ts';
import { systemActor } from '../kernel/access/index.ts';
import { ageOn } from '../kernel/calendar/index.ts';
import { findByIdNumber, householdOf, personFile, personFileSection, reveal, searchPersons } from '../kernel/resident/server.ts';
import { residentIdFacts, residentIdProblem } from '../kernel/schema/index.ts';
import { makeFamily } from './families.ts';
import { planVillages, populate } from './population.ts';
import { makeRandom } from './random.ts';

const city = systemActor('test', '421200000000');
let db: Awaited<ReturnType<typeof freshContext>>;
let result: { persons: number; households: number };
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-02' });
  result = await populate({
    ownerUrl: db.ownerUrl,
    schema: 'city',
    keys: testKeys,
    divisions: db.city.divisions,
    count: 3000,
    seed: 1,
    now: db.clock.now(),
    today: db.clock.today(),
  });
});
afterAll(async () => db.drop());

test('造3000人：一人不多一人不少，分布到各村，每人恰好属于一个家庭', async () => {
  expect(result.persons).toBe(3000);
  const { rows } =
    await db.owner.query(`select (select count(*)::int from person) as persons, (select count(distinct division)::int from person) as villages,
    (select count(distinct person_id)::int from household_member) as members, (select count(*)::int from household) as households`);
  expect(rows[0]).toMatchObject({ persons: 3000, members: 3000, households: result.households });
  expect(rows[0].villages).toBeGreaterThan(800);
});
/** The plan's city: 2,507,000 residents. */
const RESIDENTS = 2_507_000;
test.each([1, 2, 3])('年龄结构就是规划里的那座城：60岁以上15.78%，80岁以上4.2万人，空巢老人12.87万人（种子%s）', (seed) => {
  const [random, today] = [makeRandom(seed), '2026-03-02' as const];
  let [persons, old, veryOld, alone, young] = [0, 0, 0, 0, 0];
  while (persons < 200_000) {
    const ages = makeFamily(random, today).map((m) => ageOn(m.birthDate, today));
    persons += ages.length;
    old += ages.filter((age) => age >= 60).length;
    veryOld += ages.filter((age) => age >= 80).length;
    young += ages.filter((age) => age < 15).length;
    if (ages.every((age) => age >= 60)) alone += ages.length;
  }
  expect(Math.abs(old / persons - 0.1578)).toBeLessThan(0.004);
  expect(Math.abs(veryOld / persons - 42_000 / RESIDENTS)).toBeLessThan(0.0015);
  expect(Math.abs(alone / persons - 128_700 / RESIDENTS)).toBeLessThan(0.0025);
  expect(Math.abs(young / persons - 0.19)).toBeLessThan(0.02);
});
// 三千人分到一千个村，每村三个人：大家庭的老人写不全，只看大概。
test('写进登记的人男女相当，老人不到四分之一', async () => {
  const { rows } = await db.owner.query(
    `select avg((birth_date < '1966-03-02')::int)::float as old, avg((sex = 'male')::int)::float as male from person`,
  );
  expect(rows[0].old).toBeGreaterThan(0.07);
  expect(rows[0].old).toBeLessThan(0.25);
  expect(Math.abs(rows[0].male - 0.5)).toBeLessThan(0.05);
});
test('快速写入的人与窗口登记的人一样：号码有效、查得到、打得开，名字能搜到', async () => {
  const { rows } = await db.owner.query<{ id: string; name: string }>('select id, name from person order by id limit 20');
  await db.context.write(city, async (tx) => {
    for (const { id, name } of rows) {
      const number = await reveal(tx, { personId: id, field: 'idNumber', purpose: '测试' });
      if (!number.ok) throw new Error(number.code);
      expect(residentIdProblem(number.value)).toBeNull();
      const found = await findByIdNumber(tx, number.value);
      expect(found).toMatchObject({ id, ...residentIdFacts(number.value) });
      const page = await searchPersons(tx, { text: name, division: found!.division });
      expect(page.ok && page.value.persons.map((p) => p.id)).toContain(id);
      expect((await householdOf(tx, id))?.members.some((m) => m.personId === id)).toBe(true);
      expect((await personFile(tx, id)).ok).toBe(true);
      expect(await personFileSection(tx, id, 'life')).toMatchObject({ value: { content: [{ kind: 'birth' }] } });
    }
  });
});
test('同一种子造出同一座城，另一个种子是另一座城', () => {
  const families = (seed: number) =>
    JSON.stringify(Array.from({ length: 20 }, (_, i) => makeFamily(makeRandom(seed + i), '2026-03-02')));
  expect(families(1)).toBe(families(1));
  expect(families(1)).not.toBe(families(100));
  expect(planVillages(db.city.divisions, 3000, 1).reduce((sum, v) => sum + v.persons, 0)).toBe(3000);
});
