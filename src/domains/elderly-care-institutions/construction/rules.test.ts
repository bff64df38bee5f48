import { expect, test } from 'vitest';
import { buildAmount, clawback, fullMonths, livedEnough, partFrom, partsOf } from './rules.ts';

const yuan = (n: number) => n * 100;
const norms = { selfFen: yuan(2000), leasedFen: yuan(1000), nursingShare: 40 };

test('算例X6：自建120张、护理型60张，240,000元；护理型只有36张的，36÷0.4＝90张，180,000元', () => {
  expect(buildAmount({ selfBuilt: 120, leased: 0, nursing: 60 }, norms)).toEqual({ counted: 120, fen: yuan(240_000) });
  expect(buildAmount({ selfBuilt: 120, leased: 0, nursing: 36 }, norms)).toEqual({ counted: 90, fen: yuan(180_000) });
});

test('护理型正好四成，全算；少一张就按比例；租赁改建每张1,000元；没有护理型床位，一张不算', () => {
  expect(buildAmount({ selfBuilt: 120, leased: 0, nursing: 48 }, norms).counted).toBe(120);
  expect(buildAmount({ selfBuilt: 120, leased: 0, nursing: 47 }, norms)).toEqual({ counted: 117, fen: yuan(234_000) });
  expect(buildAmount({ selfBuilt: 20, leased: 20, nursing: 8 }, norms)).toEqual({ counted: 20, fen: yuan(30_000) });
  expect(buildAmount({ selfBuilt: 10, leased: 0, nursing: 0 }, norms)).toEqual({ counted: 0, fen: 0 });
});

test('三期50%、30%、20%：240,000元分120,000、72,000、48,000元；除不尽的留在最后一期', () => {
  expect(partsOf(yuan(240_000), [50, 30, 20])).toEqual([yuan(120_000), yuan(72_000), yuan(48_000)]);
  expect(partsOf(100_01, [50, 30, 20])).toEqual([50_00, 30_00, 20_01]);
  expect([1, 2, 3].map((no) => partFrom('2025-04-15', no))).toEqual(['2026-04-15', '2027-04-15', '2028-04-15']);
});

test('第二期看这一年的平均入住率：正好四成够，差一床日不够', () => {
  expect(livedEnough({ lived: 2920, usable: 7300 }, 40)).toBe(true);
  expect(livedEnough({ lived: 2919, usable: 7300 }, 40)).toBe(false);
  expect(livedEnough({ lived: 0, usable: 0 }, 40)).toBe(false);
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
