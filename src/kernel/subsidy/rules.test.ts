import { expect, test } from 'vitest';
import { clawback, fullMonths, partsOf } from './rules.ts';

const yuan = (n: number) => n * 100;

test('三期50%、30%、20%：240,000元分120,000、72,000、48,000元；除不尽的留在最后一期', () => {
  expect(partsOf(yuan(240_000), [50, 30, 20])).toEqual([yuan(120_000), yuan(72_000), yuan(48_000)]);
  expect(partsOf(100_01, [50, 30, 20])).toEqual([50_00, 30_00, 20_01]);
});

test('算例X6：第一期2026年4月15日拨付，2027年9月30日停用，满17个月；已拨192,000元，追回192,000×43÷60＝137,600元', () => {
  expect(clawback(yuan(192_000), { firstPaidOn: '2026-04-15', endedOn: '2027-09-30', months: 60 })).toEqual({
    fullMonths: 17,
    fen: yuan(137_600),
  });
});

test('一个月一个月地减：差一天不满，满60个月不追回；1月31日拨付的，2月底算满一个月', () => {
  const use = { firstPaidOn: '2026-04-15', months: 60 } as const;
  expect(clawback(yuan(192_000), { ...use, endedOn: '2026-05-14' })).toEqual({ fullMonths: 0, fen: yuan(192_000) });
  expect(clawback(yuan(192_000), { ...use, endedOn: '2026-05-15' })).toEqual({ fullMonths: 1, fen: yuan(188_800) });
  expect(clawback(yuan(192_000), { ...use, endedOn: '2031-04-14' })).toEqual({ fullMonths: 59, fen: yuan(3200) });
  expect(clawback(yuan(192_000), { ...use, endedOn: '2031-04-15' })).toEqual({ fullMonths: 60, fen: 0 });
  expect(clawback(yuan(192_000), { ...use, endedOn: '2040-01-01' }).fen).toBe(0);
  expect(fullMonths('2026-01-31', '2026-02-28')).toBe(1);
});

test('只停用一部分：120张里停用30张，已拨192,000元，满17个月，追回192,000×30÷120×43÷60＝34,400元；余下的以后全停，两次合起来和一次全停一样', () => {
  const use = { firstPaidOn: '2026-04-15', endedOn: '2027-09-30', months: 60 } as const;
  expect(clawback(yuan(192_000), use, { units: 30, of: 120 })).toEqual({ fullMonths: 17, fen: yuan(34_400) });
  expect(clawback(yuan(192_000), use, { units: 90, of: 120 }).fen).toBe(yuan(137_600 - 34_400));
});
