/** 集中照护补助（EL-23）：低保、完全失能、住在养老机构；当月住满15天才发，离开的那天不算。 */
import { describe, expect, test } from 'vitest';
import { makeParameters } from '../../../kernel/policy/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { loadCity } from '../../../server/city.ts';
import { type Drawn, daysInHome, determineSubsidy, type SubsidyFacts, standingOf } from './rules.ts';

const parameters = makeParameters(
  loadCity('xianning').parameters.map((row) => ({ ...row, id: `${row.key}@${row.validFrom}`, knownSince: '2021-01-01' })),
);
const stay = (from: PlainDate, to: PlainDate | null = null) => ({ from, to });
const level = (of: number) => ({
  level: of,
  scheme: 'GB42195_2022',
  from: '2026-01-10' as PlainDate,
  to: '2027-01-10' as PlainDate,
});
/** 78 years old, 低保, level 4, in a home since January. */
const elder = (more: Partial<SubsidyFacts> = {}): SubsidyFacts => ({
  birthDate: '1948-03-01',
  division: '421202000000',
  registeredInCity: true,
  dibao: [{ from: '2020-01', to: null }],
  edge: [],
  tekun: [],
  levels: [level(4)],
  other: [],
  otherPaidTo: null,
  workInjuryCare: null,
  drawnTo: null,
  stays: [stay('2026-01-05')],
  vouchers: [],
  ...more,
});
const decide = (facts: SubsidyFacts, asOf: PlainDate = '2026-02-10') => {
  const decision = determineSubsidy('concentrated', facts, parameters, asOf);
  if (!decision.ok) throw new Error(decision.code);
  return decision.value;
};
const unmet = (facts: SubsidyFacts) =>
  decide(facts)
    .clauses.filter((c) => c.verdict === 'unmet')
    .map((c) => c.name);
const end = (facts: SubsidyFacts, more: Partial<Drawn> = {}, until: YearMonth = '2026-09') => {
  const drawn = { from: '2026-03' as YearMonth, to: null, diedOn: null, movedLast: null, paidTo: null, ...more };
  const found = standingOf('concentrated', facts, drawn, { parameters, until });
  if (!found.ok) throw new Error(found.code);
  return found.value.end;
};

test('2月10日批准，3月起每月600元，不用查工伤护理费', () => {
  expect(decide(elder())).toMatchObject({ outcome: 'eligible', effectiveMonth: '2026-03', amountFen: 600_00 });
});

describe('每一条差一点的', () => {
  test('3级的、没有住机构的、低保边缘的、特困的，各差一条', () => {
    expect(unmet(elder({ levels: [level(3)] }))).toEqual(['能力等级4级（完全失能）']);
    expect(unmet(elder({ stays: [] }))).toEqual(['住在养老机构，当月满15天']);
    expect(unmet(elder({ dibao: [], edge: [{ from: '2026-01-01', to: null }] }))).toEqual(['是低保家庭成员']);
    expect(unmet(elder({ tekun: [{ from: '2026-01', to: null }] }))).toEqual(['不是特困供养人员（特困供养已经包含照料）']);
  });
  test('消费券用到3月的，从4月起，不在同一个月', () => {
    const used = elder({ vouchers: ['2026-02', '2026-03'], otherPaidTo: '2026-03' });
    expect(decide(used)).toMatchObject({ outcome: 'eligible', effectiveMonth: '2026-04' });
  });
});

describe('当月住了几天', () => {
  test('6月16日住进的15天，17日住进的14天；6月16日离开的15天，15日离开的14天；两家的合起来算', () => {
    const days = (...stays: SubsidyFacts['stays'][number][]) => daysInHome(stays, '2026-06');
    expect([days(stay('2026-06-16')), days(stay('2026-06-17'))]).toEqual([15, 14]);
    expect([days(stay('2026-01-05', '2026-06-16')), days(stay('2026-01-05', '2026-06-15'))]).toEqual([15, 14]);
    expect(days(stay('2026-01-05', '2026-06-08'), stay('2026-06-23'))).toBe(7 + 8);
    expect(days(stay('2026-07-01'))).toBe(0);
  });
});

describe('在享的后来怎样', () => {
  test('6月16日离开的6月照发，7月起停；6月15日离开的发到5月', () => {
    const left = { reason: '离开养老机构，当月没有住满' };
    expect(end(elder({ stays: [stay('2026-01-05', '2026-06-16')] }))).toEqual({ lastMonth: '2026-06', ...left });
    expect(end(elder({ stays: [stay('2026-01-05', '2026-06-15')] }))).toEqual({ lastMonth: '2026-05', ...left });
  });
  test('离开10天换一家，当月两家合起来满15天的不停', () => {
    expect(end(elder({ stays: [stay('2026-01-05', '2026-06-08'), stay('2026-06-18')] }))).toBeNull();
  });
  test('6月20日去世：6月住满了，发到6月；6月3日去世：没有住满，发到5月，原因写去世', () => {
    const died = (on: PlainDate) => end(elder({ stays: [stay('2026-01-05', on)] }), { diedOn: on });
    expect(died('2026-06-20')).toEqual({ lastMonth: '2026-06', reason: '2026-06-20死亡' });
    expect(died('2026-06-03')).toEqual({ lastMonth: '2026-05', reason: '2026-06-03死亡' });
  });
  test('低保发到6月的，7月起停；降到3级的、转特困的，次月停', () => {
    expect(end(elder({ dibao: [{ from: '2020-01', to: '2026-06' }] }))).toMatchObject({ lastMonth: '2026-06' });
    const lower = [
      { ...level(4), to: '2026-05-12' as PlainDate },
      { ...level(3), from: '2026-05-12' as PlainDate },
    ];
    expect(end(elder({ levels: lower }))).toMatchObject({ lastMonth: '2026-05' });
    expect(end(elder({ tekun: [{ from: '2026-08', to: null }] }))).toEqual({ lastMonth: '2026-07', reason: '转为特困供养' });
  });
});
