/** 界线: the worked examples 10 and 11 of the specification. */
import { describe, expect, test } from 'vitest';
import { inspectionDue, integrityOf, peaceScore, progressOf, visitOverdue, warningsBy } from './rules.ts';
import type { MarkerState } from './terms.ts';

describe('例10：嘉鱼—赤壁线', () => {
  const due = inspectionDue('2021-10-28');
  test('上一轮2021年10月28日完成，本轮2026年12月31日到期；9月30日已提醒第三次', () => {
    expect(due).toBe('2026-12-31');
    expect(
      ['2025-12-30', '2025-12-31', '2026-06-30', '2026-09-29', '2026-09-30', '2026-11-22'].map((day) =>
        warningsBy(due, day as never),
      ),
    ).toEqual([0, 1, 2, 2, 3, 3]);
  });
  test('计划81.5公里，完成60.2公里：73.9%；没有计划的没有进度', () => {
    expect(progressOf([{ plannedMetres: 81_500, doneMetres: 60_200 }])).toBe(73.9);
    expect(progressOf([])).toBeNull();
  });
});

describe('例11：界桩和考核', () => {
  const states: MarkerState[] = [...Array<MarkerState>(22).fill('good'), 'damaged', 'lost'];
  const facts = {
    agreed: true,
    inspected: true,
    newDisputes: 1,
    longDisputes: 0,
    markers: integrityOf(states),
    files: 8,
    incident: false,
  };
  test('24个界桩22个完好，一起新争议，档案8分：20＋25＋20＋13.75＋8＝86.75，合格', () => {
    expect(integrityOf(states)).toEqual({ good: 22, all: 24 });
    expect(peaceScore(facts)).toMatchObject({ hundredths: 8675, grade: 'passed' });
  });
  test('75分合格，90分优秀，差一点都不算；伤人的械斗一票否决；争议分扣完为止', () => {
    const gradeOf = (given: Partial<typeof facts>) =>
      peaceScore({ ...facts, markers: { good: 24, all: 24 }, newDisputes: 0, ...given }).grade;
    expect([
      gradeOf({ files: 0 }),
      gradeOf({ agreed: false, files: 5 }),
      gradeOf({ agreed: false, files: 4 }),
      gradeOf({ incident: true }),
    ]).toEqual(['excellent', 'passed', 'failed', 'vetoed']);
    expect(peaceScore({ ...facts, newDisputes: 4 }).parts[2]).toEqual({ zh: '争议', hundredths: 0, of: 3000 });
  });
});

test('界桩每季巡一次：最后一次以后第93天起算逾期，从来没巡过的也是', () => {
  expect([
    visitOverdue('2026-06-01', '2026-09-01'),
    visitOverdue('2026-06-01', '2026-09-02'),
    visitOverdue(null, '2026-09-01'),
  ]).toEqual([false, true, true]);
});
