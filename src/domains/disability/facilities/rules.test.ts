import { describe, expect, test } from 'vitest';
import { libraryOf, type ProjectState, quarterOf, reportProblem } from './rules.ts';
import { scoreItems } from './terms.ts';

const now: ProjectState = { stage: 'started', paidFen: 500_000_00, progress: 40, reportedQuarter: '2026-Q2' };
const report = (more: Partial<Parameters<typeof reportProblem>[1]> = {}) =>
  reportProblem(now, { quarter: '2026-Q3', stage: 'started', paidFen: 600_000_00, progress: 55, ...more }, '2026-09-30');

describe('设施项目季度报告', () => {
  test('9月30日报第三季度：可以；第四季度还没有到：不行', () => {
    expect(report()).toBeNull();
    expect(report({ quarter: '2026-Q4' })?.path).toBe('quarter');
  });
  test('第二季度已经报过：不能再报', () => expect(report({ quarter: '2026-Q2' })?.path).toBe('quarter'));
  test('累计支付与上次相同：可以；少一分：不行', () => {
    expect(report({ paidFen: 500_000_00 })).toBeNull();
    expect(report({ paidFen: 499_999_99 })?.path).toBe('paid');
  });
  test('进度与上次相同：可以；低一个百分点：不行', () => {
    expect(report({ progress: 40 })).toBeNull();
    expect(report({ progress: 39 })?.path).toBe('progress');
  });
  test('阶段不能往回退；竣工的进度是100，没有竣工的不到100', () => {
    expect(report({ stage: 'approved' })?.path).toBe('stage');
    expect(report({ stage: 'completed', progress: 99 })?.path).toBe('progress');
    expect(report({ stage: 'completed', progress: 100 })).toBeNull();
    expect(report({ progress: 100 })?.path).toBe('progress');
  });
  test('3月31日是第一季度，4月1日是第二季度', () =>
    expect([quarterOf('2026-03-31'), quarterOf('2026-04-01')]).toEqual(['2026-Q1', '2026-Q2']));
});

test('项目库：投用和运营的算建成，钱按分相加', () =>
  expect(
    libraryOf([
      { stage: 'operating', paidFen: 1_800_000_00, plannedFen: 1_800_000_00 },
      { stage: 'completed', paidFen: 99, plannedFen: 100 },
    ]),
  ).toEqual({ opened: 1, of: 2, paidFen: 1_800_000_99, plannedFen: 1_800_001_00 }));

test('标杆机构评分各项满分合计100', () => expect(Object.values(scoreItems).reduce((sum, i) => sum + i.max, 0)).toBe(100));
