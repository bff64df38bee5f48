import { describe, expect, test } from 'vitest';
import { addMonths } from '../../../kernel/calendar/index.ts';
import { shown } from '../../../kernel/indicator/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { calendar, standards } from '../fixtures.ts';
import {
  type Absence,
  type ClaimedSession,
  followUpsOf,
  hasStandardService,
  isAdmissible,
  isTrained,
  nextStageOn,
  type ServedPerson,
  settleMonth,
} from './rules.ts';

describe('示例 E13 初核登记和转介的期限', () => {
  test('E13 2026年9月22日申请：9月30日前初核登记（中秋放假不算）', () => {
    expect(calendar.addWorkdays('2026-09-22', 5)).toBe('2026-09-30');
  });
  test('E13 9月30日登记：10月13日前转介（国庆放假不算，10月10日调休上班算）', () => {
    expect(calendar.addWorkdays('2026-09-30', 5)).toBe('2026-10-13');
  });
});

describe('示例 E14 覆盖率和规范服务率', () => {
  const rate = (key: string, num: number, den: number) => {
    const target = standards((read) => read.number(key));
    return shown({ num, den }, { num: Number(target.num), den: Number(target.den) });
  };
  test('E14 六个县（市、区）有五个开展：83.3%，达到80%', () => {
    expect(rate('REH-COUNTY-RATE', 5, 6)).toEqual({ percent: '83.3', verdict: 'reached' });
  });
  test('E14 登记1,250人，规范服务742人：59.4%，没有达到60%；750人：60.0%，达到', () => {
    expect(rate('REH-STD-RATE', 742, 1_250)).toEqual({ percent: '59.4', verdict: 'missed' });
    expect(rate('REH-STD-RATE', 749, 1_250)).toEqual({ percent: '59.9', verdict: 'missed' });
    expect(rate('REH-STD-RATE', 750, 1_250)).toEqual({ percent: '60.0', verdict: 'reached' });
    // 显示不会把没有达到的数写成60.0%
    expect(rate('REH-STD-RATE', 59_999, 100_000)).toEqual({ percent: '59.9', verdict: 'near' });
  });
  test('一个人也没有登记：不算达到，不显示百分比', () => {
    expect(rate('REH-STD-RATE', 0, 0)).toEqual({ percent: null, verdict: 'none' });
  });
});

describe('规范服务', () => {
  const served = (given: Partial<ServedPerson> = {}): ServedPerson => ({
    planSignedOn: '2026-07-01',
    servedMonths: ['2026-08', '2026-09', '2026-10'],
    lastStageOn: '2026-10-05',
    ...given,
  });
  const standard = (given: Partial<ServedPerson>, asOf: PlainDate = '2026-11-22') =>
    standards((read) => hasStandardService(read, served(given), asOf));
  test('签了计划、连续三个月有服务、阶段评估不超过三个月：规范', () => {
    expect(standard({})).toBe(true);
    expect(standard({ planSignedOn: null })).toBe(false);
  });
  test('连续两个月不够，断一个月也不够，跨年连续三个月可以', () => {
    expect(standard({ servedMonths: ['2026-09', '2026-10'] })).toBe(false);
    expect(standard({ servedMonths: ['2026-08', '2026-10', '2026-11'] })).toBe(false);
    expect(standard({ servedMonths: ['2025-12', '2025-11', '2026-01'] })).toBe(true);
  });
  test('阶段评估满三个月当天还算，第二天就不算', () => {
    expect(standard({ lastStageOn: '2026-08-22' })).toBe(true);
    expect(standard({ lastStageOn: '2026-08-21' })).toBe(false);
    expect(standards((read) => nextStageOn(read, '2026-08-31'))).toBe('2026-11-30');
  });
});

describe('接收和培训', () => {
  test('稳定且危险性等级0—2级可以接收；3级，或者急性期，先到医疗机构', () => {
    const may = (riskLevel: number, acute = false) => standards((read) => isAdmissible(read, { riskLevel, acute }));
    expect([may(0), may(2), may(3), may(0, true)]).toEqual([true, true, false, false]);
  });
  test('上年培训20学时可以上岗，差一刻钟不可以', () => {
    expect([80, 79].map((quarters) => standards((read) => isTrained(read, quarters)))).toEqual([true, false]);
  });
  test('结案后1、3、6、12个月回访', () => {
    expect(followUpsOf('2026-08-31')).toEqual(['2026-09-30', '2026-11-30', '2027-02-28', addMonths('2026-08-31', 12)]);
  });
});

describe('示例 E15 服务结算', () => {
  const at = (day: number, minutes = 60, given: Partial<ClaimedSession> = {}): ClaimedSession => {
    const on = `2026-10-${String(day).padStart(2, '0')}` as PlainDate;
    const startsAt = `${on}T01:00:00.000Z`;
    return {
      id: `${on}-${minutes}`,
      personId: '王某',
      staffId: '小李',
      on,
      minutes,
      startsAt,
      endsAt: new Date(Date.parse(startsAt) + minutes * 60_000).toISOString(),
      ...given,
    };
  };
  const settle = (sessions: ClaimedSession[], absences: Absence[] = []) =>
    standards((read) => settleMonth(read, { sessions, absences }));
  const many = (days: number[]) => days.map((day) => at(day));

  test('E15 一人当月申报15次：1次30分钟、2次在住院期间，有效12次，封顶12次，12×80＝960元，核减3次', () => {
    const settled = settle(
      [at(1, 30), ...many([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 20, 21])],
      [{ personId: '王某', from: '2026-10-20', to: '2026-10-25', kind: 'hospital' }],
    );
    expect(settled).toMatchObject({ claimed: 15, unitPriceFen: 80_00, sumFen: 960_00 });
    expect(settled.valid).toHaveLength(12);
    expect(settled.cuts.map((c) => c.reason)).toEqual(['too-short', 'in-hospital', 'in-hospital']);
  });
  test('45分钟有效，44分钟无效', () => {
    expect([settle([at(1, 45)]).sumFen, settle([at(1, 44)]).sumFen]).toEqual([80_00, 0]);
  });
  test('第13次起不结算；两个人各有自己的12次', () => {
    const days = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];
    expect(settle(many(days)).cuts.map((c) => c.reason)).toEqual(['over-cap']);
    const other = days.map((day) => at(day, 60, { id: `他${day}`, personId: '周某', staffId: '小赵' }));
    expect(settle([...many(days), ...other])).toMatchObject({ sumFen: 24 * 80_00 });
  });
  test('同一人或同一工作人员时间重叠的，后一次无效；首尾相接不算重叠', () => {
    const second = (given: Partial<ClaimedSession>) =>
      at(1, 60, { id: '后', startsAt: '2026-10-01T01:30:00.000Z', endsAt: '2026-10-01T02:30:00.000Z', ...given });
    expect(settle([at(1), second({})]).cuts).toEqual([{ id: '后', reason: 'overlap' }]);
    expect(settle([at(1), second({ personId: '周某' })]).cuts).toHaveLength(1);
    expect(settle([at(1), second({ personId: '周某', staffId: '小赵' })]).cuts).toEqual([]);
    expect(settle([at(1), second({ startsAt: '2026-10-01T02:00:00.000Z', endsAt: '2026-10-01T03:00:00.000Z' })]).cuts).toEqual(
      [],
    );
  });
  test('出院当天起可以服务；去世当天以后的无效', () => {
    const hospital: Absence[] = [{ personId: '王某', from: '2026-10-05', to: '2026-10-08', kind: 'hospital' }];
    expect(settle(many([4, 5, 7, 8]), hospital).cuts).toHaveLength(2);
    expect(settle(many([4, 5, 6]), [{ personId: '王某', from: '2026-10-05', to: null, kind: 'death' }]).cuts).toEqual([
      { id: '2026-10-06-60', reason: 'deceased' },
    ]);
  });
});
