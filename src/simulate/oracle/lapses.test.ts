/** What the office left without an answer. */
import { expect, test } from 'vitest';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { lapses } from '../oracle.ts';
import type { Step, TrueFamily } from '../world.ts';
import { city, family, income, person, step } from './fixtures.ts';

const parameters = city();
const open = (home: TrueFamily, steps: readonly Step[], until: PlainDate = '2026-12-31') =>
  lapses(home, parameters, steps, until).map((l) => `${l.what} ${l.person} ${l.by}`);
const granted = step('granted', '2026-03-31', { openedOn: '2026-03-02' });

test('申请75天没有决定：列出；第75天决定了就没有', () => {
  const home = family([person('老人', '1955-01-01', { does: 'old' })], {
    asks: [{ item: 'dibao', on: '2026-03-02', person: '老人' }],
  });
  expect(open(home, [])).toEqual(['undecided 老人 2026-05-16']);
  expect(open(home, [step('refused', '2026-05-16', { openedOn: '2026-03-02' })])).toEqual([]);
  expect(open(home, [step('refused', '2026-05-17', { openedOn: '2026-03-02' })])).toEqual(['undecided 老人 2026-05-16']);
});

test('两项补贴只决定了一项：还欠一项', () => {
  const asks: TrueFamily['asks'] = [{ item: 'subsidies', on: '2026-03-02', person: '本人', kinds: ['living', 'nursing'] }];
  const home = family([person('本人', '1980-01-01', { does: 'unable' })], { asks });
  const decided = (benefit: Step['benefit']) => step('refused', '2026-03-20', { benefit, person: '本人' });
  expect(open(home, [decided('disability-living')])).toEqual(['undecided 本人 2026-05-16']);
  expect(open(home, [decided('disability-living'), decided('disability-nursing')])).toEqual([]);
});

test('成员去世，5月20日起三个月内要有复核：8月20日的来得及，8月21日的来不及', () => {
  const home = family([
    person('女儿', '1983-03-01'),
    person('外婆', '1951-03-01', { relation: 'parent', does: 'old', dies: '2026-05-20', deathTold: '2026-06-03' }),
  ]);
  const reviewed = (on: PlainDate) => open(home, [granted, step('reviewed', on, { openedOn: '2026-06-03', ground: 'death' })]);
  expect(reviewed('2026-08-20')).toEqual([]);
  expect(reviewed('2026-08-21')).toEqual(['death-review 外婆 2026-08-20']);
});

test('报告了收入变化，复核记的是报告以前的情况：等于没有听见', () => {
  const home = family([
    person('老人', '1955-01-01', {
      does: 'old',
      incomes: [income('rent', 300, { from: '2026-05-01', told: { on: '2026-05-12', by: 'family' } })],
    }),
  ]);
  const reviewed = (factsOn: PlainDate) =>
    open(home, [granted, step('reviewed', '2026-05-25', { openedOn: '2026-05-08', factsOn })]);
  expect(reviewed('2026-05-12')).toEqual([]);
  expect(reviewed('2026-05-11')).toEqual(['report-unheard 老人 2026-07-11']);
});
