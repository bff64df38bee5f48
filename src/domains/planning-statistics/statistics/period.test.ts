/** 期别和期限（规划统计 第4.5节、算例十一）. */
import { expect, test } from 'vitest';
import { type Holiday, makeCalendar } from '../../../kernel/calendar/index.ts';
import { dueOn, lastPeriod, periodAfter, periodBefore, periodWords, spanOfPeriod } from './period.ts';

const day = (date: string, kind: Holiday['kind'] = 'holiday'): Holiday => ({
  date: date as Holiday['date'],
  kind,
  name: '国庆节',
  source: '国办发明电',
  provisional: false,
  division: null,
});
const calendar = makeCalendar([
  day('2026-01-01'),
  day('2026-01-02'),
  day('2026-01-03'),
  day('2026-01-04', 'workday'),
  ...['01', '02', '03', '04', '05', '06', '07'].map((d) => day(`2026-10-${d}`)),
]);
const XIANAN = '421202000000';
const due = (period: string, n: number) => dueOn(calendar, period, n, XIANAN);

test('算例十一：2026年第二季度报表，乡镇7月5日（星期日）到期，移到7月3日（星期五）；县7月8日（星期三）不动', () => {
  expect(due('2026-Q2', 5)).toBe('2026-07-03');
  expect(due('2026-Q2', 8)).toBe('2026-07-08');
});

test('往前移会移进报告期里的，改为往后移：9月的报表，10月5日在国庆假期里，前一个工作日是9月30日，移到10月8日', () => {
  expect(due('2026-09', 5)).toBe('2026-10-08');
  expect(due('2026-09', 8)).toBe('2026-10-08');
});

test('各种期别：首尾、前一期、后一期、怎么说', () => {
  expect(spanOfPeriod('2026-08')).toEqual({ from: '2026-08-01', to: '2026-08-31', fromMonth: '2026-08', toMonth: '2026-08' });
  expect(spanOfPeriod('2026-Q4')).toMatchObject({ from: '2026-10-01', to: '2026-12-31' });
  expect(spanOfPeriod('2026-H2')).toMatchObject({ from: '2026-07-01', to: '2026-12-31' });
  expect(spanOfPeriod('2026')).toMatchObject({ from: '2026-01-01', to: '2026-12-31', toMonth: '2026-12' });
  expect([periodBefore('2026-01'), periodBefore('2026-Q1'), periodBefore('2026-H1'), periodBefore('2026')]).toEqual([
    '2025-12',
    '2025-Q4',
    '2025-H2',
    '2025',
  ]);
  expect([periodAfter('2026-12'), periodAfter('2026-Q4')]).toEqual(['2027-01', '2027-Q1']);
  expect(['2026-08', '2026-Q2', '2026-H1', '2026'].map(periodWords)).toEqual([
    '2026年8月',
    '2026年第二季度',
    '2026年上半年',
    '2026年',
  ]);
  expect([lastPeriod('month', '2026-09-01'), lastPeriod('quarter', '2026-09-30'), lastPeriod('year', '2026-12-31')]).toEqual([
    '2026-08',
    '2026-Q2',
    '2025',
  ]);
});
