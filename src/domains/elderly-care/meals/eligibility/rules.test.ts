/** 助餐资格: the best category in words, the boundary of the age, full board in an institution. By the standards of the city pack. */
import { expect, test } from 'vitest';
import { makeParameters } from '../../../../kernel/policy/index.ts';
import { loadCity } from '../../../../server/city.ts';
import { determineMeals, type EligibilityFacts } from './rules.ts';

const parameters = makeParameters(
  loadCity('xianning').parameters.map((row) => ({ ...row, id: `${row.key}@${row.validFrom}`, knownSince: '2021-01-01' })),
);
const decide = (more: Partial<EligibilityFacts>) => {
  const made = determineMeals(
    {
      birthDate: '1944-03-01',
      division: '421202000000',
      dibao: [],
      tekun: [],
      edge: [],
      levels: [],
      livingAlone: [],
      inInstitution: false,
      ...more,
    },
    parameters,
    '2026-11-30',
  );
  if (!made.ok) throw new Error(made.code);
  return made.value;
};

test('82岁的低保老人：特困、低保一类，每餐最多4元', () => {
  expect(decide({ dibao: [{ from: '2025-01', to: null }] })).toMatchObject({
    outcome: 'eligible',
    amountFen: 4_00,
    breakdown: [{ formula: '每餐最多4.00元，自己至少付1.00元' }],
  });
});

test('今天满60岁的算，明天满60岁的不算', () => {
  expect(decide({ birthDate: '1966-11-30' })).toMatchObject({ outcome: 'eligible', amountFen: 1_00 });
  const young = decide({ birthDate: '1966-12-01' });
  expect(young).toMatchObject({ outcome: 'not-eligible', amountFen: 0, breakdown: [] });
  expect(young.clauses.filter(({ verdict }) => verdict === 'unmet').map(({ name }) => name)).toEqual(['年满60周岁']);
});

test('住在养老机构的已经包餐，不核定', () => {
  const inHome = decide({ inInstitution: true });
  expect(inHome.outcome).toBe('not-eligible');
  expect(inHome.clauses.filter(({ verdict }) => verdict === 'unmet').map(({ name }) => name)).toEqual([
    '没有入住养老机构（机构里已经包餐）',
  ]);
});
