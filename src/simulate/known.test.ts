/** What a simulated family goes and tells, and when. */
import { expect, test } from 'vitest';
import { reportsOf } from './known.ts';
import { family, person, wage } from './oracle/fixtures.ts';

const told = (on: `${number}-${number}-${number}`) => ({ on, by: 'family' as const });

test('找到工作的报一次，后来涨了工资再报一次：第一份工资有了结尾，开头也报', () => {
  const worker = person('p0', '1980-01-01', {
    incomes: [
      wage(966, { from: '2027-03-01', to: '2028-04-30', told: told('2027-03-05'), endTold: told('2028-05-09') }),
      wage(995, { from: '2028-05-01', told: told('2028-05-09') }),
    ],
  });
  expect(reportsOf(family([worker]))).toEqual([
    { on: '2027-03-05', person: 'p0', change: 'job' },
    { on: '2028-05-09', person: 'p0', change: 'income' },
  ]);
});

test('失去工作的报失业；部门先知道的，家里不报', () => {
  const worker = person('p0', '1980-01-01', { incomes: [wage(966, { to: '2027-04-30', endTold: told('2027-05-09') })] });
  expect(reportsOf(family([worker]))).toEqual([{ on: '2027-05-09', person: 'p0', change: 'lost-job' }]);
  const seen = person('p0', '1980-01-01', {
    incomes: [wage(966, { to: '2027-04-30', endTold: { on: '2027-05-09', by: 'department' } })],
  });
  expect(reportsOf(family([seen]))).toEqual([]);
});
