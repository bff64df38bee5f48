/** 家庭养老床位的月度运行补贴 (5.16)：上门、在线两样都够才发，正好够也算。 */
import { expect, test } from 'vitest';
import { makeParameters } from '../../../kernel/policy/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { loadCity } from '../../../server/city.ts';
import { determineBed, determineMonth } from './rules.ts';

const COUNTY = '421202000000' as DivisionCode;
const parameters = makeParameters(
  loadCity('xianning').parameters.map((row) => ({ ...row, id: `${row.key}@${row.validFrom}`, knownSince: '2021-01-01' })),
);
const month = (visits: number, hoursOnline: number) => {
  const made = determineMonth(
    { division: COUNTY, month: '2026-09' as YearMonth, visits, hoursOnline, hoursTotal: 720 },
    parameters,
    '2026-10-03' as PlainDate,
  );
  if (!made.ok) throw new Error(made.code);
  return [made.value.amountFen, made.value.clauses.filter((c) => c.verdict === 'unmet').map((c) => c.name)];
};

test('九月720小时：上门4次、在线648小时（正好90%），发200元；少1次、少1小时都不发', () => {
  expect(month(4, 648)).toEqual([200_00, []]);
  expect(month(3, 720)).toEqual([0, ['当月上门不少于4次']]);
  expect(month(8, 647)).toEqual([0, ['设备在线不少于90%的小时']]);
});

test('2级以上才能办，1级、旧标准、住在机构、已经有一张的不能', () => {
  const bed = (level: number, given: { scheme?: string; inInstitution?: boolean; hasBed?: boolean } = {}) => {
    const { scheme = 'GB42195_2022', inInstitution = false, hasBed = false } = given;
    const levels = [{ level, scheme, from: '2026-01-01' as PlainDate, to: null }];
    const made = determineBed(
      { birthDate: '1944-01-01' as PlainDate, division: COUNTY, levels, inInstitution, hasBed },
      parameters,
      '2026-09-01' as PlainDate,
    );
    return made.ok && made.value.clauses.filter((c) => c.verdict === 'unmet').length;
  };
  expect(bed(2)).toBe(0);
  expect(bed(1)).toBe(1);
  expect(bed(3, { scheme: 'MZ039_2013' })).toBe(1);
  expect(bed(3, { inInstitution: true })).toBe(1);
  expect(bed(3, { hasBed: true })).toBe(1);
});
