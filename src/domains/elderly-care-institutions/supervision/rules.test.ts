/** 信用和等级: X12, the levels that scores reach, the classes of a day. */
import { describe, expect, test } from 'vitest';
import { dayNumber } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { classOf, pointsOn, startOf } from './credit-rules.ts';
import { conditionsOf, gradeForMonth, gradeOn, gradeValidTo, levelOf, type Scores, type Standing } from './rating-rules.ts';

const bounds = { A: 90, B: 75, C: 60 };

describe('信用分（5.10）', () => {
  const entries: { onDate: PlainDate; points: number }[] = [
    { onDate: '2025-12-31', points: -15 },
    { onDate: '2026-03-10', points: -5 },
    { onDate: '2026-06-01', points: -15 },
    { onDate: '2026-09-01', points: 2 },
  ];

  test('1月1日从100分开始，去年的不带过来；是哪一天就算到哪一天', () => {
    expect(
      (['2026-01-01', '2026-03-10', '2026-05-31', '2026-06-01', '2026-09-30'] as const).map((day) => pointsOn(100, entries, day)),
    ).toEqual([100, 95, 95, 80, 82]);
  });

  test('90分是A，89分是B；75分是B，74分是C；60分是C，59分是D；进了失信名单的不管多少分都是D', () => {
    expect([90, 89, 75, 74, 60, 59].map((points) => classOf(points, bounds, false))).toEqual(['A', 'B', 'B', 'C', 'C', 'D']);
    expect(classOf(100, bounds, true)).toBe('D');
  });

  test('当年新登记的从B类开始', () => {
    expect(classOf(startOf('2026-02-03', 2026, bounds), bounds, false)).toBe('B');
    expect(classOf(startOf('2025-12-31', 2026, bounds), bounds, false)).toBe('A');
  });
});

describe('等级评定（5.7）', () => {
  const thresholds = { points: [400, 500, 600, 750, 900], shares: [40, 50, 60, 70, 80] } as const;
  const scores = (environment: number, facilities: number, management: number, service: number): Scores => ({
    environment,
    facilities,
    management,
    service,
  });

  test('总分600分、各部分都满60%：3级；少1分：2级', () => {
    expect(levelOf(scores(72, 78, 90, 360), thresholds)).toBe(3);
    expect(levelOf(scores(72, 78, 90, 359), thresholds)).toBe(2);
  });

  test('总分够了，有一部分差1分没有满60%，只能是2级', () => {
    expect(levelOf(scores(71, 100, 100, 400), thresholds)).toBe(2);
  });

  test('总分399分：没有等级', () => {
    expect(levelOf(scores(80, 80, 80, 159), thresholds)).toBe(0);
  });

  test('X12：2023年12月20日授牌，有效到2026年12月19日，11月22日还有27天；12月的钱按3级，1月没有等级', () => {
    const validTo = gradeValidTo('2023-12-20', 3);
    expect(validTo).toBe('2026-12-19');
    expect(dayNumber(validTo) - dayNumber('2026-11-22')).toBe(27);
    const grades = [{ level: 3, issuedOn: '2023-12-20', validTo, endedOn: null }] as const;
    expect([gradeOn(grades, '2023-12-19'), gradeOn(grades, '2026-12-19'), gradeOn(grades, '2026-12-20')]).toEqual([0, 3, 0]);
    expect([gradeForMonth(grades, '2026-12'), gradeForMonth(grades, '2027-01')]).toEqual([3, 0]);
  });

  test('降级、取消从那一天起算', () => {
    expect(gradeOn([{ level: 3, issuedOn: '2026-01-05', validTo: '2029-01-04', endedOn: '2026-06-01' }], '2026-06-01')).toBe(0);
  });

  test('先决条件一条一条地列出来：第一次申报4级、有重大隐患没有销号的，说得出是哪两条', () => {
    const standing: Standing = {
      recorded: true,
      operatingSince: '2020-05-01',
      finedOn: '2024-09-01',
      openMajorDanger: true,
      insuredTo: '2026-09-01',
      allAssessed: true,
      everGraded: false,
      level: 4,
    };
    expect(conditionsOf(standing, '2026-09-01').flatMap(({ zh, met }) => (met ? [] : [zh]))).toEqual([
      '没有未销号的重大隐患',
      '第一次申报最高3级',
      '市级评定1至3级，再高由省级评定',
    ]);
  });
});
