/** 低保边缘、刚性支出 at an application for 低保: the edges of each class, and W12. */
import { expect, test } from 'vitest';
import { dueMonths } from '../oracle.ts';
import type { TrueFamily } from '../world.ts';
import { city, expense, family, income, person, type Sketch, spell, step } from './fixtures.ts';

const parameters = city();
const decided = [step('refused', '2026-06-15', { openedOn: '2026-05-11' })];
const couple = (yearYuan: number, more: Sketch = {}, rest: Partial<TrueFamily> = {}): TrueFamily =>
  family(
    [
      person('夫', '1955-01-01', { does: 'old', incomes: [income('land-rent', yearYuan / 12)], ...more }),
      person('妻', '1956-01-01', { relation: 'spouse', does: 'old' }),
    ],
    rest,
  );
const kinds = (home: TrueFamily): string[] =>
  dueMonths(home, parameters, decided, { asKnown: true, until: '2026-12-31' })
    .filter((d) => d.benefit === 'edge' || d.benefit === 'rigid')
    .map((d) => `${d.benefit} ${d.month}`);

test('低于标准不是边缘，正好标准是边缘，正好1.5倍不是', () => {
  const line = 12 * 800 * 2;
  expect(kinds(couple(line - 12))).toEqual([]);
  expect(kinds(couple(line))).toEqual(['edge 2026-06']);
  expect(kinds(couple(line * 1.5 - 12))).toEqual(['edge 2026-06']);
  expect(kinds(couple(line * 1.5))).toEqual([]);
});

test('W12：三人，收入 60,000 元，自负 24,000 元是刚性支出，19,200 元正好80%不是', () => {
  const three = (selfPaid: number) =>
    family([
      person('父', '1955-01-01', { does: 'old', incomes: [income('land-rent', 5000)], expenses: [expense('medical', selfPaid)] }),
      person('母', '1956-01-01', { relation: 'spouse', does: 'old' }),
      person('子', '2014-01-01', { relation: 'child', does: 'pupil' }),
    ]);
  expect(kinds(three(24_000))).toEqual(['rigid 2026-06']);
  expect(kinds(three(19_200))).toEqual([]);
});

test('存款超过边缘限额、不超过48倍：只靠基本生活支出占比也能是刚性支出；超过48倍都不是', () => {
  const line = 12 * 800 * 2;
  const saved = (yuan: number) => kinds(couple(line, {}, { deposits: [spell(yuan * 100)] }));
  expect(saved(36 * 800 * 2)).toEqual(['edge 2026-06']);
  expect(saved(36 * 800 * 2 + 1)).toEqual(['rigid 2026-06']);
  expect(saved(48 * 800 * 2 + 1)).toEqual([]);
});
