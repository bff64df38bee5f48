import { expect, test } from 'vitest';
import { isOutOfStep, mustGo, requiredArea, shortfall } from './rules.ts';

const norms = { perPersonCm: 10, perHundred: { new: 20, old: 15 } };

test('算例W16：3,260户、规划9,800人，980平方米（33个百户只要660）；移交900，差80', () => {
  const estate = { area: 'new', households: 3260, plannedPeople: 9800 } as const;
  expect(requiredArea(estate, norms)).toBe(980);
  expect(shortfall(estate, 900, norms)).toBe(80);
  expect(shortfall(estate, 980, norms)).toBe(0);
});

test('人少户多的按百户：1,001户、2,000人，11个百户220平方米；老区每百户15平方米，165；9,801人要981平方米', () => {
  expect(requiredArea({ area: 'new', households: 1001, plannedPeople: 2000 }, norms)).toBe(220);
  expect(requiredArea({ area: 'old', households: 1001, plannedPeople: 1000 }, norms)).toBe(165);
  expect(requiredArea({ area: 'new', households: 100, plannedPeople: 9801 }, norms)).toBe(981);
});

test('四同步：和住宅同一天移交算同步，晚一天、还没有移交是未同步；住宅还没有验收的不说', () => {
  expect(isOutOfStep({ housingAcceptedOn: '2026-06-30', handedOn: '2026-06-30' })).toBe(false);
  expect(isOutOfStep({ housingAcceptedOn: '2026-06-30', handedOn: '2026-07-01' })).toBe(true);
  expect(isOutOfStep({ housingAcceptedOn: '2026-06-30', handedOn: null })).toBe(true);
  expect(isOutOfStep({ housingAcceptedOn: null, handedOn: null })).toBe(false);
});

test('连续两年D进退出名单；中间隔一年、只有一年的不进', () => {
  expect(
    mustGo([
      { year: 2025, grade: 'D' },
      { year: 2026, grade: 'D' },
    ]),
  ).toBe(true);
  expect(
    mustGo([
      { year: 2024, grade: 'D' },
      { year: 2026, grade: 'D' },
    ]),
  ).toBe(false);
  expect(
    mustGo([
      { year: 2024, grade: 'D' },
      { year: 2025, grade: 'D' },
      { year: 2026, grade: 'C' },
    ]),
  ).toBe(false);
  expect(mustGo([{ year: 2026, grade: 'D' }])).toBe(false);
});
