/** 喘息服务的天数和钱 (5.11)：按夜算，每次15天，每年30天，先扣每次的，再扣每年剩下的，早的夜先算。 */
import { expect, test } from 'vitest';
import { makeParameters } from '../../../kernel/policy/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { loadCity } from '../../../server/city.ts';
import { countedDays, determineRespite, determineSettlement, nightsBetween, type Served } from './rules.ts';

const COUNTY = '421202000000' as DivisionCode;
const parameters = makeParameters(
  loadCity('xianning').parameters.map((row) => ({ ...row, id: `${row.key}@${row.validFrom}`, knownSince: '2021-01-01' })),
);
const stay = (from: string, to: string): Served[] =>
  nightsBetween(from as PlainDate, to as PlainDate).map((on) => ({ on, hours: null }));
const limits = { stay: 15, year: 30 };
const money = (served: readonly Served[], used: Record<string, number> = {}) => {
  const made = determineSettlement({ division: COUNTY, served, used }, parameters, '2027-01-20' as PlainDate);
  return made.ok && made.value.amountFen;
};

test('住15夜补1200元，住16夜还是1200元；离开那天不算', () => {
  expect(stay('2026-09-01', '2026-09-16')).toHaveLength(15);
  expect(money(stay('2026-09-01', '2026-09-16'))).toBe(1_200_00);
  expect(money(stay('2026-09-01', '2026-09-17'))).toBe(1_200_00);
  expect(money(stay('2026-09-01', '2026-09-01'))).toBe(0);
});

test('12月20日住到1月10日：先取前15夜，12夜算旧年、3夜算新年；旧年只剩5天的，共补8夜640元', () => {
  const served = stay('2026-12-20', '2027-01-10');
  expect(served).toHaveLength(21);
  const all = countedDays(served, {}, limits).map((day) => day.on);
  expect([all.length, all[0], all.at(-1)]).toEqual([15, '2026-12-20', '2027-01-03']);
  expect(all.filter((day) => day <= '2026-12-31')).toHaveLength(12);
  const short = countedDays(served, { '2026': 25 }, limits).map((day) => day.on);
  expect(short).toEqual([
    '2026-12-20',
    '2026-12-21',
    '2026-12-22',
    '2026-12-23',
    '2026-12-24',
    '2027-01-01',
    '2027-01-02',
    '2027-01-03',
  ]);
  expect(money(served, { '2026': 25 })).toBe(640_00);
  // 没用上的名额不往后挪
  expect(money(served, { '2026': 30, '2027': 30 })).toBe(0);
});

test('上门每小时20元，一天最多算4小时：3小时60元，6小时80元', () => {
  expect(money([{ on: '2026-09-01' as PlainDate, hours: 3 }])).toBe(60_00);
  expect(money([{ on: '2026-09-01' as PlainDate, hours: 6 }])).toBe(80_00);
});

test('3级可以，2级要有失智诊断；没看诊断以前待查明', () => {
  const outcome = (level: number, dementia: boolean | null) => {
    const levels = [{ level, scheme: 'GB42195_2022', from: '2026-01-01' as PlainDate, to: null }];
    const facts = { birthDate: '1944-01-01' as PlainDate, division: COUNTY, levels, dementia, inInstitution: false };
    const made = determineRespite(facts, parameters, '2026-09-01' as PlainDate);
    return made.ok && made.value.outcome;
  };
  expect([outcome(3, false), outcome(2, false), outcome(2, true), outcome(2, null)]).toEqual([
    'eligible',
    'not-eligible',
    'eligible',
    'undetermined',
  ]);
});
