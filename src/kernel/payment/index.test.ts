import { describe, expect, test } from 'vitest';
import { makeCalendar } from '../calendar/index.ts';
import { average } from './figures.ts';
import {
  type AmountVersion,
  batchActions,
  batchStates,
  dueFor,
  lastMonthAtDeath,
  overpaidMonths,
  payDates,
  payDayOf,
} from './index.ts';
import { monthToFreeze } from './list-jobs.ts';

const day = (date: string, kind: 'holiday' | 'workday', name: string) => ({
  date: date as '2026-01-01',
  kind,
  name,
  source: '示例',
  provisional: false,
  division: null,
});
const calendar = makeCalendar([
  day('2026-10-01', 'holiday', '国庆节'),
  ...['02', '03', '04', '05', '06', '07'].map((d) => day(`2026-10-${d}`, 'holiday', '国庆节')),
  day('2026-10-10', 'workday', '国庆节'),
]);
const schedule = {
  freezeDay: 20,
  payDay: 10,
  townshipWorkdays: 5,
  countyWorkdays: 3,
  treasuryWorkdays: 1,
  resultWorkdays: 3,
  reissueWorkdays: 5,
};

describe('发放日', () => {
  test('10日是星期五：当天发；是星期日：提前到星期五；是调休上班的星期六：当天发', () => {
    expect(payDayOf(calendar, '2026-04', 10)).toBe('2026-04-10');
    expect(payDayOf(calendar, '2026-05', 10)).toBe('2026-05-08');
    expect(payDayOf(calendar, '2026-10', 10)).toBe('2026-10-10');
  });
  test('4月10日发放：上月20日生成；前5个、3个、1个工作日为乡镇5日、县级7日、财政9日；回盘15日前，退票17日前补发', () => {
    expect(
      payDates(calendar, '2026-04', schedule, { payOn: '2026-04-10', today: '2026-03-20', division: '421222000000' }),
    ).toEqual({
      freezeOn: '2026-03-20',
      townshipBy: '2026-04-05',
      countyBy: '2026-04-07',
      treasuryBy: '2026-04-09',
      payOn: '2026-04-10',
      resultBy: '2026-04-15',
      reissueBy: '2026-04-17',
    });
  });
  test('补发批次的期限不早于今天', () => {
    expect(
      payDates(calendar, '2026-04', schedule, { payOn: '2026-04-20', today: '2026-04-17', division: '421222000000' }),
    ).toMatchObject({ townshipBy: '2026-04-17', countyBy: '2026-04-17', treasuryBy: '2026-04-19' });
  });
  test('20日起可以生成下月名单，19日还不行', () => {
    expect([
      monthToFreeze('2026-03-19', schedule),
      monthToFreeze('2026-03-20', schedule),
      monthToFreeze('2026-12-31', schedule),
    ]).toEqual([null, '2026-04', '2027-01']);
  });
});

describe('某月应发多少', () => {
  const versions: AmountVersion[] = [
    { no: 1, fromMonth: '2026-01', amountFen: 1664_00 },
    { no: 2, fromMonth: '2026-03', amountFen: 1000_00 },
    { no: 3, fromMonth: '2026-02', amountFen: 1740_00 },
  ];
  const whole = { fromMonth: '2026-01' as const, toMonth: '2026-05' as const, versions };
  test('以最后获知且已生效的一版为准；起始前、终止后为零', () => {
    expect((['2025-12', '2026-01', '2026-02', '2026-05', '2026-06'] as const).map((month) => dueFor(month, whole))).toEqual([
      0, 1664_00, 1740_00, 1740_00, 0,
    ]);
  });
  test('多发的按月列出，少发的不抵', () => {
    const paid = [
      { month: '2026-06' as const, amountFen: 1740_00 },
      { month: '2026-05' as const, amountFen: 1000_00 },
    ];
    expect(overpaidMonths(paid, whole)).toEqual([{ month: '2026-06', paidFen: 1740_00, dueFen: 0, overpaidFen: 1740_00 }]);
  });
  test('死亡当月全额：月初、月末去世都发到当月', () => {
    expect([lastMonthAtDeath('2026-05-01'), lastMonthAtDeath('2026-05-31')]).toEqual(['2026-05', '2026-05']);
  });
  test('人均四舍五入到分；没有人时为零', () => {
    expect([average(1000, 3), average(5, 2), average(0, 0)]).toEqual([333, 3, 0]);
  });
});

test('每个步骤都有中文名，每个操作至少在一个状态可办', () => {
  const offered = Object.values(batchStates).flatMap((s) => Object.keys(s.can));
  expect([...new Set(offered)].sort()).toEqual(Object.keys(batchActions).sort());
});
