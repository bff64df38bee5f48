/** 物价联动 by the worked example W13: the two lines, the floor, whom it reaches. */
import { expect, test } from 'vitest';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { dueMonths } from '../oracle.ts';
import type { PriceRise, TrueFamily } from '../world.ts';
import { city, family, person, type Sketch, step } from './fixtures.ts';

const parameters = city();
const rise = (cpiPermille: number, foodPermille: number, month = '2026-05'): PriceRise => ({
  month: month as PriceRise['month'],
  cpiPermille,
  foodPermille,
  publishedOn: '2026-06-16',
});
const couple = (more: Partial<TrueFamily> = {}, other: Sketch = {}): TrueFamily =>
  family(
    [person('夫', '1955-01-01', { does: 'old' }), person('妻', '1956-01-01', { relation: 'spouse', does: 'old', ...other })],
    more,
  );
const granted = (on: PlainDate) => [step('granted', on, { openedOn: '2026-03-02' })];
const sums = (home: TrueFamily, prices: readonly PriceRise[], grantedOn: PlainDate = '2026-03-31') =>
  dueMonths(home, parameters, granted(grantedOn), { asKnown: true, until: '2026-12-31' }, prices)
    .filter((d) => d.benefit === 'price-subsidy')
    .map((d) => `${d.month} ${d.fen / 100}`);

test('W13：食品6.2%启动，城市农村都按最低20元；CPI 3.6%城市29元、农村24元；3.4%和5.9%不启动', () => {
  const rural = { urbanRural: 'rural', division: '421202100201' } as const;
  expect(sums(couple(), [rise(11, 62)])).toEqual(['2026-05 40']);
  expect(sums(couple(rural), [rise(11, 62)])).toEqual(['2026-05 40']);
  expect(sums(couple(), [rise(36, 20)])).toEqual(['2026-05 58']);
  expect(sums(couple(rural), [rise(36, 20)])).toEqual(['2026-05 48']);
  expect(sums(couple(), [rise(34, 59)])).toEqual([]);
  expect(sums(couple(), [rise(35, 59)])).toEqual(['2026-05 56']);
});

test('当月还没有享受的没有；当月以前去世的不算，当月去世的算', () => {
  expect(sums(couple(), [rise(36, 20)], '2026-05-08')).toEqual([]);
  const dies = (on: PlainDate) => sums(couple({}, { dies: on, deathTold: '2026-08-01' }), [rise(36, 20)]);
  expect(dies('2026-04-30')).toEqual(['2026-05 29']);
  expect(dies('2026-05-01')).toEqual(['2026-05 58']);
});
