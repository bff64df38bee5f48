/** Duty × domain: in a village or township one knows the cases of one's own field; a county keeps all. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { type Actor, EVERY_DOMAIN, systemActor } from '../access/index.ts';
import { loadParameters } from '../policy/server.ts';
import { register } from '../resident/fixtures.ts';
import { codeOf, hand, must, openTest, testItem } from './fixtures.ts';
import { caseView, publishItems, workCounts, workList } from './server.ts';

const COUNTY = '421202000000';
const TOWNSHIP = '421202100000';
const VILLAGE = '421202100001';
let db: Awaited<ReturnType<typeof freshContext>>;
let caseId: string;
const of = (actor: Actor, domain: string): Actor => ({ ...actor, domain });
const own = of(hand(TOWNSHIP), 'test');
const other = of(hand(TOWNSHIP), 'another');
const both = of(hand(TOWNSHIP), EVERY_DOMAIN);
const county = of(hand(COUNTY, 'county-leader'), 'another');

beforeAll(async () => {
  db = await freshContext({ start: '2026-03-02' });
  await db.context.write(systemActor('city-pack', '000000000000'), async (tx) => {
    await loadParameters(
      tx,
      db.city.parameters.map((row) => ({ ...row, floor: null, ceiling: null })),
    );
    await publishItems(tx, [testItem]);
  });
  const personId = await db.context.write(systemActor('test', db.context.city), (tx) =>
    register(tx, { name: '周明', division: VILLAGE }),
  );
  caseId = must(await openTest(db.context, own, { personId, name: '周明', division: VILLAGE })).id;
});
afterAll(() => db?.drop());

const sees = async (actor: Actor) => ({
  list: (await db.context.write(actor, (tx) => workList(tx, { view: 'all' }))).rows.length,
  count: (await db.context.read(actor, workCounts)).all,
  page: codeOf(await db.context.write(actor, (tx) => caseView(tx, caseId))),
});

test('乡镇本业务域的经办人看得见；另一个业务域的看不见，按编号打开也查不到', async () => {
  expect(await sees(own)).toEqual({ list: 1, count: 1, page: 'OK' });
  expect(await sees(other)).toEqual({ list: 0, count: 0, page: 'NOT_FOUND' });
});

test('一人负责全部业务域的看得见；县级岗位不分业务域', async () => {
  expect(await sees(both)).toEqual({ list: 1, count: 1, page: 'OK' });
  expect(await sees(county)).toEqual({ list: 1, count: 1, page: 'OK' });
});
