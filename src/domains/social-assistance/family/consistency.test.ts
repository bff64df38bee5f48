import { expect, test } from 'vitest';
import { family, familyW1, monthly, noAssets, person } from '../dibao/fixtures.ts';
import { factsProblems } from './consistency.ts';

const paths = (facts: Parameters<typeof factsProblems>[0]) => factsProblems(facts).map((p) => p.path);

test('示例 W1 的事实前后一致', () => {
  expect(factsProblems(familyW1())).toEqual([]);
});
test('成员编号重复、没有或多于一名申请人', () => {
  expect(paths(family([person('甲', 'self'), person('甲', 'spouse')]))).toEqual(['members.1.ref']);
  expect(paths(family([person('甲', 'spouse')]))).toEqual(['members']);
  expect(paths(family([person('甲', 'self'), person('乙', 'self')]))).toEqual(['members']);
});
test('收入、支出、财产、义务人、差异、单人保写了不存在的成员，逐处指出', () => {
  const facts = family([person('甲', 'self')], {
    incomes: [monthly('乙', 'wage', 100)],
    farms: [{ member: '乙', kind: 'tea', scale: '1' }],
    expenses: [{ member: '乙', class: 'medical', totalFen: 1 }],
    obligors: [
      {
        relation: 'child',
        supports: ['甲', '乙'],
        mustSupport: 1,
        householdSize: 1,
        monthlyIncomeFen: 1,
        division: '421202000000',
        urbanRural: 'urban',
      },
    ],
    assets: { ...noAssets, houses: [{ owner: '乙', areaSqm: '80' }] },
    discrepancies: [{ kind: 'house', member: '乙', source: '不动产登记', disposition: null }],
    single: { applicant: '乙', ground: 'illness' },
  });
  expect(paths(facts)).toEqual([
    'incomes.0.member',
    'farms.0.member',
    'expenses.0.member',
    'obligors.0.supports.1',
    'obligors.0.mustSupport',
    'assets.houses.0.owner',
    'discrepancies.0.member',
    'single.applicant',
  ]);
});
test('死亡早于出生、收入的结束月份早于开始月份', () => {
  expect(paths(family([person('甲', 'self', { diedOn: '1986-03-09' })]))).toEqual(['members.0.diedOn']);
  expect(
    paths(family([person('甲', 'self')], { incomes: [{ ...monthly('甲', 'wage', 100), from: '2025-09', to: '2025-08' }] })),
  ).toEqual(['incomes.0.to']);
});
