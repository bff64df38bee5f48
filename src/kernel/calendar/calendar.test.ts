import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../csv/index.ts';
import type { PlainDate } from '../schema/index.ts';
import {
  addMonths,
  ageOn,
  CalendarYearMissing,
  daysBefore,
  type Holiday,
  longDate,
  makeCalendar,
  monthAfter,
  noticeEnd,
  plainDateOf,
  plusDays,
  shortDate,
  startOf,
  weekdayName,
} from './index.ts';

const holidays: Holiday[] = readCsv(readFileSync('cities/xianning/holidays.csv', 'utf8')).rows.map(({ values: v }) => ({
  date: v.date as PlainDate,
  kind: v.kind as Holiday['kind'],
  name: v.name!,
  source: v.source!,
  provisional: v.provisional === 'true',
  division: v.division || null,
}));
const calendar = makeCalendar(holidays);
const counted = (start: PlainDate, workdays: number) =>
  calendar
    .limitWithPauses({ start, workdays })
    .days.filter((d) => d.kind === 'counted')
    .map((d) => d.date.slice(5));

describe('工作日历（platform.md 第10节的例子）', () => {
  test('1 春节：2月12日（周四）受理，5个工作日：13、14（周六上班）、24、25、26日，2月26日到期', () => {
    expect(counted('2026-02-12', 5)).toEqual(['02-13', '02-14', '02-24', '02-25', '02-26']);
    expect(calendar.addWorkdays('2026-02-12', 5)).toBe('2026-02-26');
  });

  test('2 秋季：9月18日（周五）受理，10个工作日：9月20日上班计入，10月9日到期', () => {
    expect(counted('2026-09-18', 10)).toEqual([
      '09-20',
      '09-21',
      '09-22',
      '09-23',
      '09-24',
      '09-28',
      '09-29',
      '09-30',
      '10-08',
      '10-09',
    ]);
    expect(calendar.addWorkdays('2026-09-18', 10)).toBe('2026-10-09');
  });

  test('3 五一：4月30日（周四）受理，5个工作日：6、7、8、9（周六上班）、11日，5月11日到期', () => {
    expect(counted('2026-04-30', 5)).toEqual(['05-06', '05-07', '05-08', '05-09', '05-11']);
  });

  test('4 低保30个工作日：6月1日受理，7月14日到期；延长到45个工作日，8月4日到期', () => {
    expect(calendar.addWorkdays('2026-06-01', 30)).toBe('2026-07-14');
    expect(calendar.addWorkdays('2026-06-01', 45)).toBe('2026-08-04');
  });

  test('5 公示7天：9月29日张贴，10月6日24时届满，遇假日不顺延', () => {
    expect(noticeEnd('2026-09-29', 7)).toBe('2026-10-06');
  });

  test('5 机关15个自然日：9月22日起，末日10月7日是假日，顺延到10月8日', () => {
    expect(plusDays('2026-09-22', 15)).toBe('2026-10-07');
    expect(calendar.addDays('2026-09-22', 15)).toBe('2026-10-08');
  });

  test('6 补正暂停：3月2日受理，限10日原到期3月16日；3月5日要求补正、11日送达，3月20日到期', () => {
    expect(calendar.addWorkdays('2026-03-02', 10)).toBe('2026-03-16');
    const limit = calendar.limitWithPauses({
      start: '2026-03-02',
      workdays: 10,
      pauses: [{ from: '2026-03-05', to: '2026-03-11' }],
    });
    expect(limit.days.filter((d) => d.kind === 'counted').map((d) => Number(d.date.slice(8)))).toEqual([
      3, 4, 5, 12, 13, 16, 17, 18, 19, 20,
    ]);
    expect(limit.due).toBe('2026-03-20');
    expect(limit.days.slice(0, 5).map((day) => `${shortDate(day.date)} ${weekdayName(day.date)} ${day.text}`)).toEqual([
      '3月2日 星期一 起算日，不计入',
      '3月3日 星期二 计入第1日',
      '3月4日 星期三 计入第2日',
      '3月5日 星期四 计入第3日',
      '3月6日 星期五 暂停，不计入',
    ]);
  });

  test('18 倒算：12月20日前20日，最迟11月30日；10月22日前7个工作日，最迟10月13日', () => {
    expect(daysBefore('2026-12-20', 20)).toBe('2026-11-30');
    expect(calendar.workdaysBefore('2026-10-22', 7)).toBe('2026-10-13');
  });

  test('2026年共有248个工作日', () => {
    expect(calendar.workdaysBetween('2026-01-01', '2026-12-31')).toBe(248);
  });
});

describe('低保时限（social-assistance.md W5）：2026年3月2日（周一）受理', () => {
  test('启动调查不迟于3月5日，初审不迟于3月16日，3月16日公示至23日24时，县级收到3月24日、确认不迟于4月8日', () => {
    expect(calendar.addWorkdays('2026-03-02', 3)).toBe('2026-03-05');
    expect(calendar.addWorkdays('2026-03-02', 10)).toBe('2026-03-16');
    expect(noticeEnd('2026-03-16', 7)).toBe('2026-03-23');
    expect(calendar.addWorkdays('2026-03-24', 10)).toBe('2026-04-08');
  });

  test('总时限30个工作日到4月14日，45个工作日到5月8日', () => {
    expect(calendar.addWorkdays('2026-03-02', 30)).toBe('2026-04-14');
    expect(calendar.addWorkdays('2026-03-02', 45)).toBe('2026-05-08');
  });

  test('3月31日确认，4月起发放；4月1日确认，5月起发放', () => {
    expect(monthAfter('2026-03-31')).toBe('2026-04');
    expect(monthAfter('2026-04-01')).toBe('2026-05');
    expect(monthAfter('2026-12-31')).toBe('2027-01');
  });
});

describe('暂停、预警与暂定', () => {
  test('尚在等待补正：不给出到期日，只说恢复后还剩几个工作日', () => {
    const limit = calendar.limitWithPauses({ start: '2026-03-02', workdays: 10, pauses: [{ from: '2026-03-05', to: null }] });
    expect([limit.due, limit.counted, limit.remaining]).toEqual([null, 3, 7]);
  });

  test('最后一日才要求补正：恢复后至少还有一个工作日', () => {
    const limit = calendar.limitWithPauses({
      start: '2026-03-02',
      workdays: 10,
      pauses: [{ from: '2026-03-16', to: '2026-03-18' }],
    });
    expect(limit.due).toBe('2026-03-19');
  });

  test('最后一日要求补正且尚未送达：剩余一个工作日', () => {
    const limit = calendar.limitWithPauses({ start: '2026-03-02', workdays: 10, pauses: [{ from: '2026-03-16', to: null }] });
    expect([limit.due, limit.remaining]).toEqual([null, 1]);
  });

  test('两次暂停首尾相接，第二次的起日在第一次之内，不计入', () => {
    const pauses = [
      { from: '2026-03-05', to: '2026-03-11' },
      { from: '2026-03-11', to: '2026-03-12' },
    ] as const;
    expect(calendar.limitWithPauses({ start: '2026-03-02', workdays: 10, pauses }).due).toBe('2026-03-23');
  });

  test('到期之后的暂停不改变到期日', () => {
    const pauses = [{ from: '2026-03-17', to: null }] as const;
    expect(calendar.limitWithPauses({ start: '2026-03-02', workdays: 10, pauses }).due).toBe('2026-03-16');
  });

  test('限10日：第7日（七成）转黄、第9日（九成）转红；限3日：都在第3日', () => {
    const limit = calendar.limitWithPauses({ start: '2026-03-02', workdays: 10 });
    expect([limit.amber, limit.red, limit.due]).toEqual(['2026-03-11', '2026-03-13', '2026-03-16']);
    const short = calendar.limitWithPauses({ start: '2026-03-02', workdays: 3 });
    expect([short.amber, short.red, short.due]).toEqual(['2026-03-05', '2026-03-05', '2026-03-05']);
  });

  test('2027年放假通知未发布：按周末和法定固定日期计算，标“暂定”', () => {
    const limit = calendar.limitWithPauses({ start: '2026-12-28', workdays: 5 });
    expect([limit.due, limit.provisional]).toEqual(['2027-01-05', true]);
    expect(calendar.limitWithPauses({ start: '2026-12-01', workdays: 5 }).provisional).toBe(false);
  });

  test('没有录入的年份拒绝计算，不当作平常年份', () => {
    expect(() => calendar.addWorkdays('2027-12-30', 5)).toThrow('2028年的放假安排尚未录入，无法计算工作日。');
    expect(() => calendar.isWorkday('2024-12-31')).toThrow(CalendarYearMissing);
  });

  test('县里自定的休息日只在本县有效', () => {
    const local: Holiday = {
      date: '2026-03-03',
      kind: 'holiday',
      name: '县庆',
      source: '例',
      provisional: false,
      division: '421221000000',
    };
    const own = makeCalendar([...holidays, local]);
    expect(own.addWorkdays('2026-03-02', 1, '421221100201')).toBe('2026-03-04');
    expect(own.addWorkdays('2026-03-02', 1, '421202101002')).toBe('2026-03-03');
  });
});

describe('年龄、月份与日期写法', () => {
  test('生日当天满周岁；2月29日生人平年在2月28日满', () => {
    expect([ageOn('1956-03-02', '2026-03-01'), ageOn('1956-03-02', '2026-03-02')]).toEqual([69, 70]);
    expect([ageOn('2008-02-29', '2026-02-27'), ageOn('2008-02-29', '2026-02-28')]).toEqual([17, 18]);
    expect([ageOn('2008-02-29', '2028-02-28'), ageOn('2008-02-29', '2028-02-29')]).toEqual([19, 20]);
  });

  test('加月：有同日取同日，无同日取月末', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-08-31', 18)).toBe('2028-02-29');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
  });

  test('时刻换算为北京时间的日期', () => {
    expect(plainDateOf(new Date('2026-11-22T15:59:59Z'))).toBe('2026-11-22');
    expect(plainDateOf(new Date('2026-11-22T16:00:00Z'))).toBe('2026-11-23');
    expect(startOf('2026-11-23').toISOString()).toBe('2026-11-22T16:00:00.000Z');
  });

  test('日期写法', () => {
    expect([shortDate('2026-11-02'), longDate('2026-11-22')]).toEqual(['11月2日', '2026年11月22日']);
  });
});
