import { describe, expect, test } from 'vitest';
import { makeParameters } from '../../../kernel/policy/index.ts';
import { loadCity } from '../../../server/city.ts';
import { type AllowanceFacts, bandIn, determineAllowance, dueFrom, firstMonth, firstMonthRegistered, stepsOf } from './rules.ts';

const pack = loadCity('xianning');
const parameters = makeParameters(
  pack.parameters.map((row) => ({ ...row, id: `${row.key}@${row.division}@${row.validFrom}`, knownSince: '2021-01-01' })),
);
const XIANAN = '421202000000';
const wang = (more: Partial<AllowanceFacts> = {}): AllowanceFacts => ({
  birthDate: '1946-05-31',
  division: XIANAN,
  registeredInCity: true,
  registeredSince: null,
  drawnTo: null,
  ...more,
});
const decide = (facts: AllowanceFacts, asOf: `${number}-${number}-${number}`) => {
  const decision = determineAllowance(facts, parameters, asOf);
  if (!decision.ok) throw new Error(decision.code);
  return decision.value;
};

describe('W5 王大爷，1946年5月31日生，咸安区', () => {
  test('5月最后一天满80周岁，5月算；4月不算', () => {
    expect(dueFrom('1946-05-31')).toBe('2026-05');
    expect([bandIn('1946-05-31', '2026-04'), bandIn('1946-05-31', '2026-05')]).toEqual([null, 80]);
  });
  test('5月4日批准：从5月起，每月50元', () => {
    expect(decide(wang(), '2026-05-04')).toMatchObject({ outcome: 'eligible', effectiveMonth: '2026-05', amountFen: 50_00 });
  });
  test('5月到11月都是每月50元', () => {
    const steps = stepsOf(wang(), parameters, { from: '2026-05', to: '2026-11' });
    expect(steps).toEqual({ ok: true, value: [{ month: '2026-05', amountFen: 50_00 }] });
  });
});

test('6月1日生的，6月起；2月29日生的，平年2月28日满', () => {
  expect(dueFrom('1946-06-01')).toBe('2026-06');
  expect(dueFrom('1944-02-29')).toBe('2024-02');
  expect(bandIn('1936-02-29', '2026-02')).toBe(90);
});

test('补发最多12个月：2024年1月满80，2026年11月才发现，从2025年11月起；领过的从次月起', () => {
  expect(firstMonth(wang({ birthDate: '1944-01-10' }), { asOf: '2026-11-20', monthsBack: 12 })).toBe('2025-11');
  expect(firstMonth(wang({ drawnTo: '2026-08' }), { asOf: '2026-11-20', monthsBack: 12 })).toBe('2026-09');
});

test('外市迁来的：1日迁入的当月起，2日以后的次月起', () => {
  expect([firstMonthRegistered('2026-09-01'), firstMonthRegistered('2026-09-02')]).toEqual(['2026-09', '2026-10']);
  expect(decide(wang({ birthDate: '1940-01-01', registeredSince: '2026-09-02' }), '2026-11-20').effectiveMonth).toBe('2026-10');
});

test('80、90、100岁三档：50、100、500元，满的那个月起换档', () => {
  const steps = stepsOf(wang({ birthDate: '1936-08-15' }), parameters, { from: '2026-06', to: '2026-10' });
  expect(steps).toEqual({
    ok: true,
    value: [
      { month: '2026-06', amountFen: 50_00 },
      { month: '2026-08', amountFen: 100_00 },
    ],
  });
  expect(bandIn('1926-11-30', '2026-11')).toBe(100);
  expect(stepsOf(wang({ birthDate: '1926-11-30' }), parameters, { from: '2026-10', to: '2026-11' })).toMatchObject({
    value: [{ amountFen: 100_00 }, { month: '2026-11', amountFen: 500_00 }],
  });
});

test('户籍不在本市的不批准，写明是哪一条', () => {
  const decision = decide(wang({ registeredInCity: false }), '2026-06-01');
  expect(decision.outcome).toBe('not-eligible');
  expect(decision.clauses.filter((c) => c.verdict === 'unmet').map((c) => c.name)).toEqual(['户籍在本市']);
});

test('只凭决定里记下的那几条标准，能原样再算一遍', () => {
  const first = decide(wang(), '2026-05-04');
  const read = new Set(first.parameters.map(({ rowId }) => rowId));
  const kept = makeParameters(
    pack.parameters
      .map((row) => ({ ...row, id: `${row.key}@${row.division}@${row.validFrom}`, knownSince: '2021-01-01' }))
      .filter(({ id }) => read.has(id)),
  );
  const again = determineAllowance(wang(), kept, '2026-05-04');
  expect(again.ok && again.value).toEqual(first);
});
