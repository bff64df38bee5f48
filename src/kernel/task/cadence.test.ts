import { describe, expect, test } from 'vitest';
import type { PlainDate } from '../schema/index.ts';
import { countedOf, dueOfPeriod, firstFull, missedAt, periodOf, plannedOn, stateOf } from './cadence.ts';

const day = (text: string) => text as PlainDate;
const at = (text: string) => new Date(`${text}:00+08:00`).toISOString();
const week = dueOfPeriod('week', periodOf('week', day('2026-11-18')), 10);
const november = dueOfPeriod('month', periodOf('month', day('2026-11-18')), 10);
const twice = dueOfPeriod('twice-a-month', periodOf('twice-a-month', day('2026-11-18')), 10);

describe('周期从哪天到哪天', () => {
  test('周一到周日是一周；月按日历月', () => {
    expect(periodOf('week', day('2026-11-18'))).toEqual({ from: '2026-11-16', to: '2026-11-22' });
    expect(periodOf('week', day('2026-11-22'))).toEqual({ from: '2026-11-16', to: '2026-11-22' });
    expect(periodOf('week', day('2026-11-23')).from).toBe('2026-11-23');
    expect(periodOf('month', day('2026-02-10'))).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  });
  test('季度按日历：11月在第四季度；10月1日在册的，第四季度就算', () => {
    expect(periodOf('quarter', day('2026-11-18'))).toEqual({ from: '2026-10-01', to: '2026-12-31' });
    expect(periodOf('quarter', day('2026-01-01'))).toEqual({ from: '2026-01-01', to: '2026-03-31' });
    expect(firstFull('quarter', day('2026-10-01'))).toBe('2026-10-01');
    expect(firstFull('quarter', day('2026-10-02'))).toBe('2027-01-01');
  });
  test('例5：11月3日在册，12月起才有整月；12月1日在册，12月就算', () => {
    expect(firstFull('month', day('2026-11-03'))).toBe('2026-12-01');
    expect(firstFull('month', day('2026-12-01'))).toBe('2026-12-01');
    expect(firstFull('week', day('2026-11-16'))).toBe('2026-11-16');
    expect(firstFull('week', day('2026-11-17'))).toBe('2026-11-23');
  });
});

describe('什么算做到了', () => {
  test('例6 每月两次：5日算，12日只隔7天不算，16日隔11天算，做到了', () => {
    const visits = ['2026-11-05T10:00', '2026-11-12T10:00', '2026-11-16T10:00'].map(at);
    expect(countedOf(twice, visits)).toEqual([visits[0], visits[2]]);
    expect(stateOf(twice, visits, at('2026-11-20T00:00'))).toMatchObject({ state: 'met', doneAt: visits[2] });
    expect(stateOf(twice, visits.slice(0, 2), at('2026-11-20T00:00'))).toMatchObject({ state: 'open', counted: 1 });
  });
  test('每月两次：正好隔10天算，隔9天不算', () => {
    expect(countedOf(twice, ['2026-11-05T10:00', '2026-11-15T08:00'].map(at))).toHaveLength(2);
    expect(countedOf(twice, ['2026-11-05T08:00', '2026-11-14T20:00'].map(at))).toHaveLength(1);
  });
  test('同一天两次只算一次', () => {
    const twiceADay = { ...twice, gapDays: 0 };
    expect(countedOf(twiceADay, ['2026-11-05T08:00', '2026-11-05T18:00'].map(at))).toHaveLength(1);
  });
  test('例7 每周一次：周日20:30做到；没有做的，周一零点超期，周三零点告诉乡镇，周五零点告诉县里', () => {
    expect(stateOf(week, [at('2026-11-22T20:30')], at('2026-11-22T21:00')).state).toBe('met');
    expect(stateOf(week, [], at('2026-11-22T23:59')).state).toBe('open');
    expect(stateOf(week, [], at('2026-11-23T00:00')).state).toBe('overdue');
    expect(missedAt(week.dueAt, 'soon')).toEqual({
      overdue: at('2026-11-23T00:00'),
      township: at('2026-11-25T00:00'),
      county: at('2026-11-27T00:00'),
    });
  });
  test('每月一次：超期后第3天告诉乡镇，第7天告诉县里', () => {
    expect(missedAt(november.dueAt, 'later')).toEqual({
      overdue: at('2026-12-01T00:00'),
      township: at('2026-12-04T00:00'),
      county: at('2026-12-08T00:00'),
    });
  });
  test('超期以后补做：从清单里去掉，这一周统计上仍是超期；晚一天送到的，按走访的时间算', () => {
    expect(stateOf(week, [at('2026-11-23T09:00')], at('2026-11-23T10:00')).state).toBe('late');
    expect(stateOf(week, [at('2026-11-22T20:30')], at('2026-11-23T10:00')).state).toBe('met');
  });
});

test('一个月的任务分在各个工作日；全是节假日的，放在头一天', () => {
  const october = periodOf('week', day('2026-10-01'));
  expect(plannedOn(october, (d) => d < '2026-10-01')).toEqual(['2026-09-28', '2026-09-29', '2026-09-30']);
  expect(plannedOn(october, () => false)).toEqual(['2026-09-28']);
});
