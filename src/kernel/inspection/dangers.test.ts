/** X9 and the limits of hidden dangers. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Holiday, makeCalendar } from '../calendar/index.ts';
import { readCsv } from '../csv/index.ts';
import type { PlainDate } from '../schema/index.ts';
import { dangerDue, graver, isAtLeast, isRebound, mostExtension, onTimeRate, overdueStep, reviewBy } from './dangers.ts';

const holidays: Holiday[] = readCsv(readFileSync('cities/xianning/holidays.csv', 'utf8')).rows.map(({ values: v }) => ({
  date: v.date as PlainDate,
  kind: v.kind as Holiday['kind'],
  name: v.name!,
  source: v.source!,
  provisional: v.provisional === 'true',
  division: v.division || null,
}));
const calendar = makeCalendar(holidays);
const city = '421200000000';

test('X9：9月20日（周日）发现的一般隐患，15日到10月5日，是假期也不顺延', () => {
  expect(dangerDue('2026-09-20', 15)).toBe('2026-10-05');
  expect(calendar.isWorkday('2026-10-05', city)).toBe(false);
});

test('X9：10月4日报告整改完成，5个工作日内复查：8、9、10（调休上班）、12、13日，最迟10月13日', () => {
  expect(reviewBy(calendar, '2026-10-04', 5, city)).toBe('2026-10-13');
});

test('X9：11月13日（周五）检查完成，20个工作日内公示，最迟12月11日', () => {
  expect(calendar.addWorkdays('2026-11-13', 20, city)).toBe('2026-12-11');
});

test('逾期1天报市里，7天上公开名单，30天转立案；到期当天还不算', () => {
  const steps = (['2026-10-05', '2026-10-06', '2026-10-11', '2026-10-12', '2026-11-03', '2026-11-04'] as const).map((day) =>
    overdueStep('2026-10-05', day),
  );
  expect(steps).toEqual([0, 1, 1, 2, 2, 3]);
});

test('延期最多是原来的一半：15日的7日，60日的30日', () => {
  expect([mostExtension(15), mostExtension(30), mostExtension(60)]).toEqual([7, 15, 30]);
});

test('销号以后第90天又出现是反弹，第91天不是；一般升较大，较大升重大，重大还是重大', () => {
  expect(isRebound('2026-06-01', '2026-08-30', 90)).toBe(true);
  expect(isRebound('2026-06-01', '2026-08-31', 90)).toBe(false);
  expect([graver('general'), graver('larger'), graver('major')]).toEqual(['larger', 'major', 'major']);
  expect([isAtLeast('larger', 'larger'), isAtLeast('general', 'larger')]).toEqual([true, false]);
});

test('按期整改率只算期内到期的：到期那天销号算按期，后一天不算，没有到期的不进分母', () => {
  const dangers = [
    { dueOn: '2026-10-05', closedOn: '2026-10-05' },
    { dueOn: '2026-10-05', closedOn: '2026-10-06' },
    { dueOn: '2026-10-20', closedOn: null },
    { dueOn: '2026-11-02', closedOn: null },
  ] as const;
  expect(onTimeRate(dangers, { from: '2026-10-01', to: '2026-10-31' })).toEqual({ num: 1, den: 3 });
});
