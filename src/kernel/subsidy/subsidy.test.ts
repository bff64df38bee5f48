/** 按规定算的补贴 on a scheme of its own: days by the unit of the standard, two hands, two at once, parts that are cut, and what the database keeps by itself. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { freshContext } from '../../../tests/database.ts';
import { type Actor, publicActor, type Role, systemActor } from '../access/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { addParameter } from '../policy/server.ts';
import { ok, type Result } from '../result/index.ts';
import type { PlainDate } from '../schema/index.ts';
import { decideClaim } from './claims.ts';
import {
  approvePart,
  approveSubsidy,
  askSubsidy,
  checkPart,
  checkSubsidy,
  defineBook,
  endUse,
  linesEach,
  paySubsidy,
  type SubsidyRow,
  scheme,
  subsidyList,
} from './server.ts';

const COUNTY = '421202000000';
const officer = (role: Role, name: string): Actor => ({
  ...publicActor,
  kind: 'staff',
  id: `user-${name}`,
  name,
  role,
  division: COUNTY,
  ...scopeRange(COUNTY),
});
const clerk = officer('county-clerk', '郑海燕');
const leader = officer('county-leader', '徐国平');

let city: Awaited<ReturnType<typeof freshContext>>;
let body: string;
const seen: string[] = [];
const fixture = (key: string, more: { parts?: true; notice: string }) =>
  scheme({
    key,
    zh: '示例补贴',
    termZh: ({ term }) => `${term}年`,
    ask: {
      path: '',
      zh: '申请',
      causes: '',
      form: z.strictObject({ year: z.string() }),
      work: async (_, { year }) => ok({ body: { id: body, name: '示例机构', division: COUNTY }, own: true, term: year }),
    },
    days: { check: 'T-CHECK', notice: more.notice, pay: 'T-PAY' },
    checks: { causes: '', help: '' },
    count: async () => ok({ fen: 1000_00, basis: { units: 10 }, nothing: null }),
    lines: linesEach(({ term }) => [{ key: 'year', says: `${term}年`, doubts: ['像是补写的'] }]),
    ...(more.parts
      ? {
          parts: {
            names: ['第一期', '第二期'],
            shares: () => [50, 50],
            dueFrom: (_, no) => `202${5 + no}-01-01` as PlainDate,
            causes: () => '',
          },
          use: { months: 'T-MONTHS', unit: '张床', units: () => 10 },
        }
      : {}),
    returns: { days: 'T-RETURN', tell: async (_, __, { amount }) => void seen.push(amount) },
  });
const plain = fixture('test-plain', { notice: 'T-NOTICE-WORK' });
const parted = fixture('test-parted', { notice: 'T-NOTICE', parts: true });
const book = defineBook({
  url: '/api/test-subsidies',
  zh: '示例补贴',
  lead: '',
  by: { ask: ['care-home-head'], read: ['county-clerk'] },
  schemes: [plain, parted],
});

beforeAll(async () => {
  city = await freshContext({ start: '2026-03-02' });
  await city.context.write(systemActor('test', '421200000000'), async (tx) => {
    for (const [key, value, unit] of [
      ['T-CHECK', '15', 'workdays'],
      ['T-NOTICE', '7', 'days'],
      ['T-NOTICE-WORK', '5', 'workdays'],
      ['T-PAY', '10', 'workdays'],
      ['T-MONTHS', '60', 'months'],
      ['T-RETURN', '30', 'days'],
      ['SUBSIDY-SAMPLE', '10', 'percent'],
    ] as const) {
      const row = { key, division: '421200000000', value, unit, validFrom: '2020-01-01' as PlainDate, validTo: null };
      must(await addParameter(tx, { ...row, source: '测试', nature: 'assumption', note: '', floor: null, ceiling: null }));
    }
  });
});
afterAll(() => city.drop());
beforeEach(() => {
  body = newId();
  city.clock.set('2026-03-02');
});

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.code} ${JSON.stringify(result.params)}`);
  return result.value;
};
const as = <T>(actor: Actor, work: (tx: Tx) => Promise<T>) => city.context.write(actor, work);
const codeOf = (result: Result<unknown>): string => (result.ok ? 'OK' : result.code);
async function checked(which: typeof plain, year = '2025'): Promise<string> {
  const { id } = must(await as(clerk, (tx) => askSubsidy(tx, which, { year })));
  must(await as(clerk, (tx) => checkSubsidy(tx, book, id, { verdict: 'ok', note: '核对无误' })));
  return id;
}
const approve = (id: string, by = leader) => as(by, (tx) => approveSubsidy(tx, book, id, { note: '没有异议' }));
const rowOf = async (id: string, by = clerk): Promise<SubsidyRow> =>
  must(await city.context.read(by, (tx) => subsidyList(tx, book, {}))).rows.find((row) => row.id === id)!;

test('公示按标准的单位数：5个工作日到3月9日，7日到3月9日；期满的第二天才能批，核的人不能批', async () => {
  const [work, days] = [await checked(plain), await checked(parted)];
  expect((await rowOf(work)).due).toEqual({ zh: '公示到', on: '2026-03-09', late: false });
  expect((await rowOf(days)).due?.on).toBe('2026-03-09');
  city.clock.set('2026-03-09');
  expect(codeOf(await approve(work))).toBe('SUBSIDY_NOTICE');
  city.clock.set('2026-03-10');
  expect(codeOf(await approve(work, { ...clerk, role: 'county-leader' }))).toBe('SUBSIDY_OWN_HAND');
  expect(must(await approve(work))).toEqual({ payBy: '2026-03-24' });
});

test('同一秒申请两次只有一笔；同一秒批准两次只有一次成，只拨一期', async () => {
  const asked = await Promise.all([1, 2].map(() => as(clerk, (tx) => askSubsidy(tx, plain, { year: '2024' }))));
  expect(asked.map(codeOf).sort()).toEqual(['OK', 'SUBSIDY_TWICE']);
  const id = await checked(plain);
  city.clock.set('2026-03-10');
  const done = await Promise.all([1, 2].map(() => approve(id)));
  expect(done.map(codeOf).sort()).toEqual(['OK', 'SUBSIDY_STATE']);
  const pay = { on: '2026-03-10' as PlainDate, documentNo: '财拨1号' };
  const paid = await Promise.all([1, 2].map(() => as(clerk, (tx) => paySubsidy(tx, book, id, pay))));
  expect(paid.map(codeOf).sort()).toEqual(['OK', 'SUBSIDY_STATE']);
  expect(await rowOf(id)).toMatchObject({ stateZh: '已拨付', paidFen: 1000_00, parts: [] });
});

test('先停用4张、再全部停用：第二期只拨六成，两次追回合起来不多不少；单位自己看不到疑点', async () => {
  const id = await checked(parted);
  city.clock.set('2026-03-10');
  must(await approve(id));
  const pay = async (no: number, on: PlainDate) => {
    must(await as(clerk, (tx) => checkPart(tx, book, id, { no, note: '还在使用' })));
    must(await as(leader, (tx) => approvePart(tx, book, id, { no })));
    must(await as(clerk, (tx) => paySubsidy(tx, book, id, { no, on, documentNo: `财拨${no}号` })));
  };
  await pay(1, '2026-03-10');
  // 满6个月：500×4÷10×54÷60＝180
  city.clock.set('2026-09-10');
  const some = { on: '2026-09-10' as PlainDate, units: 4, reason: '改作办公室' };
  expect(must(await as(clerk, (tx) => endUse(tx, book, id, some)))).toEqual({ amountFen: 180_00 });
  const [first] = (await rowOf(id)).claims;
  const decision = { claim: first!.id, verdict: 'claim', decision: '民发1号' } as const;
  expect(codeOf(await as({ ...clerk, role: 'county-leader' }, (tx) => decideClaim(tx, book, id, decision)))).toBe(
    'SUBSIDY_OWN_HAND',
  );
  must(await as(leader, (tx) => decideClaim(tx, book, id, decision)));
  expect(seen).toEqual(['180.00元']);
  city.clock.set('2027-01-04');
  await pay(2, '2027-01-04');
  expect(await rowOf(id)).toMatchObject({ paidFen: 800_00, parts: [{}, { amountFen: 300_00 }] });
  // 满12个月，余下6张：1000×6÷10×48÷60＝480
  city.clock.set('2027-03-10');
  const rest = { on: '2027-03-10' as PlainDate, reason: '停办' };
  expect(must(await as(clerk, (tx) => endUse(tx, book, id, rest)))).toEqual({ amountFen: 480_00 });
  expect(codeOf(await as(clerk, (tx) => endUse(tx, book, id, rest)))).toBe('SUBSIDY_ENDED');
  const own = { ...leader, unitId: body };
  expect((await rowOf(id)).lines[0]).toMatchObject({ doubts: ['像是补写的'] });
  expect((await rowOf(id, own)).lines).toEqual([{ key: 'year', says: '2025年' }]);
  expect(await rowOf(id, { ...leader, unitId: newId() })).toBeUndefined();
});

test('六十笔分两页，没有办完的在前，一笔不重、一笔不漏', async () => {
  await city.owner.query('truncate subsidy cascade');
  for (let n = 0; n < 60; n++) must(await as(clerk, (tx) => askSubsidy(tx, plain, { year: String(1900 + n) })));
  const page = async (cursor?: string) => must(await city.context.read(clerk, (tx) => subsidyList(tx, book, { cursor })));
  const { rows: asked } = await page();
  const refuse = { verdict: 'refuse', note: '不在范围' } as const;
  for (const { id } of asked.slice(0, 5)) must(await as(clerk, (tx) => checkSubsidy(tx, book, id, refuse)));
  const first = await page();
  const second = await page(first.next!);
  expect([first.rows.length, second.rows.length, second.next]).toEqual([50, 10, null]);
  expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(60);
  expect(second.rows.slice(-5).map(({ stateZh }) => stateZh)).toEqual(Array(5).fill('不予补贴'));
});

test.each([
  ['核的人自己批准', 'subsidy_approved', "state = 'approved', approved_on = '2026-04-01', approved_by = checked_by"],
  ['公示没有满就批准', 'subsidy_notice', "state = 'approved', approved_on = notice_to, approved_by = 'other'"],
  ['没有核、没有金额就批准', 'subsidy_amount', "state = 'approved', approved_on = '2026-04-01', approved_by = 'other'"],
] as const)('%s：数据库不收', async (_, constraint, set) => {
  const id =
    constraint === 'subsidy_amount'
      ? must(await as(clerk, (tx) => askSubsidy(tx, plain, { year: '2025' }))).id
      : await checked(plain);
  await expect(city.owner.query(`update subsidy set ${set} where id = $1`, [id])).rejects.toMatchObject({ constraint });
});
