import { expect, test } from 'vitest';
import { makeParameters } from '../../../kernel/policy/index.ts';
import { loadCity } from '../../../server/city.ts';
import { candidateOf } from './rules.ts';

const parameters = makeParameters(
  loadCity('xianning').parameters.map((row, i) => ({ ...row, id: `p${i}`, knownSince: '2020-01-01' })),
);
const candidate = (consumptionFen: number, urbanRural: 'urban' | 'rural' = 'urban') => {
  const result = candidateOf({ consumptionFen, urbanRural, division: '421202000000', date: '2026-09-01' }, parameters);
  if (!result.ok) throw new Error(result.code);
  return result.value;
};

test('城镇人均消费33600元×30%÷12＝840元：建议低保840元；特困不低于1.3倍1092元，现行1600元更高，不下调', () => {
  expect(candidate(33_600_00)).toMatchObject({ formulaFen: 840_00, dibaoFen: 840_00, tekunFen: 1600_00 });
});
test('多一分也进到841元', () => {
  expect(candidate(33_600_01).dibaoFen).toBe(841_00);
});
test('算出来正好800元不变；低于现行标准的不下调', () => {
  expect(candidate(32_000_00).dibaoFen).toBe(800_00);
  expect(candidate(30_000_00)).toMatchObject({ formulaFen: 750_00, dibaoFen: 800_00 });
});
test('农村消费40000元：低保1000元，特困1300元高于现行1190元', () => {
  expect(candidate(40_000_00, 'rural')).toMatchObject({ dibaoFen: 1000_00, tekunFen: 1300_00 });
});
