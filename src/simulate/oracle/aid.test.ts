/** 临时救助 by the worked examples W10 and W11, and the limits just inside and just outside. */
import { expect, test } from 'vitest';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { dueMonths, lapses } from '../oracle.ts';
import type { Burden, Emergency, Step, Trouble, TrueFamily } from '../world.ts';
import { city, family, income, person, spell, step } from './fixtures.ts';

const parameters = city();
const emergency = (more: Partial<Emergency> = {}): Emergency => ({
  type: 'emergency',
  on: '2026-08-08',
  person: '父',
  cause: 'fire',
  tier: 2,
  persons: 4,
  division: '421281108001',
  ...more,
});
const bills = (yuan: number, more: Partial<Burden> = {}): Burden => ({
  type: 'expense',
  on: '2026-08-03',
  person: '父',
  cause: 'medical',
  bills: [{ class: 'medical', totalFen: yuan * 100, reimbursedFen: 0 }],
  ...more,
});
const aid = (ground: 'first-aid' | 'rest' | 'expense', decidedOn: PlainDate, openedOn: PlainDate): Step =>
  step('granted', decidedOn, { benefit: 'temporary-aid', person: '父', ground, openedOn });
const sums = (home: TrueFamily, steps: readonly Step[]): string[] =>
  dueMonths(home, parameters, steps, { asKnown: true, until: '2027-12-31' })
    .filter((d) => d.benefit === 'temporary-aid')
    .map((d) => `${d.month} ${d.fen / 100}`);

/** Four people in 通城, rural, with a rent of so much a year. */
const home = (yearYuan: number, troubles: readonly Trouble[], more: Partial<TrueFamily> = {}): TrueFamily =>
  family(
    [
      person('父', '1980-01-01', { incomes: [income('land-rent', yearYuan / 12)] }),
      person('母', '1982-01-01', { relation: 'spouse' }),
      person('子', '2014-01-15', { relation: 'child', does: 'pupil' }),
      person('女', '2018-01-15', { relation: 'child', does: 'pupil' }),
    ],
    { division: '421222100201', urbanRural: 'rural', troubles, ...more },
  );
const fire = aid('first-aid', '2026-08-08', '2026-08-08');
const rest = aid('rest', '2026-08-11', '2026-08-08');

test('W10：二档4人 6,400 元，乡镇先付 3,000 元；县级批了其余 3,400 元才是 6,400 元', () => {
  expect(sums(home(0, [emergency()]), [fire])).toEqual(['2026-08 3000']);
  expect(sums(home(0, [emergency()]), [fire, rest])).toEqual(['2026-08 6400']);
  expect(sums(home(0, [emergency({ persons: 5 })]), [fire, rest])).toEqual(['2026-08 6400']);
  expect(sums(home(0, [emergency({ persons: 3 })]), [fire, rest])).toEqual(['2026-08 4800']);
  expect(sums(home(0, [emergency({ tier: 1, persons: 1 })]), [fire])).toEqual(['2026-08 800']);
});

test('没有人来的急难也该先行救助：当天应有 3,000 元', () => {
  expect(sums(home(0, [emergency()]), [])).toEqual(['2026-08 3000']);
  expect(lapses(home(0, [emergency()]), parameters, [], '2026-08-10')).toEqual([
    { what: 'first-help', person: '父', since: '2026-08-08', by: '2026-08-09' },
  ]);
  expect(lapses(home(0, [emergency()]), parameters, [fire], '2026-08-10')).toEqual([]);
});

test('同一事由：满12个月的当天其余部分可以批，差一天只有先行救助；一年第三次也只有先行救助', () => {
  const again = (on: PlainDate) =>
    sums(home(0, [emergency(), emergency({ on })]), [fire, rest, aid('first-aid', on, on), aid('rest', on, on)]).at(-1);
  expect(again('2027-08-08')).toBe('2027-08 6400');
  expect(again('2027-08-07')).toBe('2027-08 3000');
  const on = ['2026-02-02', '2026-05-05', '2026-09-09'] as const;
  const causes = ['fire', 'accident', 'illness'] as const;
  const three = on.map((day, i) => emergency({ on: day, cause: causes[i]! }));
  const steps = on.flatMap((day) => [aid('first-aid', day, day), aid('rest', day, day)]);
  expect(sums(home(0, three), steps)).toEqual(['2026-02 6400', '2026-05 6400', '2026-09 3000']);
});

const answered = aid('expense', '2026-08-20', '2026-08-03');

test('W11：年收入 48,000 元、自负 36,000 元：4,936 元；没有决定的不算发放，是没有答复', () => {
  expect(sums(home(48_000, [bills(36_000)]), [answered])).toEqual(['2026-08 4936']);
  expect(sums(home(48_000, [bills(36_000)]), [])).toEqual([]);
  expect(lapses(home(48_000, [bills(36_000)]), parameters, [], '2026-12-31').map((l) => l.what)).toEqual(['undecided']);
});

test('缺口正好为零没有；人均正好达到上年度人均可支配收入没有', () => {
  const gap = (yuan: number) => sums(home(48_000, [bills(yuan)]), [answered]);
  expect([gap(16_320), gap(16_321)]).toEqual([[], ['2026-08 1']]);
  const rich = (yearYuan: number) => sums(home(yearYuan, [bills(90_000)]), [answered]).length;
  expect([rich(4 * 23_400), rich(4 * 23_400 - 12)]).toEqual([0, 1]);
});

test('存款超过低保边缘限额的没有；低保、特困对象只看支出', () => {
  const limit = 36 * 660 * 4;
  const saved = (yuan: number) => sums(home(48_000, [bills(36_000)], { deposits: [spell(yuan * 100)] }), [answered]).length;
  expect([saved(limit), saved(limit + 1)]).toEqual([1, 0]);
  const granted = step('granted', '2026-03-31', { openedOn: '2026-03-02' });
  expect(sums(home(24_000, [bills(36_000)]), [granted, answered])).toEqual(['2026-08 7600']);
});

test('支出型同一事由一年内再申请没有', () => {
  const twice = [bills(36_000), bills(36_000, { on: '2026-11-02' })];
  expect(sums(home(48_000, twice), [answered, aid('expense', '2026-11-20', '2026-11-02')])).toEqual(['2026-08 4936']);
});

test('一事一议以后可以再次救助：急难一共议定 12,000 元，支出型议定 9,000 元；不受次数限制的照核算的给', () => {
  const resolved = { resolvedFen: 12_000_00 };
  const on = '2027-08-07';
  const again = [fire, rest, aid('first-aid', on, on), aid('rest', on, on)];
  expect(sums(home(0, [emergency(), emergency({ on, ...resolved })]), again).at(-1)).toBe('2027-08 12000');
  expect(sums(home(0, [emergency(), emergency({ on, cause: 'accident', ...resolved })]), again).at(-1)).toBe('2027-08 6400');
  const twice = (yuan: number) => [bills(36_000), bills(yuan, { on: '2026-11-02', resolvedFen: 9_000_00 })];
  const steps = [answered, aid('expense', '2026-11-20', '2026-11-02')];
  expect(sums(home(48_000, twice(36_000)), steps)).toEqual(['2026-08 4936', '2026-11 9000']);
  expect(sums(home(48_000, twice(16_320)), steps)).toEqual(['2026-08 4936']);
});
